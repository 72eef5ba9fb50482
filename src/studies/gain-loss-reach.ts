import { order } from '../base/order.ts'
import type { Asked } from '../roles/workspace.ts'
import type { Population } from './gain-loss-population.ts'
import type { SheetOption } from './gain-loss-sheets.ts'
import { type Key, type Reader, readerOf, type Use } from './population.ts'
import type { Question } from './question.ts'
import { type Clause, type Dimension, type Where, whereFrom } from './where.ts'

/** What an option does to somebody; who is not reached is `unknown`: nothing is known of them. */
export const OUTCOMES = ['gain', 'lose', 'both', 'unknown'] as const
export type Outcome = (typeof OUTCOMES)[number]

/** Why somebody gains or loses, the first that holds: asked for it, complained, praised it, fits the filter; a customer, by one who speaks for it. */
export const REASONS = ['request', 'complaint', 'praise', 'filter', 'speaker'] as const
export type Reason = (typeof REASONS)[number]

export interface Reached {
  readonly gains: Reason | null
  readonly loses: Reason | null
}

export function outcomeOf({ gains, loses }: Reached): Exclude<Outcome, 'unknown'> {
  return gains === null ? 'lose' : loses === null ? 'gain' : 'both'
}

/** Tells whom options reach. What several options ask for is looked up once. */
export class Reach {
  readonly #population: Population
  readonly #raised = new Map<string, Map<number, Reason>>()
  /** How raised topics are written, by the order of their keys. */
  readonly #written = new Map<string, string>()
  readonly #fitting: Fitting

  constructor(asked: Asked, question: Question, population: Population) {
    this.#population = population
    this.#fitting = new Fitting(asked, question, population.rows)
    for (const { giver, feedback: { line } } of population.voices) {
      if (line.topic === null || (line.kind !== 'request' && line.kind !== 'complaint' && line.kind !== 'praise')) continue
      const topic = topicKey(line.topic)
      const known = this.#raised.get(topic) ?? new Map<number, Reason>()
      known.set(giver, first(known.get(giver) ?? null, line.kind))
      this.#raised.set(topic, known)
      const written = this.#written.get(topic)
      if (written === undefined || order(line.topic.trim(), written) < 0) this.#written.set(topic, line.topic.trim())
    }
  }

  /** The topics of an option that nobody raised in the window, each with the one it may have meant: an option of nobody may be a slip of the pen. */
  unraised({ topics, against }: SheetOption): { readonly topic: string; readonly perhaps: string | null }[] {
    return [...new Set([...topics, ...against])].filter((topic) => !this.#raised.has(topicKey(topic))).map((topic) => ({ topic, perhaps: nearest(topicKey(topic), this.#written) }))
  }

  /** Places of entities that an option reaches. Cost grows with those who raised its topics, and with the use that its filters look at. */
  of({ topics, against, helps, hurts }: SheetOption): Map<number, Reached> {
    const found = new Map<number, { gains: Reason | null; loses: Reason | null }>()
    const put = (place: number | undefined, what: 'gains' | 'loses', reason: Reason): void => {
      if (place === undefined) return
      const known = found.get(place)
      if (!known) found.set(place, { gains: null, loses: null, [what]: reason })
      else known[what] = first(known[what], reason)
    }
    const { persons, customers, speaksFor, entities } = this.#population
    for (const [names, what] of [[topics, 'gains'], [against, 'loses']] as const) for (const topic of names) for (const [party, reason] of this.#raised.get(topicKey(topic)) ?? []) put(persons.get(party), what, reason)
    for (const [filter, what] of [[helps, 'gains'], [hurts, 'loses']] as const) {
      if (filter === '') continue
      for (const party of this.#fitting.parties(filter)) {
        put(persons.get(party), what, 'filter')
        put(customers.get(party), what, 'filter')
      }
    }
    // A customer gains with any person who speaks for it; if others lose, it is both.
    for (const [place, { gains, loses }] of [...found]) {
      const person = entities[place]
      if (person?.what !== 'person') continue
      for (const buyer of speaksFor.get(person.party) ?? []) {
        if (gains !== null) put(customers.get(buyer), 'gains', 'speaker')
        if (loses !== null) put(customers.get(buyer), 'loses', 'speaker')
      }
    }
    return found
  }
}

function topicKey(topic: string): string {
  return topic.normalize('NFC').trim().toLowerCase()
}

/** The written form of what differs by the fewest letters, one or two of them; null if nothing is so near. */
function nearest(key: string, written: ReadonlyMap<string, string>): string | null {
  const most = key.length < 4 ? 1 : 2
  const [best] = [...written].map(([other, name]) => ({ name, apart: Math.abs(other.length - key.length) > most ? most + 1 : lettersApart(key, other) })).filter(({ apart }) => apart <= most).sort((a, b) => a.apart - b.apart || order(a.name, b.name))
  return best?.name ?? null
}

/** Letters put in, left out or taken for another (Levenshtein 1966). */
function lettersApart(a: string, b: string): number {
  const letters = [...b]
  let row = Array.from({ length: letters.length + 1 }, (_, place) => place)
  for (const [above, letter] of [...a].entries()) {
    const next = [above + 1]
    for (const [place, other] of letters.entries()) next.push(Math.min((next[place] as number) + 1, (row[place + 1] as number) + 1, (row[place] as number) + (letter === other ? 0 : 1)))
    row = next
  }
  return row.at(-1) as number
}

function first(known: Reason | null, other: Reason): Reason {
  return known === null || REASONS.indexOf(other) < REASONS.indexOf(known) ? other : known
}

/** Parties with any use that fits. The rows of each value are found once, so that 1,000 filters over 100,000 rows are read from lists. */
class Fitting {
  readonly #asked: Asked
  readonly #question: Question
  readonly #rows: readonly Use[]
  readonly #columns = new Map<Dimension, Column>()
  readonly #known = new Map<string, ReadonlySet<number>>()

  constructor(asked: Asked, question: Question, rows: readonly Use[]) {
    this.#asked = asked
    this.#question = question
    this.#rows = rows
  }

  parties(filter: string): ReadonlySet<number> {
    const known = this.#known.get(filter)
    if (known) return known
    const found = this.#worked(whereFrom(filter))
    this.#known.set(filter, found)
    return found
  }

  #worked(where: Where): ReadonlySet<number> {
    const tests = where.map((clause) => ({ clause, column: this.#column(clause.dimension), keys: this.#keys(clause) }))
    const begin = tests.find(({ clause }) => !clause.not)
    const rows = begin ? [...begin.keys].flatMap((key) => begin.column.rows.get(key) ?? []) : this.#rows.keys()
    const found = new Set<number>()
    for (const row of rows) if (tests.every(({ clause, column, keys }) => keys.has(column.keys[row] as Key) !== clause.not)) found.add((this.#rows[row] as Use).party)
    return found
  }

  #keys({ dimension, values }: Clause): Set<Key> {
    const { reader } = this.#column(dimension)
    return new Set(values.flatMap((value) => reader.keyOf(value) ?? []))
  }

  #column(dimension: Dimension): Column {
    const known = this.#columns.get(dimension)
    if (known) return known
    const reader = readerOf(this.#asked, this.#question, dimension)
    const keys = this.#rows.map((use) => reader.of(use))
    const rows = new Map<Key, number[]>()
    for (const [row, key] of keys.entries()) {
      const list = rows.get(key)
      if (list) list.push(row)
      else rows.set(key, [row])
    }
    const column = { reader, keys, rows }
    this.#columns.set(dimension, column)
    return column
  }
}

interface Column { readonly reader: Reader; readonly keys: readonly Key[]; readonly rows: ReadonlyMap<Key, readonly number[]> }
