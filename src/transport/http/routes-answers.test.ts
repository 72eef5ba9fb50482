import { afterAll, beforeAll, expect, test } from 'vitest'
import { SELF } from '../../base/identifier.ts'
import { takeEvidence } from '../../evidence/take.ts'
import { EVERYTHING } from '../../roles/projection.ts'
import { answerPathOf, answerSecretOf } from '../../surveys/answer-links.ts'
import { changeSurveys, type Survey } from '../../surveys/survey.ts'
import { openTrial, type Trial } from '../trial.ts'

const DAY_MS = 86_400_000
let trial: Trial
const PLAN = { margin: 0.1, confidence: 0.95, by: '', where: '', quotas: '', least: 0, seed: 'a' }
const NPS: Survey = {
  id: 's1',
  question: 'How likely is it that you recommend Notes to a colleague?',
  form: 'nps',
  choices: [],
  kind: 'nps',
  topic: null,
  product: 'notes',
  sides: ['users'],
  channel: 'list',
  plan: PLAN,
  mode: 'sample',
  perWeek: 0,
  askers: [],
  state: 'open',
  by: null,
  at: '2026-02-01T00:00:00Z',
  openedAt: '2026-02-01T00:00:00Z',
  closedAt: null,
}
const SURVEYS: readonly Survey[] = [
  NPS,
  { ...NPS, id: 's2', question: 'What do you miss?', form: 'text', kind: 'request' },
  { ...NPS, id: 's3', question: 'Which <b>one</b>?', form: 'choice', choices: ['Faster "search"', 'Fewer bugs'], kind: null },
  { ...NPS, id: 's4', state: 'closed' },
  { ...NPS, id: 's5', question: 'Is it quick?', form: 'yes-no', kind: null },
]

beforeAll(async () => {
  trial = await openTrial()
  await changeSurveys(trial.main, () => SURVEYS)
  const asks = SURVEYS.map(({ id, question, kind, product }) => ({
    type: 'ask',
    source: 'surveys',
    key: `ask-${id}`,
    party: 'user:ann',
    question,
    ...(kind === null ? {} : { kind }),
    product,
    survey: id,
    via: 'list',
    at: now(),
  }))
  await take([
    { type: 'party', key: 'us', kind: 'organization', ids: ['self'], name: 'Notes & Co' },
    { type: 'party', key: 'p1', kind: 'person', ids: ['user:ann'], name: 'Ann Secret' },
    ...asks,
  ])
})
afterAll(() => trial.close())

const now = (): string => new Date().toISOString()
async function take(lines: readonly object[]): Promise<void> {
  const { rejected } = await takeEvidence(trial.main.record, { values: lines, power: 'write', now: Date.now(), source: undefined })
  expect(rejected).toEqual([])
  await trial.main.caughtUp()
}
async function pathOf(survey: string, askedAt = Date.now()): Promise<string> {
  return answerPathOf(await answerSecretOf(trial.main), 'main', { source: 'surveys', key: `ask-${survey}` }, askedAt)
}
const look = (path: string, headers: { readonly [name: string]: string } = {}) => fetch(trial.url + path, { redirect: 'manual', headers })
const post = (path: string, fields: { readonly [name: string]: string }) =>
  fetch(trial.url + path, { method: 'POST', redirect: 'manual', body: new URLSearchParams(fields) })
/** What is known of answers: their versions in the record, and what holds. */
async function answers(survey: string): Promise<readonly { readonly score: number | null; readonly text: string | null }[]> {
  return trial.main.ask(SELF, EVERYTHING, async ({ view: { world } }) =>
    [...world.asks.answers()].filter(({ line }) => line.ask === `ask-${survey}`).map(({ line: { score, text } }) => ({ score, text })),
  )
}
const recorded = (): number => trial.main.record.recorded
const mayBeAsked = (): Promise<boolean> =>
  trial.main.ask(SELF, EVERYTHING, async ({ view: { world } }) => world.noAsks.get(world.dictionary.find('user:ann')).length === 0)

test('the page shows the question and who asks, not who is asked, to nobody but the holder of the link', async () => {
  const got = await look(await pathOf('s1'))
  const text = await got.text()
  expect(got.status).toBe(200)
  expect(text).toContain('How likely is it that you recommend Notes')
  expect(text).toContain('Notes &#38; Co asks you')
  expect(text.match(/type="radio"/g)).toHaveLength(11)
  expect(text).not.toContain('Ann')
  expect(text).not.toContain('<script')
  expect(Object.fromEntries(got.headers)).toMatchObject({
    'referrer-policy': 'no-referrer',
    'x-robots-tag': 'noindex, nofollow',
    'cache-control': 'no-store',
    'x-frame-options': 'DENY',
  })
  expect(got.headers.get('content-security-policy')).toMatch(
    /^default-src 'none'; style-src 'sha256-[^']+'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'$/,
  )
  expect(got.headers.get('set-cookie')).toBeNull()
})

test('a look answers nothing, however often: programs that look through mails open every link', async () => {
  const before = recorded()
  const path = await pathOf('s1')
  for (const tail of ['', '/thanks', '/stop', '?choice=10', '/']) for (const method of ['GET', 'HEAD']) await fetch(trial.url + path + tail, { method })
  expect([recorded(), await answers('s1'), await mayBeAsked()]).toEqual([before, [], true])
})

test('an answer is one line, however often it is sent, and a changed one takes its place', async () => {
  const path = await pathOf('s1')
  const sent = await post(path, { choice: '9' })
  expect([sent.status, sent.headers.get('location')]).toEqual([303, `${path}/thanks`])
  const once = recorded()
  await post(path, { choice: '9' })
  expect([recorded(), await answers('s1')]).toEqual([once, [{ score: 9, text: null }]])
  expect(await (await look(`${path}/thanks`)).text()).toContain('What is the main reason?')
  await post(path, { text: 'It is quick.\r\nReally.' })
  expect(await answers('s1')).toEqual([{ score: 9, text: 'It is quick.\nReally.' }])
  expect(await (await look(path)).text()).toContain('takes its place')
  await post(path, { choice: '3' })
  expect(await answers('s1')).toEqual([{ score: 3, text: null }])
})

test('an answer to a question of a kind is feedback of who was asked', async () => {
  await post(await pathOf('s2'), { text: 'A dark scheme' })
  const said = await trial.main.ask(SELF, EVERYTHING, async ({ view: { world } }) =>
    [...world.feedback.values()].map(({ line }) => line).find(({ text }) => text === 'A dark scheme'),
  )
  expect(said).toMatchObject({ party: 'user:ann', kind: 'request', product: 'notes', channel: 'list' })
})

test.each([
  ['s1', {}, 'Choose one of the answers first.'],
  ['s1', { choice: '11' }, 'Choose one of the answers first.'],
  ['s1', { choice: '-1' }, 'Choose one of the answers first.'],
  ['s2', { text: '   ' }, 'Write an answer first.'],
  ['s2', { text: 'x'.repeat(5_001) }, 'longer than 5,000 letters'],
  ['s3', { choice: 'Another' }, 'Choose one of the answers first.'],
])('of %s, %j is no answer, and what is missing is said', async (survey, fields, says) => {
  const before = recorded()
  const got = await post(await pathOf(survey), fields)
  expect([got.status, recorded()]).toEqual([400, before])
  expect(await got.text()).toContain(says)
})

test('choices and questions stand there as they were written, and run nothing', async () => {
  const path = await pathOf('s3')
  expect(await (await look(path)).text()).toContain('Which &#60;b&#62;one&#60;/b&#62;?')
  await post(path, { choice: 'Faster "search"' })
  expect(await answers('s3')).toEqual([{ score: null, text: 'Faster "search"' }])
  await post(await pathOf('s5'), { choice: 'no' })
  expect(await answers('s5')).toEqual([{ score: null, text: 'no' }])
})

test('a closed question, an old link and a foreign one take nothing', async () => {
  const before = recorded()
  const foreign = (await pathOf('s1')).replace(/.$/, (sign) => (sign === 'A' ? 'B' : 'A'))
  const found = []
  for (const path of [await pathOf('s4'), await pathOf('s1', Date.now() - 91 * DAY_MS), foreign, '/a/nothing', `/a/${'a'.repeat(1_990)}`])
    found.push((await look(path)).status, (await post(path, { choice: '5' })).status)
  expect(found).toEqual([410, 410, 410, 410, 404, 404, 404, 404, 404, 404])
  expect(recorded()).toBe(before)
})

test('a link of one workspace opens nothing in another', async () => {
  const demo = await trial.workspaces.get('demo')
  const path = answerPathOf(await answerSecretOf(demo), 'main', { source: 'surveys', key: 'ask-s1' }, Date.now())
  expect((await look(path)).status).toBe(404)
})

test('who does not want to be asked says so on a page, or with one click in a mail program, and may take it back', async () => {
  const path = await pathOf('s4')
  expect(await (await look(`${path}/stop`)).text()).toContain('Shall we stop asking you?')
  expect(await (await post(`${path}/stop`, {})).text()).toContain('We will not ask you again')
  expect(await mayBeAsked()).toBe(false)
  await post(`${path}/again`, {})
  expect(await mayBeAsked()).toBe(true)
  // RFC 8058: as mail programs send it, in either form.
  await post(`${path}/stop`, { 'List-Unsubscribe': 'One-Click' })
  expect(await mayBeAsked()).toBe(false)
  await post(`${path}/again`, {})
  const parts = new FormData()
  parts.set('List-Unsubscribe', 'One-Click')
  expect((await fetch(`${trial.url + path}/stop`, { method: 'POST', body: parts })).status).toBe(200)
  expect(await mayBeAsked()).toBe(false)
  await post(`${path}/again`, {})
})

test('it speaks the language of the browser', async () => {
  const path = await pathOf('s1')
  const of = async (languages: string) => /<html lang="(\w+)"/.exec(await (await look(path, { 'accept-language': languages })).text())?.[1]
  expect([await of('de-AT,de;q=0.9'), await of('fr;q=0.2, es;q=0.8'), await of('xx'), await of('de;q=0'), await of('')]).toEqual(['de', 'es', 'en', 'en', 'en'])
})

test('who sends without end is asked to wait', async () => {
  const path = await pathOf('s3')
  const statuses = []
  for (let turn = 0; turn < 70; turn++) statuses.push((await post(path, { choice: 'Another' })).status)
  expect(statuses.at(-1)).toBe(429)
  expect((await look(path)).status).toBe(200)
})
