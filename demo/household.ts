import { live, useByStranger } from './activity.ts'
import { dayText, instantText, monthsLater, stillSo } from './calendar.ts'
import { type Company, registerPerson, sized } from './people.ts'
import { randomFrom } from './random.ts'

const products = ['lamp', 'notes', 'suite', 'drill', 'ads', 'search', 'classroom', 'portal'] as const

/** What every company has in its data: its own staff and their tests, broken trackers, payments that nobody recognises, statements that were wrong. */
export function household(company: Company): void {
  const { book, start, end } = company
  const random = randomFrom(company.seed, 'household')

  for (let n = sized(company, 110, 6); n > 0; n -= 1) {
    const hired = random.chance(0.6) ? start - random.int(30, 900) : start + random.int(0, end - start - 20)
    const leaves = random.chance(0.1) ? Math.max(hired, start) + random.int(100, 500) : stillSo
    const name = company.names.person()
    const address = company.names.workEmail(name, 'northlight.example')
    const person = {
      ...registerPerson(company, random, Math.max(start, hired), { mail: 'none', name, category: 'staff', ids: [`email:${address}`] }),
      email: address,
    }
    book.hire(person.party, person.user, hired, leaves < end ? leaves : stillSo)
    for (const product of random.shuffled(products).slice(0, random.int(1, 3))) {
      live(company, random, person, { product, events: ['opened', 'tested'], days: 6, from: Math.max(start, hired), to: end, work: true })
    }
  }
  // Accounts of our own tests are staff as well.
  for (const product of products) {
    const tester = registerPerson(company, random, start, { mail: 'none', name: `Acceptance test, ${product}`, category: 'staff' })
    book.hire(tester.party, tester.user, start - 100, stillSo)
    live(company, random, tester, { product, events: ['tested'], days: 30, from: start, to: end })
  }
  // Users who joined the team: what they did before counts like anyone's.
  for (let n = sized(company, 5, 1); n > 0; n -= 1) {
    const since = start + random.int(10, 300)
    const person = registerPerson(company, random, since, { mail: 'personal', category: 'student' })
    book.hire(person.party, person.user, since + random.int(60, 200), stillSo)
    live(company, random, person, { product: 'notes', events: ['note_created', 'note_edited'], days: 25, from: since, to: end })
  }

  for (const [identifier, product, stamp] of [
    ['user:null', 'notes', 'unknown'],
    ['user:undefined', 'notes', 'unknown'],
    ['anonymous:NaN', 'suite', 'unknown'],
    ['user:[object Object]', 'lamp', 'unknown'],
    ['user:guest', 'search', 'sponsor'],
  ] as const) {
    const junk = { party: book.newParty(), identifier }
    const days = new Set<number>()
    for (let n = sized(company, 40, 3); n > 0; n -= 1) days.add(start + random.int(0, end - start - 1))
    useByStranger(company, random, junk, product, [...days], stamp, 'opened')
  }

  unknownPayments(company)
  recognisablePayments(company)
  wrongStatements(company)
  rates(company)
}

function unknownPayments(company: Company): void {
  const { book, start, end } = company
  const random = randomFrom(company.seed, 'unknown payments')
  for (let n = sized(company, 26, 3); n > 0; n -= 1) {
    const day = start + random.int(0, end - start - 1)
    const amountMinor = random.pick([4900, 8900, 11_900, 49_000, 16_900, 250_000])
    if (random.chance(0.7)) {
      // A transfer whose reference nobody can read.
      book.pay({ source: 'bank', payer: null, agreement: null, product: null, amountMinor, currency: 'EUR', kind: 'charge', day, explained: false })
      continue
    }
    const product = random.pick(['lamp', 'notes'] as const)
    book.pay({
      source: 'stripe',
      payer: `stripe:cus_${book.key('lost')}`,
      agreement: null,
      product,
      amountMinor,
      currency: random.chance(0.3) ? 'USD' : 'EUR',
      kind: 'charge',
      day,
      explained: false,
    })
    book.looseCharges.push({ party: book.newParty(), product, day })
  }
}

/** Payments of the last weeks that no rule explains, and that a person who looks at them recognises. */
function recognisablePayments(company: Company): void {
  const { book, end } = company
  const agreements = new Map(book.lines.filter(({ type, interval, amount, seller }) => type === 'agreement' && interval !== 'once' && seller === 'self' && Number(amount) > 0).map((line) => [line.key, line]))
  const sameAmount = new Map<unknown, number>()
  for (const { amount } of agreements.values()) sameAmount.set(amount, (sameAmount.get(amount) ?? 0) + 1)
  const sold = company.firms.flatMap((firm) => firm.contracts.filter(({ kind, from, to }) => kind === 'organization' && from < end - 90 && to > end).flatMap(({ key, product }) => {
    const agreement = agreements.get(key)
    return agreement === undefined || agreement.currency !== 'EUR' ? [] : [{ firm, key, product, amountMinor: Math.round(Number(agreement.amount) * 100), isAlone: sameAmount.get(agreement.amount) === 1 }]
  }))
  const [written, mailed, ...others] = sold.filter(({ product }, place) => place % 3 === 0 || product === 'lamp')
  const equal = others.find(({ isAlone }) => isAlone)
  const charge = { currency: 'EUR', kind: 'charge', explained: false } as const
  // A transfer that names its agreement, but not as we write it.
  if (written) book.pay({ ...charge, source: 'bank', payer: null, agreement: written.key.replace('-', ' ').toUpperCase(), product: null, amountMinor: written.amountMinor, day: end - 4 })
  // A card that the firm's bookkeeping pays with: an address that nobody knows, at a domain that we do.
  if (mailed) {
    book.pay({ ...charge, source: 'stripe', payer: `email:bookkeeping@${mailed.firm.domain}`, agreement: null, product: mailed.product, amountMinor: mailed.amountMinor, day: end - 9 })
    book.looseCharges.push({ party: book.newParty(), product: mailed.product, day: end - 9 })
  }
  // A transfer without a word, of an amount that one agreement alone has.
  if (equal) book.pay({ ...charge, source: 'bank', payer: null, agreement: null, product: null, amountMinor: equal.amountMinor, day: end - 15 })
}

/** Memberships that were never so: one taken back by its source, one denied by hand. Neither leaves a trace in the answers. */
function wrongStatements(company: Company): void {
  const { book, start, end } = company
  const random = randomFrom(company.seed, 'wrong statements')
  const clients = company.firms.filter((firm) => firm.contracts.some((contract) => contract.product === 'notes' && contract.seats === null))
  for (let n = sized(company, 12, 2); n > 0; n -= 1) {
    const since = start + random.int(20, 300)
    const person = registerPerson(company, random, since, { mail: 'personal', category: 'freelancer' })
    const firm = random.pick(clients)
    const key = book.key('member')
    const learned = since + 20
    book.write({ type: 'membership', key, source: 'crm', person: person.user, organization: firm.account, function: 'member', from: dayText(since) }, learned)
    const undone = Math.min(end - 1, learned + random.int(30, 200))
    if (n % 2 === 0) book.write({ type: 'membership', key, source: 'crm', retracted: true }, undone)
    else
      book.write(
        {
          type: 'override',
          key: book.key('override'),
          source: 'by-hand',
          fact: 'membership',
          person: person.user,
          organization: firm.account,
          not: true,
          by: 'email:care.desk@northlight.example',
          why: 'same name, another person',
        },
        undone,
      )
    live(company, random, person, { product: 'notes', events: ['note_created', 'note_edited'], days: 8, from: since, to: end })
  }
  // Told by the person, and better than nothing in any system.
  for (let n = sized(company, 8, 1); n > 0; n -= 1) {
    const since = start + random.int(20, 300)
    const person = registerPerson(company, random, since, { mail: 'personal', category: 'professional' })
    const firm = random.pick(clients)
    person.jobs.push({ firm, from: since, to: stillSo })
    book.write(
      {
        type: 'override',
        key: book.key('override'),
        source: 'by-hand',
        fact: 'membership',
        person: person.user,
        organization: firm.account,
        function: 'member',
        from: dayText(since),
        by: 'email:care.desk@northlight.example',
        why: 'she told us on the phone',
      },
      Math.min(end - 1, since + random.int(30, 250)),
    )
    live(company, random, person, { product: 'notes', events: ['note_created', 'note_edited'], days: 8, from: since, to: end })
  }
}

function rates(company: Company): void {
  const { book, start, end } = company
  const random = randomFrom(company.seed, 'rates')
  let rate = 0.92
  for (let n = 0; monthsLater(start, n) < end; n += 1) {
    const day = monthsLater(start, n)
    rate = Math.round((rate + (random.unit() - 0.5) * 0.02) * 10_000) / 10_000
    book.write(
      { type: 'rate', key: book.key('rate'), source: 'central-bank', from: 'USD', to: 'EUR', rate: String(rate), at: instantText(day, 50_400) },
      day,
      50_400,
    )
  }
}
