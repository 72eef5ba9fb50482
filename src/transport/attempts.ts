import { Refusal } from '../base/refusal.ts'

/** Wrong passwords within this time are counted; after too many, nothing more is looked at until it has passed. */
export const WINDOW_MS = 15 * 60_000
/** For one person from one machine: so nobody shuts somebody out by guessing from elsewhere. */
const OF_PAIR = 10
/** From one machine, whoever is meant: a whole office may stand behind one address. */
const OF_MACHINE = 50
/** In sessions of one person, from wherever: who took a cookie must not guess the password with it. */
const OF_SESSIONS = 10
/** Names that are counted at most, so that memory stays bounded (about 3 MB); the oldest are forgotten first. */
const NAMES_AT_MOST = 10_000

/** Each waits about 0.2 s for each before it; beyond so many nobody would wait any more, and one machine must not make all others wait. */
const WAITING_AT_MOST = 64
const WAITING_OF_MACHINE = 24

/** Who tries a password: for whom, from where. */
export interface Try {
  /** The address that is signed in with. */
  readonly email: string
  /** The address of the machine, as `machineOf` tells it. */
  readonly machine: string
  /** True: whoever tries is signed in already, and changes the password. */
  readonly hasSession?: boolean
}

export interface Attempts {
  /**
   * Looks at a password, which `isRight` does, unless there were too many wrong ones. One is looked at after the other, so that many at once are no way
   * around the count, and right ones wait instead of being turned away. A right one makes the wrong ones of this person from this machine forgotten, but
   * never those of the machine: else who has a password could guess that of another in between.
   */
  look(tried: Try, now: () => number, isRight: () => Promise<boolean>): Promise<boolean>
}

export function openAttempts(): Attempts {
  const wrong = new Map<string, readonly number[]>()
  const waitingOf = new Map<string, number>()
  let waiting = 0
  let last: Promise<unknown> = Promise.resolve()

  const recent = (name: string, now: number): readonly number[] => (wrong.get(name) ?? []).filter((at) => at > now - WINDOW_MS)

  function count(name: string, now: number): void {
    const times = [...recent(name, now), now]
    // Taken out first, so that the first name is the one that was counted longest ago.
    wrong.delete(name)
    wrong.set(name, times)
    if (wrong.size > NAMES_AT_MOST) wrong.delete(wrong.keys().next().value as string)
  }

  function mustBeWithin(limits: Limits, now: number): void {
    if (limits.some(([name, most]) => recent(name, now).length >= most))
      throw new Refusal('too-many-tries', 'There were too many wrong passwords. Wait 15 minutes, then try again.', { waitSeconds: WINDOW_MS / 1000 })
  }

  async function lookNow(limits: Limits, now: () => number, isRight: () => Promise<boolean>): Promise<boolean> {
    // Again: those before may have been wrong.
    mustBeWithin(limits, now())
    const right = await isRight()
    for (const [name] of limits) {
      if (!right) count(name, now())
      else if (!name.startsWith(MACHINE)) wrong.delete(name)
    }
    return right
  }

  return {
    async look(tried, now, isRight) {
      const limits = limitsOf(tried)
      mustBeWithin(limits, now())
      const ofMachine = waitingOf.get(tried.machine) ?? 0
      if (waiting >= WAITING_AT_MOST || ofMachine >= WAITING_OF_MACHINE)
        throw new Refusal('busy', 'Too many passwords are being looked at. Try again in a few seconds.')
      waiting++
      waitingOf.set(tried.machine, ofMachine + 1)
      const looked = last.then(() => lookNow(limits, now, isRight))
      last = looked.catch(() => undefined)
      return looked.finally(() => {
        waiting--
        const left = (waitingOf.get(tried.machine) ?? 1) - 1
        if (left === 0) waitingOf.delete(tried.machine)
        else waitingOf.set(tried.machine, left)
      })
    },
  }
}

const MACHINE = 'machine '

type Limits = readonly (readonly [name: string, most: number])[]

function limitsOf({ email, machine, hasSession = false }: Try): Limits {
  const person = email.trim().toLowerCase().slice(0, 300)
  return [[`pair ${machine} ${person}`, OF_PAIR], [`${MACHINE}${machine}`, OF_MACHINE], ...(hasSession ? [[`session ${person}`, OF_SESSIONS] as const] : [])]
}
