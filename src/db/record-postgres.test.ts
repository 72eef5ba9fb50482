import { connect, createServer, type Server, type Socket } from 'node:net'
import { afterAll, afterEach, describe, expect, inject, test } from 'vitest'
import { type PostgresServer, start } from '../../test/engines/postgres-server.ts'
import type { Candidate, KeptLine, Record, Verdict, VersionRules } from './record.ts'
import { leaderLock, openPostgresRecord, type PostgresRecordOptions } from './record-postgres.ts'

const postgresUrl = inject('postgresUrl')

/** The version with the highest number holds; later ones win ties. Versions are the same if they say the same. */
const rules: VersionRules = {
  holding: (versions) => versions.reduce((best, { body }, place) => (best < 0 || versionOf(body) >= versionOf((versions[best] as KeptLine).body) ? place : best), -1),
  same: (bodyA, bodyB) => JSON.parse(bodyA).says === JSON.parse(bodyB).says,
}
const versionOf = (body: string): number => (JSON.parse(body) as { version: number }).version

interface Note {
  readonly says: string
}

function note(identity: string, says: string, more: Partial<Candidate<Note>> & { version?: number } = {}): Candidate<Note> {
  const { version = 0, ...rest } = more
  return { identity, claim: null, source: 'acme', body: JSON.stringify({ says, version }), recordedAt: null, correctable: true, line: { says }, ...rest }
}

async function allLines(record: Record<Note>): Promise<KeptLine<Note>[]> {
  const lines: KeptLine<Note>[] = []
  for await (const chunk of record.read(0)) lines.push(...chunk)
  return lines
}

const says = ({ body }: KeptLine): string => (JSON.parse(body) as Note).says

describe.skipIf(postgresUrl === null)('the record on PostgreSQL', () => {
  const url = postgresUrl ?? ''
  const open: Record<Note>[] = []
  let schemas = 0
  const freshSchema = () => `record_${process.pid}_${++schemas}`

  async function opened(schema: string, options: Partial<PostgresRecordOptions> = {}, at = url): Promise<Record<Note>> {
    const record = await openPostgresRecord<Note>(at, schema, { rules, now: Date.now, ...options })
    open.push(record)
    return record
  }
  afterEach(async () => {
    for (const record of open.splice(0)) await record.close()
  })

  test('a duplicate is known within a batch, across batches and after reopening', async () => {
    const schema = freshSchema()
    const record = await opened(schema)
    expect(await record.submit([note('a', 'Ann'), note('b', 'Bob'), note('a', 'Ann')])).toEqual(['accepted', 'accepted', 'duplicate'])
    expect(await record.submit([note('b', 'Bob'), note('c', 'Cem')])).toEqual(['duplicate', 'accepted'])
    expect(await record.submit([])).toEqual([])
    await record.close()
    const again = await opened(schema)
    expect(await again.submit([note('c', 'Cem'), note('d', 'Dee')])).toEqual(['duplicate', 'accepted'])
    expect((await allLines(again)).map(says)).toEqual(['Ann', 'Bob', 'Cem', 'Dee'])
    expect([again.recorded, again.end]).toEqual([4, 4])
  })

  test('a correction is kept beside what it corrects; what equals the version that holds is a duplicate', async () => {
    const record = await opened(freshSchema())
    expect(await record.submit([note('a', 'one', { version: 1 }), note('a', 'two', { version: 2 }), note('a', 'two', { version: 2 })])).toEqual(['accepted', 'accepted', 'duplicate'])
    expect(await record.submit([note('a', 'old', { version: 0 }), note('a', 'two', { version: 3 }), note('a', 'one', { version: 4 })])).toEqual(['accepted', 'duplicate', 'accepted'])
    const versions = await record.versions('a')
    expect(versions.map(says)).toEqual(['one', 'two', 'old', 'one'])
    expect(versions.map(({ again }) => again)).toEqual([false, true, true, true])
    expect(await record.versions('b')).toEqual([])
  })

  test('from a door whose retries compute other contents, a known identity is a duplicate whatever it says', async () => {
    const record = await opened(freshSchema())
    expect(await record.submit([note('a', 'one'), note('a', 'two', { correctable: false })])).toEqual(['accepted', 'duplicate'])
    expect(await record.submit([note('a', 'three', { correctable: false }), note('b', 'four', { correctable: false })])).toEqual(['duplicate', 'accepted'])
  })

  test('a claimed name belongs to the source that came first', async () => {
    const record = await opened(freshSchema())
    expect(await record.submit([note('a', 'x', { claim: 'contract 7' }), note('b', 'x', { claim: 'contract 7', source: 'other' })])).toEqual(['accepted', 'key-taken'])
    expect(await record.submit([note('c', 'x', { claim: 'contract 7', source: 'other' }), note('d', 'x', { claim: 'contract 7' }), note('c', 'y')])).toEqual(['key-taken', 'accepted', 'accepted'])
    expect(await record.submit([note('d', 'x', { claim: 'contract 8' }), note('e', 'x', { claim: 'contract 8', source: 'other' })])).toEqual(['duplicate', 'accepted'])
  })

  test('lines say when they were received, never earlier than the line before; a given time stays', async () => {
    let clock = 5_000
    const record = await opened(freshSchema(), { now: () => clock })
    await record.submit([note('a', 'x'), note('b', 'x', { recordedAt: 77 })])
    clock = 4_000
    await record.submit([note('c', 'x')])
    clock = 6_000
    await record.submit([note('d', 'x')])
    expect((await allLines(record)).map(({ recordedAt }) => recordedAt)).toEqual([5_000, 77, 5_000, 6_000])
  })

  test('lines are read from any position, at positions, byte for byte', async () => {
    const record = await opened(freshSchema())
    const odd = ['\\', '\\N', 'tab\tnewline\n', '"', '🎩', '\u0001', '\\\\.', '{}', 'NULL']
    const many = Array.from({ length: 5_000 }, (_, place) => note(`n${place}`, odd[place % odd.length] as string))
    await record.submit(many)
    await record.submit(odd.map((text, place) => note(`few${place}`, text)))
    const lines = await allLines(record)
    expect(lines.map(({ body }) => body)).toEqual([...many.map(({ body }) => body), ...odd.map((text) => JSON.stringify({ says: text, version: 0 }))])
    expect(lines.map(({ position }) => position)).toEqual(lines.map((_, place) => place))
    const from: KeptLine[] = []
    for await (const chunk of record.read(4_990)) from.push(...chunk)
    expect(from).toEqual(lines.slice(4_990))
    expect(await record.at([4_999, 3, 3, 999_999])).toEqual([lines[4_999], lines[3], lines[3]])
  })

  test('two processes that submit the same lines at once keep each line once, and claims once', async () => {
    const schema = freshSchema()
    const records = [await opened(schema), await opened(schema)] as const
    const accepted = new Map<string, number>()
    const claimedBy = new Map<string, Set<string>>()
    const work = records.map(async (record, which) => {
      for (let round = 0; round < 30; round++) {
        const sent = Array.from({ length: 4 }, (_, part) =>
          Array.from({ length: 25 }, (_, place) => note(`n${(round * 20 + part * 25 + place * (which + 1)) % 700}`, 'same', { claim: `claim ${round * 4 + part}`, source: `process ${which}` })))
        const verdicts = await Promise.all(sent.map((candidates) => record.submit(candidates)))
        sent.flat().forEach((candidate, place) => {
          const verdict = verdicts.flat()[place] as Verdict
          if (verdict === 'accepted') accepted.set(candidate.identity, (accepted.get(candidate.identity) ?? 0) + 1)
          if (verdict === 'accepted') claimedBy.set(candidate.claim as string, (claimedBy.get(candidate.claim as string) ?? new Set()).add(candidate.source))
        })
      }
    })
    await Promise.all(work)
    expect([...accepted.values()].every((times) => times === 1)).toBe(true)
    expect([...claimedBy.values()].every((sources) => sources.size === 1)).toBe(true)
    expect((await allLines(records[0])).length).toBe(accepted.size)
  })

  test('who follows hears of all lines of all processes, once, in order', async () => {
    const schema = freshSchema()
    const [ours, other] = [await opened(schema), await opened(schema)]
    await other.submit([note('before', 'x')])
    await until(() => ours.end === 1)
    const heard: KeptLine<Note>[] = []
    ours.follow((lines) => heard.push(...lines))
    const told = performance.now()
    await other.submit([note('first', 'x')])
    await until(() => heard.length === 1)
    expect(performance.now() - told).toBeLessThan(1_000)
    await Promise.all([ours, other].map(async (record, which) => {
      for (let round = 0; round < 40; round++) await record.submit(Array.from({ length: 5 }, (_, place) => note(`${which} ${round} ${place}`, 'x')))
    }))
    await until(() => heard.length >= 401)
    expect(heard.map(({ position }) => position)).toEqual(Array.from({ length: 401 }, (_, place) => place + 1))
    expect(heard.filter(({ line }) => line !== undefined).length).toBeGreaterThan(0)
    expect([ours.end, ours.recorded]).toEqual([402, 402])
    expect((await allLines(ours)).slice(1).map(({ body }) => body)).toEqual(heard.map(({ body }) => body))
  })

  test('own lines are heard of before they are acknowledged', async () => {
    const record = await opened(freshSchema())
    const heard: KeptLine<Note>[] = []
    record.follow((lines) => heard.push(...lines))
    await record.submit([note('a', 'Ann')])
    expect(heard.map(({ line }) => line)).toEqual([{ says: 'Ann' }])
  })

  test('when more comes in than is taken, it refuses, and later takes again', async () => {
    const record = await opened(freshSchema(), { queueBytes: 20_000 })
    const batch = (which: number) => Array.from({ length: 100 }, (_, place) => note(`${which} ${place}`, 'x'))
    const results = await Promise.allSettled(Array.from({ length: 20 }, (_, which) => record.submit(batch(which))))
    const refused = results.filter((result) => result.status === 'rejected')
    expect(refused.length).toBeGreaterThan(0)
    for (const { reason } of refused) expect(reason).toMatchObject({ code: 'busy' })
    expect(record.end).toBe((20 - refused.length) * 100)
    expect(await record.submit([note('later', 'x')])).toEqual(['accepted'])
  })

  test('a line that the database cannot keep takes no others with it', async () => {
    const record = await opened(freshSchema())
    const broken = { ...note('broken', 'x'), body: '{"says":"\0"}' }
    const results = await Promise.allSettled([record.submit([note('a', 'x')]), record.submit([broken]), record.submit([note('b', 'x')])])
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    expect(record.end).toBe(2)
  })

  test.each(['before the server got it', 'after the server did it'] as const)('a commit whose connection is lost %s is kept once, and counts as accepted', async (when) => {
    const proxy = await losingProxy(url, when)
    try {
      const record = await opened(freshSchema(), {}, proxy.url)
      await record.submit([note('a', 'x')])
      proxy.loseNextCommit()
      expect(await record.submit([note('b', 'x'), note('c', 'x'), note('b', 'x')])).toEqual(['accepted', 'accepted', 'duplicate'])
      expect(proxy.lost()).toBe(1)
      expect(await record.submit([note('c', 'x'), note('d', 'x')])).toEqual(['duplicate', 'accepted'])
      expect((await allLines(record)).map(({ position }) => position)).toEqual([0, 1, 2, 3])
    } finally {
      await Promise.all(open.splice(0).map((record) => record.close()))
      proxy.close()
    }
  })

  test('one process leads at a time', async () => {
    const schema = freshSchema()
    const [ann, bob] = [leaderLock(url, schema), leaderLock(url, schema)]
    expect([await ann.tryBecomeLeader(), await bob.tryBecomeLeader(), await ann.tryBecomeLeader()]).toEqual([true, false, true])
    expect([ann.leads, bob.leads]).toEqual([true, false])
    await ann.close()
    await until(() => bob.tryBecomeLeader())
    await bob.close()
  })
})

describe.skipIf(postgresUrl === null)('when PostgreSQL restarts', () => {
  let server: PostgresServer | null = null
  afterAll(() => server?.stop())

  test('nothing acknowledged is lost and nothing is kept twice, whoever leads', async () => {
    server = await start()
    const records = [await openPostgresRecord<Note>(server.url, 'record', { rules, now: Date.now }), await openPostgresRecord<Note>(server.url, 'record', { rules, now: Date.now })]
    const leader = leaderLock(server.url, 'record')
    expect(await leader.tryBecomeLeader()).toBe(true)
    const heard: number[] = []
    records[0]?.follow((lines) => heard.push(...lines.map(({ position }) => position)))
    let going = true
    const acknowledged: string[] = []
    const verdicts = new Set<Verdict>()
    const clients = Array.from({ length: 8 }, async (_, client) => {
      const record = records[client % 2] as Record<Note>
      for (let round = 0; going; round++) {
        const sent = Array.from({ length: 1 + (round % 60) }, (_, place) => note(`${client} ${round} ${place}`, `${client} ${round} ${place}`))
        for (const verdict of await record.submit(sent)) verdicts.add(verdict)
        acknowledged.push(...sent.map(({ identity }) => identity))
      }
    })
    for (const how of ['immediate', 'immediate', 'fast', 'immediate'] as const) {
      await new Promise((resolve) => setTimeout(resolve, 500 + Math.random() * 500))
      await server.restart(how)
      await until(() => !leader.leads)
    }
    await new Promise((resolve) => setTimeout(resolve, 500))
    going = false
    await Promise.all(clients)
    expect([...verdicts]).toEqual(['accepted'])
    const kept = (await allLines(records[1] as Record<Note>)).map(says)
    expect(new Set(kept).size).toBe(kept.length)
    expect([...kept].sort()).toEqual([...acknowledged].sort())
    await until(() => heard.length === kept.length)
    expect(heard).toEqual(kept.map((_, position) => position))
    await until(() => leader.tryBecomeLeader())
    await leader.close()
    for (const record of records) await record.close()
  })
})

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 20_000
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error('waited for 20 s')
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

interface LosingProxy {
  readonly url: string
  loseNextCommit(): void
  lost(): number
  close(): void
}

/** Stands between the record and the server, and cuts the line at a commit: before it is passed on, or instead of its answer. */
async function losingProxy(url: string, when: 'before the server got it' | 'after the server did it'): Promise<LosingProxy> {
  const { hostname, port } = new URL(url)
  const commit = Buffer.from('commit\0')
  const sockets = new Set<Socket>()
  let armed = false
  let lost = 0
  const proxy: Server = createServer((client) => {
    const server = connect(Number(port), hostname)
    let cutting = false
    const cut = () => {
      client.destroy()
      server.destroy()
    }
    for (const socket of [client, server]) {
      sockets.add(socket)
      socket.on('error', cut).on('close', cut)
    }
    client.on('data', (bytes) => {
      cutting = armed && bytes.includes(commit)
      if (cutting) {
        armed = false
        lost++
        if (when === 'before the server got it') return cut()
      }
      server.write(bytes)
    })
    server.on('data', (bytes) => (cutting ? cut() : client.write(bytes)))
  })
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
  const proxied = new URL(url)
  proxied.port = String((proxy.address() as { port: number }).port)
  return {
    url: proxied.href,
    loseNextCommit: () => { armed = true },
    lost: () => lost,
    close: () => {
      for (const socket of sockets) socket.destroy()
      proxy.close()
    },
  }
}
