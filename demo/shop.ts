import { anonymousIdentifier, live, useByStranger } from './activity.ts'
import { monthsLater, stillSo } from './calendar.ts'
import { contractOf, type Deal, invoices, sign } from './deals.ts'
import { type Company, employ, foundFirm, registerPerson, sized } from './people.ts'
import { type Random, randomFrom } from './random.ts'

const lamps = [
  { name: 'Lamp One', amountMinor: 8900 },
  { name: 'Lamp One, pair', amountMinor: 16900 },
  { name: 'Lamp Studio', amountMinor: 14900 },
  { name: 'Lamp Garden', amountMinor: 11900 },
]

const habit = { product: 'lamp', events: ['switched_on', 'dimmed', 'scene_set', 'timer_set'], source: 'devices', voice: 0.035 } as const

/** World "direct": people buy a lamp in the shop for themselves; some give it away, some send it back; hotels buy by the dozen. */
export function shop(company: Company): void {
  const random = randomFrom(company.seed, 'shop')
  const { book, start, end } = company
  book.write({ type: 'product', key: 'lamp', source: 'catalogue', name: 'Lamp', fundedBy: null }, start, 0)

  for (let n = sized(company, 3400, 24); n > 0; n -= 1) {
    const bought = start + Math.floor((end - start) * random.unit() ** 0.8)
    const person = registerPerson(company, random, bought, {
      mail: 'personal',
      category: 'household',
      ...(random.chance(0.5) ? { ids: [`stripe:cus_L${book.key('l')}`] } : {}),
    })
    company.privates.push(person)
    const deal = buyLamp(company, random, person, bought)
    const sentBack = random.chance(0.05)
    const gift = !sentBack && random.chance(0.07)
    if (sentBack) {
      const day = bought + random.int(5, 28)
      book.pay({
        source: 'stripe',
        payer: person.user,
        agreement: deal.key,
        product: null,
        amountMinor: deal.amountMinor,
        currency: deal.currency,
        kind: 'refund',
        day,
        explained: true,
      })
      if (random.chance(0.5)) live(company, random, person, { ...habit, days: 2, from: bought + 2, to: day })
      company.voices.push({ identifier: person.user, product: 'lamp', side: 'customer', day: Math.min(day, end - 1), account: null })
      continue
    }
    if (gift) {
      // Whoever got it as a present registers it, and nobody pays for that use.
      const since = bought + random.int(3, 30)
      if (since >= end) continue
      const friend = registerPerson(company, random, since, { mail: 'personal', category: 'household' })
      company.privates.push(friend)
      live(company, random, friend, { ...habit, days: 4, from: since, to: end })
      continue
    }
    live(company, random, person, { ...habit, days: 4.2, from: bought + random.int(1, 4), to: end })
    if (random.chance(0.08)) buyLamp(company, random, person, bought + random.int(20, 300))
  }

  for (let n = sized(company, 28, 1); n > 0; n -= 1) {
    const bought = start + random.int(20, Math.floor((end - start) * 0.9))
    const hotel = foundFirm(company, random, 'hotels', bought)
    const deal: Deal = {
      product: 'lamp',
      kind: 'purchase',
      buyer: hotel,
      amountMinor: random.int(8, 60) * 7900,
      currency: random.chance(0.2) ? 'USD' : 'EUR',
      interval: 'once',
      from: bought,
      to: stillSo,
      name: 'Lamp One, case',
    }
    const key = sign(company, deal)
    hotel.contracts.push(contractOf(key, deal, 'organization'))
    invoices(company, random, key, deal, hotel.account, 'bank')
    const owner = registerPerson(company, random, bought, { mail: 'work', firm: hotel, category: 'hotel' })
    employ(company, owner, hotel, { from: bought - random.int(100, 900), to: stillSo }, 'decider', bought)
    for (let people = random.int(2, 5); people > 0; people -= 1) {
      const person = registerPerson(company, random, bought + 3, { mail: 'work', firm: hotel, category: 'hotel' })
      employ(company, person, hotel, { from: bought - random.int(10, 500), to: stillSo }, 'member', Math.min(end, bought + random.int(3, 60)))
      live(company, random, person, { ...habit, days: 9, from: bought + 3, to: end, account: hotel })
    }
  }

  // Lamps that nobody has registered report under a number of their own.
  for (let n = sized(company, 260, 4); n > 0; n -= 1) {
    const stranger = { party: book.newParty(), identifier: anonymousIdentifier(random) }
    const first = start + random.int(0, end - start - 1)
    useByStranger(company, random, stranger, 'lamp', [first, ...(random.chance(0.4) ? [first + random.int(1, 9)] : [])], 'unknown', 'switched_on')
  }
}

function buyLamp(
  company: Company,
  random: Random,
  person: Parameters<typeof live>[2],
  day: number,
): { readonly key: string; readonly amountMinor: number; readonly currency: 'EUR' | 'USD' } {
  const lamp = random.pick(lamps)
  const currency = random.chance(0.12) ? ('USD' as const) : ('EUR' as const)
  if (day >= company.end) return { key: '', amountMinor: 0, currency }
  const deal: Deal = {
    product: 'lamp',
    kind: 'purchase',
    buyer: person,
    amountMinor: lamp.amountMinor,
    currency,
    interval: 'once',
    from: day,
    to: stillSo,
    name: lamp.name,
    source: 'shop',
    ...(random.chance(0.004) ? { mistypedMinor: lamp.amountMinor * 10 } : {}),
    // Market stalls hand in their receipts a month later.
    ...(random.chance(0.03) ? { learned: monthsLater(day, 1) } : {}),
  }
  const key = sign(company, deal)
  person.contracts.push(contractOf(key, deal, 'self'))
  invoices(company, random, key, deal, person.user, 'stripe')
  return { key, amountMinor: lamp.amountMinor, currency }
}
