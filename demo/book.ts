import { type DayNumber, dayText, instantText, stillSo } from './calendar.ts'

/** One evidence line, as in the model. */
export type Line = { readonly type: string; readonly key: string; readonly recordedAt: string } & Readonly<Record<string, unknown>>

export const payerKinds = ['self', 'organization', 'intermediary', 'sponsor', 'nobody', 'unknown'] as const
export type PayerKind = (typeof payerKinds)[number]

export const reasons = ['elsewhere', 'expired', 'no-seat', 'machine', 'free'] as const
export type Reason = (typeof reasons)[number]

/** Who pays for one use, known at the moment at which the simulator lets it happen. */
export interface Stamp {
  readonly kind: PayerKind
  readonly reason: Reason | null
  /** The agreement sold by Northlight whose money it is; null where there is none, or where a funding product pays. */
  readonly agreement: string | null
}

/** One usage day: one party, one product, one day, one account. */
export interface UsageDay {
  readonly party: number
  readonly product: string
  readonly day: DayNumber
  /** Asked when all contracts are dealt out: a firm may sign, or a person move, after a use was written. */
  readonly stamp: () => Stamp
  readonly staff: boolean
  events: number
}

export interface Agreement {
  readonly key: string
  readonly product: string
  readonly kind: 'subscription' | 'purchase' | 'licence' | 'sponsorship' | 'project'
  readonly buyer: number
  readonly soldBySelf: boolean
  /** Null: we do not know the price. */
  readonly amountMinor: number | null
  readonly currency: 'EUR' | 'USD'
  readonly interval: 'month' | 'quarter' | 'year' | 'once'
  readonly from: DayNumber
  readonly to: DayNumber
  readonly seats: number | null
}

export interface Payment {
  readonly source: string
  readonly currency: 'EUR' | 'USD'
  /** Negative for refunds and credits. */
  readonly amountMinor: number
  readonly day: DayNumber
  readonly explained: boolean
}

export interface LooseCharge {
  readonly party: number
  /** Null: it counts for every product. */
  readonly product: string | null
  readonly day: DayNumber
}

export interface StaffSpan {
  readonly party: number
  readonly from: DayNumber
  readonly to: DayNumber
}

export function moneyText(minor: number): string {
  const cents = String(Math.abs(minor)).padStart(3, '0')
  return `${minor < 0 ? '-' : ''}${cents.slice(0, -2)}.${cents.slice(-2)}`
}

/** The lines that the company's systems would have sent, and beside them what the simulator knows to be true. */
export class Book {
  readonly lines: Line[] = []
  readonly usageDays = new Map<string, UsageDay>()
  readonly agreements: Agreement[] = []
  readonly payments: Payment[] = []
  readonly looseCharges: LooseCharge[] = []
  readonly staff: StaffSpan[] = []
  readonly start: DayNumber
  readonly end: DayNumber
  private parties = 0
  private readonly keys = new Map<string, number>()
  private readonly staffByParty = new Map<number, StaffSpan[]>()

  constructor(start: DayNumber, end: DayNumber) {
    this.start = start
    this.end = end
  }

  newParty(): number {
    this.parties += 1
    return this.parties
  }

  key(prefix: string): string {
    const next = (this.keys.get(prefix) ?? 0) + 1
    this.keys.set(prefix, next)
    return `${prefix}-${next}`
  }

  /** Writes a line that was learned on a day; what lies before the demo is learned on its first day, and nothing after its end. */
  write(line: { readonly type: string; readonly key: string } & Readonly<Record<string, unknown>>, learned: DayNumber, second = 21_600): void {
    const recordedAt = learned >= this.end ? instantText(this.end, 0) : learned < this.start ? instantText(this.start, 0) : instantText(learned, second)
    this.lines.push({ ...line, recordedAt })
  }

  isStaff(party: number, day: DayNumber): boolean {
    return (this.staffByParty.get(party) ?? []).some((span) => span.from <= day && day < span.to)
  }

  hire(party: number, identifier: string, from: DayNumber, to: DayNumber): void {
    const span = { party, from, to }
    this.staff.push(span)
    this.staffByParty.set(party, [...(this.staffByParty.get(party) ?? []), span])
    this.write({ type: 'staff', key: this.key('staff'), source: 'people-team', party: identifier, from: dayText(from), ...until(to) }, from)
  }

  /** A use happens: its line, and its usage day with the payer who is behind it. */
  use(use: {
    readonly party: number
    readonly identifier: string
    readonly product: string
    readonly day: DayNumber
    readonly second: number
    readonly event: string
    readonly count: number
    readonly account: string | null
    readonly channel: string | null
    readonly source: string
    readonly learned: DayNumber
    readonly stamp: () => Stamp
  }): void {
    const cell = `${use.party} ${use.product} ${use.day} ${use.account ?? ''}`
    const known = this.usageDays.get(cell)
    if (known === undefined) {
      this.usageDays.set(cell, {
        party: use.party,
        product: use.product,
        day: use.day,
        stamp: use.stamp,
        staff: this.isStaff(use.party, use.day),
        events: use.count,
      })
    } else {
      known.events += use.count
    }
    this.write(
      {
        type: 'usage',
        key: this.key('use'),
        source: use.source,
        party: use.identifier,
        product: use.product,
        event: use.event,
        at: instantText(use.day, use.second),
        ...(use.account === null ? {} : { account: use.account }),
        ...(use.count === 1 ? {} : { count: use.count }),
        ...(use.channel === null ? {} : { channel: use.channel }),
      },
      use.learned,
      Math.min(86_399, use.second + 4),
    )
  }

  /** Notes an agreement as it truly is; its line, perhaps with an error that is corrected later, is written by `sign`. */
  note(agreement: Agreement): void {
    this.agreements.push(agreement)
  }

  /** Money moves to Northlight. */
  pay(payment: {
    readonly source: string
    readonly payer: string | null
    readonly agreement: string | null
    readonly product: string | null
    readonly amountMinor: number
    readonly currency: 'EUR' | 'USD'
    readonly kind: 'charge' | 'refund' | 'credit'
    readonly day: DayNumber
    readonly explained: boolean
  }): void {
    const { source, currency, day, explained } = payment
    if (day >= this.end || payment.amountMinor === 0) return
    const sign = payment.kind === 'charge' ? 1 : -1
    this.payments.push({ source, currency, amountMinor: sign * payment.amountMinor, day, explained })
    this.write(
      {
        type: 'payment',
        key: this.key(source === 'stripe' ? 'ch' : 'transfer'),
        source,
        ...(payment.agreement === null ? {} : { agreement: payment.agreement }),
        ...(payment.product === null ? {} : { product: payment.product }),
        ...(payment.payer === null ? {} : { payer: payment.payer }),
        seller: 'self',
        amount: moneyText(payment.amountMinor),
        currency,
        kind: payment.kind,
        at: instantText(day, 32_400),
      },
      day,
      33_000,
    )
  }
}

/** The end of a span as a line says it: absent while it is still so. */
export function until(to: DayNumber): { readonly to?: string } {
  return to >= stillSo ? {} : { to: dayText(to) }
}
