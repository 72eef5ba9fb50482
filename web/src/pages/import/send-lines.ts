import { problemFrom, unreachable } from '../../api/problem.ts'
import type { Taken } from '../../api/shapes.ts'

const FULL = 429
const NOT_NOW = 503
const MOST_TRIES = 20

function wait(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms)
    signal.addEventListener('abort', () => { clearTimeout(timer); reject(new DOMException('', 'AbortError')) }, { once: true })
  })
}

/** Sends lines; what is accepted is on disk when this returns. A full server is asked again when it says so. */
export async function sendLines(workspace: string, lines: readonly string[], signal: AbortSignal): Promise<Taken> {
  for (let tries = 1; ; tries++) {
    const response = await fetch(`/v1/evidence?workspace=${encodeURIComponent(workspace)}`, { method: 'POST', headers: { 'content-type': 'application/x-ndjson' }, body: lines.join('\n'), signal }).catch((cause: unknown) => {
      if (signal.aborted) throw cause
      throw unreachable()
    })
    if (response.ok) return (await response.json()) as Taken
    if ((response.status !== FULL && response.status !== NOT_NOW) || tries === MOST_TRIES) throw await problemFrom(response)
    await wait(Number(response.headers.get('retry-after') ?? 1) * 1000, signal)
  }
}
