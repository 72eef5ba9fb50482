import pg from 'pg'
import { describe, inject } from 'vitest'

export const engines = ['duckdb', 'postgres'] as const
export type Engine = (typeof engines)[number]

/** One engine, and how to get a place of its own on it. */
export interface Place {
  readonly engine: Engine
  /** A database that nobody else uses; undefined on DuckDB, which lies in the workspace's folder. */
  freshDatabase(name: string): Promise<string | undefined>
}

/** Describes something once per engine, with the engine in the name; where PostgreSQL cannot start, the name says that it was skipped. */
export function describeOnEngines(what: string, body: (place: Place) => void): void {
  describe(`${what}, on duckdb`, () => body({ engine: 'duckdb', freshDatabase: async () => undefined }))
  const url = inject('postgresUrl')
  if (url === null) describe.skip(`${what}, on postgres (skipped: PostgreSQL cannot start here)`, () => body({ engine: 'postgres', freshDatabase: async () => undefined }))
  else describe(`${what}, on postgres`, () => body({ engine: 'postgres', freshDatabase: (name) => freshDatabase(url, `${name}_${process.pid}`) }))
}

async function freshDatabase(url: string, name: string): Promise<string> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(`create database ${name}`)
  } finally {
    await client.end()
  }
  const own = new URL(url)
  own.pathname = `/${name}`
  return own.href
}
