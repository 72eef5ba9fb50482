/**
 * P6: an agreement is sent late, and changes who pays for every use there was: until all usage days carry their new stamp.
 * `npx tsx bench/p6-restamp.ts [--size 2000000] [--people 100000]`
 */
import { pipeline } from 'node:stream/promises'
import { Readable } from 'node:stream'
import { DuckDBInstance } from '@duckdb/node-api'
import pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { SELF } from '../src/base/identifier.ts'
import { EVERYTHING } from '../src/roles/projection.ts'
import { start as startPostgres } from '../test/engines/postgres-server.ts'
import { isMain, median, option, report, timed } from './report.ts'
import { emptyWorld, FIRST_DAY, organizationFacts, people, PRODUCT, take, usageDays } from './world.ts'

export interface Restamped {
  readonly totalMs: number
  /** Until the stamps over time of all who use are worked out and written. */
  readonly coverMs: number
  /** Joining every usage day with its stamp. */
  readonly joinMs: number
  readonly loadMs: number
}

const RUNS = 3

export async function restamp(size: number, persons: number): Promise<Restamped> {
  const { workspace, close } = await emptyWorld()
  const loadMs = await timed(async () => {
    await take(workspace, people(persons))
    await take(workspace, usageDays(persons, size))
    await workspace.caughtUp()
  })
  const runs: Restamped[] = []
  for (let run = 0; run < RUNS; run += 1) {
    // A sponsor pays for everyone; each time from another day on, long before the first use.
    const line = { type: 'agreement', key: 'sponsor', kind: 'sponsorship', product: PRODUCT, seller: 'self', buyer: 'account:sponsor', beneficiary: 'everyone', from: `2020-01-0${run + 1}`, amount: '9.00', currency: 'EUR', interval: 'month', version: run }
    const coverMs = await timed(async () => {
      await take(workspace, [line])
      await workspace.caughtUp()
    })
    let stamped = 0
    const joinMs = await timed(() => workspace.ask(SELF, EVERYTHING, async ({ db }) => {
      const [row] = await db.rows<{ n: number }>('select count(*) as n, sum(kind + payer + agreement) as all_columns from stamped where view_id = 1')
      stamped = row?.n ?? 0
    }))
    if (stamped !== size) throw new Error(`${stamped} of ${size} usage days are stamped`)
    runs.push({ totalMs: coverMs + joinMs, coverMs, joinMs, loadMs })
  }
  await close()
  const middle = (pick: (run: Restamped) => number): number => median(runs.map(pick))
  return { totalMs: middle((run) => run.totalMs), coverMs: middle((run) => run.coverMs), joinMs: middle((run) => run.joinMs), loadMs }
}

// ---- what a data engineer writes: a simpler rule (no seats, no resale, no by hand), the first agreement of the organization or of its owners

const TABLES = [
  'create table usage_day (party int not null, day int not null)',
  'create table membership (party int not null, organization int not null, from_day int not null)',
  'create table ownership (organization int not null, parent int not null)',
  'create table agreement (id int not null, buyer int not null, from_day int not null, to_day int not null)',
]
const STAMP = `create table stamped as
with recursive up as (
  select distinct organization, organization as above, 0 as steps from membership
  union
  select up.organization, ownership.parent, up.steps + 1 from up join ownership on ownership.organization = up.above where up.steps < 8
),
reach as (
  select membership.party, agreement.id, agreement.from_day, agreement.to_day, greatest(agreement.from_day, membership.from_day) as since, up.steps
  from membership join up on up.organization = membership.organization join agreement on agreement.buyer = up.above
),
found as (
  select usage_day.party, usage_day.day, reach.id, row_number() over (partition by usage_day.party, usage_day.day order by reach.steps, reach.from_day, reach.id) as place
  from usage_day left join reach on reach.party = usage_day.party and reach.since <= usage_day.day and usage_day.day < reach.to_day
)
select party, day, id as agreement from found where place = 1`
/** The backdated change: every organization that has no agreement gets one. */
const CHANGE = 'insert into agreement select organization + 10000000, organization, 18262, 2147483647 from (select distinct organization from membership) as every_one'

interface Rows {
  readonly name: string
  readonly rows: () => Generator<readonly number[]>
}

function tables(size: number, persons: number): readonly Rows[] {
  const organizations = Math.ceil(persons / 5)
  return [
    { name: 'usage_day', *rows() { for (let made = 0; made < size; made += 1) yield [made % persons, FIRST_DAY + ((Math.floor(made / persons) * 7 + (made % persons)) % 180)] } },
    { name: 'membership', *rows() { for (let person = 0; person < persons; person += 1) yield [person, Math.floor(person / 5), FIRST_DAY - 300 + (person % 400)] } },
    { name: 'ownership', *rows() { for (let at = 0; at < organizations; at += 1) { const { parent } = organizationFacts(at); if (parent !== null) yield [at, parent] } } },
    { name: 'agreement', *rows() { for (let at = 0; at < organizations; at += 1) { const { agreement } = organizationFacts(at); if (agreement) yield [at, at, agreement.from, agreement.to] } } },
  ]
}

async function inDuckDb(size: number, persons: number): Promise<number> {
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  for (const create of TABLES) await connection.run(create)
  for (const { name, rows } of tables(size, persons)) {
    const appender = await connection.createAppender(name)
    for (const row of rows()) {
      for (const value of row) appender.appendInteger(value)
      appender.endRow()
    }
    appender.closeSync()
  }
  const times: number[] = []
  for (let run = 0; run < RUNS; run += 1) {
    if (run > 0) await connection.run('delete from agreement where id >= 10000000; drop table stamped')
    times.push(await timed(async () => {
      await connection.run(CHANGE)
      await connection.run(STAMP)
    }))
  }
  connection.closeSync()
  instance.closeSync()
  return median(times)
}

async function inPostgres(size: number, persons: number): Promise<number> {
  const database = await startPostgres({ work_mem: '256MB', shared_buffers: '1GB', max_parallel_workers_per_gather: '2' })
  const client = new pg.Client({ connectionString: database.url })
  await client.connect()
  for (const create of TABLES) await client.query(create)
  for (const { name, rows } of tables(size, persons)) {
    const lines = function* () { for (const row of rows()) yield `${row.join('\t')}\n` }
    await pipeline(Readable.from(lines()), client.query(copyFrom(`copy ${name} from stdin`)))
  }
  await client.query('vacuum analyze')
  const ms = await timed(async () => {
    await client.query(CHANGE)
    await client.query(STAMP)
  })
  await client.end()
  await database.stop()
  return ms
}

if (isMain(import.meta.url)) {
  const size = option('size', 2_000_000)
  const persons = option('people', Math.max(1000, size / 20))
  const own = await restamp(size, persons)
  console.log(own)
  const duckDb = await inDuckDb(size, persons)
  const postgres = await inPostgres(size, persons)
  report({
    name: 'p6-restamp',
    about: `After an agreement that came late and touches everybody: ${size.toLocaleString('en')} usage days of ${persons.toLocaleString('en')} people carry their new stamp. The others run hand-written recursive SQL for a simpler rule on the same data.`,
    settings: { 'usage days': size, people: persons, 'runs, median': RUNS, 'usage days loaded /s': Math.round((size * 1000) / own.loadMs) },
    measures: [
      { id: 'P6', what: `${size.toLocaleString('en')} usage days stamped again`, unit: 's', got: own.totalMs / 1000, must: (10 * size) / 20_000_000, more: false, peers: [{ name: 'DuckDB', got: duckDb / 1000 }, { name: 'PostgreSQL', got: postgres / 1000 }] },
      { id: 'P6', what: 'of that: covers worked out and written', unit: 's', got: own.coverMs / 1000, more: false },
      { id: 'P6', what: 'of that: usage days joined with their covers', unit: 's', got: own.joinMs / 1000, more: false },
    ],
  })
  process.exit(0)
}
