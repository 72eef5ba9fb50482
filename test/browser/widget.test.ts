import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import type { Browser, Page } from 'playwright-core'
import { build } from 'vite'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { SELF } from '../../src/base/identifier.ts'
import { takeEvidence } from '../../src/evidence/take.ts'
import { EVERYTHING } from '../../src/roles/projection.ts'
import { openTrial, type Trial } from '../../src/transport/trial.ts'
import { openBrowser } from './browser.ts'
import { graveFaults, LOOKS, type Look, openPage, overflow } from './opened-page.ts'

const ROOT = join(import.meta.dirname, '../..')
const RAW_BYTES = 10_000
const QUIET_MS = 2_500
let browser: Browser
let trial: Trial
let foreign: Server

beforeAll(async () => {
  ;[trial, browser] = await Promise.all([openTrial(), openBrowser()])
  await build({ configFile: join(ROOT, 'web/widget/vite.config.ts'), logLevel: 'warn', build: { outDir: join(trial.folder, 'widget') } })
  foreign = createServer((request, response) => {
    const { searchParams } = new URL(request.url ?? '/', 'http://page')
    const attributes = [...searchParams].map(([name, value]) => ` data-${name}="${value.replaceAll('"', '&quot;')}"`).join('')
    // As strict as a page can be: only our server's script, and only it may be spoken to.
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': `default-src 'none'; img-src data:; script-src ${trial.url}; connect-src ${trial.url}; style-src 'none'; require-trusted-types-for 'script'; base-uri 'none'` })
    response.end(`<!doctype html><html lang="en"><head><title>A shop</title><link rel="icon" href="data:,"></head><body><main><h1>A shop</h1><button>Buy</button></main><script src="${trial.url}/widget.js" data-key="${trial.keys.browser}"${attributes} async></script></body></html>`)
  })
  await new Promise<void>((settle) => foreign.listen(0, '127.0.0.1', settle))
  await take([{ type: 'party', key: 'us', kind: 'organization', ids: ['self'], name: 'Notes' }])
})
afterAll(async () => {
  await browser?.close()
  foreign?.close()
  await trial?.close()
})

async function take(lines: readonly object[]): Promise<void> {
  const { rejected } = await takeEvidence(trial.main.record, { values: lines, power: 'write', now: Date.now() })
  expect(rejected).toEqual([])
  await trial.main.caughtUp()
}
const ask = (user: string, fields: object = {}) => take([{ type: 'ask', source: 'surveys', key: `ask-${user}`, party: `user:${user}`, question: 'How likely is it that you recommend Notes?', kind: 'nps', product: 'notes', via: 'widget', at: new Date().toISOString(), ...fields }])
const answers = (user: string) => trial.main.ask(SELF, EVERYTHING, async ({ view: { world } }) => [...world.asks.answers()].filter(({ line }) => line.ask === `ask-${user}`).map(({ line: { score, text } }) => ({ score, text })))
const said = (text: string) => trial.main.ask(SELF, EVERYTHING, async ({ view: { world } }) => [...world.feedback.values()].map(({ line }) => line).filter((line) => line.text === text))

/** The page of somebody else, with our script in it; what it asked of us. */
async function open(attributes: { readonly [name: string]: string }, look?: Look, before?: (page: Page) => Promise<unknown>): Promise<{ page: Page; complaints: string[]; sent: string[] }> {
  const address = `http://127.0.0.1:${(foreign.address() as AddressInfo).port}/?${new URLSearchParams(attributes)}`
  const { page, complaints } = await openPage(browser, 'about:blank', look)
  const sent: string[] = []
  page.on('request', (request) => void (request.url().startsWith(trial.url) && sent.push(new URL(request.url()).pathname)))
  await before?.(page)
  await page.goto(address)
  return { page, complaints, sent }
}
const kept = (page: Page) => page.evaluate<string>('JSON.stringify([document.cookie, Object.keys(localStorage), Object.keys(sessionStorage)])')
const GRANTED = { product: 'notes', consent: 'granted' }

test('it is one file of less than 10 kB', () => {
  const file = readFileSync(join(trial.folder, 'widget', 'widget.js'))
  expect(file.length).toBeLessThan(RAW_BYTES)
  expect(gzipSync(file).length).toBeLessThan(RAW_BYTES / 2)
  expect(file.toString()).not.toMatch(/\beval\(|new Function|innerHTML|document\.cookie|import\(/)
})

test('a question is asked on a page of another origin that lets nothing in, and the answer and its reason are evidence', async () => {
  await ask('1')
  const { page, complaints } = await open({ ...GRANTED, user: '1' })
  await page.getByText('Notes asks you').waitFor()
  expect(await page.getByRole('radio').count()).toBe(11)
  expect(await graveFaults(page)).toEqual([])
  await page.getByRole('button', { name: 'Send', exact: true }).click()
  await page.getByText('Choose one of the answers first.').waitFor()
  await page.getByRole('radio', { name: '9', exact: true }).check()
  await page.getByRole('button', { name: 'Send', exact: true }).click()
  await expect.poll(() => answers('1')).toEqual([{ score: 9, text: null }])
  await page.getByRole('textbox').fill('It is quick')
  await page.getByRole('button', { name: 'Send the reason' }).click()
  await page.getByText('Your answer has arrived.').waitFor()
  await expect.poll(() => answers('1')).toEqual([{ score: 9, text: 'It is quick' }])
  expect(complaints).toEqual([])
  await page.context().close()
})

test.each([
  ['nothing is said of consent', { product: 'notes', user: '2' }],
  ['consent is denied', { product: 'notes', user: '2', consent: 'denied' }],
])('where %s, nothing is sent, shown or stored, until the visitor agrees', async (_, attributes) => {
  if ((await trial.main.ask(SELF, EVERYTHING, async ({ view: { world } }) => world.dictionary.find('user:2'))) <= 0) await ask('2')
  const { page, sent } = await open(attributes)
  await page.waitForTimeout(QUIET_MS)
  expect([sent, await page.locator('#hatrack-widget').count(), await kept(page)]).toEqual([['/widget.js'], 0, '["",[],[]]'])
  await page.evaluate('hatrack.consent(true)')
  await page.getByText('Notes asks you').waitFor()
  // A user is known by the page: nothing needs to be stored to know them again.
  expect(await kept(page)).toBe('["",[],[]]')
  await page.evaluate('hatrack.consent(false)')
  expect([await page.locator('#hatrack-widget').count(), await kept(page)]).toEqual([0, '["",[],[]]'])
  await page.context().close()
})

test('a browser that asks for privacy is asked nothing, whatever the page says', async () => {
  await ask('3')
  for (const sign of ['Object.defineProperty(navigator, "globalPrivacyControl", { value: true })', 'Object.defineProperty(navigator, "doNotTrack", { value: "1" })']) {
    const { page, sent } = await open({ ...GRANTED, user: '3' }, {}, (one) => one.addInitScript(sign))
    await page.waitForTimeout(QUIET_MS)
    expect([sent, await kept(page)]).toEqual([['/widget.js'], '["",[],[]]'])
    await page.context().close()
  }
})

test('a closed question does not come back, and an anonymous visitor gets a name that is gone with the consent', async () => {
  await ask('4')
  const { page } = await open({ ...GRANTED, user: '4' })
  await page.getByRole('button', { name: 'Close' }).click()
  await page.reload()
  await page.waitForTimeout(QUIET_MS)
  expect([await page.locator('#hatrack-widget').count(), await answers('4')]).toEqual([0, []])
  expect(JSON.parse(await kept(page))).toEqual(['', ['hatrack'], []])
  await page.evaluate('hatrack.identify()')
  await expect.poll(() => page.evaluate<string>("localStorage.getItem('hatrack') ?? ''")).toMatch(/"id":"[0-9a-f]{32}"/)
  await page.evaluate('hatrack.consent(false)')
  expect(await kept(page)).toBe('["",[],[]]')
  await page.context().close()
})

test('by keyboard, without taking the place of what the visitor does', async () => {
  await ask('5')
  const { page } = await open({ ...GRANTED, user: '5' })
  await page.getByRole('button', { name: 'Buy' }).focus()
  await page.getByText('Notes asks you').waitFor()
  expect(await page.evaluate('document.activeElement.textContent')).toBe('Buy')
  for (const key of ['Tab', 'Tab', 'ArrowRight', 'ArrowRight', 'Enter']) await page.keyboard.press(key)
  await expect.poll(() => answers('5')).toEqual([{ score: expect.any(Number), text: null }])
  expect(await page.evaluate('document.activeElement.shadowRoot.activeElement.name')).toBe('text')
  await page.keyboard.press('Escape')
  expect(await page.locator('#hatrack-widget').count()).toBe(0)
  await page.context().close()
})

test('while the server is away the page works on, and the answer arrives once when it is back', async () => {
  await ask('6')
  const { page, complaints } = await open({ ...GRANTED, user: '6' })
  await page.getByRole('radio', { name: '7', exact: true }).check()
  let refused = 0
  await page.route('**/v1/widget/answer', (route) => (refused++ === 0 ? route.abort() : route.continue()))
  await page.getByRole('button', { name: 'Send', exact: true }).click()
  await expect.poll(() => answers('6'), { timeout: 30_000 }).toEqual([{ score: 7, text: null }])
  expect(refused).toBe(2)
  expect(complaints.filter((one) => !/Failed to load resource/.test(one))).toEqual([])
  await page.context().close()
  const away = await open({ ...GRANTED, user: '6' }, {}, (one) => one.route('**/v1/widget/**', (route) => route.abort()))
  await away.page.waitForTimeout(QUIET_MS)
  await away.page.getByRole('button', { name: 'Buy' }).click()
  expect(await away.page.locator('#hatrack-widget').count()).toBe(0)
  await away.page.context().close()
})

test('somebody tells unasked what they wish for, and is asked nothing more when they say so', async () => {
  const { page } = await open({ ...GRANTED, user: '7', mode: 'both' })
  await page.getByRole('button', { name: 'Tell us' }).click()
  await page.getByRole('radio', { name: 'I wish for' }).check()
  await page.getByRole('textbox').fill('A dark scheme, bitte')
  expect(await graveFaults(page)).toEqual([])
  await page.getByRole('button', { name: 'Send', exact: true }).click()
  await expect.poll(() => said('A dark scheme, bitte')).toMatchObject([{ party: 'user:7', kind: 'request', product: 'notes', channel: 'widget', source: 'web' }])
  await ask('7')
  await page.reload()
  await page.getByRole('button', { name: 'Do not ask me again' }).click()
  await page.getByText('We will not ask you again').waitFor()
  await expect.poll(() => trial.main.ask(SELF, EVERYTHING, async ({ view: { world } }) => world.noAsks.get(world.dictionary.find('user:7')).map(({ line }) => line.by))).toEqual(['user:7'])
  await page.context().close()
})

test.each(LOOKS)('in $scheme at $width px it stays within the window and can be read', async (look) => {
  if ((await trial.main.ask(SELF, EVERYTHING, async ({ view: { world } }) => world.dictionary.find('user:8'))) <= 0) await ask('8')
  const { page, complaints } = await open({ ...GRANTED, user: '8' }, look)
  await page.getByText('Notes asks you').waitFor()
  expect([complaints, await graveFaults(page), await overflow(page)]).toEqual([[], [], 0])
  const box = await page.locator('#hatrack-widget section').boundingBox()
  expect([(box?.x ?? -1) >= 0, (box?.x ?? 0) + (box?.width ?? 0) <= look.width]).toEqual([true, true])
  await page.context().close()
})
