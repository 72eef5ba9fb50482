import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, extname, join } from 'node:path'
import type { Readable, Writable } from 'node:stream'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { Refusal } from '../base/refusal.ts'
import type { PreviewRow } from './import-state.ts'
import type { TableLook } from './known.ts'
import { KNOWN_FORMATS } from './known-formats.ts'
import type { RowOutcome } from './outcome.ts'
import type { DataWarning, Kind, TablePlan } from './plan.ts'
import type { ProductsNamed } from './products-of-import.ts'
import { eachFrame, sendFrame } from './reader-frames.ts'
import { recognize, shapeOf, withKind } from './recognize.ts'

/** A file on disk that is to be imported; a folder too. */
export interface StagedFile {
  readonly name: string
  readonly path: string
}

/** A row of a table and what it becomes. */
export interface ConvertedRow {
  readonly number: number
  readonly cells: readonly (string | null)[]
  readonly outcome: RowOutcome
}

/** Rows of a table in their order. The last batch of a table carries its warnings, and may hold no rows. */
export interface RowsBatch {
  readonly table: string
  readonly rows: readonly ConvertedRow[]
  readonly warnings?: readonly DataWarning[]
}

export interface ConvertTerms {
  readonly plans: readonly TablePlan[]
  /** Rows of each table that need not be sent again. */
  readonly from: { readonly [table: string]: number }
  readonly import: string
  readonly now: number
  readonly signal: AbortSignal
}

export interface Looked {
  readonly looks: readonly TableLook[]
  readonly faults: readonly { readonly file: string; readonly says: string }[]
}

export interface Previewed {
  readonly rows: { readonly [table: string]: readonly PreviewRow[] }
  /** Of the rows that are converted for the preview: all, or the first 100,000 of a table, as they say then. */
  readonly warnings: readonly DataWarning[]
  /** Who the first ids of each table are, by their names there. */
  readonly names?: { readonly [table: string]: readonly NamedId[] }
  /** The products that the lines of each table name. */
  readonly products?: { readonly [table: string]: ProductsNamed }
}

export type NamedId = readonly [identifier: string, name: string]

export interface UnderstandSettings {
  /** The plan that was kept for a shape; null if there is none. */
  readonly kept: (shape: string) => TablePlan | null
  /** Tables that a person says are of a kind. */
  readonly as: { readonly [table: string]: Kind }
  /** Products that the workspace knows. */
  readonly products?: readonly string[] | undefined
}

/** What a table is taken for. */
export interface Understood {
  readonly plan: TablePlan
  /** What tables have in common that one plan fits. */
  readonly shape: string
  /** True if the plan was kept from an earlier file of this shape. */
  readonly kept: boolean
}

/** Reads files in a process of its own, which is begun when there is something to do. One thing at a time. */
export interface Reader {
  /** Opens the files and looks at all of them. `done` and `total` are of one unit, mostly bytes. */
  look(files: readonly StagedFile[], onProgress: (done: number, total: number | null) => void, signal: AbortSignal): Promise<Looked>
  /** Says which files there are and how they look, when they were looked at before. */
  known(files: readonly StagedFile[], looks?: readonly TableLook[]): Promise<void>
  /** What the tables that were looked at are taken for. Pure work, done in this process. */
  recognized(settings: UnderstandSettings): Promise<readonly Understood[]>
  /** What the first rows of each planned table become. */
  preview(plans: readonly TablePlan[], rowsPerTable: number): Promise<Previewed>
  /** All rows of all planned tables, one table after the other. The process waits for whoever takes the batches. Breaking off, by the signal or by leaving the loop, ends it. */
  convert(terms: ConvertTerms): AsyncIterable<RowsBatch>
  close(): Promise<void>
}

/** A row as it is sent. */
export type SentRow = readonly [number: number, cells: readonly (string | null)[], outcome: RowOutcome]

export type ReaderQuestion =
  | { readonly ask: 'open'; readonly files: readonly StagedFile[]; readonly scratch: string }
  | { readonly ask: 'look' }
  | { readonly ask: 'preview'; readonly plans: readonly TablePlan[]; readonly rowsPerTable: number; readonly now: number }
  | { readonly ask: 'convert'; readonly plans: readonly TablePlan[]; readonly from: { readonly [table: string]: number }; readonly import: string; readonly now: number }
  | { readonly ask: 'more' }

export type ReaderAnswer =
  | { readonly kind: 'answer'; readonly value: unknown }
  | { readonly kind: 'fault'; readonly message: string; readonly code: string | null }
  | { readonly kind: 'progress'; readonly done: number; readonly total: number }
  | { readonly kind: 'batch'; readonly table: string; readonly rows: readonly SentRow[]; readonly warnings?: readonly DataWarning[] }

export interface ReaderOptions {
  /** Where archives are unpacked; a folder of its own is made in it, and removed at the end. The machine's folder for such things if absent. */
  readonly scratch?: string | undefined
  /** Heap of the process. Reading takes a tenth of it; converters remember ids. */
  readonly heapMb?: number | undefined
  readonly now?: (() => number) | undefined
}

const HEAP_MB = 1_024
/** Of what the process says before it dies. */
const LAST_WORDS = 4_096

export type OpenReader = () => Reader

/** Opens a reader. Nothing happens before it is asked for something. */
export function openReader(options: ReaderOptions = {}): Reader {
  return new ProcessReader(options)
}

interface Running {
  readonly child: ChildProcess
  readonly input: Writable
  /** Resolves when the process has ended. */
  readonly ended: Promise<void>
}

class ProcessReader implements Reader {
  readonly #options: ReaderOptions
  #files: readonly StagedFile[] = []
  #looks: readonly TableLook[] = []
  #running: Running | null = null
  #isOpen = false
  #scratch: string | null = null
  /** Hears what the process says to the present question. */
  #hear: ((answer: ReaderAnswer | Error) => void) | null = null

  constructor(options: ReaderOptions) {
    this.#options = options
  }

  async look(files: readonly StagedFile[], onProgress: (done: number, total: number | null) => void, signal: AbortSignal): Promise<Looked> {
    await this.known(files)
    return this.#until(signal, async () => {
      await this.#open()
      const looked = (await this.#ask({ ask: 'look' }, (answer) => answer.kind === 'progress' && onProgress(answer.done, answer.total))) as Looked
      this.#looks = looked.looks
      return looked
    })
  }

  async known(files: readonly StagedFile[], looks: readonly TableLook[] = []): Promise<void> {
    this.#files = files
    this.#looks = looks
    this.#isOpen = false
  }

  async recognized({ kept, as, products = [] }: UnderstandSettings): Promise<readonly Understood[]> {
    const plans = recognize(this.#looks, { kept, products, formats: KNOWN_FORMATS })
    return this.#looks.map((look, place): Understood => {
      const shape = shapeOf(look.columns)
      const kind = as[look.name]
      if (kind !== undefined) return { plan: withKind(look, kind, { products, beside: plans, looks: this.#looks }), shape, kept: false }
      return { plan: plans[place] as TablePlan, shape, kept: kept(shape) !== null }
    })
  }

  async preview(plans: readonly TablePlan[], rowsPerTable: number): Promise<Previewed> {
    await this.#open()
    return (await this.#ask({ ask: 'preview', plans, rowsPerTable, now: this.#options.now?.() ?? Date.now() })) as Previewed
  }

  async *convert({ plans, from, import: id, now, signal }: ConvertTerms): AsyncGenerator<RowsBatch> {
    signal.throwIfAborted()
    await this.#until(signal, () => this.#open())
    const waiting: (RowsBatch | Error | null)[] = []
    let wake: (() => void) | null = null
    const put = (next: RowsBatch | Error | null): void => {
      waiting.push(next)
      wake?.()
    }
    const stop = (): void => put(reasonOf(signal))
    signal.addEventListener('abort', stop)
    this.#ask({ ask: 'convert', plans, from, import: id, now }, (answer) => {
      if (answer.kind !== 'batch') return
      const rows = answer.rows.map(([number, cells, outcome]) => ({ number, cells, outcome }))
      put({ table: answer.table, rows, ...(answer.warnings ? { warnings: answer.warnings } : {}) })
    }).then(() => put(null), (error: Error) => put(error))
    let isDone = false
    try {
      for (;;) {
        while (waiting.length === 0) await new Promise<void>((resolve) => { wake = resolve })
        wake = null
        if (signal.aborted) throw reasonOf(signal)
        const next = waiting.shift() ?? null
        if (next instanceof Error) throw next
        if (next === null) {
          isDone = true
          return
        }
        yield next
        if (this.#running) await sendFrame(this.#running.input, { ask: 'more' })
      }
    } finally {
      signal.removeEventListener('abort', stop)
      if (!isDone) await this.#kill()
    }
  }

  async close(): Promise<void> {
    await this.#kill()
    if (this.#scratch !== null) await rm(this.#scratch, { recursive: true, force: true })
    this.#scratch = null
  }

  /** The files, opened in a process that lives. */
  async #open(): Promise<void> {
    if (this.#running !== null && this.#isOpen) return
    if (this.#scratch !== null) await rm(this.#scratch, { recursive: true, force: true })
    this.#scratch = await mkdtemp(join(this.#options.scratch ?? tmpdir(), 'hatrack-reading-'))
    this.#running ??= this.#start()
    await this.#ask({ ask: 'open', files: this.#files, scratch: this.#scratch })
    this.#isOpen = true
  }

  #start(): Running {
    const here = fileURLToPath(import.meta.url)
    const extension = extname(here)
    const loader = extension === '.ts' ? ['--import', pathToFileURL(createRequire(here).resolve('tsx')).href] : []
    // Nothing of the environment: it holds keys and addresses, and the process needs none.
    const child = spawn(process.execPath, [`--max-old-space-size=${this.#options.heapMb ?? HEAP_MB}`, ...loader, join(dirname(here), `reader-process${extension}`)], {
      cwd: dirname(here), env: { TZ: 'UTC' }, stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'],
    })
    const [, , errors, input, output] = child.stdio as unknown as [null, null, Readable, Writable, Readable]
    let words = ''
    errors.on('data', (chunk: Buffer) => { words = (words + chunk.toString()).slice(-LAST_WORDS) })
    // A pipe that breaks is told by the end of the process.
    input.on('error', () => undefined)
    output.on('error', () => undefined)
    eachFrame(output, (message) => this.#hear?.(message as ReaderAnswer))
    const atExit = (): void => { child.kill('SIGKILL') }
    process.once('exit', atExit)
    const ended = new Promise<void>((resolve) => {
      child.on('error', (error) => this.#ended(child, error, resolve))
      child.on('close', (code, signal) => {
        process.removeListener('exit', atExit)
        this.#ended(child, endOf(code, signal, words), resolve)
      })
    })
    return { child, input, ended }
  }

  #ended(child: ChildProcess, error: Error, resolve: () => void): void {
    if (this.#running?.child === child) {
      this.#running = null
      this.#isOpen = false
      this.#hear?.(error)
    }
    resolve()
  }

  #ask(question: ReaderQuestion, tell?: (answer: ReaderAnswer) => void): Promise<unknown> {
    const { input } = this.#running as Running
    return new Promise((resolve, reject) => {
      const settle = (): void => { this.#hear = null }
      this.#hear = (answer) => {
        if (answer instanceof Error) {
          settle()
          reject(answer)
        } else if (answer.kind === 'answer') {
          settle()
          resolve(answer.value)
        } else if (answer.kind === 'fault') {
          settle()
          reject(answer.code === 'ENOSPC' ? new Refusal('storage-full', 'the disk is full; free some space and try again') : new Error(answer.message))
        } else {
          tell?.(answer)
        }
      }
      sendFrame(input, question).catch(reject)
    })
  }

  /** Does work; the signal kills the process and ends it. */
  async #until<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    signal.throwIfAborted()
    let stop = (): void => undefined
    const aborted = new Promise<never>((_, reject) => {
      stop = () => {
        reject(reasonOf(signal))
        void this.#kill()
      }
      signal.addEventListener('abort', stop)
    })
    try {
      return await Promise.race([work(), aborted])
    } finally {
      signal.removeEventListener('abort', stop)
    }
  }

  async #kill(): Promise<void> {
    const running = this.#running
    if (running === null) return
    this.#running = null
    this.#isOpen = false
    this.#hear = null
    running.child.kill('SIGKILL')
    await running.ended
  }
}

function reasonOf(signal: AbortSignal): Error {
  return signal.reason instanceof Error ? signal.reason : new Error('reading was stopped')
}

function endOf(code: number | null, signal: string | null, words: string): Error {
  if (/heap out of memory|heap limit/i.test(words)) return new Error('the files need more memory than reading may take; import them in several parts')
  if (signal === 'SIGKILL') return new Error('reading was ended by the machine, perhaps for want of memory; try again with less at once')
  const line = words.split('\n').find((text) => /Error/.test(text)) ?? words.split('\n')[0] ?? ''
  return new Error(`reading broke off (${signal ?? `code ${code}`}${line === '' ? '' : `: ${line.trim()}`}); try again, or leave out the file that it stopped at`)
}

