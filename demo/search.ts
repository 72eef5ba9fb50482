import { anonymousIdentifier, live, useByStranger } from './activity.ts'
import { stillSo } from './calendar.ts'
import { contractOf, type Deal, invoices, nextRenewal, sign } from './deals.ts'
import { type Company, employ, type Firm, foundFirm, type Person, registerPerson, sized } from './people.ts'
import { type Random, randomFrom } from './random.ts'

const searching = { product: 'search', events: ['searched', 'searched', 'result_opened', 'filter_set'], voice: 0.03 } as const

/** World "sponsored": searching is free; those who advertise pay for it, other people with another product. */
export function search(company: Company): void {
  const random = randomFrom(company.seed, 'search')
  const { book, start, end } = company
  book.write({ type: 'product', key: 'ads', source: 'catalogue', name: 'Ads', fundedBy: null }, start, 0)
  book.write({ type: 'product', key: 'search', source: 'catalogue', name: 'Search', fundedBy: 'ads' }, start, 1)
  advertisers(company, random)

  const privates = random.shuffled(company.privates)
  for (let n = sized(company, 1500, 12); n > 0; n -= 1) {
    const known = random.chance(0.5) ? privates.pop() : undefined
    const since = start + Math.floor((end - start) * random.unit() ** 0.8)
    const person = known ?? registerPerson(company, random, since, { mail: 'personal', category: 'reader' })
    const first = Math.max(since, person.since)
    if (random.chance(0.02)) payForQuiet(company, random, person, first)
    live(company, random, person, { ...searching, days: 5, from: first, to: end })
  }
  for (let n = sized(company, 3800, 20); n > 0; n -= 1) {
    const stranger = { party: book.newParty(), identifier: anonymousIdentifier(random) }
    const first = start + Math.floor((end - start) * random.unit() ** 0.8)
    const days = [first]
    while (random.chance(0.45) && days.length < 8) days.push((days.at(-1) ?? first) + random.int(1, 30))
    useByStranger(company, random, stranger, 'search', days, 'sponsor', 'searched')
  }
}

/** Search without advertisements, for a little money. */
function payForQuiet(company: Company, random: Random, person: Person, from: number): void {
  if (from >= company.end) return
  const deal: Deal = {
    product: 'search',
    kind: 'subscription',
    buyer: person,
    amountMinor: 300,
    interval: 'month',
    from,
    to: stillSo,
    renews: nextRenewal(from, company.end),
    name: 'Search without ads',
  }
  const key = sign(company, deal)
  person.contracts.push(contractOf(key, deal, 'self'))
  invoices(company, random, key, deal, person.user, 'stripe')
}

function advertisers(company: Company, random: Random): void {
  const { start, end, voices } = company
  const signed: Firm[] = []
  for (let n = sized(company, 150, 6); n > 0; n -= 1) {
    const from = n % 4 === 0 ? start : start + Math.floor((end - start) * 0.85 * random.unit())
    const firm = foundFirm(company, random, 'brands', from, { category: 'advertiser' })
    const ends = n % 7 === 2
    const to = ends ? Math.min(end - 8, from + random.int(60, 400)) : stillSo
    const deal: Deal = {
      product: 'ads',
      kind: 'subscription',
      buyer: firm,
      amountMinor: random.int(3, 90) * 10_000,
      currency: n % 6 === 1 ? 'USD' : 'EUR',
      interval: 'month',
      from,
      to,
      renews: ends ? to : nextRenewal(from, end),
    }
    const key = sign(company, deal)
    firm.contracts.push(contractOf(key, deal, 'organization'))
    invoices(company, random, key, deal, firm.account, random.chance(0.5) ? 'stripe' : 'bank')
    signed.push(firm)
    const size = random.int(2, 5)
    for (let i = 0; i < size; i += 1) {
      const person = registerPerson(company, random, from, { mail: 'work', firm, category: 'marketing' })
      employ(company, person, firm, { from: from - random.int(30, 900), to: stillSo }, i === 0 ? 'admin' : i === 1 ? 'decider' : 'member', from)
      if (i === 1 && random.chance(0.7)) continue
      live(company, random, person, {
        product: 'ads',
        events: ['campaign_edited', 'report_viewed', 'budget_changed'],
        days: 7,
        from,
        to: ends ? to + 40 : end,
        work: true,
        account: firm,
        voice: 0.09,
      })
      // Advertisers search too, like everybody.
      if (random.chance(0.05)) live(company, random, person, { ...searching, days: 4, from, to: Math.min(to, end), voice: 0 })
      if (i < 2)
        for (let day = from + random.int(5, 90); day < Math.min(to, end); day += random.int(60, 180))
          voices.push({ identifier: person.user, product: random.chance(0.5) ? 'search' : 'ads', side: 'customer', day, account: null })
    }
  }
  // Agencies work in the accounts of several advertisers.
  for (let n = sized(company, 25, 1); n > 0; n -= 1) {
    const since = start + random.int(0, end - start - 60)
    const person = registerPerson(company, random, since, { mail: 'personal', category: 'agency' })
    for (const firm of random.shuffled(signed).slice(0, 3))
      live(company, random, person, { product: 'ads', events: ['campaign_edited', 'report_viewed'], days: 5, from: since, to: end, work: true, account: firm })
  }
}
