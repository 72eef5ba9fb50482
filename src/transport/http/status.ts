import { REFUSALS, type RefusalCode } from '../../base/refusal.ts'

/** The only place that knows status numbers. Lines that are refused stand in a 200 answer; alone, as a whole body, they are a bad request. */
const STATUS: Partial<Record<RefusalCode, number>> = {
  'no-key': 401,
  'signed-out': 401,
  'wrong-key': 401,
  'key-too-weak': 403,
  'unknown-party': 404,
  'unknown-route': 404,
  'unknown-import': 404,
  'not-now': 409,
  'wrong-offset': 409,
  'too-large': 413,
  'too-many-lines': 413,
  // Trackers throw away what is answered with 400 or 413 and send again what is answered with 429: overload must be 429.
  busy: 429,
  'too-many-tries': 429,
  'storage-full': 503,
  'not-ready': 503,
  unreachable: 503,
  'folder-in-use': 503,
  'folder-too-new': 503,
}

/** How long a caller should wait before it tries again, in seconds. */
const RETRY_AFTER_S: Partial<Record<RefusalCode, number>> = { busy: 1, 'too-many-tries': 900, 'storage-full': 5, 'not-ready': 1, unreachable: 1 }

export const BROKEN = 500
export const UNKNOWN_CALLER = 401
export const WRONG_METHOD = 405

export function statusOf(code: RefusalCode): number {
  return STATUS[code] ?? 400
}

export function retryAfterOf(code: RefusalCode): number | null {
  return RETRY_AFTER_S[code] ?? null
}

/** All status numbers of refused requests, for openapi.json. */
export function refusedStatuses(): number[] {
  const codes = (Object.keys(REFUSALS) as RefusalCode[]).filter((code) => REFUSALS[code] === 'request')
  return [...new Set(codes.map(statusOf))].sort((a, b) => a - b)
}
