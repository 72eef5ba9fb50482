/** One condition on who is looked at: the value is one of these, or none of them. */
export interface Clause { readonly dimension: string; readonly not: boolean; readonly values: readonly string[] }

/** The value for what is not known, or does not apply. */
export const NONE = 'none'

function decoded(text: string): string {
  try {
    return decodeURIComponent(text).trim()
  } catch {
    return text.trim()
  }
}

function escaped(text: string): string {
  return text.replace(/[;,=%!]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`)
}

/** Reads a `where` as the server does; what it would refuse is left to it. */
export function clausesFrom(text: string | undefined): readonly Clause[] {
  return (text ?? '').split(';').flatMap((part) => {
    const sign = part.indexOf('=')
    if (sign <= 0) return []
    const not = part[sign - 1] === '!'
    const values = part.slice(sign + 1).split(',').map(decoded).filter((value) => value !== '')
    return [{ dimension: decoded(part.slice(0, not ? sign - 1 : sign)), not, values: [...new Set(values)] }]
  }).filter(({ values }) => values.length > 0)
}

/** Writes clauses as the server reads them; nothing for none. */
export function whereOf(clauses: readonly Clause[]): string | undefined {
  const kept = clauses.filter(({ values }) => values.length > 0)
  return kept.length === 0 ? undefined : kept.map(({ dimension, not, values }) => `${escaped(dimension)}${not ? '!=' : '='}${values.map(escaped).join(',')}`).join(';')
}

/** Both must hold. */
export function both(where: string | undefined, more: string | undefined): string | undefined {
  return whereOf([...clausesFrom(where), ...clausesFrom(more)])
}

/** The same clauses with one put in the place of another, or added at the end. */
export function replaced(clauses: readonly Clause[], place: number, clause: Clause): readonly Clause[] {
  return place >= clauses.length ? [...clauses, clause] : clauses.map((one, at) => (at === place ? clause : one))
}
