import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openBrowser } from './browser.ts'
import { type Look, openPage } from './opened-page.ts'
import { type RunningServer, startServer } from './running-server.ts'
import { settled } from './settled.ts'

const PEOPLE = 400
/** A page that shifts less is called good by those who measure the web. */
const GOOD_SHIFT = 0.1
/** Of a narrow screen one line is a greater part. */
const GOOD_SHIFT_NARROW = 0.15
let browser: Browser
let server: RunningServer

beforeAll(async () => {
  ;[server, browser] = await Promise.all([startServer({ people: PEOPLE, until: new Date().toISOString().slice(0, 10) }), openBrowser()])
}, 0)

afterAll(async () => {
  await browser?.close()
  await server?.stop()
})

const open = (path: string, look: Look = {}) => openPage(browser, server.url + path, look)

interface PayersOfUse { readonly users: number; readonly kinds: readonly { readonly kind: string; readonly users: number }[] }

async function payersOfUse(from: string, to: string): Promise<PayersOfUse> {
  return (await (await fetch(`${server.url}/api/payers-of-use?workspace=demo&from=${from}&to=${to}`)).json()) as PayersOfUse
}

test('each figure is compared with the same of the period before', async () => {
  const now = await payersOfUse('2026-09-01', '2026-10-01')
  const before = await payersOfUse('2026-08-01', '2026-09-01')
  const { page } = await open('/?from=2026-09-01&to=2026-10-01')
  await settled(page)
  await page.getByText('compare with August 2026').waitFor()
  for (const { kind, name } of [{ kind: 'self', name: 'Pays self' }, { kind: 'organization', name: 'Organization pays' }, { kind: 'nobody', name: 'Nobody' }]) {
    const [is, was] = [now, before].map(({ kinds }) => kinds.find((one) => one.kind === kind)?.users ?? 0) as [number, number]
    const change = page.getByRole('row', { name: new RegExp(`^${name}`) }).getByTitle(/in August 2026/).first()
    await expect.poll(() => change.innerText()).toBe(is === was ? '' : new Intl.NumberFormat('en-GB', { signDisplay: 'exceptZero' }).format(is - was).replace('-', '\u2212'))
    await expect.poll(() => change.getAttribute('title')).toBe(`${was} in August 2026`)
  }
  await page.context().close()
})

describe('the ask box', () => {
  test('says who can answer, why, and how many they are; each leads to the list of those', async () => {
    const { page, complaints } = await open('/')
    await settled(page)
    await page.getByRole('textbox', { name: 'What do you want to know?' }).fill('Would you pay 10 % more for single sign-on?')
    await page.keyboard.press('Enter')
    await page.getByText('Taken from your words: price (pay).').waitFor()
    const deciders = page.getByRole('link', { name: /deciders$/ })
    await expect.poll(async () => Number.parseInt(await deciders.innerText(), 10)).toBeGreaterThan(0)
    await expect.poll(() => page.getByRole('link', { name: /^\d+ users$/ }).count()).toBe(0)
    expect(new URL(page.url()).searchParams.get('ask')).toContain('single sign-on')
    const counted = Number.parseInt(await deciders.innerText(), 10)
    await deciders.click()
    await page.getByRole('heading', { name: 'Parties', level: 1 }).waitFor()
    await page.getByText(`${counted} parties`).waitFor()
    expect(complaints).toEqual([])
    await page.context().close()
  })

  test('a question about using it is for users', async () => {
    const { page } = await open('/?ask=Can+you+find+last+week%E2%80%99s+notes%3F')
    await settled(page)
    await page.getByText('users can answer, whoever pays').waitFor()
    await expect.poll(() => page.getByRole('link', { name: /deciders$/ }).count()).toBe(0)
    await page.context().close()
  })
})

test('what is odd in the data is told on the first page, with the way to all of it', async () => {
  const { page } = await open('/')
  await settled(page)
  await page.getByRole('heading', { name: 'Mind the data' }).waitFor()
  await page.getByRole('link', { name: 'All, with examples' }).click()
  await page.getByRole('heading', { name: 'What looks odd' }).waitFor()
  await page.context().close()
})

describe('the palette', () => {
  test('finds a party and opens the correction of it, a period, a product and the scheme', async () => {
    const { page } = await open('/')
    await settled(page)
    const palette = page.getByRole('combobox', { name: 'Search and commands' })
    await page.keyboard.press('Control+k')
    // Opening it and leaving it changes nothing.
    await page.keyboard.press('Escape')
    await palette.waitFor({ state: 'detached' })
    await page.getByRole('heading', { name: 'Who uses, and who pays' }).waitFor()
    await page.keyboard.press('Control+k')
    await palette.fill('show notes')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: /^Who uses Notes/ }).waitFor()
    await page.keyboard.press('Control+k')
    await palette.fill('last 90')
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: /Period Last 90 days/ }).waitFor()
    await page.keyboard.press('Control+k')
    await palette.fill('dark')
    await page.keyboard.press('Enter')
    await expect.poll(() => page.evaluate<string | null>('document.documentElement.getAttribute("data-mantine-color-scheme")')).toBe('dark')
    await page.keyboard.press('Control+k')
    await palette.fill('jun')
    await page.getByRole('option', { name: /^Correct / }).click()
    expect(new URL(page.url()).searchParams.get('correct')).toMatch(/^party:/)
    await page.context().close()
  })
})

describe('an address that cannot be', () => {
  test('a product, a workspace or a party that is not there is said once, with a way on', async () => {
    const { page } = await open('/?product=zzz')
    await page.getByRole('heading', { name: 'Nothing is known of a product “zzz”' }).waitFor()
    await expect.poll(() => page.getByRole('alert').count()).toBe(0)
    await page.getByRole('link', { name: 'Show all products' }).click()
    await page.getByRole('heading', { name: 'Who uses, and who pays' }).waitFor()
    await page.goto(`${server.url}/money?workspace=nope`)
    await page.getByRole('heading', { name: 'There is no workspace “nope”' }).waitFor()
    await page.getByRole('link', { name: 'To your workspace' }).waitFor()
    await page.goto(`${server.url}/parties/user:nobody-here`)
    await page.getByRole('heading', { name: 'Nobody is known as user:nobody-here' }).waitFor()
    await page.getByRole('link', { name: 'Look among all parties' }).waitFor()
    await page.context().close()
  })

  test('days that make no period are not swallowed', async () => {
    const { page } = await open('/?from=2026-11-01&to=2026-01-01&knownAt=abc')
    const notice = page.getByText('The days in the address are no valid period')
    await notice.waitFor()
    await page.getByRole('button', { name: 'All right' }).click()
    await notice.waitFor({ state: 'detached' })
    expect(new URL(page.url()).search).toBe('')
    await page.context().close()
  })

  test('a day of knowledge long ago gives no error, but what was known', async () => {
    const { page, complaints } = await open('/?knownAt=2026-08-01&from=2026-07-01&to=2026-08-01')
    await settled(page)
    await page.getByRole('heading', { name: 'What changed this week' }).scrollIntoViewIfNeeded()
    await page.getByText(/Between the end of|Since the end of|Nothing was learned/).first().waitFor()
    expect(complaints).toEqual([])
    await page.context().close()
  })
})

test('the parts of the use add up to a hundred as they are shown', async () => {
  const { page } = await open('/')
  await settled(page)
  const line = await page.getByText('with a known payer').innerText()
  const shown = [...line.matchAll(/([\d.]+)%/g)].map(([, text]) => Number(text))
  expect(shown.length).toBe(3)
  expect(Math.round(shown.reduce((sum, one) => sum + one, 0) * 10) / 10).toBe(100)
  await page.context().close()
})

describe('nothing jumps when answers arrive', () => {
  for (const path of ['/', '/?product=notes', '/explore', '/chain', '/parties', '/agreements', '/money', '/changes', '/sources', '/review', '/settings', '/audit']) {
    test.each([{ width: 1440 }, { width: 390 }])(`${path} at $width px`, async ({ width }) => {
      const context = await browser.newContext({ viewport: { width, height: 900 }, reducedMotion: 'reduce' })
      await context.addInitScript('window.shifts = 0; new PerformanceObserver((list) => { for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifts += entry.value }).observe({ type: "layout-shift", buffered: true })')
      const page = await context.newPage()
      await page.goto(server.url + path)
      await settled(page)
      await page.waitForTimeout(300)
      expect(await page.evaluate<number>('window.shifts')).toBeLessThan(width < 500 ? GOOD_SHIFT_NARROW : GOOD_SHIFT)
      await context.close()
    })
  }
})
