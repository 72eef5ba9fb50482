import { soundThenClosed } from './sound.ts'
import { dayAgo } from './day-ago.ts'
import { readFileSync } from 'node:fs'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openBrowser } from './browser.ts'
import { type Look, LOOKS, openPage } from './opened-page.ts'
import { type RunningServer, startEmpty, sendLines } from './running-server.ts'

const MANY = 100_000
let browser: Browser
let server: RunningServer

const use = (key: string, party: string, days: number) => ({ type: 'usage', key, party, product: 'notes', at: `${dayAgo(days)}T10:00:00Z` })

/** Acme pays for Ann, who uses most; Bob uses for nothing; Cleo decides for Acme and never used; Dora's firm pays, and nobody of it uses. */
const LINES = [
  { type: 'product', key: 'notes', name: 'Notes' },
  { type: 'party', key: 'p1', kind: 'organization', ids: ['account:acme'], name: 'Acme' },
  { type: 'party', key: 'p2', kind: 'person', ids: ['user:ann'], name: 'Ann', category: 'pro', traits: { country: 'AT' } },
  { type: 'party', key: 'p3', kind: 'person', ids: ['user:bob'], name: 'Bob', category: 'trial', traits: { country: 'DE' } },
  { type: 'party', key: 'p4', kind: 'person', ids: ['user:cleo'], name: 'Cleo' },
  { type: 'party', key: 'p5', kind: 'organization', ids: ['account:dorado'], name: 'Dorado' },
  { type: 'membership', key: 'm1', person: 'user:ann', organization: 'account:acme', from: dayAgo(300) },
  { type: 'membership', key: 'm2', person: 'user:cleo', organization: 'account:acme', function: 'decider', from: dayAgo(300) },
  { type: 'agreement', key: 'a1', product: 'notes', buyer: 'account:acme', amount: '310.00', currency: 'EUR', interval: 'month', from: dayAgo(200) },
  { type: 'agreement', key: 'a2', product: 'notes', buyer: 'account:dorado', amount: '90.00', currency: 'EUR', interval: 'month', from: dayAgo(200) },
  use('u1', 'user:ann', 3), use('u2', 'user:ann', 4), use('u3', 'user:ann', 50), use('u4', 'user:bob', 5),
]

beforeAll(async () => {
  ;[server, browser] = await Promise.all([startEmpty(['small', 'many']), openBrowser()])
  await sendLines(server.url, 'small', LINES)
  await sendLines(server.url, 'many', Array.from({ length: MANY }, (_, place) => ({ type: 'party', key: `p${place}`, kind: 'person', ids: [`user:n${place}`], name: `Person ${String(place).padStart(6, '0')}` })))
}, 0)

afterAll(async () => {
  await browser?.close()
  await server?.stop()
})

const open = (path: string, look: Look = {}) => openPage(browser, server.url + path, look)
const list = (page: Page) => page.getByRole('grid', { name: 'List of parties' })
const names = async (page: Page) => list(page).locator('[role=row] a:first-child').evaluateAll((links) => [...new Set(links.map((link) => link.closest('[role=row]')))].map((row) => row?.querySelector('a')?.textContent))
const row = (page: Page, name: string) => list(page).getByRole('row').getByRole('link', { name, exact: true }).first()
const shows = (page: Page, expected: readonly string[]) => expect.poll(() => names(page), { timeout: 20_000 }).toEqual(expected)

describe('the list opens in light and dark, wide and narrow, without a complaint or a grave fault', () => {
  for (const [path, looks] of [['/parties?workspace=small', LOOKS], ['/parties?workspace=small&kind=nobody&columns=category,organizations,allocated,trait.country', [LOOKS[0]]], ['/parties?workspace=many', LOOKS], ['/parties?workspace=main', [LOOKS[1]]]] as const) {
    test.each(looks)(`${path} in $scheme at $width px`, async (look) => {
      await soundThenClosed(await open(path, look))
    })
  }
})

test('is searched, narrowed, sorted by its heads, and the address holds all of it', async () => {
  const { page, complaints } = await open('/parties?workspace=small')
  await shows(page, ['Acme', 'Ann', 'Bob', 'Cleo', 'Dorado'].concat(await self(page)))
  await page.getByRole('searchbox', { name: 'Search by name or identifier' }).fill('acm')
  await shows(page, ['Acme'])
  await page.getByRole('searchbox', { name: 'Search by name or identifier' }).fill('')
  await page.getByRole('button', { name: /^Role/ }).click()
  await page.getByRole('button', { name: 'User', exact: true }).click()
  await shows(page, ['Ann', 'Bob'])
  await expect.poll(() => list(page).getByRole('columnheader', { name: 'Usage days' }).getAttribute('aria-sort')).toBe('descending')
  await list(page).getByRole('button', { name: 'Usage days' }).click()
  await shows(page, ['Bob', 'Ann'])
  await expect.poll(() => list(page).getByRole('columnheader', { name: 'Usage days' }).getAttribute('aria-sort')).toBe('ascending')
  expect(Object.fromEntries(new URL(page.url()).searchParams)).toMatchObject({ role: 'user', sort: 'usageDays' })
  await page.reload()
  await shows(page, ['Bob', 'Ann'])
  expect(complaints).toEqual([])
  await page.context().close()
})

/** Our own organization has no name here, and stands last. */
async function self(page: Page): Promise<readonly string[]> {
  await row(page, 'Dorado').waitFor()
  const all = await names(page)
  return all.slice(5).map(String)
}

test('is narrowed by a filter, gets a column, and is saved, found again and forgotten as a view', async () => {
  const { page, complaints } = await open('/parties?workspace=small&where=category=pro,trial')
  await shows(page, ['Ann', 'Bob'])
  await page.getByRole('button', { name: /^Columns/ }).click()
  await page.getByRole('checkbox', { name: 'Category' }).check()
  await page.keyboard.press('Escape')
  await list(page).getByRole('gridcell', { name: 'trial', exact: true }).waitFor()
  await page.getByRole('button', { name: /^View/ }).click()
  await page.getByLabel('Name of the view').fill('Pros and trials')
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await page.getByRole('button', { name: /^View Pros and trials/ }).click()
  await page.getByRole('button', { name: 'Deciders who never used it' }).click()
  await shows(page, ['Cleo'])
  await page.getByRole('button', { name: /^View Deciders/ }).click()
  await page.getByRole('button', { name: 'Customers without use' }).click()
  await shows(page, ['Dorado'])
  await page.reload()
  await page.getByRole('button', { name: /^View Customers without use/ }).click()
  await page.getByRole('button', { name: 'Pros and trials', exact: true }).click()
  await shows(page, ['Ann', 'Bob'])
  await list(page).getByRole('gridcell', { name: 'trial', exact: true }).waitFor()
  await page.getByRole('button', { name: /^View/ }).click()
  await page.getByRole('button', { name: 'Forget Pros and trials' }).click()
  await page.getByText('None yet.', { exact: false }).waitFor()
  expect(complaints).toEqual([])
  await page.context().close()
})

test('of 100,000 rows only some dozen are there; the end is reached at once, by scrolling and by key, and the search among them', async () => {
  const { page, complaints } = await open('/parties?workspace=many')
  await list(page).getByText('Person 000000').waitFor()
  const drawn = async () => list(page).locator('[role=row]').count()
  expect(await drawn()).toBeLessThan(80)
  expect(Number(await list(page).getAttribute('aria-rowcount'))).toBeGreaterThan(MANY)
  await list(page).evaluate((grid) => grid.scrollTo({ top: grid.scrollHeight / 2 }))
  await list(page).getByText(/^Person 0(49|50)\d{3}$/).first().waitFor()
  await list(page).focus()
  await page.keyboard.press('End')
  await list(page).getByText('Person 099999').waitFor()
  expect(await drawn()).toBeLessThan(80)
  await page.keyboard.press('Home')
  await list(page).getByText('Person 000000').waitFor()
  await page.getByRole('searchbox', { name: 'Search by name or identifier' }).fill('person 077')
  await list(page).getByText('Person 077000').waitFor()
  await page.getByText('1,000 parties', { exact: false }).waitFor()
  expect(complaints).toEqual([])
  await page.context().close()
})

test('the keyboard walks, selects and opens; what is selected, and all, come as a file', async () => {
  const { page } = await open('/parties?workspace=small')
  await row(page, 'Acme').waitFor()
  await list(page).focus()
  for (const key of ['j', 'x', 'ArrowDown', 'x', 'k']) await page.keyboard.press(key)
  await page.getByText('2 rows selected').waitFor()
  await expect.poll(() => list(page).locator('[role=row][aria-selected=true]').count()).toBe(2)
  const some = page.waitForEvent('download')
  await page.getByRole('button', { name: 'CSV of these' }).click()
  expect(readFileSync(await (await some).path(), 'utf8').trim().split('\r\n').map((line) => line.split(',')[0])).toEqual(['party', 'Ann', 'Bob'])
  const all = page.waitForEvent('download')
  await page.getByRole('button', { name: 'CSV of all' }).click()
  const csv = readFileSync(await (await all).path(), 'utf8').trim().split('\r\n')
  expect(csv.slice(0, 3)).toEqual(['party,kind,identifiers,roles,payer kind,payer,agreement,usage days,events,last use', expect.stringMatching(/^Acme,organization,account:acme,customer payer,/), `Ann,person,user:ann,user member,organization,Acme,a1,2,2,${dayAgo(3)}`])
  await list(page).focus()
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Ann', level: 1 }).waitFor()
  // The way back leads to the row that one came from.
  await page.goBack()
  await list(page).locator('[data-active]', { hasText: 'Ann' }).waitFor()
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Ann', level: 1 }).waitFor()
  await page.context().close()
})

test('an empty workspace says what to do next', async () => {
  const { page } = await open('/parties?workspace=main&q=nobody')
  await page.getByText('No party fits.', { exact: false }).waitFor()
  await page.context().close()
})
