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
export type How = 'learned' | 'corrected' | 'taken-back'

/** Lines of one type from one place that stand behind moved use: on the path to its payer, or joining those on it. */
export interface Cause {
  readonly how: How
  /** Type of the lines, or the fact of an override; `usage` where the use itself is new or gone. */
  readonly what: string
  readonly source: string | null
  readonly import: string | null
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
export function causesOf(times: TwoTimes, rows: readonly ComboRow[]): { readonly all: Cause[]; readonly ofFlow: ReadonlyMap<string, Cause[]>; readonly unexplainedDays: number } {
  const joined = joiningsBetween(times)
  const all = new Tally(times.now)
  const ofFlow = new Map<string, Tally>()
  let unexplainedDays = 0
  for (const row of rows) {
    const flow = ofFlow.get(flowName(row)) ?? new Tally(times.now)
    ofFlow.set(flowName(row), flow)
    const isUse = SIDES[row.from_side] === 'not-known' || SIDES[row.to_side] === 'not-known'
    const found = isUse ? [] : shownBehind(times, row, joined)
    if (isUse) for (const tally of [all, flow]) tally.addUse(row)
    else if (found.length === 0) unexplainedDays += row.usage_days
    for (const shown of found) for (const tally of [all, flow]) tally.add(shown, row)
  }
  return { all: all.causes(), ofFlow: new Map([...ofFlow].map(([name, tally]) => [name, tally.causes()])), unexplainedDays }
}

export function flowName({ from_side, from_payer, to_side, to_payer }: Pick<ComboRow, 'from_side' | 'from_payer' | 'to_side' | 'to_payer'>): string {
  return `${from_side} ${from_payer} ${to_side} ${to_payer}`
}

// -- what stands behind one row ----------------------------------------------------------------

interface Joinings { readonly now: ReadonlyMap<number, readonly Version[]>; readonly was: ReadonlyMap<number, readonly Version[]> }

/** Lines that join parties at one of the times only, by party of that time. */
function joiningsBetween({ was, now }: TwoTimes): Joinings {
  const joiningsOf = ({ view: { world } }: Asked) => world.identities.history.filter(({ refusal }) => refusal === null)
  const [before, after] = [joiningsOf(was), joiningsOf(now)]
  const filed = (world: World, these: typeof before, others: typeof before): Map<number, Version[]> => {
    const known = new Set(others.map(({ joining }) => joining.held))
    const found = new Map<number, Version[]>()
    for (const { joining, identifiers } of these) {
      if (known.has(joining.held)) continue
      const party = partyIn(world, identifiers[0] ?? 0)
      found.set(party, [...(found.get(party) ?? []), joining.held as Version])
    }
    return found
  }
  return { now: filed(now.view.world, after, before), was: filed(was.view.world, before, after) }
}

function shownBehind({ was, now }: TwoTimes, { combo, day, from_side, to_side }: ComboRow, joined: Joinings): Shown[] {
  const [before, after] = [pathOn(was, combo, day), pathOn(now, combo, day)]
  const since = was.view.knownAt
  const found = new Map<Version, How>()
  for (const version of after.evidence) if (version.recordedAt > since) found.set(version, isCorrection(version, since, now) ? 'corrected' : 'learned')
  const undone = now.projection.statements.undone(now.view.knownAt)
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
  readonly #groups = new Map<string, { readonly shown: Shown | null; readonly how: How; readonly lines: Set<string>; readonly users: Set<number>; usageDays: number; readonly days: Set<string> }>()

  constructor(asked: Asked) {
    this.#asked = asked
  }

  add(shown: Shown, row: ComboRow): void {
    const { line } = shown.version
    this.#add(`${shown.how} ${factOf(line)} ${line.source} ${line.import}`, shown, shown.how, row, identityOf(line))
  }

  addUse(row: ComboRow): void {
    const how = SIDES[row.from_side] === 'not-known' ? 'learned' : 'taken-back'
    this.#add(how, null, how, row, null)
  }

  #add(name: string, shown: Shown | null, how: How, row: ComboRow, line: string | null): void {
    const group = this.#groups.get(name) ?? { shown, how, lines: new Set<string>(), users: new Set<number>(), usageDays: 0, days: new Set<string>() }
    this.#groups.set(name, group)
    if (line !== null) group.lines.add(line)
    group.users.add(row.party)
    // Several lines of one group may stand behind the same use.
    const use = `${row.combo} ${flowName(row)}`
    if (!group.days.has(use)) group.usageDays += row.usage_days
    group.days.add(use)
  }

  causes(): Cause[] {
    const found = [...this.#groups.values()].map(({ shown, how, lines, users, usageDays }) => {
      if (shown === null) return { how, what: 'usage', source: null, import: null, lines: 0, example: null, ids: [], says: how === 'learned' ? 'the use was told later' : 'the use was taken back or corrected', users: users.size, usageDays }
      const { line } = shown.version
      const ids = lines.size === 1 && !isRetraction(line) && (line.type === 'override' || line.type === 'staff') ? wordInWords(this.#asked, line).ids : []
      return { how, what: factOf(line), source: line.source, import: line.import, lines: lines.size, example: line.key, ids, says: causeInWords(this.#asked, shown, lines.size), users: users.size, usageDays }
    })
    return found.sort((a, b) => b.usageDays - a.usageDays || b.users - a.users || (a.says < b.says ? -1 : 1))
  }
}

function factOf(line: Line): string {
  return isRetraction(line) || line.type !== 'override' ? line.type : line.fact
}

const NAMES: Readonly<Record<string, string>> = { party: 'party line', override: 'correction', same: 'correction', 'not-same': 'correction', payer: 'correction', role: 'correction', 'leave-out': 'correction', payment: 'correction', staff: 'staff line' }
const VERBS: Readonly<Record<How, string>> = { learned: 'we learned', corrected: 'we corrected', 'taken-back': 'we took back' }

/** "we learned 38 memberships from crm", "we were told by hand that Ann is not a member of Acme". */
function causeInWords(asked: Asked, { version: { line }, how }: Shown, lines: number): string {
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
