import { breakCircles } from '../../charts/break-circles.ts'
import { nameOf } from '../../format/names.ts'
import { drawnWidth, sum } from '../../format/numbers.ts'
import type { PayerKind } from '../../api/shapes.ts'
import { texts } from '../../texts.ts'
import type { Flows, FlowRow, Side } from './shapes.ts'
import { type Clause, NONE, whereOf } from './where.ts'

/** What the widths mean: people, usage days, or the money of one currency. */
export type Measure = 'users' | 'use' | (string & {})

export type Column = 'group' | 'intermediary' | 'kind' | 'payer'

export interface Amounts { readonly users: number; readonly usageDays: number; readonly money: readonly { readonly currency: string; readonly amount: string }[] }

export interface FlowNode extends Amounts {
  readonly id: string
  readonly column: Column
  readonly name: string
  readonly kind: PayerKind | null
  readonly width: number
  /** Many small ones folded together. */
  readonly folded: boolean
  /** Which figure explains it, as the side panel is asked for; nothing for folded ones, which are opened instead. */
  readonly why: string | null
}

export interface FlowLink extends Amounts {
  readonly source: string
  readonly target: string
  readonly value: number
  readonly kind: PayerKind
  readonly name: string
  readonly folded: Column | null
  readonly why: string | null
}

const words = texts.explore.flows

export function widthOf(amounts: Amounts, measure: Measure): number {
  if (measure === 'users') return amounts.users
  if (measure === 'use') return amounts.usageDays
  return drawnWidth(moneyIn(amounts, measure))
}

export function moneyIn({ money }: Amounts, currency: string): string {
  return money.find((part) => part.currency === currency)?.amount ?? '0'
}

export function added(rows: readonly Amounts[]): Amounts {
  const currencies = [...new Set(rows.flatMap(({ money }) => money.map(({ currency }) => currency)))].sort()
  return {
    users: rows.reduce((all, { users }) => all + users, 0),
    usageDays: rows.reduce((all, { usageDays }) => all + usageDays, 0),
    money: currencies.map((currency) => ({ currency, amount: sum(rows.map((row) => moneyIn(row, currency))) })),
  }
}

/** The name of a group, an intermediary or a payer; folded ones say how many they are. */
export function sideName(side: Side, dimension: string, folded: number): string {
  if (side.value === null) return words.others(folded)
  if (side.value === NONE) return words.noneOf(dimension)
  if (dimension === 'payerKind') return texts.kinds[side.value as PayerKind]?.name ?? side.value
  if (dimension === 'reason') return texts.unpaid.reasons[side.value as keyof typeof texts.unpaid.reasons]?.name ?? side.value
  return side.name ?? (side.party === null ? side.value : nameOf(side.party))
}

export function namesIn(answer: Flows) {
  return {
    group: (side: Side) => sideName(side, answer.by, answer.foldedGroups),
    intermediary: (side: Side) => sideName(side, 'intermediary', answer.foldedIntermediaries),
    payer: (side: Side) => sideName(side, 'payer', answer.foldedPayers),
  }
}

/** A choice of rows as the panel's address holds it: `flow:group=trial;kind=organization`. */
export function flowWhy(chosen: { readonly group?: string; readonly kind?: string; readonly intermediary?: string; readonly payer?: string }): string {
  const clauses: Clause[] = Object.entries(chosen).map(([dimension, value]) => ({ dimension, not: false, values: [value] }))
  return `flow:${whereOf(clauses) ?? ''}`
}

const keyOf = (side: Side): string => side.value ?? '\u0000'

/** The columns that a row passes, from the user's group to the payer. */
function stepsOf(row: FlowRow): readonly { readonly id: string; readonly column: Column; readonly value: string | null }[] {
  return [
    { id: `group ${keyOf(row.group)}`, column: 'group', value: row.group.value },
    ...(row.intermediary === null ? [] : [{ id: `intermediary ${keyOf(row.intermediary)}`, column: 'intermediary' as const, value: row.intermediary.value }]),
    { id: `kind ${row.kind}`, column: 'kind', value: row.kind },
    ...(row.payer === null ? [] : [{ id: `payer ${keyOf(row.payer)}`, column: 'payer' as const, value: row.payer.value }]),
  ]
}

export interface Picture { readonly nodes: readonly FlowNode[]; readonly links: readonly FlowLink[]; readonly aside: number; readonly columns: readonly Column[] }

/** Rows as nodes and bands. Cost grows with the rows. */
export function pictureOf(answer: Flows, measure: Measure): Picture {
  const names = namesIn(answer)
  const rows = answer.rows.filter((row) => widthOf(row, measure) > 0)
  const nodes = new Map<string, { readonly column: Column; readonly value: string | null; readonly name: string; readonly rows: FlowRow[] }>()
  const links = new Map<string, { readonly from: string; readonly to: string; readonly kind: PayerKind; readonly rows: FlowRow[] }>()
  const nameAt = (row: FlowRow, column: Column): string =>
    column === 'group' ? names.group(row.group) : column === 'kind' ? texts.kinds[row.kind].name : column === 'intermediary' ? names.intermediary(row.intermediary as Side) : names.payer(row.payer as Side)
  for (const row of rows) {
    const steps = stepsOf(row)
    steps.forEach(({ id, column, value }, place) => {
      const known = nodes.get(id)
      if (known) known.rows.push(row)
      else nodes.set(id, { column, value, name: nameAt(row, column), rows: [row] })
      const next = steps[place + 1]
      if (next === undefined) return
      const link = `${id}\u0001${next.id}\u0001${row.kind}`
      const seen = links.get(link)
      if (seen) seen.rows.push(row)
      else links.set(link, { from: id, to: next.id, kind: row.kind, rows: [row] })
    })
  }
  const choice = (id: string): { readonly [column: string]: string } => {
    const node = nodes.get(id)
    return node === undefined || node.value === null ? {} : { [node.column]: node.value }
  }
  const drawn = breakCircles([...links.values()].map(({ from, to, kind, rows }): FlowLink => {
    const amounts = added(rows)
    const ends = [nodes.get(from), nodes.get(to)]
    const folded = ends.find((end) => end?.value === null)?.column ?? null
    return { ...amounts, source: from, target: to, value: widthOf(amounts, measure), kind, name: `${ends[0]?.name} \u2192 ${ends[1]?.name}`, folded, why: folded === null ? flowWhy({ ...choice(from), ...choice(to), kind }) : null }
  }))
  const shown = [...nodes].map(([id, { column, value, name, rows }]): FlowNode => {
    const amounts = added(rows)
    const kinds = new Set(rows.map(({ kind }) => kind))
    return { ...amounts, id, column, name, kind: column === 'group' || kinds.size > 1 ? null : (rows[0]?.kind ?? null), width: widthOf(amounts, measure), folded: value === null, why: value === null ? null : flowWhy({ [column]: value }) }
  })
  return { nodes: inOrder(shown), links: drawn.drawn, aside: drawn.aside.length, columns: (['group', 'intermediary', 'kind', 'payer'] as const).filter((column) => shown.some((node) => node.column === column)) }
}

const KINDS = Object.keys(texts.kinds)

/** Widest first, folded ones last; kinds in the model's order, and payers beside their kind. */
function inOrder(nodes: readonly FlowNode[]): readonly FlowNode[] {
  const rank = ({ column, kind }: FlowNode) => (column === 'kind' || column === 'payer' ? (kind === null ? 0 : KINDS.indexOf(kind)) : 0)
  return [...nodes].sort((a, b) => Number(a.folded) - Number(b.folded) || rank(a) - rank(b) || b.width - a.width)
}
