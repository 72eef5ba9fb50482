import { existsSync } from 'node:fs'
import { join } from 'node:path'
import helmet from '@fastify/helmet'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { type Gate, mayLook } from './caller.ts'
import { UNKNOWN_CALLER } from './status.ts'

const YEAR_S = 31_536_000

const NOT_BUILT = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Hatrack</title>
<body><h1>Hatrack is running</h1><p>The page is not built. Run <code>npm run build</code>, then reload.</p>
<p>The answers are at <a href="/docs">/docs</a>.</p></body></html>
`

const NEEDS_KEY = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Hatrack</title>
<body><h1>Hatrack needs a key</h1><p>Reload, and give a key with the power to read as user name, without a password. <code>hatrack keys create NAME --power read</code> makes one.</p></body></html>
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
    // Browsers complain about these two on plain http, except on this machine.
    crossOriginOpenerPolicy: false,
    originAgentCluster: false,
    xFrameOptions: { action: 'deny' },
    referrerPolicy: { policy: 'no-referrer' },
  })
}

/** The built page: its files, and its first file for every address that the page itself understands. */
export async function routesPage(app: FastifyInstance, folder: string, gate: Gate): Promise<void> {
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
  app.get('/', async (request, reply) => sendPage(request, reply, folder, gate))
}

/**
 * Where a key is needed the browser itself asks for it, as the user name of Basic authorization, and sends it with everything the page asks.
 * The files of the page are no secret; the answers are.
 */
export function sendPage(request: FastifyRequest, reply: FastifyReply, folder: string, gate: Gate): FastifyReply {
  if (!mayLook(gate, request)) {
    // Where people sign in they are asked by name; else the browser asks for a key.
    if (gate.people.hasAdmin() && request.headers.authorization === undefined)
      return reply.header('cache-control', 'no-store').redirect(`/sign-in?next=${encodeURIComponent(request.url)}`, 303)
    reply.code(UNKNOWN_CALLER).header('www-authenticate', 'Basic realm="Hatrack: the key as user name, no password", charset="UTF-8"')
    return reply.header('content-type', 'text/html; charset=utf-8').header('cache-control', 'no-store').send(NEEDS_KEY)
  }
  if (existsSync(join(folder, 'index.html'))) return reply.sendFile('index.html')
  return reply.header('content-type', 'text/html; charset=utf-8').header('cache-control', 'no-store').send(NOT_BUILT)
}
