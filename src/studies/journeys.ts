import { type Day, dayOf, NEVER } from '../base/day.ts'
import type { Parameter, Parameters } from '../db/db.ts'
import { isPurchase } from '../roles/accrual.ts'
import type { Coverage } from '../roles/cover.ts'
import { chargesWithoutAgreement, isLeftOut } from '../roles/customers.ts'
import { byAge, isOn } from '../roles/owners.ts'
import { pays, Resales } from '../roles/resale.ts'
import { PAYER_KINDS, UNPAID_REASONS } from '../roles/stamp.ts'
import type { Asked } from '../roles/workspace.ts'
import { CHANNELS, type Draft, type Journey, journeyOf, type Trace, WHATS } from './journey-terms.ts'
import { smallestIdentifier } from './party-shape.ts'
import { type Question, usageParameters } from './question.ts'
import { sql } from './sql.ts'

interface UseRow {
  readonly party: number; readonly account: number; readonly product: number; readonly kind: number; readonly via: number; readonly reason: number
  readonly first_day: Day; readonly last_day: Day
}

const INTERMEDIARY = PAYER_KINDS.indexOf('intermediary')
const SPONSOR = PAYER_KINDS.indexOf('sponsor')
const NOBODY = PAYER_KINDS.indexOf('nobody')
/** Unpaid for one of these reasons, nobody ever agreed anything that would have covered the use. */
const TESTING: ReadonlySet<number> = new Set([UNPAID_REASONS.indexOf('free'), UNPAID_REASONS.indexOf('machine')])

/** The journeys that can be told, and how many users cannot be followed because nobody knows who they are. */
export interface Journeys {
  readonly journeys: readonly Journey[]
  readonly unknownUsers: number
}

/**
 * The journeys of all parties that may buy from the seller in view, from the evidence before `until`. The rules have the numbers of decision 20:
 * 1. A journey is that of an organization, or of a person or machine that buys itself or belongs to no organization. Whom nobody knows, the seller, our own organization and staff have none.
 * 2. Use and feedback are on the journey of their account, if it is known; else of the party itself, if it buys; else of its organization on that day (the oldest stated membership, else the guessed one, if any line names that); else its own.
 * 3. Agreements are those sold by the seller in view, or by somebody whose purchases lead to it on the day they begin; for the product and the one that funds it.
 * 4. `learned`: the first use, feedback, deal, agreement, or charge. Memberships, party lines and our own questions are none: they tell of somebody, not of what he did with us.
 * 5. `tested`: the first use that nobody pays for because it is free, or the first agreement of amount 0.
 * 6. `decided`: the first deal won, agreement with money, or charge without agreement; or use or feedback of somebody who then had the function decider, or a decider's membership that begins after the party was learned.
 * 7. `paid`: the first agreement with money (or of unknown amount), or charge.
 * 8. The first term ends with the agreement, or before with the day it renews; without both after one interval; a purchase, and a charge without agreement, on the next day.
 *    `renewed`: after it begins another agreement or charge; or another agreement for the product reaches beyond it; or it is still in force and a charge for it came.
 * 9. `left`: every agreement with money has ended, and none was a purchase.
 * Cost: grows with all use before `until`; then one row per party, account, product and way of paying comes out of the tables, and one per day of deciders and of those who changed organizations.
 */
export async function journeysOf(asked: Asked, question: Question, until: Day): Promise<Journeys> {
  return new Gathering(asked, question, until).all()
}

class Gathering {
  readonly #asked: Asked
  readonly #question: Question
  readonly #until: Day
  readonly #coverage: Coverage
  readonly #resales: Resales
  readonly #drafts = new Map<number, Draft>()
  readonly #buyers = new Set<number>()
  readonly #fundedBy: string | null

  constructor(asked: Asked, question: Question, until: Day) {
    this.#asked = asked
    this.#question = question
    this.#until = until
    this.#coverage = asked.view.coverage
    this.#resales = new Resales(asked.view.world, this.#coverage.seller)
    this.#fundedBy = question.product === null ? null : (asked.view.world.products.get(question.product)?.fundedBy ?? null)
  }

  async all(): Promise<Journeys> {
    const { world, seller } = this.#coverage
    this.#takeAgreements()
    this.#takePayments()
    this.#takeDeals()
    const unknownUsers = await this.#takeUse()
    this.#takeFeedback()
    const own = world.party(world.dictionary.find('self'))
    const journeys: Journey[] = []
    for (const draft of this.#drafts.values()) {
      const { party } = draft
      if (draft.learned === null || party === seller || party === own || !world.isKnown(party)) continue
      if (isLeftOut(this.#coverage, party, this.#question.from, this.#until, this.#question.staff)) continue
      this.#lookAtDeciders(draft)
      journeys.push({ party, ...journeyOf(draft, this.#until, (a, b) => this.#comesBefore(a, b)) })
    }
    return { journeys, unknownUsers }
  }

  // -- what there is ------------------------------------------------------------------------------

  #counts(product: string | null): boolean {
    return this.#question.product === null || product === null || product === this.#question.product || product === this.#fundedBy
  }

  #draft(party: number): Draft {
    const known = this.#drafts.get(party)
    if (known) return known
    const fresh: Draft = { party, learned: null, tested: null, decided: null, paid: null, agreed: [], charges: [] }
    this.#drafts.set(party, fresh)
    return fresh
  }

  #see(draft: Draft, steps: readonly ('learned' | 'tested' | 'decided' | 'paid')[], trace: Trace): void {
    if (trace.day >= this.#until) return
    for (const step of steps) if (draft[step] === null || this.#comesBefore(trace, draft[step])) draft[step] = trace
  }

  /** The same evidence gives the same trace in any order of arrival. */
  #comesBefore(a: Trace, b: Trace): boolean {
    if (a.day !== b.day) return a.day < b.day
    if (a.what !== b.what) return WHATS.indexOf(a.what) < WHATS.indexOf(b.what)
    return this.#tie(a) < this.#tie(b)
  }

  #tie({ key, by, channel, via, product }: Trace): string {
    const name = (party: number): string => (party === 0 ? '' : smallestIdentifier(this.#asked.view.world, party))
    return [key ?? '', CHANNELS.indexOf(channel), product ?? '', name(by), name(via)].join('\0')
  }

  #takeAgreements(): void {
    const { world } = this.#asked.view
    const { seller } = this.#coverage
    for (const agreement of world.agreements.values()) {
      const soldBy = world.party(agreement.seller)
      if (seller === 0 || !this.#counts(agreement.product)) continue
      if (soldBy !== seller && this.#resales.chainOn(soldBy, agreement.product, agreement.from) === null) continue
      const party = world.party(agreement.buyer)
      this.#buyers.add(party)
      const draft = this.#draft(party)
      const channel = soldBy !== seller ? 'intermediary' : agreement.kind === 'sponsorship' || agreement.beneficiary === 'everyone' ? 'sponsor' : 'direct'
      const trace: Trace = { day: agreement.from, what: 'agreement', key: agreement.key, by: 0, channel, via: soldBy === seller ? 0 : soldBy, product: agreement.product }
      if (!pays(agreement)) {
        this.#see(draft, ['learned', 'tested'], trace)
        continue
      }
      this.#see(draft, ['learned', 'decided', 'paid'], trace)
      draft.agreed.push({ day: agreement.from, to: isPurchase(agreement) ? NEVER : agreement.to, product: agreement.product, agreement, key: agreement.key })
    }
  }

  #takePayments(): void {
    const { world } = this.#asked.view
    const taken = (party: number, day: Day, key: string, product: string | null, steps: readonly ('learned' | 'decided' | 'paid')[]): Draft => {
      this.#buyers.add(party)
      const draft = this.#draft(party)
      this.#see(draft, steps, { day, what: 'payment', key, by: 0, channel: 'direct', via: 0, product })
      return draft
    }
    for (const { line, seller } of world.payments.values()) {
      const agreement = line.agreement === null ? undefined : world.agreements.get(line.agreement)
      if (agreement === undefined || line.kind !== 'charge' || line.amountMinor <= 0 || !this.#counts(agreement.product)) continue
      if (this.#coverage.seller === 0 || world.party(agreement.seller) !== this.#coverage.seller || world.party(seller) !== this.#coverage.seller) continue
      taken(world.party(agreement.buyer), dayOf(line.at), line.key, agreement.product, ['learned', 'paid']).charges.push({ day: dayOf(line.at), key: line.key, agreement: agreement.key })
    }
    for (const { line, payer } of chargesWithoutAgreement({ coverage: this.#coverage, product: this.#question.product })) {
      if (line.amountMinor <= 0 || this.#coverage.seller === 0) continue
      const day = dayOf(line.at)
      taken(world.party(payer), day, line.key, line.product, ['learned', 'decided', 'paid']).agreed.push({ day, to: NEVER, product: line.product, agreement: null, key: line.key })
    }
  }

  #takeDeals(): void {
    const { world, seller } = this.#coverage
    for (const { line, buyer, seller: soldBy } of world.deals.values()) {
      if (buyer === 0 || seller === 0 || world.party(soldBy) !== seller || !this.#counts(line.product)) continue
      const draft = this.#draft(world.party(buyer))
      const told = { what: 'deal', key: line.key, by: 0, channel: 'direct', via: 0, product: line.product } as const
      const first = line.opened ?? (line.stage === 'open' ? null : line.closed)
      if (first !== null) this.#see(draft, ['learned'], { ...told, day: first })
      if (line.stage === 'won' && line.closed !== null) this.#see(draft, ['learned', 'decided'], { ...told, day: line.closed })
    }
  }

  async #takeUse(): Promise<number> {
    const asked = this.#asked
    const { view, product, known, undone, staff } = usageParameters(asked, this.#question) as { [name: string]: Parameter }
    const own = { view, product, known, undone, staff, until: this.#until } as Parameters
    const rows = await asked.db.rows<UseRow>(sql('journey-use'), own)
    const unknown = new Set<number>()
    const detailed = new Set<number>()
    for (const row of rows) {
      if (!asked.view.world.isKnown(row.party)) unknown.add(row.party)
      else if (this.#needsDays(row)) detailed.add(row.party)
    }
    for (const row of rows) if (!unknown.has(row.party) && !detailed.has(row.party)) this.#takeUseRow(row)
    if (detailed.size > 0) {
      const parties = [...detailed].sort((a, b) => a - b)
      for (const row of await asked.db.rows<UseRow>(sql('journey-days'), { ...own, parties })) this.#takeUseRow(row)
    }
    return unknown.size
  }

  /** True if the first day alone does not tell it: whoever decides somewhere, or belonged to one organization first and then to another. */
  #needsDays({ party, account, first_day, last_day }: UseRow): boolean {
    const { memberships } = this.#coverage.statedMemberships(party)
    if (memberships.some((membership) => membership.function === 'decider')) return true
    if (first_day === last_day || this.#accountOf(account) !== 0 || this.#buyers.has(party)) return false
    return memberships.some(({ from, to }) => (first_day < from && from <= last_day) || (first_day < to && to <= last_day))
  }

  #accountOf(account: number): number {
    return account > 0 && this.#asked.view.world.isNamed(account) ? account : 0
  }

  /** Whose journey a party's use and words are on that day. */
  #travellerOf(party: number, account: number, day: Day): number {
    return this.#accountOf(account) || (this.#buyers.has(party) ? party : organizationOn(this.#coverage, party, day) || party)
  }

  #takeUseRow({ party, account, product, kind, via, reason, first_day: day }: UseRow): void {
    const traveller = this.#travellerOf(party, account, day)
    const draft = this.#draft(traveller)
    const trace: Trace = {
      day, what: 'use', key: null, by: traveller === party ? 0 : party, via, product: this.#asked.projection.words.products.text(product),
      channel: kind === INTERMEDIARY ? 'intermediary' : kind === SPONSOR ? 'sponsor' : 'direct',
    }
    const steps: ('learned' | 'tested' | 'decided')[] = ['learned']
    if (kind === NOBODY && TESTING.has(reason)) steps.push('tested')
    if (this.#decides(party, traveller, day)) steps.push('decided')
    this.#see(draft, steps, trace)
  }

  #decides(person: number, organization: number, day: Day): boolean {
    if (person === organization) return false
    const { world } = this.#asked.view
    return this.#coverage.statedMemberships(person).memberships.some((membership) => membership.function === 'decider' && isOn(membership, day) && world.party(membership.organization) === organization)
  }

  #takeFeedback(): void {
    const { world } = this.#asked.view
    const { dictionary } = world
    for (const { line, party: giver } of world.feedback.values()) {
      const party = world.party(giver)
      const day = dayOf(line.at)
      if (party === 0 || !this.#counts(line.product) || !world.isKnown(party)) continue
      const leftOut = this.#coverage.leftOutOn(party, day)
      if (leftOut !== 0 && !(leftOut === 1 && this.#question.staff)) continue
      const account = line.account === null ? 0 : world.party(dictionary.find(line.account))
      const traveller = this.#travellerOf(party, account, day)
      const trace: Trace = { day, what: 'feedback', key: line.key, by: traveller === party ? 0 : party, channel: 'direct', via: 0, product: line.product }
      this.#see(this.#draft(traveller), this.#decides(party, traveller, day) ? ['learned', 'decided'] : ['learned'], trace)
    }
  }

  /** A decider who comes when we are known already was called in, or took over; who was there before us tells nothing. */
  #lookAtDeciders(draft: Draft): void {
    const { world } = this.#asked.view
    const learned = (draft.learned as Trace).day
    world.eachOf(world.membershipsOfOrganization, draft.party, (stated) => {
      if (stated.function !== 'decider' || stated.from < learned) return
      const person = world.party(stated.person)
      const holds = this.#coverage.statedMemberships(person).memberships.includes(stated)
      if (holds) this.#see(draft, ['decided'], { day: stated.from, what: 'membership', key: stated.key, by: person, channel: 'direct', via: 0, product: null })
    })
  }
}

/** The organization of a party on a day: the oldest stated membership, else the one guessed from its e-mail address, if any line names that; 0 for none. An organization is its own. */
export function organizationOn(coverage: Coverage, party: number, day: Day): number {
  const { world } = coverage
  if (world.kind(party) === 'organization') return party
  const stated = coverage.statedMemberships(party).memberships.filter((membership) => isOn(membership, day)).sort(byAge)[0]
  if (stated) return world.party(stated.organization)
  const guessed = coverage.guessedOrganizations(party).filter((organization) => world.isNamed(organization))
  return guessed.length > 1 ? guessed.reduce((best, next) => (smallestIdentifier(world, next) < smallestIdentifier(world, best) ? next : best)) : (guessed[0] ?? 0)
}
