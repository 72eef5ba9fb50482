import type { Kind } from './plan.ts'

/** How the text of a field is understood. */
export type FieldType = 'identifier' | 'email' | 'domain' | 'text' | 'day' | 'instant' | 'amount' | 'currency' | 'whole' | 'truth' | 'word' | 'score'

export interface Field {
  readonly name: string
  readonly type: FieldType
  /** What it is, for people who correct a plan. */
  readonly says: string
  /** Headers that mean it, in letters and digits only, lower case; the best first. */
  readonly headers?: readonly string[]
  /** One field of each group must be given, by column or constant: `person` groups id and email. */
  readonly needed?: string
  /** For words: what they may mean. */
  readonly meanings?: readonly string[]
}

const PERSON: readonly Field[] = [
  { name: 'person', type: 'identifier', says: 'Id of the person in the product', needed: 'who' },
  { name: 'email', type: 'email', says: 'E-mail address of the person', needed: 'who' },
]
const NAMES: readonly Field[] = [
  { name: 'name', type: 'text', says: 'Full name' },
  { name: 'firstName', type: 'text', says: 'First name' },
  { name: 'lastName', type: 'text', says: 'Family name' },
]
const ORGANIZATION: readonly Field[] = [
  { name: 'organization', type: 'identifier', says: 'Id of the organization or account', needed: 'which' },
  { name: 'organizationName', type: 'text', says: 'Name of the organization', needed: 'which' },
  { name: 'domain', type: 'domain', says: 'Web or mail domain of the organization', needed: 'which' },
]
const PRODUCT: Field = { name: 'product', type: 'identifier', says: 'Product' }
const PERIOD: readonly Field[] = [{ name: 'from', type: 'day', says: 'First day' }, { name: 'to', type: 'day', says: 'Day after the last' }]
const MONEY: readonly Field[] = [
  { name: 'amount', type: 'amount', says: 'Amount of money', needed: 'money' },
  { name: 'currency', type: 'currency', says: 'Currency, ISO 4217' },
]
/** Who buys: an organization or a person. `payer` where somebody else settles it. */
const CUSTOMER: readonly Field[] = [
  { name: 'customer', type: 'identifier', says: 'Id of the customer', needed: 'buyer' },
  { name: 'customerEmail', type: 'email', says: 'E-mail address of the customer', needed: 'buyer' },
  { name: 'customerName', type: 'text', says: 'Name of the customer', needed: 'buyer' },
  { name: 'payer', type: 'identifier', says: 'Id of who pays, where it is not the customer' },
]
const ID: Field = { name: 'id', type: 'identifier', says: 'Id of the row' }
const USE: readonly Field[] = [
  ID, ...PERSON.map((field) => ({ ...field, needed: 'user' })),
  { name: 'anonymous', type: 'identifier', says: 'Id of a visitor who is not known', needed: 'user' },
  { name: 'agreement', type: 'identifier', says: 'Subscription under which it was used; its customer is the account', needed: 'user' },
  { name: 'account', type: 'identifier', says: 'Account in which it was used', needed: 'user' },
  { name: 'event', type: 'text', says: 'What was done' },
  { name: 'count', type: 'whole', says: 'How often' },
  { name: 'channel', type: 'text', says: 'Channel: web, app, api' },
  PRODUCT,
]
const VOICE: readonly Field[] = [
  ID, ...PERSON, { name: 'account', type: 'identifier', says: 'Account of the person', needed: 'who' },
  { name: 'at', type: 'instant', says: 'When it was said', needed: 'when' }, PRODUCT,
  { name: 'topic', type: 'text', says: 'Topic' }, { name: 'text', type: 'text', says: 'What was said' }, { name: 'channel', type: 'text', says: 'Channel' },
]

/** The fields of each kind of table. */
export const FIELDS: { readonly [kind in Kind]: readonly Field[] } = {
  users: [
    ...PERSON, ...NAMES, { name: 'anonymous', type: 'identifier', says: 'Visitor id before sign-up' },
    { name: 'account', type: 'identifier', says: 'Account or organization of the user' }, { name: 'accountName', type: 'text', says: 'Name of that account' },
    { name: 'function', type: 'word', says: 'Function in the account', meanings: ['member', 'admin', 'billing', 'decider', 'champion'] },
    { name: 'joined', type: 'day', says: 'Member since' }, { name: 'lastActive', type: 'instant', says: 'Last use' },
    { name: 'category', type: 'text', says: 'Category of user' }, PRODUCT,
  ],
  'usage-events': [...USE, { name: 'at', type: 'instant', says: 'When it was used', needed: 'when' }],
  'usage-days': [...USE, { name: 'day', type: 'day', says: 'Day of use', needed: 'when' }],
  organizations: [
    ...ORGANIZATION, { name: 'parent', type: 'identifier', says: 'Id of the parent organization' }, { name: 'parentName', type: 'text', says: 'Name of the parent organization' },
    { name: 'category', type: 'text', says: 'Industry or category' }, { name: 'payer', type: 'identifier', says: 'Id of the organization that pays for it' },
    { name: 'left', type: 'day', says: 'Day on which it is said to have left' }, { name: 'hasLeft', type: 'truth', says: 'Is it said to have left?' },
  ],
  contacts: [
    { name: 'contact', type: 'identifier', says: 'Id of the contact', needed: 'who' }, ...PERSON, ...NAMES, ...ORGANIZATION.map(({ needed: _, ...field }) => field),
    { name: 'title', type: 'text', says: 'Job title' },
    { name: 'function', type: 'word', says: 'Function for the purchase', meanings: ['member', 'admin', 'billing', 'decider', 'champion'] },
    { name: 'permission', type: 'word', says: 'May be asked?', meanings: ['yes', 'no', 'unknown'] }, { name: 'category', type: 'text', says: 'Category' },
  ],
  memberships: [...PERSON, ...ORGANIZATION, { name: 'function', type: 'word', says: 'Function', meanings: ['member', 'admin', 'billing', 'decider', 'champion'] }, ...PERIOD],
  ownerships: [
    { name: 'organization', type: 'identifier', says: 'Id of the part', needed: 'part' }, { name: 'parent', type: 'identifier', says: 'Id of the owner', needed: 'owner' }, ...PERIOD,
  ],
  products: [{ name: 'product', type: 'identifier', says: 'Key of the product', needed: 'product' }, { name: 'name', type: 'text', says: 'Name' }, { name: 'fundedBy', type: 'identifier', says: 'Product that funds it' }],
  subscriptions: [
    ID, ...CUSTOMER, { name: 'seller', type: 'identifier', says: 'Who sells it; we, if nobody is named' }, PRODUCT, { name: 'plan', type: 'text', says: 'Plan' },
    { name: 'seats', type: 'whole', says: 'Number of seats' }, ...MONEY.map(({ needed: _, ...field }) => field),
    { name: 'interval', type: 'word', says: 'Interval of the amount', meanings: ['day', 'week', 'month', 'quarter', 'year', 'once'] },
    { name: 'from', type: 'day', says: 'First day', needed: 'when' }, { name: 'to', type: 'day', says: 'Day of the end' }, { name: 'renews', type: 'day', says: 'Next renewal' },
    { name: 'status', type: 'word', says: 'Status', meanings: ['in-force', 'trial', 'ended', 'never-began'] }, { name: 'trial', type: 'truth', says: 'Is it a trial?' },
  ],
  invoices: [
    ID, ...CUSTOMER, { name: 'number', type: 'text', says: 'Number of the invoice' }, ...MONEY, { name: 'paid', type: 'amount', says: 'Amount paid' },
    { name: 'at', type: 'instant', says: 'Date of the invoice', needed: 'when' }, { name: 'from', type: 'day', says: 'First day of the period' }, { name: 'to', type: 'day', says: 'Day after the period' },
    { name: 'agreement', type: 'identifier', says: 'Subscription' }, { name: 'seats', type: 'whole', says: 'Seats or quantity' }, PRODUCT,
    { name: 'status', type: 'word', says: 'Status', meanings: ['paid', 'open', 'draft', 'void', 'credit'] },
  ],
  payments: [
    ID, ...CUSTOMER, ...MONEY, { name: 'refunded', type: 'amount', says: 'Amount given back' }, { name: 'at', type: 'instant', says: 'When it was paid', needed: 'when' },
    { name: 'agreement', type: 'identifier', says: 'Subscription or agreement' }, { name: 'invoice', type: 'identifier', says: 'Invoice' }, PRODUCT,
    { name: 'kind', type: 'word', says: 'Charge, refund or credit', meanings: ['charge', 'refund', 'credit'] }, { name: 'status', type: 'word', says: 'Status', meanings: ['paid', 'failed', 'pending'] },
  ],
  sales: [
    ID, ...CUSTOMER, { name: 'seller', type: 'identifier', says: 'Who sold it; we, if nobody is named' }, PRODUCT, ...MONEY, { name: 'quantity', type: 'whole', says: 'Number of pieces' },
    { name: 'at', type: 'instant', says: 'Date of the sale', needed: 'when' },
  ],
  resellers: [...ORGANIZATION, { name: 'category', type: 'text', says: 'Kind of reseller' }, PRODUCT],
  'sell-through': [
    ID, { name: 'reseller', type: 'identifier', says: 'Who sold it', needed: 'seller' }, { name: 'resellerName', type: 'text', says: 'Name of who sold it', needed: 'seller' },
    ...CUSTOMER, PRODUCT, ...MONEY.map(({ needed: _, ...field }) => field), { name: 'quantity', type: 'whole', says: 'Number of pieces' }, { name: 'at', type: 'instant', says: 'Date of the sale', needed: 'when' },
  ],
  scores: [...VOICE, { name: 'score', type: 'score', says: 'Score', needed: 'score' }, { name: 'kind', type: 'word', says: 'NPS, CSAT or CES', meanings: ['nps', 'csat', 'ces'] }],
  requests: [...VOICE, { name: 'kind', type: 'word', says: 'Request, complaint or praise', meanings: ['request', 'complaint', 'praise'] }],
  deals: [
    ID, { name: 'name', type: 'text', says: 'Name of the deal' }, ...CUSTOMER.map((field) => (field.name === 'payer' ? field : { ...field, needed: 'buyer' })), PRODUCT, ...MONEY.map(({ needed: _, ...field }) => field),
    { name: 'stage', type: 'word', says: 'Stage', meanings: ['won', 'lost', 'open'], needed: 'stage' }, { name: 'opened', type: 'day', says: 'Day of the first contact' },
    { name: 'at', type: 'day', says: 'Day of closing' }, { name: 'to', type: 'day', says: 'End of the contract' }, { name: 'contact', type: 'identifier', says: 'Contact for the deal' },
    { name: 'function', type: 'word', says: 'Function of the contact', meanings: ['member', 'admin', 'billing', 'decider', 'champion'] },
  ],
  links: [{ name: 'one', type: 'identifier', says: 'One identifier', needed: 'one' }, { name: 'other', type: 'identifier', says: 'The other identifier of the same party', needed: 'other' }],
  evidence: [],
  objects: [],
  nothing: [],
}
