import { afterAll, beforeAll, expect, test } from 'vitest'
import { dayOf } from '../../base/day.ts'
import { SELF } from '../../base/identifier.ts'
import { takeEvidence } from '../../evidence/take.ts'
import { EVERYTHING } from '../../roles/projection.ts'
import { stampedVoices } from '../../studies/stamped-voices.ts'
import { answerPathOf, answerSecretOf } from '../../surveys/answer-links.ts'
import { changeSurveys } from '../../surveys/survey.ts'
import { openTrial, type Trial } from '../trial.ts'

const ID = '0'.repeat(32)
let trial: Trial
let ofDemo: string

beforeAll(async () => {
  trial = await openTrial()
  ofDemo = trial.keyOf('browser', 'demo')
  await take([
    { type: 'party', key: 'ann', kind: 'person', ids: ['user:ann', 'email:ann@acme.com'], name: 'Ann Secret', permission: 'no' },
    ask('bob', { product: 'notes' }),
    ask('cid', { product: 'drill' }),
    ask('eva', { via: 'mail' }),
    ask('fay'),
  ])
})
afterAll(() => trial.close())

function ask(user: string, fields: object = {}): object {
  return {
    type: 'ask',
    source: 'surveys',
    key: `ask-${user}`,
    party: `user:${user}`,
    question: 'Would you recommend it?',
    kind: 'nps',
    via: 'widget',
    at: new Date().toISOString(),
    ...fields,
  }
}
async function take(lines: readonly object[]): Promise<void> {
  const { rejected } = await takeEvidence(trial.main.record, { values: lines, power: 'write', now: Date.now() })
  expect(rejected).toEqual([])
  await trial.main.caughtUp()
}

type Answer = { readonly status: number; readonly body: { readonly [field: string]: unknown }; readonly headers: Headers }
async function send(path: string, fields: object, headers: { readonly [name: string]: string } = {}): Promise<Answer> {
  const got = await fetch(`${trial.url}/v1/widget/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'text/plain', ...headers },
    body: JSON.stringify(fields),
  })
  return { status: got.status, body: (await got.json()) as Answer['body'], headers: got.headers }
}
const next = async (user: string, fields: object = {}) =>
  (await send('next', { key: trial.keys.browser, user, ...fields })).body.question as { readonly token: string } | null
const feedback = async () => {
  await trial.main.caughtUp()
  return trial.main.ask(SELF, EVERYTHING, async ({ view: { world } }) =>
    [...world.feedback.values()].map(({ line: { party, kind, score, text, source } }) => ({ party, kind, score, text, source })),
  )
}

test.each([
  ['no key', () => ({}), 401, 'no-key'],
  ['a key that is none', () => ({ key: 'hatrack_browser_x' }), 401, 'wrong-key'],
  ['a key that reads', () => ({ key: trial.keys.read }), 403, 'key-too-weak'],
])('with %s nothing is asked, answered or told', async (_, key, status, code) => {
  const before = trial.main.record.recorded
  for (const path of ['next', 'answer', 'stop', 'feedback']) {
    const { status: got, body } = await send(path, { ...key(), user: 'bob', token: 'x', id: ID, kind: 'praise', text: 'good' })
    expect([path, got, body.code]).toEqual([path, status, code])
  }
  expect(trial.main.record.recorded).toBe(before)
})

test('an admin key is not taken from a page of another origin', async () => {
  expect((await send('next', { key: trial.keys.admin, user: 'bob' }, { origin: 'https://evil.example' })).status).toBe(403)
})

test('a key asks in its own workspace only', async () => {
  const { body } = await send('next', { key: ofDemo, user: 'bob' })
  expect(body.question).toBeNull()
})

test('the question of a visitor is given to that visitor, for its product and in the widget, and tells nothing of anybody', async () => {
  expect(await next('bob', { product: 'notes' })).not.toBeNull()
  expect([await next('cid', { product: 'notes' }), await next('eva'), await next('nobody'), await next('ann')]).toEqual([null, null, null, null])
  const { body, headers } = await send('next', { key: trial.keys.browser, user: 'bob' }, { origin: 'https://shop.example' })
  expect(JSON.stringify(body)).not.toMatch(/Ann|acme|user:|ask-bob/)
  expect([
    headers.get('access-control-allow-origin'),
    headers.get('access-control-allow-credentials'),
    headers.get('set-cookie'),
    headers.get('cache-control'),
  ]).toEqual(['https://shop.example', null, null, 'no-store'])
})

test.each([[{}], [{ user: 'null' }], [{ user: 7 }], [{ user: 'x'.repeat(201) }], [{ anonymous: '' }], [{ user: 'ann', account: ['a'] }]])(
  '%j names no visitor',
  async (fields) => {
    expect((await send('next', { key: trial.keys.browser, ...fields })).status).toBe(400)
  },
)

test('a visitor is a user or anonymous, and never an address, a firm or another name of somebody', async () => {
  for (const [place, user] of ['email:ann@acme.com', 'account:acme', 'self', 'stripe:cus_1'].entries()) {
    expect((await send('feedback', { key: trial.keys.browser, user, id: ID.replace(/.$/, String(place)), kind: 'praise', text: `as ${user}` })).status).toBe(
      200,
    )
    expect((await feedback()).find(({ text }) => text === `as ${user}`)?.party).toBe(`user:${user}`)
  }
})

test('at a moment of real use a survey may ask, once; whoever may not be asked is not', async () => {
  const { asking } = trial.main.settings.current
  await trial.main.settings.save({ asking: { ...asking, quietFrom: 0, quietTo: 0 } }, undefined)
  const at = new Date().toISOString()
  const use = (user: string, permission: string) => [
    { type: 'party', key: `p-${user}`, kind: 'person', ids: [`user:${user}`], permission },
    { type: 'usage', key: `u-${user}`, party: `user:${user}`, product: 'notes', at },
  ]
  await take([...use('gus', 'yes'), ...use('hal', 'no')])
  const plan = { margin: 0.1, confidence: 0.95, by: '', where: '', quotas: '', least: 0, seed: 'a' }
  const moments = {
    id: 's9',
    question: 'Did it do what you wanted?',
    form: 'yes-no',
    choices: [],
    kind: null,
    topic: null,
    product: 'notes',
    sides: ['users'],
    channel: 'widget',
    plan,
    mode: 'moments',
    perWeek: 21,
    askers: [],
    state: 'open',
    by: null,
    at,
    openedAt: at,
    closedAt: null,
  } as const
  await changeSurveys(trial.main, () => [moments])
  expect(await next('gus', { product: 'notes' })).toMatchObject({
    text: moments.question,
    choices: [
      ['yes', 'Yes'],
      ['no', 'No'],
    ],
  })
  const lines = trial.main.record.recorded
  const question = await next('gus', { product: 'notes' })
  expect([await next('hal', { product: 'notes' }), await next('stranger', { product: 'notes' }), trial.main.record.recorded]).toEqual([null, null, lines])
  expect((await send('answer', { key: trial.keys.browser, token: question?.token, choice: 'yes' })).status).toBe(200)
  await changeSurveys(trial.main, () => [{ ...moments, state: 'closed' }])
  // Closed in between: what was handed out is not taken any more.
  expect((await send('answer', { key: trial.keys.browser, token: question?.token, choice: 'no' })).status).toBe(409)
})

test('an answer needs the token that was handed out, and no other', async () => {
  const question = await next('fay')
  const secret = await answerSecretOf(trial.main)
  const link = answerPathOf(secret, 'main', { source: 'surveys', key: 'ask-fay' }, Date.now()).slice('/a/'.length)
  const before = trial.main.record.recorded
  for (const token of [undefined, 'ask-fay', link, `${question?.token}x`, { source: 'surveys' }])
    expect((await send('answer', { key: trial.keys.browser, token, choice: '9' })).status).toBe(400)
  expect((await send('answer', { key: ofDemo, token: question?.token, choice: '9' })).status).toBe(400)
  expect((await send('answer', { key: trial.keys.browser, token: question?.token, choice: '11' })).status).toBe(400)
  // And a token of the widget opens no page.
  expect((await fetch(`${trial.url}/a/${question?.token}`)).status).toBe(404)
  expect(trial.main.record.recorded).toBe(before)
  for (let turn = 0; turn < 2; turn++) expect((await send('answer', { key: trial.keys.browser, token: question?.token, choice: '9' })).status).toBe(200)
  expect((await feedback()).filter(({ party }) => party === 'user:fay')).toEqual([{ party: 'user:fay', kind: 'nps', score: 9, text: null, source: 'surveys' }])
  expect(await next('fay')).toBeNull()
})

test('an answer is stamped with the account that the visitor was in, and with who pays there; an account that nobody told of makes none', async () => {
  await take([
    { type: 'agreement', key: 'umb', product: 'notes', buyer: 'account:umb', amount: '100.00', currency: 'EUR', interval: 'month', from: '2020-01-01' },
    ask('ina', { product: 'notes' }),
    ask('jon', { product: 'notes' }),
  ])
  for (const [user, account] of [
    ['ina', 'umb'],
    ['jon', 'made-up'],
  ] as const) {
    const question = await next(user, { account, product: 'notes' })
    expect((await send('answer', { key: trial.keys.browser, token: question?.token, choice: '8', account: 'other' })).status).toBe(200)
  }
  await trial.main.caughtUp()
  const stamps = await trial.main.ask(SELF, EVERYTHING, async (asked) => {
    const to = dayOf(Date.now()) + 1
    const voices = await stampedVoices(asked, { product: null, from: to - 2, to, seller: SELF, knownAt: EVERYTHING, staff: false })
    return voices.map(({ feedback, payerKind, organizations }) => [feedback.line.party, payerKind, organizations.length])
  })
  expect(stamps.filter(([party]) => party === 'user:ina' || party === 'user:jon').sort()).toEqual([
    ['user:ina', 'organization', 1],
    ['user:jon', 'nobody', 0],
  ])
})

test('what is told unasked counts once however often it is sent, and is never a score', async () => {
  const told = {
    key: trial.keys.browser,
    anonymous: 'a1',
    id: 'ab'.repeat(16),
    kind: 'complaint',
    text: ' Too slow ',
    account: 'acme',
    permission: 'yes',
    score: 10,
    type: 'agreement',
  }
  for (let turn = 0; turn < 3; turn++) expect((await send('feedback', told)).status).toBe(200)
  expect((await feedback()).filter(({ text }) => text === 'Too slow')).toEqual([
    { party: 'anonymous:a1', kind: 'complaint', score: null, text: 'Too slow', source: 'web' },
  ])
  for (const wrong of [{ kind: 'nps' }, { id: 'x' }, { text: '' }, { text: 'x'.repeat(5_001) }])
    expect((await send('feedback', { ...told, ...wrong })).status).toBe(400)
})

test.each(['', '[]', 'null', '"text"', '{', '\u0000'])('the body %j is refused', async (body) => {
  const got = await fetch(`${trial.url}/v1/widget/next`, { method: 'POST', body })
  expect([got.status, ((await got.json()) as { code: string }).code]).toEqual([400, 'not-json'])
})

test('who asks without end is told to wait', async () => {
  const statuses = await Promise.all(Array.from({ length: 330 }, () => send('next', { key: trial.keys.browser, user: 'zoe' }).then(({ status }) => status)))
  expect([statuses.includes(429), statuses.includes(200)]).toEqual([true, true])
})

test('the page on which it is tried runs nothing that stands in its address', async () => {
  const got = await fetch(`${trial.url}/try-widget?key=${encodeURIComponent('"><script>alert(1)</script>')}&product=%22%20onload%3D1`)
  expect(await got.text()).not.toMatch(/<script>|" onload/)
  expect(got.headers.get('content-security-policy')).toContain("script-src 'self'")
})
