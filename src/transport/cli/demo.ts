import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { dayOf, dayText } from '../../base/day.ts'
import { takeEvidence } from '../../evidence/take.ts'
import { DEMO, type Workspaces } from '../workspaces.ts'
import { openProgress } from './progress.ts'
import type { Surroundings } from './surroundings.ts'

/** What was begun stands in a file: a filling that was broken off goes on with the same lines, which are then duplicates. */
interface Note {
  readonly until: string
  readonly filled: boolean
}

const BATCH_LINES = 5_000

/** Gives a new folder a company to look at, in a workspace of its own. */
export async function fillDemo(data: string, workspaces: Workspaces, around: Surroundings): Promise<void> {
  const file = join(data, 'demo.json')
  const note = read(file)
  if (note?.filled || (note === null && workspaces.names().includes(DEMO))) return
  const until = note?.until ?? dayText(dayOf(around.now()))
  writeFileSync(file, JSON.stringify({ until, filled: false } satisfies Note))

  // Where a bar is shown it says so itself.
  if (!around.isWatched) around.err('Filling the demo, which the first start does once; it takes about half a minute (--empty goes without it).\n')
  const bar = openProgress('Filling the demo', around.err, around.isWatched, around.now)
  bar.at(0, null)
  const { lines: own, retrospectives, optionSheets, asked } = await around.loadDemo(until)
  const lines = asked === undefined ? own : [...own, ...asked.lines]
  const workspace = await workspaces.create(DEMO)
  for (let from = 0; from < lines.length; from += BATCH_LINES) {
    await takeEvidence(workspace.record, { values: lines.slice(from, from + BATCH_LINES), power: 'admin', now: around.now() })
    bar.at(from, lines.length)
  }
  if (retrospectives !== undefined) await workspace.retrospectives.change((before) => before ?? `${JSON.stringify({ retrospectives }, null, 2)}\n`)
  if (optionSheets !== undefined) await workspace.optionSheets.change((before) => before ?? `${JSON.stringify({ sheets: optionSheets }, null, 1)}\n`)
  if (asked !== undefined) {
    await workspace.surveys.change((before) => before ?? `${JSON.stringify({ surveys: asked.surveys }, null, 2)}\n`)
    if (workspace.settings.current.version === 0) await workspace.settings.save({ asking: { team: asked.team } }, 0)
  }
  await workspace.caughtUp()
  bar.end()
  writeFileSync(file, JSON.stringify({ until, filled: true } satisfies Note))
}

function read(file: string): Note | null {
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Note) : null
}
