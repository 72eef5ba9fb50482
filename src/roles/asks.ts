import { fitsScore, isScored } from '../evidence/understand.ts'
import type { AnswerLine, AskLine, FeedbackLine } from '../evidence/line.ts'
import type { Held } from './statements.ts'
import type { Feedback } from './world.ts'

/** A question that somebody was asked; identifiers as numbers, 0 for none. */
export interface Ask {
  readonly line: AskLine
  readonly party: number
  /** The organization that it was asked for, or in. */
  readonly organization: number
  readonly held: Held
}

/** What came back. `ask` is null while no line tells of that ask; `counts` is false where it is no feedback. */
export interface Answer {
  readonly line: AnswerLine
  readonly held: Held
  readonly ask: Ask | null
  /** The feedback that it is; null for free text, for what waits for its ask, and for what its kind does not take. */
  readonly feedback: FeedbackLine | null
}

interface Given { readonly line: AnswerLine; readonly held: Held }

const NO_ASKS: readonly Ask[] = []
const NO_ANSWERS: readonly Given[] = []

/**
 * What was asked and what came back, as it holds. An answer to an ask with a kind is feedback of the asked party at the answer's instant: it is put among the
 * feedback here, and nowhere else. Lines may come in any order. Cost of a line: the answers to that one ask.
 */
export class Asks {
  readonly #feedback: Map<string, Feedback>
  readonly #byKey = new Map<string, Ask[]>()
  /** By the number of the identifier that was asked. */
  readonly #ofIdentifier = new Map<number, Ask[]>()
  readonly #answers = new Map<string, Given[]>()

  constructor(feedback: Map<string, Feedback>) {
    this.#feedback = feedback
  }

  addAsk(ask: Ask): void {
    const list = this.#byKey.get(ask.line.key)
    if (list) list.push(ask)
    else this.#byKey.set(ask.line.key, [ask])
    const own = this.#ofIdentifier.get(ask.party)
    if (own) own.push(ask)
    else this.#ofIdentifier.set(ask.party, [ask])
    this.#readAnew(ask.line.key)
  }

  removeAsk({ key }: AskLine, held: Held): void {
    const gone = this.#byKey.get(key)?.find((ask) => ask.held.held === held.held)
    if (gone) drop(this.#ofIdentifier, gone.party, (ask) => ask === gone)
    drop(this.#byKey, key, (ask) => ask.held.held === held.held)
    this.#readAnew(key)
  }

  addAnswer(line: AnswerLine, held: Held): void {
    const list = this.#answers.get(line.ask)
    if (list) list.push({ line, held })
    else this.#answers.set(line.ask, [{ line, held }])
    this.#readAnew(line.ask)
  }

  removeAnswer(line: AnswerLine, held: Held): void {
    drop(this.#answers, line.ask, (answer) => answer.held.held === held.held)
    this.#feedback.delete(nameOf(line))
  }

  /** Everything asked. */
  *all(): Generator<Ask> {
    for (const asks of this.#byKey.values()) yield* asks
  }

  /** What was asked of an identifier; of a party with all its identifiers by `world.allOf`. */
  get(identifier: number): readonly Ask[] {
    return this.#ofIdentifier.get(identifier) ?? NO_ASKS
  }

  /** The ask of a source with this key; null if no line tells of it. */
  named(source: string, key: string): Ask | null {
    return (this.#byKey.get(key) ?? NO_ASKS).find(({ line }) => line.source === source) ?? null
  }

  /** What came back to an ask. */
  answersOf(ask: Ask): readonly Answer[] {
    return (this.#answers.get(ask.line.key) ?? NO_ANSWERS).filter(({ line }) => this.#askOf(line) === ask).map((answer) => this.#read(answer))
  }

  /** What came back last, by its instant; of the same instant the source and key that sort last. Null: nothing. */
  newestAnswerOf(ask: Ask): Answer | null {
    return this.answersOf(ask).reduce<Answer | null>((newest, next) => (newest === null || isLater(next.line, newest.line) ? next : newest), null)
  }

  /** Everything that came back, also to what no line tells of. */
  *answers(): Generator<Answer> {
    for (const answers of this.#answers.values()) for (const answer of answers) yield this.#read(answer)
  }

  /** Keys are unique in a source: the ask of the answer's own source, else that of the source that sorts first. */
  #askOf({ ask, source }: AnswerLine): Ask | null {
    const asks = this.#byKey.get(ask) ?? NO_ASKS
    return asks.find(({ line }) => line.source === source) ?? asks.reduce<Ask | null>((first, next) => (first === null || next.line.source < first.line.source ? next : first), null)
  }

  #read({ line, held }: Given): Answer {
    const ask = this.#askOf(line)
    return { line, held, ask, feedback: ask === null ? null : feedbackFrom(ask.line, line) }
  }

  #readAnew(key: string): void {
    for (const given of this.#answers.get(key) ?? NO_ANSWERS) {
      const { ask, feedback } = this.#read(given)
      if (ask === null || feedback === null) this.#feedback.delete(nameOf(given.line))
      else this.#feedback.set(nameOf(given.line), { line: feedback, party: ask.party, held: given.held })
    }
  }
}

function feedbackFrom(ask: AskLine, answer: AnswerLine): FeedbackLine | null {
  if (ask.kind === null || (isScored(ask.kind) && !fitsScore(ask.kind, answer.score))) return null
  return {
    type: 'feedback', key: answer.key, source: answer.source, version: answer.version, import: answer.import, party: ask.party, product: ask.product, kind: ask.kind,
    score: answer.score, topic: ask.topic, text: answer.text, at: answer.at, channel: ask.via, account: answer.account ?? ask.account,
  }
}

/** Feedback lines are filed under their own type, so that the two never meet. */
function nameOf({ source, key }: AnswerLine): string {
  return `answer\0${source}\0${key}`
}

function isLater(one: AnswerLine, other: AnswerLine): boolean {
  if (one.at !== other.at) return one.at > other.at
  return one.source === other.source ? one.key > other.key : one.source > other.source
}

function drop<Key, T>(lists: Map<Key, T[]>, key: Key, matches: (item: T) => boolean): void {
  const rest = (lists.get(key) ?? []).filter((item) => !matches(item))
  if (rest.length === 0) lists.delete(key)
  else lists.set(key, rest)
}
