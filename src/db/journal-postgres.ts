import type { Store } from './db.ts'
import { type Appended, entryOf, type Head, type Journal, linesAfter, queue, readLine, START, verified, type Waiting } from './journal.ts'

/** The same in two tables. Several processes may append: each locks the head while it does. */
export function openPostgresJournal(store: Store, name: string): Journal {
  const table = `${name}_entry`
  const headTable = `${name}_head`
  let made: Promise<void> | null = null

  /** Both tables and the one row of the head, made together: a head that is missing later was taken away. */
  async function make(): Promise<void> {
    await store.transaction(async (tx) => {
      await tx.run(`select pg_advisory_xact_lock(hashtextextended('hatrack journal ' || current_schema() || ' ${name}', 0))`)
      const [there] = await tx.rows<{ there: boolean }>(
        `select exists (select 1 from information_schema.tables where table_schema = current_schema() and table_name = :table::text) as there`,
        { table },
      )
      if (there?.there) return
      await tx.run(`create table ${table} (n bigint primary key, line text not null)`)
      await tx.run(`create table ${headTable} (count bigint not null, hash text not null, lost boolean not null)`)
      await tx.run(`insert into ${headTable} values (0, :hash::text, false)`, { hash: START.hash })
    })
  }

  function ready(): Promise<void> {
    made ??= make().catch((error: unknown) => {
      made = null
      throw error
    })
    return made
  }

  async function writeAll(waiting: readonly Waiting[]): Promise<readonly Appended[]> {
    await ready()
    return store.transaction(async (tx) => {
      await tx.run(`select pg_advisory_xact_lock(hashtextextended('hatrack journal ' || current_schema() || ' ${name}', 0))`)
      const [row] = await tx.rows<{ count: number; hash: string }>(`select count, hash from ${headTable}`)
      const [last] = row ? [] : await tx.rows<{ n: number }>(`select coalesce(max(n), 0) as n from ${table}`)
      const end = row ?? { count: last?.n ?? 0, hash: START.hash }
      if (!row) await tx.run(`insert into ${headTable} values (:count::bigint, :hash::text, true)`, end)
      // Where somebody put an entry in, the place of the next is taken: it is written behind it, and found there.
      const [most] = await tx.rows<{ n: number }>(`select coalesce(max(n), 0) as n from ${table}`)
      const lines = linesAfter(end.count, end.hash, waiting)
      const shift = Math.max(0, (most?.n ?? 0) - end.count)
      for (const { n, line } of lines) await tx.run(`insert into ${table} values (:n::bigint, :line::text)`, { n: n + shift, line })
      const { n, hash } = lines.at(-1) as Appended
      await tx.run(`update ${headTable} set count = :n::bigint, hash = :hash::text`, { n, hash })
      return lines
    })
  }

  async function read(): Promise<{ readonly lines: readonly Buffer[]; readonly head: Head | null }> {
    await ready()
    // In one statement, so that both are of one moment.
    const rows = await store.rows<{ n: number | null; line: string; count: number; hash: string; lost: boolean }>(
      `select n, line, 0 as count, '' as hash, false as lost from ${table} union all select null, '', count, hash, lost from ${headTable} order by n nulls last`,
    )
    const head = rows.find(({ n }) => n === null)
    return {
      lines: rows.filter(({ n }) => n !== null).map(({ line }) => Buffer.from(line)),
      head: head ? { count: head.count, hash: head.hash, next: null, lost: head.lost } : null,
    }
  }

  const { append, idle } = queue(writeAll)
  return {
    append,
    entries: async () => (await read()).lines.flatMap((bytes) => entryOf(bytes) ?? []),
    hashes: async () => (await read()).lines.flatMap((bytes) => readLine(bytes)?.hash ?? []),
    async look() {
      const { lines, head } = await read()
      return { entries: lines.flatMap((bytes) => entryOf(bytes) ?? []), chain: verified(lines, head) }
    },
    async verify() {
      const { lines, head } = await read()
      return verified(lines, head)
    },
    close: idle,
  }
}
