import { createHmac, timingSafeEqual } from 'node:crypto'

/** Older signatures are refused: whoever caught a delivery cannot send it again for ever. As Stripe's own packages have it. */
export const TOLERANCE_S = 300

const MAX_SIGNATURES = 20

/**
 * Which of several secrets signed this body; null if none did, or too long ago. Stripe's header is `t=SECONDS,v1=HEX`, with one `v1` for each secret
 * while an endpoint's secret is rolled. All pairs are compared, each in constant time.
 */
export function signer<S extends { readonly secret: string }>(header: string | undefined, body: Uint8Array, secrets: readonly S[], nowMs: number): S | null {
  const parts = (header ?? '').split(',', 100).map((part) => part.trim())
  const seconds = parts.find((part) => part.startsWith('t='))?.slice(2) ?? ''
  const given = parts
    .filter((part) => part.startsWith('v1='))
    .slice(0, MAX_SIGNATURES)
    .map((part) => Buffer.from(part.slice(3), 'utf8'))
  if (!/^\d{1,12}$/.test(seconds) || given.length === 0 || nowMs / 1000 - Number(seconds) > TOLERANCE_S) return null
  let found: S | null = null
  for (const one of secrets) {
    const expected = Buffer.from(createHmac('sha256', one.secret).update(`${seconds}.`).update(body).digest('hex'))
    for (const signature of given) if (signature.length === expected.length && timingSafeEqual(signature, expected)) found ??= one
  }
  return found
}
