import type { FastifyRequest } from 'fastify'
import { reachOf } from '../../base/network-address.ts'
import type { Gate } from './caller.ts'

/** Of an address of version 6 so many groups name the line of one subscriber, who has all the addresses behind it. */
const GROUPS_OF_ONE = 4

/**
 * The machine that a request comes from, by which wrong passwords are counted. Where a proxy shows the page (`--public-url`), and the request comes from
 * this machine or its own network, it is what the proxy says last in X-Forwarded-For: what stands before that anybody may write. Elsewhere the header is
 * not read, since then nobody but the sender wrote it.
 */
export function machineOf({ publicUrl }: Pick<Gate, 'publicUrl'>, { headers, socket }: Pick<FastifyRequest, 'headers' | 'socket'>): string {
  const sender = socket.remoteAddress ?? ''
  if (publicUrl === null || reachOf(sender) !== 'private') return oneOf(sender)
  const told = String(headers['x-forwarded-for'] ?? '')
    .split(',')
    .at(-1)
    ?.trim()
  return oneOf(told || sender)
}

function oneOf(address: string): string {
  const plain = address.replace(/^\[|\](?::\d+)?$/g, '').replace(/^(\d+\.\d+\.\d+\.\d+):\d+$/, '$1')
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(plain)?.[1]
  if (mapped !== undefined) return mapped
  if (!plain.includes(':') || !URL.canParse(`http://[${plain}]`)) return plain.slice(0, 100)
  const [front = '', back] = new URL(`http://[${plain}]`).hostname.slice(1, -1).split('::')
  const groups = front.split(':').filter(Boolean)
  const behind = back?.split(':').filter(Boolean) ?? []
  const zeros = Array.from({ length: 8 - groups.length - behind.length }, () => '0')
  return `${[...groups, ...zeros, ...behind].slice(0, GROUPS_OF_ONE).join(':')}::/64`
}
