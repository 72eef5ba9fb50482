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

/** A plain table; columns of numbers and money stand right. */
export async function table(head: readonly string[], rows: readonly (readonly string[])[]): Promise<string> {
  const { default: Table } = await import('cli-table3')
  const colAligns = head.map((_name, column) => {
    const values = rows.map((row) => row[column] ?? '').filter((value) => value !== '')
    return values.length > 0 && values.every((value) => MONEY_OR_NUMBER.test(value)) ? ('right' as const) : ('left' as const)
  })
  const made = new Table({ head: [...head], colAligns, chars: NO_LINES, style: { head: [], border: [], compact: true, 'padding-left': 0, 'padding-right': 0 } })
  for (const row of rows) made.push([...row])
  return made
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')
}
