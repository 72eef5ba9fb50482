import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'

const SETTLE_MS = 700

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
  useEffect(() => {
    if (paused) return
    let last: string | null = null
    let timer: ReturnType<typeof setTimeout> | undefined
    const events = new EventSource(`/api/events?workspace=${encodeURIComponent(workspace)}`)
    const hear = (event: MessageEvent<string>) => {
      const applied = appliedIn(event.data)
      if (applied === null || applied === last) return
      const first = last === null
      last = applied
      if (first) return
      clearTimeout(timer)
      timer = setTimeout(() => void queries.invalidateQueries(), SETTLE_MS)
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
