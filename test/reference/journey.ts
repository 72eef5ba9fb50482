// The journey once more, naively: every day of use is looked at for itself.

import { addDays, type Day, dayCount, dayOf, daysOf, instantOf, periodAround } from './calendar.ts'
import { resaleWay, unpaidReason } from './cover.ts'
import { type Agreement, earlier, factsOf, isKnown, kindOf, membershipsOn, type Use } from './facts.ts'
import { identifierOf } from './identifiers.ts'
import { isOfProduct } from './money.ts'
import { heldLines, isGiven, type Line, record } from './record.ts'
import { viewOf } from './reference.ts'

export const steps = ['learned', 'tested', 'decided', 'paid', 'renewed', 'left'] as const
export type NaiveSteps = Record<(typeof steps)[number], Day | null>
type Params = Readonly<Record<string, string>>

/** The days of each step, by the smallest identifier of the party. */
export function naiveJourneys(lines: readonly Line[], params: Params): Record<string, NaiveSteps> {
  const nowMs = Date.parse('9999-12-31T00:00:00Z')
  const held = heldLines(record(lines, nowMs).versions, instantOf(params.knownAt))
  const facts = factsOf(held)
  const view = viewOf(facts, params, nowMs)
  const until = dayOf(params.until) ?? ''
  const s = view.seller
  const ofProduct = (product: string | null): boolean => product === null || isOfProduct(facts, product, view.product)
  const reaches = (agreement: Agreement): boolean => agreement.seller === s || resaleWay(facts, agreement.seller, s, agreement.product, agreement.from) !== null
  const sold = facts.everyAgreement.filter((agreement) => ofProduct(agreement.product) && reaches(agreement))
  const withMoney = sold.filter(({ amountMinor }) => amountMinor !== 0n)
  const byKey = new Map(facts.everyAgreement.map((agreement) => [agreement.key, agreement]))
  const charges = facts.payments.filter(({ kind, amountMinor, seller }) => kind === 'charge' && amountMinor > 0n && seller === s)
  const alone = charges.filter(({ agreement, payer, product }) => (agreement === null || !byKey.has(agreement)) && payer !== null && identifiersAreParty(payer) && ofProduct(product))
  const under = charges.flatMap((charge) => {
    const agreement = charge.agreement === null ? undefined : byKey.get(charge.agreement)
    return agreement !== undefined && agreement.seller === s && ofProduct(agreement.product) ? [{ charge, agreement }] : []
  })
  const buyers = new Set([...sold.map(({ buyer }) => buyer), ...alone.map(({ payer }) => payer as string), ...under.map(({ agreement }) => agreement.buyer)])

  const organizationOf = (party: string, day: Day): string | null => {
    if (kindOf(facts, party) === 'organization') return party
    const found = membershipsOn(facts, party, day)
    const stated = found.filter(({ evidence }) => evidence !== null).sort((a, b) => earlier({ from: a.from, key: a.evidence ?? '' }, { from: b.from, key: b.evidence ?? '' }))[0]
    return stated?.organization ?? found.map(({ organization }) => organization).filter((organization) => facts.accountsNamed.has(organization)).sort()[0] ?? null
  }
  const travellerOf = (party: string, account: string | null, accountKnown: boolean, day: Day): string =>
    account !== null && accountKnown ? account : buyers.has(party) ? party : (organizationOf(party, day) ?? party)
  const decides = (person: string, organization: string, day: Day): boolean =>
    person !== organization && membershipsOn(facts, person, day).some((membership) => membership.function === 'decider' && membership.organization === organization)

  const found = new Map<string, { day: Day; step: (typeof steps)[number] }[]>()
  const see = (party: string, step: (typeof steps)[number], day: Day | null): void => {
    if (day !== null && day < until) found.set(party, [...(found.get(party) ?? []), { day, step }])
  }
  for (const agreement of sold) {
    see(agreement.buyer, 'learned', agreement.from)
    for (const step of agreement.amountMinor === 0n ? (['tested'] as const) : (['decided', 'paid'] as const)) see(agreement.buyer, step, agreement.from)
  }
  for (const { payer, day } of alone) for (const step of ['learned', 'decided', 'paid'] as const) see(payer as string, step, day)
  for (const { charge, agreement } of under) for (const step of ['learned', 'paid'] as const) see(agreement.buyer, step, charge.day)
  for (const { type, line } of held) {
    if (type !== 'deal' || !isGiven(line.buyer) || facts.identity.partyOf(identifierOf(isGiven(line.seller) ? line.seller : 'self') ?? '') !== s || !ofProduct(isGiven(line.product) ? String(line.product) : null)) continue
    const buyer = facts.identity.partyOf(identifierOf(line.buyer) ?? '')
    const closed = line.stage === 'open' ? null : dayOf(line.closed)
    see(buyer, 'learned', dayOf(line.opened) ?? closed)
    if (line.stage === 'won') for (const step of ['learned', 'decided'] as const) see(buyer, step, closed)
  }
  const words: { party: string; account: string | null; accountKnown: boolean; day: Day; use: Use | null }[] = [
    ...facts.uses.filter(({ product }) => view.product === null || product === view.product).map((use) => ({ ...use, use })),
    ...facts.feedback.filter(({ product }) => ofProduct(product)).map((one) => ({ ...one, use: null })),
  ]
  for (const { party, account, accountKnown, day, use } of words) {
    if (!isKnown(facts, party) || view.isLeftOut(party, day)) continue
    const traveller = travellerOf(party, account, accountKnown, day)
    see(traveller, 'learned', day)
    if (decides(party, traveller, day)) see(traveller, 'decided', day)
    if (use !== null && view.stampOf(use).kind === 'nobody' && ['free', 'machine'].includes(unpaidReason(facts, s, use))) see(traveller, 'tested', day)
  }

  const journeys: Record<string, NaiveSteps> = {}
  for (const [party, seen] of found) {
    const first = (step: (typeof steps)[number]): Day | null => seen.filter((one) => one.step === step).map(({ day }) => day).sort()[0] ?? null
    const learned = first('learned')
    if (learned === null || learned < view.window.from || learned >= view.window.to || party === s || party === facts.identity.partyOf('self') || !isKnown(facts, party)) continue
    if (daysOf(view.window.from, until).some((day) => view.isLeftOut(party, day))) continue
    const called = facts.memberships.filter((membership) => membership.function === 'decider' && membership.organization === party && membership.from >= learned && membership.from < until).map(({ from }) => from)
    const decided = [first('decided'), ...called].filter((day) => day !== null).sort()[0] ?? null
    const terms = [
      ...withMoney.filter(({ buyer }) => buyer === party).map((agreement) => ({ key: agreement.key, from: agreement.from, to: agreement.interval === 'once' && agreement.to === null ? null : agreement.to, once: agreement.interval === 'once' && agreement.to === null, agreement: agreement as Agreement | null })),
      ...alone.filter(({ payer }) => payer === party).map(({ day }) => ({ key: '', from: day, to: null, once: true, agreement: null })),
    ].sort(earlier)
    const paid = first('paid')
    journeys[party] = { learned, tested: first('tested'), decided, paid, ...(paid === null ? { renewed: null, left: null } : ends(terms, under.filter(({ agreement }) => agreement.buyer === party).map(({ charge, agreement }) => ({ day: charge.day, key: agreement.key })), until)) }
  }
  return journeys
}

interface Term { readonly key: string; readonly from: Day; readonly to: Day | null; readonly once: boolean; readonly agreement: Agreement | null }

function ends(terms: readonly Term[], charges: readonly { readonly day: Day; readonly key: string }[], until: Day): { renewed: Day | null; left: Day | null } {
  const [first] = terms
  if (first === undefined) return { renewed: null, left: null }
  const end = termEnd(first)
  const renewals: Day[] = []
  for (const other of terms.slice(1)) {
    if (other.from >= end) renewals.push(other.from)
    else if (!other.once && !first.once && other.agreement?.product === first.agreement?.product && (other.to === null || other.to > end)) renewals.push(end)
  }
  if (!first.once && (first.to === null || first.to > end)) renewals.push(...charges.filter(({ key, day }) => key === first.key && day >= end).map(({ day }) => day))
  const begun = terms.filter(({ from }) => from < until)
  const last = begun.map(({ to }) => to ?? '9999-99-99').sort().at(-1) ?? '9999-99-99'
  return { renewed: end >= until ? null : (renewals.filter((day) => day < until).sort()[0] ?? null), left: last < until ? last : null }
}

function termEnd({ from, to, once, agreement }: Term): Day {
  if (once || agreement === null) return addDays(from, 1)
  const { renews, interval } = agreement
  if (renews !== null && renews > from && (to === null || renews < to)) return renews
  if (to !== null) return to
  if (interval === 'day' || interval === 'once') return addDays(from, 1)
  if (interval === 'week') return addDays(from, 7)
  // The same date of the month that comes next, or so many months later; the last of it where it is shorter.
  let month = periodAround(from, 'month')
  for (let left = interval === 'month' ? 1 : interval === 'quarter' ? 3 : 12; left > 0; left -= 1) month = periodAround(month.to, 'month')
  return addDays(month.from, Math.min(Number(from.slice(8, 10)), dayCount(month.from, month.to)) - 1)
}

/** Junk pays nothing: a payer that is junk is no customer (rule 22). */
function identifiersAreParty(payer: string): boolean {
  return payer !== ''
}
