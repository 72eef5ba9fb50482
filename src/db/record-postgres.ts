import { randomFillSync, randomUUID } from 'node:crypto'
import pg from 'pg'
import type { Instant } from '../base/day.ts'
import { Refusal } from '../base/refusal.ts'
import type { Store } from './db.ts'
import { openPostgres } from './engines/postgres.ts'
import { connectionConfig, explained, isLost, patiently } from './engines/postgres-connection.ts'
import { type HashKey, hashIdentity } from './identity-hash.ts'
import type { Candidate, KeptLine, Position, Record, Verdict, VersionRules } from './record.ts'
import { type Batch, type Head, type Judged, judgeBatch, type Submit } from './record-postgres-judge.ts'
import { keep, lineFromRow, type LineRow, LINES, lockedHead, makeTables, wasKept } from './record-postgres-tables.ts'

export { leaderLock, type LeaderLock } from './engines/postgres-leader-lock.ts'

export interface PostgresRecordOptions {
  readonly rules: VersionRules
  readonly now: () => Instant
  /** What may wait to be written, in bytes, before `busy`. */
  readonly queueBytes?: number
  /** How long a server that does not answer is waited for, before those who wait are refused. */
  readonly patienceMs?: number
}

const QUEUE_BYTES = 32 * 1024 * 1024
/** One group commit; larger ones are not faster, and make others wait for the lock. */
const BATCH_BYTES = 4 * 1024 * 1024
/** Beside the body: time, hash, verdict. */
const LINE_OVERHEAD_BYTES = 64
const READ_LINES = 2000
const PATIENCE_MS = 20_000
/** Notifications may be lost with their connection, so the head is looked at as well. */
const LOOK_EVERY_MS = 200

/**
 * Opens the record in a schema of a PostgreSQL database, and makes it if there is none. Several processes append to it at once: each
 * group commit is one transaction under one lock, so positions become visible in order, and duplicates and claims are exact across all.
 */
export async function openPostgresRecord<Line = unknown>(url: string, schema: string, options: PostgresRecordOptions): Promise<Record<Line>> {
  const store = await openPostgres(url, schema, { connections: 4 })
  try {
    const head = await makeTables(store, schema, randomFillSync(new Uint32Array(4)))
    return new PostgresRecord<Line>(url, schema, store, head, options)
  } catch (error) {
    await store.close()
    throw error
  }
}

interface Waiting<Line> extends Submit<Line> {
  readonly bytes: number
  readonly resolve: (verdicts: readonly Verdict[]) => void
  readonly reject: (reason: unknown) => void
}

class PostgresRecord<Line> implements Record<Line> {
  recorded: number
  end: Position

  readonly #config: pg.ClientConfig
  readonly #schema: string
  readonly #store: Store
  readonly #hashKey: HashKey
  readonly #options: PostgresRecordOptions

  #queue: Waiting<Line>[] = []
  #waitingBytes = 0
  #committing: Promise<void> | null = null
  /** The connection that commits; null until it is needed, and after it was lost. */
  #connection: pg.Client | null = null
  /** Names this record's commits, so that one whose answer was lost can be asked for. */
  readonly #writer = randomUUID()
  #batches = 0

  #follower: ((lines: readonly KeptLine<Line>[]) => void) | null = null
  #catchingUp: Promise<void> = Promise.resolve()
  #look: () => void = () => undefined
  readonly #watching: Promise<void>
  #closed = false

  constructor(url: string, schema: string, store: Store, head: Head & { readonly hashKey: HashKey }, options: PostgresRecordOptions) {
    this.#config = connectionConfig(url, schema)
    this.#schema = schema
    this.#store = store
    this.#hashKey = head.hashKey
    this.#options = options
    this.recorded = head.recorded
    this.end = head.end
    this.#watching = this.#watch()
  }

  async submit(candidates: readonly Candidate<Line>[]): Promise<readonly Verdict[]> {
    if (this.#closed) throw new Refusal('not-ready', 'the record is closed; start again')
    if (candidates.length === 0) return []
    let bytes = 0
    for (const { body } of candidates) bytes += body.length + LINE_OVERHEAD_BYTES
    if (this.#waitingBytes > 0 && this.#waitingBytes + bytes > (this.#options.queueBytes ?? QUEUE_BYTES)) {
      throw new Refusal('busy', 'more lines arrive than the database takes; send them again in a second')
    }
    this.#waitingBytes += bytes
    const hashes = candidates.map(({ identity }) => this.#hash(identity))
    try {
      return await new Promise((resolve, reject) => {
        this.#queue.push({ candidates, hashes, receivedAt: this.#options.now(), bytes, resolve, reject })
        this.#committing ??= this.#commitAll()
      })
    } finally {
      this.#waitingBytes -= bytes
    }
  }

  #hash(identity: string): string {
    const words = new Uint32Array(4)
    hashIdentity(identity, this.#hashKey, words, 0)
    const hex = Array.from(words, (word) => word.toString(16).padStart(8, '0')).join('')
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
  }

  async #commitAll(): Promise<void> {
    while (this.#queue.length > 0) {
      await new Promise((resolve) => setImmediate(resolve)) // submits of one turn share one commit
      await this.#commitSubmits(this.#takeBatch())
    }
    this.#committing = null // in the turn that found the queue empty: a submit right after begins anew
  }

  #takeBatch(): Waiting<Line>[] {
    let bytes = 0
    let taken = 0
    while (taken < this.#queue.length && bytes < BATCH_BYTES) bytes += (this.#queue[taken++] as Waiting<Line>).bytes
    return this.#queue.splice(0, taken)
  }

  async #commitSubmits(submits: readonly Waiting<Line>[]): Promise<void> {
    try {
      const judged = await this.#commit({ number: ++this.#batches, submits })
      await this.#tellOwn(judged)
      submits.forEach(({ resolve }, place) => resolve(judged.verdicts[place] ?? []))
    } catch (error) {
      if (submits.length > 1 && !(error instanceof Refusal)) {
        for (const submit of submits) await this.#commitSubmits([submit]) // one that cannot be kept must not take the others with it
      } else {
        for (const { reject } of submits) reject(error)
      }
    }
  }

  /** Commits a batch once, however often the connection is lost meanwhile. */
  async #commit(batch: Batch<Line>): Promise<Judged<Line>> {
    const patienceMs = this.#options.patienceMs ?? PATIENCE_MS
    const deadline = Date.now() + patienceMs
    let sent: Judged<Line> | null = null
    for (;;) {
      try {
        const connection = (this.#connection ??= await patiently(() => this.#connected(), patienceMs))
        const head = await lockedHead(connection, this.#schema)
        // The lock is ours, so the transaction whose answer was lost has ended, and its mark tells how.
        if (sent !== null && (await wasKept(connection, this.#writer, batch.number))) {
          await connection.query('rollback')
          return sent
        }
        sent = null
        const judged = await judgeBatch(connection, batch, head, this.#options.rules)
        if (judged.lines.length > 0) await keep(connection, this.#schema, this.#writer, batch.number, judged)
        sent = judged
        await connection.query('commit')
        return judged
      } catch (error) {
        const lost = isLost(error)
        await this.#abandon(lost)
        if (!lost) throw explained(error)
        if (Date.now() > deadline) throw new Refusal('not-ready', 'the database does not answer; send the lines again in a few seconds')
      }
    }
  }

  async #connected(): Promise<pg.Client> {
    const connection = new pg.Client(this.#config)
    connection.on('error', () => { if (this.#connection === connection) this.#connection = null })
    await connection.connect()
    // What is acknowledged is on disk, whatever the server's default; identities are looked up by their index, whatever the statistics;
    // a process that stands still in the middle must not keep the lock from the others.
    await connection.query(`
      select set_config('synchronous_commit', 'on', false) where current_setting('synchronous_commit') = 'off';
      set enable_seqscan = off;
      set idle_in_transaction_session_timeout = '30s'`)
    return connection
  }

  async #abandon(lost: boolean): Promise<void> {
    const connection = this.#connection
    if (connection === null) return
    try {
      if (!lost) {
        await connection.query('rollback')
        return
      }
    } catch {
      // lost after all
    }
    this.#connection = null
    void connection.end().catch(() => undefined)
  }

  /** Own lines go to the follower as understood, after those that others kept before them. */
  async #tellOwn(judged: Judged<Line>): Promise<void> {
    const first = judged.lines[0]?.position ?? judged.after.end
    await this.#catchUp(first, judged.after.recorded - judged.lines.length)
    this.#catchingUp = this.#catchingUp.then(() => {
      if (this.end === first) this.#tell(judged.lines, judged.after)
    })
    await this.#catchingUp
  }

  /** Brings end, recorded and the follower up to a head. Never fails: what could not be read now is read at the next look. */
  #catchUp(end: Position, recorded: number): Promise<void> {
    this.#catchingUp = this.#catchingUp.then(async () => {
      if (this.end >= end) return
      if (this.#follower === null) {
        this.#tell([], { end, recorded })
        return
      }
      for await (const lines of this.#linesBetween(this.end, end)) {
        const last = lines[lines.length - 1] as KeptLine<Line>
        this.#tell(lines, { end: last.position + 1, recorded: this.recorded + lines.length })
      }
      this.#tell([], { end, recorded })
    }).catch((error: unknown) => {
      if (!isLost(error) && !this.#closed) queueMicrotask(() => { throw error })
    })
    return this.#catchingUp
  }

  #tell(lines: readonly KeptLine<Line>[], { end, recorded }: { readonly end: Position; readonly recorded: number }): void {
    this.end = end
    this.recorded = recorded
    if (this.#follower === null || lines.length === 0) return
    try {
      this.#follower(lines)
    } catch (error) {
      queueMicrotask(() => { throw error }) // the follower's mistake must not hold back what is on disk
    }
  }

  /** Looks for what other processes keep: at once when the server notifies, and from time to time in case it could not. */
  async #watch(): Promise<void> {
    while (!this.#closed) {
      const connection = new pg.Client(this.#config)
      try {
        let isLost = false
        connection.on('error', () => { isLost = true })
        connection.on('notification', ({ payload }) => { if (Number(payload) > this.end) this.#look() })
        await connection.connect()
        await connection.query(`listen hatrack_${this.#schema}`)
        while (!this.#closed && !isLost) {
          const { rows: [head] } = await connection.query<{ end_position: number; recorded: number }>('select end_position, recorded from evidence_head')
          if (head) await this.#catchUp(head.end_position, head.recorded)
          await this.#untilLook()
        }
      } catch {
        await this.#untilLook() // the server is away; the next round connects anew
      } finally {
        await connection.end().catch(() => undefined)
      }
    }
  }

  #untilLook(): Promise<void> {
    if (this.#closed) return Promise.resolve()
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, LOOK_EVERY_MS)
      this.#look = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }

  read(from: Position): AsyncIterable<readonly KeptLine<Line>[]> {
    return this.#linesBetween(from, Number.MAX_SAFE_INTEGER)
  }

  async *#linesBetween(from: Position, to: Position): AsyncGenerator<readonly KeptLine<Line>[]> {
    const sql = `${LINES} where position >= :next::bigint and position < :to::bigint order by position limit :limit::int`
    for (let next = from; ; ) {
      const lines = (await this.#store.rows<LineRow>(sql, { next, to, limit: READ_LINES })).map(lineFromRow<Line>)
      const last = lines[lines.length - 1]
      if (last === undefined) return
      yield lines
      if (lines.length < READ_LINES) return
      next = last.position + 1
    }
  }

  async versions(identity: string): Promise<readonly KeptLine<Line>[]> {
    const rows = await this.#store.rows<LineRow>(`${LINES} where identity = :hash::uuid order by position`, { hash: this.#hash(identity) })
    return rows.map(lineFromRow<Line>)
  }

  async at(positions: readonly Position[]): Promise<readonly KeptLine<Line>[]> {
    const rows = await this.#store.rows<LineRow>(`${LINES} where position = any(:positions::bigint[])`, { positions })
    const lines = new Map(rows.map((row) => [row.position, lineFromRow<Line>(row)]))
    return positions.flatMap((position) => lines.get(position) ?? [])
  }

  follow(listener: (lines: readonly KeptLine<Line>[]) => void): void {
    this.#follower = listener
  }

  async close(): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    this.#look()
    await this.#committing
    await this.#watching
    await this.#connection?.query('delete from evidence_writer where writer = $1', [this.#writer]).catch(() => undefined)
    await this.#connection?.end().catch(() => undefined)
    await this.#store.close()
  }
}
