import type { Operation } from '../base/operation.ts'
import { instantText } from '../base/day.ts'
import { Refusal } from '../base/refusal.ts'
import type { Entry, Journal } from '../db/journal.ts'
import { DEEDS, type Deed, UNTOLD, withoutSecrets } from './deeds.ts'

type Fields = { readonly [name: string]: unknown }

/** Who did it: a person who signed in, a key, somebody at this machine, or nobody that is known. */
export interface Actor {
  readonly kind: 'person' | 'key' | 'machine' | 'nobody'
  readonly name: string
  readonly id?: string
}

export interface Told<Context> {
  readonly journal: Journal
  readonly actor: Actor
  readonly now: number
  readonly deed?: Deed<Context> | undefined
}

/**
 * Runs an operation, and tells what it changed. It is told before it is done, and again when it is done: a process that is killed in between leaves
 * a change that was begun, so that none is ever missing. What cannot be told is not done.
 */
export async function runTold<Context>(
  operation: Operation<Context>,
  context: Context,
  input: Fields,
  { journal, actor, now, deed = DEEDS[operation.name] as Deed<Context> | undefined }: Told<Context>,
): Promise<unknown> {
  if (operation.power === 'read' || UNTOLD.has(operation.name)) return operation.run(context, input as never)
  const before = (await deed?.before?.(context, input)) ?? null
  const about = deed?.about?.(input, null) ?? aboutOf(input)
  return doTold({ journal, actor, now }, { what: operation.name, about, before, wanted: input }, async () => {
    const answer = await operation.run(context, input as never)
    const fields = typeof answer === 'object' && answer !== null ? (answer as Fields) : {}
    return { answer, about: deed?.about?.(input, fields) ?? about, after: deed?.after ? ((await deed.after(context, input, fields)) ?? null) : input }
  })
}

interface Begun {
  readonly what: string
  readonly about: string | null
  readonly before: unknown
  readonly wanted: unknown
}

/** Does something that is told: begun before it is done, and what became of it after. */
export async function doTold<Answer>(
  { journal, actor, now }: Pick<Told<unknown>, 'journal' | 'actor' | 'now'>,
  { what, about, before, wanted }: Begun,
  work: () => Promise<{ readonly answer: Answer; readonly about?: string | null; readonly after: unknown }>,
): Promise<Answer> {
  const { n } = await journal.append({ at: instantText(now), who: actor, what, about, before: withoutSecrets(before), wanted: withoutSecrets(wanted) })
  try {
    const done = await work()
    await journal.append({ of: n, outcome: 'done', about: done.about ?? about, after: withoutSecrets(done.after) })
    return done.answer
  } catch (error) {
    const says = error instanceof Refusal ? error.message : 'something went wrong inside Hatrack'
    await journal.append({ of: n, outcome: error instanceof Refusal ? 'refused' : 'failed', says })
    throw error
  }
}

function aboutOf({ id, key, name }: Fields): string | null {
  const found = id ?? key ?? name
  return typeof found === 'string' ? found : null
}

/** Tells in one entry: for what is told right before it is done and cannot be refused any more, and for what was done elsewhere. */
export async function tell(journal: Journal, actor: Actor, now: number, what: string, about: string | null, before: unknown, after: unknown): Promise<void> {
  await journal.append({ at: instantText(now), who: actor, what, about, before: withoutSecrets(before), after: withoutSecrets(after), outcome: 'done' })
}

/** Tells that an assistant asked: it reads what people would look at themselves, and somebody should be able to see what it read. */
export async function tellAsked(journal: Journal, actor: Actor, now: number, operation: string, input: Fields): Promise<void> {
  await tell(journal, actor, now, 'assistant-ask', operation, null, input)
}

/** A change as it is shown: what was begun and what became of it in one. */
export interface ToldChange {
  readonly n: number
  readonly at: string
  readonly who: Actor
  readonly what: string
  readonly about: string | null
  readonly before: unknown
  readonly after: unknown
  /** `begun`: it is being done, or the process ended meanwhile. */
  readonly outcome: 'done' | 'refused' | 'failed' | 'begun'
  readonly says: string | null
}

/** Entries as changes, newest first. */
export function changesOf(entries: readonly Entry[]): readonly ToldChange[] {
  const ends = new Map<number, Fields>()
  for (const { content } of entries) if (typeof content.of === 'number') ends.set(content.of, content)
  const changes: ToldChange[] = []
  for (const { n, content } of entries) {
    if (typeof content.of === 'number' || typeof content.what !== 'string') continue
    const end = ends.get(n)
    const outcome = (end?.outcome ?? content.outcome ?? 'begun') as ToldChange['outcome']
    changes.push({
      n,
      at: String(content.at),
      who: content.who as Actor,
      what: content.what,
      about: (end?.about ?? content.about ?? null) as string | null,
      before: content.before ?? null,
      after: outcome === 'done' ? (end?.after ?? content.after ?? null) : (content.wanted ?? null),
      outcome,
      says: (end?.says ?? null) as string | null,
    })
  }
  return changes.reverse()
}
