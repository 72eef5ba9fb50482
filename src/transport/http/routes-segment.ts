import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Refusal } from '../../base/refusal.ts'
import type { Log } from '../rooms.ts'
import { type Call, fromSegment } from '../../evidence/from-segment.ts'
import { type Taken, takeEvidence } from '../../evidence/take.ts'
import type { Workspaces } from '../workspaces.ts'
import { looksGzipped, unzipped } from './body.ts'
import { type Caller, callerWithKey, type Gate, isLoopback, keyInHeader, refuseForeignPage, workspaceOf, writingPowerOf } from './caller.ts'
import { allowOrigin, answerPreflight } from './cors.ts'
import type { DiskNews } from './disk-news.ts'
import type { Intake } from './intake.ts'
import type { Metrics } from './metrics.ts'
import { CALL_OF } from './segment-calls.ts'

/** Segment's own SDK was seen sending 1.16 MB; a larger body is a mistake. Before and after unzipping. */
const BODY_BYTES = 5 * 1_048_576

const SUCCESS = JSON.stringify({ success: true })

export interface SegmentSettings {
  readonly gate: Gate
  readonly workspaces: Workspaces
  readonly metrics: Metrics
  readonly intake: Intake
  readonly diskNews: DiskNews
  readonly log: Log
}

/** The account that each visitor was last put into by a browser; forgotten with the process, as trackers send it again with every page. */
interface Accounts {
  readonly of: (workspace: string) => ReadonlyMap<string, string>
  readonly remember: (workspace: string, contexts: ReadonlyMap<string, string>) => void
}

/** About 20 MB. The longest known are forgotten first. */
const ACCOUNTS_KEPT = 100_000

function openAccounts(): Accounts {
  const kept = new Map<string, Map<string, string>>()
  const of = (workspace: string): Map<string, string> => {
    let accounts = kept.get(workspace)
    if (!accounts) {
      accounts = new Map()
      kept.set(workspace, accounts)
    }
    return accounts
  }
  return {
    of,
    remember(workspace, contexts) {
      const accounts = of(workspace)
      for (const [party, account] of contexts) {
        accounts.delete(party)
        accounts.set(party, account)
        if (accounts.size > ACCOUNTS_KEPT) accounts.delete(accounts.keys().next().value ?? '')
      }
    },
  }
}

/** The doors that the SDKs of Segment and RudderStack knock on, unchanged. A key is always needed: they all send one. */
export function routesSegment(parent: FastifyInstance, given: SegmentSettings): void {
  const settings = { ...given, accounts: openAccounts() }
  parent.register(async (app) => {
    app.removeAllContentTypeParsers()
    // Browsers send text/plain to spare a preflight, RudderStack's SDK says form; it is JSON all the same.
    app.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: BODY_BYTES }, (_request, body, done) => done(null, body))
    app.addHook('onRequest', (request, reply, done) => {
      allowOrigin(request, reply)
      if (request.method === 'POST') settings.intake.enter(request, reply)
      done()
    })
    app.options('/v1/*', answerPreflight)
    app.options('/beacon/*', answerPreflight)
    app.options('/sourceConfig', answerPreflight)

    for (const [path, call] of Object.entries(CALL_OF)) {
      app.post(`/v1/${path}`, { bodyLimit: BODY_BYTES }, async (request, reply) => take(settings, call, request, reply))
    }
    app.post('/beacon/v1/batch', { bodyLimit: BODY_BYTES }, async (request, reply) => take(settings, null, request, reply))
    app.get('/v1/projects/:key/settings', async (request, reply) => {
      reply.header('cache-control', 'no-store')
      return segmentSettings((request.params as { key: string }).key, request)
    })
    app.get('/sourceConfig', async (request) =>
      sourceConfig((request.query as { writeKey?: string }).writeKey ?? keyInHeader(request.headers.authorization) ?? '', settings.gate),
    )
  })
}

interface Envelope {
  readonly batch?: unknown
  readonly writeKey?: unknown
}

async function take(
  settings: SegmentSettings & { readonly accounts: Accounts },
  call: Call | null,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { gate, workspaces, metrics, diskNews, accounts } = settings
  const keyText = keyInHeader(request.headers.authorization) || (request.query as { writeKey?: string }).writeKey
  // A key that stands outside the body is looked at first: nothing is unzipped and read for strangers.
  const known = keyText ? callerWithKey(gate, keyText) : null
  const body = await envelopeOf(request)
  const caller: Caller = known ?? callerWithKey(gate, keyInBody(body))
  refuseForeignPage(request, caller)
  const power = writingPowerOf(caller)
  const name = workspaceOf(caller, undefined)
  const workspace = workspaces.opened(name) ?? (await workspaces.get(name))
  const now = gate.now()
  const { lines, rejected, contexts } = fromSegment(body, {
    name: caller.source,
    sender: power === 'browser' ? 'browser' : 'server',
    product: caller.product,
    receivedAt: now,
    accounts: accounts.of(name),
    ...(call === null ? {} : { call }),
  })
  if (contexts.size > 0) accounts.remember(name, contexts)
  let taken: Taken
  try {
    taken = await takeEvidence(workspace.record, { values: lines, power: 'write', now, correctable: false })
  } catch (error) {
    diskNews.refused(name, error)
    throw error
  }
  if (taken.accepted + taken.duplicate > 0) diskNews.taken(name)
  metrics.counts.accepted += taken.accepted
  metrics.counts.duplicate += taken.duplicate
  const refused = [...rejected, ...taken.rejected]
  if (refused.length > 0) {
    metrics.counts.rejected += refused.length
    // Only the reasons: the sentences may name people.
    const reasons = [...new Set(refused.map((one) => one.reason))]
    settings.log.warn({ source: caller.source, rejected: refused.length, reasons }, 'events were refused')
  }
  return reply.header('content-type', 'application/json; charset=utf-8').send(SUCCESS)
}

async function envelopeOf(request: FastifyRequest): Promise<object> {
  let bytes = request.body as Buffer | undefined
  if (!bytes || bytes.length === 0) throw new Refusal('not-json', 'the body is empty; send the event as JSON')
  const encoding = request.headers['content-encoding']
  if (encoding !== undefined || looksGzipped(bytes)) bytes = await unzipped(bytes, encoding, BODY_BYTES)
  let body: unknown
  try {
    body = JSON.parse(bytes.toString('utf8'))
  } catch {
    throw new Refusal('not-json', 'the body is not JSON; send the event as JSON')
  }
  if (typeof body !== 'object' || body === null) throw new Refusal('not-an-object', 'the body is no JSON object; send the event as an object')
  return body
}

function keyInBody(body: Envelope): string {
  const first: unknown = Array.isArray(body.batch) ? body.batch[0] : undefined
  const key = body.writeKey ?? (first as Envelope | undefined)?.writeKey
  if (typeof key === 'string' && key !== '') return key
  throw new Refusal('no-key', 'send the write key: as user of Basic authorization, as Bearer, as ?writeKey=, or as writeKey in the body')
}

/** What analytics.js asks for before it sends: send events here, and nothing else. */
function segmentSettings(key: string, request: FastifyRequest): object {
  const { host, protocol } = addressOf(request)
  return {
    integrations: { 'Segment.io': { apiKey: key, apiHost: `${host}/v1`, protocol } },
    plan: {},
    edgeFunction: {},
    metrics: { sampleRate: 0 },
  }
}

/**
 * The address at which the asking page reached us. A proxy that ends TLS says so; where it does not, a page on https tells that it did,
 * since browsers let such a page send to https only. Only the asker itself is told, so that a header that lies hurts nobody else.
 */
function addressOf({ headers, protocol }: FastifyRequest): { readonly host: string; readonly protocol: string } {
  const host = first(headers['x-forwarded-host']) ?? headers.host ?? 'localhost'
  const said = first(headers['x-forwarded-proto'])
  if (said === 'http' || said === 'https') return { host, protocol: said }
  const isFar = !isLoopback(host.replace(/:\d+$/, ''))
  return { host, protocol: isFar && headers.origin?.startsWith('https:') ? 'https' : protocol }
}

/** Of proxies in a row the first stands nearest to the page. */
function first(header: string | readonly string[] | undefined): string | undefined {
  return (
    String(header ?? '')
      .split(',')[0]
      ?.trim() || undefined
  )
}

/** What RudderStack's browser SDK asks for before it sends. */
function sourceConfig(key: string, gate: Gate): object {
  const found = callerWithKey(gate, key)
  const quiet = { enabled: false }
  return {
    source: {
      id: found.source,
      name: found.source,
      writeKey: key,
      enabled: true,
      workspaceId: found.workspace,
      destinations: [],
      connections: [],
      config: { statsCollection: { errors: quiet, metrics: quiet } },
      dataplanes: {},
    },
    updatedAt: new Date(gate.now()).toISOString(),
    isHosted: true,
  }
}
