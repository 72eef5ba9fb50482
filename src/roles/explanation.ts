import { ALWAYS, type Day, dayText, NEVER } from '../base/day.ts'
import { amountText } from '../base/money.ts'
import type { Belonging, Cover, Coverage, Way } from './cover.ts'
import { PAYER_KINDS } from './stamp.ts'
import type { Version } from './statements.ts'
import type { Agreement, Ownership } from './world.ts'

/** One step of the reason, in words; `evidence` is the key of the line that says so, null where it is inferred. */
export interface Step {
  readonly evidence: string | null
  readonly inferred?: true
  /** A word by hand decides this step: a membership, or who pays the agreement. */
  readonly override?: true
  readonly says: string
}

const ORGANIZATION_KIND = PAYER_KINDS.indexOf('organization')

/** Why a cover reaches its party: seat or membership, ownership up to the buyer, the agreement, then what leads up to the one who pays. */
export function pathOf(coverage: Coverage, cover: Cover, party: number, day: Day, nameOf: (party: number) => string): Step[] {
  const { world } = coverage
  const { way, agreement, chain } = cover
  const steps: Step[] = []
  const name = (identifier: number): string => nameOf(world.party(identifier))
  const owns = (ownership: Ownership): Step => ({ evidence: ownership.key, says: `${name(ownership.organization)} is part of ${name(ownership.parent)}${since(ownership)}` })
  const explaining = explainingWay(coverage, cover, party, day)
  if (way.seat) steps.push({ evidence: way.seat.key, says: `${nameOf(party)} holds a seat of ${agreement.key}${since(way.seat)}` })
  if (explaining.belonging) steps.push(belongs(explaining.belonging, party, nameOf))
  const up = [...explaining.ownerships]
  steps.push(...up.map(owns))
  const agreed = (one: Agreement): Step => ({ evidence: one.key, ...(world.payerWord(one) === null ? {} : { override: true as const }), says: agreementSays(coverage, one, nameOf) })
  steps.push(agreed(agreement))
  if (chain.length > 0) steps.push(...chain.map(agreed))
  else steps.push(...ownershipsToPayer(coverage, cover, explaining, day).filter((ownership) => !up.includes(ownership)).map(owns))
  return steps
}

/** The versions of the lines on a path, words by hand about the payer among them, and the organizations that it leads through. */
export function pathEvidence(coverage: Coverage, cover: Cover, party: number, day: Day): { readonly evidence: readonly Version[]; readonly organizations: readonly number[] } {
  const { world } = coverage
  const way = explainingWay(coverage, cover, party, day)
  const agreements = [cover.agreement, ...cover.chain]
  const facts = [cover.way.seat, way.belonging?.membership ?? null, ...way.ownerships, ...agreements, ...(cover.chain.length > 0 ? [] : ownershipsToPayer(coverage, cover, way, day))]
  const words = agreements.map((agreement) => world.payerWord(agreement)?.held ?? null)
  const organizations = [way.belonging?.organization ?? 0, cover.payer, ...agreements.map(({ buyer }) => world.party(buyer))].filter((organization) => organization !== 0)
  return { evidence: [...facts.flatMap((fact) => (fact === null ? [] : [fact.origin])), ...words.filter((word) => word !== null)], organizations }
}

/** What is for everyone needs no membership; where an organization pays, the membership that makes it the party's own is shown all the same. */
function explainingWay(coverage: Coverage, cover: Cover, party: number, day: Day): Way {
  const { world } = coverage
  if (cover.kind !== ORGANIZATION_KIND || coverage.beneficiaryOf(cover.agreement) !== 'everyone') return cover.way
  const belongings = coverage.belongingsIn({ party, product: cover.agreement.product, account: cover.account }, day)
  const buyer = world.party(cover.agreement.buyer)
  for (const target of [buyer, cover.payer]) {
    for (const belonging of belongings) {
      if (belonging.organization === target) return { seat: null, belonging, ownerships: [] }
      const up = coverage.owners.ownersOn(belonging.organization, day).get(target)
      if (up) return { seat: null, belonging, ownerships: target === buyer ? up : [] }
    }
  }
  return cover.way
}

function belongs(belonging: Belonging, party: number, nameOf: (party: number) => string): Step {
  const organization = nameOf(belonging.organization)
  const { membership } = belonging
  if (!membership) {
    const why = belonging.inferred === 'by-use' ? `used it in the account of ${organization}, so belongs to it that day (inferred)` : `is taken to belong to ${organization}, by the e-mail address (inferred)`
    return { evidence: null, inferred: true, says: `${nameOf(party)} ${why}` }
  }
  const source = membership.byHand ? ' (said by hand)' : membership.source === 'default' ? '' : ` (from ${membership.source})`
  const is = membership.function === null || membership.function === 'member' ? 'is a member of' : `is ${membership.function} of`
  return { evidence: membership.key, ...(membership.byHand ? { override: true as const } : {}), says: `${nameOf(party)} ${is} ${organization}${source}${since(membership)}` }
}

function ownershipsToPayer(coverage: Coverage, cover: Cover, way: Way, day: Day): readonly Ownership[] {
  const { world } = coverage
  const fromBuyer = coverage.owners.ownersOn(world.party(cover.agreement.buyer), day).get(cover.payer)
  if (fromBuyer || way.seat || !way.belonging) return fromBuyer ?? []
  return coverage.owners.ownersOn(way.belonging.organization, day).get(cover.payer) ?? []
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
