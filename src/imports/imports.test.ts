import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, describe, expect, test } from 'vitest'
import type { Record } from '../db/record.ts'
import { openFileRecord } from '../db/record-files.ts'
import type { Line } from '../evidence/line.ts'
import { takeEvidence } from '../evidence/take.ts'
import { versionRules } from '../evidence/versions.ts'
import { type FileReader, type Imports, openImports } from './imports.ts'
import type { RowOutcome } from './outcome.ts'
import type { TablePlan } from './plan.ts'
import type { ConvertedRow } from './reader.ts'

const NOW = Date.parse('2026-02-03T10:00:00Z')
/** The clock stands still, so this never passes. */
const NEVER_MS = 1
const open: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close()
})

async function emptyPlace(): Promise<{ readonly folder: string; readonly record: Record<Line> }> {
  const folder = mkdtempSync(join(tmpdir(), 'hatrack-imports-'))
  const record = await openFileRecord<Line>(join(folder, 'record'), { rules: versionRules(), now: () => NOW })
  open.push(async () => {
    await record.close()
    rmSync(folder, { recursive: true })
  })
  return { folder, record }
}

interface Made {
  readonly cells: readonly string[]
  readonly outcome: RowOutcome
}
type Tables = { readonly [table: string]: readonly Made[] }

/** Tables whose outcomes are given: what is read and understood is other files' business. */
function readerOf(tables: Tables, batchRows: number): FileReader {
  return {
    look: async () => ({
      looks: Object.entries(tables).map(([name, rows]) => ({ name, read: 'CSV', columns: ['id', 'what'], rows: rows.length, profiles: [], first: [] })),
      faults: [],
    }),
    known: async () => undefined,
    preview: async () => ({ rows: {}, warnings: [] }),
    async *convert({ plans, from, signal }) {
      for (const { table } of plans) {
        const rows = (tables[table] ?? []).map(({ cells, outcome }, place): ConvertedRow => ({ number: place + 1, cells, outcome }))
        for (let at = from[table] ?? 0; at < rows.length && !signal.aborted; at += batchRows) yield { table, rows: rows.slice(at, at + batchRows) }
      }
    },
    close: async () => undefined,
  }
}

interface Place {
  readonly folder: string
  readonly record: Record<Line>
}

function importsOn({ folder, record }: Place, tables: Tables, batchRows = 3, keepEveryMs = 0, tablesOf: { readonly [id: string]: Tables } = {}): Promise<Imports> {
  const reader = readerOf(tables, batchRows)
  const convert: FileReader['convert'] = (wanted) => readerOf(tablesOf[wanted.import] ?? tables, batchRows).convert(wanted)
  return openImports({ folder, record, now: () => NOW, log: { warn() {}, error: (details) => console.error(details) }, openReader: () => ({ ...reader, convert }), keepEveryMs })
}

async function lookedAt(imports: Imports): Promise<string> {
  const { id } = imports.begin({})
  await imports.append(id, 'a.csv', 0, pieces('id,what\n'))
  imports.look(id)
  expect(await imports.settled(id)).toMatchObject({ status: 'looked' })
  return id
}

async function* pieces(...texts: readonly string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield Buffer.from(text)
}

async function taken(imports: Imports, id: string) {
  imports.take(id)
  return imports.settled(id)
}

async function textOf(chunks: AsyncIterable<Uint8Array>): Promise<string> {
  const all: Uint8Array[] = []
  for await (const chunk of chunks) all.push(chunk)
  return Buffer.concat(all).toString()
}

async function bodies(record: Record<Line>): Promise<string[]> {
  const all: string[] = []
  for await (const chunk of record.read(0)) for (const { body } of chunk) all.push(body.replace(/import-[\d-]+-[0-9a-f]{10}/, 'i'))
  return all
}

const usage = (key: string, more: object = {}) => ({ type: 'usage', key, source: 's', party: 'user:ann', product: 'notes', at: '2026-02-03T09:00:00Z', ...more })
const row = (...lines: object[]): Made => ({ cells: [String(lines.length), 'x'], outcome: { kind: 'lines', lines: lines as never } })

describe('what becomes of rows', () => {
  test('each ends as written, known, refused or left out, and so does its money', async () => {
    const place = await emptyPlace()
    const money = (minor: number) => ({ money: { currency: 'EUR', minor } })
    const paid = (key: string, amount: string, kind = 'charge') => ({ type: 'payment', key, payer: 'user:ann', amount, currency: 'EUR', kind, at: '2026-01-05' })
    const imports = await importsOn(place, {
      a: [
        { cells: ['1', 'new'], outcome: { kind: 'lines', lines: [paid('p1', '1.01')], ...money(1_01) } },
        { cells: ['2', 'again'], outcome: { kind: 'lines', lines: [paid('p1', '1.01')], ...money(1_51) } },
        { cells: ['3', '=draft'], outcome: { kind: 'left-out', why: 'a draft', ...money(4_04) } },
        { cells: ['4', '=1+1'], outcome: { kind: 'refused', reason: 'bad-amount', says: 'no amount', ...money(-8_08) } },
        { cells: ['5', 'half'], outcome: { kind: 'lines', lines: [paid('p2', '0.16', 'refund'), usage('u3', { party: 'ann' })], ...money(16_16) } },
        { cells: ['6', 'nothing'], outcome: { kind: 'lines', lines: [] } },
      ],
    })
    const id = await lookedAt(imports)
    const state = await taken(imports, id)
    expect(state).toMatchObject({ status: 'taken', progress: null })
    expect(state.tables[0]?.tally).toEqual({
      rows: 6, written: 1, known: 1, refused: 2, leftOut: [{ why: 'a draft', rows: 1 }, { why: 'nothing follows from it', rows: 1 }], lines: { payment: 2 },
      // What no payment tells of is left out, or refused with its row: 0.50 that is still to be paid; 16.16 of which 0.16 was given back.
      money: [{ currency: 'EUR', in: '14.64', written: '0.85', known: '1.01', refused: '8.24', leftOut: '4.54' }],
    })
    expect(await textOf(imports.refused(id).chunks)).toBe(
      "\ufeffid,what,hatrack_row,hatrack_reason,hatrack_says\r\n4,'=1+1,4,bad-amount,no amount\r\n"
      + "5,half,5,bad-identifier,\"party 'ann' is no identifier; write namespace:value, such as \"\"user:42\"\" (one other line of this row is kept)\"\r\n",
    )
  })

  test('the same file again is known, line by line, though it is another import', async () => {
    const place = await emptyPlace()
    const imports = await importsOn(place, { a: [row(usage('u1'), usage('u2')), row(usage('u3'))] })
    await taken(imports, await lookedAt(imports))
    const again = await lookedAt(imports)
    expect((await taken(imports, again)).tables[0]).toMatchObject({ tally: { rows: 2, written: 0, known: 2 } })
    expect(place.record.recorded).toBe(3)
  })

  test('a file of which a row changed writes that row', async () => {
    const place = await emptyPlace()
    const first = await importsOn(place, { a: [row(usage('u1')), row(usage('u2'))] })
    await taken(first, await lookedAt(first))
    const second = await importsOn(place, { a: [row(usage('u1')), row(usage('u2', { count: 2 }))] })
    expect((await taken(second, await lookedAt(second))).tables[0]?.tally).toMatchObject({ written: 1, known: 1 })
  })

  test('after an undo the file can be imported again, and a redo brings the first back', async () => {
    const place = await emptyPlace()
    const imports = await importsOn(place, { a: [row(usage('u1'))] })
    const id = await lookedAt(imports)
    await taken(imports, id)
    expect(await imports.undo(id)).toMatchObject({ status: 'undone' })
    await expect(imports.undo(id)).rejects.toMatchObject({ code: 'not-now' })
    expect(await imports.redo(id)).toMatchObject({ status: 'taken' })
    await imports.undo(id)
    expect((await taken(imports, await lookedAt(imports))).tables[0]?.tally).toMatchObject({ written: 1, known: 0 })
  })
})

describe('an import is undone after others had found its rows known', () => {
  const A = { a: [row(usage('u1')), row(usage('u2')), row(usage('u3'))] }
  const B = { a: [row(usage('u2')), row(usage('u3')), row(usage('u4'))] }
  const C = { a: [row(usage('u3', { count: 5 }))] }

  async function threeImports(): Promise<{ place: Place; ids: readonly string[] }> {
    const place = await emptyPlace()
    const ids: string[] = []
    for (const tables of [A, B, C]) {
      const imports = await importsOn(place, tables)
      const id = await lookedAt(imports)
      await taken(imports, id)
      ids.push(id)
    }
    return { place, ids }
  }

  test('what they say stays said, and what was said since is not overruled', async () => {
    const { place, ids: [a = '', b = '', c = ''] } = await threeImports()
    const imports = await importsOn(place, B, undefined, undefined, { [a]: A })
    expect(imports.get(b).tables[0]?.tally).toMatchObject({ rows: 3, written: 1, known: 2 })
    await imports.undo(a)
    expect(await imports.settled(b)).toMatchObject({ status: 'taken', tables: [{ tally: { rows: 3, written: 2, known: 1, lines: { usage: 2 } } }] })
    const holding = async (key: string): Promise<unknown> => (await place.record.versions(`usage\0s\0${key}`)).map(({ body }) => JSON.parse(body) as { import: string; count?: number }).at(-1)
    expect(await holding('u2')).toMatchObject({ import: b })
    expect(await holding('u3')).toMatchObject({ import: c, count: 5 })
    expect(await holding('u1')).toMatchObject({ import: a })
    await imports.redo(a)
    await imports.settled(b)
    // What another corrected since is counted there.
    expect(await imports.settled(a)).toMatchObject({ status: 'taken', tables: [{ tally: { rows: 3, written: 2, known: 1 } }] })
    expect(await imports.settled(b)).toMatchObject({ status: 'taken', tables: [{ tally: { rows: 3, written: 1, known: 2, lines: { usage: 1 } } }] })
    expect(await holding('u2')).toMatchObject({ import: a })
    expect(await holding('u3')).toMatchObject({ import: c, count: 5 })
  })

  test('whatever is taken, undone and brought in again: each payment is counted by the one import that holds it', async () => {
    const key = fc.integer({ min: 0, max: 7 })
    const deed = fc.record({ import: fc.integer({ min: 0, max: 3 }), keys: fc.array(key, { minLength: 1, maxLength: 8 }) })
    await fc.assert(fc.asyncProperty(fc.array(deed, { minLength: 2, maxLength: 14 }), async (deeds) => {
      const place = await emptyPlace()
      const tables = new Map<string, Tables>()
      const reader = readerOf({ a: [] }, 2)
      const openReader = (): FileReader => ({ ...reader, look: readerOf({ a: [row()] }, 2).look, convert: (wanted) => readerOf(tables.get(wanted.import) as Tables, 2).convert(wanted) })
      const imports = await openImports({ folder: place.folder, record: place.record, now: () => NOW, log: { warn() {}, error: (details) => console.error(details) }, openReader, keepEveryMs: 0 })
      const ids: string[] = []
      // One that is done may be the cause that another begins.
      const rest = async (): Promise<void> => {
        do for (const id of ids) await imports.settled(id)
        while (ids.some((id) => imports.get(id).progress !== null || imports.get(id).status === 'taking' || imports.get(id).status === 'undoing'))
      }
      for (const { import: which, keys } of deeds) {
        const id = ids[which]
        if (id === undefined) {
          const made = await lookedAt(imports)
          ids.push(made)
          tables.set(made, { a: keys.map((n): Made => ({ cells: [String(n), 'x'], outcome: { kind: 'lines', money: { currency: 'EUR', minor: 100 + n }, lines: [{ type: 'payment', key: `p${n}`, source: 's', payer: 'user:ann', amount: `1.0${n}`, currency: 'EUR', at: '2026-01-05' }] as never } })) })
          await taken(imports, made)
        } else if (imports.get(id).status === 'undone') await imports.redo(id)
        else await imports.undo(id)
        await rest()
        const live = ids.filter((one) => imports.get(one).status === 'taken')
        const held = new Map<string, bigint>(live.map((one) => [one, 0n]))
        for (let n = 0; n < 8; n++) {
          const said = (await place.record.versions(`payment\0s\0p${n}`)).map(({ body }) => (JSON.parse(body) as { import: string }).import).filter((one) => live.includes(one))
          const holder = said.at(-1)
          if (holder !== undefined) held.set(holder, (held.get(holder) ?? 0n) + BigInt(100 + n))
          expect(holder !== undefined).toBe(live.some((one) => tables.get(one)?.a?.some(({ cells }) => cells[0] === String(n))))
        }
        for (const one of live) expect(BigInt(imports.counts(one).a?.money.EUR?.written ?? '0')).toBe(held.get(one))
      }
    }), { numRuns: 25 })
  })

  test('if the process ends between the undo and that, it is done when it starts again', async () => {
    const { place, ids: [a = '', b = ''] } = await threeImports()
    const path = join(place.folder, 'imports', b, 'import.json')
    writeFileSync(path, JSON.stringify({ ...(JSON.parse(readFileSync(path, 'utf8')) as object), mustTakeAgain: true }))
    await takeEvidence(place.record, { values: [{ type: 'undo', key: `undo ${a}`, import: a }], power: 'admin', now: NOW })
    const imports = await importsOn(place, B)
    expect(await imports.settled(b)).toMatchObject({ status: 'taken', tables: [{ tally: { written: 2, known: 1 } }] })
  })

  test('if the files that were sent are gone, that is told', async () => {
    const { place, ids: [a = '', b = ''] } = await threeImports()
    const imports = await importsOn(place, B)
    await imports.forget(b)
    await imports.undo(a)
    expect((await imports.settled(b)).warnings).toMatchObject([{ code: 'said-by-undone', count: 2 }])
  })
})

test('use without a time keeps that of its first import; imported again later it is known, undone by both it is new', async () => {
  const place = await emptyPlace()
  const at = (time: string): Tables => ({ a: [{ cells: ['1', 'x'], outcome: { kind: 'lines', untimed: true, lines: [{ ...usage('u1', {}), at: time }] } }] })
  const first = await importsOn(place, at('2026-02-03T10:00:00Z'))
  const id = await lookedAt(first)
  expect((await taken(first, id)).tables[0]?.tally).toMatchObject({ written: 1, known: 0 })
  const second = await importsOn(place, at('2026-03-03T10:00:00Z'))
  const again = await lookedAt(second)
  expect((await taken(second, again)).tables[0]?.tally).toMatchObject({ written: 0, known: 1 })
  await second.undo(id)
  await second.settled(again)
  await second.undo(again)
  expect((await taken(second, await lookedAt(second))).tables[0]?.tally).toMatchObject({ written: 1, known: 0 })
})

describe('an import that is broken off', () => {
  const outcome: fc.Arbitrary<Made> = fc.record({
    cells: fc.tuple(fc.constantFrom('1', '', '=x', 'a,"b"\n'), fc.string({ maxLength: 4 })),
    outcome: fc.oneof(
      { arbitrary: fc.record({
        kind: fc.constant('lines' as const),
        // few keys and contents, so that lines repeat, are corrected, and come back to what they were
        lines: fc.array(fc.record({ key: fc.constantFrom('u1', 'u2', 'u3'), count: fc.constantFrom(1, 2), fault: fc.boolean() }), { maxLength: 3 })
          .map((lines) => lines.map(({ key, count, fault }) => usage(key, { count: fault ? 0 : count }))),
        money: fc.record({ currency: fc.constantFrom('EUR', 'JPY'), minor: fc.integer({ min: -1_000, max: 1_000 }) }),
      }), weight: 5 },
      { arbitrary: fc.record({ kind: fc.constant('left-out' as const), why: fc.constantFrom('a draft', 'a trial') }), weight: 1 },
      { arbitrary: fc.record({ kind: fc.constant('refused' as const), reason: fc.constant('bad-amount' as const), says: fc.string({ maxLength: 5 }) }), weight: 1 },
    ),
  })
  const tables = fc.record({ a: fc.array(outcome, { maxLength: 20 }), b: fc.array(outcome, { maxLength: 8 }) })
  /** After so many submits the process is gone, with or without the last one on disk; or it is stopped in an orderly way. */
  const ends = fc.array(fc.record({ after: fc.integer({ min: 1, max: 6 }), how: fc.constantFrom('before', 'behind', 'stop') }), { maxLength: 5 })

  test('goes on to the very counts, lines and refused rows of one that was not, wherever it broke off', async () => {
    await fc.assert(fc.asyncProperty(tables, ends, fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 5 }), fc.constantFrom(0, NEVER_MS), async (made, broken, batch, otherBatch, keepEveryMs) => {
      const whole = await emptyPlace()
      const straight = await importsOn(whole, made, batch)
      const expectedId = await lookedAt(straight)
      const expected = await taken(straight, expectedId)

      const place = await emptyPlace()
      let imports = await importsOn(place, made, batch)
      const id = await lookedAt(imports)
      for (const end of broken) {
        imports = await importsOn({ folder: place.folder, record: dying(place.record, end.after, end.how, () => imports.stop(id)) }, made, otherBatch, keepEveryMs)
        if (imports.get(id).status === 'taken') break
        imports.take(id)
        await Promise.race([imports.settled(id), gone])
      }
      imports = await importsOn(place, made, batch)
      const ended = imports.get(id).status === 'taken' ? imports.get(id) : await taken(imports, id)

      expect(ended.status).toBe('taken')
      expect(ended.tables.map(({ tally }) => tally)).toEqual(expected.tables.map(({ tally }) => tally))
      expect(await bodies(place.record)).toEqual(await bodies(whole.record))
      for (const table of ['a', 'b']) expect(await textOf(imports.refused(id, table).chunks)).toBe(await textOf(straight.refused(expectedId, table).chunks))
      for (const { tally } of ended.tables) {
        if (tally === null) continue
        expect(tally.written + tally.known + tally.refused + tally.leftOut.reduce((sum, { rows }) => sum + rows, 0)).toBe(tally.rows)
      }
      expect(ended.tables.map(({ tally }) => tally?.rows ?? 0)).toEqual([made.a.length, made.b.length])
    }), { numRuns: 60 })
  })
})

let tellGone: () => void = () => undefined
let gone = new Promise<void>((settle) => { tellGone = settle })

/** A record whose process dies at a submit: nobody hears of it any more. */
function dying(record: Record<Line>, after: number, how: string, stop: () => Promise<unknown>): Record<Line> {
  let submits = 0
  gone = new Promise((settle) => { tellGone = settle })
  return new Proxy(record, {
    get(target, name) {
      if (name !== 'submit') {
        const value: unknown = Reflect.get(target, name, target)
        return typeof value === 'function' ? value.bind(target) : value
      }
      return async (candidates: Parameters<Record<Line>['submit']>[0]) => {
        submits += 1
        if (submits !== after || how === 'stop') {
          const verdicts = await target.submit(candidates)
          if (submits === after) void stop()
          return verdicts
        }
        if (how === 'behind') await target.submit(candidates)
        tellGone()
        return new Promise<never>(() => undefined)
      }
    },
  })
}

describe('the steps of an import', () => {
  test('files come in pieces; a piece at a wrong place is refused with the right one', async () => {
    const imports = await importsOn(await emptyPlace(), {})
    const { id } = imports.begin({ name: 'May' })
    expect(await imports.append(id, 'x/a.csv', 0, pieces('abc', 'def'))).toBe(6)
    await expect(imports.append(id, 'x/a.csv', 3, pieces('x'))).rejects.toMatchObject({ code: 'wrong-offset', details: { bytes: 6 } })
    expect(await imports.append(id, 'x/a.csv', 6, pieces('ghi'))).toBe(9)
    expect(await imports.append(id, '../../b.csv', 0, pieces('abc'))).toBe(3)
    expect(imports.get(id)).toMatchObject({ name: 'May', files: [{ name: 'x/a.csv', bytes: 9 }, { name: '../../b.csv', bytes: 3 }] })
    expect(await imports.append(id, 'x/a.csv', 0, pieces('new'))).toBe(3)
  })

  test('a file that was announced is only read once all of it is there, or left out', async () => {
    const place = await emptyPlace()
    const imports = await importsOn(place, { a: [row(usage('u1'))] })
    const { id } = imports.begin({ files: [{ name: 'a.csv', size: 8 }, { name: 'b.csv', size: 3 }] })
    await imports.append(id, 'a.csv', 0, pieces('12345'))
    await imports.append(id, 'b.csv', 0, pieces('abc'))
    expect(() => imports.look(id)).toThrow("of the file 'a.csv' only 5 of 8 bytes were sent")
    const again = await importsOn(place, { a: [row(usage('u1'))] })
    expect(again.get(id).files).toEqual([{ name: 'a.csv', bytes: 5, size: 8 }, { name: 'b.csv', bytes: 3, size: 3 }])
    await again.append(id, 'a.csv', 5, pieces('678'))
    expect(again.look(id)).toMatchObject({ status: 'looking' })
    await again.settled(id)
    const other = again.begin({ files: [{ name: 'a.csv', size: 8 }, { name: 'b.csv', size: 3 }] })
    await again.append(other.id, 'b.csv', 0, pieces('abc'))
    expect(again.look(other.id, { leaveOut: true }).files).toEqual([{ name: 'b.csv', bytes: 3, size: 3 }])
    await again.settled(other.id)
  })

  test('a piece that broke off stays as far as it came', async () => {
    const imports = await importsOn(await emptyPlace(), {})
    const { id } = imports.begin({})
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield Buffer.from('abc')
      throw new Error('gone')
    }
    await expect(imports.append(id, 'a.csv', 0, broken())).rejects.toThrow('gone')
    expect(imports.get(id).files).toEqual([{ name: 'a.csv', bytes: 3 }])
    expect(await imports.append(id, 'a.csv', 3, pieces('def'))).toBe(6)
  })

  test('what does not fit the state is refused with a sentence', async () => {
    const place = await emptyPlace()
    const imports = await importsOn(place, { a: [row(usage('u1'))] })
    const { id } = imports.begin({})
    expect(() => imports.look(id)).toThrow('it has no files yet')
    expect(() => imports.take(id)).toThrow('look at it first')
    expect(() => imports.get('i7')).toThrow("there is no import 'i7'")
    await expect(imports.undo(id)).rejects.toThrow('nothing of it is taken')
    const looked = await lookedAt(imports)
    const plan = imports.get(looked).tables[0]?.plan as TablePlan
    await expect(imports.plan(looked, [{ ...plan, fields: { x: { column: 'nowhere', certainty: 1, because: '' } } }])).rejects.toThrow("no column 'nowhere'")
    await expect((async () => imports.plan(looked, [{ ...plan, table: 'z' }]))()).rejects.toThrow("no table 'z'")
    const needy = await imports.plan(looked, [{ ...plan, kind: 'payments' }])
    expect(needy.tables[0]?.missing).toEqual(['customer', 'amount', 'at'])
    expect(() => imports.take(looked)).toThrow('lacks customer and amount and at')
    await imports.plan(looked, [plan])
    await taken(imports, looked)
    expect(() => imports.look(looked)).toThrow('rows of it are taken already')
    await expect(imports.append(looked, 'b.csv', 0, pieces('x'))).rejects.toThrow('begin a new import')
    expect(() => imports.refused(looked)).toThrow('no row of the import was refused')
  })

  test('an import of which nothing was taken is forgotten wholly; of others the files go', async () => {
    const place = await emptyPlace()
    const imports = await importsOn(place, { a: [row(usage('u1'))] })
    const never = await lookedAt(imports)
    expect(await imports.forget(never)).toBeNull()
    expect(imports.list()).toEqual([])
    const id = await lookedAt(imports)
    await taken(imports, id)
    expect(await imports.forget(id)).toMatchObject({ status: 'taken', files: [] })
    expect((await importsOn(place, {})).get(id)).toMatchObject({ files: [], tables: [{ tally: { written: 1 } }] })
  })

  test('one import is worked on at a time; the next one says what it waits for, and can be stopped while it waits', async () => {
    const place = await emptyPlace()
    const rows = Array.from({ length: 50 }, (_, number) => row(usage(`u${number}`)))
    const imports = await importsOn(place, { a: rows }, 1)
    const [first, second, third] = [await lookedAt(imports), await lookedAt(imports), await lookedAt(imports)]
    imports.take(first)
    imports.take(second)
    imports.take(third)
    expect(imports.get(second).progress?.step).toBe('Waits for the import a.csv')
    expect(await imports.stop(second)).toMatchObject({ status: 'looked', progress: null })
    expect(await imports.settled(third)).toMatchObject({ status: 'taken', tables: [{ tally: { known: 50 } }] })
    expect(imports.get(first).status).toBe('taken')
    expect(imports.get(second).tables[0]?.tally).toBeNull()
  })

  test('files beyond what may be staged are refused', async () => {
    const { folder, record } = await emptyPlace()
    const imports = await openImports({ folder, record, now: () => NOW, log: { warn() {}, error() {} }, openReader: () => readerOf({}, 1), stagedBytes: 10 })
    const { id } = imports.begin({})
    await imports.append(id, 'a.csv', 0, pieces('12345678'))
    await expect(imports.append(id, 'b.csv', 0, pieces('123'))).rejects.toMatchObject({ code: 'storage-full' })
    expect(await imports.append(id, 'a.csv', 0, pieces('1234567890'))).toBe(10)
  })

  test('a state that cannot be read is told and left alone', async () => {
    const place = await emptyPlace()
    const imports = await importsOn(place, {})
    const { id } = imports.begin({})
    const file = join(place.folder, 'imports', id, 'import.json')
    writeFileSync(file, '{')
    const told: object[] = []
    const again = await openImports({ folder: place.folder, record: place.record, now: () => NOW, log: { warn: (details) => told.push(details), error() {} }, openReader: () => readerOf({}, 1) })
    expect(again.list()).toEqual([])
    expect(told).toMatchObject([{ import: id }])
    expect(readFileSync(file, 'utf8')).toBe('{')
  })
})
