import { type Aside, aside, Stopped } from './gain-loss-aside.ts'
import type { FrontReckoned, Task } from './gain-loss-reckon.ts'

/** A search that is under way or was done, by what was asked. */
export interface Job {
  readonly id: string
  state: 'waiting' | 'working' | 'done' | 'stopped' | 'failed'
  found: number
  solves: number
  startedAt: number | null
  endedAt: number | null
  readonly answer: Promise<FrontReckoned | null>
  stop(): void
}

interface Kept extends Job {
  askedAt: number
  listeners: number
}

/** Each takes a core. */
const AT_ONCE = 2
const KEPT_AT_MOST = 16
/** Nobody who watches lets so long pass between two looks. */
const FORSAKEN_MS = 20_000
const LOOK_MS = 2_000

/** The searches of one process: the same question is reckoned once, whoever asks; what nobody looks at any more is ended. */
export class Jobs {
  readonly #jobs = new Map<string, Kept>()
  #working = 0
  readonly #waiting: (() => void)[] = []

  ask(key: string, id: string, task: () => Task): Kept {
    const known = this.#jobs.get(key)
    if (known && known.state !== 'stopped' && known.state !== 'failed') {
      known.askedAt = performance.now()
      return known
    }
    const job = this.#start(id, task())
    this.#jobs.delete(key)
    this.#jobs.set(key, job)
    for (const [oldest, { state }] of this.#jobs) if (this.#jobs.size > KEPT_AT_MOST && state !== 'working' && state !== 'waiting') this.#jobs.delete(oldest)
    return job
  }

  byId(id: string): Job | undefined {
    return [...this.#jobs.values()].find((job) => job.id === id)
  }

  #start(id: string, task: Task): Kept {
    let work: Aside<FrontReckoned> | null = null
    let settle = (_: FrontReckoned | null): void => undefined
    let fail = (_: unknown): void => undefined
    const answer = new Promise<FrontReckoned | null>((resolve, reject) => { [settle, fail] = [resolve, reject] })
    answer.catch(() => undefined)
    const end = (state: Job['state']): void => {
      clearInterval(looks)
      if (job.state === 'working') {
        this.#working -= 1
        this.#waiting.shift()?.()
      }
      job.state = state
      job.endedAt = performance.now()
    }
    const job: Kept = {
      id, state: 'waiting', found: 0, solves: 0, startedAt: null, endedAt: null, answer, askedAt: performance.now(), listeners: 0,
      stop: () => {
        if (job.state !== 'waiting' && job.state !== 'working') return
        work?.stop()
        end('stopped')
        settle(null)
      },
    }
    const begin = (): void => {
      if (job.state !== 'waiting') return void this.#waiting.shift()?.()
      job.state = 'working'
      job.startedAt = performance.now()
      this.#working += 1
      work = aside<FrontReckoned>(task, ({ found, solves }) => Object.assign(job, { found, solves }))
      work.done.then((front) => {
        end('done')
        settle(front)
      }, (error: unknown) => {
        if (error instanceof Stopped) return
        end('failed')
        fail(error)
      })
    }
    const looks = setInterval(() => { if (job.listeners === 0 && performance.now() - job.askedAt > FORSAKEN_MS) job.stop() }, LOOK_MS)
    looks.unref()
    if (this.#working < AT_ONCE) begin()
    else this.#waiting.push(begin)
    return job
  }
}

/** Waits until a search is done, or so long. */
export async function waited(job: Job, milliseconds: number | null): Promise<FrontReckoned | null> {
  const kept = job as Kept
  kept.listeners += 1
  let timer: NodeJS.Timeout | undefined
  try {
    if (milliseconds === null) return await job.answer
    const late = new Promise<null>((resolve) => { timer = setTimeout(() => resolve(null), milliseconds) })
    return await Promise.race([job.answer, late])
  } finally {
    clearTimeout(timer)
    kept.listeners -= 1
    kept.askedAt = performance.now()
  }
}
