import type { Parameter, Parameters } from '../db.ts'

/** SQL with `$1`, `$2`, ... and the names that stand behind the numbers. */
export interface NumberedSql {
  readonly text: string
  readonly names: readonly string[]
}

/** What must be passed over whole (strings, quoted names, comments, dollar quotes, casts), or a parameter's name. */
const PIECES =
  /'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|\/\*[\s\S]*?\*\/|\$([A-Za-z_]\w*)?\$[\s\S]*?\$\1\$|::|(?<![\w\])]):([A-Za-z_]\w*)/g

/** Statements come from files and are few; what is built anew each time must not grow the memory. */
const REMEMBERED = 1000
const remembered = new Map<string, NumberedSql>()

/** Turns `:name` into `$1`, `$2`, ...; a name that is used twice keeps its number. */
export function numbered(sql: string): NumberedSql {
  const known = remembered.get(sql)
  if (known) return known
  const names: string[] = []
  const text = sql.replace(PIECES, (piece: string, _tag: string | undefined, name: string | undefined) => {
    if (name === undefined) return piece
    const place = names.indexOf(name)
    return `$${place < 0 ? names.push(name) : place + 1}`
  })
  if (remembered.size >= REMEMBERED) remembered.clear()
  const result = { text, names }
  remembered.set(sql, result)
  return result
}

/** SQL in which each `:name` is replaced by what is given for it. */
export function replacedNames(sql: string, replacement: (name: string) => string): string {
  return sql.replace(PIECES, (piece: string, _tag: string | undefined, name: string | undefined) => (name === undefined ? piece : replacement(name)))
}

/** The values in the order of their numbers. */
export function valuesFor(names: readonly string[], parameters: Parameters): Parameter[] {
  return names.map((name) => {
    const value = parameters[name]
    if (value === undefined) throw new Error(`the query names the parameter :${name}, which was not given`)
    return value
  })
}
