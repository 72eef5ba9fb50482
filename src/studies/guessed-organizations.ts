import { randomUUID } from 'node:crypto'
import { Type } from 'typebox'
import { type Day, dayOf } from '../base/day.ts'
import { domainOfEmail, isJunk, SELF, valueOf } from '../base/identifier.ts'
import { amountText } from '../base/money.ts'
import type { Operation } from '../base/operation.ts'
import { isPublicSuffix } from '../base/public-suffix.ts'
import { Refusal } from '../base/refusal.ts'
import { firmWords } from '../identity/names.ts'
import { labelOf } from '../identity/profile.ts'
import { EVERYTHING } from '../roles/projection.ts'
import type { Asked, Workspace } from '../roles/workspace.ts'
import type { World } from '../roles/world.ts'
import { BY_HAND, EFFECT, effectShape, signature, supposedly, write } from './corrections.ts'
import { effectOf } from './effect.ts'
import { page, PAGING } from './paging.ts'
import { PARTY, type PartyShape, partyShape, statedName } from './party-shape.ts'
import { answer, COMMON, identifierParameter, type Question, usageParameters } from './question.ts'
import { sql } from './sql.ts'

const NULLABLE = Type.Union([Type.String(), Type.Null()])
const { knownAt: _, ...WINDOW } = COMMON
const INPUT = Type.Object({ ...WINDOW, ...PAGING, q: Type.Optional(Type.String({ description: 'Domains that contain this.' })) }, { additionalProperties: false })
const OUTPUT = Type.Object({
  domains: Type.Array(Type.Object({
    domain: Type.String(), people: Type.Integer({ description: 'People whose organization is guessed from it.' }), said: Type.Integer({ description: 'People with an address there of whom something better is known.' }),
    usageDays: Type.Integer(), users: Type.Integer(),
    organization: Type.Union([PARTY, Type.Null()], { description: 'The organization that lines name by this domain, if any.' }),
    similar: Type.Array(PARTY, { description: 'Stated organizations with a similar name or domain, most alike first.' }),
    paid: Type.Array(Type.Object({ currency: Type.String(), amount: Type.String() }), { description: 'Agreed or paid by that organization: payments of all time.' }),
    examples: Type.Array(Type.String(), { description: 'A few addresses.' }),
  })),
  total: Type.Integer(),
  next: NULLABLE,
})
const EXAMPLES = 3
const SIMILAR_AT_MOST = 3

interface Guess {
  readonly domain: string
  /** Identifiers of people, one for each party, whose organization is guessed. */
  readonly people: readonly number[]
  readonly said: number
}

/** Which firms are guessed from e-mail addresses? Cost grows with the addresses, and with the use of those who have them. */
export const guessedOrganizations: Operation<Workspace, typeof INPUT, typeof OUTPUT> = {
  name: 'guessed-organizations',
  summary: 'Firms guessed from the domains of e-mail addresses: how many people and how much use stand behind each, and which stated organization it may be.',
  power: 'read',
  input: INPUT,
  output: OUTPUT,
  run: (workspace, input) => answer(workspace, input, async (asked, question) => {
    const q = (input.q ?? '').trim().toLowerCase()
    const guesses = guessesOf(asked, question.to - 1).filter(({ domain }) => domain.includes(q))
    const use = await useOf(asked, question, guesses)
    const used = (guess: Guess): number => use.get(guess.domain)?.usageDays ?? 0
    guesses.sort((a, b) => used(b) - used(a) || b.people.length - a.people.length || (a.domain < b.domain ? -1 : 1))
    const { rows, next } = page(guesses, input)
    const { world } = asked.view
    const alike = similarTo(world)
    return {
      domains: rows.map((guess) => {
        const organization = namedBy(world, guess.domain)
        return {
          domain: guess.domain, people: guess.people.length, said: guess.said, usageDays: used(guess), users: use.get(guess.domain)?.users ?? 0,
          organization: organization === 0 ? null : partyShape(world, organization), similar: alike(guess.domain, organization), paid: organization === 0 ? [] : paidBy(world, organization),
          examples: guess.people.slice(0, EXAMPLES).map((identifier) => valueOf(world.dictionary.text(identifier))),
        }
      }),
      total: guesses.length, next,
    }
  }),
}

/** Every mail domain that gives a guess to somebody of whom nothing else is stated that day: not personal mail, not our own, nothing under which anybody may have a domain. */
function guessesOf({ view: { world, coverage }, projection }: Asked, day: Day): Guess[] {
  const own = new Set(world.identities.identifiers(world.party(world.dictionary.find(SELF))).filter((id) => id.startsWith('domain:')))
  const guesses: Guess[] = []
  for (const [domain, addresses] of world.mailDomains) {
    if (own.has(domain) || isPublicSuffix(valueOf(domain))) continue
    const organization = world.party(world.dictionary.find(domain))
    const people = new Map<number, number>()
    let said = 0
    for (const address of addresses) {
      const party = world.party(address)
      if (people.has(party) || world.kind(party) !== 'person' || isJunk(world.dictionary.text(address))) continue
      if (!world.isMentioned(address) && projection.words.combos.ofIdentifier(address).length === 0) continue
      const spokenOf = organization !== 0 && world.allOf(world.membershipsOfPerson, party).some((membership) => world.party(membership.organization) === organization)
      if (spokenOf || coverage.statedMemberships(party).memberships.some((membership) => membership.from <= day && day < membership.to)) said += 1
      else people.set(party, address)
    }
    if (people.size > 0) guesses.push({ domain: valueOf(domain), people: [...people.values()], said })
  }
  return guesses
}

async function useOf(asked: Asked, question: Question, guesses: readonly Guess[]): Promise<Map<string, { usageDays: number; users: number }>> {
  const { world } = asked.view
  const domainOf = new Map<number, string[]>()
  for (const { domain, people } of guesses) for (const identifier of people) domainOf.set(world.party(identifier), [...(domainOf.get(world.party(identifier)) ?? []), domain])
  const use = new Map<string, { usageDays: number; users: number }>()
  if (domainOf.size === 0) return use
  const parties = [...domainOf.keys()]
  const rows = await asked.db.rows<{ party: number; usage_days: number }>(sql('users-by-kind'), { ...usageParameters(asked, question), kind: null, reason: null, only: true, parties, limit: parties.length, offset: 0 })
  for (const { party, usage_days } of rows) {
    for (const domain of domainOf.get(party) ?? []) {
      const known = use.get(domain) ?? { usageDays: 0, users: 0 }
      use.set(domain, { usageDays: known.usageDays + usage_days, users: known.users + 1 })
    }
  }
  return use
}

/** The organization that lines name by a domain; 0 where nobody does. */
function namedBy(world: World, domain: string): number {
  const number = world.dictionary.find(`domain:${domain}`)
  return number !== 0 && world.isNamed(world.party(number)) ? world.party(number) : 0
}

function paidBy(world: World, organization: number) {
  const sums = new Map<string, bigint>()
  for (const { payer, line } of world.payments.values()) {
    if (payer === 0 || world.party(payer) !== organization) continue
    sums.set(line.currency, (sums.get(line.currency) ?? 0n) + (line.kind === 'charge' ? BigInt(line.amountMinor) : -BigInt(line.amountMinor)))
  }
  return [...sums].sort(([a], [b]) => (a < b ? -1 : 1)).map(([currency, minor]) => ({ currency, amount: amountText(minor, currency) }))
}

/** Stated organizations by the words of their names and domains, without those that the domain names already. */
function similarTo(world: World): (domain: string, itself: number) => PartyShape[] {
  const byWord = new Map<string, Set<number>>()
  const file = (word: string, party: number): void => {
    const parties = byWord.get(word) ?? new Set<number>()
    byWord.set(word, parties.add(party))
  }
  for (let party = 1; party <= world.identities.components.size; party += 1) {
    if (world.party(party) !== party || world.kind(party) !== 'organization' || !world.isNamed(party)) continue
    const name = statedName(world, party)
    const words = name === null ? [] : firmWords(name)
    if (words.length > 0) for (const word of [words.join(''), words.slice(0, 2).join(''), words[0] as string]) file(word, party)
    for (const identifier of world.identities.identifiers(party)) {
      if (identifier.startsWith('domain:')) file(labelOf(valueOf(identifier)), party)
      else if (identifier.startsWith('account:')) file(valueOf(identifier).toLowerCase(), party)
    }
  }
  return (domain, itself) => {
    const label = labelOf(domain)
    const found = [...(byWord.get(label) ?? []), ...label.split('-').length > 1 ? [...(byWord.get(label.replaceAll('-', '')) ?? [])] : []]
    return [...new Set(found)].filter((party) => party !== itself && party !== world.party(world.dictionary.find(SELF))).slice(0, SIMILAR_AT_MOST).map((party) => partyShape(world, party))
  }
}

// -- corrected in bulk -------------------------------------------------------------------------

const WAYS = ['is-organization', 'no-firm', 'one-organization'] as const
const DOMAINS_AT_MOST = 500
const WAY = {
  domains: Type.Array(Type.String(), { description: 'The domains that it is about.' }),
  way: Type.String({ enum: [...WAYS], description: '`is-organization`: these domains are that organization. `no-firm`: they are no firm, nobody belongs to them. `one-organization`: all of these are one.' }),
  organization: Type.Optional(Type.String({ description: 'With `is-organization`: its identifier.' })),
}
interface WayInput { readonly domains: readonly string[]; readonly way: string; readonly organization?: string | undefined }

/** The override lines of a bulk correction. `no-firm` says of each person with a guess there that he is no member: who comes later is guessed again, and is listed again. */
function linesOf(asked: Asked, day: Day, { domains, way, organization }: WayInput): object[] {
  const names = [...new Set(domains.map((domain) => domain.trim().toLowerCase().replace(/^domain:/, '')))]
  if (names.length === 0) throw new Refusal('bad-parameter', "'domains' names no domain: give at least one, such as acme.com.", { parameter: 'domains' })
  if (names.length > DOMAINS_AT_MOST) throw new Refusal('bad-parameter', `'domains' names ${names.length} domains; give at most ${DOMAINS_AT_MOST} at once.`, { parameter: 'domains' })
  for (const name of names) if (domainOfEmail(`email:somebody@${name}`) === null) throw new Refusal('bad-parameter', `'${name}' gives no guess: it is a domain of personal mail, or none at all.`, { parameter: 'domains' })
  if (way === 'is-organization') {
    if (organization === undefined) throw new Refusal('bad-parameter', "'is-organization' needs the parameter 'organization': its identifier, such as account:acme.", { parameter: 'organization' })
    const identifier = identifierParameter('organization', organization)
    const { world } = asked.view
    const party = world.party(world.dictionary.find(identifier))
    if (party !== 0 && world.kind(party) !== null && world.kind(party) !== 'organization') throw new Refusal('bad-parameter', `'${organization}' is no organization: a domain is one, and the two are never joined with a person or a machine.`, { parameter: 'organization' })
    return names.map((name) => ({ type: 'override', fact: 'same', ids: [`domain:${name}`, identifier] }))
  }
  if (way === 'one-organization') {
    if (names.length < 2) throw new Refusal('bad-parameter', "'one-organization' needs two domains or more.", { parameter: 'domains' })
    return names.slice(1).map((name) => ({ type: 'override', fact: 'same', ids: [`domain:${names[0]}`, `domain:${name}`] }))
  }
  const wanted = new Set(names)
  return guessesOf(asked, day).filter(({ domain }) => wanted.has(domain))
    .flatMap(({ domain, people }) => people.map((identifier) => ({ type: 'override', fact: 'membership', person: asked.view.world.dictionary.text(identifier), organization: `domain:${domain}`, not: true })))
}

const EFFECT_INPUT = Type.Object({ ...WINDOW, ...WAY }, { additionalProperties: false })

/** What would a bulk correction change? Nothing is written. */
export const guessedOrganizationsEffect: Operation<Workspace, typeof EFFECT_INPUT, typeof EFFECT> = {
  name: 'guessed-organizations-effect',
  summary: 'What a correction of guessed firms would change before it is made.',
  power: 'read',
  input: EFFECT_INPUT,
  output: EFFECT,
  run: (workspace, input) => answer(workspace, input, async (asked, question) => effectShape(await effectOf(asked, question, [], supposedly(linesOf(asked, question.to - 1, input), workspace)))),
}

const CORRECT_INPUT = Type.Object({ ...WAY, by: Type.Optional(Type.String({ description: 'Who says so; for the log.' })), why: Type.Optional(Type.String({ description: 'Why; for the log.' })) }, { additionalProperties: false })
const CORRECTED = Type.Object({ import: NULLABLE, lines: Type.Integer() })

/** Corrects guesses in bulk; all lines are written under one import, so that correction-undo takes them back together. */
export const guessedOrganizationsCorrect: Operation<Workspace, typeof CORRECT_INPUT, typeof CORRECTED> = {
  name: 'guessed-organizations-correct',
  summary: 'Says of guessed firms which organization they are, that they are one, or that they are none; taken back together.',
  power: 'write',
  input: CORRECT_INPUT,
  output: CORRECTED,
  run: async (workspace, { by, why, ...input }) => {
    const lines = await workspace.ask(SELF, EVERYTHING, async (asked) => linesOf(asked, dayOf(workspace.now()), input))
    if (lines.length === 0) return { import: null, lines: 0 }
    const together = `by-hand-${randomUUID().slice(0, 13)}`
    await write(workspace, lines.map((line, place) => ({ ...line, key: `${together}-${place + 1}`, source: BY_HAND, import: together, ...signature(by, why) })))
    return { import: together, lines: lines.length }
  },
}
