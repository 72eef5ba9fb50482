import type { FastifyReply, FastifyRequest } from 'fastify'

/** Pages of any origin may send evidence: cookies play no part, so the key alone says what is allowed. */
export function allowOrigin(request: FastifyRequest, reply: FastifyReply): void {
  const { origin } = request.headers
  if (origin === undefined) return
  reply.header('access-control-allow-origin', origin)
  reply.header('access-control-expose-headers', 'retry-after')
  reply.header('vary', 'Origin')
}

const USUAL_HEADERS = 'authorization, content-type, content-encoding, anonymousid, x-retry-count'
const HEADER_NAMES = /^[\w-]+(, ?[\w-]+){0,49}$/

/** Trackers add headers of their own, and new ones with each version: RudderStack's sends SentAt and some that begin with RSA-. Whatever they ask for is theirs to send, as nothing but the key counts. */
export function answerPreflight(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const wanted = request.headers['access-control-request-headers']
  reply.header('access-control-allow-methods', 'GET, POST, OPTIONS')
  reply.header('access-control-allow-headers', wanted !== undefined && HEADER_NAMES.test(wanted) ? `${USUAL_HEADERS}, ${wanted}` : USUAL_HEADERS)
  reply.header('access-control-max-age', '86400')
  reply.header('vary', 'Origin, Access-Control-Request-Headers')
  return reply.code(204).send()
}
