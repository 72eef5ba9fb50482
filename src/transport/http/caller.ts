import { UNNAMED_PRODUCT } from '../../base/unnamed-product.ts'
import type { FastifyRequest } from 'fastify'
import type { Power } from '../../base/operation.ts'
import { Refusal } from '../../base/refusal.ts'
import type { Actor } from '../audit.ts'
import type { Keys } from '../keys.ts'
import { type People, POWER_OF } from '../people.ts'
import { sessionIn } from './session.ts'
import type { WritingPower } from '../rooms.ts'

/** Who asks: what the key, or being on this machine, allows. */
export interface Caller {
  readonly power: Power | 'browser'
  /** The workspace that the key opens; `*` opens all. */
  readonly workspace: string
  /** The source of events that come with this key. */
  readonly source: string
  readonly name: string
  /** The product of calls that name none. */
  readonly product: string
  /** Of a key or a person; null for somebody at this machine. */
  readonly id: string | null
  /** Absent: a key. */
  readonly kind?: 'key' | 'person' | 'machine'
}

/** As the audit names who asks. */
export function actorOf({ kind = 'key', name, id }: Caller): Actor {
  return { kind, name, ...(id === null ? {} : { id }) }
}

export interface Gate {
  readonly keys: Keys
  /** True if requests from this machine need no key: bound to a loopback address and not switched off. */
  readonly trustLocal: boolean
  readonly people: People
  /** The address at which a proxy or tunnel shows the page; null without one. */
  readonly publicUrl: string | null
  readonly now: () => number
}

const LOCAL: Caller = { kind: 'machine', id: null, power: 'admin', workspace: '*', source: 'page', name: 'this machine', product: UNNAMED_PRODUCT }
const LOOPBACK_ADDRESSES = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1'])
const LOOPBACK_HOSTS = new Set(['localhost', '127.0.0.1', '[::1]'])
/** What proxies and tunnels add; besides these, all that begin with x-forwarded-. */
const FORWARDING_HEADERS = new Set(['forwarded', 'via', 'x-real-ip', 'cf-connecting-ip', 'true-client-ip'])
const HTTP_PORT = 80

export function isLoopback(host: string): boolean {
  return LOOPBACK_HOSTS.has(host) || LOOPBACK_ADDRESSES.has(host)
}

/** Does Host name this machine and the very port listened on? */
function isOwnHost(host: string, port: number | undefined): boolean {
  const [, name = '', given] = /^(.*?)(?::(\d+))?$/.exec(host.toLowerCase()) ?? []
  return LOOPBACK_HOSTS.has(name) && Number(given ?? HTTP_PORT) === port
}

function isForwarded(header: string): boolean {
  return FORWARDING_HEADERS.has(header) || header.startsWith('x-forwarded-')
}

/**
 * Is this a request from this very machine, and not one that a foreign page made the browser send? The Host header guards against
 * DNS rebinding, Origin and Sec-Fetch-Site against cross-site requests, the forwarding headers against a proxy that stands on this machine,
 * and so does HTTP/1.0: nginx speaks it if not told otherwise, with a Host of its own and no header that tells of the sender.
 * A proxy that speaks HTTP/1.1 and adds nothing cannot be told from a program on this machine.
 */
export function isFromHere(request: FastifyRequest): boolean {
  const { headers, socket } = request
  if (!LOOPBACK_ADDRESSES.has(socket.remoteAddress ?? '')) return false
  if (headers.host === undefined || !isOwnHost(headers.host, socket.localPort)) return false
  if (request.raw.httpVersion === '1.0' || Object.keys(headers).some(isForwarded)) return false
  if (headers.origin !== undefined && headers.origin !== `http://${headers.host}`) return false
  const site = headers['sec-fetch-site']
  return site === undefined || site === 'same-origin' || site === 'none'
}

/** The key that the request carries in its headers: Bearer, or the user of Basic, as the trackers of Segment and RudderStack send it. */
export function keyInHeader(authorization: string | undefined): string | null {
  if (authorization === undefined) return null
  const gap = authorization.indexOf(' ')
  if (gap < 0) return ''
  const scheme = authorization.slice(0, gap).toLowerCase()
  const value = authorization.slice(gap + 1).split(' ', 1)[0] ?? ''
  if (scheme === 'bearer') return value
  if (scheme !== 'basic') return ''
  const [user, password] = Buffer.from(value, 'base64').toString('utf8').split(':', 2)
  return user || (password ?? '')
}

export function callerWithKey(gate: Gate, text: string): Caller {
  const key = gate.keys.find(text, gate.now())
  if (key === null) throw new Refusal('wrong-key', "this key opens nothing here: it is misspelt, expired or revoked; 'hatrack keys create' makes a new one")
  return key
}

export function callerOf(gate: Gate, request: FastifyRequest): Caller {
  const text = keyInHeader(request.headers.authorization)
  if (text !== null) {
    const caller = callerWithKey(gate, text)
    refuseForeignPage(request, caller)
    return caller
  }
  const person = personOf(gate, request)
  if (person !== null) return person
  if (gate.trustLocal && isFromHere(request)) return LOCAL
  if (gate.people.hasAdmin())
    throw new Refusal('signed-out', "you are signed out: load the page again and sign in; programs send a key as 'Authorization: Bearer KEY'")
  throw new Refusal('no-key', "send a key as 'Authorization: Bearer KEY'; 'hatrack keys create' makes one")
}

/** Who signed in, in the browser that asks; null if nobody did. */
function personOf(gate: Gate, request: FastifyRequest): Caller | null {
  const session = sessionIn(request.headers.cookie)
  const person = session === null ? null : gate.people.bySession(session, gate.now())
  if (person === null) return null
  // A browser sends the cookie along wherever it is asked to go: what changes something must come from our own page.
  if (request.method !== 'GET' && request.method !== 'HEAD' && !isOwnPage(gate, request))
    throw new Refusal('key-too-weak', 'this was asked by a page of another origin; changes are taken from our own page only')
  return { kind: 'person', id: person.id, name: person.name, power: POWER_OF[person.role], workspace: '*', source: 'page', product: UNNAMED_PRODUCT }
}

export function isOwnPage({ publicUrl }: Gate, request: FastifyRequest): boolean {
  const { origin } = request.headers
  if (request.headers['sec-fetch-site'] === 'same-origin') return true
  if (origin === undefined) return false
  return origin === `${request.protocol}://${request.headers.host}` || (publicUrl !== null && origin === new URL(publicUrl).origin)
}

/** May this request be shown the page? Where requests from this machine are trusted everybody may: what the page asks is looked at by itself. */
export function mayLook(gate: Gate, request: FastifyRequest): boolean {
  if (gate.trustLocal || personOf(gate, request) !== null) return true
  const text = keyInHeader(request.headers.authorization)
  const key = text === null ? null : gate.keys.find(text, gate.now())
  return key !== null && (key.power === 'read' || key.power === 'admin')
}

/** A browser keeps a key that its user gave it and sends it along, even where a foreign page made it ask: so keys that may do more than write are taken from our own page only. */
export function refuseForeignPage(request: FastifyRequest, caller: Caller): void {
  if (caller.power !== 'admin' || !isForeignPage(request)) return
  throw new Refusal('key-too-weak', 'an admin key is not taken from a page of another origin; give that page a browser key')
}

function isForeignPage({ headers, protocol }: FastifyRequest): boolean {
  const site = headers['sec-fetch-site']
  if (site === 'cross-site' || site === 'same-site') return true
  return headers.origin !== undefined && headers.origin !== `${protocol}://${headers.host}` && headers.origin !== `https://${headers.host}`
}

export function mustHold(caller: Caller, power: Power): void {
  // Of people, those who write read too; a key does one of the two.
  if (caller.power === 'admin' || caller.power === power || (caller.kind === 'person' && caller.power === 'write' && power === 'read')) return
  if (caller.kind === 'person') {
    const who = power === 'admin' ? 'admins' : 'analysts and admins'
    throw new Refusal('key-too-weak', `this is for ${who}, and ${caller.name} is none; an admin can change that under Settings, People`, {
      needs: power,
      has: caller.power,
    })
  }
  throw new Refusal('key-too-weak', `this needs a key with the power '${power}'; '${caller.name}' has '${caller.power}'`, { needs: power, has: caller.power })
}

/** For what reaches beyond a workspace: other workspaces must not be read through it. */
export function mustHoldAll(caller: Caller): void {
  if (caller.workspace === '*') return
  throw new Refusal(
    'key-too-weak',
    `this reaches files and addresses of the server itself, and needs an admin key for all workspaces; '${caller.name}' opens '${caller.workspace}' only`,
    { needs: 'admin, all workspaces' },
  )
}

/** What the caller may write; a key that only reads may write nothing. */
export function writingPowerOf(caller: Caller): WritingPower {
  if (caller.power !== 'read') return caller.power
  throw new Refusal('key-too-weak', `this needs a key with the power 'write'; '${caller.name}' has 'read'`, { needs: 'write', has: 'read' })
}

/** The workspace asked for, or the one that the key opens. */
export function workspaceOf(caller: Caller, asked: string | undefined): string {
  const name = asked ?? (caller.workspace === '*' ? 'main' : caller.workspace)
  if (caller.workspace === '*' || caller.workspace === name) return name
  throw new Refusal('key-too-weak', `the key '${caller.name}' does not open the workspace '${name}'; use a key made for it`, { workspace: name })
}
