import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type DuckDBConnection, DuckDBInstance, type DuckDBPreparedStatement, DuckDBTypeId, StatementType } from '@duckdb/node-api'
import { type ForeignColumn, type ForeignRows, type ForeignTerms, literalQuery, type Order, quoted, tooSlow, wrongConnection, wrongQuery } from './foreign-query.ts'

/** What a query may read, and nothing else: one DuckDB file, or the files of one folder, which it calls `:folder`. */
export type DuckDbPlace = { readonly file: string } | { readonly folder: string }

const CONFIG = { memory_limit: '1GiB', threads: '2', max_temp_directory_size: '20GiB' } as const
const INTERRUPT_EVERY_MS = 100
const NUMBERS: ReadonlySet<DuckDBTypeId> = new Set([
  DuckDBTypeId.TINYINT, DuckDBTypeId.SMALLINT, DuckDBTypeId.INTEGER, DuckDBTypeId.BIGINT, DuckDBTypeId.HUGEINT, DuckDBTypeId.UTINYINT, DuckDBTypeId.USMALLINT,
  DuckDBTypeId.UINTEGER, DuckDBTypeId.UBIGINT, DuckDBTypeId.UHUGEINT, DuckDBTypeId.FLOAT, DuckDBTypeId.DOUBLE, DuckDBTypeId.DECIMAL,
])
const TIMES: ReadonlySet<DuckDBTypeId> = new Set([
  DuckDBTypeId.DATE, DuckDBTypeId.TIMESTAMP, DuckDBTypeId.TIMESTAMP_TZ, DuckDBTypeId.TIMESTAMP_S, DuckDBTypeId.TIMESTAMP_MS, DuckDBTypeId.TIMESTAMP_NS,
])
const NESTED: ReadonlySet<DuckDBTypeId> = new Set([DuckDBTypeId.LIST, DuckDBTypeId.STRUCT, DuckDBTypeId.MAP, DuckDBTypeId.ARRAY, DuckDBTypeId.UNION])

/**
 * Runs one query on a DuckDB file or on files of a folder, in an instance in memory of its own, which may touch nothing else.
 * Only a single `select` is run: in the folder it could write otherwise. What goes wrong is told as a Refusal in plain words.
 */
export async function withDuckDbRows<T>(place: DuckDbPlace, terms: ForeignTerms, work: (rows: ForeignRows) => Promise<T>): Promise<T> {
  terms.signal.throwIfAborted()
  const text = literalQuery('folder' in place ? { ...terms, values: { ...terms.values, folder: `${place.folder.replace(/\/+$/, '')}/` } } : terms)
  const spill = mkdtempSync(join(tmpdir(), 'hatrack-pull-'))
  const instance = await DuckDBInstance.create(':memory:', { ...CONFIG, temp_directory: spill })
  const connection = await instance.connect()
  let stopping: NodeJS.Timeout | null = null
  // Between two steps an interrupt is forgotten, so it is repeated until the work has ended.
  const stop = (): void => {
    connection.interrupt()
    stopping ??= setInterval(() => connection.interrupt(), INTERRUPT_EVERY_MS)
  }
  const late = setTimeout(stop, terms.timeoutMs)
  terms.signal.addEventListener('abort', stop, { once: true })
  try {
    await lock(connection, place)
    const { columns, select } = await described(connection, text)
    const result = await connection.stream(select)
    return await work({ columns, batches: batches(result, place) })
  } catch (error) {
    terms.signal.throwIfAborted()
    throw /INTERRUPT|Interrupted/.test(String(error)) ? tooSlow(terms.timeoutMs) : queryRefusal(error, place)
  } finally {
    clearTimeout(late)
    if (stopping) clearInterval(stopping)
    terms.signal.removeEventListener('abort', stop)
    connection.closeSync()
    instance.closeSync()
    rmSync(spill, { recursive: true, force: true })
  }
}

async function lock(connection: DuckDBConnection, place: DuckDbPlace): Promise<void> {
  await connection.run(`set TimeZone = 'UTC'; set autoinstall_known_extensions = false; set autoload_known_extensions = false`)
  if ('file' in place) await connection.run(`attach ${quoted(place.file)} as pulled (read_only); use pulled`)
  else await connection.run(`set allowed_directories = [${quoted(`${place.folder.replace(/\/+$/, '')}/`)}]`)
  await connection.run('set enable_external_access = false; set lock_configuration = true')
}

/** The columns of the query, and the query around it that gives them as text. */
async function described(connection: DuckDBConnection, text: string): Promise<{ readonly columns: readonly ForeignColumn[]; readonly select: string }> {
  const statements = await connection.extractStatements(text)
  if (statements.count !== 1) throw wrongQuery('it holds more than one statement. Leave one select.')
  const prepared = await statements.prepare(0)
  try {
    if (prepared.statementType !== StatementType.SELECT) throw wrongQuery('it is no select, and pulls only read. Ask with select.')
    const places = Array.from({ length: prepared.columnCount }, (_, place) => place)
    return {
      columns: places.map((place) => ({ name: prepared.columnName(place), order: orderOf(prepared.columnTypeId(place)) })),
      select: `select ${places.map((place) => asText(prepared, place)).join(', ')} from (${text}\n) as pulled_rows(${places.map((place) => `c${place}`).join(', ')})`,
    }
  } finally {
    prepared.destroySync()
  }
}

function asText(prepared: DuckDBPreparedStatement, place: number): string {
  const type = prepared.columnTypeId(place)
  if (NESTED.has(type)) return `to_json(c${place})::varchar`
  if (type === DuckDBTypeId.TIMESTAMP_TZ) return `regexp_replace(replace(c${place}::varchar, ' ', 'T'), '\\+00$', 'Z')`
  return type !== DuckDBTypeId.DATE && TIMES.has(type) ? `replace(c${place}::varchar, ' ', 'T')` : `c${place}::varchar`
}

async function* batches(result: Awaited<ReturnType<DuckDBConnection['stream']>>, place: DuckDbPlace): AsyncGenerator<readonly (readonly (string | null)[])[]> {
  for (;;) {
    const chunk = await result.fetchChunk().catch((error: unknown) => {
      throw /INTERRUPT|Interrupted/.test(String(error)) ? error : queryRefusal(error, place)
    })
    if (!chunk || chunk.rowCount === 0) return
    yield chunk.getRows() as (string | null)[][]
  }
}

function orderOf(type: DuckDBTypeId): Order {
  return NUMBERS.has(type) ? 'number' : TIMES.has(type) ? 'time' : null
}

function queryRefusal(error: unknown, place: DuckDbPlace): unknown {
  const message = error instanceof Error ? error.message : String(error)
  const said = /^(?:Failed to extract statements: )?\w+(?: \w+)* Error: (.*)/.exec(message)?.[1]
  if (said === undefined) return error
  if (/Could not set lock|Conflicting lock/.test(message)) {
    return wrongConnection('The DuckDB file is open for writing in another program, and DuckDB lets nobody read it then. Pull when that program has closed it, or let it write a copy.')
  }
  if (/does not exist in read-only mode|Cannot open database|No such file/.test(message) && 'file' in place) return wrongConnection('There is no such DuckDB file on the machine of the server. Correct its path.')
  if (/not a valid DuckDB database|is not a valid|Cannot launch in-memory database/.test(message)) return wrongConnection('The file is no DuckDB database. Name one, or choose a folder of files instead.')
  if (/file system operations are disabled|Permission Error/.test(message)) {
    return wrongQuery('folder' in place ? "it reads outside of the folder of the pull. Begin the names of files with :folder, such as read_csv(:folder || 'orders.csv')." : 'it reads something else than the DuckDB file of the pull.')
  }
  return wrongQuery(`${said}.`.replace(/[.!?]\.$/, '.'))
}
