import { soundThenClosed } from './sound.ts'
import { dayAgo } from './day-ago.ts'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openBrowser } from './browser.ts'
import { type Look, LOOKS, openPage } from './opened-page.ts'
import { caughtUp, type RunningServer, startEmpty, sendLines } from './running-server.ts'
import { settled } from './settled.ts'

const MEMBERS = 330
let browser: Browser
let server: RunningServer

const use = (key: string, party: string, days: number) => ({ type: 'usage', key, party, product: 'notes', at: `${dayAgo(days)}T10:00:00Z` })

/** Globex owns Acme and pays for it; Ann decides and uses, 330 more are members; a wholesaler, a robot, and somebody whom nobody knows. */
const LINES = [
  { type: 'product', key: 'notes', name: 'Notes' },
  { type: 'party', key: 'p1', kind: 'organization', ids: ['account:acme', 'domain:acme.com'], name: 'Acme' },
  { type: 'party', key: 'p2', kind: 'organization', ids: ['account:globex'], name: 'Globex' },
  { type: 'party', key: 'p3', kind: 'person', ids: ['user:ann', 'email:ann@acme.com'], name: 'Ann', category: 'pro', traits: { country: 'AT' } },
  { type: 'party', key: 'p4', kind: 'organization', ids: ['account:whole'], name: 'Wholesale & Sons' },
  { type: 'party', key: 'p5', kind: 'machine', ids: ['service:robot'], name: 'Robot' },
  { type: 'link', key: 'l1', ids: ['anonymous:x9', 'user:ann'] },
  ...Array.from({ length: MEMBERS }, (_, place) => ({ type: 'membership', key: `n${place}`, person: `user:m${place}`, organization: 'account:acme', from: dayAgo(200) })),
  { type: 'membership', key: 'm1', person: 'user:ann', organization: 'account:acme', function: 'decider', from: dayAgo(300) },
  { type: 'membership', key: 'm1', person: 'user:ann', organization: 'account:acme', function: 'decider', from: dayAgo(310), version: 2 },
  { type: 'party', key: 'p6', kind: 'person', ids: ['user:cleo'], name: 'Cleo' },
  { type: 'membership', key: 'm7', person: 'user:cleo', organization: 'account:acme', function: 'champion', from: dayAgo(250) },
  { type: 'ownership', key: 'o1', organization: 'account:acme', parent: 'account:globex', from: dayAgo(400) },
  { type: 'agreement', key: 'a1', product: 'notes', buyer: 'account:acme', payer: 'account:globex', amount: '310.00', currency: 'EUR', interval: 'month', from: dayAgo(200) },
  { type: 'agreement', key: 'w1', product: 'notes', buyer: 'account:whole', amount: '50.00', currency: 'EUR', interval: 'month', from: dayAgo(150) },
  { type: 'agreement', key: 'w2', product: 'notes', seller: 'account:whole', buyer: 'user:kim', amount: '9.00', currency: 'EUR', interval: 'month', from: dayAgo(100) },
  use('u1', 'user:ann', 3), use('u2', 'user:ann', 40), use('u3', 'user:m1', 5), use('u4', 'user:m2', 6), use('u5', 'user:kim', 6), use('u6', 'service:robot', 6), use('u7', 'anonymous:nobody9', 4),
  { type: 'feedback', key: 'f1', party: 'user:ann', product: 'notes', kind: 'nps', score: 9, topic: 'search', text: 'Good.', at: `${dayAgo(2)}T10:00:00Z` },
  { type: 'ask', key: 'q1', party: 'user:ann', question: 'Would you buy again?', topic: 'price', by: 'Eva', at: `${dayAgo(2)}T11:00:00Z` },
  { type: 'answer', key: 'w1', ask: 'q1', at: `${dayAgo(1)}T10:00:00Z`, text: 'Yes.' },
]

beforeAll(async () => {
  ;[server, browser] = await Promise.all([startEmpty(['looks', 'parts']), openBrowser()])
  for (const workspace of ['looks', 'parts']) {
    await sendLines(server.url, workspace, LINES)
  }
}, 0)

afterAll(async () => {
  await browser?.close()
  await server?.stop()
})

const open = (path: string, look: Look = {}) => openPage(browser, server.url + path, look)
const card = (page: Page, title: string) => page.locator('section', { has: page.getByRole('heading', { name: title, level: 2, exact: true }) }).last()

describe('the page of a party opens in light and dark, wide and narrow, without a complaint or a grave fault', () => {
  for (const [who, path, looks] of [
    ['a person', 'user:ann', LOOKS], ['a firm with an owner and many members', 'account:acme', LOOKS], ['a wholesaler', 'account:whole', [LOOKS[0]]], ['a machine', 'service:robot', [LOOKS[1]]], ['somebody whom nobody knows', 'anonymous:nobody9', [LOOKS[1]]], ['a payer', 'account:globex', [LOOKS[0]]],
  ] as const) {
    test.each(looks)(`${who} in $scheme at $width px`, async (look) => {
      await soundThenClosed(await open(`/parties/${path}?workspace=looks`, look))
    })
  }
})

test('who only speaks for the product is no decider; relations name no keys, and the seller is named alike everywhere', async () => {
  const firm = await open('/parties/account:acme?workspace=looks')
  await settled(firm.page)
  const relations = card(firm.page, 'Relations')
  await relations.getByRole('heading', { name: 'Deciders and champions (2)' }).waitFor()
  await relations.getByRole('listitem').filter({ hasText: 'Cleo' }).getByText('champion').waitFor()
  await relations.getByRole('link', { name: 'our company' }).first().waitFor()
  await expect.poll(() => relations.innerText()).not.toMatch(/\b(m7|n\d+|a1)\b/)
  await relations.getByRole('button', { name: 'Agreement a1' }).first().click()
  await firm.page.waitForURL(/why=agreement/)
  await firm.page.context().close()
  const cleo = await open('/parties/user:cleo?workspace=looks')
  await settled(cleo.page)
  await cleo.page.getByText('Champion', { exact: true }).waitFor()
  await expect.poll(() => cleo.page.getByText('Decider', { exact: true }).count()).toBe(0)
  await cleo.page.context().close()
})

test('Ann: her hats as bars and as a table, who pays and the path, what she said and answered', async () => {
  const { page, complaints } = await open('/parties/email:ann@acme.com?workspace=looks')
  await page.getByRole('heading', { name: 'Ann', level: 1 }).waitFor()
  await page.getByText('Category: pro').waitFor()
  const hats = card(page, 'Hats over time')
  await hats.getByRole('button', { name: /^Decides at Acme, since/ }).click()
  await page.getByText('Lines: m1').waitFor()
  await page.getByRole('button', { name: 'Correct' }).last().waitFor()
  await page.keyboard.press('Escape')
  await expect.poll(() => hats.getByRole('button', { name: /^User of Notes/ }).count()).toBe(2)
  await hats.getByRole('button', { name: 'As a table' }).click()
  await expect.poll(() => hats.getByRole('row').count()).toBe(4)
  await card(page, 'What they said').getByText('NPS 9').waitFor()
  await card(page, 'What they were asked').getByText('“Yes.”').waitFor()
  await card(page, 'Who pays for their use').getByRole('button', { name: /^Path/ }).first().click()
  await page.getByRole('complementary', { name: 'Why' }).getByText('Globex', { exact: false }).first().waitFor()
  expect(complaints).toEqual([])
  await page.context().close()
})

test('Acme: its many members folded, its owner; Globex: for whom it pays, to the cent, with the way to all of them', async () => {
  const { page, complaints } = await open('/parties/account:acme?workspace=looks')
  const relations = card(page, 'Relations')
  await relations.getByText(`Members (${MEMBERS})`).waitFor()
  await relations.locator('ul').getByText(`and ${MEMBERS - 10} more`).waitFor()
  await expect.poll(() => relations.locator('svg').getByText('Globex').count()).toBeGreaterThan(0)
  await relations.getByRole('link', { name: 'Globex' }).first().click()
  await page.getByRole('heading', { name: 'Globex', level: 1 }).waitFor()
  const paysFor = card(page, 'For whom they pay')
  await paysFor.getByRole('link', { name: 'Ann' }).waitFor()
  await expect.poll(() => paysFor.getByRole('region', { name: 'Users' }).getByRole('row').count()).toBe(4)
  await paysFor.getByRole('link', { name: /^All 3 users/ }).click()
  await page.getByText('3 parties', { exact: false }).waitFor()
  expect(new URL(page.url()).searchParams.get('where')).toBe('payer=account:globex')
  expect(complaints).toEqual([])
  await page.context().close()
})

test('the timeline says lines in plain words, marks what was replaced, narrows by type, and shows the line itself', async () => {
  const { page } = await open('/parties/user:ann?workspace=looks')
  const lines = card(page, 'Evidence')
  await lines.getByText('replaced by a later line').waitFor()
  await lines.getByText('Ann used notes', { exact: false }).first().waitFor()
  await lines.getByLabel('Type').selectOption('feedback')
  await lines.getByText('replaced by a later line').waitFor({ state: 'detached' })
  await lines.locator('summary').first().click()
  await lines.getByText('"key": "f1"').waitFor()
  await page.context().close()
})

test('what was joined can be parted in place, and that can be taken back', async () => {
  const { page } = await open('/parties/user:ann?workspace=parts')
  const identity = card(page, 'Known as')
  const chip = identity.locator('p').getByText('anonymous:x9', { exact: true })
  await chip.waitFor()
  await identity.locator('li', { has: page.getByTitle(/\bl1\b/) }).getByRole('button', { name: 'Not the same' }).click()
  await chip.waitFor({ state: 'detached' })
  await identity.getByRole('button', { name: 'Take back' }).first().click()
  await chip.waitFor()
  await page.context().close()
})

test('whom no evidence names is told plainly', async () => {
  const { page } = await open('/parties/user:no-such-one?workspace=looks')
  await page.getByRole('heading', { name: 'Nobody is known as user:no-such-one' }).waitFor()
  await page.getByText(/No evidence names/).waitFor()
  await page.context().close()
})

test('what was said by hand stands on the page of whom it names, by whatever identifier, and is taken back there', async () => {
  const word = { type: 'override', key: 'h1', source: 'by-hand', fact: 'leave-out', party: 'anonymous:x9', by: 'Eva', why: 'a test account' }
  const response = await fetch(`${server.url}/v1/evidence?workspace=parts`, { method: 'POST', body: JSON.stringify(word) })
  expect(await response.json()).toMatchObject({ rejected: [] })
  await caughtUp(server.url, 'parts')
  const { page, complaints } = await open('/parties/user:ann?workspace=parts')
  const log = card(page, 'Corrections')
  await log.getByText('a test account').waitFor()
  await log.getByRole('button', { name: 'Take back' }).click()
  await log.getByText(/^taken back/).waitFor()
  await page.goto(`${server.url}/parties/account:whole?workspace=parts`)
  await page.getByText('No corrections').click()
  await page.getByText('Where something looks wrong, choose Correct beside it.').waitFor()
  expect(complaints).toEqual([])
  await page.context().close()
})
