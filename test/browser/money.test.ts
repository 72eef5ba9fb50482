import { soundThenClosed } from './sound.ts'
import { readFileSync } from 'node:fs'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openBrowser } from './browser.ts'
import { moneyCompany } from './money-company.ts'
import { LOOKS, openPage } from './opened-page.ts'
import { caughtUp, type RunningServer, startEmpty } from './running-server.ts'
import { settled } from './settled.ts'

/** How long is waited for says more about the machine than about the page. */
const PATIENT = { timeout: 60_000 }
let browser: Browser
let server: RunningServer

beforeAll(async () => {
  ;[server, browser] = await Promise.all([startEmpty(['firm', 'queue', 'search']), openBrowser()])
  for (const workspace of ['firm', 'queue', 'search']) {
    await fetch(`${server.url}/v1/evidence?workspace=${workspace}`, { method: 'POST', body: JSON.stringify(moneyCompany(new Date())) })
    await caughtUp(server.url, workspace)
  }
}, 0)

afterAll(async () => {
  await browser?.close()
  await server?.stop()
})

const ask = async <T>(path: string): Promise<T> => (await (await fetch(`${server.url}/api/${path}`)).json()) as T

async function csvOf(page: Page, button: ReturnType<Page['getByRole']>): Promise<string[][]> {
  const [download] = await Promise.all([page.waitForEvent('download'), button.click()])
  return readFileSync(await download.path(), 'utf8').trimEnd().split('\r\n').map((line) => [...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)].map(([, cell]) => (cell ?? '').replace(/^"|"$/g, '').replaceAll('""', '"')))
}

describe('the money page opens in light and dark, wide and narrow, without a complaint or a grave fault', () => {
  for (const path of ['/money?workspace=firm', '/money?workspace=firm&tab=allocation&by=organization', '/money?workspace=firm&tab=unknown', '/money?workspace=main']) {
    test.each(LOOKS)(`${path} in $scheme at $width px`, async (look) => {
      await soundThenClosed(await openPage(browser, server.url + path, look))
    })
  }
})

test('an empty workspace says what to do next', async () => {
  const { page } = await openPage(browser, `${server.url}/money?workspace=main`)
  await page.getByRole('link', { name: 'Bring in data' }).first().waitFor()
  await page.context().close()
})

test('what came in is explained or unknown, and each number has its payments', async () => {
  const { page } = await openPage(browser, `${server.url}/money?workspace=firm`)
  await settled(page)
  expect((await page.locator('[data-sum="EUR"] td').allInnerTexts()).map((text) => text.replace(/\s/g, ' '))).toEqual(['2,749.00 EUR', '500.00 EUR', '2,249.00 EUR'])
  await page.getByRole('button', { name: /^Unknown, bank: 2,249/ }).click()
  const panel = page.getByRole('complementary', { name: 'Why' })
  await panel.getByText('The payments (2)').waitFor()
  const rows = await csvOf(page, panel.getByRole('button', { name: 'CSV' }))
  expect(rows.slice(1).map((row) => row[4])).toEqual(['1250.00', '999.00'])
  await page.context().close()
})

test('why money in and money agreed differ is told in parts that add up', async () => {
  const { page } = await openPage(browser, `${server.url}/money?workspace=firm`)
  await settled(page)
  const cells = await page.locator('[data-difference="EUR"] tbody tr').evaluateAll((rows) => rows.map((row) => [...row.querySelectorAll('td')].map((cell) => Math.round(Number((cell.textContent ?? '').replace('\u2212', '-').replace(/[^\d.-]/g, '')) * 100))))
  const sum = cells.pop() as number[]
  for (const column of [0, 1, 2]) expect(cells.reduce((all, row) => all + (row[column] as number), 0)).toBe(sum[column])
  expect((sum[0] as number) - (sum[1] as number)).toBe(sum[2])
  await page.context().close()
})

test('the allocation adds up to the used money, in the page and in the CSV', async () => {
  const { page } = await openPage(browser, `${server.url}/money?workspace=firm&tab=allocation`)
  await settled(page)
  const { agreements } = await ask<{ agreements: { currency: string; used: string }[] }>('money?workspace=firm')
  const rows = await csvOf(page, page.getByRole('button', { name: 'CSV' }))
  const head = rows[0] as string[]
  const cents = rows.slice(1).filter((row) => row[head.indexOf('currency')] === 'EUR').reduce((sum, row) => sum + Math.round(Number(row[head.indexOf('amount')]) * 100), 0)
  expect((cents / 100).toFixed(2)).toBe(agreements.find(({ currency }) => currency === 'EUR')?.used)
  await page.context().close()
})

test('the queue is worked off with the keyboard alone: the strip ticks down, the next comes by itself, and undo brings the last one back', async () => {
  const { page, complaints } = await openPage(browser, `${server.url}/money?workspace=queue&tab=unknown`)
  await settled(page)
  const strip = (text: string) => expect.poll(async () => (await page.locator('[data-strip="EUR"] b').last().innerText()).replace(/\s/g, ' '), PATIENT).toBe(text)
  await strip('2,249.00 EUR')
  await page.getByRole('heading', { name: 'What was 1,250.00 EUR for?' }).waitFor()
  await page.keyboard.press('1')
  await page.getByText('Moves 1,250.00 EUR from unknown to Reyes, Imports; and Sons.').waitFor()
  await page.getByText('moves 1,250.00 EUR from unknown to explained payments').waitFor()
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'What was 999.00 EUR for?' }).waitFor()
  await strip('999.00 EUR')
  await page.keyboard.press('1')
  await page.getByText('same mail domain, acme.example').waitFor()
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'What was 7.00 USD for?' }).waitFor()
  await strip('0.00 EUR')
  await page.keyboard.press('u')
  await page.getByText('Taken back.').waitFor()
  await strip('999.00 EUR')
  await page.keyboard.press('k')
  await page.getByRole('heading', { name: 'What was 999.00 EUR for?' }).waitFor()
  await page.keyboard.press('1')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'What was 7.00 USD for?' }).waitFor()
  await page.getByLabel('Customer or agreement').fill('acme-box')
  await page.getByRole('button', { name: /it was for acme-box/ }).click()
  await page.getByRole('button', { name: /^Say so/ }).click()
  await page.getByText('Every payment of the period is explained.').waitFor()
  await expect.poll(async () => (await ask<{ sources: { unknown: string }[] }>('money?workspace=queue')).sources.map(({ unknown }) => unknown), PATIENT).toEqual(['0.00', '0.00'])
  const { corrections } = await ask<{ corrections: { fact: string; takenBack: boolean }[] }>('corrections?workspace=queue')
  expect(corrections.filter(({ takenBack }) => !takenBack).map(({ fact }) => fact)).toHaveLength(3)
  expect(complaints).toEqual([])
  await page.context().close()
})

test('skipped ones come back; a customer is searched and chosen with the keyboard alone; a candidate says its price, its days and what it settles', async () => {
  const { page, complaints } = await openPage(browser, `${server.url}/money?workspace=search&tab=unknown`)
  await settled(page)
  await page.getByRole('button', { name: /settles 1,250.00 EUR of .*The agreement .*EUR a/ }).first().waitFor()
  for (const left of [2, 1, 0]) {
    await page.keyboard.press('s')
    await expect.poll(() => page.locator('[data-queue] nav button').count(), PATIENT).toBe(left)
  }
  await page.getByText('All were skipped.').waitFor()
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'What was 1,250.00 EUR for?' }).waitFor()
  const field = page.getByLabel('Customer or agreement')
  await field.fill('acme-box')
  await page.getByRole('button', { name: /it was for acme-box/ }).waitFor()
  await field.press('ArrowDown')
  await page.locator('[aria-pressed="true"]', { hasText: 'acme-box' }).waitFor()
  await page.getByText('moves 1,250.00 EUR from unknown to explained payments').waitFor()
  await field.press('Enter')
  await page.getByRole('heading', { name: 'What was 999.00 EUR for?' }).waitFor()
  expect(complaints).toEqual([])
  await page.context().close()
})

test('why the money does not add up lists the payments, each with its correction, and leads to all of them', async () => {
  const { page } = await openPage(browser, `${server.url}/?workspace=firm&why=money:EUR`)
  const panel = page.getByRole('complementary', { name: 'Why' })
  await panel.getByText('Payments that nobody can explain (2)').waitFor()
  await panel.getByText('1,250.00').waitFor()
  await expect.poll(() => panel.getByRole('button', { name: 'Correct' }).count()).toBe(2)
  await panel.getByRole('link', { name: 'Fix them one after the other' }).click()
  await page.getByRole('heading', { name: 'What was 1,250.00 EUR for?' }).waitFor()
  await page.context().close()
})

test('money that cannot be divided by what the address says is divided by user, and it is said', async () => {
  const { page } = await openPage(browser, `${server.url}/money?workspace=firm&tab=allocation&by=moon`)
  await page.getByText('Money is not allocated by “moon”').waitFor()
  await expect.poll(() => page.getByRole('combobox', { name: 'By' }).inputValue()).toBe('party')
  await page.context().close()
})

test('an address that asks why of no figure is told so', async () => {
  for (const why of ['zzz:1', 'kind:zzz']) {
    const { page } = await openPage(browser, `${server.url}/money?workspace=firm&why=${why}`)
    const panel = page.getByRole('complementary', { name: 'Why' })
    await panel.getByText(`The address asks why of “${why}”`).waitFor()
    await panel.getByRole('button', { name: 'Close the panel' }).last().click()
    await panel.waitFor({ state: 'detached' })
    await page.context().close()
  }
})

test('when a part of the page is of a version that is gone, the page loads itself anew, once', async () => {
  const { page } = await openPage(browser, `${server.url}/money?workspace=firm`)
  await settled(page)
  let loads = 0
  page.on('load', () => { loads += 1 })
  await page.route(/changes-page.*\.js/, (route) => (loads === 0 ? route.abort() : route.continue()))
  await page.keyboard.press('g')
  await page.keyboard.press('d')
  await page.getByRole('heading', { name: 'What changed' }).first().waitFor()
  expect(loads).toBe(1)
  await page.context().close()
})

test('use that nobody knows: an account is named, a visitor is staff', async () => {
  const { page } = await openPage(browser, `${server.url}/money?workspace=queue&tab=unknown&kind=use`)
  await settled(page)
  await page.getByRole('heading', { name: 'Whose is account:workspace-7?' }).waitFor()
  await page.getByLabel('Name of the organization').fill('Workspace Seven')
  await page.getByRole('button', { name: 'Name this account' }).click()
  await page.getByText('Workspace Seven: named.').waitFor()
  // Whose account it is, is known; who the visitor in it was, is not.
  await page.getByText('2 strangers left').waitFor()
  for (const left of ['1 stranger left', 'All use of the period has a known user and account.']) {
    await page.getByRole('button', { name: /This is staff/ }).click()
    await page.keyboard.press('Enter')
    await page.getByText(left).waitFor()
  }
  await expect.poll(async () => {
    const { kinds, leftOut } = await ask<{ kinds: { kind: string; usageDays: number }[]; leftOut: { staff: { usageDays: number } } }>('payers-of-use?workspace=queue')
    return [kinds[5]?.usageDays, leftOut.staff.usageDays]
  }, PATIENT).toEqual([0, 2])
  await page.context().close()
})
