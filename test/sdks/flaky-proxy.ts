import { createServer, type IncomingHttpHeaders, type IncomingMessage, request, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'

/**
 * What happens to a request with a body: it passes; it passes and its answer is lost; it passes and the answer breaks off in the middle;
 * the connection is cut before anybody sees it; a balancer answers in the server's place.
 */
export type Fate = 'pass' | 'lose-answer' | 'break-answer' | 'cut' | { readonly status: number; readonly retryAfterS?: number }

export interface Seen {
  readonly method: string
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
  readonly fate: Fate
  /** What the server answered; null if it was not asked, or did not. */
  readonly status: number | null
}

export interface FlakyProxy {
  readonly url: string
  readonly seen: readonly Seen[]
  /** The server behind may be another one after a restart. */
  target: string
  /** Fates of the next requests with a body, in order; those after them pass. */
  fates: Fate[]
  stop(): Promise<void>
}

/** A bad network between an SDK and the server, at one address. */
export async function flakyProxy(target: string): Promise<FlakyProxy> {
  const seen: Seen[] = []
  const server = createServer((incoming, answer) => void pass(incoming, answer).catch(() => incoming.socket.resetAndDestroy()))
  const proxy = {
    url: '',
    seen,
    target,
    fates: [] as Fate[],
    async stop() {
      server.closeAllConnections()
      await new Promise((settle) => server.close(settle))
    },
  }

  async function pass(incoming: IncomingMessage, answer: ServerResponse): Promise<void> {
    const body = await buffer(incoming)
    const fate = incoming.method === 'POST' ? (proxy.fates.shift() ?? 'pass') : 'pass'
    const told = { method: incoming.method ?? '', path: incoming.url ?? '', headers: incoming.headers, body, fate }
    if (fate === 'cut') {
      seen.push({ ...told, status: null })
      incoming.socket.resetAndDestroy()
      return
    }
    if (typeof fate === 'object') {
      seen.push({ ...told, status: null })
      const { origin } = incoming.headers
      answer.writeHead(fate.status, {
        ...(fate.retryAfterS === undefined ? {} : { 'retry-after': String(fate.retryAfterS) }),
        ...(origin === undefined ? {} : { 'access-control-allow-origin': origin, 'access-control-expose-headers': 'retry-after' }),
      })
      answer.end()
      return
    }
    const behind = await asked(proxy.target, incoming, body).catch((error: unknown) => {
      seen.push({ ...told, status: null })
      throw error
    })
    seen.push({ ...told, status: behind.status })
    if (fate === 'lose-answer') {
      incoming.socket.resetAndDestroy()
      return
    }
    answer.writeHead(behind.status, behind.headers)
    if (fate === 'break-answer') {
      answer.flushHeaders()
      answer.write(behind.body.subarray(0, 3), () => incoming.socket.resetAndDestroy())
      return
    }
    answer.end(behind.body)
  }

  await new Promise<void>((settle) => server.listen(0, '127.0.0.1', settle))
  proxy.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return proxy
}

interface Answered {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
}

function asked(target: string, { method, url, headers }: IncomingMessage, body: Buffer): Promise<Answered> {
  return new Promise((settle, fail) => {
    const outgoing = request(new URL(url ?? '/', target), { method: method ?? 'GET', headers }, (answer) => {
      buffer(answer).then((read) => settle({ status: answer.statusCode ?? 0, headers: answer.headers, body: read }), fail)
    })
    outgoing.once('error', fail)
    outgoing.end(body)
  })
}
