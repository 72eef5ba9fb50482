import { MAX_DEPTH } from '../evidence/parse.ts'
import type { Row } from './table.ts'

/**
 * Where the rows of a JSON file are. `lines`: one value a line. `values`: values one after the other. `elements`: of the list at the top, or in the member of
 * that name, which may stand `within` another. `members`: values of the object at the top, each under its key. `one`: the object at the top.
 */
export type JsonLayout = { readonly kind: 'lines' | 'values' | 'members' | 'one' } | { readonly kind: 'elements'; readonly member: string | null; readonly within?: string }

/** A row as it stands in the file. */
export interface Piece {
  readonly text: string
  /** Key under which it stands, of `members`. */
  readonly key: string | null
  readonly fault: string | null
}

export interface PieceCutter {
  readonly push: (chunk: Buffer) => readonly Piece[]
  readonly end: () => readonly Piece[]
}

const QUOTE = 0x22
const BACKSLASH = 0x5c
const NOTHING: Buffer = Buffer.alloc(0)
const MAX_OBJECT_BYTES = 8_388_608
const MAX_CELL = 1_048_576
const FAULT_KEPT = 65_536

const LONG_OBJECT = 'the object has more than 8 MiB; leave out large parts'
const CUT_OFF = 'the file ends in the middle of this object, so it may have been cut off; export it again'
const NO_OBJECT = 'this is no object; write one JSON object for each row'

/** Could the text be JSON? `[id],[name]` begins like it and is none. */
export function beginsLikeJson(start: string): boolean {
  return /^\s*(?:\{\s*["}]|\[\s*(?:[[{"\]\d-]|true|false|null))/.test(start)
}

/** Cuts lines, a comma at their end taken away. */
function lineCutter(): PieceCutter {
  let buffer = NOTHING
  let skipping = false
  const cut = (last: boolean): Piece[] => {
    const pieces: Piece[] = []
    let at = 0
    while (at < buffer.length) {
      let end = buffer.indexOf(0x0a, at)
      if (end < 0 && !last) {
        if (buffer.length - at > MAX_OBJECT_BYTES) {
          if (!skipping) pieces.push({ text: buffer.toString('utf8', at, at + FAULT_KEPT), key: null, fault: LONG_OBJECT })
          skipping = true
          at = buffer.length
        }
        break
      }
      if (end < 0) end = buffer.length
      if (!skipping) {
        const text = buffer.toString('utf8', at, end).trim()
        if (text !== '') pieces.push({ text: text.endsWith('},') ? text.slice(0, -1) : text, key: null, fault: null })
      }
      skipping = false
      at = end + 1
    }
    buffer = at >= buffer.length ? NOTHING : buffer.subarray(at)
    return pieces
  }
  return {
    push: (chunk) => {
      buffer = buffer.length === 0 ? chunk : Buffer.concat([buffer, chunk])
      return cut(false)
    },
    end: () => cut(true),
  }
}

/** Cuts a file into its rows. Holds at most one chunk and one row. */
export function pieceCutter(layout: JsonLayout): PieceCutter {
  return layout.kind === 'lines' ? lineCutter() : valueCutter(layout)
}

function valueCutter(layout: JsonLayout): PieceCutter {
  const rowDepth = layout.kind === 'values' || layout.kind === 'one' ? 0 : layout.kind === 'elements' && layout.member !== null ? (layout.within === undefined ? 2 : 3) : 1
  /** Members on the way to the rows, from the top. */
  const way = layout.kind !== 'elements' || layout.member === null ? [] : layout.within === undefined ? [layout.member] : [layout.within, layout.member]
  let buffer = NOTHING
  /** Bytes of the buffer that have been looked at. */
  let at = 0
  /** Where the row that is being read begins; -1 outside of rows. */
  let rowAt = -1
  let isTooLong = false
  let depth = 0
  /** Brackets within the row. */
  let inner = 0
  let inText = false
  let textAt = -1
  let isPlain = false
  /** The last text at depth 1, which is a key if a colon follows. */
  let lastText: string | null = null
  let key: string | null = null
  /** The key at depth 2, of rows that stand so deep. */
  let innerKey: string | null = null
  /** Is a value expected? Only `members` and the way to the member need to know. */
  const isRowPlace = (): boolean => depth === rowDepth && (rowDepth < 2 || key === way[0]) && (rowDepth < 3 || innerKey === way[1]) && (layout.kind !== 'members' || key !== null)

  function finish(end: number, pieces: Piece[]): void {
    pieces.push(isTooLong ? { text: '', key, fault: LONG_OBJECT } : { text: buffer.toString('utf8', rowAt, end), key: layout.kind === 'members' ? key : null, fault: null })
    rowAt = -1
    isTooLong = false
    if (layout.kind === 'members') key = null
  }

  function scan(pieces: Piece[]): void {
    while (at < buffer.length) {
      if (inText) {
        const quote = closing(buffer, at)
        if (quote < 0) {
          // Backslashes at the end of the chunk may belong to the quote after it.
          at = afterWhole(buffer, at)
          return
        }
        at = quote + 1
        inText = false
        if (rowAt < 0) lastText = depth >= 1 && depth < Math.max(2, rowDepth) && textAt >= 0 ? textIn(buffer, textAt, at) : lastText
        else if (inner === 0) finish(at, pieces)
        textAt = -1
        continue
      }
      const byte = buffer[at] as number
      if (rowAt >= 0 && isPlain) {
        // A number, true, false or null ends before what cannot belong to it.
        if (byte === 0x2c || byte === 0x5d || byte === 0x7d || byte <= 0x20) {
          isPlain = false
          finish(at, pieces)
        } else {
          at += 1
        }
        continue
      }
      if (byte <= 0x20 || byte === 0x2c) {
        at += 1
        continue
      }
      if (byte === 0x3a) {
        if (rowAt < 0 && depth === 1) key = lastText
        else if (rowAt < 0 && depth === 2) innerKey = lastText
        at += 1
        continue
      }
      if (rowAt >= 0) {
        if (byte === QUOTE) inText = true
        else if (byte === 0x7b || byte === 0x5b) inner += 1
        else if (byte === 0x7d || byte === 0x5d) {
          inner -= 1
          if (inner <= 0) {
            at += 1
            finish(at, pieces)
            continue
          }
        }
        at += 1
        continue
      }
      const isClosing = byte === 0x7d || byte === 0x5d
      if (!isClosing && isRowPlace()) {
        rowAt = at
        inner = byte === 0x7b || byte === 0x5b ? 1 : 0
        inText = byte === QUOTE
        isPlain = inner === 0 && !inText
        at += 1
        continue
      }
      if (byte === QUOTE) {
        inText = true
        textAt = at
      } else if (byte === 0x7b || byte === 0x5b) {
        depth += 1
      } else if (isClosing) {
        depth = Math.max(0, depth - 1)
        if (depth === 1) key = null
        if (depth === 2) innerKey = null
      }
      at += 1
    }
  }

  function push(chunk: Buffer): readonly Piece[] {
    const keptFrom = rowAt >= 0 ? rowAt : textAt >= 0 ? textAt : at
    const kept = buffer.subarray(keptFrom)
    at -= keptFrom
    if (rowAt >= 0) rowAt = 0
    if (textAt >= 0) textAt = 0
    buffer = kept.length === 0 ? chunk : Buffer.concat([kept, chunk])
    const pieces: Piece[] = []
    scan(pieces)
    if (rowAt >= 0 && at - rowAt > MAX_OBJECT_BYTES) {
      isTooLong = true
      rowAt = at
    }
    // No key is so long.
    if (textAt >= 0 && at - textAt > MAX_CELL) textAt = at
    return pieces
  }

  return {
    push,
    end: () => {
      const pieces: Piece[] = []
      if (rowAt >= 0 && isPlain && depth === 0) finish(buffer.length, pieces)
      else if (rowAt >= 0 || depth > 0 || inText) pieces.push({ text: rowAt < 0 ? '' : buffer.toString('utf8', rowAt, Math.min(buffer.length, rowAt + FAULT_KEPT)), key: null, fault: CUT_OFF })
      buffer = NOTHING
      return pieces
    },
  }
}

/** The quote that closes a text, from a place within it; -1 if it is not there yet. */
function closing(bytes: Buffer, from: number): number {
  for (let at = from; ;) {
    const quote = bytes.indexOf(QUOTE, at)
    if (quote < 0) return -1
    let slashes = 0
    while (quote - 1 - slashes >= from && bytes[quote - 1 - slashes] === BACKSLASH) slashes += 1
    if (slashes % 2 === 0) return quote
    at = quote + 1
  }
}

/** The end of the bytes, but for an odd backslash, which belongs to what comes. */
function afterWhole(bytes: Buffer, from: number): number {
  let slashes = 0
  while (bytes.length - 1 - slashes >= from && bytes[bytes.length - 1 - slashes] === BACKSLASH) slashes += 1
  return bytes.length - (slashes % 2)
}

function textIn(bytes: Buffer, from: number, to: number): string | null {
  try {
    return JSON.parse(bytes.toString('utf8', from, to)) as string
  } catch {
    return null
  }
}

/** A number that JSON.parse would round stays the text that it is: ids of 19 digits, 0.1234567890123456789, 1e400. */
export function parseExactly(text: string): unknown {
  if (!/\d{16}|\d[eE]/.test(text)) return JSON.parse(text)
  return JSON.parse(text.replace(/"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g, (token) => (token.startsWith('"') || isExact(token) ? token : `"${token}"`)))
}

function isExact(token: string): boolean {
  const value = Number(token)
  if (Number.isInteger(value) && !token.includes('e') && !token.includes('E') && !token.includes('.')) return Number.isSafeInteger(value)
  return String(value) === token || String(value) === token.replace(/(\.\d*?)0+$/, '$1').replace(/\.$/, '')
}

/** Name of the column for the keys of `members`. */
const KEY = '(key)'

export interface ParsedPiece {
  readonly object: Readonly<Record<string, unknown>> | null
  readonly key: string | null
  readonly text: string
  readonly fault: string | null
}

export function parsedPiece(piece: Piece): ParsedPiece {
  if (piece.fault !== null) return { object: null, key: piece.key, text: piece.text, fault: piece.fault }
  try {
    const value = parseExactly(piece.text)
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { object: value as Record<string, unknown>, key: piece.key, text: '', fault: null }
    return { object: null, key: piece.key, text: piece.text.slice(0, FAULT_KEPT), fault: NO_OBJECT }
  } catch {
    return { object: null, key: piece.key, text: piece.text.slice(0, FAULT_KEPT), fault: 'this is not JSON; mend it, or export it again' }
  }
}

/** A place in objects, `customer.email`. Made once for all objects: joining the names anew for each of them took longer than parsing. */
interface Path {
  readonly name: string
  /** Where its column stands; -1 if it has none. */
  readonly place: number
  readonly children: Map<string, Path>
}

/** Objects that are maps have ever new names; so many of one place are remembered. */
const REMEMBERED = 10_000

function childOf(parent: Path, key: string, placeOf: (name: string) => number): Path {
  const known = parent.children.get(key)
  if (known) return known
  const name = parent.name === '' ? key : `${parent.name}.${key}`
  const child: Path = { name, place: placeOf(name), children: new Map() }
  if (parent.children.size < REMEMBERED) parent.children.set(key, child)
  return child
}

/** Calls back with each plain value of an object and its path. Lists are one value, their JSON. */
function eachCell(object: Readonly<Record<string, unknown>>, at: Path, depth: number, placeOf: (name: string) => number, tell: (path: Path, text: string) => void): void {
  for (const key in object) {
    const value = object[key]
    const path = childOf(at, key, placeOf)
    if (typeof value === 'string') tell(path, value)
    else if (value === null) tell(path, '')
    else if (typeof value !== 'object') tell(path, String(value))
    else if (Array.isArray(value) || depth >= MAX_DEPTH) tell(path, jsonText(value))
    else eachCell(value as Record<string, unknown>, path, depth + 1, placeOf, tell)
  }
}

function rootPath(): Path {
  return { name: '', place: -1, children: new Map() }
}

function jsonText(value: unknown): string {
  try {
    return JSON.stringify(value)
  } catch {
    // Nested so deeply that the stack does not reach.
    return ''
  }
}

const MAX_COLUMNS = 10_000

/** Columns of objects: paths to plain values, in the order in which they first occur. */
export function columnsOfObjects(pieces: readonly ParsedPiece[]): readonly string[] {
  const columns = new Set<string>(pieces.some(({ key }) => key !== null) ? [KEY] : [])
  const root = rootPath()
  for (const { object } of pieces) {
    if (object) eachCell(object, root, 1, () => -1, ({ name }) => columns.size < MAX_COLUMNS && columns.add(name))
  }
  return [...columns]
}

/** Makes rows of pieces. */
export function objectRows(columns: readonly string[]): (piece: ParsedPiece, number: number) => Row {
  const places = new Map(columns.map((column, place) => [column, place]))
  const placeOf = (name: string): number => places.get(name) ?? -1
  const root = rootPath()
  let cells: (string | null)[] = []
  let tooLong = false
  const tell = ({ place }: Path, text: string): void => {
    if (text.length > MAX_CELL) tooLong = true
    if (place >= 0) cells[place] = text.length > MAX_CELL ? text.slice(0, FAULT_KEPT) : text
  }
  return ({ object, key, text, fault }, number) => {
    cells = new Array<string | null>(columns.length).fill(null)
    tooLong = false
    if (object === null) {
      if (columns.length > 0) cells[0] = text
      return { number, cells, fault: fault ?? NO_OBJECT }
    }
    if (key !== null) cells[placeOf(KEY)] = key
    eachCell(object, root, 1, placeOf, tell)
    if (tooLong) return { number, cells, fault: 'a value has more than 1 MiB; leave it out or shorten it' }
    return { number, cells, object }
  }
}

/** What the members of an object at the top are, as far as a layout depends on it. */
export interface Skeleton {
  /** Values at the top. */
  readonly values: number
  readonly isArray: boolean
  readonly members: readonly Member[]
}

export interface Member {
  readonly name: string
  readonly kind: 'objects' | 'object' | 'other'
  /** Of an object at the top: what is in it, one step deep. */
  readonly members?: readonly Member[]
}

interface Open {
  readonly name: string
  kind: 'objects' | 'object' | 'other'
  members?: Open[]
}

/** Looks through a whole file for the members at its top, and of objects there; of each list only the first element. Memory does not grow with the file. */
export async function skeletonOf(chunks: AsyncIterable<Buffer>): Promise<Skeleton> {
  const members: Open[] = []
  let values = 0
  let isArray = false
  let depth = 0
  let inText = false
  let text: number[] | null = null
  let lastText: string | null = null
  let escaped = false
  /** By depth: the key that waits for its value; the list that waits for its first element. */
  const keys: (string | null)[] = [null, null, null]
  let waitsForFirst: Open | null = null
  let waitsAt = 0
  const membersAt = (at: number): Open[] | null => (at === 1 ? members : at === 2 && members.at(-1)?.kind === 'object' ? ((members.at(-1) as Open).members ??= []) : null)
  for await (const chunk of chunks) {
    for (let at = 0; at < chunk.length; at += 1) {
      const byte = chunk[at] as number
      if (inText) {
        text?.push(byte)
        if (escaped) escaped = false
        else if (byte === BACKSLASH) escaped = true
        else if (byte === QUOTE) {
          inText = false
          if (text) {
            lastText = text.length > 4_096 ? null : textIn(Buffer.from(text), 0, text.length)
            text = null
          }
        }
        continue
      }
      if (byte <= 0x20) continue
      const opens = byte === 0x7b || byte === 0x5b
      if (depth === 0 && opens) {
        values += 1
        if (values === 1) isArray = byte === 0x5b
        if (values > 1) return { values, isArray, members }
      }
      const key = depth === 1 || depth === 2 ? (keys[depth] ?? null) : null
      if (key !== null && byte !== 0x3a) {
        const list = membersAt(depth)
        const member: Open = { name: key, kind: byte === 0x7b ? 'object' : 'other' }
        if (list && list.length < 100_000) list.push(member)
        waitsForFirst = byte === 0x5b ? member : null
        waitsAt = depth + 1
        keys[depth] = null
      } else if (waitsForFirst !== null && depth === waitsAt) {
        if (byte === 0x7b) waitsForFirst.kind = 'objects'
        waitsForFirst = null
      }
      if (byte === QUOTE) {
        inText = true
        if (depth === 1 || (depth === 2 && members.at(-1)?.kind === 'object')) text = [byte]
      } else if (opens) {
        depth += 1
        if (depth === 2) keys[2] = null
      } else if (byte === 0x7d || byte === 0x5d) {
        depth -= 1
      } else if (byte === 0x3a && (depth === 1 || depth === 2) && lastText !== null) {
        keys[depth] = lastText
        lastText = null
      }
    }
    if (isArray) break
  }
  return { values, isArray, members }
}

const IDS = new Set(['id', '_id', 'uuid', 'messageid', 'message_id'])
/** Names of lists that hold a file's rows, whatever stands beside them; and of those that mostly do. */
const ROWS = /^(data|results?|records|rows|objects|hits|batch|docs|documents|nodes|edges)$/i
const MOSTLY_ROWS = new RegExp(`^(${[
  'items|entries|list|values?|content|elements|collection|users|people|persons|members|customers|clients|accounts|companies|organi[sz]ations|contacts|leads|deals|opportunities',
  'subscriptions|invoices|payments|charges|transactions|orders|sales|products|events|usage|activities|tickets|responses|scores|feedback|requests|memberships|groups|evidence',
].join('|')})$`, 'i')
/** What answers of servers and exports say about themselves. */
const ABOUT_LISTS = /^(object|url|uri|type|kind|ok|success|status|code|error|errors|message|version|schema|format|source|name|title|query|took|meta|metadata|links|info|exporter|generator|self|first|last|(.*_)?(count|total|page|pages|limit|offset|cursor|token|size|at|on|date|time|timestamp)|total.*|per_?page|page.*|next.*|prev.*|has_?more.*|.*(count|size|cursor|token|at|date|time)|request_?id|trace_?id)$/i
/** An object with as many words of its own is more than the list in it. */
const OWN_WORDS = 3

/** What has an id is a thing in itself, even if a list belongs to it: an invoice with its taxes, a subscription with its prices. */
function isThing({ members }: Skeleton): boolean {
  if (members.some(({ name }) => IDS.has(name.toLowerCase()))) return true
  const lists = members.filter(({ kind }) => kind === 'objects')
  if (lists.length !== 1 || lists.some(({ name }) => ROWS.test(name))) return false
  const own = members.filter(({ name, kind }) => kind === 'other' && !ABOUT_LISTS.test(name)).map(({ name }) => name)
  const hasId = own.some((name) => /(_id|[a-z]Id|ID)$/.test(name))
  return lists.some(({ name }) => MOSTLY_ROWS.test(name)) ? hasId && own.length >= OWN_WORDS : own.length >= OWN_WORDS || (hasId && own.length >= 2)
}

/** Does an object hold nothing but lists, and the top nothing of its own beside it? `{"data": {"users": [...]}, "meta": ...}` */
function isWrapped(within: Member, { values, isArray, members }: Skeleton): boolean {
  const own = members.filter(({ name, kind }) => name !== within.name && kind === 'other' && !ABOUT_LISTS.test(name))
  return own.length === 0 && (ROWS.test(within.name) || /^(response|payload|body|export|dump|content|_embedded)$/i.test(within.name) || (within.members ?? []).every(({ kind, name }) => kind === 'objects' || ABOUT_LISTS.test(name)))
    && !isThing({ values, isArray, members: within.members ?? [] }) && !members.some(({ name }) => IDS.has(name.toLowerCase()))
}

/** Where the rows of a file are; several answers if its top holds several lists: a dump of users and organizations. */
export function layoutsOf(skeleton: Skeleton): readonly JsonLayout[] {
  if (skeleton.isArray) return [{ kind: 'elements', member: null }]
  if (skeleton.values > 1) return [{ kind: 'values' }]
  const { members } = skeleton
  const lists = members.filter(({ kind }) => kind === 'objects')
  if (lists.length > 0 && !isThing(skeleton)) return lists.map(({ name }) => ({ kind: 'elements', member: name }))
  const [within, ...others] = members.filter(({ name, members: inner }) => !ABOUT_LISTS.test(name) && inner?.some(({ kind }) => kind === 'objects'))
  if (within?.members && lists.length === 0 && others.length === 0 && isWrapped(within, skeleton)) {
    return within.members.filter(({ kind }) => kind === 'objects').map(({ name }) => ({ kind: 'elements', member: name, within: within.name }))
  }
  const allObjects = members.length > 0 && members.every(({ kind }) => kind === 'object')
  if (allObjects && (members.length >= 3 || members.every(({ name }) => /\d|@|.{16}/.test(name)))) return [{ kind: 'members' }]
  return [{ kind: 'one' }]
}
