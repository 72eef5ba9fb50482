import { randomBytes } from 'node:crypto'
import { mkdirSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { type Instant, instantText } from '../base/day.ts'
import { Refusal } from '../base/refusal.ts'
import type { Record } from '../db/record.ts'
import type { Line } from '../evidence/line.ts'
import { takeEvidence } from '../evidence/take.ts'
import { FIELDS } from './fields.ts'
import { sayAgain } from './say-again.ts'
import { TextNumbers } from './row-memory.ts'
import { isAsGuessed } from './guessed-again.ts'
import { type Checkpoint, ImportFolder, type KeptImport, keptImports } from './import-folder.ts'
import { moneyWarnings } from './guess-payments.ts'
import type { ImportState, TableState } from './import-state.ts'
import { openKeptPlans } from './kept-plans.ts'
import type { TableLook } from './known.ts'
import { KNOWN_FORMATS } from './known-formats.ts'
import { knownOtherwise } from './known-otherwise.ts'
import { lookWarnings, OF_LOOKS, together } from './look-warnings.ts'
import type { DataWarning, Kind, TablePlan } from './plan.ts'
import { type KnownProducts, NO_PRODUCTS, productsApart, productsNamed, withoutStaleProduct, withProductOfOthers } from './products-of-import.ts'
import { NOTHING_TO_RECALL, type Recall, recallOf } from './recall.ts'
import { openRefusedRows, type RefusedRows, refusedRowsText } from './refused-rows.ts'
import type { Reader } from './reader.ts'
import { missingFields, planWarnings, recognize, shapeOf, withKind } from './recognize.ts'
import { isAsSaid, reuseWarnings } from './reused-plan.ts'
import { idWarnings } from './same-ids.ts'
import { type LastTaken, takeRows } from './taking.ts'
import { type Count, emptyCount, tallyOf } from './tally.ts'

/** Where the room says what went wrong. */
export interface ImportsLog {
  warn(details: object, message?: string): void
  error(details: object, message?: string): void
}

/** What an import needs of a reader; what tables are taken for is worked out here. */
export type FileReader = Omit<Reader, 'recognized'>

export interface ImportsSettings {
  /** The folder of the workspace; imports lie in `imports/` in it. */
  readonly folder: string
  readonly record: Record<Line>
  readonly now: () => Instant
  readonly log: ImportsLog
  readonly openReader: (options: { readonly scratch: string }) => FileReader
  /** Products that the workspace knows: a table that names none may be about the only one. */
  readonly products?: () => Promise<KnownProducts>
  /** The names that lines of the workspace give an identifier; none if it is not known, or has no name. */
  readonly namesOf?: (identifier: string) => readonly string[]
  /** Waits where answers are far behind the record, so that they stay fresh while much is taken. */
  readonly pace?: () => Promise<void>
  /** What staged files of all imports may take on disk together. */
  readonly stagedBytes?: number
  /** How often counts are kept on disk while rows are taken; what came after them is recalled from the record. */
  readonly keepEveryMs?: number
}

/** The imports of a workspace: files come in, are understood, shown, and after a yes taken; all of it can be undone. */
export interface Imports {
  /** Newest first. */
  list(): readonly ImportState[]
  get(id: string): ImportState
  /** Files that are announced with their sizes are only read once they have them. */
  begin(wanted: { readonly name?: string | undefined; readonly files?: readonly { readonly name: string; readonly size: number }[] | undefined }): ImportState
  /** Appends to a staged file; answers how long it is then. An offset that is not its length is refused, with the length. */
  append(id: string, fileName: string, offset: number, chunks: AsyncIterable<Uint8Array>): Promise<number>
  /** Begins to read and understand the files. */
  look(id: string, how?: { readonly leaveOut: boolean }): ImportState
  /** Corrects the plans of some tables, and shows what their rows become then. */
  plan(id: string, plans: readonly TablePlan[]): Promise<ImportState>
  /** Plans a table anew, as what a person says it is. */
  kind(id: string, table: string, kind: Kind): Promise<ImportState>
  /** The yes: begins to take the rows, or goes on where it stopped. */
  take(id: string): ImportState
  /** Stops reading or taking; what was taken stays, and taking can go on. */
  stop(id: string): Promise<ImportState>
  /** Takes back everything that came with the import. */
  undo(id: string): Promise<ImportState>
  redo(id: string): Promise<ImportState>
  /** Removes the staged files; an import of which nothing was taken is removed wholly, and null is answered. */
  forget(id: string): Promise<ImportState | null>
  /** Refused rows of a table, or of the only table that has some, as CSV. */
  refused(id: string, table?: string): { readonly name: string; readonly chunks: AsyncIterable<Uint8Array> }
  /** Resolves when nothing is being done for the import. */
  settled(id: string): Promise<ImportState>
  /** What is counted of each table of which rows were taken. */
  counts(id: string): { readonly [table: string]: Count }
  close(): Promise<void>
}

type Change = { -readonly [name in keyof ImportState]?: ImportState[name] | undefined }

const STAGED_BYTES = 100 * 1024 ** 3
const PREVIEW_ROWS = 20
const KEEP_EVERY_MS = 250
/** Folder beside the imports into which archives are unpacked while they are read. */
const UNPACKED = '.unpacked'
const NAMES_SHOWN = 3

interface Job {
  readonly stop: AbortController
  readonly done: Promise<void>
  /** False while it waits for its turn. */
  hasBegun: boolean
  /** What the import is again if the job never begins. */
  readonly before: ImportState['status']
}

interface Open {
  readonly kept: KeptImport
  readonly folder: ImportFolder
  job: Job | null
  /** Staged files that are being written. */
  readonly writing: Set<string>
}

export async function openImports(settings: ImportsSettings): Promise<Imports> {
  // The reader's process stands elsewhere, so paths are whole.
  const root = resolve(settings.folder, 'imports')
  // What a process that was killed had unpacked.
  rmSync(join(root, UNPACKED), { recursive: true, force: true })
  const imports = new Map<string, Open>()
  for (const kept of keptImports(root, (id, error) => settings.log.warn({ import: id, error: String(error) }, 'the state of an import cannot be read; it is left alone'))) {
    imports.set(kept.state.id, { kept: afterRestart(kept), folder: new ImportFolder(root, kept.state.id), job: null, writing: new Set() })
  }
  const opened = new OpenImports(settings, root, imports)
  opened.goOn()
  return opened
}

/** Whatever was being done when the process ended may go on. */
function afterRestart(kept: KeptImport): KeptImport {
  const { status } = kept.state
  const then = status === 'taking' ? 'stopped' : status === 'looking' ? 'uploading' : status === 'undoing' ? (kept.whole ? 'taken' : 'stopped') : status
  return { ...kept, state: { ...kept.state, status: then, progress: null } }
}

class OpenImports implements Imports {
  readonly #settings: ImportsSettings
  readonly #root: string
  readonly #imports: Map<string, Open>
  readonly #plans
  /** Jobs wait for each other: files are large, and one reader is enough for the machine. */
  #turn: Promise<void> = Promise.resolve()
  #atWork: string | null = null
  #closed = false

  constructor(settings: ImportsSettings, root: string, imports: Map<string, Open>) {
    this.#settings = settings
    this.#root = root
    this.#imports = imports
    this.#plans = openKeptPlans(root)
  }

  /** An undo that was said just before the process ended has imports after it to take again. */
  goOn(): void {
    const rests = ({ kept: { state: { status } } }: Open): boolean => status === 'taken' || status === 'stopped'
    const all = this.#byAge()
    for (const open of all) if (open.kept.mustSayAgain && rests(open)) this.#sayAgain(open)
    for (const open of all) if (open.kept.mustTakeAgain === true && rests(open)) this.#takeAgain(open)
  }

  list(): readonly ImportState[] {
    return [...this.#imports.values()].map(({ kept }) => kept.state).sort((a, b) => (a.created === b.created ? (a.id < b.id ? 1 : -1) : a.created < b.created ? 1 : -1))
  }

  get(id: string): ImportState {
    return this.#open(id).kept.state
  }

  counts(id: string): { readonly [table: string]: Count } {
    return this.#open(id).kept.checkpoint?.counts ?? {}
  }

  #open(id: string): Open {
    const open = this.#imports.get(id)
    if (!open) throw new Refusal('unknown-import', `there is no import '${id}'; 'imports' lists them`, { import: id })
    return open
  }

  begin({ name, files = [] }: Parameters<Imports['begin']>[0]): ImportState {
    const created = instantText(this.#settings.now())
    const id = `import-${created.slice(0, 10)}-${randomBytes(5).toString('hex')}`
    const state: ImportState = { id, name: name ?? '', status: 'uploading', created, changed: created, files: files.map((file) => ({ name: file.name, bytes: 0, size: file.size })), progress: null, tables: [], warnings: [], faults: [] }
    const open: Open = { kept: { state, checkpoint: null, whole: false }, folder: new ImportFolder(this.#root, id), job: null, writing: new Set() }
    open.folder.make()
    open.folder.write(open.kept)
    this.#imports.set(id, open)
    return state
  }

  async append(id: string, fileName: string, offset: number, chunks: AsyncIterable<Uint8Array>): Promise<number> {
    const open = this.#open(id)
    const { state, checkpoint } = open.kept
    if (checkpoint !== null) throw notNow(state, 'its files are settled; begin a new import for more')
    this.#mustRest(open)
    if (fileName === '' || fileName.length > 500 || fileName.includes('\0')) throw new Refusal('bad-parameter', "'name' must be the name of the file, 1 to 500 characters", { parameter: 'name' })
    const bytes = state.files.find(({ name }) => name === fileName)?.bytes ?? 0
    if (offset !== 0 && offset !== bytes) throw new Refusal('wrong-offset', `the file '${fileName}' has ${bytes} bytes so far; send it on from there, or from 0 to begin anew`, { bytes })
    if (open.writing.has(fileName)) throw notNow(state, `the file '${fileName}' is being sent already; wait until that ends`)
    open.writing.add(fileName)
    try {
      const others = this.list().flatMap(({ files }) => files).reduce((sum, file) => sum + file.bytes, 0) - bytes
      const length = await open.folder.append(fileName, offset, chunks, Math.max(0, (this.#settings.stagedBytes ?? STAGED_BYTES) - others))
      this.#setFile(open, fileName, length)
      return length
    } catch (error) {
      // What arrived before it broke off may stay: the sender goes on behind it, or begins anew.
      this.#setFile(open, fileName, await open.folder.lengthOf(fileName))
      throw error
    } finally {
      open.writing.delete(fileName)
    }
  }

  #setFile(open: Open, name: string, bytes: number): void {
    const { files } = open.kept.state
    const others = files.some((file) => file.name === name) ? files.map((file) => (file.name === name ? { ...file, bytes } : file)) : [...files, { name, bytes }]
    this.#change(open, { files: others, status: 'uploading', tables: [], warnings: [], faults: [] })
  }

  look(id: string, { leaveOut }: { readonly leaveOut: boolean } = { leaveOut: false }): ImportState {
    const open = this.#open(id)
    this.#mustRest(open)
    const { checkpoint } = open.kept
    const isShort = ({ bytes, size }: ImportState['files'][number]): boolean => bytes < (size ?? 0)
    const short = open.kept.state.files.filter(isShort)
    if (leaveOut && short.length > 0 && checkpoint === null && open.writing.size === 0) this.#change(open, { files: open.kept.state.files.filter((file) => !isShort(file)) })
    const { state } = open.kept
    const [first] = leaveOut ? [] : short
    if (checkpoint === null && open.writing.size === 0 && first) {
      throw notNow(state, `of the file '${first.name}' only ${first.bytes.toLocaleString('en')} of ${(first.size ?? 0).toLocaleString('en')} bytes were sent; send the rest, or look with 'leaveOut' to leave it out`)
    }
    if (checkpoint !== null) throw notNow(state, 'rows of it are taken already; begin a new import to read the files anew')
    if (state.files.length === 0) throw notNow(state, 'it has no files yet; send some first')
    if (open.writing.size > 0) throw notNow(state, 'a file is still being sent; wait until that ends')
    return this.#start(open, 'looking', 'Reading the files', (signal) => this.#look(open, signal))
  }

  async #look(open: Open, signal: AbortSignal): Promise<Change> {
    const reader = this.#openReader()
    try {
      const { looks, faults } = await reader.look(this.#files(open), this.#progress(open, 'Reading the files'), signal)
      this.#step(open, 'Understanding the tables')
      const known = await this.#products()
      const plans = recognize(looks, { kept: this.#plans.find, products: known.listed, formats: KNOWN_FORMATS })
      open.folder.writeLooks(looks)
      const tables = looks.map(({ name, read, columns, rows }, place): TableState => {
        const plan = plans[place] as TablePlan
        return { table: name, read, columns: [...columns], rows, plan, missing: missingFields(plan), kept: isAsSaid(plan), preview: [], tally: null }
      })
      const shown = await this.#previewed(reader, tables, looks, known, () => true)
      const nothing = tables.length === 0 && faults.length === 0 ? [{ file: '', says: 'The files hold no table. Send CSV, JSON, JSON lines, Parquet, or a zip of them.' }] : []
      return { ...shown, faults: [...faults, ...nothing], status: tables.length > 0 ? 'looked' : 'failed', name: open.kept.state.name || nameOf(open.kept.state) }
    } catch (error) {
      return signal.aborted ? { status: 'uploading' } : { status: 'failed', faults: [{ file: '', says: this.#saysOf(error, open) }] }
    } finally {
      await reader.close()
    }
  }

  /** What the workspace knows of products; nothing while its answers are derived anew. */
  async #products(): Promise<KnownProducts> {
    return (await this.#settings.products?.().catch(() => NO_PRODUCTS)) ?? NO_PRODUCTS
  }

  /** What the first rows become. Tables that `isOpen` names may take their product from others that name one. */
  async #previewed(reader: FileReader, tables: readonly TableState[], looks: readonly TableLook[], known: KnownProducts, isOpen: (table: string) => boolean): Promise<Pick<ImportState, 'tables' | 'warnings' | 'products'>> {
    const plans = tables.map(({ plan }) => plan)
    const shown = await reader.preview(plans, PREVIEW_ROWS)
    const seen = shown.products ?? {}
    const changed = new Map(withProductOfOthers(plans, seen, known).filter((plan, place) => plan !== plans[place] && isOpen(plan.table)).map((plan) => [plan.table, plan]))
    if (changed.size > 0) {
      const anew = tables.map((table) => {
        const plan = changed.get(table.table)
        return plan ? { ...table, plan, missing: missingFields(plan) } : table
      })
      return this.#previewed(reader, anew, looks, known, () => false)
    }
    const ofLooks = [...idWarnings(plans, looks), ...moneyWarnings(plans, looks), ...reuseWarnings(plans, looks), ...lookWarnings(plans, looks), ...planWarnings(plans, looks), ...knownOtherwise(plans, shown.names ?? {}, this.#settings.namesOf ?? (() => []))]
    const warnings = [...productsApart(seen, known), ...together(ofLooks, shown.warnings)]
    return { tables: tables.map((table) => ({ ...table, preview: [...(shown.rows[table.table] ?? [])] })), warnings, products: productsNamed(plans, seen) }
  }

  async plan(id: string, plans: readonly TablePlan[]): Promise<ImportState> {
    const open = this.#open(id)
    this.#mustBeLooked(open)
    for (const plan of plans) checkPlan(open.kept.state, plan)
    const before = new Map(open.kept.state.tables.map(({ plan }) => [plan.table, plan]))
    const chosen = new Map(plans.map((plan) => [plan.table, withoutStaleProduct(plan, before.get(plan.table) ?? plan)]))
    return this.#replan(open, (table) => chosen.get(table))
  }

  async kind(id: string, table: string, kind: Kind): Promise<ImportState> {
    const open = this.#open(id)
    this.#mustBeLooked(open)
    tableOf(open.kept.state, table)
    const looks = open.folder.looks()
    const look = looks.find(({ name }) => name === table)
    if (!look) throw notNow(open.kept.state, 'what was seen of its tables is gone; read the files again')
    const planned = withKind(look, kind, { products: (await this.#products()).listed, beside: open.kept.state.tables.map(({ plan }) => plan), looks })
    return this.#replan(open, (name) => (name === table ? planned : undefined), (name) => name === table)
  }

  async #replan(open: Open, planOf: (table: string) => TablePlan | undefined, isOpen: (table: string) => boolean = () => false): Promise<ImportState> {
    const reader = this.#openReader()
    try {
      const looks = open.folder.looks()
      await reader.known(this.#files(open), looks)
      const tables = open.kept.state.tables.map((table) => {
        const plan = planOf(table.table)
        return plan ? { ...table, plan, missing: missingFields(plan), kept: table.kept && isDeepStrictEqual(plan, table.plan) } : table
      })
      const shown = await this.#previewed(reader, tables, looks, await this.#products(), isOpen)
      this.#mustBeLooked(open)
      return this.#change(open, shown)
    } finally {
      await reader.close()
    }
  }

  take(id: string): ImportState {
    const open = this.#open(id)
    this.#mustRest(open)
    const { state } = open.kept
    if (state.status !== 'looked' && state.status !== 'stopped') throw notNow(state, state.status === 'taken' ? 'it is taken already' : 'look at it first')
    const [lacking] = state.tables.filter(({ plan, missing }) => plan.kind !== 'nothing' && missing.length > 0)
    if (lacking) {
      throw new Refusal('bad-parameter', `the table '${lacking.table}' lacks ${lacking.missing.join(' and ')}; choose a column or a value for it, or take nothing from the table`, { table: lacking.table, missing: lacking.missing })
    }
    const looks = new Map(open.folder.looks().map((look) => [look.name, look]))
    // What came from an earlier file's correction stays corrected, even where it would be guessed alike.
    const guesses = new Map(recognize([...looks.values()], { kept: () => null, products: [], formats: KNOWN_FORMATS }).map((guess) => [guess.table, guess]))
    this.#plans.keep(state.tables.map(({ columns, plan, kept }) => ({ shape: shapeOf(columns), plan, look: looks.get(plan.table), guessed: !kept && isAsGuessed(plan, guesses.get(plan.table)) })))
    return this.#start(open, 'taking', 'Taking rows', (signal) => this.#take(open, signal))
  }

  async #take(open: Open, signal: AbortSignal): Promise<Change> {
    const { record, now, pace, keepEveryMs = KEEP_EVERY_MS } = this.#settings
    const { id, tables, faults } = open.kept.state
    const undone = this.#undone()
    // What is counted anew is counted from the first row on, however far an earlier attempt came.
    if (open.kept.checkpoint?.again === true) open.kept.checkpoint = { ...newCheckpoint(record.end, open.kept.checkpoint.began, now(), undone), again: true }
    const checkpoint = (open.kept.checkpoint ??= newCheckpoint(record.end, now(), now(), undone))
    const met = new TextNumbers()
    const taking = new Taking(record, open, checkpoint)
    const reader = this.#openReader()
    let recall: Recall | null = null
    try {
      this.#change(open, { faults: faults.filter(({ file }) => file !== BROKEN_OFF) })
      this.#step(open, 'Looking for what was taken before')
      // What is sent again says by itself whether it is there.
      recall = checkpoint.again === true ? NOTHING_TO_RECALL : await recallOf(record, id, checkpoint.recordEnd)
      await reader.known(this.#files(open), open.folder.looks())
      const total = tables.filter(({ plan }) => plan.kind !== 'nothing').reduce((sum, { rows }) => sum + rows, 0)
      const progress = this.#progress(open, checkpoint.again === true ? TAKING_AGAIN : 'Taking rows')
      progress(taking.done(), total)
      let keptAt = now()
      let isWhole = true
      for await (const batch of reader.convert({ plans: tables.map(({ plan }) => plan), from: taking.rows(), import: id, now: taking.began, signal })) {
        const refused = taking.refused(batch.table)
        await takeRows(record, batch.rows, { import: id, now, recall, last: taking, again: checkpoint.again === true, met }, taking.count(batch.table), refused.add)
        if (batch.warnings) taking.warn(batch.table, batch.warnings)
        progress(taking.done(), total)
        if (now() - keptAt >= keepEveryMs || now() < keptAt) {
          await this.#keep(open, taking, recall)
          keptAt = now()
        }
        if (signal.aborted) {
          isWhole = false
          break
        }
        await pace?.()
      }
      await this.#keep(open, taking, recall)
      open.kept.whole = isWhole && !signal.aborted
      if (open.kept.whole) open.kept.mustTakeAgain = false
      return { status: open.kept.whole ? 'taken' : 'stopped' }
    } catch (error) {
      // Counts stand between two batches, so they can be kept; if not, what came after the last ones is recalled when taking goes on.
      if (recall) await this.#keep(open, taking, recall).catch(() => undefined)
      const fault = signal.aborted ? [] : [{ file: BROKEN_OFF, says: this.#saysOf(error, open) }]
      return { status: 'stopped', faults: [...open.kept.state.faults, ...fault] }
    } finally {
      await reader.close()
    }
  }

  async #keep(open: Open, taking: Taking, recall: Recall): Promise<void> {
    open.kept.checkpoint = await taking.flush(recall)
    open.kept.state = { ...open.kept.state, tables: taking.tables(), warnings: [...taking.warnings], changed: instantText(this.#settings.now()) }
    await open.folder.writeSoon(open.kept)
  }

  async stop(id: string): Promise<ImportState> {
    const open = this.#open(id)
    const { job } = open
    if (!job) return open.kept.state
    job.stop.abort()
    if (job.hasBegun) await job.done
    else {
      open.job = null
      this.#change(open, { status: job.before, progress: null })
    }
    return open.kept.state
  }

  async undo(id: string): Promise<ImportState> {
    const open = this.#open(id)
    this.#mustRest(open)
    const { state } = open.kept
    if (state.status !== 'taken' && state.status !== 'stopped') throw notNow(state, state.status === 'undone' ? 'it is undone already' : 'nothing of it is taken')
    const later = this.#thatKnewRowsBefore(open)
    for (const other of later) {
      other.kept.mustTakeAgain = true
      other.folder.write(other.kept)
    }
    await this.#say(open, { type: 'undo', key: undoKey(id), import: id })
    const undone = this.#change(open, { status: 'undone' })
    for (const other of later) this.#takeAgain(other)
    return undone
  }

  /** Imports that came after this one and found rows known: some of these may be known no more. */
  #thatKnewRowsBefore(open: Open): Open[] {
    const began = open.kept.checkpoint?.began ?? 0
    return this.#byAge().filter((other) => other !== open && countedAt(other) >= began && counts(other) && knowsRows(other))
  }

  /** In the order in which they were taken. */
  #byAge(): Open[] {
    return [...this.#imports.values()].sort((a, b) => (a.kept.checkpoint?.began ?? 0) - (b.kept.checkpoint?.began ?? 0) || (a.kept.state.created < b.kept.state.created ? -1 : a.kept.state.created > b.kept.state.created ? 1 : 0))
  }

  #undone(): readonly string[] {
    return [...this.#imports.values()].flatMap(({ kept: { state } }) => (state.status === 'undone' ? [state.id] : []))
  }

  /** Where imports hold what this one had said before them, as it was undone when they were taken, this one says it again: then it holds it. */
  #sayAgain(open: Open): void {
    if (open.job !== null || open.kept.mustSayAgain === undefined) return
    const over = new Set(open.kept.mustSayAgain)
    const status = open.kept.whole ? 'taken' : 'stopped'
    this.#start(open, 'undoing', SAYING_AGAIN, async (signal) => {
      const isDone = await sayAgain(this.#settings.record, open.kept.state.id, over, this.#settings.now, signal)
      if (isDone) delete open.kept.mustSayAgain
      return { status }
    })
  }

  /** Takes the rows of an import once more, so that what only the undone import had said before it counts as said by this one. */
  #takeAgain(open: Open): void {
    const { state, checkpoint } = open.kept
    if (checkpoint === null) return
    if (open.job !== null) {
      void open.job.done.then(() => {
        if (open.kept.mustTakeAgain === true && counts(open) && !this.#closed) this.#takeAgain(open)
      })
      return
    }
    if (state.files.length === 0) {
      open.kept.mustTakeAgain = false
      // Who counted while others were undone that count again has said what they say; who has not knew of them.
      const undone = this.#undone()
      if (checkpoint.undone?.some((id) => !undone.includes(id))) return this.#saidByBoth(open)
      const known = state.tables.reduce((sum, { tally }) => sum + (tally?.known ?? 0), 0)
      this.#change(open, { warnings: [...state.warnings.filter(({ code }) => code !== SAID_BY_UNDONE), saidByUndone(known)] })
      return
    }
    open.kept.checkpoint = { ...newCheckpoint(this.#settings.record.end, checkpoint.began, this.#settings.now(), this.#undone()), again: true }
    this.#start(open, 'taking', TAKING_AGAIN, (signal) => this.#take(open, signal))
  }

  #saidByBoth(open: Open): void {
    const { state, checkpoint } = open.kept
    if (checkpoint) open.kept.checkpoint = { ...checkpoint, undone: this.#undone() }
    const warnings = state.warnings.filter(({ code }) => code !== SAID_BY_UNDONE && code !== SAID_BY_BOTH)
    this.#change(open, { warnings: [...warnings, SAID_BY_BOTH_WARNING] })
  }

  async redo(id: string): Promise<ImportState> {
    const open = this.#open(id)
    this.#mustRest(open)
    const { state } = open.kept
    if (state.status !== 'undone') throw notNow(state, 'it is not undone')
    const { saying, counted } = this.#afterRedo(open)
    for (const [one, over] of saying) one.kept.mustSayAgain = [...new Set([...(one.kept.mustSayAgain ?? []), ...over])]
    for (const one of counted) one.kept.mustTakeAgain = true
    for (const one of new Set([...saying.keys(), ...counted])) if (one !== open) one.folder.write(one.kept)
    await this.#say(open, { type: 'undo', key: undoKey(id), retracted: true })
    this.#change(open, { status: open.kept.whole ? 'taken' : 'stopped' })
    for (const one of [...saying.keys()].reverse()) this.#sayAgain(one)
    for (const one of counted) this.#takeAgain(one)
    const undone = this.#undone()
    for (const other of this.#byAge()) {
      const { state, checkpoint } = other.kept
      // What was said of an import that was undone is true no more.
      if (undone.every((one) => checkpoint?.undone?.includes(one)) && state.warnings.some(({ code }) => code === SAID_BY_UNDONE)) this.#change(other, { warnings: state.warnings.filter(({ code }) => code !== SAID_BY_UNDONE) })
    }
    return open.kept.state
  }

  /** Who says again what others took while it was undone, and who is counted anew, once an import counts again. */
  #afterRedo(open: Open): { readonly saying: ReadonlyMap<Open, readonly string[]>; readonly counted: readonly Open[] } {
    const { id } = open.kept.state
    const before = open.kept.checkpoint?.undone ?? []
    const undone = new Set(this.#undone().filter((one) => one !== id))
    const others = this.#byAge().filter((other) => other !== open && counts(other))
    const tookFromIt = others.filter((other) => other.kept.checkpoint?.undone?.includes(id))
    const itTookFrom = others.filter((other) => before.includes(other.kept.state.id))
    const lostRows = knowsRows(open) && [...undone].some((one) => !before.includes(one))
    const saying = new Map<Open, readonly string[]>([
      ...itTookFrom.map((other) => [other, [id]] as const), ...(tookFromIt.length > 0 ? [[open, tookFromIt.map(({ kept }) => kept.state.id)] as const] : []),
    ])
    // Who says again may come to hold what it had only known.
    const counted = new Set([...(itTookFrom.length > 0 || lostRows ? [open] : []), ...tookFromIt, ...saying.keys()])
    return { saying, counted: [...counted] }
  }

  async #say(open: Open, line: object): Promise<void> {
    const before = open.kept.state.status
    this.#change(open, { status: 'undoing' })
    try {
      const { rejected: [fault] } = await takeEvidence(this.#settings.record, { values: [line], power: 'admin', now: this.#settings.now() })
      if (fault) throw new Error(fault.says)
    } catch (error) {
      this.#change(open, { status: before })
      throw error
    }
  }

  async forget(id: string): Promise<ImportState | null> {
    const open = this.#open(id)
    this.#mustRest(open)
    if (open.writing.size > 0) throw notNow(open.kept.state, 'a file is still being sent; wait until that ends')
    if (open.kept.checkpoint === null) {
      this.#imports.delete(id)
      open.folder.drop()
      return null
    }
    if (open.kept.state.status === 'stopped') throw notNow(open.kept.state, 'it is only partly taken; go on with it, or undo it first')
    open.folder.dropFiles()
    return this.#change(open, { files: [] })
  }

  refused(id: string, table?: string): { readonly name: string; readonly chunks: AsyncIterable<Uint8Array> } {
    const { kept, folder } = this.#open(id)
    const bytes = kept.checkpoint?.refusedBytes ?? {}
    const with_ = Object.keys(bytes).filter((name) => (bytes[name] ?? 0) > 0)
    if (table !== undefined) tableOf(kept.state, table)
    else if (with_.length !== 1) {
      const which = with_.length === 0 ? 'no row of the import was refused' : `rows of several tables were refused; name one with 'table': ${with_.join(', ')}`
      throw new Refusal('bad-parameter', which, { parameter: 'table', tables: with_ })
    }
    const name = table ?? (with_[0] as string)
    return { name, chunks: refusedRowsText(folder.refused(name), bytes[name] ?? 0) }
  }

  async settled(id: string): Promise<ImportState> {
    const open = this.#open(id)
    while (open.job) await open.job.done
    return open.kept.state
  }

  async close(): Promise<void> {
    this.#closed = true
    for (const { job } of this.#imports.values()) job?.stop.abort()
    await Promise.all([...this.#imports.values()].map(({ job }) => job?.done))
  }

  /** Runs a job when its turn comes; the state says what it waits for. */
  #start(open: Open, status: ImportState['status'], step: string, work: (signal: AbortSignal) => Promise<Change>): ImportState {
    if (this.#closed) throw new Refusal('not-ready', 'Hatrack is ending; try again when it runs')
    const stop = new AbortController()
    const before = open.kept.state.status
    const startedAt = instantText(this.#settings.now())
    const first = this.#atWork === null ? null : this.#imports.get(this.#atWork)?.kept.state
    const state = this.#change(open, { status, progress: { step: first ? `Waits for the import ${first.name || first.id}` : step, done: 0, total: null, startedAt } })
    const done = this.#turn.then(async () => {
      if (open.job !== job) return
      job.hasBegun = true
      this.#atWork = state.id
      try {
        this.#step(open, step)
        const change = await work(stop.signal)
        // Whoever sees the new status may go on at once.
        open.job = null
        this.#change(open, { ...change, progress: null })
      } catch (error) {
        open.job = null
        const faults = [{ file: BROKEN_OFF, says: this.#saysOf(error, open) }]
        open.kept.state = { ...open.kept.state, progress: null, faults, status: status === 'taking' ? 'stopped' : before }
        // If even this cannot be written, the disk is full, or worse; there it stands as it stood.
        await open.folder.writeSoon(open.kept).catch(() => undefined)
      } finally {
        this.#atWork = null
      }
    })
    const job: Job = { stop, done, hasBegun: false, before }
    this.#turn = done
    open.job = job
    this.#atWork ??= state.id
    return state
  }

  #mustRest(open: Open): void {
    if (open.job) throw notNow(open.kept.state, 'it is being worked on; wait, or stop it first')
  }

  #mustBeLooked(open: Open): void {
    this.#mustRest(open)
    if (open.kept.state.status !== 'looked') throw notNow(open.kept.state, 'its plans are settled; begin a new import to take the files in another way')
  }

  #openReader(): FileReader {
    const scratch = join(this.#root, UNPACKED)
    mkdirSync(scratch, { recursive: true, mode: 0o700 })
    return this.#settings.openReader({ scratch })
  }

  #files(open: Open): readonly { readonly name: string; readonly path: string }[] {
    return open.kept.state.files.map(({ name }) => ({ name, path: open.folder.staged(name) }))
  }

  #progress(open: Open, step: string): (done: number, total: number | null) => void {
    return (done, total) => {
      const startedAt = open.kept.state.progress?.startedAt ?? instantText(this.#settings.now())
      open.kept.state = { ...open.kept.state, progress: { step, done, total, startedAt } }
    }
  }

  #step(open: Open, step: string): void {
    this.#progress(open, step)(0, null)
  }

  #change(open: Open, change: Change): ImportState {
    const changed = instantText(this.#settings.now())
    open.kept.state = { ...open.kept.state, ...(change as Partial<ImportState>), changed }
    open.folder.write(open.kept)
    return open.kept.state
  }

  #saysOf(error: unknown, open: Open): string {
    if (error instanceof Refusal) return sentence(error.message)
    this.#settings.log.error({ import: open.kept.state.id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) }, 'an import was broken off')
    // The reader says in words what ended it; of anything else the log has more.
    return sentence(error instanceof Error && error.message !== '' ? error.message : 'something went wrong inside Hatrack; its log says what')
  }
}

const TAKING_AGAIN = 'Taking rows again that an undone import had said first'
const SAYING_AGAIN = 'Saying again what others had taken meanwhile'
const SAID_BY_UNDONE = 'said-by-undone'
const SAID_BY_BOTH = 'said-by-both'
const SAID_BY_BOTH_WARNING: DataWarning = {
  code: SAID_BY_BOTH, table: null, column: null, count: 1, examples: [],
  says: 'This import was taken while another one was undone that is brought in again now. Rows that both hold are counted as written by both, as the files that were sent are gone; answers hold each once.',
  mend: 'Undo this import and import its files once more: what is known is then told as known.',
}

/** True if its lines count. */
function counts({ kept: { state: { status } } }: Open): boolean {
  return status === 'taken' || status === 'stopped'
}

function knowsRows({ kept: { state: { tables } } }: Open): boolean {
  return tables.some(({ tally }) => (tally?.known ?? 0) > 0)
}

function countedAt({ kept: { checkpoint } }: Open): number {
  return checkpoint?.counted ?? checkpoint?.began ?? 0
}

function saidByUndone(known: number): DataWarning {
  return {
    code: SAID_BY_UNDONE, table: null, column: null, count: known, examples: [],
    says: `${known} rows were known when this import was taken; those that an import which is now undone had said first count no more, and the files that were sent are gone.`,
    mend: 'Import the files once more: what is known stays as it is, the rest is written.',
  }
}

/** Stands in place of a file's name where the import itself was broken off. */
const BROKEN_OFF = ''

function undoKey(id: string): string {
  return `undo ${id}`
}

function notNow({ id, status }: ImportState, says: string): Refusal {
  return new Refusal('not-now', `the import ${id} is ${WORDS[status]}: ${says}`, { import: id, status })
}

const WORDS: { readonly [status in ImportState['status']]: string } = {
  uploading: 'not read yet', looking: 'being read', looked: 'waiting for a yes', taking: 'being taken', stopped: 'stopped', taken: 'taken', failed: 'not readable',
  undoing: 'being undone', undone: 'undone',
}

function sentence(text: string): string {
  const whole = text.charAt(0).toUpperCase() + text.slice(1)
  return /[.!?]$/.test(whole) ? whole : `${whole}.`
}

function nameOf({ files }: ImportState): string {
  const names = files.map(({ name }) => name)
  return names.length <= NAMES_SHOWN ? names.join(', ') : `${names.slice(0, NAMES_SHOWN - 1).join(', ')} and ${names.length - NAMES_SHOWN + 1} more`
}

function tableOf(state: ImportState, name: string): TableState {
  const table = state.tables.find(({ table: known }) => known === name)
  if (table) return table
  throw new Refusal('bad-parameter', `the import has no table '${name}'; it has ${state.tables.map((one) => one.table).join(', ')}`, { parameter: 'table' })
}

function checkPlan(state: ImportState, plan: TablePlan): void {
  const { columns, plan: understood } = tableOf(state, plan.table)
  const own = FIELDS[plan.kind].map(({ name }) => name)
  const format = KNOWN_FORMATS.find(({ name }) => name === plan.format)
  // A known format has fields of its own, such as the intent of a payment.
  const fields = new Set(own.length === 0 ? [] : [...own, ...Object.keys(format?.fields ?? {}), ...(understood.format === plan.format ? Object.keys(understood.fields) : [])])
  for (const [field, { column, from }] of Object.entries(plan.fields)) {
    if (fields.size > 0 && !fields.has(field)) throw new Refusal('bad-parameter', `${plan.kind} have no field '${field}'; they have ${[...fields].join(', ')}`, { table: plan.table, field })
    if (from) {
      const { columns: others } = tableOf(state, from.table)
      const lacking = !columns.includes(from.own) ? [plan.table, from.own] : [from.by, column].filter((name) => !others.includes(name)).map((name) => [from.table, name])[0]
      if (lacking) throw new Refusal('bad-parameter', `the table '${lacking[0]}' has no column '${lacking[1]}'`, { table: plan.table, field, column: lacking[1] })
      continue
    }
    // A known format may take a field from a joined table.
    if (understood.format !== null && understood.fields[field]?.column === column) continue
    if (!columns.includes(column)) throw new Refusal('bad-parameter', `the table '${plan.table}' has no column '${column}'; it has ${columns.join(', ')}`, { table: plan.table, field, column })
  }
}

function newCheckpoint(recordEnd: number, began: Instant, counted: Instant, undone: readonly string[]): Checkpoint {
  return { recordEnd, began, refusedBytes: {}, counts: {}, counted, undone }
}

/** What changes while rows are taken, and is kept as one checkpoint. */
class Taking implements LastTaken {
  readonly began: number
  warnings: readonly DataWarning[]
  /** The identity of the last line that is counted as new. */
  identity: string | null = null
  readonly #record: Record<Line>
  readonly #open: Open
  readonly #counts: { [table: string]: Count }
  readonly #bytes: { [table: string]: number }
  readonly #files = new Map<string, RefusedRows>()
  readonly #how: Pick<Checkpoint, 'again' | 'counted' | 'undone'>
  #recordEnd: number

  constructor(record: Record<Line>, open: Open, { began, recordEnd, counts, refusedBytes, ...how }: Checkpoint) {
    this.#how = how
    this.#record = record
    this.#open = open
    this.began = began
    this.#recordEnd = recordEnd
    this.warnings = open.kept.state.warnings
    this.#counts = structuredClone(counts) as { [table: string]: Count }
    this.#bytes = { ...refusedBytes }
  }

  count(table: string): Count {
    this.#counts[table] ??= emptyCount()
    return this.#counts[table] as Count
  }

  rows(): { readonly [table: string]: number } {
    return Object.fromEntries(Object.entries(this.#counts).map(([table, { rows }]) => [table, rows]))
  }

  done(): number {
    return Object.values(this.#counts).reduce((sum, { rows }) => sum + rows, 0)
  }

  refused(table: string): RefusedRows {
    const known = this.#files.get(table)
    if (known) return known
    const { columns } = tableOf(this.#open.kept.state, table)
    const file = openRefusedRows(this.#open.folder.refused(table), columns, this.#bytes[table] ?? 0)
    this.#files.set(table, file)
    return file
  }

  /** Warnings of the rows of a table that is done replace those of its preview. */
  warn(table: string, warnings: readonly DataWarning[]): void {
    this.warnings = [...this.warnings.filter((warning) => warning.table !== table || OF_LOOKS.has(warning.code)), ...warnings]
  }

  tables(): TableState[] {
    return this.#open.kept.state.tables.map((table) => {
      const count = this.#counts[table.table]
      return count ? { ...table, tally: tallyOf(count) } : table
    })
  }

  /** Refused rows first, then the checkpoint that counts them. */
  async flush(recall: Recall): Promise<Checkpoint> {
    this.#recordEnd = recall.reached() ?? (await this.#endOfLast())
    for (const [table, file] of this.#files) this.#bytes[table] = await file.flush()
    return { began: this.began, recordEnd: this.#recordEnd, refusedBytes: { ...this.#bytes }, counts: structuredClone(this.#counts), ...this.#how }
  }

  /** The position behind the last own line that is counted. The end of the record would not do: what this process knows of it may lag behind. */
  async #endOfLast(): Promise<number> {
    if (this.identity === null) return this.#recordEnd
    const positions = (await this.#record.versions(this.identity)).map(({ position }) => position + 1)
    return Math.max(this.#recordEnd, ...positions)
  }
}
