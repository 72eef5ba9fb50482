import { type Static, Type } from 'typebox'
import { oneOfWords, type TablePlan } from './plan.ts'

/** postgres: a database. duckdb: a file of DuckDB. folder: files of a folder on the server's machine. url: a file at an address. */
export const PULL_KINDS = ['postgres', 'duckdb', 'folder', 'url'] as const
export type PullKind = (typeof PULL_KINDS)[number]

/** running: rows are read or taken. waiting: somebody must look at the import. unchanged: there was nothing new. dropped: its import was removed before a yes. */
export const RUN_STATUSES = ['running', 'waiting', 'taken', 'unchanged', 'failed', 'dropped'] as const

export const PullRun = Type.Object({
  status: oneOfWords(RUN_STATUSES),
  startedAt: Type.String(),
  endedAt: Type.Union([Type.String(), Type.Null()]),
  says: Type.String({ description: 'What happened, and what to do where something must be done.' }),
  import: Type.Union([Type.String(), Type.Null()], { description: 'The import that its rows became.' }),
  rows: Type.Integer(),
  written: Type.Integer(),
  known: Type.Integer(),
  refused: Type.Integer(),
  leftOut: Type.Integer(),
}, { additionalProperties: false })
export type PullRun = Static<typeof PullRun>

export const PullState = Type.Object({
  id: Type.String(),
  name: Type.String(),
  kind: oneOfWords(PULL_KINDS),
  place: Type.String({ description: 'Where it reads, without passwords and the like.' }),
  query: Type.Union([Type.String(), Type.Null()]),
  cursor: Type.Union([Type.String(), Type.Null()], { description: 'The column whose greatest value so far stands for :since.' }),
  start: Type.Union([Type.String(), Type.Null()]),
  since: Type.Union([Type.String(), Type.Null()], { description: 'The greatest value of the cursor column that is taken.' }),
  everyMinutes: Type.Union([Type.Integer(), Type.Null()], { description: 'Null: by hand only.' }),
  paused: Type.Boolean(),
  created: Type.String(),
  nextAt: Type.Union([Type.String(), Type.Null()], { description: 'When it runs next by itself.' }),
  failures: Type.Integer({ description: 'Runs that failed one after the other until now.' }),
  run: Type.Union([PullRun, Type.Null()], { description: 'The run that is under way, waits, or failed last.' }),
  runs: Type.Array(PullRun, { description: 'Runs that ended, the newest first.' }),
}, { additionalProperties: false })
export type PullState = Static<typeof PullState>

/** What tells whether there is anything new. */
export interface Seen {
  readonly etag?: string | undefined
  readonly lastModified?: string | undefined
  /** SHA-256 of all that was read. */
  readonly hash?: string | undefined
  /** Size and time of each file of a folder. */
  readonly files?: Readonly<Record<string, string>> | undefined
}

/** A table that somebody said yes to. */
export interface Agreed {
  readonly table: string
  readonly columns: readonly string[]
  readonly plan: TablePlan
}

export interface KeptRun extends PullRun {
  /** True when all that was read lies in the import. */
  staged: boolean
  /** What holds once the rows are taken. */
  next: { readonly since: string | null; readonly seen: Seen } | null
}

/** A run that ended, with where the pull stood before it: there it goes back to if the import is undone. */
export interface EndedRun extends PullRun {
  readonly before?: { readonly since: string | null; readonly seen: Seen }
}

/** A pull as it is kept, with what opens its source. */
export interface KeptPull extends Omit<PullState, 'place' | 'run' | 'runs'> {
  connection: string
  /** For addresses: the whole header, `Bearer ...`. */
  authorization: string | null
  agreed: readonly Agreed[]
  seen: Seen
  run: KeptRun | null
  runs: readonly EndedRun[]
}

/** Where a pull reads, without what could open it: users' passwords, settings behind the question mark. */
export function placeOf({ kind, connection }: Pick<KeptPull, 'kind' | 'connection'>): string {
  if (kind !== 'postgres' && kind !== 'url') return connection
  try {
    const { protocol, username, host, pathname, search } = new URL(connection)
    const user = kind === 'postgres' && username !== '' ? `${decodeURIComponent(username)}@` : ''
    return `${protocol}//${user}${host}${pathname}${kind === 'url' && search !== '' ? '?…' : ''}`
  } catch {
    return kind === 'postgres' ? 'a PostgreSQL database' : 'an address'
  }
}

/** A text that may be shown: whatever opens the source is taken out of it. */
export function withoutSecrets(text: string, { connection, authorization }: Pick<KeptPull, 'connection' | 'authorization'>): string {
  const secrets = [connection, authorization ?? '', authorization?.replace(/^\S+ /, '') ?? '']
  try {
    const { password, search } = new URL(connection)
    secrets.push(password, decodeURIComponent(password), search)
  } catch {
    // A path holds no secret.
    secrets.shift()
  }
  return secrets.filter((secret) => secret.length >= MIN_SECRET).reduce((clean, secret) => clean.replaceAll(secret, '…'), text)
}

/** Shorter ones would tear words apart, and are guessed anyway. */
const MIN_SECRET = 4
