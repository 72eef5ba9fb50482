import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { type Row, rowsOfCsv } from './csv.ts'

/** The files of AdventureWorks that Hatrack has a use for. */
export interface AdventureWorks {
  readonly customers: readonly Row[]
  readonly internetSales: readonly Row[]
  readonly resellers: readonly Row[]
  readonly resellerSales: readonly Row[]
  readonly geography: readonly Row[]
  /** Accounts of the shop's own database: which store stands behind a reseller's account. */
  readonly accounts: readonly Row[]
  readonly contacts: readonly Row[]
  readonly prospects: readonly Row[]
  readonly surveyResponses: readonly Row[]
  /** Versions of articles, each with its subcategory. */
  readonly products: readonly Row[]
}

/** Where the data folder is: `HATRACK_TEST_DATA`, else beside the repository. */
export function adventureWorksFolder(testData: string | undefined): string {
  return testData === undefined || testData === '' ? resolve(import.meta.dirname, '../../../shared/data/adventureworks') : join(testData, 'adventureworks')
}

/** Null where the folder is absent; the data is too large for the repository. */
export function readAdventureWorks(folder: string): AdventureWorks | null {
  if (!existsSync(join(folder, 'expected.json'))) return null
  const read = (name: string) => {
    const bytes = readFileSync(join(folder, name))
    return rowsOfCsv((name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8'))
  }
  return {
    customers: read('customers.csv.gz'),
    internetSales: read('internet_sales.csv.gz'),
    resellers: read('resellers.csv'),
    resellerSales: read('reseller_sales.csv.gz'),
    geography: read('geography.csv'),
    accounts: read('oltp_customer.csv.gz'),
    contacts: read('oltp_business_contact.csv'),
    prospects: read('prospective_buyers.csv.gz'),
    surveyResponses: read('survey_response.csv'),
    products: read('products.csv'),
  }
}

/** The expected answers that come with the data: `value` by name. */
export function readExpected(folder: string): Readonly<Record<string, unknown>> {
  const file = JSON.parse(readFileSync(join(folder, 'expected.json'), 'utf8')) as { answers: Record<string, { value: unknown }> }
  return Object.fromEntries(Object.entries(file.answers).map(([name, { value }]) => [name, value]))
}
