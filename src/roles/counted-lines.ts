import type { KeptLine, Position, Record } from '../db/record.ts'
import type { Line } from '../evidence/line.ts'
import type { UsageRow } from './usage-state.ts'

/** A row of the table of usage, as far as it says which lines it adds up. No two rows have the same first line. */
export interface Sum {
  readonly combo: number
  readonly day: number
  readonly recorded_at: number
  readonly import_id: number
  readonly position_from: Position
  readonly position_to: Position
}

/** Finds the sum that a line of usage went into. */
export class SumsOfRows {
  readonly #byGroup = new Map<string, Sum[]>()

  constructor(sums: readonly Sum[]) {
    for (const sum of sums) {
      const group = `${sum.combo}:${sum.day}:${sum.recorded_at}:${sum.import_id}`
      const known = this.#byGroup.get(group)
      if (known) known.push(sum)
      else this.#byGroup.set(group, [sum])
    }
  }

  of(row: UsageRow): Sum | undefined {
    const sums = this.#byGroup.get(`${row.combo}:${row.day}:${row.recordedAt}:${row.import}`)
    return sums?.find(({ position_from, position_to }) => position_from <= row.positionFrom && row.positionFrom <= position_to)
  }
}

type Range = readonly [from: Position, to: Position]

/** The stretches of the record that hold the lines of some sums, in order, without overlap. */
export function rangesOf(sums: readonly Sum[]): Range[] {
  const ranges: [Position, Position][] = []
  for (const { position_from, position_to } of [...sums].sort((a, b) => a.position_from - b.position_from)) {
    const last = ranges.at(-1)
    if (last && position_from <= last[1]) last[1] = Math.max(last[1], position_to)
    else ranges.push([position_from, position_to])
  }
  return ranges
}

/** The lines within these stretches. What lies between two of them is read over where a chunk of the record holds it. */
export async function* linesWithin(record: Record<Line>, ranges: readonly Range[]): AsyncGenerator<KeptLine<Line>> {
  let place = 0
  let isAhead = true
  while (isAhead) {
    isAhead = false
    for await (const chunk of record.read((ranges[place] as Range)[0])) {
      for (const kept of chunk) {
        while (place < ranges.length && kept.position > (ranges[place] as Range)[1]) place += 1
        if (place === ranges.length) return
        if (kept.position >= (ranges[place] as Range)[0]) yield kept
      }
      isAhead = (ranges[place] as Range)[0] > (chunk[chunk.length - 1] as KeptLine).position
      if (isAhead) break
    }
  }
}
