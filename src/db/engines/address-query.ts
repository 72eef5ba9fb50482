import { lookup } from 'node:dns'
import { type IncomingMessage, request as requestPlain } from 'node:http'
import { request as requestSecure } from 'node:https'
import { isIP } from 'node:net'
import { reachOf } from '../../base/network-address.ts'
import { wrongConnection } from './foreign-query.ts'

const REDIRECTS_AT_MOST = 5
/** Without a byte for so long, the server is taken for gone. */
const SILENT_MS = 60_000
export const FILE_BYTES_AT_MOST = 20 * 1024 ** 3

/** What its server said of the version seen before. */
export interface SeenVersion {
  readonly etag?: string | undefined
  readonly lastModified?: string | undefined
}

export interface AddressTerms {
  readonly url: string
  readonly authorization: string | null
  readonly seen: SeenVersion
  readonly signal: AbortSignal
  readonly bytesAtMost: number
}

export interface Fetched {
  /** Name of the file, with an ending that tells its format where the address or the server does. */
  readonly name: string
  readonly seen: SeenVersion
  readonly chunks: AsyncIterable<Uint8Array>
}

/** Gets a file at an address; null if the server says that it is the one seen before. What goes wrong is told as a Refusal in plain words. */
export async function fetchAddress(terms: AddressTerms): Promise<Fetched | null> {
  let url = addressOf(terms.url)
  let authorization = terms.authorization ?? basicOf(url)
  for (let redirects = 0; ; redirects++) {
    const answer = await asked(url, authorization, terms)
    const status = answer.statusCode ?? 0
    if (status >= 300 && status < 400 && status !== 304 && answer.headers.location !== undefined) {
      answer.resume()
      if (redirects === REDIRECTS_AT_MOST) throw wrongConnection(`The address leads on more than ${REDIRECTS_AT_MOST} times. Give the address at which it ends.`)
      const next = addressOf(new URL(answer.headers.location, url).href)
      if (url.protocol === 'https:' && next.protocol === 'http:') throw wrongConnection('The address leads from https to http, where anybody on the way can read along. Give the address at which it ends.')
      // What opens one server is no other's business.
      if (next.host !== url.host) authorization = null
      url = next
      continue
    }
    if (status === 304) {
      answer.resume()
      return null
    }
    if (status !== 200) {
      answer.resume()
      throw statusRefusal(status, url)
    }
    if (Number(answer.headers['content-length'] ?? 0) > terms.bytesAtMost) {
      answer.destroy()
      throw tooLarge(terms.bytesAtMost)
    }
    const { etag, 'last-modified': lastModified } = answer.headers
    return { name: nameOf(url, answer), seen: { etag, lastModified }, chunks: within(answer, terms.bytesAtMost, url) }
  }
}

/** The address, checked; throws a Refusal. */
export function addressOf(text: string): URL {
  let url: URL
  try {
    url = new URL(text)
  } catch {
    throw wrongConnection('The address is none. Write it as https://host/path/file.csv.')
  }
  if (url.protocol !== 'https:' && url.protocol !== 'http:') throw wrongConnection('Only addresses that begin with https:// or http:// are read.')
  return url
}

function basicOf({ username, password }: URL): string | null {
  return username === '' && password === '' ? null : `Basic ${Buffer.from(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`).toString('base64')}`
}

function asked(url: URL, authorization: string | null, { seen, signal }: AddressTerms): Promise<IncomingMessage> {
  const headers: { [name: string]: string } = { 'user-agent': 'hatrack pull', accept: '*/*', 'accept-encoding': 'identity' }
  if (authorization !== null) headers.authorization = authorization
  if (seen.etag !== undefined) headers['if-none-match'] = seen.etag
  if (seen.lastModified !== undefined) headers['if-modified-since'] = seen.lastModified
  const { hostname, port, pathname, search } = url
  const bare = hostname.replace(/^\[|\]$/g, '')
  if (isIP(bare) !== 0 && isForbidden(bare)) throw linkLocal(hostname)
  return new Promise((settle, fail) => {
    const options = { hostname: bare, port, path: pathname + search, method: 'GET', headers, signal, timeout: SILENT_MS, lookup: guardedLookup as typeof lookup }
    const outgoing = (url.protocol === 'https:' ? requestSecure : requestPlain)(options, settle)
    outgoing.once('timeout', () => outgoing.destroy(new Error('no answer')))
    outgoing.once('error', (error) => fail(signal.aborted ? signal.reason : unreachable(error, url)))
    outgoing.end()
  })
}

/** Looked at after resolving, so that no name leads there: machines in clouds answer with their own secrets on such addresses. */
function guardedLookup(hostname: string, options: object, done: (error: Error | null, ...found: unknown[]) => void): void {
  lookup(hostname, options, (error: Error | null, ...found: unknown[]) => {
    const addresses = Array.isArray(found[0]) ? (found[0] as { address: string }[]).map(({ address }) => address) : [String(found[0])]
    if (error === null && addresses.some(isForbidden)) done(linkLocal(hostname))
    else done(error, ...found)
  })
}

/** Its own network may be read from: only who opens the whole server makes pulls. */
function isForbidden(address: string): boolean {
  return reachOf(address) === 'never'
}

function linkLocal(hostname: string): Error {
  return wrongConnection(`${hostname} is an address of this very network wire, where machines keep their own settings; nothing is read from there.`)
}

function unreachable(error: Error, url: URL): Error {
  if (error.name === 'Refusal') return error
  const { code } = error as NodeJS.ErrnoException
  if (/CERT|SSL|TLS|self.signed/i.test(`${code} ${error.message}`)) return wrongConnection(`The certificate of ${url.host} is not trusted (${code ?? error.message}). Let its owner renew it.`)
  return wrongConnection(`${url.host} does not answer (${code ?? error.message}). Look at the address, and whether this machine may reach it.`)
}

function statusRefusal(status: number, url: URL): Error {
  if (status === 401 || status === 403) return wrongConnection(`${url.host} does not let us read (${status}). Save the pull again with the right authorization.`)
  if (status === 404 || status === 410) return wrongConnection(`There is no file at this address of ${url.host} (${status}). Correct the address.`)
  return wrongConnection(`${url.host} answered ${status}. It is tried again later.`)
}

function tooLarge(bytes: number): Error {
  return wrongConnection(`The file is larger than ${Math.round(bytes / 1_048_576).toLocaleString('en')} MB. Split it.`)
}

async function* within(answer: IncomingMessage, bytesAtMost: number, url: URL): AsyncGenerator<Uint8Array> {
  let bytes = 0
  answer.setTimeout(SILENT_MS, () => answer.destroy(new Error('no more came')))
  try {
    for await (const chunk of answer as AsyncIterable<Uint8Array>) {
      bytes += chunk.length
      if (bytes > bytesAtMost) throw tooLarge(bytesAtMost)
      yield chunk
    }
  } catch (error) {
    const isOurs = (error as Error).name === 'Refusal' || (error as Error).name === 'AbortError'
    throw isOurs ? error : wrongConnection(`${url.host} broke off in the middle of the file (${(error as Error).message}). It is tried again later.`)
  }
  const promised = Number(answer.headers['content-length'] ?? bytes)
  if (bytes !== promised) throw wrongConnection(`${url.host} sent ${bytes} bytes of ${promised}. It is tried again later.`)
}

const ENDINGS: { readonly [type: string]: string } = {
  'text/csv': '.csv', 'application/csv': '.csv', 'text/tab-separated-values': '.tsv', 'application/json': '.json', 'application/x-ndjson': '.jsonl', 'application/jsonl': '.jsonl',
  'application/vnd.apache.parquet': '.parquet', 'application/zip': '.zip', 'application/gzip': '.gz',
}
const KNOWN_ENDING = /\.(csv|tsv|txt|json|jsonl|ndjson|parquet|zip|gz)$/i

function nameOf(url: URL, { headers }: IncomingMessage): string {
  const last = decodeURIComponent(url.pathname.split('/').filter((part) => part !== '').at(-1) ?? '') || 'file'
  if (KNOWN_ENDING.test(last)) return last
  const type = headers['content-type']?.split(';')[0]?.trim().toLowerCase() ?? ''
  return last + (ENDINGS[type] ?? (/format=csv|output=csv/.test(url.search) ? '.csv' : ''))
}
