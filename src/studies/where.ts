import { Type } from 'typebox'
import { normalIdentifier } from '../base/identifier.ts'
import { Refusal } from '../base/refusal.ts'
import { PAYER_KINDS, UNPAID_REASONS } from '../roles/stamp.ts'

/** The value for what is not known, or does not apply: no category, no payer. */
export const NONE = 'none'

const NONE_ITSELF = /^"*none"*$/

/** A text as a value of `where`: the word `none` itself is quoted, and what is quoted already once more, so that no two texts have the same value. */
export function valueOfText(text: string): string {
  return NONE_ITSELF.test(text) ? `"${text}"` : text
}

/** The text that a value of `where` stands for; null for what is not known. */
export function textOfValue(value: string): string | null {
  if (value === NONE) return null
  return value.startsWith('"') && value.endsWith('"') && NONE_ITSELF.test(value) ? value.slice(1, -1) : value
}

/** What a usage day and its user can be chosen and grouped by, with a name for people. Besides, any trait: `trait.country`. Each usage day has one value of each. */
export const DIMENSIONS = {
  category: { name: 'Category', of: 'party' },
  segment: { name: 'Category of the settings', of: 'both' },
  organization: { name: 'Organization', of: 'both' },
  account: { name: 'Account', of: 'use' },
  partyKind: { name: 'Person, organization or machine', of: 'party' },
  domain: { name: 'E-mail domain', of: 'party' },
  payerKind: { name: 'Who pays', of: 'use' },
  reason: { name: 'Why nobody pays', of: 'use' },
  payer: { name: 'Payer', of: 'use' },
  intermediary: { name: 'Intermediary', of: 'use' },
  agreement: { name: 'Agreement', of: 'use' },
  product: { name: 'Product', of: 'use' },
} as const satisfies { readonly [name: string]: { readonly name: string; readonly of: 'party' | 'use' | 'both' } }

export type Dimension = keyof typeof DIMENSIONS | `trait.${string}`

/** What a dimension is about: the party alone, the usage day, or both. */
export function aspectOf(dimension: Dimension): 'party' | 'use' | 'both' {
  return dimension in DIMENSIONS ? DIMENSIONS[dimension as keyof typeof DIMENSIONS].of : 'party'
}

/** One condition: the value is one of these, or is none of them. */
export interface Clause {
  readonly dimension: Dimension
  readonly not: boolean
  readonly values: readonly string[]
}

/** All clauses must hold. */
export type Where = readonly Clause[]

const OF_PARTIES: ReadonlySet<string> = new Set(['organization', 'account', 'payer', 'intermediary'])
const CHOICES: { readonly [dimension: string]: readonly string[] } = { partyKind: ['person', 'organization', 'machine', NONE], payerKind: [...PAYER_KINDS, NONE], reason: [...UNPAID_REASONS, NONE] }
const EXAMPLE = 'category=trial;trait.country=AT,DE;payerKind!=nobody'

export const WHERE = Type.Optional(Type.String({
  description: `Only use that fits, such as \`${EXAMPLE}\`. Clauses are joined by \`;\` and must all hold; of the values of a clause any; \`!=\` for none of them. `
    + `Dimensions: ${Object.keys(DIMENSIONS).join(', ')}, trait.NAME. \`segment\` is the first category of the settings whose filter fits. \`${NONE}\` stands for what is not known, \`"${NONE}"\` for this word itself. Values that hold \`;\`, \`,\`, \`=\` or \`%\` are percent-encoded.`,
}))

const OF_A_PARTY = [...Object.keys(DIMENSIONS).filter((name) => aspectOf(name as Dimension) !== 'use'), 'trait.NAME']

/** The same for a question about parties, who may be without use. */
export const WHERE_PARTIES = Type.Optional(Type.String({
  description: `Only parties that fit, written as for flows, such as \`category=trial;trait.country=AT,DE\`. Dimensions: ${OF_A_PARTY.join(', ')}.`,
}))

export const BY = Type.Optional(Type.String({ description: `What to group by: ${Object.keys(DIMENSIONS).join(', ')}, or trait.NAME. Absent: category.` }))

/** True if the name is one of a dimension. */
export function isDimension(name: string): name is Dimension {
  return Object.hasOwn(DIMENSIONS, name) || /^trait\../.test(name)
}

export function dimensionParameter(parameter: string, text: string): Dimension {
  const name = text.trim()
  if (!isDimension(name)) throw refused(parameter, `'${text}' is no dimension. Use one of ${Object.keys(DIMENSIONS).join(', ')}, or trait.NAME such as trait.country.`)
  return name
}

/** Reads a `where`; blank text asks for nothing. */
export function whereFrom(text: string | undefined): Where {
  if (text === undefined) return []
  return text.split(';').filter((clause) => clause.trim() !== '').map(clauseFrom)
}

/** Reads the filter of a category of the settings, which may not speak of such categories itself: it would ask for its own answer. */
export function whereOfSegment(text: string): Where {
  const where = whereFrom(text)
  if (where.some(({ dimension }) => dimension === 'segment')) throw refused('where', "A category cannot be made of categories of the settings. Say instead of 'segment' what these consist of.")
  return where
}

/** Reads a `where` of which each clause can be asked of a party that uses nothing, too. */
export function whereOfParties(text: string | undefined): Where {
  const where = whereFrom(text)
  const ofUse = where.find(({ dimension }) => aspectOf(dimension) === 'use')
  if (ofUse) throw refused('where', `'${ofUse.dimension}' is about single usage days, and customers may have none. Use one of ${OF_A_PARTY.join(', ')} here, or ask flows.`)
  return where
}

/** Writes a `where` in normal form: the same conditions give the same text. */
export function whereText(where: Where): string {
  return where.map(({ dimension, not, values }) => `${escaped(dimension)}${not ? '!=' : '='}${values.map(escaped).join(',')}`).join(';')
}

function escaped(text: string): string {
  return text.replace(/[;,=%!]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`)
}

function clauseFrom(text: string): Clause {
  const sign = text.indexOf('=')
  if (sign <= 0) throw refused('where', `'${text.trim()}' is no condition. Write the dimension, = or !=, and its values: ${EXAMPLE}.`)
  const not = text[sign - 1] === '!'
  const dimension = dimensionParameter('where', decoded(text.slice(0, not ? sign - 1 : sign)))
  const values = text.slice(sign + 1).split(',').map((value) => valueFrom(dimension, decoded(value)))
  return { dimension, not, values: [...new Set(values)] }
}

function valueFrom(dimension: Dimension, text: string): string {
  const value = text.trim()
  if (value === '') throw refused('where', `'${dimension}' has an empty value. Write '${NONE}' for what is not known: ${dimension}=${NONE}.`)
  const choices = CHOICES[dimension]
  if (choices && !choices.includes(value)) throw refused('where', `'${value}' is no value of '${dimension}'. Use one of ${choices.join(', ')}.`)
  if (!OF_PARTIES.has(dimension) || value === NONE) return value
  const identifier = normalIdentifier(value)
  if (identifier === null) throw refused('where', `'${dimension}' takes identifiers such as account:acme or user:ann, not '${value}'.`)
  return identifier
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text).trim()
  } catch {
    throw refused('where', `'${text}' is not percent-encoded rightly. Write %25 for a percent sign itself.`)
  }
}

function refused(parameter: string, sentence: string): Refusal {
  return new Refusal('bad-parameter', sentence, { parameter })
}
