import { lookup } from 'node:dns'
import { type IncomingMessage, request as requestPlain } from 'node:http'
import { request as requestSecure } from 'node:https'
import { isIP } from 'node:net'
import { reachOf } from '../base/network-address.ts'
import { Refusal } from '../base/refusal.ts'

/** A receiver says yes within this time, or it counts as failed. */
export const ANSWER_MS = 15_000
/** Of an answer only the status is looked at; more than this is not even read. */
const ANSWER_BYTES = 65_536

export interface Sending {
  readonly url: string
  readonly headers: { readonly [name: string]: string }
  readonly body: string
  /** This machine and its own network may be told, too. */
  readonly reachesPrivate: boolean
  readonly answerMs?: number
  /** The process ends: the attempt is let go. */
  readonly signal?: AbortSignal
}

/** What came of an attempt. */
export interface Outcome {
  /** Null: there was no answer. */
  readonly status: number | null
  readonly isTaken: boolean
  readonly ms: number
  readonly says: string
}

/** The address of a receiver, checked as far as it can be without looking it up; throws a Refusal. */
export function receiverFrom(text: string): URL {
  const wrong = (says: string): Refusal => new Refusal('bad-parameter', says, { parameter: 'url' })
  if (!URL.canParse(text)) throw wrong('Write the whole address that shall be told, such as https://example.com/hatrack.')
  const url = new URL(text)
  if (url.protocol !== 'https:' && url.protocol !== 'http:') throw wrong('An address begins with https:// or http://.')
  if (url.username !== '' || url.password !== '')
    throw wrong('Leave name and password out of the address: each message is signed, and the receiver checks that.')
  return url
}

/** Why this host must not be told, as far as its name says; null if nothing speaks against it. */
export function forbiddenHost(url: URL, reachesPrivate: boolean): string | null {
  const host = url.hostname.replace(/^\[|\]$/g, '')
  if (isIP(host) !== 0) return forbidden(host, [host], reachesPrivate)
  return !reachesPrivate && /(^|\.)localhost\.?$/.test(host) ? OWN_NETWORK : null
}

const OWN_NETWORK = 'It leads to this machine or its own network. Only somebody who opens all workspaces of this server can allow that.'

function forbidden(host: string, addresses: readonly string[], reachesPrivate: boolean): string | null {
  const reaches = addresses.map(reachOf)
  if (reaches.includes('never')) return `${host} is where machines keep their own settings, or no address of a machine. Nothing is sent there.`
  return !reachesPrivate && reaches.includes('private') ? OWN_NETWORK : null
}

/** Sends once. Never throws: what goes wrong is an outcome. The connection goes to the very address that was looked at, and leads nowhere else. */
export async function sendOnce({ url: text, headers, body, reachesPrivate, answerMs = ANSWER_MS, signal }: Sending): Promise<Outcome> {
  const began = performance.now()
  const ended = (status: number | null, says: string): Outcome => ({
    status,
    isTaken: status !== null && status >= 200 && status < 300,
    ms: Math.round(performance.now() - began),
    says,
  })
  try {
    const url = receiverFrom(text)
    const no = forbiddenHost(url, reachesPrivate)
    if (no !== null) return ended(null, no)
    const status = await statusOf(
      url,
      headers,
      body,
      reachesPrivate,
      signal ? AbortSignal.any([signal, AbortSignal.timeout(answerMs)]) : AbortSignal.timeout(answerMs),
    )
    return ended(status, saysOf(status))
  } catch (error) {
    return ended(null, wordsOf(error as NodeJS.ErrnoException, answerMs))
  }
}

async function statusOf(url: URL, headers: Sending['headers'], body: string, reachesPrivate: boolean, signal: AbortSignal): Promise<number> {
  return whole(await posted(url, headers, body, reachesPrivate, signal))
}

/** Posts JSON to the very address that was looked at, and nowhere else; answers when the answer begins. */
export function posted(
  url: URL,
  headers: Sending['headers'],
  body: string,
  reachesPrivate: boolean,
  signal: AbortSignal,
  agent = 'hatrack webhook',
): Promise<IncomingMessage> {
  const guarded = (host: string, options: object, done: (error: Error | null, ...found: unknown[]) => void): void => {
    lookup(host, options, (error: Error | null, ...found: unknown[]) => {
      const addresses = Array.isArray(found[0]) ? (found[0] as { address: string }[]).map(({ address }) => address) : [String(found[0])]
      const no = error === null ? forbidden(host, addresses, reachesPrivate) : null
      if (no === null) done(error, ...found)
      else done(new Refusal('bad-parameter', no))
    })
  }
  return new Promise((settle, fail) => {
    const { hostname, port, pathname, search } = url
    const options = {
      hostname: hostname.replace(/^\[|\]$/g, ''),
      port,
      path: pathname + search,
      method: 'POST',
      signal,
      agent: false as const,
      lookup: guarded as unknown as typeof lookup,
      headers: {
        ...headers,
        'content-type': 'application/json',
        'content-length': String(Buffer.byteLength(body)),
        'user-agent': agent,
        connection: 'close',
      },
    }
    const outgoing = (url.protocol === 'https:' ? requestSecure : requestPlain)(options, settle)
    outgoing.once('error', (error) => fail(signal.aborted ? signal.reason : error))
    outgoing.end(body)
  })
}

/** The status, once the answer ended or is longer than anybody reads. */
async function whole(answer: IncomingMessage): Promise<number> {
  let bytes = 0
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    bytes += chunk.length
    if (bytes > ANSWER_BYTES) break
  }
  answer.destroy()
  return answer.statusCode ?? 0
}

function saysOf(status: number): string {
  if (status >= 200 && status < 300) return 'It was taken.'
  if (status >= 300 && status < 400) return `It answered ${status}: it leads elsewhere, where nothing is sent. Give the address at which it ends.`
  if (status === 410) return 'It answered 410: it does not want to be told any more.'
  return `It answered ${status}.`
}

/** Why nothing came back, in a sentence. */
export function wordsOf(error: NodeJS.ErrnoException, answerMs: number): string {
  if (error.name === 'Refusal') return error.message
  if (error.name === 'TimeoutError') return `It did not answer within ${answerMs / 1000} seconds.`
  if (/CERT|SSL|TLS|self.signed/i.test(`${error.code} ${error.message}`)) return `Its certificate is not trusted (${error.code ?? error.message}).`
  return `It cannot be reached (${error.code ?? error.message}).`
}
