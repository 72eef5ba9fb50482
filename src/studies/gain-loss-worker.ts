/** The thread in which options are reckoned: while it works, the server goes on answering. It does one task and is ended. */
import { parentPort, workerData } from 'node:worker_threads'
import { reckon, type Task } from './gain-loss-reckon.ts'

reckon(workerData as Task, (told) => parentPort?.postMessage(told)).then(
  (answer) => parentPort?.postMessage({ kind: 'answer', answer }),
  (error: unknown) => parentPort?.postMessage({ kind: 'fault', message: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
)
