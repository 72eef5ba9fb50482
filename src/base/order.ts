/** Puts texts or numbers of one kind in order, texts by their letters' codes: the same on every machine, in any language. */
export function order<T extends string | bigint | number>(a: T, b: T): number {
  return a < b ? -1 : a > b ? 1 : 0
}
