import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { ask } from '../../api/ask.ts'
import { tell } from '../../api/tell.ts'
import type { Studies } from '../../api/types.ts'
import { useView } from '../../view/use-view.ts'

export type Pull = Studies['pulls']['pulls'][number]
export type PullRun = Pull['runs'][number]
export type PullKind = Pull['kind']

const AT_WORK_MS = 1_500
const AT_REST_MS = 20_000

/** All pulls of the workspace by name; looked at often while one runs, and now and then else, as their time comes by itself. */
export function usePulls() {
  const { workspace } = useView()
  return useQuery({
    queryKey: ['pulls', { workspace }] as const,
    queryFn: async ({ signal }): Promise<readonly Pull[]> => (await ask('pulls', { workspace }, signal)).pulls,
    refetchInterval: (query) => (query.state.data?.some(isAtWork) ? AT_WORK_MS : AT_REST_MS),
  })
}

/** It runs, or its time has come. */
export function isAtWork({ run, nextAt, paused }: Pull): boolean {
  return run?.status === 'running' || (!paused && nextAt !== null && Date.parse(nextAt) <= Date.now())
}

/** What can be done with pulls; one thing at a time. */
export function usePullActions() {
  const { workspace } = useView()
  const queries = useQueryClient()
  const [isBusy, setBusy] = useState(false)
  const [error, setError] = useState<Error | null>(null)
  const act = async <Answer>(change: 'pull-save' | 'pull-try' | 'pull-run' | 'pull-pause' | 'pull-remove', input: object): Promise<Answer | null> => {
    setBusy(true)
    setError(null)
    try {
      const answer = await tell<Answer>(change, workspace, input)
      if (change !== 'pull-try') await queries.invalidateQueries({ queryKey: ['pulls'] })
      return answer
    } catch (cause) {
      setError(cause instanceof Error ? cause : new Error(String(cause)))
      return null
    } finally {
      setBusy(false)
    }
  }
  return { act, isBusy, error }
}
