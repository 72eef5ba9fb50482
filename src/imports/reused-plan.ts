import { fieldOf } from './fields.ts'
import { looksLikeNames, numberShare, share } from './guess-columns.ts'
import { sourceOfTable } from './guess-constants.ts'
import { dateReading, namespaceOfColumn, numberReading, type Style, styleOf } from './guess-readings.ts'
import { meaningOf } from './guess-words.ts'
import type { KeptPlan } from './kept-plans.ts'
import type { ColumnProfile, TableLook } from './known.ts'
import type { DataWarning, FieldPlan, TablePlan } from './plan.ts'
import { decimalSigns, isUnreadable, numberIn } from './values.ts'

/** How a column looked in the file for which its plan was made: what its values were, and how large amounts were. */
export interface SeenColumn {
  readonly form: Form
  /** Of amounts: did any have decimals, and the value in the middle. */
  readonly fractions?: boolean
  readonly middle?: number
}
export type SeenColumns = { readonly [field: string]: SeenColumn }

type Form = 'email' | 'domain' | 'name' | 'other'

/** By what its values are a column says itself whose ids they are. */
function formOf(profile: ColumnProfile): Form {
  return share(profile.email, profile) > 0.9 ? 'email' : share(profile.domain, profile) > 0.9 ? 'domain' : looksLikeNames(profile) ? 'name' : 'other'
}

/** What of a table's columns is kept beside its plan. */
export function seenColumns(plan: TablePlan, look: TableLook): SeenColumns {
  return Object.fromEntries(Object.entries(plan.fields).flatMap(([name, planned]): [string, SeenColumn][] => {
    const type = fieldOf(plan.kind, name)?.type
    const profile = planned.from ? undefined : look.profiles.find(({ column }) => column === planned.column)
    if (!profile || profile.filled === 0) return []
    if (type === 'identifier') return [[name, { form: formOf(profile) }]]
    return type === 'amount' ? [[name, { form: 'other', ...sizes(profile, look, planned) }]] : []
  }))
}

/** Cells of a column that are at hand: the first, the most frequent, those of the first rows. */
function cellsAtHand(profile: ColumnProfile, look: TableLook): readonly string[] {
  const place = look.columns.indexOf(profile.column)
  return [...profile.examples, ...profile.common.map(([value]) => value), ...look.first.map((row) => row.cells[place]?.trim() ?? '')].filter((cell) => cell !== '')
}

function sizes(profile: ColumnProfile, look: TableLook, { reading }: FieldPlan): Pick<SeenColumn, 'fractions' | 'middle'> {
  const numbers = cellsAtHand(profile, look).map((cell) => numberIn(cell, reading ?? {})).filter((number): number is string => !isUnreadable(number))
  const values = numbers.map((number) => Math.abs(Number(number))).filter((value) => value > 0).sort((a, b) => a - b)
  const middle = values[Math.floor(values.length / 2)]
  return middle === undefined ? {} : { middle, fractions: numbers.some((number) => /\.\d*[1-9]/.test(number)) }
}

const AS_EARLIER = 'as an earlier file with the same columns was taken'
const READ_OTHERWISE = 'read otherwise than in the earlier file: '

/** Was the plan made for an earlier file, and kept? */
export function isKept({ certainty, format, because }: TablePlan): boolean {
  return certainty === 1 && format === null && because.startsWith('as an earlier')
}

/** Is a column read otherwise than in the file for which its plan was made? */
export function isOtherwise({ because }: FieldPlan): boolean {
  return because.startsWith(READ_OTHERWISE) || because.startsWith(MAYBE_MINOR)
}

/** Is it, but for what its columns disprove, what somebody said of an earlier file? */
export function isAsSaid({ because }: TablePlan): boolean {
  return because.startsWith(AS_EARLIER)
}

/** A kept plan for another table of its shape: its source is that of the table, and each reading holds only as long as the new columns do not disprove it. */
export function reusedPlan(kept: KeptPlan, look: TableLook, looks: readonly TableLook[], bareHeader: (header: string) => string, isMended: boolean): TablePlan {
  const { seen = {}, ...before } = kept
  const byHeader = new Map(look.columns.map((column) => [bareHeader(column), column]))
  const style = styleOf(look)
  // Next month's tables have next month's names.
  const tableLike = (name: string): string => (looks.find((other) => other.name === name) ?? looks.find((other) => sourceOfTable(other.name) === sourceOfTable(name)))?.name ?? name
  const fields = Object.fromEntries(Object.entries(before.fields).map(([name, plan]) => {
    if (plan.from) return [name, { ...plan, from: { ...plan.from, table: tableLike(plan.from.table) } }]
    const column = byHeader.get(bareHeader(plan.column)) ?? plan.column
    return [name, checked(name, { ...plan, column, because: withoutOtherwise(plan.because) }, before, seen[name], look, style)]
  }))
  const renamed = (columns: readonly string[]): string[] => columns.map((column) => byHeader.get(bareHeader(column)) ?? column)
  const constants = before.constants.linesIn === undefined ? before.constants : { ...before.constants, linesIn: tableLike(before.constants.linesIn) }
  const { source, because } = sourceFor(before, look.name, isMended)
  return { ...before, table: look.name, source, fields, constants, traits: renamed(before.traits), leftOver: renamed(before.leftOver), certainty: 1, because: `${AS_EARLIER}${because}` }
}

/** Tables of two systems may have the same columns and the same ids: each has the source that its own name says, unless somebody chose another. */
function sourceFor(kept: TablePlan, table: string, isMended: boolean): { readonly source: string; readonly because: string } {
  // Refused rows that come back are rows of the table that they were refused from, whatever their file is called.
  if (isMended) return { source: kept.source, because: `; refused rows of '${kept.source}', as its columns say` }
  const own = sourceOfTable(table)
  const before = sourceOfTable(kept.table)
  // The source of a known format is its system.
  if (kept.format !== null || own === before) return { source: kept.source, because: '' }
  if (kept.source !== before) return { source: kept.source, because: `${SOURCE_CHOSEN}'${kept.source}', chosen for ${kept.table}` }
  return { source: own, because: `; its source is '${own}', by its own name: that was ${kept.table} of '${before}'` }
}

const SOURCE_CHOSEN = '; its source is '

function withoutOtherwise(because: string): string {
  return because.startsWith(READ_OTHERWISE) ? 'so it was taken from an earlier file' : because
}

function checked(name: string, plan: FieldPlan, { kind }: TablePlan, seen: SeenColumn | undefined, look: TableLook, style: Style): FieldPlan {
  const field = fieldOf(kind, name)
  const profile = look.profiles.find(({ column }) => column === plan.column)
  if (!field || !profile || profile.filled === 0) return plan
  if (field.type === 'day' || field.type === 'instant') return sameDates(plan, profile, look, style)
  if (field.type === 'amount' || field.type === 'whole' || field.type === 'number' || field.type === 'score') return sameNumbers(plan, field.type === 'amount', seen, profile, look, style)
  if (field.type === 'word') return sameWords(plan, profile, (word) => meaningOf(kind, name, word))
  if (field.type === 'identifier') {
    const form = formOf(profile)
    const before = seen?.form ?? formOfNamespace(plan.reading?.namespace)
    if (form === before || plan.reading?.namespace === undefined || (seen === undefined && form !== 'email' && before !== 'email')) return plan
    const namespace = namespaceOfColumn(field, plan.column, profile, look.name)
    if (namespace === null || namespace === plan.reading.namespace) return plan
    return otherwise(plan, { namespace }, 1, `the column held ${FORM_WORDS[before]} before; here it holds ${FORM_WORDS[form]}, such as ${profile.examples[0]}`)
  }
  return plan
}

const FORM_WORDS: { readonly [form in Form]: string } = { email: 'e-mail addresses', domain: 'domains', name: 'names', other: 'ids' }

function formOfNamespace(namespace: string | undefined): Form {
  return namespace === 'email' || namespace === 'domain' || namespace === 'name' ? namespace : 'other'
}

function otherwise(plan: FieldPlan, reading: FieldPlan['reading'], certainty: number, says: string): FieldPlan {
  return { ...plan, reading: { ...plan.reading, ...reading }, certainty: Math.min(certainty, 0.5), because: `${READ_OTHERWISE}${says}` }
}

/** A kept order of dates holds unless the cells of this file prove another one. */
function sameDates(plan: FieldPlan, profile: ColumnProfile, look: TableLook, style: Style): FieldPlan {
  const now = dateReading(profile, look, style)
  const [before, after] = [plan.reading?.date, now.reading.date]
  if (after === undefined || after === before) return plan
  const wasOrder = before === 'day-first' || before === 'month-first'
  // A year in front is read by itself, whatever the order of other dates.
  const readsItself = after === 'iso' || (after === 'year-first' && before !== 'seconds' && before !== 'milliseconds')
  if (readsItself) return plan
  if (now.certainty < 1 && wasOrder) return now.certainty <= 0.3 ? { ...plan, certainty: now.certainty, because: now.because } : plan
  const why = now.because || after
  if (now.certainty < 1) return { ...plan, reading: { ...plan.reading, ...now.reading }, certainty: now.certainty, because: why }
  if (before === undefined) return { ...plan, reading: { ...plan.reading, ...now.reading } }
  return otherwise(plan, now.reading, 0.5, `dates were ${before} before; here ${why}`)
}

const SIGN_WORDS = { '.': 'points', ',': 'commas' } as const

/** A kept decimal sign holds unless cells of this file can only be read with the other one; a kept unit unless they have decimals. */
function sameNumbers(plan: FieldPlan, isAmount: boolean, seen: SeenColumn | undefined, profile: ColumnProfile, look: TableLook, style: Style): FieldPlan {
  const now = numberReading(profile, style)
  const before = plan.reading?.decimal
  const { decimal } = now.reading
  const cells = cellsAtHand(profile, look)
  const proofOf = (sign: '.' | ','): string | undefined => cells.find((cell) => {
    const admits = decimalSigns(cell)
    return admits !== null && admits.point === (sign === '.') && admits.comma === (sign === ',')
  })
  let checkedPlan = plan
  if (decimal !== undefined && before !== decimal) {
    if (before === undefined) checkedPlan = now.certainty === 1 ? { ...plan, reading: { ...plan.reading, decimal } } : { ...plan, reading: { ...plan.reading, decimal }, certainty: now.certainty, because: now.because }
    // Whole columns admit both signs; only a cell that admits one proves it.
    else if (now.certainty === 1 && !profile.examples.every((cell) => /^\d+$/.test(cell))) {
      const proof = proofOf(decimal)
      if (proof !== undefined) checkedPlan = otherwise(plan, { decimal }, 0.5, `numbers had decimal ${SIGN_WORDS[before]} before; here ${proof} proves decimal ${SIGN_WORDS[decimal]}`)
    }
  }
  if (!isAmount || numberShare(profile) < 0.6) return checkedPlan
  const fraction = cells.find((cell) => {
    const number = numberIn(cell, checkedPlan.reading ?? {})
    return !isUnreadable(number) && /\.\d*[1-9]/.test(number)
  })
  if (plan.reading?.unit === 'minor' && fraction !== undefined) return otherwise(checkedPlan, { unit: 'major' }, 0.5, `amounts were in the smallest units before, such as cents; here ${fraction} has decimals`)
  const { middle } = sizes(profile, look, checkedPlan)
  if (plan.reading?.unit !== 'minor' && seen?.fractions === true && seen.middle !== undefined && fraction === undefined && middle !== undefined && middle >= LARGER * seen.middle) {
    return { ...checkedPlan, certainty: 0.5, because: `${MAYBE_MINOR}amounts had decimals before, such as ${seen.middle}; here none has, and ${middle} is in their middle` }
  }
  return checkedPlan
}

/** Amounts that are so much larger, and whole, may be in cents. */
const LARGER = 30
const MAYBE_MINOR = 'perhaps in the smallest units: '

/** Words that the earlier file had not are understood anew. */
function sameWords(plan: FieldPlan, profile: ColumnProfile, meaning: (word: string) => string | null): FieldPlan {
  const words = plan.reading?.words
  if (words === undefined || Object.keys(words).length === 0) return plan
  const fresh = profile.common.map(([value]) => value.trim()).filter((value) => value !== '' && words[value.toLowerCase()] === undefined)
  const meant = fresh.map((word) => [word, meaning(word)] as const)
  if (meant.length === 0) return plan
  const known = meant.filter((pair): pair is readonly [string, string] => pair[1] !== null)
  const says = meant.slice(0, 5).map(([word, means]) => (means === null ? `'${word}' is not understood` : `'${word}' is taken for '${means}'`)).join(', ')
  return otherwise(plan, known.length === 0 ? {} : { words: { ...words, ...Object.fromEntries(known.map(([word, means]) => [word.toLowerCase(), means])) } }, 0.5, `words that were not there before: ${says}`)
}

const READING_MEND = 'Look at the first rows, and correct in the plan how the column is read (page: the column; command line: --show-plan, then --plan).'

/** What is read otherwise in a table than in the file for which its plan was made. */
export function reuseWarnings(plans: readonly TablePlan[], looks: readonly TableLook[]): readonly DataWarning[] {
  return plans.flatMap((plan) => {
    const look = looks.find(({ name }) => name === plan.table)
    const changed = Object.values(plan.fields).flatMap((planned): DataWarning[] => {
      const { column, because } = planned
      const profile = look?.profiles.find((one) => one.column === column)
      const told = because.startsWith(READ_OTHERWISE) ? { code: 'reading-changed', says: `${column} is ${because}.`, mend: READING_MEND }
        : because.startsWith(MAYBE_MINOR) ? { code: 'amounts-larger', says: `The amounts of ${column} are ${because}.`, mend: 'If they are cents, say in the plan that amounts are in the smallest units; else nothing needs to be done.' } : null
      return told === null ? [] : [{ table: plan.table, column, count: profile?.filled ?? 0, examples: [...(profile?.examples ?? [])].slice(0, 3), ...told }]
    })
    const chosen = plan.because.includes(SOURCE_CHOSEN) && plan.because.includes(', chosen for ')
    const source = chosen ? [{
      code: 'source-kept', table: plan.table, column: null, count: look?.rows ?? 0, examples: [],
      says: `The source '${plan.source}' was chosen for an earlier file with the same columns and another name. Rows of this file correct rows of that one with the same id.`,
      mend: `If this file comes from another system, give it a source of its own, such as '${sourceOfTable(plan.table)}'.`,
    }] : []
    return [...changed, ...source]
  })
}

/** Is a column of the plan read otherwise than when it was agreed to? */
export function readsOtherwise(plan: TablePlan): string | null {
  const changed = Object.values(plan.fields).find(isOtherwise)
  return changed ? `${changed.column} is ${changed.because}.` : null
}
