import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Bench, openBench } from '../harness/workspace.ts'
import { adventureWorksFolder, readAdventureWorks, readExpected } from './data.ts'

const folder = adventureWorksFolder(process.env.HATRACK_TEST_DATA)
const data = readAdventureWorks(folder)
const ALL_TIME = { from: '2010-01-01', to: '2015-01-01' }

interface Experience { readonly voices: number; readonly givers: number; readonly bought: number; readonly used: number; readonly neither: number }
interface Voices { readonly total: number; readonly experience: Experience; readonly warnings: readonly string[] }

/** Each subcategory is a product here, since the survey asks about subcategories; what respondents bought of it is a purchase on the day of the order. */
function* linesOf({ products, internetSales, surveyResponses }: NonNullable<typeof data>): Generator<object> {
  const subcategoryOf = new Map(products.map((row) => [row.ProductKey, row.Subcategory]))
  const respondents = new Set(surveyResponses.map((row) => row.CustomerKey))
  const told = new Set<string>()
  for (const { CustomerKey: customer, ProductKey: product, OrderDate: from } of internetSales) {
    const subcategory = subcategoryOf.get(product)
    const key = `${customer} ${subcategory} ${from}`
    if (!respondents.has(customer) || !subcategory || told.has(key)) continue
    told.add(key)
    yield { type: 'agreement', key, kind: 'purchase', product: subcategory, buyer: `user:${customer}`, interval: 'once', amount: '1.00', currency: 'USD', from: String(from).slice(0, 10) }
  }
  for (const row of surveyResponses) yield { type: 'feedback', key: row.SurveyResponseKey, source: 'survey', party: `user:${row.CustomerKey}`, product: row.EnglishProductSubcategoryName, kind: 'expectation', at: `${row.Date}T12:00:00Z` }
}

describe.skipIf(data === null)(data === null ? `the survey of AdventureWorks (skipped: there is no data in ${folder}; HATRACK_TEST_DATA names another)` : 'the survey of AdventureWorks: opinions about what nobody had bought', () => {
  let bench: Bench
  const expected = data === null ? {} : ((readExpected(folder) as unknown as { survey: Record<string, number> }).survey ?? {})

  beforeAll(async () => {
    if (data === null) return
    bench = await openBench()
    await bench.take([...linesOf(data)])
  })
  afterAll(() => bench?.close())

  test('none of the answers is from somebody who had bought it by then, and that is said in plain words', async () => {
    const { total, experience, warnings } = (await bench.ask('voices', { ...ALL_TIME, limit: '1' })) as Voices
    expect(total).toBe(expected.responses)
    expect(experience).toEqual({ voices: expected.responses, givers: expected.respondents, bought: expected.responses_with_purchase_of_that_subcategory_on_or_before, used: 0, neither: expected.responses })
    expect(warnings).toEqual(['None of the 2,727 answers is from somebody who had bought or used what it is about by then: they say what people expect, not what they found.'])
  })

  test('so they all speak as neither users nor customers of it', async () => {
    expect(((await bench.ask('voices', { ...ALL_TIME, role: 'other', limit: '1' })) as Voices).total).toBe(expected.responses)
  })

  test('and it stands among the warnings about the data', async () => {
    const { warnings } = (await bench.ask('data-warnings', {})) as { readonly warnings: readonly { readonly code: string; readonly count: number; readonly says: string; readonly examples: readonly string[] }[] }
    const told = warnings.find(({ code }) => code === 'voices-of-strangers')
    expect(told?.count).toBe(expected.responses)
    expect(told?.says).toContain('2,727 answers')
  })

  test('had they answered after the last order, those who bought it one day would count as knowing it', async () => {
    const later = (data?.surveyResponses ?? []).map((row) => ({ type: 'feedback', key: row.SurveyResponseKey, source: 'survey', party: `user:${row.CustomerKey}`, product: row.EnglishProductSubcategoryName, kind: 'expectation', at: '2014-12-31T12:00:00Z' }))
    await bench.take(later)
    const { experience } = (await bench.ask('voices', { ...ALL_TIME, limit: '1' })) as Voices
    expect(experience.bought).toBe(expected.responses_with_any_purchase_of_that_subcategory)
  })
})
