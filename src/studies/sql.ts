import { readFileSync } from 'node:fs'

const FRAGMENT = /^-- include (\S+)$/gm
const queries = new Map<string, string>()

/** The text of a `.sql` file of this room; `-- include x` stands for the common table expressions of x.sql. */
export function sql(name: string): string {
  const known = queries.get(name)
  if (known !== undefined) return known
  const text = fileOf(name).replace(FRAGMENT, (_, fragment: string) => fileOf(fragment).trimEnd())
  queries.set(name, text)
  return text
}

function fileOf(name: string): string {
  return readFileSync(new URL(`./${name}.sql`, import.meta.url), 'utf8')
}
