import type { Day } from '../base/day.ts'
import { amountText } from '../base/money.ts'
import { type AgreementMoney, moniesOf, type UseUnder } from '../roles/allocation.ts'
import { agreementsAccruing } from '../roles/customers.ts'
import type { Asked } from '../roles/workspace.ts'
import type { Agreement } from '../roles/world.ts'
import { kept } from './kept-answers.ts'
import { smallestIdentifier } from './party-shape.ts'
import { type Question, usageParameters } from './question.ts'
import { sql } from './sql.ts'
import { ABOUT, type Together } from './together.ts'

/** The money of every agreement that accrues in the window, or of those asked for. Use of all products counts, also if one is asked for. */
export async function moneyOfAgreements(asked: Asked, question: Question, only?: (agreement: Agreement) => boolean): Promise<AgreementMoney[]> {
  // Several studies of one page ask for the same.
  return only === undefined ? [...(await kept(asked, 'money-of-agreements', question, () => workedOut(asked, question, () => true), MONIES_KEPT))] : workedOut(asked, question, only)
}

/** Some 30 bytes a user and 100 an agreement each. */
const MONIES_KEPT = 3

async function workedOut(asked: Asked, question: Question, only: (agreement: Agreement) => boolean): Promise<AgreementMoney[]> {
  const { coverage, world } = asked.view
  const agreements = agreementsAccruing({ coverage, product: question.product }, question.from, question.to).filter(only)
  const numbers = agreements.map((agreement) => agreement.number)
  const uses = await asked.db.columns(['agreement', 'party', 'kind', 'usage_days'], sql('use-of-agreements'), { ...usageParameters(asked, { ...question, product: null }), agreements: numbers })
  return moniesOf(agreements, question.from, question.to, uses, (party) => smallestIdentifier(world, party))
}

/** Usage days under each of these agreements, by party and payer kind. */
export async function useOfAgreements(asked: Asked, question: Question, agreements: readonly number[]): Promise<Map<number, UseUnder[]>> {
  const byAgreement = new Map<number, UseUnder[]>()
  if (agreements.length === 0) return byAgreement
  const rows = await asked.db.rows<{ agreement: number; party: number; kind: number; usage_days: number }>(sql('use-of-agreements'), { ...usageParameters(asked, { ...question, product: null }), agreements })
  for (const { agreement, party, kind, usage_days } of rows) {
    const use = { agreement, party, kind, usageDays: usage_days }
    const list = byAgreement.get(agreement)
    if (list) list.push(use)
    else byAgreement.set(agreement, [use])
  }
  return byAgreement
}

export interface LastUse {
  readonly day: Day
  readonly party: number
}

/** The latest use of each agreement, over all time before the window's end; at the same instant the smallest identifier. */
export async function lastUses(asked: Asked, question: Question, agreements: readonly number[], since: Day): Promise<Map<number, LastUse>> {
  const latest = new Map<number, LastUse & { at: number }>()
  if (agreements.length === 0) return latest
  const rows = await asked.db.rows<{ agreement: number; day: number; party: number; last_at: number }>(sql('last-use'), { ...usageParameters(asked, { ...question, product: null, from: since }), agreements })
  for (const { agreement, day, party, last_at } of rows) {
    const known = latest.get(agreement)
    const later = !known || last_at > known.at || (last_at === known.at && smallestIdentifier(asked.view.world, party) < smallestIdentifier(asked.view.world, known.party))
    if (later) latest.set(agreement, { day, party, at: last_at })
  }
  return latest
}

export interface Sums {
  readonly currency: string
  readonly accrued: string
  readonly used: string
  readonly unused: string
}

/** Sums per currency, in order of the currency's code. They stand beside what `together` says, and are never replaced by it. */
export function sumsByCurrency(monies: readonly AgreementMoney[]): Sums[] {
  return [...exactSums(monies)].sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([currency, sum]) => ({ currency, accrued: amountText(sum.accrued, currency), used: amountText(sum.used, currency), unused: amountText(sum.unused, currency) }))
}

function exactSums(monies: readonly AgreementMoney[]): Map<string, { accrued: bigint; used: bigint; unused: bigint }> {
  const sums = new Map<string, { accrued: bigint; used: bigint; unused: bigint }>()
  for (const { agreement, accrued, used, unused } of monies) {
    const currency = agreement.currency ?? ''
    const sum = sums.get(currency) ?? { accrued: 0n, used: 0n, unused: 0n }
    sums.set(currency, { accrued: sum.accrued + accrued, used: sum.used + used, unused: sum.unused + unused })
  }
  return sums
}

export const SUMS_TOGETHER = { accrued: ABOUT, used: ABOUT, unused: ABOUT }

/** The same sums of all currencies in one. */
export function sumsTogether(monies: readonly AgreementMoney[], inOne: Together) {
  const sums = [...exactSums(monies)]
  const about = (what: 'accrued' | 'used' | 'unused') => inOne.about(sums.map(([currency, sum]) => [currency, sum[what]]))
  return { accrued: about('accrued'), used: about('used'), unused: about('unused') }
}
