import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useState } from 'react'
import { ask } from '../api/ask.ts'
import { tell } from '../api/tell.ts'
import { useView } from '../view/use-view.ts'
import { type StillSaid, tellUndone } from './said.ts'
import { useSignature } from './use-signature.ts'

const NEWEST = 1_000

/** Whoever said the same as what was taken back, if that still counts. */
async function stillSaidOf(workspace: string, key: string): Promise<StillSaid | null> {
  const { corrections } = await ask('corrections', { workspace, limit: NEWEST })
  const undone = corrections.find((one) => one.key === key)
  const other = corrections.find((one) => !one.takenBack && one.key !== key && one.says === undone?.says)
  return other === undefined ? null : { by: other.by }
}

/** Takes a correction back, or all that were written together; every answer is asked again. */
export function useUndo() {
  const { workspace } = useView()
  const queries = useQueryClient()
  const { by } = useSignature()
  const [error, setError] = useState<Error | null>(null)
  const undo = useCallback(async (what: { readonly key: string; readonly import?: string } | { readonly import: string }) => {
    setError(null)
    try {
      const together = what.import === undefined ? what : { import: what.import }
      await tell('correction-undo', workspace, { ...together, ...(by === '' ? {} : { by }) })
      // What was taken back is taken back, also if nobody can say whether somebody else said the same.
      if ('key' in what) tellUndone(what.key, what.import !== undefined ? null : await stillSaidOf(workspace, what.key).catch(() => null))
      await queries.invalidateQueries()
    } catch (cause) {
      setError(cause instanceof Error ? cause : new Error(String(cause)))
    }
  }, [workspace, queries, by])
  return { undo, error }
}
