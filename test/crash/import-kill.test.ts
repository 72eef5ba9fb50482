import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { ImportState } from '../../src/imports/import-state.ts'
import { describeOnEngines } from '../harness/engines.ts'
import { type Served, serve } from '../harness/server.ts'
import { randomFrom } from './disk-in-memory.ts'

const KILLS = { duckdb: 6, postgres: 3 } as const
const ROWS = 60_000

/** Use that repeats itself, is corrected, and now and then cannot be read. */
function rowsOf(random: () => number): readonly string[] {
  return Array.from({ length: ROWS }, (_, number) => {
    const at = random() < 0.01 ? 'some day' : `2026-02-${String(1 + Math.floor(random() * 28)).padStart(2, '0')}T10:00:00Z`
    const id = random() < 0.05 ? `e${Math.floor(random() * number)}` : `e${number}`
    return `${id},u${Math.floor(random() * 5_000)},${at},opened,notes`
  })
}

async function put(server: Served, id: string, text: string): Promise<void> {
  const answer = await fetch(`${server.url}/api/imports/${id}/files?name=events.csv&offset=0`, { method: 'PUT', body: text, headers: { authorization: `Bearer ${server.keys.admin}` } })
  expect(answer.status).toBe(200)
}

const change = async (server: Served, name: string, body: object): Promise<ImportState> => {
  const answer = await fetch(`${server.url}/api/${name}`, { method: 'POST', body: JSON.stringify(body), headers: { authorization: `Bearer ${server.keys.admin}`, 'content-type': 'application/json' } })
  expect(answer.status, await answer.clone().text()).toBe(200)
  return (await answer.json()) as ImportState
}

async function until(server: Served, id: string, isReached: (state: ImportState) => boolean): Promise<ImportState> {
  for (;;) {
    const state = (await server.get('/api/import', { id })) as ImportState
    if (isReached(state)) return state
    await new Promise((settle) => setTimeout(settle, 10))
  }
}

async function lookedAt(server: Served, text: string): Promise<string> {
  const { id } = await change(server, 'import-begin', {})
  await put(server, id, text)
  await change(server, 'import-look', { id })
  const { tables } = await until(server, id, ({ status }) => status === 'looked')
  expect(tables.map(({ plan, missing }) => ({ kind: plan.kind, missing }))).toEqual([{ kind: 'usage-events', missing: [] }])
  return id
}

async function refusedRows(server: Served, id: string): Promise<string> {
  const answer = await fetch(`${server.url}/api/imports/${id}/refused`, { headers: { authorization: `Bearer ${server.keys.admin}` } })
  return answer.text()
}

async function exported(server: Served): Promise<readonly string[]> {
  const answer = await fetch(`${server.url}/api/evidence`, { headers: { authorization: `Bearer ${server.keys.admin}` } })
  return (await answer.text()).split('\n').map((line) => line.replace(/,"recordedAt":.*$/, '').replace(/"import":"[^"]*"/, ''))
}

describeOnEngines('a server that is killed while it takes an import', ({ engine, freshDatabase }) => {
  test('goes on to the very counts, lines and refused rows of one that was not', async () => {
    const random = randomFrom(7)
    const text = `event_id,user_id,timestamp,event,product\n${rowsOf(random).join('\n')}\n`
    const folders = ['whole', 'killed'].map(() => mkdtempSync(join(tmpdir(), 'hatrack-import-kill-')))
    let server: Served | undefined
    try {
      server = await serve(folders[0] as string, { databaseUrl: await freshDatabase('import_whole') })
      const wholeId = await lookedAt(server, text)
      await change(server, 'import-take', { id: wholeId })
      const whole = await until(server, wholeId, ({ status }) => status === 'taken')
      const tally = whole.tables[0]?.tally
      expect(tally?.rows).toBe(ROWS)
      expect(tally?.refused).toBe(text.split(',some day,').length - 1)
      const leftOut = tally?.leftOut.reduce((sum, { rows }) => sum + rows, 0) ?? 0
      expect((tally?.written ?? 0) + (tally?.known ?? 0) + (tally?.refused ?? 0) + leftOut).toBe(ROWS)
      expect(tally?.written).toBeGreaterThan(0.9 * ROWS)
      const [wholeRefused, wholeLines] = [await refusedRows(server, wholeId), await exported(server)]
      await server.stop()

      const data = folders[1] as string
      const databaseUrl = await freshDatabase('import_killed')
      server = await serve(data, { databaseUrl })
      const id = await lookedAt(server, text)
      let killed = 0
      for (; killed < KILLS[engine]; killed++) {
        await change(server, 'import-take', { id })
        // somewhere in the next part, and at least in it
        const part = Math.floor(((killed + random()) / KILLS[engine]) * ROWS * 0.9)
        const { status } = await until(server, id, (state) => state.status !== 'taking' || (state.progress?.done ?? 0) > part)
        if (status !== 'taking') break
        await server.kill()
        server = await serve(data, { databaseUrl })
        expect(await server.get('/api/import', { id })).toMatchObject({ status: 'stopped', progress: null })
      }
      expect(killed).toBeGreaterThan(1)
      const now = (await server.get('/api/import', { id })) as ImportState
      if (now.status !== 'taken') await change(server, 'import-take', { id })
      const ended = await until(server, id, ({ status }) => status !== 'taking')
      expect(ended).toMatchObject({ status: 'taken', faults: [] })
      expect(ended.tables[0]?.tally).toEqual(tally)
      expect(await refusedRows(server, id)).toBe(wholeRefused)
      expect(await exported(server)).toEqual(wholeLines)
    } finally {
      await server?.stop()
      for (const folder of folders) rmSync(folder, { recursive: true, force: true })
    }
  })
})
