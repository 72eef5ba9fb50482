import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { type Row, rowsOfCsv } from '../adventureworks/csv.ts'

const DAY_MS = 86_400_000
const USERS_OF_ACCOUNT = 4
const VAT = 119n
const FIRST_NAMES = ['Ann', 'Ben', 'Cleo', 'Dan', 'Eva', 'Finn', 'Gia', 'Hugo']
const LAST_NAMES = ['Adler', 'Brandt', 'Costa', 'Duval', 'Ehlers', 'Fonseca', 'Grant', 'Huber', 'Ito', 'Jansen']

/** Two files as a head of product would have them, and what must come of them. */
export interface SaasExports {
  /** Semicolons, decimal commas, days first. */
  readonly invoices: string
  /** Commas, instants in ISO. */
  readonly users: string
  readonly invoiceRows: number
  readonly userRows: number
  /** Of the 30 days before `today`. */
  readonly paidCents: bigint
  readonly invoicedCents: bigint
  readonly activeUsers: number
}

/** Where the data folder is: `HATRACK_TEST_DATA`, else beside the repository. */
export function saasFolder(testData: string | undefined): string {
  return testData === undefined || testData === '' ? resolve(import.meta.dirname, '../../../shared/data/ravenstack_saas') : join(testData, 'ravenstack_saas')
}

function read(folder: string, name: string): readonly Row[] {
  const bytes = readFileSync(join(folder, name))
  return rowsOfCsv((name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8'))
}

function dayAfter(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10)
}

/** 2026-01-31 as 31.01.2026. */
function germanDay(day: string): string {
  return day.split('-').reverse().join('.')
}

/** 123456 as 1.234,56. */
function germanAmount(cents: bigint): string {
  const text = cents.toString().padStart(3, '0')
  return `${text.slice(0, -2).replace(/\B(?=(\d{3})+$)/g, '.')},${text.slice(-2)}`
}

function domainOf(account: Row): string {
  return `${(account.account_name ?? '').toLowerCase().replace(/[^a-z0-9]/g, '')}.com`
}

/**
 * Made from a public data set of accounts, subscriptions and use, its last day moved to yesterday. Null where the data is absent.
 * Invoices: the last one of each paid subscription that runs at the end, with VAT. Users: up to four of an account, with the last use among their share of it.
 */
export function saasExports(folder: string, today: string): SaasExports | null {
  if (!existsSync(join(folder, 'expected.json'))) return null
  const accounts = new Map(read(folder, 'accounts.csv').map((row) => [row.account_id ?? '', row]))
  const subscriptions = read(folder, 'subscriptions.csv.gz')
  const use = read(folder, 'feature_usage.csv.gz')
  const last = use.map((row) => row.usage_date ?? '').sort().at(-1) ?? today
  const shift = Math.round((Date.parse(`${today}T00:00:00Z`) - Date.parse(`${last}T00:00:00Z`)) / DAY_MS) - 1
  const since = dayAfter(today, -30)

  const invoices = ['Invoice number;Customer;Billing e-mail;Invoice date;Period start;Period end;Plan;Seats;Amount;Currency;Status']
  let paidCents = 0n
  let invoicedCents = 0n
  let number = 0
  for (const row of subscriptions) {
    const account = accounts.get(row.account_id ?? '')
    if (!account || row.end_date !== '' || row.mrr_amount === '0' || row.mrr_amount === undefined) continue
    const isMonthly = row.billing_frequency === 'monthly'
    const interval = isMonthly ? 30 : 365
    const start = dayAfter(row.start_date ?? last, shift)
    const daysAgo = Math.round((Date.parse(`${today}T00:00:00Z`) - Date.parse(`${start}T00:00:00Z`)) / DAY_MS)
    const at = dayAfter(start, Math.max(0, Math.floor((daysAgo - 1) / interval)) * interval)
    const cents = BigInt((isMonthly ? row.mrr_amount : row.arr_amount) ?? '0') * VAT
    invoicedCents += cents
    if (at >= since && at < today) paidCents += cents
    const cells = [`R-${10_000 + ++number}`, account.account_name, `billing@${domainOf(account)}`, germanDay(at), germanDay(at), germanDay(dayAfter(at, interval)), row.plan_tier, row.seats, germanAmount(cents), 'EUR', 'paid']
    invoices.push(cells.join(';'))
  }

  const accountOf = new Map(subscriptions.map((row) => [row.subscription_id, row.account_id ?? '']))
  const lastUse = new Map<string, string>()
  for (const row of use) {
    const place = Number.parseInt((row.usage_id ?? '').slice(-1), 16) % USERS_OF_ACCOUNT
    const user = `${accountOf.get(row.subscription_id) ?? ''} ${place}`
    const day = dayAfter(row.usage_date ?? last, shift)
    if (day > (lastUse.get(user) ?? '')) lastUse.set(user, day)
  }
  const users = ['Email,Full name,Company,Last seen']
  let activeUsers = 0
  for (const [user, day] of lastUse) {
    const [id = '', place = '0'] = user.split(' ')
    const account = accounts.get(id)
    if (!account) continue
    const order = [...accounts.keys()].indexOf(id)
    const first = FIRST_NAMES[(order + Number(place)) % FIRST_NAMES.length] ?? ''
    const family = LAST_NAMES[(order * 3 + Number(place)) % LAST_NAMES.length] ?? ''
    if (day >= since && day < today) activeUsers++
    users.push([`${first}.${family}${place}@${domainOf(account)}`.toLowerCase(), `${first} ${family}`, account.account_name, `${day}T09:30:00Z`].join(','))
  }
  return { invoices: `${invoices.join('\r\n')}\r\n`, users: `${users.join('\n')}\n`, invoiceRows: invoices.length - 1, userRows: users.length - 1, paidCents, invoicedCents, activeUsers }
}
