import { Type } from 'typebox'
import type { Operation } from '../base/operation.ts'
import { order } from '../base/order.ts'
import { Refusal } from '../base/refusal.ts'
import type { Asked, Workspace } from '../roles/workspace.ts'
import { moneyList, SIDE } from './flows.ts'
import { Figures, SIDE_FIGURES } from './gain-loss-figures.ts'
import { type Population, populationOf, SIDES } from './gain-loss-population.ts'
import { OUTCOMES, outcomeOf, Reach, REASONS } from './gain-loss-reach.ts'
import { costText, type Sheet, SHEET_ASKED, sheetAsked } from './gain-loss-sheets.ts'
import { kept } from './kept-answers.ts'
import { limitFrom, page, PAGING } from './paging.ts'
import { PARTY, partyShape, smallestIdentifier } from './party-shape.ts'
import { type Key, type Reader, readerOf } from './population.ts'
import { answer, type Question, withCommon } from './question.ts'
import { BY, type Dimension, dimensionParameter } from './where.ts'

const NULLABLE = Type.Union([Type.String(), Type.Null()])
const GROUPS_SHOWN = 8
const SHEET_TOLD = Type.Object({ id: NULLABLE, name: Type.String(), unit: Type.String(), budget: NULLABLE })
const INPUT = withCommon({
  ...SHEET_ASKED,
  by: BY,
  option: Type.Optional(Type.String({ description: 'Only this option, by its key.' })),
  detail: Type.Optional(Type.String({ enum: ['groups'], description: '`groups` tells the figures of each option by group too.' })),
  limit: Type.Optional(Type.String({ description: `Groups of each option at most; the others are folded together. Absent: ${GROUPS_SHOWN}.` })),
})
const BECAUSE = Type.Array(Type.Object({ reason: Type.Union(REASONS.map((reason) => Type.Literal(reason))), users: Type.Integer(), customers: Type.Integer() }), { description: 'People who gain or lose, each under the first reason that holds.' })
const OUTPUT = Type.Object({
  sheet: SHEET_TOLD,
  by: Type.String(),
  everybody: Type.Object(SIDE_FIGURES, { description: 'All who use, buy or spoke in the window, before anything is known of any option.' }),
  options: Type.Array(Type.Object({
    key: Type.String(), name: Type.String(), cost: Type.String(), ...SIDE_FIGURES, because: BECAUSE,
    groups: Type.Array(Type.Object({ group: SIDE, ...SIDE_FIGURES }), { description: 'The same by group; they add up to the option.' }),
    foldedGroups: Type.Integer(),
    unraised: Type.Array(Type.Object({ topic: Type.String(), perhaps: Type.Union([Type.String(), Type.Null()]) }), { description: 'Topics of the option that nobody raised in the window, and a raised one that is written much like it.' }),
  })),
})

/** Who gains and who loses by each option? Cost: as `populationOf`; then grows with those whom the options reach. */
export const gainLoss: Operation<Workspace, typeof INPUT, typeof OUTPUT> = {
  name: 'gain-loss',
  summary: 'Who gains and who loses by each option of a sheet, users and customers apart: people, usage days and money behind each, by category, organization, payer or any other group; nobody is told twice, and of whom nothing is known is told too.',
  power: 'read',
  input: INPUT,
  output: OUTPUT,
  run: async (workspace, input) => {
    const sheet = await sheetAsked(workspace, input)
    return answer(workspace, input, async (asked, question) => {
      const by = dimensionParameter('by', input.by ?? 'category')
      const options = input.option === undefined ? sheet.options : [sheet.options[optionPlace(sheet, input.option)] as Sheet['options'][number]]
      const population = await populationAsked(asked, question)
      const reach = new Reach(asked, question, population)
      const enough = asked.settings.thresholds.fewestPeople
      const everybody = new Figures()
      for (const entity of population.entities) everybody.add(entity, 'unknown')
      const groups = input.detail === 'groups' ? groupsOf(asked, question, population, by) : null
      const limit = limitFrom(input.limit, GROUPS_SHOWN)
      return {
        sheet: { id: sheet.id, name: sheet.name, unit: sheet.unit, budget: sheet.budget === null ? null : costText(sheet.budget, sheet.unit) },
        by,
        everybody: everybody.told(enough),
        options: options.map((option) => {
          const reached = reach.of(option)
          const figures = everybody.copy()
          const because = REASONS.map((reason) => ({ reason, users: 0, customers: 0 }))
          for (const [place, one] of reached) {
            const entity = population.entities[place] as Population['entities'][number]
            figures.reached(entity, one)
            const row = because[REASONS.indexOf((one.gains ?? one.loses) as (typeof REASONS)[number])]
            if (row && entity.what === 'person' && entity.side !== 'others') row[entity.side] += 1
          }
          return {
            key: option.key, name: option.name, cost: costText(option.cost, sheet.unit), ...figures.told(enough), because: because.filter(({ users, customers }) => users + customers > 0), unraised: reach.unraised(option),
            ...(groups === null ? { groups: [], foldedGroups: 0 } : groups.of(reached, limit, enough)),
          }
        }),
      }
    })
  },
}

/** Several questions of one page, and of one sheet, are about the same people. */
export function populationAsked(asked: Asked, question: Question): Promise<Population> {
  return kept(asked, 'gain-loss-population', question, () => populationOf(asked, question), 2)
}

export function optionPlace(sheet: Sheet, key: string): number {
  const place = sheet.options.findIndex((option) => option.key === key)
  if (place < 0) throw new Refusal('bad-parameter', `There is no option '${key}' on the sheet.`, { parameter: 'option' })
  return place
}

/** Everybody by group, and how an option changes that. A person is in one group, a customer in that of its first agreement, so groups add up. */
function groupsOf(asked: Asked, question: Question, { entities }: Population, by: Dimension) {
  const reader = readerOf(asked, question, by)
  const keys = entities.map(({ use }) => reader.of(use))
  const all = new Map<Key, Figures>()
  for (const [place, entity] of entities.entries()) figuresAt(all, keys[place] as Key).add(entity, 'unknown')
  return {
    of(reached: ReturnType<Reach['of']>, limit: number, enough: number) {
      const own = new Map<Key, Figures>()
      for (const [place, one] of reached) {
        const key = keys[place] as Key
        if (!own.has(key)) own.set(key, (all.get(key) as Figures).copy())
        own.get(key)?.reached(entities[place] as Population['entities'][number], one)
      }
      const ranked = [...all].map(([key, figures]) => ({ key, figures: own.get(key) ?? figures })).sort((a, b) => b.figures.known - a.figures.known || b.figures.everybody - a.figures.everybody || order(nameOf(reader, a.key), nameOf(reader, b.key)))
      const shown = ranked.slice(0, limit)
      const folded = new Figures()
      for (const { figures } of ranked.slice(limit)) folded.merge(figures)
      const rows = shown.map(({ key, figures }) => ({ group: reader.shape(key) as { value: string | null; name: string | null; party: ReturnType<Reader['shape']>['party'] }, ...figures.told(enough) }))
      if (ranked.length > limit) rows.push({ group: { value: null, name: null, party: null }, ...folded.told(enough) })
      return { groups: rows, foldedGroups: Math.max(0, ranked.length - limit) }
    },
  }
}

function nameOf(reader: Reader, key: Key): string {
  return typeof key === 'string' ? key : reader.shape(key).value
}

function figuresAt(all: Map<Key, Figures>, key: Key): Figures {
  const known = all.get(key)
  if (known) return known
  const fresh = new Figures()
  all.set(key, fresh)
  return fresh
}

const OF_OPTION = withCommon({
  ...SHEET_ASKED,
  option: Type.String({ description: 'Key of the option.' }),
  side: Type.Optional(Type.String({ enum: [...SIDES] })),
  outcome: Type.Optional(Type.String({ enum: OUTCOMES.filter((outcome) => outcome !== 'unknown'), description: 'Absent: all whom the option reaches.' })),
  ...PAGING,
})
const PEOPLE = Type.Object({
  people: Type.Array(Type.Object({
    party: PARTY, what: Type.Union([Type.Literal('person'), Type.Literal('customer')]), side: Type.Union(SIDES.map((side) => Type.Literal(side))), outcome: Type.Union((['gain', 'lose', 'both'] as const).map((one) => Type.Literal(one))),
    gains: Type.Union([...REASONS.map((reason) => Type.Literal(reason)), Type.Null()]), loses: Type.Union([...REASONS.map((reason) => Type.Literal(reason)), Type.Null()]),
    usageDays: Type.Integer(), money: Type.Array(Type.Object({ currency: Type.String(), amount: Type.String() })),
  }), { description: 'Persons and customers, by side, then most usage days, then identifier.' }),
  total: Type.Integer(), next: NULLABLE,
})

/** Whom does an option reach, and why? Cost as `gain-loss`. */
export const gainLossPeople: Operation<Workspace, typeof OF_OPTION, typeof PEOPLE> = {
  name: 'gain-loss-people',
  summary: 'The people and customers who gain or lose by one option, each with the reason: asked for it, complained, praised it, fits its filter, or is a customer for whom one of these speaks.',
  power: 'read',
  input: OF_OPTION,
  output: PEOPLE,
  run: async (workspace, input) => {
    const sheet = await sheetAsked(workspace, input)
    return answer(workspace, input, async (asked, question) => {
      const { world } = asked.view
      const population = await populationAsked(asked, question)
      const option = sheet.options[optionPlace(sheet, input.option)] as Sheet['options'][number]
      const found = [...new Reach(asked, question, population).of(option)].map(([place, reached]) => ({ entity: population.entities[place] as Population['entities'][number], ...reached, outcome: outcomeOf(reached) }))
        .filter(({ entity, outcome }) => (input.side === undefined || entity.side === input.side) && (input.outcome === undefined || outcome === input.outcome))
        .map((one) => ({ ...one, name: smallestIdentifier(world, one.entity.party) }))
      found.sort((a, b) => SIDES.indexOf(a.entity.side) - SIDES.indexOf(b.entity.side) || order(a.entity.what === 'person' ? 0 : 1, b.entity.what === 'person' ? 0 : 1) || b.entity.usageDays - a.entity.usageDays || order(a.name, b.name))
      const { rows, next } = page(found, input)
      return {
        people: rows.map(({ entity: { party, what, side, usageDays, money }, outcome, gains, loses }) => ({ party: partyShape(world, party), what, side, outcome, gains, loses, usageDays, money: moneyList(money) })),
        total: found.length, next,
      }
    })
  },
}
