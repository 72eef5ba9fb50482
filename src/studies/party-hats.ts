import { Type } from 'typebox'
import { ALWAYS, type Day, dayOf, NEVER } from '../base/day.ts'
import { pays } from '../roles/resale.ts'
import { userIntervals } from '../roles/roles-over-time.ts'
import type { Asked } from '../roles/workspace.ts'
import { dayOrNull } from './party-days.ts'
import { nameInWords, PARTY, partyShape } from './party-shape.ts'

const NULLABLE = Type.Union([Type.String(), Type.Null()])

export const HATS = Type.Array(Type.Object({
  hat: Type.String({ description: 'user, customer, payer, decider, member, part-of, intermediary, seller, sponsor, staff or left-out.' }), product: NULLABLE,
  counterpart: Type.Union([PARTY, Type.Null()]), counterparts: Type.Integer({ description: 'How many parties the bar stands for; more than one where they are folded together.' }), function: NULLABLE,
  from: NULLABLE, to: NULLABLE, evidence: Type.Array(Type.String()), byHand: Type.Boolean(), inferred: Type.Boolean(),
}), { description: 'Half-open intervals, one bar each; a lane is a hat with its product and counterpart.' })

interface Hat {
  readonly hat: string
  readonly product: string | null
  /** Number of a party, 0 for none. */
  readonly counterpart: number
  readonly counterparts: number
  readonly function: string | null
  readonly from: Day
  readonly to: Day
  readonly evidence: readonly string[]
  readonly byHand: boolean
  readonly inferred: boolean
}

const ORDER = ['user', 'customer', 'payer', 'decider', 'member', 'part-of', 'intermediary', 'seller', 'sponsor', 'staff', 'left-out']
/** More counterparts of one hat and product than this become one lane. */
const LANES_A_HAT = 6
const EVIDENCE_A_BAR = 20

/** All hats of a party over all time. Cost: its own lines, all agreements and all payments. */
export function hatsOf(asked: Asked, party: number, daysOfUse: ReadonlyMap<string, readonly Day[]>, today: Day) {
  const { world } = asked.view
  const found = [...usedHats(daysOfUse, asked.settings.thresholds.daysWithoutUse), ...agreedHats(asked, party), ...chargedHats(asked, party), ...belongingHats(asked, party), ...staffHats(asked, party)]
  const shape = (number: number) => (number === 0 ? null : partyShape(world, number))
  const rank = (hat: Hat): string => `${String(ORDER.indexOf(hat.hat)).padStart(2, '0')} ${hat.product ?? ''}\0${hat.counterpart === 0 ? '' : nameInWords(world, hat.counterpart)}\0${hat.function ?? ''}`
  return joined(folded(found), rank).map((hat) => ({
    ...hat, counterpart: shape(hat.counterpart), evidence: hat.evidence.slice(0, EVIDENCE_A_BAR), from: dayOrNull(hat.from),
    // Use goes on until it is known that it ended.
    to: hat.hat === 'user' && hat.to > today ? null : dayOrNull(hat.to),
  }))
}

const PLAIN = { counterpart: 0, counterparts: 1, function: null, byHand: false, inferred: false, product: null }

function usedHats(days: ReadonlyMap<string, readonly Day[]>, daysWithoutUse: number): Hat[] {
  return [...days].flatMap(([product, used]) => userIntervals(product, used, daysWithoutUse)).map(({ product, from, to }) => ({ ...PLAIN, hat: 'user', product, from, to, evidence: [] }))
}

function agreedHats({ view: { world } }: Asked, party: number): Hat[] {
  const hats: Hat[] = []
  for (const agreement of world.agreements.values()) {
    if (!pays(agreement)) continue
    const [buyer, seller, payer] = [world.party(agreement.buyer), world.party(agreement.seller), world.party(world.payerOf(agreement))]
    if (buyer !== party && seller !== party && payer !== party) continue
    const { product, from, to, key } = agreement
    const bar = { ...PLAIN, product, from, to, evidence: [key] }
    if (buyer === party) {
      hats.push({ ...bar, hat: 'customer', counterpart: seller })
      if (world.allOf(world.agreementsOfSeller, party).some((sold) => sold.product === product)) hats.push({ ...bar, hat: 'intermediary', counterpart: seller })
      if (agreement.kind === 'sponsorship' || agreement.beneficiary === 'everyone') hats.push({ ...bar, hat: 'sponsor', counterpart: seller })
    }
    if (payer === party) hats.push({ ...bar, hat: 'payer', counterpart: buyer === party ? 0 : buyer, byHand: agreement.statedPayer !== 0 && payer !== world.party(agreement.statedPayer) })
    if (seller === party) hats.push({ ...bar, hat: 'seller', counterpart: buyer })
  }
  return hats
}

/** A charge that names no known agreement makes its payer a customer on that day. */
function chargedHats({ view: { world } }: Asked, party: number): Hat[] {
  const hats: Hat[] = []
  for (const { line, payer, seller } of world.payments.values()) {
    if (payer === 0 || line.kind !== 'charge' || world.party(payer) !== party || (line.agreement !== null && world.agreements.has(line.agreement))) continue
    const day = dayOf(line.at)
    const bar = { ...PLAIN, product: line.product, from: day, to: day + 1, evidence: [line.key] }
    hats.push({ ...bar, hat: 'customer', counterpart: world.party(seller) }, { ...bar, hat: 'payer' })
  }
  return hats
}

function belongingHats({ view: { world, coverage } }: Asked, party: number): Hat[] {
  const hats: Hat[] = coverage.statedMemberships(party).memberships.map(({ organization, function: does, from, to, key, byHand }) => ({
    ...PLAIN, hat: does === 'decider' || does === 'champion' ? 'decider' : 'member', counterpart: world.party(organization), function: does === 'member' ? null : does, from, to, evidence: [key], byHand,
  }))
  for (const organization of coverage.guessedOrganizations(party)) hats.push({ ...PLAIN, hat: 'member', counterpart: organization, from: ALWAYS, to: NEVER, evidence: [], inferred: true })
  world.eachOf(world.ownershipsOfOrganization, party, ({ parent, from, to, key }) => hats.push({ ...PLAIN, hat: 'part-of', counterpart: world.party(parent), from, to, evidence: [key] }))
  return hats
}

function staffHats({ view: { world } }: Asked, party: number): Hat[] {
  return world.allOf(world.staffOfParty, party).map(({ byHand, from, to, key }) => ({ ...PLAIN, hat: byHand ? 'left-out' : 'staff', from, to, evidence: [key], byHand }))
}

/** Of a hat with many counterparts one lane for all of them. */
function folded(hats: readonly Hat[]): Hat[] {
  const counterparts = new Map<string, Set<number>>()
  const name = ({ hat, product }: Hat): string => `${hat}\0${product ?? ''}`
  for (const hat of hats) if (hat.counterpart !== 0) counterparts.set(name(hat), (counterparts.get(name(hat)) ?? new Set()).add(hat.counterpart))
  return hats.map((hat) => {
    const many = counterparts.get(name(hat))?.size ?? 0
    return many > LANES_A_HAT && hat.counterpart !== 0 ? { ...hat, counterpart: 0, counterparts: many } : hat
  })
}

/** Bars of a lane that touch or overlap are one; lanes in the order of the hats. */
function joined(hats: readonly Hat[], rank: (hat: Hat) => string): Hat[] {
  const sorted = hats.map((hat) => ({ hat, rank: rank(hat) })).sort((a, b) => (a.rank < b.rank ? -1 : a.rank > b.rank ? 1 : a.hat.from - b.hat.from || a.hat.to - b.hat.to))
  const result: Hat[] = []
  let lane = ''
  for (const { hat, rank: own } of sorted) {
    const last = result.at(-1)
    if (last && own === lane && hat.counterpart === last.counterpart && hat.inferred === last.inferred && hat.from <= last.to) {
      result[result.length - 1] = { ...last, to: Math.max(last.to, hat.to), evidence: [...new Set([...last.evidence, ...hat.evidence])].sort(), byHand: last.byHand || hat.byHand }
    } else result.push(hat)
    lane = own
  }
  return result
}
