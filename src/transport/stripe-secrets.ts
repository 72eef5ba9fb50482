import { randomUUID } from 'node:crypto'
import { mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Refusal } from '../base/refusal.ts'

/** The signing secret of one webhook endpoint of Stripe, with what its events are taken as. */
export interface StripeSecret {
  readonly id: string
  readonly name: string
  readonly workspace: string
  readonly secret: string
  /** The product that everything is sold as; null: the products of Stripe. */
  readonly product: string | null
  /** Are events made in test mode taken too? */
  readonly testMode: boolean
  readonly created: string
}

/** A secret as it is shown: without itself. */
export type ShownSecret = Omit<StripeSecret, 'secret'>

export interface NewSecret {
  readonly name: string
  readonly secret: string
  readonly workspace?: string
  readonly product?: string | null
  readonly testMode?: boolean
}

export interface StripeSecrets {
  list(): readonly ShownSecret[]
  /** The secrets that open a workspace, several while one is rolled. */
  of(workspace: string, now: number): readonly StripeSecret[]
  add(wanted: NewSecret, now: number): ShownSecret
  /** Takes a secret away, by its id or name; false if there is none. */
  remove(idOrName: string): boolean
}

const FORM = /^whsec_[A-Za-z0-9+/=_-]{16,200}$/
const NAME_CHARACTERS = 200

/** How often a change that another process made to the file is looked for. */
const LOOK_EVERY_MS = 500

/** The secrets of a data folder, in `stripe-secrets.json`, which only its owner may read. They are needed as they are to check signatures, so that no hash of them would do. */
export function openStripeSecrets(folder: string): StripeSecrets {
  const file = join(folder, 'stripe-secrets.json')
  let secrets: readonly StripeSecret[] = []
  let stamp = ''
  let lookedAt = 0

  function fileStamp(): string {
    try {
      const { mtimeMs, size, ino } = statSync(file)
      return `${mtimeMs} ${size} ${ino}`
    } catch {
      return ''
    }
  }

  function look(): void {
    const now = fileStamp()
    if (now === stamp) return
    secrets = now === '' ? [] : readSecrets(file)
    stamp = now
  }

  function write(next: readonly StripeSecret[]): void {
    mkdirSync(folder, { recursive: true })
    const partial = `${file}.${process.pid}.tmp`
    writeFileSync(partial, `${JSON.stringify({ secrets: next }, null, 2)}\n`, { mode: 0o600, flush: true })
    renameSync(partial, file)
    stamp = ''
    look()
  }

  return {
    list() {
      look()
      return secrets.map(shown)
    },
    of(workspace, now) {
      if (now - lookedAt > LOOK_EVERY_MS || now < lookedAt) {
        lookedAt = now
        look()
      }
      return secrets.filter((one) => one.workspace === workspace)
    },
    add(wanted, now) {
      look()
      const name = wanted.name.trim()
      const secret = wanted.secret.trim()
      const workspace = wanted.workspace ?? 'main'
      if (name === '' || name.length > NAME_CHARACTERS)
        throw new Refusal('bad-parameter', `a secret needs a name of 1 to ${NAME_CHARACTERS} characters, such as 'live'`)
      if (!FORM.test(secret))
        throw new Refusal(
          'bad-parameter',
          "the signing secret of a webhook endpoint begins with 'whsec_'; Stripe shows it on the page of the endpoint (an API key is none)",
        )
      if (secrets.some((one) => one.name === name))
        throw new Refusal('bad-parameter', `there is a secret named '${name}' already; choose another name, or remove it first`)
      if (secrets.some((one) => one.secret === secret && one.workspace === workspace))
        throw new Refusal('bad-parameter', 'this secret is there already, under another name')
      const made: StripeSecret = {
        id: randomUUID(),
        name,
        workspace,
        secret,
        product: wanted.product?.trim() || null,
        testMode: wanted.testMode ?? false,
        created: new Date(now).toISOString(),
      }
      write([...secrets, made])
      return shown(made)
    },
    remove(idOrName) {
      look()
      const left = secrets.filter((one) => one.id !== idOrName && one.name !== idOrName)
      if (left.length === secrets.length) return false
      write(left)
      return true
    },
  }
}

function shown({ secret: _, ...rest }: StripeSecret): ShownSecret {
  return rest
}

function readSecrets(file: string): readonly StripeSecret[] {
  const content: unknown = JSON.parse(readFileSync(file, 'utf8'))
  const listed = (content as { secrets?: unknown } | null)?.secrets
  if (!Array.isArray(listed)) throw new Refusal('bad-command', `${file} does not hold a list of secrets; put back a copy, or move it away and add them again`)
  return listed as StripeSecret[]
}
