import { Type } from 'typebox'
import type { Operation } from '../base/operation.ts'
import { ANSWERERS } from '../roles/settings.ts'
import type { Workspace } from '../roles/workspace.ts'
import { answer, withCommon } from './question.ts'
import { type StampedVoice, stampedVoices } from './stamped-voices.ts'
import { topicName } from './topics-own.ts'
import { topicsOf } from './topics-usual.ts'

export const SIDES = ['users', 'customers', 'others'] as const
export type Side = (typeof SIDES)[number]

/** On which side each giver stands for the whole window, as in `disagreements`: customers and deciders first, so that nobody is on both. */
export function sidesOf(heard: readonly StampedVoice[]): ReadonlyMap<number, Side> {
  const sides = new Map<number, Side>()
  for (const { giver, roles } of heard) {
    const side: Side = roles.has('customer') || roles.has('decider') ? 'customers' : roles.has('user') ? 'users' : 'others'
    const before = sides.get(giver)
    if (before === undefined || SIDES_FIRST.indexOf(side) < SIDES_FIRST.indexOf(before)) sides.set(giver, side)
  }
  return sides
}

const SIDES_FIRST: readonly Side[] = ['customers', 'users', 'others']

export const PEOPLE = Type.Object({ users: Type.Integer(), customers: Type.Integer(), others: Type.Integer() }, { description: 'Different people, each on one side; the sides are never added.' })

export function peopleOf(givers: Iterable<number>, sides: ReadonlyMap<number, Side>) {
  const counted = { users: 0, customers: 0, others: 0 }
  for (const giver of new Set(givers)) counted[sides.get(giver) ?? 'others'] += 1
  return counted
}

const INPUT = withCommon({})
const OUTPUT = Type.Object({
  topics: Type.Array(Type.Object({
    topic: Type.String(),
    from: Type.String({ enum: ['own', 'usual', 'said'], description: '`own`: of the team. `usual`: comes with the program. `said`: a source or a person named it, and it has no words.' }),
    answeredBy: Type.Union([Type.String({ enum: [...ANSWERERS] }), Type.Null()], { description: 'Who can answer a question about it; null: nobody said so.' }),
    words: Type.Array(Type.String()),
    texts: Type.Integer({ description: 'Feedback about it in the window.' }),
    people: PEOPLE,
    raised: PEOPLE,
    confirmed: Type.Integer({ description: 'Of the feedback, what a person said is about it.' }),
  }), { description: 'Those spoken of most first; `raised` counts those with a request or complaint.' }),
  people: PEOPLE,
  withoutTopic: Type.Object({ texts: Type.Integer({ description: 'Feedback with words and without a topic.' }), people: PEOPLE }),
})

/** What people speak of, users and customers apart. Cost grows with the feedback of the window. */
export const topics: Operation<Workspace, typeof INPUT, typeof OUTPUT> = {
  name: 'topics',
  summary: 'What people speak of: topics with their words, who can answer about them, and how many users and how many customers spoke of each, apart.',
  power: 'read',
  input: INPUT,
  output: OUTPUT,
  run: (workspace, input) => answer(workspace, input, async (asked, question) => {
    const heard = await stampedVoices(asked, question)
    const sides = sidesOf(heard)
    const said = new Map<string, { name: string; voices: StampedVoice[] }>()
    for (const voice of heard) {
      const { topic } = voice.feedback.line
      if (topic === null) continue
      const known = said.get(topicName(topic))
      if (known) known.voices.push(voice)
      else said.set(topicName(topic), { name: topic, voices: [voice] })
    }
    const known = topicsOf(asked.settings).map(({ name, own, answeredBy, words }) => ({ topic: name, from: own ? 'own' : 'usual', answeredBy, words }))
    const names = new Set(known.map(({ topic }) => topicName(topic)))
    const others = [...said].filter(([name]) => !names.has(name)).map(([, { name }]) => ({ topic: name, from: 'said', answeredBy: null, words: [] }))
    const rows = [...known, ...others].map((topic) => {
      const voices = said.get(topicName(topic.topic))?.voices ?? []
      const raising = voices.filter(({ feedback: { line } }) => line.kind === 'request' || line.kind === 'complaint')
      return {
        ...topic, texts: voices.length, people: peopleOf(voices.map(({ giver }) => giver), sides), raised: peopleOf(raising.map(({ giver }) => giver), sides),
        confirmed: voices.filter(({ feedback }) => feedback.byHand?.word !== null && feedback.byHand !== undefined).length,
      }
    })
    const open = heard.filter(({ feedback: { line } }) => line.topic === null && hasWords(line.text))
    return {
      topics: rows.sort((a, b) => b.texts - a.texts || Number(b.from === 'own') - Number(a.from === 'own') || (a.topic < b.topic ? -1 : 1)),
      people: peopleOf(sides.keys(), sides),
      withoutTopic: { texts: open.length, people: peopleOf(open.map(({ giver }) => giver), sides) },
    }
  }, 'topics'),
}

export function hasWords(text: string | null): text is string {
  return text !== null && /[\p{L}\p{N}]/u.test(text)
}
