import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { understand } from '../evidence/understand.ts'
import { lookAt } from './look.ts'
import { openConverter } from './open-converter.ts'
import type { RowOutcome } from './outcome.ts'
import type { DataWarning, Kind, TablePlan } from './plan.ts'
import { recognize, withKind } from './recognize.ts'
import { textTable, trialImport } from './trial.ts'

const NOW = Date.parse('2026-11-22T00:00:00Z')

function table(name: string, text: string) {
  const [columns = [], ...rows] = text.trim().split('\n').map((row) => row.split('|').map((cell) => cell.trim()))
  return textTable(name, columns, rows)
}

interface Converted {
  readonly plan: TablePlan
  readonly outcomes: readonly RowOutcome[]
  readonly warnings: readonly DataWarning[]
}

/** What becomes of the first table; the others stand beside it in the same import. */
async function converted(name: string, text: string, options: { constants?: Record<string, string>; kind?: Kind; beside?: readonly (readonly [name: string, text: string])[]; change?: (plan: TablePlan) => TablePlan } = {}): Promise<Converted> {
  const tables = [table(name, text), ...(options.beside ?? []).map(([other, content]) => table(other, content))]
  const looks = await Promise.all(tables.map((one) => lookAt(one)))
  const plans = recognize(looks, { kept: () => null, products: [], formats: [] }).map((plan, place) => {
    const said = place === 0 && options.kind ? withKind(looks[0] as Awaited<ReturnType<typeof lookAt>>, options.kind) : plan
    const whole = { ...said, constants: { currency: 'EUR', ...said.constants, ...(place === 0 ? options.constants : {}) } }
    return place === 0 && options.change ? options.change(whole) : whole
  })
  const others = tables.map((one, place) => ({ table: one, plan: plans[place] as TablePlan }))
  const converter = await openConverter({ plan: plans[0] as TablePlan, table: tables[0] as (typeof tables)[number], others, import: 'i1', now: NOW })
  const outcomes: RowOutcome[] = []
  for await (const rows of (tables[0] as (typeof tables)[number]).rows()) for (const row of rows) outcomes.push(converter.convert(row))
  for (const outcome of outcomes) if (outcome.kind === 'lines') for (const line of outcome.lines) expect(understand(line), JSON.stringify(line)).not.toHaveProperty('says')
  return { plan: plans[0] as TablePlan, outcomes, warnings: converter.warnings() }
}

function linesOf(outcome: RowOutcome | undefined): readonly unknown[] {
  if (outcome?.kind !== 'lines') throw new Error(JSON.stringify(outcome))
  return outcome.lines
}

function codes(warnings: readonly DataWarning[]): readonly (readonly [string, number])[] {
  return warnings.map(({ code, count }) => [code, count])
}

describe('users', () => {
  it('a list of users alone says who uses, and where', async () => {
    const { outcomes } = await converted('users.csv', `
      User ID | Email | Name | Account ID | Company | Role | Signed up | Last seen | Country
      u1 | Ann@Acme.com | Ann Smith | a1 | Acme Inc | Admin | 2026-01-10 | 2026-02-03 10:00 | AT
      u2 | bob@acme.com | Bob Reyes | a1 | Acme Inc | Member | 2026-01-11 | | DE`, { constants: { product: 'notes' } })
    expect(linesOf(outcomes[0])).toEqual([
      { type: 'party', key: 'user:u1', source: 'users', kind: 'person', ids: ['user:u1', 'email:ann@acme.com'], name: 'Ann Smith', traits: { Country: 'AT', joined: '2026-01-10', lastActive: '2026-02-03T10:00:00Z' } },
      { type: 'party', key: 'named account:a1', source: 'users', kind: 'organization', ids: ['account:a1'], name: 'Acme Inc' },
      { type: 'membership', key: 'user:u1', source: 'users', person: 'user:u1', organization: 'account:a1', function: 'admin', from: '2026-01-10' },
      { type: 'usage', key: 'user:u1 2026-02-03', source: 'users', party: 'user:u1', product: 'notes', event: 'last seen', at: '2026-02-03T10:00:00Z', account: 'account:a1' },
    ])
    expect(linesOf(outcomes[1]).map((line) => (line as { type: string }).type)).toEqual(['party', 'membership'])
  })

  it('an organization of which only the name is known is known by its name', async () => {
    const { outcomes } = await converted('users.csv', `
      email | company
      ann@acme.com | ACME  Inc
      bob@acme.com | Acme Inc`)
    expect(linesOf(outcomes[0])).toEqual([
      { type: 'party', key: 'email:ann@acme.com', source: 'users', kind: 'person', ids: ['email:ann@acme.com'] },
      { type: 'party', key: 'named name:acme inc', source: 'users', kind: 'organization', ids: ['name:acme inc'], name: 'ACME  Inc' },
      { type: 'membership', key: 'email:ann@acme.com', source: 'users', person: 'email:ann@acme.com', organization: 'name:acme inc' },
    ])
    expect(linesOf(outcomes[1])).toHaveLength(2)
  })

  it('... or by the id that another table of the import has for the name', async () => {
    const { outcomes, warnings } = await converted('users.csv', `
      email | company
      ann@acme.com | Acme Inc
      bob@globex.com | Globexx`, { beside: [['accounts.csv', `
      account_id | account_name
      a1 | ACME Inc
      a2 | Globex xx`]] })
    expect(linesOf(outcomes[0])).toContainEqual({ type: 'membership', key: 'email:ann@acme.com', source: 'users', person: 'email:ann@acme.com', organization: 'account:a1', inferred: true })
    expect(linesOf(outcomes[1])).toContainEqual(expect.objectContaining({ organization: 'name:globexx' }))
    expect(codes(warnings)).toEqual([['account-unknown', 1]])
    expect(warnings[0]?.examples).toEqual(["'Globexx', perhaps 'Globex xx'"])
  })

  it('an address of several persons identifies none of them', async () => {
    const { outcomes, warnings } = await converted('users.csv', `
      user_id | email | name
      u1 | office@acme.com | Ann Smith
      u2 | office@acme.com | Bob Reyes
      u3 | cleo@acme.com | Cleo Hale`)
    expect(linesOf(outcomes[0])).toEqual([{ type: 'party', key: 'user:u1', source: 'users', kind: 'person', ids: ['user:u1'], name: 'Ann Smith', traits: { email: 'office@acme.com' } }])
    expect(linesOf(outcomes[2])).toEqual([expect.objectContaining({ ids: ['user:u3', 'email:cleo@acme.com'] })])
    expect(codes(warnings)).toEqual([['email-of-many', 2]])
  })

  it('what cannot be read is said with column, value and what to do', async () => {
    const { outcomes } = await converted('users.csv', `
      user_id | email | last_login | company
      null | | 2026-02-03 | Acme Inc
      u2 | | 292278994-08-17 | Acme Inc
      u3 | cleo@acme.com | 2026-02-03 | Acme Inc
      | | 2026-02-03 | Acme Inc
      u5 | ann(at)acme | 2026-02-03 | Acme Inc
      u6 | bob@acme.com | 2026-02-04 | Acme Inc`)
    expect(outcomes.map((outcome) => (outcome.kind === 'refused' ? [outcome.reason, outcome.says] : outcome.kind))).toEqual([
      ['junk-identifier', "user_id: 'null' is what systems write when they know nobody; write the real id, or leave the row out"],
      ['bad-date', "last_login: '292278994-08-17' lies outside the years 1900 to 9999, as a broken clock writes it; correct it or leave the cell empty"],
      'lines',
      ['missing-field', 'user_id and email are empty, so nobody knows who this is; fill one of them in'],
      'lines', 'lines',
    ])
    expect(linesOf(outcomes[4])[0]).toMatchObject({ ids: ['user:u5'], traits: { email: 'ann(at)acme' } })
  })

  it('telephone numbers are traits and join nobody', async () => {
    const { outcomes, warnings } = await converted('users.csv', `
      user_id | name | phone
      u1 | Ann Smith | 500 555-0162
      u2 | Bob Reyes | 500 555 0162`)
    expect(linesOf(outcomes[0])).toEqual([expect.objectContaining({ ids: ['user:u1'], traits: { phone: '500 555-0162' } })])
    expect(codes(warnings)).toEqual([['shared-phone', 1]])
  })
})

describe('use', () => {
  const SUBSCRIPTIONS = ['subscriptions.csv', `
    subscription_id | account_id | start_date | end_date | mrr
    S1 | A1 | 2026-01-10 | 2026-02-10 | 10
    S2 | A2 | 2026-01-01 | | 20`] as const

  it('events are told one by one', async () => {
    const { outcomes } = await converted('events.csv', `
      event_id | user_id | account_id | event | timestamp | platform
      e1 | u1 | a1 | note_created | 2026-02-03T10:00:00Z | web
      e2 | u1 | | note_opened | 2026-02-03T11:00:00Z | app`, { constants: { product: 'notes' } })
    expect(outcomes.map(linesOf)).toEqual([
      [{ type: 'usage', key: 'e1', source: 'events', party: 'user:u1', product: 'notes', event: 'note_created', at: '2026-02-03T10:00:00Z', account: 'account:a1', channel: 'web' }],
      [{ type: 'usage', key: 'e2', source: 'events', party: 'user:u1', product: 'notes', event: 'note_opened', at: '2026-02-03T11:00:00Z', channel: 'app' }],
    ])
  })

  it('use under a subscription is use by its customer; dates are held against it, both ends inside', async () => {
    const { outcomes, warnings } = await converted('usage.csv', `
      usage_id | subscription_id | usage_date | feature_name | usage_count
      U1 | S1 | 2026-01-09 | search | 3
      U2 | S1 | 2026-01-10 | search | 1
      U3 | S1 | 2026-02-10 | search | 1
      U4 | S1 | 2026-02-11 | search | 1
      U5 | S9 | 2026-02-11 | search | 1
      U6 | S2 | 2026-02-11 | search | 0`, { beside: [SUBSCRIPTIONS] })
    expect(linesOf(outcomes[0])).toEqual([{ type: 'usage', key: 'U1', source: 'usage', party: 'account:A1', product: 'product', event: 'search', at: '2026-01-09T00:00:00Z', account: 'account:A1', count: 3 }])
    expect(outcomes[4]).toEqual({ kind: 'refused', reason: 'missing-field', says: "subscription_id: the list of subscriptions of this import holds no 'S9', so nobody knows who used it; add it there" })
    expect(outcomes[5]).toEqual({ kind: 'left-out', why: 'a count of 0: nothing was used' })
    expect(codes(warnings)).toEqual([['use-before-agreement', 1], ['use-after-agreement', 1]])
    expect(warnings[0]?.examples).toEqual(['S1 begins 2026-01-10, used 2026-01-09'])
  })

  it('without the list of subscriptions it says which file is missing', async () => {
    const { outcomes } = await converted('usage.csv', `
      usage_id | subscription_id | usage_date | feature_name
      U1 | S1 | 2026-01-09 | search
      U2 | S2 | 2026-01-09 | search`)
    expect(outcomes[0]).toMatchObject({ kind: 'refused', says: 'subscription_id: who used it follows from the subscription; add the file that lists the subscriptions to this import' })
  })

  it('an id that is used again with other content is another use; word for word it is the same', async () => {
    const { outcomes, warnings } = await converted('usage.csv', `
      usage_id | user_id | usage_date | feature_name
      U1 | u1 | 2026-01-09 | search
      U1 | u2 | 2026-01-10 | search
      U1 | u1 | 2026-01-09 | search
      U1 | u3 | 2026-01-10 | search`)
    expect(outcomes.map((outcome) => (outcome.kind === 'lines' ? (outcome.lines[0] as { key: string }).key : outcome))).toEqual(['U1', expect.stringMatching(/^U1#.{10}$/), { kind: 'left-out', why: 'repeats row 1 word for word' }, expect.stringMatching(/^U1#.{10}$/)])
    expect(codes(warnings)).toEqual([['id-reused', 2]])
  })

  it('without ids, equal rows are several uses, and the keys are the same each time', async () => {
    const text = `
      user_id | usage_date | feature_name
      u1 | 2026-01-09 | search
      u1 | 2026-01-09 | search`
    const keys = async () => (await converted('usage.csv', text)).outcomes.map((outcome) => (linesOf(outcome)[0] as { key: string }).key)
    const [first, second] = await keys()
    expect(second).toBe(`${first}#2`)
    expect(await keys()).toEqual([first, second])
  })
})

describe('organizations and contacts', () => {
  it('organizations with parents, by id and by name', async () => {
    const { outcomes, warnings } = await converted('accounts.csv', `
      account_id | account_name | website | industry | parent_company | churned
      a1 | Acme Inc | https://www.acme.com | Retail | Globex Corp | False
      a2 | Globex Corp | globex.com | Media | Globex Corp | True
      a3 | Initech | gmail.com | Media | Umbrella | False`)
    expect(outcomes.map(linesOf)).toEqual([
      [
        { type: 'party', key: 'account:a1', source: 'accounts', kind: 'organization', ids: ['account:a1'], name: 'Acme Inc', traits: { hasLeft: false }, category: 'Retail' },
        { type: 'link', key: 'account:a1 domain:acme.com', source: 'accounts', ids: ['account:a1', 'domain:acme.com'], inferred: true },
        { type: 'ownership', key: 'account:a1 account:a2', source: 'accounts', organization: 'account:a1', parent: 'account:a2' },
      ],
      [
        { type: 'party', key: 'account:a2', source: 'accounts', kind: 'organization', ids: ['account:a2'], name: 'Globex Corp', traits: { hasLeft: true }, category: 'Media' },
        { type: 'link', key: 'account:a2 domain:globex.com', source: 'accounts', ids: ['account:a2', 'domain:globex.com'], inferred: true },
      ],
      [
        { type: 'party', key: 'account:a3', source: 'accounts', kind: 'organization', ids: ['account:a3'], name: 'Initech', traits: { domain: 'gmail.com', hasLeft: false }, category: 'Media' },
        { type: 'party', key: 'named name:umbrella', source: 'accounts', kind: 'organization', ids: ['name:umbrella'], name: 'Umbrella' },
        { type: 'ownership', key: 'account:a3 name:umbrella', source: 'accounts', organization: 'account:a3', parent: 'name:umbrella' },
      ],
    ])
    expect(codes(warnings)).toEqual([['own-parent', 1], ['shared-domain', 1]])
  })

  it('a domain that two organizations have is claimed by both, so it is neither’s, and that is told', async () => {
    const { outcomes, warnings } = await converted('accounts.csv', `
      account_id | account_name | domain
      a1 | Acme Inc | acme.com
      a2 | Acme Labs | acme.com`)
    expect(outcomes.map(linesOf)).toMatchObject(['account:a1', 'account:a2'].map((id) => [{ type: 'party', ids: [id], traits: { domain: 'acme.com' } }, { type: 'link', ids: [id, 'domain:acme.com'], inferred: true }]))
    expect(codes(warnings)).toEqual([['shared-domain', 2]])
  })

  it('a contact’s title says what it does there', async () => {
    const titles = { Owner: 'decider', CEO: 'decider', 'Geschäftsführerin': 'decider', 'Vice President': 'decider', 'Sales Representative': 'member', 'Assistant Sales Agent': 'member', 'Marketing Manager': 'member', 'Purchasing Manager': 'billing', 'Einkaufsleiter': 'billing', 'Accounting Manager': 'billing', 'IT Administrator': 'admin', Engineer: 'member', Champion: 'champion', 'Directeur général': 'decider' }
    const { outcomes } = await converted('contacts.csv', `contact_id | name | company_id | job title\n${Object.keys(titles).map((title, place) => `c${place} | Ann Smith ${place} | a1 | ${title}`).join('\n')}`)
    expect(Object.fromEntries(outcomes.map((outcome, place) => [Object.keys(titles)[place], (linesOf(outcome).find((line) => (line as { type: string }).type === 'membership') as { function: string }).function]))).toEqual(titles)
  })

  it('a contact without id and address is known by its name within its organization', async () => {
    const { outcomes } = await converted('contacts.csv', `
      customer_id | company_name | contact_name | contact_title
      ALFKI | Alfreds Futterkiste | Maria Anders | Owner
      ANATR | Ana Trujillo | Ana Trujillo | Owner`)
    expect(linesOf(outcomes[0])).toEqual([
      { type: 'party', key: 'contact:customer:ALFKI maria anders', source: 'contacts', kind: 'person', ids: ['contact:customer:ALFKI maria anders'], name: 'Maria Anders', traits: { title: 'Owner' } },
      { type: 'party', key: 'named customer:ALFKI', source: 'contacts', kind: 'organization', ids: ['customer:ALFKI'], name: 'Alfreds Futterkiste' },
      { type: 'membership', key: 'contact:customer:ALFKI maria anders', source: 'contacts', person: 'contact:customer:ALFKI maria anders', organization: 'customer:ALFKI', function: 'decider' },
    ])
  })

  it('memberships, ownerships, products, links and resellers', async () => {
    expect((await converted('memberships.csv', `
      user_id | organization_id | role | start_date | end_date
      u1 | o1 | Admin | 2026-01-01 | 2026-02-01
      u1 | o2 | Member | 2026-01-01 | 2025-02-01
      u2 | o1 | Member | 2026-01-01 | 2026-01-01`)).outcomes).toEqual([
      { kind: 'lines', lines: [{ type: 'membership', key: 'user:u1 account:o1 admin 2026-01-01', source: 'memberships', person: 'user:u1', organization: 'account:o1', function: 'admin', from: '2026-01-01', to: '2026-02-01' }] },
      { kind: 'refused', reason: 'bad-period', says: 'end_date: the end, 2025-02-01, lies before the beginning, 2026-01-01; correct one of them' },
      { kind: 'left-out', why: 'it ends on the day on which it begins' },
    ])
    expect((await converted('hierarchy.csv', `
      company_id | parent_id
      o1 | o9
      o9 | `)).outcomes).toEqual([
      { kind: 'lines', lines: [{ type: 'ownership', key: 'account:o1 account:o9', source: 'hierarchy', organization: 'account:o1', parent: 'account:o9' }] },
      { kind: 'left-out', why: 'no parent is named' },
    ])
    expect((await converted('products.csv', `
      product_id | product_name | price
      p1 | Notes | 10
      p2 | Search | 20`)).outcomes[0]).toEqual({ kind: 'lines', lines: [{ type: 'product', key: 'p1', source: 'products', name: 'Notes' }] })
    expect((await converted('links.csv', `
      anonymous_id | user_id
      x1 | u1
      x2 | u2`, { kind: 'links' })).outcomes[0]).toEqual({ kind: 'lines', lines: [{ type: 'link', key: expect.any(String), source: 'links', ids: expect.arrayContaining(['user:u1']) }] })
    expect((await converted('resellers.csv', `
      reseller_id | reseller_name
      r1 | Alpine Bikes
      r2 | Metro Sport`)).outcomes[0]).toEqual({ kind: 'lines', lines: [{ type: 'party', key: 'reseller:r1', source: 'resellers', kind: 'organization', ids: ['reseller:r1'], name: 'Alpine Bikes', category: 'reseller' }] })
  })
})

describe('subscriptions', () => {
  it('take the interval from the names of their plans, where no column says it, and ask where a plan says none', async () => {
    const { plan, outcomes } = await converted('subscriptions.csv', `
      subscription_id | account_id | plan | amount | currency | start_date
      S1 | A1 | Pro Monthly | 49 | EUR | 2026-01-15
      S2 | A2 | Team (jährlich) | 490 | EUR | 2026-01-15
      S3 | A3 | Custom | 90 | EUR | 2026-01-15`, { constants: { product: 'notes' } })
    expect(plan.fields.interval).toMatchObject({ column: 'plan', certainty: 0.6, because: expect.stringContaining("'Custom' says nothing") })
    expect([outcomes[0], outcomes[1]].flatMap(linesOf)).toMatchObject([{ type: 'agreement', interval: 'month' }, { type: 'agreement', interval: 'year' }])
    expect(outcomes[2]).toMatchObject({ kind: 'refused', says: expect.stringContaining("'Custom' is not understood") })
  })

  it('become agreements of their customers', async () => {
    const { outcomes, warnings } = await converted('subscriptions.csv', `
      subscription_id | account_id | plan | seats | MRR | currency | start_date | end_date | status
      S1 | A1 | Pro | 10 | 490.00 | EUR | 2026-01-15 | 2026-07-15 | canceled
      S2 | A2 | Free | 0 | 0 | EUR | 2026-01-15 | | active
      S3 | A3 | Pro | 1 | 49 | EUR | 2026-01-15 | | trialing
      S4 | A4 | Pro | 1 | 49 | EUR | 2026-01-15 | | incomplete_expired
      S5 | A5 | Pro | 1 | 49 | EUR | 2026-01-15 | 2025-01-15 | active
      S6 | A6 | Pro | 1 | 49 | EUR | 2026-01-15 | 2026-01-15 | active
      S7 | A7 | Pro | 1 | 49 | EUR | 2026-01-15 | | canceled
      S8 | A8 | Pro | 1 | -49 | EUR | 2026-01-15 | | active`, { constants: { product: 'notes' } })
    expect(linesOf(outcomes[0])).toEqual([
      { type: 'agreement', key: 'S1', source: 'subscriptions', kind: 'subscription', product: 'notes', buyer: 'account:A1', seats: 10, amount: '490.00', currency: 'EUR', interval: 'month', from: '2026-01-15', to: '2026-07-15', name: 'Pro' },
    ])
    expect(linesOf(outcomes[1])).toEqual([expect.objectContaining({ amount: '0.00' })])
    expect(linesOf(outcomes[2])).toEqual([expect.objectContaining({ amount: '0' })])
    expect(outcomes[3]).toEqual({ kind: 'left-out', why: 'the subscription never began: incomplete_expired' })
    expect(outcomes[4]).toMatchObject({ kind: 'refused', reason: 'bad-period' })
    expect(outcomes[5]).toMatchObject({ kind: 'left-out', why: 'the subscription ends on the day on which it begins' })
    expect(linesOf(outcomes[6])).toHaveLength(1)
    expect(outcomes[7]).toMatchObject({ kind: 'refused', reason: 'bad-amount' })
    expect(codes(warnings)).toEqual([['ended-without-end', 1]])
  })

  it('a customer claims its work domain; one that several claim is told', async () => {
    const { outcomes, warnings } = await converted('subscriptions.csv', `
      subscription | customer_id | customer_name | customer_email | plan | mrr | start_date
      S1 | c1 | Acme Inc | billing@acme.com | Pro | 10 | 2026-01-01
      S2 | c2 | Jo Reyes | jo@gmail.com | Pro | 10 | 2026-01-01
      S3 | c3 | Globex Labs | ann@globex.com | Pro | 10 | 2026-01-01
      S4 | c4 | Globex Media | bob@globex.com | Pro | 10 | 2026-01-01
      S5 | c5 | Cleo Hale | cleo.hale@initech.com | Pro | 10 | 2026-01-01
      S6 | c1 | Acme Inc | billing@acme.com | Pro | 10 | 2026-02-01`)
    const billing = (customer: string, email: string): object => ({ type: 'membership', key: `customer:${customer} ${email} billing`, source: 'subscriptions', person: `email:${email}`, organization: `customer:${customer}`, function: 'billing', inferred: true })
    const claim = (customer: string, domain: string): object => ({ type: 'link', key: `customer:${customer} domain:${domain}`, source: 'subscriptions', ids: [`customer:${customer}`, `domain:${domain}`], inferred: true })
    expect(outcomes.map((outcome) => linesOf(outcome).slice(0, -1))).toEqual([
      [{ type: 'party', key: 'named customer:c1', source: 'subscriptions', kind: 'organization', ids: ['customer:c1'], name: 'Acme Inc', traits: { email: 'billing@acme.com' } }, claim('c1', 'acme.com')],
      [{ type: 'party', key: 'named customer:c2', source: 'subscriptions', kind: 'person', ids: ['customer:c2', 'email:jo@gmail.com'], name: 'Jo Reyes' }],
      [{ type: 'party', key: 'named customer:c3', source: 'subscriptions', kind: 'organization', ids: ['customer:c3'], name: 'Globex Labs', traits: { email: 'ann@globex.com' } }, claim('c3', 'globex.com'), billing('c3', 'ann@globex.com')],
      [{ type: 'party', key: 'named customer:c4', source: 'subscriptions', kind: 'organization', ids: ['customer:c4'], name: 'Globex Media', traits: { email: 'bob@globex.com' } }, claim('c4', 'globex.com'), billing('c4', 'bob@globex.com')],
      [{ type: 'party', key: 'named customer:c5', source: 'subscriptions', kind: 'person', ids: ['customer:c5', 'email:cleo.hale@initech.com'], name: 'Cleo Hale' }],
      [],
    ])
    expect(codes(warnings)).toEqual([['shared-domain', 2]])
  })

  it('who pays for a customer may stand in the list of organizations', async () => {
    const { outcomes } = await converted('subscriptions.csv', `
      subscription_id | account_id | mrr | start_date
      S1 | a1 | 10 | 2026-01-01
      S2 | a9 | 10 | 2026-01-01`, { beside: [['accounts.csv', `
      account_id | account_name | billing_account_id
      a1 | Acme Inc | a9
      a9 | Globex Corp | a9`]] })
    expect(linesOf(outcomes[0])).toEqual([expect.objectContaining({ buyer: 'account:a1', payer: 'account:a9' })])
    expect(linesOf(outcomes[1])).toEqual([expect.not.objectContaining({ payer: expect.anything() })])
  })
})

describe('invoices', () => {
  it('with a period they say what was paid, and for when', async () => {
    const { outcomes } = await converted('invoices.csv', `
      invoice_id | account_id | total | currency | date | period_start | period_end | status
      i1 | A1 | 49.90 | EUR | 2026-01-01 | 2026-01-01 | 2026-01-31 | paid
      i2 | A1 | 49.90 | EUR | 2026-02-01 | 2026-02-01 | 2026-02-28 | open
      i3 | A1 | 49.90 | EUR | 2026-03-01 | 2026-03-01 | 2026-03-31 | draft
      i4 | A1 | 10.00 | EUR | 2026-03-05 | 2026-03-01 | 2026-03-31 | credit note
      i5 | A1 | 1.234,56 | EUR | 2026-03-05 | 2026-03-01 | 2026-03-31 | paid`, { constants: { product: 'notes' } })
    expect(outcomes.slice(0, 4)).toEqual([
      { kind: 'lines', money: { currency: 'EUR', minor: 4990 }, lines: [
        { type: 'agreement', key: 'invoice i1', source: 'invoices', kind: 'subscription', product: 'notes', buyer: 'account:A1', amount: '49.90', currency: 'EUR', interval: 'once', from: '2026-01-01', to: '2026-02-01', name: 'i1' },
        { type: 'payment', key: 'i1', source: 'invoices', agreement: 'invoice i1', payer: 'account:A1', amount: '49.90', currency: 'EUR', kind: 'charge', at: '2026-01-01T00:00:00Z' },
      ] },
      { kind: 'lines', money: { currency: 'EUR', minor: 4990 }, lines: [expect.objectContaining({ type: 'agreement', to: '2026-03-01' })] },
      { kind: 'left-out', why: 'the invoice does not count: draft', money: { currency: 'EUR', minor: 4990 } },
      { kind: 'lines', money: { currency: 'EUR', minor: -1000 }, lines: [{ type: 'payment', key: 'i4', source: 'invoices', payer: 'account:A1', product: 'notes', amount: '10.00', currency: 'EUR', kind: 'credit', at: '2026-03-05T00:00:00Z' }] },
    ])
    expect(outcomes[4]).toMatchObject({ kind: 'refused', reason: 'bad-amount', says: expect.stringContaining("total: '1.234,56' does not fit the rest of the column") })
  })

  it('without a period they cover the time until the next one, or as long as usual', async () => {
    const { plan, outcomes } = await converted('invoices.csv', `
      invoice | account_id | amount | date
      1 | A1 | 10 | 2026-01-15
      2 | A1 | 10 | 2026-02-14
      3 | A1 | 10 | 2026-03-15
      4 | A2 | 10 | 2026-01-31`)
    expect(plan.constants.covers).toBe('month')
    expect(outcomes.map((outcome) => (linesOf(outcome).find((line) => (line as { type: string }).type === 'agreement') as { from: string; to: string })).map(({ from, to }) => [from, to])).toEqual([
      ['2026-01-15', '2026-02-14'], ['2026-02-14', '2026-03-15'], ['2026-03-15', '2026-04-15'], ['2026-01-31', '2026-02-28'],
    ])
  })

  it('for a subscription they are its payments', async () => {
    const { outcomes } = await converted('invoices.csv', `
      invoice_id | subscription_id | account_id | total | date
      i1 | S1 | A1 | 10 | 2026-01-15
      i2 | S1 | A1 | 10 | 2026-02-15`)
    expect(linesOf(outcomes[0])).toEqual([{ type: 'payment', key: 'i1', source: 'invoices', agreement: 'S1', payer: 'account:A1', amount: '10.00', currency: 'EUR', kind: 'charge', at: '2026-01-15T00:00:00Z' }])
  })

  it('an invoice to a person is that person’s', async () => {
    const { outcomes } = await converted('invoices.csv', `
      invoice | customer_email | amount | date
      1 | jo@gmail.com | 10 | 2026-01-15
      2 | ann@acme.com | 10 | 2026-01-15`)
    expect(linesOf(outcomes[0])[0]).toEqual({ type: 'party', key: 'named email:jo@gmail.com', source: 'invoices', kind: 'person', ids: ['email:jo@gmail.com'] })
    expect(linesOf(outcomes[1])[0]).toEqual({ type: 'party', key: 'named domain:acme.com', source: 'invoices', kind: 'organization', ids: ['domain:acme.com'], traits: { email: 'ann@acme.com' } })
  })
})

describe('payments, sales and deals', () => {
  it('payments, with what was given back', async () => {
    const { outcomes, warnings } = await converted('payments.csv', `
      payment_id | account_id | amount | refunded | paid_at | status
      p1 | A1 | 49.90 | 0.00 | 2026-02-03 10:00 | succeeded
      p2 | A1 | 49.90 | 9.90 | 2026-02-04 10:00 | succeeded
      p3 | A1 | 49.90 | 0.00 | 2026-02-05 10:00 | failed
      p4 | A1 | -5.00 | 0.00 | 2026-02-06 10:00 | succeeded`)
    const paid = { source: 'payments', payer: 'account:A1', currency: 'EUR' }
    expect(outcomes).toEqual([
      { kind: 'lines', money: { currency: 'EUR', minor: 4990 }, lines: [{ type: 'payment', key: 'p1', ...paid, amount: '49.90', kind: 'charge', at: '2026-02-03T10:00:00Z' }] },
      { kind: 'lines', money: { currency: 'EUR', minor: 4000 }, lines: [{ type: 'payment', key: 'p2', ...paid, amount: '49.90', kind: 'charge', at: '2026-02-04T10:00:00Z' }, { type: 'payment', key: 'p2 refund', ...paid, amount: '9.90', kind: 'refund', at: '2026-02-04T10:00:00Z' }] },
      { kind: 'left-out', why: 'no money moved: failed', money: { currency: 'EUR', minor: 4990 } },
      { kind: 'lines', money: { currency: 'EUR', minor: -500 }, lines: [{ type: 'payment', key: 'p4', ...paid, amount: '5.00', kind: 'refund', at: '2026-02-06T10:00:00Z' }] },
    ])
    expect(codes(warnings)).toEqual([['inverted-sign', 1]])
  })

  it('sales are purchases that are paid; amounts are rounded only if the plan says so', async () => {
    const text = `
      order_id | line | customer_id | product | order_date | quantity | amount
      o1 | 1 | c1 | P1 | 2026-02-03 | 2 | 10.0000
      o1 | 2 | c1 | P2 | 2026-02-03 | 1 | 2024.9940`
    const { outcomes } = await converted('sales.csv', text)
    expect(linesOf(outcomes[0])).toEqual([
      { type: 'agreement', key: 'sale o1-1', source: 'sales', kind: 'purchase', product: 'P1', buyer: 'customer:c1', amount: '10.00', currency: 'EUR', interval: 'once', from: '2026-02-03', quantity: 2, name: 'o1-1' },
      { type: 'payment', key: 'o1-1', source: 'sales', agreement: 'sale o1-1', payer: 'customer:c1', amount: '10.00', currency: 'EUR', kind: 'charge', at: '2026-02-03T00:00:00Z' },
    ])
    expect(outcomes[1]).toMatchObject({ kind: 'refused', reason: 'bad-amount', says: expect.stringContaining('rounding: half-up') })
    const rounded = await converted('sales.csv', text, { constants: { rounding: 'half-up' } })
    expect(rounded.outcomes[1]).toMatchObject({ money: { minor: 202499 } })
    expect(codes(rounded.warnings)).toEqual([['rounded', 1]])
  })

  it('what resellers sold on is no money of ours', async () => {
    const { outcomes } = await converted('sellout.csv', `
      report_id | reseller_id | end_customer | product | sale_date
      s1 | r1 | Jo Reyes | Road-150 | 2026-02-03
      s2 | r2 | Al Jones | Road-150 | 2026-02-04`)
    expect(linesOf(outcomes[0])).toEqual([
      { type: 'party', key: 'named reseller:r1', source: 'sellout', kind: 'organization', ids: ['reseller:r1'], category: 'reseller' },
      { type: 'agreement', key: 'sale s1', source: 'sellout', kind: 'purchase', product: 'Road-150', seller: 'reseller:r1', buyer: 'name:jo reyes', interval: 'once', from: '2026-02-03', name: 's1' },
    ])
  })

  it('deals that were won are agreements, all are deals; a product written otherwise is told, never changed', async () => {
    const { outcomes, warnings } = await converted('pipeline.csv', `
      opportunity_id | account | product | deal_stage | engage_date | close_date | close_value | contact_id | contact_role
      d1 | Acme Inc | GTXPro | Won | 2026-01-01 | 2026-02-01 | 1054 | p1 | Economic Buyer
      d2 | Acme Inc | GTX Pro | Lost | 2026-01-01 | 2026-02-01 | 0 | | 
      d3 | Acme Inc | GTX Pro | Engaging | 2026-01-01 | | | | 
      d4 | Acme Inc | GTX Pro | Won | 2026-02-01 | 2026-01-01 | 10 | | `, { beside: [['products.csv', `
      product | price
      GTX Pro | 10
      MG | 20`]] })
    expect(linesOf(outcomes[0])).toEqual([
      { type: 'party', key: 'named name:acme inc', source: 'pipeline', kind: 'organization', ids: ['name:acme inc'], name: 'Acme Inc' },
      { type: 'agreement', key: 'deal d1', source: 'pipeline', kind: 'purchase', product: 'GTXPro', buyer: 'name:acme inc', amount: '1054.00', currency: 'EUR', interval: 'once', from: '2026-02-01', name: 'd1' },
      { type: 'deal', key: 'd1', source: 'pipeline', stage: 'won', buyer: 'name:acme inc', person: 'contact:p1', product: 'GTXPro', opened: '2026-01-01', closed: '2026-02-01', amount: '1054.00', currency: 'EUR', agreement: 'deal d1' },
      { type: 'party', key: 'named contact:p1', source: 'pipeline', kind: 'person', ids: ['contact:p1'] },
      { type: 'membership', key: 'contact:p1 name:acme inc decider', source: 'pipeline', person: 'contact:p1', organization: 'name:acme inc', function: 'decider' },
    ])
    // What was lost or is still open is no agreement, but evidence that somebody was spoken with.
    expect(outcomes.slice(1, 3).map(linesOf)).toEqual([
      [{ type: 'deal', key: 'd2', source: 'pipeline', stage: 'lost', buyer: 'name:acme inc', product: 'GTX Pro', opened: '2026-01-01', closed: '2026-02-01', amount: '0.00', currency: 'EUR' }],
      [{ type: 'deal', key: 'd3', source: 'pipeline', stage: 'open', buyer: 'name:acme inc', product: 'GTX Pro', opened: '2026-01-01' }],
    ])
    expect(codes(warnings)).toEqual([['product-unknown', 1], ['closed-before-opened', 1]])
    expect(warnings[0]?.examples).toEqual(["'GTXPro', perhaps 'GTX Pro'"])
  })

  it('a person may say that one word means another', async () => {
    const { outcomes } = await converted('sales.csv', `
      order_id | customer_id | product | order_date | amount
      o1 | c1 | GTXPro | 2026-02-03 | 10
      o2 | c1 | GTX Pro | 2026-02-03 | 10`, { change: (plan) => ({ ...plan, fields: { ...plan.fields, product: { ...(plan.fields.product as NonNullable<typeof plan.fields.product>), reading: { words: { gtxpro: 'GTX Pro' } } } } }) })
    expect(outcomes.map((outcome) => (linesOf(outcome)[0] as { product: string }).product)).toEqual(['GTX Pro', 'GTX Pro'])
  })
})

describe('what they say', () => {
  it('scores in their range, requests with topic and text', async () => {
    expect((await converted('csat.csv', `
      ticket_id | account_id | submitted_at | satisfaction_score
      t1 | A1 | 2026-02-03 | 4.0
      t2 | A1 | 2026-02-03 | 
      t3 | A1 | 2026-02-03 | 3.5`, { constants: { kind: 'csat' } })).outcomes).toEqual([
      { kind: 'lines', lines: [{ type: 'feedback', key: 't1', source: 'csat', party: 'account:A1', kind: 'csat', score: 4, at: '2026-02-03T00:00:00Z' }] },
      { kind: 'left-out', why: 'no score was given' },
      { kind: 'refused', reason: 'bad-score', says: 'satisfaction_score: 3.5 is no whole number from 1 to 5, as CSAT has; say in the plan which kind of score it is, or correct it' },
    ])
    expect((await converted('churn.csv', `
      churn_event_id | account_id | churn_date | reason_code | feedback_text
      C1 | A1 | 2026-02-03 | pricing | too expensive for us
      C2 | A1 | 2026-02-04 | | `)).outcomes).toEqual([
      { kind: 'lines', lines: [
        { type: 'feedback', key: 'C1', source: 'churn', party: 'account:A1', kind: 'complaint', topic: 'pricing', text: 'too expensive for us', at: '2026-02-03T00:00:00Z' },
        { type: 'party', key: 'left account:A1 2026-02-03', source: 'churn', kind: 'organization', ids: ['account:A1'], traits: { left: '2026-02-03' } },
      ] },
      { kind: 'left-out', why: 'neither topic nor text says anything' },
    ])
  })
})

describe('rows', () => {
  it('a broken row is refused, an empty one left out, a table nobody understands left alone', async () => {
    const columns = ['user_id', 'name']
    const broken = { ...textTable('users.csv', columns, []), async *rows() { yield [{ number: 1, cells: ['u1', 'Ann Smith'] }, { number: 2, cells: ['u2'], fault: 'a quote is not closed' }, { number: 3, cells: ['', ' '] }] } }
    const look = await lookAt(broken)
    const converter = await openConverter({ plan: withKind(look, 'users'), table: broken, others: [], import: 'i1', now: NOW })
    const outcomes: RowOutcome[] = []
    for await (const rows of broken.rows()) for (const row of rows) outcomes.push(converter.convert(row))
    expect(outcomes.map(({ kind }) => kind)).toEqual(['lines', 'refused', 'left-out'])
    expect((await converted('weather.csv', 'station | degrees\nGraz | 12')).outcomes).toEqual([{ kind: 'left-out', why: 'nothing is taken from this table' }])
  })

  it('evidence lines are taken as they stand', async () => {
    const objects = [{ type: 'usage', key: 'u1', party: 'user:ann', product: 'notes', at: '2026-02-03T10:00:00Z' }, { type: 'payment', key: 'p1', payer: 'user:ann', amount: '1.50', currency: 'EUR', kind: 'refund', at: '2026-02-03' }, { type: 'usage', key: 'u2' }]
    const lines = { ...textTable('export.jsonl', ['type', 'key'], []), async *rows() { yield objects.map((object, place) => ({ number: place + 1, cells: [object.type, object.key], object })) } }
    const plan = recognize([await lookAt(lines)], { kept: () => null, products: [], formats: [] })[0] as TablePlan
    expect(plan.kind).toBe('evidence')
    const converter = await openConverter({ plan, table: lines, others: [], import: 'i1', now: NOW })
    const outcomes: RowOutcome[] = []
    for await (const rows of lines.rows()) for (const row of rows) outcomes.push(converter.convert(row))
    expect(outcomes).toEqual([
      { kind: 'lines', lines: [{ type: 'usage', key: 'u1', source: plan.source, party: 'user:ann', product: 'notes', at: '2026-02-03T10:00:00Z' }] },
      { kind: 'lines', money: { currency: 'EUR', minor: -150 }, lines: [expect.objectContaining({ key: 'p1' })] },
      { kind: 'refused', reason: 'missing-field', says: 'the field party is missing' },
    ])
  })

  it('whatever stands in the cells: every row ends in one outcome, every line is evidence, and the keys are the same again', async () => {
    const cell = fc.oneof(fc.string({ maxLength: 12 }), fc.constantFrom('', 'u1', 'u2', 'a1', 'null', '2026-02-03', '03/04/2026', '49.90', '1.234,50', 'ann@acme.com', 'EUR', 'won', 'paid', '\ud800', '\0', '-5', '0', '292278994', 'x'.repeat(600)))
    const HEADERS: Readonly<Record<string, readonly string[]>> = {
      users: ['user_id', 'email', 'name', 'company', 'last_seen', 'signed_up'], subscriptions: ['subscription_id', 'account_id', 'customer_email', 'mrr', 'currency', 'start_date', 'end_date', 'status', 'seats'],
      invoices: ['invoice_number', 'customer_name', 'customer_email', 'total', 'currency', 'date', 'status'], payments: ['payment_id', 'customer_id', 'amount', 'refunded', 'paid_at', 'status'], sales: ['order_id', 'customer_id', 'product', 'amount', 'order_date'],
      'usage-events': ['event_id', 'user_id', 'email', 'account_id', 'event', 'timestamp', 'count'], organizations: ['account_id', 'account_name', 'domain', 'parent', 'churned'], contacts: ['contact_id', 'email', 'name', 'company', 'title'],
      deals: ['deal_id', 'account', 'product', 'stage', 'close_date', 'amount', 'contact_id'], scores: ['user_id', 'score', 'submitted_at', 'comment'], requests: ['user_id', 'text', 'date'], memberships: ['user_id', 'account_id', 'role', 'start_date', 'end_date'], ownerships: ['company_id', 'parent_id'],
    }
    await fc.assert(fc.asyncProperty(fc.constantFrom(...Object.keys(HEADERS)), fc.array(fc.array(cell, { minLength: 9, maxLength: 9 }), { minLength: 1, maxLength: 12 }), async (kind, rows) => {
      const columns = HEADERS[kind] as readonly string[]
      const one = textTable(`${kind}.csv`, columns, rows.map((cells) => cells.slice(0, columns.length)))
      const planned = withKind(await lookAt(one), kind as Kind)
      // Columns are given by their headers, whatever stands in them.
      const sure = withKind(await lookAt(textTable(one.name, columns, [])), kind as Kind)
      const plan: TablePlan = { ...planned, fields: { ...sure.fields, ...planned.fields }, constants: { ...planned.constants, product: 'notes', currency: 'EUR', interval: 'month' } }
      const run = async (): Promise<RowOutcome[]> => {
        const converter = await openConverter({ plan, table: one, others: [], import: 'i1', now: NOW })
        const outcomes: RowOutcome[] = []
        for await (const batch of one.rows()) for (const row of batch) outcomes.push(converter.convert(row))
        return outcomes
      }
      const outcomes = await run()
      expect(outcomes).toHaveLength(rows.length)
      const identities = new Set<string>()
      for (const outcome of outcomes) {
        if (outcome.kind === 'left-out') expect(outcome.why).not.toBe('')
        if (outcome.kind === 'refused') expect(outcome.says).not.toBe('')
        if (outcome.kind !== 'lines') continue
        expect(outcome.lines.length).toBeGreaterThan(0)
        for (const line of outcome.lines) {
          expect(understand(line), JSON.stringify(line)).not.toHaveProperty('says')
          if (line.type === 'usage' || line.type === 'payment' || line.type === 'agreement') identities.add(`${String(line.type)} ${String(line.key)}`)
        }
      }
      expect(await run()).toEqual(outcomes)
      // No two rows share the key of a payment, an agreement or a use, but for the last use of a person.
      const all = outcomes.flatMap((outcome) => (outcome.kind === 'lines' ? outcome.lines : [])).filter(({ type }) => type === 'payment' || type === 'agreement' || (type === 'usage' && kind !== 'users'))
      if (kind !== 'users') expect(identities.size).toBe(all.length)
    }), { numRuns: 300 })
  })
})

const data = process.env.HATRACK_TEST_DATA || resolve(import.meta.dirname, '../../../shared/data')

describe.skipIf(!existsSync(join(data, 'ravenstack_saas')))('public data', () => {
  it('what contradicts itself in ravenstack is said, with the counts that were computed elsewhere', async () => {
    const tables = await trialImport([join(data, 'ravenstack_saas', 'subscriptions.csv.gz'), join(data, 'ravenstack_saas', 'feature_usage.csv.gz')], { currency: 'USD' })
    const usage = [...tables.values()].find(({ name }) => name.includes('usage'))
    expect(Object.fromEntries(codes(usage?.warnings ?? []))).toEqual({ 'id-reused': 21, 'use-before-agreement': 19_142, 'use-after-agreement': 290 })
    expect(usage?.outcomes).toHaveLength(25_000)
    expect(new Set(usage?.lines.map(({ key }) => key)).size).toBe(usage?.lines.length)
  })

  it('deals of the CRM pipeline come to their sum, and the product that is written otherwise is told', async () => {
    const tables = await trialImport([join(data, 'crm_pipeline')].flatMap((folder) => ['accounts.csv', 'products.csv', 'sales_pipeline.csv'].map((name) => join(folder, name))), { currency: 'USD' })
    const deals = [...tables.values()].find(({ name }) => name === 'sales_pipeline.csv')
    const agreements = deals?.lines.filter(({ type }) => type === 'agreement') ?? []
    expect(agreements).toHaveLength(4_238)
    expect(agreements.reduce((sum, { amount }) => sum + Math.round(Number(amount) * 100), 0)).toBe(1_000_553_400)
    expect(codes(deals?.warnings ?? [])).toEqual([['product-unknown', 1_480]])
  })

})

describe('rows that add up the others', () => {
  it('are left out, and their money is counted once', async () => {
    const { outcomes } = await converted('invoices.csv', `
      Invoice number | Invoice date | Customer | Amount | Currency
      R1 | 2026-01-05 | Total Energies | 10.00 | EUR
      R2 | 2026-01-06 | Summe GmbH | 20.00 | EUR
      Total | | | 30.00 |
      Zwischensumme: | | | 30.00 | EUR
      | | Grand total (2) | 30.00 |`, { constants: { product: 'notes' } })
    expect(outcomes.map(({ kind }) => kind)).toEqual(['lines', 'lines', 'left-out', 'left-out', 'left-out'])
    expect(outcomes.map(({ money }) => money?.minor)).toEqual([1000, 2000, undefined, undefined, undefined])
  })
})

describe('words for nothing', () => {
  it('are no date, no address and no number', async () => {
    const { outcomes } = await converted('users.csv', `
      User ID | Email | Last seen
      u1 | Ann Li <ann@acme.com> | Never
      u2 | n/a | 2026-02-03`, { constants: { product: 'notes' } })
    expect(outcomes.map((one) => linesOf(one).length)).toEqual([1, 2])
    expect(linesOf(outcomes[0])[0]).toMatchObject({ ids: ['user:u1', 'email:ann@acme.com'] })
    expect(linesOf(outcomes[1])[0]).toMatchObject({ ids: ['user:u2'] })
  })
})
