import type { Row } from './csv.ts'
import type { AdventureWorks } from './data.ts'

export type Line = { readonly type: string; readonly key: string; readonly source: string } & Readonly<Record<string, unknown>>

/** One order: what one buyer bought on one day, in cents. */
export interface Order {
  readonly number: string
  readonly channel: 'internet' | 'reseller'
  /** Identifier of the buyer. */
  readonly buyer: string
  readonly day: string
  readonly shipped: string
  readonly lines: number
  readonly items: number
  readonly amountMinor: number
}

/** Everything the maker sells is one product; which article it was stays with the order. */
export const product = 'adventure-works'

/** `SalesAmount` is "as recorded" and never converted, so one currency holds all of it. */
export const currency = 'USD'

/**
 * AdventureWorks as evidence lines: people who buy in the shop and use what they buy, resellers who buy to sell on, their
 * contact persons, prospects, and survey answers. End users of resellers are in no file, so they are in no line.
 */
export function* convert(data: AdventureWorks): Generator<Line> {
  // All the sample's mail addresses, those of strangers too, lie in the maker's own domain: as its own domain it gives no guesses.
  yield { type: 'party', key: 'maker', source: 'workspace', kind: 'organization', ids: ['self', 'domain:adventure-works.com'], name: 'Adventure Works Cycles' }
  yield { type: 'product', key: product, source: 'workspace', name: 'Adventure Works', fundedBy: null }
  yield* customers(data)
  yield* resellers(data)
  yield* contacts(data)
  yield* prospects(data)
  for (const order of ordersOf(data)) yield* sale(order)
  yield* survey(data)
}

function* customers(data: AdventureWorks): Generator<Line> {
  const country = countries(data)
  for (const row of data.customers) {
    yield {
      type: 'party',
      key: of(row, 'CustomerAlternateKey'),
      source: 'internet',
      kind: 'person',
      ids: [`user:${of(row, 'CustomerAlternateKey')}`, `email:${of(row, 'EmailAddress')}`],
      name: `${of(row, 'FirstName')} ${of(row, 'LastName')}`,
      // The phone is a trait and no identifier: 16,974 pairs of a customer and a reseller have the same one.
      traits: { country: country.get(of(row, 'GeographyKey')) ?? '', occupation: of(row, 'Occupation'), phone: of(row, 'Phone') },
    }
  }
}

function* resellers(data: AdventureWorks): Generator<Line> {
  const country = countries(data)
  for (const row of data.resellers) {
    yield {
      type: 'party',
      key: of(row, 'ResellerAlternateKey'),
      source: 'reseller',
      kind: 'organization',
      ids: [`account:${of(row, 'ResellerAlternateKey')}`],
      name: of(row, 'ResellerName'),
      category: of(row, 'BusinessType'),
      traits: { country: country.get(of(row, 'GeographyKey')) ?? '', phone: of(row, 'Phone'), employees: Number(of(row, 'NumberEmployees')) },
    }
  }
}

const functions: Readonly<Record<string, string>> = { Owner: 'decider', 'Purchasing Manager': 'billing', 'Purchasing Agent': 'billing' }

function* contacts(data: AdventureWorks): Generator<Line> {
  const accountOfStore = storeAccounts(data)
  for (const row of data.contacts) {
    const account = accountOfStore.get(of(row, 'BusinessEntityID'))
    if (of(row, 'EntityIsStore') !== '1' || account === undefined) continue
    const email = `email:${of(row, 'PersonEmail')}`
    yield { type: 'party', key: `contact-${of(row, 'PersonID')}`, source: 'crm', kind: 'person', ids: [`contact:${of(row, 'PersonID')}`, email] }
    yield {
      type: 'membership',
      key: `${of(row, 'BusinessEntityID')}-${of(row, 'PersonID')}-${of(row, 'ContactTypeID')}`,
      source: 'crm',
      person: email,
      organization: account,
      function: functions[of(row, 'ContactType')] ?? 'member',
    }
  }
}

/** The account of the reseller behind each store: every reseller has one. */
function storeAccounts(data: AdventureWorks): ReadonlyMap<string, string> {
  const known = new Set(data.resellers.map((row) => of(row, 'ResellerAlternateKey')))
  return new Map(
    data.accounts
      .filter((row) => of(row, 'StoreID') !== '' && known.has(of(row, 'AccountNumber')))
      .map((row) => [of(row, 'StoreID'), `account:${of(row, 'AccountNumber')}`]),
  )
}

function* prospects(data: AdventureWorks): Generator<Line> {
  const times = new Map<string, number>()
  for (const row of data.prospects) times.set(of(row, 'EmailAddress'), (times.get(of(row, 'EmailAddress')) ?? 0) + 1)
  for (const row of data.prospects) {
    // Fifty addresses stand for two people each ("initial and family name"); there the address is no identifier.
    const own = times.get(of(row, 'EmailAddress')) === 1
    yield {
      type: 'party',
      key: `prospect-${of(row, 'ProspectiveBuyerKey')}`,
      source: 'crm',
      kind: 'person',
      ids: [`prospect:${of(row, 'ProspectiveBuyerKey')}`, ...(own ? [`email:${of(row, 'EmailAddress')}`] : [])],
      name: `${of(row, 'FirstName')} ${of(row, 'LastName')}`,
      category: 'prospect',
    }
  }
}

function* sale(order: Order): Generator<Line> {
  const amount = `${Math.floor(order.amountMinor / 100)}.${String(order.amountMinor % 100).padStart(2, '0')}`
  yield {
    type: 'agreement',
    key: order.number,
    source: order.channel,
    kind: 'purchase',
    product,
    seller: 'self',
    buyer: order.buyer,
    amount,
    currency,
    interval: 'once',
    from: order.day,
  }
  yield {
    type: 'payment',
    key: order.number,
    source: order.channel,
    agreement: order.number,
    payer: order.buyer,
    seller: 'self',
    amount,
    currency,
    kind: 'charge',
    at: `${order.day}T12:00:00Z`,
  }
  if (order.channel === 'internet') {
    yield {
      type: 'usage',
      key: order.number,
      source: 'shipping',
      party: order.buyer,
      product,
      event: 'received',
      at: `${order.shipped}T12:00:00Z`,
      count: order.items,
    }
  }
}

function* survey(data: AdventureWorks): Generator<Line> {
  const accountOf = new Map(data.customers.map((row) => [of(row, 'CustomerKey'), of(row, 'CustomerAlternateKey')]))
  for (const row of data.surveyResponses) {
    // They name what they would like to buy; none had bought it by then.
    yield {
      type: 'feedback',
      key: of(row, 'SurveyResponseKey'),
      source: 'survey',
      party: `user:${accountOf.get(of(row, 'CustomerKey')) ?? ''}`,
      product,
      kind: 'expectation',
      topic: of(row, 'EnglishProductSubcategoryName'),
      at: `${of(row, 'Date')}T12:00:00Z`,
    }
  }
}

/**
 * All orders with whole cents. `SalesAmount` has four decimals; rounding each order would be off by half a dollar in a year. So within
 * a channel and year the orders stand in the order of kind of buyer, buyer, number, and each gets what the running sum, rounded half up,
 * grows by. The sum of a channel and year is then its exact sum, rounded once; that of a buyer in a year is off by less than a cent.
 */
export function ordersOf(data: AdventureWorks): Order[] {
  const resellerByKey = new Map(data.resellers.map((row) => [of(row, 'ResellerKey'), row]))
  const accountOf = new Map(data.customers.map((row) => [of(row, 'CustomerKey'), of(row, 'CustomerAlternateKey')]))
  const drafts = new Map<string, { order: Omit<Order, 'amountMinor'>; units: bigint; block: string }>()
  const take = (row: Row, channel: Order['channel'], buyer: string, kindOfBuyer: string) => {
    const number = of(row, 'SalesOrderNumber')
    const day = of(row, 'OrderDate')
    const known = drafts.get(number)
    const units = tenThousandths(of(row, 'SalesAmount')) + (known?.units ?? 0n)
    const lines = 1 + (known?.order.lines ?? 0)
    const items = Number(of(row, 'OrderQuantity')) + (known?.order.items ?? 0)
    drafts.set(number, {
      order: { number, channel, buyer, day, shipped: of(row, 'ShipDate'), lines, items },
      units,
      block: `${channel} ${day.slice(0, 4)} ${kindOfBuyer} ${buyer} ${number}`,
    })
  }
  for (const row of data.internetSales) take(row, 'internet', `user:${accountOf.get(of(row, 'CustomerKey')) ?? ''}`, '')
  for (const row of data.resellerSales) {
    const reseller = resellerByKey.get(of(row, 'ResellerKey'))
    if (reseller === undefined) throw new Error(`reseller ${of(row, 'ResellerKey')} has sales and is not in resellers.csv`)
    take(row, 'reseller', `account:${of(reseller, 'ResellerAlternateKey')}`, of(reseller, 'BusinessType'))
  }

  const sorted = [...drafts.values()].sort((a, b) => (a.block < b.block ? -1 : 1))
  const running = new Map<string, { units: bigint; cents: bigint }>()
  return sorted.map(({ order, units }) => {
    const column = `${order.channel} ${order.day.slice(0, 4)}`
    const before = running.get(column) ?? { units: 0n, cents: 0n }
    const sum = before.units + units
    const cents = (sum + 50n) / 100n
    running.set(column, { units: sum, cents })
    return { ...order, amountMinor: Number(cents - before.cents) }
  })
}

/** "2024.9940" as 20249940. */
function tenThousandths(amount: string): bigint {
  const [whole = '0', fraction = ''] = amount.split('.')
  return BigInt(whole) * 10_000n + BigInt(fraction.padEnd(4, '0'))
}

function countries(data: AdventureWorks): ReadonlyMap<string, string> {
  return new Map(data.geography.map((row) => [of(row, 'GeographyKey'), of(row, 'CountryRegionCode')]))
}

function of(row: Row, column: string): string {
  const value = row[column]
  if (value === undefined) throw new Error(`there is no column ${column}`)
  return value
}
