import { Type } from 'typebox'
import { type Day, dayFrom, dayOf, dayText } from '../base/day.ts'
import type { Operation } from '../base/operation.ts'
import { order } from '../base/order.ts'
import { type Milestone, milestonesOf, stateAt } from '../roles/deliveries.ts'
import type { Asked, Workspace } from '../roles/workspace.ts'
import { many } from './effect-in-words.ts'
import { nameInWords, PARTY, partyShape } from './party-shape.ts'
import { answer, type Question, withCommon } from './question.ts'
import { type Action, FORMS, type Retrospective, retrospectivesOf } from './retrospectives-kept.ts'
import { answersOf, course, followedUp, type Paired, type RoundAnswer, SIDES } from './retrospectives-rounds.ts'

const TEXT = Type.Union([Type.String(), Type.Null()])
const NUMBER = Type.Union([Type.Number(), Type.Null()])
const SIDE = Type.Union(SIDES.map((side) => Type.Literal(side)))
const PAIRED = Type.Object({ better: Type.Integer(), worse: Type.Integer(), same: Type.Integer() }, { description: 'Of those who answered both times.' })
const POINT = Type.Object({ round: Type.String(), n: Type.Integer(), score: NUMBER, low: NUMBER, high: NUMBER, tooFew: Type.Boolean(), sinceLast: Type.Union([PAIRED, Type.Null()]) })
const POINTS = Type.Array(POINT, { description: 'A round each, oldest first.' })
const QUESTION = Type.Object({ id: Type.String(), text: Type.String(), form: Type.Union(FORMS.map((form) => Type.Literal(form))), topic: TEXT, customers: POINTS, users: POINTS, others: POINTS })
const ACTION = Type.Object({
  id: Type.String(), text: Type.String(), round: Type.String(), question: TEXT, owner: TEXT, due: TEXT, done: TEXT, outcome: TEXT, by: TEXT, state: Type.Union((['open', 'overdue', 'done'] as const).map((state) => Type.Literal(state))),
  followedUp: Type.Union([Type.Object({ round: Type.String(), customers: PAIRED, users: PAIRED, others: PAIRED }), Type.Null()], { description: 'What the first round after it was done says to its question, by those who answered before it was agreed, too.' }),
  says: Type.String(),
})
const ONE = Type.Object({
  id: Type.String(), agreement: Type.String(), project: TEXT, customer: Type.Union([PARTY, Type.Null()]), name: Type.String(), everyWeeks: Type.Union([Type.Integer(), Type.Null()], { description: 'Weeks between rounds; null: a round at each milestone.' }), start: Type.String(), ended: Type.Boolean(), by: TEXT,
  next: Type.Union([Type.Object({ day: Type.String(), due: Type.Boolean({ description: 'True if it is time.' }), milestone: TEXT }), Type.Null()], { description: 'When the next round is; null: it has ended, or no milestone waits.' }),
  rounds: Type.Array(Type.Object({ round: Type.String(), people: Type.Integer(), answers: Type.Integer(), milestone: TEXT, note: TEXT, by: TEXT })),
  questions: Type.Array(QUESTION), answers: Type.Array(Type.Object({ round: Type.String(), question: Type.String(), party: PARTY, side: SIDE, score: NUMBER, text: TEXT, evidence: Type.String() }), { description: 'Every answer, the newest round first.' }),
  actions: Type.Array(ACTION, { description: 'Overdue, open, done; by due day.' }), open: Type.Integer(), overdue: Type.Integer(), says: Type.String(),
})
const INPUT = withCommon({ agreement: Type.Optional(Type.String({ description: 'Key of a project; absent: of all.' })) })
const OUTPUT = Type.Object({ asOf: Type.String(), retrospectives: Type.Array(ONE, { description: 'By name.' }) })

/** Recurring questions to a project's customers, with what was answered in each round and what is done about it, as of `to`. Answers follow knownAt; sets and actions are as they are now. Cost: all asks, and the use of those who answered. */
export const retrospectives: Operation<Workspace, typeof INPUT, typeof OUTPUT> = {
  name: 'retrospectives',
  summary: 'Recurring questions to the customers of projects: what each round answered, by customers and users apart, and the actions with what became of them.',
  power: 'read',
  input: INPUT,
  output: OUTPUT,
  run: async (workspace, input) => {
    const all = (await retrospectivesOf(workspace)).filter(({ agreement }) => input.agreement === undefined || agreement === input.agreement)
    return answer(workspace, input, async (asked, question) => {
      const milestones = milestonesOf(asked.view.world, asked.projection.statements, asked.view.knownAt)
      const shown = all.filter(({ agreement }) => question.product === null || asked.view.world.agreements.get(agreement)?.product === question.product)
      const shapes = []
      // A round that is held today is shown at once, although a window up to now ends with yesterday.
      const today = dayOf(workspace.now())
      const until = question.to === today ? today + 1 : question.to
      for (const one of shown) shapes.push(await shape(asked, question, until, one, milestones.get(one.agreement) ?? []))
      return { asOf: dayText(question.to), retrospectives: shapes }
    })
  },
}

async function shape(asked: Asked, question: Question, until: Day, one: Retrospective, milestones: readonly Milestone[]) {
  const { world } = asked.view
  const agreement = world.agreements.get(one.agreement)
  const answers = await answersOf(asked, { ...question, to: until }, one, agreement?.product ?? null)
  const rounds = [...new Set(answers.map(({ round }) => round))]
  const enough = asked.settings.thresholds.fewestPeople
  const actions = one.actions.map((action) => actionShape(action, answers, question.to, until)).sort((a, b) => order(STATES.indexOf(a.state), STATES.indexOf(b.state)) || order(a.due ?? '9', b.due ?? '9') || order(a.id, b.id))
  const [open, overdue] = [actions.filter(({ state }) => state !== 'done').length, actions.filter(({ state }) => state === 'overdue').length]
  return {
    id: one.id, agreement: one.agreement, project: agreement?.name ?? null, customer: agreement === undefined ? null : partyShape(world, world.party(agreement.buyer)), name: one.name, everyWeeks: one.everyWeeks, start: one.start, ended: one.ended, by: one.by,
    next: nextRound(one, rounds, milestones, question.to),
    rounds: rounds.map((round) => {
      const own = answers.filter((each) => each.round === round)
      const note = one.notes.find((each) => each.round === dayText(round))
      return { round: dayText(round), people: new Set(own.map(({ party }) => party)).size, answers: own.length, milestone: note?.milestone ?? null, note: note?.note ?? null, by: note?.by ?? null }
    }),
    questions: one.questions.map((each) => ({ ...each, customers: course(each, 'customers', answers, enough), users: course(each, 'users', answers, enough), others: course(each, 'others', answers, enough) })),
    answers: [...answers].reverse().map(({ round, question: put, party, side, score, text, key }) => ({ round: dayText(round), question: put, party: partyShape(world, party), side, score, text, evidence: key })),
    actions, open, overdue, says: says(agreement === undefined ? one.agreement : (agreement.name ?? nameInWords(world, world.party(agreement.buyer))), rounds.length, open, overdue),
  }
}

const STATES = ['overdue', 'open', 'done']

function says(project: string, rounds: number, open: number, overdue: number): string {
  const held = rounds === 0 ? `No round was held yet about ${project}` : `${many(rounds, 'round')} held about ${project}`
  return `${held}; ${open === 0 ? 'no action is open' : `${many(open, 'action')} open${overdue === 0 ? '' : `, ${overdue} of them overdue`}`}.`
}

/** Every so many weeks after the last round; or when a milestone was done after it, and now if one was. */
function nextRound({ ended, everyWeeks, start }: Retrospective, rounds: readonly Day[], milestones: readonly Milestone[], to: Day) {
  if (ended) return null
  const last = rounds.at(-1) ?? null
  if (everyWeeks !== null) {
    const day = last === null ? (dayFrom(start) as Day) : last + 7 * everyWeeks
    return { day: dayText(day), due: day < to, milestone: null }
  }
  const states = milestones.map((milestone) => stateAt(milestone, to))
  const waiting = states.filter(({ done }) => done !== null && done >= (dayFrom(start) as Day) && (last === null || done > last)).sort((a, b) => (b.done as Day) - (a.done as Day))[0]
  if (waiting) return { day: dayText(waiting.done as Day), due: true, milestone: waiting.name }
  const coming = states.filter(({ done, due }) => done === null && due !== null).sort((a, b) => (a.due as Day) - (b.due as Day))[0]
  return coming ? { day: dayText(coming.due as Day), due: false, milestone: coming.name } : null
}

function actionShape(action: Action, answers: readonly RoundAnswer[], to: Day, until: Day) {
  const day = (text: string | null): Day | null => (text === null ? null : dayFrom(text))
  const [due, done] = [day(action.due), day(action.done)]
  const isDone = done !== null && done < until
  const state = isDone ? 'done' as const : due !== null && due < to ? 'overdue' as const : 'open' as const
  const follow = isDone && action.question !== null ? followedUp(answers, action.question, day(action.round) as Day, done) : null
  return {
    ...action, done: isDone ? action.done : null, state, followedUp: follow === null ? null : { round: dayText(follow.round), ...follow.bySide },
    says: sentence(state, follow === null ? null : Object.values(follow.bySide).reduce((all, { better, worse, same }) => ({ better: all.better + better, worse: all.worse + worse, same: all.same + same })), due, to, action.question !== null),
  }
}

function sentence(state: 'open' | 'overdue' | 'done', follow: Paired | null, due: Day | null, to: Day, hasQuestion: boolean): string {
  if (state === 'overdue') return `Overdue by ${many(to - (due as Day), 'day')}.`
  if (state === 'open') return due === null ? 'Open, without a day.' : 'Open.'
  if (!hasQuestion) return 'Done; it belongs to no question, so no round says what came of it.'
  if (follow === null) return 'Done; no round since says what came of it.'
  const { better, worse, same } = follow
  return better + worse + same === 0 ? 'Done; in the next round nobody answered who had answered before.' : `Done; of ${many(better + worse + same, 'person')} asked again ${better} answered higher, ${worse} lower, ${same} the same.`.replace('persons', 'people')
}
