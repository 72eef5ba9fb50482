import { useQuery } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { ask } from '../../api/ask.ts'
import { acceptedOf } from '../../api/parameters.ts'
import { tell } from '../../api/tell.ts'
import { shouldRetry } from '../../api/use-study.ts'
import { useView } from '../../view/use-view.ts'
import type { SetsAnswer } from './use-sheets.ts'

const LOOK_MS = 400
const LONGER = 6
const USUAL_SECONDS = 20

/** The sets that cannot be bettered for what the address asks, searched on the server: how far it is, and how to stop it. */
export function useSets(sheet: string) {
  const { parameters, address, workspace } = useView()
  const [stopped, setStopped] = useState<string | null>(null)
  const [seconds, setSeconds] = useState(USUAL_SECONDS)
  const last = useRef<SetsAnswer | null>(null)
  const aimed = { objectives: address.aims, losses: address.losses === 'ignore' ? 'ignore' : undefined, budget: address.budget }
  const asked = { ...acceptedOf('gain-loss-sets', parameters), ...aimed, sheet, weights: address.weights, seconds: seconds === USUAL_SECONDS ? undefined : seconds }
  const key = JSON.stringify(asked)
  const query = useQuery({
    queryKey: ['gain-loss-sets', asked],
    queryFn: ({ signal }) => ask('gain-loss-sets', { ...asked, wait: LOOK_MS }, signal),
    enabled: stopped !== key,
    retry: shouldRetry,
    refetchInterval: ({ state: { data } }) => (data !== undefined && (data.state === 'working' || data.state === 'waiting') ? LOOK_MS : false),
  })
  if (query.data?.answer) last.current = query.data.answer
  const isWorking = stopped !== key && query.error === null && query.data?.answer == null && query.data?.state !== 'stopped'
  return {
    asked, aimed, error: query.error, retry: () => void query.refetch(), isWorking,
    answer: query.data?.answer ?? last.current, isOld: !query.data?.answer, progress: query.data?.progress, state: query.data?.state,
    isStopped: stopped === key || query.data?.state === 'stopped',
    stop: () => {
      setStopped(key)
      const search = query.data?.search
      if (search !== undefined) void tell('gain-loss-stop', workspace, { search }).catch(() => undefined)
    },
    again: () => {
      if (stopped === key) setStopped(null)
      else void query.refetch()
    },
    longer: () => setSeconds((now) => Math.min(600, now * LONGER)),
  }
}
