import { Type } from 'typebox'
import { type Instant, instantText } from '../base/day.ts'
import { SELF } from '../base/identifier.ts'
import { amountText } from '../base/money.ts'
import type { Operation } from '../base/operation.ts'
import { ownershipCircles, resaleCircles } from '../roles/warnings.ts'
import type { Asked, Workspace } from '../roles/workspace.ts'
import { kept } from './kept-answers.ts'
import { nameInWords } from './party-shape.ts'
import { COMMON, knownAtFrom } from './question.ts'

const NULLABLE = Type.Union([Type.String(), Type.Null()])
const INPUT = Type.Object({ knownAt: COMMON.knownAt }, { additionalProperties: false })
const OUTPUT = Type.Object({
  sources: Type.Array(Type.Object({
    source: Type.String(), lines: Type.Object({}, { additionalProperties: Type.Integer() }), money: Type.Array(Type.Object({ currency: Type.String(), amount: Type.String() })),
    firstRecorded: NULLABLE, lastRecorded: NULLABLE, warnings: Type.Array(Type.String()),
  })),
  usage: Type.Object({ rows: Type.Integer(), events: Type.Integer(), identifiers: Type.Integer() }),
  review: Type.Array(Type.Object({ evidence: Type.String(), source: Type.String(), ids: Type.Array(Type.String()), reason: Type.String() })),
  warnings: Type.Array(Type.String()),
})
const REVIEW_AT_MOST = 500

/** What came from where. Cost grows with the lines that are not usage; usage is counted in the tables. */
export const sources: Operation<Workspace, typeof INPUT, typeof OUTPUT> = {
  name: 'sources',
  summary: 'What came from where and when: lines by type, money, the review queue of identities, and data warnings.',
  power: 'read',
  input: INPUT,
  output: OUTPUT,
  run: (workspace, input) => workspace.ask(SELF, knownAtFrom(input.knownAt), (asked) => kept(asked, 'sources', {}, async () => {
    const { knownAt, id } = asked.view
    const [usage] = await asked.db.rows<{ combos: number; events: number | null; n: number }>(
      'select count(distinct combo) as combos, cast(coalesce(sum(events), 0) as bigint) as events, count(*) as n from usage where view_id in (0, :view::int) and recorded_at <= :known::bigint and import_id not in (select unnest(:undone::int[]))',
      { view: id, known: knownAt, undone: asked.undone })
    return {
      sources: bySource(asked),
      usage: { rows: usage?.n ?? 0, events: usage?.events ?? 0, identifiers: usage?.combos ?? 0 },
      review: reviewOf(asked),
      warnings: warningsOf(asked),
    }
  })),
}

interface Tally { lines: { [type: string]: number }; money: Map<string, bigint>; first: Instant; last: Instant }

function bySource(asked: Asked) {
  const tallies = new Map<string, Tally>()
  asked.projection.statements.eachKnown(asked.view.knownAt, (source, type, recordedAt) => {
    const tally = tallies.get(source) ?? { lines: {}, money: new Map<string, bigint>(), first: recordedAt, last: recordedAt }
    tally.lines[type] = (tally.lines[type] ?? 0) + 1
    tally.first = Math.min(tally.first, recordedAt)
    tally.last = Math.max(tally.last, recordedAt)
    tallies.set(source, tally)
  })
  for (const [source, usage] of asked.projection.usageOfSource) {
    if (usage.first > asked.view.knownAt) continue
    const tally = tallies.get(source) ?? { lines: {}, money: new Map<string, bigint>(), first: usage.first, last: usage.last }
    tally.lines.usage = usage.lines
    tally.first = Math.min(tally.first, usage.first)
    tally.last = Math.max(tally.last, usage.last)
    tallies.set(source, tally)
  }
  for (const { line } of asked.view.world.payments.values()) {
    const money = tallies.get(line.source)?.money
    const amount = line.kind === 'charge' ? BigInt(line.amountMinor) : -BigInt(line.amountMinor)
    money?.set(line.currency, (money.get(line.currency) ?? 0n) + amount)
  }
  return [...tallies].sort(([a], [b]) => (a < b ? -1 : 1)).map(([source, tally]) => ({
    source,
    lines: tally.lines,
    money: [...tally.money].sort(([a], [b]) => (a < b ? -1 : 1)).map(([currency, minor]) => ({ currency, amount: amountText(minor, currency) })),
    firstRecorded: instantText(tally.first),
    lastRecorded: instantText(tally.last),
    warnings: [],
  }))
}

const REASONS = {
  'two-kinds': 'person and organization', 'two-unique-identifiers': 'same person?', 'not-the-same': 'said by hand not to be the same',
  'several-claim-it': 'several have addresses at this domain; it is nobody’s by a guess', 'stated-of-another': 'the domain is stated to be another’s', 'guess-of-two-firms': 'a guess never joins two firms',
}

/** Lines that would have joined what may not be one: for a person to decide. */
function reviewOf({ view: { world } }: Asked) {
  return world.identities.refusals.slice(0, REVIEW_AT_MOST).map(({ joining, identifiers, refusal }) => ({
    evidence: joining.line.key, source: joining.line.source, ids: identifiers.map((identifier) => world.dictionary.text(identifier)), reason: REASONS[refusal ?? 'two-kinds'],
  }))
}

function warningsOf({ view: { world } }: Asked): string[] {
  const names = (circle: readonly number[]): string => circle.map((at) => nameInWords(world, at)).join(' - ')
  const owners = ownershipCircles(world).map((circle) => `Ownership runs in a circle: ${names(circle)}. Correct one of the ownership lines.`)
  const sellers = resaleCircles(world).map(({ product, parties }) => `Sellers of ${product} buy from each other in a circle: ${names(parties)}. Money in the circle does not reach us by it.`)
  const purchases = [...world.payments.values()].filter(({ line }) => line.agreement !== null && !world.agreements.has(line.agreement)).length
  const unknown = purchases === 0 ? [] : [`${purchases} payments name an agreement that no line describes. Send the agreement lines, or correct the payments.`]
  return [...owners, ...sellers, ...unknown]
}
