import type { Line } from './book.ts'
import { type DayNumber, dayNumber, dayText } from './calendar.ts'
import type { Company } from './people.ts'
import { randomFrom } from './random.ts'

/** How long Northlight's people talk before a firm signs, in days. */
const TALKS = { least: 15, most: 120 }
const OPEN_FOR_AT_MOST = 75

/** The sales of the suite as the CRM tells them: every first agreement was talked about before; some firms were offered more and declined, some are being talked to. Nothing of it is money. */
export function pipeline({ book, end, seed }: Company): void {
  const random = randomFrom(seed, 'pipeline')
  const seen = new Set<string>()
  const signed = book.lines.filter(({ type, product, amount, retracted }) => type === 'agreement' && product === 'suite' && amount !== undefined && amount !== '0.00' && retracted !== true)
    .sort((a, b) => (String(a.from) < String(b.from) ? -1 : String(a.from) > String(b.from) ? 1 : a.key < b.key ? -1 : 1))
  for (const agreement of signed) {
    const buyer = String(agreement.buyer)
    const day = dayNumber(String(agreement.from))
    if (agreement.seller !== undefined && agreement.seller !== 'self') continue
    if (seen.has(buyer)) continue
    seen.add(buyer)
    const tell = (key: string, stage: 'won' | 'lost' | 'open', opened: DayNumber, closed: DayNumber | null, recordedAt: string, more: object = {}): void => {
      const line: Line = { type: 'deal', key, source: 'crm', stage, buyer, product: 'suite', opened: dayText(opened), ...(closed === null ? {} : { closed: dayText(closed) }), recordedAt, ...more }
      book.lines.push(line)
    }
    // Learned with the agreement: the CRM was looked at when it was signed.
    tell(`talk-${agreement.key}`, 'won', day - random.int(TALKS.least, TALKS.most), day, agreement.recordedAt, { agreement: agreement.key, amount: agreement.amount, currency: agreement.currency, name: `Suite, ${agreement.seats ?? 'all'} seats` })
    const later = day + random.int(90, 200)
    const closed = later + random.int(7, 60)
    const learned = (at: DayNumber): string => `${dayText(at)}T18:00:00Z`
    if (random.chance(0.6) && closed < end && learned(closed) > agreement.recordedAt) tell(`more-${agreement.key}`, 'lost', later, closed, learned(closed), { name: 'More seats' })
    else if (random.chance(0.5)) {
      const opened = end - random.int(10, OPEN_FOR_AT_MOST)
      if (learned(opened) > agreement.recordedAt) tell(`next-${agreement.key}`, 'open', opened, null, learned(opened), { name: 'Another department' })
    }
  }
}
