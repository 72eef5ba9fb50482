import { Type } from 'typebox'
import { Refusal } from '../base/refusal.ts'

export const PAGING = {
  limit: Type.Optional(Type.String({ description: 'Rows at most; absent: all rows.' })),
  cursor: Type.Optional(Type.String({ description: "`next` of the page before." })),
}

/** One page of a list that is whole in memory; `next` is null on the last one. */
export function page<T>(all: readonly T[], input: { readonly limit?: string | undefined; readonly cursor?: string | undefined }): { readonly rows: readonly T[]; readonly next: string | null } {
  const offset = offsetFrom(input.cursor)
  if (input.limit === undefined) return { rows: all.slice(offset), next: null }
  const end = offset + limitFrom(input.limit)
  return { rows: all.slice(offset, end), next: end < all.length ? String(end) : null }
}

export function limitFrom(text: string | undefined, otherwise = 100, parameter = 'limit'): number {
  const limit = text === undefined ? otherwise : Number(text)
  if (!Number.isInteger(limit) || limit < 1 || limit > 100_000) throw new Refusal('bad-parameter', `'${parameter}' must be a whole number from 1 to 100000, not '${text}'.`, { parameter })
  return limit
}

export function offsetFrom(text: string | undefined, parameter: 'cursor' | 'offset' = 'cursor'): number {
  const offset = text === undefined ? 0 : Number(text)
  if (!Number.isInteger(offset) || offset < 0) throw new Refusal('bad-parameter', parameter === 'cursor' ? "'cursor' must be the `next` of the page before." : `'offset' must be a whole number from 0 on, not '${text}'.`, { parameter })
  return offset
}
