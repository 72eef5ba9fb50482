import { instantText } from '../base/day.ts'
import { Refusal } from '../base/refusal.ts'
import type { Journal } from '../db/journal.ts'
import type { Line } from '../evidence/line.ts'
import { isRetraction } from '../evidence/line.ts'
import { overrules, type Taken } from '../evidence/take.ts'
import type { Actor } from './audit.ts'

/** How one sending of evidence is told in the audit: before the first of its lines is kept, and again when all are. */
export interface EvidenceTold {
  readonly before: (lines: readonly Line[]) => Promise<void>
  done(taken: Taken): Promise<void>
  broken(error: unknown): Promise<void>
}

interface Telling {
  readonly journal: Journal
  readonly actor: Actor
  readonly now: number
  /** True: also lines that only add. Events of trackers are no changes by anybody; what overrules other lines always is. */
  readonly tellsAll: boolean
  readonly about?: string | null
}

const KEYS_LISTED = 10

export function evidenceTold({ journal, actor, now, tellsAll, about = null }: Telling): EvidenceTold {
  const counts: { [kind: string]: number } = {}
  const keys: string[] = []
  let n: Promise<number> | null = null

  function look(lines: readonly Line[]): boolean {
    let isTold = tellsAll && lines.length > 0
    for (const line of lines) {
      if (!overrules(line)) continue
      isTold = true
      const kind = isRetraction(line) ? 'retractions' : (KINDS[line.type] as string)
      counts[kind] = (counts[kind] ?? 0) + 1
      if (keys.length < KEYS_LISTED) keys.push(`${isRetraction(line) ? 'retracted ' : ''}${line.type} ${line.source}/${line.key}`.slice(0, 200))
    }
    return isTold
  }

  const said = (): object => ({ ...counts, ...(keys.length > 0 ? { keys: [...keys] } : {}) })

  return {
    async before(lines) {
      if (!look(lines)) return
      n ??= journal.append({ at: instantText(now), who: actor, what: 'evidence', about, before: null, wanted: said() }).then((appended) => appended.n)
      await n
    },
    async done({ accepted, duplicate, rejected, rejectedUnlisted = 0 }) {
      if (n === null) return
      const after = { accepted, duplicate, rejected: rejected.length + rejectedUnlisted, ...said() }
      await journal.append({ of: await n, outcome: 'done', about, after })
    },
    async broken(error) {
      if (n === null) return
      const of = await n.catch(() => null)
      if (of === null) return
      const says = error instanceof Refusal ? error.message : 'something went wrong inside Hatrack'
      await journal.append({ of, outcome: error instanceof Refusal ? 'refused' : 'failed', says })
    },
  }
}

const KINDS: { readonly [type: string]: string } = { override: 'overrides', staff: 'staff', undo: 'undos' }
