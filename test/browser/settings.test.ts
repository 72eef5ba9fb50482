import { dayAgo } from './day-ago.ts'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openBrowser } from './browser.ts'
import { graveFaults, LOOKS, openPage, overflow } from './opened-page.ts'
import { caughtUp, type RunningServer, startEmpty } from './running-server.ts'
import { settled } from './settled.ts'

/** The webhooks have a test of their own. */
const TABS = ['products', 'seller', 'categories', 'staff', 'thresholds', 'rates', 'keys', 'people'] as const
let browser: Browser
let server: RunningServer

const use = (key: string, party: string) => ({ type: 'usage', key, party, product: 'notes', at: `${dayAgo(4)}T10:00:00Z` })
const LINES = [
  { type: 'product', key: 'notes', name: 'Notes' },
  { type: 'party', key: 'p1', kind: 'person', ids: ['user:1', 'email:ann@us.com'], name: 'Ann', traits: { plan: 'trial' } },
  { type: 'party', key: 'p2', kind: 'person', ids: ['user:2', 'email:bob@us.com'], name: 'Bob', traits: { plan: 'paid' } },
  use('u1', 'user:1'), use('u2', 'user:2'),
]

beforeAll(async () => {
  ;[server, browser] = await Promise.all([startEmpty(['looks', 'deeds']), openBrowser()])
  for (const workspace of ['looks', 'deeds']) {
    await fetch(`${server.url}/v1/evidence?workspace=${workspace}`, { method: 'POST', body: LINES.map((line) => JSON.stringify(line)).join('\n') })
    await caughtUp(server.url, workspace)
  }
}, 0)

afterAll(async () => {
  await browser?.close()
  await server?.stop()
})

describe('each part opens in light and dark, wide and narrow, without a complaint or a grave fault', () => {
  test.each(LOOKS)('in $scheme at $width px', async (look) => {
    for (const path of [...TABS.map((tab) => `/settings?workspace=looks&tab=${tab}`), '/settings?workspace=main&tab=staff', '/audit?workspace=looks', '/audit?workspace=main']) {
      const { page, complaints } = await openPage(browser, server.url + path, look)
      await settled(page)
      expect(complaints, path).toEqual([])
      expect(await graveFaults(page), path).toEqual([])
      expect(await overflow(page), path).toBe(0)
      await page.context().close()
    }
  })
})

async function opened(tab: string): Promise<Page> {
  const { page } = await openPage(browser, `${server.url}/settings?workspace=deeds&tab=${tab}`)
  await settled(page)
  return page
}

/** The newest change, as the audit shows it. */
async function newest(): Promise<string> {
  const { page } = await openPage(browser, `${server.url}/audit?workspace=deeds`)
  const text = await page.locator('tbody tr').first().innerText()
  await page.context().close()
  return text.replaceAll(/\s+/g, ' ')
}

describe('what is changed here is seen in the list, and in the audit', () => {
  test('a product is named and funded', async () => {
    const page = await opened('products')
    await page.getByRole('button', { name: 'Add a product' }).click()
    await page.getByLabel('Key', { exact: true }).fill('ads')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('button', { name: 'Change ads' }).waitFor()
    await page.getByRole('button', { name: 'Change notes' }).click()
    await page.getByLabel('Funded by').selectOption('ads')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.locator('tr', { hasText: 'Notes' }).getByText('ads').waitFor()
    expect(await newest()).toContain('Saved a product notes funded by ads')
    await page.context().close()
  })

  test('a category says how many fit before it is kept; what cannot be read is told', async () => {
    const page = await opened('categories')
    await page.getByRole('button', { name: 'Add a category' }).click()
    await page.getByLabel('Name').fill('Trials')
    await page.getByLabel('Who belongs to it').fill('nonsense=1')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('alert').first().waitFor()
    await page.getByLabel('Who belongs to it').fill('trait.plan=trial')
    await page.getByLabel('Name').focus()
    await page.getByText('1 person fit').waitFor()
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('link', { name: '1 person' }).waitFor()
    expect(await newest()).toContain('Changed the settings')
    await page.context().close()
  })

  test('everybody at a domain becomes staff, and one is taken out again', async () => {
    const page = await opened('staff')
    await page.getByLabel('All of a domain').fill('us.com')
    await page.getByRole('button', { name: 'Add 2 people' }).click()
    await page.getByRole('button', { name: 'Take out: Ann' }).click()
    await page.getByRole('button', { name: 'Yes' }).click()
    await page.getByRole('button', { name: 'Take out: Ann' }).waitFor({ state: 'detached' })
    await expect.poll(() => page.getByRole('button', { name: 'Take out: Bob' }).count()).toBe(1)
    expect(await newest()).toContain('Took staff out')
    await page.context().close()
  })

  test('a key is shown once, given a new text, and revoked', async () => {
    const page = await opened('keys')
    await page.getByRole('button', { name: 'Make a key' }).first().click()
    await page.getByLabel('Name').fill('crm')
    await page.locator('dialog').getByRole('button', { name: 'Make a key' }).click()
    const text = await page.locator('dialog code').innerText()
    expect(text).toMatch(/^hatrack_write_/)
    expect((await fetch(`${server.url}/v1/evidence`, { method: 'POST', body: JSON.stringify(LINES[0]), headers: { authorization: `Bearer ${text}` } })).status).toBe(200)
    await page.getByRole('button', { name: 'Done' }).click()
    await page.getByRole('button', { name: 'Replace: crm' }).click()
    await page.getByRole('button', { name: 'Yes' }).click()
    await expect.poll(() => page.locator('dialog code').innerText()).not.toBe(text)
    await page.getByRole('button', { name: 'Done' }).click()
    await page.getByRole('button', { name: 'Revoke: crm', exact: true }).click()
    await page.getByRole('button', { name: 'Yes' }).click()
    await page.getByRole('button', { name: 'Revoke: crm', exact: true }).waitFor({ state: 'detached' })
    expect(await newest()).toContain('Revoked a key crm')
    await page.context().close()
  })

  test('somebody is invited, chooses a password, and is named on the page', async () => {
    const page = await opened('people')
    await page.getByRole('button', { name: 'Invite somebody' }).first().click()
    await page.getByLabel('Name').fill('Ann Reyes')
    await page.getByLabel('E-mail address').fill('ann@us.com')
    await page.locator('dialog').getByRole('button', { name: 'Invite somebody' }).click()
    const link = await page.locator('dialog code').innerText()
    const { page: hers, complaints } = await openPage(browser, link)
    expect(await graveFaults(hers)).toEqual([])
    await hers.getByLabel('Password').fill('four words in a row')
    await hers.getByRole('button').click()
    await hers.waitForURL((address) => address.pathname === '/')
    await hers.goto(`${server.url}/settings?workspace=deeds&tab=people`)
    await hers.getByText('You are signed in as Ann Reyes.').waitFor()
    await hers.getByText('This part is for admins.').waitFor()
    await hers.getByRole('button', { name: 'Signed in as Ann Reyes' }).click()
    expect(await graveFaults(hers)).toEqual([])
    await hers.getByRole('link', { name: 'Password and people' }).waitFor()
    // The name fits into the navigation, however long it is.
    expect(await hers.getByRole('navigation', { name: 'Pages' }).evaluate((nav) => nav.scrollWidth - nav.clientWidth)).toBe(0)
    await hers.locator('[role=dialog]').getByRole('button', { name: 'Sign out' }).click()
    await hers.getByRole('heading', { name: 'Sign in to Hatrack' }).waitFor()
    expect(complaints).toEqual([])
    await hers.context().close()
    // Here nobody signs in, so nobody is named.
    await expect.poll(() => page.getByRole('button', { name: /^Signed in as/ }).count()).toBe(0)
    await page.context().close()
  })
})
