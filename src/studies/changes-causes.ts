import { isRetraction, type Line, type OverrideLine } from '../evidence/line.ts'
import { pathEvidence } from '../roles/explanation.ts'
import { holds, identityOf, type Version } from '../roles/statements.ts'
import type { Asked } from '../roles/workspace.ts'
import type { World } from '../roles/world.ts'
import { type ComboRow, partyIn, SIDES, type TwoTimes } from './changes-flows.ts'
import { wordInWords } from './corrections-log.ts'
import { many } from './effect-in-words.ts'
import { nameInWords } from './party-shape.ts'

/** What became of evidence between two knowledge times. */
export type How = 'learned' | 'corrected' | 'taken-back' | 'brought-back'

/** Lines of one type from one place that stand behind moved use: on the path to its payer, or joining those on it. */
export interface Cause {
  readonly how: How
  /** Type of the lines, or the fact of an override; `usage` where the use itself is new or gone. */
  readonly what: string
  readonly source: string | null
  readonly import: string | null
  readonly importName: string | null
  readonly lines: number
  /** The key of one of the lines, and whom it names. */
  readonly example: string | null
  readonly ids: readonly string[]
  readonly says: string
  readonly users: number
  readonly usageDays: number
}

interface Shown { readonly version: Version; readonly how: How }

/** What is shown to stand behind each row of moved use; nothing where nothing is. */
export function causesOf(times: TwoTimes, rows: readonly ComboRow[], importNames: ReadonlyMap<string, string>): { readonly all: Cause[]; readonly ofFlow: ReadonlyMap<string, Cause[]>; readonly unexplainedDays: number } {
  const joined = rows.some(hasPath) ? joiningsBetween(times) : { now: new Map(), was: new Map() }
  const imports = importsBetween(times, importNames)
  const all = new Tally(times.now, imports)
  const ofFlow = new Map<string, Tally>()
  let unexplainedDays = 0
  for (const row of rows) {
    const flow = ofFlow.get(flowName(row)) ?? new Tally(times.now, imports)
    ofFlow.set(flowName(row), flow)
    const isUse = !hasPath(row)
    const found = isUse ? [] : shownBehind(times, row, joined)
    if (isUse) for (const tally of [all, flow]) tally.addUse(row)
    else if (found.length === 0) unexplainedDays += row.usage_days
    for (const shown of found) for (const tally of [all, flow]) tally.add(shown, row)
  }
  return { all: all.causes(), ofFlow: new Map([...ofFlow].map(([name, tally]) => [name, tally.causes()])), unexplainedDays }
}

/** Use that is new or gone has no path at one of the times. */
function hasPath({ from_side, to_side }: ComboRow): boolean {
  return SIDES[from_side] !== 'not-known' && SIDES[to_side] !== 'not-known'
}

/** Imports that were undone between two times, and those whose undoing was taken back. */
interface Imports { readonly undone: ReadonlySet<string>; readonly broughtBack: ReadonlySet<string>; name(id: string): string }

function importsBetween({ was, now }: TwoTimes, names: ReadonlyMap<string, string>): Imports {
  const { statements } = now.projection
  const [then, later] = [statements.undone(was.view.knownAt), statements.undone(now.view.knownAt)]
  return { undone: new Set([...later].filter((id) => !then.has(id))), broughtBack: new Set([...then].filter((id) => !later.has(id))), name: (id) => names.get(id) ?? id }
}

/** What became of what came with an import, if an undo stands behind it. */
function byUndo({ undone, broughtBack }: Imports, id: string | null, how: How): How {
  if (id === null) return how
  return how === 'taken-back' && undone.has(id) ? 'taken-back' : how !== 'taken-back' && broughtBack.has(id) ? 'brought-back' : how
}

export function flowName({ from_side, from_payer, to_side, to_payer }: Pick<ComboRow, 'from_side' | 'from_payer' | 'to_side' | 'to_payer'>): string {
  return `${from_side} ${from_payer} ${to_side} ${to_payer}`
}

// -- what stands behind one row ----------------------------------------------------------------

interface Joinings { readonly now: ReadonlyMap<number, readonly Version[]>; readonly was: ReadonlyMap<number, readonly Version[]> }

/** Lines that join parties at one of the times only, by party of that time. Cost: a walk over all that was ever joined, of which lines are read only where they differ. */
function joiningsBetween({ was, now }: TwoTimes): Joinings {
  const namesOf = ({ view: { world } }: Asked): ReadonlySet<unknown> => {
    const names = new Set<unknown>()
    for (const { joining } of world.identities.joiningLines()) names.add(joining.row ?? joining.held)
    return names
  }
  const filed = ({ view: { world } }: Asked, known: ReadonlySet<unknown>): Map<number, Version[]> => {
    const found = new Map<number, Version[]>()
    for (const { joining, first } of world.identities.joiningLines()) {
      if (known.has(joining.row ?? joining.held)) continue
      const party = partyIn(world, first())
      const list = found.get(party)
      if (list) list.push(joining.held as Version)
      else found.set(party, [joining.held as Version])
    }
    return found
  }
  return { now: filed(now, namesOf(was)), was: filed(was, namesOf(now)) }
}

function shownBehind({ was, now }: TwoTimes, { combo, day, from_side, to_side }: ComboRow, joined: Joinings): Shown[] {
  const [before, after] = [pathOn(was, combo, day), pathOn(now, combo, day)]
  const since = was.view.knownAt
  const found = new Map<Version, How>()
  for (const version of after.evidence) if (version.recordedAt > since) found.set(version, isCorrection(version, since, now) ? 'corrected' : 'learned')
  const undone = now.projection.statements.undone(now.view.knownAt)
  const undoneThen = was.projection.statements.undone(since)
  for (const version of after.evidence) if (version.recordedAt <= since && version.line.import !== null && undoneThen.has(version.line.import)) found.set(version, 'brought-back')
  for (const version of before.evidence) {
    const held = holds(now.projection.statements.versions(identityOf(version.line)), now.view.knownAt, undone)
    if (held === null) found.set(version, 'taken-back')
    else if (held.held !== version) found.set(held.held, 'corrected')
  }
  for (const party of after.parties) for (const version of joined.now.get(party) ?? []) found.set(version, 'learned')
  for (const party of before.parties) for (const version of joined.was.get(party) ?? []) found.set(version, 'taken-back')
  for (const version of wordsAbout(now.view.world, after)) if (version.recordedAt > since) found.set(version, 'learned')
  const wasOut = wordsOfLeavingOut(was.view.world, before)
  const isOut = wordsOfLeavingOut(now.view.world, after)
  if (from_side > 5 || to_side > 5) {
    for (const version of isOut) if (!wasOut.has(version)) found.set(version, 'learned')
    for (const version of wasOut) if (!isOut.has(version)) found.set(version, 'taken-back')
  }
  if (SIDES[from_side] === 'unknown') for (const version of namings(now.view.world, after.account)) if (version.recordedAt > since) found.set(version, 'learned')
  return [...found].map(([version, how]) => ({ version, how }))
}

interface Path { readonly party: number; readonly account: number; readonly evidence: readonly Version[]; readonly parties: ReadonlySet<number>; readonly organizations: ReadonlySet<number> }

/** Who used, and the evidence that leads from there to the payer on a day. */
function pathOn({ view, projection }: Asked, combo: number, day: number): Path {
  const { world, coverage } = view
  const { combos, products } = projection.words
  const party = partyIn(world, combos.identifiers[combo] as number)
  const account = partyIn(world, combos.accounts[combo] as number)
  const product = products.text(combos.products[combo] as number)
  const cover = party === 0 ? undefined : coverage.coversOn({ party, product, account }, day)[0]
  const found = cover === undefined ? { evidence: [], organizations: [] } : pathEvidence(coverage, cover, party, day)
  const organizations = new Set([...found.organizations, account].filter((one) => one !== 0))
  return { party, account, evidence: found.evidence, parties: new Set([party, ...organizations]), organizations }
}

/** Words by hand about the party and any organization on its path: a denial takes a membership away, though its line still holds. */
function wordsAbout(world: World, { party, organizations }: Path): Version[] {
  return party === 0 ? [] : world.allOf(world.membershipsOfPerson, party).filter(({ byHand, not, organization }) => byHand && (not || organizations.has(world.party(organization)))).map(({ origin }) => origin)
}

function wordsOfLeavingOut(world: World, { party, account }: Path): Set<Version> {
  return new Set([...world.allOf(world.staffOfParty, party), ...world.allOf(world.staffOfParty, account).filter(({ byHand }) => byHand)].map(({ origin }) => origin))
}

function namings(world: World, account: number): Version[] {
  return account === 0 ? [] : world.allOf(world.partyLines, account).map(({ held }) => held.held)
}

function isCorrection(version: Version, since: number, { projection }: Asked): boolean {
  return projection.statements.versions(identityOf(version.line)).some(({ recordedAt }) => recordedAt <= since)
}

// -- added up ----------------------------------------------------------------------------------

class Tally {
  readonly #asked: Asked
  readonly #imports: Imports
  readonly #groups = new Map<string, { readonly shown: Shown | null; readonly how: How; readonly import: string | null; readonly lines: Set<string>; readonly users: Set<number>; usageDays: number; readonly days: Set<string> }>()

  constructor(asked: Asked, imports: Imports) {
    this.#asked = asked
    this.#imports = imports
  }

  add({ version, how }: Shown, row: ComboRow): void {
    const { line } = version
    const shown = { version, how: byUndo(this.#imports, line.import, how) }
    this.#add(`${shown.how} ${factOf(line)} ${line.source} ${line.import}`, shown, shown.how, row, identityOf(line))
  }

  addUse(row: ComboRow): void {
    const from = row.import_id === 0 ? null : this.#asked.projection.words.imports.text(row.import_id)
    const how = byUndo(this.#imports, from, SIDES[row.from_side] === 'not-known' ? 'learned' : 'taken-back')
    this.#add(`${how} ${from}`, null, how, row, null, from)
  }

  #add(name: string, shown: Shown | null, how: How, row: ComboRow, line: string | null, from: string | null = null): void {
    const group = this.#groups.get(name) ?? { shown, how, import: from, lines: new Set<string>(), users: new Set<number>(), usageDays: 0, days: new Set<string>() }
    this.#groups.set(name, group)
    if (line !== null) group.lines.add(line)
    group.users.add(row.party)
    // Several lines of one group may stand behind the same use.
    const use = `${row.combo} ${flowName(row)}`
    if (!group.days.has(use)) group.usageDays += row.usage_days
    group.days.add(use)
  }

  #nameOf(id: string | null): string | null {
    return id === null ? null : this.#imports.name(id)
  }

  causes(): Cause[] {
    const found = [...this.#groups.values()].map(({ shown, how, import: from, lines, users, usageDays }) => {
      if (shown === null) return { how, what: 'usage', source: null, import: from, importName: this.#nameOf(from), lines: 0, example: null, ids: [], says: useInWords(this.#imports, how, from), users: users.size, usageDays }
      const { line } = shown.version
      const ids = lines.size === 1 && !isRetraction(line) && (line.type === 'override' || line.type === 'staff') ? wordInWords(this.#asked, line).ids : []
      return { how, what: factOf(line), source: line.source, import: line.import, importName: this.#nameOf(line.import), lines: lines.size, example: line.key, ids, says: causeInWords(this.#asked, this.#imports, shown, lines.size), users: users.size, usageDays }
    })
    return found.sort((a, b) => b.usageDays - a.usageDays || b.users - a.users || (a.says < b.says ? -1 : 1))
  }
}

function factOf(line: Line): string {
  return isRetraction(line) || line.type !== 'override' ? line.type : line.fact
}

const NAMES: Readonly<Record<string, string>> = { party: 'party line', override: 'correction', same: 'correction', 'not-same': 'correction', payer: 'correction', role: 'correction', 'leave-out': 'correction', 'no-ask': 'correction', topic: 'correction', payment: 'correction', staff: 'staff line' }
const VERBS: Readonly<Record<How, string>> = { learned: 'we learned', corrected: 'we corrected', 'taken-back': 'we took back', 'brought-back': 'we brought back' }

/** "the import crm.csv was undone": what stands behind use that is known at one of the times only. */
function useInWords(imports: Imports, how: How, from: string | null): string {
  const name = from === null ? '' : imports.name(from)
  if (how === 'brought-back') return `the import ${name} was brought back after it had been undone`
  if (how === 'learned') return from === null ? 'the use was told later' : `the use was told later, with the import ${name}`
  return from !== null && imports.undone.has(from) ? `the import ${name} was undone` : 'the use was taken back or corrected'
}

/** "we learned 38 memberships from crm", "we were told by hand that Ann is not a member of Acme". */
function causeInWords(asked: Asked, imports: Imports, { version: { line }, how }: Shown, lines: number): string {
  const name = line.import === null ? '' : imports.name(line.import)
  if (how === 'brought-back' || (how === 'taken-back' && line.import !== null && imports.undone.has(line.import))) {
    const told = isRetraction(line) ? `${line.type} ${line.key}` : lines > 1 ? many(lines, NAMES[line.type] ?? line.type) : lineInWords(asked, line)
    return how === 'brought-back' ? `the import ${name} was brought back, and with it ${told}` : `the import ${name} was undone, and with it ${told}`
  }
  if (isRetraction(line)) return `${VERBS[how]} ${line.type} ${line.key}`
  if (line.type === 'override' || (line.type === 'staff' && lines === 1)) {
    if (lines > 1) return `${how === 'taken-back' ? 'we took back' : 'we were told'} ${many(lines, 'correction')} by hand`
    return how === 'taken-back' ? `we took back that ${wordInWords(asked, line as OverrideLine).says}` : `we were told by hand that ${wordInWords(asked, line as OverrideLine).says}`
  }
  if (lines > 1) return `${VERBS[how]} ${many(lines, NAMES[line.type] ?? line.type)} from ${line.source}`
  return `${VERBS[how]} ${lineInWords(asked, line)} (from ${line.source})`
}

function lineInWords({ view: { world } }: Asked, line: Line): string {
  if (isRetraction(line)) return `${line.type} ${line.key}`
  const name = (identifier: string): string => {
    const party = partyIn(world, world.dictionary.find(identifier))
    return party === 0 ? identifier : nameInWords(world, party)
  }
  switch (line.type) {
    case 'agreement': return `agreement ${line.key} of ${name(line.buyer)}`
    case 'membership': return `that ${name(line.person)} belongs to ${name(line.organization)}`
    case 'seat': return `that ${name(line.party)} holds a seat of ${line.agreement}`
    case 'ownership': return `that ${name(line.organization)} is part of ${name(line.parent)}`
    case 'staff': return `that ${name(line.party)} is staff`
    case 'party': return `who ${line.name ?? name(line.ids[0] ?? '')} is`
    case 'link': return `that ${line.ids.slice(0, 2).join(' and ')} are one`
    default: return `${line.type} ${line.key}`
  }
}
