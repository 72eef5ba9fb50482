/**
 * A table of use is read, looked at, and converted to lines in the reader's process, as an import does it; then all of it is imported. `npm run bench imports -- [--size 1000000]`, rows;
 * ten million are about 900 MB of disk.
 */
import { createReadStream, createWriteStream, existsSync, readdirSync, readFileSync } from 'node:fs'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { parse } from 'csv-parse'
import { openTables } from '../src/imports/open-tables.ts'
import type { TablePlan } from '../src/imports/plan.ts'
import { openReader } from '../src/imports/reader.ts'
import { openWorkspace } from '../src/roles/workspace.ts'
import { type Measure, option, randomFrom, report, timed } from './report.ts'

const size = option('size', 1_000_000)
const NAME = 'usage.csv'
const EVENTS = ['Report opened', 'Report shared', 'Invoice sent', 'Login', 'Search', 'Export', 'Comment added', 'Board moved', 'Task closed', 'Settings changed']

/** Events of a tenth as many users in a hundredth as many accounts, over half a year. */
async function writeUsage(path: string): Promise<void> {
  const random = randomFrom(11)
  const file = createWriteStream(path)
  let text = 'usage_id,user_id,account_id,event,used_at,count,seconds,note\n'
  const begin = Date.parse('2026-01-01T00:00:00Z')
  for (let row = 1; row <= size; row += 1) {
    const user = Math.floor(random() * (size / 10))
    const at = new Date(begin + Math.floor(random() * 181 * 86_400) * 1_000).toISOString().replace('.000', '')
    text += `U-${(row * 7_919).toString(36)},user-${user},acct-${user % (size / 100)},${EVENTS[Math.floor(random() * random() * EVENTS.length)]},${at},${1 + Math.floor(random() * 5)},${(random() * 600).toFixed(2)},${row % 20 === 0 ? `"a note, ""quoted"" ${row}"` : ''}\n`
    if (text.length > 1_000_000) {
      if (!file.write(text)) await once(file, 'drain')
      text = ''
    }
  }
  file.end(text)
  await once(file, 'finish')
}

/** The most that the process of the reader has held, in MB; not a number where the machine does not show it. */
function peakMb(): number {
  if (!existsSync('/proc/self/task')) return Number.NaN
  const children = readdirSync('/proc/self/task').flatMap((task) => readFileSync(`/proc/self/task/${task}/children`, 'utf8').split(' ').filter((text) => text !== ''))
  const reader = children.find((pid) => readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('reader-process'))
  return reader === undefined ? Number.NaN : Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${reader}/status`, 'utf8'))?.[1]) / 1_024
}

function plan(): TablePlan {
  const field = (column: string) => ({ column, certainty: 1, because: 'so it was said' })
  return {
    table: NAME, kind: 'usage-events', format: null, source: 'files', certainty: 1, because: 'so it was said', traits: [], leftOver: ['seconds', 'note'], constants: { product: 'notes' },
    fields: { id: field('usage_id'), person: field('user_id'), account: field('account_id'), event: field('event'), at: { ...field('used_at'), reading: { date: 'iso' } }, count: field('count') },
  }
}

const folder = await mkdtemp(join(tmpdir(), 'hatrack-bench-imports-'))
const path = join(folder, NAME)
console.log(`writing ${size.toLocaleString('en')} rows`)
await writeUsage(path)
const bytes = (await stat(path)).size
const perSecond = (ms: number): number => size / (ms / 1_000)
const measures: Measure[] = []
const add = (measure: Omit<Measure, 'id'>): void => { measures.push({ id: 'import', ...measure }) }

// ---- rows as text, in this process
let rows = 0
const openMs = await timed(() => openTables([{ name: NAME, path }], folder))
const { tables: [table] } = await openTables([{ name: NAME, path }], folder)
const readMs = await timed(async () => { for await (const batch of table?.rows() ?? []) rows += batch.length })
if (rows !== size) throw new Error(`${rows} rows were read, ${size} were written`)
let parsed = 0
const csvParseMs = await timed(async () => { for await (const _ of createReadStream(path, { highWaterMark: 262_144 }).pipe(parse({ from: 2 }))) parsed += 1 })
if (parsed !== size) throw new Error(`csv-parse read ${parsed} rows`)
const connection = await (await DuckDBInstance.create(':memory:')).connect()
const duckTextMs = await timed(async () => {
  const stream = await connection.stream(`select * from read_csv('${path}', all_varchar = true)`)
  for (let chunk = await stream.fetchChunk(); chunk && chunk.rowCount > 0; chunk = await stream.fetchChunk()) chunk.getRows()
})
add({ what: 'rows of 8 cells read as text', unit: '/s', got: perSecond(readMs), more: true, peers: [{ name: 'csv-parse', got: perSecond(csvParseMs) }, { name: 'DuckDB, to JavaScript', got: perSecond(duckTextMs) }] })
add({ what: 'the file opened: encoding from all bytes, delimiter, header', unit: 'ms', got: openMs, more: false })

// ---- what DuckDB makes of the file by itself, with all cores and no rows in JavaScript
const countMs = await timed(() => connection.run(`select count(*) from read_csv('${path}')`))
const groupMs = await timed(() => connection.run(`select event, date_trunc('month', used_at), sum(count), count(distinct user_id) from read_csv('${path}') group by all`))
const summarizeMs = await timed(() => connection.run(`summarize select * from read_csv('${path}')`))

// ---- as an import does it
const reader = openReader({ scratch: folder })
const never = new AbortController().signal
const lookMs = await timed(async () => {
  const { looks } = await reader.look([{ name: NAME, path }], () => undefined, never)
  if (looks[0]?.rows !== size) throw new Error('the look has another number of rows')
})
const lookPeakMb = peakMb()
add({ what: 'rows opened and looked at, in the process of the reader', unit: '/s', got: perSecond(lookMs), more: true, peers: [{ name: 'DuckDB count', got: perSecond(countMs) }, { name: 'DuckDB group by', got: perSecond(groupMs) }, { name: 'DuckDB summarize', got: perSecond(summarizeMs) }] })
let lines = 0
let ownPeakBytes = 0
const convertMs = await timed(async () => {
  for await (const batch of reader.convert({ plans: [plan()], from: {}, import: 'bench', now: Date.now(), signal: never })) {
    for (const { outcome } of batch.rows) if (outcome.kind === 'lines') lines += outcome.lines.length
    ownPeakBytes = Math.max(ownPeakBytes, process.memoryUsage.rss())
  }
})
if (lines < size) throw new Error(`${lines} lines came of ${size} rows`)
add({ what: 'rows converted to lines of use and handed to the parent', unit: '/s', got: perSecond(convertMs), more: true })
add({ what: 'memory of the process of the reader after looking', unit: 'MB', got: lookPeakMb, more: false })
add({ what: 'memory of the process of the reader after converting', unit: 'MB', got: peakMb(), more: false })
await reader.close()

// ---- the whole of it: staged, looked at, taken into a record, visible in answers
const quiet = { info() {}, warn() {}, error: (details: object) => console.error(details) }
const workspace = await openWorkspace({ name: 'bench', folder: join(folder, 'workspace'), log: quiet })
const { imports } = workspace
const { id } = imports.begin({ name: NAME })
await imports.append(id, NAME, 0, createReadStream(path, { highWaterMark: 1_048_576 }))
imports.look(id)
await imports.settled(id)
await imports.plan(id, [plan()])
let readerPeakMb = 0
let serverPeakBytes = 0
const watch = setInterval(() => {
  readerPeakMb = Math.max(readerPeakMb, peakMb() || 0)
  serverPeakBytes = Math.max(serverPeakBytes, process.memoryUsage.rss())
}, 500)
const takeMs = await timed(async () => {
  imports.take(id)
  const state = await imports.settled(id)
  if (state.tables[0]?.tally?.written !== size) throw new Error(`${JSON.stringify(state.tables[0]?.tally)} ${JSON.stringify(state.faults)}`)
})
const behindMs = await timed(() => workspace.caughtUp())
clearInterval(watch)
add({ what: 'rows taken: converted, judged, on disk, counted', unit: '/s', got: perSecond(takeMs), more: true, peers: [{ name: 'DuckDB count', got: perSecond(countMs) }] })
add({ what: 'from the last row taken to all of them visible in answers', unit: 'ms', got: behindMs, more: false })
add({ what: 'memory of the server while taking', unit: 'MB', got: serverPeakBytes / 1e6, more: false })
add({ what: 'memory of the process of the reader while taking', unit: 'MB', got: readerPeakMb, more: false })
await workspace.close()
await rm(folder, { recursive: true })
report({
  name: size >= 10_000_000 ? 'imports-10m' : 'imports', about: `A CSV file of ${size.toLocaleString('en')} rows of use, 8 columns, is read, looked at, converted, and imported.`,
  settings: { rows: size, megabytes: Math.round(bytes / 1e6), lines }, measures,
})
process.exit(0)
