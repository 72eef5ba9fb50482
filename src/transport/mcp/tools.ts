import type { CallToolResult, Tool } from '@modelcontextprotocol/server'
import type { Operation } from '../../base/operation.ts'
import { Refusal } from '../../base/refusal.ts'
import { COMMON } from '../../studies/question.ts'
import type { HouseOperation } from '../house.ts'
import { readInput } from '../input.ts'
import type { Workspace } from '../rooms.ts'
import { type Cut, cutRows } from './cut-rows.ts'
import { FIVE, type Why, whyOf } from './why.ts'

export type AnyOperation = Operation<Workspace> | HouseOperation

/** Who asks through an assistant: what they may, and how it is asked for them. */
export interface Assistant {
  readonly may: (operation: AnyOperation) => boolean
  /** Runs it with the rights of whoever asks, and tells in the audit that it was asked. */
  readonly ask: (operation: AnyOperation, input: { readonly [name: string]: unknown }, workspace: string | undefined) => Promise<unknown>
  /** True where one door opens several workspaces: then every tool takes which. */
  readonly choosesWorkspace: boolean
  readonly now: () => number
}

const WORKSPACE = { type: 'string', description: 'Absent: the one of the key, else main.' } as const

/** Every question that may be asked, the five first. Only questions: nothing is changed through this door. */
export function questionsOf(operations: readonly AnyOperation[], { may }: Assistant): readonly AnyOperation[] {
  const place = ({ name }: AnyOperation): number => (FIVE.indexOf(name) < 0 ? FIVE.length : FIVE.indexOf(name))
  return operations.filter((operation) => operation.power === 'read' && may(operation)).sort((a, b) => place(a) - place(b) || (a.name < b.name ? -1 : 1))
}

/** What every question takes is told once, in the instructions of the server: here a word is enough. An assistant reads all of it before its first question. */
const COMMON_SHORT: { readonly [name: string]: string } = {
  product: 'Key; absent: all.',
  from: 'First day.',
  to: 'Day after the last.',
  seller: 'Identifier; absent: self.',
  knownAt: 'Instant; absent: now.',
  staff: 'Absent: left out.',
}

export function toolOf(operation: AnyOperation, { choosesWorkspace }: Assistant): Tool {
  const { properties, required } = operation.input
  const short = Object.entries(properties).map(([name, schema]) => [
    name,
    schema === COMMON[name as keyof typeof COMMON] ? { ...schema, description: COMMON_SHORT[name] } : schema,
  ])
  const own = { ...Object.fromEntries(short), ...(choosesWorkspace ? { workspace: WORKSPACE } : {}) }
  return {
    name: operation.name,
    title: titleOf(operation.name),
    description: operation.summary,
    inputSchema: JSON.parse(
      JSON.stringify({ type: 'object', properties: own, ...(required === undefined ? {} : { required }), additionalProperties: false }),
    ) as Tool['inputSchema'],
    annotations: { readOnlyHint: true, idempotentHint: true, openWorldHint: false },
  }
}

function titleOf(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1).replaceAll('-', ' ')
}

/**
 * Asks one question. The answer has the shape that it has at every door, with `why` beside it. A refusal is no fault of the protocol: it comes back as
 * an error of the tool, whose sentence tells the assistant what to do.
 */
export async function callTool(
  operations: readonly AnyOperation[],
  assistant: Assistant,
  name: string,
  given: { readonly [name: string]: unknown },
): Promise<CallToolResult> {
  try {
    const operation = questionsOf(operations, assistant).find((one) => one.name === name)
    if (operation === undefined) throw notThere(operations, name)
    const { workspace, ...others } = given
    const own = assistant.choosesWorkspace ? others : given
    const input = readInput(operation as Operation<Workspace>, asTexts(operation, own))
    const asked = await assistant.ask(operation, input, assistant.choosesWorkspace && typeof workspace === 'string' ? workspace : undefined)
    const { rows, cut } = cutRows(asked, 'cursor' in operation.input.properties, Number(input.limit ?? 0))
    const answer = withWhy(rows, whyOf(operation, input, assistant.now()), cut)
    return { content: [{ type: 'text', text: JSON.stringify(answer) }], structuredContent: answer }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return { content: [{ type: 'text', text: `Refused (${error.code}): ${error.message}` }], isError: true }
  }
}

/** Numbers and yes or no are taken where a text is meant: an assistant sends 3, where an address has 3 too. */
function asTexts({ input: { properties } }: AnyOperation, given: { readonly [name: string]: unknown }): { readonly [name: string]: unknown } {
  const isText = (name: string): boolean => (properties[name] as { readonly type?: string } | undefined)?.type === 'string'
  return Object.fromEntries(
    Object.entries(given).map(([name, value]) => [name, isText(name) && (typeof value === 'number' || typeof value === 'boolean') ? String(value) : value]),
  )
}

function notThere(operations: readonly AnyOperation[], name: string): Refusal {
  const known = operations.find((one) => one.name === name)
  if (known === undefined) return new Refusal('unknown-route', `There is no tool '${name}'. tools/list names those that there are.`)
  if (known.power !== 'read')
    return new Refusal('key-too-weak', `'${name}' changes something, and assistants only ask. Do it on the page or on the command line.`)
  return new Refusal('key-too-weak', `'${name}' needs more than this key allows. An admin can make a key that may ask it.`)
}

function withWhy(answer: unknown, why: Why, cut: readonly Cut[]): { readonly [name: string]: unknown } {
  const fields = typeof answer === 'object' && answer !== null && !Array.isArray(answer) ? answer : { answer }
  return { ...fields, why: cut.length === 0 ? why : { ...why, cut } }
}
