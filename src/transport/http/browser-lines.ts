import type { Record } from '../../db/record.ts'
import { lineCutter } from '../../evidence/cut.ts'
import { Fault, isFault } from '../../evidence/fault.ts'
import type { Line } from '../../evidence/line.ts'
import { parseLine } from '../../evidence/parse.ts'
import { type Rejected, type Taken, takeEvidence } from '../../evidence/take.ts'

/** They decide which of two lines counts, when it was learned, or what undoes it. */
const FIELDS_OF_OTHERS = ['version', 'import', 'recordedAt'] as const

/**
 * Everybody who opens the page can read its key. So it may say that something was used or said, and which user an anonymous visitor is, and nothing else.
 * A line that is known already stays as it is: a visitor who guesses its key corrects nothing.
 */
export async function takeFromBrowser(record: Record<Line>, body: Buffer, source: string, now: number): Promise<Taken> {
  const rejected: Rejected[] = []
  const good: { readonly number: number; readonly value: unknown }[] = []
  const cutter = lineCutter()
  for (const { number, text } of [...cutter.push(body), ...cutter.end()]) {
    const parsed = isFault(text) ? ({ ok: false, fault: text } as const) : parseLine(text)
    const fault = parsed.ok ? notForBrowsers(parsed.value) : parsed.fault
    if (fault) rejected.push({ line: number, key: null, reason: fault.reason, says: fault.says })
    else if (parsed.ok) good.push({ number, value: parsed.value })
  }
  const taken = await takeEvidence(record, { values: good.map(({ value }) => value), power: 'write', now, source, correctable: false })
  const renumbered = taken.rejected.map((one) => ({ ...one, line: good[one.line - 1]?.number ?? one.line }))
  return { ...taken, rejected: [...rejected, ...renumbered].sort((a, b) => a.line - b.line) }
}

/** Null for what a browser key may write. */
export function notForBrowsers(value: unknown): Fault | null {
  const line = (value ?? {}) as { readonly [field: string]: unknown }
  const { type, ids, retracted } = line
  if (retracted !== undefined) return new Fault('not-allowed', 'a browser key cannot retract; use a write key, from a server')
  const field = FIELDS_OF_OTHERS.find((one) => line[one] !== undefined)
  if (field !== undefined) return new Fault('not-allowed', `a browser key cannot set ${field}; leave it out`)
  if (type === 'usage' || type === 'feedback') return null
  if (type !== 'link')
    return new Fault('not-allowed', `a browser key writes usage, feedback and links only; send '${String(type).slice(0, 40)}' with a write key, from a server`)
  return isVisitorAndUser(ids)
    ? null
    : new Fault('not-allowed', 'a browser key links one anonymous: identifier with one user: identifier; use a write key for other links')
}

function isVisitorAndUser(ids: unknown): boolean {
  if (!Array.isArray(ids) || ids.length !== 2) return false
  const namespaces = ids.map((id) => (typeof id === 'string' ? id.trim().split(':')[0]?.toLowerCase() : ''))
  return namespaces.includes('anonymous') && namespaces.includes('user')
}
