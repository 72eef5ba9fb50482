import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { describeOnEngines } from '../../test/harness/engines.ts'
import { openPost } from '../../test/harness/mail-server.ts'
import { SELF } from '../base/identifier.ts'
import { takeEvidence } from '../evidence/take.ts'
import { EVERYTHING } from '../roles/projection.ts'
import { openWorkspace, type Workspace } from '../roles/workspace.ts'
import { answerSecretOf } from './answer-links.ts'
import { answerWordsFor, endsOf } from './answer-words.ts'
import { askedQuestion } from './asked-questions.ts'
import { allowAsking, giveAnswer, givenFrom, stopAsking } from './given-answers.ts'
import { openMailSender } from './mail-sender.ts'
import { changeMail } from './mail-settings.ts'
import { changeSurveys, type Survey } from './survey.ts'
import { handedQuestion, nextQuestion, visitorFrom } from './widget.ts'

const SILENT = { info() {}, warn() {}, error() {} }
const NOW = Date.UTC(2026, 1, 10)
const EN = answerWordsFor('en')
const PLAN = { margin: 0.1, confidence: 0.95, by: '', where: '', quotas: '', least: 0, seed: 'a' }
const SURVEY: Survey = { id: 's1', question: 'Would you recommend it?', form: 'nps', choices: [], kind: 'nps', topic: null, product: 'notes', sides: ['users'], channel: 'mail', plan: PLAN, mode: 'sample', perWeek: 0, askers: [], state: 'open', by: null, at: '2026-02-01T00:00:00Z', openedAt: null, closedAt: null }
const ask = (key: string, via: string) => ({ type: 'ask', source: 'surveys', key, party: `email:${key}@acme.example`, question: SURVEY.question, kind: 'nps', product: 'notes', survey: 's1', by: 'Dina', via, at: new Date(NOW).toISOString() })

test('under a question ease is asked for, under a statement how far one agrees', () => {
  expect(['How easy was it?', 'War es leicht? ', 'It was easy to use.'].map((question) => endsOf(answerWordsFor('en'), 'ces', question)[1])).toEqual(['Very easy', 'Very easy', 'Strongly agree'])
  expect(endsOf(answerWordsFor('de'), 'nps', 'Wie?')[1]).toBe('Sehr wahrscheinlich')
})

describeOnEngines('an answer', ({ freshDatabase }) => {
  let workspace: Workspace
  let folder: string
  let clock = NOW
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'hatrack-answers-'))
    const databaseUrl = await freshDatabase('given_answers')
    workspace = await openWorkspace({ name: 'main', folder, log: SILENT, now: () => clock++, ...(databaseUrl === undefined ? {} : { databaseUrl }) })
    await changeSurveys(workspace, () => [SURVEY])
    await take([{ type: 'party', key: 'us', kind: 'organization', ids: ['self'], name: 'Notes' }, { type: 'link', key: 'l1', ids: ['user:7', 'email:w1@acme.example'] }, ask('m1', 'mail'), ask('m2', 'mail'), ask('w1', 'widget')])
  })
  afterAll(async () => {
    await workspace.close()
    rmSync(folder, { recursive: true, force: true })
  })
  async function take(lines: readonly object[]): Promise<void> {
    expect((await takeEvidence(workspace.record, { values: lines, power: 'write', now: clock })).rejected).toEqual([])
    await workspace.caughtUp()
  }
  const scores = () => workspace.ask(SELF, EVERYTHING, async ({ view: { world } }) => [...world.feedback.values()].map(({ line: { party, score, text } }) => [party, score, text]).sort())
  async function give(key: string, choice: string | null, text: string | null): Promise<void> {
    const asked = await askedQuestion(workspace, { source: 'surveys', key })
    if (asked === null) throw new Error('there is no such ask')
    const given = givenFrom(asked, { choice, text })
    if (typeof given === 'string') throw new Error(given)
    await giveAnswer(workspace, asked, given)
  }

  test('is changed as often as its giver wants, and counts once', async () => {
    await give('m1', '9', null)
    await give('m1', null, 'Quick')
    const lines = workspace.record.recorded
    await give('m1', '9', 'Quick')
    expect([workspace.record.recorded - lines, await scores()]).toEqual([0, [['email:m1@acme.example', 9, 'Quick']]])
    await give('m1', '2', null)
    await give('m1', '9', null)
    expect(await scores()).toEqual([['email:m1@acme.example', 9, null]])
  })

  test('is given to the question that was handed to a visitor, who is known by another name', async () => {
    const question = await nextQuestion(workspace, visitorFrom({ user: '7', product: 'notes' }), EN)
    expect(question).toMatchObject({ text: 'Would you recommend it?', who: 'Dina, Notes asks you', form: 'nps', ends: ['Not at all likely', 'Extremely likely'] })
    const { asked } = await handedQuestion(workspace, question?.token)
    await giveAnswer(workspace, asked, { score: 4, text: null })
    expect(await nextQuestion(workspace, visitorFrom({ user: '7' }), EN)).toBeNull()
    expect(await scores()).toContainEqual(['email:w1@acme.example', 4, null])
  })

  test('who says not to be asked gets no mail, and one after taking it back', async () => {
    const post = await openPost()
    await changeMail(workspace.mail, () => ({
      server: { host: '127.0.0.1', port: post.port, security: 'none', user: null, secret: null, from: 'team@notes.example', fromName: null, replyTo: null, perMinute: 6_000, authority: null, dkim: null, reachesPrivate: true },
      runs: { s1: { state: 'sending', why: null, by: null, at: '2026-02-10T00:00:00Z' } },
    }))
    const asked = await askedQuestion(workspace, { source: 'surveys', key: 'm2' })
    if (asked === null) throw new Error('there is no such ask')
    const sender = openMailSender(workspace, { log: SILENT, pageUrl: () => 'https://hatrack.example', lookEveryMs: 0 })
    for (let turn = 0; turn < 2; turn++) {
      await stopAsking(workspace, asked, 'mail')
      await sender.look()
      expect(post.arrived).toEqual([])
      if (turn === 0) await allowAsking(workspace, asked)
    }
    await allowAsking(workspace, asked)
    await Promise.all([sender.look(), sender.look()])
    await sender.look()
    // m1 has answered already.
    expect(post.arrived.map(({ to }) => to)).toEqual(['m2@acme.example'])
    await sender.close()
    await post.close()
  })

  test('links are signed by a secret that is the same for all who open the workspace', async () => {
    const again = { answerSecret: { ...workspace.answerSecret } }
    expect((await answerSecretOf(again)).equals(await answerSecretOf(workspace))).toBe(true)
  })
})
