import { auditTexts as words } from '../../texts/audit.ts'

/** One field that a change touched, in words; null stands for nothing. */
export interface Difference { readonly field: string; readonly before: string | null; readonly after: string | null }

type Fields = Readonly<Record<string, unknown>>

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function textOf(value: unknown): string | null {
  if (value === null || value === undefined || value === '') return null
  if (typeof value === 'boolean') return value ? words.yes : words.no
  if (Array.isArray(value)) return value.length === 0 ? null : value.map((one) => textOf(one) ?? '').join(', ')
  if (isFields(value)) return Object.entries(value).flatMap(([name, inner]) => { const text = textOf(inner); return text === null ? [] : [`${words.field(name)} ${text}`] }).join(', ')
  return String(value).replace(/^(\d{4}-\d\d-\d\d)T(\d\d:\d\d).*Z$/, '$1 $2')
}

/** Names that people cannot read anything from. */
const UNSHOWN: ReadonlySet<string> = new Set(['id', 'version'])

/** What differs between before and after, field by field; a value that is no object stands as one field. */
export function differencesOf(before: unknown, after: unknown): readonly Difference[] {
  const [was, is] = [isFields(before) ? before : {}, isFields(after) ? after : {}]
  const names = [...new Set([...Object.keys(was), ...Object.keys(is)])].filter((name) => !UNSHOWN.has(name))
  return names.flatMap((name) => {
    const difference = { field: words.field(name), before: textOf(was[name]), after: textOf(is[name]) }
    return difference.before === difference.after ? [] : [difference]
  })
}

export function inOneLine(differences: readonly Difference[]): string {
  return differences.map(({ field, before, after }) => `${field}: ${before === null ? '' : `${before} → `}${after ?? words.nothing}`).join('; ')
}
