import type { EvidenceObject } from '../evidence/from-segment.ts'
import {
  type ByHeader, byHeader, cellOf, emailOrNull, functionOfRole, given, headerReader, isTrue, leftOutAs, membership, party, plainHeader, several, staff, type Useless, useless, withFields, withIds, withLines,
} from './crm-cells.ts'
import { meaningOf } from './guess-words.ts'
import type { Conversion, Join, KnownFormat } from './known.ts'
import { leftOut, type RowOutcome } from './outcome.ts'
import type { Cells, Table } from './table.ts'

/*
 * Two shapes: what the app exports (https://knowledge.hubspot.com/import-and-export/export-records, headers are the labels of the properties), and the tables that
 * Fivetran writes (https://fivetran.com/docs/connectors/applications/hubspot, properties have `property_` before their internal names).
 * Internal names and the words of options: https://knowledge.hubspot.com/properties/hubspots-default-contact-properties, ...-company-..., ...-deal-..., ...-ticket-properties.
 */
const COMPANY = { namespace: 'hubspot-company' }
const CONTACT = { namespace: 'hubspot-contact' }
const company = (id: string): string => `hubspot-company:${id}`
const contact = (id: string): string => `hubspot-contact:${id}`

/** Ids of merged contacts: https://knowledge.hubspot.com/records/merge-records. The record that stays lists those that went into it. */
const MERGED = ['Merged object IDs', 'Merged record IDs', 'Merged contact IDs', 'Merged company IDs', 'property_hs_merged_object_ids', 'hs_merged_object_ids']
const DELETED = ['is_deleted', '_fivetran_deleted']

/** `Associated Contact IDs`, `Associated Company IDs (Primary)`, `Associated Contact IDs (Decision maker)`: what is associated, and the label in brackets. */
interface Association {
  readonly column: string
  readonly object: 'company' | 'contact'
  readonly label: string | null
}

interface HubspotFacts {
  readonly cell: ByHeader
  readonly associations: readonly Association[]
}

const ASSOCIATION = /^associated (company|contact) ids?(?: \((.*)\))?$/i

function associationsOf(columns: readonly string[]): readonly Association[] {
  const found = columns.flatMap((column) => {
    const [, object, label] = ASSOCIATION.exec(column.trim()) ?? []
    return object === undefined ? [] : [{ column, object: object.toLowerCase() as 'company' | 'contact', label: label ?? null }]
  })
  // The primary company first.
  return [...found].sort((a, b) => Number(/primary/i.test(b.label ?? '')) - Number(/primary/i.test(a.label ?? '')))
}

async function prepare(table: Table): Promise<HubspotFacts> {
  return { cell: headerReader(table.columns), associations: associationsOf(table.columns) }
}

function factsOf(facts: unknown): HubspotFacts {
  return facts as HubspotFacts
}

/** All ids of one kind in the association columns, with the labels under which they stand. */
function associated(cells: Cells, { associations }: HubspotFacts, object: 'company' | 'contact'): readonly { readonly id: string; readonly label: string | null }[] {
  const found = new Map<string, { readonly id: string; readonly label: string | null }>()
  for (const association of associations) {
    if (association.object !== object) continue
    for (const id of several(cells.text(association.column))) {
      const known = found.get(id)
      if (!known || (functionOfRole(known.label) === null && functionOfRole(association.label) !== null)) found.set(id, { id, label: association.label })
    }
  }
  return [...found.values()]
}

const GONE_WHY = 'deleted in HubSpot'
const GONE: RowOutcome = leftOut(GONE_WHY)

function isGone(cells: Cells, facts: HubspotFacts): boolean {
  return isTrue(facts.cell(cells, ...DELETED))
}

// ---- companies

function companyRow(cells: Cells, conversion: Conversion, raw: unknown, own: (cells: Cells) => RowOutcome): RowOutcome {
  const facts = factsOf(raw)
  if (isGone(cells, facts)) return GONE
  const id = given(cells, conversion, 'organization')
  const parentName = given(cells, conversion, 'parentName')
  const parentCells = facts.associations.filter((one) => one.object === 'company' && /parent/i.test(one.label ?? '')).flatMap((one) => several(cells.text(one.column)))
  const parent = given(cells, conversion, 'parent') ?? parentCells[0] ?? (parentName !== null && /^\d+$/.test(parentName) ? parentName : null)
  const outcome = own(parent === null ? cells : withFields(cells, conversion, { parent, parentName: null }))
  if (id === null) return outcome
  const self = company(id)
  const source = conversion.plan.source
  const owner: EvidenceObject[] = parent === null || parent === id || (conversion.plan.fields.parent && given(cells, conversion, 'parent') !== null) ? []
    : [{ type: 'ownership', key: `${self} ${company(parent)}`, source, organization: self, parent: company(parent) }]
  const stated = outcome.kind === 'lines' && outcome.lines.some((line) => line.type === 'ownership') ? [] : owner
  const children = facts.associations.filter((one) => one.object === 'company' && /child/i.test(one.label ?? '')).flatMap((one) => several(cells.text(one.column)))
    .map((child) => ({ type: 'ownership', key: `${company(child)} ${self}`, source, organization: company(child), parent: self }))
  const members = associated(cells, facts, 'contact').map((one) => membership(conversion, contact(one.id), self, functionOfRole(one.label)))
  const merged = several(facts.cell(cells, ...MERGED)).map(company)
  return withIds(withLines(outcome, [...stated, ...children, ...members]), 'organization', merged)
}

// ---- contacts

function contactRow(cells: Cells, conversion: Conversion, raw: unknown, own: (cells: Cells) => RowOutcome): RowOutcome {
  const facts = factsOf(raw)
  if (isGone(cells, facts)) return GONE
  const id = given(cells, conversion, 'contact')
  const companies = associated(cells, facts, 'company')
  const first = several(given(cells, conversion, 'organization'))[0] ?? companies[0]?.id ?? null
  const role = functionOfRole(given(cells, conversion, 'function')) ?? functionOfRole(companies.find((one) => one.id === first)?.label ?? null)
  // The company's name in a contact is free text; it is of no use where the id is known.
  const outcome = own(withFields(cells, conversion, { organization: first, function: role, ...(first === null ? {} : { organizationName: null }) }))
  if (id === null) return outcome
  const known = new Set(outcome.kind === 'lines' ? outcome.lines.filter((line) => line.type === 'membership').map((line) => line.organization) : [])
  const more = companies.filter((one) => !known.has(company(one.id))).map((one) => membership(conversion, contact(id), company(one.id), functionOfRole(one.label)))
  const others = several(facts.cell(cells, 'Additional email addresses', 'hs_additional_emails', 'property_hs_additional_emails')).map(emailOrNull)
  return withIds(withLines(outcome, more), 'person', [...several(facts.cell(cells, ...MERGED)).map(contact), ...others.flatMap((email) => (email === null ? [] : [`email:${email}`]))])
}

function mergeRow(cells: Cells, conversion: Conversion): RowOutcome {
  const stays = given(cells, conversion, 'one')
  const went = given(cells, conversion, 'other')
  if (stays === null || went === null) return leftOut('names no two contacts')
  if (stays === went) return leftOut('a contact merged with itself')
  return { kind: 'lines', lines: [party(conversion, `merged ${contact(stays)} ${contact(went)}`, 'person', [contact(stays), contact(went)])] }
}

// ---- deals

/** Names of stages: those of HubSpot's own pipeline, by id and by label. Other pipelines tell by their stage table or by `Is Closed Won`. */
const STAGES = { closedwon: 'won', 'closed won': 'won', won: 'won', closedlost: 'lost', 'closed lost': 'lost', lost: 'lost' }

const DEAL_JOINS: readonly Join[] = [
  { name: 'stages', of: 'hubspot-fivetran-deal-pipeline-stages', by: 'stage_id' },
  { name: 'companies', of: 'hubspot-fivetran-deal-companies', by: 'deal_id' },
  { name: 'contacts', of: 'hubspot-fivetran-deal-contacts', by: 'deal_id' },
]

function stageOf(cells: Cells, conversion: Conversion, facts: HubspotFacts): 'won' | 'lost' | 'open' | string | null {
  const stated = given(cells, conversion, 'stage')
  const words = conversion.plan.fields.stage?.reading?.words ?? {}
  if (isTrue(facts.cell(cells, 'Is Closed Won', 'hs_is_closed_won', 'property_hs_is_closed_won'))) return 'won'
  if (isTrue(facts.cell(cells, 'Is closed lost', 'hs_is_closed_lost', 'property_hs_is_closed_lost'))) return 'lost'
  if (stated === null) return null
  // Exports write the pipeline behind the stage: Closed lost (Sales Pipeline).
  const named = stated.replace(/\s*\([^()]*\)$/, '')
  const meant = words[stated.toLowerCase()] ?? words[named.toLowerCase()]
  if (meant !== undefined) return meant
  const [stage] = conversion.joined('stages', stated)
  if (stage !== undefined) return isTrue(stage.text('closed_won')) ? 'won' : isTrue(stage.text('is_closed')) ? 'lost' : 'open'
  if (isTrue(facts.cell(cells, 'Is Deal Closed?', 'Is closed', 'hs_is_closed', 'property_hs_is_closed'))) return 'lost'
  // What is not won may be lost as well as open; the name of the stage tells, in whatever language.
  if (meaningOf('deals', 'stage', named) === 'lost') return 'lost'
  if (facts.cell(cells, 'Is Closed Won', 'Is Deal Closed?', 'hs_is_closed_won', 'property_hs_is_closed_won') !== null) return 'open'
  const probability = Number(facts.cell(cells, 'Deal probability', 'hs_deal_stage_probability', 'property_hs_deal_stage_probability') ?? Number.NaN)
  return probability === 1 ? 'won' : probability === 0 ? 'lost' : probability > 0 && probability < 1 ? 'open' : /\bwon\b/i.test(stated) ? 'won' : /\blost\b/i.test(stated) ? 'lost' : null
}

function dealRow(cells: Cells, conversion: Conversion, raw: unknown, own: (cells: Cells) => RowOutcome): RowOutcome {
  const facts = factsOf(raw)
  if (isGone(cells, facts)) return leftOutAs(own(withFields(cells, conversion, { stage: 'open' })), GONE_WHY)
  const stage = stageOf(cells, conversion, facts)
  const written = given(cells, conversion, 'stage')
  if (stage === null) {
    const why = written === null ? 'the deal names no stage' : `it is not known whether the stage '${written}' is won; say so in the plan, or import the table of stages with it`
    return leftOutAs(own(withFields(cells, conversion, { stage: 'open' })), why)
  }
  const id = given(cells, conversion, 'id')
  const joinedCompanies = conversion.joined('companies', id).map((row) => row.text('company_id')).filter((one) => one !== null)
  const joinedContacts = conversion.joined('contacts', id).map((row) => ({ id: row.text('contact_id') ?? '', label: cellOf(row, 'label', 'type_label') })).filter((one) => one.id !== '')
  const buyer = several(given(cells, conversion, 'customer'))[0] ?? associated(cells, facts, 'company')[0]?.id ?? joinedCompanies[0] ?? null
  const contacts = [...associated(cells, facts, 'contact'), ...joinedContacts]
  // Keys of agreements are unique in the whole workspace, and ids of deals are plain numbers.
  const key: Readonly<Record<string, string>> = id === null ? {} : { id: `hubspot-deal:${id}` }
  if (buyer === null && given(cells, conversion, 'customerName') === null) {
    const [one] = contacts
    return one === undefined || contacts.length > 1 ? own(withFields(cells, conversion, { ...key, stage })) : boughtBy(contact(one.id), own(withFields(cells, conversion, { ...key, stage, customer: BY_CONTACT, contact: null })))
  }
  const outcome = own(withFields(cells, conversion, { ...key, stage, customer: buyer, ...(buyer === null ? {} : { customerName: null }), contact: null }))
  // Whom we speak with about a sale that was not won, or not yet, decides nothing.
  return buyer === null || stage !== 'won' ? outcome : withLines(outcome, contacts.map((one) => membership(conversion, contact(one.id), company(buyer), functionOfRole(one.label))))
}

const BY_CONTACT = 'bought-by-a-contact'

/** The deal of a single contact without company: that person bought. */
function boughtBy(person: string, outcome: RowOutcome): RowOutcome {
  if (outcome.kind !== 'lines') return outcome
  const lines = outcome.lines.filter((line) => !JSON.stringify(line.ids ?? '').includes(BY_CONTACT))
  return { ...outcome, lines: lines.map((line) => (String(line.buyer ?? '').endsWith(BY_CONTACT) ? { ...line, buyer: person } : line)) }
}

// ---- tickets and feedback

/** HubSpot's own categories: https://knowledge.hubspot.com/properties/hubspots-default-ticket-properties. A question is no complaint, so General inquiry is left out. */
const TICKET_WORDS = {
  'product issue': 'complaint', product_issue: 'complaint', 'billing issue': 'complaint', billing_issue: 'complaint', complaint: 'complaint', 'feature request': 'request', feature_request: 'request',
}

function ticketRow(cells: Cells, conversion: Conversion, raw: unknown, own: (cells: Cells) => RowOutcome): RowOutcome {
  const facts = factsOf(raw)
  if (isGone(cells, facts)) return GONE
  const written = several(given(cells, conversion, 'kind'))
  const words = conversion.plan.fields.kind?.reading?.words ?? {}
  const kind = conversion.plan.constants.kind ?? written.map((one) => words[one.toLowerCase()]).find((one) => one !== undefined)
  if (kind === undefined) return leftOut(written.length === 0 ? 'the ticket names no category, so it is neither complaint nor request' : 'tickets of this category are taken for neither complaint nor request; say in the plan if they are')
  const id = given(cells, conversion, 'id')
  const person = several(given(cells, conversion, 'person'))[0] ?? associated(cells, facts, 'contact')[0]?.id ?? conversion.joined('contacts', id)[0]?.text('contact_id') ?? null
  const account = several(given(cells, conversion, 'account'))[0] ?? associated(cells, facts, 'company')[0]?.id ?? conversion.joined('companies', id)[0]?.text('company_id') ?? null
  if (person === null && account === null && given(cells, conversion, 'email') === null) return leftOut('the ticket belongs to no contact and no company')
  return own(withFields(cells, conversion, { kind, person, account, ...(id === null ? {} : { id: `ticket:${id}` }) }))
}

/** Types of surveys: https://developers.hubspot.com/docs/api/crm/feedback-submissions. Answers to surveys of other types have no scale that is known. */
const SURVEYS = { nps: 'nps', csat: 'csat', ces: 'ces', 'customer satisfaction': 'csat', 'customer satisfaction (csat)': 'csat', 'customer loyalty': 'nps', 'net promoter score': 'nps', 'net promoter score (nps)': 'nps', 'customer effort score': 'ces', 'customer effort score (ces)': 'ces', knowledge: 'csat' }

function feedbackRow(cells: Cells, conversion: Conversion, raw: unknown, own: (cells: Cells) => RowOutcome): RowOutcome {
  const facts = factsOf(raw)
  if (isGone(cells, facts)) return GONE
  const words = conversion.plan.fields.kind?.reading?.words ?? {}
  const written = given(cells, conversion, 'kind')
  const kind = conversion.plan.constants.kind ?? words[written?.toLowerCase() ?? '']
  if (kind === undefined) return leftOut(`answers to surveys of the type '${written ?? ''}' have no scale that is known`)
  if (given(cells, conversion, 'score') === null) return leftOut('no score was given')
  const person = several(given(cells, conversion, 'person'))[0] ?? associated(cells, facts, 'contact')[0]?.id ?? null
  const id = given(cells, conversion, 'id')
  return own(withFields(cells, conversion, { kind, person, ...(id === null ? {} : { id: `feedback:${id}` }), account: several(given(cells, conversion, 'account'))[0] ?? null }))
}

// ---- our own people

function ownerRow(cells: Cells, conversion: Conversion, raw: unknown): RowOutcome {
  const cell = raw as ByHeader
  if (isTrue(cell(cells, '_fivetran_deleted'))) return GONE
  const owner = cell(cells, 'owner_id')
  const user = cell(cells, 'active_user_id') ?? (owner === null ? cell(cells, 'id') : null)
  const email = emailOrNull(given(cells, conversion, 'email'))
  const name = [given(cells, conversion, 'firstName'), given(cells, conversion, 'lastName')].filter((part) => part !== null).join(' ')
  const ids = [owner === null ? null : `hubspot-owner:${owner}`, user === null ? null : `hubspot-user:${user}`, email === null ? null : `email:${email}`].filter((id) => id !== null)
  return ids.length === 0 ? leftOut('names nobody') : { kind: 'lines', lines: staff(conversion, ids, name === '' ? null : name) }
}

const STAFF_SAYS = 'Users of HubSpot are our own people: they are left out of users and customers of the product.'
const TITLE = 'HubSpot'

const EXPORTS: readonly KnownFormat[] = [
  {
    name: 'hubspot-companies', title: `${TITLE}: companies (export)`, system: 'hubspot', kind: 'organizations', needs: ['Record ID', 'Company name', 'Company Domain Name'], without: ['Deal Name', 'First Name'],
    fields: {
      organization: { column: 'Record ID', reading: COMPANY }, organizationName: 'Company name', domain: ['Company Domain Name', 'Website URL'],
      parent: { column: ['Parent Company IDs', 'Parent Company ID', 'Associated Company IDs (Parent Company)'], reading: COMPANY }, parentName: ['Parent Company', 'Parent Company Name'],
      category: ['Industry'],
    },
    traits: ['Type', 'Lifecycle Stage', 'Country/Region', 'Annual Revenue', 'Number of Employees'], prepare, convert: companyRow,
  },
  {
    name: 'hubspot-companies-short', title: `${TITLE}: companies (export, few columns)`, system: 'hubspot', kind: 'organizations', needs: ['Record ID', 'Company name'], without: ['Deal Name', 'First Name', 'Last Name', 'Email', 'Ticket name', 'Company Domain Name'],
    fields: { organization: { column: 'Record ID', reading: COMPANY }, organizationName: 'Company name', parent: { column: ['Parent Company IDs', 'Parent Company ID'], reading: COMPANY }, parentName: ['Parent Company', 'Parent Company Name'], category: ['Industry'] },
    traits: ['Type', 'Lifecycle Stage'], prepare, convert: companyRow,
  },
  {
    name: 'hubspot-contacts', title: `${TITLE}: contacts (export)`, system: 'hubspot', kind: 'contacts', needs: ['Record ID', 'First Name', 'Last Name'], without: ['Deal Name', 'Survey type'],
    fields: {
      contact: { column: ['Record ID'], reading: CONTACT }, email: 'Email', firstName: 'First Name', lastName: 'Last Name', title: 'Job Title',
      organization: { column: ['Associated Company IDs (Primary)', 'Primary Associated Company ID', 'Associated Company IDs', 'Associated Company ID'], reading: COMPANY },
      organizationName: ['Associated Company (Primary)', 'Associated Company', 'Company Name'],
      function: { column: ['Buying Role'], reading: { words: { decider: 'decider', champion: 'champion', billing: 'billing', admin: 'admin' } } },
      permission: { column: ['Unsubscribed from all email', 'Opted out of all email'], reading: { words: { true: 'no', yes: 'no', false: 'unknown', no: 'unknown' } } }, category: 'Lifecycle Stage',
    },
    traits: ['Lead Status', 'Country/Region'], prepare, convert: contactRow,
  },
  {
    name: 'hubspot-deals', title: `${TITLE}: deals (export)`, system: 'hubspot', kind: 'deals', needs: ['Record ID', 'Deal Name', 'Deal Stage'],
    fields: {
      id: 'Record ID', name: 'Deal Name', stage: { column: 'Deal Stage', reading: { words: STAGES } }, amount: ['Amount', 'Amount in company currency'], currency: ['Currency', 'Deal Currency Code'],
      at: 'Close Date', opened: 'Create Date', to: ['Contract end date'], customer: { column: ['Associated Company IDs (Primary)', 'Primary Associated Company ID', 'Associated Company IDs'], reading: COMPANY },
      customerName: ['Associated Company (Primary)', 'Associated Company'], contact: { column: ['Associated Contact IDs'], reading: CONTACT },
    },
    constants: { customerIs: 'organization' }, asks: ['product', 'currency'], prepare, convert: dealRow,
  },
  {
    name: 'hubspot-tickets', title: `${TITLE}: tickets (export)`, system: 'hubspot', kind: 'requests', needs: ['Ticket name', 'Ticket status'],
    fields: {
      id: ['Record ID', 'Ticket ID'], person: { column: ['Associated Contact IDs', 'Associated Contact IDs (Primary)'], reading: CONTACT }, email: ['Associated Contact Email', 'Contact email'],
      account: { column: ['Associated Company IDs (Primary)', 'Associated Company IDs'], reading: COMPANY }, at: ['Create date', 'Created date'], topic: 'Ticket name', text: 'Ticket description', channel: 'Source',
      kind: { column: ['Category', 'Ticket category'], reading: { words: TICKET_WORDS } },
    },
    prepare, convert: ticketRow,
  },
  {
    name: 'hubspot-feedback', title: `${TITLE}: feedback submissions (export)`, system: 'hubspot', kind: 'scores', needs: ['Survey type'], holds: (look) => ['rating', 'value', 'hsvalue', 'response'].some((name) => look.columns.some((column) => plainHeader(column) === name)) && look.columns.some((column) => /survey/i.test(column)),
    fields: {
      id: ['Record ID', 'Response ID'], person: { column: ['Associated Contact IDs', 'Contact ID'], reading: CONTACT }, email: ['Contact Email', 'Email', 'Contact: Email'], account: { column: ['Associated Company IDs'], reading: COMPANY },
      at: ['Date submitted', 'Response date', 'Submission date', 'Submitted at', 'Create date'], score: ['Rating', 'Value', 'hs_value', 'Response'], kind: { column: 'Survey type', reading: { words: SURVEYS } },
      topic: 'Survey name', text: ['Feedback', 'Feedback message', 'Follow-up response', 'Content'], channel: ['Survey channel', 'Source'],
    },
    prepare, convert: feedbackRow,
  },
]

const FIVETRAN = `${TITLE} by Fivetran`
const TABLES: readonly KnownFormat[] = [
  {
    name: 'hubspot-fivetran-companies', title: `${FIVETRAN}: company`, system: 'hubspot', kind: 'organizations', needs: ['id', 'property_name', '_fivetran_synced'], without: ['deal_id', 'property_email'],
    fields: {
      organization: { column: 'id', reading: COMPANY }, organizationName: 'property_name', domain: ['property_domain', 'property_website'], parent: { column: 'property_hs_parent_company_id', reading: COMPANY }, category: 'property_industry',
    },
    traits: ['property_type', 'property_lifecyclestage', 'property_country'], prepare, convert: companyRow,
  },
  {
    name: 'hubspot-fivetran-contacts', title: `${FIVETRAN}: contact`, system: 'hubspot', kind: 'contacts', needs: ['id', 'property_email', '_fivetran_synced'],
    fields: {
      contact: { column: 'id', reading: CONTACT }, email: 'property_email', firstName: 'property_firstname', lastName: 'property_lastname', title: 'property_jobtitle',
      organization: { column: ['property_associatedcompanyid'], reading: COMPANY }, organizationName: 'property_company',
      function: { column: ['property_hs_buying_role'], reading: { words: { decider: 'decider', champion: 'champion', billing: 'billing', admin: 'admin' } } },
      permission: { column: ['property_hs_email_optout'], reading: { words: { true: 'no', false: 'unknown' } } }, category: 'property_lifecyclestage',
    },
    prepare, convert: contactRow,
  },
  {
    name: 'hubspot-fivetran-contact-merges', title: `${FIVETRAN}: contact_merge_audit`, system: 'hubspot', kind: 'links', needs: ['canonical_vid', 'vid_to_merge'],
    fields: { one: { column: 'canonical_vid', reading: CONTACT }, other: { column: 'vid_to_merge', reading: CONTACT } }, because: 'Each row tells of two contacts that were merged in HubSpot: they are one person.', convert: mergeRow,
  },
  {
    name: 'hubspot-fivetran-deals', title: `${FIVETRAN}: deal`, system: 'hubspot', kind: 'deals', needs: ['deal_id', 'deal_pipeline_stage_id', 'property_dealname'],
    fields: {
      id: 'deal_id', name: 'property_dealname', stage: { column: 'deal_pipeline_stage_id', reading: { words: STAGES } }, amount: 'property_amount', currency: ['property_deal_currency_code'], at: 'property_closedate', opened: 'property_createdate',
      to: ['property_hs_contract_end_date'], customer: { column: ['company_id (deal_company)', 'property_hs_primary_associated_company'], reading: COMPANY, joined: true },
    },
    constants: { customerIs: 'organization' }, asks: ['product', 'currency'], joins: DEAL_JOINS, prepare, convert: dealRow,
  },
  {
    name: 'hubspot-fivetran-tickets', title: `${FIVETRAN}: ticket`, system: 'hubspot', kind: 'requests', needs: ['id', 'property_hs_pipeline_stage', 'property_subject'],
    fields: {
      id: 'id', person: { column: 'contact_id (ticket_contact)', reading: CONTACT, joined: true }, account: { column: 'company_id (ticket_company)', reading: COMPANY, joined: true }, at: 'property_createdate', topic: 'property_subject', text: 'property_content', kind: { column: 'property_hs_ticket_category', reading: { words: TICKET_WORDS } },
    },
    joins: [{ name: 'contacts', of: 'hubspot-fivetran-ticket-contacts', by: 'ticket_id' }, { name: 'companies', of: 'hubspot-fivetran-ticket-companies', by: 'ticket_id' }],
    prepare, convert: ticketRow,
  },
  {
    name: 'hubspot-fivetran-owners', title: `${FIVETRAN}: owner`, system: 'hubspot', kind: 'users', needs: ['owner_id', 'portal_id', 'email', 'first_name'], because: STAFF_SAYS,
    fields: { person: { column: 'owner_id', reading: { namespace: 'hubspot-owner' } }, email: 'email', firstName: 'first_name', lastName: 'last_name' }, prepare: byHeader, convert: ownerRow,
  },
  {
    name: 'hubspot-fivetran-users', title: `${FIVETRAN}: users`, system: 'hubspot', kind: 'users', needs: ['id', 'primary_team_id', 'role_id', 'email'], because: STAFF_SAYS,
    fields: { person: { column: 'id', reading: { namespace: 'hubspot-user' } }, email: 'email', firstName: 'first_name', lastName: 'last_name' }, prepare: byHeader, convert: ownerRow,
  },
]

const HISTORY = 'Earlier values of properties; the present ones stand in the table of the records.'
const MAIL = 'What became of marketing e-mails. It says nothing of who uses the product and who pays.'
const ACTIVITY = 'What our own people noted, wrote or planned. It says nothing of who uses the product and who pays.'
const WORDS = 'Names and settings of HubSpot itself.'
const READ_WITH = (what: string): string => `Which records belong together; it is read along with ${what}.`

const USELESS: readonly Useless[] = [
  { name: 'fivetran-deal-companies', title: `${FIVETRAN}: deal_company`, needs: ['company_id', 'deal_id', 'category'], without: ['engagement_id'], because: READ_WITH('the deals') },
  { name: 'fivetran-deal-contacts', title: `${FIVETRAN}: deal_contact`, needs: ['contact_id', 'deal_id', 'category'], without: ['engagement_id'], because: READ_WITH('the deals') },
  { name: 'fivetran-deal-pipeline-stages', title: `${FIVETRAN}: deal_pipeline_stage`, needs: ['stage_id', 'closed_won', 'pipeline_id'], because: 'The stages of deals; they are read along with the deals, to know which are won.' },
  { name: 'fivetran-ticket-contacts', title: `${FIVETRAN}: ticket_contact`, needs: ['ticket_id', 'contact_id', '_fivetran_synced'], because: READ_WITH('the tickets') },
  { name: 'fivetran-ticket-companies', title: `${FIVETRAN}: ticket_company`, needs: ['ticket_id', 'company_id', '_fivetran_synced'], because: READ_WITH('the tickets') },
  { name: 'fivetran-ticket-deals', title: `${FIVETRAN}: ticket_deal`, needs: ['ticket_id', 'deal_id', '_fivetran_synced'], because: 'Which tickets belong to which deals. Nothing follows from it.' },
  { name: 'fivetran-ticket-engagements', title: `${FIVETRAN}: ticket_engagement`, needs: ['ticket_id', 'engagement_id', '_fivetran_synced'], because: ACTIVITY },
  { name: 'fivetran-merged-deals', title: `${FIVETRAN}: merged_deal`, needs: ['deal_id', 'merged_deal_id', '_fivetran_synced'], because: 'Deals that went into others. HubSpot deletes them itself, so the table of deals holds each once.' },
  { name: 'fivetran-deal-pipelines', title: `${FIVETRAN}: deal_pipeline`, needs: ['pipeline_id', 'display_order', 'label', 'active', '_fivetran_synced'], without: ['stage_id', 'object_type_id'], because: WORDS },
  { name: 'fivetran-ticket-pipelines', title: `${FIVETRAN}: ticket_pipeline`, needs: ['pipeline_id', 'display_order', 'label', 'object_type_id'], because: WORDS },
  { name: 'fivetran-ticket-pipeline-stages', title: `${FIVETRAN}: ticket_pipeline_stage`, needs: ['stage_id', 'pipeline_id', 'ticket_state'], because: WORDS },
  { name: 'fivetran-deal-stages', title: `${FIVETRAN}: deal_stage`, needs: ['deal_id', '_fivetran_start', '_fivetran_end', 'date_entered'], because: HISTORY },
  { name: 'fivetran-company-history', title: `${FIVETRAN}: company_property_history`, needs: ['company_id', 'name', 'value', 'source', 'timestamp'], because: HISTORY },
  { name: 'fivetran-contact-history', title: `${FIVETRAN}: contact_property_history`, needs: ['contact_id', 'name', 'value', 'source', 'timestamp'], because: HISTORY },
  { name: 'fivetran-deal-history', title: `${FIVETRAN}: deal_property_history`, needs: ['deal_id', 'name', 'value', 'source', 'timestamp'], because: HISTORY },
  { name: 'fivetran-ticket-history', title: `${FIVETRAN}: ticket_property_history`, needs: ['ticket_id', 'name', 'value', 'source', 'timestamp_instant'], because: HISTORY },
  { name: 'fivetran-contact-form-submissions', title: `${FIVETRAN}: contact_form_submission`, needs: ['contact_id', 'form_id', 'conversion_id'], because: 'Forms of the web site that were filled in. That is interest, no use of the product.' },
  { name: 'fivetran-forms', title: `${FIVETRAN}: form`, needs: ['guid', 'form_type', 'portal_id', 'submit_text'], because: WORDS },
  { name: 'fivetran-contact-lists', title: `${FIVETRAN}: contact_list`, needs: ['id', 'processing_status', 'processing_type', 'object_type_id'], because: 'Lists for marketing.' },
  { name: 'fivetran-contact-list-members', title: `${FIVETRAN}: contact_list_member`, needs: ['contact_id', 'contact_list_id', '_fivetran_synced'], because: 'Lists for marketing.' },
  { name: 'fivetran-email-campaigns', title: `${FIVETRAN}: email_campaign`, needs: ['id', 'app_id', 'content_id', 'num_included'], because: MAIL },
  { name: 'fivetran-email-events', title: `${FIVETRAN}: email_event`, needs: ['id', 'email_campaign_id', 'filtered_event', 'recipient'], because: MAIL },
  { name: 'fivetran-email-bounces', title: `${FIVETRAN}: email_event_bounce`, needs: ['id', 'category', 'status', 'response', '_fivetran_synced'], because: MAIL },
  { name: 'fivetran-email-clicks', title: `${FIVETRAN}: email_event_click`, needs: ['id', 'referer', 'browser', 'url', 'user_agent'], because: MAIL },
  { name: 'fivetran-email-deferrals', title: `${FIVETRAN}: email_event_deferred`, needs: ['id', 'attempt', 'response', '_fivetran_synced'], because: MAIL },
  { name: 'fivetran-email-deliveries', title: `${FIVETRAN}: email_event_delivered`, needs: ['id', 'response', 'smtp_id'], because: MAIL },
  { name: 'fivetran-email-drops', title: `${FIVETRAN}: email_event_dropped`, needs: ['id', 'drop_reason', 'drop_message'], because: MAIL },
  { name: 'fivetran-email-forwards', title: `${FIVETRAN}: email_event_forward, email_event_print`, needs: ['id', 'browser', 'ip_address', 'location', 'user_agent', '_fivetran_synced'], without: ['duration', 'referer', 'email'], because: MAIL },
  { name: 'fivetran-email-opens', title: `${FIVETRAN}: email_event_open`, needs: ['id', 'duration', 'browser', 'ip_address', 'user_agent'], because: MAIL },
  { name: 'fivetran-email-sendings', title: `${FIVETRAN}: email_event_sent`, needs: ['id', 'bcc', 'cc', 'from', 'reply_to'], without: ['drop_reason'], because: MAIL },
  { name: 'fivetran-email-spam-reports', title: `${FIVETRAN}: email_event_spam_report`, needs: ['id', 'ip_address', 'user_agent', '_fivetran_synced'], without: ['browser', 'email'], because: MAIL },
  { name: 'fivetran-email-status-changes', title: `${FIVETRAN}: email_event_status_change`, needs: ['id', 'portal_subscription_status', 'subscriptions'], because: MAIL },
  { name: 'fivetran-engagements', title: `${FIVETRAN}: engagement`, needs: ['id', 'type', 'portal_id', '_fivetran_synced'], without: ['email', 'owner_id', 'email_campaign_id'], because: ACTIVITY },
  { name: 'fivetran-engagement-details', title: `${FIVETRAN}: engagement_call, _email, _note, _task and others`, needs: ['engagement_id', 'type', '_fivetran_synced'], because: ACTIVITY },
  { name: 'fivetran-engagement-meetings', title: `${FIVETRAN}: engagement_meeting`, needs: ['engagement_id', 'start_time', 'end_time'], because: ACTIVITY },
  { name: 'fivetran-engagement-links', title: `${FIVETRAN}: engagement_company, _contact, _deal`, needs: ['engagement_id', 'engagement_type', '_fivetran_synced'], because: ACTIVITY },
  { name: 'fivetran-owner-teams', title: `${FIVETRAN}: owner_team`, needs: ['owner_id', 'team_id', 'is_team_primary'], because: WORDS },
  { name: 'fivetran-properties', title: `${FIVETRAN}: property`, needs: ['hubspot_object', 'field_type', 'group_name', 'hubspot_defined'], because: WORDS },
  { name: 'fivetran-property-options', title: `${FIVETRAN}: property_option`, needs: ['hubspot_object', 'property_id', 'display_order', 'value'], because: WORDS },
  { name: 'fivetran-roles', title: `${FIVETRAN}: role`, needs: ['id', 'name', 'requires_billing_write'], because: WORDS },
  { name: 'fivetran-teams', title: `${FIVETRAN}: team`, needs: ['id', 'name', '_fivetran_synced'], called: /(^|[/_\s-])teams?(_data)?\.[a-z]/i, because: WORDS },
  { name: 'fivetran-team-users', title: `${FIVETRAN}: team_user`, needs: ['team_id', 'user_id', 'is_secondary_user'], because: WORDS },
]

export const HUBSPOT_FORMATS: readonly KnownFormat[] = [...EXPORTS, ...TABLES, ...useless('hubspot', USELESS)]
