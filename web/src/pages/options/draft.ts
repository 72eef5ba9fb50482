import type { KeptSheet } from './use-sheets.ts'

/** A sheet as it is being written: all cells are text. */
export interface Draft { readonly id: string | undefined; readonly name: string; readonly unit: string; readonly budget: string; readonly rows: readonly DraftRow[]; readonly notBoth: string; readonly needs: string }
export interface DraftRow { readonly at: number; readonly key: string; readonly name: string; readonly cost: string; readonly topics: string; readonly against: string; readonly helps: string; readonly hurts: string; readonly rule: string; readonly note: string }

/** The columns in the order in which a spreadsheet is pasted. */
export const COLUMNS = ['name', 'cost', 'topics', 'against', 'helps', 'hurts', 'rule', 'note'] as const
export type Column = (typeof COLUMNS)[number]

let made = 0
export function emptyRow(cells: Partial<Record<Column, string>> = {}): DraftRow {
  made += 1
  return { at: made, key: '', name: '', cost: '', topics: '', against: '', helps: '', hurts: '', rule: 'free', note: '', ...cells }
}

export function draftOf(sheet: KeptSheet | undefined, name: string): Draft {
  if (sheet === undefined) return { id: undefined, name, unit: 'EUR', budget: '', rows: [emptyRow(), emptyRow(), emptyRow()], notBoth: '', needs: '' }
  const nameOf = new Map(sheet.options.map((option) => [option.key ?? option.name, option.name]))
  const pairs = (list: KeptSheet['needs']): string => (list ?? []).map(({ pair }) => pair.map((key) => nameOf.get(key) ?? key).join(' | ')).join('\n')
  return {
    id: sheet.id, name: sheet.name, unit: sheet.unit, budget: sheet.budget ?? '', notBoth: pairs(sheet.notBoth), needs: pairs(sheet.needs),
    rows: sheet.options.map((option) => ({ ...emptyRow(), key: option.key ?? '', name: option.name, cost: option.cost, topics: (option.topics ?? []).join(', '), against: (option.against ?? []).join(', '), helps: option.helps ?? '', hurts: option.hurts ?? '', rule: option.must ? 'must' : option.never ? 'never' : 'free', note: option.note ?? '' })),
  }
}

/** The draft as the server takes it. Rows without a name are none. */
export function savedOf({ id, name, unit, budget, rows, notBoth, needs }: Draft) {
  const named = rows.filter((row) => row.name.trim() !== '')
  const keyOf = new Map(named.map((row) => [row.name.trim(), row.key === '' ? row.name.trim() : row.key]))
  const pairs = (text: string) => text.split('\n').filter((line) => line.trim() !== '').map((line) => ({ pair: line.split('|').map((part) => keyOf.get(part.trim()) ?? part.trim()) }))
  return {
    ...(id === undefined ? {} : { id }), name: name.trim(), unit, ...(budget.trim() === '' ? {} : { budget: plainAmount(budget) }), notBoth: pairs(notBoth), needs: pairs(needs),
    options: named.map((row) => ({
      ...(row.key === '' ? {} : { key: row.key }), name: row.name.trim(), cost: plainAmount(row.cost), topics: list(row.topics), against: list(row.against), helps: row.helps.trim(), hurts: row.hurts.trim(),
      ...(row.rule === 'must' ? { must: true } : row.rule === 'never' ? { never: true } : {}), ...(row.note.trim() === '' ? {} : { note: row.note.trim() }),
    })),
  }
}

function list(text: string): string[] {
  return text.split(',').map((one) => one.trim()).filter((one) => one !== '')
}

/** Blanks between thousands are left out; a comma is left for the server to refuse, since it could be either. */
function plainAmount(text: string): string {
  return text.replace(/[\s\u00a0\u202f']/g, '')
}

/** Rows of a spreadsheet as they are pasted, or of a CSV file: quoted cells may hold line ends. */
export function cellsOf(text: string): string[][] {
  const separator = text.includes('\t') ? '\t' : (text.split('\n')[0]?.split(';').length ?? 0) > (text.split('\n')[0]?.split(',').length ?? 0) ? ';' : ','
  const rows: string[][] = [[]]
  let cell = ''
  let quoted = false
  const body = text.replace(/^\ufeff/, '').replace(/\r\n?/g, '\n')
  for (let at = 0; at < body.length; at += 1) {
    const sign = body[at] as string
    if (quoted && sign === '"' && body[at + 1] === '"') {
      cell += '"'
      at += 1
    } else if (sign === '"' && (quoted || cell === '')) quoted = !quoted
    else if (!quoted && (sign === separator || sign === '\n')) {
      rows.at(-1)?.push(cell)
      cell = ''
      if (sign === '\n') rows.push([])
    } else cell += sign
  }
  rows.at(-1)?.push(cell)
  return rows.filter((row) => row.some((one) => one.trim() !== ''))
}

/** Puts cells into the rows from one on, and makes as many as are needed. */
export function filled(rows: readonly DraftRow[], fromRow: number, fromColumn: Column, cells: readonly (readonly string[])[]): DraftRow[] {
  const next = [...rows]
  const first = COLUMNS.indexOf(fromColumn)
  for (const [down, line] of cells.entries()) {
    const row = next[fromRow + down] ?? emptyRow()
    next[fromRow + down] = { ...row, ...Object.fromEntries(line.flatMap((cell, across) => { const column = COLUMNS[first + across]; return column === undefined ? [] : [[column, cell.trim()]] })) }
  }
  return next
}

/** A file whose first row names columns, in any order; else they are taken as they stand. */
export function rowsOfFile(text: string): DraftRow[] {
  const [head = [], ...rest] = cellsOf(text)
  const named = head.map((name) => COLUMNS.find((column) => column === name.trim().toLowerCase()) ?? null)
  if (!named.includes('name')) return filled([], 0, 'name', [head, ...rest])
  return rest.map((line) => emptyRow(Object.fromEntries(line.flatMap((cell, place) => (named[place] ? [[named[place], cell.trim()]] : [])))))
}
