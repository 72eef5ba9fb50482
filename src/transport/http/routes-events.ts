import type { FastifyInstance } from 'fastify'
import type { Workspaces } from '../workspaces.ts'
import { callerOf, type Gate, mustHold, workspaceOf } from './caller.ts'

/** How often the positions are looked at. With the time to apply it stays under the second within which answers must be fresh. */
const LOOK_EVERY_MS = 200
/** Proxies close connections on which nothing is said. */
const HEARTBEAT_EVERY_MS = 15_000

/** Tells the page, as server-sent events, that evidence was recorded or has become visible in answers. */
export function routesEvents(app: FastifyInstance, gate: Gate, workspaces: Workspaces): void {
  const ends = new Set<() => void>()
  app.addHook('preClose', async () => {
    for (const end of ends) end()
  })

  app.get('/api/events', async (request, reply) => {
    const caller = callerOf(gate, request)
    mustHold(caller, 'read')
    const workspace = await workspaces.get(workspaceOf(caller, (request.query as { workspace?: string }).workspace))
    reply.hijack()
    const { raw } = reply
    raw.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store', 'x-accel-buffering': 'no' })

    let said = ''
    let saidAt = 0
    const look = (): void => {
      // A reader that does not read must not fill our memory.
      if (raw.writableNeedDrain) return
      const now = gate.now()
      const { recorded, applied } = workspace.health()
      const data = JSON.stringify({ recorded, applied })
      if (data !== said) raw.write(`event: position\ndata: ${data}\n\n`)
      else if (now - saidAt > HEARTBEAT_EVERY_MS) raw.write(': still here\n\n')
      else return
      said = data
      saidAt = now
    }
    const timer = setInterval(look, LOOK_EVERY_MS)
    const end = (): void => {
      clearInterval(timer)
      ends.delete(end)
      raw.end()
    }
    ends.add(end)
    raw.on('close', end)
    look()
  })
}
