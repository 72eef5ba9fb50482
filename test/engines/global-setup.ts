import type { TestProject } from 'vitest/node'
import { start } from './postgres-server.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** Null where PostgreSQL cannot start; tests that need it are then skipped by name. */
    postgresUrl: string | null
  }
}

export default async function setUp({ provide }: TestProject): Promise<(() => Promise<void>) | undefined> {
  try {
    const server = await start()
    provide('postgresUrl', server.url)
    return () => server.stop()
  } catch (error) {
    console.error(`PostgreSQL is not tested, since it cannot start here: ${error instanceof Error ? error.message : String(error)}`)
    provide('postgresUrl', null)
    return undefined
  }
}
