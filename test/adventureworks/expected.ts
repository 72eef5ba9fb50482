import type { Order } from './convert.ts'
import { currency, product } from './convert.ts'

/** One of AdventureWorks' expected answers, as a question to Hatrack and a way to read it from the answer. */
export interface Question {
  /** The name in `expected.json`, with year or day where it has several values. */
  readonly name: string
  readonly study: 'overlap' | 'money' | 'unused-money' | 'payers-of-use' | 'unpaid-use' | 'world'
  readonly params: Readonly<Record<string, string>>
  readonly read: (answer: unknown) => unknown
  readonly expected: unknown
  /** Absolute; 0 for counts. */
  readonly tolerance: number
  /** How the question answers it. */
  readonly how: string
}

interface PartyAnswer {
  readonly id: string
  readonly kind: string
  readonly name: string | null
  readonly identifiers: readonly string[]
}

interface AgreementRow {
  readonly buyer: PartyAnswer
  readonly accrued: string
  readonly users: number
}

interface Shapes {
  readonly overlap: {
    readonly customers: number
    readonly newCustomers: number
    readonly customersThatUse: number
    readonly users: number
    readonly usersSelf: number
    readonly payersThatNeverUse: number
    readonly payersWithoutKnownDecider: number
  }
  readonly money: {
    readonly sources: readonly {
      readonly source: string
      readonly currency: string
      readonly in: string
      readonly explained: string
      readonly unknown: string
    }[]
    readonly agreements: readonly { readonly currency: string; readonly accrued: string }[]
  }
  readonly 'unused-money': { readonly agreements: readonly AgreementRow[] }
  readonly 'payers-of-use': { readonly kinds: readonly { readonly kind: string; readonly users: number }[]; readonly users: number }
  readonly 'unpaid-use': { readonly users: number; readonly usageDays: number }
  readonly world: { readonly world: string; readonly customers: number }
}

/** Later than all sales and shipments of the data (28 January and 4 February 2014). */
const whole = { product, from: '2010-01-01', to: '2014-12-31' } as const

const years = ['2010', '2011', '2012', '2013', '2014'] as const

/** The expected answers that Hatrack can give, with the orders at hand for those that mix both channels. */
export function questions(expected: Readonly<Record<string, unknown>>, orders: readonly Order[]): Question[] {
  const value = <T>(name: string): T => {
    if (!(name in expected)) throw new Error(`expected.json has no answer '${name}'`)
    return expected[name] as T
  }
  const direct = value<number>('direct_customers')
  const resellers = value<number>('resellers_with_sales')
  const revenue = value<Record<string, { direct: number; reseller: number }>>('revenue_by_channel_year')
  const total = value<{ direct: number; reseller: number }>('revenue_total')
  const ordersByYear = value<Record<string, { direct: number; reseller: number }>>('orders_by_channel_year')
  const newByYear = value<Record<string, number>>('direct_new_customers_by_year')
  const activeAsOf = value<Record<string, number>>('resellers_active_as_of')
  const types = value<Record<string, { with_sales: number; revenue: number }>>('reseller_types')
  const firstYears = firstYearsOfResellers(orders)

  return [
    ask('overlap', whole, {
      name: 'direct_customers',
      how: 'they use what they buy, and resellers are never seen using: the customers that use',
      read: (answer) => answer.customersThatUse,
      expected: direct,
    }),
    ask('payers-of-use', whole, {
      name: 'direct_customers (who pays for the use)',
      how: 'every user pays himself',
      read: (answer) => [answer.users, answer.kinds.find(({ kind }) => kind === 'self')?.users],
      expected: [direct, direct],
    }),
    ask('unpaid-use', whole, {
      name: 'direct_customers (no use without a purchase)',
      how: 'goods are shipped after they are ordered',
      read: (answer) => [answer.users, answer.usageDays],
      expected: [0, 0],
    }),
    ask('overlap', whole, {
      name: 'resellers_with_sales',
      how: 'customers that never use',
      read: (answer) => answer.customers - answer.customersThatUse,
      expected: resellers,
    }),
    ask('overlap', whole, {
      name: 'overlap_direct_and_reseller_parties',
      how: 'direct customers and resellers together, less all customers: nobody is both, not even those with the same phone (overlap_by_phone)',
      read: (answer) => direct + resellers - answer.customers,
      expected: value<number>('overlap_direct_and_reseller_parties'),
    }),
    ask('overlap', whole, {
      name: 'resellers_linked_to_store.linked_with_sales_and_contact',
      how: 'paying organizations: those with a known decider, who never uses, and those without one',
      read: (answer) => answer.payersThatNeverUse + answer.payersWithoutKnownDecider,
      expected: value<{ linked_with_sales_and_contact: number }>('resellers_linked_to_store').linked_with_sales_and_contact,
    }),
    ask('world', whole, {
      name: 'customers of the world',
      how: 'all users that we can see buy for themselves; the channel has no user that we can see',
      read: (answer) => [answer.world, answer.customers],
      expected: ['direct', direct + resellers],
    }),
    ask('money', whole, {
      name: 'revenue_total',
      how: 'money in, per source',
      read: (answer) => [moneyIn(answer, 'internet'), moneyIn(answer, 'reseller')],
      expected: [total.direct, total.reseller],
      tolerance: 0.03,
    }),
    ask('money', whole, {
      name: 'revenue_total (all of it explained)',
      how: 'no payment without an agreement',
      read: (answer) => answer.sources.map(({ unknown }) => Number(unknown)),
      expected: [0, 0],
    }),
    ...years.flatMap((year) => [
      ask('money', yearOf(year), {
        name: `revenue_by_channel_year.${year}`,
        how: 'money in, per source',
        read: (answer) => [moneyIn(answer, 'internet'), moneyIn(answer, 'reseller')],
        expected: [revenue[year]?.direct, revenue[year]?.reseller],
        tolerance: 0.01,
      }),
      ask('money', yearOf(year), {
        name: `revenue_by_channel_year.${year} (as accrued)`,
        how: 'a purchase accrues whole on its day',
        read: (answer) => Number(answer.agreements.find((row) => row.currency === currency)?.accrued ?? '0'),
        expected: (revenue[year]?.direct ?? 0) + (revenue[year]?.reseller ?? 0),
        tolerance: 0.015,
      }),
      ask('unused-money', yearOf(year), {
        name: `orders_by_channel_year.${year}`,
        how: 'agreements that accrue, by kind of buyer',
        read: (answer) => [rowsOf(answer, 'person').length, rowsOf(answer, 'organization').length],
        expected: [ordersByYear[year]?.direct, ordersByYear[year]?.reseller],
      }),
      ask('overlap', yearOf(year), {
        name: `direct_new_customers_by_year.${year}`,
        how: 'new customers, less the resellers whose first order is of that year (counted from the orders)',
        read: (answer) => answer.newCustomers - (firstYears.get(year) ?? 0),
        expected: newByYear[year],
      }),
    ]),
    ...Object.entries(activeAsOf).map(([day, count]) =>
      ask(
        'unused-money',
        { product, from: dayAfter(day, -364), to: dayAfter(day, 1) },
        {
          name: `resellers_active_as_of.${day}`,
          how: 'organizations with a purchase in the 365 days',
          read: (answer) => new Set(rowsOf(answer, 'organization').map(({ buyer }) => buyer.id)).size,
          expected: count,
        },
      ),
    ),
    ask('unused-money', whole, {
      name: 'share_of_revenue_where_maker_cannot_see_end_user',
      how: 'accrued under agreements of organizations under which nobody was ever seen to use, of all that accrued',
      read: (answer) => sumOf(rowsOf(answer, 'organization').filter(({ users }) => users === 0)) / sumOf(answer.agreements),
      expected: value<number>('share_of_revenue_where_maker_cannot_see_end_user'),
      tolerance: 1e-6,
    }),
    ask('unused-money', whole, {
      name: 'top5_resellers',
      how: 'accrued per organization, highest first',
      read: (answer) => topBuyers(answer, 'organization'),
      expected: value<readonly { name: string; revenue: number }[]>('top5_resellers').map(({ name, revenue }) => [name, revenue]),
      tolerance: 0.05,
    }),
    ask('unused-money', whole, {
      name: 'top5_direct_customers',
      how: 'accrued per person, highest first',
      read: (answer) => topBuyers(answer, 'person'),
      expected: value<readonly { name: string; revenue: number }[]>('top5_direct_customers').map(({ name, revenue }) => [name, revenue]),
      tolerance: 0.05,
    }),
    ask('unused-money', whole, {
      name: 'direct_repeat_customers',
      how: 'persons with at least two purchases',
      read: (answer) => [...byBuyer(answer, 'person').values()].filter((rows) => rows.length >= 2).length,
      expected: value<number>('direct_repeat_customers'),
    }),
    ask('unused-money', whole, {
      name: 'reseller_types (with sales)',
      how: 'organizations that bought, all kinds of business together',
      read: (answer) => byBuyer(answer, 'organization').size,
      expected: Object.values(types).reduce((sum, { with_sales }) => sum + with_sales, 0),
    }),
  ]
}

function ask<S extends Question['study']>(
  study: S,
  params: Question['params'],
  rest: { readonly name: string; readonly how: string; readonly read: (answer: Shapes[S]) => unknown; readonly expected: unknown; readonly tolerance?: number },
): Question {
  return {
    name: rest.name,
    study,
    params,
    read: (answer) => rest.read(answer as Shapes[S]),
    expected: rest.expected,
    tolerance: rest.tolerance ?? 0,
    how: rest.how,
  }
}

/** Equal but for the tolerance of its numbers. */
export function isWithin(expected: unknown, actual: unknown, tolerance: number): boolean {
  if (Array.isArray(expected))
    return Array.isArray(actual) && actual.length === expected.length && expected.every((item, n) => isWithin(item, actual[n], tolerance))
  // A hair more than the tolerance, for binary fractions.
  if (typeof expected === 'number') return typeof actual === 'number' && Math.abs(expected - actual) <= tolerance + 1e-9 * Math.max(1, Math.abs(expected))
  return expected === actual
}

function yearOf(year: string): Question['params'] {
  return { product, from: `${year}-01-01`, to: `${Number(year) + 1}-01-01` }
}

function dayAfter(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
}

/** In how many resellers' first order each year is. */
function firstYearsOfResellers(orders: readonly Order[]): ReadonlyMap<string, number> {
  const first = new Map<string, string>()
  for (const { channel, buyer, day } of orders) {
    if (channel === 'reseller' && day < (first.get(buyer) ?? '9999')) first.set(buyer, day)
  }
  const counts = new Map<string, number>()
  for (const day of first.values()) counts.set(day.slice(0, 4), (counts.get(day.slice(0, 4)) ?? 0) + 1)
  return counts
}

function moneyIn(answer: Shapes['money'], source: string): number {
  return Number(answer.sources.find((row) => row.source === source && row.currency === currency)?.in ?? '0')
}

function rowsOf(answer: Shapes['unused-money'], kind: string): readonly AgreementRow[] {
  return answer.agreements.filter(({ buyer }) => buyer.kind === kind)
}

function sumOf(rows: readonly AgreementRow[]): number {
  return rows.reduce((cents, row) => cents + Math.round(Number(row.accrued) * 100), 0) / 100
}

function byBuyer(answer: Shapes['unused-money'], kind: string): ReadonlyMap<string, readonly AgreementRow[]> {
  const buyers = new Map<string, AgreementRow[]>()
  for (const row of rowsOf(answer, kind)) {
    const rows = buyers.get(row.buyer.id)
    if (rows === undefined) buyers.set(row.buyer.id, [row])
    else rows.push(row)
  }
  return buyers
}

function topBuyers(answer: Shapes['unused-money'], kind: string): readonly (readonly [string | null, number])[] {
  return [...byBuyer(answer, kind).values()]
    .map((rows) => [rows[0]?.buyer.name ?? null, sumOf(rows)] as const)
    .sort((a, b) => b[1] - a[1])
    .slice(0, 5)
}
