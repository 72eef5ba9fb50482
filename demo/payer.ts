import { payerKinds, type Stamp } from './book.ts'
import type { DayNumber } from './calendar.ts'
import type { Contract, Firm, Person } from './people.ts'

/** The product whose customers pay for a free one, all of them for all of its use. */
export const funding: Readonly<Record<string, string>> = { search: 'ads' }

interface Standing {
  readonly contract: Contract
  readonly byMembership: boolean
}

/**
 * Who pays for a use that the simulator lets happen, from the contracts, jobs and seats that it dealt out itself.
 * With an account the person works there that day; without one all of the person's firms count.
 */
export function payerOf(person: Person, product: string, day: DayNumber, account: Firm | null): Stamp {
  const standings: Standing[] = []
  for (const contract of person.contracts) standings.push({ contract, byMembership: false })
  if (account === null) {
    for (const job of person.jobs) {
      if (job.from <= day && day < job.to) addReach(standings, job.firm, day)
    }
    for (const contract of person.guestSeats) standings.push({ contract, byMembership: false })
  } else {
    addReach(standings, account, day)
  }

  const paying: { readonly contract: Contract; readonly agreement: string }[] = []
  let elsewhere = false
  let expired = false
  let noSeat = false
  for (const { contract, byMembership } of standings) {
    if (contract.product !== product) continue
    if (day < contract.from) continue
    const inForce = day < contract.to
    const seated = contract.seats === null || (contract.seats.get(person.party) ?? []).some((span) => span.from <= day && day < span.to)
    const agreement = agreementOfNorthlight(contract, day)
    if (seated && inForce && agreement !== null) paying.push({ contract, agreement })
    else if (seated && inForce) elsewhere = true
    else if (seated && agreement !== null) expired = true
    else if (!seated && inForce && byMembership && agreement !== null) noSeat = true
  }
  paying.sort(
    (a, b) =>
      payerKinds.indexOf(a.contract.kind) - payerKinds.indexOf(b.contract.kind) ||
      a.contract.from - b.contract.from ||
      (a.contract.key < b.contract.key ? -1 : 1),
  )
  const first = paying[0]
  if (first !== undefined) return { kind: first.contract.kind, reason: null, agreement: first.agreement }
  if (funding[product] !== undefined) return { kind: 'sponsor', reason: null, agreement: null }
  const reason = elsewhere ? 'elsewhere' : expired ? 'expired' : noSeat ? 'no-seat' : /^(service|agent|apikey):/.test(person.user) ? 'machine' : 'free'
  return { kind: 'nobody', reason, agreement: null }
}

function addReach(standings: Standing[], firm: Firm, day: DayNumber): void {
  for (const contract of firm.contracts) standings.push({ contract, byMembership: true })
  for (const owner of firm.owners) {
    if (owner.from <= day) addReach(standings, owner.parent, day)
  }
}

function agreementOfNorthlight(contract: Contract, day: DayNumber): string | null {
  if (contract.chain === null) return contract.key
  return contract.chain.find((link) => link.from <= day && day < link.to)?.agreement ?? null
}
