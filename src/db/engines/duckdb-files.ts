import { DuckDBInstance } from '@duckdb/node-api'

/** A file that DuckDB reads, as text. */
export interface FileOfColumns {
  readonly columns: readonly string[]
  readonly rows: number
  /** Rows in order, some at a time; nothing is null. */
  batches(signal?: AbortSignal): AsyncIterable<readonly (readonly (string | null)[])[]>
}

const MEMORY = '512MiB'

/** A database of its own in memory, which may read this one file and nothing else. */
async function withFile<T>(path: string, work: (connection: Awaited<ReturnType<DuckDBInstance['connect']>>) => Promise<T>): Promise<{ readonly result: T; readonly close: () => void }> {
  const instance = await DuckDBInstance.create(':memory:', { memory_limit: MEMORY, threads: '2', temp_directory: '' })
  const connection = await instance.connect()
  const close = (): void => {
    connection.closeSync()
    instance.closeSync()
  }
  try {
    await connection.run(`set TimeZone = 'UTC'; set autoinstall_known_extensions = false; set autoload_known_extensions = false; set allowed_paths = [${quoted(path)}, ${quoted(literal(path))}]; set enable_external_access = false; set lock_configuration = true`)
    return { result: await work(connection), close }
  } catch (error) {
    close()
    throw error
  }
}

/** Opens a Parquet file. Rows come as text: days and instants in ISO form (UTC), numbers with a point, lists and structures as JSON. Throws what DuckDB says if the file is damaged. */
export async function openParquet(path: string): Promise<FileOfColumns> {
  const source = `read_parquet(${quoted(literal(path))}, binary_as_string = true)`
  const { result, close } = await withFile(path, async (connection) => {
    const described = await (await connection.run(`describe select * from ${source}`)).getRows()
    const [[rows] = [0n]] = await (await connection.run(`select count(*) from ${source}`)).getRows()
    return { described: described.map(([name, type]) => ({ name: String(name), type: String(type) })), rows: Number(rows) }
  })
  close()
  const select = result.described.map(({ name, type }) => textOf(identifier(name), type)).join(', ')
  return {
    columns: result.described.map(({ name }) => name),
    rows: result.rows,
    async *batches(signal) {
      const { result: stream, close: shut } = await withFile(path, (connection) => connection.stream(`select ${select} from ${source}`))
      try {
        for (;;) {
          signal?.throwIfAborted()
          const chunk = await stream.fetchChunk()
          if (!chunk || chunk.rowCount === 0) return
          yield chunk.getRows() as (string | null)[][]
        }
      } finally {
        shut()
      }
    },
  }
}

function textOf(column: string, type: string): string {
  if (/^(STRUCT|MAP)\(|\]$/.test(type)) return `to_json(${column})::varchar`
  // strftime would write fractions that are not there; the cast writes 2026-02-03 10:00:00+00.
  return `${column}::varchar`
}

/** DuckDB takes names for patterns: `[*]` is the star itself. */
function literal(path: string): string {
  return path.replace(/[*?[]/g, '[$&]')
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}

function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}
