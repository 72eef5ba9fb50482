import type { Asked } from '../roles/workspace.ts'
import { type Question, usageParameters } from './question.ts'
import { sql } from './sql.ts'

/** Use of a window by party, in columns, sorted by party. Memory: 29 bytes a user. */
export class UseTable {
  readonly size: number
  readonly parties: Int32Array
  readonly kinds: Int8Array
  readonly reasons: Int8Array
  readonly usageDays: Int32Array
  readonly events: Float64Array
  readonly lastDays: Int32Array

  constructor(text: string | null) {
    let rows = text === null || text === '' ? 0 : 1
    for (let at = text?.indexOf(';') ?? -1; at !== -1; at = (text as string).indexOf(';', at + 1)) rows += 1
    this.size = rows
    this.parties = new Int32Array(rows)
    this.kinds = new Int8Array(rows)
    this.reasons = new Int8Array(rows)
    this.usageDays = new Int32Array(rows)
    this.events = new Float64Array(rows)
    this.lastDays = new Int32Array(rows)
    if (rows > 0) this.#read(text as string)
  }

  #read(text: string): void {
    const columns = [this.parties, this.kinds, this.reasons, this.usageDays, this.events, this.lastDays]
    let row = 0
    let column = 0
    let value = 0
    let negative = false
    const keep = (): void => {
      ;(columns[column] as Int32Array)[row] = negative ? -value : value
      value = 0
      negative = false
    }
    for (let at = 0; at < text.length; at += 1) {
      const code = text.charCodeAt(at)
      if (code >= 48 && code <= 57) value = value * 10 + code - 48
      else if (code === 45) negative = true
      else {
        keep()
        column += 1
        if (code === 32) continue
        column = 0
        row += 1
      }
    }
    keep()
  }

  /** The row of a party, or -1. */
  rowOf(party: number): number {
    let low = 0
    let high = this.size - 1
    while (low <= high) {
      const middle = (low + high) >> 1
      const at = this.parties[middle] as number
      if (at === party) return middle
      if (at < party) low = middle + 1
      else high = middle - 1
    }
    return -1
  }
}

/** Cost grows with the use of the window. */
export async function useTable(asked: Asked, question: Question): Promise<UseTable> {
  const rows = await asked.db.rows<{ users: string | null }>(sql('parties-use'), usageParameters(asked, question))
  return new UseTable(rows[0]?.users ?? null)
}
