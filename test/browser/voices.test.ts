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
const DAY_MS = 86_400_000
let browser: Browser
let server: RunningServer

const daysAgo = (days: number): string => `${new Date(Date.now() - days * DAY_MS).toISOString().slice(0, 10)}T10:00:00Z`
const said = (key: string, party: string, rest: object, days = 9): object => ({ type: 'feedback', key, party, product: 'notes', at: daysAgo(days), ...rest })
const people = (letter: string, n: number): string[] => Array.from({ length: n }, (_, place) => `user:${letter}${place}`)

/**
 * Twelve users of Acme, of whom nine promote and one detracts: 100 (9 - 1) / 12 = 66.7. Six who pay bills there: one promotes, four detract: -50. Three deciders: too few.
 * Users want search, who pays complains of the price. Users expect 6 of speed and find 4 or 5.
 */
function company(): object[] {
  const users = people('u', 12)
  const payers = people('k', 6)
  return [
    { type: 'product', key: 'notes', name: 'Notes' }, { type: 'party', key: 'acme', kind: 'organization', ids: ['account:acme'], name: 'Acme' },
    { type: 'agreement', key: 'a', product: 'notes', buyer: 'account:acme', amount: '620.00', currency: 'EUR', interval: 'month', from: '2024-01-01' },
    ...users.flatMap((party, n) => [
      { type: 'party', key: party, kind: 'person', ids: [party], name: `Ursula ${n}` }, { type: 'membership', key: party, person: party, organization: 'account:acme', from: '2024-01-01' },
      { type: 'usage', key: party, party, product: 'notes', at: daysAgo(20) }, said(`n ${party}`, party, { kind: 'nps', score: n < 9 ? 9 : n === 9 ? 3 : 7 }, 4 + (n % 3) * 7),
      said(`e ${party}`, party, { kind: 'expectation', topic: 'speed', score: 6 }), said(`p ${party}`, party, { kind: 'perception', topic: 'speed', score: 4 + (n % 2) }, 5),
      ...(n < 8 ? [said(`w ${party}`, party, { kind: 'request', topic: 'search', text: 'Find what I wrote last week.' })] : []),
    ]),
    ...payers.flatMap((person, n) => [
      { type: 'party', key: person, kind: 'person', ids: [person], name: `Karl ${n}` }, { type: 'membership', key: person, person, organization: 'account:acme', function: 'billing', from: '2024-01-01' },
      said(`n ${person}`, person, { kind: 'nps', score: n === 0 ? 10 : n < 5 ? 2 : 8 }), ...(n < 5 ? [said(`w ${person}`, person, { kind: 'complaint', topic: 'price', text: 'Too dear.' })] : []),
    ]),
    ...people('d', 3).flatMap((person, n) => [{ type: 'membership', key: person, person, organization: 'account:acme', function: 'decider', from: '2024-01-01' }, said(`n ${person}`, person, { kind: 'nps', score: 5 + n })]),
  ]
}

beforeAll(async () => {
  ;[server, browser] = await Promise.all([startEmpty(['firm', 'survey', 'only']), openBrowser()])
  await sendLines(server.url, 'firm', company())
  await sendLines(server.url, 'survey', [{ type: 'product', key: 'bikes' }, { type: 'usage', key: 'u', party: 'user:x', product: 'bikes', at: daysAgo(40) }, ...people('s', 7).map((party, n) => ({ type: 'feedback', key: party, party, product: 'bikes', kind: 'csat', score: 1 + (n % 5), at: daysAgo(3) }))])
  await sendLines(server.url, 'only', [{ type: 'product', key: 'notes' }, said('o1', 'user:o', { kind: 'complaint', topic: 'printing', text: 'Cannot print.' }), said('o2', 'user:p', { kind: 'request', topic: 'printing' })])
}, 0)

afterAll(async () => {
  await browser?.close()
  await server?.stop()
})

const open = async (path: string): Promise<Page> => {
  const { page } = await openPage(browser, server.url + path)
  await settled(page)
  return page
}

async function csvOf(page: Page, button: ReturnType<Page['getByRole']>): Promise<string[][]> {
  const [download] = await Promise.all([page.waitForEvent('download'), button.click()])
  return readFileSync(await download.path(), 'utf8').trimEnd().split('\r\n').map((line) => line.split(','))
}

describe('every part opens in light and dark, wide and narrow, without a complaint or a grave fault', () => {
  for (const path of ['/voices?workspace=firm&by=payerKind', '/voices?workspace=firm&tab=disagreements', '/voices?workspace=firm&tab=gap', '/voices?workspace=firm&tab=said']) {
    test.each(LOOKS)(`${path} in $scheme at $width px`, async (look) => {
      await soundThenClosed(await openPage(browser, server.url + path, look))
    })
  }
})

test('an empty workspace says what to do next', async () => {
  const opened = await openPage(browser, `${server.url}/voices?workspace=main`)
  await opened.page.getByRole('main').getByRole('link', { name: 'Bring in data' }).waitFor()
  await soundThenClosed(opened)
})

test('roles have scores of their own, and too few are no score', async () => {
  const page = await open('/voices?workspace=firm')
  const rows = await page.getByRole('region', { name: 'NPS' }).locator('tbody tr').evaluateAll((all) => all.map((row) => [...row.querySelectorAll('td')].slice(0, 3).map((cell) => (cell.textContent ?? '').replace('\u2212', '-'))))
  expect(rows).toEqual([['Deciders', '3', 'too few'], ['Customers', '6', '-50'], ['Users', '12', '67']])
  const csv = await csvOf(page, page.getByRole('button', { name: 'CSV: NPS' }))
  expect(csv.filter(([group, , from]) => group === '' && from === '').map(([, , , , role, n]) => [role, n])).toEqual([['decider', '3'], ['customer', '6'], ['user', '12']])
  await page.context().close()
})

test('a score leads to its rule, its sum and the answers behind it, and these to everything that was said', async () => {
  const page = await open('/voices?workspace=firm')
  await page.getByRole('button', { name: 'NPS, Users: 67' }).click()
  const panel = page.getByRole('complementary', { name: 'Why' })
  await panel.getByText('(9 promoters − 1 detractors) ÷ 12 × 100').waitFor()
  await panel.getByText('The answers behind it (12)').waitFor()
  expect(await panel.getByRole('link', { name: /^Ursula/ }).count()).toBe(12)
  await panel.getByRole('link', { name: 'All of them, with filters' }).click()
  await expect.poll(() => page.locator('main').getByRole('heading', { level: 2 }).first().innerText(), PATIENT).toBe('12 voices')
  expect(new URL(page.url()).search).toContain('tab=said')
  await page.context().close()
})

test('groups are chosen from a list and stand in the address', async () => {
  const page = await open('/voices?workspace=firm')
  await page.getByRole('button', { name: /^Group by/ }).click()
  await page.getByRole('button', { name: 'Users or customers' }).click()
  await expect.poll(() => new URL(page.url()).searchParams.get('by'), PATIENT).toBe('side')
  const nps = page.getByRole('region', { name: 'NPS' })
  await expect.poll(() => nps.locator('th[scope=rowgroup]').allInnerTexts(), PATIENT).toEqual(['All', 'Users', 'Customers'])
  await page.context().close()
})

test('a disagreement tells both sides, the difference and the voices behind it', async () => {
  const page = await open('/voices?workspace=firm&tab=disagreements')
  const rows = page.getByRole('region', { name: 'Where users and customers want different things' }).locator('tbody tr')
  expect((await rows.allInnerTexts()).map((text) => text.split(/[\t\n]/)[0])).toEqual(['search', 'price'])
  await expect.poll(() => rows.first().innerText(), PATIENT).toContain('8 of 12 (67%)')
  await page.getByRole('button', { name: 'price', exact: true }).click()
  const panel = page.getByRole('complementary', { name: 'Why' })
  await panel.getByText('The answers behind it (5)').waitFor()
  expect(await panel.getByText('“Too dear.”').count()).toBe(5)
  await page.context().close()
})

test('the service gap of users: they expect 6 and find 4.5', async () => {
  const page = await open('/voices?workspace=firm&tab=gap')
  const row = page.getByRole('region', { name: 'What they expect, and what they find' }).locator('tbody tr').first()
  await expect.poll(() => row.innerText(), PATIENT).toContain('expect 6.0 · find 4.5')
  expect(await row.innerText()).toContain('+1.50')
  await page.getByRole('button', { name: 'speed' }).click()
  await page.getByRole('complementary', { name: 'Why' }).getByText('People who gave both').waitFor()
  await page.context().close()
})

test('voices are searched; where nobody had bought or used it, that is said in words', async () => {
  const page = await open('/voices?workspace=firm&tab=said')
  await page.getByRole('searchbox').fill('dear')
  await expect.poll(() => page.locator('main').getByRole('heading', { level: 2 }).first().innerText(), PATIENT).toBe('5 voices')
  await page.context().close()
  const strangers = await open('/voices?workspace=survey')
  await strangers.getByText('None of the 7 answers is from somebody who had bought or used what it is about by then').waitFor()
  await strangers.context().close()
})

test('where nothing is known of use and sale, nobody is said to be a stranger, and what was raised is not denied', async () => {
  const page = await open('/voices?workspace=only&tab=said')
  await page.getByText('Nothing is known yet of who uses or buys, so these 2 answers have no role.').waitFor()
  await page.getByRole('navigation', { name: 'Parts of what they say' }).getByRole('button', { name: 'Disagreements' }).click()
  await page.getByText('2 requests and complaints were heard, none with a topic from somebody known to use or buy then.').waitFor()
  await page.context().close()
})
