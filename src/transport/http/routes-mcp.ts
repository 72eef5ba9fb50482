import { Readable } from 'node:stream'
import type { McpHttpHandler, McpServerFactory } from '@modelcontextprotocol/server'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { Refusal } from '../../base/refusal.ts'
import { faultInValue } from '../../evidence/parse.ts'
import { tellAsked } from '../audit.ts'
import type { House, HouseOperation } from '../house.ts'
import type { AnyOperation, Assistant } from '../mcp/tools.ts'
import type { Log, Workspace } from '../rooms.ts'
import { actorOf, type Caller, callerOf, mustHold, workspaceOf } from './caller.ts'
import type { StudiesSettings } from './routes-studies.ts'

export interface McpSettings extends StudiesSettings {
  readonly version: string
  readonly log: Log
}

/**
 * The Model Context Protocol over HTTP, at one address, without sessions: every request brings its own key and is answered by itself. It asks with the
 * rights of whoever sends it, and what was asked is told in the audit.
 */
export function routesMcp(app: FastifyInstance, settings: McpSettings): void {
  const { gate, log } = settings
  let opened: Promise<McpHttpHandler> | null = null
  const callers = new WeakMap<object, { readonly caller: Caller; readonly request: FastifyRequest }>()
  app.addHook('preClose', async () => (await opened)?.close())

  app.route({
    method: ['GET', 'POST', 'DELETE'],
    url: '/mcp',
    handler: async (request, reply) => {
      const caller = callerOf(gate, request)
      mustHold(caller, 'read')
      mustBePlain(request.body)
      opened ??= openHandler(settings, (authInfo) => callers.get(authInfo), log)
      const authInfo = { token: '', clientId: caller.id ?? caller.name, scopes: ['read'] }
      callers.set(authInfo, { caller, request })
      const answer = await (await opened).fetch(webRequestOf(request), { authInfo, ...(request.body === undefined ? {} : { parsedBody: request.body }) })
      reply.code(answer.status)
      for (const [name, value] of answer.headers) if (name !== 'content-length') reply.header(name, value)
      return reply.send(answer.body === null ? '' : Readable.fromWeb(answer.body as Parameters<typeof Readable.fromWeb>[0]))
    },
  })
}

/** The library of the protocol is loaded when somebody first asks: most servers are never asked this way. */
async function openHandler(
  settings: McpSettings,
  callerOfRequest: (authInfo: object) => { readonly caller: Caller; readonly request: FastifyRequest } | undefined,
  log: Log,
): Promise<McpHttpHandler> {
  const [{ createMcpHandler }, { mcpServer }] = await Promise.all([import('@modelcontextprotocol/server'), import('../mcp/server.ts')])
  const operations: readonly AnyOperation[] = [...settings.operations, ...settings.own]
  const factory: McpServerFactory = ({ authInfo }) => {
    const asks = authInfo === undefined ? undefined : callerOfRequest(authInfo)
    if (asks === undefined) throw new Error('a request of the protocol came without its caller')
    return mcpServer(operations, assistantFor(settings, asks.caller, asks.request), settings.version)
  }
  return createMcpHandler(factory, { onerror: (error) => log.warn({ err: error.message }, 'a request of the model context protocol was not answered') })
}

function assistantFor({ gate, workspaces, own, houseOf }: McpSettings, caller: Caller, request: FastifyRequest): Assistant {
  const isOwn = (operation: AnyOperation): operation is HouseOperation => (own as readonly AnyOperation[]).includes(operation)
  return {
    choosesWorkspace: caller.workspace === '*',
    now: gate.now,
    may: (operation) => holds(caller, operation) && (operation.reaches !== 'server' || caller.workspace === '*'),
    async ask(operation, input, asked) {
      const workspace = await workspaces.get(workspaceOf(caller, asked))
      await tellAsked(workspace.audit, actorOf(caller), gate.now(), operation.name, input)
      return isOwn(operation)
        ? operation.run(houseOf(workspace, caller, request) as House, input as never)
        : operation.run(workspace as Workspace, input as never)
    },
  }
}

function holds(caller: Caller, { needs = 'read' }: AnyOperation): boolean {
  try {
    mustHold(caller, needs)
    return true
  } catch {
    return false
  }
}

/** The body goes beside it, as it was read. */
function webRequestOf(request: FastifyRequest): Request {
  const headers = new Headers()
  for (const [name, value] of Object.entries(request.headers)) if (value !== undefined && name !== 'content-length') headers.set(name, String(value))
  return new Request(`${request.protocol}://${request.headers.host ?? 'localhost'}${request.url}`, { method: request.method, headers })
}

/** What is nested without end, or holds what nobody can keep, is turned away before anybody walks through it. */
function mustBePlain(body: unknown): void {
  const fault = faultInValue(body)
  if (fault !== null) throw new Refusal('bad-parameter', `the request cannot be read (${fault.reason}): send plain arguments, as tools/list names them`)
}
