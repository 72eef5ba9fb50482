import { createRequire } from 'node:module'
import { extname, join, dirname } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { Worker } from 'node:worker_threads'
import type { Told } from './gain-loss-reckon.ts'
import type { Entry, FrontReckoned, Task } from './gain-loss-reckon.ts'

type Said = Told | { readonly kind: 'answer'; readonly answer: FrontReckoned | Entry } | { readonly kind: 'fault'; readonly message: string }

/** Of the thread's own memory, beside what WebAssembly takes. */
const HEAP_MB = 512

/** A task under way. */
export interface Aside<T> {
  readonly done: Promise<T>
  /** Ends it at once, in the middle of whatever it does. */
  stop(): void
}

export class Stopped extends Error {}

/** Does a task in a thread of its own. */
export function aside<T extends FrontReckoned | Entry>(task: Task, tell: (told: Told) => void = () => undefined): Aside<T> {
  const worker = startWorker(task)
  let stop = (): void => undefined
  const done = new Promise<T>((resolve, reject) => {
    stop = () => {
      reject(new Stopped('stopped'))
      void worker.terminate()
    }
    worker.on('message', (said: Said) => {
      if (said.kind === 'progress') return tell(said)
      if (said.kind === 'answer') resolve(said.answer as T)
      else reject(new Error(said.message))
      void worker.terminate()
    })
    worker.on('error', reject)
    worker.on('exit', () => reject(new Error('the reckoning ended without an answer')))
  })
  // Whoever stops it need not listen.
  done.catch(() => undefined)
  return { done, stop }
}

/** In a checkout the sources are read as they are; a thread does not take up the loader of its parent. */
function startWorker(task: Task): Worker {
  const here = fileURLToPath(import.meta.url)
  const file = pathToFileURL(join(dirname(here), `gain-loss-worker${extname(here)}`))
  // Nothing of the environment: it holds keys and addresses.
  const options = { workerData: task, env: { TZ: 'UTC' }, execArgv: [], resourceLimits: { maxOldGenerationSizeMb: HEAP_MB } }
  if (extname(here) !== '.ts') return new Worker(file, options)
  const loader = pathToFileURL(createRequire(here).resolve('tsx/esm/api').replace(/\.cjs$/, '.mjs')).href
  return new Worker(`import(${JSON.stringify(loader)}).then(({ register }) => { register(); return import(${JSON.stringify(file.href)}) })`, { ...options, eval: true })
}
