import { expectation } from '../input.ts'

interface Schema {
  readonly type?: string
  readonly const?: unknown
  readonly enum?: readonly unknown[]
  readonly anyOf?: readonly Schema[]
  readonly description?: string
}

/** What stands for the value where the name says it better than the schema. */
const PLACEHOLDERS: { readonly [name: string]: string } = {
  from: 'YYYY-MM-DD',
  to: 'YYYY-MM-DD',
  day: 'YYYY-MM-DD',
  knownAt: 'instant',
  limit: 'rows',
  party: 'identifier',
  seller: 'identifier',
  account: 'identifier',
  product: 'key',
  q: 'text',
  cursor: 'text',
}

/** What stands for the value of an option in its help; null for a switch. */
export function placeholderOf(name: string, schema: Schema): string | null {
  if (schema.type === 'boolean') return null
  const choices = choicesOf(schema)
  if (choices !== null) return choices.length <= 4 ? choices.join('|') : 'one'
  return PLACEHOLDERS[name] ?? (schema.type === 'integer' || schema.type === 'number' ? 'number' : 'text')
}

/** What an option does; what its value may be is said only where its placeholder does not say it. */
export function optionHelp(schema: Schema): string {
  const choices = choicesOf(schema)
  if (schema.description === undefined) return choices !== null && choices.length > 4 ? choices.join(', ') : expectation(schema)
  const about = schema.description.charAt(0).toLowerCase() + schema.description.slice(1).replace(/\.$/, '')
  return choices !== null && choices.length > 4 ? `${about}: ${choices.join(', ')}` : about
}

function choicesOf(schema: Schema): readonly string[] | null {
  if (schema.enum) return schema.enum.map(String)
  if (schema.const !== undefined) return [String(schema.const)]
  if (!schema.anyOf) return null
  const choices = schema.anyOf.map(choicesOf)
  return choices.every((one) => one !== null) ? choices.flat() : null
}
