import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { ImportState } from '../../src/imports/import-state.ts'
import type { TablePlan } from '../../src/imports/plan.ts'
import { type Correction, importFiles } from '../data-sets/importing.ts'
import { type Bench, openBench } from '../harness/workspace.ts'

const text = (...lines: readonly string[]): string => `${lines.join('\n')}\n`

/** An invoice export and a user list, as two systems write them: nobody prepared one for the other. */
interface Case {
  readonly title: string
  readonly files: Readonly<Record<string, string>>
  /** Users by who paid for their use. */
  readonly paid: Readonly<Record<string, number>>
  /** Codes of warnings that must be told, and of no others about ids and names. */
  readonly told?: readonly string[]
  readonly namespaces?: Readonly<Record<string, string>>
}

const INVOICES = 'invoice_id,customer_id,amount,currency,period_start,period_end,invoice_date'
const USERS = 'user_id,email,name,company_id,last_active'
const invoice = (id: string, customer: string): string => `${id},${customer},100.00,EUR,2026-01-01,2026-04-01,2026-01-01`

const CASES: readonly Case[] = [
  {
    title: 'ids with letters under different headers, of which some never paid',
    files: {
      'invoices.csv': text(INVOICES, invoice('i1', 'a1'), invoice('i2', 'a2')),
      'users.csv': text(USERS, 'u1,ann@example.org,Ann Abel,a1,2026-02-03', 'u2,bob@example.org,Bob Best,a2,2026-02-03', 'u3,cy@example.org,Cy Cole,a9,2026-02-03'),
    },
    paid: { organization: 2, nobody: 1 }, namespaces: { 'invoices.csv customer': 'account', 'users.csv account': 'account' },
  },
  {
    title: 'the same header',
    files: {
      'invoices.csv': text(INVOICES, invoice('i1', '1'), invoice('i2', '2')),
      'users.csv': text('user_id,email,name,customer_id,last_active', '1,ann@example.org,Ann Abel,1,2026-02-03', '2,bob@example.org,Bob Best,2,2026-02-03', '3,cy@example.org,Cy Cole,1,2026-02-03'),
    },
    paid: { organization: 3 },
  },
  {
    title: 'numbers under different headers, the only ids of organizations on both sides',
    files: {
      'invoices.csv': text(INVOICES, invoice('i1', '1'), invoice('i2', '2')),
      'users.csv': text(USERS, '1,ann@example.org,Ann Abel,1,2026-02-03', '2,bob@example.org,Bob Best,2,2026-02-03', '3,cy@example.org,Cy Cole,2,2026-02-03'),
    },
    paid: { organization: 3 }, told: ['same-ids'],
  },
  {
    title: 'numbers of which too few occur on both sides stay apart',
    files: {
      'invoices.csv': text(INVOICES, invoice('i1', '1'), invoice('i2', '7'), invoice('i3', '8')),
      'users.csv': text(USERS, 'u1,ann@example.org,Ann Abel,1,2026-02-03', 'u2,bob@example.org,Bob Best,2,2026-02-03', 'u3,cy@example.org,Cy Cole,3,2026-02-03'),
    },
    paid: { nobody: 3 },
  },
  {
    title: 'e-mail addresses alone: a billing address at the firm’s domain, users with addresses of work',
    files: {
      'invoices.csv': text('invoice_number,billing_email,amount,currency,period_start,period_end,invoice_date', 'R1,billing@acme.com,100.00,EUR,2026-01-01,2026-04-01,2026-01-01', 'R2,accounts@globex.com,10.00,EUR,2026-01-01,2026-04-01,2026-01-01'),
      'users.csv': text('user_id,email,name,last_active', 'u1,ann@acme.com,Ann Abel,2026-02-03', 'u2,bob@globex.com,Bob Best,2026-02-03', 'u3,cy@gmail.com,Cy Cole,2026-02-03'),
    },
    paid: { organization: 2, nobody: 1 },
  },
  {
    title: 'names alone, with and without their legal forms',
    files: {
      'invoices.csv': text('invoice_number,customer,amount,currency,period_start,period_end,invoice_date', 'R1,Acme Inc.,100.00,EUR,2026-01-01,2026-04-01,2026-01-01', 'R2,"Globex, LLC",10.00,EUR,2026-01-01,2026-04-01,2026-01-01', 'R3,Initech GmbH,10.00,EUR,2026-01-01,2026-04-01,2026-01-01'),
      'users.csv': text('user_id,email,name,company,last_active', 'u1,ann@example.org,Ann Abel,ACME,2026-02-03', 'u2,bob@example.org,Bob Best,Globex LLC,2026-02-03', 'u3,cy@example.org,Cy Cole,Initec,2026-02-03'),
    },
    paid: { organization: 2, nobody: 1 }, told: ['near-name'],
  },
  {
    title: 'a name without a legal form, where two firms have it: neither',
    files: {
      'invoices.csv': text('invoice_number,customer,amount,currency,period_start,period_end,invoice_date', 'R1,Acme Inc.,100.00,EUR,2026-01-01,2026-04-01,2026-01-01', 'R2,Acme GmbH,10.00,EUR,2026-01-01,2026-04-01,2026-01-01'),
      'users.csv': text('user_id,email,name,company,last_active', 'u1,ann@example.org,Ann Abel,Acme,2026-02-03', 'u2,bob@example.org,Bob Best,Acme GmbH,2026-02-03'),
    },
    paid: { organization: 1, nobody: 1 }, told: ['near-name'],
  },
  {
    title: 'a German export with semicolons and decimal commas beside an English one',
    files: {
      'rechnungen.csv': text('Rechnungsnummer;Kundennummer;Betrag;Währung;Leistung von;Leistung bis;Rechnungsdatum', 'R1;K-17;1.100,00;EUR;01.01.2026;31.03.2026;02.01.2026', 'R2;K-18;90,50;EUR;01.01.2026;31.03.2026;02.01.2026'),
      'users.csv': text(USERS, 'u1,ann@example.org,Ann Abel,K-17,2026-02-03', 'u2,bob@example.org,Bob Best,K-18,2026-02-03'),
    },
    paid: { organization: 2 },
  },
  {
    title: 'an account’s id in the user list, a firm’s name in the invoices, and a list of accounts that knows both',
    files: {
      'invoices.csv': text('invoice_number,customer,amount,currency,period_start,period_end,invoice_date', 'R1,Acme Inc.,100.00,EUR,2026-01-01,2026-04-01,2026-01-01', 'R2,Globex LLC,10.00,EUR,2026-01-01,2026-04-01,2026-01-01'),
      'users.csv': text(USERS, 'u1,ann@example.org,Ann Abel,a1,2026-02-03', 'u2,bob@example.org,Bob Best,a2,2026-02-03'),
      'accounts.csv': text('id,name', 'a1,Acme', 'a2,Globex LLC'),
    },
    paid: { organization: 2 },
  },
  {
    title: 'the user list itself says how its accounts are called',
    files: {
      'invoices.csv': text('invoice_number,customer,amount,currency,period_start,period_end,invoice_date', 'R1,Acme Inc.,100.00,EUR,2026-01-01,2026-04-01,2026-01-01', 'R2,Globex LLC,10.00,EUR,2026-01-01,2026-04-01,2026-01-01'),
      'users.csv': text('user_id,email,name,company_id,company,last_active', 'u1,ann@example.org,Ann Abel,a1,Acme Inc,2026-02-03', 'u2,bob@example.org,Bob Best,a2,Globex,2026-02-03'),
    },
    paid: { organization: 2 },
  },
  {
    title: 'a shop: its customers are its users',
    files: {
      'orders.csv': text('order_id,customer_id,amount,currency,order_date', 'o1,u1,10.00,EUR,2026-01-01', 'o2,u2,20.00,EUR,2026-01-01'),
      'users.csv': text('user_id,email,name,last_active', 'u1,ann@gmail.com,Ann Abel,2026-02-03', 'u2,bob@gmail.com,Bob Best,2026-02-03', 'u3,cy@gmail.com,Cy Cole,2026-02-03'),
    },
    paid: { self: 2, nobody: 1 }, namespaces: { 'orders.csv customer': 'user' },
  },
]

const NUMBERS = {
  'invoices.csv': text(INVOICES, invoice('i1', '1'), invoice('i2', '2')),
  'users.csv': text(USERS, 'u1,ann@example.org,Ann Abel,1,2026-02-03', 'u2,bob@example.org,Bob Best,2,2026-02-03'),
}

interface Taken {
  readonly state: ImportState
  readonly paid: Readonly<Record<string, number>>
}

/** Takes the files into a workspace of their own, and asks who paid for the use. */
async function taken(files: Readonly<Record<string, string>>, corrections: Readonly<Record<string, Correction>> = {}): Promise<Taken> {
  const folder = await mkdtemp(join(tmpdir(), 'hatrack-two-files-'))
  let bench: Bench | null = null
  try {
    bench = await openBench({ now: () => Date.parse('2026-05-01T00:00:00Z') })
    for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content)
    const state = await importFiles(bench, folder, Object.keys(files), corrections)
    const { kinds } = (await bench.ask('payers-of-use', { product: 'product', from: '2026-01-01', to: '2026-04-01' })) as { readonly kinds: readonly { readonly kind: string; readonly users: number }[] }
    return { state, paid: Object.fromEntries(kinds.filter(({ users }) => users > 0).map(({ kind, users }) => [kind, users])) }
  } finally {
    await bench?.close()
    await rm(folder, { recursive: true, force: true })
  }
}

const ABOUT_IDS = ['same-ids', 'ids-apart', 'near-name', 'account-unknown']

function namespaceIn(plans: readonly TablePlan[], place: string): string | undefined {
  const [table, field] = place.split(' ') as [string, string]
  return plans.find((plan) => plan.table === table)?.fields[field]?.reading?.namespace
}

describe('an invoice export and a user list', () => {
  test.each(CASES)('$title', async ({ files, paid, told = [], namespaces = {} }) => {
    const answer = await taken(files)
    expect(answer.paid).toEqual(paid)
    expect([...new Set(answer.state.warnings.map(({ code }) => code).filter((code) => ABOUT_IDS.includes(code)))]).toEqual(told)
    const plans = answer.state.tables.map(({ plan }) => plan)
    expect(Object.fromEntries(Object.keys(namespaces).map((place) => [place, namespaceIn(plans, place)]))).toEqual(namespaces)
  })

  test('a person may say that the same numbers are other things, and is told what follows', async () => {
    const { state, paid } = await taken(NUMBERS, { 'invoices.csv': { namespaces: { customer: 'customer' } } })
    expect(paid).toEqual({ nobody: 2 })
    expect(state.warnings.map(({ code }) => code)).toEqual(['ids-apart'])
    expect(state.warnings[0]).toMatchObject({ count: 2, says: expect.stringContaining('100 % of the numbers in customer_id of invoices.csv occur in company_id of users.csv'), mend: expect.stringContaining('--namespace invoices.csv:customer=account') })
  })

  test('a table that a person says is of another kind takes the names of ids from the tables beside it', async () => {
    const { state, paid } = await taken({
      'bookings.csv': text('reference,client_number,worth,money,begins', 'b1,a1,100.00,EUR,2026-01-01', 'b2,a2,90.00,EUR,2026-01-01'),
      'users.csv': text(USERS, 'u1,ann@example.org,Ann Abel,a1,2026-02-03', 'u2,bob@example.org,Bob Best,a2,2026-02-03'),
    }, {
      'bookings.csv': { kind: 'subscriptions', fields: { id: 'reference', amount: 'worth', currency: 'money', from: 'begins' }, constants: { interval: 'year', product: 'product' } },
    })
    expect(state.tables.map(({ plan }) => plan.because)).toContain('so it was said')
    expect(namespaceIn(state.tables.map(({ plan }) => plan), 'bookings.csv customer')).toBe('account')
    expect(paid).toEqual({ organization: 2 })
  })
})
