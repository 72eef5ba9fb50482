import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'

/** Figures move at most so often, however much arrives; and not before the last questions are answered. */
const MOVE_EVERY_MS = 1_000

/** The number of lines visible in answers, as the server tells it with every change; null in any other message. */
function appliedIn(data: string): string | null {
  try {
    const message: unknown = JSON.parse(data)
    if (typeof message !== 'object' || message === null) return null
    const applied: unknown = Reflect.get(message, 'applied')
    return typeof applied === 'number' ? String(applied) : null
  } catch {
    return null
  }
}

/** Listens to the server and asks again when new evidence is visible. Many changes at once ask once. */
export function useLive(workspace: string, paused: boolean): { readonly connected: boolean } {
  const queries = useQueryClient()
  const [connected, setConnected] = useState(false)
  // Kept over a pause and a lost connection: what arrived meanwhile is asked for afterwards.
  const last = useRef<{ readonly workspace: string; readonly applied: string } | null>(null)
  useEffect(() => {
    if (paused) return
    let timer: ReturnType<typeof setTimeout> | undefined
    const move = () => {
      timer = queries.isFetching() > 0 ? setTimeout(move, MOVE_EVERY_MS) : undefined
      if (timer === undefined) void queries.invalidateQueries()
    }
    const events = new EventSource(`/api/events?workspace=${encodeURIComponent(workspace)}`)
    const hear = (event: MessageEvent<string>) => {
      const applied = appliedIn(event.data)
      if (applied === null) return
      const before = last.current
      last.current = { workspace, applied }
      if (before === null || before.workspace !== workspace || before.applied === applied) return
      timer ??= setTimeout(move, MOVE_EVERY_MS)
    }
    events.onopen = () => setConnected(true)
    events.onerror = () => setConnected(false)
    events.addEventListener('position', hear)
    return () => {
      clearTimeout(timer)
      events.close()
      setConnected(false)
    }
  }, [workspace, paused, queries])
  return { connected }
}
