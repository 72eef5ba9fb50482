import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { Refusal, type RefusalCode } from '../../base/refusal.ts'
import type { Log } from '../rooms.ts'
import { BROKEN, retryAfterOf, statusOf } from './status.ts'

/** A problem answer as of RFC 9457. */
export interface Problem {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly detail: string
  readonly code: string
  readonly [detail: string]: unknown
}

export function problemOf(refusal: Refusal): Problem {
  return {
    ...refusal.details,
    type: `/docs#${refusal.code}`,
    title: refusal.code.replaceAll('-', ' '),
    status: statusOf(refusal.code),
    detail: refusal.message,
    code: refusal.code,
  }
}

/** What fastify itself refuses, in our words. */
const OF_FASTIFY: { readonly [code: string]: readonly [RefusalCode, string] } = {
  FST_ERR_CTP_BODY_TOO_LARGE: ['too-large', 'the body is larger than this address takes; send it in smaller parts'],
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: ['bad-parameter', 'the body is not as long as Content-Length says; send it again'],
  FST_ERR_CTP_EMPTY_JSON_BODY: ['bad-parameter', 'the body is empty; send a JSON object'],
  FST_ERR_CTP_INVALID_JSON_BODY: ['bad-parameter', 'the body is not JSON; send a JSON object'],
  FST_ERR_CTP_INVALID_MEDIA_TYPE: ['bad-parameter', 'this content type is not taken here; send application/json'],
  FST_ERR_BAD_URL: ['bad-parameter', 'the address holds a broken percent-encoding'],
  FST_ERR_ASYNC_CONSTRAINT: ['bad-parameter', 'the request cannot be read'],
}

function refusalOf(error: unknown): Refusal | null {
  if (error instanceof Refusal) return error
  const known = OF_FASTIFY[(error as Partial<FastifyError>)?.code ?? '']
  if (known) return new Refusal(known[0], known[1])
  const status = (error as Partial<FastifyError>)?.statusCode
  if (typeof status === 'number' && status >= 400 && status < 500) return new Refusal('bad-parameter', (error as Error).message)
  return null
}

export function answerRefusal(reply: FastifyReply, refusal: Refusal, status = statusOf(refusal.code)): FastifyReply {
  const wait = retryAfterOf(refusal.code)
  if (wait !== null) reply.header('retry-after', String(wait))
  const problem: Problem = { ...problemOf(refusal), status }
  if (problem.status === 401) reply.header('www-authenticate', 'Bearer realm="hatrack"')
  return reply.code(problem.status).header('content-type', 'application/problem+json; charset=utf-8').send(JSON.stringify(problem))
}

/** Refusals are answered with their sentence; anything else is a bug: logged whole, answered without inside details. */
export function answerError(log: Log, error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const refusal = refusalOf(error)
  if (refusal) return answerRefusal(reply, refusal)
  log.error({ err: error, request: request.id, method: request.method, path: request.url.split('?')[0] }, 'a request failed')
  const problem: Problem = {
    type: '/docs#broken',
    title: 'broken',
    status: BROKEN,
    detail: `something went wrong inside Hatrack; its log says what, under request ${request.id}`,
    code: 'broken',
    request: request.id,
  }
  return reply.code(BROKEN).header('content-type', 'application/problem+json; charset=utf-8').send(JSON.stringify(problem))
}
