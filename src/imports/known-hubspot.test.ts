import { describe, expect, test } from 'vitest'
import { counted, type TrialTable, textTable, trialTables } from './trial.ts'

const TERMS = { product: 'notes', currency: 'EUR' }

async function imported(tables: Readonly<Record<string, readonly (readonly (string | null)[])[]>>): Promise<(name: string) => TrialTable> {
  const made = await trialTables(Object.entries(tables).map(([name, [header = [], ...rows]]) => textTable(name, header.map(String), rows)), TERMS)
  return (name) => made.get(name) as TrialTable
}

function fates(table: TrialTable): Readonly<Record<string, number>> {
  return counted(table.outcomes.map((outcome) => (outcome.kind === 'lines' ? 'lines' : outcome.kind === 'left-out' ? outcome.why : outcome.says)))
}

const COMPANIES = [
  ['Record ID', 'Company name', 'Company Domain Name', 'Industry', 'Parent Company', 'Associated Contact IDs', 'Associated Contact IDs (Decision maker)', 'Type'],
  ['9001', 'Acme', 'acme.com', 'Paper', 'Globex', '51;52', '52', 'Customer'],
  ['9002', 'Globex', 'https://www.globex.com/', '', '', '', '', 'Partner'],
  ['9003', 'Initech', 'initech.com', '', '9002', '', '', ''],
]

describe('exports of the app', () => {
  test('companies are parts of their parents, named or numbered; labels say who decides', async () => {
    const companies = (await imported({ 'companies.csv': COMPANIES }))('companies.csv')
    expect(companies.plan).toMatchObject({ format: 'hubspot-companies', kind: 'organizations', source: 'hubspot', leftOver: [expect.any(String), expect.any(String)] })
    expect(companies.lines.find(({ key }) => key === 'hubspot-company:9001')).toMatchObject({ type: 'party', kind: 'organization', ids: ['hubspot-company:9001'], name: 'Acme', category: 'Paper' })
    expect(companies.lines.filter(({ type }) => type === 'link')).toContainEqual(expect.objectContaining({ ids: ['hubspot-company:9001', 'domain:acme.com'], inferred: true }))
    expect(companies.lines.filter(({ type }) => type === 'ownership').map(({ organization, parent }) => [organization, parent])).toEqual([
      ['hubspot-company:9001', 'hubspot-company:9002'], ['hubspot-company:9003', 'hubspot-company:9002'],
    ])
    expect(companies.lines.filter(({ type }) => type === 'membership')).toMatchObject([
      { person: 'hubspot-contact:51', organization: 'hubspot-company:9001' }, { person: 'hubspot-contact:52', organization: 'hubspot-company:9001', function: 'decider' },
    ])
  })

  test('a contact belongs to all its companies, the primary one first; the role for buying is its function', async () => {
    const contacts = (await imported({
      'contacts.csv': [
        ['Record ID', 'First Name', 'Last Name', 'Email', 'Job Title', 'Associated Company', 'Associated Company IDs', 'Associated Company IDs (Primary)', 'Buying Role', 'Unsubscribed from all email', 'Merged object IDs'],
        ['51', 'Ann', 'Abel', 'ann@acme.com', 'CTO', 'Acme;Globex', '9001;9002', '9002', 'Decision Maker;Champion', 'true', '49;50'],
        ['52', 'Bob', 'Best', '', '', 'Reyes Ltd', '', '', '', '', ''],
      ],
    }))('contacts.csv')
    expect(contacts.plan.format).toBe('hubspot-contacts')
    expect(contacts.lines.find(({ key }) => key === 'hubspot-contact:51')).toMatchObject({
      kind: 'person', ids: ['hubspot-contact:51', 'email:ann@acme.com', 'hubspot-contact:49', 'hubspot-contact:50'], name: 'Ann Abel', permission: 'no',
    })
    expect(contacts.lines.filter(({ type }) => type === 'membership').map(({ organization, function: role }) => [organization, role])).toEqual([
      ['hubspot-company:9002', 'decider'], ['hubspot-company:9001', undefined], ['name:reyes ltd', undefined],
    ])
  })

  test('deals that were won become agreements; what was agreed is no money that moved', async () => {
    const deals = (await imported({
      'deals.csv': [
        ['Record ID', 'Deal Name', 'Deal Stage', 'Amount', 'Close Date', 'Create Date', 'Associated Company IDs (Primary)', 'Associated Company IDs', 'Associated Contact IDs', 'Associated Contact IDs (Economic buyer)', 'Is Closed Won'],
        ['1', 'Acme yearly', 'Closed Won', '1200.50', '2026-03-01', '2026-01-01', '9001', '9001;9002', '51;52', '52', 'true'],
        ['2', 'Signed by the board', 'Signature', '300', '2026-03-02', '2026-01-01', '9002', '9002', '', '', 'true'],
        ['3', 'Lost one', 'Closed Lost', '700', '2026-03-03', '2026-01-01', '9003', '9003', '', '', 'false'],
        ['4', 'Open one', 'Negotiation', '10', '2026-06-03', '2026-01-01', '9003', '9003', '', '', 'false'],
        ['5', 'A freelancer', 'Closed Won', '20', '2026-03-04', '2026-01-01', '', '', '53', '', 'true'],
        ['6', 'Nobody knows', 'Closed Won', '20', '2026-03-04', '2026-01-01', '', '', '', '', 'true'],
      ],
    }))('deals.csv')
    expect(deals.plan.format).toBe('hubspot-deals')
    const agreements = deals.lines.filter(({ type }) => type === 'agreement')
    expect(agreements.map(({ key, buyer, amount, currency, from, product }) => [key, buyer, amount, currency, from, product])).toEqual([
      ['deal hubspot-deal:1', 'hubspot-company:9001', '1200.50', 'EUR', '2026-03-01', 'notes'], ['deal hubspot-deal:2', 'hubspot-company:9002', '300.00', 'EUR', '2026-03-02', 'notes'],
      ['deal hubspot-deal:5', 'hubspot-contact:53', '20.00', 'EUR', '2026-03-04', 'notes'],
    ])
    expect(deals.lines.filter(({ type }) => type === 'membership').map(({ person, organization, function: role }) => [person, organization, role])).toEqual([
      ['hubspot-contact:51', 'hubspot-company:9001', undefined], ['hubspot-contact:52', 'hubspot-company:9001', 'decider'],
    ])
    expect(deals.outcomes.map(({ kind }) => kind)).toEqual(['lines', 'lines', 'lines', 'lines', 'lines', 'refused'])
    expect(deals.lines.filter(({ type }) => type === 'deal').map(({ stage, agreement }) => [stage, agreement])).toEqual([['won', 'deal hubspot-deal:1'], ['won', 'deal hubspot-deal:2'], ['lost', undefined], ['open', undefined], ['won', 'deal hubspot-deal:5']])
    expect(deals.outcomes.flatMap(({ money }) => money ?? [])).toEqual([])
    expect(JSON.stringify(deals.lines)).not.toContain('bought-by-a-contact')
  })

  test('a stage that nobody explains is told, and the plan may say what it means', async () => {
    const deals = (await imported({ 'deals.csv': [['Record ID', 'Deal Name', 'Deal Stage', 'Amount', 'Close Date', 'Associated Company IDs'], ['1', 'x', 'Verbal yes', '10', '2026-03-01', '9001']] }))('deals.csv')
    expect(fates(deals)).toEqual({ "it is not known whether the stage 'Verbal yes' is won; say so in the plan, or import the table of stages with it": 1 })
  })

  test('tickets are complaints or requests by their category, and questions are left out', async () => {
    const tickets = (await imported({
      'tickets.csv': [
        ['Record ID', 'Ticket name', 'Ticket status', 'Category', 'Create date', 'Associated Contact IDs', 'Associated Company IDs'],
        ['1', 'Search is slow', 'New', 'Product Issue', '2026-02-01 10:00', '51;52', '9001'], ['2', 'Dark mode', 'New', 'Feature Request', '2026-02-01 10:00', '', '9001'], ['3', 'Where is it?', 'New', 'General inquiry', '2026-02-01 10:00', '51', ''],
      ],
    }))('tickets.csv')
    expect(tickets.lines).toMatchObject([
      { type: 'feedback', key: 'ticket:1', party: 'hubspot-contact:51', account: 'hubspot-company:9001', kind: 'complaint', topic: 'Search is slow', at: '2026-02-01T10:00:00Z' },
      { type: 'feedback', key: 'ticket:2', party: 'hubspot-company:9001', kind: 'request' },
    ])
    expect(fates(tickets)).toEqual({ lines: 2, 'tickets of this category are taken for neither complaint nor request; say in the plan if they are': 1 })
  })

  test('answers to surveys are scores of their kind; a ticket of the same number is another voice', async () => {
    const feedback = (await imported({
      'feedback.csv': [
        ['Record ID', 'Survey name', 'Survey type', 'Rating', 'Date submitted', 'Contact Email', 'Associated Contact IDs'],
        ['1', 'Loyalty', 'NPS', '9', '2026-02-01', 'ann@acme.com', '51'], ['2', 'Support', 'CSAT', '4', '2026-02-01', 'bob@acme.com', ''], ['3', 'Own', 'CUSTOM', '4', '2026-02-01', '', '51'], ['4', 'Loyalty', 'NPS', '', '2026-02-01', '', '51'],
      ],
    }))('feedback.csv')
    expect(feedback.lines).toMatchObject([{ key: 'feedback:1', party: 'hubspot-contact:51', kind: 'nps', score: 9 }, { key: 'feedback:2', party: 'email:bob@acme.com', kind: 'csat', score: 4 }])
    expect(fates(feedback)).toEqual({ lines: 2, 'no score was given': 1, "answers to surveys of the type 'CUSTOM' have no scale that is known": 1 })
  })
})

describe('tables of Fivetran', () => {
  test('the stages, companies and contacts of deals come from their own tables', async () => {
    const of = await imported({
      'deal.csv': [
        ['deal_id', 'is_deleted', 'deal_pipeline_stage_id', 'property_dealname', 'property_amount', 'property_closedate', 'property_createdate', '_fivetran_synced'],
        ['1', 'false', 's-won', 'Acme', '100', '2026-03-01 10:00:00', '2026-01-01 10:00:00', '2026-04-01'], ['2', 'false', 's-lost', 'Lost', '50', '2026-03-01 10:00:00', '2026-01-01 10:00:00', '2026-04-01'],
        ['3', 'false', 's-open', 'Open', '50', '', '2026-01-01 10:00:00', '2026-04-01'], ['4', 'true', 's-won', 'Gone', '50', '2026-03-01 10:00:00', '2026-01-01 10:00:00', '2026-04-01'],
      ],
      'deal_pipeline_stage.csv': [
        ['stage_id', 'pipeline_id', 'label', 'closed_won', 'is_closed', '_fivetran_synced'], ['s-won', 'p', 'Signed', 'true', 'true', '2026-04-01'], ['s-lost', 'p', 'Gone', 'false', 'true', '2026-04-01'], ['s-open', 'p', 'Talking', 'false', 'false', '2026-04-01'],
      ],
      'deal_company.csv': [['deal_id', 'company_id', 'type_id', 'category'], ['1', '9001', '5', 'HUBSPOT_DEFINED'], ['4', '9001', '5', 'HUBSPOT_DEFINED']],
      'deal_contact.csv': [['deal_id', 'contact_id', 'type_id', 'category'], ['1', '51', '3', 'HUBSPOT_DEFINED']],
    })
    const deals = of('deal.csv')
    expect(deals.lines.filter(({ type }) => type !== 'party')).toMatchObject([
      { type: 'agreement', key: 'deal hubspot-deal:1', amount: '100.00', from: '2026-03-01' }, { type: 'deal', key: 'hubspot-deal:1', stage: 'won', opened: '2026-01-01', closed: '2026-03-01', agreement: 'deal hubspot-deal:1' }, { type: 'membership', person: 'hubspot-contact:51', organization: 'hubspot-company:9001' },
      { type: 'deal', key: 'hubspot-deal:2', stage: 'lost', closed: '2026-03-01' }, { type: 'deal', key: 'hubspot-deal:3', stage: 'open' },
    ])
    expect(deals.outcomes.map((outcome) => (outcome.kind === 'left-out' ? outcome.why : outcome.kind))).toEqual(['lines', 'lines', 'lines', 'deleted in HubSpot'])
  })
})
