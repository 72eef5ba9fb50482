import { keepPreviousData, type UseQueryOptions, useQuery } from '@tanstack/react-query'
import { useView } from '../view/use-view.ts'
import { ask, type Parameters } from './ask.ts'
import { acceptedOf } from './parameters.ts'
import { Problem } from './problem.ts'
import type { Studies, StudyName } from './types.ts'

const RETRIES_WHILE_STARTING = 40

/** A server that starts or is busy answers soon; a caller's mistake will not mend itself. */
export function shouldRetry(failures: number, error: Error): boolean {
  if (!(error instanceof Problem)) return false
  return (error.status === 503 || error.status === 429) && failures < RETRIES_WHILE_STARTING
}

export function studyOptions<Name extends StudyName>(study: Name, parameters: Parameters) {
  return {
    queryKey: [study, parameters] as const,
    queryFn: ({ signal }: { signal: AbortSignal }) => ask(study, parameters, signal),
  } satisfies UseQueryOptions<Studies[Name], Error, Studies[Name], readonly [Name, Parameters]>
}

/** A study for the view in the address (workspace, product, seller, period, known at). The last answer stays while the next one comes. */
export function useStudy<Name extends StudyName>(study: Name, extra: Parameters = {}, enabled = true) {
  const { parameters } = useView()
  return useQuery({ ...studyOptions(study, { ...acceptedOf(study, parameters), ...extra }), enabled, placeholderData: keepPreviousData })
}
