import { live } from './activity.ts'
import { dateOf, firstOfMonth, stillSo } from './calendar.ts'
import { contractOf, type Deal, invoices, sign } from './deals.ts'
import { type Company, employ, type Firm, foundFirm, registerPerson, sized } from './people.ts'
import { type Random, randomFrom } from './random.ts'

const habit = { product: 'classroom', events: ['lesson_opened', 'exercise_done', 'answer_given', 'message_sent'], voice: 0.02 } as const

/** World "sponsored" without advertising: a ministry pays for schools, pupils and teachers use; some schools have nobody who pays. */
export function classroom(company: Company): void {
  const random = randomFrom(company.seed, 'classroom')
  const { book, start, end } = company
  book.write({ type: 'product', key: 'classroom', source: 'catalogue', name: 'Classroom', fundedBy: null }, start, 0)
  const ministry = payingOffice(company, random, 'Ministry of Education', 11)
  const foundation = payingOffice(company, random, 'Elbtal Learning Foundation', 3)

  const count = sized(company, 58, 7)
  for (let n = 0; n < count; n += 1) {
    const school = foundFirm(company, random, 'schools', start, { category: n % 8 === 7 ? 'private school' : 'state school' })
    const wave = n % 4
    const from = wave === 0 ? start : nextQuarter(start + wave * 100 + random.int(0, 60))
    const pupils = random.int(18, 44)
    if (n % 8 === 7) {
      // Private schools pay themselves, or use it until somebody notices.
      if (n % 16 === 7) {
        const deal: Deal = { product: 'classroom', kind: 'subscription', buyer: school, amountMinor: pupils * 450, interval: 'quarter', from, to: stillSo }
        const key = sign(company, deal)
        school.contracts.push(contractOf(key, deal, 'organization'))
        invoices(company, random, key, deal, school.account, 'bank')
      }
    } else {
      const sponsor = n % 11 === 5 ? foundation : ministry
      const ends = n % 13 === 6
      const deal: Deal = {
        product: 'classroom',
        kind: 'sponsorship',
        buyer: sponsor,
        beneficiary: school.account,
        amountMinor: pupils * 390,
        interval: 'quarter',
        from,
        to: ends ? nextQuarter(Math.min(end - 140, from + 180)) : stillSo,
        source: 'crm',
      }
      const key = sign(company, deal)
      school.contracts.push(contractOf(key, deal, 'sponsor'))
      invoices(company, random, key, deal, sponsor.account, 'bank')
    }
    attend(company, random, school, pupils, from)
  }
}

function payingOffice(company: Company, random: Random, name: string, officials: number): Firm {
  const { start, end, voices } = company
  const office = foundFirm(company, random, 'services', start, { name, category: 'public office' })
  for (let n = 0; n < officials; n += 1) {
    const person = registerPerson(company, random, start, { mail: 'work', firm: office, category: 'official' })
    employ(company, person, office, { from: start - random.int(200, 3000), to: stillSo }, n % 3 === 0 ? 'decider' : n % 3 === 1 ? 'billing' : 'champion', start)
    for (let day = start + random.int(3, 50); day < end; day += random.int(30, 70))
      voices.push({ identifier: person.user, product: 'classroom', side: 'customer', day, account: office.account })
  }
  return office
}

function attend(company: Company, random: Random, school: Firm, pupils: number, from: number): void {
  const { start, end } = company
  const total = pupils + Math.ceil(pupils / 12)
  for (let n = 0; n < total; n += 1) {
    const teacher = n >= pupils
    // Teachers try it before the school is in.
    const since = teacher ? Math.max(start, from - random.int(0, 40)) : Math.min(end - 2, from + random.int(0, 200))
    const person = registerPerson(company, random, since, { mail: teacher ? 'work' : 'none', firm: school, category: teacher ? 'teacher' : 'pupil' })
    employ(company, person, school, { from: since - random.int(0, 400), to: stillSo }, n === pupils ? 'champion' : 'member', since)
    live(company, random, person, { ...habit, days: teacher ? 14 : 6, from: since, to: Math.min(end, since + 560), work: true })
  }
}

function nextQuarter(day: number): number {
  const { year, month } = dateOf(day)
  const next = Math.floor((month - 1) / 3) * 3 + 4
  return next > 12 ? firstOfMonth(year + 1, 1) : firstOfMonth(year, next)
}
