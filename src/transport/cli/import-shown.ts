import type { ImportState, TableState, Tally } from '../../imports/import-state.ts'
import { money, percent } from './answer.ts'
import { table as tableText } from './table.ts'
import { countOf, listOf, plural } from './words.ts'

const FIRST_SHOWN = 3
const LINES_SHOWN = 3
const EXAMPLES_SHOWN = 3
const TEXT_SHOWN = 60

/** What was understood of an import, for the one who says yes or no. */
export async function understoodText(state: ImportState, width: number | null): Promise<string> {
  const parts: string[] = []
  for (const table of state.tables) parts.push(await ofTable(table, width))
  if (state.warnings.length > 0) parts.push(warningsText(state))
  if (state.faults.length > 0) parts.push(faultsText(state))
  return `${parts.join('\n\n')}\n`
}

async function ofTable(table: TableState, width: number | null): Promise<string> {
  const { plan } = table
  const head = `${table.table}: ${plural(table.rows, 'row')} (${table.read})`
  const because = plan.because === '' ? '' : `: ${plan.because}`
  if (plan.kind === 'nothing') return `${head}\n  Nothing is taken from it${because}`
  const sure = plan.format === null ? `, ${sureness(plan.certainty)} sure` : `, recognized as ${plan.format}`
  const lines = [head, `  ${words(plan.kind)}${sure}${because}${table.kept ? ' (as for the last file of this shape)' : ''}`]
  const fields = [
    ...Object.entries(plan.fields).map(([field, { column, certainty, because: why }]) => [field, column, sureness(certainty), why]),
    ...Object.entries(plan.constants).map(([field, value]) => [field, `= ${value}`, '', 'for all rows']),
  ]
  if (fields.length > 0) lines.push(indented(await tableText(['field', 'column', 'sure', 'because'], fields, width === null ? null : width - 2)))
  if (plan.traits.length > 0) lines.push(`  Kept as traits: ${listOf(plan.traits)}`)
  if (plan.leftOver.length > 0) lines.push(`  Left over: ${listOf(plan.leftOver)}`)
  for (const field of table.missing) {
    lines.push(
      `  MISSING ${field}: --column ${shellWord(`${table.table}:${field}=COLUMN`)} or --set ${shellWord(`${table.table}:${field}=VALUE`)}, or --kind ${shellWord(`${table.table}=nothing`)}`,
    )
  }
  for (const row of table.preview.slice(0, FIRST_SHOWN)) {
    lines.push(`  row ${row.row}: ${row.outcome === 'lines' ? '' : `${row.outcome === 'refused' ? 'REFUSED' : 'left out'}: ${row.says ?? ''}`}`.trimEnd())
    for (const line of row.lines.slice(0, LINES_SHOWN)) lines.push(`    ${cut(JSON.stringify(line), width === null ? 160 : width - 4)}`)
    if (row.lines.length > LINES_SHOWN) lines.push(`    and ${plural(row.lines.length - LINES_SHOWN, 'more line', 'more lines')}`)
  }
  return lines.join('\n')
}

function warningsText({ warnings }: ImportState): string {
  const texts = warnings.map(({ table, column, count, says, examples, mend }) => {
    const where = [table, column].filter((one) => one !== null).join(', ')
    const shown = examples.length === 0 ? '' : ` For example ${listOf(examples.slice(0, EXAMPLES_SHOWN).map((one) => cut(one, TEXT_SHOWN)))}.`
    return `  ${where === '' ? '' : `${where}: `}${says} (${countOf(count)})${shown}\n    ${mend}`
  })
  return `What looks odd:\n${texts.join('\n')}`
}

export function faultsText({ faults }: ImportState): string {
  return faults.map(({ file, says }) => (file === '' ? says : `${file}: ${says}`)).join('\n')
}

/** What became of the rows. */
export async function tallyText(state: ImportState, width: number | null): Promise<string> {
  const counted = state.tables.flatMap(({ table, tally }) => (tally ? [{ table, tally }] : []))
  const rows = counted.map(({ table, tally }) =>
    [table, tally.rows, tally.written, tally.known, tally.refused, leftOut(tally)].map((one) => (typeof one === 'number' ? countOf(one) : one)),
  )
  const parts = [await tableText(['table', 'rows', 'written', 'known', 'refused', 'left out'], rows, width)]
  const why = counted.flatMap(({ table, tally }) => tally.leftOut.map(({ why: reason, rows: n }) => `  ${table}: ${plural(n, 'row')} left out: ${reason}`))
  if (why.length > 0) parts.push(why.join('\n'))
  const sums = counted.flatMap(({ table, tally }) =>
    tally.money.map((sum) => [table, ...[sum.in, sum.written, sum.known, sum.refused, sum.leftOut].map((amount) => money(amount, sum.currency))]),
  )
  if (sums.length > 0) parts.push(await tableText(['money of', 'in', 'written', 'known', 'refused', 'left out'], sums, width))
  if (state.warnings.length > 0) parts.push(warningsText(state))
  return `${parts.join('\n\n')}\n`
}

interface Reconciled {
  readonly money: readonly { readonly currency: string; readonly in: string; readonly explained: string; readonly unknown: string }[]
  readonly unknownPayments: readonly { readonly day: string; readonly amount: string; readonly currency: string; readonly why: string; readonly mend: string }[]
  readonly unknownPaymentsInAll: number
  readonly usage: {
    readonly in: number
    readonly stamped: number
    readonly kinds: readonly { readonly kind: string; readonly events: number }[]
    readonly leftOut: { readonly staff: number; readonly override: number }
  }
}

const UNKNOWN_SHOWN = 5

/** Does it add up, as known now? Empty where neither money nor use came in. */
export function reconciliationText(answer: unknown): string {
  const { money: sums, unknownPayments, unknownPaymentsInAll, usage } = answer as Reconciled
  const lines = sums.map(
    (sum) => `Payments: ${money(sum.in, sum.currency)} in = ${money(sum.explained, sum.currency)} explained + ${money(sum.unknown, sum.currency)} unknown`,
  )
  for (const { day, amount, currency, why, mend } of unknownPayments.slice(0, UNKNOWN_SHOWN)) lines.push(`  ${day}, ${money(amount, currency)}: ${why} ${mend}`)
  if (unknownPaymentsInAll > UNKNOWN_SHOWN) lines.push(`  and ${countOf(unknownPaymentsInAll - UNKNOWN_SHOWN)} more`)
  const left = usage.leftOut.staff + usage.leftOut.override
  const kinds = usage.kinds.filter(({ events }) => events > 0).map(({ kind, events }) => `${kind} ${countOf(events)}`)
  if (usage.in > 0) lines.push(`Use: ${plural(usage.in, 'event')} in = ${countOf(usage.stamped)} by who pays (${listOf(kinds)}) + ${countOf(left)} left out`)
  return lines.length === 0 ? '' : `${lines.join('\n')}\n`
}

export function refusedOf(state: ImportState): readonly TableState[] {
  return state.tables.filter(({ tally }) => (tally?.refused ?? 0) > 0)
}

function leftOut(tally: Tally): number {
  return tally.leftOut.reduce((sum, { rows }) => sum + rows, 0)
}

function sureness(certainty: number): string {
  return percent(certainty).replace('.0 %', ' %')
}

function words(kind: string): string {
  return kind.charAt(0).toUpperCase() + kind.slice(1).replaceAll('-', ' ')
}

function indented(text: string): string {
  return text
    .split('\n')
    .map((line) => (line === '' ? '' : `  ${line}`))
    .join('\n')
}

function cut(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, Math.max(1, length - 1))}…`
}

/** As a shell takes it for one word. */
export function shellWord(text: string): string {
  return /^[\w.:@/=-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`
}
