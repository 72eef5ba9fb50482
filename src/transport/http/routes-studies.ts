import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Operation } from '../../base/operation.ts'
import { runTold, tellAsked } from '../audit.ts'
import type { House, HouseOperation } from '../house.ts'
import { readInput } from '../input.ts'
import { ASSISTANT, VIA } from '../mcp/via.ts'
import type { Workspace } from '../rooms.ts'
import type { Workspaces } from '../workspaces.ts'
import { actorOf, type Caller, callerOf, type Gate, mustHold, mustHoldAll, workspaceOf } from './caller.ts'

/** Parameters that every operation takes besides its own. */
const COMMON = ['workspace']

export interface StudiesSettings {
  readonly gate: Gate
  readonly workspaces: Workspaces
  readonly operations: readonly Operation<Workspace>[]
  /** Operations of the doors themselves, and what they need. */
  readonly own: readonly HouseOperation[]
  readonly houseOf: (workspace: Workspace, caller: Caller, request: FastifyRequest) => House
}

/** One address per operation: questions with GET, changes with POST. Changes are told in the audit of the workspace. */
export function routesStudies(app: FastifyInstance, { gate, workspaces, operations, own, houseOf }: StudiesSettings): void {
  for (const operation of operations) route(app, gate, workspaces, operation, (workspace) => workspace)
  for (const operation of own) route(app, gate, workspaces, operation, houseOf, operation.deed)
}

function route<Context>(
  app: FastifyInstance,
  gate: Gate,
  workspaces: Workspaces,
  operation: Operation<Context>,
  contextOf: (workspace: Workspace, caller: Caller, request: FastifyRequest) => Context,
  deed?: HouseOperation['deed'],
): void {
  const asks = operation.power === 'read'
  app.route({
    method: asks ? 'GET' : 'POST',
    url: `/api/${operation.name}`,
    handler: async (request) => {
      const caller = callerOf(gate, request)
      mustHold(caller, operation.needs ?? operation.power)
      if (operation.reaches === 'server') mustHoldAll(caller)
      const asked = asks ? (request.query as { [name: string]: unknown }) : { ...(request.query as object), ...bodyOf(request) }
      const name = workspaceOf(caller, textOf(asked.workspace))
      const input = signed(operation, caller, readInput(operation, asked, COMMON))
      const workspace = workspaces.opened(name) ?? (await workspaces.get(name))
      const context = contextOf(workspace, caller, request)
      if (asks) {
        if (request.headers[VIA] === ASSISTANT) await tellAsked(workspace.audit, actorOf(caller), gate.now(), operation.name, input)
        return operation.run(context, input as never)
      }
      return runTold(operation, context, input, { journal: workspace.audit, actor: actorOf(caller), now: gate.now(), deed: deed as never })
    },
  })
}

/** Who signed in says things under their own name, whatever the request says. */
function signed<Context>(operation: Operation<Context>, caller: Caller, input: { [name: string]: unknown }): { readonly [name: string]: unknown } {
  return caller.kind === 'person' && Object.hasOwn(operation.input.properties, 'by') ? { ...input, by: caller.name } : input
}

function bodyOf(request: FastifyRequest): object {
  return typeof request.body === 'object' && request.body !== null && !Array.isArray(request.body) ? request.body : {}
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}
