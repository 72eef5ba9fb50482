import { lookup } from 'node:dns/promises'
import { isIP } from 'node:net'
import { Readable } from 'node:stream'
import SMTPConnection from 'nodemailer/lib/smtp-connection'
import { forbiddenServer, type MailServer } from './mail-settings.ts'

/**
 * What came of handing a mail to its server. `taken`: the server answers for it now. `refused`: the address, or this mail, is not taken, and never will be.
 * `later`: nothing was handed over, and it may go later. `away`: the server cannot be reached, whoever
 * it is for. `unsure`: it was handed over, and the connection broke before the server said what it did with it.
 * `server`: nothing is sent through this server as it is set, whoever it is for.
 */
export interface Delivered {
  readonly kind: 'taken' | 'refused' | 'later' | 'away' | 'unsure' | 'server'
  /** In words, without the address. */
  readonly says: string
}

export interface Handing {
  readonly server: MailServer
  readonly to: string
  readonly bytes: Buffer
  /** Waited for when the server is ready to take the mail, before its first byte goes out. */
  readonly beforeHanding?: () => Promise<void>
  readonly waitMs?: number
}

const WAIT_MS = 30_000
const PERMANENT = 500
/** Of the server's own words so many signs are kept. */
const SAID_SIGNS = 300

type SmtpError = SMTPConnection.SMTPError

/** Hands one mail to the server, on a connection of its own. Never throws: what goes wrong is an outcome. */
export async function deliver({ server, to, bytes, beforeHanding, waitMs = WAIT_MS }: Handing): Promise<Delivered> {
  const said = (kind: Delivered['kind'], says: string): Delivered => ({ kind, says: withoutAddress(says, to) })
  let addresses: readonly string[]
  try {
    addresses = isIP(server.host) === 0 ? (await lookup(server.host, { all: true })).map(({ address }) => address) : [server.host]
  } catch {
    return said('away', `The mail server ${server.host} has no address now.`)
  }
  const no = forbiddenServer(server.host, addresses, server.reachesPrivate)
  if (no !== null) return said('server', no)
  let isHanded = false
  const connection = new SMTPConnection({
    // The very address that was looked at.
    host: addresses[0],
    port: server.port,
    secure: server.security === 'tls',
    requireTLS: server.security === 'starttls',
    ignoreTLS: server.security === 'none',
    name: server.from.slice(server.from.lastIndexOf('@') + 1),
    connectionTimeout: waitMs,
    greetingTimeout: waitMs,
    socketTimeout: waitMs,
    tls: { minVersion: 'TLSv1.2', ...(isIP(server.host) === 0 ? { servername: server.host } : {}), ...(server.authority === null ? {} : { ca: server.authority }) },
  })
  const step = <Result>(start: (done: (error?: SmtpError | null, result?: Result) => void) => void): Promise<Result | undefined> =>
    new Promise((settle, fail) => {
      connection.once('error', fail)
      start((error, result) => (error ? fail(error) : settle(result)))
    })
  try {
    await step((done) => connection.connect(done))
    const { user, secret } = server
    if (user !== null) await step((done) => connection.login({ user, pass: secret ?? '' }, done))
    const message = new Readable({
      // Read when the server said that it is ready, and not before.
      read() {
        void (beforeHanding?.() ?? Promise.resolve()).then(
          () => {
            isHanded = true
            this.push(bytes)
            this.push(null)
          },
          (error: Error) => this.destroy(error),
        )
      },
    })
    const sent = await step<SMTPConnection.SentMessageInfo>((done) => connection.send({ from: server.from, to: [to] }, message, done))
    return said('taken', sent?.response ?? '')
  } catch (error) {
    return outcomeOf(error as SmtpError, isHanded, said)
  } finally {
    // Errors of a connection that is over concern nobody.
    connection.on('error', () => undefined)
    connection.quit()
    setTimeout(() => connection.close(), 1_000).unref()
  }
}

function outcomeOf(error: SmtpError, isHanded: boolean, said: (kind: Delivered['kind'], says: string) => Delivered): Delivered {
  const { code = '', responseCode = 0, command = '', response, message } = error
  const words = `${response ?? message}`.slice(0, SAID_SIGNS)
  const isPermanent = responseCode >= PERMANENT
  if (isHanded && responseCode === 0) return said('unsure', 'The connection broke after the mail was handed over: it may have arrived.')
  if (code === 'EAUTH' || command.startsWith('AUTH')) return said(isPermanent || responseCode === 0 ? 'server' : 'later', `The mail server does not let us in: ${words}`)
  if (code === 'ETLS' || /certificate|self.signed|CERT_|SSL|wrong version number/i.test(`${message} ${code}`)) return said('server', `No safe connection to the mail server: ${words}`)
  if (command === 'MAIL FROM' && isPermanent) return said('server', `The mail server takes no mails from this address: ${words}`)
  if (isPermanent && (command === 'RCPT TO' || command === 'DATA' || isHanded)) return said('refused', words)
  if (isPermanent) return said('server', `The mail server refuses: ${words}`)
  if (responseCode === 0 || command === 'CONN') return said('away', `The mail server cannot be reached (${responseCode > 0 ? words : code || message}).`)
  return said('later', words)
}

/** What is kept of what servers say names nobody. */
function withoutAddress(says: string, to: string): string {
  return says.replaceAll(to, '…').replace(/[^\s<>"'(),;:]+@[^\s<>"'(),;:]+/g, '…')
}
