import { Type } from 'typebox'
import type { Operation } from '../base/operation.ts'
import { oneOfWords } from './plan.ts'
import { PULL_KINDS, PullState } from './pull-state.ts'
import type { Pulls } from './pulls.ts'

/** What operations of pulls need of a workspace. */
export interface WithPulls {
  readonly pulls: Pulls
}

const NOTHING = Type.Object({}, { additionalProperties: false })
const ID = Type.String({ description: 'Id of the pull.' })
const OF_ONE = Type.Object({ id: ID }, { additionalProperties: false })
const LONG = { maxLength: 100_000 }

const WANTED = {
  id: Type.Optional(Type.String({ description: 'Id of the pull that changes; absent: a new one.' })),
  name: Type.Optional(Type.String({ maxLength: 200, description: 'Name for people.' })),
  kind: Type.Optional(oneOfWords(PULL_KINDS, 'What it reads from: a PostgreSQL database, a DuckDB file, files of a folder on the machine of the server, or a file at an address.')),
  connection: Type.Optional(Type.String({ ...LONG, description: 'postgres://user:password@host:5432/database, the path of the file or folder, or the https address. Kept, never shown again; absent: the one that is kept.' })),
  authorization: Type.Optional(Type.String({ ...LONG, description: 'For addresses: the header Authorization, such as Bearer TOKEN. Kept, never shown again.' })),
  query: Type.Optional(Type.String({ ...LONG, description: 'One select. :since stands for the greatest value of the cursor column so far, :folder for the folder. Folders without a query: their files that are new or have changed.' })),
  cursor: Type.Optional(Type.String({ maxLength: 200, description: 'The column of the answer, of numbers or times, whose greatest value is :since.' })),
  start: Type.Optional(Type.String({ maxLength: 200, description: 'What :since is for the first run, such as 1970-01-01 or 0.' })),
}

const list: Operation<WithPulls, typeof NOTHING> = {
  name: 'pulls',
  summary: 'What is pulled from databases, folders and addresses: when it ran last and what came of it, and when it runs next.',
  power: 'read',
  input: NOTHING,
  output: Type.Object({ pulls: Type.Array(PullState) }),
  run: async ({ pulls }) => ({ pulls: pulls.list() }),
}

const SAVE = Type.Object({
  ...WANTED,
  fromStart: Type.Optional(Type.Boolean({ description: 'True: the next run reads everything again, from the start; what is known then is not counted twice.' })),
  everyMinutes: Type.Optional(Type.Integer({ minimum: 0, maximum: 44_640, description: 'Minutes from one run to the next, 5 or more; 0: by hand only. A new pull without it runs once a day.' })),
}, { additionalProperties: false })

const save: Operation<WithPulls, typeof SAVE> = {
  name: 'pull-save',
  reaches: 'server',
  summary: 'Makes a pull, or changes one. Its first run is shown before anything is written.',
  power: 'admin',
  input: SAVE,
  output: PullState,
  run: async ({ pulls }, input) => pulls.save(input),
}

const TRY = Type.Object(WANTED, { additionalProperties: false })

const attempt: Operation<WithPulls, typeof TRY> = {
  name: 'pull-try',
  reaches: 'server',
  summary: 'The first rows that a pull would read. Nothing is written.',
  power: 'admin',
  input: TRY,
  output: Type.Object({ columns: Type.Array(Type.String()), rows: Type.Array(Type.Array(Type.Union([Type.String(), Type.Null()]))), says: Type.String() }),
  run: ({ pulls }, input) => pulls.try(input),
}

const run: Operation<WithPulls, typeof OF_ONE> = {
  name: 'pull-run',
  summary: 'Begins a run now. `pulls` tells how it goes.',
  power: 'admin',
  input: OF_ONE,
  output: PullState,
  run: async ({ pulls }, { id }) => pulls.run(id),
}

const PAUSE = Type.Object({ id: ID, paused: Type.Optional(Type.Boolean({ default: true, description: 'False: it runs by itself again.' })) }, { additionalProperties: false })

const pause: Operation<WithPulls, typeof PAUSE> = {
  name: 'pull-pause',
  summary: 'Lets a pull rest, or run by itself again.',
  power: 'admin',
  input: PAUSE,
  output: PullState,
  run: async ({ pulls }, { id, paused }) => pulls.pause(id, paused ?? true),
}

const remove: Operation<WithPulls, typeof OF_ONE> = {
  name: 'pull-remove',
  summary: 'Takes a pull away, with what opens its source. What came with it stays; its imports can be undone.',
  power: 'admin',
  input: OF_ONE,
  output: Type.Object({ removed: Type.String() }),
  run: async ({ pulls }, { id }) => {
    await pulls.remove(id)
    return { removed: id }
  },
}

export const pullOperations = [list, save, attempt, run, pause, remove] as unknown as readonly Operation<WithPulls>[]
