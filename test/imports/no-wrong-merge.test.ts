import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { ImportState } from '../../src/imports/import-state.ts'
import { importFiles } from '../data-sets/importing.ts'
import { type Bench, openBench } from '../harness/workspace.ts'

type Files = Readonly<Record<string, string>>

const text = (...lines: readonly string[]): string => `${lines.join('\n')}\n`

interface Answers {
  readonly imports: readonly ImportState[]
  /** The identifiers of the parties that these identifiers name, each party once. */
  parties(...ids: readonly string[]): Promise<readonly string[]>
  ask<T>(study: string, params?: Readonly<Record<string, string>>): Promise<T>
  undo(id: string): Promise<void>
}

/** Takes one import after the other, each with its files, as a person does on the page. */
async function taken(imports: readonly Files[], look: (answers: Answers) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'hatrack-no-wrong-merge-'))
  let bench: Bench | null = null
  try {
    const opened = bench = await openBench({ now: () => Date.parse('2026-05-01T00:00:00Z') })
    const states: ImportState[] = []
    for (const files of imports) {
      for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content)
      const money = Object.fromEntries(Object.keys(files).filter((name) => /invoice|feb|jan/.test(name)).map((name) => [name, { constants: { currency: 'EUR', product: 'app' } }]))
      states.push(await importFiles(opened, folder, Object.keys(files), money))
    }
    await look({
      imports: states,
      parties: async (...ids) => {
        const found = new Set<string>()
        for (const id of ids) found.add(((await opened.ask('party', { party: id })) as { readonly party: { readonly identifiers: readonly string[] } }).party.identifiers.join(' '))
        return [...found]
      },
      ask: async <T>(study: string, params: Readonly<Record<string, string>> = {}) => (await opened.ask(study, params)) as T,
      undo: async (id) => {
        await opened.workspace.imports.undo(id)
        await opened.workspace.imports.settled(id)
        await opened.workspace.caughtUp()
      },
    })
  } finally {
    await bench?.close()
    await rm(folder, { recursive: true, force: true })
  }
}

interface Warnings { readonly warnings: readonly { readonly code: string; readonly import: string | null; readonly examples: readonly string[] }[] }
interface Review { readonly review: readonly { readonly ids: readonly string[]; readonly reason: string }[] }
interface Cards { readonly cards: readonly { readonly kind: string; readonly a: Side; readonly b: Side }[] }
interface Side { readonly party: { readonly identifiers: readonly string[] } }

const STRIPE = 'id,Description,Email,Name,Created (UTC),Delinquent,Currency'
const INVOICES = 'invoice_number,customer_id,customer_name,email,invoice_date,amount'
const COMPANIES = 'Record ID,Company name,Company Domain Name'

describe('two customers with addresses at one domain stay two', () => {
  test.each<{ title: string; imports: readonly Files[]; firms: readonly string[]; domain: string }>([
    {
      title: 'customers of Stripe in one file', firms: ['stripe:cus_1', 'stripe:cus_2'], domain: 'domain:agency.com',
      imports: [{ 'customers.csv': text(STRIPE, 'cus_1,,mia@agency.com,Acme Ltd,2026-01-01 10:00,false,eur', 'cus_2,,tom@agency.com,Beta Ltd,2026-01-01 10:00,false,eur') }],
    },
    {
      title: 'customers of Stripe in two files', firms: ['stripe:cus_1', 'stripe:cus_2'], domain: 'domain:agency.com',
      imports: [{ 'customers.csv': text(STRIPE, 'cus_1,,mia@agency.com,Acme Ltd,2026-01-01 10:00,false,eur') }, { 'customers.csv': text(STRIPE, 'cus_2,,tom@agency.com,Beta Ltd,2026-01-01 10:00,false,eur') }],
    },
    {
      title: 'invoices of two months by one bookkeeper', firms: ['customer:7', 'customer:8'], domain: 'domain:bookkeeping.com',
      imports: [{ 'jan.csv': text(INVOICES, 'I1,7,Acme Ltd,mia@bookkeeping.com,2026-01-03,100.00') }, { 'feb.csv': text(INVOICES, 'I2,8,Beta Ltd,tom@bookkeeping.com,2026-02-03,200.00') }],
    },
    {
      title: 'companies of HubSpot in two exports', firms: ['hubspot-company:1', 'hubspot-company:2'], domain: 'domain:acme.com',
      imports: [{ 'companies-emea.csv': text(COMPANIES, '1,Acme GmbH,acme.com') }, { 'companies-us.csv': text(COMPANIES, '2,Acme Inc,acme.com') }],
    },
    {
      title: 'a company of HubSpot and a customer of Stripe', firms: ['hubspot-company:1', 'stripe:cus_2'], domain: 'domain:agency.com',
      imports: [{ 'companies.csv': text(COMPANIES, '1,Agency,agency.com') }, { 'customers.csv': text(STRIPE, 'cus_2,,tom@agency.com,Beta Ltd,2026-01-01 10:00,false,eur') }],
    },
  ])('$title', ({ imports, firms, domain }) => taken(imports, async ({ parties, ask }) => {
    expect(await parties(...firms, domain)).toEqual([...firms, domain])
    const { review } = await ask<Review>('sources')
    expect(review.map(({ ids }) => ids)).toEqual(firms.map((firm) => [firm, domain]))
    expect(new Set(review.map(({ reason }) => reason))).toEqual(new Set(['several have addresses at this domain; it is nobody’s by a guess']))
    const told = (await ask<Warnings>('data-warnings')).warnings.filter(({ code, import: from }) => code === 'shared-domain' && from === null)
    expect(told).toMatchObject([{ examples: [expect.stringContaining(`${domain.slice('domain:'.length)}: `)] }])
    const { cards } = await ask<Cards>('identity-review')
    for (const firm of firms) expect(cards.some(({ a, b }) => [a, b].some(({ party }) => party.identifiers.includes(firm)) && [a, b].some(({ party }) => party.identifiers.includes(domain)))).toBe(true)
  }))

  test('and who took the domain alone gives it back when another claims it; taken back, it has it again', () => taken([
    { 'customers.csv': text(STRIPE, 'cus_1,,mia@agency.com,Acme Ltd,2026-01-01 10:00,false,eur') },
    { 'customers.csv': text(STRIPE, 'cus_2,,tom@agency.com,Beta Ltd,2026-01-01 10:00,false,eur') },
  ], async ({ imports, parties, undo }) => {
    expect(await parties('stripe:cus_1')).toEqual(['stripe:cus_1'])
    await undo(imports[1]?.id as string)
    expect(await parties('stripe:cus_1')).toEqual(['domain:agency.com stripe:cus_1'])
  }))
})

describe('firms that are known by name alone', () => {
  const users = (company: string, id: string): string => text('user_id,email,company', `${id},${id}@example.org,${company}`)
  const invoices = (customer: string, id: string): string => text('invoice_number,customer_name,invoice_date,amount', `${id},${customer},2026-01-03,10.00`)

  test('a shorter name is the fuller one within one import, and no line joins two names', () => taken([
    { 'users.csv': users('Acme', 'u1'), 'invoices.csv': invoices('Acme Inc.', 'I1') }, { 'users.csv': users('Acme', 'u3'), 'invoices.csv': invoices('Acme GmbH', 'I7') },
  ], async ({ parties, ask }) => {
    expect(await parties('name:acme inc.', 'name:acme gmbh')).toEqual(['name:acme inc.', 'name:acme gmbh'])
    const { memberships } = await ask<{ readonly memberships: readonly { readonly organization: { readonly identifiers: readonly string[] } }[] }>('party', { party: 'user:u1' })
    expect(memberships.map(({ organization }) => organization.identifiers)).toContainEqual(['name:acme inc.'])
  }))

  test('over imports two spellings stay two, and are proposed as one', () => taken([{ 'users.csv': users('Acme Widgets', 'u1') }, { 'invoices.csv': invoices('Acme Widgets Inc.', 'I1') }], async ({ parties, ask }) => {
    expect(await parties('name:acme widgets', 'name:acme widgets inc.')).toHaveLength(2)
    const { cards } = await ask<Cards>('identity-review')
    expect(cards.map(({ kind, a, b }) => [kind, ...a.party.identifiers, ...b.party.identifiers].sort())).toContainEqual(['name:acme widgets', 'name:acme widgets inc.', 'same-organization'])
  }))
})
