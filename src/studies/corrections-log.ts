import { Type } from 'typebox'
import { ALWAYS, dayText, instantText, NEVER } from '../base/day.ts'
import { normalIdentifier, SELF } from '../base/identifier.ts'
import type { Operation } from '../base/operation.ts'
import { isRetraction, type OverrideLine } from '../evidence/line.ts'
import { EVERYTHING } from '../roles/projection.ts'
import { holds, type Version } from '../roles/statements.ts'
import type { Asked, Workspace } from '../roles/workspace.ts'
import type { HeldWord } from '../roles/world.ts'
import { BY_HAND } from './corrections-facts.ts'
import { page, PAGING } from './paging.ts'
import { nameInWords } from './party-shape.ts'

const NULLABLE = Type.Union([Type.String(), Type.Null()])
const INPUT = Type.Object({ ...PAGING, about: Type.Optional(Type.String({ description: 'Only corrections that name this: a party, by any of its identifiers, or the key of an agreement. Of a party also those of agreements that it buys.' })) }, { additionalProperties: false })
const OUTPUT = Type.Object({
  corrections: Type.Array(Type.Object({
    key: Type.String(), source: Type.String(), import: NULLABLE, lines: Type.Integer({ description: 'Lines that were written together, and are taken back together.' }),
    fact: Type.String(), says: Type.String(), ids: Type.Array(Type.String()), agreement: NULLABLE, by: NULLABLE, why: NULLABLE, at: Type.String(),
    effect: Type.Union([Type.String(), Type.Null()], { description: 'What it changed when it was said, in one sentence; null where it was not asked.' }),
    takenBack: Type.Boolean(), takenBackAt: NULLABLE, takenBackBy: NULLABLE, takenBackWhy: NULLABLE,
  })),
  total: Type.Integer(),
  next: NULLABLE,
})

interface Entry {
  readonly key: string
  readonly source: string
  readonly import: string | null
  lines: number
  readonly fact: string
  says: string
  readonly ids: readonly string[]
  readonly agreement: string | null
  readonly at: number
  readonly takenBack: boolean
  readonly takenBackAt: number | null
  /** Where its body, and that of its retraction, stands in the record. */
  readonly position: number
  readonly retraction: number | null
}

/** Who said what by hand, when, and why. Cost grows with the words by hand; bodies are read for the page only. */
export const corrections: Operation<Workspace, typeof INPUT, typeof OUTPUT> = {
  name: 'corrections',
  summary: 'The log of all corrections by hand, newest first: what, who, when, why, what it changed, and whether it was taken back.',
  power: 'read',
  input: INPUT,
  output: OUTPUT,
  run: async (workspace, input) => {
    const found = await workspace.ask(SELF, EVERYTHING, async (asked) => {
      const entries = togetherAbout(entriesOf(asked), input.about === undefined ? () => true : aboutOf(asked, input.about))
      return { ...page(entries.sort((a, b) => b.at - a.at || b.position - a.position), input), total: entries.length }
    })
    const bodies = await bodiesOf(workspace, found.rows)
    const rows = found.rows.map(({ position, retraction, ...entry }) => {
      const [said, back] = [bodies.get(position), retraction === null ? undefined : bodies.get(retraction)]
      return {
        ...entry, by: text(said?.by), why: text(said?.why), effect: text(said?.effect), at: instantText(entry.at),
        takenBackAt: entry.takenBackAt === null ? null : instantText(entry.takenBackAt), takenBackBy: text(back?.by), takenBackWhy: text(back?.why),
      }
    })
    return { corrections: rows, total: found.total, next: found.next }
  },
}

type Body = Readonly<{ [field: string]: unknown }>

function text(value: unknown): string | null {
  return typeof value === 'string' ? value : null
}

async function bodiesOf(workspace: Workspace, rows: readonly Entry[]): Promise<Map<number, Body>> {
  const positions = rows.flatMap(({ position, retraction }) => (retraction === null ? [position] : [position, retraction])).sort((a, b) => a - b)
  const kept = positions.length === 0 ? [] : await workspace.record.at(positions)
  return new Map(kept.map(({ position, body }) => [position, JSON.parse(body) as Body]))
}

function entriesOf(asked: Asked): Entry[] {
  const { statements } = asked.projection
  const undone = statements.undone(EVERYTHING)
  const undoneAt = new Map<string, number>()
  for (const { line, recordedAt } of statements.undoes()) if (line.type === 'undo' && !isRetraction(line)) undoneAt.set(line.undone, recordedAt)
  const entries: Entry[] = []
  for (const versions of statements.wordsByHand()) {
    const spoken = [...versions].reverse().find(({ line }) => !isRetraction(line))
    if (!spoken) continue
    const line = spoken.line as HeldWord['line']
    const held = holds(versions, EVERYTHING, undone)
    const last = versions[versions.length - 1] as Version
    const isTakenBack = held === null && isRetraction(last.line)
    entries.push({
      key: line.key, source: line.source, import: line.import, lines: 1, ...wordInWords(asked, line), at: spoken.recordedAt, takenBack: held === null,
      takenBackAt: held !== null ? null : isTakenBack ? last.recordedAt : (undoneAt.get(line.import ?? '') ?? null), position: spoken.position, retraction: isTakenBack ? last.position : null,
    })
  }
  return entries
}

/** Says whether an entry is about a party, whatever identifier names it, or about an agreement. */
function aboutOf({ view: { world } }: Asked, about: string): (entry: Entry) => boolean {
  const partyOf = (identifier: string): number => {
    const number = world.dictionary.find(identifier)
    return number === 0 || number > world.identities.components.size ? 0 : world.party(number)
  }
  const party = partyOf(normalIdentifier(about) ?? about)
  const isParty = (identifier: string): boolean => identifier === about || (party !== 0 && partyOf(identifier) === party)
  return ({ ids, agreement }) => {
    const bought = agreement === null || party === 0 ? undefined : world.agreements.get(agreement)
    return agreement === about || ids.some(isParty) || (bought !== undefined && world.party(bought.buyer) === party)
  }
}

/** What was written together is one entry, told by the first of it that is asked about; entries of which nothing is asked about are left out. */
function togetherAbout(entries: readonly Entry[], isAbout: (entry: Entry) => boolean): Entry[] {
  const found: Entry[] = []
  const ofImport = new Map<string, Entry>()
  const nameOf = ({ import: from, source, takenBack }: Entry): string | null => (from === null || source !== BY_HAND ? null : `${from} ${takenBack}`)
  for (const entry of entries) {
    if (!isAbout(entry)) continue
    const name = nameOf(entry)
    if (name !== null && ofImport.has(name)) continue
    if (name !== null) ofImport.set(name, entry)
    found.push(entry)
  }
  for (const entry of entries) {
    const first = ofImport.get(nameOf(entry) ?? '')
    if (first !== undefined && first !== entry) first.lines += 1
  }
  for (const entry of found) if (entry.lines > 1) entry.says = `${entry.says}, and ${entry.lines - 1} more together with it`
  return found
}

/** What a word by hand says, in one sentence without its full stop, and whom and what it names. */
export function wordInWords(asked: Asked, line: HeldWord['line']): { readonly fact: string; readonly says: string; readonly ids: readonly string[]; readonly agreement: string | null } {
  const { world } = asked.view
  const name = (identifier: string): string => {
    const number = world.dictionary.find(identifier)
    // What is joined has one name; the log says which names were joined.
    const own = number === 0 ? undefined : world.partyLines.get(number).findLast(({ line }) => line.name !== null)
    const called = own?.line.name ?? (number === 0 ? identifier : nameInWords(world, world.party(number)))
    return called === identifier || identifier.endsWith(`:${called}`) ? called : `${called} (${identifier})`
  }
  if (line.type === 'party') return { fact: 'name', says: `${line.ids[0]} is called ${line.name ?? line.ids[0]}`, ids: line.ids, agreement: null }
  return line.type === 'staff' ? { fact: 'staff', says: `${name(line.party)} is staff${during(line)}`, ids: [line.party], agreement: null } : { fact: line.fact, ...overrideInWords(line, name) }
}

function overrideInWords(line: OverrideLine, name: (identifier: string) => string): { readonly says: string; readonly ids: readonly string[]; readonly agreement: string | null } {
  const told = (says: string, ids: readonly string[], agreement: string | null = null) => ({ says, ids, agreement })
  switch (line.fact) {
    case 'same': return told(`${name(line.ids[0])} and ${name(line.ids[1])} are the same`, line.ids)
    case 'not-same': return told(`${name(line.ids[0])} and ${name(line.ids[1])} are not the same`, line.ids)
    case 'membership': return told(line.not ? `${name(line.person)} is not a member of ${name(line.organization)}` : `${name(line.person)} is a member of ${name(line.organization)}${line.function === null ? '' : `, as ${line.function}`}${during(line)}`, [line.person, line.organization])
    case 'payer': return told(`${name(line.payer)} pays ${line.agreement}`, [line.payer], line.agreement)
    case 'role': return told(`${name(line.party)} is ${line.not ? 'not ' : ''}${line.role}${line.product === null ? '' : ` of ${line.product}`}${during(line)}`, [line.party])
    case 'payment': {
      const parts = [...(line.payer === null ? [] : [`was paid by ${name(line.payer)}`]), ...(line.agreement === null ? [] : [`is for ${line.agreement}`])]
      return told(`Payment ${line.payment} of ${line.of} ${parts.join(' and ')}`, line.payer === null ? [] : [line.payer], line.agreement)
    }
    case 'no-ask': return told(`${name(line.party)} is not to be asked${during(line)}`, [line.party])
    case 'topic': return told(`${line.feedback} of ${line.of} is ${line.not ? `not about ${line.topic ?? 'any topic'}` : `about ${line.topic}`}`, [])
    default: return told(`${name(line.party)} is left out${during(line)}`, [line.party])
  }
}

function during({ from, to }: { readonly from: number; readonly to: number }): string {
  return `${from === ALWAYS ? '' : ` from ${dayText(from)}`}${to === NEVER ? '' : ` until ${dayText(to)}`}`
}
