import type { EvidenceObject } from '../evidence/from-segment.ts'
import {
  type ByHeader, byHeader, cellOf, columnHas, emailOrNull, functionOfRole, given, isTrue, leftOutAs, membership, party, several, staff, type Useless, useless, withFields, withIds, withLines,
} from './crm-cells.ts'
import type { Conversion, Join, KnownFormat, TableLook } from './known.ts'
import { leftOut, type RowOutcome } from './outcome.ts'
import type { Cells } from './table.ts'

/*
 * API names as the Data Loader writes them (https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_account.htm,
 * ..._contact.htm, ..._opportunity.htm, ..._opportunitycontactrole.htm, ..._accountcontactrelation.htm, ..._partner.htm), which Fivetran writes with low lines
 * (`AccountId`, `account_id`: https://fivetran.com/docs/connectors/applications/salesforce), and the labels of reports (`Account ID`). Compared by letters and digits
 * they are the same. Which object a record is stands in the first three characters of its id: https://help.salesforce.com/s/articleView?id=000385203.
 */
const BEGINS = { account: '001', contact: '003', user: '005', opportunity: '006', lead: '00Q', role: '00K', relation: '07k', partner: '00I', product: '01t', order: '801' } as const

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345'

/**
 * Ids of 15 characters tell capital from small letters; the three characters more of the long form say which letters are capitals, five letters each.
 * https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/field_types.htm#i1435616
 */
export function longSalesforceId(id: string): string {
  const text = id.trim()
  if (!/^[a-zA-Z0-9]{15}$/.test(text)) return text
  const check = [0, 5, 10].map((start) => [...text.slice(start, start + 5)].reduce((sum, letter, place) => sum + (/[A-Z]/.test(letter) ? 1 << place : 0), 0))
  return text + check.map((sum) => ALPHABET[sum]).join('')
}

const account = (id: string): string => `salesforce-account:${longSalesforceId(id)}`
const contact = (id: string): string => `salesforce-contact:${longSalesforceId(id)}`

function idsBegin(headers: readonly string[], begin: string): (look: TableLook) => boolean {
  // 15 or 18 characters; a spreadsheet or a masking of the data may have taken one away.
  const form = new RegExp(`^${begin}[a-zA-Z0-9]{11,15}$`)
  return (look) => columnHas(look, headers, form)
}

/** The row with the ids of these fields in their long form. */
function long(cells: Cells, conversion: Conversion, fields: readonly string[], more: Readonly<Record<string, string | null>> = {}): Cells {
  const ids = fields.map((field) => {
    const id = given(cells, conversion, field)
    return [field, id === null ? null : longSalesforceId(id)] as const
  })
  return withFields(cells, conversion, { ...Object.fromEntries(ids), ...more })
}

const SHORT_ID = /(salesforce-[a-z]+:)([a-zA-Z0-9]{15})(?![a-zA-Z0-9])/g

/** Parents that are named come with the id of their own row, as it is written there. Lines without short ids stay the same objects. */
function withLongIds(outcome: RowOutcome): RowOutcome {
  if (outcome.kind !== 'lines') return outcome
  return {
    ...outcome,
    lines: outcome.lines.map((line) => {
      const text = JSON.stringify(line)
      const long = text.replace(SHORT_ID, (_, space: string, id: string) => space + longSalesforceId(id))
      return long === text ? line : (JSON.parse(long) as EvidenceObject)
    }),
  }
}

/** Rows of another table by an id in its short or its long form. */
function joined(conversion: Conversion, name: string, id: string | null): readonly Cells[] {
  if (id === null) return []
  for (const form of new Set([id, longSalesforceId(id), id.slice(0, 15)])) {
    const rows = conversion.joined(name, form)
    if (rows.length > 0) return rows
  }
  return []
}

/** Rows that Fivetran keeps of earlier states of a record. */
function isSuperseded(cell: ByHeader, cells: Cells): boolean {
  const active = cell(cells, '_fivetran_active')
  return active !== null && !isTrue(active)
}

/** A record that was merged into another is deleted and names it. https://developer.salesforce.com/docs/atlas.en-us.api.meta/api/sforce_api_calls_merge.htm */
function goneRow(cells: Cells, cell: ByHeader, conversion: Conversion, of: 'account' | 'contact', id: string | null): RowOutcome | null {
  if (!isTrue(cell(cells, 'IsDeleted', 'Deleted'))) return isSuperseded(cell, cells) ? leftOut('an earlier state of the record') : null
  const master = cell(cells, 'MasterRecordId', 'Master Record ID')
  if (id === null || master === null) return leftOut('deleted in Salesforce')
  const [name, kind] = of === 'account' ? [account, 'organization' as const] : [contact, 'person' as const]
  return { kind: 'lines', lines: [party(conversion, `merged ${name(id)}`, kind, [name(master), name(id)])] }
}

// ---- accounts

const PARTNER = /partner|reseller|distribut|\bvar\b|channel|dealer|h(ä|ae)ndler/i

function accountRow(cells: Cells, conversion: Conversion, raw: unknown, own: (cells: Cells) => RowOutcome): RowOutcome {
  const cell = raw as ByHeader
  const id = given(cells, conversion, 'organization')
  const gone = goneRow(cells, cell, conversion, 'account', id)
  if (gone) return gone
  const type = cell(cells, 'Type', 'Account Type')
  const isPartner = isTrue(cell(cells, 'IsPartner', 'Partner Account')) || PARTNER.test(type ?? '')
  const parentText = given(cells, conversion, 'parent')
  const outcome = withLongIds(own(long(cells, conversion, ['organization'], { parent: parentText === null ? null : longSalesforceId(parentText) })))
  return isPartner && outcome.kind === 'lines' ? { ...outcome, lines: outcome.lines.map((line, place) => (place === 0 ? { ...line, category: type !== null && PARTNER.test(type) ? type : 'Partner' } : line)) } : outcome
}

// ---- people

function contactRow(cells: Cells, conversion: Conversion, raw: unknown, own: (cells: Cells) => RowOutcome): RowOutcome {
  const cell = raw as ByHeader
  const id = given(cells, conversion, 'contact')
  const gone = goneRow(cells, cell, conversion, 'contact', id)
  if (gone) return gone
  const known = given(cells, conversion, 'organization') !== null
  return own(long(cells, conversion, ['contact', 'organization'], known ? { organizationName: null } : {}))
}

function leadRow(cells: Cells, conversion: Conversion, raw: unknown, own: (cells: Cells) => RowOutcome): RowOutcome {
  const cell = raw as ByHeader
  if (isTrue(cell(cells, 'IsDeleted'))) return leftOut('deleted in Salesforce')
  const [asContact, asAccount] = [cell(cells, 'ConvertedContactId', 'Converted Contact ID'), cell(cells, 'ConvertedAccountId', 'Converted Account ID')]
  const outcome = withIds(own(long(cells, conversion, ['contact'])), 'person', asContact === null ? [] : [contact(asContact)])
  return asContact === null || asAccount === null ? outcome : withLines(outcome, [membership(conversion, contact(asContact), account(asAccount), null)])
}

/** Users of portals are customers' people, and some users are programs: https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_user.htm */
const PORTAL = /partner|portal|customersuccess|powercustomer|community|guest|external/i
const PROGRAM = /automatedprocess|cloudintegration|^selfservice$|^guest$|system|platform integration/i

function userRow(cells: Cells, conversion: Conversion, raw: unknown): RowOutcome {
  const cell = raw as ByHeader
  if (isTrue(cell(cells, '_fivetran_deleted'))) return leftOut('deleted in Salesforce')
  const id = given(cells, conversion, 'person')
  if (id === null) return leftOut('names nobody')
  const type = cell(cells, 'UserType', 'User Type') ?? ''
  if (PROGRAM.test(type)) return leftOut('a user that is a program')
  const self = `salesforce-user:${longSalesforceId(id)}`
  const email = emailOrNull(given(cells, conversion, 'email'))
  const name = given(cells, conversion, 'name') ?? ([given(cells, conversion, 'firstName'), given(cells, conversion, 'lastName')].filter((part) => part !== null).join(' ') || null)
  const asContact = cell(cells, 'ContactId')
  const ids = [self, asContact === null ? null : contact(asContact), email === null ? null : `email:${email}`]
  if (asContact === null && !PORTAL.test(type)) return { kind: 'lines', lines: staff(conversion, ids, name) }
  const asAccount = cell(cells, 'AccountId')
  const member = asAccount === null ? [] : [membership(conversion, self, account(asAccount), null)]
  return { kind: 'lines', lines: [party(conversion, self, 'person', ids, name === null ? {} : { name }), ...member] }
}

// ---- opportunities and who decides about them

const STAGES = { 'closed won': 'won', won: 'won', 'closed lost': 'lost', lost: 'lost' }

/** https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_opportunity.htm: IsWon and IsClosed follow the stage, whatever it is called. */
function stageOf(cells: Cells, conversion: Conversion, cell: ByHeader): 'won' | 'lost' | 'open' | null {
  const [won, closed] = [cell(cells, 'IsWon', 'Won'), cell(cells, 'IsClosed', 'Closed')]
  if (won !== null && isTrue(won)) return 'won'
  if (closed !== null) return isTrue(closed) ? 'lost' : 'open'
  const written = given(cells, conversion, 'stage')
  const meant = conversion.plan.fields.stage?.reading?.words?.[written?.toLowerCase() ?? '']
  if (meant === 'won' || meant === 'lost' || meant === 'open') return meant
  if (won !== null) return 'open'
  return written === null ? null : /\bwon\b/i.test(written) ? 'won' : /\blost\b/i.test(written) ? 'lost' : 'open'
}

const ENDS = { won: 'won', lost: 'lost', open: 'still open' }

function opportunityRow(cells: Cells, conversion: Conversion, raw: unknown, own: (cells: Cells) => RowOutcome): RowOutcome {
  const cell = raw as ByHeader
  const stage = stageOf(cells, conversion, cell)
  const asOpen = (): RowOutcome => own(withFields(cells, conversion, { stage: 'open' }))
  if (stage === null) return leftOutAs(asOpen(), 'the opportunity names no stage')
  if (isTrue(cell(cells, 'IsDeleted', 'Deleted'))) return leftOutAs(asOpen(), `deleted in Salesforce; it was ${ENDS[stage]}`)
  if (isSuperseded(cell, cells)) return leftOutAs(asOpen(), 'an earlier state of the record')
  const id = given(cells, conversion, 'id')
  const known = given(cells, conversion, 'customer') !== null
  const outcome = own(long(cells, conversion, ['id', 'customer', 'contact'], { stage, ...(known ? { customerName: null } : {}) }))
  const items = joined(conversion, 'items', id).map((item) => itemProduct(item, conversion)).filter((product) => product !== null)
  const products = [...new Set(items)]
  const [product] = products
  if (outcome.kind !== 'lines' || products.length !== 1 || conversion.plan.fields.product) return outcome
  return { ...outcome, lines: outcome.lines.map((line) => (line.type === 'agreement' || line.type === 'deal' ? { ...line, product } : line)) }
}

/** The name of the product of one line of an opportunity. Lines themselves are named `deal product`. */
function itemProduct(item: Cells, conversion: Conversion): string | null {
  const id = cellOf(item, 'Product2Id', 'product_2_id', 'Product2ID')
  const [product] = joined(conversion, 'products', id)
  return product === undefined ? null : cellOf(product, 'Name', 'name')
}

/** What a person does for a purchase: https://help.salesforce.com/s/articleView?id=sales.contact_roles_cex_overview.htm */
function roleRow(cells: Cells, conversion: Conversion, raw: unknown): RowOutcome {
  const cell = raw as ByHeader
  if (isTrue(cell(cells, 'IsDeleted')) || isTrue(cell(cells, '_fivetran_deleted'))) return leftOut('deleted in Salesforce')
  const person = given(cells, conversion, 'person')
  const opportunity = cell(cells, 'OpportunityId', 'Opportunity ID')
  const [deal] = joined(conversion, 'opportunities', opportunity)
  const at = cell(cells, 'AccountId', 'Account ID') ?? (deal === undefined ? null : cellOf(deal, 'AccountId', 'account_id', 'Account ID'))
  if (person === null) return leftOut('names no contact')
  if (at === null) return leftOut('the opportunity is not part of the import or has no account, so the organization is not known')
  return { kind: 'lines', lines: [membership(conversion, contact(person), account(at), functionOfRole(given(cells, conversion, 'function')))] }
}

function relationRow(cells: Cells, conversion: Conversion, raw: unknown): RowOutcome {
  const cell = raw as ByHeader
  const [person, at] = [given(cells, conversion, 'person'), given(cells, conversion, 'organization')]
  if (isTrue(cell(cells, 'IsDeleted'))) return leftOut('deleted in Salesforce')
  const active = cell(cells, 'IsActive', 'Active')
  if (active !== null && !isTrue(active)) return leftOut('the relation is no longer active')
  if (person === null || at === null) return leftOut('names no contact and no account')
  const roles = several(given(cells, conversion, 'function')).map(functionOfRole).filter((role) => role !== null)
  return { kind: 'lines', lines: (roles.length === 0 ? [null] : [...new Set(roles)]).map((role) => membership(conversion, contact(person), account(at), role)) }
}

function partnerRow(cells: Cells, conversion: Conversion, raw: unknown): RowOutcome {
  const cell = raw as ByHeader
  const partner = given(cells, conversion, 'organization')
  if (isTrue(cell(cells, 'IsDeleted'))) return leftOut('deleted in Salesforce')
  if (partner === null) return leftOut('names no partner')
  const role = cell(cells, 'Role')
  const line: EvidenceObject = party(conversion, `partner ${account(partner)}`, 'organization', [account(partner)], { category: role === null ? 'Partner' : `Partner: ${role}` })
  return { kind: 'lines', lines: [line] }
}

const DEAL_JOINS: readonly Join[] = [
  { name: 'items', of: 'salesforce-opportunity-items', by: 'opportunity_id' },
  { name: 'products', of: 'salesforce-products', by: 'id' },
]
const OPPORTUNITIES: readonly Join[] = [{ name: 'opportunities', of: 'salesforce-opportunities', by: 'id' }]
const NEITHER = ['_fivetran_start', '_fivetran_end']
const TITLE = 'Salesforce'
const FUNCTION_WORDS = { words: { 'decision maker': 'decider', 'economic buyer': 'decider', 'economic decision maker': 'decider', evaluator: 'champion', influencer: 'champion', 'executive sponsor': 'champion', 'technical buyer': 'champion' } }

const TABLES: readonly KnownFormat[] = [
  {
    name: 'salesforce-accounts', title: `${TITLE}: Account`, system: 'salesforce', kind: 'organizations', needs: ['Id', 'Name'], without: [...NEITHER, 'StageName', 'ProductCode'], holds: idsBegin(['Id'], BEGINS.account),
    fields: { organization: { column: 'Id', reading: { namespace: 'salesforce-account' } }, organizationName: 'Name', domain: 'Website', parent: { column: 'ParentId', reading: { namespace: 'salesforce-account' } }, category: 'Industry' },
    traits: ['Type', 'AccountSource', 'BillingCountry', 'NumberOfEmployees', 'AnnualRevenue'], prepare: byHeader, convert: accountRow,
  },
  {
    name: 'salesforce-accounts-report', title: `${TITLE}: accounts (report)`, system: 'salesforce', kind: 'organizations', needs: ['Account ID', 'Account Name'], without: ['Opportunity Name', 'Opportunity ID', 'Contact ID', 'Email', 'Case Number', 'First Name'],
    holds: idsBegin(['Account ID'], BEGINS.account),
    fields: {
      organization: { column: 'Account ID', reading: { namespace: 'salesforce-account' } }, organizationName: 'Account Name', domain: 'Website', parent: { column: ['Parent Account ID'], reading: { namespace: 'salesforce-account' } },
      parentName: 'Parent Account', category: 'Industry',
    },
    traits: ['Type', 'Account Source', 'Billing Country', 'Employees', 'Annual Revenue'], prepare: byHeader, convert: accountRow,
  },
  {
    name: 'salesforce-contacts', title: `${TITLE}: Contact`, system: 'salesforce', kind: 'contacts', needs: ['Id', 'LastName'], without: NEITHER, holds: idsBegin(['Id'], BEGINS.contact),
    fields: {
      contact: { column: 'Id', reading: { namespace: 'salesforce-contact' } }, email: 'Email', name: 'Name', firstName: 'FirstName', lastName: 'LastName', title: 'Title', organization: { column: 'AccountId', reading: { namespace: 'salesforce-account' } },
      permission: { column: 'HasOptedOutOfEmail', reading: { words: { true: 'no', '1': 'no', false: 'unknown', '0': 'unknown' } } },
    },
    traits: ['Department'], prepare: byHeader, convert: contactRow,
  },
  {
    name: 'salesforce-contacts-report', title: `${TITLE}: contacts (report)`, system: 'salesforce', kind: 'contacts', needs: ['Contact ID', 'Last Name'], holds: idsBegin(['Contact ID'], BEGINS.contact),
    fields: {
      contact: { column: 'Contact ID', reading: { namespace: 'salesforce-contact' } }, email: 'Email', firstName: 'First Name', lastName: 'Last Name', title: 'Title', organization: { column: 'Account ID', reading: { namespace: 'salesforce-account' } },
      organizationName: 'Account Name', permission: { column: 'Email Opt Out', reading: { words: { true: 'no', '1': 'no', false: 'unknown', '0': 'unknown' } } },
    },
    traits: ['Department'], prepare: byHeader, convert: contactRow,
  },
  {
    name: 'salesforce-leads', title: `${TITLE}: Lead`, system: 'salesforce', kind: 'contacts', needs: ['Id', 'LastName', 'Company', 'IsConverted'], holds: idsBegin(['Id'], BEGINS.lead),
    fields: {
      contact: { column: 'Id', reading: { namespace: 'salesforce-lead' } }, email: 'Email', name: 'Name', firstName: 'FirstName', lastName: 'LastName', title: 'Title', category: 'Status',
      permission: { column: 'HasOptedOutOfEmail', reading: { words: { true: 'no', '1': 'no', false: 'unknown', '0': 'unknown' } } },
    },
    traits: ['Company'], because: 'Leads are people who may buy. Their company is free text and makes nobody a member; a lead that was converted is the same person as its contact.', prepare: byHeader, convert: leadRow,
  },
  {
    name: 'salesforce-users', title: `${TITLE}: User`, system: 'salesforce', kind: 'users', needs: ['Id', 'Username', 'UserType'], holds: idsBegin(['Id'], BEGINS.user),
    fields: { person: { column: 'Id', reading: { namespace: 'salesforce-user' } }, email: 'Email', name: 'Name', firstName: 'FirstName', lastName: 'LastName' },
    because: 'Users of Salesforce are our own people, left out of users and customers of the product; but for users of portals, who are contacts of customers and partners.', prepare: byHeader, convert: userRow,
  },
  {
    name: 'salesforce-opportunities', title: `${TITLE}: Opportunity`, system: 'salesforce', kind: 'deals', needs: ['Id', 'StageName', 'CloseDate'], without: NEITHER, holds: idsBegin(['Id'], BEGINS.opportunity),
    fields: {
      id: 'Id', name: 'Name', customer: { column: 'AccountId', reading: { namespace: 'salesforce-account' } }, amount: 'Amount', currency: 'CurrencyIsoCode', stage: { column: 'StageName', reading: { words: STAGES } }, opened: 'CreatedDate', at: 'CloseDate',
      to: ['ContractEndDate', 'Contract_End_Date__c'], contact: { column: 'ContactId', reading: { namespace: 'salesforce-contact' } },
    },
    constants: { customerIs: 'organization' }, asks: ['product', 'currency'], joins: DEAL_JOINS, prepare: byHeader, convert: opportunityRow,
  },
  {
    name: 'salesforce-opportunities-report', title: `${TITLE}: opportunities (report)`, system: 'salesforce', kind: 'deals', needs: ['Opportunity Name', 'Stage', 'Close Date', 'Account Name'],
    fields: {
      id: ['Opportunity ID'], name: 'Opportunity Name', customer: { column: ['Account ID'], reading: { namespace: 'salesforce-account' } }, customerName: 'Account Name', amount: 'Amount', currency: ['Amount Currency', 'Opportunity Currency'],
      stage: { column: 'Stage', reading: { words: STAGES } }, opened: 'Created Date', at: 'Close Date',
    },
    constants: { customerIs: 'organization' }, asks: ['product', 'currency'], prepare: byHeader, convert: opportunityRow,
  },
  {
    name: 'salesforce-contact-roles', title: `${TITLE}: OpportunityContactRole`, system: 'salesforce', kind: 'memberships', needs: ['OpportunityId', 'ContactId', 'Role'], holds: idsBegin(['ContactId'], BEGINS.contact),
    fields: { person: { column: 'ContactId', reading: { namespace: 'salesforce-contact' } }, organization: { column: ['AccountId (Opportunity)', 'AccountId'], reading: { namespace: 'salesforce-account' }, joined: true }, function: { column: 'Role', reading: FUNCTION_WORDS } },
    because: 'Each row says what a contact does for a purchase. The organization is that of the opportunity, which is read along.', joins: OPPORTUNITIES, prepare: byHeader, convert: roleRow,
  },
  {
    name: 'salesforce-account-contact-relations', title: `${TITLE}: AccountContactRelation`, system: 'salesforce', kind: 'memberships', needs: ['AccountId', 'ContactId', 'Roles'], holds: idsBegin(['ContactId'], BEGINS.contact),
    fields: { person: { column: 'ContactId', reading: { namespace: 'salesforce-contact' } }, organization: { column: 'AccountId', reading: { namespace: 'salesforce-account' } }, function: { column: 'Roles', reading: FUNCTION_WORDS } }, prepare: byHeader, convert: relationRow,
  },
  {
    name: 'salesforce-partners', title: `${TITLE}: Partner, AccountPartner`, system: 'salesforce', kind: 'resellers', needs: ['AccountFromId', 'AccountToId', 'Role'],
    fields: { organization: { column: 'AccountToId', reading: { namespace: 'salesforce-account' } }, category: 'Role' }, prepare: byHeader, convert: partnerRow,
  },
  {
    name: 'salesforce-products', title: `${TITLE}: Product2`, system: 'salesforce', kind: 'products', needs: ['Id', 'Name', 'ProductCode'], holds: idsBegin(['Id'], BEGINS.product), fields: { product: 'Name', name: 'Name' },
  },
]

const ACTIVITY = 'What our own people noted, wrote or planned. It says nothing of who uses the product and who pays.'
const HISTORY = 'Earlier states of records; the present ones stand in the table of the records.'

const USELESS: readonly Useless[] = [
  { name: 'account-history', title: `${TITLE}: account_history`, needs: ['id', '_fivetran_start', '_fivetran_end', 'parent_id', 'account_source'], because: HISTORY },
  { name: 'contact-history', title: `${TITLE}: contact_history`, needs: ['id', '_fivetran_start', '_fivetran_end', 'account_id', 'reports_to_id'], because: HISTORY },
  { name: 'opportunity-history', title: `${TITLE}: opportunity_history`, needs: ['id', '_fivetran_start', '_fivetran_end', 'account_id', 'stage_name'], because: HISTORY },
  { name: 'opportunity-items', title: `${TITLE}: OpportunityLineItem`, needs: ['OpportunityId', 'PricebookEntryId', 'Quantity'], because: 'What an opportunity is made of; it is read along with the opportunities, to know the product.' },
  { name: 'orders', title: `${TITLE}: Order`, needs: ['Id', 'AccountId', 'EffectiveDate', 'OrderNumber'], because: 'Orders follow opportunities that were won, and their money would be counted twice. Choose the kind Sales if you want the orders and leave out the opportunities.' },
  { name: 'contracts', title: `${TITLE}: Contract`, needs: ['Id', 'AccountId', 'ContractTerm', 'ContractNumber'], because: 'Contracts have no amount, and follow opportunities that were won. Choose the kind Subscriptions if you want the contracts and leave out the opportunities.' },
  { name: 'assets', title: `${TITLE}: Asset`, needs: ['Id', 'AccountId', 'Product2Id', 'InstallDate'], because: 'Assets follow opportunities that were won, and their money would be counted twice. Choose the kind Sales if you want the assets and leave out the opportunities.' },
  { name: 'events', title: `${TITLE}: Event`, needs: ['Id', 'WhoId', 'WhatId', 'StartDateTime'], because: ACTIVITY },
  { name: 'tasks', title: `${TITLE}: Task`, needs: ['Id', 'WhoId', 'WhatId', 'Subject', 'Status'], without: ['StartDateTime'], because: ACTIVITY },
  { name: 'user-roles', title: `${TITLE}: UserRole`, needs: ['Id', 'Name', 'ParentRoleId'], because: 'Names and settings of Salesforce itself.' },
]

export const SALESFORCE_FORMATS: readonly KnownFormat[] = [...TABLES, ...useless('salesforce', USELESS)]
