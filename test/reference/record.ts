// What is taken into the record (rules 12, 22, 42, 43, 49, 50), and what of it was known at a time.

import { dayOf, instantOf } from './calendar.ts'
import { identifierOf, isJunk } from './identifiers.ts'
import { currenciesWithoutMinorUnits, currenciesWithThreeDigits, currenciesWithTwoDigits } from './lists.ts'

export type Line = Readonly<Record<string, unknown>>

export interface Version {
  readonly line: Line
  readonly type: string
  readonly key: string
  readonly source: string
  readonly recordedAtMs: number
  readonly arrival: number
  readonly version: number | null
  readonly importId: string | null
}

/** A line that holds, with the place that the first version of its key has in the order of linking. */
export interface Held extends Version {
  readonly first: { readonly recordedAtMs: number; readonly arrival: number }
}

export interface Rejected {
  readonly line: number
  readonly key: string | null
  readonly reason: string
}

export interface Recorded {
  readonly versions: readonly Version[]
  readonly duplicate: number
  readonly rejected: readonly Rejected[]
}

const required: Readonly<Record<string, readonly string[]>> = {
  product: [],
  party: ['kind', 'ids'],
  link: ['ids'],
  membership: ['person', 'organization'],
  ownership: ['organization', 'parent'],
  agreement: ['product', 'buyer', 'interval', 'from'],
  seat: ['agreement', 'party'],
  payment: ['amount', 'currency', 'at'],
  usage: ['party', 'product', 'at'],
  feedback: ['party', 'kind', 'at'],
  staff: ['party'],
  rate: ['from', 'to', 'rate', 'at'],
  delivery: ['agreement', 'milestone'],
  deal: ['stage'],
  ask: ['party', 'question', 'at'],
  answer: ['ask', 'at'],
  override: ['fact'],
  undo: ['import'],
}

const overrideRequired: Readonly<Record<string, readonly string[]>> = {
  same: ['ids'],
  'not-same': ['ids'],
  membership: ['person', 'organization'],
  payer: ['agreement', 'payer'],
  payment: ['payment'],
  'no-ask': ['party'],
  topic: ['feedback'],
}

const kinds: Readonly<Record<string, readonly string[]>> = {
  party: ['person', 'organization', 'machine'],
  agreement: ['subscription', 'purchase', 'licence', 'sponsorship', 'project'],
  payment: ['charge', 'refund', 'credit'],
  feedback: ['nps', 'csat', 'ces', 'request', 'complaint', 'praise', 'expectation', 'perception'],
  ask: ['nps', 'csat', 'ces', 'request', 'complaint', 'praise', 'expectation', 'perception'],
}

const functions = ['member', 'admin', 'billing', 'decider', 'champion']
const intervals = ['day', 'week', 'month', 'quarter', 'year', 'once']
export const scoreRange: Readonly<Record<string, readonly [number, number]>> = {
  nps: [0, 10],
  csat: [1, 5],
  ces: [1, 7],
}
const mayNameJunk: readonly string[] = ['payment', 'party', 'link', 'feedback', 'usage']

export function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null && value !== ''
}

export function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null
}

export function currencyDigits(currency: string): number | null {
  if (currenciesWithoutMinorUnits.has(currency)) return 0
  if (currenciesWithTwoDigits.has(currency)) return 2
  if (currenciesWithThreeDigits.has(currency)) return 3
  return null
}

const beneficiaryWords: readonly string[] = ['buyer', 'members', 'seats', 'everyone']

/** The values of a line that are identifiers, as they were sent. Who said something (`by`) is none. */
function namedValues(type: string, line: Line): readonly unknown[] {
  const fields: Readonly<Record<string, readonly string[]>> = {
    membership: ['person', 'organization'],
    ownership: ['organization', 'parent'],
    agreement: ['seller', 'buyer', 'payer'],
    seat: ['party'],
    payment: ['payer', 'seller'],
    usage: ['party', 'account'],
    feedback: ['party', 'account'],
    staff: ['party'],
    deal: ['buyer', 'person', 'seller'],
    ask: ['party', 'organization', 'account'],
    answer: ['account'],
    override: ['person', 'organization', 'payer', 'party'],
  }
  const values = (fields[type] ?? []).map((field) => line[field])
  const listed = (type === 'party' || type === 'link' || type === 'override') && Array.isArray(line.ids) ? (line.ids as unknown[]) : []
  const beneficiary = type === 'agreement' && isGiven(line.beneficiary) && !beneficiaryWords.includes(String(line.beneficiary)) ? [line.beneficiary] : []
  return [...values, ...listed, ...beneficiary].filter(isGiven)
}

/** The identifiers that a line names, in normal form. */
export function namedIdentifiers(version: Version): readonly string[] {
  return namedValues(version.type, version.line).flatMap((value) => identifierOf(value) ?? [])
}

function badSpan(line: Line): string | null {
  const from = isGiven(line.from) ? dayOf(line.from) : ''
  const to = isGiven(line.to) ? dayOf(line.to) : null
  if (from === null || (isGiven(line.to) && to === null)) return 'bad-date'
  return to !== null && from !== '' && to <= from ? 'bad-period' : null
}

function badAmount(line: Line): string | null {
  if (isGiven(line.currency) && currencyDigits(String(line.currency)) === null) return 'unknown-currency'
  if (!isGiven(line.amount)) return null
  if (!isGiven(line.currency)) return 'missing-currency'
  const match = typeof line.amount === 'string' ? /^\d+(?:\.(\d+))?$/.exec(line.amount.trim()) : null
  if (match === null) return 'bad-amount'
  return (match[1] ?? '').length > (currencyDigits(String(line.currency)) ?? 0) ? 'bad-amount' : null
}

/** Why a line is refused, or null. The key that another source holds is judged by the caller. */
function refusal(line: Line, nowMs: number): string | null {
  if (!isGiven(line.type)) return 'missing-type'
  const type = String(line.type)
  const needed = required[type]
  if (needed === undefined) return 'unknown-type'
  if (!isGiven(line.key)) return 'missing-key'
  if (isGiven(line.recordedAt)) {
    const recordedAtMs = instantOf(line.recordedAt)
    if (recordedAtMs === null || recordedAtMs > nowMs) return 'bad-date'
  }
  if (line.retracted === true) return null
  const all = type === 'override' ? [...needed, ...(overrideRequired[String(line.fact)] ?? [])] : needed
  for (const field of all) if (!isGiven(line[field])) return `missing-${field.toLowerCase()}`
  if (type === 'override' && overrideRequired[String(line.fact)] === undefined) return 'bad-kind'
  if (line.fact === 'topic' && type === 'override' && line.not !== true && !isGiven(line.topic)) return 'missing-topic'
  if (line.fact === 'payment' && type === 'override' && !isGiven(line.agreement) && !isGiven(line.payer)) return 'missing-agreement'
  if (isGiven(line.kind) && kinds[type] !== undefined && !kinds[type].includes(String(line.kind))) return 'bad-kind'
  if (isGiven(line.function) && !functions.includes(String(line.function))) return 'bad-kind'
  if (type === 'agreement' && !intervals.includes(String(line.interval))) return 'bad-interval'
  if (type === 'party' || type === 'link' || (type === 'override' && isGiven(line.ids))) {
    if (!Array.isArray(line.ids) || line.ids.length === 0) return 'bad-ids'
    if (type === 'override' && line.ids.length !== 2) return 'bad-ids'
    if (type === 'link' && line.ids.length < 2) return 'bad-ids'
  }
  const named = namedValues(type, line)
  if (named.some((value) => identifierOf(value) === null)) return 'bad-identifier'
  if (!mayNameJunk.includes(type) && named.some((value) => isJunk(identifierOf(value) ?? ''))) return 'junk-identifier'
  if (type !== 'rate' && badSpan(line) !== null) return badSpan(line)
  if (isGiven(line.at) && instantOf(line.at) === null) return 'bad-date'
  if (type === 'deal') {
    if (!['open', 'won', 'lost'].includes(String(line.stage))) return 'bad-kind'
    for (const field of ['opened', 'closed']) if (isGiven(line[field]) && dayOf(line[field]) === null) return 'bad-date'
    if (line.stage !== 'open' && !isGiven(line.closed)) return 'missing-closed'
    if (isGiven(line.opened) && isGiven(line.closed) && (dayOf(line.closed) as string) < (dayOf(line.opened) as string)) return 'bad-period'
  }
  if (isGiven(line.renews) && dayOf(line.renews) === null) return 'bad-date'
  if ((type === 'agreement' || type === 'payment' || type === 'deal') && badAmount(line) !== null) return badAmount(line)
  if (isGiven(line.seats) && !(typeof line.seats === 'number' && Number.isInteger(line.seats) && line.seats >= 1)) return 'bad-seats'
  const range = type === 'feedback' ? scoreRange[String(line.kind)] : undefined
  if (range !== undefined) {
    if (!isGiven(line.score)) return 'missing-score'
    if (typeof line.score !== 'number' || !Number.isInteger(line.score) || line.score < range[0] || line.score > range[1]) return 'bad-score'
  }
  return null
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (value !== null && typeof value === 'object') {
    const entries = Object.entries(value as Line).filter(([, inner]) => inner !== undefined)
    return `{${entries
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, inner]) => `${JSON.stringify(name)}:${canonical(inner)}`)
      .join(',')}}`
  }
  return JSON.stringify(value) ?? 'null'
}

function says(version: Version): string {
  const { recordedAt: _, ...rest } = version.line
  return canonical({ ...rest, source: version.source })
}

function idOf(version: Version): string {
  return JSON.stringify([version.source, version.type, version.key])
}

function versionFrom(line: Line, arrival: number, nowMs: number): Version {
  return {
    line,
    type: String(line.type),
    key: String(line.key),
    source: isGiven(line.source) ? String(line.source) : 'default',
    recordedAtMs: instantOf(line.recordedAt) ?? nowMs,
    arrival,
    version: typeof line.version === 'number' ? line.version : null,
    importId: line.type !== 'undo' && isGiven(line.import) ? String(line.import) : null,
  }
}

/** Positive if `a` holds before `b`: the greater version, then learned later, then arrived later. */
function precedence(a: Version, b: Version): number {
  const rankA = a.version ?? Number.NEGATIVE_INFINITY
  const rankB = b.version ?? Number.NEGATIVE_INFINITY
  if (rankA !== rankB) return rankA > rankB ? 1 : -1
  return a.recordedAtMs !== b.recordedAtMs ? a.recordedAtMs - b.recordedAtMs : a.arrival - b.arrival
}

function byKey(versions: readonly Version[]): Version[][] {
  const groups = new Map<string, Version[]>()
  for (const version of versions) {
    const group = groups.get(idOf(version))
    if (group === undefined) groups.set(idOf(version), [version])
    else group.push(version)
  }
  return [...groups.values()]
}

function holding(group: readonly Version[]): Version | undefined {
  return [...group].sort(precedence).at(-1)
}

function undoneImports(versions: readonly Version[]): ReadonlySet<string> {
  const undos = byKey(versions.filter((version) => version.type === 'undo')).flatMap((group) => holding(group) ?? [])
  return new Set(undos.filter((undo) => undo.line.retracted !== true).map((undo) => String(undo.line.import)))
}

/** Those that no undone import brought; `known` is where the undos are looked for. */
function counting(versions: readonly Version[], known: readonly Version[] = versions): Version[] {
  const undone = undoneImports(known)
  return versions.filter((version) => version.importId === null || !undone.has(version.importId))
}

export function record(lines: readonly unknown[], nowMs: number): Recorded {
  const versions: Version[] = []
  const rejected: Rejected[] = []
  let duplicate = 0
  lines.forEach((line, index) => {
    if (line === null || typeof line !== 'object' || Array.isArray(line)) {
      rejected.push({ line: index + 1, key: null, reason: 'not-an-object' })
      return
    }
    const given = line as Line
    const version = versionFrom(given, index, nowMs)
    const unique = version.type === 'agreement' || version.type === 'product'
    const taken = unique && versions.some((other) => other.type === version.type && other.key === version.key && other.source !== version.source)
    const reason = refusal(given, nowMs) ?? (taken ? 'key-taken' : null)
    if (reason !== null) {
      rejected.push({ line: index + 1, key: textOf(given.key), reason })
      return
    }
    const sameKey = versions.filter((other) => other.key === version.key && idOf(other) === idOf(version))
    const before = holding(counting(sameKey, versions))
    if (before !== undefined && says(before) === says(version)) duplicate += 1
    else versions.push(version)
  })
  return { versions, duplicate, rejected }
}

/** The lines that held at that time; null is "everything". */
export function heldLines(versions: readonly Version[], knownAtMs: number | null): Held[] {
  const known = counting(versions.filter((version) => knownAtMs === null || version.recordedAtMs <= knownAtMs))
  return byKey(known).flatMap((group) => {
    const held = holding(group)
    const first = [...group].sort((a, b) => a.recordedAtMs - b.recordedAtMs || a.arrival - b.arrival)[0]
    if (held === undefined || first === undefined || held.line.retracted === true) return []
    return [
      {
        ...held,
        first: { recordedAtMs: first.recordedAtMs, arrival: first.arrival },
      },
    ]
  })
}
