import { Readable } from 'node:stream'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { Refusal } from '../../base/refusal.ts'
import type { Workspace } from '../rooms.ts'
import type { Workspaces } from '../workspaces.ts'
import { type PlainBody, plainBody, readingRefusal, tooLarge } from './body.ts'
import { callerOf, type Gate, mustHold, workspaceOf } from './caller.ts'
import type { DiskNews } from './disk-news.ts'
import type { Intake } from './intake.ts'

export interface ImportsSettings {
  readonly gate: Gate
  readonly workspaces: Workspaces
  readonly intake: Intake
  readonly diskNews: DiskNews
  /** Of one piece of a file, after unzipping; a file may have any number of them. */
  readonly pieceBytes: number
}

interface Query {
  readonly workspace?: string
  readonly name?: string
  readonly offset?: string
  readonly table?: string
}

/** Files of imports come in piece by piece, refused rows go out; everything else about imports is an operation. */
export function routesImports(parent: FastifyInstance, settings: ImportsSettings): void {
  parent.register(async (app) => {
    app.removeAllContentTypeParsers()
    // The body stays a stream, whatever it says it is: it is a piece of a file.
    app.addContentTypeParser('*', (_request, payload, done) => done(null, payload))
    app.addHook('onRequest', (request, reply, done) => {
      if (request.method === 'PUT') settings.intake.enter(request, reply)
      done()
    })
    app.put('/api/imports/:id/files', { compress: false, decompress: false }, async (request) => {
      const workspace = await workspaceFor(settings, request, 'write')
      return append(settings, request, workspace)
    })
    app.get('/api/imports/:id/refused', async (request, reply) => {
      const workspace = await workspaceFor(settings, request, 'read')
      const { name, chunks } = workspace.imports.refused(idOf(request), (request.query as Query).table)
      reply.header('content-type', 'text/csv; charset=utf-8')
      reply.header(
        'content-disposition',
        `attachment; filename*=UTF-8''${encodeURIComponent(`refused-${name.replaceAll('/', '-').replace(/\.[a-z0-9]+$/i, '')}.csv`).replaceAll("'", '%27')}`,
      )
      return reply.send(Readable.from(chunks))
    })
  })
}

async function workspaceFor({ gate, workspaces }: ImportsSettings, request: FastifyRequest, power: 'read' | 'write'): Promise<Workspace> {
  const caller = callerOf(gate, request)
  mustHold(caller, power)
  return workspaces.get(workspaceOf(caller, (request.query as Query).workspace))
}

function idOf(request: FastifyRequest): string {
  return (request.params as { readonly id: string }).id
}

async function append({ pieceBytes, diskNews }: ImportsSettings, request: FastifyRequest, workspace: Workspace): Promise<{ bytes: number }> {
  const { name, offset = '0' } = request.query as Query
  if (name === undefined || name === '')
    throw new Refusal('bad-parameter', "'name' must be the name of the file, with its path within a folder", { parameter: 'name' })
  if (!/^\d{1,15}$/.test(offset))
    throw new Refusal('bad-parameter', "'offset' must be a whole number: how many bytes of the file were sent before", { parameter: 'offset' })
  if (Number(request.headers['content-length'] ?? 0) > pieceBytes) throw tooLarge(pieceBytes)
  const body = plainBody(request.raw)
  try {
    return { bytes: await workspace.imports.append(idOf(request), name, Number(offset), within(body, pieceBytes)) }
  } catch (error) {
    diskNews.refused(workspace.name, error)
    // The sender hears of the refusal only if what it still sends is received.
    body.drain()
    throw error
  }
}

async function* within({ chunks }: PlainBody, limitBytes: number): AsyncGenerator<Buffer> {
  let bytes = 0
  for (;;) {
    const next = await nextOf(chunks)
    if (next === null) return
    bytes += next.length
    if (bytes > limitBytes) throw tooLarge(limitBytes)
    yield next
  }
}

async function nextOf(chunks: AsyncIterator<Buffer>): Promise<Buffer | null> {
  try {
    const next = await chunks.next()
    return next.done ? null : next.value
  } catch (error) {
    throw readingRefusal(error)
  }
}
