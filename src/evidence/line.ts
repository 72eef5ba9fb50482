import type { Day, Instant } from '../base/day.ts'
import type { PartyKind } from '../base/lists.ts'

/**
 * Evidence lines as understood: identifiers in normal form, days as numbers, amounts in minor units, absent values as null or their default.
 * The line as it was written is kept beside it and comes back on export.
 */
interface Common {
  readonly key: string
  readonly source: string
  readonly version: number | null
  readonly import: string | null
}

/** Half-open: `from` is in, `to` is not. ALWAYS and NEVER where they were absent. */
interface Period {
  readonly from: Day
  readonly to: Day
}

export type MembershipFunction = 'member' | 'admin' | 'billing' | 'decider' | 'champion'
export type AgreementKind = 'subscription' | 'purchase' | 'licence' | 'sponsorship' | 'project'
export type Interval = 'day' | 'week' | 'month' | 'quarter' | 'year' | 'once'
export type PaymentKind = 'charge' | 'refund' | 'credit'
export type FeedbackKind = 'nps' | 'csat' | 'ces' | 'request' | 'complaint' | 'praise' | 'expectation' | 'perception'
export type DealStage = 'open' | 'won' | 'lost'
export type RoleName = 'user' | 'customer' | 'decider' | 'intermediary' | 'sponsor'

/** Who a line's agreement is for; `account` names the organization whose members it covers. Null: by the kind of the buyer. */
export type Beneficiary = 'buyer' | 'members' | 'seats' | 'everyone' | { readonly account: string } | null

export interface Retraction extends Common { readonly type: LineType; readonly retracted: true }
export interface ProductLine extends Common { readonly type: 'product'; readonly name: string | null; readonly fundedBy: string | null }
export interface PartyLine extends Common {
  readonly type: 'party'; readonly kind: PartyKind; readonly ids: readonly string[]; readonly name: string | null
  readonly traits: Readonly<{ [name: string]: string | number | boolean | null }> | null; readonly category: string | null; readonly permission: 'yes' | 'no' | 'unknown' | null
}
/** `inferred`: a guess of whoever wrote the line. It joins after everything that is stated, and never two firms. */
export interface LinkLine extends Common { readonly type: 'link'; readonly ids: readonly string[]; readonly inferred: boolean }
export interface MembershipLine extends Common, Period { readonly type: 'membership'; readonly person: string; readonly organization: string; readonly function: MembershipFunction | null }
export interface OwnershipLine extends Common, Period { readonly type: 'ownership'; readonly organization: string; readonly parent: string }
export interface AgreementLine extends Common, Period {
  readonly type: 'agreement'; readonly kind: AgreementKind | null; readonly product: string; readonly seller: string; readonly buyer: string; readonly payer: string | null
  readonly beneficiary: Beneficiary; readonly seats: number | null; readonly amountMinor: number | null; readonly currency: string | null; readonly interval: Interval
  readonly renews: Day | null; readonly name: string | null
}
export interface SeatLine extends Common, Period { readonly type: 'seat'; readonly agreement: string; readonly party: string }
export interface PaymentLine extends Common {
  readonly type: 'payment'; readonly payer: string | null; readonly seller: string; readonly agreement: string | null; readonly product: string | null
  readonly kind: PaymentKind; readonly amountMinor: number; readonly currency: string; readonly at: Instant
}
export interface UsageLine extends Common {
  readonly type: 'usage'; readonly party: string; readonly product: string; readonly event: string | null; readonly at: Instant; readonly account: string | null
  readonly count: number; readonly channel: string | null
}
export interface FeedbackLine extends Common {
  readonly type: 'feedback'; readonly party: string; readonly product: string | null; readonly kind: FeedbackKind; readonly score: number | null
  readonly topic: string | null; readonly text: string | null; readonly at: Instant; readonly channel: string | null; readonly account: string | null
}
export interface StaffLine extends Common, Period { readonly type: 'staff'; readonly party: string }
export interface RateLine extends Common { readonly type: 'rate'; readonly currencyFrom: string; readonly currencyTo: string; readonly rate: string; readonly at: Instant }
export interface DeliveryLine extends Common {
  readonly type: 'delivery'; readonly agreement: string; readonly milestone: string; readonly plannedMinor: number | null; readonly actualMinor: number | null
  readonly currency: string | null; readonly due: Day | null; readonly done: Day | null; readonly at: Instant | null
}
/** A sale that was tried: with whom, since when, and how it ended. What was agreed stands in agreements; this is no money. */
export interface DealLine extends Common {
  readonly type: 'deal'; readonly stage: DealStage; readonly buyer: string | null; readonly person: string | null; readonly product: string | null; readonly seller: string
  readonly opened: Day | null; readonly closed: Day | null; readonly amountMinor: number | null; readonly currency: string | null; readonly name: string | null; readonly agreement: string | null
}
export interface AskLine extends Common {
  readonly type: 'ask'; readonly party: string; readonly question: string; readonly at: Instant; readonly topic: string | null; readonly by: string | null
  readonly via: string | null; readonly organization: string | null
  /** With a kind, an answer to it is feedback of that kind; without, it is free text. `survey` is the one that it belongs to. */
  readonly kind: FeedbackKind | null; readonly product: string | null; readonly survey: string | null; readonly account: string | null
  /** Of a drawn sample: on which side they were asked, and in which stratum, as `category:trial`; so the sample stays what it was, whatever becomes of them. */
  readonly side: string | null; readonly stratum: string | null
}
export interface AnswerLine extends Common {
  readonly type: 'answer'; readonly ask: string; readonly at: Instant; readonly score: number | null; readonly text: string | null
  /** In which they were as they answered; absent: that of the ask. */
  readonly account: string | null
}
export interface UndoLine extends Common { readonly type: 'undo'; readonly undone: string }

interface ByHand extends Common { readonly type: 'override'; readonly by: string | null; readonly why: string | null }
export interface SameOverride extends ByHand { readonly fact: 'same' | 'not-same'; readonly ids: readonly [string, string] }
export interface MembershipOverride extends ByHand, Period { readonly fact: 'membership'; readonly person: string; readonly organization: string; readonly function: MembershipFunction | null; readonly not: boolean }
export interface PayerOverride extends ByHand { readonly fact: 'payer'; readonly agreement: string; readonly payer: string }
export interface RoleOverride extends ByHand, Period { readonly fact: 'role'; readonly party: string; readonly role: RoleName; readonly product: string | null; readonly not: boolean }
export interface LeaveOutOverride extends ByHand, Period { readonly fact: 'leave-out'; readonly party: string }
/** What a payment is for, or who paid it: `of` is the source that told the payment, `payment` its key there. */
export interface PaymentOverride extends ByHand { readonly fact: 'payment'; readonly payment: string; readonly of: string; readonly agreement: string | null; readonly payer: string | null }
/** A person, or everybody of an organization, is not to be asked: a veto of whoever owns the relation, or their own word. */
export interface NoAskOverride extends ByHand, Period { readonly fact: 'no-ask'; readonly party: string }
/** What a feedback is about, or is not: `of` is the source that told the feedback, `feedback` its key there. A denial without topic denies all. */
export interface TopicOverride extends ByHand { readonly fact: 'topic'; readonly feedback: string; readonly of: string; readonly topic: string | null; readonly not: boolean }
export type OverrideLine = TopicOverride | NoAskOverride | SameOverride | MembershipOverride | PayerOverride | RoleOverride | LeaveOutOverride | PaymentOverride

export const LINE_TYPES = ['product', 'party', 'link', 'membership', 'ownership', 'agreement', 'seat', 'payment', 'usage', 'feedback', 'staff', 'rate',
  'delivery', 'deal', 'ask', 'answer', 'override', 'undo'] as const
export type LineType = (typeof LINE_TYPES)[number]

export type Statement = ProductLine | PartyLine | LinkLine | MembershipLine | OwnershipLine | AgreementLine | SeatLine | PaymentLine | UsageLine | FeedbackLine
  | StaffLine | RateLine | DeliveryLine | DealLine | AskLine | AnswerLine | OverrideLine | UndoLine
export type Line = Statement | Retraction

export function isRetraction(line: Line): line is Retraction {
  return 'retracted' in line
}
