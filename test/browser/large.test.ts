import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { largeWorkspace } from '../../bench/large.ts'
import { type Running, startHatrack } from '../../bench/server.ts'
import { dayOf } from '../../src/base/day.ts'
import { openBrowser } from './browser.ts'
import { graveFaults, openPage, overflow } from './opened-page.ts'
import { settled } from './settled.ts'

/** Every page on a large workspace. Absent: one of so many people, made for the test; HATRACK_LARGE names the data folder of another, made by bench/large.ts. */
const PEOPLE = 20_000
const USAGE_DAYS = 60_000
/** However much there is, a page shows so much of it and leads to the rest. */
const NODES_AT_MOST = 6_000
const { HATRACK_LARGE } = process.env

let browser: Browser
let server: Running
let made: string | null = null

beforeAll(async () => {
  if (HATRACK_LARGE === undefined) made = mkdtempSync(join(tmpdir(), 'hatrack-large-'))
  const folder = HATRACK_LARGE ?? (await largeWorkspace(join(made ?? '', 'data'), { people: PEOPLE, until: dayOf(Date.now()) }, USAGE_DAYS))
  if (!existsSync(folder)) throw new Error(`HATRACK_LARGE names ${folder}, which is not there`)
  ;[server, browser] = await Promise.all([startHatrack(folder), openBrowser()])
}, 0)

afterAll(async () => {
  await browser?.close()
  await server?.stop()
  if (made !== null) rmSync(made, { recursive: true, force: true })
}, 0)

const PATHS = [
  '/', '/explore', '/explore?tab=overlap', '/explore?tab=world', '/explore?tab=conversion', '/explore?tab=concentration', '/explore?by=trait.country', '/chain', '/chain?measure=use',
  '/parties', '/parties?role=user', '/parties?role=customer', '/parties?q=adler', '/parties/user:u107', '/parties/account:o25', '/parties/account:r0', '/parties/self',
  '/agreements', '/agreements?tab=renewals', '/agreements?tab=renewals&measure=list', '/agreements?tab=seats', '/money', '/money?tab=allocation', '/money?tab=unknown', '/money?tab=unknown&kind=use',
  '/changes', '/sources', '/review', '/settings', '/settings?tab=staff', '/audit', '/imports',
  '/?why=kind:organization', '/?why=kind:nobody', '/?why=unused:EUR', '/?why=money:EUR', '/agreements?why=agreement:a25',
] as const

async function nodesOf(page: Page): Promise<number> {
  return page.evaluate<number>("document.getElementsByTagName('*').length")
}

describe('every page of a large workspace opens, wide and narrow, with a bounded document and without a complaint or a grave fault', () => {
  test.each(PATHS.map((path, place) => ({ path, scheme: place % 2 === 0 ? ('light' as const) : ('dark' as const) })))('$path in $scheme', async ({ path, scheme }) => {
    const { page, complaints } = await openPage(browser, `${server.url}${path}${path.includes('?') ? '&' : '?'}workspace=main`, { scheme })
    await settled(page)
    expect(await nodesOf(page)).toBeLessThan(NODES_AT_MOST)
    expect(await overflow(page)).toBeLessThanOrEqual(0)
    expect(await graveFaults(page)).toEqual([])
    await page.setViewportSize({ width: 390, height: 844 })
    await settled(page)
    expect(await overflow(page)).toBeLessThanOrEqual(0)
    expect(complaints).toEqual([])
    await page.context().close()
  })
})

test('the palette finds a party among all of them, and leads to it', async () => {
  const { page, complaints } = await openPage(browser, `${server.url}/audit?workspace=main`)
  await settled(page)
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox').fill('12007')
  await page.getByRole('option', { name: /12007/ }).first().waitFor()
  expect(await nodesOf(page)).toBeLessThan(NODES_AT_MOST)
  await page.getByRole('option', { name: /12007/ }).first().click()
  await page.getByRole('heading', { level: 1, name: /12007/ }).waitFor()
  await settled(page)
  expect(complaints).toEqual([])
  await page.context().close()
})

test('the list of all parties is scrolled to its end without keeping what has gone by', async () => {
  const { page, complaints } = await openPage(browser, `${server.url}/parties?workspace=main`)
  await settled(page)
  const grid = page.getByRole('grid', { name: 'List of parties' })
  await grid.getByRole('link').first().waitFor()
  const first = await grid.getByRole('link').first().textContent()
  await grid.getByRole('link').first().focus()
  await page.keyboard.press('End')
  await page.evaluate("window.scrollTo(0, document.documentElement.scrollHeight); for (const one of document.querySelectorAll('main *')) if (one.scrollHeight > one.clientHeight + 1000) one.scrollTop = one.scrollHeight")
  await expect.poll(async () => grid.getByRole('link').last().textContent()).not.toBe(first)
  expect(await nodesOf(page)).toBeLessThan(NODES_AT_MOST)
  expect(complaints).toEqual([])
  await page.context().close()
})
