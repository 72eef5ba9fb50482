/** P2: requests of one event each. `npx tsx bench/p2-single.ts [--seconds 20] [--connections 64]` */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { start as startPostgres } from '../test/engines/postgres-server.ts'
import { load } from './generate.ts'
import { option, report } from './report.ts'
import { processorSeconds, processorSecondsOf, startHatrack, startPeer } from './server.ts'

const seconds = option('seconds', 20)
const connections = option('connections', 64)

const database = await startPostgres({ synchronous_commit: 'on' })
const plain = await startPeer('peer-ingest', { DATABASE: database.url })
await load({ url: plain.url, key: 'none', batch: 1, connections, seconds: 2 })
const peerUsed = () => processorSeconds(plain.pid) + processorSecondsOf('postgres')
const peerBefore = peerUsed()
const peer = await load({ url: plain.url, key: 'none', batch: 1, connections, seconds })
const peerMicroseconds = ((peerUsed() - peerBefore) * 1e6) / peer.events
await plain.stop()
await database.stop()

const folder = mkdtempSync(join(tmpdir(), 'hatrack-bench-'))
const server = await startHatrack(folder, process.env['PROFILE'])
await load({ url: server.url, key: server.key, batch: 1, connections, seconds: 2 })
const before = processorSeconds(server.pid)
const own = await load({ url: server.url, key: server.key, batch: 1, connections, seconds })
const microseconds = ((processorSeconds(server.pid) - before) * 1e6) / own.events
await server.stop()
rmSync(folder, { recursive: true, force: true })

const beside = (got: number) => [{ name: 'Fastify + PostgreSQL', got }]
report({
  name: 'p2-single',
  about: `One event a request, on ${connections} connections, for ${seconds} s.`,
  settings: { durability: 'fdatasync before each 200; PostgreSQL synchronous_commit on', batch: 1, connections, seconds, refused: own.refused },
  measures: [
    { id: 'P2', what: 'requests of one event', unit: '/s', got: own.requestsPerSecond, must: 4_000, more: true, peers: beside(peer.requestsPerSecond) },
    { id: 'P2', what: 'processor time of a request, all processes of the server', unit: 'us', got: microseconds, more: false, peers: beside(peerMicroseconds) },
    { id: 'P2', what: 'acknowledgement p99', unit: 'ms', got: own.p99Ms, more: false, peers: beside(peer.p99Ms) },
  ],
})
process.exit(0)
