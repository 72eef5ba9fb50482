import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as after } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Operation } from '../../base/operation.ts'
import { importOperations } from '../../imports/operations.ts'
import { pullOperations } from '../../imports/pull-operations.ts'
import { openWorkspace } from '../../roles/workspace.ts'
import { operations } from '../../studies/index.ts'
import { surveyOperations } from '../../surveys/index.ts'
import { changeSurveys } from '../../surveys/survey.ts'
import { UNTOLD } from '../deeds.ts'
import { openPeople } from '../people.ts'
import type { Rooms, Workspace } from '../rooms.ts'
import { openTrial, type Trial } from '../trial.ts'

const ALL: Rooms = {
  openWorkspace,
  operations: [...operations, ...surveyOperations, ...importOperations, ...pullOperations] as unknown as readonly Operation<Workspace>[],
}
const PASSWORD = 'four words in a row'
/** Not told by the door, but by themselves. */
const TELLS_ITSELF: ReadonlySet<string> = new Set(['audit-note', 'password-change'])

const PLAN = { margin: 0.1, confidence: 0.95, by: '', where: '', quotas: '', least: 0, seed: 'a' }
let trial: Trial
let cookie = ''
const pulled = mkdtempSync(join(tmpdir(), 'hatrack-pulled-'))
beforeAll(async () => {
  trial = await openTrial({ rooms: ALL })
  const people = openPeople(trial.folder)
  const { token } = people.invite({ name: 'Ann', email: 'ann@acme.com', role: 'admin' }, Date.now())
  cookie = `hatrack=${people.begin(await people.join(token, PASSWORD, Date.now()), Date.now())}`
  await changeSurveys(trial.main, () => [
    {
      id: 's1',
      question: 'Why?',
      form: 'text',
      choices: [],
      kind: null,
      topic: null,
      product: null,
      sides: ['users'],
      channel: 'mail',
      plan: PLAN,
      mode: 'sample',
      perWeek: 0,
      askers: [],
      state: 'open',
      by: null,
      at: '2026-02-01T00:00:00Z',
      openedAt: null,
      closedAt: null,
    },
  ])
  writeFileSync(join(pulled, 'people.csv'), 'id,email\n1,zoe@acme.com\n')
})
afterAll(async () => {
  await trial.close()
  rmSync(pulled, { recursive: true, force: true })
})

type Answer = { readonly [field: string]: unknown }

async function send(method: string, path: string, body: string, type = 'application/json'): Promise<{ readonly status: number; readonly answer: Answer }> {
  const got = await fetch(trial.url + path, {
    method,
    headers: { ...(method === 'DELETE' ? {} : { 'content-type': type }), cookie, origin: trial.url },
    ...(method === 'DELETE' ? {} : { body }),
  })
  const text = await got.text()
  return { status: got.status, answer: text.startsWith('{') ? (JSON.parse(text) as Answer) : {} }
}

async function post(operation: string, input: object): Promise<Answer> {
  const { status, answer } = await send('POST', `/api/${operation}`, JSON.stringify(input))
  // Something that is refused changes nothing, and is told all the same; what the server cannot do at all would show nothing here.
  expect([operation, status < 500, answer.code === 'bad-parameter' ? answer.detail : ''], JSON.stringify(answer)).toEqual([operation, true, ''])
  return answer
}

/** All that stands in the list: entries, not changes, so that nothing hides behind how they are shown. */
async function told(): Promise<readonly string[]> {
  const entries = await trial.main.audit.entries()
  return entries.flatMap(({ content }) => (typeof content.what === 'string' ? [content.what] : []))
}

async function whenImport(id: unknown, wanted: readonly string[]): Promise<void> {
  for (;;) {
    const state = (await (await fetch(`${trial.url}/api/import?id=${String(id)}`, { headers: { cookie } })).json()) as Answer
    if (wanted.includes(String(state.status))) return
    await after(50)
  }
}

/** Every way to change something over HTTP, in an order in which one makes what the next needs: what is told of it, and how it is done. */
const CHANGES: readonly (readonly [route: string, what: string | null, run: (answers: { [route: string]: Answer }) => Promise<Answer>])[] = [
  [
    '/v1/evidence',
    'evidence',
    async () =>
      (
        await send(
          'POST',
          '/v1/evidence',
          '{"type":"override","source":"by-hand","key":"o1","fact":"leave-out","party":"user:robot"}\n{"type":"agreement","key":"a1","kind":"project","product":"notes","buyer":"account:acme","interval":"once","from":"2026-01-01"}\n{"type":"feedback","source":"inbox","key":"f1","party":"user:ann","kind":"request","text":"A tunnel.","at":"2026-01-01T00:00:00Z"}',
        )
      ).answer,
  ],
  op('correct', { fact: 'leave-out', party: 'user:machine' }),
  op('correction-undo', (made) => ({ key: made.correct?.key })),
  op('guessed-organizations-correct', { domains: 'acme.com', way: 'no-firm' }),
  op('product-save', { product: 'notes' }),
  op('seller-save', { name: 'We' }),
  op('staff-save', { party: 'user:eva' }),
  op('staff-remove', async () => {
    const facts = (await (await fetch(`${trial.url}/api/own-facts`, { headers: { cookie } })).json()) as { readonly staff: readonly Answer[] }
    return { source: facts.staff[0]?.source, key: facts.staff[0]?.key }
  }),
  op('rate-save', { from: 'USD', to: 'EUR', rate: '0.9' }),
  op('rate-remove', async () => {
    const facts = (await (await fetch(`${trial.url}/api/own-facts`, { headers: { cookie } })).json()) as { readonly rates: readonly Answer[] }
    return { source: facts.rates[0]?.source, key: facts.rates[0]?.key }
  }),
  op('saved-view-save', { name: 'Mine', path: '/parties', address: 'q=a' }),
  op('saved-view-forget', (made) => ({ id: made['saved-view-save']?.id })),
  op('option-sheet-save', { name: 'Spring', options: [{ name: 'Search', cost: '10' }] }),
  op('option-sheet-forget', (made) => ({ id: made['option-sheet-save']?.id })),
  op('gain-loss-stop', { search: 'none' }),
  op('retrospective-save', { agreement: 'a1', name: 'Each month', questions: [{ id: 'cost', text: 'How is the cost?', form: 'csat' }] }),
  op('retrospective-hold', (made) => ({ retrospective: made['retrospective-save']?.id, answers: [{ question: 'cost', score: 4 }] })),
  op('retrospective-action', (made) => ({ retrospective: made['retrospective-save']?.id, text: 'Say why' })),
  op('settings-save', { fewestPeople: 7 }),
  op('topic-confirm', { topic: 'tunnels', texts: [{ feedback: 'f1', of: 'inbox' }] }),
  op('topic-not', { topic: 'tunnels', texts: [{ feedback: 'f1', of: 'inbox' }] }),
  op('topic-model-save', { url: 'https://models.invalid/v1', model: 'small' }),
  op('topic-model-ask', {}),
  op('key-create', { name: 'crm', power: 'read' }),
  op('key-rotate', { id: 'crm' }),
  op('key-revoke', { id: 'crm' }),
  op('person-invite', { name: 'Bob', email: 'bob@acme.com', role: 'viewer' }),
  op('person-invite-again', { id: 'bob@acme.com' }),
  op('person-change', { id: 'bob@acme.com', role: 'analyst' }),
  op('person-sign-out', { id: 'bob@acme.com' }),
  op('person-remove', { id: 'bob@acme.com' }),
  op('audit-note', { what: 'something outside' }, 'note'),
  op('import-begin', { files: [{ name: 'people.csv', size: 24 }] }),
  // Files that lie there and are not read yet change nothing.
  [
    '/api/imports/{id}/files',
    null,
    async (made) =>
      (
        await send(
          'PUT',
          `/api/imports/${String(made['import-begin']?.id)}/files?name=people.csv&offset=0`,
          'id,email\n1,zoe@acme.com\n',
          'application/octet-stream',
        )
      ).answer,
  ],
  op('import-look', ofImport),
  op('import-plan', async (made) => {
    await whenImport(made['import-begin']?.id, ['looked', 'failed'])
    return { ...ofImport(made), plans: [] }
  }),
  op('import-kind', (made) => ({ ...ofImport(made), table: 'people.csv', kind: 'users' })),
  op('import-take', ofImport),
  op('import-stop', ofImport),
  op('import-undo', ofImport),
  op('import-redo', ofImport),
  op('import-forget', ofImport),
  op('pull-try', () => ({ kind: 'folder', connection: pulled, name: 'people' })),
  op('pull-save', () => ({ kind: 'folder', connection: pulled, name: 'people', everyMinutes: 0 })),
  op('pull-pause', (made) => ({ id: made['pull-save']?.id })),
  op('pull-run', (made) => ({ id: made['pull-save']?.id })),
  op('pull-remove', (made) => ({ id: made['pull-save']?.id })),
  op('webhook-save', { url: 'https://hooks.invalid/a', stopped: true }),
  op('webhook-rotate', ofHook),
  op('webhook-test', ofHook),
  op('webhook-resend', (made) => ({ id: (made['webhook-test']?.delivery as Answer | undefined)?.id })),
  op('webhook-remove', ofHook),
  op('mail-settings-save', { host: 'mail.invalid', from: 'team@acme.com' }),
  op('mail-test', { to: 'ann@acme.com' }),
  op('survey-mail', { survey: 's1' }),
  op('survey-mail-again', { survey: 's1', key: 'none' }),
  op('survey-state', { id: 's1', state: 'closed' }),
  op('survey-save', { question: 'Is it easy?' }),
  op('survey-asked', (made) => ({ survey: made['survey-save']?.id })),
  op('survey-links', (made) => ({ survey: made['survey-save']?.id })),
  op('survey-export', (made) => ({ survey: made['survey-save']?.id, as: 'tasks' })),
  op('survey-forget', (made) => ({ id: made['survey-save']?.id })),
  [
    '/api/stripe-secrets',
    'stripe-secret-add',
    async () => (await send('POST', '/api/stripe-secrets', '{"name":"live","secret":"whsec_0000000000000000000"}')).answer,
  ],
  ['/api/stripe-secrets/{name}', 'stripe-secret-remove', async () => (await send('DELETE', '/api/stripe-secrets/live', '')).answer],
  ['/api/rebuild', 'rebuild', async () => (await send('POST', '/api/rebuild', '{}')).answer],
  // At the end: it signs out.
  op('password-change', { password: PASSWORD, newPassword: 'five words in a row' }),
]

type Input = object | ((made: { [route: string]: Answer }) => object | Promise<object>)

function op(name: string, input: Input, what: string = name): (typeof CHANGES)[number] {
  const isTold = !UNTOLD.has(name) || TELLS_ITSELF.has(name)
  return [
    `/api/${name}`,
    isTold ? what : null,
    async (made) => post(name, typeof input === 'function' ? await (input as (made: object) => object)(made) : input),
  ]
}

function ofImport(made: { [route: string]: Answer }): object {
  return { id: made['import-begin']?.id }
}

function ofHook(made: { [route: string]: Answer }): object {
  return { id: (made['webhook-save']?.webhook as Answer | undefined)?.id ?? made['webhook-save']?.id }
}

test('every change over HTTP, done, adds its entry to the audit, and steps on the way add none', async () => {
  const { paths } = (await (await fetch(`${trial.url}/openapi.json`)).json()) as {
    readonly paths: { readonly [path: string]: { readonly [method: string]: unknown } }
  }
  const changing = Object.entries(paths).filter(
    ([path, methods]) => (path.startsWith('/api/') || path === '/v1/evidence') && Object.keys(methods).some((method) => method !== 'get'),
  )
  expect(CHANGES.map(([route]) => route).sort()).toEqual(changing.map(([path]) => path).sort())
  const made: { [route: string]: Answer } = {}
  for (const [route, what, run] of CHANGES) {
    const before = await told()
    const waited = ['import-stop', 'import-undo', 'import-redo', 'import-forget'].includes(route.slice('/api/'.length))
    if (waited) await whenImport(made['import-begin']?.id, ['taken', 'stopped', 'undone', 'failed', 'looked'])
    made[route.slice('/api/'.length)] = await run(made)
    expect([route, (await told()).slice(before.length)]).toEqual([route, what === null ? [] : [what]])
  }
  expect(await trial.main.audit.verify()).toMatchObject({ isUnbroken: true })
})
