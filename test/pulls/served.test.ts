import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import type { PullState } from '../../src/imports/pull-state.ts'
import { type Served, serve } from '../harness/server.ts'
import { ownDatabase } from './stage.ts'

const postgresUrl = inject('postgresUrl')
const BIN = resolve(import.meta.dirname, '../../bin/hatrack')
const data = mkdtempSync(join(tmpdir(), 'hatrack-pulls-served-'))
let served: Served
let db: Awaited<ReturnType<typeof ownDatabase>>

beforeAll(async () => {
  if (postgresUrl === null) return
  db = await ownDatabase(postgresUrl, `served_${process.pid}`)
  await db.run('create table users (user_id text, email text, full_name text, changed timestamptz)', `insert into users values ('u0', 'first@acme.example', 'First', '2026-01-01Z')`)
  served = await serve(data)
})
afterAll(async () => {
  if (postgresUrl === null) return
  await served.stop()
  await db.drop()
  rmSync(data, { recursive: true, force: true })
})

interface Ended {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

/** `hatrack` as somebody types it, beside the running server. */
function hatrack(words: readonly string[], input = ''): Promise<Ended> {
  const child = spawn(process.execPath, [BIN, ...words, '--data', data], { stdio: ['pipe', 'pipe', 'pipe'] })
  const said = { out: '', err: '' }
  child.stdout.on('data', (text: Buffer) => { said.out += text })
  child.stderr.on('data', (text: Buffer) => { said.err += text })
  child.stdin.end(input)
  return new Promise((settle) => child.once('close', (code) => settle({ code, ...said })))
}

function ask(path: string, key: string, body?: object): Promise<Response> {
  return fetch(`${served.url}${path}`, { method: body ? 'POST' : 'GET', headers: { authorization: `Bearer ${key}`, ...(body ? { 'content-type': 'application/json' } : {}) }, ...(body ? { body: JSON.stringify(body) } : {}) })
}

const pulls = async (): Promise<readonly PullState[]> => ((await served.get('/api/pulls')) as { pulls: PullState[] }).pulls
const QUERY = 'select * from users where changed > :since order by changed'

describe.skipIf(postgresUrl === null)('pulls of a server', () => {
  test('only an admin makes, runs and removes them; a reader sees them, without what opens the source', async () => {
    const wanted = { name: 'Users', kind: 'postgres', connection: db.url.replace('postgres@', 'postgres:secret77@'), query: QUERY, cursor: 'changed', start: '1970-01-01', everyMinutes: 0 }
    for (const [path, body] of [['pull-save', wanted], ['pull-try', wanted], ['pull-run', { id: 'users' }], ['pull-pause', { id: 'users' }], ['pull-remove', { id: 'users' }]] as const) {
      for (const key of [served.keys.write, served.keys.read]) expect([path, (await ask(`/api/${path}`, key, body)).status]).toEqual([path, 403])
    }
    expect((await ask('/api/pull-save', served.keys.admin, wanted)).status).toBe(200)
    const seen = await (await ask('/api/pulls', served.keys.read)).text()
    expect(seen).toContain('"id":"users"')
    expect(seen).not.toContain('secret77')
    expect((await ask('/api/pulls', served.keys.write)).status).toBe(403)
    expect(((await ask('/api/pull-remove', served.keys.admin, { id: 'users' })).status)).toBe(200)
  })

  test('the command line makes, tries, lists, runs, rests and removes them', async () => {
    const source = ['--kind', 'postgres', '--connection', '-', '--query', QUERY, '--cursor', 'changed', '--start', '1970-01-01']
    const tried = await hatrack(['pulls', 'try', ...source], db.url)
    expect(tried).toMatchObject({ code: 0, out: expect.stringContaining('first@acme.example'), err: expect.stringContaining('The query gives one row.') })
    expect(await hatrack(['pulls', 'save', '--name', 'Shop users', '--every', 'never', ...source], db.url)).toMatchObject({ code: 0, out: expect.stringContaining("The pull 'shop-users' reads postgres://postgres@") })
    expect(await hatrack(['pulls', 'run', 'shop-users'])).toMatchObject({ code: 0, out: expect.stringMatching(/say yes[\s\S]*hatrack imports resume import-/) })
    expect(await hatrack(['pulls'])).toMatchObject({ code: 0, out: expect.stringContaining('waits for a yes') })
    expect(await hatrack(['imports', 'resume', (await pulls())[0]?.run?.import ?? '', '--yes'])).toMatchObject({ code: 0 })
    expect(await hatrack(['pulls', 'list', '--json'])).toMatchObject({ code: 0, out: expect.stringContaining('"since":"2026-01-01T00:00:00Z"') })
    expect(await hatrack(['pulls', 'run', 'shop-users'])).toMatchObject({ code: 0, out: expect.stringContaining('Nothing is new.') })
    expect(await hatrack(['pulls', 'save', '--id', 'shop-users', '--every', '6 hours'])).toMatchObject({ code: 0 })
    expect((await pulls())[0]).toMatchObject({ everyMinutes: 360, nextAt: expect.any(String) })
    expect(await hatrack(['pulls', 'pause', 'shop-users'])).toMatchObject({ code: 0, out: expect.stringContaining('rests') })
    expect(await hatrack(['pulls', 'resume', 'shop-users'])).toMatchObject({ code: 0, out: expect.stringContaining('goes on') })
    expect(await hatrack(['pulls', 'run', 'nothing'])).toMatchObject({ code: 2, err: expect.stringContaining("there is no pull 'nothing'") })
    expect(await hatrack(['pulls', 'try', '--kind', 'postgres', '--connection', db.url, '--query', 'select nothing'])).toMatchObject({ code: 2, err: expect.stringContaining('The query does not work') })
  })

  test('a server that is killed again and again while rows are read and taken loses none and takes none twice', async () => {
    await db.run(`insert into users select 'x' || g, 'x' || g || '@acme.example', 'X ' || g, timestamptz '2026-02-01Z' + g * interval '1 second' from generate_series(1, 30000) g`)
    const before = ((await served.get('/health')) as { recorded: number }).recorded
    await served.post('/api/pull-run', null, { id: 'shop-users' })
    let kills = 0
    // At moments of staging, looking and taking.
    for (const ms of [150, 500, 900, 1_500, 2_500]) {
      await new Promise((settle) => setTimeout(settle, ms))
      if ((await pulls())[0]?.run === null) break
      await served.kill()
      kills++
      served = await serve(data)
    }
    expect(kills).toBeGreaterThan(1)
    let [pull] = await pulls()
    while (pull?.run?.status === 'running') {
      await new Promise((settle) => setTimeout(settle, 200))
      ;[pull] = await pulls()
    }
    expect(pull).toMatchObject({ since: '2026-02-01T08:20:00Z', run: null, runs: expect.arrayContaining([expect.objectContaining({ status: 'taken', rows: 30_000, written: 30_000, known: 0, refused: 0 })]) })
    expect(((await served.get('/health')) as { recorded: number }).recorded - before).toBe(30_000)
    expect(readFileSync(join(data, 'workspaces', 'main', 'pulls.json'), 'utf8')).toContain('shop-users')
    expect(readdirSync(join(data, 'workspaces', 'main')).filter((name) => name.startsWith('try-'))).toEqual([])
    expect(await hatrack(['pulls', 'remove', 'shop-users'])).toMatchObject({ code: 0 })
    expect(await hatrack(['pulls'])).toMatchObject({ code: 0, out: expect.stringContaining('Nothing is pulled') })
  })
})
