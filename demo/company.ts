import { type Asked, asked } from './asked.ts'
import { Book, type Line } from './book.ts'
import { dayNumber, dayText, monthsLater } from './calendar.ts'
import { channel } from './channel.ts'
import { classroom } from './classroom.ts'
import { feedback } from './feedback.ts'
import { household } from './household.ts'
import { namesFrom } from './names.ts'
import { notes } from './notes.ts'
import type { DeliveryTruth } from './delivered.ts'
import { optionSheets } from './options.ts'
import type { Company } from './people.ts'
import { pipeline } from './pipeline.ts'
import { project } from './project.ts'
import { randomFrom } from './random.ts'
import { search } from './search.ts'
import { shop } from './shop.ts'
import { service } from './service.ts'
import { suite } from './suite.ts'
import { type ChannelTruth, tools } from './tools.ts'
import { type DemoTruth, truthOf } from './truth.ts'

export interface DemoOptions {
  /** The day on which the demo ends; nothing in it was learned later. */
  readonly until: string
  readonly seed?: number
  /** About how many people there are; twenty thousand by default. */
  readonly people?: number
}

export interface Demo {
  /** Evidence lines in the order in which they were learned. */
  readonly lines: readonly Line[]
  /** Who really paid for what, known to the simulator and never told to the lines. */
  readonly truth: DemoTruth
  /** What is true of the portal's project. */
  readonly delivery: DeliveryTruth
  /** Sets of recurring questions, kept beside the evidence. */
  readonly retrospectives: readonly object[]
  readonly optionSheets: readonly object[]
  /** What was asked, and who of the team asks. */
  readonly asked: Asked
  /** What is true of those who resell, and of what they sell. */
  readonly channel: ChannelTruth
}

/** Northlight, a company that sells in all the worlds, over the two years before a day. The same options give the same lines. */
export function demoCompany(options: DemoOptions): Demo {
  const end = dayNumber(options.until)
  const start = monthsLater(end, -24)
  const seed = options.seed ?? 7
  const book = new Book(start, end)
  const company: Company = {
    book,
    names: namesFrom(randomFrom(seed, 'names')),
    start,
    end,
    scale: (options.people ?? 20_000) / 20_000,
    seed,
    voices: [],
    firms: [],
    privates: [],
  }
  book.write(
    { type: 'party', key: 'northlight', source: 'workspace', kind: 'organization', ids: ['self', 'domain:northlight.example'], name: 'Northlight' },
    start,
    0,
  )
  shop(company)
  suite(company)
  notes(company)
  const trade = channel(company)
  search(company)
  classroom(company)
  const delivery = project(company)
  household(company)
  const channelTruth = tools(company, trade)
  pipeline(company)
  feedback(company)
  service(company)

  const lines = book.lines.sort((a, b) => (a.recordedAt < b.recordedAt ? -1 : a.recordedAt > b.recordedAt ? 1 : 0))
  let truth: DemoTruth | undefined
  return {
    lines,
    channel: channelTruth,
    delivery,
    retrospectives: delivery.retrospectives,
    optionSheets: optionSheets(),
    asked: asked(company),
    get truth() {
      truth ??= truthOf(book, { from: dayText(start), until: options.until })
      return truth
    },
  }
}
