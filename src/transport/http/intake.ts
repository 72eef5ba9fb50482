import type { FastifyReply, FastifyRequest } from 'fastify'
import { Refusal } from '../../base/refusal.ts'

/** Bytes of bodies that are being received and taken, over all requests. */
export interface Intake {
  /** Counts a request's body until it is answered; throws Refusal `busy` when too much is under way. */
  enter(request: FastifyRequest, reply: FastifyReply): void
  readonly bytes: () => number
}

/** What a body is counted as that does not say how long it is. */
const UNSAID_BYTES = 256 * 1024
/** A body costs memory even when it is short: its socket, its request, its lines. */
const LEAST_BYTES = 4 * 1024

/** Keeps memory bounded under overload: beyond the limit requests are turned away before their bodies are read. */
export function openIntake(limitBytes: number, bodyLimitBytes: number): Intake {
  let bytes = 0
  return {
    bytes: () => bytes,
    enter(request, reply) {
      const said = Number(request.headers['content-length'] ?? UNSAID_BYTES)
      const counted = Math.max(LEAST_BYTES, Math.min(Number.isFinite(said) ? said : UNSAID_BYTES, bodyLimitBytes))
      if (bytes > 0 && bytes + counted > limitBytes) throw new Refusal('busy', 'more is being sent than can be taken at once; send it again in a second')
      bytes += counted
      reply.raw.once('close', () => {
        bytes -= counted
      })
    },
  }
}
