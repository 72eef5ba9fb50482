import { kindOfTrait } from '../identity/profile.ts'
import { distinctness, normalHeader, share, wordsOfHeader } from './guess-columns.ts'
import type { ColumnProfile, TableLook } from './known.ts'
import type { FieldPlan, Kind } from './plan.ts'

/** Nobody needs these to know who somebody is. */
const SECRET = /passw|secret|token|hash|salt|iban|bic|bank|creditcard|debitcard|cardnumber|cvc|cvv/
/** What is nobody's business, unless it tells people apart: birth and papers do. */
const PRIVATE = /card|gender|geschlecht|marital|religion|ethnic|income|salary|gehalt|health|children|latitude|longitude|ipaddress|useragent/
const WITH_TRAITS: ReadonlySet<Kind> = new Set(['users', 'contacts', 'organizations', 'resellers'])
const MOST_TRAITS = 12
/** What parties are told apart by; see identity/profile.ts. Names, genders and employers say less than what they have of their own. */
const TELLING: ReadonlySet<string> = new Set([
  'email', 'phone', 'birth', 'passport', 'social security number', 'driving licence', 'tax number', 'LEI', 'register number', 'national id', 'street', 'postal', 'city', 'middle', 'name', 'employer',
])
const KEY = /^(id|ids|key|uuid|guid)$/

/**
 * Columns that say something about a party and are nobody's secret: short values, not all the same, none of the columns that are taken.
 * First those that tell parties apart, then short categories, keys of other tables last; in the order of their names.
 */
export function traitsOf(look: TableLook, kind: Kind, fields: Readonly<Record<string, FieldPlan>>, profiles: ReadonlyMap<string, ColumnProfile>): string[] {
  if (!WITH_TRAITS.has(kind)) return []
  const taken = new Set(Object.values(fields).map(({ column }) => column))
  return look.columns.flatMap((column) => {
    const profile = profiles.get(column)
    if (!profile || taken.has(column) || isSecret(column) || profile.filled === 0 || (profile.distinct <= 1 && profile.filled > 1)) return []
    return profile.examples.every((value) => value.length <= 80) && share(profile.url, profile) < 0.5 ? [{ column, rank: rankOf(column), part: distinctness(profile) }] : []
  }).sort((a, b) => a.rank - b.rank || a.part - b.part || (a.column < b.column ? -1 : 1)).slice(0, MOST_TRAITS).map(({ column }) => column).sort()
}

function isSecret(column: string): boolean {
  const header = normalHeader(column)
  return SECRET.test(header) || (PRIVATE.test(header) && !TELLING.has(kindOfTrait(column)))
}

function rankOf(column: string): number {
  if (TELLING.has(kindOfTrait(column))) return 0
  return KEY.test(wordsOfHeader(column).at(-1) ?? '') ? 2 : 1
}
