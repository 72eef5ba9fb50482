import { live, useOn } from './activity.ts'
import { type DayNumber, monthsLater, stillSo } from './calendar.ts'
import { contractOf, type Deal, invoices, nextRenewal, sign } from './deals.ts'
import { type Company, type Contract, employ, type Firm, foundFirm, giveSeat, own, type Person, registerPerson, type Span, sized } from './people.ts'
import { type Random, randomFrom } from './random.ts'

const events = ['opened', 'report_run', 'record_saved', 'approved', 'comment_added', 'dashboard_viewed']

interface Client {
  readonly firm: Firm
  readonly contracts: Contract[]
  readonly employees: Person[]
  /** Few of those who hold a seat use it. */
  readonly sleepy: boolean
  readonly deal: Deal
}

/** World "enterprise": firms buy seats or a licence for all members; deciders seldom log in, some parents pay, people come and go. */
export function suite(company: Company): void {
  const random = randomFrom(company.seed, 'suite')
  const { book, start } = company
  book.write({ type: 'product', key: 'suite', source: 'catalogue', name: 'Suite', fundedBy: null }, start, 0)

  const clients: Client[] = []
  for (let n = sized(company, 138, 8); n > 0; n -= 1) clients.push(signClient(company, random, clients.length))
  mergeFirms(company, random, clients)
  for (const client of clients) work(company, random, client)
  for (const client of clients) listen(company, random, client)
  consultants(company, random, clients)
  strangersAndBots(company, random, clients)
  pastClients(company, random)
}

function signClient(company: Company, random: Random, index: number): Client {
  const { start, end } = company
  const from = index % 3 === 0 ? start + random.int(0, 40) : start + Math.floor((end - start) * 0.85 * random.unit())
  const firm = foundFirm(company, random, random.chance(0.6) ? 'industry' : 'services', from - 30, { ids: [`crm:001${String(4000 + index)}`] })
  const people = Math.max(6, Math.min(160, random.heavy(34)))
  const bySeat = index % 5 !== 4
  const sleepy = index % 9 === 2
  const churns = index % 8 === 5
  const starts = sleepy ? renewingSoon(from, end, random) : from
  const to = churns ? Math.min(end - 20, starts + random.int(150, 420)) : stillSo
  const seats = bySeat ? Math.ceil(people * (0.85 + random.unit() * 0.35)) : undefined
  const perSeat = random.pick([2900, 3900, 4900])
  const interval = random.pick(['month', 'month', 'quarter', 'year'] as const)
  const months = { month: 1, quarter: 3, year: 12 }[interval]

  let payer: Firm | undefined
  if (index % 11 === 7) {
    payer = foundFirm(company, random, 'services', from - 30, { name: `${firm.name} Holding`, category: 'holding' })
    own(company, firm, payer, starts - random.int(200, 900), starts - 20)
    const head = registerPerson(company, random, starts, { mail: 'work', firm: payer, category: 'management' })
    employ(company, head, payer, { from: starts - 300, to: stillSo }, 'decider', starts)
  }
  const deal: Deal = {
    product: 'suite',
    kind: 'subscription',
    buyer: firm,
    ...(payer === undefined || index % 22 === 18 ? {} : { payer }),
    ...(bySeat ? { beneficiary: 'seats' } : {}),
    ...(seats === undefined ? {} : { seats }),
    amountMinor: Math.round(((seats ?? people) * perSeat * months) / 100) * 100,
    currency: index % 6 === 3 ? 'USD' : 'EUR',
    interval,
    from: starts,
    to,
    renews: churns ? to : nextRenewal(starts, end),
    source: 'crm',
    // Some contracts were found in a drawer.
    ...(index % 13 === 6 ? { learned: starts + random.int(60, 180) } : {}),
    ...(index % 17 === 8 ? { mistypedMinor: 100 } : {}),
  }
  const key = sign(company, deal)
  if (payer !== undefined && deal.payer === undefined) {
    // The invoice says the subsidiary, the bank says the holding: put right by hand.
    company.book.write(
      {
        type: 'override',
        key: company.book.key('override'),
        source: 'by-hand',
        fact: 'payer',
        agreement: key,
        payer: payer.account,
        by: 'email:finance.desk@northlight.example',
        why: 'the bank statement names the holding',
      },
      Math.min(end, starts + 90),
    )
  }
  const contract = contractOf(key, deal, 'organization', bySeat ? new Map() : null)
  firm.contracts.push(contract)
  invoices(company, random, key, payer === undefined ? deal : { ...deal, payer }, (payer ?? firm).account, 'bank')

  const employees = staffUp(company, random, firm, people, Math.max(starts, start))
  let free = seats ?? 0
  const contracts = [contract]
  for (const person of employees) {
    if (!bySeat || free === 0 || (!sleepy && random.chance(0.1))) continue
    const job = person.jobs[0] as Span
    const seatFrom = Math.max(starts, job.from, random.chance(0.8) ? starts : starts + random.int(10, 200))
    if (seatFrom >= Math.min(job.to, to, end)) continue
    giveSeat(company, contract, person, { from: seatFrom, to: job.to }, seatFrom + random.int(0, 3))
    free -= 1
  }
  if (bySeat && !churns && free === 0) contracts.push(moreSeats(company, random, firm, employees, deal, contract))
  return { firm, contracts, employees, sleepy, deal }
}

/** A contract whose anniversary is three to eight weeks after the end of the demo. */
function renewingSoon(from: DayNumber, end: DayNumber, random: Random): DayNumber {
  const years = from < monthsLater(end, -13) ? 2 : 1
  return monthsLater(end, -12 * years) + random.int(20, 56)
}

function moreSeats(company: Company, random: Random, firm: Firm, employees: readonly Person[], first: Deal, contract: Contract): Contract {
  const without = employees.filter((person) => contract.seats?.has(person.party) !== true).slice(0, 12)
  const from = Math.min(company.end - 5, first.from + random.int(90, 200))
  const deal: Deal = { ...first, seats: without.length + 3, amountMinor: (without.length + 3) * 3900, interval: 'month', from, learned: from }
  const key = sign(company, deal)
  const extra = contractOf(key, deal, 'organization', new Map())
  firm.contracts.push(extra)
  invoices(company, random, key, deal, (deal.payer ?? firm).account, 'bank')
  for (const person of without) {
    const job = person.jobs[0] as Span
    const seatFrom = Math.max(from, job.from)
    if (seatFrom < Math.min(job.to, deal.to, company.end)) giveSeat(company, extra, person, { from: seatFrom, to: job.to }, seatFrom)
  }
  return extra
}

function staffUp(company: Company, random: Random, firm: Firm, count: number, opens: DayNumber): Person[] {
  const employees: Person[] = []
  const { end } = company
  for (let n = 0; n < count; n += 1) {
    const fn = n === 0 ? 'decider' : n === 1 ? 'admin' : n === 2 ? 'billing' : n === 3 ? 'champion' : 'member'
    const joined = n < 4 || random.chance(0.7) ? opens - random.int(30, 2400) : Math.min(end - 2, opens + random.int(5, 500))
    const since = Math.max(opens, joined)
    const leaves = n >= 4 && random.chance(0.07) ? since + random.int(60, 500) : stillSo
    const to = leaves < end - 3 ? leaves : stillSo
    const person = registerPerson(company, random, since, {
      mail: random.chance(0.96) ? 'work' : 'personal',
      firm,
      category: random.pick(['production', 'finance', 'sales', 'it', 'management']),
    })
    const late = random.chance(0.06) ? random.int(60, 360) : random.int(0, 5)
    employ(company, person, firm, { from: joined, to }, fn, Math.min(end, since + late))
    employees.push(person)
  }
  return employees
}

/** Three firms are bought by others; their own contracts end, and the buyer's licence covers them from then on. */
function mergeFirms(company: Company, random: Random, clients: readonly Client[]): void {
  const buyers = clients.filter((client) => client.deal.beneficiary === undefined && client.deal.to === stillSo && client.deal.payer === undefined)
  for (const [n, buyer] of buyers.slice(0, 3).entries()) {
    const day = company.start + 300 + n * 110
    if (buyer.deal.from > day - 10) continue
    const bought = pastClient(company, random, company.start + random.int(5, 60), day, 14)
    own(company, bought.firm, buyer.firm, day, day + random.int(0, 50))
    for (const person of bought.employees) workOf(company, random, person, bought.firm, 14, false)
  }
}

function work(company: Company, random: Random, client: Client): void {
  for (const [n, person] of client.employees.entries()) {
    const fn = n === 0 ? 'decider' : n === 2 ? 'billing' : 'member'
    if (fn === 'decider' && random.chance(0.8)) continue
    if (fn === 'billing' && random.chance(0.7)) continue
    if (client.sleepy && random.chance(0.7)) continue
    const seated = client.contracts.some((contract) => contract.seats === null || contract.seats.has(person.party))
    if (!seated && random.chance(0.55)) continue
    workOf(company, random, person, client.firm, seated ? 9.5 : 2.5, true)
    if (random.chance(0.5)) moveOn(company, random, person, client.firm)
  }
}

function workOf(company: Company, random: Random, person: Person, firm: Firm, days: number, voices: boolean): void {
  const job = person.jobs[0] as Span
  const covered = firm.contracts[0]
  live(company, random, person, {
    product: 'suite',
    events,
    days,
    from: Math.max(person.since, job.from, covered === undefined ? 0 : covered.from - 10),
    to: job.to,
    work: true,
    account: random.chance(0.7) ? firm : null,
    ...(voices ? { voice: 0.05 } : {}),
  })
}

/** After leaving for a firm that has no contract, some go on using what they know. */
function moveOn(company: Company, random: Random, person: Person, from: Firm): void {
  const { book, end } = company
  const job = person.jobs[0] as Span
  if (job.to >= stillSo || job.to + 10 >= end) return
  const next = company.firms[random.int(0, company.firms.length - 1)] as Firm
  if (next === from || next.trade === 'schools') return
  const begins = job.to + random.int(0, 30)
  employ(company, person, next, { from: begins, to: stillSo }, 'member', begins + random.int(0, 90))
  const address = company.names.workEmail(person.name, next.domain)
  book.write({ type: 'link', key: book.key('link'), source: 'accounts', ids: [person.user, `email:${address}`] }, begins + random.int(0, 30))
  live(company, random, person, { product: 'suite', events, days: 4, from: job.to, to: end, work: true })
}

/** Those who buy, administer and decide speak about it now and then, whether they use it or not. */
function listen(company: Company, random: Random, client: Client): void {
  const { end } = company
  for (let day = Math.max(client.deal.from, company.start) + random.int(5, 60); day < Math.min(client.deal.to, end); day += random.int(50, 130)) {
    const person = random.pick(client.employees.slice(0, 4))
    const job = person.jobs[0] as Span
    if (job.from <= day && day < job.to) company.voices.push({ identifier: person.user, product: 'suite', side: 'customer', day, account: client.firm.account })
  }
}

/** One human, several firms on the same day; some hold a seat as guests, some do not. */
function consultants(company: Company, random: Random, clients: readonly Client[]): void {
  const { start, end } = company
  const open = clients.filter((client) => client.deal.to === stillSo && client.deal.from < end - 120)
  if (open.length < 2) return
  for (let n = sized(company, 40, 2); n > 0; n -= 1) {
    const [one, two] = random.shuffled(open) as [Client, Client]
    const since = Math.max(start, one.deal.from, two.deal.from) + random.int(1, 90)
    const person = registerPerson(company, random, since, { mail: 'personal', category: 'consultant' })
    const contract = one.contracts[0] as Contract
    if (contract.seats !== null && random.chance(0.7)) {
      giveSeat(company, contract, person, { from: since, to: stillSo }, since)
      person.guestSeats.push(contract)
    }
    for (let day = since; day < end; day += random.int(9, 40)) {
      const habit = { product: 'suite', events, days: 1, from: day, to: day + 1 }
      useOn(company, random, person, { ...habit, account: one.firm }, day)
      if (random.chance(0.6)) useOn(company, random, person, { ...habit, account: two.firm }, day)
      if (random.chance(0.15)) useOn(company, random, person, habit, day)
    }
  }
}

/** Bots work in the accounts of firms, shared mailboxes log in, and a tool calls without saying for whom. */
function strangersAndBots(company: Company, random: Random, clients: readonly Client[]): void {
  const { book, start, end } = company
  const open = clients.filter((client) => client.deal.beneficiary === undefined && client.deal.from < end - 60)
  for (const [n, client] of open.entries()) {
    const bot = machine(
      company,
      random.chance(0.5) ? 'service' : 'agent',
      `${client.firm.name} ${n % 2 === 0 ? 'night export' : 'assistant'}`,
      client.deal.from,
    )
    for (let day = Math.max(start, client.deal.from) + 5; day < end; day += random.int(12, 40)) {
      useOn(company, random, bot, { product: 'suite', events: ['export_run', 'record_read'], days: 1, from: day, to: day + 1, account: client.firm }, day)
    }
    if (n % 2 === 0) {
      const mailbox: Person = {
        ...bot,
        party: book.newParty(),
        user: `email:info@${client.firm.domain}`,
        email: null,
        jobs: [{ firm: client.firm, from: 0, to: stillSo }],
      }
      for (let day = Math.max(start, client.deal.from) + 9; day < end; day += random.int(30, 90))
        useOn(company, random, { ...mailbox }, { product: 'suite', events, days: 1, from: day, to: day + 1 }, day)
    }
  }
  const bot = machine(company, 'apikey', 'Public reporting key', start)
  for (let day = start + 30; day < end; day += random.int(5, 20))
    useOn(company, random, bot, { product: 'suite', events: ['record_read'], days: 1, from: day, to: day + 1 }, day)
}

export function machine(company: Company, namespace: 'service' | 'agent' | 'apikey', name: string, since: DayNumber): Person {
  const { book } = company
  const identifier = `${namespace}:${name.toLowerCase().replace(/[^a-z0-9]+/g, '-')}`
  book.write({ type: 'party', key: book.key('machine'), source: 'accounts', kind: 'machine', ids: [identifier], name }, since)
  return { party: book.newParty(), name, user: identifier, email: null, jobs: [], contracts: [], guestSeats: [], since }
}

/** Firms that cancelled, and whose people still look in. */
function pastClients(company: Company, random: Random): void {
  for (let n = sized(company, 10, 1); n > 0; n -= 1) {
    const from = company.start + random.int(0, 120)
    const to = Math.min(company.end - 30, from + random.int(120, 400))
    const { firm, employees } = pastClient(company, random, from, to, random.int(6, 14))
    for (const person of employees) workOf(company, random, person, firm, 5, false)
  }
}

function pastClient(company: Company, random: Random, from: DayNumber, to: DayNumber, people: number): { readonly firm: Firm; readonly employees: Person[] } {
  const firm = foundFirm(company, random, 'industry', from - 20)
  const deal: Deal = { product: 'suite', kind: 'subscription', buyer: firm, amountMinor: people * 3900, interval: 'month', from, to, renews: to, source: 'crm' }
  const key = sign(company, deal)
  firm.contracts.push(contractOf(key, deal, 'organization'))
  invoices(company, random, key, deal, firm.account, 'bank')
  return { firm, employees: staffUp(company, random, firm, people, from) }
}
