// The studies of "who pays" once more, naively: every usage day is looked at for itself.

import { addDays, type Day, dayOf, instantOf } from './calendar.ts'
import { payerKinds, type Stamp, unpaidReason } from './cover.ts'
import { earlier, type Facts, factsOf, guessedOrganizations, kindOf, pair, type Use } from './facts.ts'
import { identifierOf, mailDomain, namespaceOf, valuePart } from './identifiers.ts'
import { newestLast } from './identity.ts'
import { personalMailDomains } from './lists.ts'
import { accruals, type View } from './money.ts'
import { split } from './rational.ts'
import { type Held, heldLines, type Line, record } from './record.ts'
import { viewOf } from './reference.ts'

type Params = Readonly<Record<string, string>>

interface Asked {
  readonly facts: Facts
  readonly view: View
  readonly held: readonly Held[]
  /** The party above which the stamp of a resold use begins: who sells to the user. */
  readonly stamps: Map<Use, Stamped>
}

/** A usage day with whose money it is under an agreement: for use itself that of its stamp. */
interface Stamped {
  readonly use: Use
  readonly kind: string
  readonly payer: string | null
  readonly agreement: string | null
  readonly via: string | null
  readonly reason: string | null
}

function askedFrom(lines: readonly Line[], params: Params): Asked {
  const nowMs = Date.parse('9999-12-31T00:00:00Z')
  const held = heldLines(record(lines, nowMs).versions, instantOf(params.knownAt))
  const facts = factsOf(held)
  return { facts, held, view: viewOf(facts, params, nowMs), stamps: new Map() }
}

function stamped({ facts, view, stamps }: Asked, use: Use): Stamped {
  const known = stamps.get(use)
  if (known) return known
  const stamp = view.stampOf(use)
  const fresh = {
    use, kind: stamp.kind, payer: stamp.payer, agreement: stamp.agreement, via: stamp.kind === 'intermediary' ? sellerAtTheFoot(facts, stamp) : null,
    reason: stamp.kind === 'nobody' ? unpaidReason(facts, view.seller, use) : null,
  }
  stamps.set(use, fresh)
  return fresh
}

/** The first agreement of the path is the one that covers the user. */
function sellerAtTheFoot(facts: Facts, { path }: Stamp): string | null {
  for (const { evidence } of path) {
    const agreement = facts.agreements.find(({ key }) => key === evidence)
    if (agreement) return agreement.seller
  }
  return null
}

/** The value of a usage day, as text. */
function valueOf(asked: Asked, dimension: string, { use, ...stamp }: Stamped): string {
  const { facts } = asked
  switch (dimension) {
    case 'payerKind': return stamp.kind
    case 'reason': return stamp.reason ?? 'none'
    case 'payer': return stamp.payer ?? 'none'
    case 'agreement': return stamp.agreement ?? 'none'
    case 'intermediary': return stamp.via ?? 'none'
    case 'product': return use.product
    case 'account': return use.account ?? 'none'
    case 'partyKind': return kindOf(facts, use.party) ?? 'none'
    case 'organization': return use.account ?? organizationOf(asked, use.party) ?? 'none'
    case 'domain': return domainOf(facts, use.party)
    case 'category': return saidOf(asked, use.party, (line) => (line.category === undefined || line.category === null ? undefined : String(line.category)))
    default: return saidOf(asked, use.party, (line) => {
      const traits = (line.traits ?? {}) as Record<string, unknown>
      const name = dimension.slice('trait.'.length)
      return name in traits ? String(traits[name] ?? 'none') : undefined
    })
  }
}

function organizationOf({ facts, view: { window } }: Asked, party: string): string | null {
  if (kindOf(facts, party) === 'organization') return party
  const ever = facts.memberships.filter((membership) => membership.person === party)
  const within = ever.filter(({ from, to }) => from < window.to && (to === null || window.from < to))
  const oldest = within.sort((a, b) => earlier({ from: a.from, key: a.evidence ?? '' }, { from: b.from, key: b.evidence ?? '' }))[0]
  if (oldest) return oldest.organization
  if (kindOf(facts, party) !== 'person') return null
  return guessedOrganizations(facts, party).filter((organization) => !ever.some((one) => one.organization === organization) && !facts.denied.has(pair(party, organization))).sort()[0] ?? null
}

function domainOf(facts: Facts, party: string): string {
  const identifiers = facts.identity.identifiersOf(party)
  const own = identifiers.find((one) => namespaceOf(one) === 'domain')
  if (own) return valuePart(own)
  const firm = identifiers.flatMap((one) => mailDomain(one) ?? []).find((domain) => !personalMailDomains.has(domain))
  return firm ?? identifiers.filter((one) => one.startsWith('email:') && one.includes('@')).map((one) => one.slice(one.lastIndexOf('@') + 1))[0] ?? 'none'
}

function saidOf({ facts, held }: Asked, party: string, said: (line: Line) => string | undefined): string {
  const about = newestLast(held.filter(({ type }) => type === 'party')).filter(({ line }) => (line.ids as unknown[]).some((id) => facts.identity.partyOf(identifierOf(id) ?? '') === party))
  return about.map(({ line }) => said(line)).filter((value) => value !== undefined).at(-1) ?? 'none'
}

function fits(asked: Asked, where: string | undefined, one: Stamped): boolean {
  return (where ?? '').split(';').filter((clause) => clause !== '').every((clause) => {
    const [dimension = '', values = ''] = clause.split(/!?=/)
    const found = valueOf(asked, decodeURIComponent(dimension), one)
    return values.split(',').map((value) => partyNamed(asked, decodeURIComponent(value))).includes(found) !== clause.includes('!=')
  })
}

/** A party may be asked for by any of its identifiers. */
function partyNamed({ facts }: Asked, value: string): string {
  return value.includes(':') ? facts.identity.partyOf(value) : value
}

export interface NaiveCell {
  users: number
  usageDays: number
  events: number
  readonly money: Record<string, bigint>
}

/** Cells by `group | kind | intermediary | payer`. */
export function naiveFlows(lines: readonly Line[], params: Params): Record<string, NaiveCell> {
  const asked = askedFrom(lines, params)
  const { view, facts } = asked
  const cells: Record<string, NaiveCell> = {}
  const nameOf = (one: Stamped): string => [valueOf(asked, params.by ?? 'category', one), one.kind, one.kind === 'intermediary' ? one.via : '', one.kind === 'self' ? '' : (one.payer ?? '')].join(' | ')
  const cellOf = (name: string): NaiveCell => (cells[name] ??= { users: 0, usageDays: 0, events: 0, money: {} })
  const inWindow = facts.uses.filter((use) => view.window.from <= use.day && use.day < view.window.to && !view.isLeftOut(use.party, use.day))
  const fitting = inWindow.filter((use) => view.product === null || use.product === view.product).map((use) => stamped(asked, use)).filter((one) => fits(asked, params.where, one))
  for (const one of fitting) {
    const cell = cellOf(nameOf(one))
    cell.usageDays += 1
    cell.events += one.use.events
  }
  for (const party of new Set(fitting.map(({ use }) => use.party))) cellOf(cellOfUser(fitting.filter(({ use }) => use.party === party), nameOf)).users += 1
  for (const { agreement, currency, uses, allocatedMinor } of accruals(view)) {
    for (const [party, minor] of allocatedMinor) {
      const own = uses.filter((use) => use.party === party).map((use) => stamped(asked, use))
      const byKind = split(minor, payerKinds.map((kind) => ({ name: kind, weight: own.filter((one) => one.kind === kind).length })).filter(({ weight }) => weight > 0))
      for (const [kind, part] of byKind) {
        const ofKind = own.filter((one) => one.kind === kind)
        const fine = (one: Stamped): string => `${one.use.account ?? ''}\u0000${one.use.product}\u0000${one.via ?? ''}`
        const names = [...new Set(ofKind.map(fine))].sort()
        const shares = split(part, names.map((name) => ({ name, weight: ofKind.filter((one) => fine(one) === name).length })))
        for (const name of names) {
          const one = { ...(ofKind.find((other) => fine(other) === name) as Stamped), payer: agreement.payer, agreement: agreement.key }
          const share = shares.get(name) ?? 0n
          if (share === 0n || !fits(asked, params.where, one)) continue
          const { money } = cellOf(nameOf(one))
          money[currency] = (money[currency] ?? 0n) + share
        }
      }
    }
  }
  return cells
}

function cellOfUser(own: readonly Stamped[], nameOf: (one: Stamped) => string): string {
  const kind = payerKinds.find((one) => own.some((other) => other.kind === one))
  const ofKind = own.filter((one) => one.kind === kind)
  const days = (name: string): number => ofKind.filter((one) => nameOf(one) === name).length
  const sides = (name: string): readonly string[] => {
    const [group = '', , via = '', payer = ''] = name.split(' | ')
    return [group, payer, via]
  }
  const compare = (a: readonly string[], b: readonly string[]): number => a.reduce((before, text, place) => before || (text < (b[place] ?? '') ? -1 : text > (b[place] ?? '') ? 1 : 0), 0)
  return [...new Set(ofKind.map(nameOf))].sort((a, b) => days(b) - days(a) || compare(sides(a), sides(b)))[0] ?? ''
}

export interface NaiveLife {
  readonly party: string
  readonly first: Day
  readonly paid: Day | null
  readonly outcome: string
}

/** Those who began unpaid in the window, and how many others began. */
export function naiveConversion(lines: readonly Line[], params: Params): { readonly lives: readonly NaiveLife[]; readonly paidFromFirstDay: number; readonly unknown: number } {
  const asked = askedFrom(lines, params)
  const { view, facts } = asked
  const until = dayOf(params.until) ?? ''
  const uses = facts.uses.filter((use) => use.day < until && !view.isLeftOut(use.party, use.day) && (view.product === null || use.product === view.product)).map((use) => stamped(asked, use))
  const lives: NaiveLife[] = []
  let paidFromFirstDay = 0
  let unknown = 0
  const ways = payerKinds.slice(0, 4) as readonly string[]
  for (const party of new Set(uses.map(({ use }) => use.party))) {
    const own = uses.filter(({ use }) => use.party === party)
    const days = own.map(({ use }) => use.day).sort()
    const first = days[0] as Day
    const began = own.filter(({ use }) => use.day === first)
    if (first < view.window.from || first >= view.window.to || !began.some((one) => fits(asked, params.where, one))) continue
    if (began.some(({ kind }) => ways.includes(kind))) paidFromFirstDay += 1
    else if (!began.some(({ kind }) => kind === 'nobody')) unknown += 1
    else {
      const paid = own.filter(({ kind }) => ways.includes(kind)).map(({ use }) => use.day).sort()[0] ?? null
      const way = ways.find((one) => own.some(({ use, kind }) => use.day === paid && kind === one))
      lives.push({ party, first, paid, outcome: way ?? ((days.at(-1) as Day) < addDays(until, -30) ? 'gone' : 'unpaid') })
    }
  }
  return { lives, paidFromFirstDay, unknown }
}

/** The share that was paid for by each day, as a product over days: of those who were watched on it and not paid for before. */
export function naiveShareUnpaid(lives: readonly NaiveLife[], until: Day, day: number): number {
  let share = 1
  for (let at = 1; at <= day; at += 1) {
    const watched = lives.filter(({ first, paid }) => addDays(first, at) < until && (paid === null || paid >= addDays(first, at)))
    const paidNow = watched.filter(({ first, paid }) => paid === addDays(first, at))
    if (watched.length > 0) share *= 1 - paidNow.length / watched.length
  }
  return share
}

