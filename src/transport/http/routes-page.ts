import { existsSync } from 'node:fs'
import { join } from 'node:path'
import helmet from '@fastify/helmet'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyReply } from 'fastify'

const YEAR_S = 31_536_000

const NOT_BUILT = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Hatrack</title>
<body><h1>Hatrack is running</h1><p>The page is not built. Run <code>npm run build</code>, then reload.</p>
<p>The answers are at <a href="/docs">/docs</a>.</p></body></html>
`

/** Headers that keep foreign scripts and frames out; without the two that break plain http. Mantine writes style attributes, so styles may be inline; scripts may not. */
export async function guardPages(app: FastifyInstance): Promise<void> {
  await app.register(helmet, {
    strictTransportSecurity: false,
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        fontSrc: ["'self'"],
        connectSrc: ["'self'"],
        workerSrc: ["'self'", 'blob:'],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
      },
    },
    crossOriginEmbedderPolicy: false,
    referrerPolicy: { policy: 'no-referrer' },
  })
}

/** The built page: its files, and its first file for every address that the page itself understands. */
export async function routesPage(app: FastifyInstance, folder: string): Promise<void> {
  await app.register(fastifyStatic, {
    root: folder,
    serve: existsSync(folder),
    index: false,
    cacheControl: false,
    setHeaders: (reply, path) => {
      // Names of built files carry a hash of what is in them, index.html does not.
      const isHashed = path.startsWith(join(folder, 'assets'))
      reply.setHeader('cache-control', isHashed ? `public, max-age=${YEAR_S}, immutable` : 'no-cache')
    },
  })
  app.get('/', async (_request, reply) => sendPage(reply, folder))
}

export function sendPage(reply: FastifyReply, folder: string): FastifyReply {
  if (existsSync(join(folder, 'index.html'))) return reply.sendFile('index.html')
  return reply.header('content-type', 'text/html; charset=utf-8').header('cache-control', 'no-store').send(NOT_BUILT)
}
