import { Type } from 'typebox'
import { ALWAYS, type Day, dayOf, dayText, instantText, NEVER } from '../base/day.ts'
import { amountText } from '../base/money.ts'
import type { Operation } from '../base/operation.ts'
import { order } from '../base/order.ts'
import { statedRoles, userIntervals } from '../roles/roles-over-time.ts'
import { PAYER_KINDS, type StampSpan } from '../roles/stamp.ts'
import type { Version } from '../roles/statements.ts'
import { ownershipCircles } from '../roles/warnings.ts'
import { namedIn, spokenOfIn } from '../roles/world.ts'
import type { Asked, Workspace } from '../roles/workspace.ts'
import { categoryOf, traitsOf } from './party-traits.ts'
import { dayOrNull } from './party-days.ts'
import { HATS, hatsOf } from './party-hats.ts'
import { identityOf, MERGE } from './party-identity.ts'
import { partyNumber } from './party-number.ts'
import { RELATIONS, relationsOf } from './party-relations.ts'
import { nameInWords, PARTY, partyShape } from './party-shape.ts'
import { answer, type Question, usageParameters, withCommon } from './question.ts'
import { sql } from './sql.ts'
import { isRetraction } from '../evidence/line.ts'

const NULLABLE = Type.Union([Type.String(), Type.Null()])
const PERIOD = { from: NULLABLE, to: NULLABLE }
const EVIDENCE_AT_MOST = 200
const INPUT = withCommon({
  party: Type.String({ description: 'Any identifier of the party, or its id.' }),
  evidence: Type.Optional(Type.String({ enum: ['none'], description: '`none` leaves out lines and feedback, which party-evidence and party-said give by pages: then the answer is quick in a large workspace too.' })),
})
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
  identity: Type.Object({ identifiers: Type.Array(Type.String()), merges: Type.Array(MERGE) }),
  warnings: Type.Array(Type.String()),
  category: NULLABLE,
  traits: Type.Object({}, { additionalProperties: Type.String() }),
  hats: HATS,
  paidBy: Type.Array(Type.Object({
    product: Type.String(), month: Type.String(), kind: Type.String(), payer: Type.Union([PARTY, Type.Null()]), agreement: NULLABLE, usageDays: Type.Integer(), events: Type.Integer(), lastDay: Type.String(),
  }), { description: 'Who pays for its use, by month, product, payer kind and agreement, the newest first; left-out where the use is not counted.' }),
  relations: RELATIONS,
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
    const lines = input.evidence === 'none' ? { evidence: [], moreEvidence: true } : await evidenceOf(workspace, asked, found)
    const today = dayOf(workspace.now())
    return {
      party: partyShape(asked.view.world, found),
      roles: rolesOf(asked, found, use.days),
      memberships: membershipsOf(asked, found),
      ownerships: ownershipsOf(asked, found),
      agreements: agreementsOf(asked, found),
      usage: use.months,
      ...lines,
      feedback: input.evidence === 'none' ? [] : feedbackOf(asked, found),
      identity: identityOf(asked, found),
      warnings: warningsOf(asked, found),
      category: categoryOf(asked.view.world, found),
      traits: Object.fromEntries([...traitsOf(asked.view.world, found)].sort(([a], [b]) => (a < b ? -1 : 1))),
      hats: hatsOf(asked, found, use.days, today),
      paidBy: use.paidBy,
      relations: relationsOf(asked, found, use.payers, question.to - 1),
    }
  }),
}

function rolesOf(asked: Asked, found: number, days: ReadonlyMap<string, readonly Day[]>) {
  const used = [...days].flatMap(([product, daysOfProduct]) => userIntervals(product, daysOfProduct, asked.settings.thresholds.daysWithoutUse))
  const today = Math.floor(Date.now() / 86_400_000)
  return [...used, ...statedRoles(asked.view.coverage, found)].map(({ role, product, from, to, evidence }) => ({
    role, product, from: dayOrNull(from), to: role === 'user' && to > today ? null : dayOrNull(to), evidence,
  }))
}

function membershipsOf(asked: Asked, found: number) {
  const { world, coverage } = asked.view
  const shape = (identifier: number) => partyShape(world, world.party(identifier))
  const rows = [...coverage.statedMemberships(found).memberships]
  const people = new Set<number>()
  world.eachOf(world.membershipsOfOrganization, found, ({ person }) => people.add(world.party(person)))
  for (const person of people) {
    if (rows.length >= EVIDENCE_AT_MOST) break
    for (const membership of coverage.statedMemberships(person).memberships) if (world.party(membership.organization) === found) rows.push(membership)
  }
  const stated = rows.slice(0, EVIDENCE_AT_MOST).map((membership) => ({
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
  return rows.sort((a, b) => order(a.from ?? '', b.from ?? '') || order(a.agreement, b.agreement) || order(a.role, b.role))
}

interface PayerRow { readonly product: number; readonly account: number; readonly day: Day; readonly kind: number; readonly payer: number; readonly agreement: number; readonly left_out: number; readonly usage_days: number; readonly events: number }

/** All use of the party: by month and payer kind, by payer, and its days. */
async function usageOf(asked: Asked, question: Question, found: number) {
  const { world } = asked.view
  const rows = await asked.db.rows<PayerRow>(sql('party-payers'), { ...usageParameters(asked, { ...question, product: null, from: ALWAYS, to: NEVER }), party: found })
  const spans = new Map<string, readonly StampSpan[]>()
  /** Who pays, pays on between two days of use and after the last one, until the agreement or what it rests on ends. */
  const coveredUntil = ({ account, day, payer }: PayerRow, product: string): Day => {
    const use = `${account} ${product}`
    const ofUse = spans.get(use) ?? asked.view.coverage.spansOf({ party: found, product, account })
    spans.set(use, ofUse)
    return ofUse.find((span) => span.from <= day && day < span.to && span.payer === payer)?.to ?? day + 1
  }
  const days = new Map<string, Day[]>()
  const payers = new Map<number, { from: Day; to: Day; evidence: string | null }>()
  const months = new Map<string, { product: string; month: string; kind: string; usageDays: number; events: number }>()
  const paidBy = new Map<string, { product: string; month: string; kind: string; payer: number; agreement: string | null; usageDays: number; events: number; lastDay: Day }>()
  for (const row of rows) {
    const product = asked.projection.words.products.text(row.product)
    const ofProduct = days.get(product) ?? []
    if (ofProduct.at(-1) !== row.day) ofProduct.push(row.day)
    days.set(product, ofProduct)
    const kind = row.left_out === 0 ? (PAYER_KINDS[row.kind] as string) : 'left-out'
    const month = dayText(row.day).slice(0, 7)
    const agreement = world.agreementByNumber.get(row.agreement)?.key ?? null
    const sum = { usageDays: row.usage_days, events: row.events }
    add(months, `${product}\0${month}\0${kind}`, { product, month, kind, ...sum })
    add(paidBy, `${product}\0${month}\0${kind}\0${row.payer}\0${row.agreement}`, { product, month, kind, payer: row.payer, agreement, lastDay: row.day, ...sum })
    if (row.payer === 0) continue
    const tie = payers.get(row.payer)
    payers.set(row.payer, { from: Math.min(row.day, tie?.from ?? NEVER), to: Math.max(row.left_out === 0 ? coveredUntil(row, product) : row.day + 1, tie?.to ?? ALWAYS), evidence: agreement })
  }
  return {
    days, payers,
    months: [...months.values()].sort((a, b) => (a.month === b.month ? (a.product < b.product ? -1 : 1) : a.month < b.month ? -1 : 1)),
    paidBy: [...paidBy.values()].sort((a, b) => order(b.month, a.month) || order(a.product, b.product) || PAYER_KINDS.indexOf(a.kind as never) - PAYER_KINDS.indexOf(b.kind as never) || order(a.agreement ?? '', b.agreement ?? ''))
      .map(({ payer, lastDay, ...row }) => ({ ...row, payer: payer === 0 ? null : partyShape(world, payer), lastDay: dayText(lastDay) })),
  }
}

function add<T extends { usageDays: number; events: number; lastDay?: Day }>(rows: Map<string, T>, name: string, row: T): void {
  const known = rows.get(name)
  if (known) {
    known.usageDays += row.usageDays
    known.events += row.events
    if (row.lastDay !== undefined) known.lastDay = row.lastDay
  } else rows.set(name, row)
}

/** The lines that name the party, newest first; use is given by month, and its newest lines here. */
async function evidenceOf(workspace: Workspace, asked: Asked, found: number) {
  const { world, knownAt } = asked.view
  const members = new Set(world.identities.components.members(found))
  const texts = new Set(world.identities.identifiers(found))
  const positions: number[] = []
  const undone = asked.projection.statements.undone(knownAt)
  const counts = (version: Version): boolean => version.recordedAt <= knownAt && (version.line.import === null || !undone.has(version.line.import))
  for (const version of asked.projection.statements.mayName(members)) if (counts(version) && names(version, texts)) positions.push(version.position)
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

/** What is odd about this party alone. */
function warningsOf(asked: Asked, found: number): string[] {
  const { world, coverage } = asked.view
  const circles = ownershipCircles(world).filter((circle) => circle.includes(found)).map((circle) => `Ownership runs in a circle: ${circle.map((at) => nameInWords(world, at)).join(' - ')}. Chains end where they come back to their start; correct one of the lines.`)
  const anonymous = world.isKnown(found) ? [] : ['Nobody knows who this is: only anonymous identifiers were seen. Send a line that joins one of them to a person.']
  const guessed = coverage.guessedOrganizations(found)
  const several = guessed.length > 1 ? [`The e-mail addresses speak for ${guessed.length} organizations, and no line says which is right: ${guessed.map((at) => nameInWords(world, at)).sort().join(', ')}. Say the membership by hand.`] : []
  return [...circles, ...anonymous, ...several]
}
