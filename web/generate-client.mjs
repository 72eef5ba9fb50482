// Writes web/src/api/types.ts from the openapi.json of a running server:
//   node web/generate-client.mjs [http://127.0.0.1:4600]
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'

const server = process.argv[2] ?? 'http://127.0.0.1:4600'
const file = join(import.meta.dirname, 'src/api/types.ts')

/** Shapes that many answers share get a name; they are known by their text. */
const named = new Map()

function literal(schema) {
  if (schema.const !== undefined) return [schema.const]
  return schema.enum ?? null
}

function property(name) {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : `'${name}'`
}

function objectType(schema) {
  const required = new Set(schema.required)
  const fields = Object.entries(schema.properties ?? {}).map(([name, value]) => `readonly ${property(name)}${required.has(name) ? '' : '?'}: ${type(value)}`)
  if (schema.additionalProperties && typeof schema.additionalProperties === 'object') fields.push(`readonly [name: string]: ${type(schema.additionalProperties)}`)
  const [pattern] = Object.values(schema.patternProperties ?? {})
  if (pattern) fields.push(`readonly [name: string]: ${type(pattern)}`)
  return fields.length === 0 ? 'Readonly<Record<string, unknown>>' : `{ ${fields.join('; ')} }`
}

function plainType(schema) {
  const values = literal(schema)
  if (values) return values.map((value) => (typeof value === 'string' ? `'${value}'` : String(value))).join(' | ')
  if (schema.anyOf ?? schema.oneOf) return [...new Set((schema.anyOf ?? schema.oneOf).map(type))].join(' | ')
  if (schema.$ref) return schema.$ref.split('/').at(-1)
  if (Array.isArray(schema.type)) return schema.type.map((one) => type({ ...schema, type: one })).join(' | ')
  switch (schema.type) {
    case 'object': return objectType(schema)
    case 'array': return `readonly (${type(schema.items ?? {})})[]`
    case 'integer': case 'number': return 'number'
    case 'string': return 'string'
    case 'boolean': return 'boolean'
    case 'null': return 'null'
    default: return 'unknown'
  }
}

function type(schema) {
  const text = plainType(schema)
  return named.get(text) ?? text.replace(/readonly \((\w+)\)\[\]/g, 'readonly $1[]')
}

const response = await fetch(`${server}/openapi.json`)
if (!response.ok) throw new Error(`${server}/openapi.json answered ${response.status}; is the server running?`)
const { paths, components } = await response.json()
const answerOf = (path) => paths[path]?.get?.responses['200'].content['application/json'].schema
const studies = Object.keys(paths).filter((path) => path.startsWith('/api/') && paths[path].get?.tags?.includes('questions')).map((path) => path.slice('/api/'.length))

const lines = ['// Written by web/generate-client.mjs from openapi.json. Do not edit: change the operation, then run it again.', '']
function name(word, schema) {
  if (!schema) return
  const text = plainType(schema)
  lines.push(`export type ${word} = ${text}`)
  named.set(text, word)
}
const whoPays = answerOf('/api/who-pays')
name('PayerKind', whoPays.properties.kind)
name('Party', whoPays.properties.payer.anyOf[0])
name('Taken', components.schemas.Taken)
name('ImportState', answerOf('/api/import'))
lines.push('', '/** The questions by name, with their answers: each is asked at /api/<name>. */', 'export interface Studies {')
for (const study of studies) lines.push(`  /** ${paths[`/api/${study}`].get.summary} */`, `  readonly ${property(study)}: ${type(answerOf(`/api/${study}`))}`)
lines.push('}', 'export type StudyName = keyof Studies', '', '/** What each question takes, besides the workspace. */', 'export const STUDY_PARAMETERS: Readonly<Record<StudyName, readonly string[]>> = {')
for (const study of studies) {
  const takes = paths[`/api/${study}`].get.parameters.map((parameter) => parameter.name).filter((parameter) => parameter !== 'workspace')
  lines.push(`  ${property(study)}: [${takes.map((parameter) => `'${parameter}'`).join(', ')}],`)
}
lines.push('}', '')
writeFileSync(file, lines.join('\n'))
process.stdout.write(`${studies.length} questions in ${file}\n`)
