/** One line of the palette. */
export interface Entry {
  readonly id: string
  readonly group: keyof typeof GROUPS
  readonly name: string
  readonly hint?: string
  /** Other words by which it is found. */
  readonly words?: string
  readonly run: () => void
}

/** The groups in their order, with how many of each are shown at most. */
export const GROUPS = { recent: 6, parties: 8, pages: 12, views: 8, look: 8, do: 8 } as const

/** Those whose name or words hold every word that was typed. */
export function matching(entries: readonly Entry[], text: string): readonly Entry[] {
  const wanted = text.toLowerCase().split(/\s+/).filter((word) => word !== '')
  return entries.filter(({ name, words = '' }) => {
    const all = `${name} ${words}`.toLowerCase()
    return wanted.every((word) => all.includes(word))
  })
}

/** In the order of their groups, of each no more than are shown. */
export function grouped(entries: readonly Entry[]): readonly Entry[] {
  return Object.entries(GROUPS).flatMap(([group, most]) => entries.filter((entry) => entry.group === group).slice(0, most))
}
