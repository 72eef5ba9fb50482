/** What a file holds once it is read: a header, and rows of text. Several tables may come from one import: a folder, a zip, a workbook of files. */
export interface Table {
  /** Path within the import, such as `subscriptions.csv` or `export.zip/crm/accounts.csv`. */
  readonly name: string
  /** How the bytes were understood, in words for people: `CSV, semicolons, Windows-1252`. */
  readonly read: string
  /** Names as written in the header, made distinct by ` (2)`; of objects the paths to their plain values, `customer.email`. */
  readonly columns: readonly string[]
  /** Rows in order, some at a time. May be asked for more than once; reading begins anew each time. */
  rows(signal?: AbortSignal): AsyncIterable<readonly Row[]>
}

export interface Row {
  /** Counted from 1, the header not counted. */
  readonly number: number
  /** As written, by the order of the columns; null where the row has no such cell. Blank cells are ''. */
  readonly cells: readonly (string | null)[]
  /** The object itself, where the file holds objects (JSON). */
  readonly object?: Readonly<Record<string, unknown>>
  /** Why the row cannot be read as it stands: more cells than the header, broken quotes, no JSON. */
  readonly fault?: string
}

/** A cell looked up by the name of its column; null if there is no such column, no such cell, or nothing but blanks in it. Blanks at the ends are taken off. */
export interface Cells {
  readonly row: Row
  text(column: string): string | null
}
