import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openBrowser } from './browser.ts'
import { openPage } from './opened-page.ts'
import { caughtUp, type RunningServer, startEmpty } from './running-server.ts'
import { settled } from './settled.ts'

const LINES = [
  { type: 'product', key: 'notes', name: 'Notes' },
  { type: 'party', key: 'p1', kind: 'person', ids: ['user:lars'], name: 'Lars Garcia' },
  { type: 'usage', key: 'u1', party: 'user:lars', product: 'notes', at: new Date(Date.now() - 3 * 86_400_000).toISOString() },
]
let browser: Browser
let server: RunningServer

beforeAll(async () => {
  ;[server, browser] = await Promise.all([startEmpty(['words']), openBrowser()])
  await fetch(`${server.url}/v1/evidence?workspace=words`, { method: 'POST', body: LINES.map((line) => JSON.stringify(line)).join('\n') })
  await caughtUp(server.url, 'words')
}, 0)

afterAll(async () => {
  await browser?.close()
  await server?.stop()
})

test('a correction stands in the audit as a sentence, and is taken back there', async () => {
  const said = await fetch(`${server.url}/api/correct?workspace=words`, { method: 'POST', headers: { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' }, body: JSON.stringify({ fact: 'leave-out', party: 'user:lars', by: 'Ada', why: 'a test account' }) })
  expect(said.status).toBe(200)
  const { page, complaints } = await openPage(browser, `${server.url}/audit?workspace=words`)
  await settled(page)
  const row = page.getByRole('row').filter({ hasText: 'Corrected' })
  await row.getByText('Lars Garcia (user:lars) is left out, said Ada. Because: a test account.').waitFor()
  await row.getByRole('button', { name: 'Take back: Lars Garcia (user:lars) is left out' }).click()
  await row.getByText('taken back later').waitFor()
  await page.getByText(/^It does not hold any more that Lars Garcia \(user:lars\) is left out/).waitFor()
  await expect.poll(() => row.getByRole('button', { name: /^Take back/ }).count()).toBe(0)
  expect(complaints).toEqual([])
  await page.context().close()
})
