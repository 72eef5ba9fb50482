import type { Instant } from '../base/day.ts'
import type { Record } from '../db/record.ts'
import { type Call, fromSegment } from './from-segment.ts'
import type { Line } from './line.ts'
import { type Taken, takeEvidence } from './take.ts'

/** A body of Segment's or RudderStack's SDKs, and who sent it. */
export interface CallsInput {
  /** One call, or an envelope with a batch; parsed JSON. */
  readonly body: unknown
  /** The kind of call that the address names; null where each call names its own. */
  readonly type: string | null
  readonly source: string
  /** A browser's key is public: see from-segment. */
  readonly power: 'admin' | 'write' | 'browser'
  readonly now: Instant
  /** The product of calls that name none; the product `default` if absent, so that no event is lost for want of a name. */
  readonly product?: string
}

const DEFAULT_PRODUCT = 'default'
/** Parties whose account context is remembered; about 20 MB at most. The usage lines carry the account, so forgetting loses nothing that was learned. */
const MAX_CONTEXTS = 100_000
const contextsOfRecord = new WeakMap<Record<Line>, Map<string, string>>()

/** Takes calls as evidence: a call that was taken before is a duplicate, whatever it says now. In the answer, `line` is the place of the call in its batch. */
export async function takeCalls(record: Record<Line>, { body, type, source, power, now, product }: CallsInput): Promise<Taken> {
  const accounts = contextsOf(record)
  const made = fromSegment(body, {
    source, sender: power === 'browser' ? 'browser' : 'server', product: product ?? DEFAULT_PRODUCT, receivedAt: now, accounts, ...(type === null ? {} : { call: type as Call }),
  })
  const taken = await takeEvidence(record, { values: made.lines, power: 'write', now, correctable: false })
  for (const [party, account] of made.contexts) {
    accounts.delete(party)
    accounts.set(party, account)
  }
  for (const oldest of accounts.keys()) {
    if (accounts.size <= MAX_CONTEXTS) break
    accounts.delete(oldest)
  }
  const refusedCalls = made.rejected.map(({ call, messageId, reason, says }) => ({ line: call, key: messageId, reason, says }))
  const refusedLines = taken.rejected.map((one) => ({ ...one, line: made.callOfLine[one.line - 1] ?? one.line }))
  return { ...taken, rejected: [...refusedCalls, ...refusedLines].sort((a, b) => a.line - b.line) }
}

function contextsOf(record: Record<Line>): Map<string, string> {
  const known = contextsOfRecord.get(record) ?? new Map<string, string>()
  contextsOfRecord.set(record, known)
  return known
}
