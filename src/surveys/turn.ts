import { randomUUID } from 'node:crypto'
import type { Workspace } from '../roles/workspace.ts'
import { fieldsIn } from '../db/kept-document.ts'

/** Who writes questions now, and until when at most. */
interface Turn {
  readonly holder: string
  readonly until: number
}

/** A process that dies while it has the turn gives it back after so long; one that works renews it. */
const TURN_MS = 30_000
const RENEWED_MS = TURN_MS / 3
const WAIT_MS = 20

const last = new WeakMap<object, Promise<unknown>>()

/**
 * Runs work that looks at what was asked and then writes more questions: one after the other, over all processes that share the workspace. What the work wrote is visible
 * in answers before the next one looks, so that no limit is passed by two at once. The work asks right before it writes whether the turn is still its own: a process
 * that stood still meanwhile lost it. Two writes of a small document a turn, one more for that question.
 */
export function inTurn<T>(workspace: Workspace, work: (isStillOurs: () => Promise<boolean>) => Promise<T>): Promise<T> {
  const before = last.get(workspace.surveys) ?? Promise.resolve()
  const run = before.catch(() => undefined).then(async () => {
    const holder = randomUUID()
    while (!(await taken(workspace, holder))) await new Promise((resolve) => setTimeout(resolve, WAIT_MS))
    const renew = (): Promise<boolean> => changeTurn(workspace, (turn) => (turn?.holder === holder ? { holder, until: Date.now() + TURN_MS } : turn)).then((turn) => turn?.holder === holder)
    const renewing = setInterval(() => void renew().catch(() => undefined), RENEWED_MS)
    try {
      await workspace.caughtUp()
      const done = await work(renew)
      await workspace.caughtUp()
      return done
    } finally {
      clearInterval(renewing)
      await changeTurn(workspace, (turn) => (turn?.holder === holder ? null : turn))
    }
  })
  last.set(workspace.surveys, run.catch(() => undefined))
  return run
}

async function taken(workspace: Workspace, holder: string): Promise<boolean> {
  // By the machine's clock, not by that of the workspace, which a test may set.
  const now = Date.now()
  const turn = await changeTurn(workspace, (before) => (before !== null && before.until > now ? before : { holder, until: now + TURN_MS }))
  return turn?.holder === holder
}

async function changeTurn({ surveys }: Workspace, make: (turn: Turn | null) => Turn | null): Promise<Turn | null> {
  const text = await surveys.change((before) => {
    const document = fieldsIn(before)
    const turn = make((document.turn as Turn | undefined) ?? null)
    return `${JSON.stringify({ ...document, turn }, null, 2)}\n`
  })
  return (fieldsIn(text).turn as Turn | undefined) ?? null
}
