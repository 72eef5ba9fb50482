import { Type } from 'typebox'
import { instantText } from '../base/day.ts'
import type { Operation } from '../base/operation.ts'
import { Refusal } from '../base/refusal.ts'
import { PAYER_KINDS } from '../roles/stamp.ts'
import type { Asked, Workspace } from '../roles/workspace.ts'
import { page, PAGING } from './paging.ts'
import { nameInWords, PARTY, partyShape } from './party-shape.ts'
import { answer, withCommon } from './question.ts'
import { newestPerGiver } from './satisfaction.ts'
import { SCORES } from './satisfaction-scores.ts'
import { topicName } from './topics-own.ts'
import { type StampedVoice, stampedVoices } from './stamped-voices.ts'
import { ROLES } from './voices.ts'
import { experienceOf, knowledgeOf, strangersInWords, untoldInWords } from './voices-experience.ts'
import { BY_VOICES, fitsVoices, isAboutWhatWasSaid, SIDES, sideOf, voiceDimension, type VoiceReader, voiceReader, WHERE_VOICES } from './voices-groups.ts'
import { NONE, textOfValue } from './where.ts'

const KINDS = ['nps', 'csat', 'ces', 'request', 'complaint', 'praise', 'expectation', 'perception'] as const
const NULLABLE = Type.Union([Type.String(), Type.Null()])
const OR_NONE = Type.Union([PARTY, Type.Null()])
const INPUT = withCommon({
  kind: Type.Optional(Type.String({ description: `Only these kinds, joined by commas: ${KINDS.join(', ')}.` })),
  role: Type.Optional(Type.String({ enum: [...ROLES], description: 'Only voices of those who had this role then.' })),
  side: Type.Optional(Type.String({ enum: [...SIDES], description: 'Only voices of those who stood on this side then: whoever buys or decides stands with the customers, else whoever uses with the users.' })),
  topic: Type.Optional(Type.String({ description: `Only this topic; \`${NONE}\` for voices without one.` })),
  by: BY_VOICES,
  group: Type.Optional(Type.String({ description: 'Only this value of `by`.' })),
  where: WHERE_VOICES,
  counted: Type.Optional(Type.String({ enum: ['newest'], description: '`newest`: only scores, and of several of one giver and kind the newest, as `satisfaction` counts them.' })),
  q: Type.Optional(Type.String({ description: 'Only voices whose text, topic or giver holds this, in any case.' })),
  ...PAGING,
})
const VOICE = Type.Object({
  key: Type.String(), source: Type.String(), at: Type.String(), party: PARTY, kind: Type.String(), score: Type.Union([Type.Number(), Type.Null()]),
  topic: NULLABLE, text: NULLABLE, product: NULLABLE, channel: NULLABLE,
  roles: Type.Array(Type.Union(ROLES.map((role) => Type.Literal(role))), { description: 'Of that moment, as all that follows.' }), side: Type.Union(SIDES.map((side) => Type.Literal(side))),
  payerKind: Type.Union(PAYER_KINDS.map((kind) => Type.Literal(kind)), { description: 'Who would have paid for use that day.' }), payer: OR_NONE, intermediary: OR_NONE, account: OR_NONE,
  organizations: Type.Array(PARTY), category: NULLABLE,
})
const OUTPUT = Type.Object({
  voices: Type.Array(VOICE, { description: 'The newest first.' }),
  total: Type.Integer({ description: 'Voices that fit.' }),
  next: NULLABLE,
  experience: Type.Object({
    voices: Type.Integer(), givers: Type.Integer(), bought: Type.Integer({ description: 'Voices of those who had bought what they speak of by then, or whose organization had.' }),
    used: Type.Integer({ description: 'Voices of those who had used it by then.' }), neither: Type.Integer(),
  }, { description: 'How many of the voices that fit come from those who knew what they speak of.' }),
  warnings: Type.Array(Type.String()),
})

/** What was said, one by one. Cost: the voices of the window as stampedVoices says, and the usage days of their givers; names are looked up for the page only. */
export const voicesList: Operation<Workspace, typeof INPUT, typeof OUTPUT> = {
  name: 'voices',
  summary: 'What users and customers said, one by one, with role, payer, organization, category and channel of that moment; and whether they knew what they speak of.',
  power: 'read',
  input: INPUT,
  output: OUTPUT,
  run: (workspace, input) => answer(workspace, input, async (asked, question) => {
    const by = input.by === undefined ? null : voiceReader(asked, question, voiceDimension(input.by))
    if (input.group !== undefined && by === null) throw new Refusal('bad-parameter', "'group' is a value of 'by': say by what, such as by=payerKind.", { parameter: 'group' })
    const fits = fitsVoices(asked, question, input.where)
    const tests = [kindTest(input.kind), topicTest(input.topic), textTest(asked, input.q)]
    const said = (await stampedVoices(asked, question)).filter(fits)
    const counted = input.counted === undefined ? said : newestScores(said, by)
    const key = input.group === undefined || by === null ? null : { value: by.keyOf(input.group) }
    const found = counted.filter((voice) =>
      (input.role === undefined || voice.roles.has(input.role as never)) && (input.side === undefined || sideOf(voice) === input.side) && (key === null || by?.of(voice) === key.value) && tests.every((test) => test(voice)))
    found.sort(newestFirst)
    const { rows, next } = page(found, input)
    const knowledge = await knowledgeOf(asked, question, found)
    const experience = experienceOf(found, knowledge)
    const { voices, neither } = experience
    const warning = knowledge.isTold ? strangersInWords({ voices, strangers: neither }, asked.settings.thresholds.fewestPeople) : voices > 0 ? untoldInWords(voices) : null
    return { voices: rows.map((voice) => rowOf(asked, voice)), total: found.length, next, experience, warnings: warning === null ? [] : [warning] }
  }),
}

/** The answers that scores are made of; where groups are what the answers are about, the newest in each. */
function newestScores(said: readonly StampedVoice[], by: VoiceReader | null): readonly StampedVoice[] {
  const scored = said.filter(({ feedback: { line } }) => (SCORES as readonly string[]).includes(line.kind))
  if (by === null || !isAboutWhatWasSaid(by.dimension)) return newestPerGiver(scored)
  const groups = new Map<unknown, StampedVoice[]>()
  for (const voice of scored) groups.set(by.of(voice), [...(groups.get(by.of(voice)) ?? []), voice])
  return [...groups.values()].flatMap(newestPerGiver)
}

type Test = (voice: StampedVoice) => boolean
const always: Test = () => true

function kindTest(text: string | undefined): Test {
  if (text === undefined) return always
  const kinds = text.split(',').map((kind) => kind.trim())
  const wrong = kinds.find((kind) => !(KINDS as readonly string[]).includes(kind))
  if (wrong !== undefined) throw new Refusal('bad-parameter', `'${wrong}' is no kind of feedback. Use one of ${KINDS.join(', ')}.`, { parameter: 'kind' })
  return ({ feedback }) => kinds.includes(feedback.line.kind)
}

function topicTest(text: string | undefined): Test {
  if (text === undefined) return always
  const topic = textOfValue(text)
  const name = topic === null ? null : topicName(topic)
  return ({ feedback: { line } }) => (line.topic === null || name === null ? line.topic === topic : topicName(line.topic) === name)
}

function textTest({ view: { world } }: Asked, text: string | undefined): Test {
  const q = text?.trim().toLowerCase() ?? ''
  if (q === '') return always
  const names = new Map<number, boolean>()
  const isNamed = (party: number): boolean => {
    const known = names.get(party) ?? (nameInWords(world, party).toLowerCase().includes(q) || world.identities.identifiers(party).some((id) => id.includes(q)))
    names.set(party, known)
    return known
  }
  return ({ feedback: { line }, giver }) => (line.text ?? '').toLowerCase().includes(q) || (line.topic ?? '').toLowerCase().includes(q) || isNamed(giver)
}

/** At the same instant by source and key, so that pages do not depend on the order of arrival. */
function newestFirst({ feedback: { line: a } }: StampedVoice, { feedback: { line: b } }: StampedVoice): number {
  if (a.at !== b.at) return b.at - a.at
  return a.source === b.source ? (a.key < b.key ? -1 : 1) : a.source < b.source ? -1 : 1
}

function rowOf({ view: { world } }: Asked, voice: StampedVoice) {
  const { line } = voice.feedback
  const partyOrNone = (party: number) => (party === 0 ? null : partyShape(world, party))
  return {
    key: line.key, source: line.source, at: instantText(line.at), party: partyShape(world, voice.giver), kind: line.kind, score: line.score, topic: line.topic, text: line.text,
    product: line.product, channel: line.channel, roles: ROLES.filter((role) => voice.roles.has(role)), side: sideOf(voice),
    payerKind: voice.payerKind, payer: partyOrNone(voice.payer), intermediary: partyOrNone(voice.intermediary), account: partyOrNone(voice.account),
    organizations: voice.organizations.map((organization) => partyShape(world, organization)), category: voice.category,
  }
}
