import { readFileSync } from 'node:fs'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openBrowser } from './browser.ts'
import { deliveryCompany } from './delivery-company.ts'
import { LOOKS, openPage } from './opened-page.ts'
import { type RunningServer, sendLines, startEmpty } from './running-server.ts'
import { settled } from './settled.ts'
import { soundThenClosed } from './sound.ts'

let browser: Browser
let server: RunningServer
/** How long is waited for says more about the machine than about the page. */
const PATIENT = { timeout: 60_000 }

beforeAll(async () => {
  ;[server, browser] = await Promise.all([startEmpty(['firm', 'rounds']), openBrowser()])
  for (const workspace of ['firm', 'rounds']) await sendLines(server.url, workspace, deliveryCompany(new Date()))
  await fetch(`${server.url}/api/retrospective-save?workspace=firm`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ agreement: 'a1', name: 'Portal', everyWeeks: 4, questions: [{ id: 'cost', text: 'How is the cost?', form: 'csat', topic: 'cost' }] }) })
}, 0)

afterAll(async () => {
  await browser?.close()
  await server?.stop()
})

const open = async (path: string) => {
  const opened = await openPage(browser, server.url + path)
  await settled(opened.page)
  return opened.page
}

describe('the page Delivery opens in light and dark, wide and narrow, without a complaint or a grave fault', () => {
  for (const path of ['/projects?workspace=firm', '/projects?workspace=firm&tab=conflicts', '/projects?workspace=firm&tab=retrospectives', '/projects?workspace=main']) {
    test.each(LOOKS)(`${path} in $scheme at $width px`, async (look) => {
      await soundThenClosed(await openPage(browser, server.url + path, look))
    })
  }
})

test('an empty workspace says how milestones come in', async () => {
  const page = await open('/projects?workspace=main')
  await page.getByText(/Bring in a list of milestones/).waitFor()
  await page.getByRole('link', { name: 'Bring in data' }).first().waitFor()
  await page.context().close()
})

test('a project says in a sentence where it stands, with users and customers apart beside its milestones', async () => {
  const page = await open('/projects?workspace=firm')
  const project = page.locator('[data-project="a1"]')
  await project.getByText(/^2 of 5 milestones are done, both of them late by 10 to 20 days, the last 20 days late; the whole stands 20 days behind its plan \(earned schedule\); 61,000\.00\sEUR of 100,000\.00\sEUR spent for work planned at 48,000\.00\sEUR: at this pace it ends at 127,083\.33\sEUR, around/).waitFor()
  const row = project.getByRole('row', { name: /First release/ })
  // Five of six users are content; of the customers nobody spoke of it.
  expect((await row.getByRole('cell').allInnerTexts()).slice(-2)).toEqual(['CSAT 83% (n 6)', 'nobody yet'])
  expect(await project.getByRole('row', { name: /^cost/ }).getByRole('cell').allInnerTexts()).toEqual([expect.stringContaining('cost'), '0 of 6', '1 of 1'])
  await project.getByText('Fewer than three milestones are done: their pace may be chance.').waitFor()
  await page.context().close()
})

test('each figure has its formulas, each milestone how its plan came, and the table goes along as a file', async () => {
  const page = await open('/projects?workspace=firm')
  await page.getByRole('button', { name: '127,083.33 EUR', exact: true }).click()
  const panel = page.getByRole('complementary', { name: 'Why' })
  await panel.getByText('Cost performance (CPI)').waitFor()
  await panel.getByText('113,000.00 EUR', { exact: true }).first().waitFor()
  await page.getByRole('button', { name: 'First release', exact: true }).click()
  await panel.getByText('How the plan changed').waitFor()
  expect(new URL(page.url()).searchParams.get('why')).toBe('milestone:a1/First release')
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'CSV', exact: true }).first().click()])
  const lines = readFileSync(await download.path(), 'utf8').trimEnd().split('\r\n')
  expect(lines).toHaveLength(6)
  expect(lines[2]).toMatch(/^New portal,a1,Acme,First release,done,.*,20,28000\.00,36000\.00,EUR,-8000\.00,6,0$/)
  await page.context().close()
})

test('who builds and decides is named, with what to do next', async () => {
  const page = await open('/projects?workspace=firm&tab=conflicts')
  const conflict = page.locator('[data-conflict="staff-in-customer-role"]')
  await conflict.getByText(/^Tom Lind is staff of ours and decides for Acme, from/).waitFor()
  await conflict.getByText(/Ask who else decides at Acme/).waitFor()
  expect(await page.locator('[data-conflict]').count()).toBe(1)
  await conflict.getByRole('button', { name: 'Correct a role' }).click()
  await expect.poll(() => new URL(page.url()).searchParams.get('correct'), PATIENT).toBe('party:user:tom')
  await page.context().close()
})

test('a retrospective is made, held and followed up, from the page alone', async () => {
  const page = await open('/projects?workspace=rounds&tab=retrospectives')
  await page.getByRole('button', { name: 'New retrospective' }).click()
  const make = page.getByRole('dialog')
  await make.getByLabel('Name').fill('Every month')
  await make.getByRole('option', { name: 'New portal' }).waitFor({ state: 'attached' })
  await make.getByRole('button', { name: 'Save' }).click()
  const card = page.locator('[data-retrospective]')
  await card.getByText('No round was recorded yet.').waitFor()

  await page.getByRole('button', { name: 'Record a round: Every month' }).click()
  const hold = page.getByRole('dialog')
  await hold.getByLabel('Who answered').fill('user:kim')
  await hold.getByLabel('How content are you with the cost?').selectOption('2')
  await hold.getByLabel('What should we change first?').fill('Say the hours.')
  await hold.getByRole('button', { name: 'Record', exact: true }).click()
  await card.getByText('too few (n 1)').first().waitFor()

  await card.getByRole('button', { name: 'New action' }).click()
  const act = page.getByRole('dialog')
  await act.getByLabel('Action', { exact: true }).fill('Send the hours behind every invoice')
  await act.getByLabel('Who', { exact: true }).fill('Eva')
  await act.getByLabel('Until').fill('2020-01-31')
  await act.getByRole('button', { name: 'Save' }).click()
  await card.getByText(/Eva, until 31 Jan 2020, overdue by/).waitFor()
  await card.getByRole('button', { name: /^Done: Send the hours/ }).click()
  await card.locator('li[data-state="done"]').waitFor()
  await card.getByText(/What was answered/).click()
  await card.getByRole('cell', { name: 'Say the hours.' }).waitFor()
  await page.context().close()
})
