import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Instant } from '../base/day.ts'
import { SELF } from '../base/identifier.ts'
import { openDuckDb } from '../db/engines/duckdb.ts'
import { Refusal } from '../base/refusal.ts'
import type { Db, Store } from '../db/db.ts'
import { openPostgres } from '../db/engines/postgres.ts'
import { ReadWriteLock } from '../db/lock.ts'
import type { KeptLine, Record } from '../db/record.ts'
import type { Journal } from '../db/journal.ts'
import { openFileJournal } from '../db/journal-files.ts'
import { openPostgresJournal } from '../db/journal-postgres.ts'
import { fileDocument, type KeptDocument, postgresDocument } from '../db/kept-document.ts'
import { openFileRecord } from '../db/record-files.ts'
import { type LeaderLock, leaderLock, openPostgresRecord } from '../db/record-postgres.ts'
import type { Line } from '../evidence/line.ts'
import { versionRules } from '../evidence/versions.ts'
import { type Imports, openImports } from '../imports/imports.ts'
import { openPulls, type Pulls } from '../imports/pulls.ts'
import { openReader } from '../imports/reader.ts'
import { productsInForce } from './products-in-force.ts'
import { EVERYTHING, Projection } from './projection.ts'
import { openSettings, type SettingsStore, type Settings } from './settings.ts'
import type { View } from './view.ts'

/** Where the rooms say what happened; pino fits. */
export interface Log {
  info(details: object, message?: string): void
  warn(details: object, message?: string): void
  error(details: object, message?: string): void
}

export interface WorkspaceSettings {
  readonly name: string
  readonly folder: string
  readonly databaseUrl?: string | undefined
  readonly log: Log
  readonly now?: () => Instant
  readonly onProgress?: ((done: number, total: number) => void) | undefined
  /** True in a server, where pulls run when their time comes. */
  readonly runsPulls?: boolean | undefined
}

/** What an answer is made from: one view, held still while the work runs. */
export interface Asked {
  readonly db: Db
  readonly view: View
  readonly projection: Projection
  /** Numbers of the imports that are undone as known then. */
  readonly undone: readonly number[]
  /** What the workspace chose, such as from how many people on a share is said. */
  readonly settings: Settings
}

/** One company's evidence and the answers derived from it. */
export interface Workspace {
  readonly name: string
  readonly record: Record<Line>
  readonly imports: Imports
  readonly pulls: Pulls
  /** Who changed what, when: the doors append to it. */
  readonly audit: Journal
  readonly settings: SettingsStore
  /** Views of lists that somebody gave a name. */
  readonly savedViews: KeptDocument
  /** Questions that a project's customers are asked again and again, and what is done about the answers. */
  readonly retrospectives: KeptDocument
  /** Options to choose from, with what each costs and whom it helps or hurts. */
  readonly optionSheets: KeptDocument
  /** Questions that are asked; what was asked and answered is evidence. */
  readonly surveys: KeptDocument
  /** How often pages with the widget ask for a question, by names that nobody reads. */
  readonly looks: KeptDocument
  /** Whom we tell what happened, and what they were told. */
  readonly webhooks: KeptDocument
  /** A language model that may be asked for topics, too; none unless somebody set one. */
  readonly topicModel: KeptDocument
  /** The mail server that invitations go through, and which surveys are being mailed. */
  readonly mail: KeptDocument
  /** What became of each invitation by mail. */
  readonly mailJournal: Journal
  /** What signs the links by which somebody answers. */
  readonly answerSecret: KeptDocument
  readonly now: () => Instant
  /** True in the one process, of those that share a database, that derives the answers; always where files are kept. */
  readonly derives: boolean
  /** Lines in the record, and lines visible in answers. */
  health(): { readonly recorded: number; readonly applied: number }
  /** Runs work on the view of a seller at a knowledge time; nothing changes meanwhile. */
  ask<T>(seller: string, knownAt: Instant, work: (asked: Asked) => Promise<T>): Promise<T>
  /** Drops everything derived and derives it anew from the record. */
  rebuild(onProgress?: (done: number, total: number) => void): Promise<void>
  /** Resolves when everything recorded until now is visible in answers. */
  caughtUp(): Promise<void>
  close(): Promise<void>
}

/** Lines taken into the tables in one transaction at most, while requests wait beside and while only the record is read on. */
const LINES_A_TIME = 4_000
const LINES_A_TIME_BEHIND = 20_000
/** Beyond this, waiting lines are let go and read again from the record, so that memory stays bounded. */
const LINES_WAITING_AT_MOST = 400_000
/** An import waits while more lines than this are not in answers yet; beyond 10,000 the server says that it is not ready. */
const LINES_BEHIND_AT_MOST = 7_000
/** Views beside our own as of now are kept: at most so many, and in a large workspace fewer, but two, since two times are compared. A view costs some 200 bytes a line that is not use. */
const VIEWS_KEPT = 8
const VIEWS_KEPT_AT_LEAST = 2
const LINES_OF_VIEWS_KEPT = 5_000_000
const RETRY_MS = 1000
/** How often a process that does not derive looks at the tables, and asks to derive. */
const LOOK_EVERY_MS = 100
const ASK_EVERY_MS = 1000

export async function openWorkspace(settings: WorkspaceSettings): Promise<Workspace> {
  return settings.databaseUrl === undefined ? openOnFiles(settings) : openOnPostgres(settings, settings.databaseUrl)
}

export const AUDIT = 'audit'
const SETTINGS = 'settings'
const SAVED_VIEWS = 'saved-views'
const RETROSPECTIVES = 'retrospectives'
const OPTION_SHEETS = 'option-sheets'
const SURVEYS = 'surveys'
const LOOKS = 'widget-looks'
export const WEBHOOKS = 'webhooks'
export const MAIL = 'mail'
const TOPIC_MODEL = 'topic-model'
const MAIL_JOURNAL = 'mailed'
const ANSWER_SECRET = 'answer-secret'

/** What is kept beside the record. */
interface Beside {
  readonly audit: Journal
  readonly settings: KeptDocument
  readonly savedViews: KeptDocument
  readonly optionSheets: KeptDocument
  readonly retrospectives: KeptDocument
  readonly surveys: KeptDocument
  readonly looks: KeptDocument
  readonly webhooks: KeptDocument
  readonly topicModel: KeptDocument
  readonly mail: KeptDocument
  readonly mailJournal: Journal
  readonly answerSecret: KeptDocument
}

/** Record and tables in one schema of a database that several processes share: one of them derives, all of them take evidence and answer. */
async function openOnPostgres(settings: WorkspaceSettings, url: string): Promise<Workspace> {
  const now = settings.now ?? Date.now
  const schema = `hatrack_${settings.name.replaceAll('-', '_')}`
  const rules = versionRules()
  const record = await openPostgresRecord<Line>(url, schema, { rules, now })
  const store = await openPostgres(url, schema)
  const leader = leaderLock(url, schema)
  const beside: Beside = { audit: openPostgresJournal(store, AUDIT), settings: postgresDocument(store, SETTINGS), savedViews: postgresDocument(store, SAVED_VIEWS), retrospectives: postgresDocument(store, RETROSPECTIVES), optionSheets: postgresDocument(store, OPTION_SHEETS), surveys: postgresDocument(store, SURVEYS), looks: postgresDocument(store, LOOKS), webhooks: postgresDocument(store, WEBHOOKS), topicModel: postgresDocument(store, TOPIC_MODEL), mail: postgresDocument(store, MAIL), mailJournal: openPostgresJournal(store, MAIL_JOURNAL), answerSecret: postgresDocument(store, ANSWER_SECRET) }
  const workspace = new OpenWorkspace(settings, now, record, new Projection(store, record, await leader.tryBecomeLeader(), rules), beside, leader)
  await workspace.start(settings.onProgress)
  return workspace
}

async function openOnFiles(settings: WorkspaceSettings): Promise<Workspace> {
  const now = settings.now ?? Date.now
  await mkdir(settings.folder, { recursive: true })
  const rules = versionRules()
  const record = await openFileRecord<Line>(join(settings.folder, 'record'), {
    rules,
    now,
    onDamage: (damage) => settings.log.warn({ damage }, 'a damaged end of the record was set aside; everything before it is kept'),
  })
  const store = await openProjectionFile(join(settings.folder, 'projection.duckdb'), settings.log)
  const audit = openFileJournal(settings.folder, AUDIT, { onTorn: (torn) => settings.log.warn({ torn }, 'a torn line at the end of the audit was set aside; everything before it is kept') })
  const mailJournal = openFileJournal(settings.folder, MAIL_JOURNAL, { onTorn: (torn) => settings.log.warn({ torn }, 'a torn line at the end of what became of mails was set aside; everything before it is kept') })
  const beside: Beside = { audit, settings: fileDocument(settings.folder, SETTINGS), savedViews: fileDocument(settings.folder, SAVED_VIEWS), retrospectives: fileDocument(settings.folder, RETROSPECTIVES), optionSheets: fileDocument(settings.folder, OPTION_SHEETS), surveys: fileDocument(settings.folder, SURVEYS), looks: fileDocument(settings.folder, LOOKS), webhooks: fileDocument(settings.folder, WEBHOOKS), topicModel: fileDocument(settings.folder, TOPIC_MODEL), mail: fileDocument(settings.folder, MAIL), mailJournal, answerSecret: fileDocument(settings.folder, ANSWER_SECRET) }
  const workspace = new OpenWorkspace(settings, now, record, new Projection(store, record, true, rules, join(settings.folder, 'graph.bin')), beside)
  await workspace.start(settings.onProgress)
  return workspace
}

/** A projection that cannot be opened is thrown away: the record makes it anew. */
async function openProjectionFile(file: string, log: Log): Promise<Store> {
  try {
    const store = await openDuckDb(file)
    try {
      await store.rows('select count(*) as n from information_schema.tables')
      return store
    } catch (error) {
      await store.close()
      throw error
    }
  } catch (error) {
    log.warn({ file, error: String(error) }, 'the projection is damaged; it is made anew from the record')
    await rm(file, { force: true })
    await rm(`${file}.wal`, { force: true })
    return await openDuckDb(file)
  }
}

export class OpenWorkspace implements Workspace {
  readonly name: string
  readonly record: Record<Line>
  readonly now: () => Instant
  readonly audit: Journal
  readonly savedViews: KeptDocument
  readonly optionSheets: KeptDocument
  readonly retrospectives: KeptDocument
  readonly surveys: KeptDocument
  readonly looks: KeptDocument
  readonly webhooks: KeptDocument
  readonly topicModel: KeptDocument
  readonly mail: KeptDocument
  readonly mailJournal: Journal
  readonly answerSecret: KeptDocument
  readonly #beside: Beside
  #chosen: SettingsStore | null = null
  #imports: Imports | null = null
  #pulls: Pulls | null = null
  readonly #projection: Projection
  readonly #lock = new ReadWriteLock()
  readonly #settings: WorkspaceSettings
  #waiting: KeptLine<Line>[] = []
  /** True while lines must be read from the record, because memory let them go. */
  #behind = true
  #working: Promise<void> | null = null
  #closed = false
  #nextView = 2
  readonly #leader: LeaderLock | null
  /** Lines that the tables show while another process writes them. */
  #linesInTables = 0
  /** While tables that were made anew hold fewer lines than this, they are not asked. */
  #wholeAt = 0
  #watching: NodeJS.Timeout | null = null
  #askedAt = 0
  #rebuilding = false

  constructor(settings: WorkspaceSettings, now: () => Instant, record: Record<Line>, projection: Projection, beside: Beside, leader: LeaderLock | null = null) {
    this.#leader = leader
    this.#beside = beside
    this.audit = beside.audit
    this.savedViews = beside.savedViews
    this.retrospectives = beside.retrospectives
    this.optionSheets = beside.optionSheets
    this.surveys = beside.surveys
    this.looks = beside.looks
    this.webhooks = beside.webhooks
    this.topicModel = beside.topicModel
    this.mail = beside.mail
    this.mailJournal = beside.mailJournal
    this.answerSecret = beside.answerSecret
    // Processes that share tables keep their own views apart.
    if (leader) this.#nextView = 2 + Math.floor(Math.random() * 1_000_000) * 1000
    this.name = settings.name
    this.record = record
    this.now = now
    this.#settings = settings
    this.#projection = projection
  }

  async start(onProgress?: (done: number, total: number) => void): Promise<void> {
    this.#chosen = await openSettings(this.#beside.settings, this.#leader !== null)
    try {
      await this.#projection.load()
    } catch (error) {
      this.#settings.log.warn({ error: String(error) }, 'the projection cannot be read; it is made anew from the record')
      await this.#projection.clear()
    }
    // A projection ahead of its record belongs to another one.
    if (this.#projection.writes && this.#projection.applied > this.record.end) await this.#projection.clear()
    this.record.follow((lines) => this.#take(lines))
    await this.#catchUp(onProgress)
    if (this.#leader) this.#watch(this.#leader)
    const { folder, log, runsPulls = false } = this.#settings
    this.#imports = await openImports({ folder, record: this.record, now: this.now, log, openReader, products: () => this.ask(SELF, EVERYTHING, productsInForce), namesOf: (identifier) => this.#namesOf(identifier), pace: () => this.#untilFresh() })
    this.#pulls = openPulls({ folder, imports: this.#imports, now: this.now, log, openReader, runsBySchedule: runsPulls })
  }

  /** The names that lines give an identifier itself, the newest last. */
  #namesOf(identifier: string): readonly string[] {
    const { dictionary, partyLines } = this.#projection.world
    return partyLines.get(dictionary.find(identifier)).flatMap(({ line: { name } }) => (name === null ? [] : [name]))
  }

  get settings(): SettingsStore {
    if (this.#chosen === null) throw new Refusal('not-ready', 'The workspace is being opened; ask again in a second.')
    return this.#chosen
  }

  get imports(): Imports {
    if (this.#imports === null) throw new Refusal('not-ready', 'The workspace is being opened; ask again in a second.')
    return this.#imports
  }

  get pulls(): Pulls {
    if (this.#pulls === null) throw new Refusal('not-ready', 'The workspace is being opened; ask again in a second.')
    return this.#pulls
  }

  /** Resolves when answers are not far behind the record: an import must not make them old. */
  async #untilFresh(): Promise<void> {
    while (this.record.recorded - this.health().applied > LINES_BEHIND_AT_MOST && !this.#closed) await new Promise((resolve) => setTimeout(resolve, 5))
  }

  get derives(): boolean {
    return this.#projection.writes
  }

  health(): { recorded: number; applied: number } {
    const { lines, writes } = this.#projection
    return { recorded: this.record.recorded, applied: writes ? lines : Math.min(lines, this.#linesInTables) }
  }

  /** While another process derives: how far it is, and whether it still does. When it is gone, this one takes up the tables where they stand. */
  #watch(leader: LeaderLock): void {
    this.#watching = setTimeout(async () => {
      try {
        if (leader.leads !== this.#projection.writes || (!leader.leads && Date.now() - this.#askedAt > ASK_EVERY_MS)) await this.#askToLead(leader)
        if (!this.#projection.writes) await this.#lookAtTables()
      } catch (error) {
        this.#settings.log.warn({ error: String(error) }, 'the database does not answer; trying again')
      }
      if (!this.#closed) this.#watch(leader)
    }, LOOK_EVERY_MS)
  }

  /** Follows the process that derives. Tables that were made anew hold none of this process's views, and are not asked before they are whole. */
  async #lookAtTables(): Promise<void> {
    const { lines, born } = await this.#projection.standOfTables()
    this.#linesInTables = lines
    if (born !== this.#projection.born) {
      await this.#lock.write(async () => {
        await this.#projection.load()
        this.#projection.born = born
      })
      this.#waiting = []
      this.#behind = true
      this.#wholeAt = this.record.recorded
      this.#work()
    }
    this.#rebuilding = lines < this.#wholeAt
    if (!this.#rebuilding) this.#wholeAt = 0
  }

  async #askToLead(leader: LeaderLock): Promise<void> {
    this.#askedAt = Date.now()
    const leads = await leader.tryBecomeLeader()
    if (leads === this.#projection.writes) return
    await this.#lock.write(async () => {
      this.#projection.writes = leads
      await this.#projection.load()
    })
    this.#waiting = []
    this.#behind = true
    this.#work()
  }

  #take(lines: readonly KeptLine<Line>[]): void {
    if (!this.#behind) {
      for (const line of lines) this.#waiting.push(line)
      if (this.#waiting.length > LINES_WAITING_AT_MOST) {
        this.#waiting = []
        this.#behind = true
      }
    }
    this.#work()
  }

  #work(): void {
    if (this.#working || this.#closed) return
    this.#working = this.#workUntilDone().finally(() => {
      this.#working = null
      if (this.#waiting.length > 0 || this.#behind) this.#work()
    })
  }

  async #workUntilDone(): Promise<void> {
    while (!this.#closed && (this.#behind || this.#waiting.length > 0)) {
      try {
        if (this.#behind) await this.#readOn()
        else {
          const lines = this.#waiting.splice(0, LINES_A_TIME)
          await this.#lock.write(() => this.#projection.apply(lines))
          if (this.#waiting.length === 0 && this.#projection.isKeepingDue) void this.#keep(this.#projection.keepGraph())
          // Requests that came meanwhile go first.
          await new Promise((resolve) => setImmediate(resolve))
        }
      } catch (error) {
        if (this.#closed) return
        this.#settings.log.error({ error: error instanceof Error ? (error.stack ?? error.message) : String(error) }, 'evidence could not be derived; trying again')
        await new Promise((resolve) => setTimeout(resolve, RETRY_MS))
        this.#waiting = []
        this.#behind = true
        await this.#lock.write(() => this.#projection.load()).catch(() => undefined)
      }
    }
  }

  /** A start without it is slower, no more. */
  #keep(writing: Promise<void>): Promise<void> {
    return writing.catch((error: unknown) => this.#settings.log.warn({ error: String(error) }, 'what a quick start needs could not be written; the next start takes longer'))
  }

  /** Reads the record from where the tables stand to its end; lines that come meanwhile are read, too. */
  async #readOn(onProgress?: (done: number, total: number) => void): Promise<void> {
    let lines: KeptLine<Line>[] = []
    const apply = async (): Promise<void> => {
      const batch = lines
      lines = []
      await this.#lock.write(() => this.#projection.apply(batch))
      onProgress?.(this.#projection.lines, this.record.recorded)
    }
    for await (const chunk of this.record.read(this.#projection.applied)) {
      for (const kept of chunk) lines.push(kept)
      if (lines.length >= LINES_A_TIME_BEHIND) await apply()
      if (this.#closed) return
    }
    if (lines.length > 0) await apply()
    if (this.#projection.applied >= this.record.end || this.#projection.lines >= this.record.recorded) this.#behind = false
  }

  async #catchUp(onProgress?: (done: number, total: number) => void): Promise<void> {
    while (this.#behind && !this.#closed) await this.#readOn(onProgress)
  }

  async caughtUp(): Promise<void> {
    const wanted = this.record.recorded
    while (this.health().applied < wanted && !this.#closed) {
      this.#work()
      await this.#working
      if (this.health().applied < wanted) await new Promise((resolve) => setTimeout(resolve, 2))
    }
  }

  async ask<T>(seller: string, knownAt: Instant, work: (asked: Asked) => Promise<T>): Promise<T> {
    if (this.#rebuilding) throw new Refusal('not-ready', `The answers are being derived anew: ${this.#projection.lines} of ${this.record.recorded} lines are done. Ask again shortly.`)
    if (this.#projection.peekView(seller, knownAt) === null) await this.#lock.write(() => this.#makeView(seller, knownAt))
    // Where another process derives, it may have dropped this one's views with all others.
    if (this.#leader && !this.#projection.writes) await this.#lookAtTables()
    const answered = await this.#lock.read(async () => {
      const view = this.#projection.peekView(seller, knownAt)
      // New lines may have made the view stale between the two locks: then it is made again.
      return view ? { answer: await work(this.#asked(view)) } : null
    })
    return answered ? answered.answer : this.#lock.write(async () => work(this.#asked(await this.#makeView(seller, knownAt))))
  }

  async #makeView(seller: string, knownAt: Instant): Promise<View> {
    const { otherViews, statements } = this.#projection
    const kept = Math.min(VIEWS_KEPT, Math.max(VIEWS_KEPT_AT_LEAST, Math.floor(LINES_OF_VIEWS_KEPT / (statements.size + 1))))
    for (const oldest of [...otherViews.values()].slice(0, Math.max(0, otherViews.size - kept + 1))) await this.#projection.dropView(oldest)
    return this.#projection.viewOf(seller, knownAt, () => this.#nextView++)
  }

  #asked(view: View): Asked {
    return { db: this.#projection.store, view, projection: this.#projection, undone: this.#projection.undoneImports(view.knownAt), settings: this.settings.current }
  }

  async rebuild(onProgress?: (done: number, total: number) => void): Promise<void> {
    if (!this.#projection.writes) throw new Refusal('not-ready', 'Another process derives the answers of this database. Ask that one to rebuild.')
    this.#rebuilding = true
    try {
      while (this.#working) await this.#working
      await this.#lock.write(() => this.#projection.clear())
      this.#waiting = []
      this.#behind = true
      await this.#catchUp(onProgress)
    } finally {
      this.#rebuilding = false
    }
  }

  async close(): Promise<void> {
    await this.#pulls?.close()
    await this.#imports?.close()
    await this.audit.close()
    await this.mailJournal.close()
    this.#closed = true
    if (this.#watching) clearTimeout(this.#watching)
    await this.record.close()
    await this.#working?.catch(() => undefined)
    await this.#lock.write(async () => {
      await this.#keep(this.#projection.keepAtEnd())
      if (this.#leader) for (const view of [...this.#projection.otherViews.values()]) await this.#projection.dropView(view).catch(() => undefined)
      await this.#projection.store.close()
    })
    await this.#leader?.close()
  }
}
