import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Bench, openBench } from '../harness/workspace.ts'
import { convert, currency, type Line, ordersOf, product } from './convert.ts'
import { adventureWorksFolder, readAdventureWorks, readExpected } from './data.ts'

const folder = adventureWorksFolder(process.env.HATRACK_TEST_DATA)
const data = readAdventureWorks(folder)
const LINES_A_TIME = 20_000
const WHOLE = { product, from: '2010-01-01', to: '2014-12-31' }

interface Side { readonly agreements: number; readonly units: number | null; readonly money: { readonly accrued: readonly { readonly currency: string; readonly amount: string }[] } }
interface Row { readonly category: string; readonly because: string; readonly seen: { readonly users: number }; readonly unseen: { readonly silent: boolean }; readonly sellIn: Side; readonly sellThrough: Side; readonly late: { readonly buys: { readonly n: number; readonly late: number } } }
interface Late { readonly n: number; readonly late: number }
interface Answer { readonly intermediaries: number; readonly heard: number; readonly rows: readonly Row[]; readonly split: { readonly tooFew: string | null }; readonly late: { readonly sells: Late; readonly buys: Late } }

/** The list of resellers says who resells; every order to one says how many pieces, when it was due and when it was sent. */
function* channelLines(): Generator<object> {
  if (data === null) return
  for (const row of data.resellers) yield { type: 'override', key: `resells-${row.ResellerAlternateKey}`, source: 'reseller', fact: 'role', party: `account:${row.ResellerAlternateKey}`, role: 'intermediary', by: 'the list of resellers', why: 'resellers.csv' }
  const seen = new Set<string>()
  for (const { SalesOrderNumber = '', DueDate, ShipDate } of data.resellerSales) {
    if (seen.has(SalesOrderNumber)) continue
    seen.add(SalesOrderNumber)
    yield { type: 'delivery', key: SalesOrderNumber, source: 'shipping', agreement: SalesOrderNumber, milestone: 'shipped', due: DueDate, done: ShipDate }
  }
}

describe.skipIf(data === null)(data === null ? `the resellers of AdventureWorks (skipped: there is no data in ${folder})` : 'the resellers of AdventureWorks', () => {
  const expected = data === null ? {} : readExpected(folder)
  const orders = data === null ? [] : ordersOf(data).filter(({ channel }) => channel === 'reseller')
  let bench: Bench
  let answer: Answer

  beforeAll(async () => {
    if (data === null) return
    bench = await openBench()
    const items = new Map(orders.map(({ number, items: pieces }) => [number, pieces]))
    const ofChannel = ({ type, source }: Line): boolean => type === 'product' || source === 'workspace' || (source === 'reseller' && type !== 'payment')
    const lines = [...convert(data)].filter(ofChannel).map((line) => (line.type === 'agreement' ? { ...line, seats: items.get(line.key) } : line))
    const all = [...lines, ...channelLines()]
    for (let at = 0; at < all.length; at += LINES_A_TIME) expect(await bench.take(all.slice(at, at + LINES_A_TIME))).toMatchObject({ rejected: [] })
    answer = (await bench.ask('channel-experience', { ...WHOLE, limit: '1000' })) as Answer
  }, 0)
  afterAll(() => bench?.close())

  const bought = (): readonly Row[] => answer.rows.filter(({ sellIn }) => sellIn.agreements > 0)
  const amount = (rows: readonly Row[]): number => rows.reduce((sum, { sellIn }) => sum + Number(sellIn.money.accrued.find((one) => one.currency === currency)?.amount ?? 0), 0)

  test('resellers_with_sales: intermediaries with sell-in; the others bought nothing and stand in no chain', () => {
    expect(bought()).toHaveLength(expected.resellers_with_sales as number)
    expect(answer.intermediaries).toBe(expected.resellers_with_sales)
  })

  test('reseller_types: how many of each kind, and what they bought for', () => {
    for (const [type, { with_sales: withSales, revenue }] of Object.entries(expected.reseller_types as Record<string, { with_sales: number; revenue: number }>)) {
      const rows = bought().filter(({ category }) => category === type)
      expect(rows, type).toHaveLength(withSales)
      // Each order is rounded to the cent so that a year adds up; a kind of reseller is off by a few cents at most.
      expect(Math.abs(amount(rows) - revenue), type).toBeLessThan(0.06)
    }
  })

  test('late_shipments: none, of all orders', () => {
    expect(answer.late.buys).toMatchObject({ n: orders.length, late: (expected.late_shipments as { reseller: number }).reseller })
    expect(answer.late.sells.n).toBe(0)
  })

  test('every piece of sell-in is counted, and nothing is claimed of end users whom no file knows', () => {
    expect(answer.rows.reduce((sum, { sellIn }) => sum + (sellIn.units ?? 0), 0)).toBe(orders.reduce((sum, { items }) => sum + items, 0))
    for (const { seen, unseen, sellThrough } of answer.rows) expect([seen.users, unseen.silent, sellThrough.units]).toEqual([0, true, 0])
    expect(answer.heard).toBe(0)
    expect(answer.split.tooFew).toBe('nothing-heard')
  })
})
