import { createPrivateKey, X509Certificate } from 'node:crypto'
import { isIP } from 'node:net'
import { reachOf } from '../base/network-address.ts'
import { Refusal } from '../base/refusal.ts'
import { fieldsIn, type KeptDocument } from '../db/kept-document.ts'

/** `tls`: encrypted from the first byte (port 465). `starttls`: encrypted before anything is told, or not sent (587). `none`: only for a server on the same machine or network. */
export const SECURITIES = ['tls', 'starttls', 'none'] as const
export type Security = (typeof SECURITIES)[number]

/** The server that mails go through. */
export interface MailServer {
  readonly host: string
  readonly port: number
  readonly security: Security
  /** Null: it asks for no name. */
  readonly user: string | null
  readonly secret: string | null
  readonly from: string
  readonly fromName: string | null
  readonly replyTo: string | null
  /** Mails sent in a minute at most. */
  readonly perMinute: number
  /** Certificate of who signed the server's own, as PEM; null: one of those that everybody trusts. */
  readonly authority: string | null
  readonly dkim: Dkim | null
  /** It may lie on this machine or in its own network. */
  readonly reachesPrivate: boolean
}

/** Signs mails, so that receivers see that the domain sent them. */
export interface Dkim {
  readonly domain: string
  readonly selector: string
  /** PEM. */
  readonly privateKey: string
}

/** Whether the invitations of a survey are being sent. */
export interface MailRun {
  readonly state: 'sending' | 'stopped'
  /** Why it stopped, if not by hand; while it goes on, what keeps it waiting. */
  readonly why: string | null
  readonly by: string | null
  readonly at: string
}

export interface KeptMail {
  readonly server: MailServer | null
  readonly runs: { readonly [survey: string]: MailRun }
}

export const NO_MAIL: KeptMail = { server: null, runs: {} }
export const PER_MINUTE = 60
const PER_MINUTE_AT_MOST = 6_000
const PORT_AT_MOST = 65_535

/** What is kept. */
export function mailFrom(text: string | null): KeptMail {
  return { ...NO_MAIL, ...(fieldsIn(text) as Partial<KeptMail>) }
}

/** Changes what is kept, in one step. */
export async function changeMail(document: KeptDocument, make: (now: KeptMail) => KeptMail): Promise<KeptMail> {
  return mailFrom(await document.change((text) => `${JSON.stringify(make(mailFrom(text)))}\n`))
}

/** An address as mail servers take it: one, without a name, without blanks and line ends. */
const ADDRESS = /^[^\s<>(),;:"\\@\p{Cc}]{1,64}@[^\s<>(),;:"\\@\p{Cc}]{1,253}$/u

export function isMailAddress(text: string): boolean {
  return ADDRESS.test(text)
}

/** A text that stands in one line of a header: signs that end lines or that nobody sees become blanks. */
export function inOneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]+/gu, ' ').trim()
}

/** Throws a Refusal for settings with which nothing could be sent. */
export function mustBeMailServer(server: MailServer): void {
  const wrong = (parameter: string, says: string): Refusal => new Refusal('bad-parameter', says, { parameter })
  if (!/^[A-Za-z0-9]([A-Za-z0-9.:-]{0,251}[A-Za-z0-9])?$/.test(server.host)) throw wrong('host', 'Write the name of the mail server, such as smtp.example.com.')
  if (!Number.isInteger(server.port) || server.port < 1 || server.port > PORT_AT_MOST) throw wrong('port', 'A port is a number from 1 to 65535, usually 465 or 587.')
  if (!isMailAddress(server.from)) throw wrong('from', 'Write the address that mails come from, such as team@example.com.')
  if (server.replyTo !== null && !isMailAddress(server.replyTo)) throw wrong('replyTo', 'Write the address that replies go to, such as team@example.com, or leave it out.')
  if (server.user !== null && server.secret === null) throw wrong('secret', 'Give the password that goes with the user, or leave the user out.')
  if (!Number.isInteger(server.perMinute) || server.perMinute < 1 || server.perMinute > PER_MINUTE_AT_MOST) throw wrong('perMinute', `Mails a minute are 1 to ${PER_MINUTE_AT_MOST}.`)
  if (server.security === 'none' && server.user !== null) throw wrong('security', 'A password is not sent without encryption. Choose tls or starttls, or leave the user out.')
  if (server.authority !== null && !isReadable(() => new X509Certificate(server.authority as string))) throw wrong('authority', 'This is no certificate. Paste it with its first and last line, from BEGIN to END CERTIFICATE.')
  if (server.dkim !== null && !isReadable(() => createPrivateKey((server.dkim as Dkim).privateKey))) throw wrong('dkimKey', 'This is no private key. Paste it with its first and last line, from BEGIN to END PRIVATE KEY.')
  if (server.dkim !== null && (server.dkim.domain === '' || server.dkim.selector === '')) throw wrong('dkimDomain', 'A signature needs a domain and a selector: those under which the public key stands in the name system.')
  const no = forbiddenServer(server.host, [server.host], server.reachesPrivate)
  if (no !== null) throw wrong('host', no)
}

function isReadable(read: () => unknown): boolean {
  try {
    read()
    return true
  } catch {
    return false
  }
}

/** Why a server at these addresses must not be spoken to; null if nothing speaks against it. A name that is no address says nothing yet. */
export function forbiddenServer(host: string, addresses: readonly string[], reachesPrivate: boolean): string | null {
  const reaches = addresses.filter((address) => isIP(address) !== 0).map(reachOf)
  if (reaches.includes('never')) return `${host} is where machines keep their own settings, or no address of a machine. Nothing is sent there.`
  const isOwn = reaches.includes('private') || /(^|\.)localhost\.?$/.test(host)
  return isOwn && !reachesPrivate ? 'The server lies on this machine or in its own network. Who opens all workspaces of this server can allow that (private; on the page: "It may lie on this machine or in its own network").' : null
}

/** True for an address at which only this machine, or those in its own network, find the page. */
export function isOnlyHere(pageUrl: string): boolean {
  const host = URL.canParse(pageUrl) ? new URL(pageUrl).hostname.replace(/^\[|\]$/g, '') : ''
  return host === '' || /(^|\.)localhost\.?$/.test(host) || (isIP(host) !== 0 && reachOf(host) !== 'public')
}
