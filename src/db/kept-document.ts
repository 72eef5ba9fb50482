import { chmodSync, existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Store } from './db.ts'
import { fileDisk } from './disk.ts'

/** One small document, written whole: in a file, or in a row. */
export interface KeptDocument {
  /** Its text; null if it was never written. */
  read(): Promise<string | null>
  /**
   * Writes what `make` makes of the text that is there; nobody else writes in between. What `make` throws is thrown, and nothing is written;
   * the same text again is not written either. Answers what is there then.
   */
  change(make: (text: string | null) => string): Promise<string>
}

/** The fields of a document; one that is not there, or cannot be read, holds none, so that it keeps no workspace from working. */
export function fieldsIn(text: string | null): { readonly [name: string]: unknown } {
  if (text === null) return {}
  try {
    const found = JSON.parse(text) as unknown
    return typeof found === 'object' && found !== null && !Array.isArray(found) ? (found as { readonly [name: string]: unknown }) : {}
  } catch {
    return {}
  }
}

/** A list that a document holds under a name, as it was written; none where there is no such list. */
export function listIn<Item>(text: string | null, name: string): readonly Item[] {
  const found = fieldsIn(text)[name]
  return Array.isArray(found) ? (found as Item[]) : []
}

/** In `NAME.json` of a folder, for its owner only: written aside, flushed, renamed. Only one process has a workspace's folder open; in it one change waits for the other. */
export function fileDocument(folder: string, name: string): KeptDocument {
  const path = join(folder, `${name}.json`)
  const disk = fileDisk()
  let last: Promise<unknown> = Promise.resolve()
  const read = (): string | null => (existsSync(path) ? readFileSync(path, 'utf8') : null)

  async function write(text: string): Promise<void> {
    mkdirSync(folder, { recursive: true })
    const file = disk.open(`${path}.tmp`, 'create')
    try {
      chmodSync(`${path}.tmp`, 0o600)
      file.truncate(0)
      await file.write(Buffer.from(text), 0)
      await file.flush()
    } finally {
      file.close()
    }
    disk.rename(`${path}.tmp`, path)
    await disk.flushFolder(folder)
  }

  return {
    read: async () => read(),
    change(make) {
      const changed = last.then(async () => {
        const before = read()
        const text = make(before)
        if (text !== before) await write(text)
        return text
      })
      last = changed.catch(() => undefined)
      return changed
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
    async change(make) {
      await ready()
      return store.transaction(async (tx) => {
        await tx.run(`select pg_advisory_xact_lock(hashtextextended('hatrack document ' || current_schema(), 0))`)
        const before = await held(tx)
        const text = make(before)
        if (text !== before) await tx.run('insert into kept_document values (:name::text, :text::text) on conflict (name) do update set body = excluded.body', { name, text })
        return text
      })
    },
  }
}
