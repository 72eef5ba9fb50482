import type { FastifyReply, FastifyRequest } from 'fastify'

/** Pages of any origin may send evidence: cookies play no part, so the key alone says what is allowed. */
export function allowOrigin(request: FastifyRequest, reply: FastifyReply): void {
  const { origin } = request.headers
  if (origin === undefined) return
  reply.header('access-control-allow-origin', origin)
  reply.header('access-control-expose-headers', 'retry-after')
  reply.header('vary', 'Origin')
}

export function answerPreflight(_request: FastifyRequest, reply: FastifyReply): FastifyReply {
  reply.header('access-control-allow-methods', 'GET, POST, OPTIONS')
  reply.header('access-control-allow-headers', 'authorization, content-type, content-encoding, anonymousid, x-retry-count')
  reply.header('access-control-max-age', '86400')
  return reply.code(204).send()
}
