import { createHmac, randomBytes } from 'node:crypto'

/** Standard Webhooks (standardwebhooks.com), symmetric: what a receiver checks is `id.timestamp.body`, signed with a secret that only both know. */
const PREFIX = 'whsec_'
const SECRET_BYTES = 32

export function newSecret(): string {
  return PREFIX + randomBytes(SECRET_BYTES).toString('base64')
}

export type SignedHeaders = { readonly [name in 'webhook-id' | 'webhook-timestamp' | 'webhook-signature']: string }

/** The headers of one attempt; one signature per secret, so that a receiver with the old or the new one is content. */
export function signed(id: string, atMs: number, body: string, secrets: readonly string[]): SignedHeaders {
  const timestamp = String(Math.floor(atMs / 1000))
  const signatures = secrets.map(
    (secret) =>
      `v1,${createHmac('sha256', Buffer.from(secret.slice(PREFIX.length), 'base64'))
        .update(`${id}.${timestamp}.${body}`)
        .digest('base64')}`,
  )
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signatures.join(' ') }
}
