import { Type } from 'typebox'
import { dayText, NEVER } from '../base/day.ts'
import { valueOf } from '../base/identifier.ts'
import { amountText } from '../base/money.ts'
import type { Operation } from '../base/operation.ts'
import { order } from '../base/order.ts'
import { decidersWithin } from '../roles/customers.ts'
import { isOn } from '../roles/owners.ts'
import { UNPAID_REASONS } from '../roles/stamp.ts'
import type { Asked, Workspace } from '../roles/workspace.ts'
import type { Agreement } from '../roles/world.ts'
import { kept } from './kept-answers.ts'
import { limitFrom, page, PAGING } from './paging.ts'
import { nameInWords, PARTY, type PartyShape, partyShape, smallestIdentifier } from './party-shape.ts'
import { answer, identifierParameter, type Question, withCommon } from './question.ts'
import { HOWS, type How, type UnpaidUse, type UnpaidUser, unpaidUseOf } from './unpaid-firms-users.ts'
import { WHERE, whereFrom } from './where.ts'

const USERS_AT_LEAST = 10
/** In this order: their firm pays already; it has many of them and no agreement; it has few; no firm is known. */
export const UNPAID_GROUPS = ['firm-pays', 'firm-many', 'firm-few', 'no-firm'] as const
export type UnpaidGroup = (typeof UNPAID_GROUPS)[number]
const CONTACTS_AT_MOST = 3

const OWN = { where: WHERE, least: Type.Optional(Type.String({ description: `A firm without agreement has many if it has so many unpaid users; absent: ${USERS_AT_LEAST}.` })) }
const GROUP = Type.Optional(Type.String({ enum: [...UNPAID_GROUPS], description: 'Only this group.' }))
const INPUT = withCommon({ ...OWN, group: GROUP, ...PAGING })
const NULLABLE = Type.Union([Type.String(), Type.Null()])
const WHOLE = Type.Union([Type.Integer(), Type.Null()])
const GROUP_NAME = Type.Union(UNPAID_GROUPS.map((group) => Type.Literal(group)))
const REASONS = Type.Array(Type.Object({ reason: Type.Union(UNPAID_REASONS.map((reason) => Type.Literal(reason))), users: Type.Integer() }))
const OUTPUT = Type.Object({
  users: Type.Integer({ description: 'Users for whose use nobody pays: those that payers-of-use counts under nobody.' }), usageDays: Type.Integer(), least: Type.Integer(),
  groups: Type.Array(Type.Object({ group: GROUP_NAME, users: Type.Integer(), usageDays: Type.Integer(), firms: Type.Integer() }), { description: 'Each user is in exactly one.' }),
  firms: Type.Array(Type.Object({
    organization: PARTY, group: GROUP_NAME, users: Type.Integer(), usageDays: Type.Integer(), events: Type.Integer(),
    usersBefore: Type.Integer({ description: 'Unpaid users of the firm in the window of the same length before.' }),
    how: Type.Object({ byUse: Type.Integer(), stated: Type.Integer(), guessed: Type.Integer() }, { description: 'How it is known that its users belong to it.' }), reasons: REASONS,
    agreements: Type.Array(Type.Object({
      agreement: Type.String(), name: NULLABLE, product: Type.String(), buyer: PARTY, seats: WHOLE, seatsTaken: WHOLE, freeSeats: WHOLE, amount: NULLABLE, currency: NULLABLE, interval: Type.String(), to: NULLABLE, renews: NULLABLE,
    })),
    freeSeats: WHOLE,
    contacts: Type.Array(Type.Object({ party: PARTY, why: Type.String({ enum: ['decider', 'champion', 'admin', 'billing', 'most-use'] }), usageDays: Type.Integer() }), { description: 'Who there may be spoken with: deciders first.' }),
    deciders: Type.Integer({ description: 'Known deciders of the firm.' }),
  })),
  total: Type.Integer(), next: NULLABLE,
})

/** Which unpaid users have a firm that pays already, or that could? Counts only: what somebody would pay is not known. Cost grows with the usage days of the window and of the one before. */
export const unpaidFirms: Operation<Workspace, typeof INPUT, typeof OUTPUT> = {
  name: 'unpaid-firms',
  summary: 'Users for whose use nobody pays, by firm: those whose firm already pays, with its free seats; firms with many such users and no agreement, with whom to speak; and all others.',
  power: 'read',
  input: INPUT,
  output: OUTPUT,
  run: (workspace, input) => answer(workspace, input, async (asked, question) => {
    const { use, grouped, least } = await groupedUsers(asked, question, input)
    const length = question.to - question.from
    const earlier = { ...question, from: question.from - length, to: question.from }
    const before = usersByFirm((await unpaidUseOf(asked, earlier, whereFrom(input.where))).users)
    const firms = [...usersByFirm(use.users)].filter(([firm]) => firm !== 0).map(([firm, users]) => ({ firm, users, group: grouped(users[0] as UnpaidUser) }))
    const listed = firms.filter(({ group }) => input.group === undefined || group === input.group)
    const { world } = asked.view
    const sum = (users: readonly UnpaidUser[]): number => users.reduce((days, { usageDays }) => days + usageDays, 0)
    const sorted = listed.map((one) => ({ ...one, days: sum(one.users), name: use.domainOf(one.firm) ?? smallestIdentifier(world, one.firm) })).sort((a, b) => b.users.length - a.users.length || b.days - a.days || order(a.name, b.name))
    const { rows, next } = page(sorted, input)
    return {
      users: use.users.length, usageDays: sum(use.users), least,
      groups: UNPAID_GROUPS.map((group) => {
        const users = use.users.filter((user) => grouped(user) === group)
        return { group, users: users.length, usageDays: sum(users), firms: firms.filter((firm) => firm.group === group).length }
      }),
      firms: rows.map(({ firm, users, group, days }) => ({
        organization: firmShape(asked, use, firm), group, users: users.length, usageDays: days, events: users.reduce((events, user) => events + user.events, 0), usersBefore: before.get(firm)?.length ?? 0,
        how: { byUse: howMany(users, 'by-use'), stated: howMany(users, 'stated'), guessed: howMany(users, 'guessed') }, reasons: reasonsOf(users), ...agreementsShown(asked, question, use, firm), ...contactsOf(asked, question, firm, users),
      })),
      total: sorted.length, next,
    }
  }, 'unpaid-firms'),
}

const USERS_INPUT = withCommon({ ...OWN, group: GROUP, organization: Type.Optional(Type.String({ description: 'Only users of this firm.' })), ...PAGING })
const USERS_OUTPUT = Type.Object({
  users: Type.Array(Type.Object({
    party: PARTY, organization: Type.Union([PARTY, Type.Null()]), group: GROUP_NAME, how: Type.Union([...HOWS.map((how) => Type.Literal(how)), Type.Null()]), usageDays: Type.Integer(), events: Type.Integer(),
    reason: Type.Union(UNPAID_REASONS.map((reason) => Type.Literal(reason))),
  })),
  total: Type.Integer(), next: NULLABLE,
})

/** The users behind unpaid-firms, those with the most use first. Cost: as the study, without the window before. */
export const unpaidFirmUsers: Operation<Workspace, typeof USERS_INPUT, typeof USERS_OUTPUT> = {
  name: 'unpaid-firm-users',
  summary: 'The users behind a figure of unpaid-firms: the firm of each, how that is known, its use, and why nobody pays for it.',
  power: 'read',
  input: USERS_INPUT,
  output: USERS_OUTPUT,
  run: (workspace, input) => answer(workspace, input, async (asked, question) => {
    const { use, grouped } = await groupedUsers(asked, question, input)
    const { world } = asked.view
    const named = input.organization === undefined ? null : identifierParameter('organization', input.organization)
    const organization = named === null ? null : world.party(asked.projection.words.identifiers.find(named))
    const found = use.users.filter((user) => (input.group === undefined || grouped(user) === input.group) && (named === null || (user.firm !== 0 && (user.firm === organization || use.domainOf(user.firm) === named))))
      .map((user) => ({ user, name: smallestIdentifier(world, user.party) })).sort((a, b) => b.user.usageDays - a.user.usageDays || order(a.name, b.name))
    const { rows, next } = page(found, input)
    return {
      users: rows.map(({ user }) => ({
        party: partyShape(world, user.party), organization: user.firm === 0 ? null : firmShape(asked, use, user.firm), group: grouped(user), how: user.how, usageDays: user.usageDays, events: user.events,
        reason: UNPAID_REASONS[user.reason] as (typeof UNPAID_REASONS)[number],
      })),
      total: found.length, next,
    }
  }),
}

async function groupedUsers(asked: Asked, question: Question, input: { readonly where?: string | undefined; readonly least?: string | undefined }): Promise<{ readonly use: UnpaidUse; readonly grouped: (user: UnpaidUser) => UnpaidGroup; readonly least: number }> {
  const least = limitFrom(input.least, USERS_AT_LEAST, 'least')
  const use = await kept(asked, 'unpaid-use-of-firms', [question, input.where ?? ''], () => unpaidUseOf(asked, question, whereFrom(input.where)), 2)
  const byFirm = usersByFirm(use.users)
  const grouped = ({ firm }: UnpaidUser): UnpaidGroup =>
    firm === 0 ? 'no-firm' : use.agreementsOf(firm).length > 0 ? 'firm-pays' : (byFirm.get(firm) as readonly UnpaidUser[]).length >= least ? 'firm-many' : 'firm-few'
  return { use, grouped, least }
}

/** A firm that no line names is known by its domain alone. */
function firmShape({ view: { world } }: Asked, { domainOf }: UnpaidUse, firm: number): PartyShape {
  const domain = domainOf(firm)
  return domain === null ? partyShape(world, firm) : { id: domain, kind: 'organization', name: valueOf(domain), identifiers: [domain] }
}

function usersByFirm(users: readonly UnpaidUser[]): Map<number, UnpaidUser[]> {
  const found = new Map<number, UnpaidUser[]>()
  for (const user of users) {
    const known = found.get(user.firm)
    if (known) known.push(user)
    else found.set(user.firm, [user])
  }
  return found
}

function howMany(users: readonly UnpaidUser[], how: How): number {
  return users.filter((user) => user.how === how).length
}

function reasonsOf(users: readonly UnpaidUser[]) {
  return UNPAID_REASONS.map((reason, place) => ({ reason, users: users.filter((user) => user.reason === place).length })).filter(({ users }) => users > 0)
}

function agreementsShown(asked: Asked, { to }: Question, { usersOf, agreementsOf }: UnpaidUse, firm: number) {
  const { world } = asked.view
  const agreements = agreementsOf(firm).map((agreement) => {
    const { key, name, product, buyer, seats, amountMinor, currency, interval, renews, number } = agreement
    const taken = seats === null ? null : seatsTaken(asked, agreement, to - 1, usersOf.get(number) ?? 0)
    return {
      agreement: key, name, product, buyer: partyShape(world, world.party(buyer)), seats, seatsTaken: taken, freeSeats: seats === null || taken === null ? null : Math.max(0, seats - taken),
      amount: amountMinor === null || currency === null ? null : amountText(amountMinor, currency), currency, interval, to: agreement.to === NEVER ? null : dayText(agreement.to), renews: renews === null ? null : dayText(renews),
    }
  })
  const withSeats = agreements.flatMap(({ freeSeats }) => (freeSeats === null ? [] : [freeSeats]))
  return { agreements, freeSeats: withSeats.length === 0 ? null : withSeats.reduce((sum, one) => sum + one, 0) }
}

/** Where seats are handed out, those who hold one on the day; else those who used under the agreement in the window. */
function seatsTaken({ view: { world, coverage } }: Asked, agreement: Agreement, day: number, users: number): number {
  if (coverage.beneficiaryOf(agreement) !== 'seats') return users
  return new Set((world.seatsOfAgreement.get(agreement.key) ?? []).filter((seat) => isOn(seat, day)).map((seat) => world.party(seat.party))).size
}

const TALKS = ['decider', 'champion', 'admin', 'billing'] as const

/** Who may be spoken with: deciders, then who speaks for us, runs it or pays the bills there; else whoever uses the most. */
function contactsOf(asked: Asked, { from, to }: Question, firm: number, users: readonly UnpaidUser[]) {
  const { world, coverage } = asked.view
  const deciders = firm < 0 ? new Set<number>() : decidersWithin(coverage, firm, from, to)
  const usageDays = new Map(users.map((user) => [user.party, user.usageDays]))
  const why = new Map<number, number>([...deciders].map((person) => [person, 0]))
  world.eachOf(world.membershipsOfOrganization, firm, (stated) => {
    const place = TALKS.indexOf(stated.function as (typeof TALKS)[number])
    if (place < 1 || stated.from >= to || stated.to <= from) return
    const person = world.party(stated.person)
    if (coverage.statedMemberships(person).memberships.includes(stated)) why.set(person, Math.min(place, why.get(person) ?? place))
  })
  const known = [...why].map(([person, place]) => ({ person, place }))
  const most = users.reduce<UnpaidUser | null>((best, user) => (best === null || user.usageDays > best.usageDays || (user.usageDays === best.usageDays && smallestIdentifier(world, user.party) < smallestIdentifier(world, best.party)) ? user : best), null)
  if (known.length === 0 && most !== null) known.push({ person: most.party, place: TALKS.length })
  const sorted = known.map((one) => ({ ...one, name: nameInWords(world, one.person), id: smallestIdentifier(world, one.person) })).sort((a, b) => a.place - b.place || (usageDays.get(b.person) ?? 0) - (usageDays.get(a.person) ?? 0) || order(a.name, b.name) || order(a.id, b.id))
  return { contacts: sorted.slice(0, CONTACTS_AT_MOST).map(({ person, place }) => ({ party: partyShape(world, person), why: TALKS[place] ?? 'most-use', usageDays: usageDays.get(person) ?? 0 })), deciders: deciders.size }
}
