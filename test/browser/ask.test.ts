import { readFileSync } from 'node:fs'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openBrowser } from './browser.ts'
import { LOOKS, openPage } from './opened-page.ts'
import { type RunningServer, sendLines, startEmpty } from './running-server.ts'
import { settled } from './settled.ts'
import { soundThenClosed } from './sound.ts'

/** How long is waited for says more about the machine than about the page. */
const PATIENT = { timeout: 60_000 }
let browser: Browser
let server: RunningServer

const DAY_MS = 86_400_000
const ago = (days: number): string => new Date(Date.now() - days * DAY_MS).toISOString()
const USERS = Array.from({ length: 24 }, (_, place) => `User ${String(place).padStart(2, '0')}`)
const DECIDERS = Array.from({ length: 8 }, (_, place) => `Decider ${place}`)
const id = (name: string): string => name.toLowerCase().replace(' ', '-')
const person = (name: string, domain: string, more: object = {}) => ({ type: 'party', key: `p-${id(name)}`, kind: 'person', ids: [`user:${id(name)}`, `email:${id(name)}@${domain}`], name, permission: 'yes', category: 'office', ...more })

/** Firms of one decider each, and users of their own; one said no, one was asked lately, one decider may not be asked. */
function company(): object[] {
  return [
    { type: 'product', key: 'notes', name: 'Notes' },
    { type: 'party', key: 'us', kind: 'organization', ids: ['self'], name: 'Northlight' },
    ...USERS.flatMap((name) => [person(name, 'gmail.com'), ...[3, 5, 9].map((days) => ({ type: 'usage', key: `u-${id(name)}-${days}`, party: `user:${id(name)}`, product: 'notes', at: ago(days) }))]),
    ...DECIDERS.flatMap((name, place) => [
      { type: 'party', key: `firm-${place}`, kind: 'organization', ids: [`account:firm-${place}`], name: `Firm ${place}` },
      { type: 'agreement', key: `a${place}`, product: 'notes', buyer: `account:firm-${place}`, amount: '90.00', currency: 'EUR', interval: 'month', from: ago(90).slice(0, 10) },
      person(name, `firm-${place}.example`), { type: 'membership', key: `m-${id(name)}`, person: `user:${id(name)}`, organization: `account:firm-${place}`, function: 'decider' },
    ]),
    person('Never Again', 'gmail.com', { permission: 'no' }), { type: 'usage', key: 'u-never', party: 'user:never-again', product: 'notes', at: ago(4) },
    person('Just Asked', 'gmail.com'), { type: 'usage', key: 'u-just', party: 'user:just-asked', product: 'notes', at: ago(4) }, { type: 'ask', key: 'k1', source: 'intercom', party: 'user:just-asked', question: 'How was it?', at: ago(10) },
  ]
}

beforeAll(async () => {
  ;[server, browser] = await Promise.all([startEmpty(['firm', 'looks', 'plans']), openBrowser()])
  for (const workspace of ['firm', 'looks', 'plans']) {
    await sendLines(server.url, workspace, company())
    await tell(workspace, 'settings-save', { asking: { team: [{ name: 'Ute Berg', email: null, skills: ['users'], organizations: [] }, { name: 'Dina Costa', email: null, skills: ['customers'], organizations: [] }] } })
  }
  const { id: survey } = await tell<{ id: string }>('looks', 'survey-save', { question: 'Would you recommend it?', form: 'nps', roles: 'users,customers', margin: '5', channel: 'list' })
  await tell('looks', 'survey-asked', { survey })
  await answerAll('looks', survey, (name) => (name.startsWith('Decider') ? 3 : 10))
  kept = survey
}, 0)

let kept = ''

afterAll(async () => {
  await browser?.close()
  await server?.stop()
})

async function tell<T>(workspace: string, change: string, input: object): Promise<T> {
  const response = await fetch(`${server.url}/api/${change}?workspace=${workspace}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(input) })
  if (!response.ok) throw new Error(await response.text())
  return (await response.json()) as T
}

interface People { readonly people: readonly { readonly key: string; readonly party: { readonly name: string } }[] }

async function answerAll(workspace: string, survey: string, scoreOf: (name: string) => number | string): Promise<void> {
  const { people } = (await (await fetch(`${server.url}/api/survey-people?workspace=${workspace}&survey=${survey}`)).json()) as People
  await sendLines(server.url, workspace, people.map(({ key, party }) => {
    const answer = scoreOf(party.name)
    return { type: 'answer', source: 'surveys', key, ask: key, at: new Date().toISOString(), ...(typeof answer === 'number' ? { score: answer } : { text: answer }) }
  }))
}

const open = async (path: string): Promise<{ page: Page; complaints: string[] }> => openPage(browser, server.url + path)

describe('opens in light and dark, wide and narrow, without a complaint or a grave fault', () => {
  const paths: readonly [string, () => string][] = [
    ['a plan with its reasons', () => '/ask?workspace=looks&ask=Is+it+easy+to+use%3F&why=ask:out:asked-lately'],
    ['a result', () => `/ask?workspace=looks&survey=${kept}`],
    ['the limits', () => '/settings?workspace=looks&tab=asking'],
  ]
  for (const [name, path] of paths) test.each(LOOKS)(`${name} in $scheme at $width px`, async (look) => soundThenClosed(await openPage(browser, server.url + path(), look)))
})

test('an empty workspace says what to do next', async () => {
  const { page } = await open('/ask?workspace=main')
  await page.getByRole('link', { name: 'Bring in data' }).first().waitFor()
  await page.context().close()
})

test('from typing a question to reading the result', async () => {
  const { page, complaints } = await open('/ask?workspace=firm')
  await page.getByRole('textbox', { name: 'What do you want to know?' }).fill('Is it easy to use, and is the price fair?')
  await page.keyboard.press('Enter')
  await page.getByText('Both, each apart.', { exact: false }).first().waitFor()
  const users = page.getByRole('region', { name: 'Users', exact: true })
  await users.getByText('of 26 people').waitFor()
  const customers = page.getByRole('region', { name: 'Customers and deciders', exact: true })
  await customers.getByText('of 8 people').waitFor()
  // 34 people can answer; of the users one said no and one was asked lately.
  await page.getByText('32 asked + 2 left out = 34 known people', { exact: false }).waitFor()
  await page.getByRole('button', { name: 'Was asked too short a time ago. One person. Show who' }).click()
  await page.getByText('10 days ago', { exact: false }).waitFor()
  await page.getByRole('button', { name: 'Close the panel' }).click()
  // The address holds all of it.
  expect(new URL(page.url()).searchParams.get('ask')).toContain('price fair')

  await page.getByRole('combobox', { name: 'How they are reached' }).selectOption('list')
  await settled(page)
  await page.getByRole('button', { name: 'Keep it as a draft' }).click()
  await page.getByText('A draft: nobody was asked.').waitFor()
  await page.getByRole('button', { name: 'Take these 32' }).click()
  await page.getByText('People may answer. 0 of 32 answered.').waitFor()
  await page.getByText('No answer yet.', { exact: false }).waitFor()
  const survey = new URL(page.url()).searchParams.get('survey') as string
  const [tasks] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Tasks (CSV)' }).click()])
  const rows = readFileSync(await tasks.path(), 'utf8').trimEnd().split('\r\n')
  expect([rows.length, rows.filter((row) => row.startsWith('Ute Berg')).length, rows.filter((row) => row.startsWith('Dina Costa')).length]).toEqual([33, 24, 8])
  const [merge] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Mail merge (CSV)' }).click()])
  const lines = readFileSync(await merge.path(), 'utf8').trimEnd().split('\r\n')
  expect(lines[0]).toBe('salutation,name,email,question,link')

  // One answers by the personal link, the others by some other tool.
  const link = (lines.find((line) => line.includes('User 00')) as string).split(',').at(-1) as string
  const visitor = await openPage(browser, link)
  await visitor.page.getByRole('radio', { name: 'Yes' }).check()
  await visitor.page.getByRole('button', { name: 'Send' }).click()
  await visitor.page.getByText('Thank you').first().waitFor()
  await visitor.page.context().close()
  // Whoever has answered, or wants no question any more, stands in no file.
  await sendLines(server.url, 'firm', [{ type: 'override', key: 'v1', fact: 'no-ask', party: 'user:user-01', by: 'Kim', why: 'a bad week' }])
  const [list] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'List (CSV)' }).click()])
  expect(readFileSync(await list.path(), 'utf8').trimEnd().split('\r\n').length).toBe(31)
  await page.getByText('30 people are in list.csv. 1 left out: Has answered. 1 left out: May no longer be asked', { exact: false }).waitFor()
  await answerAll('firm', survey, (name) => (name.startsWith('Decider') ? 'no' : 'yes'))

  await page.reload()
  await page.getByText('32 of 32 answered', { exact: false }).first().waitFor()
  await expect.poll(() => page.getByRole('img', { name: /^Users yes: 100\.0/ }).count(), PATIENT).toBe(1)
  await expect.poll(() => page.getByRole('img', { name: /^Deciders yes: 0\.0/ }).count(), PATIENT).toBe(1)
  await page.getByText('Mixed, it would read 75 %', { exact: false }).waitFor()
  await page.getByText('the mixed figure is off by 75 points', { exact: false }).waitFor()
  expect(complaints).toEqual([])
  await page.context().close()
})

test('topic, role and margin can be corrected, and stand in the address', async () => {
  const { page } = await open('/ask?workspace=looks&ask=Is+it+easy+to+use%3F')
  await page.getByText('Users.', { exact: true }).waitFor()
  const answers = page.getByRole('region', { name: 'Users', exact: true }).getByRole('button', { name: /answers are needed$/ })
  const before = Number.parseInt(await answers.innerText(), 10)
  await page.getByRole('slider').focus()
  for (let step = 0; step < 5; step += 1) await page.keyboard.press('ArrowLeft')
  await expect.poll(() => new URL(page.url()).searchParams.get('margin'), PATIENT).toBe('5')
  await expect.poll(async () => Number.parseInt(await answers.innerText(), 10), PATIENT).toBeGreaterThan(before)
  await answers.click()
  await page.getByText('Sampling Techniques', { exact: false }).waitFor()
  await page.getByRole('button', { name: 'Customers and deciders' }).click()
  await expect.poll(() => new URL(page.url()).searchParams.get('roles'), PATIENT).toBe('customers')
  await page.getByText('You said whom to ask.', { exact: false }).waitFor()
  await page.getByRole('button', { name: 'as the topic tells' }).click()
  await expect.poll(() => new URL(page.url()).searchParams.get('roles'), PATIENT).toBe(null)
  await page.context().close()
})

test('a quota, a least and who asks are set on the page, go with the draft, and all groups add up', async () => {
  const { page, complaints } = await open('/ask?workspace=plans&ask=Is+it+easy+to+use%3F&roles=users&channel=list&margin=5')
  const users = page.getByRole('region', { name: 'Users', exact: true })
  await users.getByRole('row', { name: /^All groups 26 / }).waitFor()
  const quota = users.getByRole('textbox', { name: 'At most so many of users, office' })
  await quota.fill('4')
  await quota.press('Enter')
  await expect.poll(() => new URL(page.url()).searchParams.get('quotas'), PATIENT).toBe('office:4')
  await users.getByText('4 are to be asked in place of', { exact: false }).waitFor()
  await page.getByRole('combobox', { name: 'Confidence' }).selectOption('0.9')
  await expect.poll(() => new URL(page.url()).searchParams.get('confidence'), PATIENT).toBe('0.9')
  await page.getByRole('button', { name: 'Dina Costa' }).click()
  await page.getByText('Who asks: nobody yet; nobody of the team deals with those who use.', { exact: false }).waitFor()
  await page.getByRole('button', { name: 'Dina Costa' }).click()
  await settled(page)
  await page.getByRole('button', { name: 'Keep it as a draft' }).click()
  await page.getByText('A draft: nobody was asked.').waitFor()
  const { surveys } = (await (await fetch(`${server.url}/api/surveys?workspace=plans`)).json()) as { readonly surveys: readonly { readonly id: string; readonly plan: object }[] }
  expect(surveys.find(({ id }) => id === new URL(page.url()).searchParams.get('survey'))?.plan).toMatchObject({ quotas: 'office:4', confidence: 0.9 })
  await page.getByRole('cell', { name: '4', exact: true }).first().waitFor()
  // A quota of a group that there is not is told, and can be forgotten.
  await page.goto(`${server.url}/ask?workspace=plans&ask=Is+it+easy+to+use%3F&quotas=nobody:4`)
  await page.getByRole('button', { name: 'Forget the quotas' }).click()
  await users.waitFor()
  await page.goto(`${server.url}/ask?workspace=plans&ask=Is+it+easy+to+use%3F&margin=0.2`)
  await page.getByRole('button', { name: 'Plan it as usual' }).click()
  await users.waitFor()
  expect(complaints).toEqual([expect.stringContaining('400'), expect.stringContaining('400')])
  await page.context().close()
})

test('before mails go out it is asked once more, with where their links lead', async () => {
  const { id: survey } = await tell<{ id: string }>('plans', 'survey-save', { question: 'Is it easy to use?', roles: 'users', channel: 'mail', margin: '5' })
  const { page, complaints } = await open(`/ask?workspace=plans&survey=${survey}`)
  await page.getByRole('button', { name: /^Send \d+ by mail$/ }).click()
  const dialog = page.getByRole('dialog', { name: /^Send \d+ mails\?$/ })
  await dialog.getByText('which others cannot open', { exact: false }).waitFor()
  await dialog.getByRole('button', { name: 'Not now' }).click()
  await dialog.waitFor({ state: 'hidden' })
  await page.getByText('A draft: nobody was asked.').waitFor()
  expect(complaints).toEqual([])
  await page.context().close()
})
