import type { AddressInfo } from 'node:net'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'

/** A real mail server, that does what it is told to. */
export interface Post {
  readonly port: number
  readonly arrived: { readonly to: string; readonly bytes: Buffer; readonly isSecure: boolean }[]
  /** Of an address: what it answers to RCPT or at the end of the mail. */
  says: (to: string, when: 'rcpt' | 'data') => (Error & { responseCode?: number }) | 'break' | null
  close(): Promise<void>
}

/** What a mail server says when it takes something not. */
export function refusal(code: number, text: string): Error & { responseCode: number } {
  return Object.assign(new Error(text), { responseCode: code })
}

export async function openPost(options: SMTPServerOptions = {}): Promise<Post> {
  const arrived: Post['arrived'] = []
  const post: { says: Post['says'] } = { says: () => null }
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: options.secure || options.onAuth ? [] : ['STARTTLS'],
    ...options,
    onRcptTo({ address }, _session, done) {
      const said = post.says(address, 'rcpt')
      done(said === 'break' ? null : said)
    },
    onData(stream, session, done) {
      const parts: Buffer[] = []
      stream.on('data', (part: Buffer) => parts.push(part))
      stream.on('end', () => {
        const to = session.envelope.rcptTo[0]?.address ?? ''
        const said = post.says(to, 'data')
        // What the server took and could not say any more has arrived all the same.
        if (said === null || said === 'break') arrived.push({ to, bytes: Buffer.concat(parts), isSecure: session.secure })
        if (said === 'break') server.connections.forEach((one) => (one as unknown as { _socket: { destroy(): void } })._socket.destroy())
        else done(said)
      })
    },
  })
  server.on('error', () => undefined)
  await new Promise<void>((settle) => server.listen(0, '127.0.0.1', settle))
  return Object.assign(post, {
    arrived,
    port: (server.server.address() as AddressInfo).port,
    close: () => new Promise<void>((settle) => server.close(settle)),
  }) as Post
}
