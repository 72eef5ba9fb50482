import { createHash } from 'node:crypto'
import { instantText } from '../base/day.ts'
import { isJunk, normalIdentifier, SELF } from '../base/identifier.ts'
import { Refusal } from '../base/refusal.ts'
import { takeEvidence } from '../evidence/take.ts'
import { EVERYTHING } from '../roles/projection.ts'
import type { Workspace } from '../roles/workspace.ts'
import { answerSecretOf, openedBy, tokenOf } from './answer-links.ts'
import { type AnswerWords, endsOf, isScale } from './answer-words.ts'
import { type AskedQuestion, askedQuestion, openQuestions, whoAsks } from './asked-questions.ts'
import { choicesOf, TEXT_SIGNS } from './given-answers.ts'
import { askAtMoment } from './moments.ts'

/** Who opened the page, as the page calls them. */
export interface Visitor {
  /** `user:` and an id, or `anonymous:` and one that the widget made. */
  readonly party: string
  readonly account: string | null
  readonly product: string | null
}

/** A question as the widget shows it. Nothing of whom it is for stands in it. */
export interface HandedQuestion {
  /** Good for an answer to this question, for an hour. */
  readonly token: string
  /** So that the widget knows it again after the visitor closed it. */
  readonly id: string
  readonly text: string
  readonly who: string
  readonly form: AskedQuestion['form']
  readonly choices: readonly (readonly [value: string, label: string])[]
  readonly ends: readonly [least: string, most: string] | null
}

/** Kinds that somebody may send unasked. */
export const TOLD_KINDS = ['request', 'complaint', 'praise'] as const

const HANDED_MS = 3_600_000
const NAME_SIGNS = 200
const ID_SIGNS = 16

/** The visitor that a page names: one user or one anonymous visitor, never an e-mail address, an account or anybody's other name. */
export function visitorFrom(fields: { readonly [name: string]: unknown }): Visitor {
  const named = (name: string): string | null => {
    const value = fields[name]
    if (value === undefined || value === null || value === '') return null
    if (typeof value !== 'string' || value.length > NAME_SIGNS) throw new Refusal('bad-parameter', `'${name}' is a text of at most ${NAME_SIGNS} signs.`, { parameter: name })
    return value
  }
  const in_ = (namespace: string, value: string): string => {
    const identifier = normalIdentifier(value.startsWith(`${namespace}:`) ? value : `${namespace}:${value}`)
    if (identifier === null || isJunk(identifier)) throw new Refusal('bad-parameter', `'${value.slice(0, 50)}' names nobody.`, { parameter: namespace })
    return identifier
  }
  const [user, anonymous, account] = [named('user'), named('anonymous'), named('account')]
  if (user === null && anonymous === null) throw new Refusal('bad-parameter', "Name the visitor as 'user', or as 'anonymous' where nobody signed in.", { parameter: 'user' })
  return { party: user === null ? in_('anonymous', anonymous as string) : in_('user', user), account: account === null ? null : in_('account', account), product: named('product') }
}

/**
 * The question that waits for this visitor in the widget: the one that was asked first. Where none does, this moment of use may be one at which a survey
 * asks. Null: there is none.
 */
export async function nextQuestion(workspace: Workspace, visitor: Visitor, words: AnswerWords): Promise<HandedQuestion | null> {
  const { party, product } = visitor
  const account = await knownAccount(workspace, visitor)
  const waiting = await waitingFor(workspace, visitor)
  if (waiting !== null) return handed(workspace, waiting, account, words)
  if (!(await askAtMoment(workspace, { party, account, product, at: workspace.now() }))) return null
  await workspace.caughtUp()
  const drawn = await waitingFor(workspace, visitor)
  return drawn === null ? null : handed(workspace, drawn, account, words)
}

/** Where it is said that the visitor is, if any line speaks of it: what a page alone says makes no account. */
async function knownAccount(workspace: Workspace, { account }: Visitor): Promise<string | null> {
  if (account === null) return null
  return workspace.ask(SELF, EVERYTHING, async ({ view: { world } }) => (world.dictionary.find(account) > 0 ? account : null))
}

async function waitingFor(workspace: Workspace, { party, product }: Visitor): Promise<AskedQuestion | null> {
  const waiting = await openQuestions(workspace, [party], 'widget')
  return waiting.find((asked) => asked.product === null || product === null || asked.product === product) ?? null
}

async function handed(workspace: Workspace, asked: AskedQuestion, account: string | null, words: AnswerWords): Promise<HandedQuestion> {
  const { ask, form, question } = asked
  const who = whoAsks(asked)
  const until = workspace.now() + HANDED_MS
  return {
    token: tokenOf(await answerSecretOf(workspace), 'widget', { workspace: workspace.name, ...ask, until, account }),
    id: createHash('sha256').update(JSON.stringify([workspace.name, ask.source, ask.key])).digest('base64url').slice(0, ID_SIGNS),
    text: question,
    who: who === null ? words.asksUnnamed : words.asks(who),
    form,
    choices: choicesOf(asked).map((value) => [value, form !== 'yes-no' ? value : value === 'yes' ? words.yes : words.no]),
    ends: isScale(form) ? endsOf(words, form, question) : null,
  }
}

/** A question in the hands of a visitor, and in which account they were then. */
export interface Handed {
  readonly asked: AskedQuestion
  readonly account: string | null
}

/** The question for which a token of the widget is good; refused where it is not, or no more. */
export async function handedQuestion(workspace: Workspace, token: unknown): Promise<Handed> {
  const opened = typeof token === 'string' ? openedBy(await answerSecretOf(workspace), 'widget', token, workspace.now()) : ({ kind: 'foreign' } as const)
  if (opened.kind === 'foreign' || opened.named.workspace !== workspace.name) throw new Refusal('bad-parameter', 'This question was not handed to this visitor.', { parameter: 'token' })
  const asked = await askedQuestion(workspace, opened.named)
  if (opened.kind === 'over' || asked === null || !asked.isOpen) throw new Refusal('not-now', 'This question is closed, or was handed out too long ago.', { parameter: 'token' })
  return { asked, account: opened.named.account ?? null }
}

/** Something said unasked: a wish, a complaint or praise, once however often it is sent. */
export async function takeTold(workspace: Workspace, visitor: Visitor, source: string, { id, kind, text }: { readonly [name: string]: unknown }): Promise<void> {
  if (typeof id !== 'string' || !/^[0-9a-f]{32}$/.test(id)) throw new Refusal('bad-parameter', "'id' is 128 random bits in hex: the same when it is sent again.", { parameter: 'id' })
  if (!TOLD_KINDS.includes(kind as (typeof TOLD_KINDS)[number])) throw new Refusal('bad-parameter', `'kind' is one of ${TOLD_KINDS.join(', ')}.`, { parameter: 'kind' })
  if (typeof text !== 'string' || text.trim() === '' || [...text].length > TEXT_SIGNS) throw new Refusal('bad-parameter', `'text' has 1 to ${TEXT_SIGNS} letters.`, { parameter: 'text' })
  const { party, account, product } = visitor
  const now = workspace.now()
  const line = { type: 'feedback', source, key: `widget-${id}`, party, kind, text: text.trim(), at: instantText(now), channel: 'widget', ...(product === null ? {} : { product }), ...(account === null ? {} : { account }) }
  const { rejected } = await takeEvidence(workspace.record, { values: [line], power: 'write', now, correctable: false })
  const [fault] = rejected
  // Sent again it says another instant: it is known already.
  if (fault && fault.reason !== 'key-taken') throw new Refusal('bad-parameter', fault.says)
}
