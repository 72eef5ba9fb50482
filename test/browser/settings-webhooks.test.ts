import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openBrowser } from './browser.ts'
import { graveFaults, LOOKS, openPage, overflow } from './opened-page.ts'
import { type RunningServer, startEmpty } from './running-server.ts'
import { settled } from './settled.ts'

let browser: Browser
let server: RunningServer
let receiver: Server
let status = 204
const types: string[] = []

beforeAll(async () => {
  receiver = createServer((request, response) => {
    let body = ''
    request.on('data', (data: Buffer) => {
      body += data.toString()
    })
    request.on('end', () => {
      types.push((JSON.parse(body) as { type: string }).type)
      response.writeHead(status).end()
    })
  })
  await new Promise<void>((settle) => receiver.listen(0, '127.0.0.1', settle))
  ;[server, browser] = await Promise.all([startEmpty(), openBrowser()])
}, 0)

afterAll(async () => {
  await browser?.close()
  await server?.stop()
  receiver?.close()
})

const told = (): string => `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/told`
const address = (): string => `${server.url}/settings?workspace=main&tab=webhooks`

test('an address is added, tried, told of what happens, and sent to again', async () => {
  const { page, complaints } = await openPage(browser, address())
  await settled(page)
  await page.getByText('Nobody is told anything yet.').waitFor()
  await page.getByRole('button', { name: 'Add a webhook' }).click()
  const form = page.locator('dialog')
  await form.getByLabel('Address').fill(told())
  await form.getByRole('button', { name: 'Add a webhook' }).click()
  await form.getByRole('alert').getByText('its own network').waitFor()
  await form.getByLabel('It may lie on this machine').check()
  await form.getByRole('button', { name: 'Add a webhook' }).click()
  await expect.poll(() => page.locator('dialog code').first().innerText()).toMatch(/^whsec_/)
  expect(await graveFaults(page)).toEqual([])
  await page.getByRole('button', { name: 'Done' }).click()
  expect(await page.content()).not.toContain('whsec_')

  await page.getByRole('button', { name: `Send a test: ${told()}` }).click()
  await page.getByText('The test was sent. It was taken.').waitFor()
  status = 500
  await page.getByRole('button', { name: `Send a test: ${told()}` }).click()
  await page.getByText('The test did not arrive. It answered 500.').waitFor()
  status = 200
  await page.getByRole('button', { name: /^Send again: a test/ }).first().click()
  await page.locator('tr', { hasText: '2 attempts' }).getByText('taken').waitFor()
  expect(types).toEqual(['test', 'test', 'test'])

  await fetch(`${server.url}/api/correct?workspace=main`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ fact: 'leave-out', party: 'user:ann', by: 'Ann' }) })
  await expect.poll(() => types.at(-1), { timeout: 20_000 }).toBe('correction.said')
  await page.reload()
  await page.getByRole('button', { name: /^Look: a correction is said/ }).click()
  await page.locator('dialog pre').getByText('"by": "Ann"').waitFor()
  expect(await graveFaults(page)).toEqual([])
  // The browser tells of the one refusal above.
  expect(complaints).toEqual([expect.stringContaining('400')])
  await page.context().close()
})

test.each(LOOKS)('without a grave fault in $scheme at $width px', async (look) => {
  const { page, complaints } = await openPage(browser, address(), look)
  await settled(page)
  await page.getByRole('heading', { name: 'Messages' }).waitFor()
  expect([complaints, await graveFaults(page), await overflow(page)]).toEqual([[], [], 0])
  await page.context().close()
})

test('it is stopped and removed, and the audit names it without its secret', async () => {
  const { page } = await openPage(browser, address())
  await page.getByRole('button', { name: `Stop: ${told()}` }).click()
  await page.getByText('Somebody stopped it.').waitFor()
  await page.getByRole('button', { name: `Remove: ${told()}` }).click()
  await page.getByRole('button', { name: 'Yes' }).click()
  await page.getByText('Nobody is told anything yet.').waitFor()
  await page.goto(`${server.url}/audit?workspace=main`)
  await page.locator('tbody tr').first().getByText('Removed a webhook').waitFor()
  expect(await page.content()).not.toContain('whsec_')
  await page.context().close()
})
