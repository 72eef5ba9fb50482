import { type CutRow, type Dialect, rowCutter } from './read-delimited.ts'
import { DATE_FORMS, formsOf, FORMS } from './look-forms.ts'

/** What the first lines of a file of cells say of the whole of it. */
export interface Shape {
  readonly dialect: Dialect
  readonly columns: readonly string[]
  /** Rows before the first row of data: titles and the header. */
  readonly skip: number
  readonly hasHeader: boolean
  readonly titles: number
}

const ROWS = 200
const PIECE_BYTES = 65_536
/** Titles above a header are looked for in so many rows. */
const TITLE_ROWS = 30
const USUAL = [',', '\t', ';', '|'] as const
/** Taken only where they divide nearly all lines in the same way. A blank is none: it divides any prose. */
const RARE = ['\u0001', '\u001f', '\u001e', '||', '::', '^', '~', '¦', '§', '!', '#', ':'] as const
/** Stands in no text: for files of one column. */
const NO_DELIMITER = '\u001f'

export const DELIMITER_WORDS: { readonly [delimiter: string]: string } = {
  ',': 'commas', ';': 'semicolons', '\t': 'tabs', '|': 'bars', [NO_DELIMITER]: 'one column', '\u0001': 'control characters', '\u001e': 'control characters',
}

interface Candidate {
  readonly dialect: Dialect
  readonly rows: readonly CutRow[]
  readonly width: number
  readonly header: number
  readonly score: number
}

/** Decides how the cells are written. `start`: bytes from the start of the text, in UTF-8; `isWhole`: there are no more. Null if there is not a single row. */
export function shapeOf(start: Buffer, isWhole: boolean): Shape | null {
  const newline = newlineOf(start)
  const said = /^"?sep=(.[^\r\n"]?)"?[\r\n]/.exec(start.subarray(0, 16).toString('utf8'))?.[1]
  const dialect = (delimiter: string, escape: Dialect['escape'] = 'doubled'): Dialect => ({ delimiter, newline, escape, width: 0 })
  const rowsBy = (tried: Dialect): readonly CutRow[] => {
    const cutter = rowCutter(tried)
    const rows: CutRow[] = []
    for (let at = 0; at < start.length && rows.length < ROWS; at += PIECE_BYTES) rows.push(...cutter.push(start.subarray(at, at + PIECE_BYTES)))
    if (rows.length < ROWS && isWhole) rows.push(...cutter.end())
    return rows.slice(0, ROWS)
  }
  const consider = (tried: Dialect, base: number): Candidate => judged(tried, rowsBy(tried), base)
  let best = said === undefined ? bestOf([...USUAL.map((delimiter) => consider(dialect(delimiter), 0)), ...RARE.map((delimiter) => consider(dialect(delimiter), -0.3))]) : consider(dialect(said), 1)
  if (best.score < 0.75 || best.width < 2) {
    // One column: no delimiter at all.
    best = judged(dialect(said ?? NO_DELIMITER), rowsBy(dialect(said ?? NO_DELIMITER)), 0)
  }
  const doubled = best.dialect.delimiter.repeat(2)
  if ((RARE as readonly string[]).includes(doubled) && best.rows[best.header]?.cells.every((cell, place) => place % 2 === 0 || cell === '')) best = consider(dialect(doubled), 0)
  if (best.rows.some(({ fault }) => fault !== null) && start.includes('\\"')) {
    const backslash = consider(dialect(best.dialect.delimiter, 'backslash'), 0)
    if (faultsIn(backslash) < faultsIn(best)) best = backslash
  }
  return best.rows.length === 0 ? null : shape(best, said !== undefined)
}

function shape(best: Candidate, isSaid: boolean): Shape | null {
  // The line that names the delimiter is a row of its own, or several cells of nothing: `sep=,` is two.
  const first = isSaid ? 1 : 0
  const header = Math.max(best.header, first)
  const head = best.rows[header]?.cells ?? []
  const below = best.rows.slice(header + 1).filter(({ fault }) => fault === null).map(({ cells }) => cells)
  const hasHeader = best.rows[header]?.fault === null && !looksLikeData(head, below)
  if (best.rows.length <= first) return null
  const width = Math.max(filledWidth(head), best.width)
  const names = Array.from({ length: hasHeader ? Math.max(width, filledWidth(head)) : Math.max(width, head.length) }, (_, place) => (hasHeader ? (head[place] ?? '').trim() : ''))
  const columns = distinctNames(names)
  return { dialect: { ...best.dialect, width: columns.length }, columns, skip: header + (hasHeader ? 1 : 0), hasHeader, titles: header - first }
}

/** Blank cells at the end of a header name nothing. */
function filledWidth(cells: readonly string[]): number {
  let width = cells.length
  while (width > 0 && (cells[width - 1] as string).trim() === '') width -= 1
  return width
}

/** Names of columns: blank ones are numbered, repeated ones made distinct by ` (2)`. */
export function distinctNames(names: readonly string[]): readonly string[] {
  const taken = new Set<string>()
  const written = new Set(names)
  return names.map((name, place) => {
    const wanted = name === '' ? `column ${place + 1}` : name
    let distinct = wanted
    for (let number = 2; taken.has(distinct) || (distinct !== name && written.has(distinct)); number += 1) distinct = `${wanted} (${number})`
    taken.add(distinct)
    return distinct
  })
}

function judged(dialect: Dialect, rows: readonly CutRow[], base: number): Candidate {
  const sound = rows.filter(({ fault }) => fault === null)
  const width = commonest(sound.map(({ cells }) => cells.length))
  if (sound.length === 0 || width < 2) return { dialect, rows, width, header: headerOf(rows, 1), score: Math.min(base, 0) }
  const header = headerOf(rows, width)
  const after = rows.slice(header)
  // Rows may lack cells at their end, but more than the header has are a sign of the wrong delimiter.
  const consistent = after.reduce((sum, { cells, fault }) => sum + (fault !== null ? 0 : cells.length === width ? 1 : cells.length > 1 && cells.length < width ? 0.5 : 0), 0) / after.length
  // Prose has commas too: below something that is no header, nearly all rows must agree.
  const isDoubtful = (header > 0 && consistent < 0.8) || (base < 0 && (consistent < 0.95 || header > 0))
  // A header that stands further down costs: with the wrong delimiter the header often is one cell. But titles have commas too, and what divides all rows alike is right.
  const isPerfect = consistent === 1 && after.length > 3
  return { dialect, rows, width, header, score: isDoubtful ? 0 : base + consistent + 1 / (1 + header) + (isPerfect ? 0.75 : 0) }
}

/** Among nearly equal ones the one with more columns, then the more usual. */
function bestOf(candidates: readonly Candidate[]): Candidate {
  return candidates.reduce((best, next) => (next.score > best.score + 0.02 || (next.score > best.score - 0.02 && next.score > 0 && next.width > best.width) ? next : best))
}

/** The first row that fills at least half of the columns: titles fill one or two. */
function headerOf(rows: readonly CutRow[], width: number): number {
  const needed = width <= 2 ? 1 : Math.ceil(width / 2)
  const found = rows.slice(0, TITLE_ROWS).findIndex(({ cells, fault }) => fault === null && (width < 2 || cells.length > 1) && cells.filter((cell) => cell.trim() !== '').length >= needed)
  return Math.max(0, found)
}

function commonest(counts: readonly number[]): number {
  const tally = new Map<number, number>()
  for (const count of counts) tally.set(count, (tally.get(count) ?? 0) + 1)
  return [...tally].reduce((best, next) => (next[1] > best[1] || (next[1] === best[1] && next[0] > best[0]) ? next : best), [0, 0])[0]
}

function faultsIn({ rows }: Candidate): number {
  return rows.filter(({ fault }) => fault !== null).length
}

const DATA_FORMS = FORMS.email | FORMS.url | FORMS.uuid | FORMS.decimalPoint | FORMS.decimalComma | DATE_FORMS

/**
 * Is the first row data, so that there is no header? A header differs in form from what stands below it: a word above dates. Where nothing has a form, a first
 * row that stands below again and again is data.
 */
function looksLikeData(head: readonly string[], below: readonly (readonly string[])[]): boolean {
  let alike = 0
  let unlike = 0
  let repeated = 0
  head.forEach((cell, place) => {
    const text = cell.trim()
    const filled = below.map((cells) => (cells[place] ?? '').trim()).filter((other) => other !== '')
    if (text === '') return
    const forms = formsOf(text) & DATA_FORMS
    const agreeing = filled.filter((other) => ((forms === 0 ? DATA_FORMS : forms) & formsOf(other)) !== 0).length
    if (forms === 0) {
      if (agreeing >= 0.8 * filled.length && filled.length > 0) unlike += 1
      else if (filled.length >= 5 && filled.filter((other) => other === text).length >= filled.length / 5) repeated += 1
    } else if (isYear(text) && !filled.every(isYear)) {
      // A table of years by name has years as names.
      unlike += 1
    } else if (filled.length === 0 ? below.length === 0 && (forms & (FORMS.email | FORMS.uuid | DATE_FORMS)) !== 0 : agreeing >= 0.8 * filled.length) {
      alike += 1
    }
  })
  return alike > unlike || (unlike === 0 && repeated > 0)
}

function isYear(text: string): boolean {
  return /^(19|20)\d\d$/.test(text)
}

/** Line feeds, but for the old Macintosh: carriage returns only. Those within quotes do not count. */
function newlineOf(start: Buffer): Dialect['newline'] {
  if (!start.includes(0x0d)) return 'line-feed'
  let inQuotes = false
  let feeds = 0
  let returns = 0
  for (let at = 0; at < start.length; at += 1) {
    const byte = start[at]
    if (byte === 0x22) inQuotes = !inQuotes
    else if (inQuotes) continue
    else if (byte === 0x0a) feeds += 1
    else if (byte === 0x0d && start[at + 1] !== 0x0a) returns += 1
  }
  return returns > feeds ? 'carriage-return' : 'line-feed'
}
