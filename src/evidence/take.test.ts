import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { Refusal } from '../base/refusal.ts'
import type { KeptLine, Record } from '../db/record.ts'
import { openFileRecord } from '../db/record-files.ts'
import type { Line } from './line.ts'
import { exportLines } from './lines-out.ts'
import { takeEvidence, takeStream } from './take.ts'
import { versionRules } from './versions.ts'

const NOW = Date.parse('2026-01-01T00:00:00Z')
const WRITE = { power: 'write', now: NOW } as const
const ADMIN = { power: 'admin', now: NOW } as const
const open: { readonly record: Record<Line>; readonly folder: string }[] = []

async function emptyRecord(): Promise<Record<Line>> {
  const folder = mkdtempSync(join(tmpdir(), 'hatrack-evidence-'))
  const record = await openFileRecord<Line>(folder, { rules: versionRules(), now: () => NOW })
  open.push({ record, folder })
  return record
}

afterEach(async () => {
  for (const { record, folder } of open.splice(0)) {
    await record.close()
    rmSync(folder, { recursive: true })
  }
})

async function all(record: Record<Line>): Promise<KeptLine<Line>[]> {
  const lines: KeptLine<Line>[] = []
  for await (const chunk of record.read(0)) lines.push(...chunk)
  return lines
}

function usage(key: string, more: object = {}): object {
  return { type: 'usage', key, party: 'user:ann', product: 'notes', at: '2024-01-03T10:00:00Z', ...more }
}

function json(...lines: object[]): string {
  return lines.map((line) => JSON.stringify(line)).join('\n')
}

describe('taking evidence', () => {
  test('one bad line never loses the good ones', async () => {
    const record = await emptyRecord()
    const text = `${json(usage('u1'), usage('u2', { party: 'ann' }))}\n\nnonsense\n${json(usage('u3'), usage('u1'))}\n`
    expect(await takeEvidence(record, { text, ...WRITE })).toEqual({
      accepted: 2, duplicate: 1,
      rejected: [{ line: 2, key: 'u2', reason: 'bad-identifier', says: expect.stringContaining('namespace:value') }, { line: 4, key: null, reason: 'not-json', says: expect.any(String) }],
    })
    expect((await all(record)).map(({ body }) => body)).toEqual([JSON.stringify(usage('u1')), JSON.stringify(usage('u3'))])
  })

  test('a JSON array, bytes, pieces and parsed values are taken alike', async () => {
    const lines = [usage('u1'), usage('u2', { count: 0 }), usage('u3', { event: '\u00e9' })]
    const array = JSON.stringify(lines)
    for (const input of [{ text: array }, { text: Buffer.from(array) }, { text: [array.slice(0, 50), Buffer.from(array.slice(50))] }, { text: json(...lines) }, { values: lines }]) {
      const record = await emptyRecord()
      expect(await takeEvidence(record, { ...input, ...WRITE })).toMatchObject({ accepted: 2, duplicate: 0, rejected: [{ line: 2, key: 'u2', reason: 'bad-number' }] })
    }
  })

  test('a correction is a new version, and saying the same again is none', async () => {
    const record = await emptyRecord()
    const agreement = { type: 'agreement', key: 'a1', product: 'notes', buyer: 'account:acme', interval: 'month', from: '2024-01-01' }
    const dearer = { ...agreement, amount: '5.00', currency: 'EUR' }
    expect(await takeEvidence(record, { values: [agreement, dearer, { ...dearer, source: 'default' }, agreement], ...WRITE })).toMatchObject({ accepted: 3, duplicate: 1 })
    expect(await takeEvidence(record, { values: [{ type: 'agreement', key: 'a1', retracted: true }], ...WRITE })).toMatchObject({ accepted: 1 })
    expect((await record.versions('agreement\0default\0a1')).length).toBe(4)
  })

  test('a source that delivers out of order is told by its versions', async () => {
    const record = await emptyRecord()
    const version = (number: number): object => ({ type: 'product', key: 'notes', name: `name ${number}`, version: number })
    expect(await takeEvidence(record, { values: [version(2), version(1), version(2)], ...WRITE })).toMatchObject({ accepted: 2, duplicate: 1 })
  })

  test('the key of an agreement or a product belongs to one source', async () => {
    const record = await emptyRecord()
    const values = [{ type: 'product', key: 'notes', source: 'a' }, { type: 'product', key: 'notes', source: 'b' }, { type: 'party', key: 'notes', source: 'b', kind: 'person', ids: ['user:ann'] }]
    expect(await takeEvidence(record, { values, ...WRITE })).toEqual({ accepted: 2, duplicate: 0, rejected: [{ line: 2, key: 'notes', reason: 'key-taken', says: expect.stringContaining('another source') }] })
  })

  test('only an admin key says when something was learned, and never after receipt', async () => {
    const record = await emptyRecord()
    const learned = (key: string, recordedAt: unknown): object => usage(key, { recordedAt })
    expect(await takeEvidence(record, { values: [learned('u1', '2024-02-01T00:00:00Z'), learned('u2', null)], ...WRITE })).toMatchObject({ accepted: 1, rejected: [{ line: 1, reason: 'not-allowed' }] })
    expect(await takeEvidence(record, { values: [learned('u3', '2024-02-01T01:00:00+01:00'), learned('u4', '2026-01-01T00:00:00.001Z'), learned('u5', 'now'), learned('u6', 7)], ...ADMIN })).toMatchObject({
      accepted: 1, rejected: [{ line: 2, reason: 'bad-date' }, { line: 3, reason: 'bad-date' }, { line: 4, reason: 'bad-date' }],
    })
    const [kept] = await record.versions('usage\0default\0u3')
    expect(kept).toMatchObject({ recordedAt: Date.parse('2024-02-01T00:00:00Z'), body: JSON.stringify(usage('u3')) })
  })

  test('from doors whose retries compute other contents, a known key is a duplicate', async () => {
    const record = await emptyRecord()
    const taken = await takeEvidence(record, { values: [usage('u1'), usage('u1', { at: '2024-01-03T10:00:01Z' })], ...WRITE, correctable: false })
    expect(taken).toEqual({ accepted: 1, duplicate: 1, rejected: [] })
  })

  test('the taker may name the source and the import', async () => {
    const record = await emptyRecord()
    await takeEvidence(record, { values: [usage('u1', { source: 'mine' }), { type: 'undo', key: 'x1', import: 'i1' }], ...WRITE, source: 'file', import: 'i2' })
    expect((await all(record)).map(({ body }) => JSON.parse(body) as object)).toMatchObject([{ key: 'u1', source: 'file', import: 'i2' }, { key: 'x1', source: 'file', import: 'i1' }])
  })

  test('a line that only grew too large by what surrounds it is refused as too large', async () => {
    const record = await emptyRecord()
    const values = [usage('u1', { properties: { text: 'x'.repeat(1_048_576) } }), usage('u2')]
    expect(await takeEvidence(record, { values, ...WRITE })).toMatchObject({ accepted: 1, rejected: [{ line: 1, key: 'u1', reason: 'too-large-line' }] })
  })

  test('nothing is taken where nothing is sent', async () => {
    const record = await emptyRecord()
    for (const text of ['', '\n\n', '[]']) expect(await takeEvidence(record, { text, ...WRITE })).toEqual({ accepted: 0, duplicate: 0, rejected: [] })
    expect(record.recorded).toBe(0)
  })
})

describe('taking a stream', () => {
  async function* pieces(text: string, size: number): AsyncIterable<Uint8Array> {
    const bytes = Buffer.from(text)
    for (let from = 0; from < bytes.length; from += size) yield bytes.subarray(from, from + size)
  }

  test('takes what taking at once takes, in batches', async () => {
    const lines = Array.from({ length: 2_500 }, (_, place) => usage(`u${place % 2_400}`, place % 100 === 7 ? { count: -1 } : {}))
    const batches: number[] = []
    const watched = (record: Record<Line>): Record<Line> => new Proxy(record, {
      get: (target, name) => (name === 'submit' ? (some: Parameters<typeof record.submit>[0]) => { batches.push(some.length); return target.submit(some) } : Reflect.get(target, name)),
    })
    const [streamed, atOnce, asArray] = [await emptyRecord(), await emptyRecord(), await emptyRecord()]
    const expected = await takeEvidence(atOnce, { text: json(...lines), ...WRITE })
    expect(expected).toMatchObject({ accepted: 2_376, duplicate: 99 })
    expect(await takeStream(watched(streamed), pieces(json(...lines), 5_000), WRITE)).toEqual(expected)
    expect(Math.max(...batches)).toBeLessThan(2_100)
    expect(await takeStream(asArray, pieces(JSON.stringify(lines), 5_000), WRITE)).toEqual(expected)
  })

  test('lists the first refused lines and counts the others', async () => {
    const record = await emptyRecord()
    const taken = await takeStream(record, pieces('x\n'.repeat(5_000), 100), { ...WRITE, listed: 3 })
    expect(taken).toMatchObject({ accepted: 0, rejected: [{ line: 1 }, { line: 2 }, { line: 3 }], rejectedUnlisted: 4_997 })
  })

  test('waits for a busy record if told so, and otherwise says busy', async () => {
    const record = await emptyRecord()
    let refusals = 3
    const busy: Record<Line> = new Proxy(record, {
      get: (target, name) => (name === 'submit' ? async (some: Parameters<typeof record.submit>[0]) => {
        refusals -= 1
        if (refusals >= 0) throw new Refusal('busy', 'later')
        return target.submit(some)
      } : Reflect.get(target, name)),
    })
    await expect(takeStream(busy, pieces(json(usage('u1')), 100), WRITE)).rejects.toThrow('later')
    expect(await takeStream(busy, pieces(json(usage('u1')), 100), { ...WRITE, whenBusy: 'wait' })).toMatchObject({ accepted: 1 })
  })

  test('can be stopped, and tells how far it is', async () => {
    const record = await emptyRecord()
    const stop = new AbortController()
    const seen: number[] = []
    const onProgress = ({ accepted }: { readonly accepted: number }): void => {
      seen.push(accepted)
      stop.abort(new Error('enough'))
    }
    const text = json(...Array.from({ length: 50 }, (_, place) => usage(`u${place}`)))
    await expect(takeStream(record, pieces(text, 200), { ...WRITE, batchLines: 10, onProgress, signal: stop.signal })).rejects.toThrow('enough')
    expect(seen).toHaveLength(1)
    expect(record.recorded).toBe(seen[0])
  })
})

describe('the export', () => {
  test('taken into an empty record, gives the same record', async () => {
    const first = await emptyRecord()
    const values = [
      { type: 'product', key: 'notes', name: '\u{1f3a9} "hat"\n', fundedBy: null, recordedAt: '2024-01-01T00:00:00Z' }, usage('u1', { unknown: { '': [1.5, null], __proto__: 1 }, recordedAt: '2024-01-31T20:00:00.123Z' }),
      usage('u1', { count: 2, recordedAt: '2024-01-31T20:00:00.123Z' }), usage('u1', { recordedAt: '2024-01-30T20:00:00Z' }), { type: 'usage', key: 'u1', retracted: true, recordedAt: '2024-02-05T00:00:00Z' }, usage('u2'),
    ]
    expect(await takeEvidence(first, { values, ...ADMIN })).toEqual({ accepted: 6, duplicate: 0, rejected: [] })
    const second = await emptyRecord()
    expect(await takeStream(second, exportLines(first), ADMIN)).toEqual({ accepted: 6, duplicate: 0, rejected: [] })
    expect(await all(second)).toEqual(await all(first))
    const texts: string[] = []
    for await (const text of exportLines(second)) texts.push(text)
    expect(texts.join('').split('\n')).toHaveLength(7)
    expect(texts.join('')).toContain('"recordedAt":"2024-01-31T20:00:00.123Z"}\n')
  })
})
