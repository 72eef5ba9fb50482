import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useState } from 'react'
import type { Studies } from '../../api/types.ts'
import { tell } from '../../api/tell.ts'
import { useView } from '../../view/use-view.ts'

export type ReviewCardShape = Studies['identity-review']['cards'][number]
export type Fact = 'same' | 'not-same'

/** A decision that was written and can be taken back. */
export interface Decision { readonly key: string; readonly fact: Fact; readonly card: ReviewCardShape }

const SLIDE_MS = 170

function asError(cause: unknown): Error {
  return cause instanceof Error ? cause : new Error(String(cause))
}

/** Decides cards, one after the other, and takes decisions back. A card is gone at once; if writing fails it is here again. */
export function useDecisions() {
  const { workspace } = useView()
  const queries = useQueryClient()
  const [gone, setGone] = useState<ReadonlySet<string>>(new Set())
  const [leaving, setLeaving] = useState<{ readonly id: string; readonly fact: Fact } | null>(null)
  const [made, setMade] = useState<readonly Decision[]>([])
  const [undone, setUndone] = useState(false)
  const [error, setError] = useState<Error | null>(null)

  const hide = useCallback((id: string, hidden: boolean) => setGone((before) => {
    const after = new Set(before)
    if (hidden) after.add(id)
    else after.delete(id)
    return after
  }), [])

  const decide = useCallback(async (card: ReviewCardShape, fact: Fact, signed: { readonly by: string; readonly why: string }) => {
    setError(null)
    setUndone(false)
    setLeaving({ id: card.id, fact })
    const slid = new Promise((resolve) => setTimeout(resolve, matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : SLIDE_MS))
    const written = tell<{ key: string }>('correct', workspace, { fact, one: card.a.decideBy, other: card.b.decideBy, ...signed })
    written.catch(() => undefined)
    await slid
    hide(card.id, true)
    setLeaving(null)
    try {
      const { key } = await written
      setMade((before) => [...before, { key, fact, card }])
      await queries.invalidateQueries()
    } catch (cause) {
      hide(card.id, false)
      setError(asError(cause))
    }
  }, [workspace, queries, hide])

  const undo = useCallback(async () => {
    const last = made.at(-1)
    if (!last) return
    setError(null)
    try {
      await tell('correction-undo', workspace, { key: last.key })
      setMade((before) => before.filter(({ key }) => key !== last.key))
      setUndone(true)
      await queries.invalidateQueries()
      hide(last.card.id, false)
    } catch (cause) {
      setError(asError(cause))
    }
  }, [made, workspace, queries, hide])

  return { gone, leaving, last: made.at(-1) ?? null, undone, error, decide, undo }
}
