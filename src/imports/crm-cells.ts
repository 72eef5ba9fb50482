import { domainClaim } from '../evidence/billed-party.ts'
import type { EvidenceObject } from '../evidence/from-segment.ts'
import type { Conversion, KnownFormat, TableLook } from './known.ts'
import type { RowOutcome } from './outcome.ts'
import type { Cells, Table } from './table.ts'
import { emailIn, isUnreadable, truthIn } from './values.ts'

/** Letters and digits in lower case: `Company Name`, `company_name` and `CompanyName` are one header. */
export function plainHeader(header: string): string {
  return header.normalize('NFKD').toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '')
}

/** Looks a cell up by any of several headers, however they are written; null if there is none, or nothing in it. */
export type ByHeader = (cells: Cells, ...headers: readonly string[]) => string | null

/** For `prepare` of formats that read more columns than their fields name. */
export async function byHeader(table: Table): Promise<ByHeader> {
  return headerReader(table.columns)
}

export function headerReader(columns: readonly string[]): ByHeader {
  const places = new Map<string, string>()
  for (const column of columns) if (!places.has(plainHeader(column))) places.set(plainHeader(column), column)
  return (cells, ...headers) => {
    for (const header of headers) {
      const column = places.get(plainHeader(header))
      const text = column === undefined ? null : cells.text(column)
      if (text !== null) return text
    }
    return null
  }
}

/** Cells of joined tables, whose headers are not known beforehand. */
export function cellOf(cells: Cells, ...headers: readonly string[]): string | null {
  for (const header of headers) {
    const text = cells.text(header)
    if (text !== null) return text
  }
  return null
}

/** What the column of a field holds in this row, as the plan stands, corrected or not. */
export function given(cells: Cells, conversion: Conversion, field: string): string | null {
  const column = conversion.plan.fields[field]?.column
  return column === undefined ? null : cells.text(column)
}

/** The same row with other words in the columns of some fields; fields without a column are left. */
export function withFields(cells: Cells, conversion: Conversion, changes: Readonly<Record<string, string | null>>): Cells {
  const changed = new Map<string, string | null>()
  for (const [field, text] of Object.entries(changes)) {
    const column = conversion.plan.fields[field]?.column
    if (column !== undefined) changed.set(column, text)
  }
  return { row: cells.row, text: (column) => (changed.has(column) ? (changed.get(column) ?? null) : cells.text(column)) }
}

/** Several values in one cell, as CRMs write them: `12;34`. */
export function several(text: string | null): readonly string[] {
  return text === null ? [] : [...new Set(text.split(';').map((one) => one.trim()).filter((one) => one !== ''))]
}

export function isTrue(text: string | null): boolean {
  return text !== null && truthIn(text) === true
}

/** An address that can be one; null for what is none, as anonymized data hold. */
export function emailOrNull(text: string | null): string | null {
  const email = text === null ? null : emailIn(text)
  return email === null || isUnreadable(email) ? null : email
}

/** Left out for a reason of its own, with the money that the row speaks of. */
export function leftOutAs(outcome: RowOutcome, why: string): RowOutcome {
  return { kind: 'left-out', why, ...(outcome.money ? { money: outcome.money } : {}) }
}

/** The outcome with more lines, where it has lines. */
export function withLines(outcome: RowOutcome, more: readonly EvidenceObject[]): RowOutcome {
  return outcome.kind === 'lines' && more.length > 0 ? { ...outcome, lines: [...outcome.lines, ...more] } : outcome
}

/** The outcome whose first party line of that kind names more identifiers of the same party. */
export function withIds(outcome: RowOutcome, kind: 'person' | 'organization', ids: readonly string[]): RowOutcome {
  if (outcome.kind !== 'lines' || ids.length === 0) return outcome
  const at = outcome.lines.findIndex((line) => line.type === 'party' && line.kind === kind)
  if (at < 0) return outcome
  return { ...outcome, lines: outcome.lines.map((line, place) => (place === at ? { ...line, ids: [...new Set([...(line.ids as readonly string[]), ...ids])] } : line)) }
}

/** The outcome with the domains that its first organization claims. */
export function withClaims(outcome: RowOutcome, conversion: Conversion, domains: readonly string[]): RowOutcome {
  if (outcome.kind !== 'lines') return outcome
  const organization = (outcome.lines.find((line) => line.type === 'party' && line.kind === 'organization')?.ids as readonly string[] | undefined)?.[0]
  if (organization === undefined) return outcome
  return withLines(outcome, domains.map((domain) => domainClaim({ key: `${organization} ${domain}`, source: conversion.plan.source, organization, domain })))
}

export function party(conversion: Conversion, key: string, kind: 'person' | 'organization', ids: readonly (string | null)[], more: object = {}): EvidenceObject {
  return { type: 'party', key, source: conversion.plan.source, kind, ids: [...new Set(ids.filter((id) => id !== null))], ...more }
}

/** One line for each person and organization that belong together, however many rows say so. */
export function membership(conversion: Conversion, person: string, organization: string, role: string | null, more: object = {}): EvidenceObject {
  return { type: 'membership', key: `${person} ${organization}${role === null ? '' : ` ${role}`}`, source: conversion.plan.source, person, organization, ...(role === null ? {} : { function: role }), ...more }
}

/** A person of our own: who looks after customers in a CRM or answers tickets. */
export function staff(conversion: Conversion, ids: readonly (string | null)[], name: string | null): readonly EvidenceObject[] {
  const [first = ''] = ids
  const key = first ?? ''
  return [party(conversion, key, 'person', ids, name === null ? {} : { name }), { type: 'staff', key, source: conversion.plan.source, party: key }]
}

/** What a role or a label says about the purchase. The first that holds; roles that say nothing of it give no function. */
const FUNCTIONS: readonly (readonly [says: RegExp, role: 'decider' | 'champion' | 'billing' | 'admin'])[] = [
  [/technical buyer|technical evaluator/i, 'champion'],
  [/decision|decider|economic|budget|purchas|procure|buyer|signator|signer|entscheid/i, 'decider'],
  [/billing|accounts payable|finance|invoice|rechnung|buchhaltung/i, 'billing'],
  [/champion|influencer|evaluator|sponsor|advocate/i, 'champion'],
  [/\badmin/i, 'admin'],
]

/** The function that a CRM's role means: Decision Maker and Economic Buyer decide; Evaluator, Influencer and Executive Sponsor are champions. Of several roles the strongest. */
export function functionOfRole(role: string | null): 'decider' | 'champion' | 'billing' | 'admin' | null {
  const found = several(role).map((one) => FUNCTIONS.find(([says]) => says.test(one))?.[1] ?? null)
  return (['decider', 'billing', 'champion', 'admin'] as const).find((one) => found.includes(one)) ?? null
}

/** Do the filled cells of the column, or of the one that is there of several, have this form? From the first rows. */
export function columnHas(look: TableLook, headers: readonly string[], form: RegExp): boolean {
  const wanted = new Set(headers.map(plainHeader))
  const place = look.columns.findIndex((column) => wanted.has(plainHeader(column)))
  if (place < 0) return false
  const filled = look.first.map((row) => row.cells[place]?.trim() ?? '').filter((text) => text !== '')
  return filled.length > 0 && filled.every((text) => form.test(text))
}

export interface Useless {
  readonly name: string
  readonly title: string
  readonly needs: readonly string[]
  readonly without?: readonly string[]
  readonly because: string
  /** For tables whose columns are too common: what the file must be called as well. */
  readonly called?: RegExp
}

/** Tables that a system has, and that say nothing of who uses and who pays. */
export function useless(system: string, tables: readonly Useless[]): readonly KnownFormat[] {
  return tables.map(({ name, title, needs, without, because, called }) => ({
    name: `${system}-${name}`, title, system, kind: 'nothing', needs, because, fields: {},
    ...(without ? { without } : {}), ...(called ? { holds: (look: TableLook) => called.test(look.name) } : {}),
  }))
}
