import { Readable } from 'node:stream'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { Refusal } from '../../base/refusal.ts'
import { exportLines } from '../../evidence/lines-out.ts'
import { type Before, type Taken, takeEvidence, takeStream, type Terms } from '../../evidence/take.ts'
import { evidenceTold } from '../evidence-told.ts'
import type { Workspace } from '../rooms.ts'
import type { Workspaces } from '../workspaces.ts'
import { bodyInOnePiece, type PlainBody, plainBody, readingRefusal, tooLarge } from './body.ts'
import { takeFromBrowser } from './browser-lines.ts'
import { actorOf, type Caller, callerOf, type Gate, mustHold, workspaceOf, writingPowerOf } from './caller.ts'
import { allowOrigin } from './cors.ts'
import type { DiskNews } from './disk-news.ts'
import type { Intake } from './intake.ts'
import type { Metrics } from './metrics.ts'

export interface EvidenceSettings {
  readonly gate: Gate
  readonly workspaces: Workspaces
  readonly metrics: Metrics
  readonly intake: Intake
  readonly diskNews: DiskNews
  readonly limits: EvidenceLimits
}

export interface EvidenceLimits {
  /** After unzipping. */
  readonly bodyBytes: number
  readonly lines: number
  /** Bodies beyond this are taken in batches while they arrive. */
  readonly wholeBytes: number
  /** Refused lines that an answer lists; the others are only counted. */
  readonly listed: number
}

export const EVIDENCE_LIMITS: EvidenceLimits = { bodyBytes: 64 * 1_048_576, lines: 1_000_000, wholeBytes: 1_048_576, listed: 1_000 }

const BATCH_LINES = 2_000

/** Evidence lines in and out. */
export function routesEvidence(parent: FastifyInstance, settings: EvidenceSettings): void {
  const { gate, workspaces } = settings
  parent.register(async (app) => {
    app.removeAllContentTypeParsers()
    // The body stays a stream: it may be long, zipped, and of whatever content type.
    app.addContentTypeParser('*', (_request, payload, done) => done(null, payload))
    app.addHook('onRequest', (request, reply, done) => {
      allowOrigin(request, reply)
      settings.intake.enter(request, reply)
      done()
    })
    app.post('/v1/evidence', { compress: false, decompress: false }, async (request) => {
      const caller = callerOf(gate, request)
      writingPowerOf(caller)
      const name = workspaceOf(caller, (request.query as { workspace?: string }).workspace)
      const workspace = workspaces.opened(name) ?? (await workspaces.get(name))
      return take(settings, request, workspace, caller)
    })
  })

  parent.get('/api/evidence', async (request, reply) => {
    const caller = callerOf(gate, request)
    mustHold(caller, 'admin')
    const name = workspaceOf(caller, (request.query as { workspace?: string }).workspace)
    const workspace = await workspaces.get(name)
    reply.header('content-type', 'application/x-ndjson; charset=utf-8')
    reply.header('content-disposition', `attachment; filename="hatrack-${name}.jsonl"`)
    reply.header('x-hatrack-lines', String(workspace.record.recorded))
    return reply.send(Readable.from(exportLines(workspace.record)))
  })
}

async function take(settings: EvidenceSettings, request: FastifyRequest, workspace: Workspace, caller: Caller): Promise<Taken> {
  const { metrics, limits, diskNews } = settings
  const announced = Number(request.headers['content-length'] ?? 0)
  if (announced > limits.bodyBytes) throw tooLarge(limits.bodyBytes)
  const isShort = announced > 0 && announced <= limits.wholeBytes && request.headers['content-encoding'] === undefined
  const body = isShort ? null : plainBody(request.raw)
  const isPerson = caller.kind === 'person'
  const told = evidenceTold({ journal: workspace.audit, actor: actorOf(caller), now: settings.gate.now(), tellsAll: isPerson || caller.power === 'admin' })
  const terms = { before: told.before, ...(isPerson ? { by: caller.name } : {}) }
  try {
    const taken = body
      ? await takeBody(settings, body, workspace, caller, terms)
      : await takeWhole(settings, await bodyInOnePiece(request.raw), workspace, caller, terms)
    metrics.counts.accepted += taken.accepted
    metrics.counts.duplicate += taken.duplicate
    metrics.counts.rejected += taken.rejected.length + (taken.rejectedUnlisted ?? 0)
    if (taken.accepted + taken.duplicate > 0) diskNews.taken(workspace.name)
    await told.done(taken)
    return taken
  } catch (error) {
    diskNews.refused(workspace.name, error)
    // The sender hears of the refusal only if what it still sends is received.
    body?.drain()
    await told.broken(error).catch(() => undefined)
    throw error
  }
}

/** Whose word the lines are, and how they are told. */
type OwnTerms = Before & Pick<Terms, 'by'>

async function takeWhole({ gate }: EvidenceSettings, whole: Buffer, workspace: Workspace, caller: Caller, terms: OwnTerms): Promise<Taken> {
  const power = writingPowerOf(caller)
  const now = gate.now()
  if (power === 'browser') return takeFromBrowser(workspace.record, whole, caller.source, now)
  if (whole.length === 0) throw new Refusal('bad-parameter', 'the body is empty; send evidence lines, one JSON object a line')
  return takeEvidence(workspace.record, { text: whole, power, now, ...terms })
}

async function takeBody(settings: EvidenceSettings, body: PlainBody, workspace: Workspace, caller: Caller, terms: OwnTerms): Promise<Taken> {
  const { limits, gate } = settings
  const now = gate.now()
  const { whole, chunks } = await collected(body.chunks, limits)
  if (whole) return takeWhole(settings, whole, workspace, caller, terms)
  const power = writingPowerOf(caller)
  if (power === 'browser') throw tooLarge(limits.wholeBytes)
  return takeStream(workspace.record, chunks, { power, now, batchLines: BATCH_LINES, listed: limits.listed, ...terms })
}

interface Collected {
  /** The body, if it is short: taken in one piece, which is fastest. */
  readonly whole: Buffer | null
  /** Otherwise all of it, from the start, while it arrives. */
  readonly chunks: AsyncIterable<Buffer>
}

async function collected(iterator: AsyncIterator<Buffer>, limits: EvidenceLimits): Promise<Collected> {
  const first: Buffer[] = []
  let bytes = 0
  for (;;) {
    const next = await nextChunk(iterator)
    if (next === null) return { whole: first.length === 1 ? (first[0] ?? null) : Buffer.concat(first), chunks: nothing() }
    first.push(next)
    bytes += next.length
    if (bytes > limits.wholeBytes) return { whole: null, chunks: withinLimits(first, iterator, limits) }
  }
}

async function* nothing(): AsyncGenerator<Buffer> {}

async function* withinLimits(first: readonly Buffer[], iterator: AsyncIterator<Buffer>, limits: EvidenceLimits): AsyncGenerator<Buffer> {
  let bytes = 0
  let lines = 0
  const checked = (chunk: Buffer): Buffer => {
    bytes += chunk.length
    if (bytes > limits.bodyBytes) throw tooLarge(limits.bodyBytes)
    for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) lines++
    if (lines > limits.lines) {
      throw new Refusal('too-many-lines', `one body may hold ${limits.lines} lines; send it in several (lines that were taken are then duplicates)`, {
        limitLines: limits.lines,
      })
    }
    return chunk
  }
  for (const chunk of first) yield checked(chunk)
  for (;;) {
    const next = await nextChunk(iterator)
    if (next === null) return
    yield checked(next)
  }
}

async function nextChunk(iterator: AsyncIterator<Buffer>): Promise<Buffer | null> {
  try {
    const next = await iterator.next()
    return next.done ? null : next.value
  } catch (error) {
    throw readingRefusal(error)
  }
}
