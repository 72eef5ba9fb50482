import { Type } from 'typebox'
import type { Day } from '../base/day.ts'
import { pays } from '../roles/resale.ts'
import type { Asked } from '../roles/workspace.ts'
import { orderName } from './parties-roster.ts'
import { dayOrNull } from './party-days.ts'
import { PARTY, partyShape } from './party-shape.ts'

const NULLABLE = Type.Union([Type.String(), Type.Null()])
export const RELATIONS = Type.Array(Type.Object({
  relation: Type.String({ description: 'organization, owner, owned, member, decider, payer, paid-for, seller or buyer: what the others are to the party.' }),
  total: Type.Integer({ description: 'Parties in all, of all time.' }), now: Type.Integer({ description: 'Of these, on the last day of the window.' }),
  parties: Type.Array(Type.Object({ party: PARTY, now: Type.Boolean(), function: NULLABLE, from: NULLABLE, to: NULLABLE, evidence: NULLABLE, inferred: Type.Boolean(), override: Type.Optional(Type.Boolean({ description: 'true: said by hand.' })) })),
}), { description: 'Those of the last day of the window first, then by name; the first ten of each.' })

/** Between the party and another one: since when, by which line. */
interface Tie {
  readonly party: number
  readonly from: Day
  readonly to: Day
  readonly evidence: string | null
  readonly function: string | null
  readonly inferred: boolean
  /** A word by hand decides it: the membership, or who pays the agreement. */
  readonly override?: boolean
}

const SHOWN = 10
const RELATION_ORDER = ['organization', 'owner', 'payer', 'seller', 'decider', 'member', 'owned', 'paid-for', 'buyer'] as const
type Relation = (typeof RELATION_ORDER)[number]

/** Whom the party stands in a relation with. Cost: its own lines and all agreements; a firm with very many members costs a name for each. */
export function relationsOf(asked: Asked, party: number, payers: ReadonlyMap<number, { readonly from: Day; readonly to: Day; readonly evidence: string | null }>, today: Day) {
  const ties = new Map<Relation, Tie[]>(RELATION_ORDER.map((relation) => [relation, []]))
  const add = (relation: Relation, tie: Partial<Tie> & Pick<Tie, 'party' | 'from' | 'to'>): void => {
    if (tie.party !== party && tie.party !== 0) ties.get(relation)?.push({ evidence: null, function: null, inferred: false, ...tie })
  }
  belongings(asked, party, add)
  agreements(asked, party, add)
  for (const [payer, tie] of payers) add('payer', { party: payer, ...tie })
  return RELATION_ORDER.flatMap((relation) => group(asked, relation, ties.get(relation) ?? [], today))
}

type Add = (relation: Relation, tie: Partial<Tie> & Pick<Tie, 'party' | 'from' | 'to'>) => void

function belongings({ view: { world, coverage } }: Asked, party: number, add: Add): void {
  for (const { organization, from, to, key, function: does, byHand } of coverage.statedMemberships(party).memberships) add('organization', { party: world.party(organization), from, to, evidence: key, function: does, override: byHand })
  for (const organization of coverage.guessedOrganizations(party)) add('organization', { party: organization, from: -Infinity, to: Infinity, inferred: true })
  const people = new Set<number>()
  world.eachOf(world.membershipsOfOrganization, party, ({ person }) => people.add(world.party(person)))
  for (const person of people) {
    for (const { organization, from, to, key, function: does, byHand } of coverage.statedMemberships(person).memberships) {
      if (world.party(organization) === party) add(does === 'decider' || does === 'champion' ? 'decider' : 'member', { party: person, from, to, evidence: key, function: does, override: byHand })
    }
  }
  world.eachOf(world.ownershipsOfOrganization, party, ({ parent, from, to, key }) => add('owner', { party: world.party(parent), from, to, evidence: key }))
  world.eachOf(world.ownershipsOfParent, party, ({ organization, from, to, key }) => add('owned', { party: world.party(organization), from, to, evidence: key }))
}

function agreements({ view: { world } }: Asked, party: number, add: Add): void {
  for (const agreement of world.agreements.values()) {
    if (!pays(agreement)) continue
    const { from, to, key: evidence } = agreement
    const override = world.payerWord(agreement) !== null
    const [buyer, seller, payer] = [world.party(agreement.buyer), world.party(agreement.seller), world.party(world.payerOf(agreement))]
    if (buyer === party) {
      add('seller', { party: seller, from, to, evidence })
      add('payer', { party: payer, from, to, evidence, override })
    }
    if (seller === party) add('buyer', { party: buyer, from, to, evidence })
    if (payer === party) add('paid-for', { party: buyer, from, to, evidence, override })
  }
}

function group({ view: { world } }: Asked, relation: Relation, ties: readonly Tie[], today: Day) {
  if (ties.length === 0) return []
  const isNow = (tie: Tie): boolean => tie.from <= today && today < tie.to
  const best = new Map<number, Tie>()
  for (const tie of ties) {
    const known = best.get(tie.party)
    if (!known || preferred(tie, known, isNow)) best.set(tie.party, tie)
  }
  const named = [...best.values()].map((tie) => ({ tie, now: isNow(tie), name: orderName(world, tie.party) }))
  named.sort((a, b) => Number(b.now) - Number(a.now) || (a.name < b.name ? -1 : 1))
  return [{
    relation: relation as string, total: named.length, now: named.filter(({ now }) => now).length,
    parties: named.slice(0, SHOWN).map(({ tie, now }) => ({
      party: partyShape(world, tie.party), now, function: tie.function === 'member' ? null : tie.function, from: Number.isFinite(tie.from) ? dayOrNull(tie.from) : null, to: Number.isFinite(tie.to) ? dayOrNull(tie.to) : null, evidence: tie.evidence, inferred: tie.inferred, ...(tie.override === true ? { override: true } : {}),
    })),
  }]
}

/** One that holds today, else the later one; then the smaller key. */
function preferred(a: Tie, b: Tie, isNow: (tie: Tie) => boolean): boolean {
  if (isNow(a) !== isNow(b)) return isNow(a)
  if (a.to !== b.to) return a.to > b.to
  return a.from !== b.from ? a.from < b.from : (a.evidence ?? '') < (b.evidence ?? '')
}
