import { DEFAULT_SOURCE } from './understand.ts'

type Fields = { readonly [field: string]: unknown }

/** The line as it is kept: JSON, in the order given, unknown fields included, without `recordedAt`. The line must have passed `understand`. */
export function bodyOf(raw: object): string {
  if (!('recordedAt' in raw)) return JSON.stringify(raw)
  const { recordedAt: _, ...kept } = raw
  return JSON.stringify(kept)
}

/** True if two bodies say the same: equal as data, whatever the order of keys; an absent source is 'default'. */
export function sameBody(a: string, b: string): boolean {
  if (a === b) return true
  return sameFields(withSource(JSON.parse(a) as Fields), withSource(JSON.parse(b) as Fields))
}

/** As `sameBody`, whatever import the lines came with: a file imported again says nothing new. */
export function sameButImport(a: string, b: string): boolean {
  return sameFields(withoutImport(withSource(JSON.parse(a) as Fields)), withoutImport(withSource(JSON.parse(b) as Fields)))
}

/** ... and whatever the time at which it came, for use that names none. */
export function sameButImportAndTime(a: string, b: string): boolean {
  const bare = (body: string): Fields => {
    const { at: _, ...rest } = withoutImport(withSource(JSON.parse(body) as Fields))
    return rest
  }
  return sameFields(bare(a), bare(b))
}

/** In an undo line `import` is what is undone, not where the line came from. */
function withoutImport(fields: Fields): Fields {
  if (fields.type === 'undo' || !('import' in fields)) return fields
  const { import: _, ...rest } = fields
  return rest
}

function withSource(fields: Fields): Fields {
  return fields.source === undefined || fields.source === null ? { ...fields, source: DEFAULT_SOURCE } : fields
}

function same(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (Array.isArray(a) || Array.isArray(b)) {
    return Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((item, place) => same(item, b[place]))
  }
  return sameFields(a as Fields, b as Fields)
}

function sameFields(a: Fields, b: Fields): boolean {
  const names = Object.keys(a)
  return names.length === Object.keys(b).length && names.every((name) => Object.hasOwn(b, name) && same(a[name], b[name]))
}
