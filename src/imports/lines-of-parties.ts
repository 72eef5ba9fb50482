import { PERSONAL_MAIL_DOMAINS } from '../base/lists.ts'
import type { EvidenceObject } from '../evidence/from-segment.ts'
import { domainClaim } from '../evidence/billed-party.ts'
import { functionOfTitle } from './guess-words.ts'
import { type KindTerms, type KindWay, keyFrom, line, type Made, type OpenWay } from './kind-way.ts'
import { type Organizations, organizationsOf } from './organizations-of-import.ts'
import { Owners, TextNumbers } from './row-memory.ts'
import { nameId, nameValue, type RowReader, rowReader } from './row-reader.ts'
import type { Cells } from './table.ts'
import { instantWritten, saysNothing, shortened } from './values.ts'

const DAY_MS = 86_400_000

// ---- what several kinds share

/** Columns whose digits are no number: postal codes, telephones, ids. */
const DIGITS_ARE_TEXT = /zip|postal|postcode|plz|phone|tel|fax|mobile|code|key|nummer|number$|(^|[^a-z])(id|nr|no)$|ID$|Id$|date|datum|year|version/

/** A trait's value: what is written; whole numbers and truths as such. */
function traitValue(column: string, text: string): string | number | boolean {
  if (/^-?\d{1,15}$/.test(text) && !/^-?0\d/.test(text) && !DIGITS_ARE_TEXT.test(column) && !DIGITS_ARE_TEXT.test(column.toLowerCase())) return Number(text)
  return /^true$/i.test(text) ? true : /^false$/i.test(text) ? false : text
}

export type Traits = { [name: string]: string | number | boolean }

export function traitsOf(columns: readonly string[], cells: Cells, more: Traits = {}): Traits | null {
  const traits: Traits = {}
  for (const column of columns) {
    const text = cells.text(column)
    if (text !== null) traits[column] = traitValue(column, text)
  }
  Object.assign(traits, more)
  return Object.keys(traits).length === 0 ? null : traits
}

export function fullName(read: RowReader): string | null {
  return read.text('name') ?? ([read.text('firstName'), read.text('lastName')].filter((part) => part !== null).join(' ') || null)
}

/** Which addresses of the table stand for several persons. Read only where a row has another id beside the address. */
async function sharedAddresses(terms: KindTerms, person: (read: RowReader) => string | null): Promise<Owners> {
  const owners = new Owners()
  if (!terms.plan.fields.email) return owners
  const read = rowReader(terms.plan)
  for await (const cells of terms.own.cells()) {
    read.begin(cells)
    const email = read.email('email')
    const owner = email === null ? null : person(read)
    if (email !== null && owner !== null) owners.add(email, owner)
  }
  return owners
}

/** The address as identifier, or as a trait where it does not tell who it is. */
function addressOf(read: RowReader, terms: KindTerms, shared: Owners, traits: Traits, other: boolean): string | null {
  const email = read.email('email')
  if (email === null) {
    const text = read.text('email')
    if (text === null || saysNothing(text)) return null
    if (!other) return read.refuse('bad-value', `${read.columnOf('email')}: '${shortened(text)}' is no e-mail address of anybody, and nothing else in the row says who it is`)
    traits.email = text
    terms.warn.tell('email-unreadable', read.columnOf('email'), shortened(text))
    return null
  }
  if (other && shared.shared(email)) {
    traits.email = email
    terms.warn.tell('email-of-many', read.columnOf('email'), email)
    return null
  }
  return `email:${email}`
}

interface NamedOrganization {
  readonly id: string
  readonly lines: readonly EvidenceObject[]
  /** True where the id was found by the name, or the name in another spelling, in another table of the import. */
  readonly inferred: boolean
}

/** The organization that a row names, by its id, else by the id that another table of the import has for its name, else by its name. */
function knownOrganization(read: RowReader, idField: string, nameField: string, organizations: Organizations): { readonly id: string; readonly inferred: boolean } | null {
  const id = read.id(idField, 'account', 'nothing')
  if (id !== null && !id.startsWith('name:')) return { id, inferred: false }
  const name = id === null ? read.name(nameField) : id.slice('name:'.length)
  if (name === null) return null
  const found = organizations.idOfName(name)
  if (found !== null) return { id: found, inferred: true }
  const spelling = organizations.spelling(nameId(name))
  return { id: spelling, inferred: spelling !== nameId(name) }
}

/** The organization that a row of persons names: its id, and a line that says its name. */
function organizationOf(read: RowReader, terms: KindTerms, idField: string, nameField: string, organizations: Organizations): NamedOrganization | null {
  const known = knownOrganization(read, idField, nameField, organizations)
  if (known === null) return null
  organizations.look(known.id, read.columnOf(read.text(idField) === null ? nameField : idField), read.text(nameField) ?? read.text(idField) ?? known.id, terms.warn)
  const name = known.inferred ? null : (read.name(nameField) ?? (known.id.startsWith('name:') ? read.text(idField) : null))
  // `account:` names an organization by itself, and another table says what it found; other namespaces need a line that says so.
  const lines = known.inferred || (name === null && known.id.startsWith('account:')) ? [] : [terms.derived(line({ type: 'party', key: known.id, kind: 'organization', ids: [known.id], name }))]
  return { ...known, lines }
}

/** What tells the memberships of one person in a table apart: nothing for the first, `#2` for the second. So a later list that names another account corrects the first. */
function placesOfPersons(): (person: string, what: string) => string | null {
  const counts = new TextNumbers()
  const places = new TextNumbers()
  return (person, what) => {
    const pair = `${person}\0${what}`
    let place = places.get(pair)
    if (place === 0) {
      place = counts.get(person) + 1
      counts.set(person, place)
      places.set(pair, place)
    }
    return place === 1 ? null : `#${place}`
  }
}

// ---- users

export const users: OpenWay = async (terms) => {
  const { plan, read: _, warn } = terms
  const place = placesOfPersons()
  const organizations = await organizationsOf(terms)
  const shared = plan.fields.person || plan.fields.anonymous ? await sharedAddresses(terms, (read) => read.id('person', 'user', 'nothing') ?? read.id('anonymous', 'anonymous', 'nothing')) : new Owners()
  return {
    keyOf: (read) => read.id('person', 'user') ?? emailId(read) ?? read.id('anonymous', 'anonymous'),
    keyColumn: plan.fields.person?.column ?? null,
    make: (key, read) => {
      const traits: Traits = {}
      const person = read.id('person', 'user')
      const anonymous = read.id('anonymous', 'anonymous', 'nothing')
      const email = addressOf(read, terms, shared, traits, person !== null || anonymous !== null)
      const ids = [person, email, anonymous].filter((id) => id !== null)
      const who = ids[0]
      if (who === undefined) return nobody(read, ['person', 'email'])
      const joined = read.day('joined')
      const category = read.text('category')
      const kind = read.word('is') ?? 'person'
      const account = kind === 'organization' ? null : organizationOf(read, terms, 'account', 'accountName', organizations)
      const lastActive = read.instant('lastActive')
      if (joined !== null) traits.joined = joined
      if (lastActive !== null) traits.lastActive = instantWritten(lastActive)
      const name = (kind === 'organization' ? read.text('ownName') : null) ?? fullName(read) ?? (kind === 'organization' ? read.text('accountName') : null)
      const lines: EvidenceObject[] = [line({ type: 'party', key, kind, ids, name, traits: traitsOf(plan.traits, read.cells, traits), category })]
      if (account) {
        lines.push(...account.lines, line({ type: 'membership', key: keyFrom(who, place(who, account.id)), person: who, organization: account.id, function: read.word('function'), from: joined, inferred: account.inferred || null }))
      }
      const product = read.text('product')
      if (lastActive !== null && product !== null) {
        if (lastActive > terms.now + DAY_MS) warn.tell('dates-out-of-range', read.columnOf('lastActive'), read.text('lastActive') ?? '')
        const at = instantWritten(lastActive)
        lines.push(line({ type: 'usage', key: keyFrom(who, at.slice(0, 10)), party: who, product, event: 'last seen', at, account: account?.id ?? null }))
      }
      return { lines }
    },
  }
}

function emailId(read: RowReader): string | null {
  const email = read.email('email')
  return email === null ? null : `email:${email}`
}

function nobody(read: RowReader, fields: readonly string[]): { readonly lines: readonly [] } {
  const columns = fields.filter((field) => read.gives(field)).map((field) => read.columnOf(field))
  read.refuse('missing-field', `${columns.join(' and ')} ${columns.length === 1 ? 'is' : 'are'} empty, so nobody knows who this is; fill one of them in`)
  return { lines: [] }
}

// ---- contacts: people at organizations, with what they do there

export const contacts: OpenWay = async (terms) => {
  const { plan } = terms
  const place = placesOfPersons()
  const own = (read: RowReader): string | null => read.id('person', 'user', 'nothing') ?? read.id('contact', 'contact', 'nothing')
  const shared = plan.fields.person || plan.fields.contact ? await sharedAddresses(terms, own) : new Owners()
  const organizations = await organizationsOf(terms)
  return {
    keyOf: (read) => read.id('contact', 'contact', 'nothing') ?? read.id('person', 'user', 'nothing') ?? emailId(read) ?? namedContact(read, organizations),
    keyColumn: plan.fields.contact?.column ?? plan.fields.person?.column ?? null,
    make: (key, read) => {
      const traits: Traits = {}
      const contact = read.id('contact', 'contact')
      const person = read.id('person', 'user', 'nothing')
      const email = addressOf(read, terms, shared, traits, person !== null || contact !== null)
      const account = organizationOf(read, terms, 'organization', 'organizationName', organizations)
      const name = fullName(read)
      const ids = [person, contact, email, contact ?? person ?? email ?? namedContact(read, organizations)].filter((id) => id !== null)
      if (ids[0] === undefined) return nobody(read, ['contact', 'email', 'name', 'organization', 'organizationName'])
      const title = read.text('title')
      if (title !== null) traits.title = title
      const permission = read.word('permission')
      const lines: EvidenceObject[] = [line({
        type: 'party', key, kind: 'person', ids: [...new Set(ids)], name, traits: traitsOf(plan.traits, read.cells, traits), category: read.text('category'), permission,
      })]
      const domain = domainOf(read, terms, null, {})
      if (account) {
        const role = read.word('function') ?? (title === null ? null : functionOfTitle(title))
        // One person may have several functions in one firm.
        lines.push(...account.lines, line({ type: 'membership', key: keyFrom(ids[0], place(ids[0], `${account.id}\0${role ?? ''}`)), person: ids[0], organization: account.id, function: role, inferred: account.inferred || null }))
      } else if (domain !== null) {
        lines.push(line({ type: 'membership', key: keyFrom(ids[0], place(ids[0], domain.id)), person: ids[0], organization: domain.id, function: read.word('function') ?? (title === null ? null : functionOfTitle(title)) }))
      }
      return { lines }
    },
  }
}

/** A contact without id and address is known by its name within its organization; alone a name is nobody. */
function namedContact(read: RowReader, organizations: Organizations): string | null {
  const name = fullName(read)
  const account = knownOrganization(read, 'organization', 'organizationName', organizations)
  return name === null || account === null ? null : `contact:${account.id} ${nameValue(name)}`
}

// ---- organizations

async function sharedDomains(terms: KindTerms): Promise<Owners> {
  const owners = new Owners()
  if (!terms.plan.fields.domain) return owners
  const read = rowReader(terms.plan)
  for await (const cells of terms.own.cells()) {
    read.begin(cells)
    const domain = read.domain('domain')
    const owner = domain === null ? null : (read.id('organization', 'account', 'nothing') ?? read.text('organizationName'))
    if (domain !== null && owner !== null) owners.add(domain, owner)
  }
  return owners
}

/** The domain that the row names, and whether it tells who is meant: not where others of the table have it. */
function domainOf(read: RowReader, terms: KindTerms, shared: Owners | null, traits: Traits): { readonly id: string; readonly tells: boolean } | null {
  const domain = read.domain('domain')
  if (domain === null) {
    const text = read.text('domain')
    if (text !== null && !/^(?:null|none|n\/a|nan|nil|[-–—]+)$/i.test(text)) {
      traits.domain = text
      terms.warn.tell('domain-unreadable', read.columnOf('domain'), shortened(text))
    }
    return null
  }
  const isPersonal = PERSONAL_MAIL_DOMAINS.has(domain)
  const isShared = shared?.shared(domain) ?? false
  if (isPersonal || isShared) {
    traits.domain = domain
    terms.warn.tell('shared-domain', read.columnOf('domain'), domain)
  }
  return isPersonal ? null : { id: `domain:${domain}`, tells: !isShared }
}

/** Ids by name, for parents that are only named; a name that two organizations have names neither. */
async function idsByName(terms: KindTerms): Promise<ReadonlyMap<string, string | null>> {
  const byName = new Map<string, string | null>()
  if (!terms.plan.fields.parentName || !terms.plan.fields.organization) return byName
  const read = rowReader(terms.plan)
  for await (const cells of terms.own.cells()) {
    read.begin(cells)
    const id = read.id('organization', 'account', 'nothing')
    const name = read.name('organizationName')
    if (id === null || name === null) continue
    const known = byName.get(nameValue(name))
    byName.set(nameValue(name), known === undefined || known === id ? id : null)
  }
  return byName
}

export const organizations: OpenWay = async (terms) => {
  const { plan, warn } = terms
  const shared = await sharedDomains(terms)
  const byName = await idsByName(terms)
  const known = await organizationsOf(terms)
  return {
    keyOf: (read) => organizationKey(read),
    keyColumn: plan.fields.organization?.column ?? null,
    make: (key, read) => {
      const traits: Traits = {}
      const id = read.id('organization', 'account')
      const domain = domainOf(read, terms, shared, traits)
      const name = read.name('organizationName')
      const own = id ?? (domain?.tells ? domain.id : null) ?? (name === null ? null : known.spelling(nameId(name)))
      if (own === null) return nobody(read, ['organization', 'organizationName', 'domain'])
      const parentName = read.name('parentName')
      const parent = read.id('parent', plan.fields.organization?.reading?.namespace ?? 'account', 'nothing')
        ?? (parentName === null ? null : (byName.get(nameValue(parentName)) ?? known.spelling(nameId(parentName))))
      const left = read.day('left')
      const hasLeft = read.truth('hasLeft')
      if (left !== null) traits.left = left
      if (hasLeft !== null) traits.hasLeft = hasLeft
      const payer = read.id('payer', plan.fields.organization?.reading?.namespace ?? 'account', 'nothing')
      if (payer !== null && payer !== own) traits.payer = payer
      const kind = read.word('is') ?? 'organization'
      const lines: EvidenceObject[] = [line({ type: 'party', key, kind, ids: [own], name, traits: traitsOf(plan.traits, read.cells, traits), category: read.text('category') })]
      if (domain !== null && domain.id !== own && kind === 'organization') lines.push(terms.derived(domainClaim({ key: keyFrom(own, domain.id), organization: own, domain: domain.id })))
      if (parent !== null && (parent === own || parent === domain?.id)) warn.tell('own-parent', read.columnOf(read.gives('parent') ? 'parent' : 'parentName'), own)
      else if (parent !== null) {
        if (!parent.startsWith('account:')) lines.push(terms.derived(line({ type: 'party', key: parent, kind: 'organization', ids: [parent], name: parentName })))
        lines.push(line({ type: 'ownership', key: keyFrom(own, parent), organization: own, parent }))
      }
      return { lines }
    },
  }
}

function organizationKey(read: RowReader): string | null {
  const name = read.name('organizationName')
  const domain = read.domain('domain')
  return read.id('organization', 'account', 'nothing') ?? (domain === null ? null : `domain:${domain}`) ?? (name === null ? null : nameId(name))
}

/** Whoever resells; the agreements with them and their sales stand in other tables. */
export const resellers: OpenWay = async (terms) => {
  const way = await organizations(terms)
  return {
    ...way,
    make: (key, read) => {
      const made = way.make(key, read)
      const category = read.text('category') ?? 'reseller'
      return { ...made, lines: made.lines.map((one, place) => (place === 0 ? { ...one, category } : one)) }
    },
  }
}

// ---- what ties parties together

export const memberships: OpenWay = async (terms): Promise<KindWay> => {
  const organizations = await organizationsOf(terms)
  return { keyOf: () => null, keyColumn: null, make: (_key, read) => memberOf(read, terms, organizations) }
}

function memberOf(read: RowReader, terms: KindTerms, organizations: Organizations): Made {
  const person = read.id('person', 'user') ?? emailId(read)
  if (person === null) return nobody(read, ['person', 'email'])
  const domain = domainOf(read, terms, null, {})
  const organization = organizationOf(read, terms, 'organization', 'organizationName', organizations) ?? (domain === null ? null : { id: domain.id, lines: [], inferred: false })
  if (organization === null) return nobody(read, ['organization', 'organizationName', 'domain'])
  const [from, to] = periodOf(read)
  const role = read.word('function')
  return {
    lines: [...organization.lines, line({ type: 'membership', key: keyFrom(person, organization.id, role, from), person, organization: organization.id, function: role, from, to, inferred: organization.inferred || null })],
    ...emptyPeriod(from, to),
  }
}

export const ownerships: OpenWay = (): KindWay => ({
  keyOf: () => null,
  keyColumn: null,
  make: (_key, read) => {
    const organization = read.id('organization', 'account')
    const parent = read.id('parent', 'account')
    if (organization === null) return nobody(read, ['organization'])
    if (parent === null) return { lines: [], leftOut: 'no parent is named' }
    if (parent === organization) return { lines: [], leftOut: 'the organization is named as its own parent' }
    const [from, to] = periodOf(read)
    return { lines: [line({ type: 'ownership', key: keyFrom(organization, parent, from), organization, parent, from, to })], ...emptyPeriod(from, to) }
  },
})

export const products: OpenWay = (terms): KindWay => {
  const keysOfNames = new Owners()
  return { keyOf: (read) => read.text('product'), keyColumn: null, make: (key, read) => productOf(key, read, terms, keysOfNames) }
}

function productOf(key: string, read: RowReader, terms: KindTerms, keysOfNames: Owners): Made {
  const product = read.text('product')
  if (product === null) {
    read.refuse('missing-field', `${read.columnOf('product')} is empty; every product has a key`)
    return { lines: [] }
  }
  const name = read.text('name')
  if (name !== null && keysOfNames.add(nameValue(name), product)) terms.warn.tell('product-named-twice', read.columnOf('name'), `${name}: ${product}`)
  return { lines: [line({ type: 'product', key, name: name ?? product, fundedBy: read.text('fundedBy') })] }
}

export const links: OpenWay = (): KindWay => ({
  keyOf: () => null,
  keyColumn: null,
  make: (_key, read) => {
    const one = read.id('one', 'user')
    const other = read.id('other', 'user')
    if (one === null || other === null) return { lines: [], leftOut: 'only one identifier is named' }
    return one === other ? { lines: [], leftOut: 'both identifiers are the same' } : { lines: [line({ type: 'link', key: keyFrom(...[one, other].sort()), ids: [one, other] })] }
  },
})

/** `from` and `to`; a fault where the end lies before the beginning. */
export function periodOf(read: RowReader): readonly [from: string | null, to: string | null] {
  const from = read.day('from')
  const to = read.day('to')
  if (from !== null && to !== null && to < from) read.refuse('bad-period', `${read.columnOf('to')}: the end, ${to}, lies before the beginning, ${from}; correct one of them`)
  return [from, to]
}

export function emptyPeriod(from: string | null, to: string | null): { readonly leftOut?: string } {
  return from !== null && from === to ? { leftOut: 'it ends on the day on which it begins' } : {}
}

