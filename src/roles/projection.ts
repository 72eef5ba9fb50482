import { widened } from '../base/columns.ts'
import type { Instant } from '../base/day.ts'
import { SELF } from '../base/identifier.ts'
import type { Store, Tx } from '../db/db.ts'
import type { KeptLine, Position, Record } from '../db/record.ts'
import { identityOf } from '../evidence/judge.ts'
import type { UndoAwareRules } from '../evidence/versions.ts'
import { isRetraction, type Line, type UsageLine } from '../evidence/line.ts'
import { Dictionary } from '../identity/dictionary.ts'
import { columnsOf, DICTIONARIES, readGraph, type Words, writeGraph } from './graph-file.ts'
import { linesWithin, rangesOf, type Sum, SumsOfRows } from './counted-lines.ts'
import { lineOf } from './parsing.ts'
import { holds, Statements, type Version } from './statements.ts'
import { createTables, dropTables, hasTables } from './tables.ts'
import { Combos, type UsageRow, UsageSums, usageColumns, usageRow } from './usage-state.ts'
import { allCombos, combosTouched, DEFAULT_VIEW, rewrite, View, writeAlsoUsed, writeCovers, writeStandings } from './view.ts'
import { namedIn, spokenOfIn, World } from './world.ts'

/** Statements read from the tables at once. */
const STATEMENTS_A_TIME = 50_000
/** After so many statements what a quick start needs is written beside the work, in case the process is not ended cleanly. */
const STATEMENTS_NOT_KEPT_AT_MOST = 100_000
const NOTHING_KEPT = { statements: 0, through: 0 }

/** Fewer standings than these are replaced one by one. */
const REWRITTEN_FROM = 16

interface UsageOfSource {
  lines: number
  events: number
  first: Instant
  last: Instant
}

/** Everything later than any knowledge time: all that is recorded is known. */
export const EVERYTHING: Instant = Number.MAX_SAFE_INTEGER

/**
 * What is derived from the record: the graph in memory, and tables of usage with its stamps.
 * The tables keep the position up to which they follow the record, in the same transaction as the rows.
 */
export class Projection {
  readonly store: Store
  readonly #record: Record<Line>
  /** False while another process writes the tables: then only memory is brought up to date. */
  writes: boolean
  words: Words = freshWords()
  statements = new Statements(this.words.identifiers)
  /** Versions of usage lines that have more than one; all other usage is only counted. */
  contested = new Map<string, Version[]>()
  #firstSeen: Float64Array = new Float64Array(1024).fill(Number.POSITIVE_INFINITY)
  world: World
  view: View
  readonly otherViews = new Map<string, View>()
  /** Usage lines kept, per source. */
  usageOfSource = new Map<string, UsageOfSource>()
  applied: Position = 0
  lines = 0
  /** Names the making of the tables: another number means that they were made anew. */
  born = 0
  #saved = { words: new Map<string, number>(), combos: 0, covers: 0 }

  /** Hears which imports are undone: the record must know it to tell duplicates. */
  readonly #rules: UndoAwareRules

  /** Where what is in memory is kept for a quick start; null where it is not. */
  readonly #graphFile: string | null
  /** What the graph file that goes with the tables holds. */
  #kept = NOTHING_KEPT
  #keeping: Promise<void> | null = null

  constructor(store: Store, record: Record<Line>, writes: boolean, rules: UndoAwareRules, graphFile: string | null = null) {
    this.#rules = rules
    this.#graphFile = graphFile
    this.store = store
    this.#record = record
    this.writes = writes
    this.world = new World(this.words.identifiers, this.words.agreements)
    this.view = new View(DEFAULT_VIEW, this.words.identifiers.number(SELF), EVERYTHING, this.world)
  }

  // -- start ------------------------------------------------------------------------------------

  /** Takes up the tables where they stand; makes them where there are none, or where they are of another shape. */
  async load(): Promise<void> {
    this.#forget()
    if (!(await hasTables(this.store))) {
      if (!this.writes) return
      await this.store.transaction(async (tx) => {
        await dropTables(tx)
        await createTables(tx)
      })
      return
    }
    const meta = new Map((await this.store.rows<{ name: string; value: number }>('select name, value from meta')).map(({ name, value }) => [name, value]))
    this.born = meta.get('born') ?? 0
    this.applied = meta.get('applied') ?? 0
    this.lines = meta.get('lines') ?? 0
    const keptThrough = await this.#loadGraph(meta.get('graph'))
    await this.#loadWords()
    const tallies = await this.store.rows<{ source: string; lines: number; events: number; first_recorded: number; last_recorded: number }>('select source, lines, events, first_recorded, last_recorded from usage_source')
    for (const { source, lines, events, first_recorded, last_recorded } of tallies) this.usageOfSource.set(source, { lines, events, first: first_recorded, last: last_recorded })
    await this.#loadStatements(keptThrough)
    this.#tellUndone()
    this.world = World.of(this.statements, EVERYTHING, this.words.identifiers, this.words.agreements)
    this.view.renew(this.world)
    // Stamps change with what is learned: those of the file count only where it is as new as the tables.
    if (keptThrough < this.applied || keptThrough === 0) await this.#loadView()
    this.#markSaved()
    if (this.writes) await this.#dropForeignViews()
  }

  /** Takes up what was kept for a quick start, if it goes with the tables; the position up to which it does, 0 for none. */
  async #loadGraph(id: number | undefined): Promise<Position> {
    const kept = this.#graphFile === null || id === undefined ? null : await readGraph(this.#graphFile, id)
    if (kept === null || kept.through > this.applied) return 0
    this.words = kept.words
    this.statements = kept.statements
    this.#firstSeen = kept.firstSeen
    this.#kept = { statements: kept.statements.changes, through: kept.through }
    this.view = new View(DEFAULT_VIEW, this.words.identifiers.number(SELF), EVERYTHING, this.world)
    if (kept.through === this.applied) {
      this.view.standings = kept.standings
      this.view.covers = kept.covers
    }
    return kept.through
  }

  /** True where a start would have to read so much from the tables that the graph file had better be written anew. */
  get isKeepingDue(): boolean {
    return this.#graphFile !== null && this.statements.changes - this.#kept.statements > Math.max(STATEMENTS_NOT_KEPT_AT_MOST, this.#kept.statements / 4)
  }

  /** Writes the graph file at the end, if it is not as new as the tables. */
  async keepAtEnd(): Promise<void> {
    await this.#keeping?.catch(() => undefined)
    if (this.#kept.through !== this.applied) await this.keepGraph()
  }

  /**
   * Writes what is in memory to the graph file, so that the next start need not read it from the tables. Goes on beside other work once it has begun,
   * but must begin between two batches. Cost: some 400 bytes a person written, half a second for a million.
   */
  keepGraph(): Promise<void> {
    this.#keeping ??= this.#writeGraph().finally(() => { this.#keeping = null })
    return this.#keeping
  }

  async #writeGraph(): Promise<void> {
    if (this.#graphFile === null || !this.writes || this.applied === 0) return
    const { words, statements, view: { standings, covers }, applied } = this
    const changes = statements.changes
    const columns = columnsOf({ words, statements, firstSeen: this.#firstSeen.subarray(0, words.identifiers.size + 1), standings, covers })
    const id = Date.now() * 1000 + Math.floor(Math.random() * 1000)
    await writeGraph(this.#graphFile, id, applied, columns)
    await this.store.transaction(async (tx) => {
      await tx.run("delete from meta where name = 'graph'")
      await tx.run("insert into meta values ('graph', :id::bigint)", { id })
    })
    this.#kept = { statements: changes, through: applied }
  }

  /** When each identifier was first named; Infinity where it never was. */
  get firstSeen(): Float64Array {
    return this.#firstSeen
  }

  /** Views of processes that ended are nobody's. Those of processes that live are made again: they see that the tables were born anew. */
  async #dropForeignViews(): Promise<void> {
    this.born += 1
    await this.store.transaction(async (tx) => {
      for (const table of ['combo_view', 'coverage', 'also_used', 'usage']) await tx.run(`delete from ${table} where view_id > 1`)
      await tx.run("update meta set value = :born::bigint where name = 'born'", { born: this.born })
    })
  }

  /** Drops everything derived and begins anew from nothing. */
  async clear(): Promise<void> {
    // A file of the old tables must not be taken for one of the new.
    await this.#keeping?.catch(() => undefined)
    await this.store.transaction(async (tx) => {
      await dropTables(tx)
      await createTables(tx)
    })
    this.#forget()
  }

  #forget(): void {
    this.words = freshWords()
    this.statements = new Statements(this.words.identifiers)
    this.contested = new Map()
    this.usageOfSource = new Map()
    this.#firstSeen = new Float64Array(1024).fill(Number.POSITIVE_INFINITY)
    this.#kept = NOTHING_KEPT
    this.otherViews.clear()
    this.applied = 0
    this.lines = 0
    this.world = new World(this.words.identifiers, this.words.agreements)
    this.view = new View(DEFAULT_VIEW, this.words.identifiers.number(SELF), EVERYTHING, this.world)
    this.#saved = { words: new Map(), combos: 0, covers: 0 }
  }

  async #loadWords(): Promise<void> {
    for (const name of DICTIONARIES) {
      const words = await this.store.rows<{ text: string }>('select text from word where dictionary = :name and number > :known::int order by number', { name, known: this.words[name].size })
      for (const { text } of words) this.words[name].number(text)
    }
    const combos = await this.store.rows<{ identifier: number; product: number; account: number }>('select identifier, product, account from combo where combo >= :known::int order by combo', { known: this.words.combos.size })
    for (const { identifier, product, account } of combos) this.words.combos.number(identifier, product, account)
  }

  /** Statements and use from a position on. Some at a time, so that their text is not in memory whole. */
  async #loadStatements(from: Position): Promise<void> {
    for (let next = from; ;) {
      const rows = await this.store.rows<{ position: number; recorded_at: number; body: string }>(
        'select position, recorded_at, body from statement where position >= :next::bigint order by position limit :most::int', { next, most: STATEMENTS_A_TIME })
      for (const { position, recorded_at, body } of rows) {
        const line = lineOf({ position, recordedAt: recorded_at, again: false, body })
        this.statements.add({ line, recordedAt: recorded_at, position })
        this.#seeStatement(line, recorded_at)
        next = position + 1
      }
      if (rows.length < STATEMENTS_A_TIME) break
    }
    const contested = await this.store.rows<{ position: number }>('select position from contested order by position')
    for (const kept of await this.#record.at(contested.map(({ position }) => position))) {
      const identity = identityOf(lineOf(kept))
      const versions = await this.#usageVersions(identity)
      this.contested.set(identity, versions)
      // The tables hold only the version that holds; what the others name was seen all the same.
      for (const { line, recordedAt, position } of versions) if (position < this.applied && !isRetraction(line)) this.#seeCombo(usageRow(this.words, line as UsageLine, recordedAt, position).combo, recordedAt)
    }
    const seen = await this.store.rows<{ combo: number; recorded_at: number }>('select combo, min(recorded_at) as recorded_at from usage where position_to >= :from::bigint group by combo', { from })
    for (const { combo, recorded_at } of seen) this.#seeCombo(combo, recorded_at)
  }

  async #loadView(): Promise<void> {
    const standings = await this.store.rows<{ combo: number; party: number; account: number; cover: number }>('select combo, party, account, cover from combo_view where view_id = 1')
    const covers = await this.store.rows<{ cover: number; from: number; to: number; kind: number; payer: number; agreement: number; via: number; reason: number; leftOut: number }>(
      'select cover, from_day as "from", to_day as "to", kind, payer, agreement, via, reason, left_out as "leftOut" from coverage where view_id = 1 order by cover, from_day')
    this.view.restore(standings, covers)
      }

  // -- following the record ---------------------------------------------------------------------

  /** Takes in lines in order of position: memory first, then the tables in one transaction. If that fails, load() again. */
  async apply(lines: readonly KeptLine<Line>[]): Promise<void> {
    const fresh = lines.filter((kept) => kept.position >= this.applied)
    const last = fresh[fresh.length - 1]
    if (!last) return
    const combosBefore = this.words.combos.size
    const sums = new UsageSums()
    const statements: { readonly kept: KeptLine<Line>; readonly line: Line }[] = []
    const again = new Set<string>()
    for (const kept of fresh) {
      const line = lineOf(kept)
      // Everything named gets its number in order of the record, however it is cut into batches, so that all processes give the same.
      if (line.type !== 'usage') {
        statements.push({ kept, line })
        this.#seeStatement(line, kept.recordedAt)
        continue
      }
      this.#tally(line, kept.recordedAt)
      const row = isRetraction(line) ? null : this.#rowOf(line, kept)
      if (kept.again) again.add(identityOf(line))
      else if (row) sums.add(row)
    }
    const undone = this.#takeStatements(statements)
    const touched = this.#refreshView(combosBefore)
    const before = this.applied
    this.applied = last.position + 1
    this.lines += fresh.length
    const stale = this.#staleViews(fresh)
    if (!this.writes) {
      for (const identity of again) this.contested.set(identity, await this.#usageVersions(identity))
      this.#markSaved()
      return
    }
    await this.store.transaction(async (tx) => {
      const rows = sums.take()
      if (rows.length > 0) await tx.load('usage', usageColumns(rows))
      if (statements.length > 0) await this.#saveStatements(tx, statements)
      const settled = await this.#contest(tx, again)
      if (settled.length > 0 || undone) await this.#writeHeld(tx, this.view, undone ? [...this.contested.keys()] : settled)
      await this.#saveWords(tx)
      await this.#saveView(tx, touched.combos, touched.graph)
      for (const view of stale) await removeView(tx, view.id)
      if (fresh.length > statements.length) await this.#saveTallies(tx)
      await this.#advance(tx, before)
    })
    this.#markSaved()
  }

  #tally(line: Line, recordedAt: Instant): void {
    const tally = this.usageOfSource.get(line.source)
    const events = 'count' in line ? line.count : 0
    if (!tally) this.usageOfSource.set(line.source, { lines: 1, events, first: recordedAt, last: recordedAt })
    else {
      tally.lines += 1
      tally.events += events
      tally.first = Math.min(tally.first, recordedAt)
      tally.last = Math.max(tally.last, recordedAt)
    }
  }

  async #saveTallies(tx: Tx): Promise<void> {
    const tallies = [...this.usageOfSource]
    await tx.run('delete from usage_source')
    await tx.load('usage_source', {
      source: tallies.map(([source]) => source),
      lines: Float64Array.from(tallies, ([, tally]) => tally.lines),
      events: Float64Array.from(tallies, ([, tally]) => tally.events),
      first_recorded: Float64Array.from(tallies, ([, tally]) => tally.first),
      last_recorded: Float64Array.from(tallies, ([, tally]) => tally.last),
    })
  }

  #rowOf(line: UsageLine, kept: KeptLine<Line>): UsageRow {
    const row = usageRow(this.words, line, kept.recordedAt, kept.position)
    this.#seeCombo(row.combo, kept.recordedAt)
    return row
  }

  /** Takes statements into the graph. True if the imports that are undone changed, which changes what holds everywhere. */
  #takeStatements(statements: readonly { readonly kept: KeptLine<Line>; readonly line: Line }[]): boolean {
    if (statements.length === 0) return false
    const identities = new Map<string, ReturnType<Statements['heldOf']>>()
    const undoes = statements.some(({ line }) => line.type === 'undo')
    for (const { kept, line } of statements) {
      const identity = identityOf(line)
      if (!undoes && !identities.has(identity)) identities.set(identity, this.statements.heldOf(identity, EVERYTHING))
      this.statements.add({ line, recordedAt: kept.recordedAt, position: kept.position })
    }
    if (undoes) {
      this.#tellUndone()
      this.world = World.of(this.statements, EVERYTHING, this.words.identifiers, this.words.agreements)
      this.world.touched.all = true
      return true
    }
    for (const [identity, before] of identities) this.world.replace(before, this.statements.heldOf(identity, EVERYTHING))
    return false
  }

  #tellUndone(): void {
    for (const [name, undone] of this.statements.undoLines()) this.#rules.learn(name, undone)
  }

  /** Every identifier that a line names gets its number here, in order, so that all processes give the same. */
  #seeStatement(line: Line, recordedAt: Instant): void {
    if (isRetraction(line)) return
    for (const identifier of [...namedIn(line), ...spokenOfIn(line)]) this.#see(this.words.identifiers.number(identifier), recordedAt)
    if (line.type === 'product') {
      this.words.products.number(line.key)
      if (line.fundedBy !== null) this.words.products.number(line.fundedBy)
    } else if ((line.type === 'agreement' || line.type === 'payment' || line.type === 'feedback') && line.product !== null) this.words.products.number(line.product)
    if (line.type === 'agreement') this.words.agreements.number(line.key)
  }

  #see(identifier: number, recordedAt: Instant): void {
    const { length } = this.#firstSeen
    if (identifier >= length) this.#firstSeen = widened(this.#firstSeen, identifier + 1).fill(Number.POSITIVE_INFINITY, length)
    if (recordedAt < (this.#firstSeen[identifier] as number)) this.#firstSeen[identifier] = recordedAt
  }

  #seeCombo(combo: number, recordedAt: Instant): void {
    this.#see(this.words.combos.identifiers[combo] as number, recordedAt)
    const account = this.words.combos.accounts[combo] as number
    if (account !== 0) this.#see(account, recordedAt)
  }

  /** Brings identities and covers of the default view up to date; gives the combos that changed. */
  #refreshView(combosBefore: number): { readonly combos: number[]; readonly graph: boolean } {
    this.world.settle()
    const { touched } = this.world
    const graph = touched.all || touched.identifiers.size > 0 || touched.organizations.size > 0 || touched.products.size > 0
    if (graph || this.view.world !== this.world) this.view.renew(this.world)
    const changed: number[] = []
    if (graph) {
      for (const combo of combosTouched(this.world, this.view.coverage, this.words)) if (combo < combosBefore && this.view.refresh(combo, this.words)) changed.push(combo)
      this.world.touched = nothing()
    }
    return { combos: [...changed, ...this.#refreshNewCombos()], graph }
  }

  #refreshNewCombos(): number[] {
    const fresh: number[] = []
    this.world.settle()
    for (let combo = this.view.standings.length; combo < this.words.combos.size; combo += 1) {
      this.view.refresh(combo, this.words)
      fresh.push(combo)
    }
    return fresh
  }

  // -- usage lines with several versions --------------------------------------------------------

  async #usageVersions(identity: string): Promise<Version[]> {
    return (await this.#record.versions(identity)).map((kept) => ({ line: lineOf(kept), recordedAt: kept.recordedAt, position: kept.position }))
  }

  /** Takes lines that now have several versions out of the sums, so that the version that holds can be chosen for each view. */
  async #contest(tx: Tx, again: ReadonlySet<string>): Promise<string[]> {
    const firsts: Version[] = []
    for (const identity of again) {
      const versions = await this.#usageVersions(identity)
      const first = versions[0]
      if (first && !this.contested.has(identity)) firsts.push(first)
      this.contested.set(identity, versions)
    }
    if (firsts.length > 0) await tx.load('contested', { position: Float64Array.from(firsts, ({ position }) => position) })
    const counted = firsts.filter(({ line }) => !isRetraction(line))
    if (counted.length > 0) await this.#uncount(tx, counted)
    return [...again]
  }

  #row(version: Version, view: number): UsageRow {
    return usageRow(this.words, version.line as UsageLine, version.recordedAt, version.position, view)
  }

  /**
   * Removes lines from the sums they went into: the lines of these sums are read again from the record, and added up without them.
   * A sum's lines came in one batch, and lines that come again mostly come in their old order: so little of the record is read, and once.
   */
  async #uncount(tx: Tx, versions: readonly Version[]): Promise<void> {
    const removed = versions.map((version) => this.#row(version, 0))
    const known = await tx.rows<Sum>('select combo, day, recorded_at, import_id, position_from, position_to from usage where view_id = 0 and combo in (select unnest(:combos::int[]))',
      { combos: [...new Set(removed.map(({ combo }) => combo))] })
    const sums = new SumsOfRows(known)
    const wanted = new Set<Sum>()
    for (const row of removed) {
      const sum = sums.of(row)
      if (!sum) throw new Error(`no sum holds the usage at ${row.positionFrom}; rebuild with: hatrack rebuild`)
      wanted.add(sum)
    }
    await tx.run('delete from usage where view_id = 0 and position_from in (select unnest(:froms::bigint[]))', { froms: [...wanted].map(({ position_from }) => position_from) })
    const rest = new Map<Sum, UsageSums>()
    for await (const kept of linesWithin(this.#record, rangesOf([...wanted]))) {
      if (kept.again) continue
      const line = lineOf(kept)
      if (line.type !== 'usage' || isRetraction(line) || this.contested.has(identityOf(line))) continue
      const row = usageRow(this.words, line, kept.recordedAt, kept.position)
      const sum = sums.of(row)
      if (sum === undefined || !wanted.has(sum)) continue
      const own = rest.get(sum) ?? new UsageSums()
      rest.set(sum, own)
      own.add(row)
    }
    const rows = [...rest.values()].flatMap((own) => own.take())
    if (rows.length > 0) await tx.load('usage', usageColumns(rows))
  }

  /** Writes the versions of contested usage that hold in a view, in place of those written before. */
  async #writeHeld(tx: Tx, view: View, identities: readonly string[]): Promise<void> {
    const undone = this.statements.undone(view.knownAt)
    const handles: number[] = []
    const rows: UsageRow[] = []
    for (const identity of identities) {
      const versions = this.contested.get(identity) ?? []
      const handle = versions[0]?.position
      if (handle === undefined) continue
      handles.push(handle)
      const held = holds(versions, view.knownAt, undone)
      // Filed under the first version's position, so that it is found when another version comes to hold.
      if (held) rows.push({ ...this.#row(held.held, view.id), positionFrom: handle })
    }
    await tx.run('delete from usage where view_id = :view::int and position_from in (select unnest(:handles::bigint[]))', { view: view.id, handles })
    if (rows.length > 0) await tx.load('usage', usageColumns(rows))
  }

  /** The tables follow the record up to here. Fails where another process has written them since: two never derive at once. */
  async #advance(tx: Tx, before: Position): Promise<void> {
    const moved = await tx.rows("update meta set value = :applied::bigint where name = 'applied' and value = :before::bigint returning value", { applied: this.applied, before })
    if (moved.length === 0) throw new Error('another process has derived these tables; they are read anew')
    await tx.run("update meta set value = :lines::bigint where name = 'lines'", { lines: this.lines })
  }

  /** How far the tables are, as another process writes them, and which making of them it is. */
  async standOfTables(): Promise<{ readonly lines: number; readonly born: number }> {
    if (!(await hasTables(this.store))) return { lines: 0, born: 0 }
    const meta = new Map((await this.store.rows<{ name: string; value: number }>('select name, value from meta')).map(({ name, value }) => [name, value]))
    return { lines: meta.get('lines') ?? 0, born: meta.get('born') ?? 0 }
  }

  // -- saving -----------------------------------------------------------------------------------

  async #saveStatements(tx: Tx, statements: readonly { readonly kept: KeptLine<Line> }[]): Promise<void> {
    await tx.load('statement', {
      position: Float64Array.from(statements, ({ kept }) => kept.position),
      recorded_at: Float64Array.from(statements, ({ kept }) => kept.recordedAt),
      body: statements.map(({ kept }) => kept.body),
    })
  }

  async #saveWords(tx: Tx): Promise<void> {
    for (const name of DICTIONARIES) {
      const dictionary = this.words[name]
      const from = (this.#saved.words.get(name) ?? 0) + 1
      if (from > dictionary.size) continue
      const texts = Array.from({ length: dictionary.size + 1 - from }, (_, place) => dictionary.text(from + place))
      await tx.load('word', { dictionary: texts.map(() => name), number: Int32Array.from(texts, (_, place) => from + place), text: texts })
    }
    const { combos } = this.words
    if (combos.size > this.#saved.combos) {
      const from = this.#saved.combos
      await tx.load('combo', {
        combo: Int32Array.from({ length: combos.size - from }, (_, place) => from + place),
        identifier: combos.identifiers.slice(from),
        product: combos.products.slice(from),
        account: combos.accounts.slice(from),
      })
    }
  }

  async #saveView(tx: Tx, combos: readonly number[], graph: boolean): Promise<void> {
    const replaced = combos.filter((combo) => combo < this.#saved.combos)
    if (replaced.length > REWRITTEN_FROM && replaced.length > this.#saved.combos / 2) {
      await rewrite(tx, this.view)
      if (graph) await writeAlsoUsed(tx, this.view, this.words)
      return
    }
    await writeCovers(tx, this.view, this.#saved.covers)
    if (combos.length > 0) await writeStandings(tx, this.view, combos, replaced)
    if (graph) await writeAlsoUsed(tx, this.view, this.words)
  }

  #markSaved(): void {
    this.#saved = { words: new Map(DICTIONARIES.map((name) => [name, this.words[name].size])), combos: this.words.combos.size, covers: this.view.covers.length }
  }

  // -- other views ------------------------------------------------------------------------------

  /** The view of a seller at a knowledge time: the default one, one that was asked for before, or a new one. */
  async viewOf(seller: string, knownAt: Instant, nextId: () => number): Promise<View> {
    const known = this.peekView(seller, knownAt)
    if (known) return known
    const world = knownAt >= EVERYTHING ? this.world : World.of(this.statements, knownAt, this.words.identifiers, this.words.agreements)
    const view = new View(nextId(), this.words.identifiers.find(seller), knownAt, world)
    for (let combo = 0; combo < this.words.combos.size; combo += 1) view.refresh(combo, this.words)
    await this.store.transaction(async (tx) => {
      await writeCovers(tx, view, 0)
      if (view.standings.length > 0) await writeStandings(tx, view, allCombos(view), [])
      await writeAlsoUsed(tx, view, this.words)
      await this.#writeHeld(tx, view, [...this.contested.keys()])
    })
    this.otherViews.set(viewName(seller, knownAt), view)
    return view
  }

  peekView(seller: string, knownAt: Instant): View | null {
    if (seller === SELF && knownAt >= EVERYTHING) return this.view
    return this.otherViews.get(viewName(seller, knownAt)) ?? null
  }

  /** Drops views that new lines make stale: all that know of any of them. */
  #staleViews(lines: readonly KeptLine<Line>[]): View[] {
    const earliest = lines.reduce((min, kept) => Math.min(min, kept.recordedAt), Number.POSITIVE_INFINITY)
    const stale = [...this.otherViews].filter(([, view]) => view.knownAt >= earliest)
    for (const [name] of stale) this.otherViews.delete(name)
    return stale.map(([, view]) => view)
  }

  async dropView(view: View): Promise<void> {
    for (const [name, other] of this.otherViews) if (other === view) this.otherViews.delete(name)
    await this.store.transaction((tx) => removeView(tx, view.id))
  }

  /** Numbers of the imports that are undone as known at a time. */
  undoneImports(knownAt: Instant): number[] {
    return [...this.statements.undone(knownAt)].map((name) => this.words.imports.find(name)).filter((number) => number !== 0)
  }
}

function freshWords(): Words {
  const words = { identifiers: new Dictionary(), products: new Dictionary(), agreements: new Dictionary(), imports: new Dictionary(), combos: new Combos() }
  words.identifiers.number(SELF)
  return words
}

function nothing(): World['touched'] {
  return { all: false, identifiers: new Set(), organizations: new Set(), products: new Set() }
}

function viewName(seller: string, knownAt: Instant): string {
  return `${seller}\0${knownAt}`
}

async function removeView(tx: Tx, view: number): Promise<void> {
  for (const table of ['combo_view', 'coverage', 'also_used', 'usage']) await tx.run(`delete from ${table} where view_id = :view::int`, { view })
}
