import { live } from './activity.ts'
import { moneyText } from './book.ts'
import { dayText, instantText, stillSo } from './calendar.ts'
import { type DeliveryTruth, type DoneMilestone, holdRetrospective, judgeMilestones } from './delivered.ts'
import { contractOf, type Deal, invoices, sign } from './deals.ts'
import { type Company, employ, type Firm, foundFirm, type Person, registerPerson, sized } from './people.ts'
import { type Random, randomFrom } from './random.ts'

const habit = { product: 'portal', events: ['case_opened', 'case_closed', 'form_filled', 'bill_viewed'], voice: 0.05 } as const

const milestones = [
  { name: 'Requirements agreed', plannedMinor: 9_000_000, dueShare: 0.08, overrun: 1.02, lateDays: 4, movedDays: 0, content: { users: 0.5, customers: 0.85 } },
  { name: 'First release for case workers', plannedMinor: 24_000_000, dueShare: 0.3, overrun: 1.17, lateDays: 26, movedDays: 0, content: { users: 0.3, customers: 0.8 } },
  { name: 'Online forms', plannedMinor: 21_000_000, dueShare: 0.5, overrun: 1.08, lateDays: 18, movedDays: 0, content: { users: 0.75, customers: 0.6 } },
  { name: 'Billing interface', plannedMinor: 18_000_000, dueShare: 0.68, overrun: 1.31, lateDays: 47, movedDays: 30, content: { users: 0.7, customers: 0.25 } },
  { name: 'Mobile release', plannedMinor: 15_000_000, dueShare: 0.86, overrun: 1.0, lateDays: 0, movedDays: 0, content: { users: 0.6, customers: 0.6 } },
  { name: 'Hand-over', plannedMinor: 9_000_000, dueShare: 1, overrun: 1.0, lateDays: 0, movedDays: 0, content: { users: 0.6, customers: 0.6 } },
] as const

/** World "IT project": a public utility commissions a portal for its people, and looks at cost, time and risk. */
export function project(company: Company): DeliveryTruth {
  const random = randomFrom(company.seed, 'project')
  const { book, start, end, voices } = company
  book.write({ type: 'product', key: 'portal', source: 'catalogue', name: 'Customer Portal', fundedBy: null }, start, 0)

  const utility = foundFirm(company, random, 'services', start, { name: 'Stadtwerke Haldenau', category: 'utility' })
  const from = start + 61
  const to = end + 75
  const deal: Deal = {
    product: 'portal',
    kind: 'project',
    buyer: utility,
    amountMinor: 96_000_000,
    interval: 'once',
    from,
    to,
    source: 'crm',
    name: 'Customer portal',
  }
  const key = sign(company, deal)
  utility.contracts.push(contractOf(key, deal, 'organization'))
  const doneOnes: DoneMilestone[] = []
  for (const [n, milestone] of milestones.entries()) {
    const due = from + Math.round((to - from) * milestone.dueShare)
    const first = {
      type: 'delivery',
      key: `portal-${n + 1}`,
      source: 'projects',
      agreement: key,
      milestone: milestone.name,
      planned: moneyText(milestone.plannedMinor),
      currency: 'EUR',
      due: dayText(due),
    }
    book.write(first, from)
    // Planned anew a month before it was due: it is less late by the new plan than by the first.
    const line = milestone.movedDays === 0 ? first : { ...first, due: dayText(due + milestone.movedDays) }
    if (line !== first && due - 30 < end) book.write(line, due - 30)
    const done = due + milestone.lateDays
    if (done >= end) {
      if (due - 150 < end) book.write({ ...line, actual: moneyText(Math.round(milestone.plannedMinor * 0.4)), at: instantText(end - 9, 36_000) }, end - 9)
      continue
    }
    book.write({ ...line, actual: moneyText(Math.round(milestone.plannedMinor * milestone.overrun)), done: dayText(done), at: instantText(done, 36_000) }, done)
    doneOnes.push({ name: milestone.name, done, content: milestone.content })
    book.pay({
      source: 'bank',
      payer: utility.account,
      agreement: key,
      product: null,
      amountMinor: milestone.plannedMinor,
      currency: 'EUR',
      kind: 'charge',
      day: done + 21,
      explained: true,
    })
  }
  const customers: Person[] = []
  for (let n = 0; n < 9; n += 1) {
    const person = registerPerson(company, random, from, { mail: 'work', firm: utility, category: 'management' })
    employ(
      company,
      person,
      utility,
      { from: from - random.int(300, 3000), to: stillSo },
      n < 3 ? 'decider' : n < 6 ? 'champion' : n < 8 ? 'admin' : 'billing',
      from,
    )
    customers.push(person)
    if (n === 6) live(company, random, person, { ...habit, days: 20, from: from + 200, to: end, work: true, account: utility })
    for (let day = from + random.int(5, 30); day < end; day += random.int(18, 40))
      voices.push({ identifier: person.user, product: 'portal', side: 'customer', day, account: utility.account })
  }
  const opens = from + 190
  const workers = caseWorkers(company, random, utility, sized(company, 230, 12), opens)
  smallerWorks(company, random)

  // One of the developers, staff to this day, is also the one who accepts for the customer: a conflict of roles.
  const both = registerPerson(company, random, from, { mail: 'personal', category: 'developer', name: 'Tomas Lindqvist' })
  employ(company, both, utility, { from: from + 30, to: stillSo }, 'decider', from + 160)
  book.hire(both.party, both.user, from - 400, stillSo)

  judgeMilestones(company, utility, doneOnes, workers, customers)
  const late = new Map(milestones.filter(({ name }) => doneOnes.some((one) => one.name === name)).map(({ name, lateDays, movedDays }) => [name, lateDays - movedDays]))
  return {
    agreement: key, late, moved: milestones.filter(({ movedDays }) => movedDays > 0).map(({ name }) => name), bothSides: 'Tomas Lindqvist', content: new Map(milestones.map(({ name, content }) => [name, content])),
    retrospectives: holdRetrospective(company, utility, key, from + 210, workers, customers),
  }
}

function caseWorkers(company: Company, random: Random, firm: Firm, count: number, opens: number): Person[] {
  const { end } = company
  const people: Person[] = []
  for (let n = count; n > 0; n -= 1) {
    const since = opens + random.int(0, 120)
    const person: Person = registerPerson(company, random, since, {
      mail: random.chance(0.8) ? 'work' : 'none',
      firm,
      category: random.pick(['case worker', 'field service', 'call centre']),
    })
    employ(company, person, firm, { from: since - random.int(60, 4000), to: stillSo }, 'member', since)
    live(company, random, person, { ...habit, days: 16, from: since, to: end, work: true, account: random.chance(0.6) ? firm : null })
    people.push(person)
  }
  return people
}

/** A smaller project that has ended and is still in use, and a subscription for its upkeep elsewhere. */
function smallerWorks(company: Company, random: Random): void {
  const { start, end } = company
  const port = foundFirm(company, random, 'services', start, { name: 'Port Authority Nordkap', category: 'authority' })
  const deal: Deal = {
    product: 'portal',
    kind: 'project',
    buyer: port,
    amountMinor: 11_500_000,
    interval: 'once',
    from: start + 20,
    to: start + 400,
    source: 'crm',
    name: 'Berth booking',
  }
  const key = sign(company, deal)
  port.contracts.push(contractOf(key, deal, 'organization'))
  invoices(company, random, key, deal, port.account, 'bank')
  caseWorkers(company, random, port, sized(company, 14, 3), start + 150)

  const clinic = foundFirm(company, random, 'services', start, { name: 'Klinikum Ilmenau', category: 'clinic' })
  const upkeep: Deal = {
    product: 'portal',
    kind: 'subscription',
    buyer: clinic,
    amountMinor: 120_000,
    interval: 'month',
    from: start + 210,
    to: stillSo,
    renews: end + 30,
  }
  const second = sign(company, upkeep)
  clinic.contracts.push(contractOf(second, upkeep, 'organization'))
  invoices(company, random, second, upkeep, clinic.account, 'bank')
  caseWorkers(company, random, clinic, sized(company, 12, 2), start + 220)
}
