import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { problemFrom } from '../../api/problem.ts'
import { tell } from '../../api/tell.ts'
import { useView } from '../../view/use-view.ts'

/** Makes changes one at a time, and asks everything again after each: figures may have changed anywhere. */
export function useChange() {
  const { workspace } = useView()
  const queries = useQueryClient()
  const [isBusy, setBusy] = useState(false)
  const [error, setError] = useState<Error | null>(null)
  const doing = async <Answer>(work: () => Promise<Answer>): Promise<Answer | null> => {
    setBusy(true)
    setError(null)
    try {
      const answer = await work()
      await queries.invalidateQueries()
      return answer
    } catch (cause) {
      setError(cause instanceof Error ? cause : new Error(String(cause)))
      return null
    } finally {
      setBusy(false)
    }
  }
  const act = <Answer>(change: string, input: object): Promise<Answer | null> => doing(() => tell<Answer>(change, workspace, input))
  /** For what has an address of its own. */
  const remove = (path: string): Promise<boolean | null> => doing(async () => {
    const answer = await fetch(`${path}?${new URLSearchParams({ workspace })}`, { method: 'DELETE' })
    if (!answer.ok) throw await problemFrom(answer)
    return true
  })
  return { act, remove, isBusy, error, clear: () => setError(null) }
}
