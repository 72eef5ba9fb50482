import { availableParallelism, totalmem } from 'node:os'
import { type DuckDBConnection, DuckDBInstance, type DuckDBMaterializedResult } from '@duckdb/node-api'
import { Refusal } from '../../base/refusal.ts'
import type { Columns, NumberColumns, Parameters, Store, Tx } from '../db.ts'
import { loadChunks } from './duckdb-load.ts'
import { boundValue, numberColumns, plainRows } from './duckdb-values.ts'
import { numbered, valuesFor } from './parameters.ts'

export interface DuckDbOptions {
  /** Memory for buffers and queries; without it, a quarter of the machine's, at least 512 MiB. What does not fit spills to disk beside the file. */
  readonly memoryLimitMb?: number
  /** Threads that one query may use; without it, as many as there are cores. */
  readonly threads?: number
  /** Reads that run beside each other and beside the writer. */
  readonly readers?: number
  /** Size of the write-ahead log at which DuckDB checkpoints by itself, which stalls writers for 1-2 s. */
  readonly checkpointMb?: number
}

/** The open database, until it breaks: then it is closed when the last user has left, and opened anew. */
interface Opened {
  readonly instance: DuckDBInstance
  readonly writer: DuckDBConnection
  readonly readers: DuckDBConnection[]
  readonly idle: DuckDBConnection[]
  /** Readers that are being made. */
  connecting: number
  broken: boolean
  users: number
}

/** Errors after which DuckDB answers nothing more until the file is opened again. */
const BREAKING = /FATAL Error|INTERNAL Error|has been invalidated/
/** What those get who come after the one that broke it: nothing of theirs was begun. */
const BROKEN_BEFORE = /has been invalidated because of a previous/
const FULL = /No space left on device|ENOSPC|Could not write all bytes|Disk quota exceeded/i

/**
 * Opens a DuckDB file, or one in memory. Writes stand in line on one connection; reads run on others and see what is committed.
 * Only one thread of one process may open a file: DuckDB's own lock does not see a second thread, and commits get lost.
 */
export async function openDuckDb(file: string | ':memory:', options: DuckDbOptions = {}): Promise<Store> {
  const readerCount = options.readers ?? 4
  let opened: Opened | null = await open(file, options)
  let opening: Promise<Opened> | null = null
  let closed = false
  const waiting: (() => void)[] = []
  let lastWrite: Promise<unknown> = Promise.resolve()

  async function use<T>(work: (current: Opened) => Promise<T>): Promise<T> {
    if (closed) throw new Error('the store is closed')
    while (opened?.broken || opened === null) {
      opening ??= reopen().finally(() => { opening = null })
      await opening
    }
    const current = opened
    current.users++
    try {
      return await work(current)
    } catch (error) {
      throw explained(error, current)
    } finally {
      current.users--
      if (current.broken && current.users === 0) shut(current)
    }
  }

  async function reopen(): Promise<Opened> {
    const before = opened
    while (before && before.users > 0) await new Promise((resolve) => setTimeout(resolve, 5))
    opened = null
    try {
      opened = await open(file, options)
    } catch (error) {
      throw FULL.test(String(error)) ? storageFull() : error
    }
    return opened
  }

  async function reading<T>(current: Opened, work: (connection: DuckDBConnection) => Promise<T>): Promise<T> {
    while (current.idle.length === 0 && current.readers.length + current.connecting >= readerCount) await new Promise<void>((resolve) => waiting.push(resolve))
    const connection = current.idle.pop() ?? (await connectReader(current))
    try {
      return await work(connection)
    } finally {
      current.idle.push(connection)
      waiting.shift()?.()
    }
  }

  async function connectReader(current: Opened): Promise<DuckDBConnection> {
    current.connecting++
    try {
      const connection = await current.instance.connect()
      current.readers.push(connection)
      return connection
    } finally {
      current.connecting--
    }
  }

  const readRows = <R>(sql: string, parameters?: Parameters): Promise<R[]> =>
    use((current) => reading(current, async (connection) => plainRows<R>(await execute(connection, sql, parameters))))

  const readColumns = <Name extends string>(names: readonly Name[], sql: string, parameters?: Parameters): Promise<NumberColumns<Name>> =>
    use((current) => reading(current, async (connection) => numberColumns(names, await execute(connection, sql, parameters))))

  /** What failed because another broke the database before was not begun, and is asked again. */
  async function twice<T>(read: () => Promise<T>): Promise<T> {
    try {
      return await read()
    } catch (error) {
      if (!BROKEN_BEFORE.test(String(error))) throw error
      return read()
    }
  }

  return {
    engine: 'duckdb',
    rows: <R>(sql: string, parameters?: Parameters) => twice(() => readRows<R>(sql, parameters)),
    columns: <Name extends string>(names: readonly Name[], sql: string, parameters?: Parameters) => twice(() => readColumns(names, sql, parameters)),
    // within its own work a transaction must use tx: a second one would wait for the first
    transaction(work) {
      const mine = lastWrite.then(() => use((current) => inTransaction(current.writer, work)))
      lastWrite = mine.catch(() => undefined)
      return mine
    },
    async close() {
      if (closed) return
      closed = true
      await lastWrite
      while (opened && opened.users > 0) await new Promise((resolve) => setTimeout(resolve, 5))
      if (opened && !opened.broken) shut(opened)
    },
  }
}

async function open(file: string, options: DuckDbOptions): Promise<Opened> {
  const memoryMb = options.memoryLimitMb ?? Math.max(512, Math.floor(totalmem() / 4 / 1_048_576))
  const config = {
    memory_limit: `${memoryMb}MiB`,
    threads: String(options.threads ?? availableParallelism()),
    checkpoint_threshold: `${options.checkpointMb ?? 256}MiB`,
  }
  const instance = file === ':memory:' ? await DuckDBInstance.create(file, config) : await DuckDBInstance.fromCache(file, config)
  const writer = await instance.connect()
  const [locked] = await plainRows<{ locked: boolean }>(await writer.run(`select current_setting('lock_configuration')::boolean as locked`))
  if (!locked?.locked) {
    // Division and the place of nulls as in PostgreSQL, so that one query has one meaning.
    await writer.run(`
      set global TimeZone = 'UTC';
      set global integer_division = true;
      set global default_null_order = 'nulls_last_on_asc_first_on_desc';
      set global autoinstall_known_extensions = false;
      set global autoload_known_extensions = false;
      set global enable_external_access = false;
      set global lock_configuration = true`)
  }
  return { instance, writer, readers: [], idle: [], connecting: 0, broken: false, users: 0 }
}

function shut(opened: Opened): void {
  for (const connection of [opened.writer, ...opened.readers]) connection.closeSync()
  opened.instance.closeSync()
}

async function inTransaction<T>(connection: DuckDBConnection, work: (tx: Tx) => Promise<T>): Promise<T> {
  await connection.run('begin transaction')
  try {
    const result = await work(writing(connection))
    await connection.run('commit')
    return result
  } catch (error) {
    await connection.run('rollback').catch(() => undefined) // a failed commit has rolled back already
    throw error
  }
}

function writing(connection: DuckDBConnection): Tx {
  return {
    engine: 'duckdb',
    rows: async <R>(sql: string, parameters?: Parameters) => plainRows<R>(await execute(connection, sql, parameters)),
    columns: async (names, sql, parameters) => numberColumns(names, await execute(connection, sql, parameters)),
    run: async (sql, parameters) => {
      await execute(connection, sql, parameters)
    },
    load: (table: string, columns: Columns) => loadChunks(connection, table, columns),
  }
}

async function execute(connection: DuckDBConnection, sql: string, parameters: Parameters = {}): Promise<DuckDBMaterializedResult> {
  const { text, names } = numbered(sql)
  if (names.length === 0) return connection.run(text)
  const bound = valuesFor(names, parameters).map(boundValue)
  return connection.run(text, bound.map(({ value }) => value), bound.map(({ type }) => type))
}

/** Notes what an error means for the open database, and says what the caller can do where it is not a bug. */
function explained(error: unknown, opened: Opened): unknown {
  const text = String(error)
  const full = FULL.test(text)
  if (full || BREAKING.test(text)) opened.broken = true
  return full ? storageFull() : error
}

function storageFull(): Refusal {
  return new Refusal('storage-full', 'the disk is full; free some space, and try again')
}
