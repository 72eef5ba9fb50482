import { PERSONAL_MAIL_DOMAINS } from '../base/lists.ts'

/** An object as a tracker sent it. */
export type Fields = { readonly [field: string]: unknown }

export const NO_FIELDS: Fields = {}
export const MAX_KEY_LENGTH = 512
export const UUID = /^[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$/i

/** Null for what is no object. */
export function fieldsOf(value: unknown): Fields | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : null
}

/** A text that is not blank; whole numbers are ids in many systems, and taken as text. */
export function textIn(fields: Fields, name: string): string | null {
  const value = fields[name]
  if (typeof value === 'number' && Number.isSafeInteger(value)) return String(value)
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : null
}

/** The name in a person's or organization's traits. */
export function nameOf(traits: Fields): { readonly name?: string } {
  const parts = [textIn(traits, 'firstName') ?? textIn(traits, 'first_name'), textIn(traits, 'lastName') ?? textIn(traits, 'last_name')]
  const name = textIn(traits, 'name') ?? parts.filter((part) => part !== null).join(' ')
  return name === '' ? {} : { name }
}

/** Traits that are plain values; lists and objects have no place in a party. */
export function plainTraits(traits: Fields): { readonly traits?: Fields } {
  const plain = Object.entries(traits).filter(([name, value]) => name !== 'name' && name !== 'email' && value !== undefined && (typeof value !== 'object' || value === null))
  return plain.length === 0 ? {} : { traits: Object.fromEntries(plain) }
}

/** The web domain in an organization's traits; null for personal mail and what is no domain. */
export function domainIn(traits: Fields): string | null {
  const text = textIn(traits, 'domain') ?? textIn(traits, 'website')
  const host = text?.toLowerCase().replace(/^https?:\/\//, '').replace(/^www\./, '').replace(/[/?#:].*$/s, '') ?? ''
  return /^[^\s@/]+\.[^\s@/.]{2,}$/.test(host) && !PERSONAL_MAIL_DOMAINS.has(host) ? host : null
}

/** JSON of what came as JSON. */
export function safeJson(value: unknown): string {
  try {
    return JSON.stringify(value)
  } catch {
    // Nested deeper than the stack is.
    return 'too-deep'
  }
}
