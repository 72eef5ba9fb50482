import { useCallback, useEffect, useRef, useState } from 'react'
import { ask, type Parameters } from '../../api/ask.ts'
import { download } from '../../why/csv.ts'
import { agreementLinesCsv } from './agreements-csv.ts'

const AT_ONCE = 2_000

/** All agreements of a list as a file, page after page, with how far it is and a way to stop. Leaving the list stops it, too. */
export function useAgreementsCsv() {
  const [progress, setProgress] = useState<{ readonly done: number; readonly total: number } | null>(null)
  const [error, setError] = useState<Error | null>(null)
  const running = useRef<AbortController | null>(null)
  const cancel = useCallback(() => running.current?.abort(), [])
  useEffect(() => cancel, [cancel])
  const start = useCallback(async (asked: Parameters, name: string) => {
    const own = new AbortController()
    running.current?.abort()
    running.current = own
    setError(null)
    const parts: string[] = []
    let cursor: string | undefined
    let done = 0
    try {
      do {
        const page: Awaited<ReturnType<typeof ask<'agreements'>>> = await ask('agreements', { ...asked, limit: AT_ONCE, cursor }, own.signal)
        parts.push(agreementLinesCsv(page.agreements, parts.length === 0))
        done += page.agreements.length
        setProgress({ done, total: page.total })
        cursor = page.next ?? undefined
      } while (cursor !== undefined)
      download(`${name}.csv`, parts.join(''), 'text/csv')
    } catch (cause) {
      if (!own.signal.aborted) setError(cause instanceof Error ? cause : new Error(String(cause)))
    }
    if (running.current === own) setProgress(null)
  }, [])
  return { progress, error, start, cancel }
}
