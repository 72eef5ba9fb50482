/** The filter of agreements as the address and the server write it: `state=in-force;has=no-use`. */
export type Clauses = Readonly<Record<string, string>>

export function clausesFrom(text: string | undefined): Clauses {
  return Object.fromEntries((text ?? '').split(';').flatMap((clause) => {
    const sign = clause.indexOf('=')
    return sign <= 0 ? [] : [[clause.slice(0, sign), decodeURIComponent(clause.slice(sign + 1))]]
  }))
}

/** Changes one clause; without a value it is taken away. */
export function withClause(text: string | undefined, name: string, value: string): string | undefined {
  const clauses = { ...clausesFrom(text), [name]: value }
  const written = Object.entries(clauses).filter(([, said]) => said !== '').map(([one, said]) => `${one}=${said.split(',').map(encodeURIComponent).join(',')}`).join(';')
  return written === '' ? undefined : written
}
