import type { Columns } from '../db.ts'

/** The number of rows that the columns hold. */
export function lengthOf(columns: Columns): number {
  const lengths = Object.values(columns).map((column) => column.length)
  if (lengths.some((length) => length !== lengths[0])) throw new Error(`columns of different length: ${lengths.join(', ')}`)
  return lengths[0] ?? 0
}

export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}
