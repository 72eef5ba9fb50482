import type { Try } from '../attempts.ts'
import { type Actor, tell } from '../audit.ts'
import { MAIN, type Workspaces } from '../workspaces.ts'
import type { Gate } from './caller.ts'

/** Wrong passwords in the audit: the first at once, those of the next minute together, so that guessing never fills the list. */
export interface WrongTries {
  note(tried: Try): Promise<void>
  /** Tells what was gathered. */
  close(): Promise<void>
}

const TOGETHER_MS = 60_000
/** Names that one entry lists; all are counted. */
const LISTED = 20
const NOBODY: Actor = { kind: 'nobody', name: 'not signed in' }
/** What is typed into the field of the address may be a password: so it is written down only if somebody has it. */
const UNKNOWN = 'an address that nobody has'

export function openWrongTries({ people, now }: Pick<Gate, 'people' | 'now'>, workspaces: Workspaces): WrongTries {
  let gathered: readonly Try[] = []
  let tries = 0
  let timer: NodeJS.Timeout | null = null

  async function told(): Promise<void> {
    const [those, count] = [gathered, tries]
    gathered = []
    tries = 0
    if (count === 0) return
    const known = new Set(people.list().map(({ email }) => email))
    const named = those.map(({ email }) => email.trim().toLowerCase()).map((email) => (known.has(email) ? email : UNKNOWN))
    const machines = those.map(({ machine }) => machine)
    const { audit } = await workspaces.get(MAIN)
    const [one] = new Set(named)
    const about = new Set(named).size === 1 && one !== UNKNOWN ? `person:${one}` : null
    await tell(audit, NOBODY, now(), 'sign-in-wrong', about, null, { tries: count, addresses: [...new Set(named)], machines: [...new Set(machines)] })
  }

  function wait(): void {
    timer = setTimeout(() => {
      timer = null
      if (tries > 0) wait()
      told().catch(() => undefined)
    }, TOGETHER_MS)
    timer.unref()
  }

  return {
    async note(tried) {
      tries++
      if (gathered.length < LISTED) gathered = [...gathered, tried]
      if (timer !== null) return
      wait()
      // Where it cannot be told nobody was let in: it is told with the next.
      await told().catch(() => undefined)
    },
    async close() {
      if (timer !== null) clearTimeout(timer)
      timer = null
      await told().catch(() => undefined)
    },
  }
}
