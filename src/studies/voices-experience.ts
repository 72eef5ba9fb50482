import { type Day, dayOf } from '../base/day.ts'
import { boughtBy, chargesWithoutAgreement, type Sales } from '../roles/customers.ts'
import type { Asked } from '../roles/workspace.ts'
import { type Question, usageParameters } from './question.ts'
import { sql } from './sql.ts'
import { accountOf, organizationsOn, type StampedVoice } from './stamped-voices.ts'
import { type Heard, speaksForOn } from './voices.ts'

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

/** Tells of a voice whether its giver had bought or used what it is about; and whether anything at all is known of use or sale. */
export interface Knowledge {
  readonly isTold: boolean
  readonly bought: (voice: Heard & Partial<StampedVoice>) => boolean
  readonly used: (voice: Heard) => boolean
}

/** Who had bought or used what they speak of, on the day or before; what is about no product: anything. Cost: the usage days of the givers over all time, once. */
export async function knowledgeOf(asked: Asked, question: Question, voices: readonly Heard[]): Promise<Knowledge> {
  const used = await usedBy(asked, question, voices)
  const charged = chargedBy(asked)
  return {
    isTold: isAnythingTold(asked),
    used: ({ giver, day, feedback: { line } }) => used(giver, line.product, day),
    bought: (voice) => {
      const { giver, day, feedback: { line } } = voice
      const sales = { coverage: asked.view.coverage, product: line.product }
      const hasBought = (party: number): boolean => boughtBy(sales, party, day) || charged(sales, party, day)
      return hasBought(giver) || (voice.organizations ?? organizationsOn(asked, { party: giver, account: accountOf(asked, line.account) }, day)).some(hasBought) || (voice.speaksFor ?? speaksForOn(asked, voice)).some(hasBought)
    },
  }
}

/** How many of these voices come from those who knew. */
export function experienceOf(voices: readonly StampedVoice[], knowledge: Knowledge): Experience {
  const known = voices.map((voice) => ({ bought: knowledge.bought(voice), used: knowledge.used(voice) }))
  const count = (fits: (one: (typeof known)[number]) => boolean): number => known.filter(fits).length
  return { voices: voices.length, givers: new Set(voices.map(({ giver }) => giver)).size, bought: count(({ bought }) => bought), used: count(({ used }) => used), neither: count(({ bought, used }) => !bought && !used) }
}

/** How many of these voices come from somebody who had neither bought nor used what they are about by then. */
export function strangersAmong(voices: readonly Heard[], { used, bought }: Knowledge): number {
  return voices.filter((voice) => !used(voice) && !bought(voice)).length
}

/** What there is to say of it in plain words, from so many voices on: nothing, where at least half of them come from those who know. */
export function strangersInWords({ voices, strangers }: { readonly voices: number; readonly strangers: number }, enough: number): string | null {
  if (voices < enough || 2 * strangers <= voices) return null
  const all = voices.toLocaleString('en')
  if (strangers === voices) return `None of the ${all} answers is from somebody who had bought or used what it is about by then: they say what people expect, not what they found.`
  return `${strangers.toLocaleString('en')} of ${all} answers are from people who had neither bought nor used what they are about by then: these say what people expect, not what they found.`
}

/** That nobody told of any use or sale says nothing about the givers. */
export function untoldInWords(voices: number): string {
  return `Nothing is known yet of who uses or buys, so ${voices === 1 ? 'this answer has' : `these ${voices.toLocaleString('en')} answers have`} no role. Bring in use and sales, and ${voices === 1 ? 'it finds its role' : 'they find theirs'}.`
}

/** True if the record knows of any use or sale at all. */
function isAnythingTold({ view: { world, knownAt }, projection: { words: { combos }, firstSeen } }: Asked): boolean {
  if (world.agreements.size > 0 || world.payments.size > 0) return true
  for (let combo = 0; combo < combos.size; combo += 1) if ((firstSeen[combos.identifiers[combo] as number] ?? 0) <= knownAt) return true
  return false
}

async function usedBy(asked: Asked, question: Question, voices: readonly Heard[]): Promise<(giver: number, product: string | null, day: Day) => boolean> {
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
