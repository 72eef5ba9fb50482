import type { Day } from '../base/day.ts'

/** Who pays for the use, in the model's order: the first that holds. */
export const PAYER_KINDS = ['self', 'organization', 'intermediary', 'sponsor', 'nobody', 'unknown'] as const
export type PayerKind = (typeof PAYER_KINDS)[number]

/** Why nobody pays, in the model's order: the first that holds. */
export const UNPAID_REASONS = ['elsewhere', 'expired', 'no-seat', 'machine', 'free'] as const
export type UnpaidReason = (typeof UNPAID_REASONS)[number]

/** What is left out of use and users: nothing, staff, or what somebody left out by hand. Numbers as in the tables. */
export const COUNTED = 0
export const LEFT_OUT_STAFF = 1
export const LEFT_OUT_BY_HAND = 2

/** One usage day gets one stamp. Kind and reason are places in their lists, 0 to 5 and 0 to 4; numbers of parties and agreements, 0 for none. */
export interface Stamp {
  readonly kind: number
  readonly payer: number
  readonly agreement: number
  /** For resold use the party that sells to the user, at the foot of the chain; else 0. */
  readonly via: number
  /** -1 unless nobody pays. */
  readonly reason: number
  readonly leftOut: number
}

/** A stamp that holds from a day to a day. The spans of a list follow each other without gaps, from ALWAYS to NEVER. */
export interface StampSpan extends Stamp {
  readonly from: Day
  readonly to: Day
}

export function sameStamp(a: Stamp, b: Stamp): boolean {
  return a.kind === b.kind && a.payer === b.payer && a.agreement === b.agreement && a.via === b.via && a.reason === b.reason && a.leftOut === b.leftOut
}
