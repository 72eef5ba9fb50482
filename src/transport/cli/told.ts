import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { openPostgres } from '../../db/engines/postgres.ts'
import type { Journal } from '../../db/journal.ts'
import { openFileJournal } from '../../db/journal-files.ts'
import { openPostgresJournal } from '../../db/journal-postgres.ts'
import { type Actor, tell } from '../audit.ts'
import { MAIN } from '../workspaces.ts'
import { findRunning } from './running.ts'
import type { Surroundings } from './surroundings.ts'

/** As the audit names commands that work on the folder itself. */
export const AT_THIS_MACHINE = { kind: 'machine', name: 'commands on this machine' } as const satisfies Actor

export interface CommandTold {
  readonly what: string
  readonly about: string
  readonly before: unknown
  readonly after: unknown
}

/** Tells what a command changed in the data folder itself: a running server notes it, since one process at a time writes the audit; else this one does. */
export async function tellCommand(
  { data, databaseUrl, workspace }: { readonly data: string; readonly databaseUrl?: string | undefined; readonly workspace: string },
  { what, about, before, after }: CommandTold,
  around: Surroundings,
): Promise<void> {
  const name = workspace === '*' ? MAIN : workspace
  const running = await findRunning(data)
  if (running) {
    const headers = { authorization: `Bearer ${running.key}`, 'content-type': 'application/json' }
    const answer = await fetch(`${running.url}/api/audit-note?workspace=${name}`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ what, about, before, after }),
    })
    if (answer.ok) return
  }
  await withJournal(data, databaseUrl, name, (journal) => tell(journal, AT_THIS_MACHINE, around.now(), what, about, before, after))
}

async function withJournal(data: string, databaseUrl: string | undefined, workspace: string, work: (journal: Journal) => Promise<void>): Promise<void> {
  if (databaseUrl === undefined) {
    // A folder that keeps its evidence in PostgreSQL keeps its audit there; without its address nothing can be told.
    if (existsSync(join(data, 'store.json'))) return
    const journal = openFileJournal(join(data, 'workspaces', workspace), 'audit')
    await work(journal)
    return journal.close()
  }
  const store = await openPostgres(databaseUrl, `hatrack_${workspace.replaceAll('-', '_')}`, { connections: 1 })
  try {
    await work(openPostgresJournal(store, 'audit'))
  } finally {
    await store.close()
  }
}
