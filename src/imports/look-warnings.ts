import { fieldOf } from './fields.ts'
import { currencyOfHeader } from './guess-columns.ts'
import { dateReading, numberReading, styleOf } from './guess-readings.ts'
import type { ColumnProfile, TableLook } from './known.ts'
import type { DataWarning, FieldPlan, TablePlan } from './plan.ts'
import { dateOrderWarning } from './row-warnings.ts'
import { currencyIn, isUnreadable, markOfAmount, numberIn } from './values.ts'

/** Warnings of what whole columns look like, not of rows: taking the rows does not replace them. */
export const OF_LOOKS: ReadonlySet<string> = new Set(['reading-changed', 'amounts-larger', 'source-kept', 'ids-known-otherwise', 'amounts-two-ways', 'currency-guessed'])

/** Signs that several currencies of the world share, and no country calls its own alone. */
const BARE: ReadonlyMap<string, string> = new Map([['$', 'US, Canadian, Australian and other dollars'], ['¥', 'yen and yuan']])
const NUMBERS: ReadonlySet<string> = new Set(['amount', 'whole', 'number', 'score'])
const EXAMPLES = 3
/** From here on a reading counts as sure. */
const SURE = 0.9
/** Of larger tables a preview converts only the first rows. */
export const PREVIEWED_ROWS = 100_000

interface Column {
  readonly plan: TablePlan
  readonly name: string
  readonly planned: FieldPlan
  readonly profile: ColumnProfile
  readonly look: TableLook
}

/** What columns leave open, and was decided all the same; to be shown before anything is written. */
export function lookWarnings(plans: readonly TablePlan[], looks: readonly TableLook[]): readonly DataWarning[] {
  return plans.flatMap((plan) => {
    const look = looks.find(({ name }) => name === plan.table)
    if (!look) return []
    const columns = Object.entries(plan.fields).flatMap(([name, planned]): Column[] => {
      const profile = planned.from ? undefined : look.profiles.find(({ column }) => column === planned.column)
      return profile && profile.filled > 0 ? [{ plan, name, planned, profile, look }] : []
    })
    return columns.flatMap((column) => [twoWays(column), guessedCurrency(column), openDates(column)].filter((warning) => warning !== null))
  })
}

function valuesOf({ profile, look }: Column): readonly string[] {
  const place = look.columns.indexOf(profile.column)
  return [...new Set([...profile.examples, ...profile.common.map(([value]) => value), ...look.first.map((row) => row.cells[place]?.trim() ?? '')])].filter((value) => value !== '')
}

/** `1,250` may be 1250 or 1.25: no cell of the column proves which. */
function twoWays(column: Column): DataWarning | null {
  const { plan, name, planned, profile, look } = column
  const { decimal } = planned.reading ?? {}
  if (!NUMBERS.has(fieldOf(plan.kind, name)?.type ?? '') || decimal === undefined || planned.certainty >= SURE) return null
  const now = numberReading(profile, styleOf(look))
  if (now.certainty === 1 || now.reading.decimal === undefined) return null
  const open = valuesOf(column).filter((value) => /\d[.,]\d{3}(?!\d)/.test(value))
  const [first] = open
  if (first === undefined) return null
  const [taken, other] = [decimal, decimal === '.' ? ',' : '.'].map((sign) => numberIn(first, { decimal: sign as '.' | ',' }))
  if (taken === undefined || other === undefined || isUnreadable(taken) || isUnreadable(other) || taken === other) return null
  const count = Math.max(open.length, profile.filled - profile.whole)
  return {
    code: 'amounts-two-ways', table: plan.table, column: planned.column, count, examples: open.slice(0, EXAMPLES),
    says: `${count.toLocaleString('en-US')} ${count === 1 ? 'number' : 'numbers'} of ${planned.column} can be read in two ways, and the column does not prove which it is: ${first} is taken for ${taken}, and may be ${other}.`,
    mend: 'Say in the plan how numbers are written (page: Numbers are written; command line: --show-plan, then --plan with the decimal sign of the column).',
  }
}

/** A bare `$` is taken for US dollars. */
function guessedCurrency(column: Column): DataWarning | null {
  const { plan, name, planned, profile } = column
  if (fieldOf(plan.kind, name)?.type !== 'amount') return null
  const ownCurrency = plan.fields.currency
  // Another column says it.
  if (ownCurrency && ownCurrency.column !== planned.column) return null
  const values = valuesOf(column)
  const marked = values.filter((value) => BARE.has(markOfAmount(value) ?? ''))
  const sign = marked[0] === undefined ? signOfHeader(planned.column) : markOfAmount(marked[0])
  const taken = sign === null ? null : currencyIn(sign)
  if (sign === null || taken === null || (!ownCurrency && plan.constants.currency !== taken && plan.constants.currency !== undefined)) return null
  if (marked.length === 0 && currencyOfHeader(planned.column) !== taken) return null
  const isAll = marked.length === 0 || marked.length === values.length
  const count = isAll ? profile.filled : marked.length
  return {
    code: 'currency-guessed', table: plan.table, column: planned.column, count, examples: (marked.length === 0 ? [planned.column] : marked).slice(0, EXAMPLES),
    says: `${isAll ? '' : 'At least '}${count.toLocaleString('en-US')} ${count === 1 ? 'amount' : 'amounts'} of ${planned.column} ${count === 1 ? 'has' : 'have'} the sign ${sign}, which ${BARE.get(sign)} share. ${count === 1 ? 'It is' : 'They are'} taken for ${taken}.`,
    mend: `If it is another currency, say which in the plan (page: Currency; command line: --set ${plan.table}:currency=CAD). If it is ${taken}, nothing needs to be done.`,
  }
}

function signOfHeader(header: string): string | null {
  const sign = /[$¥]/.exec(header)
  return sign && !/[a-z]{2,3}\s*[$¥]|[$¥]\s*[A-Z]{3}|\b[A-Z]{3}\b/i.test(header.replace(/[a-z]{4,}/gi, '')) ? sign[0] : null
}

/** Of a table that is too large to be converted wholly before the yes: dates that can be read in two ways, counted in the whole column. */
function openDates({ plan, name, planned, profile, look }: Column): DataWarning | null {
  const type = fieldOf(plan.kind, name)?.type
  if (look.rows <= PREVIEWED_ROWS || (type !== 'day' && type !== 'instant') || planned.certainty >= 0.6) return null
  const { date } = planned.reading ?? {}
  const count = Math.min(profile.dayFirst, profile.monthFirst)
  if ((date !== 'day-first' && date !== 'month-first') || count === 0 || dateReading(profile, look, styleOf(look)).certainty === 1) return null
  return dateOrderWarning(plan.table, planned.column, count, profile.examples.slice(0, EXAMPLES), planned.certainty <= 0.3)
}

/** Warnings of rows, and of looks; what was counted in the whole column takes the place of what was counted in the first rows. */
export function together(ofLooks: readonly DataWarning[], ofRows: readonly DataWarning[]): readonly DataWarning[] {
  const whole = new Set(ofLooks.map(({ code, table, column }) => `${code}\0${table}\0${column}`))
  return [...ofLooks, ...ofRows.filter(({ code, table, column }) => !whole.has(`${code}\0${table}\0${column}`))]
}
