import { soundThenClosed } from './sound.ts'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openBrowser } from './browser.ts'
import { type Look, LOOKS, openPage } from './opened-page.ts'
import { type RunningServer, startServer } from './running-server.ts'
import { settled } from './settled.ts'
import { smallCompany } from './small-company.ts'

const PEOPLE = 400
const today = new Date()
let browser: Browser
let server: RunningServer

beforeAll(async () => {
  ;[server, browser] = await Promise.all([startServer({ people: PEOPLE, until: today.toISOString().slice(0, 10) }), openBrowser()])
}, 0)

afterAll(async () => {
  await browser?.close()
  await server?.stop()
})

const open = (path: string, look: Look = {}) => openPage(browser, server.url + path, look)

describe('every page opens in light and dark, wide and narrow, without a complaint or a grave fault', () => {
  for (const path of ['/', '/parties', '/agreements', '/sources', '/?workspace=main', '/?why=kind:organization']) {
    test.each(LOOKS)(`${path} in $scheme at $width px`, async (look) => {
      await soundThenClosed(await open(path, look))
    })
  }
})

test('a click on a part of the bar opens the reasons, and a row of them the path in words', async () => {
  const { page, complaints } = await open('/')
  await settled(page)
  await page.getByRole('button', { name: /^Organization pays: .*users/ }).click()
  const panel = page.getByRole('complementary', { name: 'Why' })
  await panel.getByText('The rows behind it').waitFor()
  expect(new URL(page.url()).searchParams.get('why')).toBe('kind:organization')
  await panel.locator('[data-row]').first().click()
  await panel.getByText('The path, evidence by evidence').waitFor()
  await expect.poll(() => panel.locator('ol li').count()).toBeGreaterThan(0)
  await page.reload()
  await panel.getByText('The path, evidence by evidence').waitFor()
  expect(complaints).toEqual([])
  await page.context().close()
})

test('one click leads from the demo to the own empty workspace, where evidence is brought in and figures appear', async () => {
  const { page } = await open('/')
  await settled(page)
  await page.getByText('Northlight (demo)').waitFor()
  await page.getByRole('link', { name: 'Start with your own data' }).click()
  await page.getByRole('heading', { name: 'Start with your own data' }).waitFor()
  await page.getByLabel('Choose files').setInputFiles({ name: 'small.jsonl', mimeType: 'application/x-ndjson', buffer: Buffer.from(smallCompany(today).join('\n')) })
  await page.getByRole('button', { name: 'Write 9 rows' }).click()
  await page.getByText('= 8 written + 1 refused').waitFor()
  await page.getByRole('link', { name: 'See the figures' }).click()
  await page.getByText('2 usage days').first().waitFor()
  await page.getByText('490.00 EUR explained').waitFor()
  await page.context().close()
})

describe('the keyboard', () => {
  test('reaches the first part of the bar, opens the panel, and Escape gives the focus back', async () => {
    const { page } = await open('/')
    await settled(page)
    const part = page.getByRole('button', { name: /^Organization pays: .*users/ })
    await part.focus()
    await page.keyboard.press('Enter')
    await page.getByRole('complementary', { name: 'Why' }).waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('complementary', { name: 'Why' }).waitFor({ state: 'detached' })
    expect(await part.evaluate((element) => element === element.ownerDocument.activeElement)).toBe(true)
    await page.context().close()
  })

  test('finds a page with Ctrl-K, lists the keys with ?, and goes with g p', async () => {
    const { page } = await open('/')
    await settled(page)
    await page.keyboard.press('Control+k')
    await page.getByRole('combobox').fill('agree')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Agreements', level: 1 }).waitFor()
    await page.keyboard.press('?')
    await page.getByRole('dialog', { name: 'Keys' }).waitFor()
    await page.keyboard.press('Escape')
    await page.keyboard.press('g')
    await page.keyboard.press('p')
    await page.getByRole('heading', { name: 'Parties', level: 1 }).waitFor()
    await page.context().close()
  })
})

test('known at a day of the past is said plainly, stands in the address, and is left with one click', async () => {
  const { page } = await open('/')
  await settled(page)
  await page.getByRole('button', { name: /^Known/ }).click()
  await page.getByLabel('Known').getByRole('button').nth(2).click()
  await page.getByText('Evidence that came later is left out.', { exact: false }).first().waitFor()
  expect(new URL(page.url()).searchParams.get('knownAt')).toMatch(/^\d{4}-\d{2}-\d{2}$/)
  await page.getByRole('button', { name: 'Back to now' }).click()
  expect(new URL(page.url()).searchParams.get('knownAt')).toBeNull()
  await page.context().close()
})
