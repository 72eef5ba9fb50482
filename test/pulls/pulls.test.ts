import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest'
import type { PullState } from '../../src/imports/pull-state.ts'
import { lines, openStage, ownDatabase, ran, saidYes, type Stage } from './stage.ts'

const postgresUrl = inject('postgresUrl')
const MINUTE = 60_000
const HOUR = 60 * MINUTE

let stage: Stage
beforeEach(async () => {
  stage = await openStage()
})
afterEach(() => stage.close())

const place = mkdtempSync(join(tmpdir(), 'hatrack-pulled-'))
afterAll(() => rmSync(place, { recursive: true, force: true }))

async function duckdb(path: string, ...statements: readonly string[]): Promise<void> {
  const instance = await DuckDBInstance.create(path)
  const connection = await instance.connect()
  for (const statement of statements) await connection.run(statement)
  connection.closeSync()
  instance.closeSync()
}

const emails = async (): Promise<readonly unknown[]> => (await lines(stage)).flatMap(({ type, ids }) => (type === 'party' ? [(ids as string[]).find((id) => id.startsWith('email:'))] : [])).toSorted()
const pull = (id: string): PullState => stage.workspace.pulls.list().find((one) => one.id === id) as PullState

describe.skipIf(postgresUrl === null)('from PostgreSQL', () => {
  let db: Awaited<ReturnType<typeof ownDatabase>>
  beforeEach(async () => {
    db = await ownDatabase(postgresUrl as string, `pulled_${process.pid}`)
    await db.run('create table users (user_id text primary key, email text, full_name text, changed timestamptz)', ...person(1, '2026-01-01 10:00:00.123456Z'), ...person(2, '2026-01-02 10:00:00Z'))
  })
  afterEach(() => db.drop())

  const person = (number: number, changed: string): readonly string[] => [`insert into users values ('u${number}', 'person${number}@acme.example', 'Person ${number}', '${changed}')`]
  const QUERY = 'select * from users where changed > :since order by changed'
  const save = (more: object = {}): PullState =>
    stage.workspace.pulls.save({ name: 'Users of the shop', kind: 'postgres', connection: db.url, query: QUERY, cursor: 'changed', start: '1970-01-01', everyMinutes: 60, ...more })

  test('the first run waits for a yes, and nothing is written before', async () => {
    const { id } = save()
    const waiting = await ran(stage, id)
    expect(waiting).toMatchObject({ since: null, nextAt: null, runs: [], run: { status: 'waiting', rows: 2, says: expect.stringContaining('say yes') } })
    expect(stage.workspace.imports.get(waiting.run?.import as string)).toMatchObject({ status: 'looked', name: 'Users of the shop', tables: [{ rows: 2, plan: { kind: 'users' } }] })
    expect(await lines(stage)).toEqual([])
    expect(() => stage.workspace.pulls.run(id)).toThrow(/waits: look at the import/)

    expect(await saidYes(stage, id)).toMatchObject({ since: '2026-01-02T10:00:00Z', run: null, runs: [{ status: 'taken', rows: 2, written: 2, known: 0, refused: 0 }] })
    expect(await emails()).toEqual(['email:person1@acme.example', 'email:person2@acme.example'])
  })

  test('later runs take what is new by themselves, and no more than that', async () => {
    const { id } = save()
    await ran(stage, id)
    await saidYes(stage, id)
    expect(await ran(stage, id)).toMatchObject({ runs: [{ status: 'unchanged', says: 'Nothing is new.', import: null }, { status: 'taken' }] })
    await db.run(...person(3, '2026-01-02 10:00:00.000001Z'))
    expect(await ran(stage, id)).toMatchObject({ since: '2026-01-02T10:00:00.000001Z', run: null, runs: [{ status: 'taken', rows: 1, written: 1 }, {}, {}] })
    expect(await emails()).toHaveLength(3)
  })

  test('rows that come again are known, so a query may look back a while', async () => {
    const { id } = save({ query: `select * from users where changed > :since::timestamptz - interval '2 days' order by changed` })
    await ran(stage, id)
    await saidYes(stage, id)
    const before = (await lines(stage)).length
    expect(await ran(stage, id)).toMatchObject({ runs: [{ status: 'unchanged', says: 'The query gives the same rows as before.' }, {}] })
    // Told late: its time lies before what was seen last.
    await db.run(...person(3, '2026-01-01 23:00:00Z'))
    expect(await ran(stage, id)).toMatchObject({ since: '2026-01-02T10:00:00Z', runs: [{ rows: 3, written: 1, known: 2 }, {}, {}] })
    expect((await lines(stage)).length).toBeGreaterThan(before)
    expect(await emails()).toHaveLength(3)
  })

  test('when columns come or go the run waits and says which; after a yes runs go by themselves again', async () => {
    const { id } = save()
    await ran(stage, id)
    await saidYes(stage, id)
    await db.run('alter table users add column phone text, drop column full_name', ...['insert into users values (\'u3\', \'person3@acme.example\', \'2026-01-03Z\', \'1\')'])
    const before = await lines(stage)
    expect(await ran(stage, id)).toMatchObject({ since: '2026-01-02T10:00:00Z', run: { status: 'waiting', says: expect.stringMatching(/^The columns changed: phone is new, full_name is gone\./) } })
    expect(await lines(stage)).toEqual(before)
    expect(await saidYes(stage, id)).toMatchObject({ since: '2026-01-03T00:00:00Z', run: null })
    await db.run(`insert into users values ('u4', 'person4@acme.example', '2026-01-04Z', '2')`)
    expect(await ran(stage, id)).toMatchObject({ run: null, runs: [{ status: 'taken', written: 1 }, {}, {}] })
  })

  test('a plan that a person corrected is kept for this pull, whatever other imports of its shape are taken for', async () => {
    const { id } = save()
    const { run } = await ran(stage, id)
    const state = stage.workspace.imports.get(run?.import as string)
    const plan = state.tables[0]?.plan as NonNullable<(typeof state.tables)[number]>['plan']
    await stage.workspace.imports.plan(state.id, [{ ...plan, source: 'shop-by-hand' }])
    await saidYes(stage, id)
    await db.run(...person(3, '2026-01-03Z'))
    await ran(stage, id)
    expect(new Set((await lines(stage)).map(({ source }) => source))).toEqual(new Set(['shop-by-hand']))
  })

  test('an import that is removed instead of said yes to writes nothing, and the next run begins where this one did', async () => {
    const { id } = save()
    const { run } = await ran(stage, id)
    await stage.workspace.imports.forget(run?.import as string)
    expect(pull(id)).toMatchObject({ since: null, run: null, runs: [{ status: 'dropped', says: 'Its import was removed; nothing was written.' }] })
    expect(await ran(stage, id)).toMatchObject({ run: { status: 'waiting', rows: 2 } })
  })

  test('what goes wrong is told in words; it is tried again later and later, and forgotten once it works', async () => {
    const { id } = save({ connection: db.url.replace('postgres@', 'postgres:secret77@').replace(/:\d+\//, ':1/') })
    for (const [number, minutes] of [5, 10, 20, 40].entries()) {
      const failed = await ran(stage, id)
      expect(failed).toMatchObject({ failures: number + 1, run: { status: 'failed', says: expect.stringMatching(/^The database at 127\.0\.0\.1:1\/\S+ does not answer/) } })
      expect(Date.parse(failed.nextAt as string) - stage.clock).toBe(minutes * MINUTE)
    }
    stage.workspace.pulls.save({ id, connection: db.url })
    expect(await ran(stage, id)).toMatchObject({ failures: 0, run: { status: 'waiting' } })
    expect(await saidYes(stage, id)).toMatchObject({ failures: 0, run: null })
  })

  test('a password is kept where only its owner can read it, and told nobody', async () => {
    const { id } = save({ connection: db.url.replace('postgres@', 'postgres:secret77@').replace(/:\d+\//, ':1/') })
    const told = JSON.stringify([await ran(stage, id), stage.workspace.pulls.list(), await stage.workspace.pulls.try({ id }).catch((error: Error) => error.message)])
    expect(told).not.toContain('secret77')
    expect(told).toContain('postgres://postgres@127.0.0.1:1/')
    const file = join(stage.folder, 'workspaces', 'main', 'pulls.json')
    expect(readFileSync(file, 'utf8')).toContain('secret77')
    expect((statSync(file).mode & 0o777).toString(8)).toBe('600')
    // It goes on being used when something else is changed.
    stage.workspace.pulls.save({ id, name: 'Other name' })
    expect(readFileSync(file, 'utf8')).toContain('secret77')
  })

  test('first rows are shown without writing anything, and what cannot work is told at once', async () => {
    const tried = await stage.workspace.pulls.try({ kind: 'postgres', connection: db.url, query: QUERY, cursor: 'changed', start: '2026-01-01T12:00:00Z' })
    expect(tried).toEqual({ columns: ['user_id', 'email', 'full_name', 'changed'], rows: [['u2', 'person2@acme.example', 'Person 2', '2026-01-02T10:00:00Z']], says: 'The query gives one row.' })
    expect([stage.workspace.pulls.list(), stage.workspace.imports.list(), await lines(stage)]).toEqual([[], [], []])
    const trying = (more: object): Promise<string> => stage.workspace.pulls.try({ kind: 'postgres', connection: db.url, query: QUERY, cursor: 'changed', start: '0', ...more }).then(() => 'it works', (error: Error) => error.message)
    expect(await trying({ start: undefined })).toMatch(/say from where the first run starts/)
    expect(await trying({ start: '1970-01-01', cursor: 'email' })).toMatch(/'email' holds texts/)
    expect(await trying({ start: '1970-01-01', cursor: 'when' })).toMatch(/gives no column 'when'/)
    expect(await trying({ query: 'select * from users where email > :until' })).toMatch(/names :until/)
    expect(await trying({ query: 'delete from users', cursor: undefined })).toMatch(/does not work/)
  })

  test('another query begins from its start, and is looked at again', async () => {
    const { id } = save()
    await ran(stage, id)
    await saidYes(stage, id)
    expect(stage.workspace.pulls.save({ id, query: `${QUERY} desc` })).toMatchObject({ since: null })
    expect(await ran(stage, id)).toMatchObject({ run: { status: 'waiting', rows: 2 } })
  })

  test('where nothing of a run was taken the pull stays where it is, says why, and its next run waits', async () => {
    const { id } = save()
    const { run } = await ran(stage, id)
    const importId = run?.import as string
    const plan = stage.workspace.imports.get(importId).tables[0]?.plan as NonNullable<ReturnType<typeof stage.workspace.imports.get>['tables'][number]>['plan']
    await stage.workspace.imports.plan(importId, [{ ...plan, kind: 'usage-days', fields: { person: { column: 'user_id', certainty: 1, because: 'a mistake' }, day: { column: 'email', certainty: 1, because: 'a mistake' } }, constants: { product: 'shop' }, traits: [] }])
    expect(await saidYes(stage, id)).toMatchObject({ since: null, run: { status: 'failed', rows: 2, written: 0, refused: 2, says: expect.stringMatching(/^Nothing was taken of the 2 rows: 2 were refused.*has not moved on/), import: importId } })
    expect(stage.workspace.imports.get(importId).status).toBe('taken')
    const again = await ran(stage, id)
    expect(again).toMatchObject({ since: null, run: { status: 'waiting', rows: 2 } })
    const second = stage.workspace.imports.get(again.run?.import as string)
    await stage.workspace.imports.plan(second.id, [{ ...(second.tables[0]?.plan as typeof plan), kind: 'nothing', fields: {}, traits: [] }])
    expect(await saidYes(stage, id)).toMatchObject({ since: null, run: { status: 'failed', says: expect.stringContaining('the plan takes nothing from them') } })
    const third = await ran(stage, id)
    await stage.workspace.imports.plan(third.run?.import as string, [plan])
    expect(await saidYes(stage, id)).toMatchObject({ since: '2026-01-02T10:00:00Z', run: null, runs: [{ status: 'taken', written: 2 }, {}, {}] })
  })

  test('an import of a pull that is undone sets the pull back to where it stood before, and the next run waits', async () => {
    const { id } = save()
    await ran(stage, id)
    const { runs: [first] } = await saidYes(stage, id)
    await db.run(...person(3, '2026-01-03Z'))
    await ran(stage, id)
    const { imports } = stage.workspace
    const [second] = pull(id).runs
    await imports.undo(second?.import as string)
    expect(pull(id)).toMatchObject({ since: '2026-01-02T10:00:00Z', runs: [{ status: 'dropped', says: expect.stringContaining('was undone') }, { status: 'taken' }] })
    expect(await ran(stage, id)).toMatchObject({ run: { status: 'waiting', rows: 1 } })
    await imports.undo(first?.import as string)
    expect(pull(id)).toMatchObject({ since: null, run: null })
    await stage.reopen()
    expect(await ran(stage, id)).toMatchObject({ run: { status: 'waiting', rows: 3 } })
    expect(await saidYes(stage, id)).toMatchObject({ since: '2026-01-03T00:00:00Z', runs: [{ status: 'taken', written: 3, known: 0 }, {}, {}] })
    expect(Object.keys(pull(id).runs[0] as object)).not.toContain('before')
  })

  test('a pull begins from its start again when that is said', async () => {
    const { id } = save()
    await ran(stage, id)
    await saidYes(stage, id)
    expect(stage.workspace.pulls.save({ id, name: 'Other' })).toMatchObject({ since: '2026-01-02T10:00:00Z' })
    expect(stage.workspace.pulls.save({ id, fromStart: true })).toMatchObject({ since: null })
    expect(await ran(stage, id)).toMatchObject({ run: null, since: '2026-01-02T10:00:00Z', runs: [{ status: 'taken', rows: 2, written: 0, known: 2 }, {}] })
  })

  test('a pull that is taken away takes its waiting import along; what it brought stays', async () => {
    const { id } = save()
    await ran(stage, id)
    await saidYes(stage, id)
    const before = await lines(stage)
    stage.workspace.pulls.save({ id, query: `${QUERY} desc` })
    await ran(stage, id)
    await stage.workspace.pulls.remove(id)
    expect(stage.workspace.pulls.list()).toEqual([])
    expect(stage.workspace.imports.list().map(({ status }) => status)).toEqual(['taken'])
    expect(await lines(stage)).toEqual(before)
  })

  test('a workspace that is closed in the middle goes on when it is opened: nothing is lost, nothing twice', async () => {
    const { id } = save()
    await ran(stage, id)
    await saidYes(stage, id)
    await db.run(`insert into users select 'x' || g, 'x' || g || '@acme.example', 'X ' || g, timestamptz '2026-02-01Z' + g * interval '1 second' from generate_series(1, 20000) g`)
    let closed = 0
    stage.workspace.pulls.run(id)
    for (const at of [2_000, 9_000]) {
      while (stage.workspace.record.recorded < at && pull(id).run !== null) await new Promise((settle) => setTimeout(settle, 2))
      if (pull(id).run !== null) closed++
      await stage.workspace.close()
      const { openWorkspace } = await import('../../src/roles/workspace.ts')
      stage.workspace = await openWorkspace({ name: 'main', folder: join(stage.folder, 'workspaces', 'main'), log: { info() {}, warn() {}, error: console.error }, now: () => stage.clock, runsPulls: true })
    }
    expect(closed).toBeGreaterThan(0)
    expect(await stage.workspace.pulls.settled(id)).toMatchObject({ since: '2026-02-01T05:33:20Z', run: null, runs: [{ status: 'taken', rows: 20_000, written: 20_000, known: 0, refused: 0 }, {}] })
    expect(new Set(await emails()).size).toBe(20_002)
    expect(await emails()).toHaveLength(20_002)
  })

  test('runs begin when their time comes, one at a time, and not while they rest', async () => {
    const ticking = await openStage({ runsPulls: true })
    try {
      const { pulls, imports } = ticking.workspace
      const now = (): PullState => pulls.list()[0] as PullState
      const until = async (holds: () => boolean): Promise<void> => {
        while (!holds()) await new Promise((settle) => setTimeout(settle, 20))
      }
      const { id, created } = pulls.save({ name: 'Users', kind: 'postgres', connection: db.url, query: QUERY, cursor: 'changed', start: '1970-01-01', everyMinutes: 60 })
      await until(() => now().run?.status === 'waiting')
      imports.take(now().run?.import as string)
      await until(() => now().runs.length === 1)
      // Runs keep their time of day, however late the yes came.
      expect(Date.parse(now().nextAt as string)).toBe(Date.parse(created) + HOUR)
      ticking.clock += 3 * HOUR + 10 * MINUTE
      await until(() => now().runs.length === 2)
      expect(Date.parse(now().nextAt as string)).toBe(Date.parse(created) + 4 * HOUR)
      pulls.pause(id, true)
      ticking.clock += 10 * HOUR
      await new Promise((settle) => setTimeout(settle, 4_500))
      expect(now().runs).toHaveLength(2)
      pulls.pause(id, false)
      await until(() => now().runs.length === 3)
    } finally {
      await ticking.close()
    }
  })
})

describe('from files', () => {
  test('a DuckDB file is read by a query, and left as it is', async () => {
    const file = join(place, 'shop.duckdb')
    await duckdb(file, `create table users as select i as user_id, format('p{}@acme.example', i) as email, 'Person ' || i as name, i as row_number from range(1, 4) t(i)`)
    const before = readFileSync(file)
    const { id } = stage.workspace.pulls.save({ name: 'Shop', kind: 'duckdb', connection: file, query: 'select * from users where row_number > :since', cursor: 'row_number', start: '0' })
    await ran(stage, id)
    expect(await saidYes(stage, id)).toMatchObject({ since: '3', runs: [{ written: 3 }] })
    expect(readFileSync(file).equals(before)).toBe(true)
    await duckdb(file, `insert into users values (10, 'p10@acme.example', 'Ten', 10), (9, 'p9@acme.example', 'Nine', 9)`)
    expect(await ran(stage, id)).toMatchObject({ since: '10', runs: [{ written: 2 }, {}] })
  })

  test('files of a folder are read when they are new or have changed', async () => {
    const folder = join(place, 'drops')
    mkdirSync(folder)
    writeFileSync(join(folder, 'users-01.csv'), 'user_id;email;name\n1;ann@acme.example;Ann\n')
    writeFileSync(join(folder, 'notes.md'), 'nothing for us')
    const { id } = stage.workspace.pulls.save({ name: 'Drops', kind: 'folder', connection: folder })
    expect(await ran(stage, id)).toMatchObject({ run: { status: 'waiting' } })
    await saidYes(stage, id)
    expect(await ran(stage, id)).toMatchObject({ runs: [{ status: 'unchanged', says: 'No file is new or has changed.' }, {}] })
    writeFileSync(join(folder, 'users-02.csv'), 'user_id;email;name\n2;bob@acme.example;Bob\n')
    expect(await ran(stage, id)).toMatchObject({ run: null, runs: [{ status: 'taken', rows: 1, written: 1 }, {}, {}] })
    writeFileSync(join(folder, 'users-01.csv'), 'user_id;email;name\n1;ann@acme.example;Ann\n3;cem@acme.example;Cem\n')
    utimesSync(join(folder, 'users-01.csv'), new Date(), new Date())
    expect(await ran(stage, id)).toMatchObject({ runs: [{ rows: 2, written: 1, known: 1 }, {}, {}, {}] })
    expect(await emails()).toEqual(['email:ann@acme.example', 'email:bob@acme.example', 'email:cem@acme.example'])
  })

  test('Parquet and CSV of a folder are joined by a query', async () => {
    const folder = join(place, 'lake')
    mkdirSync(folder)
    await duckdb(':memory:', `copy (select i as user_id, format('p{}@acme.example', i) as email from range(1, 6) t(i)) to '${join(folder, 'a.parquet')}'`)
    writeFileSync(join(folder, 'names.csv'), 'user_id,name\n1,Ann\n2,Bob\n')
    const wanted = { name: 'Lake', kind: 'folder', connection: `${folder}/`, query: `select u.*, n.name from read_parquet(:folder || '*.parquet') u left join read_csv(:folder || 'names.csv') n using (user_id) order by user_id` } as const
    expect(await stage.workspace.pulls.try(wanted)).toMatchObject({ columns: ['user_id', 'email', 'name'], rows: [['1', 'p1@acme.example', 'Ann'], ['2', 'p2@acme.example', 'Bob'], ['3', 'p3@acme.example', null], {}, {}] })
    const { id } = stage.workspace.pulls.save(wanted)
    await ran(stage, id)
    expect(await saidYes(stage, id)).toMatchObject({ runs: [{ written: 5 }] })
  })

  test('a try shows how files are read', async () => {
    const folder = join(place, 'shown')
    mkdirSync(folder)
    writeFileSync(join(folder, 'users.csv'), 'user_id;email\n1;ann@acme.example\n')
    expect(await stage.workspace.pulls.try({ kind: 'folder', connection: folder })).toEqual({ columns: ['user_id', 'email'], rows: [['1', 'ann@acme.example']], says: expect.stringMatching(/^It is read as CSV, semicolons, UTF-8, with one row\.$/) })
  })

  test('our own data folder is nobody to pull from, nor are places that are none', () => {
    const save = (kind: 'folder' | 'duckdb', connection: string): string => {
      try {
        return stage.workspace.pulls.save({ name: 'x', kind, connection, query: 'select 1' }).id
      } catch (error) {
        return (error as Error).message
      }
    }
    for (const path of [stage.folder, join(stage.folder, 'workspaces'), join(stage.folder, 'workspaces', 'main'), tmpdir(), '/']) expect(save('folder', path)).toMatch(/own data folder/)
    expect(save('duckdb', join(stage.folder, 'workspaces', 'main', 'projection.duckdb'))).toMatch(/own data folder/)
    expect(save('folder', 'relative/path')).toMatch(/whole path/)
    expect(save('folder', `${place}/../${place.split('/').at(-1)}`)).toMatch(/whole path/)
    expect(save('folder', join(place, 'nowhere'))).toMatch(/There is no folder/)
    writeFileSync(join(place, 'file.txt'), 'x')
    expect(save('folder', join(place, 'file.txt'))).toMatch(/is no folder/)
    expect(save('duckdb', place)).toMatch(/is no file/)
  })
})

describe('from addresses', () => {
  let url = ''
  let answer: (request: IncomingMessage, response: ServerResponse) => void = () => undefined
  const asked: IncomingMessage[] = []
  const server = createServer((request, response) => {
    asked.push(request)
    answer(request, response)
  })
  beforeAll(async () => {
    await new Promise<void>((settle) => server.listen(0, '127.0.0.1', settle))
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  })
  beforeEach(() => asked.splice(0))
  afterAll(() => server.close())

  const CSV = 'user_id,email\n1,ann@acme.example\n2,bob@acme.example\n'
  const save = (more: object = {}): PullState => stage.workspace.pulls.save({ name: 'List', kind: 'url', connection: `${url}/users.csv?token=t0ken99`, ...more })
  const failing = async (more: object = {}): Promise<string> => {
    const { id } = save(more)
    const { run } = await ran(stage, id)
    return `${run?.status}: ${run?.says}`
  }

  test('a file is asked for again only if it changed, by ETag or Last-Modified, or by its content', async () => {
    let [csv, etag] = [CSV, '"v1"']
    answer = (request, response) => {
      if (request.headers['if-none-match'] === etag) response.writeHead(304).end()
      else response.writeHead(200, { 'content-type': 'text/csv', etag, 'last-modified': 'Tue, 03 Feb 2026 10:00:00 GMT' }).end(csv)
    }
    const { id, place: shown } = save()
    expect(shown).toBe(`${url}/users.csv?…`)
    await ran(stage, id)
    await saidYes(stage, id)
    expect(asked[0]?.headers).not.toHaveProperty('if-none-match')
    expect(await ran(stage, id)).toMatchObject({ runs: [{ status: 'unchanged', says: 'The file has not changed, says its server.' }, {}] })
    expect(asked.at(-1)?.headers).toMatchObject({ 'if-none-match': '"v1"', 'if-modified-since': 'Tue, 03 Feb 2026 10:00:00 GMT' })
    etag = '"v2"'
    expect(await ran(stage, id)).toMatchObject({ runs: [{ status: 'unchanged', says: 'The file has not changed.' }, {}, {}] })
    ;[csv, etag] = [`${CSV}3,cem@acme.example\n`, '"v3"']
    expect(await ran(stage, id)).toMatchObject({ run: null, runs: [{ status: 'taken', rows: 3, written: 1, known: 2 }, {}, {}, {}] })
    expect(stage.workspace.imports.list()).toHaveLength(2)
  })

  test('what it waits for is asked for again if nobody said yes', async () => {
    answer = (request, response) => (request.headers['if-none-match'] === '"v1"' ? response.writeHead(304).end() : response.writeHead(200, { etag: '"v1"' }).end(CSV))
    const { id } = save()
    const { run } = await ran(stage, id)
    await stage.workspace.imports.forget(run?.import as string)
    expect(await ran(stage, id)).toMatchObject({ run: { status: 'waiting' } })
  })

  test.each([
    ['JSON lines', 'users.jsonl', () => Buffer.from('{"user_id":1,"email":"ann@acme.example"}\n{"user_id":2,"email":"bob@acme.example"}\n')],
    ['a Parquet file', 'users.parquet', () => readFileSync(join(place, 'users.parquet'))],
  ])('%s', async (_, name, body) => {
    await duckdb(':memory:', `copy (select i as user_id, format('p{}@acme.example', i) as email from range(1, 3) t(i)) to '${join(place, 'users.parquet')}'`)
    answer = (_request, response) => response.writeHead(200, { 'content-type': 'application/octet-stream' }).end(body())
    const { id } = save({ connection: `${url}/${name}` })
    await ran(stage, id)
    expect(await saidYes(stage, id)).toMatchObject({ runs: [{ rows: 2, written: 2 }] })
  })

  test('an address that leads on is followed, and what opens it is not handed to another server', async () => {
    const other = createServer((request, response) => {
      asked.push(request)
      response.writeHead(200).end(CSV)
    })
    await new Promise<void>((settle) => other.listen(0, '127.0.0.1', settle))
    const elsewhere = `http://127.0.0.1:${(other.address() as AddressInfo).port}`
    answer = (request, response) => response.writeHead(302, { location: request.url === '/users.csv' ? '/next.csv' : `${elsewhere}/there.csv` }).end()
    const { id } = save({ connection: `${url}/users.csv`, authorization: 'Bearer t0ken99' })
    expect(await ran(stage, id)).toMatchObject({ run: { status: 'waiting' } })
    expect(asked.map(({ url: path, headers }) => [path, headers.authorization])).toEqual([['/users.csv', 'Bearer t0ken99'], ['/next.csv', 'Bearer t0ken99'], ['/there.csv', undefined]])
    other.close()
  })

  test('user and password of an address go as Basic', async () => {
    answer = (_request, response) => response.writeHead(200).end(CSV)
    expect(await ran(stage, save({ connection: `${url.replace('//', '//ann:p%40ss@')}/users.csv` }).id)).toMatchObject({ place: `${url}/users.csv`, run: { status: 'waiting' } })
    expect(asked[0]?.headers.authorization).toBe(`Basic ${Buffer.from('ann:p@ss').toString('base64')}`)
  })

  test('what goes wrong is told in words, without its token', async () => {
    answer = (_request, response) => response.writeHead(403).end()
    expect(await failing()).toMatch(/^failed: \S+ does not let us read \(403\)/)
    answer = (_request, response) => response.writeHead(404).end()
    expect(await failing()).toMatch(/There is no file at this address/)
    answer = (_request, response) => response.writeHead(500).end()
    expect(await failing()).toMatch(/answered 500/)
    answer = (request, response) => response.writeHead(302, { location: request.url ?? '' }).end()
    expect(await failing()).toMatch(/leads on more than 5 times/)
    answer = (_request, response) => {
      response.writeHead(200, { 'content-length': '1000' })
      response.write(CSV, () => response.destroy())
    }
    expect(await failing()).toMatch(/broke off in the middle/)
    answer = (_request, response) => response.writeHead(200, { 'content-length': String(30 * 1024 ** 3) }).flushHeaders()
    expect(await failing()).toMatch(/larger than/)
    expect(await failing({ connection: 'http://127.0.0.1:1/x.csv' })).toMatch(/does not answer \(ECONNREFUSED\)/)
    for (const link of ['http://169.254.169.254/latest/meta-data', 'http://[fe80::1]/x', 'http://[::ffff:169.254.169.254]/x']) expect(await failing({ connection: link })).toMatch(/keep their own settings/)
    expect(() => save({ connection: 'file:///etc/passwd' })).toThrow(/begin with https/)
    answer = (_request, response) => response.writeHead(302, { location: 'file:///etc/passwd' }).end()
    expect(await failing()).toMatch(/begin with https/)
    expect(JSON.stringify(stage.workspace.pulls.list())).not.toContain('t0ken99')
    expect(stage.workspace.imports.list()).toEqual([])
  })

  test('what is no table is told, and leaves no import behind', async () => {
    answer = (_request, response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>Sign in</title>')
    const told = await failing({ connection: `${url}/users.csv` })
    expect(told).toMatch(/^(failed|waiting): /)
  })
})

test('a file of pulls that cannot be read is set aside, and the workspace opens', async () => {
  const file = join(stage.folder, 'workspaces', 'main', 'pulls.json')
  writeFileSync(file, '{"pulls": [{')
  const errors = console.error
  console.error = () => undefined
  await stage.reopen()
  console.error = errors
  expect(stage.workspace.pulls.list()).toEqual([])
  expect(existsSync(`${file}.damaged-${stage.clock}`)).toBe(true)
})
