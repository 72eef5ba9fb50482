import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openBrowser } from './browser.ts'
import { openPage } from './opened-page.ts'
import { caughtUp, type RunningServer, startEmpty } from './running-server.ts'
import { settled } from './settled.ts'
import { smallCompany } from './small-company.ts'

const LONGER_THAN_A_MOVE_MS = 2_500
let browser: Browser
let server: RunningServer

beforeAll(async () => {
  ;[server, browser] = await Promise.all([startEmpty(), openBrowser()])
}, 0)

afterAll(async () => {
  await browser?.close()
  await server?.stop()
})

async function send(lines: readonly string[]): Promise<void> {
  const answer = await fetch(`${server.url}/v1/evidence?workspace=main`, { method: 'POST', body: lines.join('\n') })
  expect(answer.ok).toBe(true)
  await caughtUp(server.url, 'main')
}

function visit(person: number): string {
  return JSON.stringify({ type: 'usage', key: `live ${person}`, party: `user:live${person}`, product: 'notes', at: new Date(Date.now() - 86_400_000).toISOString() })
}

async function usageDays(page: Page): Promise<number> {
  return Number.parseInt(await page.getByRole('button', { name: /^[\d,]+ usage days$/ }).innerText(), 10)
}

test('figures move when evidence arrives, stand while they are paused, and catch up afterwards', async () => {
  await send(smallCompany(new Date()))
  const { page, complaints } = await openPage(browser, `${server.url}/?workspace=main`)
  await settled(page)
  const before = await usageDays(page)
  await page.getByRole('button', { name: /^Live\./ }).waitFor()
  await send([visit(1)])
  await expect.poll(() => usageDays(page), { timeout: 60_000 }).toBe(before + 1)

  await page.getByRole('button', { name: /^Live\./ }).click()
  await page.getByRole('button', { name: /^Paused\./ }).waitFor()
  await send([visit(2), visit(3)])
  await page.waitForTimeout(LONGER_THAN_A_MOVE_MS)
  expect(await usageDays(page)).toBe(before + 1)

  await page.getByRole('button', { name: /^Paused\./ }).click()
  await expect.poll(() => usageDays(page), { timeout: 60_000 }).toBe(before + 3)
  expect(complaints).toEqual([])
  await page.context().close()
})

test('they move while evidence arrives without a pause, too', async () => {
  const { page } = await openPage(browser, `${server.url}/?workspace=main`)
  await settled(page)
  await page.getByRole('button', { name: /^Live\./ }).waitFor()
  const before = await usageDays(page)
  let sent = 0
  const moved = expect.poll(() => usageDays(page), { timeout: 60_000 }).toBeGreaterThan(before).then(() => true)
  while (!(await Promise.race([moved, page.waitForTimeout(200).then(() => false)]))) {
    sent += 1
    await send([visit(100 + sent)])
  }
  expect(sent).toBeGreaterThan(1)
  await page.context().close()
})
