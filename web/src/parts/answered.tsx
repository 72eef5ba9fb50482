import { type ReactNode, useEffect, useRef } from 'react'
import { Failed } from './failed.tsx'
import { expectedHeight, type KeptHeight, keepHeight } from './kept-height.ts'
import classes from './states.module.css'

interface Query<T> { readonly data: T | undefined; readonly error: Error | null; readonly isPlaceholderData: boolean; readonly refetch: () => Promise<unknown> }

interface AnsweredProps<T> { readonly query: Query<T>; readonly bones: ReactNode; readonly height?: KeptHeight; readonly children: (data: T) => ReactNode }

/** An answer, or its skeleton, or what went wrong. An old answer is paler while the new one comes. */
export function Answered<T>({ query, bones, height, children }: AnsweredProps<T>) {
  const place = useRef<HTMLDivElement>(null)
  const { data, isPlaceholderData } = query
  useEffect(() => {
    if (height && data !== undefined && !isPlaceholderData && place.current) keepHeight(height, place.current.offsetHeight)
  }, [height, data, isPlaceholderData])
  if (query.error) return <Failed error={query.error} again={() => void query.refetch()} />
  if (data === undefined) return height ? <div style={{ minHeight: expectedHeight(height) }}>{bones}</div> : bones
  return <div ref={place} className={classes.answered} data-stale={isPlaceholderData || undefined}>{children(data)}</div>
}
