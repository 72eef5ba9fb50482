import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { dayFrom, dayText } from '../../src/base/day.ts'
import type { ImportState } from '../../src/imports/import-state.ts'
import { rowsOfCsv } from '../adventureworks/csv.ts'
import { type Bench, openBench } from '../harness/workspace.ts'
import { dataFolder, expectedOf, importFiles, skippedTitle, tableOf } from './importing.ts'

const NAME = 'northwind_pubs'
const folder = dataFolder(NAME)
const expected = expectedOf(NAME)
const NORTHWIND = ['nw_customers.csv', 'nw_orders.csv', 'nw_order_details.csv', 'nw_products.csv', 'nw_suppliers.csv', 'nw_shippers.csv', 'nw_employees.csv', 'nw_categories.csv']
const PUBS = ['pubs_publishers.csv', 'pubs_stores.csv', 'pubs_titles.csv', 'pubs_sales.csv', 'pubs_authors.csv', 'pubs_titleauthor.csv']

interface Money { readonly sources: readonly { readonly source: string; readonly in: string; readonly explained: string; readonly unknown: string }[] }
interface Unused { readonly agreements: readonly { readonly agreement: string; readonly accrued: string; readonly product: string; readonly buyer: { readonly id: string; readonly name: string } }[] }
interface Parties { readonly parties: readonly { readonly party: { readonly id: string; readonly name: string } }[]; readonly total: number }
interface OneParty {
  readonly memberships: readonly { readonly person: { readonly name: string }; readonly organization: { readonly id: string; readonly name: string }; readonly function: string | null }[]
  readonly agreements: readonly { readonly agreement: string; readonly product: string }[]
  readonly evidence: readonly { readonly line: { readonly type: string; readonly key: string; readonly quantity?: number; readonly traits?: Readonly<Record<string, unknown>> } }[]
}

const EVER = { from: '1990-01-01', to: '2000-01-01' }

/** What corresponds in both: rows, and what was asked of an import. */
function importOf(files: readonly string[], corrections: Parameters<typeof importFiles>[3]) {
  const held: { bench?: Bench; state?: ImportState } = {}
  return {
    open: async () => {
      held.bench = await openBench()
      held.state = await importFiles(held.bench, folder, files, corrections)
    },
    close: () => held.bench?.close(),
    get state(): ImportState {
      return held.state as ImportState
    },
    ask: async <T>(study: string, params: Readonly<Record<string, string>>): Promise<T> => (await (held.bench as Bench).ask(study, params)) as T,
  }
}

function value<T>(name: string): T {
  return expected?.[name]?.value as T
}

describe.skipIf(expected === null)(expected === null ? skippedTitle(NAME) : 'Northwind, imported from its files as they are', () => {
  // Nothing in the files says the currency; and a discount of 15 % makes fractions of a cent.
  const world = importOf(NORTHWIND, { 'nw_order_details.csv': { constants: { currency: 'USD', rounding: 'half-up' } } })
  beforeAll(() => world.open())
  afterAll(() => world.close())

  test('nw_rows: every row is written or left out with a reason, none is refused', () => {
    const rows = value<Record<string, number>>('nw_rows')
    for (const { table, tally } of world.state.tables) {
      const name = table.replace('.csv', '')
      if (name !== 'nw_categories') expect([name, tally?.rows]).toEqual([name, rows[name]])
      expect([name, tally?.refused]).toEqual([name, 0])
    }
    expect(tableOf(world.state, 'nw_order_details.csv').tally?.written).toBe(rows.nw_order_details)
    expect(tableOf(world.state, 'nw_orders.csv').tally?.leftOut).toEqual([{ why: 'the money of the order stands in its lines, in nw_order_details.csv', rows: rows.nw_orders }])
  })

  test('nw_revenue_by_year and nw_revenue_total: to the cent of the rounded lines, all of it explained', async () => {
    const years = { ...value<Record<string, number>>('nw_revenue_by_year'), total: value<number>('nw_revenue_total') }
    for (const [year, revenue] of Object.entries(years)) {
      const { sources } = await world.ask<Money>('money', year === 'total' ? EVER : { from: `${year}-01-01`, to: `${Number(year) + 1}-01-01` })
      const { cents, rounded } = revenueOf(year === 'total' ? '' : year)
      expect(sources.map(({ source, in: all, explained, unknown }) => [source, Math.round(Number(all) * 100), explained, Number(unknown)])).toEqual([['nw-order-details', cents, sources[0]?.in, 0]])
      // Each line that was rounded is at most half a cent off.
      expect(Math.abs(cents / 100 - revenue)).toBeLessThanOrEqual(rounded * 0.005 + 0.01)
    }
  })

  test('the same money goes into the import as comes out of it', () => {
    const [money] = tableOf(world.state, 'nw_order_details.csv').tally?.money ?? []
    expect(money).toMatchObject({ currency: 'USD', in: money?.written, refused: '0.00', leftOut: '0.00' })
    expect(Math.round(Number(money?.in) * 100)).toBe(revenueOf('').cents)
    expect(world.state.warnings.find(({ code }) => code === 'rounded')?.count).toBe(revenueOf('').rounded)
  })

  test('nw_shops_with_orders and nw_shops_without_orders', async () => {
    expect((await world.ask<{ customers: number }>('overlap', EVER)).customers).toBe(value('nw_shops_with_orders'))
    const customers = new Set((await world.ask<Parties>('parties', { ...EVER, role: 'customer', limit: '1000' })).parties.map(({ party }) => party.name))
    const without = rows('nw_customers.csv').filter(({ CompanyName = '' }) => !customers.has(CompanyName)).map(({ CustomerID }) => CustomerID)
    expect(without.sort()).toEqual(value('nw_shops_without_orders'))
    // They are known all the same.
    const all = new Set((await world.ask<Parties>('parties', { ...EVER, partyKind: 'organization', limit: '1000' })).parties.map(({ party }) => party.name))
    expect(rows('nw_customers.csv').every(({ CompanyName = '' }) => all.has(CompanyName))).toBe(true)
  })

  test('nw_top5_shops: by revenue, with their orders', async () => {
    const top = [...(await bought(EVER))].sort(([, a], [, b]) => b.revenue - a.revenue).slice(0, 5)
    const five = value<{ name: string; revenue: number; orders: number }[]>('nw_top5_shops')
    expect(top.map(([name, { orders }]) => [name, orders.size])).toEqual(five.map(({ name, orders }) => [name, orders]))
    five.forEach(({ revenue }, place) => expect(Math.abs((top[place]?.[1].revenue ?? 0) - revenue)).toBeLessThan(0.2))
  })

  test('nw_active_as_of: shops with an order in the 90 days that end with a day', async () => {
    for (const [day, active] of Object.entries(value<Record<string, number>>('nw_active_as_of'))) {
      const last = dayFrom(day) as number
      expect([day, (await bought({ from: dayText(last - 89), to: dayText(last + 1) })).size]).toEqual([day, active])
    }
  })

  test('nw_share_of_shops_with_contact: every shop has a person', () => {
    expect(tableOf(world.state, 'nw_customers.csv').tally?.lines.membership).toBe(value<{ with_contact: number }>('nw_share_of_shops_with_contact').with_contact)
  })

  test('nw_shops_whose_contact_is_owner: owners decide, and of shops that never bought nothing', async () => {
    const suppliers = new Set(rows('nw_suppliers.csv').map(({ CompanyName }) => CompanyName))
    const shopsOf = async (params: Readonly<Record<string, string>>): Promise<Set<string>> => {
      const shops = new Set<string>()
      for (const { party } of (await world.ask<Parties>('parties', { ...EVER, ...params, limit: '1000' })).parties) {
        const { memberships } = await world.ask<OneParty>('party', { ...EVER, party: party.id })
        for (const { organization, function: role } of memberships) if (role === 'decider' && !suppliers.has(organization.name)) shops.add(organization.name)
      }
      return shops
    }
    const shops = await shopsOf({ partyKind: 'person' })
    const nothingBought = rows('nw_customers.csv').filter(({ CustomerID = '', CompanyName = '' }) => shops.has(CompanyName) && value<string[]>('nw_shops_without_orders').includes(CustomerID))
    expect((await shopsOf({ role: 'decider' })).size).toBe(shops.size - nothingBought.length)
    const owned = value<{ shops: number; revenue: number }>('nw_shops_whose_contact_is_owner')
    expect(shops.size).toBe(owned.shops)
    const revenue = [...(await bought(EVER))].filter(([name]) => shops.has(name)).reduce((sum, [, one]) => sum + one.revenue, 0)
    expect(Math.abs(revenue - owned.revenue)).toBeLessThan(0.5)
  })

  test('nw_contact_titles: each title is kept with the person', async () => {
    const titles = new Map<string, number>()
    for (const { CustomerID = '', ContactName = '' } of rows('nw_customers.csv')) {
      const { evidence } = await world.ask<OneParty>('party', { ...EVER, party: `contact:customer:${CustomerID} ${ContactName.toLowerCase()}` })
      const title = String(evidence.find(({ line }) => line.type === 'party')?.line.traits?.title)
      titles.set(title, (titles.get(title) ?? 0) + 1)
    }
    expect(Object.fromEntries(titles)).toEqual(value('nw_contact_titles'))
  })

  test('nw_ship_to_differs_from_customer_name: told with examples, and nobody is joined or parted by it', () => {
    const told = world.state.warnings.find(({ code, table }) => code === 'sent-to-other' && table === 'nw_orders.csv')
    expect(told?.count).toBe(value('nw_ship_to_differs_from_customer_name'))
    expect(told?.examples[0]).toMatch(/bought by .*, sent to /)
  })

  test('nw_suppliers_per_product: products and suppliers are known; who makes what is no evidence', async () => {
    const { products } = value<{ products: number; suppliers_used: number }>('nw_suppliers_per_product')
    expect(tableOf(world.state, 'nw_products.csv').tally?.lines.product).toBe(products)
    expect(tableOf(world.state, 'nw_products.csv').plan.leftOver).toContain('SupplierID')
  })

  async function bought(window: Readonly<Record<string, string>>): Promise<Map<string, { revenue: number; orders: Set<string> }>> {
    const shops = new Map<string, { revenue: number; orders: Set<string> }>()
    for (const { agreement, accrued, buyer } of (await world.ask<Unused>('unused-money', window)).agreements) {
      const shop = shops.get(buyer.name) ?? { revenue: 0, orders: new Set<string>() }
      shops.set(buyer.name, shop)
      shop.revenue += Number(accrued)
      shop.orders.add(/sale (\d+)-/.exec(agreement)?.[1] ?? agreement)
    }
    return shops
  }
})

describe.skipIf(expected === null)(expected === null ? skippedTitle(NAME) : 'pubs, imported from its files as they are', () => {
  const world = importOf(PUBS, { 'pubs_sales.csv': { constants: { currency: 'USD' } } })
  beforeAll(() => world.open())
  afterAll(() => world.close())

  test('pubs_rows: sales are written, whole cents without rounding; authors are nobody who uses or pays', () => {
    const counts = value<Record<string, number>>('pubs_rows')
    for (const { table, tally } of world.state.tables) {
      expect([table, tally?.rows]).toEqual([table, counts[table.replace('.csv', '')]])
      expect([table, tally?.refused]).toEqual([table, 0])
    }
    expect(tableOf(world.state, 'pubs_sales.csv').tally?.lines.agreement).toBe(counts.pubs_sales)
  })

  test('pubs_copies_by_store and pubs_chain: copies are a quantity of each purchase', async () => {
    const copies = new Map<string, number>()
    const chain = new Map<string, number>()
    const publisherOf = new Map(rows('pubs_titles.csv').map(({ title_id, pub_id }) => [title_id, pub_id]))
    const nameOf = new Map(rows('pubs_publishers.csv').map(({ pub_id, pub_name }) => [pub_id, pub_name]))
    for (const { stor_id, stor_name = '' } of rows('pubs_stores.csv')) {
      const { evidence, agreements } = await world.ask<OneParty>('party', { from: '1990-01-01', to: '2000-01-01', party: `stor:${stor_id}` })
      for (const { line } of evidence.filter(({ line: { type } }) => type === 'agreement')) {
        const quantity = line.quantity ?? 1
        const product = agreements.find(({ agreement }) => agreement === line.key)?.product
        const name = `${nameOf.get(publisherOf.get(product))} -> ${stor_name}`
        copies.set(stor_name, (copies.get(stor_name) ?? 0) + quantity)
        chain.set(name, (chain.get(name) ?? 0) + quantity)
      }
    }
    expect(Object.fromEntries(copies)).toEqual(value('pubs_copies_by_store'))
    expect(Object.fromEntries(chain)).toEqual(Object.fromEntries(value<{ publisher: string; store: string; copies: number }[]>('pubs_chain').map(({ publisher, store, copies: n }) => [`${publisher} -> ${store}`, n])))
  })

  test('pubs_publishers_without_channel_sales: they are known, and have no role; nor has any other publisher', async () => {
    const names = value<string[]>('pubs_publishers_without_channel_sales')
    const customers = new Set((await world.ask<Parties>('parties', { ...EVER, role: 'customer', limit: '1000' })).parties.map(({ party }) => party.name))
    const all = (await world.ask<Parties>('parties', { ...EVER, partyKind: 'organization', limit: '1000' })).parties.map(({ party }) => party.name)
    expect(names.filter((name) => !all.includes(name) || customers.has(name))).toEqual([])
  })
})

function rows(file: string): readonly Readonly<Record<string, string | undefined>>[] {
  return rowsOfCsv(readFileSync(join(folder, file), 'utf8')) as never
}

/** Revenue of a year from the files, each line rounded half up to the cent, and how many lines were: worked out without Hatrack. */
function revenueOf(year: string): { readonly cents: number; readonly rounded: number } {
  const days = new Map(rows('nw_orders.csv').map(({ OrderID, OrderDate }) => [OrderID, OrderDate ?? '']))
  const sums = { cents: 0, rounded: 0 }
  for (const { OrderID, UnitPrice = '', Quantity = '', Discount = '' } of rows('nw_order_details.csv')) {
    if (!days.get(OrderID)?.startsWith(year)) continue
    // In ten thousandths of a dollar: prices have at most two decimals, discounts two.
    const amount = BigInt(Math.round(Number(UnitPrice) * 100)) * BigInt(Quantity) * BigInt(100 - Math.round(Number(Discount) * 100))
    sums.cents += Number((amount + 50n) / 100n)
    if (amount % 100n !== 0n) sums.rounded += 1
  }
  return sums
}
