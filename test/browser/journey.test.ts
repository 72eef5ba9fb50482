import { readFileSync } from 'node:fs'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openBrowser } from './browser.ts'
import { dayAgo } from './day-ago.ts'
import { LOOKS, openPage } from './opened-page.ts'
import { type RunningServer, sendLines, startEmpty } from './running-server.ts'
import { settled } from './settled.ts'
import { soundThenClosed } from './sound.ts'

/** How long is waited for says more about the machine than about the page. */
const PATIENT = { timeout: 60_000 }
let browser: Browser
let server: RunningServer

const use = (party: string, ago: number, more: object = {}) => ({ type: 'usage', key: `${party} ${ago}`, party, product: 'notes', at: `${dayAgo(ago)}T10:00:00Z`, ...more })
const firm = (name: string) => ({ type: 'party', key: name, kind: 'organization', ids: [`account:${name.toLowerCase()}`, `domain:${name.toLowerCase()}.example`], name })
const person = (name: string, domain: string) => ({ type: 'party', key: name, kind: 'person', ids: [`user:${name}`, `email:${name}@${domain}`], name })
const FIRMS = ['Acme', 'Globex', 'Initech', 'Umbra', 'Hooli', 'Vandelay']

/** Six firms that were spoken with 300 days ago, tested 20 days later and paid 50 after that; the last has left, the first renewed. Two free users of Acme, twelve of Reyes, one of nobody. */
const LINES = [
  ...FIRMS.flatMap((name, place) => [
    firm(name), { type: 'deal', key: `d-${name}`, stage: 'won', buyer: `account:${name.toLowerCase()}`, product: 'notes', opened: dayAgo(300), closed: dayAgo(230), amount: '1200.00', currency: 'EUR', name: `${name} for all` },
    use(`user:first-${name}`, 280, { account: `account:${name.toLowerCase()}` }),
    { type: 'agreement', key: `a-${name}`, name: `${name} yearly`, product: 'notes', buyer: `account:${name.toLowerCase()}`, beneficiary: 'seats', seats: 10, amount: '100.00', currency: 'EUR', interval: 'month', from: dayAgo(230), ...(place === 5 || place === 0 ? { to: dayAgo(100) } : {}) },
  ]),
  { type: 'agreement', key: 'a-Acme-2', name: 'Acme again', product: 'notes', buyer: 'account:acme', beneficiary: 'seats', seats: 4, amount: '100.00', currency: 'EUR', interval: 'month', from: dayAgo(100) },
  { type: 'deal', key: 'd-lost', stage: 'lost', buyer: 'account:acme', product: 'notes', opened: dayAgo(90), closed: dayAgo(80), name: 'More for Acme' }, { type: 'deal', key: 'd-open', stage: 'open', product: 'notes', opened: dayAgo(20), name: 'A stranger' },
  ...['ann', 'bob'].flatMap((name) => [person(name, 'acme.example'), use(`user:${name}`, 5)]),
  firm('Reyes'), ...Array.from({ length: 12 }, (_, place) => [person(`free${place}`, 'reyes.example'), use(`user:free${place}`, 4)]).flat(), { type: 'membership', key: 'm-cho', person: 'user:cho', organization: 'account:reyes', function: 'decider' }, { type: 'party', key: 'cho', kind: 'person', ids: ['user:cho'], name: 'Cho' },
  use('user:lone', 3),
]

beforeAll(async () => {
  ;[server, browser] = await Promise.all([startEmpty(['firm']), openBrowser()])
  await sendLines(server.url, 'firm', LINES)
}, 0)

afterAll(async () => {
  await browser?.close()
  await server?.stop()
})

async function csvOf(page: Page, button: ReturnType<Page['getByRole']>): Promise<string[][]> {
  const [download] = await Promise.all([page.waitForEvent('download'), button.click()])
  return readFileSync(await download.path(), 'utf8').trimEnd().split('\r\n').map((line) => line.split(','))
}

const plain = (text: string): string => text.replace(/\s+/g, ' ')

describe('the journey opens in light and dark, wide and narrow, without a complaint or a grave fault', () => {
  for (const path of ['/journey?workspace=firm', '/journey?workspace=firm&tab=free', '/journey?workspace=main']) {
    test.each(LOOKS)(`${path} in $scheme at $width px`, async (look) => {
      await soundThenClosed(await openPage(browser, server.url + path, look))
    })
  }
})

test('an empty workspace says what to do next', async () => {
  const { page } = await openPage(browser, `${server.url}/journey?workspace=main`)
  await page.getByRole('link', { name: 'Import files' }).waitFor()
  await page.context().close()
})

test('each step says how many reached it, of how many who could have; the days from step to step stand below', async () => {
  const { page } = await openPage(browser, `${server.url}/journey?workspace=firm`)
  await settled(page)
  const steps = (await page.locator('ol > li').allInnerTexts()).map(plain)
  // Six firms, Reyes, and one person alone. The last two are too young for 180 days.
  expect(steps.map((text) => text.split(' ').slice(0, 2).join(' '))).toEqual(['Learned 8', 'Tested 8', 'Decided 6', 'Paid 6', 'Renewed 1', 'Left 1'])
  expect(steps[3]).toContain('100% 61% to 100% 6 of 6 who could have')
  expect(steps[3]).toContain('2 too young to say')
  // Open ones without an end renew by a charge after the first month; none came.
  expect(steps[4]).toContain('17% 3% to 56% 1 of 6 whose first term has ended')
  const row = page.getByRole('row', { name: /Learned → Paid/ })
  expect(plain(await row.innerText())).toMatch(/Learned → Paid 8 6 2 70 70 days 70 days 70/)
  await page.context().close()
})

test('behind a share stand its parties, with what shows each step, and as a file', async () => {
  const { page } = await openPage(browser, `${server.url}/journey?workspace=firm`)
  await settled(page)
  await page.getByRole('button', { name: 'Renewed: 17%', exact: true }).click()
  const panel = page.getByRole('complementary', { name: 'Why' })
  await panel.getByText('The rows behind it (1)').waitFor()
  await expect.poll(async () => plain(await panel.innerText()), PATIENT).toMatch(/Acme Learned .* deal d-Acme Tested .* use by .*first-Acme Decided .* agreement a-Acme Paid .* agreement a-Acme Renewed .* agreement a-Acme-2/)
  const rows = await csvOf(page, panel.getByRole('button', { name: 'CSV' }))
  expect(rows.map(([party, , channel, learned]) => [party, channel, learned])).toEqual([['party', 'channel', 'learned'], ['Acme', 'direct', dayAgo(300)]])
  await page.reload()
  await panel.getByText('The rows behind it (1)').waitFor()
  await page.context().close()
})

test('parties are grouped as chosen, and the address holds it', async () => {
  const { page } = await openPage(browser, `${server.url}/journey?workspace=firm`)
  await settled(page)
  await page.getByRole('button', { name: /^Group by/ }).click()
  await page.getByRole('button', { name: 'Person or organization' }).click()
  await page.getByRole('heading', { name: 'By person or organization' }).waitFor()
  expect(new URL(page.url()).searchParams.get('by')).toBe('partyKind')
  await expect.poll(async () => (await page.getByRole('region', { name: 'By person or organization' }).locator('tbody tr').allInnerTexts()).map((text) => plain(text).split(' ').slice(0, 2)), PATIENT).toEqual([['Organization', '7'], ['Person', '1']])
  await page.context().close()
})

test('deals tell the win rate and the days; those behind it are listed', async () => {
  const { page } = await openPage(browser, `${server.url}/journey?workspace=firm`)
  await settled(page)
  await page.getByText('6 won of 7 closed, 49% to 97%').waitFor()
  await page.getByText('median; mean 70, n 6').waitFor()
  await page.getByRole('button', { name: 'Open at the end: 1' }).click()
  const panel = page.getByRole('complementary', { name: 'Why' })
  await panel.getByText('A stranger').waitFor()
  expect(await panel.innerText()).toContain('nobody named')
  await page.context().close()
})

test('free users stand with firms that pay and with firms that could, each once', async () => {
  const { page } = await openPage(browser, `${server.url}/journey?workspace=firm`)
  await settled(page)
  await page.getByRole('button', { name: 'Free users' }).click()
  await page.getByText('They add up to 15 users').waitFor()
  const pays = page.getByRole('region', { name: 'Their firm already pays' })
  expect((await pays.locator('tbody tr').allInnerTexts()).map(plain)).toEqual([expect.stringMatching(/^Acme 2 0 \+2 2 2 e-mail, a guess 2 no seat Acme again 4 of 4$/)])
  const many = page.getByRole('region', { name: '10 free users and more, no agreement' })
  expect((await many.locator('tbody tr').allInnerTexts()).map(plain)).toEqual([expect.stringMatching(/^Reyes 12 0 \+12 12 12 e-mail, a guess 1 Cho decides$/)])
  await many.getByRole('button', { name: 'Reyes: 12 users' }).click()
  const panel = page.getByRole('complementary', { name: 'Why' })
  await panel.getByText('The rows behind it (12)').waitFor()
  const rows = await csvOf(page, page.getByRole('button', { name: 'CSV of firms without agreement' }))
  expect(rows[1]?.slice(0, 1)).toEqual(['Reyes'])
  await page.getByRole('button', { name: /^Many is at least/ }).click()
  await page.getByRole('button', { name: '20 users' }).click()
  await page.getByText('No firm without agreement has 20 users').waitFor()
  await page.getByRole('link', { name: 'How free users become paid ones' }).click()
  await page.waitForURL(/\/explore\?.*tab=conversion/)
  await page.context().close()
})

test('the keyboard walks through the rows', async () => {
  const { page } = await openPage(browser, `${server.url}/journey?workspace=firm&tab=free`)
  await settled(page)
  await page.keyboard.press('j')
  await expect.poll(() => page.evaluate('document.activeElement.getAttribute("aria-label")'), PATIENT).toBe('Acme: 2 users')
  await page.keyboard.press('j')
  await expect.poll(() => page.evaluate('document.activeElement.getAttribute("aria-label")'), PATIENT).toBe('Reyes: 12 users')
  await page.context().close()
})
