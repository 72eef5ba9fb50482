import { describe, expect, test } from 'vitest'
import type { Table } from './table.ts'
import { counted, type TrialTable, textTable, trialTables } from './trial.ts'

function objectTable(name: string, columns: readonly string[], objects: readonly Readonly<Record<string, unknown>>[]): Table {
  const at = (object: Readonly<Record<string, unknown>>, path: string): string | null => {
    const value = path.split('.').reduce<unknown>((inner, part) => (inner as Readonly<Record<string, unknown>> | null | undefined)?.[part], object)
    return value === null || value === undefined ? null : typeof value === 'object' ? JSON.stringify(value) : String(value)
  }
  return {
    name, read: 'JSON', columns,
    async *rows() {
      yield objects.map((object, place) => ({ number: place + 1, cells: columns.map((column) => at(object, column)), object }))
    },
  }
}

async function imported(tables: readonly Table[]): Promise<(name: string) => TrialTable> {
  const made = await trialTables(tables)
  return (name) => made.get(name) as TrialTable
}

describe('objects of the API', () => {
  test('end users are people of their organizations and, by their external id, users of the product; agents are our own', async () => {
    const columns = ['id', 'name', 'email', 'role', 'external_id', 'organization_id', 'suspended', 'ticket_restriction', 'active']
    const user = { suspended: false, ticket_restriction: null, active: true, external_id: null, organization_id: null }
    const users = (await imported([objectTable('users.json', columns, [
      { ...user, id: 1, name: 'Ann', email: 'ann@acme.com', role: 'end-user', external_id: 'u-1', organization_id: 7 }, { ...user, id: 2, name: 'Sue', email: 'sue@we.example', role: 'agent' },
      { ...user, id: 3, name: 'Gone', email: 'x@acme.com', role: 'end-user', active: false },
    ])]))('users.json')
    expect(users.lines).toEqual([
      { type: 'party', key: 'zendesk-user:1', source: 'zendesk', kind: 'person', ids: ['zendesk-user:1', 'email:ann@acme.com', 'user:u-1'], name: 'Ann' },
      { type: 'membership', key: 'zendesk-user:1 zendesk-organization:7', source: 'zendesk', person: 'zendesk-user:1', organization: 'zendesk-organization:7' },
      { type: 'party', key: 'zendesk-user:2', source: 'zendesk', kind: 'person', ids: ['zendesk-user:2', 'email:sue@we.example'], name: 'Sue' }, { type: 'staff', key: 'zendesk-user:2', source: 'zendesk', party: 'zendesk-user:2' },
    ])
    expect(users.outcomes.at(-1)).toEqual({ kind: 'left-out', why: 'deleted in Zendesk' })
  })

  test('organizations claim all their domains, and have the id that we gave them', async () => {
    const claims = ['domain:acme.com', 'domain:acme.de'].map((domain) => ({ type: 'link', ids: ['zendesk-organization:7', domain], inferred: true }))
    const of = await imported([
      objectTable('organizations.json', ['id', 'name', 'external_id', 'domain_names', 'shared_tickets', 'shared_comments'], [{ id: 7, name: 'Acme', external_id: 'a-7', domain_names: ['acme.com', 'acme.de'], shared_tickets: false, shared_comments: false }]),
    ])
    expect(of('organizations.json').lines).toMatchObject([{ kind: 'organization', ids: ['zendesk-organization:7', 'account:a-7'], name: 'Acme' }, ...claims])
    const joined = await imported([
      textTable('organization.csv', ['id', 'name', 'external_id', 'shared_tickets', 'shared_comments'], [['7', 'Acme', '', 'false', 'false']]), textTable('domain_name.csv', ['index', 'organization_id', 'domain_name'], [['0', '7', 'acme.com'], ['1', '7', 'acme.de']]),
    ])
    expect(joined('organization.csv').lines).toMatchObject([{ ids: ['zendesk-organization:7'] }, ...claims])
  })

  test('a ticket may be a complaint and bear a rating: two voices; a question without rating is none', async () => {
    const columns = ['id', 'requester_id', 'organization_id', 'status', 'type', 'subject', 'description', 'created_at', 'via.channel', 'satisfaction_rating.score', 'satisfaction_rating.comment']
    const ticket = { requester_id: 1, organization_id: 7, status: 'closed', description: 'It is slow', created_at: '2026-02-01T10:00:00Z', via: { channel: 'email' } }
    const tickets = (await imported([objectTable('tickets.json', columns, [
      { ...ticket, id: 10, type: 'incident', subject: 'Search', satisfaction_rating: { score: 'bad', comment: 'Still slow' } }, { ...ticket, id: 11, type: 'question', subject: 'How', satisfaction_rating: { score: 'good' } },
      { ...ticket, id: 12, type: 'question', subject: 'Where', satisfaction_rating: { score: 'offered' } }, { ...ticket, id: 13, type: null, subject: 'Gone', status: 'deleted', satisfaction_rating: { score: 'bad' } },
    ])]))('tickets.json')
    expect(tickets.plan).toMatchObject({ format: 'zendesk-tickets', fields: { kind: { reading: { words: { problem: 'complaint', incident: 'complaint' } } } } })
    const voice = { type: 'feedback', source: 'zendesk', party: 'zendesk-user:1', account: 'zendesk-organization:7', channel: 'email', at: '2026-02-01T10:00:00Z' }
    expect(tickets.lines).toEqual([
      { ...voice, key: 'ticket:10', kind: 'complaint', text: 'Search: It is slow' }, { ...voice, key: 'ticket:10 csat', kind: 'csat', score: 1, text: 'Still slow' }, { ...voice, key: 'ticket:11 csat', kind: 'csat', score: 5 },
    ])
    expect(counted(tickets.outcomes.map((outcome) => (outcome.kind === 'left-out' ? outcome.why : outcome.kind)))).toEqual({
      lines: 2, "tickets of the type 'question' are taken for neither complaint nor request; say in the plan if they are": 1, 'deleted in Zendesk': 1,
    })
  })

  test('ratings that come alone are the same voices as in the tickets', async () => {
    const ratings = (await imported([objectTable('ratings.json', ['id', 'score', 'requester_id', 'assignee_id', 'ticket_id', 'created_at', 'comment'], [
      { id: 1, score: 'good', requester_id: 1, assignee_id: 2, ticket_id: 11, created_at: '2026-02-01T10:00:00Z', comment: null }, { id: 2, score: 'offered', requester_id: 1, assignee_id: 2, ticket_id: 12, created_at: '2026-02-01T10:00:00Z', comment: null },
    ])]))('ratings.json')
    expect(ratings.lines).toEqual([{ type: 'feedback', key: 'ticket:11 csat', source: 'zendesk', party: 'zendesk-user:1', kind: 'csat', score: 5, at: '2026-02-01T10:00:00Z' }])
    expect(ratings.outcomes.at(-1)).toEqual({ kind: 'left-out', why: 'a rating was offered and not given' })
  })
})

test('the export of tickets names its requesters by name and address, and their organization by its name', async () => {
  const columns = ['Id', 'Requester', 'Requester id', 'Requester external id', 'Requester email', 'Subject', 'Status', 'Via', 'Ticket type', 'Created at', 'Organization', 'Satisfaction Score']
  const tickets = (await imported([textTable('tickets.csv', columns, [
    ['1', 'Ann', '77', 'u-1', 'ann@acme.com', 'Slow', 'Closed', 'Mail', 'Problem', '2026-02-01 10:00', 'Acme', 'Good'], ['2', 'Bob', '', '', 'bob@acme.com', 'Hello', 'Open', 'Mail', '-', '2026-02-01 10:00', 'Acme', 'Not Offered'],
  ])]))('tickets.csv')
  expect(tickets.plan.format).toBe('zendesk-tickets-export')
  for (const read of ['Requester', 'Organization', 'Satisfaction Score']) expect(tickets.plan.leftOver).not.toContain(read)
  expect(tickets.lines).toMatchObject([
    { type: 'party', kind: 'person', ids: ['zendesk-user:77', 'email:ann@acme.com', 'user:u-1'], name: 'Ann' }, { type: 'party', kind: 'organization', ids: ['name:acme'], name: 'Acme' },
    { type: 'membership', person: 'zendesk-user:77', organization: 'name:acme' },
    { type: 'feedback', key: 'ticket:1', kind: 'complaint', party: 'zendesk-user:77', account: 'name:acme', text: 'Slow', channel: 'Mail' }, { type: 'feedback', key: 'ticket:1 csat', score: 5 },
  ])
  expect(tickets.outcomes.at(-1)).toMatchObject({ kind: 'left-out' })
})
