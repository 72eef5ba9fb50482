import type { ClientBase } from 'pg'
import type { Store } from './db.ts'
import { loadByCopy } from './engines/postgres-load.ts'
import type { HashKey } from './identity-hash.ts'
import type { KeptLine } from './record.ts'
import type { Head, Judged } from './record-postgres-judge.ts'

export interface LineRow {
  readonly position: number
  readonly recorded_at: number
  readonly again: boolean
  readonly body: string
}

export const LINES = 'select position, recorded_at, again, body from evidence'

export function lineFromRow<Line>({ position, recorded_at, again, body }: LineRow): KeptLine<Line> {
  return { position, recordedAt: recorded_at, again, body }
}

/** Transactions under this lock follow one another: what it numbers becomes visible in the order of the numbers. */
function lock(schema: string): string {
  return `select pg_advisory_xact_lock(hashtextextended('hatrack record ${schema}', 0))`
}

/** Makes what is missing; answers where the record ends, and the secret of its hashes. */
export async function makeTables(store: Store, schema: string, freshKey: HashKey): Promise<Head & { readonly hashKey: HashKey }> {
  return store.transaction(async (tx) => {
    await tx.run(`
      ${lock(schema)};
      create table if not exists evidence (
        position bigint primary key,
        recorded_at bigint not null,
        again boolean not null,
        identity uuid not null,
        body text not null
      );
      create index if not exists evidence_identity on evidence (identity, position);
      create table if not exists evidence_claim (claim text primary key, source text not null);
      -- one row
      create table if not exists evidence_head (end_position bigint not null, recorded bigint not null, last_received bigint not null, hash_key text not null);
      -- the last batch that each open record kept
      create table if not exists evidence_writer (writer uuid primary key, batch bigint not null, kept_at timestamptz not null);
      delete from evidence_writer where kept_at < now() - interval '7 days'`)
    await tx.run(`insert into evidence_head select 0, 0, 0, :key::text where not exists (select 1 from evidence_head)`, { key: Array.from(freshKey).join(' ') })
    const [head] = await tx.rows<HeadRow & { hash_key: string }>('select end_position, recorded, last_received, hash_key from evidence_head')
    if (!head) throw new Error('evidence_head has lost its row')
    return { ...headFromRow(head), hashKey: Uint32Array.from(head.hash_key.split(' '), Number) }
  })
}

interface HeadRow {
  readonly end_position: number
  readonly recorded: number
  readonly last_received: number
}

function headFromRow({ end_position, recorded, last_received }: HeadRow): Head {
  return { end: end_position, recorded, lastReceived: last_received }
}

/** Begins a transaction that nobody else's can overlap. Each of the three statements sees what was committed before it. */
export async function lockedHead(connection: ClientBase, schema: string): Promise<Head> {
  const results: unknown = await connection.query(`begin; ${lock(schema)}; select end_position, recorded, last_received from evidence_head`)
  const row = (results as { rows: HeadRow[] }[]).at(-1)?.rows[0]
  if (!row) throw new Error('evidence_head has lost its row')
  return headFromRow(row)
}

export async function wasKept(connection: ClientBase, writer: string, batch: number): Promise<boolean> {
  return (await connection.query('select 1 from evidence_writer where writer = $1 and batch = $2', [writer, batch])).rows.length > 0
}

/** COPY costs a round trip more than an insert, and less per line. */
const COPY_FROM_LINES = 30

/** Writes what was judged, and that this batch is kept. */
export async function keep<Line>(connection: ClientBase, schema: string, writer: string, batch: number, { lines, hashes, claims, after }: Judged<Line>): Promise<void> {
  if (lines.length >= COPY_FROM_LINES) await copyLines(connection, lines, hashes)
  else await insertLines(connection, lines, hashes)
  if (claims.size > 0) {
    await connection.query('insert into evidence_claim select * from unnest($1::text[], $2::text[])', [[...claims.keys()], [...claims.values()]])
  }
  await connection.query({
    name: 'hatrack-head',
    text: `
      with head as (update evidence_head set end_position = $1::bigint, recorded = $2::bigint, last_received = $3::bigint),
      mark as (
        insert into evidence_writer values ($4::uuid, $5::bigint, now())
        on conflict (writer) do update set batch = excluded.batch, kept_at = excluded.kept_at
      )
      select pg_notify('hatrack_${schema}', $6::text)`,
    values: [after.end, after.recorded, after.lastReceived, writer, batch, String(after.end)],
  })
}

async function insertLines(connection: ClientBase, lines: readonly KeptLine[], hashes: readonly string[]): Promise<void> {
  await connection.query({
    name: 'hatrack-lines',
    text: `insert into evidence (position, recorded_at, again, identity, body)
      select * from unnest($1::bigint[], $2::bigint[], $3::boolean[], $4::uuid[], $5::text[])`,
    values: [lines.map(({ position }) => position), lines.map(({ recordedAt }) => recordedAt), lines.map(({ again }) => again), hashes, lines.map(({ body }) => body)],
  })
}

async function copyLines(connection: ClientBase, lines: readonly KeptLine[], hashes: readonly string[]): Promise<void> {
  await loadByCopy(connection, 'evidence', {
    position: Float64Array.from(lines, ({ position }) => position),
    recorded_at: Float64Array.from(lines, ({ recordedAt }) => recordedAt),
    again: lines.map(({ again }) => (again ? 't' : 'f')),
    identity: hashes,
    body: lines.map(({ body }) => body),
  })
}
