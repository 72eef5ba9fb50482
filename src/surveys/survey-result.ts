import { Type } from 'typebox'
import { type Day, dayOf, instantText } from '../base/day.ts'
import { SELF } from '../base/identifier.ts'
import type { Operation } from '../base/operation.ts'
import type { Asked, Workspace } from '../roles/workspace.ts'
import { page, PAGING } from '../studies/paging.ts'
import { PARTY, partyShape } from '../studies/party-shape.ts'
import { knownAtFrom, type Question } from '../studies/question.ts'
import { newcombe, wilson } from '../studies/statistics.ts'
import { ROLES, type Role, rolesThen } from '../studies/voices.ts'
import { dimensionFrom } from './planning.ts'
import { type Answered, type Figure, figuresOf, isAnswer } from './result-figures.ts'
import { standingOf } from './role-holders.ts'
import { SURVEY, shapeOf } from './survey-operations.ts'
import { asksOf } from './survey-people.ts'
import { type Survey, surveyOf } from './survey.ts'

const NULLABLE = Type.Union([Type.String(), Type.Null()])
const NUMBER = Type.Union([Type.Number(), Type.Null()])
const FIGURE = Type.Object({ choice: NULLABLE, n: Type.Integer(), hits: Type.Integer(), value: Type.Number(), low: Type.Number(), high: Type.Number() })
const RESPONSE = { asked: Type.Integer({ description: 'People.' }), answered: Type.Integer(), rate: NUMBER, low: NUMBER, high: NUMBER }
const INPUT = Type.Object({ survey: Type.String({ description: 'Id of the survey.' }), knownAt: Type.Optional(Type.String({ description: 'As known at this instant, inclusive; absent: now.' })), ...PAGING }, { additionalProperties: false })
const OUTPUT = Type.Object({
  survey: SURVEY,
  ...RESPONSE,
  answersWanted: Type.Integer(),
  roles: Type.Array(Type.Object({
    role: Type.Union(ROLES.map((role) => Type.Literal(role))), population: Type.Union([Type.Integer(), Type.Null()], { description: 'People of that role when they were asked.' }), ...RESPONSE,
    figures: Type.Array(FIGURE, { description: 'Of this role alone, with 95 % intervals; empty where too few answered, and for own words.' }), tooFew: Type.Boolean(),
  }), { description: 'Roles at the moment of the answer. They overlap and must not be added.' }),
  mixed: Type.Object({
    figures: Type.Array(FIGURE), tooFew: Type.Boolean(), off: Type.Array(Type.Object({ role: Type.String(), choice: NULLABLE, points: Type.Number({ description: 'The mixed figure less that of the role.' }) })), says: Type.String(),
  }, { description: 'What we would have believed had we mixed the roles. Never use it: it stands here to be compared.' }),
  by: Type.String(),
  strata: Type.Array(Type.Object({ value: Type.String(), name: NULLABLE, party: Type.Union([PARTY, Type.Null()]), ...RESPONSE })),
  cautions: Type.Array(Type.String(), { description: 'Where those who answered are not like those who were asked.' }),
  texts: Type.Array(Type.Object({ party: PARTY, roles: Type.Array(Type.String()), text: Type.String(), score: NUMBER, at: Type.String() })),
  textsTotal: Type.Integer(), next: NULLABLE,
})

/** One who was asked, with the newest answer that counts. */
interface Person {
  readonly party: number
  readonly day: Day
  readonly at: number
  readonly answer: Answered | null
  readonly roles: ReadonlySet<Role>
}

/** What came back, by role. Cost: all questions asked, and the usage days of those who were asked this one. */
export const surveyResult: Operation<Workspace, typeof INPUT, typeof OUTPUT> = {
  name: 'survey-result',
  summary: 'What came back to a survey, by role with intervals, never mixed; how many answered, who did not, and what we would have believed had we mixed the roles.',
  power: 'read',
  input: INPUT,
  output: OUTPUT,
  run: async (workspace, input) => {
    const survey = await surveyOf(workspace, input.survey)
    return workspace.ask(SELF, knownAtFrom(input.knownAt), async (asked) => {
      const enough = asked.settings.thresholds.fewestPeople
      const people = await peopleOf(asked, survey)
      const answered = people.filter(isAnswered)
      const roles = ROLES.map((role) => roleRow(survey, role, people.filter((one) => one.roles.has(role)), enough)).filter(({ asked: n }) => n > 0)
      const strata = await strataOf(asked, survey, people)
      const { rows, next } = page(textsOf(survey, answered), input)
      return {
        survey: shapeOf(survey), ...response(people), answersWanted: survey.answers ?? 0, roles, mixed: mixedOf(survey, answered, roles, enough),
        by: survey.plan.by, strata: strata.map(({ shape, people: own }) => ({ ...shape, ...response(own) })), cautions: [...drawnUnevenly(survey), ...cautionsOf(strata)],
        texts: rows.map(({ party, roles: own, answer, at }) => ({ party: partyShape(asked.view.world, party), roles: ROLES.filter((role) => own.has(role)), text: answer.text as string, score: answer.score, at: instantText(at) })),
        textsTotal: textsOf(survey, answered).length, next,
      }
    })
  },
}

type AnsweredPerson = Person & { readonly answer: Answered }

function isAnswered(one: Person): one is AnsweredPerson {
  return one.answer !== null
}

/** Each person once: who was asked several times counts with the newest answer, and has the roles of that moment. */
async function peopleOf(asked: Asked, survey: Survey): Promise<readonly Person[]> {
  const { world } = asked.view
  const found = new Map<number, { at: number; answer: Answered | null }>()
  for (const ask of asksOf(asked, survey.id)) {
    const party = world.party(ask.party)
    const known = found.get(party)
    if (!known) found.set(party, { at: ask.line.at, answer: null })
    for (const { line } of world.asks.answersOf(ask)) {
      const own = found.get(party) as { at: number; answer: Answered | null }
      if (isAnswer(survey, line) && (own.answer === null || line.at >= own.at)) found.set(party, { at: line.at, answer: { score: line.score, text: line.text } })
    }
  }
  const people = [...found].map(([party, { at, answer }]) => ({ party, at, day: dayOf(at), answer }))
  if (people.length === 0) return []
  const roles = await rolesThen(asked, windowOf(asked, survey, people), people.map(({ party, day }) => ({ giver: party, day })))
  return people.map((one, place) => ({ ...one, roles: roles[place]?.roles ?? new Set<Role>() }))
}

function windowOf({ view }: Asked, survey: Survey, people: readonly { readonly day: Day }[]): Question {
  const days = people.map(({ day }) => day)
  return { product: survey.product, from: days.reduce((a, b) => Math.min(a, b)) - 30, to: days.reduce((a, b) => Math.max(a, b)) + 1, seller: SELF, knownAt: view.knownAt, staff: false }
}

function response(people: readonly Person[]) {
  const [n, answered] = [people.length, people.filter(isAnswered).length]
  return { asked: n, answered, rate: n === 0 ? null : answered / n, ...(n === 0 ? { low: null, high: null } : wilson(answered, n)) }
}

function roleRow(survey: Survey, role: Role, people: readonly Person[], enough: number) {
  const answered = people.filter(isAnswered)
  const tooFew = answered.length < enough
  const population = survey.frame?.[role] ?? null
  return { role, population, ...response(people), figures: tooFew ? [] : figuresOf(survey, answered.map(({ answer }) => answer), population), tooFew }
}

const NAMES: Readonly<Record<Role, string>> = { decider: 'deciders', customer: 'customers', user: 'users', other: 'others' }

function mixedOf(survey: Survey, answered: readonly AnsweredPerson[], roles: readonly ReturnType<typeof roleRow>[], enough: number) {
  const tooFew = answered.length < enough
  const figures = tooFew ? [] : figuresOf(survey, answered.map(({ answer }) => answer), null)
  const told = roles.filter(({ figures: own }) => own.length > 0)
  if (survey.form === 'text') return { figures: [], tooFew, off: [], says: 'Own words have no figure that could be mixed; they stand by role.' }
  if (tooFew) return { figures: [], tooFew, off: [], says: `Fewer than ${enough} answered: too few to say anything.` }
  const off = figures.flatMap((mixed, place) => told.map(({ role, figures: own }) => ({ role, choice: mixed.choice, points: mixed.value - (own[place] as Figure).value })))
  const answering = roles.filter(({ answered: n }) => n > 0)
  if (answering.length < 2) return { figures, tooFew, off, says: `Only ${answering[0] ? NAMES[answering[0].role] : 'nobody'} answered, so nothing is mixed; it says nothing of the others.` }
  // Of several choices the one that mixing misses most is told.
  const worst = off.reduce<(typeof off)[number] | null>((most, one) => (most === null || Math.abs(one.points) > Math.abs(most.points) ? one : most), null)
  if (worst === null) return { figures, tooFew, off, says: 'No role has enough answers to be compared with the mixed figure.' }
  const mixed = figures.find(({ choice }) => choice === worst.choice) as Figure
  const unit = survey.form === 'nps' ? '' : ' %'
  const of = worst.choice === null ? '' : ` for "${worst.choice}"`
  const each = told.map(({ role, figures: own }) => `${NAMES[role]} say ${rounded(own.find(({ choice }) => choice === worst.choice)?.value ?? 0)}${unit}`).join(', ')
  return { figures, tooFew, off, says: `Mixed, it would read ${rounded(mixed.value)}${unit}${of}, by whoever happened to answer. But ${each}: for ${NAMES[worst.role as Role]} the mixed figure is off by ${rounded(Math.abs(worst.points))} points.` }
}

function rounded(value: number): string {
  const text = value.toFixed(1).replace(/\.0$/, '')
  return text === '-0' ? '0' : text.replace('-', '\u2212')
}

async function strataOf(asked: Asked, survey: Survey, people: readonly Person[]) {
  if (people.length === 0) return []
  const { reader, stratumOf } = await standingOf(asked, windowOf(asked, survey, people), [], dimensionFrom(survey.plan.by))
  const groups = new Map<number | string, Person[]>()
  for (const one of people) groups.set(stratumOf(one.party), [...(groups.get(stratumOf(one.party)) ?? []), one])
  return [...groups].map(([key, own]) => ({ shape: reader.shape(key), people: own })).sort((a, b) => b.people.length - a.people.length || (a.shape.value < b.shape.value ? -1 : 1))
}

const ASKED_TO_COMPARE = 5

/** Quotas and least numbers ask some groups more than their part; answers are not weighted for it. */
function drawnUnevenly({ plan: { quotas, least, by } }: Survey): string[] {
  const why = [...(quotas.trim() === '' ? [] : ['quotas']), ...(least > 0 ? ['a least number of each group'] : [])]
  return why.length === 0 ? [] : [`Groups by ${by} were not asked in proportion to their people, because of ${why.join(' and ')}. The figures count every answer once, so they lean to the groups that were asked more: read the groups apart.`]
}

/** Of the strata those who answer most and least readily, if the difference is certain. */
function cautionsOf(strata: Awaited<ReturnType<typeof strataOf>>): string[] {
  const rated = strata.map(({ shape, people }) => ({ name: shape.name ?? 'those of whom nothing is known', ...response(people) })).filter(({ asked }) => asked >= ASKED_TO_COMPARE).sort((a, b) => (b.rate ?? 0) - (a.rate ?? 0))
  const [most, least] = [rated[0], rated[rated.length - 1]]
  if (!most || !least || most === least || newcombe(most.answered, most.asked, least.answered, least.asked).low <= 0) return []
  return [`Of ${most.name} ${rounded(100 * (most.rate ?? 0))} % answered, of ${least.name} ${rounded(100 * (least.rate ?? 0))} %: the result leans to ${most.name}.`]
}

/** What was said in own words, the newest first: free answers, and reasons beside a score. */
function textsOf({ form }: Survey, answered: readonly AnsweredPerson[]): readonly AnsweredPerson[] {
  return form === 'yes-no' || form === 'choice' ? [] : answered.filter(({ answer }) => answer.text !== null && answer.text.trim() !== '').sort((a, b) => b.at - a.at || a.party - b.party)
}
