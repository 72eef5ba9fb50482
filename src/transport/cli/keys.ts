import { MS_PER_DAY } from '../../base/day.ts'
import { Refusal } from '../../base/refusal.ts'
import { KEY_POWERS, type KeyPower, openKeys } from '../keys.ts'
import { isWorkspaceName, MAIN, workspaceNames } from '../workspaces.ts'
import { checkIsFolder } from './data-folder.ts'
import { EXIT, type Exit, type Surroundings } from './surroundings.ts'
import { table } from './table.ts'
import { tellCommand } from './told.ts'
import { listOf } from './words.ts'

const NAME_CHARACTERS = 200

export interface NewKeyOptions {
  readonly data: string
  readonly database?: string | undefined
  readonly power: string
  readonly workspace: string
  readonly source: string | undefined
  readonly product: string | undefined
  readonly days: string | undefined
  readonly json: boolean
}

/** A running server sees new and revoked keys within a second. */
export async function createKey(name: string, options: NewKeyOptions, around: Surroundings): Promise<Exit> {
  checkName(name)
  checkIsFolder(options.data)
  checkWorkspace(options.workspace, options.data)
  const power = KEY_POWERS.find((known): known is KeyPower => known === options.power)
  if (!power) throw new Refusal('bad-command', `a key has one of the powers ${KEY_POWERS.join(', ')}`)
  const days = options.days === undefined ? null : Number(options.days)
  if (days !== null && !(days > 0)) throw new Refusal('bad-command', '--days takes a number of days above 0')
  const now = around.now()
  const { key, text } = openKeys(options.data).create(
    {
      name,
      power,
      workspace: options.workspace,
      ...(options.source === undefined ? {} : { source: options.source }),
      ...(options.product === undefined ? {} : { product: options.product }),
      expires: days === null ? null : new Date(now + days * MS_PER_DAY).toISOString(),
    },
    now,
  )
  await tellCommand(
    { data: options.data, databaseUrl: options.database, workspace: key.workspace },
    { what: 'key-create', about: `key:${name}`, before: null, after: shown(key) },
    around,
  )
  if (options.json) around.out(`${JSON.stringify({ ...shown(key), key: text })}\n`)
  else {
    around.err(`The key '${name}' (${power}, workspace ${key.workspace}); it is shown this once:\n`)
    around.out(`${text}\n`)
  }
  return EXIT.ok
}

function checkName(name: string): void {
  if (name.trim() === '' || name.length > NAME_CHARACTERS)
    throw new Refusal('bad-command', `a key needs a name of 1 to ${NAME_CHARACTERS} characters, such as 'crm'`)
}

/** A key for a workspace that is not there would open nothing, and nobody would know why. */
function checkWorkspace(workspace: string, data: string): void {
  if (workspace === '*' || workspace === MAIN) return
  if (!isWorkspaceName(workspace)) throw new Refusal('bad-command', "a workspace is named by 1 to 63 small letters, digits and hyphens; '*' stands for all")
  const names = workspaceNames(data)
  if (!names.includes(workspace))
    throw new Refusal('bad-command', `there is no workspace '${workspace}' in ${data}; there is ${listOf([...new Set([MAIN, ...names])])}, or '*' for all`)
}

export async function listKeys(options: { readonly data: string; readonly json: boolean }, around: Surroundings): Promise<Exit> {
  const keys = openKeys(options.data).list()
  if (options.json) around.out(`${JSON.stringify(keys.map(shown))}\n`)
  else if (keys.length === 0) around.out("There are no keys; 'hatrack keys create NAME' makes one.\n")
  else {
    const rows = keys.map((key) => [key.name, key.power, key.workspace, key.source, key.created.slice(0, 10), key.expires?.slice(0, 10) ?? 'never', key.id])
    around.out(`${await table(['name', 'power', 'workspace', 'source', 'created', 'expires', 'id'], rows, around.columns)}\n`)
  }
  return EXIT.ok
}

export async function revokeKey(name: string, options: { readonly data: string; readonly database?: string | undefined }, around: Surroundings): Promise<Exit> {
  const keys = openKeys(options.data)
  const key = keys.list().find((one) => one.id === name || one.name === name)
  if (!key || !keys.revoke(name)) throw new Refusal('wrong-key', `there is no key named '${name}'; 'hatrack keys list' shows them`)
  await tellCommand(
    { data: options.data, databaseUrl: options.database, workspace: key.workspace },
    { what: 'key-revoke', about: `key:${key.name}`, before: shown(key), after: null },
    around,
  )
  around.out(`The key '${name}' opens nothing any more.\n`)
  return EXIT.ok
}

function shown<K extends { readonly hash: string }>(key: K): Omit<K, 'hash'> {
  const { hash: _, ...rest } = key
  return rest
}
