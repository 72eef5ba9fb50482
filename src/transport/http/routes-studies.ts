import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Operation } from '../../base/operation.ts'
import { readInput } from '../input.ts'
import type { Workspace } from '../rooms.ts'
import type { Workspaces } from '../workspaces.ts'
import { callerOf, type Gate, mustHold, mustHoldAll, workspaceOf } from './caller.ts'

/** Parameters that every operation takes besides its own. */
const COMMON = ['workspace']

export interface StudiesSettings {
  readonly gate: Gate
  readonly workspaces: Workspaces
  readonly operations: readonly Operation<Workspace>[]
}

/** One address per operation: questions with GET, changes with POST. */
export function routesStudies(app: FastifyInstance, { gate, workspaces, operations }: StudiesSettings): void {
  for (const operation of operations) {
    const asks = operation.power === 'read'
    app.route({
      method: asks ? 'GET' : 'POST',
      url: `/api/${operation.name}`,
      handler: async (request) => {
        const caller = callerOf(gate, request)
        mustHold(caller, operation.power)
        if (operation.reaches === 'server') mustHoldAll(caller)
        const asked = asks ? (request.query as { [name: string]: unknown }) : { ...(request.query as object), ...bodyOf(request) }
        const name = workspaceOf(caller, textOf(asked.workspace))
        const input = readInput(operation, asked, COMMON)
        const workspace = workspaces.opened(name) ?? (await workspaces.get(name))
        return operation.run(workspace, input)
      },
    })
  }
}

function bodyOf(request: FastifyRequest): object {
  return typeof request.body === 'object' && request.body !== null && !Array.isArray(request.body) ? request.body : {}
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}
