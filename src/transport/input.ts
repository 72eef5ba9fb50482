import type { TSchema } from 'typebox'
import { Check } from 'typebox/value'
import type { Operation } from '../base/operation.ts'
import { Refusal } from '../base/refusal.ts'

/** Parameters as a query string or a command line gives them. */
export type Raw = { readonly [name: string]: unknown }

/** The JSON Schema words that inputs of operations are made of. */
interface Schema {
  readonly type?: string
  readonly const?: unknown
  readonly enum?: readonly unknown[]
  readonly anyOf?: readonly Schema[]
  readonly items?: Schema
  readonly properties?: { readonly [name: string]: Schema }
  readonly minimum?: number
  readonly maximum?: number
  readonly description?: string
  readonly default?: unknown
}

type AnyOperation<Context> = Operation<Context>

/** Input of an operation out of plain texts: numbers and booleans are read where the schema wants them; what is unknown or wrong is refused. */
export function readInput<Context>(operation: AnyOperation<Context>, raw: Raw, common: readonly string[] = []): { [name: string]: unknown } {
  const properties = operation.input.properties as { readonly [name: string]: TSchema }
  const required = new Set(operation.input.required as readonly string[] | undefined)
  const input: { [name: string]: unknown } = {}
  for (const [name, value] of Object.entries(raw)) {
    if (common.includes(name) && !Object.hasOwn(properties, name)) continue
    const schema = Object.hasOwn(properties, name) ? properties[name] : undefined
    if (schema === undefined) {
      const known = [...Object.keys(properties), ...common].join(', ')
      throw new Refusal('bad-parameter', `'${operation.name}' has no parameter '${name}'; it takes ${known}`, { parameter: name })
    }
    const read = valueOf(schema as Schema, value)
    if (!Check(schema, read)) throw new Refusal('bad-parameter', `'${name}' must be ${expectation(schema as Schema)}`, { parameter: name })
    input[name] = read
  }
  for (const [name, schema] of Object.entries(properties)) {
    if (Object.hasOwn(input, name)) continue
    const fallback = (schema as Schema).default
    if (fallback !== undefined) input[name] = fallback
    else if (required.has(name))
      throw new Refusal('bad-parameter', `'${operation.name}' needs the parameter '${name}': ${expectation(schema as Schema)}`, { parameter: name })
  }
  return input
}

const TRUE = new Set(['true', '1', 'yes', ''])
const FALSE = new Set(['false', '0', 'no'])
const NUMBER = /^-?\d+(\.\d+)?$/

function valueOf(schema: Schema, value: unknown): unknown {
  if (schema.type === 'array') {
    const items = Array.isArray(value) ? value : typeof value === 'string' ? itemsOf(value, schema.items ?? {}) : [value]
    return items.map((item) => valueOf(schema.items ?? {}, item))
  }
  if (typeof value !== 'string') return value
  if (schema.type === 'object') return fromJson(value)
  if ((schema.type === 'integer' || schema.type === 'number') && NUMBER.test(value)) return Number(value)
  if (schema.type === 'boolean') return TRUE.has(value) ? true : FALSE.has(value) ? false : value
  if (schema.anyOf) {
    for (const choice of schema.anyOf) {
      const read = valueOf(choice, value)
      if (Check(choice as TSchema, read)) return read
    }
  }
  return value
}

/** Plain values are parted by commas; objects come as JSON. */
function itemsOf(text: string, items: Schema): readonly unknown[] {
  if (items.type !== 'object') return text.split(',')
  const read = fromJson(text)
  return Array.isArray(read) ? read : [read]
}

/** The value, or the text as it was: then it is refused for what it is. */
function fromJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return text
  }
}

/** What a parameter may be, in words. */
export function expectation(schema: Schema): string {
  const about = schema.description ? ` (${schema.description})` : ''
  return shape(schema) + about
}

function shape(schema: Schema): string {
  if (schema.anyOf) return schema.anyOf.map(shape).join(' or ')
  if (schema.const !== undefined) return `'${String(schema.const)}'`
  if (schema.enum) return schema.enum.map((value) => `'${String(value)}'`).join(' or ')
  if (schema.type === 'array') return `a list of ${shape(schema.items ?? {})}`
  if (schema.type === 'boolean') return "'true' or 'false'"
  if (schema.type === 'integer' || schema.type === 'number') {
    const kind = schema.type === 'integer' ? 'a whole number' : 'a number'
    if (schema.minimum !== undefined && schema.maximum !== undefined) return `${kind} from ${schema.minimum} to ${schema.maximum}`
    if (schema.minimum !== undefined) return `${kind}, ${schema.minimum} or more`
    return kind
  }
  if (schema.type === 'object') return `an object with ${Object.keys(schema.properties ?? {}).join(', ')}`
  return schema.type === 'null' ? 'nothing' : 'a text'
}
