import { Type } from 'typebox'
import { ALWAYS, type Day, dayText, instantText, NEVER } from '../base/day.ts'
import { amountText } from '../base/money.ts'
import type { Operation } from '../base/operation.ts'
import { Refusal } from '../base/refusal.ts'
import { statedRoles, userIntervals } from '../roles/roles-over-time.ts'
import { PAYER_KINDS } from '../roles/stamp.ts'
import type { Version } from '../roles/statements.ts'
import { ownershipCircles } from '../roles/warnings.ts'
import { namedIn, spokenOfIn } from '../roles/world.ts'
import type { Asked, Workspace } from '../roles/workspace.ts'
import { isNamed } from './named.ts'
import { nameInWords, PARTY, partyShape } from './party-shape.ts'
import { answer, identifierParameter, type Question, usageParameters, withCommon } from './question.ts'
import { sql } from './sql.ts'
import { isRetraction } from '../evidence/line.ts'

const NULLABLE = Type.Union([Type.String(), Type.Null()])
const PERIOD = { from: NULLABLE, to: NULLABLE }
const EVIDENCE_AT_MOST = 200
const INPUT = withCommon({ party: Type.String({ description: 'Any identifier of the party, or its id.' }) })
const OUTPUT = Type.Object({
  party: PARTY,
  roles: Type.Array(Type.Object({ role: Type.String(), product: NULLABLE, ...PERIOD, evidence: Type.Array(Type.String()) })),
  memberships: Type.Array(Type.Object({ person: PARTY, organization: PARTY, function: NULLABLE, ...PERIOD, evidence: NULLABLE, inferred: Type.Optional(Type.Boolean()) })),
  ownerships: Type.Array(Type.Object({ organization: PARTY, parent: PARTY, ...PERIOD, evidence: Type.String() })),
  agreements: Type.Array(Type.Object({ agreement: Type.String(), product: Type.String(), role: Type.String(), ...PERIOD, amount: NULLABLE, currency: NULLABLE, seats: Type.Union([Type.Integer(), Type.Null()]), interval: Type.String() })),
  usage: Type.Array(Type.Object({ product: Type.String(), month: Type.String(), kind: Type.String(), usageDays: Type.Integer(), events: Type.Integer() })),
  evidence: Type.Array(Type.Object({ line: Type.Unknown(), recordedAt: Type.String() })),
  moreEvidence: Type.Boolean(),
  feedback: Type.Array(Type.Object({ kind: Type.String(), topic: NULLABLE, score: Type.Union([Type.Number(), Type.Null()]), text: NULLABLE, at: Type.String(), product: NULLABLE })),
  identity: Type.Object({ identifiers: Type.Array(Type.String()), merges: Type.Array(Type.Object({ evidence: Type.String(), ids: Type.Array(Type.String()), says: Type.String(), refused: Type.Boolean() })) }),
  warnings: Type.Array(Type.String()),
})

/** One party with all its hats over time. Cost grows with its own use and lines. */
export const party: Operation<Workspace, typeof INPUT, typeof OUTPUT> = {
  name: 'party',
  summary: 'One person, organization or machine: roles over time, relations, use, evidence, feedback, identity.',
  power: 'read',
  input: INPUT,
  output: OUTPUT,
  run: (workspace, input) => answer(workspace, input, async (asked, question) => {
    const found = await partyNumber(asked, input.party)
    const use = await usageOf(asked, question, found)
    const lines = await evidenceOf(workspace, asked, found)
    return {
      party: partyShape(asked.view.world, found),
      roles: rolesOf(asked, found, use.days),
      memberships: membershipsOf(asked, found),
      ownerships: ownershipsOf(asked, found),
      agreements: agreementsOf(asked, found),
      usage: use.months,
      ...lines,
      feedback: feedbackOf(asked, found),
      identity: identityOf(asked, found),
      warnings: warningsOf(asked, found),
    }
  }),
}

async function partyNumber(asked: Asked, text: string): Promise<number> {
  const { world } = asked.view
  const byId = /^p(\d+)$/.exec(text.trim())
  const number = byId ? Number(byId[1]) : asked.projection.words.identifiers.find(identifierParameter('party', text))
  const exists = number >= 1 && number <= world.identities.components.size && (asked.projection.firstSeen[number] ?? Number.POSITIVE_INFINITY) <= asked.view.knownAt
  if (!exists || !(await anyNamed(asked, number))) {
    throw new Refusal('unknown-party', `No evidence names '${text}'. Look it up with parties?q=..., or send a line that names it.`, { parameter: 'party' })
  }
  return world.party(number)
}

/** An id names a party by any of its identifiers; an identifier by itself or what it is joined with. */
async function anyNamed(asked: Asked, number: number): Promise<boolean> {
  for (const member of asked.view.world.identities.components.members(number)) if (await isNamed(asked, member)) return true
  return false
}

function dayOrNull(day: Day): string | null {
  return day === ALWAYS || day === NEVER ? null : dayText(day)
}

function rolesOf(asked: Asked, found: number, days: ReadonlyMap<string, readonly Day[]>) {
  const used = [...days].flatMap(([product, daysOfProduct]) => userIntervals(product, daysOfProduct))
  const today = Math.floor(Date.now() / 86_400_000)
  return [...used, ...statedRoles(asked.view.coverage, found)].map(({ role, product, from, to, evidence }) => ({
    role, product, from: dayOrNull(from), to: role === 'user' && to > today ? null : dayOrNull(to), evidence,
  }))
}

function membershipsOf(asked: Asked, found: number) {
  const { world, coverage } = asked.view
  const shape = (identifier: number) => partyShape(world, world.party(identifier))
  const own = coverage.statedMemberships(found).memberships
  const others = world.allOf(world.membershipsOfOrganization, found).filter((membership) => coverage.statedMemberships(world.party(membership.person)).memberships.includes(membership))
  const stated = [...own, ...others].slice(0, EVIDENCE_AT_MOST).map((membership) => ({
    person: shape(membership.person), organization: shape(membership.organization), function: membership.function, from: dayOrNull(membership.from), to: dayOrNull(membership.to), evidence: membership.key as string | null,
  }))
  const guessed = coverage.guessedOrganizations(found).map((organization) => ({ person: partyShape(world, found), organization: partyShape(world, organization), function: null, from: null, to: null, evidence: null, inferred: true }))
  return [...stated, ...guessed]
}

function ownershipsOf(asked: Asked, found: number) {
  const { world } = asked.view
  return [...world.allOf(world.ownershipsOfOrganization, found), ...world.allOf(world.ownershipsOfParent, found)].map((ownership) => ({
    organization: partyShape(world, world.party(ownership.organization)), parent: partyShape(world, world.party(ownership.parent)), from: dayOrNull(ownership.from), to: dayOrNull(ownership.to), evidence: ownership.key,
  }))
}

function agreementsOf(asked: Asked, found: number) {
  const { world } = asked.view
  const rows = []
  for (const agreement of world.agreements.values()) {
    const { currency } = agreement
    const shape = { agreement: agreement.key, product: agreement.product, from: dayOrNull(agreement.from), to: dayOrNull(agreement.to), amount: agreement.amountMinor === null || currency === null ? null : amountText(agreement.amountMinor, currency), currency, seats: agreement.seats, interval: agreement.interval }
    if (world.party(agreement.buyer) === found) rows.push({ ...shape, role: 'buyer' })
    if (world.party(world.payerOf(agreement)) === found && world.party(agreement.buyer) !== found) rows.push({ ...shape, role: 'payer' })
    if (world.party(agreement.seller) === found && rows.length < EVIDENCE_AT_MOST) rows.push({ ...shape, role: 'seller' })
  }
  return rows.sort((a, b) => compare(a.from ?? '', b.from ?? '') || compare(a.agreement, b.agreement) || compare(a.role, b.role))
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

async function usageOf(asked: Asked, question: Question, found: number) {
  const rows = await asked.db.rows<{ product: number; day: Day; kind: number; left_out: number; usage_days: number; events: number }>(sql('use-by-month'), { ...usageParameters(asked, { ...question, product: null, from: ALWAYS, to: NEVER }), party: found })
  const days = new Map<string, Day[]>()
  const months = new Map<string, { product: string; month: string; kind: string; usageDays: number; events: number }>()
  for (const row of rows) {
    const product = asked.projection.words.products.text(row.product)
    days.set(product, [...(days.get(product) ?? []), row.day])
    const kind = row.left_out === 0 ? (PAYER_KINDS[row.kind] as string) : 'left-out'
    const month = dayText(row.day).slice(0, 7)
    const name = `${product}\0${month}\0${kind}`
    const known = months.get(name) ?? { product, month, kind, usageDays: 0, events: 0 }
    months.set(name, { ...known, usageDays: known.usageDays + row.usage_days, events: known.events + row.events })
  }
  return { days, months: [...months.values()].sort((a, b) => (a.month === b.month ? (a.product < b.product ? -1 : 1) : a.month < b.month ? -1 : 1)) }
}

/** The lines that name the party, newest first; use is given by month, and its newest lines here. */
async function evidenceOf(workspace: Workspace, asked: Asked, found: number) {
  const { world, knownAt } = asked.view
  const members = new Set(world.identities.components.members(found))
  const texts = new Set(world.identities.identifiers(found))
  const positions: number[] = []
  const undone = asked.projection.statements.undone(knownAt)
  const counts = (version: Version): boolean => version.recordedAt <= knownAt && (version.line.import === null || !undone.has(version.line.import))
  for (const version of asked.projection.statements.all()) if (counts(version) && names(version, texts)) positions.push(version.position)
  const combos = [...members].flatMap((member) => asked.projection.words.combos.ofIdentifier(member))
  if (combos.length > 0) {
    const rows = await asked.db.rows<{ position_to: number }>('select position_to from usage where combo in (select unnest(:combos::int[])) and view_id = 0 and recorded_at <= :known::bigint order by day desc, position_to desc limit 20', { combos, known: knownAt })
    positions.push(...rows.map(({ position_to }) => position_to))
  }
  const newest = [...new Set(positions)].sort((a, b) => b - a).slice(0, EVIDENCE_AT_MOST)
  const kept = await workspace.record.at(newest)
  const lines = kept.map(({ body, recordedAt }) => ({ line: JSON.parse(body) as unknown, recordedAt: instantText(recordedAt) }))
  return { evidence: lines.sort((a, b) => (a.recordedAt < b.recordedAt ? 1 : -1)), moreEvidence: positions.length > EVIDENCE_AT_MOST }
}

function names({ line }: Version, texts: ReadonlySet<string>): boolean {
  return !isRetraction(line) && (namedIn(line).some((id) => texts.has(id)) || spokenOfIn(line).some((id) => texts.has(id)))
}

function feedbackOf(asked: Asked, found: number) {
  const { world } = asked.view
  return [...world.feedback.values()].filter((feedback) => world.party(feedback.party) === found).sort((a, b) => b.line.at - a.line.at)
    .map(({ line }) => ({ kind: line.kind, topic: line.topic, score: line.score, text: line.text, at: instantText(line.at), product: line.product }))
}

const REFUSED = {
  'two-kinds': 'a person and an organization are never one', 'two-unique-identifiers': 'two user ids are never joined by machine: are they the same person?', 'not-the-same': 'said by hand not to be the same',
  'several-claim-it': 'several customers have addresses at this domain, so by a guess it is nobody’s', 'stated-of-another': 'the domain is stated to be another’s', 'guess-of-two-firms': 'a guess never joins two firms',
}

/** Which lines joined the party's identifiers, and which were refused. */
function identityOf(asked: Asked, found: number) {
  const { world } = asked.view
  const history = world.identities.history.filter(({ identifiers }) => identifiers.some((identifier) => world.party(identifier) === found))
  const merges = history.slice(0, EVIDENCE_AT_MOST).map(({ joining, identifiers, refusal }) => {
    const ids = identifiers.map((identifier) => world.dictionary.text(identifier))
    const said = `${joining.line.type === 'override' ? 'said by hand' : joining.line.type} ${joining.line.key}, learned ${instantText(joining.place.recordedAt)}`
    return { evidence: joining.line.key, ids, says: refusal ? `not joined: ${REFUSED[refusal]} (${said})` : `joined by ${said}`, refused: refusal !== null }
  })
  return { identifiers: world.identities.identifiers(found), merges }
}

function warningsOf(asked: Asked, found: number): string[] {
  const { world } = asked.view
  return ownershipCircles(world).filter((circle) => circle.includes(found)).map((circle) => `Ownership runs in a circle: ${circle.map((at) => nameInWords(world, at)).join(' - ')}. Chains end where they come back to their start; correct one of the lines.`)
}

