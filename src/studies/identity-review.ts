import { Type } from 'typebox'
import { type Day, dayText } from '../base/day.ts'
import { isAnonymous, isJunk, isSharedMailbox, namespaceOf } from '../base/identifier.ts'
import { amountText } from '../base/money.ts'
import type { Operation } from '../base/operation.ts'
import type { Weighed } from '../identity/likeness.ts'
import { PAYER_KINDS } from '../roles/stamp.ts'
import type { Asked, Workspace } from '../roles/workspace.ts'
import type { World } from '../roles/world.ts'
import { page, PAGING } from './paging.ts'
import { PARTY, partyShape } from './party-shape.ts'
import { answer, COMMON, type Question, usageParameters } from './question.ts'
import { proposalsOf } from './review-work.ts'
import { sql } from './sql.ts'

const NULLABLE = Type.Union([Type.String(), Type.Null()])
const KINDS = ['same-person', 'same-organization', 'refused-join'] as const
const SIDE = Type.Object({
  party: PARTY, names: Type.Array(Type.String()), sources: Type.Array(Type.String()), decideBy: Type.String({ description: 'The identifier to name it by in a correction.' }),
  usageDays: Type.Integer(), lastUse: NULLABLE, kind: NULLABLE, agreements: Type.Integer({ description: 'Agreements that it buys or pays.' }),
  paid: Type.Array(Type.Object({ currency: Type.String(), amount: Type.String() }), { description: 'Payments of all time.' }),
})
const { knownAt: _, ...WINDOW } = COMMON
const INPUT = Type.Object({ ...WINDOW, ...PAGING, cards: Type.Optional(Type.String({ enum: [...KINDS], description: 'Cards of this kind only.' })) }, { additionalProperties: false })
const OUTPUT = Type.Object({
  cards: Type.Array(Type.Object({
    id: Type.String(), kind: Type.Union(KINDS.map((kind) => Type.Literal(kind))),
    certainty: Type.Union([Type.Number(), Type.Null()], { description: '0 to 1: how often a pair like this is one, by the weights of docs/identity-review.md.' }),
    a: SIDE, b: SIDE,
    evidence: Type.Array(Type.Object({ what: Type.String(), says: Type.String(), bits: Type.Number({ description: 'Weight: positive speaks for, negative against; each bit doubles or halves the odds.' }) })),
  })),
  total: Type.Integer(),
  people: Type.Integer(),
  organizations: Type.Integer(),
  refused: Type.Integer(),
  skipped: Type.Array(Type.Object({ what: Type.String(), value: Type.String(), members: Type.Integer() }), { description: 'What too many have in common to be compared pair by pair.' }),
  isReady: Type.Boolean({ description: 'false while the first comparison still runs: ask again.' }),
  isCurrent: Type.Boolean({ description: 'false while a newer comparison still runs.' }),
  next: NULLABLE,
})
const WAIT_MS = 2_000
/** Weights are estimates: nothing is certain by them. */
const MOST_CERTAIN = 0.999

interface Pair {
  readonly kind: (typeof KINDS)[number]
  readonly a: number
  readonly b: number
  readonly certainty: number | null
  readonly evidence: readonly Weighed[]
}

/** Same or not? Cost: the comparison of all parties, kept until something new comes; then the parties of one page. */
export const identityReview: Operation<Workspace, typeof INPUT, typeof OUTPUT> = {
  name: 'identity-review',
  summary: 'Same or not: people and organizations that may be one, with what speaks for and against. Nothing is joined by it; a person decides.',
  power: 'read',
  input: INPUT,
  output: OUTPUT,
  run: async (workspace, input) => {
    const known = await proposalsOf(workspace, WAIT_MS)
    return answer(workspace, input, async (asked, question) => {
      const { world } = asked.view
      const proposed = openPairs(world, known?.proposals.proposals ?? [])
      const open = [...proposed, ...claimedPairs(world, proposed), ...refusedPairs(world)]
      const wanted = input.cards === undefined ? open : open.filter(({ kind }) => kind === input.cards)
      const { rows, next } = page(wanted, input)
      const sides = await sidesOf(asked, question, rows)
      const count = (kind: Pair['kind']): number => open.filter((pair) => pair.kind === kind).length
      return {
        cards: rows.map(({ kind, a, b, certainty, evidence }) => ({
          id: `${world.dictionary.text(a)} ${world.dictionary.text(b)}`, kind, certainty: certainty === null ? null : Math.min(MOST_CERTAIN, Math.round(certainty * 1000) / 1000), a: sides.get(a), b: sides.get(b),
          evidence: evidence.map(({ what, says, bits }) => ({ what, says, bits: Math.round(bits * 10) / 10 })),
        })),
        total: wanted.length, people: count('same-person'), organizations: count('same-organization'), refused: count('refused-join'),
        skipped: known?.proposals.skipped ?? [], isReady: known !== null, isCurrent: known?.isCurrent ?? false, next,
      }
    })
  },
}

/** Of what was proposed: the pairs that are still two parties, of which nobody has said that they are not the same. */
function openPairs(world: World, proposals: readonly Pair[]): Pair[] {
  const seen = new Set<string>()
  const open: Pair[] = []
  for (const { kind, certainty, evidence, ...pair } of proposals) {
    const [a, b] = [world.party(pair.a), world.party(pair.b)].sort((x, y) => x - y) as [number, number]
    const name = `${a} ${b}`
    if (a === b || seen.has(name) || world.kind(a) !== world.kind(b) || world.identities.components.areApart(a, b)) continue
    seen.add(name)
    open.push({ kind, a, b, certainty, evidence })
  }
  return open
}

const REFUSED_AT_MOST = 500

/** Firms and the domains that they claim in vain, since others do or a line states them of another: merged, the domain is the firm's; kept apart, it is no claim any more. */
function claimedPairs(world: World, proposed: readonly Pair[]): Pair[] {
  const seen = new Set(proposed.map(({ a, b }) => `${a} ${b}`))
  const pairs: Pair[] = []
  for (const { joining, identifiers, refusal } of world.identities.refusals) {
    if ((refusal !== 'several-claim-it' && refusal !== 'stated-of-another') || pairs.length >= REFUSED_AT_MOST) continue
    const domain = identifiers.at(-1) as number
    for (const identifier of identifiers.slice(0, -1)) {
      const [a, b] = [world.party(identifier), world.party(domain)].sort((one, other) => one - other) as [number, number]
      if (a === b || seen.has(`${a} ${b}`) || world.kind(a) !== 'organization' || world.kind(b) !== 'organization' || world.identities.components.areApart(a, b)) continue
      seen.add(`${a} ${b}`)
      const name = world.dictionary.text(domain).slice('domain:'.length)
      const why = refusal === 'several-claim-it' ? 'and others have too: it is nobody’s' : 'which is stated to be the other’s'
      pairs.push({ kind: 'same-organization', a, b, certainty: null, evidence: [{ what: 'line', says: `${world.dictionary.text(identifier)} has an address at ${name} (${joining.line.source}, ${joining.line.type} ${joining.line.key}), ${why}`, bits: 0 }] })
    }
  }
  return pairs
}

/** Lines that name a person and an organization as one: they stay two, and somebody should know. */
function refusedPairs(world: World): Pair[] {
  const seen = new Set<string>()
  const pairs: Pair[] = []
  for (const { joining, identifiers, refusal } of world.identities.refusals) {
    if (refusal !== 'two-kinds' || pairs.length >= REFUSED_AT_MOST) continue
    const parties = [...new Set(identifiers.map((identifier) => world.party(identifier)))]
    const a = parties.find((party) => world.kind(party) === 'person')
    const b = parties.find((party) => world.kind(party) === 'organization')
    if (a === undefined || b === undefined || seen.has(`${a} ${b}`) || world.identities.components.areApart(a, b)) continue
    seen.add(`${a} ${b}`)
    const says = `${joining.line.source} names them as one (${joining.line.type} ${joining.line.key}); a person and an organization are never joined`
    pairs.push({ kind: 'refused-join', a, b, certainty: null, evidence: [{ what: 'line', says, bits: 0 }] })
  }
  return pairs
}

interface UserRow { readonly party: number; readonly kind: number; readonly usage_days: number; readonly last_day: Day }

async function sidesOf(asked: Asked, question: Question, pairs: readonly Pair[]) {
  const { world } = asked.view
  const parties = [...new Set(pairs.flatMap(({ a, b }) => [a, b]))]
  const rows = parties.length === 0 ? [] : await asked.db.rows<UserRow>(sql('users-by-kind'), { ...usageParameters(asked, question), kind: null, reason: null, only: true, parties, limit: parties.length, offset: 0 })
  const use = new Map(rows.map((row) => [row.party, row]))
  const paid = paidBy(world, new Set(parties))
  return new Map(parties.map((party) => {
    const lines = world.allOf(world.partyLines, party).map(({ line }) => line).filter((line) => line.kind === world.kind(party))
    const row = use.get(party)
    const agreements = new Set([...world.allOf(world.agreementsOfBuyer, party), ...world.allOf(world.agreementsOfPayer, party)].map(({ key }) => key))
    const shape = partyShape(world, party)
    return [party, {
      party: shape, names: [...new Set(lines.flatMap(({ name }) => name ?? []))], sources: [...new Set(lines.map(({ source }) => source))].sort(), decideBy: tellingIdentifier(shape.identifiers),
      usageDays: row?.usage_days ?? 0, lastUse: row ? dayText(row.last_day) : null, kind: row ? (PAYER_KINDS[row.kind] as string) : null, agreements: agreements.size,
      paid: [...(paid.get(party) ?? [])].sort(([x], [y]) => (x < y ? -1 : 1)).map(([currency, minor]) => ({ currency, amount: amountText(minor, currency) })),
    }]
  }))
}

function paidBy(world: World, parties: ReadonlySet<number>): Map<number, Map<string, bigint>> {
  const paid = new Map<number, Map<string, bigint>>()
  if (parties.size === 0) return paid
  for (const { payer, line } of world.payments.values()) {
    const party = world.party(payer)
    if (!parties.has(party)) continue
    const sums = paid.get(party) ?? new Map<string, bigint>()
    sums.set(line.currency, (sums.get(line.currency) ?? 0n) + (line.kind === 'charge' ? BigInt(line.amountMinor) : -BigInt(line.amountMinor)))
    paid.set(party, sums)
  }
  return paid
}

const TELLING = ['user', 'account', 'email', 'domain']

/** The identifier that a word by hand should name: one that stays with the party. */
export function tellingIdentifier(identifiers: readonly string[]): string {
  const usable = identifiers.filter((id) => !isAnonymous(id) && !isJunk(id) && !isSharedMailbox(id))
  return TELLING.map((namespace) => usable.find((id) => namespaceOf(id) === namespace)).find((id) => id !== undefined) ?? usable[0] ?? identifiers[0] ?? ''
}
