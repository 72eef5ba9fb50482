import type { RefusalCode } from '../base/refusal.ts'
import type { EvidenceObject } from '../evidence/from-segment.ts'

/**
 * Money that moved by a row, or should have, in minor units; refunds and credits count negative. Counted for the reconciliation, whatever becomes of the row.
 * What only says what was agreed, a subscription or a deal, has none.
 */
export interface RowMoney {
  readonly currency: string
  readonly minor: number
}

/** What becomes of one row. Every row ends in exactly one of these. */
export type RowOutcome =
  | {
    readonly kind: 'lines'
    readonly lines: readonly EvidenceObject[]
    readonly money?: RowMoney
    /** The row names no time, and its use has that of the import: imported again it is known, whatever the time then. */
    readonly untimed?: true
  }
  /** Understood, and nothing follows from it: a draft invoice, a deal that was lost, a row that repeats another word for word. */
  | { readonly kind: 'left-out'; readonly why: string; readonly money?: RowMoney }
  /** To be mended and imported again. */
  | { readonly kind: 'refused'; readonly reason: RefusalCode; readonly says: string; readonly money?: RowMoney }

export function leftOut(why: string): RowOutcome {
  return { kind: 'left-out', why }
}

export function refused(reason: RefusalCode, says: string): RowOutcome {
  return { kind: 'refused', reason, says }
}
