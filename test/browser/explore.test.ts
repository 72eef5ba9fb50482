import { readFileSync } from 'node:fs'
import { parse } from 'csv-parse/sync'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openBrowser } from './browser.ts'
import { graveFaults, type Look, LOOKS, openPage, overflow } from './opened-page.ts'
import { type RunningServer, startServer } from './running-server.ts'
import { settled } from './settled.ts'

const PEOPLE = 400
const today = new Date().toISOString().slice(0, 10)
let browser: Browser
let server: RunningServer

beforeAll(async () => {
  ;[server, browser] = await Promise.all([startServer({ people: PEOPLE, until: today }), openBrowser()])
}, 0)

afterAll(async () => {
  await browser?.close()
  await server?.stop()
})

const open = (path: string, look: Look = {}) => openPage(browser, server.url + path, look)
const ask = async (study: string, parameters: Record<string, string> = {}) => (await fetch(`${server.url}/api/${study}?${new URLSearchParams({ workspace: 'demo', ...parameters })}`)).json() as Promise<Record<string, number>>
const inAddress = (page: Page, name: string): string | null => new URL(page.url()).searchParams.get(name)
const whole = new Intl.NumberFormat('en-GB')
const panelOf = (page: Page) => page.getByRole('complementary', { name: 'Why' })
/** The users of the last line of the table. */
const totalUsers = (page: Page) => page.getByRole('region', { name: 'The same as a table' }).locator('tfoot td[class*=number]').first()

async function download(page: Page, button: string): Promise<Record<string, string>[]> {
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: button, exact: true }).click()])
  return parse(readFileSync(await file.path()), { columns: true }) as Record<string, string>[]
}

describe('every part opens in light and dark, wide and narrow, without a complaint or a grave fault', () => {
  test.each(LOOKS)('in $scheme at $width px', async (look) => {
    const { page, complaints } = await open('/explore', look)
    for (const part of ['Flows', 'Users and customers', 'World', 'From free to paid', 'Concentration']) {
      await page.getByRole('navigation', { name: 'Parts of this page' }).getByRole('link', { name: part }).click()
      await settled(page)
      expect(await graveFaults(page), part).toEqual([])
      expect(await overflow(page), part).toBeLessThanOrEqual(0)
    }
    expect(complaints).toEqual([])
    await page.context().close()
  })

  test('an empty workspace says what to do next, on every part', async () => {
    const { page, complaints } = await open('/explore?workspace=main')
    for (const tab of ['flows', 'overlap', 'world', 'conversion', 'concentration']) {
      await page.goto(`${server.url}/explore?workspace=main&tab=${tab}`)
      await page.getByRole('main').getByRole('link', { name: 'Bring in data' }).waitFor()
    }
    expect(complaints).toEqual([])
    await page.context().close()
  })

  test('a period without use says so', async () => {
    const { page, complaints } = await open('/explore?from=2001-01-01&to=2001-02-01')
    await page.getByText('No use in this period.').waitFor()
    expect(complaints).toEqual([])
    await page.context().close()
  })
})

test('the table adds up to all who used it, and says so', async () => {
  const { page } = await open('/explore')
  await settled(page)
  const { users = 0, usageDays = 0 } = await ask('payers-of-use')
  expect(users).toBeGreaterThan(0)
  await expect.poll(() => totalUsers(page).innerText()).toBe(whole.format(users))
  await page.getByText(`The rows add up to ${whole.format(users)} users and ${whole.format(usageDays ?? 0)} usage days, all that there are in this period.`).waitFor()
  await page.context().close()
})

test('a filter and a group change the address and the figures, and survive a reload', async () => {
  const { page, complaints } = await open('/explore')
  await settled(page)
  const before = await totalUsers(page).innerText()
  await page.getByRole('button', { name: 'Filter', exact: true }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Who pays', exact: true }).click()
  await page.getByRole('dialog').getByRole('button', { name: /^Organization pays/ }).click()
  await page.getByRole('button', { name: 'Change: Who pays is Organization pays' }).waitFor()
  expect(inAddress(page, 'where')).toBe('payerKind=organization')
  await page.getByRole('button', { name: /^Group by/ }).click()
  await page.getByRole('list', { name: 'Group by' }).getByRole('button', { name: 'Organization', exact: true }).click()
  expect(inAddress(page, 'by')).toBe('organization')
  await page.getByText('those that fit the filter').waitFor()
  await settled(page)
  const after = await totalUsers(page).innerText()
  const { users = 0 } = await ask('flows', { by: 'organization', where: 'payerKind=organization' })
  expect(after).toBe(whole.format(users))
  expect(after).not.toBe(before)
  await page.reload()
  await page.getByText('those that fit the filter').waitFor()
  await expect.poll(() => totalUsers(page).innerText()).toBe(after)
  await page.getByRole('button', { name: 'Remove: Who pays is Organization pays' }).click()
  await page.getByText('all that there are in this period').waitFor()
  expect(inAddress(page, 'where')).toBeNull()
  await expect.poll(() => totalUsers(page).innerText()).toBe(before)
  expect(complaints).toEqual([])
  await page.context().close()
})

test('the demo takes no data, under a heading, and leads to a workspace that does', async () => {
  const { page } = await open('/import?workspace=demo')
  await page.getByRole('heading', { name: 'Bring in data', level: 1 }).waitFor()
  await page.getByRole('link', { name: /Start with your own data/ }).first().waitFor()
  await page.context().close()
})

test('what nobody can be grouped by is said, and the usual groups are shown', async () => {
  const { page } = await open('/explore?workspace=demo&by=trait.nope')
  await page.getByText('Nothing is known by “trait.nope” here').waitFor()
  await settled(page)
  await page.getByRole('button', { name: 'All right' }).click()
  expect(new URL(page.url()).searchParams.get('by')).toBeNull()
  await page.context().close()
})

test('a click on a band opens who it is, a row of it the path, and its CSV holds those who are counted', async () => {
  const { page, complaints } = await open('/explore')
  await settled(page)
  const bands = page.getByRole('img', { name: /^Flow from users/ }).locator('svg path')
  await bands.first().waitFor()
  // Bands lie over each other, and some lead to folded ones, which open instead: the first that has reasons will do.
  for (let place = 0; place < 12 && inAddress(page, 'why') === null; place++) {
    const { x = 0, y = 0, width = 0, height = 0 } = (await bands.nth(place).boundingBox()) ?? {}
    await page.mouse.click(x + width / 2, y + height / 2)
    await settled(page)
  }
  const panel = panelOf(page)
  await panel.getByText('The users behind it').waitFor()
  expect(inAddress(page, 'why')).toMatch(/^flow:.+;kind=/)
  const [, kind] = /kind=(\w+)/.exec(inAddress(page, 'why') ?? '') ?? []
  const said = /\((\d+)\)/.exec(await panel.getByText(/The users behind it \(/).innerText())?.[1]
  const rows = await download(page, 'CSV')
  expect(rows.filter((row) => row['counted here'] === '1')).toHaveLength(Number(said))
  expect(new Set(rows.map((row) => row['who pays']))).toEqual(new Set([kind]))
  await panel.locator('[data-row]').first().click()
  await panel.getByText('The path, evidence by evidence').waitFor()
  await page.reload()
  await panel.getByText('The path, evidence by evidence').waitFor()
  expect(complaints).toEqual([])
  await page.context().close()
})

test('the CSV of the flows adds up to the period', async () => {
  const { page } = await open('/explore')
  await settled(page)
  const rows = await download(page, 'CSV of the flows')
  const { users, usageDays } = await ask('payers-of-use')
  expect(rows.reduce((sum, row) => sum + Number(row.users), 0)).toBe(users)
  expect(rows.reduce((sum, row) => sum + Number(row['usage days']), 0)).toBe(usageDays)
  await page.context().close()
})

test('on a narrow screen every figure of the flows is in reach; folded rows say that they are not compared', async () => {
  const { page } = await open('/explore', { width: 390 })
  await settled(page)
  const flows = page.getByRole('region', { name: 'The same as a table' })
  expect(await flows.evaluate((place) => place.scrollWidth - place.clientWidth)).toBeLessThanOrEqual(0)
  const { usageDays } = await ask('payers-of-use')
  await flows.locator('tfoot').getByText(`${whole.format(usageDays ?? 0)} usage days`).waitFor()
  await page.setViewportSize({ width: 1440, height: 900 })
  await flows.getByText('folded', { exact: true }).first().waitFor()
  await flows.getByRole('columnheader', { name: 'Usage days' }).waitFor()
  await page.context().close()
})

test('a world that is here before its users keeps their place with a skeleton', async () => {
  const { page } = await open('/chain')
  let answer = (): void => undefined
  const held = new Promise<void>((resolve) => { answer = resolve })
  await page.route(/\/api\/overlap/, async (route) => {
    await held
    await route.continue()
  })
  await page.goto(`${server.url}/explore?tab=world`)
  const row = page.getByRole('row').filter({ hasText: 'Suite' })
  await row.getByRole('button', { expanded: false }).first().waitFor()
  await row.getByRole('cell').nth(2).getByRole('status', { name: 'Loading' }).waitFor()
  answer()
  await settled(page)
  await expect.poll(() => row.getByRole('cell').nth(2).innerText()).toMatch(/^[\d,]+$/)
  await page.context().close()
})

test('the names in a column of the picture do not lie over each other', async () => {
  const { page } = await open('/explore')
  await settled(page)
  await page.getByRole('img', { name: /^Flow from users/ }).locator('text').first().waitFor()
  const boxes = await page.getByRole('img', { name: /^Flow from users/ }).locator('text').evaluateAll((all) => all.map((text) => text.getBoundingClientRect()).map(({ left, right, top, bottom }) => ({ left, right, middle: (top + bottom) / 2 })))
  const places = [...new Set(boxes.map(({ left }) => Math.round(left)))]
  expect(places.length).toBeGreaterThan(1)
  // Names of one column begin at the same place; a line of letters is 12 px high.
  for (const place of places) {
    const middles = boxes.filter(({ left }) => Math.round(left) === place).map(({ middle }) => middle).sort((a, b) => a - b)
    for (const [at, middle] of middles.entries()) if (at > 0) expect(middle - (middles[at - 1] ?? 0)).toBeGreaterThan(12)
  }
  await page.context().close()
})

test('the keyboard adds a filter, walks the rows and opens their reasons', async () => {
  const { page } = await open('/explore')
  await settled(page)
  await page.getByRole('button', { name: 'Filter', exact: true }).focus()
  await page.keyboard.press('Enter')
  await page.getByRole('searchbox', { name: 'By what?' }).waitFor()
  await page.keyboard.type('category')
  await page.keyboard.press('Enter')
  await page.getByRole('searchbox', { name: 'Search category' }).waitFor()
  await page.getByRole('list', { name: 'Search category' }).waitFor()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await page.getByText('those that fit the filter').waitFor()
  expect(inAddress(page, 'where')).toMatch(/^category=/)
  await settled(page)
  await page.locator('body').click({ position: { x: 700, y: 90 } })
  await page.keyboard.press('j')
  await page.keyboard.press('Enter')
  await panelOf(page).getByText('The users behind it').waitFor()
  await page.keyboard.press('Escape')
  await panelOf(page).waitFor({ state: 'detached' })
  await page.context().close()
})

test('each figure of the overlap names as many parties as it counts', async () => {
  const { page } = await open('/explore?tab=overlap')
  await settled(page)
  const overlap = await ask('overlap')
  for (const [name, figure] of [['have no use at all', 'customersWithoutUse'], ['pay and never use', 'payersThatNeverUse'], ['pay for themselves', 'usersSelf']] as const) {
    await page.getByRole('button', { name: `${name}: ${whole.format(overlap[figure] ?? 0)}` }).click()
    await panelOf(page).getByText(`The rows behind it (${whole.format(overlap[figure] ?? 0)})`).waitFor()
  }
  await page.context().close()
})

test('the months of "From free to paid" add up, and a share opens the users who stand behind it', async () => {
  const { page } = await open('/explore?tab=conversion')
  await settled(page)
  const rows = await download(page, 'CSV of the months')
  for (const row of rows) expect(['self', 'organization', 'intermediary', 'sponsor', 'unpaid', 'gone'].reduce((sum, name) => sum + Number(row[name]), 0)).toBe(Number(row.users))
  const gone = page.getByRole('button', { name: /, Gone: \d+/ }).first()
  const said = /: (\d+)$/.exec((await gone.getAttribute('aria-label')) ?? '')?.[1]
  await gone.click()
  await panelOf(page).getByText(`The rows behind it (${said})`).waitFor()
  await page.context().close()
})

test('how few make half is that of the list', async () => {
  const { page } = await open('/explore?tab=concentration')
  await settled(page)
  const heading = await page.getByRole('heading', { name: /make half of/ }).innerText()
  const half = Number(/^(\d+)/.exec(heading)?.[1])
  const together = (await page.getByRole('region', { name: 'The largest' }).locator('tbody tr td:last-child').allInnerTexts()).map((text) => Number.parseInt(text, 10))
  expect(together[half - 1]).toBeGreaterThanOrEqual(50)
  if (half > 1) expect(together[half - 2]).toBeLessThanOrEqual(50)
  await page.getByRole('button', { name: /^Make half/ }).click()
  await panelOf(page).getByText(`The rows behind it (${half})`).waitFor()
  await page.context().close()
})
