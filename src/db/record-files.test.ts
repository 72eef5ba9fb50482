import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, describe, expect, test } from 'vitest'
import { DiskInMemory, randomFrom } from '../../test/crash/disk-in-memory.ts'
import type { Candidate, KeptLine, Record, Verdict, VersionRules } from './record.ts'
import { type Damage, type FileRecordOptions, openFileRecord, verifyRecord } from './record-files.ts'

/** The latest recordedAt holds, then the later arrival. */
const RULES: VersionRules = {
  holding: (versions) => versions.reduce((best, one, place) => (one.recordedAt >= (versions[best]?.recordedAt ?? Number.NEGATIVE_INFINITY) ? place : best), -1),
  same: (a, b) => JSON.stringify(JSON.parse(a)) === JSON.stringify(JSON.parse(b)),
}
const NOON = Date.UTC(2026, 2, 1, 12)
const FOLDER = '/record'
const FIRST_FILE = `${FOLDER}/000000000000.log`

type Options = Partial<FileRecordOptions>
const opened: Record<string>[] = []
const folders: string[] = []

afterEach(async () => {
  for (const record of opened.splice(0)) await record.close()
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true })
})

async function open(folder: string, options: Options = {}): Promise<Record<string>> {
  const record = await openFileRecord<string>(folder, { rules: RULES, now: () => NOON, index: { recentKeys: 1000 }, ...options })
  opened.push(record)
  return record
}

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'hatrack-record-'))
  folders.push(folder)
  return folder
}

function line(key: string, more: Partial<Candidate<string>> & { says?: unknown } = {}): Candidate<string> {
  const { says = 'Drill Started', ...rest } = more
  const source = rest.source ?? 'api'
  return {
    identity: `usage\0${source}\0${key}`, claim: null, source, body: JSON.stringify({ type: 'usage', key, source, says }), recordedAt: null, correctable: true,
    line: key, ...rest,
  }
}

const fromEventDoor = (key: string, says?: unknown) => line(key, { correctable: false, says })

async function all(record: Record<string>, from = 0): Promise<KeptLine<string>[]> {
  const lines: KeptLine<string>[] = []
  for await (const chunk of record.read(from)) lines.push(...chunk)
  return lines
}

const keyOf = (kept: KeptLine): string => (JSON.parse(kept.body) as { key: string }).key

describe('a line that is acknowledged', () => {
  test('stands in a file as plain NDJSON, with the time of its receipt', async () => {
    const disk = new DiskInMemory()
    const record = await open(FOLDER, { disk })
    await record.submit([line('a')])
    const lines = disk.bytesOf(FIRST_FILE).toString('latin1').split('\n').filter((text) => text.includes('{'))
    expect(lines[0]).toContain('{"recordedAt":"2026-03-01T12:00:00.000Z", "type":"usage"')
  })

  test('comes back byte for byte, wherever it is asked for', async () => {
    const record = await open(newFolder())
    const bodies = ['{"key":"ü€𝄞"}', '{ "key" : "blank" }', '{"key":"\\u0000\\n"}', `{"key":"${'long'.repeat(20_000)}"}`]
    await record.submit(bodies.map((body, place) => line(String(place), { body })))
    expect((await all(record)).map((kept) => kept.body)).toEqual(bodies)
    const positions = (await all(record)).map((kept) => kept.position)
    expect((await record.at(positions.toReversed())).map((kept) => kept.body)).toEqual(bodies.toReversed())
    expect((await record.versions('usage\0api\x003'))[0]?.body).toBe(bodies[3])
  })

  test('stays one line when its JSON was written on several', async () => {
    const record = await open(newFolder())
    await record.submit([line('a', { body: '{"key":\n "a"\n}' }), line('b')])
    expect((await all(record)).map(keyOf)).toEqual(['a', 'b'])
  })

  test('keeps a given recordedAt; receipt never goes backwards, not even over a restart', async () => {
    const folder = newFolder()
    let clock = NOON
    const record = await open(folder, { now: () => clock })
    await record.submit([line('a'), line('b', { recordedAt: 5000 })])
    clock -= 60_000
    await record.submit([line('c')])
    await record.close()
    const again = await open(folder, { now: () => clock })
    await again.submit([line('d')])
    expect((await all(again)).map((kept) => kept.recordedAt)).toEqual([NOON, 5000, NOON, NOON])
  })

  test('is told to the follower before its sender, in order of position, as it was understood', async () => {
    const record = await open(newFolder())
    const heard: string[] = []
    const positions: number[] = []
    record.follow((lines) => {
      heard.push(...lines.map((kept) => kept.line ?? '?'))
      positions.push(...lines.map((kept) => kept.position))
      expect(record.end).toBeGreaterThan(positions.at(-1) ?? 0)
    })
    await Promise.all(Array.from({ length: 50 }, async (_, place) => {
      await record.submit([line(`k${place}`)])
      expect(heard).toContain(`k${place}`)
    }))
    expect(heard).toHaveLength(50)
    expect(positions).toEqual(positions.toSorted((a, b) => a - b))
    expect((await all(record)).map((kept) => kept.position)).toEqual(positions)
  })

  test('shares its flush with those that come at the same time', async () => {
    const disk = new DiskInMemory()
    const record = await open(FOLDER, { disk })
    const before = disk.flushes
    await Promise.all(Array.from({ length: 500 }, (_, place) => record.submit([line(`k${place}`)])))
    expect(disk.flushes - before).toBeLessThanOrEqual(2)
    expect(record.recorded).toBe(500)
  })

  test('is read from any position on, over all files', async () => {
    const record = await open(newFolder(), { segmentBytes: 600 })
    for (let place = 0; place < 40; place++) await record.submit([line(`k${place}`), line(`l${place}`)])
    const lines = await all(record)
    expect(lines).toHaveLength(80)
    for (const [place, kept] of lines.entries()) {
      expect((await all(record, kept.position)).map((one) => one.position)).toEqual(lines.slice(place).map((one) => one.position))
      expect(await all(record, kept.position + 1)).toHaveLength(79 - place)
    }
    expect(await all(record, record.end)).toEqual([])
  })
})

describe('duplicates', () => {
  test('are found within a batch, in the batch before it that is still being flushed, and after a restart', async () => {
    const folder = newFolder()
    const record = await open(folder)
    const first = record.submit([fromEventDoor('a'), fromEventDoor('a', 'other'), fromEventDoor('b')])
    await new Promise((resolve) => setImmediate(resolve))
    const second = record.submit([fromEventDoor('b', 'other'), fromEventDoor('c')])
    expect(await first).toEqual(['accepted', 'duplicate', 'accepted'])
    expect(await second).toEqual(['duplicate', 'accepted'])
    await record.close()
    const again = await open(folder)
    expect(await again.submit(['a', 'b', 'c', 'd'].map((key) => fromEventDoor(key)))).toEqual(['duplicate', 'duplicate', 'duplicate', 'accepted'])
    expect(again.recorded).toBe(4)
  })

  test('are lines equal to the version that holds; others are corrections', async () => {
    const record = await open(newFolder())
    expect(await record.submit([line('a', { says: 1 }), line('a', { says: 1 }), line('a', { says: 2 }), line('a', { says: 2, recordedAt: 77 })])).toEqual(
      ['accepted', 'duplicate', 'accepted', 'duplicate'])
    expect(await record.submit([line('a', { says: 2 }), line('a', { says: 1 }), line('a', { says: 1 })])).toEqual(['duplicate', 'accepted', 'duplicate'])
    expect((await record.versions('usage\0api\0a')).map((kept) => [kept.again, (JSON.parse(kept.body) as { says: number }).says])).toEqual([[false, 1], [true, 2], [true, 1]])
    expect((await all(record)).map((kept) => kept.again)).toEqual([false, true, true])
  })

  test('a correction with an earlier recordedAt does not hold, so the line that holds stays a duplicate', async () => {
    const record = await open(newFolder())
    await record.submit([line('a', { says: 'now' })])
    expect(await record.submit([line('a', { says: 'then', recordedAt: 5000 }), line('a', { says: 'now' })])).toEqual(['accepted', 'duplicate'])
  })

  test('in any order and grouping, over restarts and sealed runs, the verdicts are those of a plain list', async () => {
    await fc.assert(fc.asyncProperty(
      fc.array(fc.array(fc.record({ key: fc.integer({ min: 0, max: 30 }), says: fc.integer({ min: 0, max: 2 }), correctable: fc.boolean() }), { maxLength: 8 }), { maxLength: 40 }),
      fc.integer({ min: 1, max: 12 }),
      async (submits, restartEvery) => {
        const disk = new DiskInMemory()
        const options = { disk, segmentBytes: 2000, index: { recentKeys: 8 } }
        let record = await open(FOLDER, options)
        const kept = new Map<number, { says: number }[]>()
        for (const [place, submit] of submits.entries()) {
          const expected = submit.map(({ key, says, correctable }): Verdict => {
            const versions = kept.get(key) ?? []
            if (versions.length > 0 && (!correctable || versions.at(-1)?.says === says)) return 'duplicate'
            kept.set(key, [...versions, { says }])
            return 'accepted'
          })
          expect(await record.submit(submit.map(({ key, says, correctable }) => line(String(key), { says, correctable })))).toEqual(expected)
          if (place % restartEvery !== 0) continue
          await record.close()
          record = await open(FOLDER, options)
        }
        for (const [key, versions] of kept) expect(await record.versions(`usage\0api\0${key}`)).toHaveLength(versions.length)
        await record.close()
      }), { numRuns: 60 })
  })
})

describe('a claim', () => {
  test('belongs to the source that made it first, over restarts, with and without the index', async () => {
    const folder = newFolder()
    const agreement = (key: string, source: string) => line(key, { source, claim: `agreement\0${key}`, says: Math.random() })
    let record = await open(folder, { index: { recentKeys: 16 } })
    expect(await record.submit([agreement('a1', 'crm'), agreement('a1', 'crm'), agreement('a1', 'stripe'), agreement('a2', 'stripe')])).toEqual(
      ['accepted', 'accepted', 'key-taken', 'accepted'])
    for (let place = 0; place < 100; place++) await record.submit([line(`k${place}`), agreement(`b${place}`, 'crm')])
    for (const lose of [false, true]) {
      await record.close()
      if (lose) rmSync(join(folder, 'index'), { recursive: true })
      record = await open(folder, { index: { recentKeys: 16 } })
      expect(await record.submit([agreement('a1', 'stripe'), agreement('b50', 'stripe'), agreement('a2', 'crm'), agreement('a1', 'crm')])).toEqual(
        ['key-taken', 'key-taken', 'key-taken', 'accepted'])
    }
  })
})

describe('damage', () => {
  async function written(disk: DiskInMemory): Promise<{ whole: Buffer; lastFrom: number }> {
    const record = await open(FOLDER, { disk })
    await record.submit([line('a'), line('b')])
    const lastFrom = record.end
    await record.submit([line('c', { claim: 'agreement\0c' })])
    await record.close()
    return { whole: disk.bytesOf(FIRST_FILE), lastFrom }
  }

  async function reopened(disk: DiskInMemory, bytes: Buffer): Promise<{ keys: string[]; damage: Damage[]; disk: DiskInMemory }> {
    const other = disk.copy()
    other.setBytes(FIRST_FILE, bytes)
    const damage: Damage[] = []
    const record = await open(FOLDER, { disk: other, onDamage: (one) => damage.push(one) })
    const keys = (await all(record)).map(keyOf)
    expect(record.recorded).toBe(keys.length)
    expect(await record.submit([line('after')])).toEqual(['accepted'])
    await record.close()
    const later = await open(FOLDER, { disk: other, onDamage: () => expect.unreachable() })
    expect((await all(later)).map(keyOf)).toEqual([...keys, 'after'])
    return { keys, damage, disk: other }
  }

  test('the last frame cut at every byte: it is cut off, reported by range and put beside; what stands before is kept', async () => {
    const disk = new DiskInMemory()
    const { whole, lastFrom } = await written(disk)
    for (let length = lastFrom; length < whole.length; length++) {
      const { keys, damage, disk: after } = await reopened(disk, Buffer.from(whole.subarray(0, length)))
      expect(keys).toEqual(['a', 'b'])
      expect(damage).toEqual(length === lastFrom ? [] : [{ file: FIRST_FILE, from: lastFrom, to: length, reason: 'unreadable' }])
      if (length > lastFrom) expect(after.bytesOf(`${FOLDER}/damaged-${lastFrom}.bin`)).toEqual(whole.subarray(lastFrom, length))
    }
  })

  test('every bit of the last frame flipped is detected', async () => {
    const disk = new DiskInMemory()
    const { whole, lastFrom } = await written(disk)
    for (let bit = lastFrom * 8; bit < whole.length * 8; bit++) {
      const bytes = Buffer.from(whole)
      bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7))
      const { keys, damage } = await reopened(disk, bytes)
      expect(keys).toEqual(['a', 'b'])
      expect(damage).toEqual([{ file: FIRST_FILE, from: lastFrom, to: whole.length, reason: 'unreadable' }])
    }
  })

  test('garbage, zeros and old frames at the end are cut off', async () => {
    const disk = new DiskInMemory()
    const { whole, lastFrom } = await written(disk)
    const random = randomFrom(7)
    const tails = [1, 7, 63, 64, 65, 4096, 100_000].flatMap((bytes) => [Buffer.alloc(bytes), Buffer.from(Array.from({ length: bytes }, () => random() * 256))])
    for (const tail of [...tails, whole, whole.subarray(lastFrom)]) {
      const { keys, damage } = await reopened(disk, Buffer.concat([whole, tail]))
      expect(keys).toEqual(['a', 'b', 'c'])
      expect(damage).toEqual([{ file: FIRST_FILE, from: whole.length, to: whole.length + tail.length, reason: 'unreadable' }])
    }
  })

  test('in the middle: the frames after it are found and kept', async () => {
    const disk = new DiskInMemory()
    const { whole, lastFrom } = await written(disk)
    const bytes = Buffer.from(whole)
    bytes.fill(0xff, 10, 20)
    const other = disk.copy()
    other.setBytes(FIRST_FILE, bytes)
    const damage: Damage[] = []
    const record = await open(FOLDER, { disk: other, onDamage: (one) => damage.push(one) })
    expect((await all(record)).map(keyOf)).toEqual(['c'])
    expect(damage[0]).toEqual({ file: FIRST_FILE, from: 0, to: lastFrom, reason: 'unreadable' })
    expect((await verifyRecord(FOLDER, other)).damage).toEqual([{ file: FIRST_FILE, from: 0, to: lastFrom, reason: 'unreadable' }])
  })

  test('a record that is whole verifies as whole', async () => {
    const folder = newFolder()
    const record = await open(folder, { segmentBytes: 500 })
    for (let place = 0; place < 30; place++) await record.submit([line(`k${place}`)])
    await expect(verifyRecord(folder)).rejects.toMatchObject({ code: 'folder-in-use' })
    await record.close()
    expect(await verifyRecord(folder)).toEqual({ frames: 30, lines: 30, damage: [] })
  })

  test('a missing or damaged index is made again from the record', async () => {
    const disk = new DiskInMemory()
    const options = { disk, index: { recentKeys: 16 }, segmentBytes: 5000 }
    const keys = Array.from({ length: 300 }, (_, place) => `k${place}`)
    let record = await open(FOLDER, options)
    for (const key of keys) await record.submit([fromEventDoor(key)])
    await settled(record)
    await record.close()
    const indexed = disk.paths().filter((path) => path.includes('/index/'))
    expect(indexed.filter((path) => path.endsWith('.keys')).length).toBeGreaterThan(1)
    for (const path of indexed) {
      for (const at of [0, 0.5, 0.999]) {
        const other = disk.copy()
        const bytes = other.bytesOf(path)
        const place = Math.floor(bytes.length * at)
        bytes[place] = (bytes[place] ?? 0) ^ 0x10
        other.setBytes(path, bytes)
        record = await open(FOLDER, { ...options, disk: other })
        const verdicts: Verdict[] = []
        for (const key of keys) verdicts.push(...await patiently(record, fromEventDoor(key)))
        expect(verdicts).toEqual(keys.map(() => 'duplicate'))
        await record.close()
      }
    }
  })
})

/** Waits until work in the background has had its turns. */
async function settled(record: Record<string>): Promise<void> {
  for (let turn = 0; turn < 300; turn++) await new Promise((resolve) => setImmediate(resolve))
  await record.submit([])
}

/** As a client does: sends again what was refused for now. */
async function patiently(record: Record<string>, candidate: Candidate<string>): Promise<readonly Verdict[]> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await record.submit([candidate])
    } catch (error) {
      if (attempt > 300) throw error
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
  }
}

describe('when the disk fails', () => {
  test('a full disk: refused at once, readable meanwhile, and it goes on by itself when there is space', async () => {
    const disk = new DiskInMemory()
    const record = await open(FOLDER, { disk })
    await record.submit([line('a'), line('c', { claim: 'agreement\0c' })])
    disk.capacityBytes = 700
    const big = Array.from({ length: 20 }, (_, place) => line(`big${place}`))
    await expect(record.submit([...big, line('d', { claim: 'agreement\0d' })])).rejects.toMatchObject({ code: 'storage-full' })
    await expect(record.submit([line('b')])).rejects.toMatchObject({ code: 'storage-full' })
    expect((await all(record)).map(keyOf)).toEqual(['a', 'c'])
    disk.capacityBytes = Number.POSITIVE_INFINITY
    expect(await patiently(record, line('b'))).toEqual(['accepted'])
    expect(await record.submit([line('a'), ...big])).toEqual(['duplicate', ...big.map(() => 'accepted')])
    expect(await record.submit([line('d', { source: 'other', claim: 'agreement\0d' }), line('c', { source: 'other', claim: 'agreement\0c' })])).toEqual(['accepted', 'key-taken'])
    await record.close()
    const again = await open(FOLDER, { disk, onDamage: () => expect.unreachable() })
    expect((await all(again)).map(keyOf)).toEqual(['a', 'c', 'b', ...big.map((one) => one.line), 'd'])
  })

  test('after a failed flush that descriptor acknowledges nothing: the lines come again and are kept once', async () => {
    for (const fault of ['failingFlushes', 'failingWrites'] as const) {
      const disk = new DiskInMemory()
      const record = await open(FOLDER, { disk })
      await record.submit([line('a')])
      disk[fault] = 1
      const refused = [record.submit([line('b')]), record.submit([line('a')])]
      for (const one of refused) await expect(one).rejects.toMatchObject({ code: 'storage-full' })
      expect(await patiently(record, line('b'))).toEqual(['accepted'])
      const survivor = await open(FOLDER, { disk: disk.afterPowerLoss(() => 0) })
      expect((await all(survivor)).map(keyOf)).toEqual(['a', 'b'])
    }
  })

  test('a slow one: the queue is bounded, and empties', async () => {
    const disk = new DiskInMemory()
    disk.flushMs = 30
    const record = await open(FOLDER, { disk, queueBytes: 5000 })
    const outcomes = await Promise.allSettled(Array.from({ length: 200 }, (_, place) => record.submit([line(`k${place}`)])))
    const refused = outcomes.filter((outcome) => outcome.status === 'rejected')
    expect(refused.length).toBeGreaterThan(100)
    for (const one of refused) expect(one.reason).toMatchObject({ code: 'busy' })
    expect(record.recorded).toBe(200 - refused.length)
    expect(await record.submit([line('later')])).toEqual(['accepted'])
  })
})

describe('a folder', () => {
  test('is used by one process; the lock of one that died is taken over', async () => {
    const folder = newFolder()
    const record = await open(folder)
    await expect(open(folder)).rejects.toMatchObject({ code: 'folder-in-use' })
    await record.close()
    for (const stale of ['999999999', '999999999 1@boot', `${process.pid} 1@earlier-boot`, '', 'garbage']) {
      writeFileSync(join(folder, 'lock'), stale)
      const next = await open(folder)
      await next.close()
    }
    writeFileSync(join(folder, 'lock'), String(process.ppid))
    await expect(open(folder)).rejects.toMatchObject({ code: 'folder-in-use' })
  })

  test('is closed after what was submitted is on disk', async () => {
    const folder = newFolder()
    const record = await open(folder)
    const submitted = Promise.all(Array.from({ length: 20 }, (_, place) => record.submit([line(`k${place}`)])))
    await record.close()
    await submitted
    await expect(record.submit([line('late')])).rejects.toMatchObject({ code: 'not-ready' })
    expect(await all(await open(folder))).toHaveLength(20)
  })
})
