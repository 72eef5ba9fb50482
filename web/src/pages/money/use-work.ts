import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useState } from 'react'
import { tell } from '../../api/tell.ts'
import { useView } from '../../view/use-view.ts'

/** What is said when a choice is made: a correction. */
export interface Saying { readonly correct: Readonly<Record<string, string>> }

interface Made { readonly id: string; readonly says: string; readonly key: Promise<string> }

function asError(cause: unknown): Error {
  return cause instanceof Error ? cause : new Error(String(cause))
}

/** Writes it, and gives the key by which it is taken back. */
async function write(workspace: string, saying: Saying, period: { readonly from: string; readonly to: string }, signed: { readonly by: string; readonly why: string }): Promise<string> {
  return (await tell<{ key: string }>('correct', workspace, { ...saying.correct, ...period, ...signed })).key
}

/** Says one thing after the other, and takes them back. What was decided is gone at once; if writing fails it is here again. */
export function useWork() {
  const { workspace, period } = useView()
  const queries = useQueryClient()
  const [gone, setGone] = useState<ReadonlySet<string>>(new Set())
  const [made, setMade] = useState<readonly Made[]>([])
  const [undone, setUndone] = useState(false)
  const [error, setError] = useState<Error | null>(null)
  const hide = useCallback((id: string, hidden: boolean) => setGone((before) => {
    const after = new Set(before)
    if (hidden) after.add(id)
    else after.delete(id)
    return after
  }), [])

  const say = useCallback(async (id: string, saying: Saying, says: string, signed: { readonly by: string; readonly why: string }) => {
    setError(null)
    setUndone(false)
    hide(id, true)
    const key = write(workspace, saying, { from: period.from, to: period.to }, signed)
    const one = { id, says, key }
    setMade((before) => [...before, one])
    try {
      await key
      await queries.invalidateQueries()
    } catch (cause) {
      setMade((before) => before.filter((other) => other !== one))
      hide(id, false)
      setError(asError(cause))
    }
  }, [workspace, period.from, period.to, queries, hide])

  // What was said last is taken back, also while it is still being written.
  const undo = useCallback(async () => {
    const last = made.at(-1)
    if (last === undefined) return
    setError(null)
    setMade((before) => before.filter((other) => other !== last))
    try {
      const key = await last.key
      await tell('correction-undo', workspace, { key })
      setUndone(true)
      hide(last.id, false)
      await queries.invalidateQueries()
    } catch (cause) {
      setError(asError(cause))
    }
  }, [made, workspace, queries, hide])

  return { gone, last: made.at(-1) ?? null, undone, error, say, undo }
}
