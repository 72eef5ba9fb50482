import { junkValues, type Kind, namespaceKinds, sharedMailboxes } from './lists.ts'

/** The normal form of rule 24, or null if it is no identifier. A blank value is one: it is junk. */
export function identifierOf(value: unknown): string | null {
  if (typeof value !== 'string') return null
  const text = value.trim()
  if (text === 'self') return text
  const colon = text.indexOf(':')
  if (colon < 1) return null
  const namespace = text.slice(0, colon).trim().toLowerCase()
  const rest = text.slice(colon + 1).trim()
  if (namespace === '') return null
  return `${namespace}:${namespace === 'email' || namespace === 'domain' ? rest.toLowerCase() : rest}`
}

export function namespaceOf(identifier: string): string {
  const colon = identifier.indexOf(':')
  return colon < 0 ? '' : identifier.slice(0, colon)
}

export function valuePart(identifier: string): string {
  return identifier.slice(identifier.indexOf(':') + 1)
}

/** The kind that the namespace names; our own organization is one. */
export function namespaceKind(identifier: string): Kind | null {
  if (identifier === 'self') return 'organization'
  return namespaceKinds.get(namespaceOf(identifier)) ?? null
}

export function isJunk(identifier: string): boolean {
  return identifier !== 'self' && junkValues.has(valuePart(identifier).toLowerCase())
}

export function isSharedMailbox(identifier: string): boolean {
  if (namespaceOf(identifier) !== 'email') return false
  const at = identifier.lastIndexOf('@')
  return at >= 0 && sharedMailboxes.has(identifier.slice('email:'.length, at))
}

/** The domain of an e-mail address, or null. */
export function mailDomain(identifier: string): string | null {
  const at = identifier.lastIndexOf('@')
  if (namespaceOf(identifier) !== 'email' || at < 0) return null
  const domain = identifier.slice(at + 1)
  return domain === '' ? null : domain
}
