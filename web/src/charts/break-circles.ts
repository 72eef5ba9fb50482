/** A link of a flow from one node to another. */
export interface Link { readonly source: string; readonly target: string; readonly value: number }

/** A Sankey cannot draw a circle. Links are taken in their order; one that would close a circle is put aside, and handed back so that it can be named. Cost grows with links times nodes. */
export function breakCircles<L extends Link>(links: readonly L[]): { readonly drawn: readonly L[]; readonly aside: readonly L[] } {
  const next = new Map<string, string[]>()
  const leads = (from: string, to: string): boolean => {
    const seen = new Set<string>()
    const open = [from]
    for (let node = open.pop(); node !== undefined; node = open.pop()) {
      if (node === to) return true
      if (seen.has(node)) continue
      seen.add(node)
      open.push(...(next.get(node) ?? []))
    }
    return false
  }
  const drawn: L[] = []
  const aside: L[] = []
  for (const link of links) {
    if (leads(link.target, link.source)) {
      aside.push(link)
      continue
    }
    next.set(link.source, [...(next.get(link.source) ?? []), link.target])
    drawn.push(link)
  }
  return { drawn, aside }
}
