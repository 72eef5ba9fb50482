import { createHash } from 'node:crypto'
import { minorFrom } from '../base/money.ts'
import { REFUSALS, type RefusalCode } from '../base/refusal.ts'
import type { EvidenceObject } from '../evidence/from-segment.ts'
import { isFault, understand } from '../evidence/understand.ts'
import type { Converter, ConverterTerms } from './converter.ts'
import { fieldOf } from './fields.ts'
import { openJoined } from './joined-fields.ts'
import type { KindTable, KindTerms, KindWay, OpenWay } from './kind-way.ts'
import type { Conversion, KnownFormat } from './known.ts'
import { KNOWN_FORMATS } from './known-formats.ts'
import { deliveries } from './lines-of-deliveries.ts'
import { deals, invoices, payments, sales, sellThrough, subscriptions } from './lines-of-money.ts'
import { contacts, links, memberships, organizations, ownerships, products, resellers, users } from './lines-of-parties.ts'
import { usageDays, usageEvents } from './lines-of-use.ts'
import { requests, scores } from './lines-of-voices.ts'
import { leftOut, type RowMoney, type RowOutcome, refused } from './outcome.ts'
import type { Kind, TablePlan } from './plan.ts'
import { ofOneProduct } from './one-product.ts'
import { type Met, Owners, RowIds, TextNumbers } from './row-memory.ts'
import { rowReader } from './row-reader.ts'
import { type RowWarnings, rowWarnings } from './row-warnings.ts'
import type { Cells, Row, Table } from './table.ts'
import { saysNothing, shortened } from './values.ts'

/** How the rows of each kind become lines; those without a way are taken as they stand, or not at all. */
const WAYS: { readonly [kind in Kind]: OpenWay | null } = {
  users, 'usage-events': usageEvents, 'usage-days': usageDays, organizations, contacts, memberships, ownerships, products, subscriptions, invoices, payments, sales,
  resellers, 'sell-through': sellThrough, scores, requests, deals, deliveries, links, evidence: null, objects: null, nothing: null,
}

/** Columns of our own file of refused rows, which come back with the mended rows. */
export const OWN_COLUMNS: ReadonlySet<string> = new Set(['hatrack_row', 'hatrack_reason', 'hatrack_says'])

/** Cells of a row by the names of their columns. */
export function cellsOf(columns: readonly string[]): (row: Row) => Cells {
  const places = new Map(columns.map((column, place) => [column, place]))
  return (row) => ({
    row,
    text: (column) => {
      const place = places.get(column)
      const text = place === undefined ? null : row.cells[place]
      if (text === null || text === undefined) return null
      const bare = text.trim()
      return bare === '' ? null : bare
    },
  })
}

function kindTable(table: Table, plan: TablePlan, wrap: (cells: Cells) => Cells = (cells) => cells): KindTable & { readonly name: string } {
  const cells = cellsOf(table.columns)
  return {
    plan, name: table.name,
    async *cells() {
      for await (const rows of table.rows()) for (const row of rows) if (row.fault === undefined) yield wrap(cells(row))
    },
  }
}

/** Opens the way from a table's rows to evidence lines. Reads tables beforehand where a row alone does not tell what it means. */
export async function openConverter(terms: ConverterTerms): Promise<Converter> {
  const { plan, table } = terms
  const format = plan.format === null ? undefined : KNOWN_FORMATS.find(({ name }) => name === plan.format)
  const warn = rowWarnings(table.name)
  const others = terms.others.filter((other) => other.table.name !== table.name).map((other) => kindTable(other.table, other.plan))
  const joined = await openJoined(plan, others)
  const derived = derivedLines()
  const read = rowReader(plan, (column, text) => warn.tell('rounded', column, text))
  const kindTerms: KindTerms = { plan, read, warn, now: terms.now, own: kindTable(table, plan, joined.wrap), others, derived: derived.mark }
  const openWay = WAYS[plan.kind]
  const way = openWay === null ? null : await openWay(kindTerms)
  const conversion: Conversion = { plan, import: terms.import, now: terms.now, joined: await joins(format, terms) }
  const facts = await format?.prepare?.(table, conversion)
  const cells = cellsOf(table.columns)
  const ids = rowIds()
  const contentOf = contents(table.columns)
  const owners = way !== null && terms.import !== 'preview' && COUNTED.has(plan.kind) && !format?.convert ? await ownersOfIds(plan, way, kindTerms.own, contentOf) : null
  const mended = mendedRow(table.columns)
  const sourced = (outcome: RowOutcome): RowOutcome => (outcome.kind === 'lines' ? { ...outcome, lines: derived.unsaid(outcome.lines).map((one) => withSource(one, plan.source)) } : outcome)

  const own = (row: Cells): RowOutcome => {
    if (way === null) return asItStands(plan, row)
    read.begin(row)
    const id = way.keyOf ? way.keyOf(read) : read.text('id')
    const met = ids.meet(id, contentOf(row.row), row.row.number)
    const lost = joined.lost(row)
    if (lost !== null) return met.kind === 'repeats' ? leftOut(repeats(met.row)) : refused('missing-field', lost)
    const content = contentOf(row.row)
    const isOwner = owners === null ? met.number === 1 : owners.get(id ?? '') === hash32(content)
    const made = way.make(id === null ? nameless(`${content}${mended(row.row)}`, met.number) : named(id, isOwner, content), read)
    const money: { money?: RowMoney } = made.money ? { money: made.money } : {}
    if (met.kind === 'repeats') return { ...leftOut(repeats(met.row)), ...(plan.constants.totals === 'once' ? {} : money) }
    if (id === null && (COUNTED.has(plan.kind) || met.number > 1)) warn.tell('rows-without-id', plan.fields.id?.column ?? null, shortened(Object.values(plan.fields).map(({ column }) => row.text(column)).filter((text) => text !== null).join(', ')))
    if (read.fault) return { ...refused(read.fault.reason, read.fault.says), ...money }
    if (made.leftOut !== undefined) return { ...leftOut(made.leftOut), ...money }
    if (id !== null && met.number > 1) {
      const column = way.keyColumn === undefined ? (plan.fields.id?.column ?? null) : way.keyColumn
      if (column !== null) warn.tell('id-reused', column, id)
    }
    return { kind: 'lines', lines: made.lines, ...money }
  }

  const look = cellWatch(plan, warn)
  return ofOneProduct({
    convert: (row) => {
      if (row.fault !== undefined) return refused('bad-value', row.fault)
      if (row.cells.every((cell) => cell === null || cell.trim() === '') && row.object === undefined) return leftOut('the row is empty')
      const at = joined.wrap(cells(row))
      if (way !== null && isTotal(plan, row, table.columns)) return leftOut('a total: other rows add up to it')
      look(at)
      return sourced(sound(format?.convert ? format.convert(at, conversion, facts, own) : own(at)))
    },
    warnings: () => [...warn.all(), ...(format?.warnings?.(conversion, facts) ?? [])],
  }, plan)
}

const PHONE = /phone|telefon|^tel|[^a-z]tel([^a-z]|$)|mobile|handy|fax/i
const SLASHED = /^(\d{1,2})[-/.]\s?(\d{1,2})[-/.]/

/** Looks at single cells that are odd only beside others: dates that can be read in two ways, telephone numbers of several parties. */
function cellWatch(plan: TablePlan, warn: RowWarnings): (cells: Cells) => void {
  const dates = Object.entries(plan.fields).filter(([field, { reading, certainty }]) => {
    const type = fieldOf(plan.kind, field)?.type
    return (type === 'day' || type === 'instant') && (reading?.date === 'day-first' || reading?.date === 'month-first') && certainty < 0.6
  })
  const phones = plan.traits.filter((column) => PHONE.test(column)).map((column) => ({ column, owners: new Owners() }))
  const names = ['name', 'firstName', 'lastName', 'organizationName', 'person', 'email', 'contact', 'organization'].map((field) => plan.fields[field]?.column).filter((column) => column !== undefined)
  if (dates.length === 0 && phones.length === 0) return () => {}
  return (cells) => {
    for (const [, { column, certainty }] of dates) {
      const text = cells.text(column)
      const match = text === null ? null : SLASHED.exec(text)
      if (text !== null && match && match[1] !== match[2] && Number(match[1]) <= 12 && Number(match[2]) <= 12) warn.tell(certainty <= 0.3 ? 'date-order-mixed' : 'date-order', column, text)
    }
    for (const { column, owners } of phones) {
      const text = cells.text(column)
      const digits = text?.replace(/\D/g, '') ?? ''
      if (text !== null && digits.length >= 6 && owners.add(digits, names.map((name) => cells.text(name)).join(' '))) warn.tell('shared-phone', column, text)
    }
  }
}

/** A row of which one line is no evidence is refused as a whole, with what the line lacks: a text too long for a key, letters that nobody can store. */
function sound(outcome: RowOutcome): RowOutcome {
  if (outcome.kind !== 'lines') return outcome
  for (const line of outcome.lines) {
    const fault = understand(line)
    if (isFault(fault)) return { ...refused(codeOf(fault.reason), fault.says), ...(outcome.money ? { money: outcome.money } : {}) }
  }
  return outcome
}

const TOTAL = /^(?:(?:grand|overall|sub)[ -]?)?totals?$|^(?:zwischen|gesamt|end)?summen?$|^gesamt(?:betrag|umsatz)?$|^insgesamt$|^(?:sous[ -]?|grand )?tota(?:l|ux)$|^(?:somme|suma|totale|totaal|totalt|sum)$/
/** Of these a row that is one of many has at least one. */
const OF_ONE_ROW = ['id', 'number', 'line', 'person', 'contact', 'organization', 'customer', 'customerEmail', 'customerName', 'email', 'account', 'agreement', 'at', 'day', 'from', 'reseller', 'resellerName']

/** A row that adds up the others: its first text is a word for it, and it names nobody and no day. */
function isTotal(plan: TablePlan, row: Row, columns: readonly string[]): boolean {
  const first = row.cells.find((cell) => cell !== null && cell.trim() !== '')
  const isWord = (text: string): boolean => TOTAL.test(text.toLowerCase().replace(/\s*(?:\(.*\)|[:=]|\d[\d.,]*)\s*$/, '').trim())
  if (first === null || first === undefined || first.length > 40 || !isWord(first.trim())) return false
  const own = OF_ONE_ROW.flatMap((field) => (plan.fields[field] && !plan.fields[field].from ? [columns.indexOf(plan.fields[field].column)] : [])).filter((place) => place >= 0)
  return own.length > 0 && own.every((place) => {
    const text = row.cells[place]?.trim() ?? ''
    return text === '' || isWord(text) || saysNothing(text)
  })
}

/** `source` stands after the key, as people write it; a line that names its own keeps it. */
function withSource(line: EvidenceObject, source: string): EvidenceObject {
  if (line.source !== undefined) return line
  const { type, key, ...rest } = line
  return { type, key, source, ...rest }
}

function repeats(row: number): string {
  return `repeats row ${row} word for word`
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('base64url')
}

/** A row without an id is known by its content; the same content again is another row. */
function nameless(content: string, number: number): string {
  return number === 1 ? hashOf(content) : `${hashOf(content)}#${number}`
}

/** Of rows with one id and different content one has the id; the key of each other one comes from what it says, so that the order of rows does not matter. */
function named(id: string, isOwner: boolean, content: string): string {
  const key = id.length <= 400 ? id : `${id.slice(0, 300)} ${hashOf(id)}`
  return isOwner ? key : `${key}#${hashOf(content).slice(0, 10)}`
}

/** Kinds whose rows are counted: two that are alike are two. */
const COUNTED: ReadonlySet<Kind> = new Set(['payments', 'invoices', 'sales', 'sell-through', 'subscriptions', 'deals'])

/** 1 to 2^32 - 1. */
function hash32(content: string): number {
  return createHash('sha256').update(content).digest().readUInt32BE(0) || 1
}

/**
 * Which of the rows with one id has it: that whose content has the smallest hash, wherever it stands in the file. Null where the plan or the kind leaves no choice.
 * Reads the table once more; 16 bytes an id.
 */
async function ownersOfIds(plan: TablePlan, way: KindWay, own: KindTable, contentOf: (row: Row) => string): Promise<TextNumbers | null> {
  const column = plan.fields.id ?? plan.fields.number
  if (!column || plan.constants.totals === 'once') return null
  const read = rowReader(plan)
  const owners = new TextNumbers()
  for await (const cells of own.cells()) {
    read.begin(cells)
    const id = way.keyOf ? way.keyOf(read) : read.text('id')
    if (id === null) continue
    const [hash, least] = [hash32(contentOf(cells.row)), owners.get(id)]
    if (least === 0 || hash < least) owners.set(id, hash)
  }
  return owners
}

/** Rows of a file of refused rows are never taken for rows that say the same and were written before: each is known by the row that it was. */
function mendedRow(columns: readonly string[]): (row: Row) => string {
  const place = columns.indexOf('hatrack_row')
  return (row) => {
    const number = place < 0 ? '' : (row.cells[place]?.trim() ?? '')
    return number === '' ? '' : `\u001fmended ${number}`
  }
}

/** What a row says, whatever the order of its columns; our own columns do not count. */
function contents(columns: readonly string[]): (row: Row) => string {
  const places = columns.map((column, place) => ({ column, place })).filter(({ column }) => !OWN_COLUMNS.has(column)).sort((a, b) => (a.column < b.column ? -1 : a.column > b.column ? 1 : 0)).map(({ place }) => place)
  let last: Row | null = null
  let content = ''
  return (row) => {
    if (row !== last) {
      content = row.object === undefined ? places.map((place) => row.cells[place] ?? '').join('\u001f') : JSON.stringify(row.object)
      last = row
    }
    return content
  }
}

/** A format may ask for the kind's own way more than once for a row; the row is met once. */
function rowIds(): { meet(id: string | null, content: string, row: number): Met & { number: number; row: number } } {
  const memory = new RowIds()
  let current = 0
  let met = new Map<string, Met>()
  return {
    meet: (id, content, row) => {
      if (row !== current) {
        current = row
        met = new Map()
      }
      const name = id ?? '\0'
      let answer = met.get(name)
      if (!answer) met.set(name, answer = id === null ? { kind: 'occurrence', number: memory.count(content) } : memory.meet(id, content, row))
      return { number: 1, row: 0, ...answer }
    },
  }
}

/** Lines that many rows would say alike; the first row that is taken says them. */
function derivedLines(): { mark(line: EvidenceObject): EvidenceObject; unsaid(lines: readonly EvidenceObject[]): readonly EvidenceObject[] } {
  const said = new TextNumbers()
  let marked = new Set<EvidenceObject>()
  return {
    mark: (line) => {
      // A key of its own: with that of the row that is about the party, in another table of the same source, it would take that row's place.
      const own = line.type === 'party' ? { ...line, key: `named ${String(line.key)}` } : line
      marked.add(own)
      return own
    },
    unsaid: (lines) => {
      const kept = lines.filter((line) => {
        if (!marked.has(line)) return true
        const name = `${String(line.type)}\0${String(line.key)}`
        if (said.get(name) !== 0) return false
        said.set(name, 1)
        return true
      })
      marked = new Set()
      return kept
    },
  }
}

async function joins(format: KnownFormat | undefined, terms: ConverterTerms): Promise<Conversion['joined']> {
  const rows = new Map<string, Map<string, Cells[]>>()
  for (const join of format?.joins ?? []) {
    const byValue = new Map<string, Cells[]>()
    rows.set(join.name, byValue)
    for (const { table, plan } of terms.others) {
      if (plan.format !== join.of && plan.kind !== join.of) continue
      const column = table.columns.find((name) => normal(name) === normal(join.by))
      if (column === undefined) continue
      for await (const cells of kindTable(table, plan).cells()) {
        const value = cells.text(column)
        if (value === null) continue
        const list = byValue.get(value)
        if (list) list.push(cells)
        else byValue.set(value, [cells])
      }
    }
  }
  return (join, value) => (value === null ? [] : (rows.get(join)?.get(value) ?? []))
}

function normal(header: string): string {
  return header.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '')
}

/** Tables without a way of their own: evidence lines are taken as they stand. */
function asItStands(plan: TablePlan, cells: Cells): RowOutcome {
  if (plan.kind === 'nothing') return leftOut('nothing is taken from this table')
  const object = cells.row.object
  if (plan.kind === 'objects' || object === undefined) return leftOut('nobody knows what such objects mean')
  const line = understand(object)
  if (isFault(line)) return refused(codeOf(line.reason), line.says)
  const { amount, currency, kind } = object as { readonly amount?: unknown; readonly currency?: unknown; readonly kind?: unknown }
  const minor = object.type === 'payment' && typeof amount === 'string' && typeof currency === 'string' ? minorFrom(amount, currency) : null
  const money = minor === null ? {} : { money: { currency: currency as string, minor: kind === 'refund' || kind === 'credit' ? -minor : minor } }
  return { kind: 'lines', lines: [object], ...money }
}

/** The reasons of single lines name the field, missing-key; the code is missing-field. */
function codeOf(reason: string): RefusalCode {
  return reason in REFUSALS ? (reason as RefusalCode) : 'missing-field'
}
