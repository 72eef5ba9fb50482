import type { ReactNode } from 'react'
import { Failed } from './failed.tsx'
import classes from './states.module.css'

interface Query<T> { readonly data: T | undefined; readonly error: Error | null; readonly isPlaceholderData: boolean; readonly refetch: () => Promise<unknown> }

/** An answer, or its skeleton, or what went wrong. An old answer is paler while the new one comes. */
export function Answered<T>({ query, bones, children }: { readonly query: Query<T>; readonly bones: ReactNode; readonly children: (data: T) => ReactNode }) {
  if (query.error) return <Failed error={query.error} again={() => void query.refetch()} />
  if (query.data === undefined) return bones
  return <div className={classes.answered} data-stale={query.isPlaceholderData || undefined}>{children(query.data)}</div>
}
