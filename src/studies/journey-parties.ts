import { Type } from 'typebox'
import { dayText } from '../base/day.ts'
import type { Operation } from '../base/operation.ts'
import { order } from '../base/order.ts'
import { Refusal } from '../base/refusal.ts'
import type { Workspace } from '../roles/workspace.ts'
import { JOURNEY_INPUT, journeysAsked, longEnough } from './journey.ts'
import { dayOfStep, orderOf, STANDINGS, type StandingName, standsSo, SURPRISES, type Surprise, surprises } from './journey-figures.ts'
import { CHANNELS, type Journey, learnedOn, type Step, STEPS, type Trace, WHATS } from './journey-terms.ts'
import { page, PAGING } from './paging.ts'
import { PARTY, partyShape, smallestIdentifier } from './party-shape.ts'
import { answer, dayParameter, withCommon } from './question.ts'

const INPUT = withCommon({
  ...JOURNEY_INPUT,
  group: Type.Optional(Type.String({ description: 'Only parties of this group: a `value` of the groups of journey, with the same `by`.' })),
  step: Type.Optional(Type.String({ enum: [...STEPS], description: 'The step that `standing` speaks of. Absent: learned.' })),
  standing: Type.Optional(Type.String({ enum: [...STANDINGS], description: 'How they stand to the step: `reached` it; `in-time` or `not-in-time`, of those who could have; `too-young` to say; `not-yet`. Absent: reached, or, with `before`, however.' })),
  before: Type.Optional(Type.String({ enum: [...STEPS], description: 'Only those that had reached this step too, and not later than `step`: with step=paid the parties behind the days from this step to paying.' })),
  surprise: Type.Optional(Type.String({ enum: [...SURPRISES], description: 'Only those whose way was otherwise than expected in this way.' })),
  order: Type.Optional(Type.String({ description: 'Only those that took the steps in this order, with commas between: `learned,decided,paid`.' })),
  learnedFrom: Type.Optional(Type.String({ description: 'Only those whose first trace lies on this day or later.' })),
  learnedTo: Type.Optional(Type.String({ description: 'Only those whose first trace lies before this day.' })),
  ...PAGING,
})
const NULLABLE = Type.Union([Type.String(), Type.Null()])
const SHOWN = Type.Union([Type.Object({
  day: Type.String(), what: Type.Union(WHATS.map((what) => Type.Literal(what))), key: Type.Union([Type.String(), Type.Null()], { description: 'Key of the line that shows it; null for use.' }),
  by: Type.Union([PARTY, Type.Null()], { description: 'Who did it, where that is not the party itself.' }), product: NULLABLE,
}), Type.Null()])
const OUTPUT = Type.Object({
  parties: Type.Array(Type.Object({
    party: PARTY, channel: Type.Union(CHANNELS.map((channel) => Type.Literal(channel))), via: Type.Union([PARTY, Type.Null()]),
    order: Type.Array(Type.Union(STEPS.map((step) => Type.Literal(step)))),
    steps: Type.Object({ learned: SHOWN, tested: SHOWN, decided: SHOWN, paid: SHOWN, renewed: SHOWN, left: SHOWN }),
    termEnd: Type.Union([Type.String(), Type.Null()], { description: 'Day after the first paid term; it may lie ahead.' }),
  })),
  total: Type.Integer(),
  next: NULLABLE,
})

/** The parties behind a figure of journey, with the evidence of each step. Cost: as journey. */
export const journeyParties: Operation<Workspace, typeof INPUT, typeof OUTPUT> = {
  name: 'journey-parties',
  summary: 'The parties behind a figure of journey: on which day each reached which step, and what shows it.',
  power: 'read',
  input: INPUT,
  output: OUTPUT,
  run: (workspace, input) => answer(workspace, longEnough(workspace, input), async (asked, question) => {
    const { all, looked, group } = await journeysAsked(workspace, asked, question, input)
    const step = (input.step ?? 'learned') as Step
    const before = input.before as Step | undefined
    const standing = (input.standing ?? (before === undefined ? 'reached' : null)) as StandingName | null
    const wanted = input.order === undefined ? null : orderFrom(input.order)
    const [from, to] = [input.learnedFrom === undefined ? null : dayParameter('learnedFrom', input.learnedFrom), input.learnedTo === undefined ? null : dayParameter('learnedTo', input.learnedTo)]
    const fits = (one: Journey): boolean =>
      (standing === null || standsSo(one, step, standing, looked)) && (before === undefined || startedBefore(one, before, step)) && (input.surprise === undefined || surprises(one, input.surprise as Surprise))
      && (wanted === null || orderOf(one).join() === wanted) && (from === null || learnedOn(one) >= from) && (to === null || learnedOn(one) < to)
      && (input.group === undefined || group.of(one).shape().value === input.group)
    const { world } = asked.view
    const at = (one: Journey): number => dayOfStep(one, step) ?? learnedOn(one)
    const found = all.filter(fits).map((one) => ({ one, day: at(one), name: smallestIdentifier(world, one.party) })).sort((a, b) => a.day - b.day || order(a.name, b.name))
    const { rows, next } = page(found, input)
    const shape = (party: number) => (party === 0 ? null : partyShape(world, party))
    const shown = (trace: Trace | null) => (trace === null ? null : { day: dayText(trace.day), what: trace.what, key: trace.key, by: shape(trace.by), product: trace.product })
    return {
      parties: rows.map(({ one }) => ({
        party: partyShape(world, one.party), channel: one.steps.learned?.channel ?? 'direct', via: shape(one.steps.learned?.via ?? 0), order: orderOf(one),
        steps: { learned: shown(one.steps.learned), tested: shown(one.steps.tested), decided: shown(one.steps.decided), paid: shown(one.steps.paid), renewed: shown(one.steps.renewed), left: shown(one.steps.left) },
        termEnd: one.termEnd === null ? null : dayText(one.termEnd),
      })),
      total: found.length,
      next,
    }
  }),
}

/** True if a wait from the one step to the other is counted: the first was reached, and the other not before it. */
function startedBefore(one: Journey, first: Step, then: Step): boolean {
  const [start, end] = [dayOfStep(one, first), dayOfStep(one, then)]
  return start !== null && (end === null || end >= start)
}

function orderFrom(text: string): string {
  const steps = text.split(',').map((step) => step.trim())
  const unknown = steps.find((step) => !(STEPS as readonly string[]).includes(step))
  if (unknown !== undefined) throw new Refusal('bad-parameter', `'${unknown}' in 'order' is no step. The steps are ${STEPS.join(', ')}.`, { parameter: 'order' })
  return steps.join()
}
