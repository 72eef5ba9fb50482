import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useState } from 'react'
import { tell } from '../api/tell.ts'
import { useView } from '../view/use-view.ts'
import { tellUndone } from './said.ts'
import { useSignature } from './use-signature.ts'

/** Takes a correction back, or all that were written together; every answer is asked again. */
export function useUndo() {
  const { workspace } = useView()
  const queries = useQueryClient()
  const { by } = useSignature()
  const [error, setError] = useState<Error | null>(null)
  const undo = useCallback(async (what: { readonly key: string } | { readonly import: string }) => {
    setError(null)
    try {
      await tell('correction-undo', workspace, { ...what, ...(by === '' ? {} : { by }) })
      if ('key' in what) tellUndone(what.key)
      await queries.invalidateQueries()
    } catch (cause) {
      setError(cause instanceof Error ? cause : new Error(String(cause)))
    }
  }, [workspace, queries, by])
  return { undo, error }
}
