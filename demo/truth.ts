import { type Agreement, type Book, moneyText, type PayerKind, payerKinds, type Reason, reasons, type Stamp, type UsageDay } from './book.ts'
import { type DayNumber, dateOf, dayNumber, dayText, firstOfMonth, monthsOf, stillSo } from './calendar.ts'
import { funding } from './payer.ts'

export interface Count {
  readonly users: number
  readonly usageDays: number
  readonly events: number
}

export interface MoneyTruth {
  readonly currency: string
  readonly accrued: string
  readonly used: string
  readonly unused: string
}

/** What is true of a product (null: of all together) in a window. */
export interface WindowTruth {
  readonly product: string | null
  readonly from: string
  readonly to: string
  /** A user counts once, under the first kind of the order. */
  readonly payers: Readonly<Record<PayerKind, Count>>
  /** Use that nobody pays; a user counts once, under the first reason, also if other use of his is paid. */
  readonly unpaid: Readonly<Record<Reason, { readonly users: number; readonly usageDays: number }>>
  readonly unpaidUsers: number
  readonly unpaidUsageDays: number
  readonly total: Count
  readonly staff: { readonly usageDays: number; readonly events: number }
  readonly customers: number
  readonly newCustomers: number
  readonly customersThatUse: number
  /** Null for all products together. */
  readonly world: string | null
  readonly shares: Readonly<Record<PayerKind, number>> | null
  readonly warnings: readonly string[]
  /** Of the agreements that Northlight sold. */
  readonly money: readonly MoneyTruth[]
}

export interface SourceTruth {
  readonly from: string
  readonly to: string
  readonly sources: readonly { readonly source: string; readonly currency: string; readonly in: string; readonly explained: string; readonly unknown: string }[]
}

export interface DemoTruth {
  readonly from: string
  readonly until: string
  readonly products: readonly string[]
  /** Every calendar month, cut to the demo, and the whole of it: for every product and for all together. */
  readonly windows: readonly WindowTruth[]
  /** Money in, for the same windows. */
  readonly sources: readonly SourceTruth[]
}

export interface DemoAnswer {
  readonly study: 'payers-of-use' | 'unpaid-use' | 'overlap' | 'world' | 'unused-money' | 'money'
  readonly params: Readonly<Record<string, string>>
  readonly answer: object
  readonly why: string
}

export const demoProducts = ['ads', 'classroom', 'drill', 'grinder', 'lamp', 'notes', 'portal', 'sander', 'saw', 'search', 'suite'] as const

interface Window {
  readonly from: DayNumber
  readonly to: DayNumber
}

interface KnownUse extends Omit<UsageDay, 'stamp'> {
  readonly stamp: Stamp
}

interface AgreementMoney {
  readonly agreement: Agreement
  readonly accruedMinor: number
  readonly usedMinor: number
}

/** Sums up what the simulator noted as it went along. Nothing here reads an evidence line. */
export function truthOf(book: Book, span: { readonly from: string; readonly until: string }): DemoTruth {
  const whole = { from: dayNumber(span.from), to: dayNumber(span.until) }
  const spans = [...monthsOf(whole.from, whole.to), whole]
  const usage: readonly KnownUse[] = [...book.usageDays.values()].map((use) => ({ ...use, stamp: use.stamp() }))
  const windows: WindowTruth[] = []
  for (const window of spans) {
    const inWindow = usage.filter((use) => window.from <= use.day && use.day < window.to)
    const money = moneyOf(book, inWindow, window)
    for (const product of [...demoProducts, null]) windows.push(truthOfWindow(book, inWindow, money, window, product))
  }
  return { from: span.from, until: span.until, products: demoProducts, windows, sources: spans.map((window) => sourcesOf(book, window)) }
}

function truthOfWindow(book: Book, inWindow: readonly KnownUse[], money: readonly AgreementMoney[], window: Window, product: string | null): WindowTruth {
  const kinds = payerKinds.map(() => ({ users: 0, usageDays: 0, events: 0 }))
  const why = reasons.map(() => ({ users: 0, usageDays: 0 }))
  const kindOfUser = new Map<number, number>()
  const reasonOfUser = new Map<number, number>()
  const staff = { usageDays: 0, events: 0 }
  for (const use of inWindow) {
    if (product !== null && use.product !== product) continue
    if (use.staff) {
      staff.usageDays += 1
      staff.events += use.events
      continue
    }
    const kind = payerKinds.indexOf(use.stamp.kind)
    kindOfUser.set(use.party, Math.min(kind, kindOfUser.get(use.party) ?? kind))
    const count = kinds[kind] as Count & { usageDays: number; events: number }
    count.usageDays += 1
    count.events += use.events
    if (use.stamp.reason === null) continue
    const reason = reasons.indexOf(use.stamp.reason)
    reasonOfUser.set(use.party, Math.min(reason, reasonOfUser.get(use.party) ?? reason))
    ;(why[reason] as { usageDays: number }).usageDays += 1
  }
  for (const kind of kindOfUser.values()) (kinds[kind] as { users: number }).users += 1
  for (const reason of reasonOfUser.values()) (why[reason] as { users: number }).users += 1

  const relevant = money.filter(({ agreement }) => isFor(agreement.product, product))
  const customers = customersOf(book, window, product)
  const earliest = earliestPurchases(book, product)
  const payers = Object.fromEntries(payerKinds.map((kind, n) => [kind, kinds[n]])) as Record<PayerKind, Count>
  const unpaid = Object.fromEntries(reasons.map((reason, n) => [reason, why[n]])) as Record<Reason, { users: number; usageDays: number }>
  const elsewhereOnly = [...kindOfUser].filter(([party, kind]) => payerKinds[kind] === 'nobody' && reasons[reasonOfUser.get(party) ?? 4] === 'elsewhere').length
  const shares = sharesOf(payers, elsewhereOnly)
  const recent = customersOf(book, { from: window.to - 90, to: window.to }, product)
  return {
    product,
    from: dayText(window.from),
    to: dayText(window.to),
    payers,
    unpaid,
    unpaidUsers: reasonOfUser.size,
    unpaidUsageDays: why.reduce((sum, { usageDays }) => sum + usageDays, 0),
    total: { users: kindOfUser.size, usageDays: sum(kinds, 'usageDays'), events: sum(kinds, 'events') },
    staff,
    customers: customers.size,
    newCustomers: [...customers].filter((party) => (earliest.get(party) ?? -1) >= window.from).length,
    customersThatUse: [...customers].filter((party) => kindOfUser.has(party)).length,
    world: product === null ? null : worldOf(shares, customers.size, kindOfUser.size, relevant),
    shares: product === null ? null : shares,
    warnings: kindOfUser.size > 0 && recent.size === 0 ? ['no customer, no business'] : [],
    money: moneyByCurrency(relevant),
  }
}

function sum<K extends string>(rows: readonly Readonly<Record<K, number>>[], field: K): number {
  return rows.reduce((total, row) => total + row[field], 0)
}

function isFor(agreementOf: string, product: string | null): boolean {
  return product === null || agreementOf === product || agreementOf === funding[product]
}

function customersOf(book: Book, window: Window, product: string | null): Set<number> {
  const staff = new Set(book.staff.filter((span) => span.from < window.to && window.from < span.to).map((span) => span.party))
  const customers = new Set<number>()
  for (const { buyer, soldBySelf, amountMinor, product: sold, from, to } of book.agreements) {
    if (soldBySelf && amountMinor !== 0 && isFor(sold, product) && from < window.to && window.from < to && !staff.has(buyer)) customers.add(buyer)
  }
  for (const charge of book.looseCharges) {
    if ((charge.product === null || isFor(charge.product, product)) && window.from <= charge.day && charge.day < window.to && !staff.has(charge.party))
      customers.add(charge.party)
  }
  return customers
}

const firstPurchases = new WeakMap<Book, Map<string | null, Map<number, DayNumber>>>()

function earliestPurchases(book: Book, product: string | null): Map<number, DayNumber> {
  const known = firstPurchases.get(book) ?? new Map<string | null, Map<number, DayNumber>>()
  firstPurchases.set(book, known)
  let earliest = known.get(product)
  if (earliest !== undefined) return earliest
  earliest = new Map()
  const buys = (party: number, day: DayNumber) => earliest?.set(party, Math.min(day, earliest.get(party) ?? day))
  for (const { buyer, soldBySelf, amountMinor, product: sold, from } of book.agreements) {
    if (soldBySelf && amountMinor !== 0 && isFor(sold, product)) buys(buyer, from)
  }
  for (const charge of book.looseCharges) if (charge.product === null || isFor(charge.product, product)) buys(charge.party, charge.day)
  known.set(product, earliest)
  return earliest
}

function sharesOf(payers: Readonly<Record<PayerKind, Count>>, elsewhereOnly: number): Record<PayerKind, number> {
  const users = { ...Object.fromEntries(payerKinds.map((kind) => [kind, payers[kind].users])), unknown: 0 } as Record<PayerKind, number>
  users.nobody -= elsewhereOnly
  const all = payerKinds.reduce((total, kind) => total + users[kind], 0)
  return Object.fromEntries(payerKinds.map((kind) => [kind, all === 0 ? 0 : users[kind] / all])) as Record<PayerKind, number>
}

function worldOf(shares: Readonly<Record<PayerKind, number>>, customers: number, users: number, money: readonly AgreementMoney[]): string {
  if (customers === 0 && users > 0) return 'no-customer'
  if (isProject(money)) return 'project'
  if (shares.sponsor >= 0.5) return 'sponsored'
  if (shares.intermediary >= 0.5) return 'channel'
  if (shares.nobody >= 0.2 && shares.self + shares.organization > 0) return 'freemium'
  if (shares.organization >= 0.5) return 'enterprise'
  if (shares.self >= 0.5) return 'direct'
  return 'mixed'
}

function isProject(money: readonly AgreementMoney[]): boolean {
  const all = new Map<string, number>()
  const projects = new Map<string, number>()
  for (const { agreement, accruedMinor } of money) {
    all.set(agreement.currency, (all.get(agreement.currency) ?? 0) + accruedMinor)
    if (agreement.kind === 'project') projects.set(agreement.currency, (projects.get(agreement.currency) ?? 0) + accruedMinor)
  }
  return all.size > 0 && [...all].every(([currency, minor]) => 2 * (projects.get(currency) ?? 0) > minor)
}

/** Accrued and used money of every agreement of ours that accrues in the window. */
function moneyOf(book: Book, inWindow: readonly KnownUse[], window: Window): AgreementMoney[] {
  const usersOf = new Map<string, Set<number>>()
  const fundedDays = new Set<DayNumber>()
  for (const use of inWindow) {
    if (use.staff) continue
    if (use.stamp.agreement !== null) {
      const users = usersOf.get(use.stamp.agreement) ?? new Set()
      usersOf.set(use.stamp.agreement, users.add(use.party))
    }
    if (use.stamp.kind === 'sponsor' && funding[use.product] !== undefined) fundedDays.add(use.day)
  }
  const rows: AgreementMoney[] = []
  for (const agreement of book.agreements) {
    if (!agreement.soldBySelf || agreement.amountMinor === null || agreement.amountMinor === 0) continue
    if (agreement.from >= window.to || agreement.to <= window.from) continue
    if (isPurchase(agreement) && agreement.from < window.from) continue
    const accruedMinor = accrued(agreement, agreement.amountMinor, window)
    const users = usersOf.get(agreement.key)?.size ?? 0
    const funds = agreement.product === 'ads' && [...fundedDays].some((day) => agreement.from <= day && day < agreement.to)
    const share = agreement.seats === null ? (users > 0 || funds ? 1 : 0) : Math.min(users, agreement.seats)
    const usedMinor = agreement.seats === null ? share * accruedMinor : Math.floor((2 * accruedMinor * share + agreement.seats) / (2 * agreement.seats))
    rows.push({ agreement, accruedMinor, usedMinor })
  }
  return rows
}

function isPurchase(agreement: Agreement): boolean {
  return agreement.interval === 'once' && agreement.to >= stillSo
}

/** Exact fractions, rounded once, half up. */
function accrued(agreement: Agreement, amountMinor: number, window: Window): number {
  if (isPurchase(agreement)) return amountMinor
  const from = Math.max(agreement.from, window.from)
  const to = Math.min(agreement.to, window.to)
  let above = 0n
  let below = 1n
  const add = (days: number, of: number) => {
    above = above * BigInt(of) + BigInt(days) * below
    below *= BigInt(of)
  }
  if (agreement.interval === 'once') add(to - from, agreement.to - agreement.from)
  else for (const month of monthsOf(from, to)) add(month.to - month.from, lengthOf(agreement.interval, month.from))
  above *= BigInt(amountMinor)
  return Number((2n * above + below) / (2n * below))
}

/** Days of the calendar month, quarter or year that contains the day. */
function lengthOf(interval: 'month' | 'quarter' | 'year', day: DayNumber): number {
  const { year, month } = dateOf(day)
  const months = { month: 1, quarter: 3, year: 12 }[interval]
  const first = Math.floor((month - 1) / months) * months + 1
  const next = first + months
  return (next > 12 ? firstOfMonth(year + 1, 1) : firstOfMonth(year, next)) - firstOfMonth(year, first)
}

function moneyByCurrency(rows: readonly AgreementMoney[]): MoneyTruth[] {
  return [...new Set(rows.map(({ agreement }) => agreement.currency))].sort().map((currency) => {
    const mine = rows.filter(({ agreement }) => agreement.currency === currency)
    const accruedMinor = sum(mine, 'accruedMinor')
    const usedMinor = sum(mine, 'usedMinor')
    return { currency, accrued: moneyText(accruedMinor), used: moneyText(usedMinor), unused: moneyText(accruedMinor - usedMinor) }
  })
}

function sourcesOf(book: Book, window: Window): SourceTruth {
  const totals = new Map<string, { explained: number; unknown: number }>()
  for (const { source, currency, amountMinor, day, explained } of book.payments) {
    if (day < window.from || day >= window.to) continue
    const total = totals.get(`${source} ${currency}`) ?? { explained: 0, unknown: 0 }
    total[explained ? 'explained' : 'unknown'] += amountMinor
    totals.set(`${source} ${currency}`, total)
  }
  const sources = [...totals]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, total]) => {
      const [source = '', currency = ''] = name.split(' ')
      return { source, currency, in: moneyText(total.explained + total.unknown), explained: moneyText(total.explained), unknown: moneyText(total.unknown) }
    })
  return { from: dayText(window.from), to: dayText(window.to), sources }
}

/** The truth as questions and exact answers, in the form of the spec's `expected.json`. */
export function truthAnswers(truth: DemoTruth): DemoAnswer[] {
  const answers: DemoAnswer[] = []
  for (const window of truth.windows) {
    const params = { ...(window.product === null ? {} : { product: window.product }), from: window.from, to: window.to }
    const why = 'summed up by the simulator as it let every use and every sale happen'
    const { payers, unpaid } = window
    answers.push({
      study: 'payers-of-use',
      params,
      answer: { kinds: payerKinds.map((kind) => ({ kind, ...payers[kind] })), ...window.total, leftOut: { staff: window.staff } },
      why,
    })
    answers.push({
      study: 'unpaid-use',
      params,
      answer: { reasons: reasons.map((reason) => ({ reason, ...unpaid[reason] })), users: window.unpaidUsers, usageDays: window.unpaidUsageDays },
      why,
    })
    answers.push({
      study: 'overlap',
      params,
      answer: {
        users: window.total.users,
        usersSelf: payers.self.users,
        usersPaidFor: payers.organization.users + payers.intermediary.users + payers.sponsor.users,
        usersUnpaid: payers.nobody.users,
        usersUnknown: payers.unknown.users,
        customers: window.customers,
        newCustomers: window.newCustomers,
        customersThatUse: window.customersThatUse,
        usersThatPay: window.customersThatUse,
      },
      why,
    })
    if (window.product !== null) {
      answers.push({
        study: 'world',
        params,
        answer: { world: window.world, shares: window.shares, customers: window.customers, warnings: window.warnings },
        why,
      })
    }
    answers.push({ study: 'unused-money', params, answer: { totals: window.money }, why })
    const sources = truth.sources.find(({ from, to }) => from === window.from && to === window.to)?.sources ?? []
    answers.push({ study: 'money', params, answer: { sources, agreements: window.money }, why })
  }
  return answers
}
