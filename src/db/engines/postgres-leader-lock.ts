import pg from 'pg'
import { connectionConfig } from './postgres-connection.ts'

/** Of all processes that share a schema, one derives. The server forgets the leader when its connection ends. */
export interface LeaderLock {
  /** Whether this process leads, as far as it knows; false from the moment that its connection is lost. */
  readonly leads: boolean
  /** Asks the server. Answers true to the one that leads already, and false while the server does not answer. */
  tryBecomeLeader(): Promise<boolean>
  /** Lets another one lead. */
  close(): Promise<void>
}

export function leaderLock(url: string, schema: string): LeaderLock {
  let client: pg.Client | null = null
  let leads = false
  let asking: Promise<boolean> | null = null

  const drop = (lost: pg.Client): void => {
    if (client !== lost) return
    client = null
    leads = false
  }

  async function ask(): Promise<boolean> {
    const asked = client ?? (await connected())
    try {
      if (leads) await asked.query('select 1')
      else leads = (await asked.query<{ got: boolean }>(`select pg_try_advisory_lock(hashtextextended('hatrack leader ${schema}', 0)) as got`)).rows[0]?.got === true
      return client === asked && leads
    } catch {
      drop(asked)
      await asked.end().catch(() => undefined)
      return false
    }
  }

  async function connected(): Promise<pg.Client> {
    const fresh = new pg.Client({ ...connectionConfig(url, schema), query_timeout: 10_000 })
    fresh.on('error', () => drop(fresh))
    fresh.on('end', () => drop(fresh))
    await fresh.connect()
    client = fresh
    return fresh
  }

  return {
    get leads() {
      return leads
    },
    tryBecomeLeader() {
      asking ??= ask().catch(() => false).finally(() => { asking = null })
      return asking
    },
    async close() {
      await asking
      await client?.end().catch(() => undefined)
      client = null
      leads = false
    },
  }
}
