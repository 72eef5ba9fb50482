import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { amountOfLine } from './amount-of-line.ts'
import { lookAt } from './look.ts'
import type { TablePlan } from './plan.ts'
import { missingFields, recognize, shapeOf } from './recognize.ts'
import { textTable, trialTables } from './trial.ts'

function table(name: string, text: string) {
  const [columns = [], ...rows] = text.trim().split('\n').map((row) => row.split('|').map((cell) => cell.trim()))
  return textTable(name, columns, rows)
}

const ORDERS = table('orders.csv', `
  OrderID | CustomerID | OrderDate | ShippedTo
  1 | A | 2026-02-03 | x
  2 | B | 2026-02-04 | x
  3 | B | 2026-02-05 | x`)
const LINES = table('order_details.csv', `
  OrderID | ProductID | UnitPrice | Quantity | Discount
  1 | P1 | 9.80 | 10 | 0.15
  1 | P2 | 14 | 1 | 0
  2 | P1 | 9.80 | 1 | 0.15
  9 | P1 | 9.80 | 1 | 0`)

const EUR = { currency: 'EUR' }

describe('order lines', () => {
  it('get customer and date from the orders of the import, and the amount from price, quantity and discount', async () => {
    const made = await trialTables([ORDERS, LINES], EUR)
    const lines = made.get('order_details.csv')
    expect(lines?.plan).toMatchObject({
      kind: 'sales', constants: { discountIs: 'share', rounding: 'exact' },
      fields: { customer: { column: 'CustomerID', from: { table: 'orders.csv', by: 'OrderID', own: 'OrderID' }, because: 'orders.csv says it of each order, found by OrderID' }, at: { column: 'OrderDate', from: { table: 'orders.csv' } } },
    })
    expect(lines?.outcomes[0]).toEqual({ kind: 'lines', money: { currency: 'EUR', minor: 8330 }, lines: [
      { type: 'agreement', key: 'sale 1-P1', source: 'order-details', kind: 'purchase', product: 'P1', buyer: 'customer:A', amount: '83.30', currency: 'EUR', interval: 'once', from: '2026-02-03', quantity: 10, name: '1-P1' },
      { type: 'payment', key: '1-P1', source: 'order-details', agreement: 'sale 1-P1', payer: 'customer:A', amount: '83.30', currency: 'EUR', kind: 'charge', at: '2026-02-03T00:00:00Z' },
    ] })
    expect(lines?.outcomes[1]).toMatchObject({ kind: 'lines', money: { minor: 1400 } })
    expect(lines?.outcomes[3]).toEqual({ kind: 'refused', reason: 'missing-field', says: "OrderID: no row of orders.csv has '9'; add it there, or correct it here" })
  })

  it('an amount that is no whole cent is refused and told, and rounded only if the plan says so', async () => {
    const odd = table('order_details.csv', `
      OrderID | ProductID | UnitPrice | Quantity | Discount
      1 | P1 | 9.85 | 1 | 0.15
      2 | P2 | 1 | 1 | 0.05`)
    const refused = (await trialTables([ORDERS, odd], EUR)).get('order_details.csv')
    expect(refused?.outcomes[0]).toMatchObject({ kind: 'refused', reason: 'bad-amount', says: expect.stringContaining('8.3725 EUR, which has more than the 2 digits') as string })
    expect(refused?.warnings.map(({ code, count, examples }) => [code, count, examples])).toEqual([['not-exact', 1, ['8.3725']]])
    const rounded = (await trialTables([ORDERS, odd], { ...EUR, rounding: 'half-up' })).get('order_details.csv')
    expect(rounded?.outcomes[0]).toMatchObject({ kind: 'lines', money: { minor: 837 } })
    expect(rounded?.warnings.map(({ code, count }) => [code, count])).toEqual([['rounded', 1]])
  })

  it('orders with lines give no money themselves, and those without any line are told', async () => {
    const orders = (await trialTables([ORDERS, LINES], EUR)).get('orders.csv')
    expect(orders?.plan.constants.linesIn).toBe('order_details.csv')
    expect(missingFields(orders?.plan as TablePlan)).toEqual([])
    expect(orders?.outcomes).toEqual([
      { kind: 'left-out', why: 'the money of the order stands in its lines, in order_details.csv' }, { kind: 'left-out', why: 'the money of the order stands in its lines, in order_details.csv' }, { kind: 'left-out', why: 'the order has no line in order_details.csv' },
    ])
    expect(orders?.warnings.map(({ code, count, examples }) => [code, count, examples])).toEqual([['order-without-lines', 1, ['3']]])
  })

  it('where the orders have amounts, their lines would count them twice, and are left alone', async () => {
    const orders = table('orders.csv', `
      id | customer_id | order_date | total
      1 | A | 2026-02-03 | 97.30
      2 | B | 2026-02-04 | 8.33`)
    const items = table('order_items.csv', `
      order_id | product_id | unit_price | quantity
      1 | P1 | 9.73 | 10
      2 | P1 | 8.33 | 1`)
    const made = await trialTables([orders, items], EUR)
    expect(made.get('orders.csv')?.outcomes.map((outcome) => outcome.money?.minor)).toEqual([9730, 833])
    expect(made.get('order_items.csv')?.plan.kind).toBe('nothing')
  })

  it("a column 'order_id' is found in the 'id' of orders", async () => {
    const orders = table('orders.csv', `
      id | customer_id | order_date
      1 | A | 2026-02-03
      2 | B | 2026-02-04`)
    const items = table('order_items.csv', `
      id | order_id | sku | unit_price | quantity
      71 | 1 | P1 | 9.73 | 10
      72 | 2 | P1 | 8.33 | 1
      73 | 2 | P2 | 8.33 | 1
      74 | 2 | P3 | 8.33 | 1`)
    const made = (await trialTables([orders, items], EUR)).get('order_items.csv')
    expect(made?.outcomes.map((outcome) => outcome.money?.minor)).toEqual([9730, 833, 833, 833])
    expect(made?.outcomes[0]).toMatchObject({ lines: [{ key: 'sale 71', buyer: 'customer:A', product: 'P1', from: '2026-02-03' }, {}] })
  })

  it('two orders of one id that contradict each other give nothing to their lines', async () => {
    const orders = table('orders.csv', `
      OrderID | CustomerID | OrderDate
      ${Array.from({ length: 200 }, (_, place) => `${place + 2} | A | 2026-02-03`).join('\n')}
      1 | A | 2026-02-03
      1 | B | 2026-02-03`)
    const made = (await trialTables([orders, LINES], EUR)).get('order_details.csv')
    expect(made?.outcomes[0]).toMatchObject({ kind: 'refused', says: expect.stringContaining("rows of orders.csv with '1' contradict each other") as string })
  })
})

describe('prices', () => {
  const TITLES = table('titles.csv', `
    title_id | title | price
    T1 | Cooking | 10.95
    T2 | Sewing | `)
  const SALES = table('sales.csv', `
    stor_id | ord_num | ord_date | qty | title_id
    7066 | Q1 | 2026-02-03 | 75 | T1
    7066 | Q1 | 2026-02-03 | 2 | T2
    7066 | Q2 | 2026-02-03 | -1 | T1`)

  it('that the sales do not say are those of the list of products, with little certainty', async () => {
    const made = (await trialTables([SALES, TITLES], EUR)).get('sales.csv')
    expect(made?.plan.fields.price).toMatchObject({ column: 'price', from: { table: 'titles.csv', by: 'title_id', own: 'title_id' }, certainty: 0.5, because: expect.stringContaining('please check') as string })
    expect(made?.outcomes[0]).toMatchObject({ kind: 'lines', money: { minor: 82_125 }, lines: [{ type: 'party' }, { quantity: 75, buyer: 'stor:7066' }, {}] })
    expect(made?.outcomes[1]).toMatchObject({ kind: 'refused', says: 'price of titles.csv is empty; a sale without an amount needs its price' })
    expect(made?.outcomes[2]).toMatchObject({ kind: 'lines', money: { minor: -1095 }, lines: expect.arrayContaining([expect.objectContaining({ type: 'payment', kind: 'refund', amount: '10.95' })]) as unknown })
  })

  it('next month, a kept plan finds its tables under their new names', async () => {
    const first = await trialTables([table('orders_2026-01.csv', 'OrderID | CustomerID | OrderDate\n101 | A | 2026-01-03'), table('order_details_2026-01.csv', 'OrderID | ProductID | UnitPrice | Quantity\n101 | P1 | 9.80 | 10')])
    const kept = new Map([...first.values()].map(({ plan, name }) => [shapeOf(name.startsWith('orders') ? ['OrderID', 'CustomerID', 'OrderDate'] : ['OrderID', 'ProductID', 'UnitPrice', 'Quantity']), plan]))
    const next = [table('orders_2026-02.csv', 'OrderID | CustomerID | OrderDate\n201 | A | 2026-02-03'), table('order_details_2026-02.csv', 'OrderID | ProductID | UnitPrice | Quantity\n201 | P1 | 9.80 | 10')]
    const plans = recognize(await Promise.all(next.map((one) => lookAt(one))), { kept: (shape) => kept.get(shape) ?? null, products: [], formats: [] })
    expect(plans[0]?.constants.linesIn).toBe('order_details_2026-02.csv')
    expect(plans[1]?.fields.customer?.from?.table).toBe('orders_2026-02.csv')
  })
})

describe('discounts', () => {
  const amountWith = async (discounts: readonly string[], constants: Readonly<Record<string, string>> = {}) => {
    const sales = table('sales.csv', `
      order_id | customer_id | product | order_date | unit_price | quantity | discount
      ${discounts.map((discount, place) => `${place} | A | P | 2026-02-03 | 20.00 | 1 | ${discount}`).join('\n')}`)
    return (await trialTables([sales], { ...EUR, ...constants })).get('sales.csv')
  }

  it.each([
    ['no discount above 1: shares', ['0', '0.5', '1', ''], 'share', [2000, 1000, 0, 2000]],
    ['one above 1: percentages', ['0', '0.5', '25', '100'], 'percent', [2000, 1990, 1500, 0]],
    ['per cent signs: percentages', ['0 %', '0.5 %', '5%'], 'percent', [2000, 1990, 1900]],
  ] as const)('%s', async (_name, discounts, is, amounts) => {
    const made = await amountWith(discounts)
    expect(made?.plan.constants.discountIs).toBe(is)
    expect(made?.outcomes.map((outcome) => outcome.money?.minor)).toEqual(amounts)
  })

  it('more than all of the price is refused', async () => {
    const made = await amountWith(['0.5', '25'], { discountIs: 'share' })
    expect(made?.outcomes[1]).toMatchObject({ kind: 'refused', reason: 'bad-number', says: expect.stringContaining('discountIs: percent') as string })
  })

  it('a sale with an amount in every row keeps it, whatever its price', async () => {
    const sales = table('sales.csv', `
      order_id | customer_id | product | order_date | unit_price | quantity | amount
      1 | A | P | 2026-02-03 | 20.00 | 3 | 55.00`)
    const made = (await trialTables([sales], EUR)).get('sales.csv')
    expect(made?.plan.fields.price).toBeUndefined()
    expect(made?.outcomes[0]?.money).toEqual({ currency: 'EUR', minor: 5500 })
  })
})

test('law: the amount of a line is price times quantity less discount, to the cent, never a float off', () => {
  fc.assert(fc.property(fc.integer({ min: 0, max: 10_000_000 }), fc.integer({ min: 0, max: 4 }), fc.integer({ min: -500, max: 500 }), fc.integer({ min: 0, max: 10_000 }), fc.boolean(), (units, places, quantity, discount, isPercent) => {
    const text = places === 0 ? String(units) : `${String(units).padStart(places + 1, '0').slice(0, -places)}.${String(units).padStart(places + 1, '0').slice(-places)}`
    // A discount in hundredths of a per cent.
    const share = isPercent ? `${Math.floor(discount / 100)}.${String(discount % 100).padStart(2, '0')}` : `${Math.floor(discount / 10_000)}.${String(discount % 10_000).padStart(4, '0')}`
    const made = amountOfLine({ price: text, currency: 'EUR', quantity, discount: share, isPercent })
    const numerator = BigInt(units) * BigInt(quantity) * BigInt(10_000 - discount) * 100n
    const denominator = 10n ** BigInt(places) * 10_000n
    const difference = BigInt(made?.money.minor ?? NaN) * denominator - numerator
    expect(2n * (difference < 0n ? -difference : difference) <= denominator).toBe(true)
    expect(made?.isRounded).toBe(difference !== 0n)
    // Half a cent goes away from zero.
    if (2n * (difference < 0n ? -difference : difference) === denominator) expect(difference > 0n).toBe(numerator > 0n)
  }), { numRuns: 1_000 })
})
