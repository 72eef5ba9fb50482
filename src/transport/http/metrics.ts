import type { Workspaces } from '../workspaces.ts'

/** Plain counters, added to on the hot way; prom-client (290 ms to load) writes them down when somebody asks. */
export interface Counts {
  requests: number
  refused: number
  broken: number
  accepted: number
  duplicate: number
  rejected: number
}

export interface Metrics {
  readonly counts: Counts
  text(): Promise<{ readonly type: string; readonly text: string }>
}

const HELP: { readonly [name in keyof Counts]: string } = {
  requests: 'HTTP requests answered',
  refused: 'HTTP requests refused: a mistake of the caller, or a state that passes',
  broken: 'HTTP requests that met a bug',
  accepted: 'Lines of evidence kept',
  duplicate: 'Lines of evidence that were known already',
  rejected: 'Lines of evidence refused',
}

export function openMetrics(workspaces: Workspaces): Metrics {
  const counts: Counts = { requests: 0, refused: 0, broken: 0, accepted: 0, duplicate: 0, rejected: 0 }
  let render: Promise<() => Promise<{ type: string; text: string }>> | null = null

  async function load(): Promise<() => Promise<{ type: string; text: string }>> {
    const { collectDefaultMetrics, Counter, Gauge, Registry } = await import('prom-client')
    const registry = new Registry()
    collectDefaultMetrics({ register: registry })
    for (const name of Object.keys(counts) as (keyof Counts)[]) {
      const unit = name === 'requests' || name === 'refused' || name === 'broken' ? 'requests' : 'lines'
      new Counter({
        name: unit === name ? 'hatrack_requests_total' : `hatrack_${unit}_${name}_total`,
        help: HELP[name],
        registers: [registry],
        collect() {
          this.reset()
          this.inc(counts[name])
        },
      })
    }
    for (const name of ['recorded', 'applied'] as const) {
      new Gauge({
        name: `hatrack_${name}_lines`,
        help: name === 'recorded' ? 'Lines in the record' : 'Lines visible in answers',
        labelNames: ['workspace'],
        registers: [registry],
        collect() {
          for (const workspace of workspaces.names()) {
            const health = workspaces.opened(workspace)?.health()
            if (health) this.set({ workspace }, health[name])
          }
        },
      })
    }
    return async () => ({ type: registry.contentType, text: await registry.metrics() })
  }

  return {
    counts,
    async text() {
      render ??= load()
      return (await render)()
    },
  }
}
