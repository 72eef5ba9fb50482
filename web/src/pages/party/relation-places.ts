import type { Relation } from '../../api/shapes.ts'

export interface Node { readonly key: string; readonly y: number; readonly isLeft: boolean; readonly tie: Relation['parties'][number] | null; readonly more: number }
export interface Heading { readonly key: string; readonly relation: string; readonly y: number; readonly isLeft: boolean; readonly total: number }
export interface Placed { readonly nodes: readonly Node[]; readonly headings: readonly Heading[]; readonly height: number }

/** Above it on the left: those it belongs to, buys from, is paid by. On the right those that hang on it. */
const LEFT = new Set(['organization', 'owner', 'payer', 'seller'])
const NODES_AT_MOST = 40
const LINE = 26
const GAP = 10

/** Places for the parties of each relation in two columns beside the party itself: nothing overlaps, whatever the names. */
export function placed(relations: readonly Relation[]): Placed {
  const each = Math.max(2, Math.floor(NODES_AT_MOST / Math.max(1, relations.length)))
  const nodes: Node[] = []
  const headings: Heading[] = []
  const heights = [true, false].map((isLeft) => {
    let y = 0
    for (const { relation, parties, total } of relations.filter((one) => LEFT.has(one.relation) === isLeft)) {
      if (y > 0) y += GAP
      headings.push({ key: relation, relation, y, isLeft, total })
      y += LINE - 4
      const shown = parties.slice(0, each)
      for (const tie of shown) {
        nodes.push({ key: `${relation} ${tie.party.id}`, y, isLeft, tie, more: 0 })
        y += LINE
      }
      if (total > shown.length) {
        nodes.push({ key: `${relation} more`, y, isLeft, tie: null, more: total - shown.length })
        y += LINE
      }
    }
    return y
  })
  const height = Math.max(60, ...heights)
  const shift = (isLeft: boolean): number => (height - (heights[isLeft ? 0 : 1] ?? 0)) / 2
  return { nodes: nodes.map((node) => ({ ...node, y: node.y + shift(node.isLeft) + LINE / 2 })), headings: headings.map((heading) => ({ ...heading, y: heading.y + shift(heading.isLeft) + LINE / 2 })), height }
}
