import { domainOfEmail, isJunk, isSharedMailbox, normalIdentifier } from '../base/identifier.ts'
import type { EvidenceObject } from './from-segment.ts'

/** What a billing tool says about one of its customers. */
export interface Billed {
  /** Its identifier there: `stripe:cus_9`. */
  readonly id: string
  /** Key of its party line, unique in the source: the id in the billing tool. */
  readonly key: string
  readonly source: string
  readonly name?: string | null
  readonly email?: string | null
  /** Ids of our own product: `account:7`, `user:42`. */
  readonly own?: readonly string[]
  /** Where the tool itself says it. */
  readonly kind?: 'person' | 'organization' | null
  /** The day from which the person behind the address is known as its contact. */
  readonly since?: string | null
  readonly version?: number
  readonly traits?: Readonly<Record<string, string | number | boolean | null>>
}

/** Words that people's names do not hold; legal forms that are also syllables or initials count at the end of a name only. */
const WORDS = new RegExp(`(?:^|[\\s,.(&/-])(?:${[
  'inc|incorporated|llc|llp|ltd|limited|corp|corporation|company|plc|pty|pvt|pte|bhd|gmbh|mbh|ohg|gbr|kft|zrt|oyj|aps|sarl|eurl|srl|spa|slu|ltda|sro',
  'holdings?|group|partners|associates|solutions|systems|technolog(?:y|ies)|consulting|services|industries|international|enterprises|ventures|logistics|media|software|labs?|studios?|agency|agentur',
  'university|universität|college|school|institute?|hospital|klinik|foundation|stiftung|verein|ministry|council|bank|verlag|team|store|shop',
].join('|')})(?:[\\s,.)/]|$)|&`, 'i')
const LEGAL_FORM = /[\s,.](?:ag|kg|ug|se|sa|s\.a|sas|s\.?a\.?r\.?l|s\.?p\.?a|s\.?r\.?l|sl|s\.l|bv|b\.v|nv|n\.v|oy|ab|as|a\/s|co|kk|e\.?\s?v|sp\. z o\.o|s\.r\.o)\.?$/i

export function looksLikeCompany(name: string): boolean {
  return WORDS.test(name.trim()) || LEGAL_FORM.test(name.trim())
}

/**
 * Is a customer a person or an organization? What the tool or our own ids say comes first; then a name like a company's; then the address:
 * personal mail is a person's, work mail stands for the organization of its domain. Null if nothing tells: then it is left open.
 */
export function billedKind({ kind, own = [], name, email }: Pick<Billed, 'kind' | 'own' | 'name' | 'email'>): 'person' | 'organization' | null {
  if (kind) return kind
  if (own.some((id) => id.startsWith('account:'))) return 'organization'
  if (own.some((id) => id.startsWith('user:'))) return 'person'
  if (name && looksLikeCompany(name)) return 'organization'
  const address = emailIdentifier(email)
  if (address === null) return null
  return domainOfEmail(address) === null ? (isSharedMailbox(address) ? null : 'person') : 'organization'
}

/** `email:...` of what looks like an address; null for junk and for what is none. */
export function emailIdentifier(text: string | null | undefined): string | null {
  if (typeof text !== 'string' || !/^[^\s@]+@[^\s@]+\.[^\s@.]{2,}$/.test(text.trim())) return null
  const identifier = normalIdentifier(`email:${text}`)
  return identifier === null || isJunk(identifier) ? null : identifier
}

/**
 * The guess that a mail or web domain is an organization's. It joins the two only where nobody else claims the domain, in whatever source and whenever,
 * so that who writes it needs to look at no other line: docs/decisions/0010-guessed-links.md.
 */
export function domainClaim(claim: { readonly key: string; readonly organization: string; readonly domain: string; readonly source?: string }): EvidenceObject {
  const { key, organization, domain, source } = claim
  return { type: 'link', key, ...(source === undefined ? {} : { source }), ids: [organization, domain], inferred: true }
}

/**
 * A customer as lines. A person: one party with all ids. An organization: a party without the address (that is a person's); an inferred link with the
 * domain of work mail, and the person behind the address as its contact for billing. No lines if nothing tells what it is.
 * Links and memberships carry no version: what they say never changes under their key, so that saying it again is a duplicate.
 */
export function billedParty(billed: Billed): readonly EvidenceObject[] {
  const { id, key, source, own = [], version, since } = billed
  const kind = billedKind(billed)
  if (kind === null) return []
  const address = emailIdentifier(billed.email)
  const told = version === undefined ? {} : { version }
  const name = billed.name?.trim()
  const traits = billed.traits && Object.keys(billed.traits).length > 0 ? { traits: billed.traits } : {}
  const named = name ? { name } : {}
  if (kind === 'person') {
    const ids = [id, ...own.filter((one) => !one.startsWith('account:')), ...(address === null ? [] : [address])]
    return [{ type: 'party', key, source, kind, ids, ...named, ...traits, ...told }]
  }
  const lines: EvidenceObject[] = [{ type: 'party', key, source, kind, ids: [id, ...own.filter((one) => one.startsWith('account:'))], ...named, ...traits, ...told }]
  const domain = address === null ? null : domainOfEmail(address)
  if (domain !== null) lines.push(domainClaim({ key: `${key} ${domain}`, source, organization: id, domain }))
  const persons = [...own.filter((one) => one.startsWith('user:')), ...(address === null || isSharedMailbox(address) ? [] : [address])]
  for (const person of persons) {
    const from = since ? { from: since } : {}
    lines.push({ type: 'membership', key: `${key} ${person}`, source, person, organization: id, function: 'billing', ...from, inferred: true })
  }
  return lines.filter((line) => (line.key as string).length <= 512)
}
