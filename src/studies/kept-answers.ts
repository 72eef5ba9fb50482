import type { Settings } from '../roles/settings.ts'
import type { View } from '../roles/view.ts'
import type { Asked } from '../roles/workspace.ts'

/** Answers of one view, as long as nothing more is known than when they were worked out. */
interface Kept {
  readonly applied: number
  readonly settings: Settings
  /** By study, then by what was asked; the oldest first. */
  readonly answers: Map<string, Map<string, Promise<unknown>>>
}

const keptOf = new WeakMap<View, Kept>()
const KEPT_AT_MOST = 24

/**
 * An answer follows from the record and from what was asked, so while no line comes it is given again. What is being worked out is shared by all who ask meanwhile.
 * `most` bounds how many answers of that name are kept. A process that does not derive cannot know what the tables hold by now, and keeps nothing.
 */
export function kept<T>(asked: Asked, name: string, question: object, work: () => Promise<T>, most = KEPT_AT_MOST): Promise<T> {
  const { view, projection, settings } = asked
  if (!projection.writes) return work()
  let known = keptOf.get(view)
  if (known === undefined || known.applied !== projection.applied || known.settings !== settings) {
    known = { applied: projection.applied, settings, answers: new Map() }
    keptOf.set(view, known)
  }
  const answers = known.answers.get(name) ?? new Map<string, Promise<unknown>>()
  known.answers.set(name, answers)
  const key = JSON.stringify(question)
  const before = answers.get(key)
  const answer = before ?? work()
  // Asked again it is the newest, so that what nobody asks for goes first.
  answers.delete(key)
  answers.set(key, answer)
  if (before === undefined) answer.catch(() => answers.delete(key))
  for (const oldest of answers.keys()) {
    if (answers.size <= most) break
    answers.delete(oldest)
  }
  return answer as Promise<T>
}
