import { type Instant, instantFrom, instantText } from '../base/day.ts'
import type { Candidate } from '../db/record.ts'
import { bodyOf, sameButImport } from './body.ts'
import { Fault, isFault, quoted } from './fault.ts'
import { isRetraction, type Line } from './line.ts'
import { faultInValue, isTooLarge, tooLarge } from './parse.ts'
import { understandSound } from './understand.ts'

/** On whose word and on which terms lines are taken. */
export interface Terms {
  /** Of the sender's key. Only `admin` may say when something was learned. */
  readonly power: 'write' | 'admin'
  /** When the lines were received. */
  readonly now: Instant
  /** Replaces the source that the lines name. */
  readonly source?: string
  /** Who says by hand what the lines say, whoever they name: of overrides, staff and undo lines, and of retractions. */
  readonly by?: string
  /** The id of the import that the lines belong to, so that it can be undone. */
  readonly import?: string
  /** False from doors whose retries compute other contents; default true. */
  readonly correctable?: boolean
  /** True: a line that is known from another import is a duplicate, not a version of its own. */
  readonly knownFromOthers?: boolean
}

/** Decides what one parsed line is, without looking at the record: a candidate for it, or why not. */
export function judge(value: unknown, terms: Terms): Candidate<Line> | Fault {
  return faultInValue(value) ?? judgeSound(value, terms)
}

/** As `judge`, for values from parseLine. */
export function judgeSound(value: unknown, terms: Terms): Candidate<Line> | Fault {
  const raw = stamped(value, terms)
  const line = understandSound(raw)
  if (isFault(line)) return line
  const recordedAt = learnedAt(raw as { readonly recordedAt?: unknown }, terms)
  if (isFault(recordedAt)) return recordedAt
  const body = bodyOf(raw as object)
  if (isTooLarge(body)) return tooLarge()
  const candidate = { identity: identityOf(line), claim: claimOf(line), source: line.source, body, recordedAt, correctable: terms.correctable ?? true, line }
  return terms.knownFromOthers === true ? { ...candidate, same: sameButImport } : candidate
}

/** (type, source, key) in one string. No text in a line holds NUL, so no two triples give the same string. */
export function identityOf(line: Pick<Line, 'type' | 'source' | 'key'>): string {
  return `${line.type}\0${line.source}\0${line.key}`
}

/** Keys of agreements and products are names in the whole workspace: only one source may use each. */
function claimOf(line: Line): string | null {
  return line.type === 'agreement' || line.type === 'product' ? `${line.type} ${line.key}` : null
}

function stamped(value: unknown, terms: Terms): unknown {
  const { source, by } = terms
  if ((source === undefined && terms.import === undefined && by === undefined) || typeof value !== 'object' || value === null || Array.isArray(value)) return value
  const { type, retracted } = value as { readonly type?: unknown; readonly retracted?: unknown }
  const stamp: { source?: string; import?: string; by?: string } = {}
  if (source !== undefined) stamp.source = source
  if (terms.import !== undefined && type !== 'undo') stamp.import = terms.import
  if (by !== undefined && (SAID_BY_HAND.has(type) || retracted === true)) stamp.by = by
  return { ...value, ...stamp }
}

const SAID_BY_HAND: ReadonlySet<unknown> = new Set(['override', 'staff', 'undo'])

/** True of lines that overrule others: words by hand, who is staff, undos and retractions. Whoever sends them changes what is known, not only adds to it. */
export function overrules(line: Line): boolean {
  return SAID_BY_HAND.has(line.type) || isRetraction(line)
}

function learnedAt(raw: { readonly recordedAt?: unknown }, terms: Terms): Instant | null | Fault {
  const given = raw.recordedAt
  if (given === undefined || given === null) return null
  if (terms.power !== 'admin') return new Fault('not-allowed', 'only an admin key may set recordedAt; leave it out, then it is the time of receipt')
  const instant = typeof given === 'string' ? instantFrom(given) : null
  if (instant === null) return new Fault('bad-date', `recordedAt ${quoted(given)} is no instant such as 2026-02-03T10:00:00Z`)
  if (instant > terms.now) return new Fault('bad-date', `recordedAt ${quoted(given)} is later than now, ${instantText(terms.now)}; nothing can be learned in the future`)
  return instant
}
