const MONEY_OR_NUMBER = /^-?[\d,]+(\.\d+)?( [A-Z]{3}| %)?$/
const NO_LINES = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '  ',
}
const GAP = 2
/** Columns are not made narrower than this: less could not be told apart. */
const NARROWEST = 6

/** A plain table; columns of numbers and money stand right. With a width (of the terminal), texts that are too long are cut; where that is not enough, columns at the right are left out. */
export async function table(head: readonly string[], rows: readonly (readonly string[])[], width: number | null = null): Promise<string> {
  const { default: Table } = await import('cli-table3')
  const columns = head.map((_name, column) => rows.map((row) => row[column] ?? ''))
  const isNumber = columns.map((values) => {
    const given = values.filter((value) => value !== '')
    return given.length > 0 && given.every((value) => MONEY_OR_NUMBER.test(value))
  })
  const widths = fitted(
    columns.map((values, column) => Math.max(...[head[column] ?? '', ...values].map((text) => [...text].length))),
    isNumber,
    width,
  )
  const shown = widths.length
  const made = new Table({
    head: head.slice(0, shown).map((text, column) => cut(text, widths[column] ?? 0)),
    colAligns: isNumber.slice(0, shown).map((right) => (right ? 'right' : 'left')),
    chars: NO_LINES,
    style: { head: [], border: [], compact: true, 'padding-left': 0, 'padding-right': 0 },
  })
  for (const row of rows) made.push(row.slice(0, shown).map((text, column) => cut(text, widths[column] ?? 0)))
  const lines = made.toString().split('\n')
  if (shown < head.length) lines.push(`(not shown, as the terminal is too narrow: ${head.slice(shown).join(', ')})`)
  return lines.map((line) => line.trimEnd()).join('\n')
}

/** Widths of the columns that have room: the widest text gives way first, numbers never. */
function fitted(wanted: readonly number[], isNumber: readonly boolean[], width: number | null): readonly number[] {
  const widths = [...wanted]
  if (width === null) return widths
  while (widths.length > 1 && least(widths, isNumber) > width) widths.pop()
  for (let over = widths.reduce((sum, one) => sum + one, GAP * (widths.length - 1)) - width; over > 0; over--) {
    const texts = widths.map((one, column) => (isNumber[column] ? 0 : one))
    const widest = Math.max(...texts)
    if (widest <= 1) break
    widths[texts.lastIndexOf(widest)] = widest - 1
  }
  return widths
}

function least(widths: readonly number[], isNumber: readonly boolean[]): number {
  return widths.reduce((sum, one, column) => sum + (isNumber[column] ? one : Math.min(one, NARROWEST)), GAP * (widths.length - 1))
}

function cut(text: string, width: number): string {
  const signs = [...text]
  return signs.length <= width ? text : `${signs.slice(0, Math.max(0, width - 1)).join('')}…`
}
