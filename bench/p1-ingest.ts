/**
 * P1, P3, P4: events a second over HTTP in Segment batches, acknowledged when on disk; how long acknowledgements take at half of that, and how
 * soon answers show what was acknowledged. `npx tsx bench/p1-ingest.ts [--seconds 60] [--batch 100] [--connections 16]`
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { start as startPostgres } from '../test/engines/postgres-server.ts'
import { load } from './generate.ts'
import type { LoadResult } from './load.ts'
import { option, report } from './report.ts'
import { processorSeconds, processorSecondsOf, residentMb, startHatrack, startPeer } from './server.ts'

const seconds = option('seconds', 60)
const batch = option('batch', 100)
const connections = option('connections', 16)
const half = Math.max(10, Math.min(60, seconds / 2))

async function hatrack(): Promise<{ full: LoadResult; half: LoadResult; memoryMb: number; microseconds: number }> {
  const folder = mkdtempSync(join(tmpdir(), 'hatrack-bench-'))
  const server = await startHatrack(folder, process.env['PROFILE'])
  try {
    const terms = { url: server.url, key: server.key, batch, connections }
    await load({ ...terms, seconds: 3 })
    const before = processorSeconds(server.pid)
    const full = await load({ ...terms, seconds, watch: true })
    const microseconds = ((processorSeconds(server.pid) - before) * 1e6) / full.events
    const memoryMb = residentMb(server.pid)
    const paced = await load({ ...terms, seconds: half, rate: full.eventsPerSecond / 2, watch: true })
    return { full, half: paced, memoryMb, microseconds }
  } finally {
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function fastifyAndPostgres(): Promise<LoadResult & { microseconds: number }> {
  const database = await startPostgres({ synchronous_commit: 'on' })
  const server = await startPeer('peer-ingest', { DATABASE: database.url })
  try {
    await load({ url: server.url, key: 'none', batch, connections, seconds: 3 })
    const used = () => processorSeconds(server.pid) + processorSecondsOf('postgres')
    const before = used()
    const result = await load({ url: server.url, key: 'none', batch, connections, seconds: Math.min(seconds, 30) })
    return { ...result, microseconds: ((used() - before) * 1e6) / result.events }
  } finally {
    await server.stop()
    await database.stop()
  }
}

const peer = await fastifyAndPostgres()
const own = await hatrack()
const beside = (got: number) => [{ name: 'Fastify + PostgreSQL', got }]
report({
  name: 'p1-ingest',
  about: `Events of about 200 bytes from a million users by zipf's law, over HTTP in batches of ${batch}, on ${connections} connections, for ${seconds} s.`,
  settings: { durability: 'fdatasync before each 200; PostgreSQL synchronous_commit on', batch, connections, seconds, events: own.full.events, refused: own.full.refused },
  measures: [
    { id: 'P1', what: `events acknowledged, batches of ${batch}`, unit: '/s', got: own.full.eventsPerSecond, must: 40_000, more: true, peers: beside(peer.eventsPerSecond) },
    { id: 'P1', what: 'processor time of an event, all processes of the server', unit: 'us', got: own.microseconds, more: false, peers: beside(peer.microseconds) },
    { id: 'P1', what: 'acknowledgement p99 at full load', unit: 'ms', got: own.full.p99Ms, more: false, peers: beside(peer.p99Ms) },
    { id: 'P3', what: 'acknowledgement p99 at half of that load', unit: 'ms', got: own.half.p99Ms, must: 100, more: false },
    { id: 'P4', what: 'acknowledged to visible, p99, at full load', unit: 'ms', got: own.full.visibleP99Ms, must: 1000, more: false },
    { id: 'P4', what: 'acknowledged to visible, p50, at full load', unit: 'ms', got: own.full.visibleP50Ms, more: false },
    { id: 'P4', what: 'acknowledged to visible, p99, at half of that load', unit: 'ms', got: own.half.visibleP99Ms, must: 1000, more: false },
    { id: 'P4', what: 'recorded to applied by /health, p99, at full load', unit: 'ms', got: own.full.appliedP99Ms, more: false },
    { id: 'P10', what: 'memory of the server after full load', unit: 'MB', got: own.memoryMb, more: false },
  ],
})
process.exit(0)
