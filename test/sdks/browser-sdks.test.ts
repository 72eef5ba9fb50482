import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openBrowser } from '../browser/browser.ts'
import { missingClients } from './clients.ts'
import type { Fate, Seen } from './flaky-proxy.ts'
import { openPages, type PageName, type Pages } from './pages.ts'
import { daysAgo, openStage, type Stage, STEPS_APART, stepNames, stepsIn } from './story.ts'

type Settings = Readonly<Record<string, unknown>>

interface Sdk {
  readonly page: PageName
  readonly name: string
  /** Settings of its manual for batches, and the address that they go to. */
  readonly batching: Settings
  readonly batchPath: string
  /** For sending when the page closes. */
  readonly closing: Settings
  readonly closingPath: string
}

const SDKS: readonly Sdk[] = [
  {
    page: 'segment-browser',
    name: '@segment/analytics-next',
    batching: { integrations: { 'Segment.io': { deliveryStrategy: { strategy: 'batching', config: { size: 10, timeout: 300 } } } } },
    batchPath: '/v1/b',
    closing: { integrations: { 'Segment.io': { deliveryStrategy: { strategy: 'batching', config: { size: 100, timeout: 600_000 } } } } },
    closingPath: '/v1/b',
  },
  {
    page: 'rudder-browser',
    name: '@rudderstack/analytics-js',
    batching: { queueOptions: { batch: { enabled: true, maxItems: 10, flushInterval: 300 } } },
    batchPath: '/v1/batch',
    closing: { useBeacon: true, beaconQueueOptions: { maxItems: 100, flushQueueInterval: 600_000 } },
    closingPath: '/beacon/v1/batch',
  },
]

const missing = await missingClients()
const suite = missing === null ? describe.each(SDKS) : describe.skip.each(SDKS)
if (missing !== null) console.error(`the stock SDKs are not tested in a browser: ${missing}`)

let stage: Stage
let browser: Browser
let pages: Pages
beforeAll(async () => {
  if (missing !== null) return
  ;[stage, browser, pages] = await Promise.all([openStage(), openBrowser(), openPages()])
})
afterAll(async () => {
  await browser?.close()
  await pages?.stop()
  await stage?.stop()
})

suite(`$name in Chromium, unchanged${missing === null ? '' : ` (${missing})`}`, (sdk) => {
  let context: BrowserContext
  let said: string[] = []
  beforeEach(async () => {
    context = await browser.newContext()
    said = []
  })
  afterEach(() => context.close())

  async function open(settings: Settings = {}, writeKey = stage.browserKey): Promise<Page> {
    const page = await context.newPage()
    page.on('pageerror', (error) => said.push(error.message))
    page.on('console', (message) => message.type() === 'error' && said.push(message.text()))
    await page.goto(pages.url(sdk.page))
    await page.waitForFunction('window.ready')
    await page.evaluate(`start(${JSON.stringify({ url: stage.proxy.url, writeKey, settings })})`)
    return page
  }
  /** The SDK sends when it likes; this waits until the server answered. */
  async function until(holds: () => Promise<boolean> | boolean): Promise<void> {
    while (!(await holds())) await new Promise((settle) => setTimeout(settle, 50))
  }
  const sendSteps = (page: Page, count: number, from: number): Promise<unknown> =>
    page.evaluate(`for (let place = 0; place < ${count}; place++) sdk.track('step ' + (${from} + place), { product: 'notes' })`)
  let thousand = sdk === SDKS[0] ? 0 : 50
  const ownThousand = (): number => STEPS_APART * ++thousand
  const posts = (since: number): readonly Seen[] => stage.proxy.seen.slice(since).filter(({ method }) => method === 'POST')

  test('what a page says becomes the right answers, from another origin and without an error in its console', async () => {
    const page = await open()
    const visitor = `anonymous:${await page.evaluate('anonymousId()')}`
    const user = `lea-${sdk.page}`
    const arrived = async (count: number): Promise<void> => until(async () => (await stage.evidence()).filter(({ party }) => party === visitor || party === `user:${user}`).length === count)
    await page.evaluate(`sdk.track('note_seen', { product: 'notes' })`)
    await page.evaluate(`sdk.page('Prices')`)
    await arrived(2)
    await page.evaluate(`sdk.identify('${user}', { email: 'lea@acme.example' })`)
    await page.evaluate(`sdk.group('acme', { name: 'Somebody else' })`)
    await until(() => stage.proxy.seen.some(({ path, status, body }) => /\/v1\/g(roup)?$/.test(path) && status === 200 && body.includes(user)))
    await page.evaluate(`sdk.track('note_written', { product: 'notes' })`)
    await arrived(3)
    await stage.served.fresh()

    expect(said).toEqual([])
    const mine = (await stage.evidence()).filter((line) => JSON.stringify(line).includes(user) || line.party === visitor)
    expect(mine.map(({ type, event, product, account }) => [type, event, product, account])).toEqual([
      ['usage', 'note_seen', 'notes', undefined],
      ['usage', 'page', 'notes', undefined],
      ['link', undefined, undefined, undefined],
      ['usage', 'note_written', 'notes', 'account:acme'],
    ])
    const party = (await stage.served.get('/api/party', { party: visitor })) as { party: { identifiers: string[] }; usage: { kind: string; events: number }[]; memberships: unknown[] }
    expect(party.party.identifiers).toEqual([visitor, `user:${user}`])
    // Acme pays for what is done in its account; a public key makes nobody a member of it.
    expect(party.usage.find(({ kind }) => kind === 'organization')).toMatchObject({ events: expect.any(Number) })
    expect(party.memberships).toEqual([])
    const question = { party: `user:${user}`, product: 'notes', day: daysAgo(0).day }
    expect(await stage.served.get('/api/who-pays', { ...question, account: 'account:acme' })).toMatchObject({ kind: 'organization', agreement: 'a1' })
    expect(await stage.served.get('/api/who-pays', question)).toMatchObject({ kind: 'nobody' })
  })

  test('alias gives the visitor to the user that the page names', async () => {
    const page = await open()
    const visitor = `anonymous:${await page.evaluate('anonymousId()')}`
    await page.evaluate(`sdk.alias('mia-${sdk.page}')`)
    await until(async () => (await stage.evidence()).some(({ type, ids }) => type === 'link' && JSON.stringify(ids).includes(`mia-${sdk.page}`)))
    await stage.served.fresh()
    expect(await stage.served.get('/api/party', { party: visitor })).toMatchObject({ party: { identifiers: [visitor, `user:mia-${sdk.page}`] } })
  })

  test('in batches', async () => {
    const [from, since] = [ownThousand(), stage.proxy.seen.length]
    await sendSteps(await open(sdk.batching), 30, from)
    await until(async () => (await stepsIn(stage, from)).length >= 30)
    expect(await stepsIn(stage, from)).toEqual(stepNames(30, from))
    expect(posts(since).every(({ path }) => path === sdk.batchPath)).toBe(true)
    expect(posts(since).length).toBeLessThan(30)
  })

  test('what waits is sent when the page closes', async () => {
    const [from, since] = [ownThousand(), stage.proxy.seen.length]
    const page = await open(sdk.closing)
    await sendSteps(page, 12, from)
    expect(await stepsIn(stage, from)).toEqual([])
    await page.close({ runBeforeUnload: true })
    await until(async () => (await stepsIn(stage, from)).length >= 12)
    expect(await stepsIn(stage, from)).toEqual(stepNames(12, from))
    expect(posts(since).every(({ path, status }) => path.split('?')[0] === sdk.closingPath && status === 200)).toBe(true)
  })

  const troubles: readonly { readonly name: string; readonly fates: readonly Fate[] }[] = [
    { name: 'answers are lost after the server acknowledged', fates: ['lose-answer', 'pass', 'lose-answer'] },
    { name: 'a balancer answers 500 and 503', fates: [{ status: 500 }, 'pass', { status: 503, retryAfterS: 1 }] },
    { name: 'a balancer answers 429 with Retry-After', fates: [{ status: 429, retryAfterS: 1 }, { status: 429, retryAfterS: 1 }] },
    { name: 'connections are cut', fates: ['cut', 'pass', 'cut', 'cut'] },
  ]
  test.each(troubles)('nothing is lost and nothing twice when $name', async ({ fates }) => {
    const from = ownThousand()
    const page = await open()
    stage.proxy.fates = [...fates]
    await sendSteps(page, 6, from)
    await until(async () => (await stepsIn(stage, from)).length >= 6 && stage.proxy.fates.length === 0)
    // What was lost on the way back is sent again: wait for it, so that a second copy would be seen.
    const failed = fates.filter((fate) => fate !== 'pass').length
    const mine = (): number => stage.proxy.seen.filter(({ method, body }) => method === 'POST' && stepNames(6, from).some((step) => body.includes(`"${step}"`))).length
    await until(() => mine() >= 6 + failed)
    expect(await stepsIn(stage, from)).toEqual(stepNames(6, from))
  })

  test('a server that is killed and started again gets all of it once', async () => {
    const from = ownThousand()
    const page = await open()
    await sendSteps(page, 3, from)
    await until(async () => (await stepsIn(stage, from)).length === 3)
    const restarted = stage.killAndStart()
    await sendSteps(page, 5, from + 3)
    await restarted
    await until(async () => (await stepsIn(stage, from)).length >= 8)
    expect(await stepsIn(stage, from)).toEqual(stepNames(8, from))
  })

  test('what could not be sent before the page was left is sent when it is opened again', async () => {
    const from = ownThousand()
    const page = await open()
    stage.proxy.fates = Array.from({ length: 4 }, () => 'cut' as const)
    await sendSteps(page, 4, from)
    await until(() => stage.proxy.fates.length === 0)
    await page.close({ runBeforeUnload: true })
    await open()
    await until(async () => (await stepsIn(stage, from)).length >= 4)
    expect(await stepsIn(stage, from)).toEqual(stepNames(4, from))
  })

  test('a wrong write key is told to the page', async () => {
    const since = stage.proxy.seen.length
    if (sdk.page === 'rudder-browser') {
      // It asks for its configuration first, and is never ready without.
      void open({}, 'no-such-key').catch(() => undefined)
      await until(() => said.length > 0)
      expect(stage.proxy.seen.slice(since).find(({ method }) => method === 'GET')).toMatchObject({ status: 401 })
      expect(said.join(' ')).toMatch(/401|write key/i)
      return
    }
    const page = await open({}, 'no-such-key')
    await page.evaluate(`sdk.track('lost', { product: 'notes' })`)
    await page.waitForFunction('errors.length > 0')
    expect(await page.evaluate('errors')).toEqual([{ code: 'delivery_failure', reason: 'Error: Non-retryable error: 401', event: 'lost' }].map((error) => ({ ...error, reason: expect.stringContaining('401') })))
    expect(posts(since).map(({ status }) => status)).toEqual([401])
  })
})

