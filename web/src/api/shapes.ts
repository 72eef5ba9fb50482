import type { PayerKind, Studies, Taken } from './types.ts'

/** Parts of answers by the names that the page uses for them. */
export type { Party, PayerKind, StudyName, Taken } from './types.ts'
export type PayersOfUse = Studies['payers-of-use']
export type KindFigures = PayersOfUse['kinds'][number]
export type PayersPeriod = NonNullable<PayersOfUse['periods']>[number]
export type WhoPays = Studies['who-pays']
export type PathStep = WhoPays['path'][number]
export type UnusedMoney = Studies['unused-money']
export type AgreementUse = UnusedMoney['agreements'][number]
export type MoneyTotals = UnusedMoney['totals'][number]
export type UnpaidUse = Studies['unpaid-use']
export type ReasonFigures = UnpaidUse['reasons'][number]
export type UnpaidReason = ReasonFigures['reason']
export type Overlap = Studies['overlap']
export type Money = Studies['money']
export type SourceMoney = Money['sources'][number]
export type Topic = Studies['disagreements']['topics'][number]
export type Side = Topic['users']
export type PartyRow = Studies['parties']['parties'][number]
export type PartyAnswer = Studies['party']
export type RoleInterval = PartyAnswer['roles'][number]
export type PartyUsage = PartyAnswer['usage'][number]
export type PartyEvidence = PartyAnswer['evidence'][number]
export type SourceFigures = Studies['sources']['sources'][number]
export type ProductName = Studies['products']['products'][number]
export type Rejected = Taken['rejected'][number]
export type KindCounts = Partial<Readonly<Record<PayerKind, number>>>
