import type { FastifyInstance } from 'fastify'
import { Refusal } from '../../base/refusal.ts'
import { doTold } from '../audit.ts'
import { DEMO, MAIN, type Workspaces } from '../workspaces.ts'
import { actorOf, callerOf, type Gate, mustHold, workspaceOf } from './caller.ts'
import type { Metrics } from './metrics.ts'

export interface HealthSettings {
  readonly gate: Gate
  readonly workspaces: Workspaces
  readonly metrics: Metrics
  readonly isReady: () => boolean
}

/** Answers that are further behind than this are too old to send people to. */
const LINES_BEHIND_AT_MOST = 10_000

/** Is it alive, is it ready, how far are the answers behind the record, and which workspaces are there? */
export function routesHealth(app: FastifyInstance, { gate, workspaces, metrics, isReady }: HealthSettings): void {
  app.get('/livez', async () => ({ status: 'ok' }))

  app.get('/readyz', async () => {
    if (!isReady()) throw new Refusal('not-ready', 'Hatrack is starting or ending; ask again in a second')
    for (const name of workspaces.names()) {
      const health = workspaces.opened(name)?.health()
      if (health && health.recorded - health.applied > LINES_BEHIND_AT_MOST) {
        throw new Refusal('not-ready', 'answers are far behind what is recorded; ask again in a second')
      }
    }
    return { status: 'ok' }
  })

  app.get('/health', async (request) => {
    const asked = (request.query as { workspace?: string }).workspace ?? MAIN
    // The two numbers of the main workspace tell a stranger nothing, and scripts wait for them.
    if (asked !== MAIN) workspaceOf(callerOf(gate, request), asked)
    const workspace = workspaces.opened(asked) ?? (await workspaces.get(asked))
    return { status: 'ok', ...workspace.health() }
  })

  app.get('/metrics', async (request, reply) => {
    mustHold(callerOf(gate, request), 'read')
    const { type, text } = await metrics.text()
    return reply.header('content-type', type).send(text)
  })

  app.post('/api/rebuild', async (request) => {
    const caller = callerOf(gate, request)
    mustHold(caller, 'admin')
    const workspace = await workspaces.get(workspaceOf(caller, (request.query as { workspace?: string }).workspace))
    const told = { journal: workspace.audit, actor: actorOf(caller), now: gate.now() }
    await doTold(told, { what: 'rebuild', about: null, before: null, wanted: null }, async () => {
      await workspace.rebuild()
      return { answer: null, after: workspace.health() }
    })
    return { status: 'ok', ...workspace.health() }
  })

  app.get('/api/workspaces', async (request) => {
    const caller = callerOf(gate, request)
    mustHold(caller, 'read')
    const names = workspaces.names().filter((name) => caller.workspace === '*' || caller.workspace === name)
    const rows = names.map(async (name) => {
      const workspace = await workspaces.get(name)
      return { name, ...workspace.health(), demo: name === DEMO }
    })
    return { workspaces: await Promise.all(rows) }
  })
}
