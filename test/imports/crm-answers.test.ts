import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { textTable, trialTables } from '../../src/imports/trial.ts'
import { type Bench, openBench } from '../harness/workspace.ts'

/** Five files of four systems, which know each other by e-mail addresses and ids only. */
const TABLES = [
  textTable('hubspot/companies.csv', ['Record ID', 'Company name', 'Company Domain Name', 'Parent Company'], [['9001', 'Acme', 'acme.com', 'Globex'], ['9002', 'Globex', 'globex.com', '']]),
  textTable('hubspot/contacts.csv', ['Record ID', 'First Name', 'Last Name', 'Email', 'Associated Company IDs'], [['51', 'Ann', 'Abel', 'ann@acme.com', '9001'], ['52', 'Bob', 'Best', 'bob@globex.com', '9002']]),
  textTable('hubspot/deals.csv', ['Record ID', 'Deal Name', 'Deal Stage', 'Amount', 'Close Date', 'Associated Company IDs', 'Associated Contact IDs', 'Associated Contact IDs (Decision maker)'], [
    ['1', 'Globex yearly', 'Closed Won', '1200', '2026-01-01', '9002', '52', '52'], ['2', 'Acme more', 'Negotiation', '500', '2026-09-01', '9001', '51', ''],
  ]),
  textTable('posthog/events.csv', ['uuid', 'event', 'properties', 'distinct_id', 'person_id', 'timestamp', 'person_properties'], [['e1', 'note_created', '{"$is_identified":true}', 'u-ann', 'p1', '2026-02-03 10:00:00', '{"email":"ann@acme.com"}']]),
  textTable('zendesk/tickets.csv', ['Id', 'Requester', 'Requester id', 'Requester email', 'Subject', 'Status', 'Ticket type', 'Created at', 'Satisfaction Score'], [['10', 'Ann Abel', '77', 'ann@acme.com', 'Search is slow', 'Closed', 'Problem', '2026-02-04 10:00', 'Bad']]),
]

describe('a CRM, an analytics tool and a help desk, together', () => {
  let bench: Bench
  beforeAll(async () => {
    bench = await openBench({ now: () => Date.parse('2026-03-01T00:00:00Z') })
    const made = await trialTables(TABLES, { product: 'notes', currency: 'EUR' })
    const lines = [...made.values()].flatMap((table) => table.lines)
    expect(await bench.take(lines)).toMatchObject({ rejected: [] })
  })
  afterAll(() => bench?.close())

  test('the use of somebody whom analytics knows by id is paid by the parent that the CRM knows', async () => {
    expect(await bench.ask('who-pays', { party: 'user:u-ann', product: 'notes', day: '2026-02-03' })).toMatchObject({
      kind: 'organization', payer: { name: 'Globex' }, agreement: 'deal hubspot-deal:1',
    })
  })

  test('who decides is the contact with that label; who used it last is known to four systems', async () => {
    expect(await bench.ask('unused-money', { product: 'notes', from: '2026-01-01', to: '2026-03-01' })).toMatchObject({
      agreements: [{
        agreement: 'deal hubspot-deal:1', accrued: '1200.00', used: '1200.00', deciders: [{ name: 'Bob Best' }],
        lastUser: { name: 'Ann Abel', identifiers: ['email:ann@acme.com', 'hubspot-contact:51', 'posthog-person:p1', 'user:u-ann', 'zendesk-user:77'] },
      }],
    })
  })

  test('the complaint and the rating of the help desk are those of a user', async () => {
    expect(await bench.ask('satisfaction', { product: 'notes', from: '2026-01-01', to: '2026-03-01' })).toMatchObject({ scores: [{ kind: 'csat', role: 'user', n: 1 }] })
  })
})
