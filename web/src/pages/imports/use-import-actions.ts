import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useRef, useState } from 'react'
import type { ImportState, TablePlan } from '../../api/import-shapes.ts'
import { Problem } from '../../api/problem.ts'
import { tell } from '../../api/tell.ts'
import { useView } from '../../view/use-view.ts'
import { importKey } from './use-import-state.ts'

type Change = 'import-look' | 'import-plan' | 'import-kind' | 'import-take' | 'import-stop' | 'import-undo' | 'import-redo' | 'import-forget'

function isState(answer: unknown): answer is ImportState {
  return typeof answer === 'object' && answer !== null && 'status' in answer && 'tables' in answer
}

/** Of a forgotten import nothing is left where nothing of it was written. */
function isGone(answer: unknown): boolean {
  return typeof answer === 'object' && answer !== null && 'import' in answer && answer.import === null
}

/** What can be done with an import. A corrected plan is shown at once; the rows that it gives come with the server's answer. */
export function useImportActions(id: string) {
  const { workspace } = useView()
  const queries = useQueryClient()
  const [waiting, setWaiting] = useState<Change | null>(null)
  const [error, setError] = useState<Error | null>(null)
  const asked = useRef(0)
  const act = useCallback(async (change: Change, input: object = {}) => {
    const mine = ++asked.current
    const key = importKey(workspace, id)
    setWaiting(change)
    setError(null)
    try {
      const answer = await tell<unknown>(change, workspace, { id, ...input })
      // An answer to what was corrected again since then is old.
      if (mine !== asked.current) return
      if (isState(answer)) queries.setQueryData(key, answer)
      else if (change !== 'import-forget' || !isGone(answer)) await queries.invalidateQueries({ queryKey: key })
      void queries.invalidateQueries({ queryKey: ['imports'] })
    } catch (cause) {
      if (mine !== asked.current) return
      // Said in another tab already: how the import stands tells more than that it is too late.
      if (!(cause instanceof Problem && cause.code === 'not-now' && change === 'import-take')) setError(cause instanceof Error ? cause : new Error(String(cause)))
      await queries.invalidateQueries({ queryKey: key })
    } finally {
      if (mine === asked.current) setWaiting(null)
    }
  }, [workspace, id, queries])
  const plan = useCallback(async (plans: readonly TablePlan[]) => {
    const key = importKey(workspace, id)
    const changed = new Map(plans.map((one) => [one.table, one]))
    await queries.cancelQueries({ queryKey: key })
    queries.setQueryData<ImportState>(key, (state) => state && { ...state, tables: state.tables.map((table) => ({ ...table, plan: changed.get(table.table) ?? table.plan })) })
    await act('import-plan', { plans })
  }, [workspace, id, queries, act])
  return { act, plan, waiting, error }
}

export type ImportActions = ReturnType<typeof useImportActions>
