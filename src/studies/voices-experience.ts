import { type Day, dayOf } from '../base/day.ts'
import { boughtBy, chargesWithoutAgreement, type Sales } from '../roles/customers.ts'
import type { Asked } from '../roles/workspace.ts'
import { type Question, usageParameters } from './question.ts'
import { sql } from './sql.ts'
import type { StampedVoice } from './stamped-voices.ts'

/** How many of the voices come from somebody who knew what they are about. */
export interface Experience {
  readonly voices: number
  readonly givers: number
  /** Whose giver, or an organization of the giver, had bought it by then, whether or not that is still in force. */
  readonly bought: number
  /** Whose giver had used it by then. */
  readonly used: number
  /** Of those who had neither bought nor used it. */
  readonly neither: number
}

/** Before every day of use; a window of 32-bit days reaches no further back. */
const LONG_AGO = -1_000_000

/** Tells of a voice whether its giver had bought or used what it is about. */
export type Knowledge = (voice: StampedVoice) => { readonly bought: boolean; readonly used: boolean }

/** Who had bought or used what they speak of, on the day or before; what is about no product: anything. Cost: the usage days of the givers over all time, once. */
export async function knowledgeOf(asked: Asked, question: Question, voices: readonly StampedVoice[]): Promise<Knowledge> {
  const used = await usedBy(asked, question, voices)
  const charged = chargedBy(asked)
  return ({ giver, day, feedback: { line: { product } }, organizations, speaksFor }) => {
    const sales = { coverage: asked.view.coverage, product }
    return { bought: [giver, ...organizations, ...speaksFor].some((party) => boughtBy(sales, party, day) || charged(sales, party, day)), used: used(giver, product, day) }
  }
}

/** How many of these voices come from those who knew. */
export function experienceOf(voices: readonly StampedVoice[], knowledge: Knowledge): Experience {
  const known = voices.map(knowledge)
  const count = (fits: (one: ReturnType<Knowledge>) => boolean): number => known.filter(fits).length
  return { voices: voices.length, givers: new Set(voices.map(({ giver }) => giver)).size, bought: count(({ bought }) => bought), used: count(({ used }) => used), neither: count(({ bought, used }) => !bought && !used) }
}

/** What there is to say of it in plain words, from so many voices on: nothing, where at least half of them come from those who know. */
export function experienceInWords({ voices, neither }: Experience, enough: number): string | null {
  if (voices < enough || 2 * neither <= voices) return null
  const all = voices.toLocaleString('en')
  if (neither === voices) return `None of the ${all} answers is from somebody who had bought or used what it is about by then: they say what people expect, not what they found.`
  return `${neither.toLocaleString('en')} of ${all} answers are from people who had neither bought nor used what they are about by then: these say what people expect, not what they found.`
}

async function usedBy(asked: Asked, question: Question, voices: readonly StampedVoice[]): Promise<(giver: number, product: string | null, day: Day) => boolean> {
  if (voices.length === 0) return () => false
  const to = voices.reduce((latest, { day }) => Math.max(latest, day), LONG_AGO) + 1
  const rows = await asked.db.rows<{ party: number; product: number; day: number }>(sql('first-days-of-users'), {
    ...usageParameters(asked, { ...question, product: null, from: LONG_AGO, to }), parties: [...new Set(voices.map(({ giver }) => giver))],
  })
  const firsts = new Map<number, Map<number, number>>()
  for (const { party, product, day } of rows) {
    const own = firsts.get(party) ?? new Map<number, number>()
    firsts.set(party, own.set(product, day))
  }
  const { products } = asked.projection.words
  return (giver, product, day) => {
    const own = firsts.get(giver)
    if (own === undefined) return false
    return product === null ? [...own.values()].some((first) => first <= day) : (own.get(products.find(product)) ?? Number.POSITIVE_INFINITY) <= day
  }
}

/** Charges that name no agreement make a buyer, too: the first day of each payer, worked out once for each product. */
function chargedBy({ view: { world } }: Asked): (sales: Sales, party: number, day: Day) => boolean {
  const known = new Map<string | null, Map<number, Day>>()
  return (sales, party, day) => {
    let firsts = known.get(sales.product)
    if (firsts === undefined) {
      firsts = new Map()
      for (const { payer, line } of chargesWithoutAgreement(sales)) {
        const by = world.party(payer)
        firsts.set(by, Math.min(dayOf(line.at), firsts.get(by) ?? Number.POSITIVE_INFINITY))
      }
      known.set(sales.product, firsts)
    }
    return (firsts.get(party) ?? Number.POSITIVE_INFINITY) <= day
  }
}
