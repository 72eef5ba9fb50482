import { useQueries } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { ask, type Parameters } from '../../api/ask.ts'
import type { PartyRow } from '../../api/shapes.ts'

export const WINDOW = 100

interface Rows {
  /** A row by its place; undefined while it is on its way. */
  readonly row: (place: number) => PartyRow | undefined
  readonly total: number | undefined
  /** True while rows of the list before are shown. */
  readonly isStale: boolean
  readonly isFirst: boolean
  readonly error: Error | null
  readonly again: () => void
}

/** Rows of a list by windows, as they come into sight. Those of the list before stay, paler, until the first of the new one are there. */
export function useRows(asked: Parameters, from: number, to: number): Rows {
  const first = Math.floor(Math.max(0, from) / WINDOW)
  const last = Math.max(first, Math.floor(Math.max(0, to) / WINDOW))
  const windows = [...new Set([0, ...Array.from({ length: last - first + 1 }, (_, place) => first + place)])]
  const results = useQueries({
    queries: windows.map((window) => ({
      queryKey: ['parties', 'window', asked, window] as const,
      queryFn: ({ signal }: { signal: AbortSignal }) => ask('parties', { ...asked, limit: WINDOW, offset: window * WINDOW }, signal),
    })),
  })
  const found = new Map(windows.map((window, place) => [window, results[place]?.data]))
  const total = results.find(({ data }) => data !== undefined)?.data?.total
  const before = useRef<{ readonly found: typeof found; readonly total: number | undefined }>({ found: new Map(), total: undefined })
  const isStale = total === undefined && before.current.total !== undefined
  useEffect(() => {
    if (total !== undefined) before.current = { found, total }
  })
  const shown = isStale ? before.current.found : found
  const failed = results.find(({ error }) => error !== null)
  return {
    row: (place) => shown.get(Math.floor(place / WINDOW))?.parties[place % WINDOW],
    total: isStale ? before.current.total : total,
    isStale,
    isFirst: total === undefined && before.current.total === undefined,
    error: failed?.error ?? null,
    again: () => { for (const result of results) if (result.error) void result.refetch() },
  }
}
