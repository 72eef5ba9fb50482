import { Type } from 'typebox'
import { amountText } from '../base/money.ts'
import type { Operation } from '../base/operation.ts'
import { order } from '../base/order.ts'
import { LEFT_OUT_STAFF, PAYER_KINDS, type PayerKind } from '../roles/stamp.ts'
import type { Asked, Workspace } from '../roles/workspace.ts'
import { type Cell, visitCells } from './flow-cells.ts'
import { limitFrom } from './paging.ts'
import { PARTY } from './party-shape.ts'
import { type Key, type Reader, readerOf } from './population.ts'
import { answer, type Question, withCommon } from './question.ts'
import { BY, dimensionParameter, WHERE, whereFrom } from './where.ts'

const SHOWN = 12
const FOLDED = { value: null, name: null, party: null }
/** The columns of every row. */
export const COLUMNS = {
  users: Type.Integer({ description: 'Each user counts once.' }), usageDays: Type.Integer(), events: Type.Integer(),
  money: Type.Array(Type.Object({ currency: Type.String(), amount: Type.String() }), { description: 'What is allocated, per currency.' }),
}
/** One end of a flow. */
export const SIDE = Type.Object({
  value: Type.Union([Type.String(), Type.Null()], { description: 'As `where` takes it; `none` for what is not known; null for all those that are folded together.' }),
  name: Type.Union([Type.String(), Type.Null()]),
  party: Type.Union([PARTY, Type.Null()]),
})
export const OR_NONE = Type.Union([SIDE, Type.Null()])
const LEFT_OUT = Type.Object({ usageDays: Type.Integer(), events: Type.Integer() })
const INPUT = withCommon({
  by: BY,
  where: WHERE,
  detail: Type.Optional(Type.String({ enum: ['use'], description: '`use` leaves out money, which takes longest: `money` is then empty everywhere.' })),
  limit: Type.Optional(Type.String({ description: 'Groups, intermediaries and payers shown at most; the others are folded together. Absent: 12.' })),
})
const OUTPUT = Type.Object({
  by: Type.String(),
  rows: Type.Array(Type.Object({ group: SIDE, kind: Type.Union(PAYER_KINDS.map((kind) => Type.Literal(kind))), intermediary: OR_NONE, payer: OR_NONE, ...COLUMNS })),
  groups: Type.Array(Type.Object({ group: SIDE, ...COLUMNS })),
  kinds: Type.Array(Type.Object({ kind: Type.Union(PAYER_KINDS.map((kind) => Type.Literal(kind))), ...COLUMNS })),
  intermediaries: Type.Array(Type.Object({ intermediary: SIDE, ...COLUMNS })),
  payers: Type.Array(Type.Object({ payer: SIDE, ...COLUMNS })),
  foldedGroups: Type.Integer(), foldedIntermediaries: Type.Integer(), foldedPayers: Type.Integer(),
  ...COLUMNS,
  leftOut: Type.Object({ staff: LEFT_OUT, override: LEFT_OUT }),
})

/** What stands in the columns: added up in place. */
interface Sum { users: number; usageDays: number; events: number; readonly money: Map<string, bigint> }

/** Users by group -> intermediaries -> payers. Cost: as visitCells says. */
export const flows: Operation<Workspace, typeof INPUT, typeof OUTPUT> = {
  name: 'flows',
  summary: 'Users by category, organization, country or any trait, through which intermediaries, and who pays for them: the same figures as payers-of-use, told apart.',
  power: 'read',
  input: INPUT,
  output: OUTPUT,
  run: (workspace, input) => answer(workspace, input, async (asked, question) => {
    const dimension = dimensionParameter('by', input.by ?? 'category')
    const by = readerOf(asked, question, dimension)
    const leftOut = { staff: { usageDays: 0, events: 0 }, override: { usageDays: 0, events: 0 } }
    const cells = new Map<Cell, Sum>()
    await visitCells(asked, question, { by, where: whereFrom(input.where), money: input.detail !== 'use' }, {
      use: (_, cell, usageDays, events, counted) => addUse(sumAt(cells, cell), counted ? 1 : 0, usageDays, events),
      money: (_, cell, currency, amount) => addMoney(sumAt(cells, cell), currency, amount),
      leftOut: ({ left_out, usage_days, events }) => {
        const part = left_out === LEFT_OUT_STAFF ? leftOut.staff : leftOut.override
        part.usageDays += usage_days
        part.events += events
      },
    })
    return { by: dimension, ...tableOf(cells, sidesOf(asked, question, by), limitFrom(input.limit, SHOWN)), leftOut }
  }),
}

function sumAt<K>(sums: Map<K, Sum>, key: K): Sum {
  const known = sums.get(key)
  if (known) return known
  const fresh: Sum = { users: 0, usageDays: 0, events: 0, money: new Map() }
  sums.set(key, fresh)
  return fresh
}

function addUse(sum: Sum, users: number, usageDays: number, events: number): void {
  sum.users += users
  sum.usageDays += usageDays
  sum.events += events
}

function addMoney(sum: Sum, currency: string, amount: bigint): void {
  sum.money.set(currency, (sum.money.get(currency) ?? 0n) + amount)
}

function add(sum: Sum, other: Sum): void {
  addUse(sum, other.users, other.usageDays, other.events)
  for (const [currency, amount] of other.money) addMoney(sum, currency, amount)
}

/** The three sides of a flow, with how each value is shown. */
export function sidesOf(asked: Asked, question: Question, by: Reader) {
  return { group: by, intermediary: readerOf(asked, question, 'intermediary'), payer: readerOf(asked, question, 'payer') }
}

type Sides = ReturnType<typeof sidesOf>

/** The values of one side in the order in which they are shown; those beyond the limit are one. */
class Ranking {
  readonly sums: ReadonlyMap<Key, Sum>
  readonly folded: number
  readonly #places = new Map<Key, number>()
  readonly #shown: readonly Key[]

  constructor(sums: ReadonlyMap<Key, Sum>, reader: Reader, limit: number) {
    this.sums = sums
    const all = [...sums]
    const least = all.length <= limit ? 0 : ([...all].sort(([, a], [, b]) => mostFirst(a, b))[limit - 1] as [Key, Sum])[1]
    // Only what may be shown is named: there may be as many values as users.
    const shown = all.filter(([, sum]) => least === 0 || mostFirst(sum, least) <= 0).map(([key, sum]) => ({ key, sum, value: reader.shape(key).value }))
    shown.sort((a, b) => mostFirst(a.sum, b.sum) || order(a.value, b.value))
    this.#shown = shown.slice(0, limit).map(({ key }) => key)
    this.#shown.forEach((key, place) => this.#places.set(key, place))
    this.folded = all.length - this.#shown.length
  }

  /** Those that are folded come last. */
  placeOf(key: Key): number {
    return this.#places.get(key) ?? this.#shown.length
  }

  keyAt(place: number): Key | null {
    return this.#shown[place] ?? null
  }

  totals(): Sum[] {
    const found = new Map<number, Sum>()
    for (const [key, sum] of this.sums) add(sumAt(found, this.placeOf(key)), sum)
    return [...found].sort(([a], [b]) => a - b).map(([, sum]) => sum)
  }
}

function mostFirst(a: Sum, b: Sum): number {
  return b.users - a.users || b.usageDays - a.usageDays || b.events - a.events
}

function tableOf(cells: ReadonlyMap<Cell, Sum>, sides: Sides, limit: number) {
  const total: Sum = { users: 0, usageDays: 0, events: 0, money: new Map() }
  const kinds = PAYER_KINDS.map((): Sum => ({ users: 0, usageDays: 0, events: 0, money: new Map() }))
  const groups = new Map<Key, Sum>()
  const vias = new Map<Key, Sum>()
  const payers = new Map<Key, Sum>()
  for (const [cell, sum] of cells) {
    add(total, sum)
    add(kinds[cell.kind] as Sum, sum)
    add(sumAt(groups, cell.group), sum)
    if (cell.via !== 0) add(sumAt(vias, cell.via), sum)
    if (cell.payer !== 0) add(sumAt(payers, cell.payer), sum)
  }
  const ranked = { group: new Ranking(groups, sides.group, limit), intermediary: new Ranking(vias, sides.intermediary, limit), payer: new Ranking(payers, sides.payer, limit) }
  return {
    rows: rowsOf(cells, ranked, sides),
    groups: ranked.group.totals().map((sum, place) => ({ group: sideAt(ranked.group, place, sides.group), ...columnsOf(sum) })),
    kinds: kinds.map((sum, place) => ({ kind: PAYER_KINDS[place] as PayerKind, ...columnsOf(sum) })),
    intermediaries: ranked.intermediary.totals().map((sum, place) => ({ intermediary: sideAt(ranked.intermediary, place, sides.intermediary), ...columnsOf(sum) })),
    payers: ranked.payer.totals().map((sum, place) => ({ payer: sideAt(ranked.payer, place, sides.payer), ...columnsOf(sum) })),
    foldedGroups: ranked.group.folded, foldedIntermediaries: ranked.intermediary.folded, foldedPayers: ranked.payer.folded,
    ...columnsOf(total),
  }
}

/** Cells with the folded ones put together, in the order of their sides. */
function rowsOf(cells: ReadonlyMap<Cell, Sum>, ranked: { readonly group: Ranking; readonly intermediary: Ranking; readonly payer: Ranking }, sides: Sides) {
  const rows = new Map<string, { readonly places: readonly number[]; readonly sum: Sum }>()
  for (const [cell, sum] of cells) {
    const places = [ranked.group.placeOf(cell.group), cell.kind, cell.via === 0 ? -1 : ranked.intermediary.placeOf(cell.via), cell.payer === 0 ? -1 : ranked.payer.placeOf(cell.payer)]
    const name = places.join(':')
    const row = rows.get(name) ?? { places, sum: { users: 0, usageDays: 0, events: 0, money: new Map() } }
    rows.set(name, row)
    add(row.sum, sum)
  }
  const sorted = [...rows.values()].sort((a, b) => a.places.reduce((before, place, at) => before || place - (b.places[at] as number), 0))
  return sorted.map(({ places: [group = 0, kind = 0, via = -1, payer = -1], sum }) => ({
    group: sideAt(ranked.group, group, sides.group),
    kind: PAYER_KINDS[kind] as PayerKind,
    intermediary: via < 0 ? null : sideAt(ranked.intermediary, via, sides.intermediary),
    payer: payer < 0 ? null : sideAt(ranked.payer, payer, sides.payer),
    ...columnsOf(sum),
  }))
}

function sideAt(ranking: Ranking, place: number, reader: Reader) {
  const key = ranking.keyAt(place)
  return key === null ? FOLDED : reader.shape(key)
}

function columnsOf({ users, usageDays, events, money }: Sum) {
  return { users, usageDays, events, money: moneyList(money) }
}

/** Amounts per currency, in order of the currency's code; nothing is not listed. */
export function moneyList(money: ReadonlyMap<string, bigint>) {
  return [...money].filter(([, minor]) => minor !== 0n).sort(([a], [b]) => order(a, b)).map(([currency, minor]) => ({ currency, amount: amountText(minor, currency) }))
}
