import { Type } from 'typebox'
import { type Instant, instantText } from '../base/day.ts'
import type { Operation } from '../base/operation.ts'
import { Refusal } from '../base/refusal.ts'
import { isRetraction, LINE_TYPES } from '../evidence/line.ts'
import { holds, identityOf, type Version } from '../roles/statements.ts'
import { namedIn, spokenOfIn } from '../roles/world.ts'
import type { Asked, Workspace } from '../roles/workspace.ts'
import { limitFrom, PAGING } from './paging.ts'
import { keptFor } from './parties-order.ts'
import { partyNumber } from './party-number.ts'
import { PARTY, partyShape } from './party-shape.ts'
import { answer, withCommon } from './question.ts'
import { sql } from './sql.ts'

const STANDINGS = ['holds', 'superseded', 'retracted', 'retraction', 'undone'] as const
type Standing = (typeof STANDINGS)[number]
const INPUT = withCommon({
  party: Type.String({ description: 'Any identifier of the party, or its id.' }),
  type: Type.Optional(Type.String({ enum: [...LINE_TYPES], description: 'Only lines of this type.' })),
  source: Type.Optional(Type.String({ description: 'Only lines of this source.' })),
  ...PAGING,
})
const NULLABLE = Type.Union([Type.String(), Type.Null()])
const OUTPUT = Type.Object({
  lines: Type.Array(Type.Object({
    line: Type.Unknown(), recordedAt: Type.String(), standing: Type.Union(STANDINGS.map((standing) => Type.Literal(standing))),
    events: Type.Union([Type.Integer(), Type.Null()], { description: 'Of use: events of that day learned together, of which the line is the last.' }),
  }), { description: 'The newest learned first.' }),
  types: Type.Array(Type.Object({ type: Type.String(), lines: Type.Integer() })),
  sources: Type.Array(Type.Object({ source: Type.String(), lines: Type.Integer() })),
  names: Type.Array(PARTY, { description: 'The parties that these lines name.' }),
  next: NULLABLE,
})

/** A line that names the party, by its place in the record. */
interface Mention {
  readonly position: number
  readonly type: string
  readonly source: string
  readonly standing: Standing
  readonly events: number | null
}

/** Everything that was ever said about a party, taken back or not. Cost: all lines but use, once until new evidence comes; then the lines of one page. */
export const partyEvidence: Operation<Workspace, typeof INPUT, typeof OUTPUT> = {
  name: 'party-evidence',
  summary: 'The lines about one party, newest first, by type and source, with those that were replaced, taken back or undone.',
  power: 'read',
  input: INPUT,
  output: OUTPUT,
  run: (workspace, input) => answer(workspace, input, async (asked) => {
    const found = await partyNumber(asked, input.party)
    const limit = limitFrom(input.limit, 50)
    const before = input.cursor === undefined ? Number.MAX_SAFE_INTEGER : positionFrom(input.cursor)
    const all = await keptFor(asked, `mentions ${found}`, async () => [...statedMentions(asked, found), ...(await useMentions(asked, found))].sort((a, b) => b.position - a.position))
    const fitting = all.filter(({ type, source }) => (input.type === undefined || type === input.type) && (input.source === undefined || source === '' || source === input.source))
    const rows: Mention[] = []
    for (const mention of fitting) if (mention.position < before && rows.length <= limit) rows.push(mention)
    const shown = rows.slice(0, limit)
    const bodies = new Map((await workspace.record.at(shown.map(({ position }) => position))).map((kept) => [kept.position, kept]))
    const lines = shown.flatMap((mention) => {
      const kept = bodies.get(mention.position)
      return kept ? [{ line: JSON.parse(kept.body) as unknown, recordedAt: instantText(kept.recordedAt), standing: mention.standing, events: mention.events }] : []
    }).filter(({ line }) => input.source === undefined || sourceOf(line) === input.source)
    return {
      lines, types: counted(all, ({ type }) => type).map(([type, n]) => ({ type, lines: n })), sources: counted(all.filter(({ source }) => source !== ''), ({ source }) => source).map(([source, n]) => ({ source, lines: n })),
      names: namesIn(asked, lines.map(({ line }) => line)), next: rows.length > limit ? String(shown.at(-1)?.position) : null,
    }
  }),
}

function sourceOf(line: unknown): unknown {
  return typeof line === 'object' && line !== null ? Reflect.get(line, 'source') : null
}

function positionFrom(text: string): number {
  const position = Number(text)
  if (!Number.isInteger(position) || position < 0) throw new Refusal('bad-parameter', "'cursor' must be the `next` of the page before.", { parameter: 'cursor' })
  return position
}

function counted(mentions: readonly Mention[], nameOf: (mention: Mention) => string): [string, number][] {
  const counts = new Map<string, number>()
  for (const mention of mentions) counts.set(nameOf(mention), (counts.get(nameOf(mention)) ?? 0) + 1)
  return [...counts].sort(([a], [b]) => (a < b ? -1 : 1))
}

/** Every version of every line of which any version names the party, with answers to what it was asked. */
export function statedMentions(asked: Asked, found: number): Mention[] {
  const { world, knownAt } = asked.view
  const { statements } = asked.projection
  const texts = new Set(world.identities.identifiers(found))
  const undone = statements.undone(knownAt)
  const identities = new Set<string>()
  const asks = new Set<string>()
  for (const version of statements.mayName(world.identities.components.members(found))) {
    const { line } = version
    if (version.recordedAt > knownAt || isRetraction(line)) continue
    if (!namedIn(line as never).some((id) => texts.has(id)) && !spokenOfIn(line as never).some((id) => texts.has(id))) continue
    identities.add(identityOf(line))
    if (line.type === 'ask') asks.add(line.key)
  }
  if (asks.size > 0) for (const { line } of statements.ofTypes('answer')) if (line.type === 'answer' && !isRetraction(line) && asks.has(line.ask)) identities.add(identityOf(line))
  const mentions: Mention[] = []
  for (const identity of identities) {
    const versions = statements.versions(identity)
    const held = holds(versions, knownAt, undone)
    for (const version of versions) if (version.recordedAt <= knownAt) mentions.push(mentionOf(version, held?.held ?? null, undone))
  }
  return mentions
}

function mentionOf(version: Version, held: Version | null, undone: ReadonlySet<string>): Mention {
  const { line, position } = version
  const standing = line.import !== null && undone.has(line.import) ? 'undone' : isRetraction(line) ? 'retraction' : version.position === held?.position ? 'holds' : held === null ? 'retracted' : 'superseded'
  return { position, type: line.type, source: line.source, standing, events: null }
}

interface UseMention { readonly position_to: number; readonly events: number }

/** Use stands as one line a day for all that was learned together. Its source is in the line only. */
async function useMentions(asked: Asked, found: number): Promise<Mention[]> {
  const { view, projection } = asked
  const combos = view.world.identities.components.members(found).flatMap((member) => projection.words.combos.ofIdentifier(member))
  if (combos.length === 0) return []
  const rows = await asked.db.rows<UseMention>(sql('party-use-lines'), { combos, view: view.id, known: view.knownAt as Instant, undone: asked.undone })
  return rows.map(({ position_to, events }) => ({ position: position_to, type: 'usage', source: '', standing: 'holds', events }))
}

const NAMING = ['party', 'person', 'organization', 'parent', 'buyer', 'payer', 'seller', 'account']
const NAMES_AT_MOST = 300

function namesIn({ view: { world }, projection }: Asked, lines: readonly unknown[]) {
  const found = new Set<number>()
  const name = (identifier: unknown): void => {
    const number = typeof identifier === 'string' ? projection.words.identifiers.find(identifier) : 0
    if (number > 0 && number <= world.identities.components.size && found.size < NAMES_AT_MOST) found.add(world.party(number))
  }
  for (const line of lines) {
    if (typeof line !== 'object' || line === null) continue
    for (const field of NAMING) name(Reflect.get(line, field))
    const ids: unknown = Reflect.get(line, 'ids')
    if (Array.isArray(ids)) ids.forEach(name)
  }
  return [...found].map((party) => partyShape(world, party))
}
