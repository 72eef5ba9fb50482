import { JUNK_VALUES, NAMESPACE_KINDS, PERSONAL_MAIL_DOMAINS, type PartyKind, SHARED_MAILBOXES, UNIQUE_NAMESPACES } from './lists.ts'

/** The workspace's own organization: the one identifier without a namespace. */
export const SELF = 'self'

/** What a string must not hold to be kept: NUL and halves of surrogate pairs do not survive storage. */
const UNSTORABLE = /[\0]|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/

/** Namespace and value as compared: blanks at the ends go; namespaces, e-mail addresses and domains are lower case. Null if it is no identifier. */
export function normalIdentifier(text: string): string | null {
  const trimmed = text.trim()
  if (trimmed === SELF) return SELF
  const colon = trimmed.indexOf(':')
  if (colon <= 0 || trimmed.length > 1024 || UNSTORABLE.test(trimmed)) return null
  const namespace = trimmed.slice(0, colon).trim().toLowerCase()
  if (namespace === '') return null
  const value = trimmed.slice(colon + 1).trim()
  return `${namespace}:${namespace === 'email' || namespace === 'domain' ? value.toLowerCase() : value}`
}

export function namespaceOf(identifier: string): string {
  const colon = identifier.indexOf(':')
  return colon < 0 ? '' : identifier.slice(0, colon)
}

export function valueOf(identifier: string): string {
  return identifier.slice(identifier.indexOf(':') + 1)
}

/** The kind of party that an identifier's namespace names; null if it names none. */
export function kindOfIdentifier(identifier: string): PartyKind | null {
  if (identifier === SELF) return 'organization'
  return NAMESPACE_KINDS.get(namespaceOf(identifier)) ?? null
}

export function isJunk(identifier: string): boolean {
  return identifier !== SELF && JUNK_VALUES.has(valueOf(identifier).toLowerCase())
}

export function isAnonymous(identifier: string): boolean {
  return identifier.startsWith('anonymous:')
}

export function isUnique(identifier: string): boolean {
  return UNIQUE_NAMESPACES.has(namespaceOf(identifier))
}

export function isSharedMailbox(identifier: string): boolean {
  if (!identifier.startsWith('email:')) return false
  const at = identifier.lastIndexOf('@')
  return at > 6 && SHARED_MAILBOXES.has(identifier.slice(6, at))
}

/** The `domain:` identifier that an e-mail address points to; null for personal mail, junk and what is no address. */
export function domainOfEmail(identifier: string): string | null {
  if (!identifier.startsWith('email:') || isJunk(identifier)) return null
  const domain = identifier.slice(identifier.lastIndexOf('@') + 1)
  if (!identifier.includes('@') || domain === '' || PERSONAL_MAIL_DOMAINS.has(domain)) return null
  return `domain:${domain}`
}
