/** A value bound to a `:name` in a query. Arrays are read with `unnest(:name::int[])` or `:name::text[]`. */
export type Parameter = string | number | bigint | boolean | null | readonly number[] | readonly string[]
export type Parameters = Readonly<Record<string, Parameter>>

/** A row as every engine gives it: whole numbers as number (beyond 2^53: refused), text as string, days as whole numbers. */
export type Row = Readonly<Record<string, string | number | boolean | null>>

/** Columns of equal length, as they are read. */
export type NumberColumns<Name extends string> = Readonly<Record<Name, Int32Array>>

/** Columns of equal length for a bulk load; the engine picks its fastest way (vectors, COPY). */
export type Columns = Readonly<Record<string, Int32Array | Float64Array | readonly (string | null)[]>>

/** Reads. */
export interface Db {
  readonly engine: 'duckdb' | 'postgres'
  rows<R = Row>(sql: string, parameters?: Parameters): Promise<R[]>
  /** The same as a typed array for each column, for answers of many rows: all columns are whole numbers of 32 bits, and none is null. */
  columns<Name extends string>(names: readonly Name[], sql: string, parameters?: Parameters): Promise<NumberColumns<Name>>
}

/** Reads and writes, within one transaction. */
export interface Tx extends Db {
  run(sql: string, parameters?: Parameters): Promise<void>
  /** Appends rows to a table; columns by name, all others are null. Float64Array holds whole numbers for bigint columns. */
  load(table: string, columns: Columns): Promise<void>
}

/** An open store of derived tables. */
export interface Store extends Db {
  /** Runs the work in one transaction: all of it is kept, or nothing. */
  transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T>
  close(): Promise<void>
}
