import { sentenceOf } from './sentences.ts'
import { table } from './table.ts'
import { countOf, withoutMinusZero } from './words.ts'

type Fields = { readonly [field: string]: unknown }

/** Of longer lists of identifiers the rest is counted. */
const LISTED = 3

/** An answer for people: the sentence first, then single values, then each list as a table, none wider than the terminal. */
export async function answerText(study: string, answer: unknown, width: number | null = null): Promise<string> {
  const parts: string[] = []
  const sentence = sentenceOf(study, answer)
  if (sentence) parts.push(sentence)
  if (isFields(answer)) parts.push(...(await ofFields(answer, width)))
  else if (Array.isArray(answer)) parts.push(await tableOf(answer, width))
  else parts.push(cell(answer))
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`
}

/** Single values, inner ones too, as one table; then each list as a table of its own. */
async function ofFields(fields: Fields, width: number | null): Promise<string[]> {
  const single: string[][] = []
  const lists: (readonly [string, readonly unknown[]])[] = []
  sort(fields, '', single, lists)
  const tables = lists.map(async ([title, rows]) => `${title}\n${await tableOf(rows, width)}`)
  return [single.length > 0 ? (await table(['', ''], single, width)).replace(/^\s*\n/, '') : '', ...(await Promise.all(tables))]
}

function sort(fields: Fields, path: string, single: string[][], lists: (readonly [string, readonly unknown[]])[]): void {
  for (const [name, value] of Object.entries(fields)) {
    const title = capital(path === '' ? words(name) : `${path} ${words(name)}`)
    if (Array.isArray(value) && value.some(isFields)) lists.push([title, value])
    else if (isFields(value) && !isParty(value)) sort(value, title, single, lists)
    else if (value !== null && !(Array.isArray(value) && value.length === 0)) single.push([title, cell(value)])
  }
}

async function tableOf(rows: readonly unknown[], width: number | null): Promise<string> {
  const flat = rows.map((row) => (isFields(row) ? flattened(row) : { value: cell(row) }))
  const names = [...new Set(flat.flatMap((row) => Object.keys(row)))].filter((name) => flat.some((row) => (row[name] ?? '') !== ''))
  return table(
    names.map(words),
    flat.map((row) => names.map((name) => row[name] ?? '')),
    width,
  )
}

/** One level of columns: money stands with its currency, parties by name, inner objects as `outer inner`. */
function flattened(row: Fields): { readonly [name: string]: string } {
  const flat: { [name: string]: string } = {}
  const currency = typeof row.currency === 'string' ? row.currency : null
  for (const [name, value] of Object.entries(row)) {
    if (name === 'currency' && currency !== null) continue
    if (isFields(value) && !isParty(value)) {
      for (const [inner, text] of Object.entries(flattened(value))) flat[`${name} ${inner}`] = text
    } else if (currency !== null && typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value)) flat[name] = money(value, currency)
    else flat[name] = name === 'share' && typeof value === 'number' ? percent(value) : cell(value)
  }
  return flat
}

export function cell(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'number') return countOf(value)
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (typeof value === 'string') return value
  if (Array.isArray(value)) return cellOfList(value)
  if (isParty(value)) return partyName(value)
  const fields = value as Fields
  if (typeof fields.amount === 'string' && typeof fields.currency === 'string') return money(fields.amount, fields.currency)
  return Object.entries(fields)
    .map(([name, inner]) => `${words(name)} ${cell(inner)}`)
    .join(', ')
}

function cellOfList(values: readonly unknown[]): string {
  const shown = values.length <= LISTED + 1 ? values : values.slice(0, LISTED)
  const left = values.length - shown.length
  return `${shown.map(cell).join(', ')}${left > 0 ? ` and ${countOf(left)} more` : ''}`
}

export function money(amount: string, currency: string): string {
  const [whole = '0', fraction] = withoutMinusZero(amount).split('.')
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',')
  return `${fraction === undefined ? grouped : `${grouped}.${fraction}`} ${currency}`
}

export function percent(share: number): string {
  return `${withoutMinusZero((share * 100).toFixed(1))} %`
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isParty(value: unknown): value is Fields {
  return isFields(value) && 'id' in value && 'identifiers' in value
}

export function partyName(party: Fields): string {
  const identifiers = party.identifiers as readonly string[]
  return typeof party.name === 'string' ? party.name : (identifiers[0] ?? String(party.id))
}

/** usageDays becomes "usage days". */
function words(name: string): string {
  return name.replace(/([a-z])([A-Z])/g, (_all, before: string, letter: string) => `${before} ${letter.toLowerCase()}`)
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
