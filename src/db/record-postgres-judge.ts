import type { ClientBase } from 'pg'
import type { Instant } from '../base/day.ts'
import type { Candidate, KeptLine, Position, Verdict, VersionRules } from './record.ts'
import { lineFromRow, type LineRow, LINES } from './record-postgres-tables.ts'

/** What came in together and is answered together. */
export interface Submit<Line> {
  readonly candidates: readonly Candidate<Line>[]
  /** The candidates' identities, hashed. */
  readonly hashes: readonly string[]
  readonly receivedAt: Instant
}

/** What one transaction keeps. */
export interface Batch<Line> {
  readonly number: number
  readonly submits: readonly Submit<Line>[]
}

/** Where the record ends. */
export interface Head {
  readonly end: Position
  readonly recorded: number
  readonly lastReceived: Instant
}

export interface Judged<Line> {
  /** By submit, by candidate. */
  readonly verdicts: readonly (readonly Verdict[])[]
  readonly lines: readonly KeptLine<Line>[]
  /** Beside the lines, their identities' hashes. */
  readonly hashes: readonly string[]
  readonly claims: ReadonlyMap<string, string>
  readonly after: Head
}

/** What the record holds of the identities and claims in a batch. */
interface Known<Line> {
  /** By hash. Bodies are there where a correction could come. */
  readonly versions: Map<string, KeptLine<Line>[]>
  /** Source by claim. */
  readonly claims: Map<string, string>
}

/** Judges a batch against the record and against itself. To be called under the record's lock. */
export async function judgeBatch<Line>(connection: ClientBase, { submits }: Batch<Line>, head: Head, rules: VersionRules): Promise<Judged<Line>> {
  const known = await lookUp(connection, submits)
  const lines: KeptLine<Line>[] = []
  const hashes: string[] = []
  const claims = new Map<string, string>()
  let lastReceived = head.lastReceived

  const judge = (candidate: Candidate<Line>, hash: string): Verdict => {
    const { claim, source, body } = candidate
    const holder = claim === null ? undefined : known.claims.get(claim)
    if (holder !== undefined && holder !== source) return 'key-taken'
    const versions = known.versions.get(hash)
    if (versions !== undefined) {
      if (!candidate.correctable) return 'duplicate'
      const holding = versions[rules.holding(versions)]
      if (holding !== undefined && (candidate.same ?? rules.same)(body, holding.body)) return 'duplicate'
    }
    const line = { position: head.end + lines.length, recordedAt: candidate.recordedAt ?? lastReceived, again: versions !== undefined, body, line: candidate.line }
    lines.push(line)
    hashes.push(hash)
    rules.taken?.(candidate.line)
    if (versions === undefined) known.versions.set(hash, [line])
    else versions.push(line)
    if (claim !== null && holder === undefined) {
      known.claims.set(claim, source)
      claims.set(claim, source)
    }
    return 'accepted'
  }

  const verdicts = submits.map((submit) => {
    lastReceived = Math.max(lastReceived, submit.receivedAt)
    return submit.candidates.map((candidate, place) => judge(candidate, submit.hashes[place] as string))
  })
  return { verdicts, lines, hashes, claims, after: { end: head.end + lines.length, recorded: head.recorded + lines.length, lastReceived } }
}

async function lookUp<Line>(connection: ClientBase, submits: readonly Submit<Line>[]): Promise<Known<Line>> {
  const asked = new Set<string>()
  const correctable = new Set<string>()
  const claimed = new Set<string>()
  for (const { candidates, hashes } of submits) {
    candidates.forEach((candidate, place) => {
      const hash = hashes[place] as string
      asked.add(hash)
      if (candidate.correctable) correctable.add(hash)
      if (candidate.claim !== null) claimed.add(candidate.claim)
    })
  }
  return { versions: await knownVersions(connection, asked, correctable), claims: await knownClaims(connection, claimed) }
}

async function knownVersions<Line>(connection: ClientBase, asked: ReadonlySet<string>, correctable: ReadonlySet<string>): Promise<Map<string, KeptLine<Line>[]>> {
  const found = await connection.query<{ identity: string; position: number }>('select identity, position from evidence where identity = any($1::uuid[])', [[...asked]])
  const versions = new Map<string, KeptLine<Line>[]>()
  const wanted: number[] = []
  const identities = new Map<number, string>()
  for (const { identity, position } of found.rows) {
    versions.set(identity, [])
    if (!correctable.has(identity)) continue
    wanted.push(position)
    identities.set(position, identity)
  }
  if (wanted.length === 0) return versions
  const read = await connection.query<LineRow>(`${LINES} where position = any($1::bigint[]) order by position`, [wanted])
  for (const row of read.rows) versions.get(identities.get(row.position) as string)?.push(lineFromRow<Line>(row))
  return versions
}

async function knownClaims(connection: ClientBase, claimed: ReadonlySet<string>): Promise<Map<string, string>> {
  if (claimed.size === 0) return new Map()
  const found = await connection.query<{ claim: string; source: string }>('select claim, source from evidence_claim where claim = any($1::text[])', [[...claimed]])
  return new Map(found.rows.map(({ claim, source }) => [claim, source]))
}
