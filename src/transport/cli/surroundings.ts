import type { Asker } from '../../roles/settings.ts'
import type { Log, Rooms } from '../rooms.ts'

/** A company to look at before there is evidence of one's own. */
export interface Demo {
  readonly lines: readonly object[]
  /** Sets of questions that are asked again and again, kept beside the evidence. */
  readonly retrospectives?: readonly object[]
  readonly optionSheets?: readonly object[]
  /** Questions that were asked, with what came back, and who of the team asks. */
  readonly asked?: { readonly lines: readonly object[]; readonly surveys: readonly object[]; readonly team: readonly Asker[] }
}

/** What a command needs from outside; main.ts is the only one who looks there. */
export interface Surroundings {
  readonly version: string
  readonly nodeVersion: string
  readonly pageFolder: string
  readonly settings: {
    readonly data: string | undefined
    readonly databaseUrl: string | undefined
    /** A server elsewhere, and a key for it. */
    readonly url: string | undefined
    readonly key: string | undefined
    /** True where a page can be shown: a desktop runs, and no script or CI. */
    readonly hasDesktop: boolean
    /** True for those who look for a bug: then a fault is told with its stack. */
    readonly showsStacks: boolean
  }
  readonly stdin: NodeJS.ReadableStream
  readonly out: (text: string) => void
  /** Standard output at the speed of its reader. */
  readonly write: (text: string | Uint8Array) => Promise<void>
  readonly err: (text: string) => void
  /** How wide the terminal is; null where the output goes elsewhere. */
  readonly columns: number | null
  /** True if somebody looks at standard error: then progress is shown. */
  readonly isWatched: boolean
  readonly now: () => number
  readonly loadRooms: () => Promise<Rooms>
  readonly loadDemo: (until: string) => Promise<Demo>
  readonly openLog: (level: 'info' | 'warn') => Promise<Log>
  /** Settles when the process is asked to end. */
  readonly asked: () => Promise<string>
}

/** What a command ends with. */
export const EXIT = { ok: 0, refused: 1, usage: 2, unreachable: 3, broken: 4 } as const
export type Exit = (typeof EXIT)[keyof typeof EXIT]
