import { join } from 'node:path'
import fastifyCompress from '@fastify/compress'
import fastify, { type FastifyInstance } from 'fastify'
import { Refusal } from '../../base/refusal.ts'
import type { Keys } from '../keys.ts'
import type { People } from '../people.ts'
import { ownOperations } from '../own-operations.ts'
import type { Log, Rooms } from '../rooms.ts'
import type { StripeSecrets } from '../stripe-secrets.ts'
import type { Workspaces } from '../workspaces.ts'
import type { Gate } from './caller.ts'
import { machineOf } from './machine.ts'
import { openDiskNews } from './disk-news.ts'
import { docsPage } from './docs-page.ts'
import { openIntake } from './intake.ts'
import { openMethods } from './methods.ts'
import { openMetrics } from './metrics.ts'
import { openapi } from './openapi.ts'
import { answerError, answerRefusal } from './problem.ts'
import { routesAnswers } from './routes-answers.ts'
import { EVIDENCE_LIMITS, type EvidenceLimits, routesEvidence } from './routes-evidence.ts'
import { routesEvents } from './routes-events.ts'
import { routesHealth } from './routes-health.ts'
import { routesImports } from './routes-imports.ts'
import { routesMcp } from './routes-mcp.ts'
import { guardPages, routesPage, sendPage } from './routes-page.ts'
import { routesPosthog } from './routes-posthog.ts'
import { routesSegment } from './routes-segment.ts'
import { routesSignIn } from './routes-sign-in.ts'
import { routesStripe, routesStripeSecrets } from './routes-stripe.ts'
import { routesWidget } from './routes-widget.ts'
import { routesStudies, type StudiesSettings } from './routes-studies.ts'
import { WRONG_METHOD } from './status.ts'

export interface ServerSettings {
  readonly rooms: Rooms
  readonly workspaces: Workspaces
  readonly keys: Keys
  readonly stripeSecrets: StripeSecrets
  readonly people: People
  /** The address at which a proxy or tunnel shows the page; absent without one. */
  readonly publicUrl?: string | null
  /** Bound to a loopback address, and not told to ask for a key always. */
  readonly trustLocal: boolean
  readonly version: string
  /** Where the built page lies. */
  readonly pageFolder: string
  readonly log: Log
  readonly now: () => number
  readonly isReady: () => boolean
  readonly limits?: Partial<EvidenceLimits>
  readonly timeouts?: Partial<Timeouts>
  /** Bodies under way beyond this are turned away. */
  readonly intakeBytes?: number
}

/** How long a slow client may hold a socket. */
export interface Timeouts {
  readonly headersMs: number
  readonly requestMs: number
  /** Node looks for requests that take too long only this often; its default of 30 s would make the others half a joke. */
  readonly checkedEveryMs: number
}

const TIMEOUTS: Timeouts = { headersMs: 10_000, requestMs: 30_000, checkedEveryMs: 1_000 }
/** Links for answers name the ask, whose source and key may be long. */
const LINK_SIGNS = 2_000
const KEEP_ALIVE_MS = 72_000
const INTAKE_BYTES = 192 * 1_048_576

/** All doors on HTTP, in the order: who may look, who asks, who writes. */
export async function openServer(settings: ServerSettings): Promise<FastifyInstance> {
  const { rooms, workspaces, keys, people, stripeSecrets: secrets, trustLocal, log, now, isReady } = settings
  const timeouts = { ...TIMEOUTS, ...settings.timeouts }
  const app = fastify({
    logger: false,
    requestTimeout: timeouts.requestMs,
    keepAliveTimeout: KEEP_ALIVE_MS,
    bodyLimit: 1_048_576,
    forceCloseConnections: 'idle',
    return503OnClosing: true,
    http: { headersTimeout: timeouts.headersMs, connectionsCheckingInterval: timeouts.checkedEveryMs },
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: LINK_SIGNS },
    frameworkErrors: (error, request, reply) => answerError(log, error, request, reply),
  })
  const gate: Gate = { keys, people, trustLocal, publicUrl: settings.publicUrl ?? null, now }
  const metrics = openMetrics(workspaces)
  const methods = openMethods(app)
  const diskNews = openDiskNews(log)
  const limits = { ...EVIDENCE_LIMITS, ...settings.limits }
  const intake = openIntake(settings.intakeBytes ?? INTAKE_BYTES, limits.bodyBytes)
  app.setErrorHandler((error, request, reply) => answerError(log, error, request, reply))
  app.addHook('onResponse', (_request, reply, done) => {
    metrics.counts.requests++
    if (reply.statusCode >= 500) metrics.counts.broken++
    else if (reply.statusCode >= 400) metrics.counts.refused++
    done()
  })

  const studies: StudiesSettings = {
    gate,
    workspaces,
    operations: rooms.operations,
    own: ownOperations,
    houseOf: (workspace, caller, request) => ({
      workspace,
      keys,
      people,
      asks: { ...caller, kind: caller.kind ?? 'key', machine: machineOf(gate, request) },
      now,
    }),
  }

  // Trackers: nothing between the socket and the record that costs time.
  routesSegment(app, { gate, workspaces, metrics, intake, diskNews, log })
  routesPosthog(app, { gate, workspaces, metrics, intake, diskNews, log })
  routesStripe(app, { gate, workspaces, secrets, metrics, intake, diskNews, log })
  routesAnswers(app, { gate, workspaces })
  routesWidget(app, { gate, workspaces, intake, file: join(settings.pageFolder, '..', 'widget', 'widget.js') })

  routesMcp(app, { ...studies, version: settings.version, log })

  await app.register(async (scope) => {
    await guardPages(scope)
    await scope.register(fastifyCompress, { threshold: 1024, encodings: ['gzip', 'deflate'], globalDecompression: false })
    routesHealth(scope, { gate, workspaces, metrics, isReady })
    routesStudies(scope, studies)
    routesEvidence(scope, { gate, workspaces, metrics, intake, diskNews, limits })
    routesImports(scope, { gate, workspaces, intake, diskNews, pieceBytes: limits.bodyBytes })
    routesStripeSecrets(scope, { gate, workspaces, secrets })
    routesEvents(scope, gate, workspaces)
    routesSignIn(scope, gate, workspaces)
    const all = [...rooms.operations, ...ownOperations] as typeof rooms.operations
    const document = openapi(all, settings.version)
    scope.get('/openapi.json', async () => document)
    scope.get('/docs', async (_request, reply) => reply.header('content-type', 'text/html; charset=utf-8').send(docsPage(all, settings.version)))
    await routesPage(scope, settings.pageFolder, gate)
    scope.setNotFoundHandler((request, reply) => {
      const path = request.url.split('?')[0] ?? ''
      const wantsPage = request.method === 'GET' && (request.headers.accept ?? '').includes('text/html') && !/^\/(api|v1)\//.test(path)
      if (wantsPage) return sendPage(request, reply, settings.pageFolder, gate)
      const allowed = methods.of(path)
      if (allowed.length > 0) {
        reply.header('allow', allowed.join(', '))
        return answerRefusal(reply, new Refusal('unknown-route', `${path} takes ${allowed.join(', ')}, not ${request.method}`), WRONG_METHOD)
      }
      return answerRefusal(reply, new Refusal('unknown-route', `${request.method} ${path} is no address of Hatrack; /docs lists them`))
    })
  })
  return app
}
