import type { Instant } from '../base/day.ts'

/** Where a line stands in the record. Grows with every line; fits a double exactly. */
export type Position = number

/** A line that was judged and waits to be kept. */
export interface Candidate<Line = unknown> {
  /** (type, source, key) in one string: versions of one piece of evidence share it. */
  readonly identity: string
  /** A name that only one source may use, such as an agreement's key; null for most lines. */
  readonly claim: string | null
  readonly source: string
  /** The line as JSON, an object, without `recordedAt`. */
  readonly body: string
  /** When it was learned; null means: when it is received. */
  readonly recordedAt: Instant | null
  /** False from doors whose retries compute other contents: there a known identity is a duplicate whatever it says. */
  readonly correctable: boolean
  /** The line as understood; handed on to those who follow the record. */
  readonly line: Line
  /** When two bodies say the same, where that is not as for all lines. */
  readonly same?: VersionRules['same']
}

export type Verdict = 'accepted' | 'duplicate' | 'key-taken'

/** A line as it stands in the record. */
export interface KeptLine<Line = unknown> {
  readonly position: Position
  readonly recordedAt: Instant
  /** True if the record held another version of the same identity before. */
  readonly again: boolean
  readonly body: string
  /** Present where the line was understood in this process before it was kept. */
  readonly line?: Line
}

/** How the record compares versions of one identity; given by the evidence room, which knows what a line says. */
export interface VersionRules {
  /** The place of the version that holds, among all versions in order of arrival; -1 for none. */
  readonly holding: (versions: readonly KeptLine[]) => number
  readonly same: (bodyA: string, bodyB: string) => boolean
  /** Hears of every line as it is taken, in order: some lines change which versions of others count. */
  readonly taken?: (line: unknown) => void
}

/** The append-only log of all evidence. What is acknowledged is on disk. */
export interface Record<Line = unknown> {
  /** Number of lines kept. */
  readonly recorded: number
  /** The position after the last line. */
  readonly end: Position
  /** Judges duplicates, keeps the rest, and answers when they are on disk. Throws Refusal `busy` when the queue is full, `storage-full` when the disk is. */
  submit(candidates: readonly Candidate<Line>[]): Promise<readonly Verdict[]>
  /** All lines from a position on, in order, a chunk at a time. */
  read(from: Position): AsyncIterable<readonly KeptLine<Line>[]>
  /** All versions of an identity, in order of arrival. */
  versions(identity: string): Promise<readonly KeptLine<Line>[]>
  /** The lines at these positions. */
  at(positions: readonly Position[]): Promise<readonly KeptLine<Line>[]>
  /** Calls the listener with lines as they are kept, in order of position. One follower. */
  follow(listener: (lines: readonly KeptLine<Line>[]) => void): void
  close(): Promise<void>
}
