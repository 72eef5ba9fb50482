import { domainOfEmail, isSharedMailbox } from '../base/identifier.ts'
import { PERSONAL_MAIL_DOMAINS } from '../base/lists.ts'
import { domainClaim, looksLikeCompany } from '../evidence/billed-party.ts'
import type { EvidenceObject } from '../evidence/from-segment.ts'
import { type KindTerms, keyFrom, line } from './kind-way.ts'
import { organizationsOf } from './organizations-of-import.ts'
import { Owners } from './row-memory.ts'
import { nameId, nameValue, type RowReader, rowReader } from './row-reader.ts'
import { shortened } from './values.ts'

export interface Customer {
  readonly id: string
  readonly kind: 'person' | 'organization' | null
  /** What is known of the customer by this row: name, kind, address or domain. */
  readonly lines: readonly EvidenceObject[]
}

/** Reads who buys from a row of a table of money. Null, with the row's fault, where nobody is named. */
export type CustomerOf = (read: RowReader) => Customer | null

/** True where the name before the @ is made of the words of the person's name: ann.smith@acme.com and Ann Smith. */
export function isNameOf(name: string, email: string): boolean {
  const words = plain(name).split(/[^a-z]+/).filter((word) => word.length > 1)
  const local = plain(email.slice(0, email.indexOf('@')))
  const last = words.at(-1)
  return words.length >= 2 && words.length <= 4 && last !== undefined && local.includes(last) && (local.includes(words[0] as string) || local.startsWith((words[0] as string).slice(0, 1)))
}

function plain(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').replace(/ß/g, 'ss').toLowerCase()
}

/** Reads the table once beforehand where it holds addresses: a work domain that one customer alone uses is that customer's. */
export async function customersOf(terms: KindTerms): Promise<CustomerOf> {
  const { plan, warn } = terms
  const domains = new Owners()
  const addresses = new Owners()
  if (plan.fields.customerEmail) {
    const read = rowReader(plan)
    for await (const cells of terms.own.cells()) {
      read.begin(cells)
      const email = read.email('customerEmail')
      if (email === null) continue
      const owner = read.id('customer', 'customer', 'nothing') ?? named(read) ?? `email:${email}`
      addresses.add(email, owner)
      const domain = domainOfEmail(`email:${email}`)
      if (domain !== null) domains.add(domain, owner)
    }
  }
  const organizations = await organizationsOf(terms)
  const stated = plan.constants.customerIs
  const namespace = stated === 'person' ? 'user' : 'account'
  return (read) => {
    const written = read.id('customer', namespace)
    const name = read.text('customerName')
    const found = stated === 'person' ? null : written === null ? (name === null ? null : organizations.idOfName(name)) : written.startsWith('name:') ? organizations.idOfName(written.slice('name:'.length)) : null
    const id = found ?? (written?.startsWith('name:') ? organizations.spelling(written) : written)
    const nameAlone = name === null ? null : organizations.spelling(nameId(name))
    const email = read.email('customerEmail')
    const emailText = read.text('customerEmail')
    if (email === null && emailText !== null && id === null && name === null) {
      return read.refuse('bad-value', `${read.columnOf('customerEmail')}: '${shortened(emailText)}' is no e-mail address, and nothing else in the row says who the customer is`)
    }
    if (email === null && emailText !== null) warn.tell('email-unreadable', read.columnOf('customerEmail'), shortened(emailText))
    if (id === null && name === null && email === null) {
      const columns = ['customer', 'customerName', 'customerEmail'].filter((field) => read.gives(field)).map(read.columnOf)
      return read.refuse('missing-field', `${columns.length === 0 ? 'No column' : columns.join(' and ')} says who the customer is; fill it in`)
    }
    if (id !== null || name !== null) organizations.look(id ?? nameId(name as string), read.columnOf(written === null ? 'customerName' : 'customer'), written === null ? (name as string) : (read.text('customer') as string), warn)
    const domain = email === null ? null : domainOfEmail(`email:${email}`)
    const alone = domain !== null && !domains.shared(domain)
    const kind = id?.startsWith('user:') ? 'person' : id?.startsWith('account:') ? 'organization' : stated === 'person' || stated === 'organization' ? stated : found !== null ? 'organization' : guessedKind(id, name, email, alone)
    const own = id ?? (kind === 'organization' || (kind === null && name !== null) ? nameAlone : null) ?? (kind === 'organization' && alone ? domain : null) ?? (email === null ? (nameAlone as string) : `email:${email}`)
    const lines: EvidenceObject[] = []
    const ids = [own]
    if (kind === 'person' && email !== null && own !== `email:${email}`) {
      if (addresses.shared(email)) warn.tell('email-of-many', read.columnOf('customerEmail'), email)
      else ids.push(`email:${email}`)
    }
    const traits = email !== null && !ids.includes(`email:${email}`) ? { email } : null
    if (kind !== null && found === null && (name !== null || ids.length > 1 || traits !== null || !own.startsWith('account:'))) {
      lines.push(terms.derived(line({ type: 'party', key: own, kind, ids, name, traits })))
    }
    if (kind === 'organization' && domain !== null && own !== domain) {
      lines.push(terms.derived(domainClaim({ key: keyFrom(own, domain), organization: own, domain })))
      if (!alone) warn.tell('shared-domain', read.columnOf('customerEmail'), domain.slice('domain:'.length))
    }
    // As in billing tools: whoever reads an organization's invoices belongs to it.
    if (kind === 'organization' && email !== null && !isSharedMailbox(`email:${email}`)) {
      if (addresses.shared(email)) warn.tell('email-of-many', read.columnOf('customerEmail'), email)
      else lines.push(terms.derived(line({ type: 'membership', key: keyFrom(own, email, 'billing'), person: `email:${email}`, organization: own, function: 'billing', inferred: true })))
    }
    return { id: own, kind, lines }
  }
}

function named(read: RowReader): string | null {
  const name = read.name('customerName')
  return name === null ? null : nameValue(name)
}

function guessedKind(id: string | null, name: string | null, email: string | null, alone: boolean): 'person' | 'organization' | null {
  const space = id?.slice(0, id.indexOf(':'))
  if (space === 'account' || space === 'domain' || space === 'name') return 'organization'
  if (space === 'user' || space === 'email' || space === 'contact') return 'person'
  if (name !== null && looksLikeCompany(name)) return 'organization'
  if (email !== null && PERSONAL_MAIL_DOMAINS.has(email.slice(email.lastIndexOf('@') + 1))) return 'person'
  if (email !== null && name !== null) return isNameOf(name, email) && !isSharedMailbox(`email:${email}`) ? 'person' : 'organization'
  if (email !== null) return alone || isSharedMailbox(`email:${email}`) ? 'organization' : 'person'
  // A name alone may be anybody's.
  return null
}
