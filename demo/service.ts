import { instantText } from './calendar.ts'
import type { Company, Voice } from './people.ts'
import { type Random, randomFrom } from './random.ts'

/** What somebody expects and finds, on average, on a scale from 1 to 7, before it is cut to whole answers on that scale. */
interface Means {
  readonly expects: number
  readonly finds: number
}

/** The known truth of the service gap: who works with it misses ease and speed, who pays for it misses price and delivery. */
export const serviceMeans: Readonly<Record<string, Readonly<Record<Voice['side'], Means>>>> = {
  speed: { user: { expects: 6, finds: 4.4 }, customer: { expects: 5.2, finds: 5 } },
  ease: { user: { expects: 6.2, finds: 4.9 }, customer: { expects: 5.4, finds: 5.2 } },
  price: { user: { expects: 4.4, finds: 4.6 }, customer: { expects: 6.1, finds: 4.5 } },
  delivery: { user: { expects: 4.8, finds: 4.7 }, customer: { expects: 5.9, finds: 4.6 } },
  support: { user: { expects: 5.6, finds: 5.5 }, customer: { expects: 5.7, finds: 5.4 } },
}

/** Topics of which an effort score is asked, with the share of those who find it easy. */
export const easyShares: Readonly<Record<string, Readonly<Record<Voice['side'], number>>>> = {
  reports: { user: 0.42, customer: 0.74 },
  'signing in': { user: 0.66, customer: 0.64 },
}

const PRODUCTS = ['suite', 'notes']
const TOPICS = Object.keys(serviceMeans)
const SURVEYED = 0.3

/** A survey of expectations and perceptions, and of effort by topic: nearly everybody says both what was expected and what was found. */
export function service(company: Company): void {
  const random = randomFrom(company.seed, 'service')
  for (const voice of company.voices) {
    if (voice.day >= company.end || !PRODUCTS.includes(voice.product) || !random.chance(SURVEYED)) continue
    const topic = random.pick(TOPICS)
    const means = serviceMeans[topic]?.[voice.side] as Means
    // Who hopes for much finds more: what one person says hangs together.
    const mood = spread(random) * 0.6
    write(company, random, voice, { kind: 'expectation', topic, score: onScale(means.expects + mood + spread(random)) })
    if (random.chance(0.85)) write(company, random, voice, { kind: 'perception', topic, score: onScale(means.finds + mood + spread(random)) })
    if (!random.chance(0.5)) continue
    const about = random.pick(Object.keys(easyShares))
    const easy = random.chance(easyShares[about]?.[voice.side] ?? 0)
    write(company, random, voice, { kind: 'ces', topic: about, score: easy ? random.int(5, 7) : random.int(1, 4) })
  }
}

/** About a bell, with a standard deviation of 1. */
function spread(random: Random): number {
  return (random.unit() + random.unit() + random.unit() + random.unit() - 2) * Math.sqrt(3)
}

function onScale(value: number): number {
  return Math.min(7, Math.max(1, Math.round(value)))
}

function write(company: Company, random: Random, voice: Voice, rest: { readonly kind: string; readonly topic: string; readonly score: number }): void {
  const second = random.int(8 * 3600, 20 * 3600)
  const { book } = company
  book.write(
    {
      type: 'feedback',
      key: book.key('service'),
      source: 'surveys',
      party: voice.identifier,
      product: voice.product,
      ...rest,
      channel: 'email',
      at: instantText(voice.day, second),
      ...(voice.account === null ? {} : { account: voice.account }),
    },
    voice.day,
    second + 30,
  )
}
