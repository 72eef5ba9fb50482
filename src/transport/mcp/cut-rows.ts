/** A list of an answer that is longer than an assistant should read. */
export interface Cut {
  readonly list: string
  readonly shown: number
  readonly of: number
  readonly more: string
}

/** Rows of one list that an assistant is given at once; sums and totals beside it are over all rows. */
const ROWS_AT_MOST = 25
/** ... and where it asks for more. */
const ROWS_ASKED_AT_MOST = 200
const ROWS_WITHIN_A_ROW = 10
const NARROWER = 'Ask more narrowly, such as for one product or fewer days, to see others. Totals are over all.'
const PAGES = 'Ask again with limit and cursor, or more narrowly, to see others. Totals are over all.'

/** The answer with long lists shortened, and which ones they were: nothing is left out without a word. */
export function cutRows(answer: unknown, hasPages: boolean, limit: number): { readonly rows: unknown; readonly cut: readonly Cut[] } {
  const longest = new Map<string, Cut>()
  const shortened = (value: unknown, path: string, isWithin: boolean): unknown => {
    if (Array.isArray(value)) {
      const most = isWithin ? ROWS_WITHIN_A_ROW : limit > 0 ? Math.min(limit, ROWS_ASKED_AT_MOST) : ROWS_AT_MOST
      if (value.length > most && value.length > (longest.get(path)?.of ?? 0))
        longest.set(path, { list: path, shown: most, of: value.length, more: hasPages ? PAGES : NARROWER })
      return value.slice(0, most).map((one) => shortened(one, `${path}[]`, true))
    }
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, shortened(one, path === '' ? name : `${path}.${name}`, isWithin)]))
  }
  const rows = shortened(answer, '', false)
  return { rows, cut: [...longest.values()] }
}
