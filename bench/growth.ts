/** How cost grows: three sizes, a factor of ten apart, for studies, stamps, identities, start and rebuild. `npx tsx bench/growth.ts [--size 1000000]`, the largest of the three. */
import type { Operation } from '../src/base/operation.ts'
import type { Workspace } from '../src/roles/workspace.ts'
import { operations } from '../src/studies/index.ts'
import { startWith } from './p9-start.ts'
import { restamp } from './p6-restamp.ts'
import { resolve } from './p7-identity.ts'
import { type Measure, median, option, report, timed } from './report.ts'
import { emptyWorld, people, personOf, PRODUCT, take, usageDays } from './world.ts'

const largest = option('size', 1_000_000)
const sizes = [largest / 100, largest / 10, largest]
const RUNS = 3
const WINDOW = { from: '2026-01-01', to: '2026-07-01' }

async function studiesMs(usage: number): Promise<Map<string, number>> {
  const { workspace, close } = await emptyWorld()
  const persons = Math.max(100, usage / 20)
  await take(workspace, people(persons))
  await take(workspace, usageDays(persons, usage))
  await workspace.caughtUp()
  const found = new Map<string, number>()
  for (const operation of operations as readonly Operation<Workspace>[]) {
    const input = operation.name === 'who-pays' ? { party: personOf(7), product: PRODUCT, day: '2026-03-01' } : WINDOW
    const times: number[] = []
    for (let run = 0; run < RUNS; run += 1) times.push(await timed(() => operation.run(workspace, input as never)))
    found.set(operation.name, median(times))
  }
  await close()
  return found
}

const measures: Measure[] = []
const add = (id: string, what: string, unit: string, got: number): void => {
  measures.push({ id, what, unit, got, more: false })
  console.log(`${id} ${what}: ${got} ${unit}`)
}
for (const size of sizes) {
  const text = size.toLocaleString('en')
  for (const [study, ms] of await studiesMs(size)) add('P8', `${study} on ${text} usage days`, 'ms', ms)
  const stamped = await restamp(size, Math.max(100, size / 20))
  add('P6', `stamped again, ${text} usage days`, 'ms', stamped.totalMs)
  add('P7', `identities of ${text} identifiers`, 'ms', (await resolve(size)).linesMs)
  const started = await startWith(size / 10, size, 1)
  add('P9', `start with ${(size / 10).toLocaleString('en')} people`, 'ms', started.startMs)
  add('P9', `rebuild from ${started.lines.toLocaleString('en')} lines`, 'ms', started.rebuildMs)
  add('P10', `memory with ${(size / 10).toLocaleString('en')} people`, 'MB', started.memoryMb)
}
report({ name: 'growth', about: `The same questions at ${sizes.map((size) => size.toLocaleString('en')).join(', ')} usage days, with a twentieth as many people.`, settings: { 'runs, median': RUNS }, measures })
process.exit(0)
