import { drawnWidth } from '../../format/numbers.ts'
import type { ChainEdge, ChainNode, Channel, Measure } from './use-chain.ts'

export const ROW = 52
export const BOX = 44
const WIDEST = 22
const THINNEST = 1.25

/** A node with its place: the column from the left, the row from the top (a half where it stands between its buyers). */
export interface Placed {
  readonly node: ChainNode
  readonly column: number
  readonly row: number
  readonly below: readonly Placed[]
  readonly depth: number
  /** The row of its own end users; null where it sells to none that is known and none is missing. */
  readonly endRow: number | null
}

/** Where something is drawn from and to, how thick, and in whose colour. */
export interface Ribbon { readonly from: Placed; readonly to: Placed | null; readonly endRow: number; readonly width: number; readonly edge: ChainEdge | null; readonly back: boolean; readonly unseen: boolean }

export interface Layout { readonly root: Placed; readonly placed: readonly Placed[]; readonly columns: number; readonly rows: number; readonly ribbons: readonly Ribbon[] }

/** True where something stands below a node that is not a reseller: end users seen, end customers unseen, or nobody that we know. */
export function hasEnds(node: ChainNode): boolean {
  return node.customers > 0 || node.ends.users > 0 || node.ends.usageDays > 0 || node.unseen.silent > 0 || (node.unseen.units ?? 0) > 0
}

/** Each node under the one who sells most to it; rows are dealt out from the top, so that ribbons of a tree never cross. */
export function laidOut(answer: Channel, measure: Measure): Layout {
  const below = new Map<string, ChainNode[]>()
  for (const node of answer.nodes) {
    if (node.under === null) continue
    const list = below.get(node.under.id)
    if (list) list.push(node)
    else below.set(node.under.id, [node])
  }
  const columns = Math.max(0, ...answer.nodes.map(({ level }) => level)) + 2
  const placed: Placed[] = []
  let rows = 0
  const place = (node: ChainNode, depth: number): Placed => {
    const first = rows
    const buyers = (node.party === null ? [] : (below.get(node.party.id) ?? [])).map((buyer) => place(buyer, depth + 1))
    const endRow = hasEnds(node) || buyers.length === 0 ? rows++ : null
    const rowsBelow = [...buyers.map(({ row }) => row), ...(endRow === null ? [] : [endRow])]
    const row = buyers.length === 0 ? first : (Math.min(...rowsBelow) + Math.max(...rowsBelow)) / 2
    const at = { node, column: node.level, row, below: buyers, depth, endRow: hasEnds(node) ? endRow : null }
    placed.push(at)
    return at
  }
  const start = answer.nodes.find(({ because }) => because === 'seller') ?? (answer.nodes[0] as ChainNode)
  const root = place(start, 0)
  return { root, placed, columns, rows, ribbons: ribbonsOf(answer, measure, placed) }
}

function ribbonsOf(answer: Channel, measure: Measure, placed: readonly Placed[]): Ribbon[] {
  const byId = new Map(placed.map((one) => [one.node.id, one]))
  const moneyOf = (list: ChainNode['sold']['accrued']): number => drawnWidth(list.find(({ currency }) => currency === answer.currency)?.amount ?? '0')
  const onward = new Map<string, number>()
  for (const edge of answer.edges) onward.set(edge.from, (onward.get(edge.from) ?? 0) + moneyOf(edge.money.accrued))
  const weightOf = (edge: ChainEdge): number => (measure === 'use' ? edge.usageDays : moneyOf(edge.money.accrued))
  const endWeight = ({ node }: Placed): number => (measure === 'use' ? node.ends.usageDays : Math.max(0, moneyOf(node.sold.accrued) - (onward.get(node.id) ?? 0)))
  const most = Math.max(1e-9, ...answer.edges.map(weightOf), ...placed.filter(({ endRow }) => endRow !== null).map(endWeight))
  const width = (weight: number): number => (weight <= 0 ? 0 : Math.max(THINNEST, (weight / most) * WIDEST))
  const between = answer.edges.flatMap((edge) => {
    const from = byId.get(edge.from)
    const to = byId.get(edge.to)
    return from && to ? [{ from, to, endRow: to.row, width: width(weightOf(edge)), edge, back: edge.back, unseen: false }] : []
  })
  const toEnds = placed.flatMap((one) => {
    if (one.endRow === null) return []
    const weight = endWeight(one)
    return [{ from: one, to: null, endRow: one.endRow, width: width(weight), edge: null, back: false, unseen: weight <= 0 }]
  })
  return [...between, ...toEnds]
}

/** All nodes in the order of a tree: each right before those it sells to. */
export function inTreeOrder(root: Placed): readonly Placed[] {
  const all: Placed[] = []
  const visit = (one: Placed): void => {
    all.push(one)
    for (const next of one.below) visit(next)
  }
  visit(root)
  return all
}

/** How many of a seller's buyers stand for themselves. */
export function shownBelow(layout: Layout, seller: string | undefined): number {
  return layout.placed.filter(({ node }) => node.party !== null && node.under?.id === seller && node.because !== 'seller').length
}

/** How much of an end box is hatched: end customers without use, or all of it where nobody below is known. */
export function unseenShare({ node }: Placed): number {
  if (node.ends.usageDays === 0) return 1
  return node.customers === 0 ? 0 : node.unseen.customers / node.customers
}

/** Suppliers stand around the row of the seller in view. */
export function supplierRow(layout: Layout, suppliers: number, place: number): number {
  return Math.max(0, layout.root.row - (suppliers - 1) / 2) + place
}
