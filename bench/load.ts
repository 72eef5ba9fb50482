/**
 * The load generator, a process of its own. Arguments as one JSON text: what to send, where, how long. Prints one JSON line.
 * Events of about 200 bytes, each with a messageId of its own, from a million users by zipf's law.
 */
import { isMain, percentile } from './report.ts'
import { Connection, get, post } from './wire.ts'

export interface LoadSettings {
  readonly url: string
  readonly key: string
  /** Events of a request; 1 sends single calls to /v1/track. */
  readonly batch: number
  readonly connections: number
  readonly seconds: number
  /** Events a second; 0: as fast as answers come. */
  readonly rate: number
  readonly users: number
  /** Samples how long an acknowledged event takes until answers show it. */
  readonly watch: boolean
}

export interface LoadResult {
  readonly eventsPerSecond: number
  readonly requestsPerSecond: number
  readonly events: number
  readonly refused: number
  readonly p50Ms: number
  readonly p99Ms: number
  /** From acknowledgement to the counters of /health. */
  readonly appliedP50Ms: number
  readonly appliedP99Ms: number
  /** From acknowledgement to an answer of payers-of-use that counts it, the time of the question included. */
  readonly visibleP50Ms: number
  readonly visibleP99Ms: number
  readonly visibleSamples: number
}

const HEALTH_EVERY_MS = 50
/** Seldom, and with pauses: the question costs more than the events do, and would measure itself. */
const STUDY_EVERY_MS = 4_000
const ASK_AGAIN_MS = 50

export async function run(settings: LoadSettings): Promise<LoadResult> {
  const run = `${Date.now().toString(36)}${process.pid.toString(36)}`
  const path = settings.batch === 1 ? '/v1/track' : '/v1/batch'
  const waits: number[] = []
  let acknowledged = 0
  let refused = 0
  let made = 0
  const begin = performance.now()
  const until = begin + settings.seconds * 1000
  const share = Math.log(settings.users + 1)
  const event = (): string => {
    const user = Math.floor(Math.exp(Math.random() * share)) - 1
    made += 1
    return `{"type":"track","userId":"u${user}","event":"Drill Started","messageId":"ajs-next-${run}-${made}","timestamp":"${stamp}","properties":{"product":"drill"},"context":{"library":{"name":"bench","version":"1.0.0"}}}`
  }
  let stamp = new Date().toISOString()
  const clock = setInterval(() => { stamp = new Date().toISOString() }, 10)
  const body = (): string => {
    if (settings.batch === 1) return event()
    const events: string[] = []
    for (let place = 0; place < settings.batch; place += 1) events.push(event())
    return `{"batch":[${events.join(',')}],"sentAt":"${stamp}"}`
  }
  const perRequestMs = settings.rate === 0 ? 0 : (1000 * settings.batch) / settings.rate
  let due = begin
  const sender = async (): Promise<void> => {
    const connection = await Connection.open(settings.url)
    while (performance.now() < until) {
      let at = performance.now()
      if (perRequestMs > 0) {
        // Open loop: requests fall due by the clock, and wait from then on, also if no connection is free.
        at = due
        due += perRequestMs
        const early = at - performance.now()
        if (early > 0.5) await new Promise((resolve) => setTimeout(resolve, early))
        if (at >= until) break
      }
      const { status, ms } = await connection.send(post(path, body(), settings.key), at)
      if (status === 200) {
        acknowledged += settings.batch
        waits.push(ms)
      } else {
        refused += 1
        await new Promise((resolve) => setTimeout(resolve, 100))
      }
    }
    connection.close()
  }
  const watched = settings.watch ? watch(settings.url, () => acknowledged, () => performance.now() < until) : null
  await Promise.all(Array.from({ length: settings.connections }, sender))
  const seconds = (performance.now() - begin) / 1000
  clearInterval(clock)
  const lags = (await watched) ?? { applied: [], visible: [] }
  return {
    eventsPerSecond: acknowledged / seconds, requestsPerSecond: acknowledged / settings.batch / seconds, events: acknowledged, refused,
    p50Ms: percentile(waits, 0.5), p99Ms: percentile(waits, 0.99),
    appliedP50Ms: percentile(lags.applied, 0.5), appliedP99Ms: percentile(lags.applied, 0.99),
    visibleP50Ms: percentile(lags.visible, 0.5), visibleP99Ms: percentile(lags.visible, 0.99), visibleSamples: lags.visible.length,
  }
}

interface Lags {
  readonly applied: number[]
  readonly visible: number[]
}

async function watch(url: string, acknowledged: () => number, goesOn: () => boolean): Promise<Lags> {
  const lags: Lags = { applied: [], visible: [] }
  const before = await seen(url)
  await Promise.all([watchHealth(url, goesOn, lags.applied), watchAnswers(url, before, acknowledged, goesOn, lags.visible)])
  return lags
}

/** Each look says how much was recorded; a later one when that much was applied. */
async function watchHealth(url: string, goesOn: () => boolean, lags: number[]): Promise<void> {
  const waiting: { readonly recorded: number; readonly at: number }[] = []
  while (goesOn() || (waiting.length > 0 && lags.length < 100_000)) {
    const health = (await (await fetch(`${url}/health`)).json()) as { recorded: number; applied: number }
    const at = performance.now()
    if (goesOn()) waiting.push({ recorded: health.recorded, at })
    while (waiting[0] && waiting[0].recorded <= health.applied) lags.push(at - (waiting.shift()?.at ?? at))
    await new Promise((resolve) => setTimeout(resolve, HEALTH_EVERY_MS))
  }
}

/** Asks again and again until the answer holds what was acknowledged when the asking began. */
async function watchAnswers(url: string, before: number, acknowledged: () => number, goesOn: () => boolean, lags: number[]): Promise<void> {
  while (goesOn()) {
    await new Promise((resolve) => setTimeout(resolve, STUDY_EVERY_MS))
    const wanted = acknowledged()
    const at = performance.now()
    while ((await seen(url)) - before < wanted) await new Promise((resolve) => setTimeout(resolve, ASK_AGAIN_MS))
    lags.push(performance.now() - at)
  }
}

/** Events in the answer of the study, over all days that the load can fall on. */
async function seen(url: string): Promise<number> {
  const day = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)
  const answer = await fetch(`${url}/api/payers-of-use?from=${day(-2)}&to=${day(2)}`)
  return answer.ok ? ((await answer.json()) as { events: number }).events : 0
}

/** Questions one after the other on several connections; `paths` are asked in turn. */
export async function ask(url: string, paths: readonly string[], connections: number, seconds: number): Promise<{ perSecond: number; p50Ms: number; p99Ms: number }> {
  const waits: number[] = []
  const begin = performance.now()
  let next = 0
  const asker = async (): Promise<void> => {
    const connection = await Connection.open(url)
    while (performance.now() - begin < seconds * 1000) {
      const { status, ms } = await connection.send(get(paths[next++ % paths.length] ?? '/'))
      if (status !== 200) throw new Error(`the answer was ${status}`)
      waits.push(ms)
    }
    connection.close()
  }
  await Promise.all(Array.from({ length: connections }, asker))
  return { perSecond: waits.length / ((performance.now() - begin) / 1000), p50Ms: percentile(waits, 0.5), p99Ms: percentile(waits, 0.99) }
}

if (isMain(import.meta.url)) console.log(JSON.stringify(await run(JSON.parse(process.argv[2] ?? '{}') as LoadSettings)))
