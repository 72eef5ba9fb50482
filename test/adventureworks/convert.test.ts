import { describe, expect, test } from 'vitest'
import { convert, type Line, type Order, ordersOf } from './convert.ts'
import { rowsOfCsv } from './csv.ts'
import { type AdventureWorks, adventureWorksFolder, readAdventureWorks, readExpected } from './data.ts'
import { isWithin, questions } from './expected.ts'

test('a small CSV reader understands quotes, empty fields and both line ends', () => {
  expect(rowsOfCsv('a,b,c\r\n1,"x, ""y""\nz",\n,2,3\n')).toEqual([
    { a: '1', b: 'x, "y"\nz', c: '' },
    { a: '', b: '2', c: '3' },
  ])
})

const folder = adventureWorksFolder(process.env.HATRACK_TEST_DATA)
const data = readAdventureWorks(folder)

if (data === null) console.warn(`AdventureWorks is not tested: there is no data in ${folder}; set HATRACK_TEST_DATA to the folder that holds 'adventureworks'`)

describe.skipIf(data === null)('AdventureWorks as evidence lines', () => {
  const known = data as AdventureWorks
  const expected = data === null ? {} : readExpected(folder)
  const lines: readonly Line[] = data === null ? [] : [...convert(known)]
  const orders: readonly Order[] = data === null ? [] : ordersOf(known)
  const ofType = (type: string) => lines.filter((line) => line.type === type)

  test('reads all rows of the files', () => {
    const rows = expected.rows as Record<string, number>
    expect(known.customers.length).toBe(rows.customers)
    expect(known.internetSales.length).toBe(rows.internet_sales)
    expect(known.resellers.length).toBe(rows.resellers)
    expect(known.resellerSales.length).toBe(rows.reseller_sales)
    expect(known.contacts.length).toBe(rows.oltp_business_contact)
    expect(known.prospects.length).toBe(rows.prospective_buyers)
    expect(known.surveyResponses.length).toBe(rows.survey_response)
    expect(orders.reduce((sum, order) => sum + order.lines, 0)).toBe((rows.internet_sales ?? 0) + (rows.reseller_sales ?? 0))
  })

  test('makes direct customers persons and resellers organizations', () => {
    const parties = ofType('party')
    expect(parties.filter((line) => line.source === 'internet' && line.kind === 'person').length).toBe(expected.direct_customers)
    expect(parties.filter((line) => line.source === 'reseller' && line.kind === 'organization').length).toBe(expected.resellers_master)
    const contactsOfStores = expected.stores_with_contact_person as { contacts: number }
    expect(ofType('membership').length).toBe(contactsOfStores.contacts)
    expect(new Set(ofType('membership').map((line) => line.organization)).size).toBe(expected.resellers_master)
    const roles = expected.store_contact_roles as Record<string, number>
    expect(ofType('membership').filter((line) => line.function === 'decider').length).toBe(roles.Owner)
    expect(ofType('membership').filter((line) => line.function === 'billing').length).toBe(
      (roles['Purchasing Manager'] ?? 0) + (roles['Purchasing Agent'] ?? 0),
    )
  })

  test('never gives two parties the same identifier', () => {
    const ids = ofType('party').flatMap((line) => line.ids as string[])
    expect(new Set(ids.map((id) => id.toLowerCase())).size).toBe(ids.length)
  })

  test('has unique keys per type and source, and agreement keys unique in all', () => {
    const keys = lines.map((line) => `${line.type} ${line.source} ${line.key}`)
    expect(new Set(keys).size).toBe(keys.length)
    expect(new Set(ofType('agreement').map((line) => line.key)).size).toBe(ofType('agreement').length)
  })

  test('writes amounts with the two digits of the currency', () => {
    for (const line of [...ofType('agreement'), ...ofType('payment')]) expect(line.amount).toMatch(/^\d+\.\d\d$/)
  })

  test('sums up to the revenue of each channel and year, to the cent', () => {
    const revenue = expected.revenue_by_channel_year as Record<string, { direct: number; reseller: number }>
    for (const [year, { direct, reseller }] of Object.entries(revenue)) {
      for (const type of ['agreement', 'payment']) {
        const sum = (source: string) => cents(ofType(type).filter((line) => line.source === source && String(line.from ?? line.at).startsWith(year)))
        expect({ type, year, direct: sum('internet'), reseller: sum('reseller') }).toEqual({
          type,
          year,
          direct: Math.round(direct * 100),
          reseller: Math.round(reseller * 100),
        })
      }
    }
  })

  test('counts the orders of each channel and year', () => {
    const byYear = expected.orders_by_channel_year as Record<string, { direct: number; reseller: number }>
    for (const [year, { direct, reseller }] of Object.entries(byYear)) {
      expect(orders.filter((order) => order.channel === 'internet' && order.day.startsWith(year)).length).toBe(direct)
      expect(orders.filter((order) => order.channel === 'reseller' && order.day.startsWith(year)).length).toBe(reseller)
    }
  })

  test('lets every direct customer use what was shipped, and no reseller', () => {
    expect(new Set(ofType('usage').map((line) => line.party)).size).toBe(expected.direct_customers)
    expect(ofType('usage').every((line) => String(line.party).startsWith('user:'))).toBe(true)
    const survey = expected.survey as { responses: number; respondents: number }
    expect(ofType('feedback').length).toBe(survey.responses)
    expect(new Set(ofType('feedback').map((line) => line.party)).size).toBe(survey.respondents)
  })

  test('asks questions that the orders themselves answer as expected', () => {
    const asked = questions(expected, orders)
    expect(new Set(asked.map(({ name }) => name)).size).toBe(asked.length)
    const answers = simpleAnswers(orders, known)
    for (const { name, study, params, read, expected: wanted, tolerance } of asked) {
      const answer = answers(study, params)
      if (answer === null) continue
      expect({ name, actual: read(answer), ok: isWithin(wanted, read(answer), tolerance) }).toMatchObject({ name, ok: true })
    }
  })
})

function cents(lines: readonly Line[]): number {
  return lines.reduce((sum, line) => sum + Math.round(Number(line.amount) * 100), 0)
}

/** What the answers must be here, where every purchase is paid at once and used by its buyer or unseen: counted from the orders. */
function simpleAnswers(orders: readonly Order[], data: AdventureWorks): (study: string, params: Readonly<Record<string, string>>) => unknown {
  const names = new Map<string, string>()
  for (const row of data.resellers) names.set(`account:${row.ResellerAlternateKey}`, row.ResellerName ?? '')
  for (const row of data.customers) names.set(`user:${row.CustomerAlternateKey}`, `${row.FirstName} ${row.LastName}`)
  return (study, { from = '', to = '' }) => {
    const inWindow = orders.filter((order) => from <= order.day && order.day < to)
    const money = (minor: number) => (minor / 100).toFixed(2)
    const total = (list: readonly Order[]) => money(list.reduce((sum, order) => sum + order.amountMinor, 0))
    if (study === 'money') {
      const sources = (['internet', 'reseller'] as const).map((source) => ({
        source,
        currency: 'USD',
        in: total(inWindow.filter((order) => order.channel === source)),
        unknown: '0.00',
      }))
      return { sources, agreements: [{ currency: 'USD', accrued: total(inWindow) }] }
    }
    if (study === 'unused-money') {
      return {
        agreements: inWindow.map((order) => ({
          buyer: { id: order.buyer, kind: order.channel === 'internet' ? 'person' : 'organization', name: names.get(order.buyer) },
          accrued: money(order.amountMinor),
          users: order.channel === 'internet' ? 1 : 0,
        })),
      }
    }
    if (study !== 'overlap') return null
    const buyers = (list: readonly Order[]) => new Set(list.map((order) => order.buyer))
    const customers = buyers(orders.filter((order) => order.day < to))
    const earlier = buyers(orders.filter((order) => order.day < from))
    const payingOrganizations = [...customers].filter((buyer) => buyer.startsWith('account:')).length
    return {
      customers: customers.size,
      newCustomers: customers.size - earlier.size,
      customersThatUse: [...customers].filter((buyer) => buyer.startsWith('user:')).length,
      payersThatNeverUse: 0,
      payersWithoutKnownDecider: payingOrganizations,
    }
  }
}
