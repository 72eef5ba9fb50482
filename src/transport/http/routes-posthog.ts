import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Refusal } from '../../base/refusal.ts'
import { fromPosthog } from '../../evidence/from-posthog.ts'
import { type Taken, takeEvidence } from '../../evidence/take.ts'
import type { Workspaces } from '../workspaces.ts'
import { looksGzipped, unzipped } from './body.ts'
import { type Caller, callerWithKey, type Gate, keyInHeader, refuseForeignPage, workspaceOf, writingPowerOf } from './caller.ts'
import { allowOrigin, answerPreflight } from './cors.ts'
import type { DiskNews } from './disk-news.ts'
import type { Intake } from './intake.ts'
import type { Metrics } from './metrics.ts'
import type { Log } from '../rooms.ts'

/** PostHog takes 20 MB; its clients cut batches far below this. Before and after unzipping. */
const BODY_BYTES = 5 * 1_048_576

/** Where PostHog's clients send events: `/batch` servers, `/e` and `/i/v0/e` browsers, `/capture` and `/track` by hand. */
const EVENT_PATHS = ['/batch', '/capture', '/e', '/i/v0/e', '/track']

/** Where they ask for feature flags. There are none here, and without an answer they ask again and again. */
const FLAG_PATHS = ['/flags', '/decide']

const TAKEN = JSON.stringify({ status: 1 })
const NO_FLAGS = {
  featureFlags: {},
  featureFlagPayloads: {},
  flags: {},
  errorsWhileComputingFlags: false,
  supportedCompression: ['gzip', 'gzip-js'],
  sessionRecording: false,
  surveys: false,
  heatmaps: false,
  autocapture_opt_out: true,
  capturePerformance: false,
  toolbarParams: {},
  isAuthenticated: false,
}

export interface PosthogSettings {
  readonly gate: Gate
  readonly workspaces: Workspaces
  readonly metrics: Metrics
  readonly intake: Intake
  readonly diskNews: DiskNews
  readonly log: Log
}

/** The doors that PostHog's clients knock on, unchanged. A key is always needed: they all send one, as `api_key` or `token` in the body. */
export function routesPosthog(parent: FastifyInstance, settings: PosthogSettings): void {
  parent.register(async (app) => {
    app.removeAllContentTypeParsers()
    // JSON, a form with data=, text/plain to spare a preflight, bare gzip: the bytes tell.
    app.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: BODY_BYTES }, (_request, body, done) => done(null, body))
    app.addHook('onRequest', (request, reply, done) => {
      allowOrigin(request, reply)
      if (request.method === 'POST') settings.intake.enter(request, reply)
      done()
    })
    for (const path of EVENT_PATHS) {
      app.options(path, answerPreflight)
      app.post(path, { bodyLimit: BODY_BYTES }, async (request, reply) => take(settings, request, reply))
    }
    for (const path of FLAG_PATHS) {
      app.options(path, answerPreflight)
      app.post(path, { bodyLimit: BODY_BYTES }, async () => NO_FLAGS)
    }
    app.get('/array/:key/config', async () => ({ ...NO_FLAGS, hasFeatureFlags: false }))
  })
}

async function take({ gate, workspaces, metrics, diskNews, log }: PosthogSettings, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const keyText = keyInHeader(request.headers.authorization) || keyInAddress(request)
  // A key that stands outside the body is looked at first: nothing is unzipped and read for strangers.
  const known = keyText ? callerWithKey(gate, keyText) : null
  const body = await posthogBody(request)
  const caller: Caller = known ?? callerWithKey(gate, keyInBody(body))
  refuseForeignPage(request, caller)
  const power = writingPowerOf(caller)
  const name = workspaceOf(caller, undefined)
  const workspace = workspaces.opened(name) ?? (await workspaces.get(name))
  const now = gate.now()
  const { lines, rejected } = fromPosthog(body, {
    source: `posthog:${caller.source}`,
    sender: power === 'browser' ? 'browser' : 'server',
    product: caller.product,
    receivedAt: now,
  })
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
    log.warn({ source: caller.source, rejected: refused.length, reasons: [...new Set(refused.map((one) => one.reason))] }, 'events were refused')
  }
  return reply.header('content-type', 'application/json; charset=utf-8').send(TAKEN)
}

function keyInAddress(request: FastifyRequest): string | undefined {
  const { api_key, token } = request.query as { readonly api_key?: unknown; readonly token?: unknown }
  return typeof api_key === 'string' ? api_key : typeof token === 'string' ? token : undefined
}

/** JSON as it is or gzipped, with or without a header that says so; or a form whose `data` is JSON in base64. */
async function posthogBody(request: FastifyRequest): Promise<object> {
  let bytes = request.body as Buffer | undefined
  if (!bytes || bytes.length === 0) throw new Refusal('not-json', 'the body is empty; send the event as JSON')
  const encoding = request.headers['content-encoding']
  if (encoding !== undefined || looksGzipped(bytes)) bytes = await unzipped(bytes, encoding, BODY_BYTES)
  const form = formData(bytes)
  if (form !== null) {
    bytes = form
    if (looksGzipped(bytes)) bytes = await unzipped(bytes, undefined, BODY_BYTES)
  }
  let body: unknown
  try {
    body = JSON.parse(bytes.toString('utf8'))
  } catch {
    throw new Refusal('not-json', 'the body is not JSON; send the event as JSON, plain, gzipped, or in base64 as the form field data')
  }
  if (typeof body !== 'object' || body === null) throw new Refusal('not-an-object', 'the body is no JSON object; send the event as an object')
  return body
}

/** What a form carries in its field `data`; null if the body is no such form. */
function formData(bytes: Buffer): Buffer | null {
  if (bytes.indexOf('data=') < 0 || bytes[0] === 0x7b || bytes[0] === 0x5b) return null
  const data = new URLSearchParams(bytes.toString('utf8')).get('data')
  if (data === null) return null
  const text = data.trim()
  // In a form that is not encoded once more, the plus signs of base64 have become blanks.
  return /^[[{]/.test(text) ? Buffer.from(text) : Buffer.from(text.replaceAll(' ', '+'), 'base64')
}

interface Keyed {
  readonly api_key?: unknown
  readonly token?: unknown
  readonly batch?: unknown
  readonly properties?: { readonly token?: unknown } | null
}

function keyInBody(body: Keyed | readonly Keyed[]): string {
  const outer = (Array.isArray(body) ? body[0] : body) as Keyed | undefined
  const first = (Array.isArray(outer?.batch) ? outer.batch[0] : undefined) as Keyed | undefined
  const key = [outer?.api_key, outer?.token, outer?.properties?.token, first?.api_key, first?.properties?.token].find(
    (one) => typeof one === 'string' && one !== '',
  )
  if (typeof key === 'string') return key
  throw new Refusal('no-key', 'send the write key as api_key or token in the body')
}
