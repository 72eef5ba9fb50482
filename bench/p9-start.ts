/** P9 and P10: how long a start takes with so many people, how much memory it then has, and how long everything derived takes to be made anew. `npx tsx bench/p9-start.ts [--size 100000] [--events 1000000]` */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openWorkspace } from '../src/roles/workspace.ts'
import { quiet } from '../test/harness/workspace.ts'
import { isMain, median, option, report, timed } from './report.ts'
import { residentMb, startHatrack } from './server.ts'
import { emptyWorld, people, take, usageDays } from './world.ts'

export interface Started {
  readonly startMs: number
  readonly memoryMb: number
  readonly memoryAskedMb: number
  readonly rebuildMs: number
  readonly lines: number
}

const RUNS = 3

export async function startWith(persons: number, events: number, runs = RUNS): Promise<Started> {
  const { workspace, folder, close } = await emptyWorld()
  await take(workspace, people(persons))
  await take(workspace, usageDays(persons, persons))
  await workspace.caughtUp()
  await workspace.close()
  const starts: number[] = []
  const memory: number[] = []
  const memoryAsked: number[] = []
  for (let run = 0; run < runs; run += 1) {
    const server = await startHatrack(folder)
    starts.push(server.startMs)
    await new Promise((resolve) => setTimeout(resolve, 1000))
    memory.push(residentMb(server.pid))
    for (const study of ['payers-of-use', 'overlap', 'world']) await (await fetch(`${server.url}/api/${study}?from=2026-01-01&to=2026-07-01`)).text()
    memoryAsked.push(residentMb(server.pid))
    await server.stop()
  }
  const again = await openWorkspace({ name: 'main', folder: join(folder, 'workspaces', 'main'), log: quiet })
  if (events > persons) await take(again, function* () { let made = 0; for (const line of usageDays(persons, events)) if (made++ >= persons) yield line }())
  await again.caughtUp()
  const lines = again.record.recorded
  const rebuildMs = await timed(() => again.rebuild())
  await again.close()
  await close()
  return { startMs: median(starts), memoryMb: median(memory), memoryAskedMb: median(memoryAsked), rebuildMs, lines }
}

/** A server with nothing in it. */
export async function idleMb(): Promise<{ startMs: number; memoryMb: number }> {
  const folder = mkdtempSync(join(tmpdir(), 'hatrack-bench-'))
  const server = await startHatrack(folder)
  await new Promise((resolve) => setTimeout(resolve, 2000))
  const memoryMb = residentMb(server.pid)
  await server.stop()
  rmSync(folder, { recursive: true, force: true })
  return { startMs: server.startMs, memoryMb }
}

if (isMain(import.meta.url)) {
  const persons = option('size', 100_000)
  const events = option('events', 1_000_000)
  const idle = await idleMb()
  const own = await startWith(persons, events)
  report({
    name: 'p9-start',
    about: `Start, memory and rebuild with ${persons.toLocaleString('en')} people in ${(persons / 5).toLocaleString('en')} organizations, and ${events.toLocaleString('en')} events.`,
    settings: { people: persons, events, 'lines of the record': own.lines, 'runs, median': RUNS },
    measures: [
      { id: 'P9', what: `start with ${persons.toLocaleString('en')} people`, unit: 's', got: own.startMs / 1000, must: (5 * persons) / 1_000_000, more: false },
      { id: 'P9', what: 'start with nothing', unit: 's', got: idle.startMs / 1000, more: false },
      { id: 'P9', what: `rebuild from ${own.lines.toLocaleString('en')} lines`, unit: 's', got: own.rebuildMs / 1000, must: (120 * own.lines) / 10_000_000, more: false },
      { id: 'P10', what: 'memory, idle', unit: 'MB', got: idle.memoryMb, must: 200, more: false },
      { id: 'P10', what: `memory with ${persons.toLocaleString('en')} people, after the start`, unit: 'MB', got: own.memoryMb, must: persons >= 1_000_000 ? 1536 : undefined, more: false },
      { id: 'P10', what: `memory with ${persons.toLocaleString('en')} people, after three studies`, unit: 'MB', got: own.memoryAskedMb, more: false },
    ],
  })
  process.exit(0)
}
