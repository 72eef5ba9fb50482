import { appendFileSync, copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { describeOnEngines } from '../../test/harness/engines.ts'
import { openPostgres } from './engines/postgres.ts'
import { lineOf } from './journal.ts'
import { openFileJournal } from './journal-files.ts'
import { openPostgresJournal } from './journal-postgres.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hatrack-journal-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const file = (): string => join(folder, 'audit.jsonl')
const headFile = (): string => join(folder, 'audit-head.json')

/** Six changes as they are noted; one holds letters of two bytes. */
async function written(): Promise<Buffer> {
  const journal = openFileJournal(folder, 'audit')
  for (const [place, who] of ['ann', 'bob', 'zoë', 'ann', 'reyes', 'bob'].entries()) await journal.append({ who, what: `change ${place}` })
  await journal.close()
  return readFileSync(file())
}

async function isUnbroken(): Promise<boolean> {
  const journal = openFileJournal(folder, 'audit')
  return (await journal.verify()).isUnbroken
}

describe('the chain', () => {
  test('an empty journal is unbroken, and so is one that was written in the usual way', async () => {
    expect(await isUnbroken()).toBe(true)
    await written()
    const journal = openFileJournal(folder, 'audit')
    expect(await journal.verify()).toMatchObject({ entries: 6, isUnbroken: true, brokenAt: null })
    expect((await journal.entries()).map(({ n, content }) => [n, content.who])).toEqual([[1, 'ann'], [2, 'bob'], [3, 'zoë'], [4, 'ann'], [5, 'reyes'], [6, 'bob']])
  })

  test('looking again finds what was added, and any edit of what was found whole before; other work goes on meanwhile', async () => {
    await written()
    const journal = openFileJournal(folder, 'audit')
    expect(await journal.look()).toMatchObject({ chain: { entries: 6, isUnbroken: true }, entries: { length: 6 } })
    await journal.append({ who: 'ann', what: 'later' })
    const { entries, chain } = await journal.look()
    expect([entries.length, entries.at(-1)?.content.what, chain]).toEqual([7, 'later', await journal.verify()])
    const bytes = readFileSync(file())
    for (const at of [3, 400, bytes.length - 4]) {
      const edited = Buffer.from(bytes)
      edited[at] = (edited[at] as number) ^ 1
      writeFileSync(file(), edited)
      expect((await journal.look()).chain, `byte ${at}`).toEqual(await journal.verify())
      expect((await journal.look()).chain.isUnbroken, `byte ${at}`).toBe(false)
      writeFileSync(file(), bytes)
      expect((await journal.look()).chain.isUnbroken).toBe(true)
    }
    writeFileSync(file(), bytes.subarray(0, bytes.indexOf(10) + 1))
    expect((await journal.look()).chain).toMatchObject({ isUnbroken: false, brokenAt: 2 })
    writeFileSync(file(), Buffer.concat([bytes, Buffer.from('{"n":8')]))
    expect((await journal.look()).chain).toEqual(await journal.verify())
    writeFileSync(file(), bytes)
    await Promise.all(Array.from({ length: 3_000 }, (_, place) => journal.append({ what: `many ${place}` })))
    let turns = 0
    const turning = setInterval(() => turns++, 0)
    expect((await journal.look()).entries.length).toBe(3_007)
    clearInterval(turning)
    expect(turns).toBeGreaterThan(3)
    await journal.close()
  })

  test('an edit of any byte is found', async () => {
    const bytes = await written()
    for (let at = 0; at < bytes.length; at++) {
      const edited = Buffer.from(bytes)
      edited[at] = (edited[at] as number) ^ (1 << at % 8)
      writeFileSync(file(), edited)
      expect(await isUnbroken(), `byte ${at}`).toBe(false)
    }
  })

  test('taking out, putting in and moving any bytes is found, wherever it is', async () => {
    const bytes = await written()
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.length), fc.nat(bytes.length), fc.uint8Array({ maxLength: 40 }), async (one, other, put) => {
        const [from, to] = one < other ? [one, other] : [other, one]
        const edited = Buffer.concat([bytes.subarray(0, from), put, bytes.subarray(to)])
        fc.pre(!edited.equals(bytes))
        writeFileSync(file(), edited)
        expect(await isUnbroken()).toBe(false)
      }),
      { numRuns: 400 },
    )
  })

  test('taking out any entries, putting any in twice, and changing places is found and told by its number', async () => {
    const lines = (await written()).toString().trimEnd().split('\n')
    const found = async (changed: readonly string[]): Promise<number | null> => {
      writeFileSync(file(), changed.map((line) => `${line}\n`).join(''))
      return (await openFileJournal(folder, 'audit').verify()).brokenAt
    }
    for (let at = 0; at < lines.length; at++) {
      expect(await found(lines.toSpliced(at, 1))).toBe(at + 1)
      expect(await found(lines.slice(0, at))).toBe(at + 1)
      expect(await found(lines.toSpliced(at, 0, lines[at] as string))).toBe(at === lines.length ? at : at + 2)
      for (let other = at + 1; other < lines.length; other++) expect(await found(lines.with(at, lines[other] as string).with(other, lines[at] as string))).toBe(at + 1)
    }
  })

  test('an entry that somebody chained rightly to the last one is found, too: it was never counted', async () => {
    await written()
    const journal = openFileJournal(folder, 'audit')
    const { hash } = await journal.verify()
    appendFileSync(file(), `${lineOf(7, hash, { who: 'mallory', what: 'nothing' }).line}\n`)
    expect(await journal.verify()).toMatchObject({ isUnbroken: false, brokenAt: 7 })
    // Going on does not hide it.
    await journal.append({ who: 'ann', what: 'later' })
    expect(await journal.verify()).toMatchObject({ isUnbroken: false })
    await journal.close()
  })

  test('a head that was taken away is told for ever', async () => {
    await written()
    rmSync(headFile())
    expect(await isUnbroken()).toBe(false)
    const journal = openFileJournal(folder, 'audit')
    await journal.append({ who: 'ann', what: 'later' })
    await journal.close()
    expect(await isUnbroken()).toBe(false)
  })
})

describe('a kill in between', () => {
  test('leaves an unbroken chain at whatever byte the writing ended, and goes on from there', async () => {
    await written()
    copyFileSync(headFile(), `${headFile()}.before`)
    const before = readFileSync(file())
    const journal = openFileJournal(folder, 'audit')
    await journal.append({ who: 'ann', what: 'seven' })
    await journal.close()
    const after = readFileSync(file())
    const hash = JSON.parse(readFileSync(headFile(), 'utf8')).hash as string
    const head = JSON.parse(readFileSync(`${headFile()}.before`, 'utf8')) as object
    for (let end = before.length; end <= after.length; end++) {
      writeFileSync(file(), after.subarray(0, end))
      writeFileSync(headFile(), JSON.stringify({ ...head, next: { count: 7, hash } }))
      const torn: number[] = []
      const next = openFileJournal(folder, 'audit', { onTorn: ({ bytes }) => torn.push(bytes) })
      expect(await next.verify(), `${end}`).toMatchObject({ isUnbroken: true, entries: end === after.length ? 7 : 6 })
      const { n } = await next.append({ who: 'bob', what: 'after' })
      expect(n).toBe(end === after.length ? 8 : 7)
      expect(await next.verify()).toMatchObject({ isUnbroken: true, entries: n, says: null })
      expect(torn).toEqual(end === before.length || end === after.length ? [] : [end - before.length])
      await next.close()
    }
  })
})

describeOnEngines('appending', ({ engine, freshDatabase }) => {
  test('keeps the order of those who come together, from several at once', async () => {
    const url = await freshDatabase('journal')
    const store = url === undefined ? null : await openPostgres(url, 'hatrack_main')
    const open = () => (store ? openPostgresJournal(store, 'audit') : openFileJournal(folder, 'audit'))
    const one = open()
    const appended = await Promise.all(Array.from({ length: 50 }, (_, place) => one.append({ place })))
    expect(appended.map(({ n }) => n)).toEqual(Array.from({ length: 50 }, (_, place) => place + 1))
    const other = open()
    await other.append({ place: 50 })
    await one.append({ place: 51 })
    expect((await one.entries()).map(({ content }) => content.place)).toEqual(Array.from({ length: 52 }, (_, place) => place))
    expect(await other.verify()).toMatchObject({ isUnbroken: true, entries: 52 })
    await one.close()
    await other.close()
    await store?.close()
  })

  if (engine === 'postgres')
    test('what is edited, taken out or put in among the rows is found', async () => {
      const store = await openPostgres((await freshDatabase('journal_edits')) as string, 'hatrack_main')
      const journal = openPostgresJournal(store, 'audit')
      for (const who of ['ann', 'bob', 'reyes']) await journal.append({ who })
      const { hash } = await journal.verify()
      for (const [edit, brokenAt] of [
        [`update audit_entry set line = replace(line, 'bob', 'eve') where n = 2`, 2],
        ['delete from audit_entry where n = 2', 2],
        ['delete from audit_entry where n = 3', 3],
        [`insert into audit_entry values (4, '${lineOf(4, hash, { who: 'eve' }).line}')`, 4],
        ['update audit_entry set n = n + 10 where n = 1', 1],
        ['delete from audit_head', 3],
      ] as const) {
        await store.transaction((tx) => tx.run('create table kept as select * from audit_entry; create table kept_head as select * from audit_head'))
        await store.transaction((tx) => tx.run(edit))
        expect(await journal.verify(), edit).toMatchObject({ isUnbroken: false, brokenAt })
        await store.transaction((tx) => tx.run('delete from audit_entry; insert into audit_entry select * from kept; delete from audit_head; insert into audit_head select * from kept_head; drop table kept; drop table kept_head'))
        expect(await journal.verify()).toMatchObject({ isUnbroken: true })
      }
      await journal.append({ who: 'zoe' })
      expect(await journal.verify()).toMatchObject({ isUnbroken: true, entries: 4 })
      await store.close()
    })
})
