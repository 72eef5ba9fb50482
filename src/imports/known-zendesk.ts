import { PERSONAL_MAIL_DOMAINS } from '../base/lists.ts'
import type { EvidenceObject } from '../evidence/from-segment.ts'
import { byHeader, type ByHeader, cellOf, columnHas, emailOrNull, given, headerReader, isTrue, membership, party, several, staff, type Useless, useless, withClaims, withFields, withIds, withLines } from './crm-cells.ts'
import type { Conversion, KnownFormat } from './known.ts'
import { leftOut, refused, type RowOutcome } from './outcome.ts'
import type { DataWarning } from './plan.ts'
import { nameId } from './row-reader.ts'
import type { Cells, Table } from './table.ts'
import { domainIn, instantIn, instantWritten, isUnreadable } from './values.ts'

/*
 * Fields of the API, which its JSON exports hold (https://developer.zendesk.com/api-reference/ticketing/users/users/, .../organizations/organizations/,
 * .../tickets/tickets/, .../ticket-management/satisfaction_ratings/), the same in the tables that Fivetran writes
 * (https://fivetran.com/docs/connectors/applications/zendesk), and the CSV export of tickets (https://support.zendesk.com/hc/en-us/articles/4408886165402).
 */
const USER = { namespace: 'zendesk-user' }
const ORGANIZATION = { namespace: 'zendesk-organization' }
const user = (id: string): string => `zendesk-user:${id}`
const organization = (id: string): string => `zendesk-organization:${id}`

/** A list in one cell: JSON as exports of objects hold it, or with commas. */
function listIn(text: string | null): readonly string[] {
  if (text === null) return []
  if (text.startsWith('[')) {
    try {
      const list: unknown = JSON.parse(text)
      if (Array.isArray(list)) return list.filter((one) => typeof one === 'string')
    } catch {
      // Not JSON after all; commas then.
    }
  }
  return several(text.replace(/^\[|\]$/g, '').replaceAll(',', ';'))
}

// ---- users

interface UserFacts {
  readonly cell: ByHeader
  /** Addresses that several users of the file have, with their number: they tell nobody apart. */
  readonly shared: ReadonlyMap<string, number>
}

/** Zendesk lets no two users have one address. Where a file has it otherwise, as anonymized data do, all its users would become one person, staff among them. */
async function prepareUsers(table: Table, conversion: Conversion): Promise<UserFacts> {
  const place = table.columns.indexOf(conversion.plan.fields.email?.column ?? '')
  const seen = new Map<string, number>()
  if (place >= 0) {
    for await (const rows of table.rows()) {
      for (const { cells } of rows) {
        const email = emailOrNull(cells[place]?.trim() || null)
        if (email !== null) seen.set(email, (seen.get(email) ?? 0) + 1)
      }
    }
  }
  return { cell: headerReader(table.columns), shared: new Map([...seen].filter(([, users]) => users > 1)) }
}

function userRow(cells: Cells, conversion: Conversion, raw: unknown): RowOutcome {
  const { cell, shared } = raw as UserFacts
  const id = given(cells, conversion, 'person')
  if (id === null) return refused('missing-field', 'The row has no id; export the users of Zendesk with their ids')
  const active = cell(cells, 'active')
  if (active !== null && !isTrue(active)) return leftOut('deleted in Zendesk')
  const address = emailOrNull(given(cells, conversion, 'email'))
  const email = address === null || shared.has(address) ? null : `email:${address}`
  const name = given(cells, conversion, 'name')
  const role = cell(cells, 'role')
  // Agents have an external id only where the help desk was filled by machine; it names no user of the product.
  if (role !== null && role !== 'end-user') return { kind: 'lines', lines: staff(conversion, [user(id), email], name) }
  const own = cell(cells, 'external_id')
  const ids = [user(id), email, own === null ? null : `user:${own}`]
  const more = { ...(name === null ? {} : { name }), ...(address !== null && email === null ? { traits: { email: address } } : {}) }
  const at = cell(cells, 'organization_id')
  return { kind: 'lines', lines: [party(conversion, user(id), 'person', ids, more), ...(at === null ? [] : [membership(conversion, user(id), organization(at), null)])] }
}

function sharedAddresses(conversion: Conversion, raw: unknown): readonly DataWarning[] {
  const { shared } = raw as UserFacts
  if (shared.size === 0) return []
  const users = [...shared.values()].reduce((sum, one) => sum + one, 0)
  return [{
    code: 'email-of-many', table: conversion.plan.table, column: conversion.plan.fields.email?.column ?? null, count: users,
    says: `${users} users share ${shared.size === 1 ? 'one e-mail address' : `${shared.size} e-mail addresses`}; an address that several users have tells nobody apart, so it joins none of them.`,
    examples: [...shared].slice(0, 5).map(([email, count]) => `${email}: ${count} users`), mend: 'If they are one person, merge the users in Zendesk, or answer the question under Identity.',
  }]
}

// ---- organizations

function organizationRow(cells: Cells, conversion: Conversion, raw: unknown, own: (cells: Cells) => RowOutcome): RowOutcome {
  const cell = raw as ByHeader
  if (isTrue(cell(cells, 'deleted')) || cell(cells, 'deleted_at') !== null || isTrue(cell(cells, '_fivetran_deleted'))) return leftOut('deleted in Zendesk')
  const id = given(cells, conversion, 'organization')
  const account = cell(cells, 'external_id')
  const domains = [...listIn(cell(cells, 'domain_names')), ...conversion.joined('domains', id).flatMap((row) => listIn(cellOf(row, 'domain_name')))].map(domainIn).filter((domain) => !isUnreadable(domain)).map(String)
  const stated = withIds(own(cells), 'organization', account === null ? [] : [`account:${account}`])
  return withClaims(stated, conversion, [...new Set(domains)].filter((domain) => !PERSONAL_MAIL_DOMAINS.has(domain)).map((domain) => `domain:${domain}`))
}

// ---- tickets

/** What a ticket is: https://support.zendesk.com/hc/en-us/articles/4408873292570. A problem or an incident is a complaint; a question and a task are neither complaint nor request. */
const RATED = ['satisfaction_rating.score', 'satisfaction_score', 'Satisfaction Score', 'satisfaction_rating_score', 'satisfaction_rating']
const RATED_AT = ['satisfaction_rating.updated_at', 'satisfaction_rating.created_at', 'Solved at', 'updated_at']
const RATED_WITH = ['satisfaction_rating.comment', 'satisfaction_comment', 'Satisfaction Comment']
const OWN_ID = ['Requester external id', 'requester.external_id']
/** The CSV export names requester and organization instead of numbering the latter. */
const [REQUESTER, FIRM] = ['Requester', 'Organization'] as const
const READ_OF_TICKETS = [...RATED, ...RATED_AT, ...RATED_WITH, ...OWN_ID, REQUESTER, FIRM]
const TICKET_WORDS = { problem: 'complaint', incident: 'complaint' }

/** Good and bad are the ends of the scale of CSAT, 1 to 5. A rating that was offered and not given is none. */
function ratingIn(text: string | null): 5 | 1 | null {
  return text === null ? null : /^good/i.test(text) ? 5 : /^bad/i.test(text) ? 1 : null
}

function ticketRow(cells: Cells, conversion: Conversion, raw: unknown): RowOutcome {
  const cell = raw as ByHeader
  const status = cell(cells, 'status')
  if (status?.toLowerCase() === 'deleted') return leftOut('deleted in Zendesk')
  const id = given(cells, conversion, 'id')
  if (id === null) return refused('missing-field', 'The row has no id; export the tickets of Zendesk with their ids')
  const written = given(cells, conversion, 'kind')
  const kind = conversion.plan.constants.kind ?? conversion.plan.fields.kind?.reading?.words?.[written?.toLowerCase() ?? '']
  const rating = ratingIn(cell(cells, ...RATED))
  if (kind === undefined && rating === null) {
    return leftOut(written === null || written === '-' ? 'the ticket has no type and no rating' : `tickets of the type '${written}' are taken for neither complaint nor request; say in the plan if they are`)
  }
  const requester = given(cells, conversion, 'person')
  const email = emailOrNull(given(cells, conversion, 'email'))
  const giver = requester !== null ? user(requester) : email !== null ? `email:${email}` : null
  if (giver === null) return leftOut('nobody is named who asked')
  const own = cell(cells, ...OWN_ID)
  const numbered = given(cells, conversion, 'account')
  const [name, firm] = [cell(cells, REQUESTER), numbered === null ? cell(cells, FIRM) : null]
  const account = numbered !== null && /^\d+$/.test(numbered) ? organization(numbered) : firm !== null && firm !== '-' ? nameId(firm) : null
  const at = given(cells, conversion, 'at')
  const instant = at === null ? null : instantIn(at, conversion.plan.fields.at?.reading ?? {})
  if (instant === null) return refused('missing-field', 'The ticket has no date; export the tickets with the time at which they were created')
  if (isUnreadable(instant)) return refused(instant.reason, `${conversion.plan.fields.at?.column}: ${instant.says}`)
  const ratedAt = cell(cells, ...RATED_AT)
  const rated = ratedAt === null ? instant : instantIn(ratedAt, conversion.plan.fields.at?.reading ?? {})
  const source = conversion.plan.source
  const shared = { type: 'feedback', source, party: giver, ...optional('account', account), ...optional('channel', given(cells, conversion, 'channel')) }
  const lines: EvidenceObject[] = []
  if (requester !== null && (email !== null || own !== null)) lines.push(party(conversion, `requester ${user(requester)}`, 'person', [user(requester), email === null ? null : `email:${email}`, own === null ? null : `user:${own}`], optional('name', name)))
  if (firm !== null && account !== null) lines.push(party(conversion, account, 'organization', [account], { name: firm }), membership(conversion, giver, account, null))
  if (kind !== undefined) lines.push({ ...shared, key: `ticket:${id}`, kind, at: instantWritten(instant), ...optional('topic', given(cells, conversion, 'topic')), ...optional('text', wordsIn(cells, conversion)) })
  if (rating !== null) {
    const comment = cell(cells, ...RATED_WITH)
    lines.push({ ...shared, key: `ticket:${id} csat`, kind: 'csat', score: rating, at: instantWritten(isUnreadable(rated) ? instant : rated), ...optional('text', comment) })
  }
  return { kind: 'lines', lines }
}

/** The subject and the text. A subject is no topic: nearly every ticket has its own, so nothing could be counted by it. */
function wordsIn(cells: Cells, conversion: Conversion): string | null {
  const parts = [given(cells, conversion, 'title'), given(cells, conversion, 'text')].filter((part) => part !== null && part !== '-')
  return parts.length === 0 ? null : parts.join(': ')
}

function optional(name: string, text: string | null): { readonly [field: string]: string } {
  return text === null || text === '-' ? {} : { [name]: text }
}

function ratingRow(cells: Cells, conversion: Conversion, _raw: unknown, own: (cells: Cells) => RowOutcome): RowOutcome {
  const rating = ratingIn(given(cells, conversion, 'score'))
  if (rating === null) return leftOut('a rating was offered and not given')
  const id = given(cells, conversion, 'id')
  const ticket = (_raw as ByHeader)(cells, 'ticket_id')
  return own(withFields(cells, conversion, { score: String(rating), id: ticket === null ? `rating:${id}` : `ticket:${ticket} csat` }))
}

function organizationMembershipRow(cells: Cells, conversion: Conversion): RowOutcome {
  const [person, at] = [given(cells, conversion, 'person'), given(cells, conversion, 'organization')]
  if (person === null || at === null) return leftOut('names no user and no organization')
  return withLines({ kind: 'lines', lines: [] }, [membership(conversion, user(person), organization(at), null)])
}

const TITLE = 'Zendesk'
const TICKET_BECAUSE = 'Tickets that are problems or incidents are complaints, questions and tasks are left out. A rating counts as CSAT: good is 5, bad is 1; offered is none.'

const TABLES: readonly KnownFormat[] = [
  {
    name: 'zendesk-users', title: `${TITLE}: users`, system: 'zendesk', kind: 'users', needs: ['id', 'role', 'suspended', 'ticket_restriction'],
    fields: { person: { column: 'id', reading: USER }, email: 'email', name: 'name', account: { column: 'organization_id', reading: ORGANIZATION } },
    because: 'End users ask, so they are people; agents and admins answer, so they are our own people, left out of users and customers of the product.',
    prepare: prepareUsers, convert: userRow, warnings: sharedAddresses,
  },
  {
    name: 'zendesk-organizations', title: `${TITLE}: organizations`, system: 'zendesk', kind: 'organizations', needs: ['id', 'name', 'shared_tickets', 'shared_comments'],
    fields: { organization: { column: 'id', reading: ORGANIZATION }, organizationName: 'name' }, traits: ['details'], joins: [{ name: 'domains', of: 'zendesk-domain-names', by: 'organization_id' }], prepare: byHeader, convert: organizationRow,
  },
  {
    name: 'zendesk-organization-memberships', title: `${TITLE}: organization memberships`, system: 'zendesk', kind: 'memberships', needs: ['id', 'user_id', 'organization_id', 'default'], without: ['ticket_id'],
    fields: { person: { column: 'user_id', reading: USER }, organization: { column: 'organization_id', reading: ORGANIZATION } }, convert: organizationMembershipRow,
  },
  {
    name: 'zendesk-tickets', title: `${TITLE}: tickets`, system: 'zendesk', kind: 'requests', needs: ['id', 'status', 'subject', 'via_channel'],
    fields: {
      id: 'id', person: { column: ['requester_id', 'requester.id'], reading: USER }, email: ['requester.email'], account: { column: ['organization_id', 'organization.id', 'requester.organization_id'], reading: ORGANIZATION }, at: 'created_at', title: 'subject',
      text: 'description', channel: 'via_channel', kind: { column: 'type', reading: { words: TICKET_WORDS } },
    },
    reads: READ_OF_TICKETS, because: TICKET_BECAUSE, prepare: byHeader, convert: ticketRow,
  },
  {
    name: 'zendesk-tickets-export', title: `${TITLE}: tickets (CSV export)`, system: 'zendesk', kind: 'requests', needs: ['Requester id', 'Requester email', 'Ticket type', 'Status'],
    fields: {
      id: 'Id', person: { column: 'Requester id', reading: USER }, email: 'Requester email', at: 'Created at', title: 'Subject', channel: 'Via', account: { column: ['Organization id'], reading: ORGANIZATION },
      kind: { column: 'Ticket type', reading: { words: TICKET_WORDS } },
    },
    reads: READ_OF_TICKETS, because: TICKET_BECAUSE, prepare: byHeader, convert: ticketRow,
  },
  {
    name: 'zendesk-ratings', title: `${TITLE}: satisfaction ratings`, system: 'zendesk', kind: 'scores', needs: ['id', 'score', 'requester_id', 'assignee_id'], without: ['subject'], holds: (look) => columnHas(look, ['score'], /^(?:good|bad|offered|unoffered)/i),
    fields: { id: 'id', person: { column: 'requester_id', reading: USER }, score: 'score', at: 'created_at', text: 'comment', topic: 'reason' }, constants: { kind: 'csat' },
    because: 'A rating counts as CSAT: good is 5, bad is 1. Ratings that were offered and not given are left out.', prepare: byHeader, convert: ratingRow,
  },
]

const TICKETS = 'What our own people did with tickets. The tickets and their ratings stand in the table of tickets.'
const WORDS = 'Names and settings of Zendesk itself.'

const USELESS: readonly Useless[] = [
  { name: 'domain-names', title: `${TITLE}: domain_name`, needs: ['organization_id', 'domain_name', 'index'], because: 'The domains of organizations; they are read along with the organizations.' },
  { name: 'audit-logs', title: `${TITLE}: audit_log`, needs: ['actor_id', 'change_description', 'source_type'], because: WORDS },
  { name: 'brands', title: `${TITLE}: brand`, needs: ['brand_url', 'has_help_center', 'subdomain'], because: WORDS },
  { name: 'daylight-times', title: `${TITLE}: daylight_time`, needs: ['time_zone', 'daylight_offset'], because: WORDS },
  { name: 'time-zones', title: `${TITLE}: time_zone`, needs: ['time_zone', 'standard_offset'], because: WORDS },
  { name: 'groups', title: `${TITLE}: group`, needs: ['id', 'name', 'url', 'created_at', 'updated_at', '_fivetran_deleted'], without: ['email', 'role', 'shared_tickets', 'active'], called: /(^|[/_\s-])groups?(_data)?\.[a-z]/i, because: 'Groups of our own agents.' },
  { name: 'organization-tags', title: `${TITLE}: organization_tag`, needs: ['organization_id', 'tag', '_fivetran_synced'], because: 'Tags without a meaning that is known.' },
  { name: 'user-tags', title: `${TITLE}: user_tag`, needs: ['user_id', 'tag', '_fivetran_synced'], because: 'Tags without a meaning that is known.' },
  { name: 'ticket-tags', title: `${TITLE}: ticket_tag`, needs: ['ticket_id', 'tag', '_fivetran_synced'], because: 'Tags without a meaning that is known.' },
  { name: 'schedules', title: `${TITLE}: schedule`, needs: ['start_time_utc', 'end_time_utc', 'time_zone'], because: WORDS },
  { name: 'schedule-holidays', title: `${TITLE}: schedule_holiday`, needs: ['schedule_id', 'start_date', 'end_date'], because: WORDS },
  { name: 'sla-policies', title: `${TITLE}: sla_policy_metric_history`, needs: ['sla_policy_id', 'business_hours', 'metric', 'target'], because: WORDS },
  { name: 'ticket-chats', title: `${TITLE}: ticket_chat`, needs: ['chat_id', 'ticket_id', 'visitor_id'], because: TICKETS },
  { name: 'ticket-chat-events', title: `${TITLE}: ticket_chat_event`, needs: ['chat_id', 'actor_id', 'chat_index'], because: TICKETS },
  { name: 'ticket-comments', title: `${TITLE}: ticket_comment`, needs: ['ticket_id', 'user_id', 'body', 'public'], because: TICKETS },
  { name: 'ticket-field-history', title: `${TITLE}: ticket_field_history`, needs: ['field_name', 'ticket_id', 'updated', 'value'], because: TICKETS },
  { name: 'ticket-forms', title: `${TITLE}: ticket_form_history`, needs: ['id', 'display_name', 'end_user_visible'], because: WORDS },
  { name: 'ticket-schedules', title: `${TITLE}: ticket_schedule`, needs: ['ticket_id', 'schedule_id'], because: TICKETS },
  { name: 'ticket-sla-policies', title: `${TITLE}: ticket_sla_policy`, needs: ['ticket_id', 'sla_policy_id', 'policy_applied_at'], because: TICKETS },
]

export const ZENDESK_FORMATS: readonly KnownFormat[] = [...TABLES, ...useless('zendesk', USELESS)]
