import { isAscii } from 'node:buffer'

/** How the rows of a file of cells are written. */
export interface Dialect {
  readonly delimiter: string
  readonly newline: 'line-feed' | 'carriage-return'
  /** How a quote within quotes is written: `""` or `\"`. */
  readonly escape: 'doubled' | 'backslash'
  /** Cells of a row, as far as known; 0 while it is not. Only broken quotes are judged by it. */
  readonly width: number
}

/** One row as it stands in the file. Blank lines are none. */
export interface CutRow {
  readonly cells: string[]
  readonly fault: string | null
}

/** Cuts the bytes of a text in UTF-8 into rows. Holds at most one chunk and one row. */
export interface RowCutter {
  readonly push: (chunk: Buffer) => readonly CutRow[]
  readonly end: () => readonly CutRow[]
}

const QUOTE = 0x22
const BACKSLASH = 0x5c
const APOSTROPHE = 0x27
const NOTHING: Buffer = Buffer.alloc(0)
/** A cell that is longer is a fault, in characters or bytes. */
const MAX_CELL = 1_048_576
const MAX_ROW_BYTES = 8 * MAX_CELL
/** So much of a faulty row is kept, in characters. */
const FAULT_KEPT = 65_536
const MIN_QUOTED_BYTES = 4_096

export const BROKEN_QUOTES = 'the quotes of this row are broken; write each quote within a quoted cell twice'
export const OPEN_QUOTE = 'a quote is opened in this row and never closed; close it, or write it twice within quotes'
const LONG_CELL = 'a cell has more than 1 MiB; leave it out or shorten it'
const LONG_ROW = 'the row has more than 8 MiB; leave out long columns'

type Split = readonly string[] | 'open' | 'broken'

/**
 * Each line is made a string of its own, since a cell that somebody keeps keeps alive the whole string it is cut from. Measured with rows of 8 cells and
 * 80 bytes: 2.5 million rows a second; csv-parse 0.45.
 */
export function rowCutter(dialect: Dialect): RowCutter {
  const { delimiter } = dialect
  const newline = dialect.newline === 'line-feed' ? 0x0a : 0x0d
  let buffer = NOTHING
  /** The rest of an overlong line is thrown away. */
  let skipping = false
  /** A quoted cell may have so many bytes. Halved each time when a quote was never closed, so that no file of broken quotes is read again and again. */
  let quotedBytes = MAX_CELL
  let ascii = true
  const textOf = (from: number, to: number): string => buffer.toString(ascii ? 'latin1' : 'utf8', from, to)
  /** The end of a line without the carriage return before its line feed. */
  const trimmed = (from: number, to: number): number => (newline === 0x0a && to > from && buffer[to - 1] === 0x0d ? to - 1 : to)

  function cut(last: boolean): CutRow[] {
    const rows: CutRow[] = []
    let at = 0
    if (skipping) {
      const end = buffer.indexOf(newline)
      if (end < 0) {
        buffer = NOTHING
        return rows
      }
      skipping = false
      at = end + 1
    }
    ascii = isAscii(buffer)
    const isMarked = buffer.includes(APOSTROPHE)
    let quote = place(buffer.indexOf(QUOTE, at))
    while (at < buffer.length) {
      let end = buffer.indexOf(newline, at)
      if (end < 0) {
        if (!last) {
          // An open quote may end later; a line without end does not.
          if (buffer.length - at > MAX_ROW_BYTES) {
            rows.push({ cells: [textOf(at, at + FAULT_KEPT)], fault: LONG_ROW })
            skipping = true
            at = buffer.length
          }
          break
        }
        end = buffer.length
      }
      if (quote < at) quote = place(buffer.indexOf(QUOTE, at))
      if (quote >= end) {
        plainRow(at, trimmed(at, end), isMarked, rows)
        at = end + 1
      } else {
        const next = quotedRow(at, end, last, rows)
        if (next < 0) break
        at = next
      }
    }
    buffer = at >= buffer.length ? NOTHING : buffer.subarray(at)
    return rows
  }

  function plainRow(from: number, to: number, isMarked: boolean, rows: CutRow[]): void {
    if (from === to) return
    const line = textOf(from, to)
    const cells = line.split(delimiter)
    if (isBlank(cells[0] as string) && cells.every(isBlank)) return
    if (isMarked) unmark(cells)
    rows.push({ cells, fault: line.length > MAX_CELL ? faultOfLength(cells) : null })
  }

  /** Where the next row begins; -1 if more bytes are needed to know. */
  function quotedRow(from: number, end: number, last: boolean, rows: CutRow[]): number {
    const line = textOf(from, trimmed(from, end))
    const split = splitQuoted(line, dialect)
    if (typeof split !== 'string') {
      keep(split as string[], line.length, rows)
      return end + 1
    }
    const faulty = (text: string, fault: string): void => { rows.push({ cells: text.slice(0, FAULT_KEPT).split(delimiter), fault }) }
    if (split === 'broken') {
      faulty(line, BROKEN_QUOTES)
      return end + 1
    }
    const scanned = scanRow(from, newline)
    if (scanned.state === 'ended' || (scanned.state === 'exhausted' && last && scanned.opened < 0 && scanned.at === buffer.length)) {
      const text = textOf(from, trimmed(from, scanned.at))
      const cells = splitQuoted(text, dialect)
      if (typeof cells !== 'string') {
        keep(cells as string[], text.length, rows)
        return scanned.at + 1
      }
    } else if (scanned.state === 'exhausted' && !last) {
      const isShort = scanned.opened < 0 ? buffer.length - from <= MAX_ROW_BYTES : buffer.length - scanned.opened <= quotedBytes
      if (isShort) return -1
    }
    // If the next line is a row in itself, only this one is broken. Else the quoted cell went on, and the row is broken up to where that was seen.
    const unclosed = scanned.state === 'exhausted'
    if (unclosed) quotedBytes = Math.max(MIN_QUOTED_BYTES, quotedBytes / 2)
    if (unclosed || end + 1 >= buffer.length || isRowOfItsOwn(end + 1)) {
      faulty(line, unclosed ? OPEN_QUOTE : BROKEN_QUOTES)
      return end + 1
    }
    const brokenEnd = place(buffer.indexOf(newline, scanned.at))
    const to = Math.min(brokenEnd, buffer.length)
    if (brokenEnd > buffer.length && !last && buffer.length - from <= MAX_ROW_BYTES) return -1
    faulty(textOf(from, trimmed(from, to)), BROKEN_QUOTES)
    return to + 1
  }

  function isRowOfItsOwn(from: number): boolean {
    const to = Math.min(place(buffer.indexOf(newline, from)), buffer.length)
    const split = splitQuoted(textOf(from, trimmed(from, to)), dialect)
    return typeof split !== 'string' && split.length === dialect.width
  }

  /** Looks for the end of a row whose quoted cells hold line ends. `opened`: where a quote stands that is not closed; -1 if none. */
  function scanRow(from: number, lineEnd: number): { readonly state: 'ended' | 'broken' | 'exhausted'; readonly at: number; readonly opened: number } {
    const first = Buffer.from(delimiter)
    const isDelimiter = (at: number): boolean => buffer[at] === first[0] && (first.length === 1 || buffer.compare(first, 0, first.length, at, at + first.length) === 0)
    const until = Math.min(buffer.length, from + MAX_ROW_BYTES)
    let at = from
    for (;;) {
      // at the start of a cell
      while (at < until && buffer[at] !== lineEnd && isGap(buffer[at] as number, delimiter) && !isDelimiter(at)) at += 1
      if (buffer[at] === QUOTE) {
        const closing = closingQuote(buffer, at + 1, until, dialect.escape)
        if (closing < 0) return { state: 'exhausted', at: until, opened: at }
        at = closing + 1
        while (at < until && buffer[at] !== lineEnd && !isDelimiter(at)) {
          if (!isGap(buffer[at] as number, delimiter)) return { state: 'broken', at, opened: -1 }
          at += 1
        }
      } else {
        while (at < until && buffer[at] !== lineEnd && !isDelimiter(at)) at += 1
      }
      if (at >= until) return { state: 'exhausted', at: until, opened: -1 }
      if (buffer[at] === lineEnd) return { state: 'ended', at, opened: -1 }
      at += first.length
    }
  }

  function keep(cells: string[], length: number, rows: CutRow[]): void {
    unmark(cells)
    rows.push({ cells, fault: length > MAX_CELL ? faultOfLength(cells) : null })
  }

  return {
    push: (chunk) => {
      buffer = buffer.length === 0 ? chunk : Buffer.concat([buffer, chunk])
      return cut(false)
    },
    end: () => {
      const rows = cut(true)
      buffer = NOTHING
      return rows
    },
  }
}

function place(index: number): number {
  return index < 0 ? Number.POSITIVE_INFINITY : index
}

function isGap(byte: number, delimiter: string): boolean {
  return (byte === 0x20 && delimiter !== ' ') || (byte === 0x09 && delimiter !== '\t') || byte === 0x0d
}

function isBlank(cell: string): boolean {
  return cell === '' || cell.trim() === ''
}

function closingQuote(bytes: Buffer, from: number, until: number, escape: Dialect['escape']): number {
  for (let at = from; ;) {
    const quote = bytes.indexOf(QUOTE, at)
    if (quote < 0 || quote >= until) return -1
    if (escape === 'backslash') {
      let slashes = 0
      while (quote - slashes > from && bytes[quote - 1 - slashes] === BACKSLASH) slashes += 1
      if (slashes % 2 === 1) {
        at = quote + 1
        continue
      }
    }
    if (bytes[quote + 1] !== QUOTE) return quote
    at = quote + 2
  }
}

/** Cells of one row. `open`: its last quote is not closed. `broken`: something follows a closing quote. A quote within a cell that does not begin with one is a plain character: 5" disk. */
export function splitQuoted(text: string, { delimiter, escape }: Pick<Dialect, 'delimiter' | 'escape'>): Split {
  const cells: string[] = []
  for (let at = 0; ;) {
    let start = at
    while (isGap(text.charCodeAt(start), delimiter)) start += 1
    if (text.charCodeAt(start) !== QUOTE) {
      const to = text.indexOf(delimiter, at)
      cells.push(text.slice(at, to < 0 ? text.length : to))
      if (to < 0) return cells
      at = to + delimiter.length
      continue
    }
    let quote = start
    let hasEscapes = false
    for (let from = start + 1; ;) {
      quote = text.indexOf('"', from)
      if (quote < 0) return 'open'
      if (escape === 'backslash' && isEscaped(text, start + 1, quote)) {
        hasEscapes = true
        from = quote + 1
        continue
      }
      if (text.charCodeAt(quote + 1) !== QUOTE) break
      hasEscapes = true
      from = quote + 2
    }
    const inner = text.slice(start + 1, quote)
    const doubled = hasEscapes ? inner.replaceAll('""', '"') : inner
    cells.push(escape === 'backslash' && inner.includes('\\') ? doubled.replace(/\\(["\\])/g, '$1') : doubled)
    at = quote + 1
    while (at < text.length && isGap(text.charCodeAt(at), delimiter)) at += 1
    if (at >= text.length) return cells
    if (!text.startsWith(delimiter, at)) return 'broken'
    at += delimiter.length
  }
}

function isEscaped(text: string, from: number, quote: number): boolean {
  let slashes = 0
  while (quote - slashes > from && text.charCodeAt(quote - 1 - slashes) === BACKSLASH) slashes += 1
  return slashes % 2 === 1
}

/** Takes away the apostrophe that keeps a spreadsheet from taking a cell for a formula (our own export sets it), and `="0012"`, which keeps leading zeros. */
function unmark(cells: string[]): void {
  for (let place = 0; place < cells.length; place += 1) {
    const cell = cells[place] as string
    const first = cell.charCodeAt(0)
    if (first === APOSTROPHE) {
      if (/^'[=+\-@\t\r]/.test(cell)) cells[place] = cell.slice(1)
    } else if (first === 0x3d && cell.startsWith('="') && cell.endsWith('"') && cell.length > 2 && !cell.slice(2, -1).includes('"')) {
      cells[place] = cell.slice(2, -1)
    }
  }
}

function faultOfLength(cells: string[]): string | null {
  let fault: string | null = null
  for (let place = 0; place < cells.length; place += 1) {
    if ((cells[place] as string).length <= MAX_CELL) continue
    cells[place] = (cells[place] as string).slice(0, FAULT_KEPT)
    fault = LONG_CELL
  }
  return fault
}
