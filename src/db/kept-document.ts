import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Store } from './db.ts'
import { fileDisk } from './disk.ts'

/** One small document, written whole: in a file, or in a row. */
export interface KeptDocument {
  /** Its text; null if it was never written. */
  read(): Promise<string | null>
  /** Keeps the text if nobody wrote since `before` was read; false if somebody did. */
  write(before: string | null, text: string): Promise<boolean>
}

/** In `NAME.json` of a folder: written aside, flushed, renamed. Only one process has a workspace's folder open. */
export function fileDocument(folder: string, name: string): KeptDocument {
  const path = join(folder, `${name}.json`)
  const disk = fileDisk()
  const read = (): string | null => (existsSync(path) ? readFileSync(path, 'utf8') : null)
  return {
    read: async () => read(),
    async write(before, text) {
      if (read() !== before) return false
      mkdirSync(folder, { recursive: true })
      const file = disk.open(`${path}.tmp`, 'create')
      try {
        file.truncate(0)
        await file.write(Buffer.from(text), 0)
        await file.flush()
      } finally {
        file.close()
      }
      disk.rename(`${path}.tmp`, path)
      await disk.flushFolder(folder)
      return true
    },
  }
}

/** In a row of the table `kept_document`, so that all processes of a database see it. */
export function postgresDocument(store: Store, name: string): KeptDocument {
  let made: Promise<void> | null = null
  function ready(): Promise<void> {
    made ??= store
      .transaction(async (tx) => {
        await tx.run(`select pg_advisory_xact_lock(hashtextextended('hatrack document ' || current_schema(), 0))`)
        await tx.run('create table if not exists kept_document (name text primary key, body text not null)')
      })
      .catch((error: unknown) => {
        made = null
        throw error
      })
    return made
  }
  const held = async (db: Pick<Store, 'rows'>): Promise<string | null> =>
    (await db.rows<{ body: string }>('select body from kept_document where name = :name::text', { name }))[0]?.body ?? null
  return {
    async read() {
      await ready()
      return held(store)
    },
    async write(before, text) {
      await ready()
      return store.transaction(async (tx) => {
        await tx.run(`select pg_advisory_xact_lock(hashtextextended('hatrack document ' || current_schema(), 0))`)
        if ((await held(tx)) !== before) return false
        await tx.run('insert into kept_document values (:name::text, :text::text) on conflict (name) do update set body = excluded.body', { name, text })
        return true
      })
    },
  }
}
