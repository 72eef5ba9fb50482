/**
 * P8: every study of the first screen on a large workspace, asked for the first time after a line came (cold) and again (warm), beside what an analyst asks raw events.
 * `npx tsx bench/p8-first-screen.ts --folder DIR [--size 1000000] [--days 20000000]`: the folder is made where it is not there (bench/large.ts), and kept.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { dayOf, dayText } from '../src/base/day.ts'
import type { Operation } from '../src/base/operation.ts'
import { openWorkspace, type Workspace } from '../src/roles/workspace.ts'
import { operations } from '../src/studies/index.ts'
import { quiet } from '../test/harness/workspace.ts'
import { DAYS_BACK, largeWorkspace, organizationOf, type Size } from './large.ts'
import { isMain, type Measure, median, option, percentile, report, timed, word } from './report.ts'
import { take } from './world.ts'

const RUNS = 5
const MUST_MS = 300
const DAYS_ASKED = 30
const STUDIES: readonly (readonly [study: string, input: Readonly<Record<string, string>>])[] = [
  ['payers-of-use', {}], ['payers-of-use', { detail: 'money' }], ['payers-of-use', { by: 'month' }], ['payers-of-use', { detail: 'money', by: 'month' }], ['unused-money', { limit: '50' }], ['unpaid-use', {}],
  ['overlap', {}], ['money', {}], ['world', {}], ['disagreements', {}], ['parties', { limit: '50' }], ['sources', {}], ['data-warnings', {}],
]

/** One line more, as a live workspace gets them all the time: all that was kept is worked out anew. */
async function oneMore(workspace: Workspace, size: Size, made: number): Promise<void> {
  await take(workspace, [{ type: 'usage', key: `p8-${Date.now()}-${made}`, party: 'user:u0', product: 'studio', event: 'Opened', at: `${dayText(size.until - 1)}T11:00:00.000Z` }])
  await workspace.caughtUp()
}

async function own(folder: string, size: Size): Promise<Measure[]> {
  const workspace = await openWorkspace({ name: 'main', folder: join(folder, 'workspaces', 'main'), log: quiet })
  const window = { from: dayText(size.until - DAYS_ASKED), to: dayText(size.until) }
  const measures: Measure[] = []
  let made = 0
  for (const [study, own] of STUDIES) {
    const operation = (operations as readonly Operation<Workspace>[]).find(({ name }) => name === study)
    if (!operation) continue
    const ask = (): unknown => operation.run(workspace, { ...(study === 'sources' || study === 'data-warnings' ? {} : window), ...own } as never)
    const cold: number[] = []
    const warm: number[] = []
    for (let run = 0; run < RUNS; run += 1) {
      await oneMore(workspace, size, (made += 1))
      cold.push(await timed(ask))
      warm.push(await timed(ask))
    }
    const name = [study, ...Object.entries(own).map(([field, value]) => `${field}=${value}`)].join(' ')
    measures.push({ id: 'P8', what: `${name}, after a new line`, unit: 'ms', got: median(cold), must: MUST_MS, more: false }, { id: 'P8', what: `${name}, after a new line, p95`, unit: 'ms', got: percentile(cold, 0.95), more: false },
      { id: 'P8', what: `${name}, asked again`, unit: 'ms', got: median(warm), must: MUST_MS, more: false })
    console.error(`${name}: ${median(cold).toFixed(0)} ms, again ${median(warm).toFixed(1)} ms`)
  }
  await workspace.close()
  return measures
}

/** Raw events as an analytics tool keeps them, joined with a table of who pays for which account: users by payer, and users by month. A simpler rule: no owners, resale, seats or moves. */
async function onRawEvents(size: Size, days: number): Promise<readonly { readonly name: string; readonly ms: number }[]> {
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  const every = Math.max(1, Math.round((size.people * DAYS_BACK) / days))
  const perDay = Math.floor(size.people / every)
  await connection.run(`create table event as select (row % ${perDay}) * ${every} + ((${DAYS_BACK} - row // ${perDay}) % ${every}) as person, ${size.until - DAYS_BACK} + row // ${perDay} as day, 'Opened' as name, 5 as count
    from range(${perDay * DAYS_BACK}) as rows(row)`)
  const members = 4 * Math.floor(size.people / 5)
  await connection.run(`create table member as select person, person // 4 as organization from range(${members}) as people(person)`)
  await connection.run(`create table agreement as select organization, ${size.until - 400} + organization % 350 as from_day, ${size.until + 330} as to_day from range(${organizationOf(size, members - 1) ?? 0} + 1) as firms(organization) where organization % 10 < 7`)
  const from = size.until - DAYS_ASKED
  const queries = [
    ['users by payer', `select kind, count(distinct person), sum(count) from (select event.person, event.count, agreement.organization is not null as kind from event left join member on member.person = event.person
      left join agreement on agreement.organization = member.organization and agreement.from_day <= event.day and event.day < agreement.to_day where event.day >= ${from}) as seen group by kind`],
    ['users by week', `select (day - ${from}) // 7 as week, count(distinct person), sum(count) from event where day >= ${from} group by week`],
  ] as const
  const found: { name: string; ms: number }[] = []
  for (const [name, query] of queries) {
    const times: number[] = []
    for (let run = 0; run < RUNS; run += 1) times.push(await timed(() => connection.runAndReadAll(query)))
    found.push({ name, ms: median(times) })
  }
  connection.closeSync()
  instance.closeSync()
  return found
}

export async function firstScreen(folder: string, size: Size, days: number): Promise<Measure[]> {
  await largeWorkspace(folder, size, days)
  const peers = await onRawEvents(size, days)
  const peer = (name: string) => [{ name: 'DuckDB, raw events', got: peers.find((one) => one.name === name)?.ms ?? Number.NaN }]
  return (await own(folder, size)).map((measure) => (measure.what === 'payers-of-use, after a new line' ? { ...measure, peers: peer('users by payer') } : measure.what === 'payers-of-use by=month, after a new line' ? { ...measure, peers: peer('users by week') } : measure))
}

if (isMain(import.meta.url)) {
  const people = option('size', 1_000_000)
  const days = option('days', people * 20)
  const folder = word('folder') ?? join('/tmp', `hatrack-large-${people}`)
  const size: Size = { people, until: dayOf(Date.now()) }
  const measures = await firstScreen(folder, size, days)
  const kept = JSON.parse(readFileSync(join(folder, 'large.json'), 'utf8')) as { days: number }
  report({
    name: people === 1_000_000 ? 'p8-first-screen' : `p8-first-screen-${people}`,
    about: `The studies of the first screen over ${DAYS_ASKED} days, with ${people.toLocaleString('en')} people and ${kept.days.toLocaleString('en')} usage days of five events each. Beside: a count of distinct users over raw events with a simpler rule, in DuckDB.`,
    settings: { people, 'usage days': kept.days, 'days asked': DAYS_ASKED, 'runs, median': RUNS },
    measures,
  })
  process.exit(0)
}
