import { readFileSync } from 'node:fs'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openBrowser } from './browser.ts'
import { type Look, LOOKS, openPage } from './opened-page.ts'
import { type RunningServer, sendLines, startServer } from './running-server.ts'
import { settled } from './settled.ts'
import { soundThenClosed } from './sound.ts'

const RESELLERS = 400
const ROWS_AT_FIRST = 25
const today = new Date().toISOString().slice(0, 10)
const yesterday = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10)
const SHOWN = `/chain?workspace=demo&tab=experience&from=2025-01-01&to=${today}`
let browser: Browser
let server: RunningServer

/** Many resellers of one product, eight end users each, of whom those of every seventh are unhappy. */
function manySmall(): object[] {
  const sale = (key: string, seller: string, buyer: string, more: object) => ({ type: 'agreement', key, product: 'drill', seller, buyer, amount: '10.00', currency: 'EUR', from: '2024-01-01', ...more })
  return [{ type: 'product', key: 'drill', name: 'Drill' }, ...Array.from({ length: RESELLERS }, (_, n) => [
    { type: 'party', key: `r${n}`, kind: 'organization', ids: [`account:r${n}`], name: `Shop ${n}` }, sale(`w${n}`, 'self', `account:r${n}`, { interval: 'month', seats: 10 }),
    ...[0, 1, 2, 3, 4, 5, 6, 7].flatMap((person) => [
      sale(`e${n}-${person}`, `account:r${n}`, `user:u${n}-${person}`, { interval: 'once' }), { type: 'usage', key: `u${n}-${person}`, party: `user:u${n}-${person}`, product: 'drill', event: 'drilled', at: `${yesterday}T10:00:00Z` },
      { type: 'feedback', key: `f${n}-${person}`, party: `user:u${n}-${person}`, product: 'drill', kind: 'csat', score: n % 7 === 0 ? 1 + (person % 2) : 3 + ((n + person) % 3), at: `${yesterday}T11:00:00Z` },
    ]),
  ]).flat()]
}

beforeAll(async () => {
  ;[server, browser] = await Promise.all([startServer({ people: 3_000, until: today }), openBrowser()])
  await sendLines(server.url, 'main', manySmall())
}, 0)

afterAll(async () => {
  await browser?.close()
  await server?.stop()
})

const open = (path: string, look: Look = {}) => openPage(browser, server.url + path, look)
const field = (page: Page, name: string): string | null => new URL(page.url()).searchParams.get(name)
const panelOf = (page: Page) => page.getByRole('complementary', { name: 'Why' })
const forest = (page: Page) => page.getByRole('region', { name: 'What their end users say' })

describe('the part "Experience" opens in light and dark, wide and narrow, without a complaint or a grave fault', () => {
  test.each(LOOKS)('in $scheme at $width px', async (look) => {
    const { page, complaints } = await open(SHOWN, look)
    await page.getByRole('heading', { name: 'Is it the product or the intermediary?' }).waitFor()
    await soundThenClosed({ page, complaints })
  })

  test('where nobody resells it says so, and what to do next', async () => {
    const { page, complaints } = await open(`/chain?workspace=demo&product=notes&tab=experience`)
    await page.getByText('Nobody resells this in the period').waitFor()
    await soundThenClosed({ page, complaints })
  })
})

test('product or intermediary: the bar, the table and the answer say the same, and a panel says how', async () => {
  const { page, complaints } = await open(`${SHOWN}&by=nps`)
  const { split } = (await (await fetch(`${server.url}/api/channel-experience?workspace=demo&from=2025-01-01&to=${today}&kind=nps`)).json()) as { readonly split: { readonly n: number; readonly tooFew: string | null; readonly ofChannel: { readonly intermediary: { readonly share: number } } } }
  expect(split.tooFew).toBeNull()
  const told = page.getByRole('region', { name: 'Is it the product or the intermediary?' }).getByRole('row', { name: /^Intermediary/ })
  const percent = Number.parseFloat(await told.getByRole('cell').first().innerText())
  expect(Math.abs(percent - 100 * split.ofChannel.intermediary.share)).toBeLessThanOrEqual(1)
  await page.getByRole('img', { name: new RegExp(`^Intermediary ${percent}\\s?%, Product`) }).waitFor()
  await page.getByRole('button', { name: 'How this is worked out' }).click()
  await panelOf(page).getByText('Each score is taken as: mean + product + intermediary').waitFor()
  expect(complaints).toEqual([])
  await page.context().close()
})

test('with one product nothing is split, and the reason is told', async () => {
  const { page } = await open(`${SHOWN}&product=drill`)
  await page.getByText(/Cannot be told apart\..*with fewer than 3/).waitFor()
  await page.context().close()
})

test('the dealer that comes late stands out with its deliveries and its complaints, and its panel tells every figure', async () => {
  const { page, complaints } = await open(`${SHOWN}&sort=late`)
  const { late } = (await (await fetch(`${server.url}/api/channel-experience?workspace=demo&from=2025-01-01&to=${today}`)).json()) as { readonly late: { readonly sells: { readonly above: readonly { readonly name: string }[] } } }
  const name = late.sells.above[0]?.name ?? ''
  expect(late.sells.above).toHaveLength(1)
  await page.getByText('later than the others:').getByRole('button', { name }).click()
  const panel = panelOf(page)
  await panel.getByText(/^\d+ of \d+, .*days/).waitFor()
  await panel.getByText('delivery', { exact: true }).waitFor()
  await panel.getByText('Places: 1 plus those that are surely better').waitFor()
  expect(field(page, 'why')).toMatch(/^part:account:/)
  const download = page.waitForEvent('download')
  await panel.getByRole('button', { name: 'CSV' }).click()
  expect(readFileSync(await (await download).path(), 'utf8')).toMatch(new RegExp(`^intermediary,identifier,.*\\r\\n${name},account:`))
  await page.keyboard.press('Escape')
  await panel.waitFor({ state: 'detached' })
  expect(complaints).toEqual([])
  await page.context().close()
})

test('of four hundred resellers the first are shown, more on demand; one is found by its name, and all are in the sheet', async () => {
  const { page, complaints } = await open(`/chain?workspace=main&tab=experience&product=drill`)
  const rows = forest(page).getByRole('row')
  await expect.poll(() => rows.count(), { timeout: 60_000 }).toBe(ROWS_AT_FIRST + 1)
  // The unhappy ones come first, and what is noise is not told as a difference.
  await forest(page).getByRole('row', { name: /below usual/ }).first().waitFor()
  await page.getByRole('button', { name: 'Show 75 more' }).click()
  await expect.poll(() => rows.count(), { timeout: 60_000 }).toBe(101)
  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: 'CSV' }).first().click()
  expect(readFileSync(await (await download).path(), 'utf8').trim().split('\r\n')).toHaveLength(RESELLERS + 1)
  await page.getByRole('searchbox', { name: 'Find an intermediary' }).fill('Shop 399')
  await expect.poll(() => rows.count(), { timeout: 60_000 }).toBe(2)
  await expect.poll(() => field(page, 'q')).toBe('Shop 399')
  await forest(page).getByRole('button', { name: 'Shop 399' }).waitFor()
  expect(complaints).toEqual([])
  await page.context().close()
})

test('from rows the keys walk, and another question of the same people keeps the address', async () => {
  const { page } = await open(`${SHOWN}&by=csat`)
  await settled(page)
  await page.keyboard.press('j')
  await expect.poll(() => page.evaluate<string | null>('document.activeElement.closest("tr") && document.activeElement.closest("tr").innerText')).not.toBeNull()
  await page.getByRole('button', { name: 'Complaints', exact: true }).click()
  await expect.poll(() => field(page, 'by')).toBe('complaints')
  await page.getByRole('button', { name: 'who buys from here' }).click()
  await expect.poll(() => field(page, 'measure')).toBe('first')
  await forest(page).getByRole('button', { name: /Marchetti/ }).waitFor()
  await page.context().close()
})
