import { soundThenClosed } from './sound.ts'
import { dayAgo } from './day-ago.ts'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openBrowser } from './browser.ts'
import { type Look, LOOKS, openPage } from './opened-page.ts'
import { type RunningServer, startEmpty, sendLines } from './running-server.ts'
import { settled } from './settled.ts'

const WORKSPACES = ['looks', 'keys', 'firms'] as const
let browser: Browser
let server: RunningServer

const use = (key: string, party: string, days: number) => ({ type: 'usage', key, party, product: 'notes', at: `${dayAgo(days)}T10:00:00Z` })

/** Three Bobs of whom two are one, two spellings of a firm, and people of a firm that nobody told us. */
const LINES = [
  { type: 'product', key: 'notes', name: 'Notes' },
  { type: 'party', key: 'p1', kind: 'person', source: 'crm', ids: ['user:1', 'email:bob@reyes.com'], name: 'Bob Reyes', traits: { phone: '+1 702 919 1300', birthDate: '1978-11-12' } },
  { type: 'party', key: 'p2', kind: 'person', source: 'shop', ids: ['user:2', 'email:robert.reyes@gmail.com'], name: 'Robert Reyes', traits: { phone: '702-919-1300', birthDate: '1978-12-11' } },
  { type: 'party', key: 'p3', kind: 'person', source: 'shop', ids: ['user:3', 'email:b.reyes@gmail.com'], name: 'Bob Reyes', traits: { birthDate: '1990-03-15' } },
  { type: 'party', key: 'p4', kind: 'organization', source: 'crm', ids: ['account:acme'], name: 'Acme Chemicals Inc.' },
  { type: 'party', key: 'p5', kind: 'organization', source: 'stripe', ids: ['stripe:cus_1'], name: 'ACME Chemicals' },
  { type: 'agreement', key: 'a1', product: 'notes', buyer: 'account:acme', amount: '38400.00', currency: 'EUR', interval: 'month', from: dayAgo(200) },
  { type: 'payment', key: 'y1', payer: 'stripe:cus_1', amount: '38400.00', currency: 'EUR', at: `${dayAgo(5)}T09:00:00Z` },
  use('u1', 'user:1', 4), use('u2', 'user:2', 3), use('u3', 'email:ann@acme-chemicals.com', 3), use('u4', 'email:eva@acme-chemicals.com', 2), use('u5', 'email:gus@hobby.net', 2),
]

beforeAll(async () => {
  ;[server, browser] = await Promise.all([startEmpty(WORKSPACES), openBrowser()])
  for (const workspace of WORKSPACES) {
    await sendLines(server.url, workspace, LINES)
  }
}, 0)

afterAll(async () => {
  await browser?.close()
  await server?.stop()
})

const open = (path: string, look: Look = {}) => openPage(browser, server.url + path, look)

async function question(page: Page): Promise<string> {
  return page.locator('#review-question').innerText()
}

async function cards(workspace: string): Promise<number> {
  return ((await (await fetch(`${server.url}/api/identity-review?workspace=${workspace}`)).json()) as { total: number }).total
}

describe('the page opens in light and dark, wide and narrow, without a complaint or a grave fault', () => {
  for (const path of ['/review?workspace=looks', '/review?workspace=looks&tab=firms', '/review?workspace=looks&tab=log', '/review?workspace=main']) {
    test.each(LOOKS)(`${path} in $scheme at $width px`, async (look) => {
      await soundThenClosed(await open(path, look))
    })
  }
})

test('with the keyboard alone: a card says what a merge would change, is merged, and is here again after an undo', async () => {
  const { page, complaints } = await open('/review?workspace=keys')
  await settled(page)
  const open_ = await cards('keys')
  expect(open_).toBeGreaterThan(1)
  await page.getByRole('link', { name: /Same or not\?/ }).getByText(String(open_)).waitFor()
  expect(await question(page)).toBe('Is this one person?')
  await page.getByText('Names that fit: Bob Reyes and Robert Reyes').waitFor()
  await page.getByText('This makes it 1 user fewer.').waitFor()
  await page.keyboard.press('m')
  await page.getByText('Bob Reyes and Robert Reyes are one now.').waitFor()
  expect(await cards('keys')).toBeLessThan(open_)
  await page.keyboard.press('u')
  await page.getByText('Taken back; the card is here again.').waitFor()
  await page.getByText('Names that fit: Bob Reyes and Robert Reyes').waitFor()
  expect(await cards('keys')).toBe(open_)

  await page.keyboard.press('s')
  await page.getByText('1 put off').waitFor()
  expect(await question(page)).toBe('Is this one organization?')
  await page.getByText('38,400.00 EUR from unknown to explained payments').waitFor()
  await page.keyboard.press('k')
  await page.getByText(/stay apart/).waitFor()
  await page.keyboard.press('?')
  await page.getByRole('dialog', { name: 'Keys' }).getByText('Merge (Same or not?)').waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Corrections' }).click()
  await page.getByRole('row', { name: /are not the same/ }).getByRole('button', { name: 'Take back' }).click()
  await page.getByRole('row', { name: /are not the same/ }).getByText(/taken back/).waitFor()
  expect(await cards('keys')).toBe(open_)
  expect(complaints).toEqual([])
  await page.context().close()
})

test('chosen domains become an organization in one go, with the effect said before, and back again', async () => {
  const { page, complaints } = await open('/review?workspace=firms&tab=firms')
  await settled(page)
  await page.getByLabel('Choose acme-chemicals.com').check()
  await page.getByLabel('Name of an organization').fill('Acme Chemicals Inc.')
  await page.getByText('This moves 2 users with 2 usage days from nobody to Acme Chemicals Inc. and moves', { exact: false }).waitFor()
  await page.getByRole('button', { name: 'Say so' }).click()
  await page.getByText('Said, in 1 line.').waitFor()
  await page.getByRole('row', { name: /acme-chemicals\.com/ }).getByRole('link', { name: 'Acme Chemicals Inc.' }).waitFor()
  await page.getByRole('button', { name: 'Undo' }).click()
  await page.getByRole('row', { name: /acme-chemicals\.com/ }).getByText('only guessed').waitFor()
  await page.getByLabel('Choose hobby.net').check()
  await page.getByLabel('They are no firm').check()
  await page.getByText('No figure of this period changes.').waitFor()
  await page.getByRole('button', { name: 'Say so' }).click()
  await page.getByLabel('Choose hobby.net').waitFor({ state: 'detached' })
  expect(complaints).toEqual([])
  await page.context().close()
})
