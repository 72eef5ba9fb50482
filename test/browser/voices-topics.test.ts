import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openBrowser } from './browser.ts'
import { dayAgo } from './day-ago.ts'
import { LOOKS, openPage } from './opened-page.ts'
import { type RunningServer, sendLines, startEmpty } from './running-server.ts'
import { settled } from './settled.ts'
import { soundThenClosed } from './sound.ts'

let browser: Browser
let server: RunningServer
let model: Server

const at = `${dayAgo(5)}T10:00:00Z`
const said = (key: string, who: string, text: string, more: object = {}) => ({ type: 'feedback', key, source: 'helpdesk', party: `user:${who}`, product: 'notes', kind: 'complaint', text, at, ...more })
const NAMES = ['ann', 'bob', 'cho', 'dina'] as const
/** Three users and a decider of Acme. Two texts have a topic, seven have none. */
const LINES = [
  { type: 'product', key: 'notes', name: 'Notes' }, { type: 'party', key: 'acme', kind: 'organization', ids: ['account:acme'], name: 'Acme' },
  { type: 'agreement', key: 'a1', product: 'notes', buyer: 'account:acme', amount: '10.00', currency: 'EUR', interval: 'month', from: dayAgo(60) },
  ...NAMES.map((who) => ({ type: 'party', key: `p-${who}`, kind: 'person', ids: [`user:${who}`], name: who.charAt(0).toUpperCase() + who.slice(1) })),
  ...NAMES.map((who) => ({ type: 'membership', key: `m-${who}`, person: `user:${who}`, organization: 'account:acme', ...(who === 'dina' ? { function: 'decider' } : {}) })),
  ...NAMES.slice(0, 3).map((who) => ({ type: 'usage', key: `u-${who}`, party: `user:${who}`, product: 'notes', at: `${dayAgo(8)}T10:00:00Z` })),
  said('known-1', 'ann', 'Pairing took three tries in the kitchen.', { topic: 'pairing' }), said('known-2', 'bob', 'The date is gone from the list.', { topic: 'lists' }),
  said('dear-1', 'dina', 'Much too expensive for our budget.'), said('dear-2', 'ann', 'The price is too high.'), said('pair', 'cho', 'Again the pairing took many tries.'),
  said('train-1', 'ann', 'My train ride is lost time with it.'), said('train-2', 'bob', 'Everything stops on the train.'), said('train-3', 'cho', 'No luck on the train.'), said('alone', 'cho', 'Hmpf.'),
]

beforeAll(async () => {
  model = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const { messages } = JSON.parse(Buffer.concat(chunks).toString('utf8')) as { messages: { content: string }[] }
      const { texts } = JSON.parse(messages[1]?.content ?? '{}') as { texts: { n: number; text: string }[] }
      response.end(JSON.stringify({ choices: [{ message: { content: JSON.stringify(texts.filter(({ text }) => text === 'Hmpf.').map(({ n }) => ({ n, topic: 'moods' }))) } }] }))
    })
  })
  await new Promise<void>((done) => model.listen(0, '127.0.0.1', done))
  ;[server, browser] = await Promise.all([startEmpty(['keys', 'fresh', 'asked']), openBrowser()])
  for (const workspace of ['keys', 'fresh', 'asked']) await sendLines(server.url, workspace, LINES)
}, 0)

afterAll(async () => {
  await browser?.close()
  await server?.stop()
  model?.close()
})

async function open(workspace: string, path = '/voices?tab=topics'): Promise<Page> {
  const { page } = await openPage(browser, `${server.url}${path}&workspace=${workspace}`)
  await settled(page)
  return page
}

interface Topics { readonly topics: readonly { readonly topic: string; readonly texts: number; readonly from: string; readonly words: readonly string[]; readonly people: { readonly users: number; readonly customers: number } }[] }

async function topicOf(workspace: string, name: string): Promise<Topics['topics'][number] | undefined> {
  const { topics } = (await (await fetch(`${server.url}/api/topics?workspace=${workspace}`)).json()) as Topics
  return topics.find(({ topic }) => topic === name)
}

async function logOf(workspace: string): Promise<readonly { readonly by: string | null; readonly takenBack: boolean }[]> {
  const { corrections } = (await (await fetch(`${server.url}/api/corrections?workspace=${workspace}`)).json()) as { corrections: { by: string | null; takenBack: boolean }[] }
  return corrections
}

describe('the topics and their settings', () => {
  test.each(LOOKS)('are sound in $scheme at $width px', async (look) => {
    for (const path of ['/voices?tab=topics&workspace=fresh', '/settings?tab=topics&workspace=fresh']) await soundThenClosed(await openPage(browser, server.url + path, look))
  })
})

test('by keyboard: yes counts a text, no keeps it from being suggested, and both are taken back', async () => {
  const page = await open('keys')
  await page.evaluate("localStorage.setItem('hatrack-by', 'Zoë')")
  await page.reload()
  await settled(page)
  const texts = page.getByRole('list', { name: 'Texts that may be about price' }).getByRole('listitem')
  await expect.poll(() => texts.count()).toBe(2)
  expect(await page.getByText("It says 'expensive', 'budget': usual words for price.").count()).toBe(1)
  await page.keyboard.press('j')
  await expect.poll(() => page.evaluate<string>("document.activeElement?.textContent ?? ''")).toContain('expensive')
  await page.keyboard.press('y')
  await page.getByText('1 text counts under price now.').waitFor()
  expect((await logOf('keys'))[0]).toMatchObject({ by: 'Zoë', takenBack: false })
  await expect.poll(() => texts.count()).toBe(1)
  await expect.poll(async () => (await topicOf('keys', 'price'))?.people).toMatchObject({ users: 0, customers: 1 })
  await page.keyboard.press('n')
  await page.getByText('1 text is not about price.').waitFor()
  await expect.poll(() => texts.count()).toBe(0)
  await page.keyboard.press('u')
  await page.getByText('1 text counts under price now.').waitFor()
  await page.keyboard.press('u')
  await page.getByText('Taken back.').waitFor()
  await expect.poll(() => texts.count()).toBe(2)
  await expect.poll(async () => (await topicOf('keys', 'price'))?.texts).toBe(0)
  await page.context().close()
})

test('what several say becomes a topic under the name that a person gives it, with its words; all at once, and all taken back at once', async () => {
  const page = await open('fresh')
  await page.getByRole('textbox', { name: 'Name of the new topic' }).fill('offline')
  await page.getByLabel('Who can answer about it').selectOption('user')
  await page.getByRole('button', { name: 'All 3 are about offline' }).click()
  await page.getByText('3 texts count under offline now.').waitFor()
  await expect.poll(() => topicOf('fresh', 'offline')).toMatchObject({ texts: 3, from: 'own', words: ['train', 'offline'], people: { users: 3, customers: 0 } })
  const row = page.getByRole('row', { name: /^offline/ })
  await row.getByRole('button', { name: 'Words of offline' }).click()
  await page.getByLabel('Words and phrases').fill('train\ntunnel')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect.poll(async () => (await topicOf('fresh', 'offline'))?.words).toEqual(['train', 'tunnel'])
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect.poll(async () => (await topicOf('fresh', 'offline'))?.texts).toBe(0)
  await page.context().close()
})

test('a language model is asked only after an admin set one and somebody asks; what it says counts when it is confirmed', async () => {
  const page = await open('asked')
  expect(await page.getByRole('button', { name: /^Ask / }).count()).toBe(0)
  await page.context().close()
  const settings = await open('asked', '/settings?tab=topics')
  await settings.getByText('No text leaves this server.').waitFor()
  await settings.getByRole('button', { name: 'Set one' }).click()
  await settings.getByLabel('Address').fill(`http://127.0.0.1:${(model.address() as AddressInfo).port}/v1`)
  await settings.getByLabel('Name of the model').fill('small')
  await settings.getByRole('button', { name: 'Save' }).click()
  await settings.getByRole('alert').filter({ hasText: 'own network' }).waitFor()
  await settings.getByLabel('It may lie on this machine').check()
  await settings.getByRole('button', { name: 'Save' }).click()
  await settings.getByText('may be asked.').waitFor()
  await settings.context().close()
  const again = await open('asked')
  await again.getByRole('button', { name: 'Ask small, too' }).click()
  await again.getByText('small says something of 1 of the 7 texts that were sent.').waitFor()
  expect(await topicOf('asked', 'moods')).toBeUndefined()
  const more = again.getByRole('button', { name: /more topics$/ })
  if ((await more.count()) > 0) await more.click()
  await again.getByRole('list', { name: 'Texts that may be about moods' }).getByRole('button', { name: 'Yes, it is about moods' }).click()
  await expect.poll(async () => (await topicOf('asked', 'moods'))?.texts).toBe(1)
  await again.context().close()
})
