import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { type Instant, instantText } from '../base/day.ts'
import { Refusal } from '../base/refusal.ts'
import { addressOf, fetchAddress } from '../db/engines/address-query.ts'
import { namesIn } from '../db/engines/foreign-query.ts'
import { sourceOfTable } from './guess-constants.ts'
import { ImportFolder, writeWhole } from './import-folder.ts'
import type { ImportState, TableState, Tally } from './import-state.ts'
import type { Imports, ImportsLog } from './imports.ts'
import { firstRows, placeOnDisk, stageFrom } from './pull-sources.ts'
import { type Agreed, type EndedRun, type KeptPull, type KeptRun, placeOf, type PullKind, type PullRun, type PullState, withoutSecrets } from './pull-state.ts'
import type { OpenReader } from './reader.ts'
import { readsOtherwise } from './reused-plan.ts'

export interface PullsSettings {
  /** The folder of the workspace; pulls lie in `pulls.json` in it, which only its owner can read. */
  readonly folder: string
  readonly imports: Imports
  readonly now: () => Instant
  readonly log: ImportsLog
  readonly openReader: OpenReader
  /** True in a server, which runs pulls when their time comes; a command only looks. */
  readonly runsBySchedule: boolean
}

export interface WantedPull {
  readonly id?: string | undefined
  readonly name?: string | undefined
  readonly kind?: PullKind | undefined
  /** Absent: the one that is kept. */
  readonly connection?: string | undefined
  readonly authorization?: string | undefined
  readonly query?: string | undefined
  readonly cursor?: string | undefined
  readonly start?: string | undefined
  /** Absent: as before; 0: by hand only. */
  readonly everyMinutes?: number | undefined
  /** True: the next run begins at the start again, as if nothing had been taken; what is known then is not counted twice. */
  readonly fromStart?: boolean | undefined
}

export interface Tried {
  readonly columns: readonly string[]
  readonly rows: readonly (readonly (string | null)[])[]
  readonly says: string
}

/** The pulls of a workspace: rows come by themselves from databases, folders and addresses, and become imports. */
export interface Pulls {
  list(): readonly PullState[]
  /** Makes a pull, or changes one. */
  save(wanted: WantedPull): PullState
  /** First rows, without writing anything. */
  try(wanted: WantedPull): Promise<Tried>
  /** Begins a run now. */
  run(id: string): PullState
  pause(id: string, paused: boolean): PullState
  /** Takes the pull away; what came with it stays. */
  remove(id: string): Promise<void>
  /** Resolves when no run of the pull is under way. */
  settled(id: string): Promise<PullState>
  close(): Promise<void>
}

const FILE = 'pulls.json'
const RUNS_KEPT = 10
const ROWS_TRIED = 20
const TRY_MS = 60_000
const TRY_BYTES = 256 * 1_048_576
/** How often clocks and waiting imports are looked at. */
const LOOK_EVERY_MS = 2_000
const FIRST_RETRY_MS = 5 * 60_000
const LAST_RETRY_MS = 24 * 3_600_000
const MINUTE_MS = 60_000

interface Open {
  readonly kept: KeptPull
  stop: AbortController | null
  running: Promise<void> | null
}

export function openPulls(settings: PullsSettings): Pulls {
  return new OpenPulls(settings)
}

/** Whether a workspace has pulls, without opening it. */
export function hasPulls(folder: string): boolean {
  return existsSync(join(folder, FILE))
}

class OpenPulls implements Pulls {
  readonly #settings: PullsSettings
  readonly #pulls: Map<string, Open>
  #timer: NodeJS.Timeout | null = null
  /** Runs wait for each other: a machine with two cores has other work. */
  #turn: Promise<void> = Promise.resolve()
  #closed = false

  constructor(settings: PullsSettings) {
    this.#settings = settings
    this.#pulls = new Map(this.#read().map((kept) => [kept.id, { kept, stop: null, running: null }]))
    if (settings.runsBySchedule) {
      // Runs that were under way when the process ended go on where they stood.
      for (const open of this.#pulls.values()) if (open.kept.run?.status === 'running') this.#begin(open)
      this.#timer = setInterval(() => this.#look(), LOOK_EVERY_MS)
      this.#timer.unref()
    }
  }

  #read(): readonly KeptPull[] {
    const file = join(this.#settings.folder, FILE)
    if (!existsSync(file)) return []
    try {
      chmodSync(file, 0o600)
      return (JSON.parse(readFileSync(file, 'utf8')) as { readonly pulls: readonly KeptPull[] }).pulls
    } catch (error) {
      const aside = `${file}.damaged-${this.#settings.now()}`
      renameSync(file, aside)
      this.#settings.log.error({ file, aside, error: String(error) }, 'the pulls cannot be read; the file is set aside, and there are none until they are made anew')
      return []
    }
  }

  #write(): void {
    mkdirSync(this.#settings.folder, { recursive: true })
    writeWhole(join(this.#settings.folder, FILE), { pulls: [...this.#pulls.values()].map(({ kept }) => kept) })
  }

  list(): readonly PullState[] {
    this.#lookAtWaiting()
    return [...this.#pulls.values()].map(({ kept }) => shown(kept)).sort((a, b) => (a.name < b.name ? -1 : 1))
  }

  #open(id: string): Open {
    const open = this.#pulls.get(id)
    if (!open) throw new Refusal('bad-parameter', `there is no pull '${id}'; 'pulls' lists them`, { parameter: 'id' })
    return open
  }

  save(wanted: WantedPull): PullState {
    const before = wanted.id === undefined ? null : this.#open(wanted.id)
    if (before?.running) throw new Refusal('not-now', `the pull '${wanted.id}' runs just now; wait until that ends, then change it`)
    const checked = checkedPull(wanted, before?.kept ?? null, this.#settings.folder)
    const now = this.#settings.now()
    if (before) {
      const { kept } = before
      const isOther = (['kind', 'connection', 'query', 'cursor', 'start'] as const).some((name) => kept[name] !== checked[name])
      Object.assign(kept, checked)
      // Another question may mean other rows: it begins from its start, and is looked at again.
      if (isOther) this.#startOver(kept)
      else if (wanted.fromStart === true) this.#goBackTo(kept, { since: null, seen: {} })
      const isSoon = isOther || wanted.fromStart === true
      kept.failures = 0
      kept.nextAt = kept.everyMinutes === null || kept.run?.status === 'waiting' ? null : instantText(isSoon ? now : Math.min(this.#nextAfter(kept, now), Date.parse(kept.nextAt ?? instantText(now + kept.everyMinutes * MINUTE_MS))))
      this.#write()
      return shown(kept)
    }
    const kept: KeptPull = {
      ...checked, id: this.#newId(checked.name), since: null, paused: false, created: instantText(now), nextAt: checked.everyMinutes === null ? null : instantText(now),
      failures: 0, agreed: [], seen: {}, run: null, runs: [],
    }
    this.#pulls.set(kept.id, { kept, stop: null, running: null })
    this.#write()
    return shown(kept)
  }

  #startOver(kept: KeptPull): void {
    this.#forgetImport(kept.run)
    Object.assign(kept, { since: null, seen: {}, agreed: [], run: null })
  }

  /** Rows after that place are read again. A run that waits with later ones would carry the cursor past them, so it is read anew, too. */
  #goBackTo(kept: KeptPull, place: Place): void {
    if (kept.run?.status === 'waiting' || kept.run?.status === 'failed') {
      this.#forgetImport(kept.run)
      kept.run = null
    }
    Object.assign(kept, place)
  }

  #newId(name: string): string {
    const plain = name.toLowerCase().normalize('NFKD').replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '').slice(0, 40) || 'pull'
    for (let number = 1; ; number++) {
      const id = number === 1 ? plain : `${plain}-${number}`
      if (!this.#pulls.has(id)) return id
    }
  }

  async try(wanted: WantedPull): Promise<Tried> {
    const before = wanted.id === undefined ? null : this.#open(wanted.id).kept
    const { folder } = this.#settings
    const source = { ...checkedPull({ ...wanted, name: wanted.name ?? before?.name ?? 'try' }, before, folder), id: 'try', since: before?.since ?? null, seen: {} }
    const signal = AbortSignal.timeout(TRY_MS)
    try {
      if (source.query !== null) {
        const { columns, rows } = await firstRows(source, folder, ROWS_TRIED, signal)
        const cursor = columns.find(({ name }) => name === source.cursor)
        if (source.cursor !== null && !cursor) throw new Refusal('bad-parameter', `The query gives no column '${source.cursor}'. It gives ${columns.map(({ name }) => name).join(', ')}.`, { parameter: 'cursor' })
        if (cursor?.order === null) throw new Refusal('bad-parameter', `The column '${cursor.name}' holds texts, whose order differs from database to database. Choose one with numbers or times, or cast it.`, { parameter: 'cursor' })
        return { columns: columns.map(({ name }) => name), rows, says: triedSays(rows.length) }
      }
      return await this.#tryFiles(source, signal)
    } catch (error) {
      if (signal.aborted) throw new Refusal('bad-parameter', 'The first rows did not come within a minute. Ask for less, or save the pull: a run has half an hour.', { parameter: 'query' })
      throw this.#cleaned(error, source)
    }
  }

  async #tryFiles(source: Parameters<typeof stageFrom>[0], signal: AbortSignal): Promise<Tried> {
    mkdirSync(this.#settings.folder, { recursive: true })
    const path = mkdtempSync(join(this.#settings.folder, 'try-'))
    const folder = new ImportFolder(path, 'files')
    const files: { name: string; path: string }[] = []
    const stage = async (name: string, chunks: AsyncIterable<Uint8Array>): Promise<void> => {
      await folder.append(name, 0, chunks, TRY_BYTES)
      files.push({ name, path: folder.staged(name) })
    }
    const reader = this.#settings.openReader()
    try {
      if (source.kind === 'url') {
        const fetched = await fetchAddress({ url: source.connection, authorization: source.authorization, seen: {}, signal, bytesAtMost: TRY_BYTES })
        if (fetched) await stage(fetched.name, fetched.chunks)
      } else await stageFrom(source, this.#settings.folder, stage, signal)
      const { looks, faults } = await reader.look(files, () => undefined, signal)
      const [look] = looks
      if (!look) throw new Refusal('bad-parameter', faults[0]?.says ?? 'What is there holds no table. CSV, TSV, JSON, JSON lines, Parquet and zip files can be read.', { parameter: 'connection' })
      const more = looks.length > 1 ? ` There are ${looks.length} tables; these are rows of ${look.name}.` : ''
      return { columns: look.columns, rows: look.first.slice(0, ROWS_TRIED).map(({ cells }) => cells), says: `It is read as ${look.read}, with ${look.rows === 1 ? 'one row' : `${look.rows.toLocaleString('en')} rows`}.${more}` }
    } finally {
      await reader.close()
      rmSync(path, { recursive: true, force: true })
    }
  }

  run(id: string): PullState {
    const open = this.#open(id)
    this.#lookAtWaiting()
    const { run } = open.kept
    if (open.running) return shown(open.kept)
    if (run?.status === 'waiting') throw new Refusal('not-now', `the last run of '${open.kept.name}' waits: look at the import ${run.import}, then say yes or forget it`, { import: run.import })
    this.#begin(open)
    return shown(open.kept)
  }

  pause(id: string, paused: boolean): PullState {
    const { kept } = this.#open(id)
    kept.paused = paused
    if (!paused && kept.everyMinutes !== null && kept.run?.status !== 'waiting') kept.nextAt = instantText(Math.max(this.#settings.now(), Date.parse(kept.nextAt ?? '') || 0))
    this.#write()
    return shown(kept)
  }

  async remove(id: string): Promise<void> {
    const open = this.#open(id)
    open.stop?.abort()
    await this.#stopImport(open)
    await open.running
    this.#forgetImport(open.kept.run)
    this.#pulls.delete(id)
    this.#write()
  }

  async settled(id: string): Promise<PullState> {
    const open = this.#open(id)
    while (open.running) await open.running
    return shown(open.kept)
  }

  async close(): Promise<void> {
    this.#closed = true
    if (this.#timer) clearInterval(this.#timer)
    for (const open of this.#pulls.values()) {
      open.stop?.abort()
      await this.#stopImport(open)
    }
    await Promise.all([...this.#pulls.values()].map(({ running }) => running))
  }

  async #stopImport({ kept: { run }, running }: Open): Promise<void> {
    if (!running || !run?.import) return
    await this.#settings.imports.stop(run.import).catch(() => undefined)
  }

  // ---- when

  #look(): void {
    try {
      this.#lookAtWaiting()
      const now = this.#settings.now()
      for (const open of this.#pulls.values()) {
        const { paused, nextAt, run } = open.kept
        if (!paused && nextAt !== null && Date.parse(nextAt) <= now && !open.running && run?.status !== 'waiting') this.#begin(open)
      }
    } catch (error) {
      this.#settings.log.error({ error: String(error) }, 'pulls could not be looked at')
    }
  }

  /** Steps of the schedule from the last one on, so that the time of day stays. */
  #nextAfter({ everyMinutes, nextAt, created }: KeptPull, now: Instant): Instant {
    const every = (everyMinutes ?? 0) * MINUTE_MS
    const from = Date.parse(nextAt ?? created)
    return from > now ? from : from + Math.ceil((now - from + 1) / every) * every
  }

  #schedule(kept: KeptPull, failed: boolean): void {
    const now = this.#settings.now()
    kept.failures = failed ? kept.failures + 1 : 0
    if (kept.everyMinutes === null) kept.nextAt = null
    else kept.nextAt = instantText(failed ? now + Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** (kept.failures - 1)) : this.#nextAfter(kept, now))
  }

  /** Imports that waited for a person may have been said yes to, or be gone. */
  #lookAtWaiting(): void {
    for (const open of this.#pulls.values()) {
      this.#lookAtUndone(open)
      const { run } = open.kept
      if (open.running || run?.status !== 'waiting' || run.import === null) continue
      const state = this.#importOf(run)
      if (state === null || state.status === 'undone') this.#end(open, run, 'dropped', state === null ? 'Its import was removed; nothing was written.' : 'Its import was undone.')
      else if (state.status === 'taken') this.#taken(open, run, state)
    }
  }

  /** What was undone is read again: the pull goes back to where it stood before that run, and a person looks before the rows are taken once more. */
  #lookAtUndone({ kept, running }: Open): void {
    if (running) return
    const isUndone = (run: EndedRun): boolean => run.status === 'taken' && run.before !== undefined && this.#importOf(run)?.status === 'undone'
    const undone = kept.runs.filter(isUndone)
    const first = undone.at(-1)
    if (first?.before === undefined) return
    const says = 'Its import was undone. The next run reads its rows again, and waits for a look.'
    kept.runs = kept.runs.map(({ before, ...run }) => (undone.some((one) => one.import === run.import) ? { ...run, status: 'dropped', says } : before === undefined ? run : { ...run, before }))
    this.#goBackTo(kept, first.before)
    kept.agreed = []
    if (kept.everyMinutes !== null && kept.nextAt === null) kept.nextAt = instantText(this.#nextAfter(kept, this.#settings.now()))
    this.#write()
  }

  #importOf(run: Pick<PullRun, 'import'>): ImportState | null {
    try {
      return run.import === null ? null : this.#settings.imports.get(run.import)
    } catch {
      return null
    }
  }

  // ---- one run

  #begin(open: Open): void {
    if (this.#closed) throw new Refusal('not-ready', 'Hatrack is ending; try again when it runs')
    const { kept } = open
    const stop = new AbortController()
    open.stop = stop
    const goesOn = kept.run !== null && (kept.run.status === 'running' || (kept.run.status === 'failed' && kept.run.staged && this.#importOf(kept.run) !== null))
    const run: KeptRun = goesOn && kept.run ? { ...kept.run, status: 'running', says: 'Going on.' } : newRun(instantText(this.#settings.now()))
    kept.run = run
    this.#write()
    open.running = this.#turn.then(async () => {
      try {
        if (!stop.signal.aborted) await this.#go(open, run, stop.signal)
      } catch (error) {
        if (!stop.signal.aborted) this.#fail(open, run, error)
      } finally {
        open.running = null
        open.stop = null
      }
    })
    this.#turn = open.running
  }

  async #go(open: Open, run: KeptRun, signal: AbortSignal): Promise<void> {
    const { imports } = this.#settings
    if (!run.staged && !(await this.#stage(open, run, signal))) return
    let state = this.#importOf(run)
    if (state === null) return this.#end(open, run, 'dropped', 'Its import was removed; nothing was written.')
    if (state.status === 'uploading' || state.status === 'looking') {
      this.#tell(run, 'Understanding the rows.')
      if (state.status === 'uploading') imports.look(state.id)
      state = await imports.settled(state.id)
      if (signal.aborted) return
    }
    if (state.status === 'failed') throw new Refusal('bad-parameter', state.faults[0]?.says ?? 'What was read holds no table.')
    if (state.status === 'looked') {
      const because = await this.#whyNotByItself(open.kept, state)
      if (because !== null) return this.#wait(open, run, because)
      this.#tell(run, 'Taking the rows.')
      imports.take(state.id)
      state = await imports.settled(state.id)
    } else if (state.status === 'stopped') {
      imports.take(state.id)
      state = await imports.settled(state.id)
    }
    if (signal.aborted) return
    if (state.status === 'taken') return this.#taken(open, run, state)
    const [fault] = state.faults
    if (state.status === 'stopped' && fault) throw new Refusal('not-ready', fault.says)
    return this.#wait(open, run, `The import was stopped by hand. Go on with it, or undo it.`)
  }

  /** False if there is nothing to take. */
  async #stage(open: Open, run: KeptRun, signal: AbortSignal): Promise<boolean> {
    const { imports, folder } = this.#settings
    const { kept } = open
    // What an earlier attempt left half.
    this.#forgetImport(run)
    run.import = null
    this.#tell(run, 'Reading the source.')
    const staged = await stageFrom(kept, folder, async (name, chunks) => {
      if (run.import === null) {
        run.import = imports.begin({ name: kept.name }).id
        this.#write()
      }
      await imports.append(run.import, name, 0, chunks)
    }, signal)
    signal.throwIfAborted()
    if (staged.kind === 'nothing') {
      this.#forgetImport(run)
      run.import = null
      if (staged.seen) kept.seen = { ...kept.seen, ...staged.seen }
      this.#end(open, run, 'unchanged', staged.says)
      return false
    }
    run.rows = staged.rows ?? 0
    run.next = { since: staged.since, seen: staged.seen }
    run.staged = true
    this.#write()
    return true
  }

  /** Null if the rows are of the shape that somebody said yes to; else why a person must look. */
  async #whyNotByItself({ agreed }: KeptPull, state: ImportState): Promise<string | null> {
    if (agreed.length === 0) return 'It is the first run: look at what the rows would become, and say yes. Later runs take theirs by themselves.'
    const [fault] = state.faults
    if (fault) return `Something could not be read: ${fault.says} Look at the rest, and say yes.`
    const found = state.tables.map((table) => ({ table, known: agreedFor(agreed, table) }))
    const [other] = found.filter(({ known }) => known === null)
    if (other) return `${changeOf(agreed, other.table)} Look at what the rows would become now, and say yes.`
    const [otherwise] = state.tables.map(({ plan }) => readsOtherwise(plan)).filter((says) => says !== null)
    if (otherwise !== undefined) return `${otherwise} Look at what the rows would become now, and say yes.`
    const plans = found.flatMap(({ table, known }) => {
      const plan = { ...(known as Agreed).plan, table: table.table }
      return JSON.stringify(plan) === JSON.stringify(table.plan) ? [] : [plan]
    })
    const planned = plans.length === 0 ? state : await this.#settings.imports.plan(state.id, plans)
    const [lacking] = planned.tables.filter(({ plan, missing }) => plan.kind !== 'nothing' && missing.length > 0)
    return lacking ? `The table ${lacking.table} lacks ${lacking.missing.join(' and ')}. Choose a column for it, and say yes.` : null
  }

  #taken(open: Open, run: KeptRun, state: ImportState): void {
    const { kept } = open
    const { imports } = this.#settings
    const sum = (of: (tally: Tally) => number): number => state.tables.reduce((all, { tally }) => all + (tally === null ? 0 : of(tally)), 0)
    const [rows, written, refused] = [sum((tally) => tally.rows), sum((tally) => tally.written), sum((tally) => tally.refused)]
    const leftOut = sum((tally) => tally.leftOut.reduce((all, one) => all + one.rows, 0))
    const known = sum((tally) => tally.known)
    Object.assign(run, { rows, written, known, refused, leftOut })
    const before: Place = { since: kept.since, seen: kept.seen }
    // Rows that the plan of a table leaves out have ended; those of a table of which nothing is taken may yet be understood.
    const understood = state.tables.some(({ plan, tally }) => plan.kind !== 'nothing' && (tally?.leftOut.length ?? 0) > 0)
    const hasEnded = written + known > 0 || (understood && refused === 0) || state.tables.every((table) => table.rows === 0)
    if (!hasEnded) return this.#nothingTaken(open, run, state, refused)
    // Only now: were the process killed before, the same rows would come again, and be known.
    kept.since = run.next?.since ?? kept.since
    kept.seen = run.next?.seen ?? kept.seen
    kept.agreed = mergedAgreed(kept.agreed, state.tables)
    const says = `${written.toLocaleString('en')} of ${rows.toLocaleString('en')} rows brought something new.${refused > 0 ? ` ${refused.toLocaleString('en')} were refused: the import lists them.` : ''}`
    this.#end(open, run, 'taken', says, before)
    // The rows are in the record; the refused ones are kept beside the import.
    imports.forget(state.id).catch(() => undefined)
  }

  /** The pull stays where it is, so that no row is passed over; its next run shows the rows, and waits. */
  #nothingTaken(open: Open, run: KeptRun, state: ImportState, refused: number): void {
    const { kept } = open
    const { tables } = state
    const rows = tables.reduce((sum, table) => sum + table.rows, 0)
    const why = refused > 0 ? `${refused === 1 ? 'one was' : `${refused.toLocaleString('en')} were`} refused, and the import says why` : 'the plan takes nothing from them'
    kept.agreed = kept.agreed.filter((one) => !tables.some((table) => agreedFor([one], table) !== null))
    Object.assign(run, { rows, staged: false, next: null })
    this.#failed(open, run, `Nothing was taken of ${rows === 1 ? 'the row' : `the ${rows.toLocaleString('en')} rows`}: ${why}. The pull has not moved on: its next run reads the same rows again, and waits until you have corrected what they are taken for.`)
    this.#settings.imports.forget(state.id).catch(() => undefined)
  }

  #wait(open: Open, run: KeptRun, says: string): void {
    Object.assign(run, { status: 'waiting', says })
    open.kept.nextAt = null
    open.kept.failures = 0
    this.#write()
  }

  #end(open: Open, run: KeptRun, status: PullRun['status'], says: string, before?: Place): void {
    const { kept } = open
    Object.assign(run, { status, says, endedAt: instantText(this.#settings.now()) })
    kept.runs = [{ ...publicRun(run), ...(before === undefined ? {} : { before }) }, ...kept.runs].slice(0, RUNS_KEPT)
    kept.run = null
    this.#schedule(kept, false)
    this.#write()
  }

  #fail(open: Open, run: KeptRun, error: unknown): void {
    const says = this.#saysOf(error, open.kept)
    const state = this.#importOf(run)
    // What is partly taken goes on from there; all else begins anew.
    if (state?.status !== 'stopped') {
      this.#forgetImport(run)
      Object.assign(run, { import: null, staged: false, next: null })
    }
    this.#failed(open, run, says)
  }

  #failed({ kept }: Open, run: KeptRun, says: string): void {
    kept.run = run
    Object.assign(run, { status: 'failed', says, endedAt: instantText(this.#settings.now()) })
    kept.runs = [publicRun(run), ...kept.runs].slice(0, RUNS_KEPT)
    this.#schedule(kept, true)
    try {
      this.#write()
    } catch (writing) {
      this.#settings.log.error({ pull: kept.id, error: String(writing) }, 'the state of a pull could not be kept')
    }
  }

  #tell(run: KeptRun, says: string): void {
    run.says = says
    this.#write()
  }

  #forgetImport(run: KeptRun | null): void {
    const state = run === null ? null : this.#importOf(run)
    if (state === null || state.status === 'taken' || state.status === 'stopped' || state.status === 'undone') return
    this.#settings.imports.forget(state.id).catch((error: unknown) => this.#settings.log.warn({ import: state.id, error: String(error) }, 'the import of a pull could not be removed'))
  }

  #saysOf(error: unknown, kept: KeptPull): string {
    const cleaned = this.#cleaned(error, kept)
    if (cleaned instanceof Refusal) return cleaned.message
    this.#settings.log.error({ pull: kept.id, error: withoutSecrets(error instanceof Error ? (error.stack ?? error.message) : String(error), kept) }, 'a pull was broken off')
    return "Something went wrong inside Hatrack; its log says what. It is tried again later."
  }

  #cleaned(error: unknown, source: Pick<KeptPull, 'connection' | 'authorization'>): unknown {
    return error instanceof Refusal ? new Refusal(error.code, withoutSecrets(error.message, source), error.details) : error
  }
}

function triedSays(rows: number): string {
  if (rows >= ROWS_TRIED) return `The query works. These are its first ${rows} rows.`
  return rows === 0 ? 'The query works, and gives no rows.' : rows === 1 ? 'The query gives one row.' : `The query gives these ${rows} rows.`
}

function newRun(startedAt: string): KeptRun {
  return { status: 'running', startedAt, endedAt: null, says: 'Waiting for its turn.', import: null, rows: 0, written: 0, known: 0, refused: 0, leftOut: 0, staged: false, next: null }
}

function publicRun({ staged: _, next: __, ...run }: KeptRun): PullRun {
  return run
}

/** Up to where a source is taken. */
type Place = NonNullable<EndedRun['before']>

function shown(kept: KeptPull): PullState {
  const { connection: _, authorization: __, agreed: ___, seen: ____, run, ...rest } = kept
  return { ...rest, place: placeOf(kept), runs: kept.runs.map(({ before: _____, ...ended }) => ended), run: run === null ? null : publicRun(run) }
}

/** By name and columns; else by columns and the name without its day, as exports carry the day in their names. Tables of another name may be another system's. */
function agreedFor(agreed: readonly Agreed[], { table, columns }: TableState): Agreed | null {
  const same = agreed.filter((one) => hasColumns(one, columns))
  return same.find((one) => one.table === table) ?? same.find((one) => sourceOfTable(one.table) === sourceOfTable(table)) ?? null
}

function hasColumns(one: Agreed, columns: readonly string[]): boolean {
  return one.columns.length === columns.length && columns.every((column) => one.columns.includes(column))
}

function changeOf(agreed: readonly Agreed[], { table, columns }: TableState): string {
  const before = (agreed.find((one) => one.table === table) ?? (agreed.length === 1 ? agreed[0] : undefined))?.columns
  if (!before) return `The table ${table} was not there before.`
  const come = columns.filter((column) => !before.includes(column))
  const gone = before.filter((column) => !columns.includes(column))
  return `The columns changed:${come.length > 0 ? ` ${come.join(', ')} ${come.length === 1 ? 'is' : 'are'} new` : ''}${come.length > 0 && gone.length > 0 ? ',' : ''}${gone.length > 0 ? ` ${gone.join(', ')} ${gone.length === 1 ? 'is' : 'are'} gone` : ''}.`
}

const AGREED_AT_MOST = 200

function mergedAgreed(before: readonly Agreed[], tables: readonly TableState[]): readonly Agreed[] {
  const now = tables.map(({ table, columns, plan }): Agreed => ({ table, columns, plan }))
  const isReplaced = (one: Agreed): boolean => now.some(({ table, columns }) => table === one.table || (sourceOfTable(table) === sourceOfTable(one.table) && hasColumns(one, columns)))
  return [...now, ...before.filter((one) => !isReplaced(one))].slice(0, AGREED_AT_MOST)
}

type Checked = Pick<KeptPull, 'name' | 'kind' | 'connection' | 'authorization' | 'query' | 'cursor' | 'start' | 'everyMinutes'>

function wrong(parameter: string, says: string): Refusal {
  return new Refusal('bad-parameter', says, { parameter })
}

/** What is wanted, with what was there before; refused if it cannot work. */
function checkedPull(wanted: WantedPull, before: KeptPull | null, folder: string): Checked {
  const text = (name: 'query' | 'cursor' | 'start' | 'authorization'): string | null => (wanted[name] === undefined ? (before?.[name] ?? null) : wanted[name].trim() || null)
  const name = wanted.name?.trim() || before?.name
  const kind = wanted.kind ?? before?.kind
  // What opens one place is not tried on another.
  const isSameKind = before !== null && kind === before.kind
  const connection = wanted.connection?.trim() || (isSameKind ? before.connection : undefined)
  if (!name) throw wrong('name', 'Give the pull a name, such as Subscriptions.')
  if (!kind) throw wrong('kind', 'Choose what it reads from: postgres, duckdb, folder or url.')
  if (!connection) throw wrong('connection', `Say where it is: ${EXAMPLES[kind]}.`)
  const query = kind === 'url' ? null : text('query')
  const cursor = query === null ? null : text('cursor')
  const start = query === null ? null : text('start')
  const moved = before !== null && connection !== before.connection && wanted.authorization === undefined
  const everyMinutes = wanted.everyMinutes === undefined ? (before === null ? DAY_MINUTES : before.everyMinutes) : wanted.everyMinutes === 0 ? null : wanted.everyMinutes
  if (everyMinutes !== null && (everyMinutes < LEAST_MINUTES || everyMinutes > MOST_MINUTES)) throw wrong('everyMinutes', `It runs every ${LEAST_MINUTES} minutes at most, and every 31 days at least; 0 means by hand only.`)
  if (query === null && (kind === 'postgres' || kind === 'duckdb')) throw wrong('query', 'Write the query that gives the rows, such as select * from subscriptions.')
  if (query !== null) checkNames(query, kind, cursor, start)
  if (kind === 'url') addressOf(connection)
  else if (kind === 'postgres') checkPostgres(connection)
  else placeOnDisk(connection, kind === 'duckdb' ? 'file' : 'folder', folder)
  return { name, kind, connection, authorization: kind === 'url' && !moved ? text('authorization') : null, query, cursor, start, everyMinutes }
}

const DAY_MINUTES = 1_440
const LEAST_MINUTES = 5
const MOST_MINUTES = 31 * DAY_MINUTES

const EXAMPLES: { readonly [kind in PullKind]: string } = {
  postgres: 'postgres://user:password@host:5432/database', duckdb: 'the path of the file on the machine of the server', folder: 'the path of the folder on the machine of the server',
  url: 'https://host/path/file.csv',
}

function checkNames(query: string, kind: PullKind, cursor: string | null, start: string | null): void {
  const known = kind === 'folder' ? ['since', 'folder'] : ['since']
  const names = namesIn(query)
  const [other] = names.filter((name) => !known.includes(name))
  if (other !== undefined) throw wrong('query', `The query names :${other}; only ${known.map((name) => `:${name}`).join(' and ')} may stand there.`)
  if (!names.includes('since')) {
    if (cursor !== null) throw wrong('query', `With a column that tells what is new, the query needs a condition on it: where ${cursor} > :since.`)
    return
  }
  if (cursor === null) throw wrong('cursor', 'The query uses :since: name the column whose greatest value it is to be, such as updated_at.')
  if (start === null) throw wrong('start', 'The query uses :since: say from where the first run starts, such as 1970-01-01 or 0.')
}

function checkPostgres(connection: string): void {
  if (!/^postgres(ql)?:\/\//.test(connection) || !URL.canParse(connection)) throw wrong('connection', `Write the connection as ${EXAMPLES.postgres}; signs such as @ or / in a password are written as %40 or %2F.`)
}
