import { soundThenClosed } from './sound.ts'
import { dayAgo } from './day-ago.ts'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openBrowser } from './browser.ts'
import { type Look, LOOKS, openPage } from './opened-page.ts'
import { type RunningServer, startEmpty, sendLines } from './running-server.ts'

const WORKSPACES = ['looks', 'each', 'keys', 'two'] as const
let browser: Browser
let server: RunningServer

const use = (key: string, party: string, days: number, account?: string) => ({ type: 'usage', key, party, product: 'notes', at: `${dayAgo(days)}T10:00:00Z`, account })

/** Acme pays for Bob; Ann uses for nothing, twice under two names; a payment of a stranger. */
const LINES = [
  { type: 'product', key: 'notes', name: 'Notes' },
  { type: 'party', key: 'p1', kind: 'organization', ids: ['account:acme'], name: 'Acme' },
  { type: 'party', key: 'p2', kind: 'organization', ids: ['account:globex'], name: 'Globex' },
  { type: 'party', key: 'p3', kind: 'person', ids: ['user:ann'], name: 'Ann' },
  { type: 'party', key: 'p4', kind: 'person', ids: ['user:bob'], name: 'Bob' },
  // A name that holds what is looked for, and comes before it in the alphabet.
  { type: 'party', key: 'p6', kind: 'person', ids: ['user:bea'], name: 'Bea Globexer' },
  { type: 'party', key: 'p5', kind: 'person', ids: ['email:ann@mail.example'], name: 'Ann Miller' },
  { type: 'membership', key: 'm1', source: 'crm', person: 'user:bob', organization: 'account:acme', from: dayAgo(300) },
  { type: 'agreement', key: 'a1', product: 'notes', buyer: 'account:acme', amount: '38400.00', currency: 'EUR', interval: 'month', from: dayAgo(200) },
  { type: 'payment', key: 'y1', source: 'bank', payer: 'iban:de1', amount: '1200.00', currency: 'EUR', at: `${dayAgo(5)}T09:00:00Z` },
  use('u1', 'user:ann', 4), use('u2', 'user:ann', 3), use('u3', 'user:bob', 3), use('u4', 'email:ann@mail.example', 6), use('u5', 'user:bob', 2, 'account:globex'),
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
const answer = async (study: string, workspace: string): Promise<unknown> => (await fetch(`${server.url}/api/${study}${study.includes('?') ? '&' : '?'}workspace=${workspace}`)).json()
/** Every figure that a correction may move. */
const figures = async (workspace: string): Promise<unknown> => Promise.all(['payers-of-use?detail=money', 'money', 'overlap', 'unused-money'].map((study) => answer(study, workspace)))

async function pick(page: Page, label: string, name: string): Promise<void> {
  await page.getByLabel(label).first().fill(name)
  await page.getByRole('option').first().waitFor()
  await page.keyboard.press('Enter')
}

describe('the dialog opens in light and dark, wide and narrow, without a complaint or a grave fault', () => {
  for (const about of ['party:user:ann', 'payment:bank|y1']) {
    test.each(LOOKS)(`${about} in $scheme at $width px`, async (look) => {
      const { page, complaints } = await open(`/review?workspace=looks&tab=log&correct=${encodeURIComponent(about)}`, look)
      await page.getByRole('dialog').getByRole('button', { name: 'Say so' }).waitFor()
      await soundThenClosed({ page, complaints })
    })
  }
})

interface Said { readonly about: string; readonly way: string; readonly fill?: (page: Page) => Promise<void>; readonly effect: string | RegExp; readonly log: RegExp }

/** Everything that can be said, with what it moves in this world. */
const EACH: readonly Said[] = [
  { about: 'party:user:ann', way: 'Belongs to', fill: (page) => pick(page, 'Which organization', 'Acme'), effect: 'This moves 1 user with 2 usage days from nobody to Acme.', log: /Ann .*is a member of Acme/ },
  { about: 'party:user:ann', way: 'Decides for', fill: (page) => pick(page, 'Which organization', 'Acme'), effect: 'This moves 1 user with 2 usage days from nobody to Acme.', log: /Ann .*is a member of Acme .*as decider/ },
  { about: 'party:user:bob', way: 'Does not belong to', fill: (page) => pick(page, 'Which organization', 'Acme'), effect: /moves 1 user with 1 usage day from Acme to nobody and moves [\d,.]+ EUR from used to unused/, log: /Bob .*is not a member of Acme/ },
  { about: 'party:user:ann', way: 'Is the same as', fill: (page) => pick(page, 'Who', 'Ann Miller'), effect: 'This makes it 1 user fewer.', log: /Ann .*and Ann Miller .*are the same/ },
  { about: 'party:user:ann', way: 'Is not the same as', fill: (page) => pick(page, 'Who', 'Ann Miller'), effect: 'No figure of this period changes.', log: /are not the same/ },
  { about: 'party:user:ann', way: 'Is one of our own people (staff)', effect: /moves 1 user with 2 usage days from nobody to left out and makes it 1 user fewer/, log: /Ann .*is staff/ },
  { about: 'party:user:ann', way: 'Leave out of all figures', effect: /moves 1 user with 2 usage days from nobody to left out/, log: /Ann .*is left out/ },
  { about: 'party:account:globex', way: 'Leave out of all figures', effect: 'This moves 1 user with 1 usage day from nobody to left out.', log: /Globex .*is left out/ },
  { about: 'party:account:globex', way: 'Is a customer', effect: 'This makes it 1 customer more.', log: /Globex .*is customer/ },
  { about: 'agreement:a1', way: 'Is paid by', fill: (page) => pick(page, 'Who pays', 'Globex'), effect: /moves 1 user with 1 usage day from Acme to Globex/, log: /Globex .*pays a1/ },
  { about: 'payment:bank|y1', way: 'Is for the agreement', fill: (page) => page.getByLabel('Key of the agreement').fill('a1'), effect: 'This moves 1,200.00 EUR from unknown to explained payments and makes it 1 customer fewer.', log: /Payment y1 of bank is for a1/ },
  { about: 'payment:bank|y1', way: 'Was paid by', fill: (page) => pick(page, 'Who pays', 'Acme'), effect: 'This moves 1,200.00 EUR from unknown to explained payments', log: /Payment y1 of bank was paid by Acme/ },
  { about: 'membership:user:bob|account:acme', way: 'Belonged until', fill: (page) => page.getByLabel('Until, not including').fill(dayAgo(10)), effect: /moves 1 user with 1 usage day from Acme to nobody/, log: /Bob .*is a member of Acme .*until/ },
  { about: 'membership:user:bob|account:acme', way: 'Never belonged', effect: /moves 1 user with 1 usage day from Acme to nobody/, log: /Bob .*is not a member of Acme/ },
]

test('each correction says before what it moves, moves just that, stands in the log, and is undone without a trace', async () => {
  const { page, complaints } = await open('/review?workspace=each&tab=log')
  const before = await figures('each')
  for (const { about, way, fill, effect, log } of EACH) {
    await page.goto(`${server.url}/review?workspace=each&tab=log&correct=${encodeURIComponent(about)}`)
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel(way, { exact: true }).check()
    await fill?.(page)
    await dialog.getByText(effect).waitFor()
    expect(await figures('each')).toEqual(before)
    await dialog.getByLabel('Why').fill('the test says so')
    await page.keyboard.press('Enter')
    await dialog.waitFor({ state: 'detached' })
    const row = page.getByRole('row', { name: log }).filter({ hasText: 'the test says so' }).first()
    await row.getByText(effect).waitFor()
    if (effect !== 'No figure of this period changes.') expect(await figures('each')).not.toEqual(before)
    await page.getByRole('button', { name: /^Undo/ }).click()
    await page.getByText('Taken back: this no longer counts.').waitFor()
    expect(await figures('each'), way).toEqual(before)
    await row.getByText(/taken back/).waitFor()
  }
  expect(complaints).toEqual([])
  await page.context().close()
})

test('with the keyboard alone: pick, read the effect, say it, take it back with z; Escape writes nothing', async () => {
  const { page, complaints } = await open('/review?workspace=keys&tab=log&correct=party:user:ann')
  const dialog = page.getByRole('dialog', { name: 'Correct: Ann' })
  await dialog.getByLabel('Belongs to', { exact: true }).waitFor()
  const before = await figures('keys')
  for (let turn = 0; turn < 30; turn += 1) {
    await page.keyboard.press('Tab')
    expect(await page.evaluate<boolean>("document.activeElement === document.body || document.querySelector('dialog').contains(document.activeElement)")).toBe(true)
  }
  await dialog.getByLabel('Belongs to', { exact: true }).focus()
  await page.keyboard.press('Tab')
  await page.keyboard.type('acm')
  await page.getByRole('option', { name: /Acme/ }).waitFor()
  await page.keyboard.press('Enter')
  await dialog.getByText('This moves 1 user with 2 usage days from nobody to Acme.').waitFor()
  await page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'detached' })
  expect(await figures('keys')).toEqual(before)

  await page.goto(`${server.url}/review?workspace=keys&tab=log&correct=party:user:ann`)
  await pick(page, 'Which organization', 'Acme')
  await dialog.getByText('This moves 1 user with 2 usage days from nobody to Acme.').waitFor()
  await page.keyboard.press('Enter')
  await page.getByText('Said: Ann belongs to Acme.').waitFor()
  expect(await figures('keys')).not.toEqual(before)
  await page.keyboard.press('z')
  await page.getByText('Taken back: this no longer counts.').waitFor()
  expect(await figures('keys')).toEqual(before)
  expect(complaints).toEqual([])
  await page.context().close()
})

test('two who say the same: the second is told so, and taking one back does not say that all is as before', async () => {
  const [{ page: ada, complaints }, { page: bob }] = await Promise.all([open('/review?workspace=two&tab=log&correct=party:user:ann'), open('/review?workspace=two&tab=log&correct=party:user:ann')])
  for (const page of [ada, bob]) {
    await page.getByRole('dialog').getByLabel('Leave out of all figures', { exact: true }).check()
    await page.getByRole('dialog').getByText(/moves 1 user with 2 usage days from nobody to left out/).waitFor()
  }
  await ada.getByRole('dialog').getByLabel('Your name').fill('Ada')
  await ada.getByRole('button', { name: 'Say so' }).click()
  await ada.getByText('Said: Ann is left out of all figures.').waitFor()
  const again = bob.getByRole('button', { name: 'Say so' })
  if (await again.isEnabled()) await again.click()
  await bob.getByText(/^Already said by Ada on /).waitFor()
  expect(await again.isEnabled()).toBe(false)
  expect(await answer('corrections', 'two')).toMatchObject({ total: 1 })
  await fetch(`${server.url}/api/correct?workspace=two`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ fact: 'leave-out', party: 'user:ann', by: 'Grace' }) })
  await ada.keyboard.press('z')
  await ada.getByText(/What you said is taken back, but Grace said the same/).waitFor()
  expect(complaints).toEqual([])
  for (const page of [ada, bob]) await page.context().close()
})

test('who is not there is not corrected', async () => {
  const { page } = await open('/review?workspace=looks&tab=log&correct=party:nobody:x')
  const dialog = page.getByRole('dialog')
  await dialog.getByText('Nobody is known as nobody:x').waitFor()
  await expect.poll(() => dialog.getByRole('button', { name: 'Say so' }).count()).toBe(0)
  await page.context().close()
})
