import type { Day } from '../base/day.ts'
import { isJunk } from '../base/identifier.ts'
import { ANY_PRODUCT, type Use as CoveredUse } from '../roles/cover.ts'
import { PAYER_KINDS, type PayerKind } from '../roles/stamp.ts'
import type { Asked } from '../roles/workspace.ts'
import { kept } from './kept-answers.ts'
import { smallestIdentifier } from './party-shape.ts'
import { categoryOf } from './party-traits.ts'
import type { Use } from './population.ts'
import type { Question } from './question.ts'
import { topicName } from './topics-own.ts'
import { type Voice, voices } from './voices.ts'

/** A voice with everything it can be grouped by, as it was on the day it was said. Parties, products and agreements by number; 0 for none. */
export interface StampedVoice extends Voice {
  /** Who would have paid, had the giver used the product that day in that account: what `where` and `by` read. */
  readonly use: Use
  readonly payerKind: PayerKind
  readonly payer: number
  /** The seller nearest to the giver, where the use would be resold. */
  readonly intermediary: number
  readonly account: number
  /** Everything the giver belonged to that day, the oldest membership first; with an account that alone. An organization is its own. */
  readonly organizations: readonly number[]
  readonly category: string | null
  readonly channel: string | null
}

/**
 * Feedback of the window with its stamp: the payer by the same rule as `who-pays` has. What was said about no product has the payer of any product, by the usual order of kinds.
 * Cost: 9 microseconds for all that one giver said of one product on one day; 100,000 voices of as many days and givers took 1 s. Until more is known they are kept, some 300 bytes a voice.
 */
export async function stampedVoices(asked: Asked, question: Question, of: number | null = null): Promise<readonly StampedVoice[]> {
  return of === null ? kept(asked, 'stamped-voices', question, () => stamped(asked, question, null), QUESTIONS_KEPT) : stamped(asked, question, of)
}

/** Scores, disagreements and the list of one page ask for the same window. */
const QUESTIONS_KEPT = 2

async function stamped(asked: Asked, question: Question, of: number | null): Promise<readonly StampedVoice[]> {
  const heard = await voices(asked, question, of)
  const { world, coverage } = asked.view
  const words = asked.projection.words.products
  const standings = remembered((_: string, use: CoveredUse, day: Day) => ({ stamp: coverage.stampOn(use, day), organizations: organizationsOn(asked, use, day) }))
  const categories = remembered((party: number) => categoryOf(world, party))
  const respelt = spellingsOf(asked)
  return heard.map((written) => {
    const voice = respelled(written, respelt)
    const { line } = voice.feedback
    const product = question.product ?? line.product ?? ANY_PRODUCT
    const { giver: party, day } = voice
    const account = accountOf(asked, line.account)
    const { stamp: { kind, payer, agreement, via, reason }, organizations } = standings(`${party} ${account} ${day} ${product}`, { party, product, account }, day)
    return {
      ...voice,
      use: { party, account, product: product === ANY_PRODUCT ? 0 : words.find(product), kind, payer, agreement, via, reason },
      payerKind: PAYER_KINDS[kind] as PayerKind, payer, intermediary: via, account, organizations, category: categories(party), channel: line.channel,
    }
  })
}

/** Topics that are written in several ways, each with the way that most have; of several the first by alphabet. Two that differ in case and blanks only are one. */
function spellingsOf({ view: { world } }: Asked): ReadonlyMap<string, string> {
  const written = new Map<string, number>()
  for (const { line: { topic } } of world.feedback.values()) if (topic !== null) written.set(topic, (written.get(topic) ?? 0) + 1)
  const usual = new Map<string, string>()
  for (const [topic, n] of written) {
    const name = topicName(topic)
    const known = usual.get(name)
    const most = known === undefined ? 0 : (written.get(known) ?? 0)
    if (known === undefined || n > most || (n === most && topic < known)) usual.set(name, topic)
  }
  return new Map([...written.keys()].map((topic) => [topic, usual.get(topicName(topic)) as string] as const).filter(([topic, shown]) => topic !== shown))
}

function respelled(voice: Voice, respelt: ReadonlyMap<string, string>): Voice {
  const { feedback } = voice
  const topic = feedback.line.topic === null ? undefined : respelt.get(feedback.line.topic)
  return topic === undefined ? voice : { ...voice, feedback: { ...feedback, line: { ...feedback.line, topic } } }
}

/** Works something out once for each name. */
function remembered<Name, Rest extends readonly unknown[], T>(work: (name: Name, ...rest: Rest) => T): (name: Name, ...rest: Rest) => T {
  const known = new Map<Name, T>()
  return (name, ...rest) => {
    if (!known.has(name)) known.set(name, work(name, ...rest))
    return known.get(name) as T
  }
}

/** The party that a line names as the account; 0 for none. */
export function accountOf({ view: { world } }: Asked, account: string | null): number {
  return account === null || isJunk(account) ? 0 : world.party(world.dictionary.find(account))
}

/** Everything that somebody belonged to on a day, the oldest membership first; with an account that alone. An organization is its own. */
export function organizationsOn({ view: { coverage, world } }: Asked, use: Pick<CoveredUse, 'party' | 'account'>, day: Day): readonly number[] {
  if (use.account !== 0) return [use.account]
  if (world.kind(use.party) === 'organization') return [use.party]
  const belongings = coverage.belongingsOn(use.party, day)
  // Guesses have no age; they stand in the order of their identifiers.
  if (belongings.some(({ inferred }) => inferred !== null)) belongings.sort((a, b) => (smallestIdentifier(world, a.organization) < smallestIdentifier(world, b.organization) ? -1 : 1))
  return [...new Set(belongings.map(({ organization }) => organization))]
}
