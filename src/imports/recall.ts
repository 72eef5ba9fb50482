import type { Candidate, Position, Record } from '../db/record.ts'
import { sameBody } from '../evidence/body.ts'
import { identityOf } from '../evidence/judge.ts'
import type { Line } from '../evidence/line.ts'

/**
 * What an import kept in the record after its counts were last kept, in order. Taking goes on from the counts; the lines that come first are then
 * these very lines, and are counted as new without being sent again. Rows give the same lines in the same order each time, and one import has one
 * sender: so where the next line is not the next one here, nothing came of it then, and nothing may come of it now.
 */
export interface Recall {
  readonly left: number
  readonly of: (candidate: Candidate<Line>) => 'kept' | 'passed' | null
  /** Everything of this import before this position was recalled; null once nothing is left. */
  readonly reached: () => Position | null
}

interface Kept {
  readonly identity: string
  readonly body: string
  readonly position: Position
}

export const NOTHING_TO_RECALL: Recall = { left: 0, of: () => null, reached: () => null }

/** Reads the record from where counts were last kept; that is little, but for an import that waited long after it was broken off. */
export async function recallOf(record: Record<Line>, id: string, from: Position): Promise<Recall> {
  const lines: Kept[] = []
  for await (const chunk of record.read(from)) {
    for (const { body, position } of chunk) {
      if (!body.includes('"import"') || !body.includes(id)) continue
      const line = JSON.parse(body) as { readonly type: Line['type']; readonly source?: string | null; readonly key: string; readonly import?: unknown }
      if (line.import === id && line.type !== 'undo') lines.push({ identity: identityOf({ ...line, source: line.source ?? 'default' }), body, position })
    }
  }
  return recalling(lines, from)
}

export function recalling(lines: readonly Kept[], from: Position): Recall {
  let next = 0
  let reached = from
  return {
    get left() {
      return lines.length - next
    },
    of(candidate) {
      const kept = lines[next]
      if (kept === undefined) return null
      if (kept.identity !== candidate.identity || !sameBody(kept.body, candidate.body)) return 'passed'
      next += 1
      reached = kept.position + 1
      return 'kept'
    },
    reached: () => (next < lines.length ? reached : null),
  }
}
