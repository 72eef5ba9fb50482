import { soundThenClosed } from './sound.ts'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openBrowser } from './browser.ts'
import { type Look, LOOKS, openPage } from './opened-page.ts'
import { type RunningServer, startEmpty, sendLines } from './running-server.ts'
import { settled } from './settled.ts'

let browser: Browser
let server: RunningServer

const DAY_MS = 86_400_000
const instantAgo = (days: number): string => new Date(Date.now() - days * DAY_MS).toISOString()
const dayAgo = (days: number): string => instantAgo(days).slice(0, 10)
const use = (key: string, party: string, days: number, learned: number) => ({ type: 'usage', key, party, product: 'notes', at: `${dayAgo(days)}T10:00:00Z`, recordedAt: instantAgo(learned) })

/** Ann and Bob used three weeks ago; that they belong to Acme, which pays, was learned two days ago, and so was some of their use. */
const LINES = [
  { type: 'product', key: 'notes', name: 'Notes', recordedAt: instantAgo(100) },
  { type: 'party', key: 'p1', kind: 'organization', ids: ['account:acme'], name: 'Acme', recordedAt: instantAgo(100) },
  { type: 'agreement', key: 'a1', product: 'notes', buyer: 'account:acme', amount: '310.00', currency: 'EUR', interval: 'month', from: dayAgo(200), recordedAt: instantAgo(100) },
  use('u1', 'user:ann', 20, 19), use('u2', 'user:ann', 19, 18), use('u3', 'user:bob', 20, 19), use('u4', 'user:cho', 18, 2),
  { type: 'membership', key: 'm1', source: 'crm', person: 'user:ann', organization: 'account:acme', recordedAt: instantAgo(2) },
  { type: 'membership', key: 'm2', source: 'crm', person: 'user:bob', organization: 'account:acme', recordedAt: instantAgo(2) },
]

beforeAll(async () => {
  ;[server, browser] = await Promise.all([startEmpty(['told']), openBrowser()])
  await sendLines(server.url, 'told', LINES)
}, 0)

afterAll(async () => {
  await browser?.close()
  await server?.stop()
})

const open = (path: string, look: Look = {}) => openPage(browser, server.url + path, look)

describe('the page opens in light and dark, wide and narrow, without a complaint or a grave fault', () => {
  for (const path of ['/changes?workspace=told', '/changes?workspace=main']) {
    test.each(LOOKS)(`${path} in $scheme at $width px`, async (look) => {
      await soundThenClosed(await open(path, look))
    })
  }
})

test('says what was learned, who moved and why, and the figures of both times', async () => {
  const { page, complaints } = await open('/changes?workspace=told')
  await settled(page)
  await page.getByText('2 users with 3 usage days moved from nobody to Acme because we learned 2 memberships from crm.', { exact: false }).waitFor()
  const row = page.getByRole('row', { name: /^Users: Organization pays/ })
  expect((await row.innerText()).split(/\s+/).slice(-3)).toEqual(['0', '2', '+2'])
  await page.getByRole('row', { name: /Not known before/ }).first().waitFor()
  await page.getByRole('button', { name: /Why: Users: Organization pays/ }).click()
  await page.getByRole('heading', { name: 'Organization pays' }).waitFor()
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('region', { name: 'Who moved' }).locator('xpath=ancestor::section[1]').getByRole('button', { name: 'CSV' }).click()])
  expect(file.suggestedFilename()).toBe('who-moved.csv')
  expect(complaints).toEqual([])
  await page.context().close()
})

test('another time is chosen in the picker and stands in the address; where nothing was learned it says so', async () => {
  const { page } = await open('/changes?workspace=told')
  await settled(page)
  await page.getByRole('button', { name: /^Then/ }).click()
  await page.getByRole('button', { name: /Since yesterday/ }).click()
  await page.getByText('Nothing was learned in between.', { exact: false }).waitFor()
  expect(new URL(page.url()).searchParams.get('against')).toBe(dayAgo(1))
  await page.goBack()
  await page.getByText('moved from nobody to Acme', { exact: false }).waitFor()
  await page.context().close()
})

test('every page says which days its figures are about, and as known when; the past leads here', async () => {
  const { page } = await open('/?workspace=told')
  await page.getByText(/^Use from .*, as known now\.$/).waitFor()
  await page.goto(`${server.url}/?workspace=told&knownAt=${dayAgo(5)}`)
  await page.getByText('You see what was known at the end of', { exact: false }).waitFor()
  await page.getByRole('link', { name: 'What changed since then' }).click()
  await page.getByRole('heading', { name: 'What changed', level: 1 }).waitFor()
  const { searchParams } = new URL(page.url())
  expect([searchParams.get('against'), searchParams.get('knownAt')]).toEqual([dayAgo(5), null])
  await page.context().close()
})
