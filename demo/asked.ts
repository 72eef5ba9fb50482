import { Book, type Line } from './book.ts'
import { dayText, instantText } from './calendar.ts'
import type { Company } from './people.ts'
import { randomFrom } from './random.ts'

const ID = 'miss-notes'
const QUESTION = 'Would you miss Notes if it were gone tomorrow?'
const DAYS_SINCE = 40
/** Who uses would miss it; who pays for it, hardly. Nobody is both as often as the mix would have it. */
const SIDES = [
  { side: 'user', of: 'users', people: 150, answer: 0.6, yes: 0.82, by: 'Jonas Berg' },
  { side: 'customer', of: 'customers', people: 60, answer: 0.6, yes: 0.35, by: 'Eva Lindholm' },
] as const

export interface Asked {
  /** Asks and answers, to be taken beside the other lines. */
  readonly lines: readonly Line[]
  /** As they are kept beside the evidence. */
  readonly surveys: readonly object[]
  readonly team: readonly { readonly name: string; readonly email: string | null; readonly skills: readonly ('users' | 'customers')[]; readonly organizations: readonly string[] }[]
}

/** A question that was asked of both sides six weeks ago, on which mixing them misleads, and who of the team asks. Dice of their own, so that everything else stays as it is. */
export function asked(company: Company): Asked {
  const random = randomFrom(company.seed, 'asked')
  const book = new Book(company.start, company.end)
  const day = company.end - DAYS_SINCE
  for (const { side, of, people, answer, yes, by } of SIDES) {
    const seen = new Set<string>()
    for (const { identifier, product, side: stands, day: spoke } of company.voices) {
      if (product !== 'notes' || stands !== side || spoke >= day || spoke < day - 80 || seen.has(identifier) || seen.size >= people * company.scale) continue
      seen.add(identifier)
      const key = `${ID}-${of}-${seen.size}`
      book.write({ type: 'ask', key, source: 'surveys', party: identifier, question: QUESTION, product: 'notes', survey: ID, via: 'list', by, side: of, at: instantText(day, 32_400) }, day, 32_401)
      if (!random.chance(answer)) continue
      const after = day + random.int(0, 6)
      book.write({ type: 'answer', key, source: 'surveys', ask: key, text: random.chance(yes) ? 'yes' : 'no', at: instantText(after, 50_000) }, after, 50_001)
    }
  }
  const at = (days: number): string => `${dayText(day + days)}T09:00:00.000Z`
  return {
    lines: book.lines,
    surveys: [{
      id: ID, question: QUESTION, form: 'yes-no', choices: [], kind: null, topic: null, product: 'notes', sides: ['users', 'customers'], throughChannel: false, channel: 'list',
      plan: { margin: 0.1, confidence: 0.95, by: 'category', where: '', quotas: '', least: 0, seed: QUESTION },
      mode: 'sample', perWeek: 1, askers: [], state: 'closed', by: 'Jonas Berg', at: at(-1), openedAt: at(0), closedAt: at(14),
    }],
    team: [
      { name: 'Jonas Berg', email: 'jonas.berg@northlight.example', skills: ['users'], organizations: [] },
      { name: 'Eva Lindholm', email: 'eva.lindholm@northlight.example', skills: ['customers'], organizations: [] },
      { name: 'Priya Nair', email: 'priya.nair@northlight.example', skills: ['users', 'customers'], organizations: [] },
    ],
  }
}
