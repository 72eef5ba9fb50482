import { Type } from 'typebox'
import { ALWAYS, calendarDate, type Day, dayOf, dayOfDate, dayText, NEVER } from '../base/day.ts'
import { amountText, halfUp } from '../base/money.ts'
import { accrues, isPurchase } from '../roles/accrual.ts'
import { type AgreementMoney, moneyOf } from '../roles/allocation.ts'
import { decidersWithin } from '../roles/customers.ts'
import type { Asked } from '../roles/workspace.ts'
import type { Agreement } from '../roles/world.ts'
import { type LastUse, lastUses, useOfAgreements } from './agreement-money.ts'
import { kept } from './kept-answers.ts'
import { PARTY, partyShape, smallestIdentifier } from './party-shape.ts'
import { type Question, usageParameters } from './question.ts'
import { sql } from './sql.ts'

/** Where an agreement stands in the window: in force on some day of it, over before it, or not begun by its end. */
export const STATES = ['in-force', 'ended', 'not-yet'] as const
/** What an agreement has of money in the window, and if nothing, why. */
export const MONEY_STATES = ['accrues', 'bought-before', 'no-amount', 'free', 'not-in-force'] as const

/** An agreement with what a list needs to choose and to sort by; texts, parties and last uses are looked up for the rows shown. */
export interface AgreementEntry {
  readonly agreement: Agreement
  readonly state: (typeof STATES)[number]
  readonly moneyState: (typeof MONEY_STATES)[number]
  /** Null where nothing accrues. */
  readonly money: AgreementMoney | null
  readonly users: number
  readonly usageDays: number
  /** Its users in the window, with their usage days. */
  readonly using: ReadonlyMap<number, number>
  /** Parties that hold a seat on some day of the window; null where seats are not given to people by name. */
  readonly seatHolders: ReadonlySet<number> | null
}

/** Windows whose entries are kept: a list is turned page by page, and a calendar stands beside it. */
const WINDOWS_KEPT = 2
const NOBODY: ReadonlyMap<number, number> = new Map()
const NO_HOLDERS: ReadonlySet<number> = new Set()

/**
 * Every agreement sold by the seller in view, for the product and the one that funds it: also those that are free, over, or not begun.
 * Cost grows with the seller's agreements and with the use of the window; nothing more is worked out until a line comes.
 */
export function agreementEntries(asked: Asked, question: Question): Promise<readonly AgreementEntry[]> {
  return kept(asked, 'agreement entries', question, () => entriesOf(asked, question), WINDOWS_KEPT)
}

async function entriesOf(asked: Asked, question: Question): Promise<AgreementEntry[]> {
  const { world, seller } = asked.view.coverage
  const { from, to, product } = question
  const fundedBy = product === null ? null : (world.products.get(product)?.fundedBy ?? null)
  const sold = (seller === 0 ? [] : world.allOf(world.agreementsOfSeller, seller)).filter((agreement) => product === null || agreement.product === product || agreement.product === fundedBy)
  const uses = await useOfAgreements(asked, question, sold.filter((agreement) => agreement.from < to && from < agreement.to).map(({ number }) => number))
  const names = new Map<number, string>()
  const nameOf = (party: number): string => {
    const known = names.get(party) ?? smallestIdentifier(world, party)
    names.set(party, known)
    return known
  }
  return sold.map((agreement) => {
    const under = uses.get(agreement.number) ?? []
    const using = under.length === 0 ? NOBODY : daysByParty(under)
    return {
      agreement, ...stateOf(agreement, from, to), using, users: using.size, usageDays: [...using.values()].reduce((sum, days) => sum + days, 0),
      money: accrues(agreement, from, to) ? moneyOf(agreement, from, to, under, nameOf) : null,
      seatHolders: seatHolders(asked, agreement, from, to),
    }
  })
}

function daysByParty(under: readonly { readonly party: number; readonly usageDays: number }[]): ReadonlyMap<number, number> {
  const days = new Map<number, number>()
  for (const { party, usageDays } of under) days.set(party, (days.get(party) ?? 0) + usageDays)
  return days
}

function stateOf(agreement: Agreement, from: Day, to: Day): Pick<AgreementEntry, 'state' | 'moneyState'> {
  const state = agreement.from >= to ? 'not-yet' : agreement.to <= from ? 'ended' : 'in-force'
  if (agreement.amountMinor === 0) return { state, moneyState: 'free' }
  if (agreement.amountMinor === null) return { state, moneyState: 'no-amount' }
  if (accrues(agreement, from, to)) return { state, moneyState: 'accrues' }
  return { state, moneyState: state === 'in-force' && isPurchase(agreement) ? 'bought-before' : 'not-in-force' }
}

function seatHolders({ view: { world } }: Asked, agreement: Agreement, from: Day, to: Day): ReadonlySet<number> | null {
  const seats = world.seatsOfAgreement.get(agreement.key)
  if (seats === undefined || seats.length === 0) return agreement.beneficiary === 'seats' ? NO_HOLDERS : null
  return new Set(seats.filter((seat) => seat.from < to && from < seat.to).map((seat) => world.party(seat.party)))
}

/** A person who decides for the buyer, with the day of the last use of the product by him- or herself. */
export interface Decider {
  readonly party: number
  readonly lastUse: Day | null
}

/** Who decides on these agreements, and when each of them used the product last, over all time before the window's end. */
export async function decidersOf(asked: Asked, question: Question, entries: readonly AgreementEntry[]): Promise<(entry: AgreementEntry) => readonly Decider[]> {
  const { world, coverage } = asked.view
  const deciders = new Map<number, number[]>()
  for (const { agreement } of entries) {
    const buyer = world.party(agreement.buyer)
    if (!deciders.has(buyer)) deciders.set(buyer, [...decidersWithin(coverage, buyer, question.to - 1, question.to)].sort((a, b) => (smallestIdentifier(world, a) < smallestIdentifier(world, b) ? -1 : 1)))
  }
  const people = [...new Set([...deciders.values()].flat())]
  const last = new Map<string, Day>()
  if (people.length > 0) {
    const rows = await asked.db.rows<{ party: number; product: number; last_day: number }>(sql('agreements-last-days'), { ...usageParameters(asked, { ...question, product: null, from: ALWAYS }), parties: people })
    for (const { party, product, last_day } of rows) last.set(`${party} ${asked.projection.words.products.text(product)}`, last_day)
  }
  // Use of what an agreement's product funds is use on its money.
  const productsOf = (key: string): string[] => [key, ...[...world.products.values()].filter(({ fundedBy }) => fundedBy === key).map((product) => product.key)]
  return ({ agreement }) => (deciders.get(world.party(agreement.buyer)) ?? []).map((party) => {
    const days = productsOf(agreement.product).flatMap((product) => last.get(`${party} ${product}`) ?? [])
    return { party, lastUse: days.length === 0 ? null : Math.max(...days) }
  })
}

const NULLABLE = Type.Union([Type.String(), Type.Null()])
const COUNT_OR_NONE = Type.Union([Type.Integer(), Type.Null()])
export const AGREEMENT_ROW = Type.Object({
  agreement: Type.String(), name: NULLABLE, product: Type.String(), kind: NULLABLE, buyer: PARTY, payer: PARTY,
  payerByHand: Type.Boolean({ description: 'Somebody said by hand who pays it.' }),
  state: Type.Union(STATES.map((state) => Type.Literal(state)), { description: 'In the window: in force on some day of it, ended before it, or not begun by its end.' }),
  money: Type.Union(MONEY_STATES.map((state) => Type.Literal(state)), { description: 'accrues; or nothing accrues: bought before the window, no amount known, free (amount 0), not in force.' }),
  amount: NULLABLE, currency: NULLABLE, interval: Type.String(), from: Type.String(), to: NULLABLE,
  accrued: NULLABLE, used: NULLABLE, unused: NULLABLE,
  users: Type.Integer(), usageDays: Type.Integer(), seats: COUNT_OR_NONE, seatsUsed: COUNT_OR_NONE,
  seatsHeld: Type.Union([Type.Integer(), Type.Null()], { description: 'Parties that hold a seat in the window; null where no seat is given by name.' }),
  seatsHeldUsed: Type.Union([Type.Integer(), Type.Null()], { description: 'Of these, those that used it in the window.' }),
  lastUse: NULLABLE, lastUser: Type.Union([PARTY, Type.Null()]),
  renews: NULLABLE, due: Type.Union([Type.String(), Type.Null()], { description: 'The next day of decision: when it renews or ends, whichever comes first.' }),
  atStake: Type.Union([Type.String(), Type.Null()], { description: 'What it would bring in in the year from that day on, on the same terms: the amount of 1 year, 4 quarters or 12 months, weeks and days by the days of that year; of `once`, its amount.' }),
  deciders: Type.Array(Type.Object({ party: PARTY, lastUse: NULLABLE }, { description: '`lastUse`: when the decider last used the product; null: never.' })),
})

/** When it renews or ends, whichever comes first: what renews after its end is decided upon before. Null: neither is known. */
export function dueDay({ renews, to }: Agreement): Day | null {
  if (to === NEVER) return renews
  return renews === null ? to : Math.min(renews, to)
}

/** How many times a year an agreement is paid; by days, where weeks and days do not fill a year evenly. */
const TIMES_A_YEAR = { year: 1n, quarter: 4n, month: 12n } as const

/** What an agreement would bring in in the year from a day on, on the terms that it has: whole instalments, as they are billed; weeks and days by the days of that year. Of `once`, its amount again. */
export function atStakeMinor({ amountMinor, interval }: Agreement, day: Day): bigint | null {
  if (amountMinor === null) return null
  const amount = BigInt(amountMinor)
  if (interval === 'once') return amount
  if (interval !== 'day' && interval !== 'week') return amount * TIMES_A_YEAR[interval]
  const { year, month, date } = calendarDate(day)
  return halfUp(amount * BigInt(dayOfDate(year + 1, month, date) - day), interval === 'week' ? 7n : 1n)
}

/** The shapes of these rows; only for them the last use is looked up, over all time before the window's end. */
export async function agreementShapes(asked: Asked, question: Question, entries: readonly AgreementEntry[]) {
  const last = await lastUses(asked, question, entries.map(({ agreement }) => agreement.number), ALWAYS)
  const deciders = await decidersOf(asked, question, entries)
  return entries.map((entry) => agreementShape(asked, entry, last.get(entry.agreement.number), deciders(entry)))
}

export function agreementShape(asked: Asked, entry: AgreementEntry, last: LastUse | undefined, deciders: readonly Decider[]) {
  const { world } = asked.view
  const { agreement, state, moneyState, money, users, usageDays, using, seatHolders: held } = entry
  const { currency } = agreement
  const amount = (minor: bigint | number | null): string | null => (minor === null || currency === null ? null : amountText(minor, currency))
  const due = dueDay(agreement)
  return {
    agreement: agreement.key, name: agreement.name, product: agreement.product, kind: agreement.kind,
    buyer: partyShape(world, world.party(agreement.buyer)), payer: partyShape(world, world.party(world.payerOf(agreement))), payerByHand: world.payerOf(agreement) !== (agreement.statedPayer || agreement.buyer),
    state, money: moneyState, amount: amount(agreement.amountMinor), currency, interval: agreement.interval, from: dayText(agreement.from), to: dayOrNone(agreement.to),
    accrued: amount(money?.accrued ?? null), used: amount(money?.used ?? null), unused: amount(money?.unused ?? null),
    users, usageDays, seats: agreement.seats, seatsUsed: agreement.seats === null ? null : Math.min(users, agreement.seats),
    seatsHeld: held === null ? null : held.size, seatsHeldUsed: held === null ? null : [...held].filter((party) => using.has(party)).length,
    lastUse: last ? dayText(last.day) : null, lastUser: last ? partyShape(world, last.party) : null,
    renews: dayOrNone(agreement.renews), due: dayOrNone(due), atStake: due === null ? null : amount(atStakeMinor(agreement, due)),
    deciders: deciders.map(({ party, lastUse }) => ({ party: partyShape(world, party), lastUse: dayOrNone(lastUse) })),
  }
}

export function dayOrNone(day: Day | null): string | null {
  return day === null || day === ALWAYS || day === NEVER ? null : dayText(day)
}

/** The day on which a question is asked, as it was known then: today, or the day of knowledge. */
export function dayOfKnowing(question: Question, now: number): Day {
  return dayOf(Math.min(now, question.knownAt))
}
