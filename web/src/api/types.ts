/** Shapes of the API, as openapi.json describes them. Made by web/generate-client.mjs. */

export type PayerKind = 'self' | 'organization' | 'intermediary' | 'sponsor' | 'nobody' | 'unknown'
export type PartyKind = 'person' | 'organization' | 'machine'
export type UnpaidReason = 'elsewhere' | 'expired' | 'no-seat' | 'machine' | 'free'

export interface Party { id: string; kind: PartyKind | null; name: string | null; identifiers: string[] }
export interface Amount { currency: string; amount: string }

export interface KindFigures { kind: PayerKind; users: number; usageDays: number; events: number; money?: Amount[] }
export interface LeftOut { staff: { usageDays: number; events: number }; override?: { usageDays: number; events: number } }
export interface PayersPeriod { from: string; to: string; kinds: KindFigures[]; users: number; usageDays: number; events: number; leftOut: LeftOut }
export interface PayersOfUse { kinds: KindFigures[]; users: number; usageDays: number; events: number; leftOut: LeftOut; periods?: PayersPeriod[] }

export interface PathStep { evidence: string | null; says: string; inferred?: boolean }
export interface WhoPays { kind: PayerKind; payer: Party | null; agreement: string | null; path: PathStep[]; alsoCoveredBy: string[] }

export interface AgreementUse {
  agreement: string; product: string; buyer: Party; payer: Party | null; currency: string; accrued: string; used: string; unused: string
  users: number; usageDays: number; seats: number | null; seatsUsed: number | null; lastUse: string | null; lastUser: Party | null; renews: string | null; deciders: Party[]
}
export interface MoneyTotals { currency: string; accrued: string; used: string; unused: string }
export interface UnusedMoney { agreements: AgreementUse[]; totals: MoneyTotals[]; next?: string | null }

export interface ReasonFigures { reason: UnpaidReason; users: number; usageDays: number }
export interface UnpaidUse { reasons: ReasonFigures[]; users: number; usageDays: number }

export interface Overlap {
  users: number; usersSelf: number; usersPaidFor: number; usersUnpaid: number; usersUnknown: number
  customers: number; newCustomers: number; customersThatUse: number; customersWithUse: number; customersWithoutUse: number; usersThatPay: number
  payersThatNeverUse: number; payersWithoutKnownDecider: number
}

export interface SourceMoney { source: string; currency: string; in: string; explained: string; unknown: string }
export interface Money { sources: SourceMoney[]; agreements: MoneyTotals[]; coverage: { moneyWithUse: number | null; useWithKnownPayer: number | null } }

export interface World { world: string; shares: Record<PayerKind, number>; customers: number; because: string; warnings: string[] }

export interface Side { n: number; raised: number; share: number | null; money: Amount[] }
export interface Topic { topic: string; users: Side; customers: Side; difference: number | null; low: number | null; high: number | null; certain: boolean; tooFew: boolean }
export interface Disagreements { topics: Topic[] }

export interface PartyRow { party: Party; kinds: Partial<Record<PayerKind, number>>; usageDays: number; events: number; payer: Party | null; agreement: string | null; roles?: string[] }
export interface Parties { parties: PartyRow[]; next: string | null }

export interface RoleInterval { role: string; product: string | null; from: string | null; to: string | null }
export interface Relation { organization: Party; function: string | null; from: string | null; to: string | null; evidence: string | null; inferred?: boolean }
export interface PartyUsage { product: string; month: string; usageDays: number; events: number; kind?: PayerKind }
export interface PartyEvidence { line: Record<string, unknown>; recordedAt: string }
export interface PartyAgreement { agreement: string; product: string; role: string; from: string | null; to: string | null; amount: string | null; currency: string | null; seats: number | null }
export interface PartyAnswer {
  party: Party
  roles: RoleInterval[]
  memberships: Relation[]
  ownerships: { organization: Party; parent: Party; from: string | null; to: string | null }[]
  agreements: PartyAgreement[]
  usage: PartyUsage[]
  evidence: PartyEvidence[]
  feedback: { kind: string; topic: string | null; score: number | null; text: string | null; at: string; product: string | null }[]
  identity: { identifiers: string[]; merges: { evidence: string; ids: string[]; says: string }[] }
  warnings: string[]
}

export interface SourceFigures { source: string; lines: Record<string, number>; money: { currency: string; amount: string }[]; firstRecorded: string | null; lastRecorded: string | null; warnings: string[] }
export interface Sources { sources: SourceFigures[] }

export interface ProductName { product: string; name: string | null; fundedBy: string | null }
export interface Products { products: ProductName[] }

export interface Rejected { line: number; key: string | null; reason: string; says: string }
export interface Taken { accepted: number; duplicate: number; rejected: Rejected[] }

/** The studies by name: one question each, answered at /api/<name>. */
export interface Studies {
  'payers-of-use': PayersOfUse
  'who-pays': WhoPays
  'unused-money': UnusedMoney
  'unpaid-use': UnpaidUse
  overlap: Overlap
  money: Money
  world: World
  disagreements: Disagreements
  parties: Parties
  party: PartyAnswer
  sources: Sources
  products: Products
}
export type StudyName = keyof Studies

const VIEW = ['product', 'from', 'to', 'seller', 'knownAt', 'staff'] as const
/** What each study takes, besides the workspace. */
export const STUDY_PARAMETERS = {
  'payers-of-use': [...VIEW, 'detail', 'by'],
  'who-pays': ['party', 'product', 'day', 'account', 'seller', 'knownAt'],
  'unused-money': [...VIEW, 'limit', 'cursor'],
  'unpaid-use': VIEW,
  overlap: VIEW,
  money: [...VIEW, 'detail'],
  world: VIEW,
  disagreements: VIEW,
  parties: [...VIEW, 'q', 'role', 'kind', 'reason', 'limit', 'cursor'],
  party: ['party', 'knownAt', 'product', 'from', 'to'],
  sources: ['knownAt'],
  products: ['knownAt'],
} as const satisfies Record<StudyName, readonly string[]>
