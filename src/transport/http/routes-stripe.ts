import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Refusal } from '../../base/refusal.ts'
import { fromStripeEvent } from '../../evidence/from-stripe.ts'
import { type Taken, takeEvidence } from '../../evidence/take.ts'
import { doTold } from '../audit.ts'
import type { Log } from '../rooms.ts'
import type { StripeSecret, StripeSecrets } from '../stripe-secrets.ts'
import { signer } from '../stripe-signature.ts'
import { isWorkspaceName, MAIN, type Workspaces } from '../workspaces.ts'
import { actorOf, callerOf, type Gate, mustHold, workspaceOf } from './caller.ts'
import type { DiskNews } from './disk-news.ts'
import type { Intake } from './intake.ts'
import type { Metrics } from './metrics.ts'

/** Stripe's events are some kilobytes long; lists inside of them are cut by Stripe. */
const BODY_BYTES = 2 * 1_048_576

export interface StripeSettings {
  readonly gate: Gate
  readonly workspaces: Workspaces
  readonly secrets: StripeSecrets
  readonly metrics: Metrics
  readonly intake: Intake
  readonly diskNews: DiskNews
  readonly log: Log
}

interface Received {
  readonly received: true
  readonly accepted: number
  readonly duplicate: number
  /** Why nothing was taken, where that is so. */
  readonly leftOut?: string
  /** Codes of lines that were refused; shown in Stripe's list of deliveries. */
  readonly refused?: readonly string[]
}

/**
 * The door that Stripe's webhooks knock on. Who knocks is told by the signature alone.
 * What an event says is on disk before it is answered. An event sent again gives lines with the same keys, versions and contents, which the record knows as
 * duplicates, however long ago the first delivery was; so no list of event ids is needed. What says nothing about users and customers is answered with 200
 * all the same, or Stripe would send it again for three days. Overload is 429 and a full disk 503: then it should.
 */
export function routesStripe(parent: FastifyInstance, settings: StripeSettings): void {
  parent.register(async (app) => {
    app.removeAllContentTypeParsers()
    // The signature is over the bytes as they were sent.
    app.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: BODY_BYTES }, (_request, body, done) => done(null, body))
    app.addHook('onRequest', (request, reply, done) => {
      settings.intake.enter(request, reply)
      done()
    })
    for (const path of ['/v1/stripe', '/v1/stripe/:workspace']) {
      app.post(path, { bodyLimit: BODY_BYTES }, async (request, reply) => receive(settings, request, reply))
    }
  })
}

async function receive(
  { gate, workspaces, secrets, metrics, diskNews, log }: StripeSettings,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const name = (request.params as { workspace?: string }).workspace ?? MAIN
  const bytes = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
  const now = gate.now()
  const header = request.headers['stripe-signature']
  const known = isWorkspaceName(name) ? secrets.of(name, now) : []
  const secret = signer(typeof header === 'string' ? header : undefined, bytes, known, now)
  if (secret === null) throw badSignature(name)
  const workspace = workspaces.opened(name) ?? (await workspaces.get(name))
  const made = fromStripeEvent(parsed(bytes), { testMode: secret.testMode, product: secret.product })
  if (made.kind !== 'lines') {
    if (made.kind === 'refused') {
      metrics.counts.rejected += 1
      log.warn({ secret: secret.name, reason: made.reason }, 'an event of Stripe was not understood')
    }
    return answer(reply, { received: true, accepted: 0, duplicate: 0, leftOut: made.kind === 'refused' ? made.says : made.why })
  }
  let taken: Taken
  try {
    taken = await takeEvidence(workspace.record, { values: made.lines, power: 'write', now })
  } catch (error) {
    diskNews.refused(name, error)
    throw error
  }
  if (taken.accepted + taken.duplicate > 0) diskNews.taken(name)
  metrics.counts.accepted += taken.accepted
  metrics.counts.duplicate += taken.duplicate
  metrics.counts.rejected += taken.rejected.length
  const refused = [...new Set(taken.rejected.map(({ reason }) => reason))]
  // Only the reasons: the sentences may name people.
  if (refused.length > 0) log.warn({ secret: secret.name, refused }, 'lines of an event of Stripe were refused')
  return answer(reply, { received: true, accepted: taken.accepted, duplicate: taken.duplicate, ...(refused.length > 0 ? { refused } : {}) })
}

/** The same for a workspace without secrets and one that is not there: strangers learn nothing of either. */
function badSignature(workspace: string): Refusal {
  return new Refusal(
    'bad-signature',
    `no signing secret known for the workspace '${workspace.slice(0, 63)}' made this signature within the last 5 minutes; copy the secret of the endpoint (whsec_...) from Stripe, 'hatrack stripe-secret add' takes it`,
  )
}

function parsed(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'))
  } catch {
    throw new Refusal('not-json', 'the body is not JSON; Stripe sends an event as a JSON object')
  }
}

function answer(reply: FastifyReply, received: Received): FastifyReply {
  return reply.header('content-type', 'application/json; charset=utf-8').send(JSON.stringify(received))
}

/** The signing secrets, for admins: listed without themselves, added, removed. */
export function routesStripeSecrets(app: FastifyInstance, { gate, workspaces, secrets }: Pick<StripeSettings, 'gate' | 'workspaces' | 'secrets'>): void {
  const admitted = (request: FastifyRequest): string => {
    const caller = callerOf(gate, request)
    mustHold(caller, 'admin')
    return workspaceOf(caller, (request.query as { workspace?: string }).workspace)
  }
  const toldAs = async (request: FastifyRequest, workspace: string): Promise<Parameters<typeof doTold>[0]> => ({
    journal: (await workspaces.get(workspace)).audit,
    actor: actorOf(callerOf(gate, request)),
    now: gate.now(),
  })
  app.get('/api/stripe-secrets', async (request) => {
    const workspace = admitted(request)
    return { secrets: secrets.list().filter((one) => one.workspace === workspace) }
  })
  app.post('/api/stripe-secrets', async (request) => {
    const workspace = admitted(request)
    await workspaces.get(workspace)
    const { name, secret, product, testMode } = (request.body ?? {}) as Partial<Record<keyof StripeSecret, unknown>>
    if (typeof name !== 'string' || typeof secret !== 'string')
      throw new Refusal('bad-parameter', 'send a name and the signing secret: {"name": "live", "secret": "whsec_..."}')
    if (product !== undefined && product !== null && typeof product !== 'string')
      throw new Refusal('bad-parameter', 'product is the key of a product, a text', { parameter: 'product' })
    if (testMode !== undefined && typeof testMode !== 'boolean') throw new Refusal('bad-parameter', 'testMode is true or false', { parameter: 'testMode' })
    const wanted = { name, secret, workspace, product: product ?? null, testMode: testMode ?? false }
    return doTold(await toldAs(request, workspace), { what: 'stripe-secret-add', about: name, before: null, wanted }, async () => {
      const answer = secrets.add(wanted, gate.now())
      return { answer, after: answer }
    })
  })
  app.delete('/api/stripe-secrets/:name', async (request) => {
    const workspace = admitted(request)
    const { name } = request.params as { name: string }
    const found = secrets.list().find((one) => one.workspace === workspace && (one.name === name || one.id === name))
    const unknown = new Refusal('bad-parameter', `there is no secret '${name}' in the workspace '${workspace}'; GET /api/stripe-secrets lists them`, {
      parameter: 'name',
    })
    if (!found) throw unknown
    return doTold(await toldAs(request, workspace), { what: 'stripe-secret-remove', about: found.name, before: found, wanted: null }, async () => {
      if (!secrets.remove(found.id)) throw unknown
      return { answer: { removed: found.name }, after: null }
    })
  })
}
