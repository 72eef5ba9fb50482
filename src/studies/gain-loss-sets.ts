import { createHash } from 'node:crypto'
import { Type } from 'typebox'
import type { Operation } from '../base/operation.ts'
import { Refusal } from '../base/refusal.ts'
import type { Workspace } from '../roles/workspace.ts'
import { optionPlace, populationAsked } from './gain-loss.ts'
import { aside } from './gain-loss-aside.ts'
import { bestBy, coreOf, exchange, rangesOf } from './gain-loss-explained.ts'
import { Jobs, waited } from './gain-loss-jobs.ts'
import { type Aims, OBJECTIVES, type ObjectiveName, objectivesFrom, type Posed, posed, valueText } from './gain-loss-objectives.ts'
import { type Choice, costOf, faultsOf, type Problem, valuesOf } from './gain-loss-problem.ts'
import { Reach } from './gain-loss-reach.ts'
import type { Entry, FrontReckoned } from './gain-loss-reckon.ts'
import { costText, type Sheet, SHEET_ASKED, sheetAsked } from './gain-loss-sheets.ts'
import { limitFrom } from './paging.ts'
import { answer, withCommon } from './question.ts'

const NULLABLE = Type.Union([Type.String(), Type.Null()])
const SETS_AT_MOST = 40
const SECONDS = 20
const SECONDS_AT_MOST = 600
const AIMED = {
  objectives: Type.Optional(Type.String({ description: `What a set shall be good for, one to four of ${OBJECTIVES.join(', ')}, with commas; absent: users,customers.` })),
  losses: Type.Optional(Type.String({ enum: ['subtract', 'ignore'], description: '`subtract` (usual): who loses is taken from who gains; `ignore`: only who gains is told.' })),
  currency: Type.Optional(Type.String({ description: "In what money is compared; absent: the sheet's currency, else the one with the most money." })),
  seconds: Type.Optional(Type.String({ description: `How long may be searched, at most ${SECONDS_AT_MOST}; absent: ${SECONDS}.` })),
}
const INPUT = withCommon({
  ...SHEET_ASKED, ...AIMED,
  weights: Type.Optional(Type.String({ description: 'Weights of the objectives, whole numbers from 0 to 100, such as users:2,customers:1; absent: all alike. They speak of shares of the most that a set reaches in each.' })),
  most: Type.Optional(Type.String({ description: `Sets at most; absent: ${SETS_AT_MOST}.` })),
  wait: Type.Optional(Type.String({ description: 'Milliseconds after which the answer says how far the search is, to be asked again; absent: until it is done.' })),
})
const KEYS = Type.Array(Type.String())
const SETS = Type.Object({
  objectives: Type.Array(Type.Object({ name: Type.Union(OBJECTIVES.map((name) => Type.Literal(name))), unit: Type.String({ description: '`people` or a currency.' }), weight: Type.Integer(), most: NULLABLE, step: Type.String({ description: 'Differences smaller than this were not looked at; 1: everything is exact.' }) })),
  sets: Type.Array(Type.Object({ options: KEYS, cost: Type.String(), values: Type.Array(Type.String(), { description: 'In the order of the objectives; who loses without sign.' }), proved: Type.Boolean(), gap: Type.Number({ description: 'How much more there could be, as a share; 0 where it is proved.' }) }), { description: 'None of them is bettered by any other set in all objectives; the first objective falls.' }),
  complete: Type.Boolean({ description: 'True: it is proved that there is no other.' }),
  impossible: Type.Boolean({ description: 'True: no set keeps the rules within the budget.' }),
  best: Type.Union([Type.Integer(), Type.Null()], { description: 'Place of the set that weighs most with these weights.' }),
  ranges: Type.Array(Type.Object({ set: Type.Integer(), from: Type.Number(), to: Type.Number() }), { description: 'Of two objectives: the sets that weigh most while the first has this share of the weight.' }),
  core: KEYS, none: KEYS,
  exchanges: Type.Array(Type.Object({ from: Type.Integer(), to: Type.Integer(), in: KEYS, out: KEYS, differences: Type.Array(Type.String()), cost: Type.String() }), { description: 'From each set to the next: what comes in, what goes out, what changes.' }),
  classes: Type.Integer({ description: 'Different wishes: everybody who gains and loses by the same options is one.' }),
  missingRates: KEYS, solves: Type.Integer(), says: Type.Array(Type.String()),
})
const OUTPUT = Type.Object({
  search: Type.String({ description: 'By this it can be stopped.' }),
  state: Type.Union((['waiting', 'working', 'done', 'stopped'] as const).map((state) => Type.Literal(state))),
  progress: Type.Object({ found: Type.Integer(), solves: Type.Integer(), seconds: Type.Number(), ofSeconds: Type.Integer() }),
  answer: Type.Union([SETS, Type.Null()], { description: 'null until it is done.' }),
})

type AimsAsked = { readonly objectives?: string; readonly losses?: string; readonly currency?: string; readonly seconds?: string }

const jobsOf = new WeakMap<Workspace, Jobs>()

function jobs(workspace: Workspace): Jobs {
  const known = jobsOf.get(workspace) ?? new Jobs()
  jobsOf.set(workspace, known)
  return known
}

/** Which sets of options cannot be bettered? Cost: as `gain-loss`, then a search in a thread of its own; bench/p13-options.ts says how long it takes. */
export const gainLossSets: Operation<Workspace, typeof INPUT, typeof OUTPUT> = {
  name: 'gain-loss-sets',
  summary: 'The sets of options under a budget that no other betters in all objectives, exactly: what each reaches for users and for customers, what one gives up for the next, which options are in all of them and which in none. It weighs as told and recommends nothing.',
  power: 'read',
  input: INPUT,
  output: OUTPUT,
  run: async (workspace, input) => {
    const { sheet, question, aims, seconds } = await asked(workspace, input)
    const weights = weightsFrom(input.weights, aims.objectives)
    const most = limitFrom(input.most, SETS_AT_MOST, 'most')
    const wait = input.wait === undefined ? null : limitFrom(input.wait, 1, 'wait')
    const key = createHash('sha256').update(JSON.stringify([question.known, inText(question.posed.problem), most, seconds])).digest('hex')
    const job = jobs(workspace).ask(key, key.slice(0, 16), () => ({ kind: 'front', problem: question.posed.problem, most, seconds }))
    const front = await waited(job, wait)
    const progress = { found: front?.points.length ?? job.found, solves: front?.solves ?? job.solves, seconds: job.startedAt === null ? 0 : Math.round(((job.endedAt ?? performance.now()) - job.startedAt) / 100) / 10, ofSeconds: seconds }
    return { search: job.id, state: front === null ? job.state : 'done', progress, answer: front === null ? null : told(sheet, question.posed, aims, weights, front) }
  },
}

const STOP = Type.Object({ search: Type.String({ description: 'As gain-loss-sets names it.' }) }, { additionalProperties: false })
const STOPPED = Type.Object({ stopped: Type.Boolean() })

/** Ends a search. It changes nothing that is kept: the same question begins it anew. */
export const gainLossStop: Operation<Workspace, typeof STOP, typeof STOPPED> = {
  name: 'gain-loss-stop',
  summary: 'Stops a search for sets of options that is under way; asking again begins it anew.',
  power: 'write',
  input: STOP,
  output: STOPPED,
  run: async (workspace, { search }) => {
    const job = jobs(workspace).byId(search)
    const stopped = job !== undefined && (job.state === 'working' || job.state === 'waiting')
    job?.stop()
    return { stopped }
  },
}

const ENTRY_IN = withCommon({ ...SHEET_ASKED, ...AIMED, option: Type.String({ description: 'Key of the option.' }), set: Type.String({ description: 'The set it is compared with: keys of its options as a JSON list, or with commas.' }) })
const ENTRY_OUT = Type.Object({
  option: Type.String(), cost: Type.String(),
  most: Type.Union([Type.String(), Type.Null()], { description: 'At this cost at most, some set with it reaches as much as the one compared with; null: not even for nothing, or there is no budget.' }),
  set: Type.Array(Type.String(), { description: 'That set.' }), in: Type.Array(Type.String()), out: Type.Array(Type.String()), proved: Type.Boolean(), says: Type.String(),
})

/** What would an option have to cost? Cost: one integer program, in a thread of its own. */
export const gainLossEntry: Operation<Workspace, typeof ENTRY_IN, typeof ENTRY_OUT> = {
  name: 'gain-loss-entry',
  summary: 'What an option would have to cost at most so that a set with it reaches as much in every objective as the set named, and what would give way to it.',
  power: 'read',
  input: ENTRY_IN,
  output: ENTRY_OUT,
  run: async (workspace, input) => {
    const { sheet, question: { posed: { problem } }, seconds } = await asked(workspace, input)
    const place = optionPlace(sheet, input.option)
    const choice = keysFrom(input.set).map((key) => optionPlace(sheet, key)).sort((a, b) => a - b)
    const broken = faultsOf(problem, choice)
    if (broken.length > 0) throw new Refusal('bad-parameter', `The set named in 'set' breaks a rule of the sheet: ${broken.join(', ')}.`, { parameter: 'set' })
    const entry = await aside<Entry>({ kind: 'entry', problem, option: place, values: valuesOf(problem, choice), seconds }).done
    const { name, cost, key } = sheet.options[place] as Sheet['options'][number]
    const [before, after] = [new Set(choice), new Set(entry.choice)]
    const keys = (places: readonly number[]): string[] => places.map((one) => sheet.options[one]?.key ?? '')
    const most = entry.most === null ? null : costText(entry.most < 0n ? 0n : entry.most, sheet.unit)
    return {
      option: key, cost: costText(cost, sheet.unit), most, set: keys(entry.choice), in: keys(entry.choice.filter((one) => !before.has(one))), out: entry.choice.length === 0 ? [] : keys(choice.filter((one) => !after.has(one))), proved: entry.proved,
      says: entrySays(name, most, sheet, entry),
    }
  },
}

function entrySays(name: string, most: string | null, { unit, budget }: Sheet, { proved, choice }: Entry): string {
  if (most === null && choice.length > 0) return budget === null ? `There is no budget, so cost keeps ${name} out of nothing.` : ''
  if (most === null) return proved ? `No set with ${name} reaches as much, not even if it cost nothing.` : `The time was over before it was known. A longer search may tell.`
  return `At ${most} ${unit} or less, a set with ${name} reaches as much in everything.`
}

/** The question as a problem, worked out while the view is held still; what follows needs it no more. */
async function asked(workspace: Workspace, input: Parameters<typeof sheetAsked>[1] & AimsAsked & Parameters<typeof answer>[1]) {
  const sheet = await sheetAsked(workspace, input)
  const aims: Aims = { objectives: objectivesFrom(input.objectives), subtractLosses: input.losses !== 'ignore', currency: input.currency }
  const seconds = limitFrom(input.seconds, SECONDS, 'seconds')
  if (seconds > SECONDS_AT_MOST) throw new Refusal('bad-parameter', `'seconds' must not be more than ${SECONDS_AT_MOST}.`, { parameter: 'seconds' })
  const question = await answer(workspace, input, async (view, one) => {
    const population = await populationAsked(view, one)
    return { posed: posed(view, one, sheet, population, new Reach(view, one, population), aims), known: one.knownAt }
  })
  return { sheet, aims, seconds, question }
}

function inText(problem: Problem): string {
  return JSON.stringify(problem, (_, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value))
}

function keysFrom(text: string): string[] {
  if (!text.trim().startsWith('[')) return text.split(',').map((key) => key.trim()).filter((key) => key !== '')
  try {
    return (JSON.parse(text) as unknown[]).map(String)
  } catch {
    throw new Refusal('bad-parameter', "'set' must be keys of options with commas, or a JSON list of them.", { parameter: 'set' })
  }
}

const WEIGHT_AT_MOST = 100

/** Weights as told; what is not named weighs nothing, and without any all weigh alike. */
export function weightsFrom(text: string | undefined, objectives: readonly ObjectiveName[]): number[] {
  if (text === undefined || text.trim() === '') return objectives.map(() => 1)
  const told = new Map(text.split(',').map((part) => {
    const [name = '', weight = ''] = part.split(':').map((one) => one.trim())
    if (!(objectives as readonly string[]).includes(name) || !/^\d{1,3}$/.test(weight) || Number(weight) > WEIGHT_AT_MOST)
      throw new Refusal('bad-parameter', `'weights' names each objective with a whole number from 0 to ${WEIGHT_AT_MOST}, such as ${objectives.map((one) => `${one}:1`).join(',')}, not '${part}'.`, { parameter: 'weights' })
    return [name, Number(weight)] as const
  }))
  return objectives.map((name) => told.get(name) ?? 0)
}

function told(sheet: Sheet, { problem, currency, missing, classes }: Posed, { objectives }: Aims, weights: readonly number[], front: FrontReckoned) {
  const keys = (choice: Choice): string[] => choice.map((place) => sheet.options[place]?.key ?? '')
  const { points, complete, impossible, steps, solves } = front
  const { core, none } = coreOf(points, sheet.options.length)
  const best = bestBy(weights, points)
  const unitOf = (name: ObjectiveName): string => (name === 'usersMoney' || name === 'customersMoney' ? (currency ?? '') : 'people')
  return {
    objectives: objectives.map((name, place) => {
      const largest = points.reduce<bigint | null>((most, { values }) => (most === null || (values[place] as bigint) > most ? (values[place] as bigint) : most), null)
      return { name, unit: unitOf(name), weight: weights[place] ?? 0, most: largest === null ? null : valueText(name, largest, currency), step: steps[place] === 1n ? '1' : valueText(name, name.endsWith('Lose') ? -(steps[place] as bigint) : (steps[place] as bigint), currency) }
    }),
    sets: points.map(({ choice, values, gap }) => ({ options: keys(choice), cost: costText(costOf(problem, choice), sheet.unit), values: values.map((value, place) => valueText(objectives[place] as ObjectiveName, value, currency)), proved: gap === 0, gap })),
    complete, impossible, best: best < 0 ? null : best, ranges: rangesOf(points), core: keys(core), none: keys(none),
    exchanges: points.slice(1).map((point, place) => {
      const one = exchange(points[place] as (typeof points)[number], point)
      return { from: place, to: place + 1, in: keys(one.in), out: keys(one.out), differences: one.differences.map((value, at) => valueText(objectives[at] as ObjectiveName, value, currency)), cost: costText(one.cost, sheet.unit) }
    }),
    classes, missingRates: [...missing], solves, says: says(front, objectives.length, sheet, core.length, none.length),
  }
}

function says({ points, complete, impossible }: FrontReckoned, objectives: number, { options }: Sheet, core: number, none: number): string[] {
  if (impossible) return ['No set keeps all rules within the budget. Raise the budget, or take back a rule.']
  if (points.length === 0) return ['The time was over before a set was found. A longer search may find some.']
  const gap = Math.max(...points.map((point) => point.gap))
  const many = points.length === 1 ? (objectives === 1 ? 'No other set betters this one.' : 'This set cannot be bettered in anything that was asked for.') : `These ${points.length} sets cannot be bettered in ${objectives === 2 ? 'both' : 'everything'}; you choose.`
  return [
    gap > 0 ? `Not proved: there may be up to ${Math.round(gap * 1000) / 10} % more. A longer search may tell.` : many,
    ...(complete || gap > 0 ? [] : ['There may be more between them: the search ended before all were found.']),
    ...(points.length > 1 ? [`Of ${options.length} options ${core} ${core === 1 ? 'is' : 'are'} in all of them and ${none} in none.`] : []),
  ]
}
