/** HTTP by hand on raw sockets: one request under way on each connection, little work for each, so that the load costs less than what it measures. */
import { connect, type Socket } from 'node:net'

export interface Answer {
  readonly status: number
  readonly ms: number
}

export class Connection {
  readonly #socket: Socket
  #rest = ''
  #waiting: { readonly resolve: (answer: Answer) => void; readonly reject: (error: Error) => void; readonly begin: number } | null = null

  private constructor(socket: Socket) {
    this.#socket = socket
    socket.setNoDelay(true)
    socket.setEncoding('latin1')
    socket.on('data', (text: string) => this.#hear(text))
    socket.on('error', (error) => this.#waiting?.reject(error))
    socket.on('close', () => this.#waiting?.reject(new Error('the connection was closed')))
  }

  static open(url: string): Promise<Connection> {
    const { hostname, port } = new URL(url)
    return new Promise((resolve, reject) => {
      const socket = connect(Number(port), hostname)
      socket.once('connect', () => resolve(new Connection(socket)))
      socket.once('error', reject)
    })
  }

  /** Sends a request, written out whole; `begin` is when it should have been sent. */
  send(text: string, begin = performance.now()): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject, begin }
      this.#socket.write(text)
    })
  }

  #hear(text: string): void {
    this.#rest += text
    const headEnd = this.#rest.indexOf('\r\n\r\n')
    if (headEnd < 0) return
    const length = Number(/content-length: (\d+)/i.exec(this.#rest)?.[1] ?? 0)
    if (this.#rest.length < headEnd + 4 + length) return
    const status = Number(this.#rest.slice(9, 12))
    this.#rest = this.#rest.slice(headEnd + 4 + length)
    const waiting = this.#waiting
    this.#waiting = null
    waiting?.resolve({ status, ms: performance.now() - waiting.begin })
  }

  close(): void {
    this.#waiting = null
    this.#socket.destroy()
  }
}

export function post(path: string, body: string, key: string): string {
  return `POST ${path} HTTP/1.1\r\nhost: 127.0.0.1\r\nauthorization: Basic ${Buffer.from(`${key}:`).toString('base64')}\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`
}

export function get(path: string): string {
  return `GET ${path} HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n`
}
