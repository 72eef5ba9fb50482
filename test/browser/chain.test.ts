import { soundThenClosed } from './sound.ts'
import { readFileSync } from 'node:fs'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openBrowser } from './browser.ts'
import { manyResellers } from './many-resellers.ts'
import { type Look, LOOKS, openPage } from './opened-page.ts'
import { caughtUp, type RunningServer, startServer } from './running-server.ts'
import { settled } from './settled.ts'

const PEOPLE = 600
const RESELLERS = 10_000
const LINES_AT_ONCE = 4_000
/** Boxes, ribbons and rows of a picture that stays one, however many resellers there are. */
const ELEMENTS_AT_MOST = 6_000
/** As long as the page itself is waited for. */
const WAIT = { timeout: 60_000 }
const today = new Date().toISOString().slice(0, 10)
const yesterday = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10)
let browser: Browser
let server: RunningServer

/** Of a saw: the end users of one reseller all say 10, those of the other are split. */
function twoResellers(): string[] {
  const sale = (key: string, seller: string, buyer: string, interval: string) => ({ type: 'agreement', key, product: 'saw', seller, buyer, amount: '10.00', currency: 'EUR', interval, from: '2024-01-01' })
  return [['sure', 'Sure Tools', [10, 10, 10, 10, 10, 10]], ['split', 'Split Tools', [0, 10, 0, 10, 0, 10]]].flatMap(([key, name, scores]) => [
    { type: 'party', key: `saw-${key}`, kind: 'organization', ids: [`account:${key}`], name, category: 'retailer' }, sale(`saw-${key}`, 'self', `account:${key}`, 'month'),
    ...(scores as number[]).flatMap((score, place) => [
      sale(`saw-${key}-${place}`, `account:${key}`, `user:${key}${place}`, 'once'),
      { type: 'usage', key: `saw-${key}-${place}`, party: `user:${key}${place}`, product: 'saw', event: 'sawed', at: `${yesterday}T10:00:00Z` },
      { type: 'feedback', key: `saw-${key}-${place}`, party: `user:${key}${place}`, product: 'saw', kind: 'nps', score, at: `${yesterday}T11:00:00Z` },
    ]),
  ]).map((line) => JSON.stringify(line))
}

/** The demo, and in our own workspace a market of ten thousand resellers. */
beforeAll(async () => {
  ;[server, browser] = await Promise.all([startServer({ people: PEOPLE, until: today }), openBrowser()])
  const lines = [...manyResellers({ resellers: RESELLERS, wholesalers: 20, day: yesterday }), ...twoResellers()]
  for (let at = 0; at < lines.length; at += LINES_AT_ONCE) await fetch(`${server.url}/v1/evidence?workspace=main`, { method: 'POST', body: lines.slice(at, at + LINES_AT_ONCE).join('\n') })
  await caughtUp(server.url, 'main')
}, 0)

afterAll(async () => {
  await browser?.close()
  await server?.stop()
})

const DRILL = '/chain?product=drill&from=2025-06-01'
const open = (path: string, look: Look = {}) => openPage(browser, server.url + path, look)
const node = (page: Page, name: RegExp) => page.getByRole('list', { name: 'The chain from seller to end users' }).getByRole('button', { name })
const field = (page: Page, name: string): string | null => new URL(page.url()).searchParams.get(name)
const whole = (to: string): string => `${DRILL}&to=${to}`

describe('the chain opens in light and dark, wide and narrow, without a complaint or a grave fault', () => {
  for (const path of [whole(today), `${whole(today)}&why=chain:account:marchetti-grosshandel`, '/chain?product=notes', '/chain?workspace=main&product=drill']) {
    test.each(LOOKS)(`${path.replace(today, 'today')} in $scheme at $width px`, async (look) => {
      await soundThenClosed(await open(path, look))
    })
  }
})

test('a sentence says the state, and the table says the same sums as the question of who pays', async () => {
  const { page } = await open(whole(today))
  await settled(page)
  await page.getByText(/wholesalers?, \d+ resellers?, \d+ end users? seen through them\./).waitFor()
  const use = (await (await fetch(`${server.url}/api/payers-of-use?workspace=demo&product=drill&from=2025-06-01&to=${today}`)).json()) as { readonly users: number; readonly usageDays: number }
  const sums = await page.getByRole('row', { name: /^All/ }).getByRole('cell').allInnerTexts()
  expect(sums.slice(0, 2).map((text) => Number(text.replaceAll(',', '')))).toEqual([use.usageDays, use.users])
  await page.context().close()
})

test('a click on a party opens who it is, what it buys and what its end users say; Escape gives the focus back', async () => {
  const { page, complaints } = await open(whole(today))
  await settled(page)
  const box = node(page, /^Marchetti Grosshandel:/)
  await box.click()
  const panel = page.getByRole('complementary', { name: 'Why' })
  await panel.getByText('It buys this product and sells it on.').waitFor()
  expect(field(page, 'why')).toBe('chain:account:marchetti-grosshandel')
  await panel.getByText('Known to exist, not seen').waitFor()
  await panel.getByRole('button', { name: 'Correct' }).waitFor()
  const download = page.waitForEvent('download')
  await panel.getByRole('button', { name: 'CSV' }).click()
  expect(readFileSync(await (await download).path(), 'utf8')).toMatch(/^level,party,identifier.*\r\n1,Marchetti Grosshandel,account:marchetti-grosshandel,wholesaler/)
  await page.keyboard.press('Escape')
  await panel.waitFor({ state: 'detached' })
  expect(await box.evaluate((element) => element === element.ownerDocument.activeElement)).toBe(true)
  expect(complaints).toEqual([])
  await page.context().close()
})

test('the end users of one seller and use that nobody of the chain brought explain themselves, too', async () => {
  const { page } = await open(whole(today))
  await settled(page)
  const panel = page.getByRole('complementary', { name: 'Why' })
  await page.getByRole('button', { name: /^Served by others/ }).click()
  await panel.getByRole('button', { name: /Bargain Bay Outlet/ }).waitFor()
  await node(page, /^End users of/).first().click()
  await panel.getByText('End users it sells to itself').waitFor()
  await page.context().close()
})

test('looking from a wholesaler shows whom it buys from, and leads back', async () => {
  const { page } = await open(whole(today))
  await settled(page)
  await node(page, /^Marchetti Grosshandel:/).hover()
  await node(page, /^Look from Marchetti Grosshandel$/).click()
  await page.getByText('which buys from').waitFor()
  expect(field(page, 'seller')).toBe('account:marchetti-grosshandel')
  await settled(page)
  await node(page, /^Look from Northlight$/).waitFor()
  await page.getByRole('button', { name: 'Back to Northlight' }).click()
  await node(page, /^Northlight:/).waitFor()
  expect(field(page, 'seller')).toBeNull()
  await page.context().close()
})

test('the arrow keys walk from the seller to a reseller to its end users and back, Enter opens', async () => {
  const { page } = await open(whole(today))
  await settled(page)
  await node(page, /^Northlight:/).focus()
  const focused = () => page.evaluate<string>('document.activeElement.getAttribute("aria-label")')
  await page.keyboard.press('ArrowRight')
  const first = await focused()
  expect(first).not.toMatch(/^Northlight/)
  await page.keyboard.press('ArrowDown')
  expect(await focused()).not.toBe(first)
  await page.keyboard.press('ArrowUp')
  expect(await focused()).toBe(first)
  for (let steps = 0; steps < 6; steps += 1) await page.keyboard.press('ArrowRight')
  expect(await focused()).toMatch(/^End users of/)
  await page.keyboard.press('ArrowLeft')
  await page.keyboard.press('Enter')
  await page.getByRole('complementary', { name: 'Why' }).getByText('The way from the seller in view').waitFor()
  await page.context().close()
})

test('what is unseen is counted through resellers and straight from the seller, as in the picture; the table needs no scrolling sideways', async () => {
  const { page } = await open(`${whole(today)}&by=nps`)
  await settled(page)
  const { nodes, totals } = (await (await fetch(`${server.url}/api/channel?workspace=demo&product=drill&from=2025-06-01&to=${today}`)).json()) as { nodes: { because: string; unseen: { customers: number } }[]; totals: { unseen: { customers: number } } }
  const direct = nodes.find(({ because }) => because === 'seller')?.unseen.customers ?? 0
  await page.getByText(`At least ${totals.unseen.customers.toLocaleString('en-GB')} more end customer`, { exact: false }).waitFor()
  if (direct > 0) await page.getByText(`${direct.toLocaleString('en-GB')} of those who buy straight from the seller in view.`, { exact: false }).waitFor()
  expect(await page.getByRole('region', { name: 'The same as a table' }).evaluate((place) => place.scrollWidth - place.clientWidth)).toBeLessThanOrEqual(0)
  await page.context().close()
})

test('a colour stands only where the interval reaches no further than the colours beside it', async () => {
  const { page } = await open('/chain?workspace=main&product=saw&by=nps')
  await settled(page)
  const row = (name: string) => page.getByRole('region', { name: 'The same as a table' }).getByRole('row').filter({ hasText: name })
  await row('Split Tools').getByText('n 6', { exact: false }).waitFor()
  await expect.poll(() => row('Split Tools').locator('[data-step]').getAttribute('data-step')).toBe('unsure')
  await expect.poll(() => row('Sure Tools').locator('[data-step]').getAttribute('data-step')).toBe('5')
  await page.getByText('not sure: the interval reaches beyond the colours beside it').waitFor()
  await page.context().close()
})

test('thickness and colour stand in the address', async () => {
  const { page } = await open(whole(today))
  await settled(page)
  await page.getByRole('button', { name: /^Money/ }).click()
  await page.getByRole('button', { name: /buys for/ }).first().waitFor()
  expect(field(page, 'measure')).toBe('money')
  await page.getByRole('button', { name: 'Complaints' }).click()
  await page.getByText('Colour: what end users below say, Complaints').waitFor()
  expect(field(page, 'by')).toBe('complaints')
  await page.context().close()
})

test('where nothing is resold the page says what would show a chain', async () => {
  const { page } = await open('/chain?product=notes')
  await settled(page)
  await page.getByText('Nothing is resold: all customers buy from you directly.').waitFor()
  await page.getByRole('link', { name: 'Bring in agreements of your partners' }).waitFor()
  await page.context().close()
})

test('ten thousand resellers are folded, open in place, and keep every sum', async () => {
  const { page, complaints } = await open('/chain?workspace=main&product=drill')
  await settled(page)
  await page.getByText('20 wholesalers, 10,000 resellers, 7,500 end users seen through them.').waitFor()
  await page.getByText('At least 2,500 more end customers of resellers are known to exist unseen', { exact: false }).waitFor()
  const elements = () => page.evaluate<number>('document.querySelectorAll("main *").length')
  expect(await elements()).toBeLessThan(ELEMENTS_AT_MOST)
  const all = () => page.getByRole('row', { name: /^All/ }).innerText()
  const before = await all()
  const boxes = await page.locator('[data-node^="p"]').count()
  await node(page, /^Show more resellers of Wholesale/).first().click()
  await expect.poll(() => page.locator('[data-node^="p"]').count(), WAIT).toBeGreaterThan(boxes + 30)
  expect(field(page, 'open')).toMatch(/^account:w\d+=\d+$/)
  expect(await all()).toBe(before)
  expect(await elements()).toBeLessThan(ELEMENTS_AT_MOST)
  await page.locator('[data-node^="fold:"]').last().click()
  const panel = page.getByRole('complementary', { name: 'Why' })
  await panel.getByText('Resellers folded here').waitFor()
  await panel.getByRole('button', { name: 'Show fewer' }).click()
  await expect.poll(() => page.locator('[data-node^="p"]').count(), WAIT).toBe(boxes)
  expect(field(page, 'open')).toBeNull()
  expect(complaints).toEqual([])
  await page.context().close()
})
