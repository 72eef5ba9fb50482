import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { crc32, deflateRawSync, gzipSync } from 'node:zlib'
import { DuckDBInstance } from '@duckdb/node-api'
import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { type OpenedTable, openTables } from './open-tables.ts'
import { plainFiles, UNPACK_LIMITS } from './read-files.ts'
import type { Row } from './table.ts'

const folder = await mkdtemp(join(tmpdir(), 'hatrack-tables-'))
afterAll(() => rm(folder, { recursive: true }))
let files = 0

async function written(bytes: string | Uint8Array, name = 'file'): Promise<{ name: string; path: string }> {
  const path = join(folder, `${++files}`)
  await writeFile(path, bytes)
  return { name, path }
}

async function opened(bytes: string | Uint8Array, name?: string): Promise<{ tables: readonly OpenedTable[]; faults: readonly { file: string; says: string }[] }> {
  return openTables([await written(bytes, name)], join(folder, `scratch-${files}`))
}

async function rowsOf(table: OpenedTable | undefined): Promise<Row[]> {
  const rows: Row[] = []
  for await (const batch of (table as OpenedTable).rows()) rows.push(...batch)
  return rows
}

async function read(bytes: string | Uint8Array): Promise<{ columns: readonly string[]; cells: (readonly (string | null)[])[]; faults: (string | undefined)[]; read: string; rows: Row[] }> {
  const { tables, faults } = await opened(bytes)
  expect(faults).toEqual([])
  expect(tables).toHaveLength(1)
  const rows = await rowsOf(tables[0])
  expect(rows.map(({ number }) => number)).toEqual(rows.map((_, place) => place + 1))
  return { columns: (tables[0] as OpenedTable).columns, cells: rows.map(({ cells }) => cells), faults: rows.map(({ fault }) => fault), read: (tables[0] as OpenedTable).read, rows }
}

function utf16(text: string, bigEndian: boolean, mark: boolean): Buffer {
  const bytes = Buffer.from(mark ? `\ufeff${text}` : text, 'utf16le')
  return bigEndian ? bytes.swap16() : bytes
}

/** A zip, written by hand. */
function zipOf(entries: readonly { name: string; bytes: Uint8Array; encrypted?: boolean; said?: number }[]): Buffer {
  const parts: Buffer[] = []
  const directory: Buffer[] = []
  let at = 0
  for (const { name, bytes, encrypted, said } of entries) {
    const packed = deflateRawSync(bytes)
    const title = Buffer.from(name)
    const common = Buffer.alloc(26)
    common.writeUInt16LE(20, 0)
    common.writeUInt16LE(0x0800 | (encrypted ? 1 : 0), 2)
    common.writeUInt16LE(8, 4)
    common.writeUInt32LE(crc32(bytes), 10)
    common.writeUInt32LE(packed.length, 14)
    common.writeUInt32LE(said ?? bytes.length, 18)
    common.writeUInt16LE(title.length, 22)
    parts.push(Buffer.from('PK\x03\x04', 'latin1'), common, title, packed)
    // Signature, version, what the entry itself says, eleven fields of nothing, and where the entry is.
    const entry = Buffer.alloc(46)
    entry.write('PK\x01\x02', 'latin1')
    entry.writeUInt16LE(20, 4)
    common.copy(entry, 6)
    entry.writeUInt32LE(at, 42)
    directory.push(entry, title)
    at += 30 + title.length + packed.length
  }
  const list = Buffer.concat(directory)
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06', 'latin1')
  end.writeUInt16LE(entries.length, 8)
  end.writeUInt16LE(entries.length, 10)
  end.writeUInt32LE(list.length, 12)
  end.writeUInt32LE(at, 16)
  return Buffer.concat([...parts, list, end])
}

describe('cells', () => {
  test.each([',', ';', '\t', '|', '^', '~', '\u0001', '||', ':'])('are divided by what divides them: %j', async (delimiter) => {
    const text = ['id', 'name', 'amount'].join(delimiter) + '\n' + ['1', 'Ann', '1.50'].join(delimiter) + '\n' + ['2', 'Bob, of Acme', '20.00'].join(delimiter) + '\n'
    expect(await read(delimiter === ',' ? text.replace('Bob, of', '"Bob, of').replace('Acme', 'Acme"') : text)).toMatchObject({ columns: ['id', 'name', 'amount'], cells: [['1', 'Ann', '1.50'], ['2', 'Bob, of Acme', '20.00']] })
  })

  test('a decimal comma in every row does not divide', async () => {
    const rows = Array.from({ length: 300 }, (_, number) => `Acme ${number};1,${number + 10}`)
    expect(await read(`name;amount\n${rows.join('\n')}\n`)).toMatchObject({ columns: ['name', 'amount'], read: 'CSV, semicolons, UTF-8' })
  })

  test('nor does a comma in the title above', async () => {
    expect(await read(`Usage, January\nname;amount\n${Array.from({ length: 30 }, (_, number) => `Acme ${number};1,${number + 10}\n`).join('')}`)).toMatchObject({ columns: ['name', 'amount'], read: 'CSV, semicolons, UTF-8, 1 line above the header' })
  })

  test('prose is one column', async () => {
    expect((await read('notes\nhello, world\nfine\nthis, that, and more\nno\n')).columns).toEqual(['notes'])
    expect((await read('email\nann@acme.com\nbob@acme.com\n')).cells).toEqual([['ann@acme.com'], ['bob@acme.com']])
    expect((await read('created\n2026-01-01 10:00:00\n2026-01-02 11:00:00\n')).columns).toEqual(['created'])
  })

  test('the line of Excel that names the delimiter is no row', async () => {
    expect(await read('sep=;\r\nid;name\r\n1;Ann\r\n')).toMatchObject({ columns: ['id', 'name'], cells: [['1', 'Ann']] })
    expect(await read('"sep=|"\nid|name\n1|Ann\n')).toMatchObject({ columns: ['id', 'name'], cells: [['1', 'Ann']] })
  })

  test('titles and blank lines above the header are no rows, and blank lines nowhere are', async () => {
    expect(await read('\n\nUsage of January\n"made on 2026-02-01, by Ann"\n\nid,name,team\n1,Ann,A\n\n   \n2,Bob,B\n\n')).toMatchObject({ columns: ['id', 'name', 'team'], cells: [['1', 'Ann', 'A'], ['2', 'Bob', 'B']] })
    expect(await read('Usage of January,,,\n,,,\nid,name,team,plan\n1,Ann,A,pro\n,,,\n2,Bob,B,\n')).toMatchObject({ columns: ['id', 'name', 'team', 'plan'], cells: [['1', 'Ann', 'A', 'pro'], ['2', 'Bob', 'B', '']] })
  })

  test('without a header columns have numbers', async () => {
    expect(await read('1,ann@acme.com,2026-01-01\n2,bob@acme.com,2026-01-02\n3,reyes@acme.com,2026-01-03\n')).toMatchObject({ columns: ['column 1', 'column 2', 'column 3'], cells: [{ length: 3 }, { length: 3 }, { length: 3 }] })
    expect((await read('name,2024,2025\nAnn,10,20\nBob,1,2\n')).columns).toEqual(['name', '2024', '2025'])
  })

  test('columns without a name have a number, and names that are the same are told apart', async () => {
    expect((await read('id,name,name,,name (2)\n1,a,b,c,d\n')).columns).toEqual(['id', 'name', 'name (3)', 'column 4', 'name (2)'])
  })

  test('a row may have fewer cells, and blank ones too many; more is a fault', async () => {
    const { cells, faults } = await read('id,name,team\n1,Ann\n2,Bob,B,,\n3,Reyes,C,what,is,this\n4,Eve,D\n')
    expect(cells).toEqual([['1', 'Ann', null], ['2', 'Bob', 'B'], ['3', 'Reyes', 'C', 'what', 'is', 'this'], ['4', 'Eve', 'D']])
    expect(faults.map((fault) => fault?.slice(0, 44))).toEqual([undefined, undefined, 'the row has 6 cells, the header has 3; put q', undefined])
  })

  test('quotes hold delimiters, line ends and quotes', async () => {
    expect((await read('id,note\n1,"a, b"\n2,"two\nlines"\n3,"say ""hi"""\n4,5" disk\n5, "spaced" \n6,""\n')).cells).toEqual([['1', 'a, b'], ['2', 'two\nlines'], ['3', 'say "hi"'], ['4', '5" disk'], ['5', 'spaced'], ['6', '']])
    expect((await read('id,note\n1,"say \\"hi\\""\n2,"and, \\"again\\""\n3,"plain"\n')).cells).toEqual([['1', 'say "hi"'], ['2', 'and, "again"'], ['3', 'plain']])
  })

  test('broken quotes cost one row, not the file', async () => {
    const broken = await read('id,note\n1,a\n2,"He said "hi" to me"\n3,b\n4,"never closed\n5,c\n6,"d"\n7,"e"\n')
    expect(broken.rows.map(({ fault, cells }) => [cells[0], fault === undefined])).toEqual([['1', true], ['2', false], ['3', true], ['4', false], ['5', true], ['6', true], ['7', true]])
    const within = await read('id,note,more\n1,"two\nlines" broken,x\n2,b,y\n3,c,z\n')
    expect(within.rows.map(({ fault, cells }) => [cells[0], fault === undefined])).toEqual([['1', false], ['2', true], ['3', true]])
  })

  test('a quote that is never closed does not take a large file with it', async () => {
    const lines = Array.from({ length: 60_000 }, (_, number) => (number === 3 ? '3,"open' : `${number},"a quoted cell with ""quotes"" in it"`))
    const { rows, faults } = await read(`id,note\n${lines.join('\n')}\n`)
    expect(rows).toHaveLength(60_000)
    expect(faults.filter((fault) => fault !== undefined)).toHaveLength(1)
  })

  test('the mark against formulas is taken away again, and nothing else', async () => {
    expect((await read(`id,note\n1,'=1+1\n2,"'-x, y"\n3,'tis\n4,-5\n5,"=""0012"""\n6,O'Neil\n`)).cells.map(([, note]) => note)).toEqual(['=1+1', '-x, y', "'tis", '-5', '0012', "O'Neil"])
  })

  test('a cell of more than a mebibyte is a fault, and a line without end too', async () => {
    const { rows } = await read(Buffer.concat([Buffer.from('id,note\n1,'), Buffer.alloc(2_000_000, 'x'), Buffer.from('\n2,b\n3,'), Buffer.alloc(20_000_000, 'y'), Buffer.from('\n4,d\n5,"'), Buffer.alloc(3_000_000, 'z'), Buffer.from('"\n6,f\n')]))
    const sound = rows.filter(({ fault }) => fault === undefined).map(({ cells }) => cells[0])
    expect(sound).toEqual(['2', '4', '6'])
    for (const { cells } of rows) for (const cell of cells) expect(cell?.length ?? 0).toBeLessThanOrEqual(65_536)
  })

  test('ten thousand columns', async () => {
    const line = (of: (place: number) => string): string => Array.from({ length: 10_000 }, (_, place) => of(place)).join(',')
    const { columns, cells } = await read(`${line((place) => `c${place}`)}\n${Array.from({ length: 20 }, (_, row) => line((place) => `${row * place}`)).join('\n')}\n`)
    expect(columns).toHaveLength(10_000)
    expect(cells[19]?.[9_999]).toBe(String(19 * 9_999))
  })
})

describe('text', () => {
  const TEXT = 'id;name\n1;Zürich\n2;Košice\n'

  test.each([
    ['UTF-8', Buffer.from(TEXT), 'UTF-8'], ['UTF-8 with a mark', Buffer.from(`\ufeff${TEXT}`), 'UTF-8'],
    ['UTF-16 with a mark', utf16(TEXT, false, true), 'UTF-16'], ['big-endian UTF-16 with a mark', utf16(TEXT, true, true), 'UTF-16'],
    ['UTF-16 without a mark', utf16(TEXT, false, false), 'UTF-16'], ['big-endian UTF-16 without a mark', utf16(TEXT, true, false), 'UTF-16'],
  ])('%s', async (_, bytes, said) => {
    expect(await read(bytes)).toMatchObject({ columns: ['id', 'name'], cells: [['1', 'Zürich'], ['2', 'Košice']], read: `CSV, semicolons, ${said}` })
  })

  test('Windows-1252, decided by a byte that stands far back', async () => {
    const rows = Array.from({ length: 100_000 }, (_, number) => `${number};plain`)
    const bytes = Buffer.concat([Buffer.from(`id;name\n${rows.join('\n')}\n100000;M`), Buffer.from([0xfc]), Buffer.from('ller zahlt 5 '), Buffer.from([0x80]), Buffer.from('\n')])
    const { cells, read: said } = await read(bytes)
    expect(said).toBe('CSV, semicolons, Windows-1252')
    expect(cells.at(-1)).toEqual(['100000', 'Müller zahlt 5 €'])
  })

  test('UTF-8 with one broken byte stays UTF-8, and that row is a fault', async () => {
    const rows = Array.from({ length: 50 }, (_, number) => `${number},Zürich`)
    const { cells, faults, read: said } = await read(Buffer.concat([Buffer.from(`id,name\n${rows.join('\n')}\n50,Z`), Buffer.from([0xc3]), Buffer.from('rich\n51,Zürich\n')]))
    expect(said).toBe('CSV, commas, UTF-8 with broken bytes')
    expect(cells[0]).toEqual(['0', 'Zürich'])
    expect(faults.map((fault, place) => (fault === undefined ? null : place)).filter((place) => place !== null)).toEqual([50])
  })

  test('lines end with line feed, both, or carriage return alone', async () => {
    for (const end of ['\n', '\r\n', '\r']) expect((await read(['id,note', '1,a', '2,"b"', '3,"c\nd"', ''].join(end))).cells).toEqual([['1', 'a'], ['2', 'b'], ['3', 'c\nd']])
  })

  test('the last line needs no end', async () => {
    expect((await read('id,note\n1,a\n2,"b"')).cells).toEqual([['1', 'a'], ['2', 'b']])
    expect((await read('id,note\n1,a\n2,"b\nc"')).cells).toEqual([['1', 'a'], ['2', 'b\nc']])
  })
})

/** As a spreadsheet writes it: quotes where they are needed, or everywhere. */
function csv(rows: readonly (readonly string[])[], delimiter: string, newline: string, all: boolean): string {
  const cell = (text: string): string => (all || text.includes(delimiter) || /["\r\n]/.test(text) || /^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
  return rows.map((row) => row.map(cell).join(delimiter) + newline).join('')
}

function unmarked(text: string): string {
  if (/^'[=+\-@\t\r]/.test(text)) return text.slice(1)
  return /^="[^"]+"$/.test(text) ? text.slice(2, -1) : text
}

const NAUGHTY = ['', ' ', 'null', '\0', '\u0001', '"', '""', "'", "'='", '="1"', ',', ';', '\t', '|', '\n', '\r\n', '\r', '\\', '\\"', '__proto__', '\u202etest', '￾', '👩‍👩‍👧', 'ﬃ', '田中さん', "1'; drop table users--", '<script>', '1e400', '2026-02-03', '$HOME', '%s', 'Ω≈ç√∫', '\u2028', 'a,"b"', '"a', 'a"', '5" x']
const cellText = fc.oneof({ weight: 3, arbitrary: fc.string({ maxLength: 12 }) }, { weight: 2, arbitrary: fc.constantFrom(...NAUGHTY) }, { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 8 }) }, { weight: 1, arbitrary: fc.stringMatching(/^[a-z]{0,8}[,;\t|"\n][a-z]{0,4}$/) })

describe('laws', () => {
  test('any table that is written as CSV is read back the same', async () => {
    await fc.assert(fc.asyncProperty(
      fc.integer({ min: 2, max: 6 }).chain((width) => fc.array(fc.array(cellText, { minLength: width - 1, maxLength: width - 1 }), { minLength: 1, maxLength: 30 })),
      fc.constantFrom(',', ';', '\t', '|'), fc.constantFrom('\n', '\r\n', '\r'), fc.boolean(), fc.constantFrom('utf-8', 'utf-8 marked', 'utf-16le', 'utf-16be'),
      async (cells, delimiter, newline, all, encoding) => {
        const header = ['row id', ...(cells[0] as string[]).map((_, place) => `Column ${String.fromCharCode(65 + place)}`)]
        // No lone surrogates: no encoding has them. Each row has a name, as a row without any text is none.
        const table = cells.map((row, number) => [`row-${number}`, ...row.map((cell) => cell.replace(/\p{Surrogate}/gu, '?'))])
        const text = csv([header, ...table], delimiter, newline, all)
        const bytes = encoding === 'utf-8' ? Buffer.from(text) : encoding === 'utf-8 marked' ? Buffer.from(`\ufeff${text}`) : utf16(text, encoding === 'utf-16be', true)
        const found = await read(bytes)
        expect(found.columns).toEqual(header)
        expect(found.cells).toEqual(table.map((row) => row.map(unmarked)))
        expect(found.faults.every((fault) => fault === undefined)).toBe(true)
      },
    ), { numRuns: 300 })
  })

  test('any table of Western Europe that is written in Windows-1252 is read back the same', async () => {
    const western = fc.string({ unit: fc.constantFrom(...'abc ÀÉÜàéüßñ,;"\n'), maxLength: 8 })
    await fc.assert(fc.asyncProperty(fc.array(fc.tuple(western, western), { minLength: 1, maxLength: 20 }), fc.constantFrom(',', ';'), async (cells, delimiter) => {
      const table = [...cells.map(([a, b], number) => [`row-${number}`, a, b]), ['last', 'Zürich', '']]
      const { cells: found, read: said } = await read(Buffer.from(csv([['id', 'one', 'other'], ...table], delimiter, '\r\n', false), 'latin1'))
      expect(said).toContain('Windows-1252')
      expect(found).toEqual(table)
    }), { numRuns: 100 })
  })

  test('what csv-parse reads without complaint is read as csv-parse reads it', async () => {
    let compared = 0
    const raw = fc.oneof(fc.stringMatching(/^[ab; ]{0,6}$/), fc.stringMatching(/^[ab][ab"; ]{0,6}$/), fc.stringMatching(/^"(?:[ab,;\n ]|""){0,8}"$/), fc.stringMatching(/^[ab",]{0,6}$/))
    await fc.assert(fc.asyncProperty(fc.array(fc.tuple(raw, raw), { minLength: 1, maxLength: 6 }), async (cells) => {
      const text = `id,one,two\n${cells.map(([one, two], number) => `r${number},${one},${two}\n`).join('')}`
      // Blanks beside quotes are let through here; csv-parse then takes the quotes as text.
      if (/" | "/.test(text)) return
      let expected: string[][]
      try {
        // Quotes within a cell that does not begin with one are plain characters to both.
        expected = (parse(text, { relax_column_count: true, relax_quotes: true, skip_empty_lines: true }) as string[][]).slice(1)
      } catch {
        return
      }
      const { tables } = await opened(text)
      // So few cells may look as if something else than the comma parted them; csv-parse does not guess.
      if (tables[0]?.columns.length !== 3) return
      const rows = await rowsOf(tables[0])
      // With relax_quotes csv-parse takes what follows a closing quote as text; here that is a fault.
      if (rows.some(({ fault }) => fault !== undefined) || expected.some(({ length }) => length > 3)) return
      compared += 1
      expect(rows.map(({ cells: found }) => found.filter((cell) => cell !== null))).toEqual(expected)
    }), { numRuns: 400 })
    expect(compared).toBeGreaterThan(80)
  })

  test('no bytes at all make it fail', async () => {
    await fc.assert(fc.asyncProperty(fc.oneof(fc.uint8Array({ maxLength: 300 }), fc.string({ unit: 'binary', maxLength: 200 }).map((text) => Buffer.from(text)), fc.stringMatching(/^[[\]{}",:0-9a\n\\]{0,60}$/).map((text) => Buffer.from(text))), async (bytes) => {
      const { tables, faults } = await opened(bytes)
      expect(tables.length + faults.length).toBeGreaterThan(0)
      for (const table of tables) {
        const rows = await rowsOf(table)
        rows.forEach((row, place) => {
          expect(row.number).toBe(place + 1)
          if (row.fault === undefined) expect(row.cells).toHaveLength(table.columns.length)
        })
      }
    }), { numRuns: 500 })
  })

  test('objects come back as they are, whatever way they are put into a file', async () => {
    const value = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null), fc.constantFrom(...NAUGHTY), fc.array(fc.integer(), { maxLength: 3 }))
    const object = fc.dictionary(fc.stringMatching(/^[a-z_]{1,8}$/), fc.oneof(value, fc.dictionary(fc.stringMatching(/^[a-z]{1,4}$/), value, { maxKeys: 3 })), { minKeys: 1, maxKeys: 6, noNullPrototype: true })
    const ways: readonly ((objects: readonly object[]) => string)[] = [
      (objects) => JSON.stringify(objects), (objects) => JSON.stringify(objects, null, 2), (objects) => `${objects.map((one) => JSON.stringify(one)).join('\n')}\n`,
      (objects) => objects.map((one) => JSON.stringify(one, null, 2)).join('\n'), (objects) => JSON.stringify({ object: 'list', url: '/v1/"x"\\', data: objects, has_more: false }),
    ]
    await fc.assert(fc.asyncProperty(fc.array(object, { minLength: 2, maxLength: 20 }), fc.constantFrom(...ways), async (objects, way) => {
      const text = way(objects)
      const { rows } = await read(text)
      expect(rows.map((row) => row.object)).toEqual(JSON.parse(JSON.stringify(objects)))
    }), { numRuns: 300 })
  })
})

describe('objects', () => {
  test('columns are paths to plain values, lists are their JSON', async () => {
    const { columns, cells, read: said } = await read('{"id":"a","customer":{"email":"ann@acme.com","tags":["x",1]},"n":null}\n{"id":"b","ok":true,"n":49.90}\n')
    expect(said).toBe('JSON lines, UTF-8')
    expect(columns).toEqual(['id', 'customer.email', 'customer.tags', 'n', 'ok'])
    expect(cells).toEqual([['a', 'ann@acme.com', '["x",1]', '', null], ['b', null, null, '49.9', 'true']])
  })

  test('numbers that JSON would round stay what they are', async () => {
    const { cells, rows } = await read('[{"id":12345678901234567890,"at":1e400,"x":0.12345678901234567891,"s":"12345678901234567890","n":7}]')
    expect(cells).toEqual([['12345678901234567890', '1e400', '0.12345678901234567891', '12345678901234567890', '7']])
    expect(rows[0]?.object).toMatchObject({ id: '12345678901234567890', n: 7 })
  })

  test('a map of objects has its keys as a column; an object with an id is one row', async () => {
    expect(await read('{"u1":{"name":"Ann"},"u2":{"name":"Bob"},"u3":{"name":"Eve"}}')).toMatchObject({ columns: ['(key)', 'name'], cells: [['u1', 'Ann'], ['u2', 'Bob'], ['u3', 'Eve']] })
    expect(await read('{"id":"in_1","lines":{"data":[{"a":1}]},"taxes":[{"b":2}]}')).toMatchObject({ columns: ['id', 'lines.data', 'taxes'], cells: [['in_1', '[{"a":1}]', '[{"b":2}]']] })
  })

  test.each([
    ['a list of Stripe', '{"object":"list","url":"/v1/customers","has_more":false,"data":[{"id":"cus_1"},{"id":"cus_2"}]}', 2, ['id']],
    ['results of a search', '{"results":[{"a":1},{"a":2}],"total_count":2,"took_ms":3,"requestId":"r1","nextCursor":"x"}', 2, ['a']],
    ['items with their number', '{"total":2,"page":1,"items":[{"a":1},{"a":2}]}', 2, ['a']],
    ['users of one workspace', '{"workspaceId":"w1","workspaceName":"W","users":[{"a":1},{"a":2}]}', 2, ['a']],
    ['a subscription with its prices', '{"subscriptionId":"s1","customerId":"c1","status":"ACTIVE","payingCustomerId":null,"prices":[{"usd":1},{"usd":2}]}', 1, ['subscriptionId', 'customerId', 'status', 'payingCustomerId', 'prices']],
    ['an order with its items', '{"orderId":"o1","customerId":"c1","currency":"EUR","items":[{"a":1},{"a":2}]}', 1, ['orderId', 'customerId', 'currency', 'items']],
    ['a firm with its people and no id', '{"firm":"Acme","city":"Bonn","country":"DE","staff":[{"a":1},{"a":2}]}', 1, ['firm', 'city', 'country', 'staff']],
  ])('one object: %s', async (_name, content, rows, columns) => {
    const made = await read(content)
    expect(made.columns).toEqual(columns)
    expect(made.cells).toHaveLength(rows)
  })

  test('a dump of several lists is several tables', async () => {
    const { tables } = await opened('{"users":[{"id":1},{"id":2}],"count":2,"organizations":[{"id":9}],"tags":["x"]}', 'dump.json')
    expect(tables.map(({ name }) => name)).toEqual(['dump.json/users', 'dump.json/organizations'])
    expect(await Promise.all(tables.map(async (table) => (await rowsOf(table)).length))).toEqual([2, 1])
  })

  test('broken lines are faults, and so is a file that was cut off', async () => {
    const lines = await read('{"id":1}\n{"id":2\n[3]\n"four"\n{"id":5},\n')
    expect(lines.rows.map(({ fault }) => fault === undefined)).toEqual([true, false, false, false, true])
    const torn = await read('[{"id":1},{"id":2},{"id":3,"na')
    expect(torn.rows.map(({ fault }) => fault === undefined)).toEqual([true, true, false])
    expect(torn.faults[2]).toContain('cut off')
  })

  test('what only begins like JSON is not', async () => {
    expect((await read('[id],[name]\n1,Ann\n2,Bob\n')).columns).toEqual(['[id]', '[name]'])
  })

  test('a deep object, and a key that is a prototype', async () => {
    const deep = `${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}`
    expect((await read(`[{"__proto__":{"x":1},"id":"a"},{"id":"b","deep":${deep}}]`)).rows.map(({ fault }) => fault)).toEqual([undefined, undefined])
  })
})

describe('archives and folders', () => {
  const CSV = Buffer.from('id,name\n1,Ann\n2,Bob\n')

  test('gzip, zip and folders within each other', async () => {
    const zip = zipOf([{ name: 'crm/accounts.csv', bytes: CSV }, { name: 'crm/deep/users.csv.gz', bytes: gzipSync(CSV) }, { name: '__MACOSX/crm/._accounts.csv', bytes: CSV }, { name: 'crm/.DS_Store', bytes: CSV }, { name: 'crm/', bytes: Buffer.alloc(0) }])
    const place = join(folder, 'place')
    await mkdir(join(place, 'more'), { recursive: true })
    await writeFile(join(place, 'export.zip'), zip)
    await writeFile(join(place, 'more', 'a.csv'), CSV)
    await writeFile(join(place, '.hidden'), CSV)
    const { tables, faults } = await openTables([{ name: 'place', path: place }], join(folder, 'scratch-zip'))
    expect(faults).toEqual([])
    expect(tables.map(({ name }) => name)).toEqual(['place/export.zip/crm/accounts.csv', 'place/export.zip/crm/deep/users.csv.gz', 'place/more/a.csv'])
    for (const table of tables) expect((await rowsOf(table)).map(({ cells }) => cells)).toEqual([['1', 'Ann'], ['2', 'Bob']])
  })

  test('a path that leads out of the archive is refused, and nothing is written there', async () => {
    const { tables, faults } = await opened(zipOf([{ name: '../../evil.csv', bytes: CSV }]))
    expect([tables.length, faults.length]).toEqual([0, 1])
    expect((await readdir(folder)).filter((name) => name.includes('evil'))).toEqual([])
  })

  test('an encrypted entry is a fault, the others are read', async () => {
    const { tables, faults } = await opened(zipOf([{ name: 'a.csv', bytes: CSV, encrypted: true }, { name: 'b.csv', bytes: CSV }]), 'x.zip')
    expect(tables.map(({ name }) => name)).toEqual(['x.zip/b.csv'])
    expect(faults).toMatchObject([{ file: 'x.zip/a.csv' }])
  })

  test('torn zips and gzips are faults, wherever they are torn', async () => {
    const zip = zipOf([{ name: 'a.csv', bytes: CSV }, { name: 'b.csv', bytes: CSV }])
    const gzip = gzipSync(Buffer.from(`id,name\n${'1,Ann\n'.repeat(1_000)}`))
    for (let length = 4; length < zip.length; length += 7) expect((await opened(zip.subarray(0, length))).faults, String(length)).toHaveLength(1)
    for (let length = 2; length < gzip.length; length += 7) expect((await opened(gzip.subarray(0, length))).faults, String(length)).toHaveLength(1)
    for (let at = 0; at < zip.length; at += 3) {
      const bent = Buffer.from(zip)
      bent[at] = (bent[at] as number) ^ 0x55
      const { tables, faults } = await opened(bent)
      expect(tables.length + faults.length).toBeGreaterThan(0)
    }
  })

  test('bombs are refused: by size, by ratio, by number, by depth', async () => {
    const bomb = gzipSync(Buffer.alloc(100 * 2 ** 20))
    expect((await opened(bomb)).faults[0]?.says).toContain('trap')
    expect((await opened(zipOf([{ name: 'a.csv', bytes: Buffer.alloc(100 * 2 ** 20) }]))).faults[0]?.says).toContain('trap')
    const small = { ...UNPACK_LIMITS, bytes: 1_000, files: 3 }
    const scratch = join(folder, 'scratch-bomb')
    expect((await plainFiles([await written(gzipSync(Buffer.alloc(2_000, 'ab')))], scratch, undefined, small)).faults[0]?.says).toContain('larger than')
    expect((await plainFiles([await written(zipOf(['a', 'b', 'c', 'd'].map((name) => ({ name, bytes: CSV }))))], scratch, undefined, small)).faults.at(-1)?.says).toContain('more than 3 files')
    let nested = CSV
    for (let depth = 0; depth < 6; depth += 1) nested = gzipSync(nested)
    expect((await opened(nested)).faults[0]?.says).toContain('archives')
    // An entry that says it is small and is not.
    expect((await opened(zipOf([{ name: 'a.csv', bytes: Buffer.alloc(50_000, 'x,y\n'), said: 10 }]))).tables).toHaveLength(0)
  })

  test('what cannot be read is said with what to do', async () => {
    const says = async (bytes: string | Buffer): Promise<string | undefined> => (await opened(bytes)).faults[0]?.says
    expect(await says('')).toBe('the file is empty')
    expect(await says(' \n\n')).toBe('the file is empty')
    expect(await says(zipOf([{ name: '[Content_Types].xml', bytes: CSV }]))).toContain('save each sheet as CSV')
    expect(await says('%PDF-1.7 ...')).toContain('PDF')
    expect(await says('\n<!DOCTYPE html><html>')).toContain('web page')
    expect(await says(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0x0d, 0x49, 0x48, 0x44, 0x52, 0, 0, 1, 0, 0, 0, 1, 0]))).toContain('no text')
    expect((await openTables([{ name: 'gone.csv', path: join(folder, 'gone.csv') }], folder)).faults).toMatchObject([{ file: 'gone.csv' }])
  })
})

describe('Parquet', () => {
  async function parquet(select: string): Promise<{ name: string; path: string }> {
    const path = join(folder, `${++files}.parquet`)
    const connection = await (await DuckDBInstance.create(':memory:')).connect()
    await connection.run(`copy (${select}) to '${path}' (format parquet)`)
    return { name: 'p', path }
  }

  test('values come as text, days and instants in ISO form, lists and structures as JSON', async () => {
    const file = await parquet(`select 12345678901234567890::ubigint as id, 'a''b' as "Name ""x""", date '2026-02-03' as day, timestamp '2026-02-03 10:00:00.5' as at, timestamptz '2026-02-03 10:00:00+02' as zoned, 49.90::decimal(10,2) as amount, true as ok, null::varchar as nothing, [1,2] as list, {'a': 1} as object`)
    const { tables, faults } = await openTables([file], folder)
    expect(faults).toEqual([])
    expect(tables[0]?.columns).toEqual(['id', 'Name "x"', 'day', 'at', 'zoned', 'amount', 'ok', 'nothing', 'list', 'object'])
    expect((await rowsOf(tables[0])).map(({ cells }) => cells)).toEqual([['12345678901234567890', "a'b", '2026-02-03', '2026-02-03 10:00:00.5', '2026-02-03 08:00:00+00', '49.90', 'true', null, '[1,2]', '{"a":1}']])
  })

  test('rows are streamed in order, and may be asked for again', async () => {
    const { tables } = await openTables([await parquet(`select i as id, 'name ' || i as name from range(25000) t(i)`)], folder)
    for (let times = 0; times < 2; times += 1) {
      const rows = await rowsOf(tables[0])
      expect(rows).toHaveLength(25_000)
      expect(rows[24_999]).toEqual({ number: 25_000, cells: ['24999', 'name 24999'] })
    }
  })

  test('a damaged file is a fault', async () => {
    expect((await opened('PAR1 and nothing more PAR1')).faults[0]?.says).toContain('Parquet')
  })
})

test('reading may be broken off', async () => {
  const { tables } = await opened(`id,name\n${'1,Ann\n'.repeat(200_000)}`)
  const stop = new AbortController()
  let rows = 0
  const reading = (async () => {
    for await (const batch of (tables[0] as OpenedTable).rows(stop.signal)) {
      rows += batch.length
      stop.abort(new Error('enough'))
    }
  })()
  await expect(reading).rejects.toThrow('enough')
  expect(rows).toBeLessThan(200_000)
})

describe('what surrounds the rows', () => {
  test('a list within an object of the answer gives the rows', async () => {
    const { tables } = await opened(JSON.stringify({ meta: { total: 2, links: { next: [1] } }, data: { page: 1, users: [{ id: 1, name: 'Ann "A" [x]' }, { id: 2, org: { id: 7 } }], teams: [{ id: 9 }] } }), 'nested.json')
    expect(tables.map(({ name, columns }) => [name, columns])).toEqual([['nested.json/users', ['id', 'name', 'org.id']], ['nested.json/teams', ['id']]])
    expect((await rowsOf(tables[0])).map(({ object }) => object)).toEqual([{ id: 1, name: 'Ann "A" [x]' }, { id: 2, org: { id: 7 } }])
  })

  test('an object with an id and lists in its parts is a row of its own', async () => {
    const { tables } = await opened(JSON.stringify({ id: 'in_1', total: 5, lines: { data: [{ id: 1 }] } }), 'thing.json')
    expect(tables.map(({ columns }) => columns[0])).toEqual(['id'])
    expect(await rowsOf(tables[0])).toHaveLength(1)
  })

  test('a stray NUL in a small file makes no UTF-16 of it', async () => {
    const bytes = Buffer.concat([Buffer.from('id,name\n1,An'), Buffer.from([0xff]), Buffer.from('n\n2,B'), Buffer.from([0]), Buffer.from('ob\n')])
    for (const padded of [bytes, Buffer.concat([bytes, Buffer.from('\n')])]) {
      const { tables } = await opened(padded, `stray${padded.length}.csv`)
      expect([tables[0]?.columns, tables[0]?.read]).toEqual([['id', 'name'], expect.stringContaining('Windows-1252')])
    }
  })

  test('a damaged Parquet file is called by its name', async () => {
    const { faults } = await opened(Buffer.from('PAR1 nothing of the kind PAR1'), 'uses.parquet')
    expect(faults).toEqual([expect.objectContaining({ says: expect.stringContaining('Parquet') })])
    expect(faults[0]?.says).not.toContain(folder)
  })
})
