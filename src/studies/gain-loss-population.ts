import { order } from '../base/order.ts'
import { customersWithin, isLeftOut } from '../roles/customers.ts'
import { PAYER_KINDS } from '../roles/stamp.ts'
import type { Agreement } from '../roles/world.ts'
import type { Asked } from '../roles/workspace.ts'
import { moneyOfAgreements } from './agreement-money.ts'
import { smallestIdentifier } from './party-shape.ts'
import { counts, type Use, useOfPopulation } from './population.ts'
import type { Question } from './question.ts'
import { type StampedVoice, stampedVoices } from './stamped-voices.ts'

/** A party is on one side for the whole window; those who spoke, and were neither, are others. */
export const SIDES = ['users', 'customers', 'others'] as const
export type SideName = (typeof SIDES)[number]

/** Somebody who can gain or lose: a person on one of the sides, or a customer, who is a buyer with the money of its agreements. */
export interface Entity {
  readonly party: number
  readonly what: 'person' | 'customer'
  readonly side: SideName
  readonly usageDays: number
  /** Of users what is allocated to them; of customers what their agreements accrue; in smallest units. Persons of customers have none of their own. */
  readonly money: ReadonlyMap<string, bigint>
  /** By what it is grouped: of users the use that counts, of others what they said last, or what is known of them. */
  readonly use: Use
}

export interface Population {
  readonly entities: readonly Entity[]
  /** Places of entities by party: as a person, and as a customer. */
  readonly persons: ReadonlyMap<number, number>
  readonly customers: ReadonlyMap<number, number>
  /** Persons of customers, and for which customers they speak. */
  readonly speaksFor: ReadonlyMap<number, ReadonlySet<number>>
  /** All use that counts, and one row for each who is without. */
  readonly rows: readonly Use[]
  readonly voices: readonly StampedVoice[]
}

const NO_MONEY: ReadonlyMap<string, bigint> = new Map()

/**
 * Everybody who could gain or lose in a window. Whoever spoke stands where `disagreements` puts them: with the customers, if customer or decider at any of it, else with the users;
 * who did not, by the window: who buys, or decides, champions, pays or administers for who buys, is on the customers' side, every other user on the users'.
 * Cost: grows with the use of the window, its feedback, and the agreements.
 */
export async function populationOf(asked: Asked, question: Question): Promise<Population> {
  const voices = await stampedVoices(asked, question)
  const used = (await useOfPopulation(asked, question, [])).filter(counts(question))
  const monies = await moneyOfAgreements(asked, question)
  const { world, coverage } = asked.view
  const { customers: buyers } = customersWithin({ coverage, product: question.product }, question.from, question.to, question.staff)
  const speaksFor = speakersOf(asked, question, buyers, voices)
  const accrued = new Map<number, Map<string, bigint>>()
  const agreements = new Map<number, Agreement>()
  for (const { agreement, accrued: amount } of monies) {
    const buyer = world.party(agreement.buyer)
    addTo(accrued, buyer, agreement.currency ?? '', amount)
    const known = agreements.get(buyer)
    if (!known || agreement.key < known.key) agreements.set(buyer, agreement)
  }
  const told = inWords(asked)
  const said = new Map<number, StampedVoice[]>()
  for (const voice of voices) said.set(voice.giver, [...(said.get(voice.giver) ?? []), voice])
  const uses = new Map<number, { main: Use & { usage_days: number }; days: number }>()
  for (const row of used) {
    const known = uses.get(row.party)
    if (!known) uses.set(row.party, { main: row, days: row.usage_days })
    else {
      known.days += row.usage_days
      if ((row.kind - known.main.kind || known.main.usage_days - row.usage_days || order(told(row), told(known.main))) < 0) known.main = row
    }
  }
  const sideOf = (party: number): SideName => {
    const heard = said.get(party)
    if (heard?.some(({ roles }) => roles.has('customer') || roles.has('decider'))) return 'customers'
    if (heard?.some(({ roles }) => roles.has('user'))) return 'users'
    return speaksFor.has(party) ? 'customers' : uses.has(party) ? 'users' : 'others'
  }
  const sides = new Map([...new Set([...uses.keys(), ...said.keys(), ...speaksFor.keys()])].map((party) => [party, sideOf(party)]))
  const allocated = new Map<number, Map<string, bigint>>()
  for (const { agreement, users } of monies) for (const { party, amount } of users) if (sides.get(party) === 'users') addTo(allocated, party, agreement.currency ?? '', amount)
  const entities: Entity[] = []
  const [persons, customers] = [new Map<number, number>(), new Map<number, number>()]
  for (const [party, side] of sides) {
    const use = uses.get(party)
    persons.set(party, entities.length)
    entities.push({ party, what: 'person', side, usageDays: use?.days ?? 0, money: allocated.get(party) ?? NO_MONEY, use: use?.main ?? lastOf(said.get(party) ?? [])?.use ?? nothingUsed(party) })
  }
  for (const party of new Set([...buyers, ...accrued.keys()])) {
    customers.set(party, entities.length)
    entities.push({ party, what: 'customer', side: 'customers', usageDays: 0, money: accrued.get(party) ?? NO_MONEY, use: asBuyer(asked, party, agreements.get(party)) })
  }
  const withoutUse = [...sides.keys(), ...customers.keys()].filter((party) => !uses.has(party))
  const rowOf = (party: number): Use => (persons.has(party) ? (entities[persons.get(party) as number] as Entity).use : (entities[customers.get(party) as number] as Entity).use)
  return { entities, persons, customers, speaksFor, voices, rows: [...used, ...[...new Set(withoutUse)].map(rowOf)] }
}

/** What a use is about, in words: numbers of parties and products differ with the order in which evidence came, what they stand for does not. */
function inWords({ view: { world }, projection: { words } }: Asked): (use: Use) => string {
  return ({ product, account, payer, via, agreement, reason }) =>
    [words.products.text(product), ...[account, payer, via].map((party) => (party === 0 ? '' : smallestIdentifier(world, party))), world.agreementByNumber.get(agreement)?.key ?? '', reason].join('\0')
}

/** What was said last; of words of one instant the last by source and key. */
function lastOf(voices: readonly StampedVoice[]): StampedVoice | undefined {
  const [first, ...others] = voices
  return first === undefined ? undefined : others.reduce((last, voice) => (isLater(voice, last) ? voice : last), first)
}

function isLater({ feedback: { line: a } }: StampedVoice, { feedback: { line: b } }: StampedVoice): boolean {
  return (a.at - b.at || order(a.source, b.source) || order(a.key, b.key)) > 0
}

function nothingUsed(party: number): Use {
  return { party, account: 0, product: 0, kind: -1, payer: 0, agreement: 0, via: 0, reason: -1 }
}

/** A customer as `where` and `by` read it: by the first of its agreements, and by who pays that. */
function asBuyer({ view: { world } }: Asked, party: number, agreement: Agreement | undefined): Use {
  if (!agreement) return nothingUsed(party)
  const payer = world.party(world.payerOf(agreement))
  const kind = payer === party && world.kind(party) !== 'organization' ? 'self' : world.kind(payer) === 'organization' ? 'organization' : 'sponsor'
  return { ...nothingUsed(party), kind: PAYER_KINDS.indexOf(kind), payer, agreement: agreement.number }
}

/** Who speaks for whom: by memberships of the window with a function, persons who buy for themselves, and whoever did so when speaking. */
function speakersOf(asked: Asked, { from, to, staff }: Question, buyers: ReadonlySet<number>, voices: readonly StampedVoice[]): Map<number, Set<number>> {
  const { world, coverage } = asked.view
  const found = new Map<number, Set<number>>()
  const put = (person: number, buyer: number): void => {
    const known = found.get(person)
    if (known) known.add(buyer)
    else found.set(person, new Set([buyer]))
  }
  for (const buyer of buyers) {
    if (world.kind(buyer) !== 'organization') put(buyer, buyer)
    const members = new Set<number>()
    // Most members decide and pay nothing.
    world.eachOf(world.membershipsOfOrganization, buyer, (membership) => { if (membership.function !== null && membership.function !== 'member') members.add(world.party(membership.person)) })
    for (const person of members) {
      const holds = coverage.statedMemberships(person).memberships.some((membership) => world.party(membership.organization) === buyer && membership.from < to && from < membership.to && membership.function !== null && membership.function !== 'member')
      if (holds && !isLeftOut(coverage, person, from, to, staff)) put(person, buyer)
    }
  }
  for (const { giver, speaksFor } of voices) for (const buyer of speaksFor) put(giver, buyer)
  return found
}

function addTo(sums: Map<number, Map<string, bigint>>, party: number, currency: string, amount: bigint): void {
  const own = sums.get(party) ?? new Map<string, bigint>()
  own.set(currency, (own.get(currency) ?? 0n) + amount)
  sums.set(party, own)
}
