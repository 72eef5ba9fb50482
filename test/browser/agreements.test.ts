import { soundThenClosed } from './sound.ts'
import { readFileSync } from 'node:fs'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openBrowser } from './browser.ts'
import { moneyCompany } from './money-company.ts'
import { LOOKS, openPage } from './opened-page.ts'
import { caughtUp, type RunningServer, startEmpty } from './running-server.ts'
import { settled } from './settled.ts'

const MANY = 1_500
const today = new Date()
/** How long is waited for says more about the machine than about the page. */
const PATIENT = { timeout: 60_000 }
let browser: Browser
let server: RunningServer

const take = async (workspace: string, lines: readonly object[]) => {
  await fetch(`${server.url}/v1/evidence?workspace=${workspace}`, { method: 'POST', body: lines.map((line) => JSON.stringify(line)).join('\n') })
  await caughtUp(server.url, workspace)
}

beforeAll(async () => {
  ;[server, browser] = await Promise.all([startEmpty(['firm', 'many']), openBrowser()])
  await take('firm', moneyCompany(today))
  await take('many', Array.from({ length: MANY }, (_, place) => ({ type: 'agreement', key: `a${place}`, product: 'notes', buyer: `account:buyer-${String(place).padStart(4, '0')}`, amount: `${place + 1}.00`, currency: 'EUR', interval: 'month', from: '2025-01-01' })))
}, 0)

afterAll(async () => {
  await browser?.close()
  await server?.stop()
})

const day = (back: number): string => new Date(today.getTime() - back * 86_400_000).toISOString().slice(0, 10)

async function downloaded(page: Page, name: string): Promise<string> {
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name, exact: true }).click()])
  return readFileSync(await download.path(), 'utf8')
}

describe('the page of agreements opens in light and dark, wide and narrow, without a complaint or a grave fault', () => {
  for (const path of ['/agreements?workspace=firm', '/agreements?workspace=firm&tab=renewals', '/agreements?workspace=firm&tab=seats', '/agreements?workspace=firm&why=agreement:acme-1', '/agreements?workspace=main']) {
    test.each(LOOKS)(`${path} in $scheme at $width px`, async (look) => {
      await soundThenClosed(await openPage(browser, server.url + path, look))
    })
  }
})

test('free, ended, coming and bought agreements and those without amount are named for what they are', async () => {
  const { page } = await openPage(browser, `${server.url}/agreements?workspace=firm`)
  await settled(page)
  const row = (key: string) => page.locator('tbody tr').filter({ has: page.getByText(key, { exact: true }) })
  for (const [key, says] of [['reyes-free', 'free, pays for nothing'], ['reyes-secret', 'amount not known'], ['reyes-old', 'ended '], ['acme-next', 'begins '], ['acme-box', 'bought before the period']] as const) {
    await row(key).getByText(says, { exact: false }).waitFor()
  }
  await page.getByText('2 / 5').waitFor()
  await page.context().close()
})

test('columns sort, filters narrow, and both stand in the address', async () => {
  const { page } = await openPage(browser, `${server.url}/agreements?workspace=firm`)
  await settled(page)
  const first = () => page.locator('tbody tr [data-row]').first().getAttribute('aria-label')
  await page.getByRole('button', { name: 'Amount' }).click()
  await page.waitForURL(/sort=amount/)
  await expect.poll(first, PATIENT).toContain('reyes-1')
  await page.getByRole('button', { name: 'Amount' }).click()
  await expect.poll(first, PATIENT).toContain('reyes-free')
  await page.getByLabel('What is special').selectOption('decider-never-used')
  await page.waitForURL(/where=has/)
  await expect.poll(() => page.locator('tbody tr').count(), PATIENT).toBe(4)
  await page.getByLabel('State').selectOption('not-yet')
  await expect.poll(first, PATIENT).toContain('acme-next')
  await page.getByRole('button', { name: 'Clear' }).click()
  await expect.poll(() => page.locator('tbody tr').count(), PATIENT).toBe(8)
  await page.context().close()
})

test('who used last, when it renews and who decides are in sight without scrolling sideways: as columns where there is room, in cards where there is none', async () => {
  const wide = await openPage(browser, `${server.url}/agreements?workspace=firm`)
  await settled(wide.page)
  const list = wide.page.getByRole('region', { name: 'Agreements, one a row' })
  for (const name of ['Last use', 'Renews or ends', 'Decided by']) await list.getByRole('columnheader', { name }).waitFor()
  expect(await list.evaluate((place) => place.scrollWidth - place.clientWidth)).toBeLessThanOrEqual(0)
  await wide.page.context().close()
  const narrow = await openPage(browser, `${server.url}/agreements?workspace=firm&q=acme-1`, { width: 390 })
  await settled(narrow.page)
  const cards = narrow.page.getByRole('region', { name: 'Agreements, one a row' })
  await cards.getByText(/2 of 5 seats · last use .* · decided by .*, who never used it/).waitFor()
  expect(await cards.evaluate((place) => place.scrollWidth - place.clientWidth)).toBeLessThanOrEqual(0)
  await narrow.page.getByLabel('Sort by').selectOption('amount')
  await narrow.page.waitForURL(/sort=amount/)
  await narrow.page.context().close()
})

test('the days before which agreements are due are written as the reader writes days', async () => {
  const { page } = await openPage(browser, `${server.url}/agreements?workspace=firm&where=due-before%3D2030-02-01`)
  await settled(page)
  await expect.poll(() => page.getByLabel('Renews or ends').locator('option:checked').innerText()).toBe('Due before 1 Feb 2030')
  await page.context().close()
})

test('the sums below the list are those of the rows, and of the CSV', async () => {
  const { page } = await openPage(browser, `${server.url}/agreements?workspace=firm`)
  await settled(page)
  const { totals } = (await (await fetch(`${server.url}/api/unused-money?workspace=firm`)).json()) as { totals: { accrued: string; used: string; unused: string }[] }
  const shown = (await page.locator('[data-total="EUR"] b').allInnerTexts()).map((text) => text.replace(/[^\d.]/g, ''))
  expect(shown).toEqual([totals[0]?.accrued, totals[0]?.used, totals[0]?.unused])
  const [head = '', ...rows] = (await downloaded(page, 'CSV')).trimEnd().split('\r\n')
  const column = (name: string) => rows.map((row) => [...row.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)][head.split(',').indexOf(name)]?.[1] ?? '')
  for (const [name, total] of [['agreed', totals[0]?.accrued], ['used', totals[0]?.used], ['unused', totals[0]?.unused]] as const) expect((column(name).reduce((sum, cell) => sum + Math.round(Number(cell) * 100), 0) / 100).toFixed(2)).toBe(total)
  await page.context().close()
})

test('of many agreements only those in sight are in the page, and the last can be reached', async () => {
  const { page } = await openPage(browser, `${server.url}/agreements?workspace=many&sort=buyer`)
  await settled(page)
  await page.getByText('1,500 agreements').waitFor()
  await expect.poll(() => page.locator('tbody tr').count()).toBeLessThan(80)
  await page.getByRole('region', { name: 'Agreements, one a row' }).evaluate((place) => place.scrollTo({ top: place.scrollHeight }))
  await page.getByText(`a${MANY - 1}`, { exact: true }).waitFor()
  await expect.poll(() => page.locator('tbody tr').count()).toBeLessThan(80)
  await page.context().close()
})

test('a row opens the panel: seats and who holds them, who used without one, deciders, terms and payments', async () => {
  const { page } = await openPage(browser, `${server.url}/agreements?workspace=firm&q=acme-1`)
  await settled(page)
  await page.getByRole('button', { name: 'Acme Tools, agreement acme-1: open' }).click()
  const panel = page.getByRole('complementary', { name: 'Why' })
  for (const text of ['Who holds its seats (3 / 5)', 'Used without a seat (1)', 'Who uses it (2)', 'Decides, and has never used it.', 'Payments that name it (1)', 'Terms over time']) await panel.getByText(text).waitFor()
  await page.context().close()
})

test('seats are told in numbers: bought, given, used', async () => {
  const { page } = await openPage(browser, `${server.url}/agreements?workspace=firm&tab=seats`)
  await page.getByText('5 bought, 3 given, 2 used').waitFor()
  await page.context().close()
})

/** Reads a calendar file as RFC 5545 says: unfolds, splits into components, takes escapes away. */
function parsed(text: string): { readonly events: readonly Readonly<Record<string, string>>[]; readonly octets: readonly number[] } {
  expect(text.endsWith('\r\n')).toBe(true)
  expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/)
  const octets = text.split('\r\n').map((line) => Buffer.byteLength(line))
  const stack: string[] = []
  const events: Record<string, string>[] = []
  for (const line of text.replaceAll('\r\n ', '').split('\r\n').slice(0, -1)) {
    const [, name = '', value = ''] = /^([^:;]+)(?:;[^:]*)?:(.*)$/.exec(line) ?? []
    if (name === 'BEGIN') {
      stack.push(value)
      if (value === 'VEVENT') events.push({})
    } else if (name === 'END') expect(stack.pop()).toBe(value)
    else if (stack.at(-1) === 'VEVENT') (events.at(-1) as Record<string, string>)[name] = value.replace(/\\([\\;,nN])/g, (_, sign: string) => (sign.toLowerCase() === 'n' ? '\n' : sign))
  }
  expect(stack).toEqual([])
  return { events, octets }
}

test('renewals stand in their months, overdue and missing ones are named, and the calendar file says the same', async () => {
  const { page } = await openPage(browser, `${server.url}/agreements?workspace=firm&tab=renewals`)
  await settled(page)
  await page.locator(`[data-month="${day(-20).slice(0, 7)}"]`).getByText('Acme Tools').first().waitFor()
  await page.getByText('Cho decides and has never used it').first().waitFor()
  await page.getByRole('heading', { name: 'Renewal day has passed (1)' }).waitFor()
  await page.getByRole('heading', { name: 'Renewal not known (1)' }).waitFor()
  const { events, octets } = parsed(await downloaded(page, 'Calendar file'))
  expect(Math.max(...octets)).toBeLessThanOrEqual(75)
  expect(events.map((event) => [event.UID, event.DTSTART, event.DTEND])).toEqual([
    ['acme-1@hatrack', day(-20).replaceAll('-', ''), day(-21).replaceAll('-', '')], ['reyes-1@hatrack', day(-40).replaceAll('-', ''), day(-41).replaceAll('-', '')],
  ])
  expect(events[1]?.SUMMARY).toBe('Reyes, Imports; and Sons ends (reyes-1)')
  expect(events[0]?.DESCRIPTION).toContain('At stake: 6,000.00')
  expect(events[0]?.DESCRIPTION).toContain('\nCho decides and has never used it')
  await page.getByRole('button', { name: 'List', exact: true }).click()
  await expect.poll(() => page.locator('tbody tr').count(), PATIENT).toBe(2)
  await page.context().close()
})
