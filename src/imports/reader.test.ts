import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as after } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { afterAll, describe, expect, test } from 'vitest'
import type { TablePlan } from './plan.ts'
import { type ConvertTerms, openReader, type RowsBatch } from './reader.ts'

const folder = await mkdtemp(join(tmpdir(), 'hatrack-reader-'))
afterAll(() => rm(folder, { recursive: true }))
const never = new AbortController().signal
/** Linux shows what processes do. */
const isLinux = existsSync('/proc/self/task')

async function usage(name: string, rows: number): Promise<{ name: string; path: string }> {
  const path = join(folder, `${name}-${rows}`)
  const parts = ['id,user,day,count\n']
  for (let row = 1; row <= rows; row += 1) parts.push(`u${row},user-${row % 1_000},2026-02-${String(1 + (row % 28)).padStart(2, '0')},${row % 7 === 0 ? 'many' : row % 9}\n`)
  await writeFile(path, parts.join(''))
  return { name, path }
}

function planOf(table: string): TablePlan {
  const field = (column: string) => ({ column, certainty: 1, because: 'so it was said' })
  return {
    table, kind: 'usage-days', format: null, source: 'files', certainty: 1, because: 'so it was said', traits: [], leftOver: [], constants: { product: 'notes' },
    fields: { id: field('id'), person: field('user'), day: { ...field('day'), reading: { date: 'iso' } }, count: field('count') },
  }
}

const terms = (more: Partial<ConvertTerms>): ConvertTerms => ({ plans: [], from: {}, import: 'i1', now: Date.parse('2026-11-01T00:00:00Z'), signal: never, ...more })

async function all(batches: AsyncIterable<RowsBatch>): Promise<RowsBatch[]> {
  const found: RowsBatch[] = []
  for await (const batch of batches) found.push(batch)
  return found
}

function children(pid: number): number[] {
  return readdirSync(`/proc/${pid}/task`).flatMap((task) => readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8').split(' ').filter((text) => text !== '').map(Number))
}

/** The readers that a process has begun. */
function readersOf(pid: number): number[] {
  return children(pid).filter((child) => readFileSync(`/proc/${child}/cmdline`, 'utf8').includes('reader-process'))
}

test('files are looked at, recognized, shown and converted', async () => {
  const reader = openReader()
  const progress: number[] = []
  const { looks, faults } = await reader.look([await usage('usage.csv', 2_500), { name: 'gone.csv', path: join(folder, 'gone') }], (done, total) => progress.push(done / (total ?? 1)), never)
  expect(looks).toMatchObject([{ name: 'usage.csv', read: 'CSV, commas, UTF-8', columns: ['id', 'user', 'day', 'count'], rows: 2_500, profiles: [{ column: 'id', distinct: 2_500 }, { distinct: 1_000 }, { iso: 2_500 }, {}] }])
  expect(faults).toMatchObject([{ file: 'gone.csv' }])
  expect(progress.at(-1)).toBe(1)
  const [understood] = await reader.recognized({ kept: () => null, as: {}, products: ['notes'] })
  expect(understood).toMatchObject({ plan: { table: 'usage.csv' }, kept: false })
  expect((await reader.recognized({ kept: (shape) => (shape === understood?.shape ? { ...planOf('another.csv') } : null), as: {} }))[0]).toMatchObject({ plan: { table: 'usage.csv', kind: 'usage-days' }, kept: true })
  expect((await reader.recognized({ kept: () => null, as: { 'usage.csv': 'links' } }))[0]).toMatchObject({ plan: { kind: 'links' }, kept: false })
  const { rows } = await reader.preview([planOf('usage.csv')], 7)
  expect(rows['usage.csv']?.map(({ row, outcome }) => [row, outcome])).toEqual([[1, 'lines'], [2, 'lines'], [3, 'lines'], [4, 'lines'], [5, 'lines'], [6, 'lines'], [7, 'refused']])
  const batches = await all(reader.convert(terms({ plans: [planOf('usage.csv')] })))
  const converted = batches.flatMap((batch) => batch.rows)
  expect(converted.map(({ number }) => number)).toEqual(Array.from({ length: 2_500 }, (_, place) => place + 1))
  expect(converted[0]).toMatchObject({ cells: ['u1', 'user-1', '2026-02-02', '1'], outcome: { kind: 'lines', lines: [{ type: 'usage', party: 'user:user-1' }] } })
  expect(converted[6]).toMatchObject({ cells: ['u7', 'user-7', '2026-02-08', 'many'], outcome: { kind: 'refused' } })
  expect(batches.map(({ warnings }) => warnings !== undefined)).toEqual(batches.map((_, place) => place === batches.length - 1))
  await reader.close()
})

test('goes on behind rows that were sent before, with the same outcomes', async () => {
  const reader = openReader()
  await reader.known([await usage('a.csv', 3_000), await usage('b.csv', 10)])
  const plans = [planOf('a.csv'), planOf('b.csv')]
  const whole = (await all(reader.convert(terms({ plans })))).flatMap(({ table, rows }) => rows.map((row) => ({ table, ...row })))
  const rest = (await all(reader.convert(terms({ plans, from: { 'a.csv': 2_100, 'b.csv': 10 } })))).flatMap(({ table, rows }) => rows.map((row) => ({ table, ...row })))
  expect(whole).toHaveLength(3_010)
  expect(rest).toEqual(whole.slice(2_100, 3_000))
  await reader.close()
})

test('archives are unpacked into the folder given, and removed at the end', async () => {
  const scratch = await mkdtemp(join(folder, 'scratch-'))
  const reader = openReader({ scratch })
  await reader.look([await usage('a.csv', 10)], () => undefined, never)
  expect(readdirSync(scratch)).toHaveLength(1)
  await reader.close()
  expect(readdirSync(scratch)).toEqual([])
})

describe('a reader that ends', () => {
  test('by cancel while it looks', async () => {
    const reader = openReader()
    const stop = new AbortController()
    const looking = reader.look([await usage('a.csv', 400_000)], () => stop.abort(new Error('cancelled')), stop.signal)
    await expect(looking).rejects.toThrow('cancelled')
    await reader.close()
  })

  test('by cancel while it converts, and can be asked again', async () => {
    const reader = openReader()
    const stop = new AbortController()
    await reader.known([await usage('a.csv', 50_000)])
    let rows = 0
    const converting = (async () => {
      for await (const batch of reader.convert(terms({ plans: [planOf('a.csv')], signal: stop.signal }))) {
        rows += batch.rows.length
        stop.abort(new Error('cancelled'))
      }
    })()
    await expect(converting).rejects.toThrow('cancelled')
    expect(rows).toBe(1_000)
    for await (const batch of reader.convert(terms({ plans: [planOf('a.csv')] }))) {
      expect(batch.rows[0]?.number).toBe(1)
      break
    }
    expect((await reader.preview([planOf('a.csv')], 1)).rows['a.csv']).toHaveLength(1)
    await reader.close()
  })

  test('for want of memory is said in words', async () => {
    const reader = openReader({ heapMb: 16 })
    await expect(reader.look([await usage('a.csv', 400_000)], () => undefined, never)).rejects.toThrow('more memory')
    await reader.close()
  })

  test.skipIf(!isLinux)('because somebody ends it is said in words', async () => {
    const reader = openReader()
    await reader.known([await usage('a.csv', 200_000)])
    const converting = (async () => {
      for await (const _ of reader.convert(terms({ plans: [planOf('a.csv')] }))) for (const pid of readersOf(process.pid)) process.kill(pid, 'SIGSEGV')
    })()
    await expect(converting).rejects.toThrow('reading broke off (SIGSEGV')
    await reader.close()
  })

  test('because a plan names a table that is not there is said in words', async () => {
    const reader = openReader()
    await reader.known([await usage('a.csv', 10)])
    await expect(reader.preview([planOf('b.csv')], 1)).rejects.toThrow("the table 'b.csv' is not in the files any more")
    expect((await reader.preview([planOf('a.csv')], 1)).rows['a.csv']).toHaveLength(1)
    await reader.close()
  })
})

test('a large file needs little memory', async () => {
  // 600,000 rows are 20 MB of file and would be some 200 MB of objects. Half of the heap is the program and its loader.
  const reader = openReader({ heapMb: 96 })
  const { looks } = await reader.look([await usage('large.csv', 600_000)], () => undefined, never)
  expect(looks[0]?.rows).toBe(600_000)
  await reader.close()
})

describe.skipIf(!isLinux)('the process', () => {
  test('waits for whoever takes the batches', async () => {
    const reader = openReader()
    await reader.known([await usage('a.csv', 300_000)])
    const busy = (): number => readersOf(process.pid).reduce((sum, pid) => sum + (readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1] as string).split(' ').slice(11, 13).reduce((ticks, text) => ticks + Number(text), 0), 0)
    let rested = 0
    let last = 0
    for await (const _ of reader.convert(terms({ plans: [planOf('a.csv')] }))) {
      if (rested === 0) {
        let before = -1
        for (let now = busy(); now !== before; now = busy()) {
          before = now
          await after(400)
        }
        rested = before
      }
      last = busy()
    }
    // It works ahead by some batches, then rests: most of the work comes later.
    expect(rested).toBeGreaterThan(0)
    expect(rested).toBeLessThan(last / 2)
    await reader.close()
    expect(readersOf(process.pid)).toEqual([])
  })

  test('knows nothing of the environment, and ends with its parent', async () => {
    const file = await usage('a.csv', 400_000)
    const program = join(folder, 'parent.mts')
    await writeFile(program, `
      import { openReader } from ${JSON.stringify(pathToFileURL(join(import.meta.dirname, 'reader.ts')).href)}
      const reader = openReader()
      await reader.known([${JSON.stringify(file)}])
      for await (const batch of reader.convert(${JSON.stringify({ ...terms({ plans: [planOf('a.csv')] }), signal: undefined }).replace(/}$/, ', "signal": new AbortController().signal }')})) { console.log('begun'); await new Promise((resolve) => setTimeout(resolve, 600_000)) }
    `)
    const parent: ChildProcess = spawn(process.execPath, ['--import', 'tsx', program], { env: { ...process.env, HATRACK_SECRET: 'sesame' }, stdio: ['ignore', 'pipe', 'inherit'] })
    await new Promise((resolve) => parent.stdout?.once('data', resolve))
    const [reader] = readersOf(parent.pid as number) as [number]
    expect(readFileSync(`/proc/${parent.pid}/environ`, 'latin1')).toContain('sesame')
    expect(readFileSync(`/proc/${reader}/environ`, 'latin1').split('\0').filter((text) => text !== '')).toEqual(['TZ=UTC'])
    parent.kill('SIGKILL')
    while (existsSync(`/proc/${reader}`)) await after(20)
  })
})
