import { soundThenClosed } from './sound.ts'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openBrowser } from './browser.ts'
import { LOOKS, openPage } from './opened-page.ts'
import { caughtUp, type RunningServer, startEmpty } from './running-server.ts'

/** How long is waited for says more about the machine than about the page. */
const PATIENT = { timeout: 60_000 }
const DAYS = '&from=2026-04-01&to=2026-05-01'
const sold = (currency: string, amount: string) => ({ type: 'agreement', key: `in-${currency}`, source: 'crm', product: 'notes', buyer: `account:${currency.toLowerCase()}`, interval: 'month', amount, currency, from: '2026-01-01' })
/** In April 300.00 EUR and 100.00 USD are agreed; Ann uses what is paid in dollars, Bob and Cho pay nothing. */
const LINES = [
  sold('EUR', '300.00'), sold('USD', '100.00'),
  { type: 'usage', key: 'u1', source: 'app', party: 'user:ann', product: 'notes', account: 'account:usd', at: '2026-04-05T10:00:00Z' },
  ...['bob', 'cho'].flatMap((name) => [
    { type: 'party', key: name, source: 'crm', kind: 'person', ids: [`user:${name}`], name: name === 'bob' ? 'Bob' : 'Cho' },
    { type: 'usage', key: `u-${name}`, source: 'app', party: `user:${name}`, product: 'notes', at: '2026-04-06T10:00:00Z' },
  ]),
  { type: 'product', key: 'notes', source: 'crm', name: 'Northlight Notes' },
]
const RATE = { type: 'rate', key: 'r1', source: 'bank', from: 'USD', to: 'EUR', rate: '0.90', at: '2026-04-10' }

let browser: Browser
let server: RunningServer

async function send(workspace: string, lines: readonly object[]): Promise<void> {
  await fetch(`${server.url}/v1/evidence?workspace=${workspace}`, { method: 'POST', body: JSON.stringify(lines) })
  await caughtUp(server.url, workspace)
}

beforeAll(async () => {
  ;[server, browser] = await Promise.all([startEmpty(['firm', 'bare']), openBrowser()])
  await send('firm', [...LINES, RATE])
  await send('bare', LINES)
}, 0)

afterAll(async () => {
  await browser?.close()
  await server?.stop()
})

test.each(LOOKS)('money in one currency, with its rates, in $scheme at $width px', async (look) => {
  const { page, complaints } = await openPage(browser, `${server.url}/money?workspace=firm${DAYS}&why=together:EUR`, look)
  await page.locator('[data-sum="together EUR"]').first().getByText('about').first().waitFor(PATIENT)
  await soundThenClosed({ page, complaints })
}, 0)

test('the first page has one bar more, the money page one row, and the picker turns them into another currency', async () => {
  const { page } = await openPage(browser, `${server.url}/?workspace=firm${DAYS}`)
  await page.getByText('about 390.00').waitFor(PATIENT)
  await page.getByText('At the rate of 10 Apr 2026.').waitFor(PATIENT)
  await page.goto(`${server.url}/money?workspace=firm${DAYS}`)
  await page.locator('[data-sum="together EUR"]').getByText('about 390.00').waitFor(PATIENT)
  await page.getByRole('button', { name: 'Together in EUR', exact: true }).click()
  await page.getByRole('list', { name: 'Together in' }).getByRole('button', { name: 'USD' }).click()
  // 300.00 / 0.90 + 100.00
  await page.locator('[data-sum="together USD"]').getByText('about 433.33').waitFor(PATIENT)
  expect(new URL(page.url()).searchParams.get('together')).toBe('USD')
  await page.getByRole('button', { name: 'Why these rates' }).click()
  await page.getByText('turned round from the other direction').waitFor(PATIENT)
  await page.context().close()
}, 0)

test('without a rate nothing is added up, and a sentence says where to add it', async () => {
  const { page } = await openPage(browser, `${server.url}/money?workspace=bare${DAYS}`)
  await page.getByText('Not added up in EUR: no rate from USD is known for these days.').waitFor(PATIENT)
  await page.getByRole('link', { name: 'Add it in settings, Currencies' }).click()
  await page.getByRole('button', { name: 'Add a rate' }).waitFor(PATIENT)
  await page.context().close()
}, 0)

test('several parties are left out with one word, whose effect is said before, and come back with one key', async () => {
  const { page, complaints } = await openPage(browser, `${server.url}/parties?workspace=firm${DAYS}&correct=parties:user:bob,user:cho`)
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('heading', { name: 'Correct: 2 parties' }).waitFor(PATIENT)
  await dialog.getByText('-2 users').or(dialog.getByText('−2 users')).first().waitFor(PATIENT)
  const users = async (): Promise<number> => ((await (await fetch(`${server.url}/api/payers-of-use?workspace=firm${DAYS}`)).json()) as { users: number }).users
  expect(await users()).toBe(3)
  await dialog.getByRole('button', { name: /Say so/ }).click()
  await page.getByText('Said: 2 parties are left out of all figures.').waitFor(PATIENT)
  expect(await users()).toBe(1)
  await page.keyboard.press('z')
  await page.getByText('Taken back').first().waitFor(PATIENT)
  expect(await users()).toBe(3)
  expect(complaints).toEqual([])
  await page.context().close()
}, 0)

test('a party’s hats name products as people do', async () => {
  const { page } = await openPage(browser, `${server.url}/parties/user:bob?workspace=firm${DAYS}`)
  await page.getByText('Northlight Notes').first().waitFor(PATIENT)
  await page.context().close()
}, 0)

test('the queue does not write into the past, and leads back to now', async () => {
  const { page } = await openPage(browser, `${server.url}/money?workspace=firm${DAYS}&tab=unknown&kind=use&knownAt=2026-11-01`)
  await page.getByText('nothing can be said from here').waitFor(PATIENT)
  await page.getByRole('button', { name: 'Go back to now' }).click()
  await page.getByText('nothing can be said from here').waitFor({ state: 'detached', ...PATIENT })
  expect(new URL(page.url()).searchParams.get('knownAt')).toBeNull()
  await page.context().close()
}, 0)
