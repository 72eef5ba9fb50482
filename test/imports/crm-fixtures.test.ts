import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { counted, type TrialTable, trialImport } from '../../src/imports/trial.ts'

const folder = process.env.HATRACK_TEST_DATA ? join(process.env.HATRACK_TEST_DATA, 'import_fixtures') : resolve(import.meta.dirname, '../../../shared/data/import_fixtures')
const there = existsSync(join(folder, 'expected.json'))

/** The expected answer of that name, which comes with the data. */
function expected<T>(name: string): T {
  const { answers } = JSON.parse(readFileSync(join(folder, 'expected.json'), 'utf8')) as { answers: { [name: string]: { value: unknown } } }
  return answers[name]?.value as T
}

/** Why rows were left out or refused, and how many gave lines. */
function fates(table: TrialTable | undefined): Readonly<Record<string, number>> {
  return counted((table?.outcomes ?? []).map((outcome) => (outcome.kind === 'lines' ? 'lines' : outcome.kind === 'left-out' ? outcome.why : `refused: ${outcome.says}`)))
}

function types(table: TrialTable | undefined): Readonly<Record<string, number>> {
  return counted((table?.lines ?? []).map((line) => String(line.type)))
}

if (!there) console.log('skipped: the fixtures of CRM formats are not here; HATRACK_TEST_DATA names the folder of data')

describe.skipIf(!there)('tables of HubSpot as Fivetran writes them', () => {
  let tables: ReadonlyMap<string, TrialTable>
  beforeAll(async () => {
    tables = await trialImport([join(folder, 'fivetran_hubspot')], { product: 'notes', currency: 'EUR' })
  })
  const of = (name: string): TrialTable | undefined => tables.get(`${name}_data.csv`)

  test('every file is recognized; those of which nothing is taken say why', () => {
    const answers = expected<{ [name: string]: { rows: number } }>('fivetran_hubspot')
    expect([...tables.keys()].sort()).toEqual(Object.keys(answers).sort())
    for (const table of tables.values()) {
      expect({ name: table.name, format: table.plan.format }).toMatchObject({ format: expect.stringMatching(/^hubspot-fivetran-/) })
      expect({ name: table.name, rows: table.outcomes.length }).toEqual({ name: table.name, rows: answers[table.name]?.rows })
      if (table.plan.kind === 'nothing') expect(table.plan.because).toMatch(/\.$/)
    }
    const taken = [...tables.values()].filter((table) => table.plan.kind !== 'nothing').map((table) => [table.name.replace('_data.csv', ''), table.plan.kind])
    expect(taken).toEqual([['company', 'organizations'], ['contact', 'contacts'], ['contact_merge_audit', 'links'], ['deal', 'deals'], ['owner', 'users'], ['ticket', 'requests'], ['users', 'users']])
  })

  test('contacts that were merged are one person', () => {
    const [[stays, went]] = expected<[[string, string[]]]>('hubspot_merged_contacts')
    const line = of('contact')?.lines.find((one) => one.key === `hubspot-contact:${stays}`)
    expect(line).toMatchObject({ type: 'party', kind: 'person', ids: [`hubspot-contact:${stays}`, ...went.map((id) => `hubspot-contact:${id}`)] })
    expect(of('contact_merge_audit')?.lines.map((one) => one.ids)).toEqual(
      [['5555', '11111'], ['4444', '7777'], ['3333', '8888'], ['2222', '9999']].map((ids) => ids.map((id) => `hubspot-contact:${id}`)),
    )
  })

  test('companies are organizations, contacts people, owners and users our own people', () => {
    expect(types(of('company'))).toEqual({ party: 24 })
    expect(fates(of('contact'))).toEqual({ lines: 22 })
    expect(types(of('owner'))).toEqual({ party: 100, staff: 100 })
    expect(of('users')?.lines.slice(0, 2)).toEqual([
      { type: 'party', key: 'hubspot-user:12345', source: 'hubspot', kind: 'person', ids: ['hubspot-user:12345', 'email:user01@email.com'], name: 'Jean-Luc Picard' },
      { type: 'staff', key: 'hubspot-user:12345', source: 'hubspot', party: 'hubspot-user:12345' },
    ])
  })

  test('deals without a stage and tickets without a meaning are left out, each with its reason', () => {
    expect(fates(of('deal'))).toEqual({ 'the deal names no stage': 44 })
    expect(fates(of('ticket'))).toEqual({
      'tickets of this category are taken for neither complaint nor request; say in the plan if they are': 4, 'the ticket names no category, so it is neither complaint nor request': 21,
    })
  })
})

describe.skipIf(!there)('tables of Salesforce as Fivetran writes them', () => {
  let tables: ReadonlyMap<string, TrialTable>
  beforeAll(async () => {
    tables = await trialImport([join(folder, 'fivetran_salesforce')], { product: 'notes', currency: 'EUR' })
  })
  const of = (name: string): TrialTable | undefined => tables.get(`sf_${name}_data.csv`)

  test('every file is recognized', () => {
    expect(Object.fromEntries([...tables.values()].map((table) => [table.name.replace(/^sf_|_data\.csv$/g, ''), `${table.plan.format} ${table.plan.kind}`]))).toEqual({
      account: 'salesforce-accounts organizations', account_history: 'salesforce-account-history nothing', contact: 'salesforce-contacts contacts', contact_history: 'salesforce-contact-history nothing',
      event: 'salesforce-events nothing', lead: 'salesforce-leads contacts', opportunity: 'salesforce-opportunities deals', opportunity_history: 'salesforce-opportunity-history nothing',
      opportunity_line_item: 'salesforce-opportunity-items nothing', order: 'salesforce-orders nothing', product_2: 'salesforce-products products', task: 'salesforce-tasks nothing', user: 'salesforce-users users',
      user_role: 'salesforce-user-roles nothing',
    })
  })

  test('contacts are members of their accounts, though the accounts are not in the file', () => {
    const { contacts, with_account_id } = expected<{ contacts: number; with_account_id: number }>('salesforce_contacts')
    expect(of('contact')?.lines.filter((line) => line.type === 'party' && line.kind === 'person')).toHaveLength(contacts)
    expect(of('contact')?.lines.filter((line) => line.type === 'membership')).toHaveLength(with_account_id)
  })

  test('opportunities are told apart by IsWon and IsClosed; those in the bin are left out', () => {
    const { rows, won, closed } = expected<{ rows: number; won: number; closed: number }>('salesforce_opportunities')
    expect(fates(of('opportunity'))).toEqual({
      'deleted in Salesforce; it was won': won, 'deleted in Salesforce; it was lost': closed - won, 'deleted in Salesforce; it was still open': rows - closed,
    })
  })

  test('an account that was merged into another is the same organization; a lead that was converted the same person', () => {
    expect(of('account')?.lines.filter((line) => String(line.key).startsWith('merged'))).toMatchObject([{ kind: 'organization', ids: ['salesforce-account:L4izOo4yZpLq5io5YM8pvA==', 'salesforce-account:0015500000Ygpq1AAB'] }])
    expect(of('lead')?.lines).toMatchObject([
      { type: 'party', kind: 'person', ids: ['salesforce-lead:00Q1G00000nDnM5UAK', 'email:h@gmail.com', 'salesforce-contact:0031G00001QtDPlQAN'] },
      { type: 'membership', person: 'salesforce-contact:0031G00001QtDPlQAN', organization: 'salesforce-account:0011G00000tLWKnQAO' },
    ])
  })
})

describe.skipIf(!there)('tables of Zendesk as Fivetran writes them', () => {
  let tables: ReadonlyMap<string, TrialTable>
  beforeAll(async () => {
    tables = await trialImport([join(folder, 'fivetran_zendesk')], { product: 'notes' })
  })
  const of = (name: string): TrialTable | undefined => tables.get(`${name}_data.csv`)

  test('every file is recognized; those of which nothing is taken say why', () => {
    for (const table of tables.values()) {
      expect({ name: table.name, format: table.plan.format }).toMatchObject({ format: expect.stringMatching(/^zendesk-/) })
      if (table.plan.kind === 'nothing') expect(table.plan.because).toMatch(/\.$/)
    }
    expect([...tables.values()].filter((table) => table.plan.kind !== 'nothing').map((table) => table.name)).toEqual(['organization_data.csv', 'ticket_data.csv', 'user_data.csv'])
  })

  test('who asks is a person, who answers is our own', () => {
    const roles = expected<{ agent: number; 'end-user': number }>('zendesk_users_by_role')
    expect(types(of('user'))).toEqual({ membership: roles['end-user'], party: roles['end-user'] + roles.agent, staff: roles.agent })
  })

  test('an address that all users have joins none of them, least of all with an agent', () => {
    for (const line of of('user')?.lines.filter(({ type }) => type === 'party') ?? []) expect(line.ids).toEqual([expect.stringMatching(/^zendesk-user:/)])
    expect(of('user')?.warnings).toMatchObject([{ code: 'email-of-many', count: 10, examples: ['example@email.com: 10 users'] }])
  })

  test('tickets that were deleted or say nothing are left out', () => {
    const statuses = expected<{ deleted: number; solved: number; closed: number }>('zendesk_tickets_by_status')
    expect(fates(of('ticket'))).toEqual({ 'deleted in Zendesk': statuses.deleted, 'the ticket has no type and no rating': statuses.solved + statuses.closed })
  })
})

describe.skipIf(!there)("the examples of Segment's own pages", () => {
  let table: TrialTable | undefined
  beforeAll(async () => {
    table = [...(await trialImport([join(folder, 'segment_spec')])).values()][0]
  })

  test('calls are taken; parts of calls and calls about nobody are refused, each with what is missing', () => {
    const answer = expected<{ total: number; with_type: { [type: string]: number }; without_any_id: number }>('segment_payloads')
    const typed = Object.values(answer.with_type).reduce((sum, one) => sum + one, 0)
    expect(table?.plan.format).toBe('segment-calls')
    const said = counted((table?.outcomes ?? []).map((outcome) => (outcome.kind === 'refused' ? `${outcome.reason}: ${outcome.says.split(':')[0]}` : outcome.kind)))
    expect(said).toEqual({
      lines: typed - answer.without_any_id, 'missing-field: the field type is missing': answer.total - typed, 'missing-field: the fields userId and anonymousId are both missing': answer.without_any_id,
    })
  })

  test('every event that was tracked by somebody is use; those without a time are told', () => {
    const events = expected<string[]>('segment_track_events')
    const use = (table?.lines ?? []).filter((line) => line.type === 'usage')
    expect([...new Set(use.map((line) => String(line.event)))].sort()).toEqual(events.filter((event) => event !== 'User Registered'))
    expect(table?.warnings).toMatchObject([{ code: 'without-time', count: use.length - 2 }])
  })

  test('the same file again gives the same keys', async () => {
    const again = [...(await trialImport([join(folder, 'segment_spec')])).values()][0]
    expect(again?.lines.map((line) => `${String(line.type)} ${String(line.key)}`)).toEqual(table?.lines.map((line) => `${String(line.type)} ${String(line.key)}`))
    expect(new Set(table?.lines.map((line) => `${String(line.type)} ${String(line.key)}`)).size).toBe(table?.lines.length)
  })
})
