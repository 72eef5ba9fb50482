import { type DayNumber, dayText, instantText } from './calendar.ts'
import type { Company, Firm, Person } from './people.ts'
import { type Random, randomFrom } from './random.ts'

/** What is true of the portal's project, known to the simulator. */
export interface DeliveryTruth {
  readonly agreement: string
  /** Days late of each milestone that is done, against the plan that holds. */
  readonly late: ReadonlyMap<string, number>
  /** Milestones whose plan was moved. */
  readonly moved: readonly string[]
  /** The one who builds and accepts. */
  readonly bothSides: string
  /** Whether case workers are content with a milestone that customers are content with, and the other way round. */
  readonly content: ReadonlyMap<string, { readonly users: number; readonly customers: number }>
  /** The sets of questions that are kept beside the evidence. */
  readonly retrospectives: readonly object[]
}

export interface DoneMilestone { readonly name: string; readonly done: DayNumber; readonly content: { readonly users: number; readonly customers: number } }

/** After a milestone is done some say how content they are with it: those who work with it, and those who paid for it. */
export function judgeMilestones(company: Company, firm: Firm, done: readonly DoneMilestone[], workers: readonly Person[], customers: readonly Person[]): void {
  const random = randomFrom(company.seed, 'milestones')
  for (const milestone of done) {
    for (const [people, share, content] of [[workers, 0.3, milestone.content.users], [customers, 0.8, milestone.content.customers]] as const) {
      for (const person of people) {
        const day = milestone.done + random.int(4, 60)
        if (!random.chance(share) || day >= company.end || person.since > day - 3) continue
        const score = random.chance(content) ? random.int(4, 5) : random.int(1, 3)
        company.book.write({ type: 'feedback', key: company.book.key('milestone-said'), source: 'surveys', party: person.user, product: 'portal', kind: 'csat', score, topic: milestone.name, at: instantText(day, 50_000), account: firm.account }, day, 50_030)
      }
    }
  }
}

const QUESTIONS = [
  { id: 'cost', text: 'How content are you with the cost?', form: 'csat', topic: 'cost' },
  { id: 'time', text: 'How content are you with the time it takes?', form: 'csat', topic: 'time' },
  { id: 'work', text: 'How well does it fit your work?', form: 'csat', topic: 'functions' },
] as const

const ID = 'retro-portal'
const DAYS_BETWEEN = 56

/** Every eight weeks the same three questions to five who speak for the customer and to three who work with it; after the fourth round the billing was talked about, and the cost is seen kindlier since. */
export function holdRetrospective(company: Company, firm: Firm, agreement: string, from: DayNumber, workers: readonly Person[], customers: readonly Person[]): readonly object[] {
  const random = randomFrom(company.seed, 'retrospective')
  const { end } = company
  const rounds: DayNumber[] = []
  for (let day = from; day < end; day += DAYS_BETWEEN) rounds.push(day)
  const mended = rounds[3] ?? from
  for (const day of rounds) {
    for (const person of [...customers.slice(0, 5), ...workers.slice(0, 3)]) {
      if (person.since > day - 10) continue
      for (const question of QUESTIONS) answer(company, random, firm, { person, day, question, score: scoreOn(random, question.id, day > mended, customers.includes(person)) })
    }
  }
  const last = rounds.at(-1) ?? from
  const text = (day: DayNumber): string => dayText(day)
  return [{
    id: ID, agreement, name: 'Portal retrospective', questions: QUESTIONS, everyWeeks: DAYS_BETWEEN / 7, start: text(from), ended: false, by: null, notes: [{ round: text(mended), milestone: 'Billing interface', note: 'The overrun of the billing interface was explained, with the hours behind it.', by: 'Eva Lindholm' }],
    actions: [
      { id: 'act-hours', text: 'Send the hours behind every invoice', round: text(mended), question: 'cost', owner: 'Eva Lindholm', due: text(mended + 21), done: text(mended + 18), outcome: 'Sent with each invoice since.', by: 'Eva Lindholm' },
      { id: 'act-date', text: 'Name a date for the mobile release, and keep it', round: text(last), question: 'time', owner: 'Jonas Brandt', due: text(Math.min(last + 14, end - 5)), done: null, outcome: null, by: 'Eva Lindholm' },
      { id: 'act-labels', text: 'Let two case workers try label printing before it is called done', round: text(last), question: 'work', owner: 'Jonas Brandt', due: text(end + 30), done: null, outcome: null, by: 'Eva Lindholm' },
    ],
  }]
}

function scoreOn(random: Random, question: string, isMended: boolean, isCustomer: boolean): number {
  const middle = question === 'cost' ? (isCustomer ? (isMended ? 4 : 2) : 3) : question === 'time' ? (isCustomer ? 2 : 3) : isCustomer ? 4 : 2
  return Math.min(5, Math.max(1, middle + random.int(-1, 1)))
}

function answer({ book }: Company, random: Random, firm: Firm, { person, day, question, score }: { readonly person: Person; readonly day: DayNumber; readonly question: (typeof QUESTIONS)[number]; readonly score: number }): void {
  const key = `${ID} ${question.id} ${dayText(day)} ${person.user}`
  const second = 36_000 + random.int(0, 3_600)
  const common = { key, source: 'retrospectives', at: instantText(day, second) }
  book.write({ type: 'ask', ...common, party: person.user, question: question.text, topic: question.topic, via: 'retrospective', product: 'portal', kind: question.form, survey: ID, organization: firm.account, account: firm.account, by: 'Eva Lindholm' }, day, second + 10)
  book.write({ type: 'answer', ...common, ask: key, score }, day, second + 20)
}
