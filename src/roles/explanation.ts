import { ALWAYS, type Day, dayText, NEVER } from '../base/day.ts'
import { amountText } from '../base/money.ts'
import type { Cover, Coverage } from './cover.ts'
import type { Agreement, Ownership } from './world.ts'

/** One step of the reason, in words; `evidence` is the key of the line that says so, null where it is inferred. */
export interface Step {
  readonly evidence: string | null
  readonly inferred?: true
  readonly says: string
}

/** Why a cover reaches its party: seat or membership, ownership up to the buyer, the agreement, then what leads up to the one who pays. */
export function pathOf(coverage: Coverage, cover: Cover, party: number, day: Day, nameOf: (party: number) => string): Step[] {
  const { world } = coverage
  const { way, agreement, chain } = cover
  const steps: Step[] = []
  const name = (identifier: number): string => nameOf(world.party(identifier))
  const owns = (ownership: Ownership): Step => ({ evidence: ownership.key, says: `${name(ownership.organization)} is part of ${name(ownership.parent)}${since(ownership)}` })
  if (way.seat) steps.push({ evidence: way.seat.key, says: `${nameOf(party)} holds a seat of ${agreement.key}${since(way.seat)}` })
  if (way.belonging) steps.push(belongs(coverage, cover, party, nameOf))
  const up = [...way.ownerships]
  steps.push(...up.map(owns))
  steps.push({ evidence: agreement.key, says: agreementSays(coverage, agreement, nameOf) })
  if (chain.length > 0) steps.push(...chain.map((above) => ({ evidence: above.key, says: agreementSays(coverage, above, nameOf) })))
  else steps.push(...ownershipsToPayer(coverage, cover, day).filter((ownership) => !up.includes(ownership)).map(owns))
  return steps
}

function belongs(coverage: Coverage, cover: Cover, party: number, nameOf: (party: number) => string): Step {
  const belonging = cover.way.belonging
  if (!belonging) throw new Error('a cover without membership has no such step')
  const organization = nameOf(belonging.organization)
  const { membership } = belonging
  if (!membership) {
    const why = belonging.inferred === 'by-use' ? `used it in the account of ${organization}, so belongs to it that day (inferred)` : `is taken to belong to ${organization}, by the e-mail address (inferred)`
    return { evidence: null, inferred: true, says: `${nameOf(party)} ${why}` }
  }
  const source = membership.byHand ? ' (said by hand)' : membership.source === 'default' ? '' : ` (from ${membership.source})`
  const is = membership.function === null || membership.function === 'member' ? 'is a member of' : `is ${membership.function} of`
  void coverage
  return { evidence: membership.key, says: `${nameOf(party)} ${is} ${organization}${source}${since(membership)}` }
}

function ownershipsToPayer(coverage: Coverage, cover: Cover, day: Day): readonly Ownership[] {
  const { world } = coverage
  const fromBuyer = coverage.owners.ownersOn(world.party(cover.agreement.buyer), day).get(cover.payer)
  if (fromBuyer || cover.way.seat || !cover.way.belonging) return fromBuyer ?? []
  return coverage.owners.ownersOn(cover.way.belonging.organization, day).get(cover.payer) ?? []
}

function agreementSays(coverage: Coverage, agreement: Agreement, nameOf: (party: number) => string): string {
  const { world } = coverage
  const buyer = world.party(agreement.buyer)
  const payer = world.party(world.payerOf(agreement))
  const seller = world.party(agreement.seller)
  const price = agreement.amountMinor === null || agreement.currency === null ? '' : ` for ${amountText(agreement.amountMinor, agreement.currency)} ${agreement.currency} ${per(agreement)}`
  const seats = agreement.seats === null ? '' : `, ${agreement.seats} seats`
  const covers = { buyer: '', members: ', for its members', seats: ', for those with a seat', everyone: ', for everyone', account: `, for the members of ${nameOf(world.party(agreement.account))}` }[coverage.beneficiaryOf(agreement)]
  const pays = payer === buyer ? '' : `; ${nameOf(payer)} pays`
  const until = agreement.to === NEVER ? '' : ` until ${dayText(agreement.to)}`
  return `${nameOf(buyer)} buys ${world.products.get(agreement.product)?.name ?? agreement.product} from ${nameOf(seller)}${price} (${agreement.key}${seats}${covers}) since ${dayText(agreement.from)}${until}${pays}`
}

function per(agreement: Agreement): string {
  return agreement.interval === 'once' ? 'once' : `a ${agreement.interval}`
}

function since(fact: { readonly from: Day; readonly to: Day }): string {
  const from = fact.from === ALWAYS ? '' : ` since ${dayText(fact.from)}`
  return fact.to === NEVER ? from : `${from} until ${dayText(fact.to)}`
}
