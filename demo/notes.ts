import { anonymousIdentifier, live, useByStranger, useOn } from './activity.ts'
import { type DayNumber, stillSo } from './calendar.ts'
import { contractOf, type Deal, invoices, nextRenewal, sign } from './deals.ts'
import { type Company, employ, type Firm, foundFirm, guessFirm, type Person, registerPerson, sized } from './people.ts'
import { type Random, randomFrom } from './random.ts'
import { machine } from './suite.ts'

const habit = { product: 'notes', events: ['note_created', 'note_edited', 'note_shared', 'search_done', 'note_exported'], voice: 0.03 } as const

/** World "freemium": everybody may sign up; a few pay for themselves, some firms pay for their people, most pay nothing. */
export function notes(company: Company): void {
  const random = randomFrom(company.seed, 'notes')
  company.book.write({ type: 'product', key: 'notes', source: 'catalogue', name: 'Notes', fundedBy: null }, company.start, 0)
  individuals(company, random)
  const teams = teamsThatPay(company, random)
  firmsWithoutAgreement(company, random)
  colleaguesOfOtherClients(company, random)
  wrongLink(company, random)
  hearsay(company, random, teams)
  for (const name of ['Calendar bridge', 'Backup robot', 'Mail importer']) {
    const bot = machine(company, 'service', name, company.start)
    for (let day = company.start + 15; day < company.end; day += random.int(6, 18))
      useOn(company, random, bot, { ...habit, events: ['note_exported'], days: 1, from: day, to: day + 1 }, day)
  }
}

function individuals(company: Company, random: Random): void {
  const { book, start, end } = company
  const buyersOfLamps = random.shuffled(company.privates).slice(0, sized(company, 500, 4))
  for (let n = sized(company, 3900, 40); n > 0; n -= 1) {
    const since = start + Math.floor((end - start) * random.unit() ** 0.75)
    const known = buyersOfLamps.pop()
    const person =
      known ??
      registerPerson(company, random, since, { mail: 'personal', category: random.pick(['student', 'student', 'professional', 'freelancer', 'household']) })
    if (known === undefined) company.privates.push(person)
    const first = Math.max(since, person.since)
    let use = { ...habit, days: 4.2, from: first, to: Math.min(end, first + random.int(20, 600)) } as Parameters<typeof live>[3]

    if (random.chance(0.16)) {
      // Tried it without an account first; the visits join the person when the account comes.
      const identifier = anonymousIdentifier(random)
      const visits = Math.max(start, first - random.int(1, 25))
      const becomesKnown = random.chance(0.8) ? first : first + random.int(1, 60)
      use = { ...use, from: visits, anonymous: { identifier, until: becomesKnown } }
      book.write({ type: 'link', key: book.key('link'), source: 'app', ids: [identifier, person.user] }, Math.min(end, becomesKnown))
    }
    if (random.chance(0.12)) trial(company, random, person, first)
    if (random.chance(0.075)) subscribe(company, random, person, first + random.int(0, 120))
    live(company, random, person, use)
  }
  for (let n = sized(company, 420, 5); n > 0; n -= 1) {
    const stranger = { party: book.newParty(), identifier: anonymousIdentifier(random) }
    const first = start + random.int(0, end - start - 1)
    useByStranger(company, random, stranger, 'notes', random.chance(0.3) ? [first, first + 2] : [first], 'unknown', 'note_created')
  }
}

/** A free trial is an agreement over nothing: it pays for nothing, and its end makes nobody's use "expired". */
function trial(company: Company, random: Random, person: Person, from: DayNumber): void {
  if (from >= company.end) return
  sign(company, {
    product: 'notes',
    kind: 'subscription',
    buyer: person,
    amountMinor: 0,
    interval: 'month',
    from,
    to: from + 14,
    name: random.pick(['Trial', 'Trial, invited']),
  })
}

function subscribe(company: Company, random: Random, person: Person, from: DayNumber): void {
  const { end, voices } = company
  if (from >= end - 2) return
  const yearly = random.chance(0.3)
  const cancels = random.chance(0.3)
  const to = cancels ? Math.min(end - 1, from + (yearly ? 365 : random.int(1, 9) * 30)) : stillSo
  if (to <= from) return
  const deal: Deal = {
    product: 'notes',
    kind: 'subscription',
    buyer: person,
    amountMinor: yearly ? 4900 : random.pick([490, 490, 790]),
    currency: random.chance(0.15) ? 'USD' : 'EUR',
    interval: yearly ? 'year' : 'month',
    from,
    to,
    ...(cancels ? {} : { renews: nextRenewal(from, end) }),
  }
  const key = sign(company, deal)
  person.contracts.push(contractOf(key, deal, 'self'))
  invoices(company, random, key, deal, person.user, 'stripe')
  for (let day = from + random.int(10, 90); day < Math.min(to, end); day += random.int(90, 240))
    voices.push({ identifier: person.user, product: 'notes', side: 'customer', day, account: null })
}

function teamsThatPay(company: Company, random: Random): { readonly firm: Firm; readonly deal: Deal; readonly admin: Person }[] {
  const { start, end } = company
  const teams = []
  for (let n = sized(company, 90, 4); n > 0; n -= 1) {
    const from = start + Math.floor((end - start) * 0.8 * random.unit())
    const firm = foundFirm(company, random, 'services', from)
    const size = Math.max(3, random.heavy(9))
    const to = n % 7 === 3 ? Math.min(end - 10, from + random.int(90, 300)) : stillSo
    const deal: Deal = {
      product: 'notes',
      kind: 'subscription',
      buyer: firm,
      seats: size + random.int(0, 5),
      amountMinor: size * 690,
      currency: n % 9 === 4 ? 'USD' : 'EUR',
      interval: 'month',
      from,
      to,
      renews: to === stillSo ? nextRenewal(from, end) : to,
    }
    const key = sign(company, deal)
    firm.contracts.push(contractOf(key, deal, 'organization'))
    invoices(company, random, key, deal, firm.account, 'stripe')
    let admin: Person | undefined
    for (let i = 0; i < size; i += 1) {
      const early = random.chance(0.4)
      const since = early ? Math.max(start, from - random.int(5, 200)) : Math.min(end - 2, from + random.int(0, 200))
      const person = registerPerson(company, random, since, { mail: 'work', firm, category: 'professional' })
      if (i === 0) admin = person
      // For half of the colleagues nobody ever said where they work; their address does.
      if (i > 1 && random.chance(0.5)) guessFirm(person, firm)
      else
        employ(
          company,
          person,
          firm,
          { from: since - random.int(10, 700), to: stillSo },
          i === 0 ? 'admin' : i === 1 ? 'decider' : 'member',
          Math.min(end, since + (random.chance(0.2) ? random.int(60, 330) : 1)),
        )
      if (i === 1 && random.chance(0.6)) continue
      // Some pay themselves although the firm pays too.
      if (i > 2 && random.chance(0.015)) subscribe(company, random, person, since + 5)
      live(company, random, person, { ...habit, days: 6, from: since, to: end, work: true })
    }
    if (admin !== undefined) teams.push({ firm, deal, admin })
  }
  return teams
}

/** Firms with several free users and no agreement: the ones to talk to. */
function firmsWithoutAgreement(company: Company, random: Random): void {
  const { book, start, end } = company
  for (let n = sized(company, 190, 3); n > 0; n -= 1) {
    const since = start + random.int(0, Math.floor((end - start) * 0.7))
    const inCrm = random.chance(0.75)
    const firm: Firm = inCrm ? foundFirm(company, random, 'industry', since, { category: 'prospect' }) : unseenFirm(company)
    for (let i = Math.max(1, random.heavy(5)); i > 0; i -= 1) {
      const joined = Math.min(end - 2, since + random.int(0, 250))
      const person = registerPerson(company, random, joined, { mail: 'work', firm, category: 'professional' })
      guessFirm(person, firm)
      live(company, random, person, { ...habit, days: 4, from: joined, to: end, work: true })
    }
  }
  // Firms whose product calls us in accounts that nobody has told us about.
  for (let n = sized(company, 30, 2); n > 0; n -= 1) {
    const since = start + random.int(0, end - start - 30)
    const person = registerPerson(company, random, since, { mail: 'personal', category: 'professional' })
    const account = `account:workspace-${book.key('ws')}`
    for (let day = since; day < end; day += random.int(20, 90)) {
      book.use({
        party: person.party,
        identifier: person.user,
        product: 'notes',
        day,
        second: 40_000,
        event: 'note_created',
        count: 2,
        account,
        channel: null,
        source: 'app',
        learned: day,
        stamp: () => ({ kind: 'unknown', reason: null, agreement: null }),
      })
    }
  }
}

/** A firm that only its people's addresses tell of. */
function unseenFirm(company: Company): Firm {
  const name = company.names.firm('services')
  const slug = name.toLowerCase().replace(/[^a-z0-9]+/g, '-')
  return {
    party: company.book.newParty(),
    name,
    account: `domain:${slug}.example`,
    domain: `${slug}.example`,
    trade: 'services',
    contracts: [],
    owners: [],
    people: [],
  }
}

/** People of the suite's clients use notes on the side; some of their firms pay for that as well. */
function colleaguesOfOtherClients(company: Company, random: Random): void {
  const { start, end } = company
  const others = company.firms.filter((firm) => firm.contracts.some((contract) => contract.product === 'suite') && firm.people.length > 4)
  for (const [n, firm] of others.entries()) {
    if (n % 4 === 0) {
      const from = start + random.int(60, 500)
      const deal: Deal = {
        product: 'notes',
        kind: 'subscription',
        buyer: firm,
        amountMinor: firm.people.length * 200,
        interval: 'month',
        from,
        to: stillSo,
        renews: nextRenewal(from, end),
      }
      const key = sign(company, deal)
      firm.contracts.push(contractOf(key, deal, 'organization'))
      invoices(company, random, key, deal, firm.account, 'bank')
    }
    if (n % 4 > 2) continue
    for (const person of firm.people) {
      const job = person.jobs[0]
      if (job === undefined || job.firm !== firm || !random.chance(n % 4 === 0 ? 0.4 : 0.12)) continue
      live(company, random, person, { ...habit, days: 3.5, from: Math.max(job.from, person.since), to: job.to, work: true })
    }
  }
}

/** A visitor was taken for the wrong person; somebody took the two apart by hand, and then the past was right again. */
function wrongLink(company: Company, random: Random): void {
  const { book, start, end } = company
  for (let n = sized(company, 6, 1); n > 0; n -= 1) {
    const since = start + random.int(60, 400)
    const taken = registerPerson(company, random, since, { mail: 'personal', category: 'student' })
    const right = registerPerson(company, random, since, { mail: 'personal', category: 'professional' })
    subscribe(company, random, right, since)
    const identifier = anonymousIdentifier(random)
    const undone = Math.min(end - 1, since + random.int(80, 200))
    book.write({ type: 'link', key: book.key('link'), source: 'app', ids: [identifier, taken.user] }, since + 30)
    book.write(
      {
        type: 'override',
        key: book.key('override'),
        source: 'by-hand',
        fact: 'not-same',
        ids: [identifier, taken.user],
        by: 'email:care.desk@northlight.example',
        why: 'a shared laptop',
      },
      undone,
    )
    book.write({ type: 'link', key: book.key('link'), source: 'app', ids: [identifier, right.user] }, undone, 22_000)
    live(company, random, right, { ...habit, days: 8, from: since, to: end, anonymous: { identifier, until: since + 30 } })
    live(company, random, taken, { ...habit, days: 5, from: since, to: end })
  }
}

function hearsay(company: Company, random: Random, teams: readonly { readonly deal: Deal; readonly admin: Person }[]): void {
  const { end, voices } = company
  for (const { deal, admin } of teams) {
    for (let day = Math.max(deal.from, admin.since) + random.int(5, 80); day < Math.min(deal.to, end); day += random.int(80, 200))
      voices.push({ identifier: admin.user, product: 'notes', side: 'customer', day, account: null })
  }
}
