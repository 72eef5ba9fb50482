import { useCallback, useRef, useState } from 'react'
import { ask, type Parameters } from '../../api/ask.ts'
import type { PartyRow } from '../../api/shapes.ts'
import { nameOf } from '../../format/names.ts'
import { type Cell, csvText, download } from '../../why/csv.ts'

const AT_ONCE = 5_000

interface Progress { readonly done: number; readonly total: number }

type Amounts = readonly { readonly currency: string; readonly amount: string }[]
const amounts = (list: Amounts): string => list.map(({ amount, currency }) => `${amount} ${currency}`).join(' ')

/** The columns of the file: always those that every party has, and those that were chosen. */
function headOf(columns: readonly string[]): readonly string[] {
  return ['party', 'kind', 'identifiers', 'roles', 'payer kind', 'payer', 'agreement', 'usage days', 'events', 'last use', ...columns]
}

function cellsOf(row: PartyRow, columns: readonly string[]): readonly Cell[] {
  const traits = (row.traits ?? {}) as Readonly<Record<string, string | number | boolean | null>>
  const extra = columns.map((column): Cell => {
    if (column === 'category') return row.category ?? null
    if (column === 'organizations') return (row.organizations ?? []).map(nameOf).join(', ')
    if (column === 'allocated') return amounts(row.allocated ?? [])
    if (column === 'paid') return amounts(row.paid ?? [])
    const value = traits[column.slice('trait.'.length)] ?? null
    return typeof value === 'boolean' ? String(value) : value
  })
  return [nameOf(row.party), row.party.kind, row.party.identifiers.join(' '), (row.roles ?? []).join(' '), row.kind, row.payer === null ? null : nameOf(row.payer), row.agreement, row.usageDays, row.events, row.lastUse, ...extra]
}

export function partiesCsv(rows: readonly PartyRow[], columns: readonly string[], withHead = true): string {
  const text = csvText(headOf(columns), rows.map((row) => cellsOf(row, columns)))
  return withHead ? text : text.slice(text.indexOf('\r\n') + 2)
}

/** All rows of a list as a file, some thousand at a time, with how far it is and a way to stop. */
export function useCsv(): { readonly progress: Progress | null; readonly error: Error | null; readonly start: (asked: Parameters, columns: readonly string[], name: string) => Promise<void>; readonly cancel: () => void } {
  const [progress, setProgress] = useState<Progress | null>(null)
  const [error, setError] = useState<Error | null>(null)
  const running = useRef<AbortController | null>(null)
  const cancel = useCallback(() => running.current?.abort(), [])
  const start = useCallback(async (asked: Parameters, columns: readonly string[], name: string) => {
    const own = new AbortController()
    running.current?.abort()
    running.current = own
    setError(null)
    const parts: string[] = []
    let cursor: string | null = null
    let done = 0
    try {
      do {
        const page: Awaited<ReturnType<typeof ask<'parties'>>> = await ask('parties', { ...asked, limit: AT_ONCE, cursor }, own.signal)
        parts.push(partiesCsv(page.parties, columns, parts.length === 0))
        done += page.parties.length
        setProgress({ done, total: page.total })
        cursor = page.next
      } while (cursor !== null)
      download(`${name}.csv`, parts.join(''), 'text/csv')
    } catch (cause) {
      if (!own.signal.aborted) setError(cause instanceof Error ? cause : new Error(String(cause)))
    }
    setProgress(null)
  }, [])
  return { progress, error, start, cancel }
}
