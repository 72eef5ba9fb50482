import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import type { Instant } from '../base/day.ts'
import type { KeptDocument } from '../db/kept-document.ts'
import type { Workspace } from '../roles/workspace.ts'

/** What a token is good for: `answer` by link, `widget` for a question that was just handed to a visitor. One is never taken for the other. */
export type Purpose = 'answer' | 'widget'

/** Which question of which workspace a token opens, and until when. It names the ask and nobody. */
export interface Named {
  readonly workspace: string
  /** Source and key of the ask line. */
  readonly source: string
  readonly key: string
  readonly until: Instant
  /** In which account the visitor was to whom it was handed; null: none was said. */
  readonly account?: string | null
}

/** An ask as links name it. */
export type AskName = Pick<Named, 'source' | 'key'>

const SECRET_BYTES = 32
/** 144 bits of HMAC-SHA256: 24 signs without padding. */
const MAC_BYTES = 18
const MAC_SIGNS = 24
const MS_PER_SECOND = 1_000
const FORM = /^[A-Za-z0-9_-]{8,1900}$/

const secrets = new WeakMap<KeptDocument, Promise<Buffer>>()

/** What signs the links of a workspace: made once, kept for its owner only. Who takes the document away makes all links of before worthless. */
export function answerSecretOf({ answerSecret: document }: Pick<Workspace, 'answerSecret'>): Promise<Buffer> {
  let secret = secrets.get(document)
  if (secret === undefined) {
    secret = document.change((text) => (isKept(text) ? (text as string) : `${JSON.stringify({ secret: randomBytes(SECRET_BYTES).toString('base64') })}\n`)).then(secretIn)
    secrets.set(document, secret)
    // What could not be read may be readable later.
    secret.catch(() => secrets.delete(document))
  }
  return secret
}

function isKept(text: string | null): boolean {
  try {
    return text !== null && secretIn(text).length >= SECRET_BYTES
  } catch {
    return false
  }
}

function secretIn(text: string): Buffer {
  return Buffer.from((JSON.parse(text) as { readonly secret: string }).secret, 'base64')
}

/** A token that opens one question: what it names, then what proves that we wrote it. */
export function tokenOf(secret: Buffer, purpose: Purpose, { workspace, source, key, until, account = null }: Named): string {
  const payload = Buffer.from(JSON.stringify([workspace, source, key, Math.ceil(until / MS_PER_SECOND), ...(account === null ? [] : [account])])).toString('base64url')
  return payload + macOf(secret, purpose, payload)
}

/** What a token names, without a look at whether it is ours; null for what is no token. Only good to find the secret that tells. */
export function namedIn(token: string): Named | null {
  if (!FORM.test(token) || token.length <= MAC_SIGNS) return null
  try {
    const [workspace, source, key, seconds, account = null] = JSON.parse(Buffer.from(token.slice(0, -MAC_SIGNS), 'base64url').toString('utf8')) as unknown[]
    if (typeof workspace !== 'string' || typeof source !== 'string' || typeof key !== 'string' || !Number.isSafeInteger(seconds) || (account !== null && typeof account !== 'string')) return null
    return { workspace, source, key, until: (seconds as number) * MS_PER_SECOND, account }
  } catch {
    return null
  }
}

/** `over`: ours, and its time has passed. */
export type Opened = { readonly kind: 'open' | 'over'; readonly named: Named } | { readonly kind: 'foreign' }

/** Whether a token is ours and still good. Takes the same time however wrong it is. */
export function openedBy(secret: Buffer, purpose: Purpose, token: string, now: Instant): Opened {
  const named = namedIn(token)
  if (named === null) return { kind: 'foreign' }
  const payload = token.slice(0, -MAC_SIGNS)
  const isOurs = timingSafeEqual(Buffer.from(macOf(secret, purpose, payload)), Buffer.from(token.slice(-MAC_SIGNS)))
  return isOurs ? { kind: now < named.until ? 'open' : 'over', named } : { kind: 'foreign' }
}

function macOf(secret: Buffer, purpose: Purpose, payload: string): string {
  return createHmac('sha256', secret).update(`${purpose}\n${payload}`).digest().subarray(0, MAC_BYTES).toString('base64url')
}

/** So long an answer by link is taken, if the survey does not close before: 90 days. */
export const LINK_MS = 90 * 86_400_000

/** The path at which somebody answers an ask; `askedAt` and 90 days is its end. */
export function answerPathOf(secret: Buffer, workspace: string, ask: AskName, askedAt: Instant): string {
  return `/a/${tokenOf(secret, 'answer', { workspace, source: ask.source, key: ask.key, until: askedAt + LINK_MS })}`
}

/** The personal link of an ask, as it stands in a mail or an export. `pageUrl` is where the page is shown, without a slash at the end. */
export function answerLinkOf(secret: Buffer, workspace: string, ask: AskName, askedAt: Instant, pageUrl: string): string {
  return pageUrl.replace(/\/+$/, '') + answerPathOf(secret, workspace, ask, askedAt)
}
