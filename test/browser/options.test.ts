import { readFileSync } from 'node:fs'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openBrowser } from './browser.ts'
import { LOOKS, openPage } from './opened-page.ts'
import { type RunningServer, sendLines, startEmpty } from './running-server.ts'
import { settled } from './settled.ts'
import { soundThenClosed } from './sound.ts'

/** How long is waited for says more about the machine than about the page. */
const PATIENT = { timeout: 60_000 }
const WINDOW = 'from=2026-03-01&to=2026-04-01'
let browser: Browser
let server: RunningServer
let sheet: string

/** Twelve users asked for search, three deciders for a price; the deciders would lose by a new editor, which four users want. */
function lines(): object[] {
  const users = Array.from({ length: 12 }, (_, place) => `user:u${place}`)
  const firms = ['acme', 'globex', 'initech']
  return [
    { type: 'product', key: 'notes' },
    ...firms.flatMap((firm) => [
      { type: 'party', key: firm, kind: 'organization', ids: [`account:${firm}`], name: firm },
      { type: 'party', key: `d-${firm}`, kind: 'person', ids: [`user:dora-${firm}`], name: `Dora of ${firm}`, category: 'management' },
      { type: 'membership', key: `m-${firm}`, person: `user:dora-${firm}`, organization: `account:${firm}`, function: 'decider', from: '2026-01-01' },
      { type: 'agreement', key: `a-${firm}`, product: 'notes', buyer: `account:${firm}`, amount: '310.00', currency: 'EUR', interval: 'month', from: '2026-01-01' },
      { type: 'feedback', key: `f-${firm}`, party: `user:dora-${firm}`, product: 'notes', kind: 'request', topic: 'price', at: '2026-03-10T10:00:00Z' },
      { type: 'feedback', key: `g-${firm}`, party: `user:dora-${firm}`, product: 'notes', kind: 'praise', topic: 'editor', at: '2026-03-10T10:00:00Z' },
    ]),
    ...users.flatMap((user, place) => [
      { type: 'party', key: user, kind: 'person', ids: [user], name: `User ${place}`, category: place % 2 ? 'student' : 'clerk' },
      { type: 'usage', key: `u-${user}`, party: user, product: 'notes', account: `account:${firms[place % 3]}`, at: '2026-03-02T10:00:00Z' },
      { type: 'feedback', key: `s-${user}`, party: user, product: 'notes', kind: 'request', topic: 'search', at: '2026-03-11T10:00:00Z' },
      ...(place < 4 ? [{ type: 'feedback', key: `e-${user}`, party: user, product: 'notes', kind: 'complaint', topic: 'new editor', at: '2026-03-12T10:00:00Z' }] : []),
    ]),
  ]
}

const SHEET = {
  name: 'Spring', unit: 'days', budget: '10',
  options: [{ name: 'Search', cost: '6', topics: ['search'] }, { name: 'Editor', cost: '4', topics: ['new editor'], against: ['editor'] }, { name: 'Price', cost: '5', topics: ['price'] }, { name: 'Nothing', cost: '1' }],
}

beforeAll(async () => {
  ;[server, browser] = await Promise.all([startEmpty(['firm', 'begin', 'keys']), openBrowser()])
  for (const workspace of ['firm', 'begin', 'keys']) await sendLines(server.url, workspace, lines())
  sheet = (await tell<{ id: string }>('firm', 'option-sheet-save', SHEET)).id
}, 0)

afterAll(async () => {
  await browser?.close()
  await server?.stop()
})

async function tell<T>(workspace: string, change: string, input: object): Promise<T> {
  return (await (await fetch(`${server.url}/api/${change}?workspace=${workspace}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(input) })).json()) as T
}

const ask = async <T>(path: string): Promise<T> => (await (await fetch(`${server.url}/api/${path}`)).json()) as T
const open = (query: string, workspace = 'firm') => openPage(browser, `${server.url}/options?workspace=${workspace}&${WINDOW}${query}`)
const texts = async (page: Page, selector: string): Promise<string[]> => (await page.locator(selector).allInnerTexts()).map((text) => text.replace(/\s+/g, ' ').trim())

describe('the page of options opens wide and narrow, without a complaint or a grave fault', () => {
  for (const query of [() => `&sheet=${sheet}`, () => `&sheet=${sheet}&tab=sets`, () => `&sheet=${sheet}&tab=sheet`]) {
    test.each(LOOKS)(`${String(query).slice(6)} in $scheme at $width px`, async (look) => {
      await soundThenClosed(await openPage(browser, `${server.url}/options?workspace=firm&${WINDOW}${query()}`, look))
    })
  }
})

test('users and customers who gain and lose are two figures, and each leads to the people', async () => {
  const { page, complaints } = await open(`&sheet=${sheet}`)
  await settled(page)
  const editor = page.locator('tr[data-option="Editor"]')
  await editor.getByRole('button', { name: 'Editor, Users: 4 gain' }).waitFor()
  await editor.getByRole('button', { name: 'Editor, Customers: 3 lose' }).click()
  const why = page.getByRole('complementary', { name: 'Why' })
  await why.getByText('6 in all').waitFor()
  expect(await why.getByRole('link', { name: /^Dora of/ }).count()).toBe(3)
  await page.getByRole('button', { name: 'Groups of Search' }).click()
  await expect.poll(async () => (await texts(page, 'tbody tr th')).filter((text) => text === 'clerk' || text === 'student').length, PATIENT).toBe(2)
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'CSV' }).first().click()])
  expect(readFileSync(await download.path(), 'utf8').split('\r\n').find((row) => row.startsWith('Search,,'))).toBe('Search,,6.00,12,0,0,0,12,0,0,0,3,3,930.00 EUR,')
  expect(complaints).toEqual([])
  await page.context().close()
})

test('the best sets stand as rows and as points; weights mark another one, a budget brings others, and the address holds it all', async () => {
  const { page, complaints } = await open(`&sheet=${sheet}&tab=sets`)
  const rows = () => texts(page, '[data-row]')
  const says = () => page.locator('[data-says]').innerText()
  // 10 days: search and editor are 12 users less nobody, but 3 deciders lose; search alone is as good for users, and price for customers.
  await expect.poll(says, PATIENT).toContain('These 2 sets cannot be bettered in both; you choose.')
  expect(await rows()).toEqual(['Set 1', 'Set 2'])
  // Weighed alike, both are whole shares of one aim: the cheaper one is marked.
  expect(await texts(page, 'tr[aria-current] td')).toEqual(['0', '3', '5 person-days', '1'])
  await page.getByRole('img', { name: /^2 sets as points/ }).waitFor()
  const weight = page.getByRole('slider', { name: 'Weight: Customers’ people' })
  await weight.focus()
  await page.keyboard.press('ArrowLeft')
  await expect.poll(() => page.url(), PATIENT).toContain('weights=users:1%2Ccustomers:0')
  await expect.poll(() => texts(page, 'tr[aria-current] th'), PATIENT).toEqual(['Set 1Weighs most'])
  const budget = page.getByRole('slider', { name: 'Budget' })
  await budget.focus()
  await page.keyboard.press('End')
  await expect.poll(says, PATIENT).toContain('This set cannot be bettered in anything that was asked for.')
  expect(page.url()).toContain('budget=16.00')
  expect(await says()).not.toMatch(/should|recommend/i)
  await page.goBack()
  await page.context().close()
  expect(complaints).toEqual([])
})

test('what an option would have to cost is said on asking', async () => {
  const { page } = await open(`&sheet=${sheet}&tab=sets&aims=users`)
  await settled(page)
  await page.getByLabel('What would it have to cost?').selectOption({ label: 'Editor' })
  // With the editor for nothing, 12 users need the search besides: 4 of 10 days are left for it.
  await expect.poll(() => page.locator('[data-entry]').innerText(), PATIENT).toContain('At 4.00 days or less, a set with Editor reaches as much in everything.')
  await page.context().close()
})

test('without a sheet one begins from the topics that people raised, fills in costs, and keeps it', async () => {
  const { page, complaints } = await open('', 'begin')
  await page.getByRole('button', { name: 'Begin with the 3 topics that people raised' }).click()
  await page.getByLabel('Name of the sheet').fill('From topics')
  await page.getByText('3 options have no cost yet.').waitFor()
  for (const [row, cost] of ['1000', '2000', '3000'].entries()) await page.getByLabel(`Cost, row ${row + 1}`, { exact: true }).fill(cost)
  await page.getByRole('button', { name: 'Save' }).click()
  await page.locator('tr[data-option]').first().waitFor()
  const { sheets } = await ask<{ sheets: { name: string; options: { name: string; cost: string; topics: string[] }[] }[] }>('option-sheets?workspace=begin')
  expect(sheets.map(({ name, options }) => [name, options.map((option) => [option.name, option.topics, option.cost]).sort()])).toEqual([['From topics', [['new editor', ['new editor'], expect.any(String)], ['price', ['price'], expect.any(String)], ['search', ['search'], expect.any(String)]]]])
  expect(complaints).toEqual([])
  await page.context().close()
})

test('lines of a spreadsheet are pasted, a file is brought in, and what is wrong is said beside what was written', async () => {
  const { page, complaints } = await open('&sheet=new', 'keys')
  await page.getByLabel('Name of the sheet').fill('Pasted')
  await page.getByLabel('Option, row 1', { exact: true }).evaluate((cell: unknown) => {
    const clipboardData = new (globalThis as unknown as { DataTransfer: new () => { setData(type: string, text: string): void } }).DataTransfer()
    clipboardData.setData('text/plain', 'Search\t6\tsearch\nEditor\t1,5\t"new editor, editor"\n')
    const Paste = (globalThis as unknown as { ClipboardEvent: new (type: string, init: object) => object }).ClipboardEvent
    ;(cell as { dispatchEvent(event: object): void }).dispatchEvent(new Paste('paste', { clipboardData, bubbles: true, cancelable: true }))
  })
  expect(await page.getByLabel('Gains: who raised, row 2', { exact: true }).inputValue()).toBe('new editor, editor')
  await page.locator('input[type="file"]').setInputFiles({ name: 'more.csv', mimeType: 'text/csv', buffer: Buffer.from('cost;name;rule\n3;Price;must\n') })
  await expect.poll(() => page.getByLabel('Rule, row 3', { exact: true }).inputValue(), PATIENT).toBe('must')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText("The cost of 'Editor' must be an amount such as 1200.50, not '1,5'.").waitFor()
  await page.getByLabel('Cost, row 2', { exact: true }).fill('1.5')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.locator('tr[data-option="Editor"]').waitFor()
  expect(complaints.filter((text) => !text.includes('400'))).toEqual([])
  await page.context().close()
})
