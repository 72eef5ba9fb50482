/** P5: who pays, asked of a world of so many people: in process, and over HTTP. `npx tsx bench/p5-who-pays.ts [--size 100000] [--seconds 5]` */
import { DuckDBInstance } from '@duckdb/node-api'
import pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { pipeline } from 'node:stream/promises'
import { Readable } from 'node:stream'
import { dayText } from '../src/base/day.ts'
import { SELF } from '../src/base/identifier.ts'
import { EVERYTHING } from '../src/roles/projection.ts'
import type { Asked } from '../src/roles/workspace.ts'
import { payerOf } from '../src/studies/who-pays.ts'
import { start as startPostgres } from '../test/engines/postgres-server.ts'
import { ask } from './load.ts'
import { median, option, percentile, randomFrom, report } from './report.ts'
import { startHatrack } from './server.ts'
import { emptyWorld, FIRST_DAY, people, personOf, PRODUCT, take, usageDays } from './world.ts'

const size = option('size', 100_000)
const seconds = option('seconds', 5)
const RUNS = 5

interface Question {
  readonly party: string
  readonly day: number
}

/** The same for all who are asked. */
const random = randomFrom(5)
const questions: readonly Question[] = Array.from({ length: 100_000 }, () => ({ party: personOf(Math.floor(random() * size)), day: FIRST_DAY + Math.floor(random() * 180) }))

const { workspace, folder, close } = await emptyWorld()
await take(workspace, people(size))
await take(workspace, usageDays(size, size))
await workspace.caughtUp()

/** Answers a second; the median of several runs. */
async function rate(answer: (question: Question) => unknown): Promise<number> {
  const rates: number[] = []
  for (let run = 0; run < RUNS; run += 1) {
    const begin = performance.now()
    let asked = 0
    while (performance.now() - begin < (seconds * 1000) / RUNS) {
      for (let some = 0; some < 100; some += 1) {
        const answered = answer(questions[asked++ % questions.length] as Question)
        if (answered instanceof Promise) await answered
      }
    }
    rates.push(asked / ((performance.now() - begin) / 1000))
  }
  return median(rates)
}

const inMemory = (work: (asked: Asked) => Promise<number>) => workspace.ask(SELF, EVERYTHING, work)
const explained = await inMemory((asked) => rate(({ party, day }) => payerOf(asked, party, PRODUCT, null, day)))
const stamps = await inMemory((asked) => rate(({ party, day }) => {
  const { world, coverage } = asked.view
  return coverage.stampOn({ party: world.party(asked.projection.words.identifiers.find(party)), product: PRODUCT, account: 0 }, day)
}))

// ---- the others: the same stamps in a table, one row for each party and span, found by its key

interface CoverRow {
  readonly party: string
  readonly from: number
  readonly to: number
  readonly kind: number
  readonly payer: number
  readonly agreement: number
}

const rows: CoverRow[] = []
await inMemory(async ({ view, projection }) => {
  const { combos, identifiers } = projection.words
  for (let combo = 0; combo < combos.size; combo += 1) {
    const party = identifiers.text(combos.identifiers[combo] as number)
    for (const { from, to, kind, payer, agreement } of view.covers.spansOf(view.standings.cover(combo))) rows.push({ party, from, to, kind, payer, agreement })
  }
  return rows.length
})
await workspace.close()

const server = await startHatrack(folder)
const paths = questions.slice(0, 5_000).map(({ party, day }) => `/api/who-pays?party=${encodeURIComponent(party)}&product=${PRODUCT}&day=${dayText(day)}`)
await ask(server.url, paths, 4, 1)
const overHttp = await ask(server.url, paths, 4, seconds)
await server.stop()

const CREATE = 'create table cover (party text not null, from_day int not null, to_day int not null, kind int not null, payer int not null, agreement int not null)'
const INDEX = 'create index cover_party on cover (party)'
const ASK = 'select kind, payer, agreement from cover where party = $1 and from_day <= $2 and $2 < to_day'

async function askedOneByOne(answer: (question: Question) => Promise<unknown>): Promise<{ perSecond: number; p99Ms: number }> {
  const waits: number[] = []
  const begin = performance.now()
  while (performance.now() - begin < seconds * 1000) {
    const sent = performance.now()
    await answer(questions[waits.length % questions.length] as Question)
    waits.push(performance.now() - sent)
  }
  return { perSecond: waits.length / ((performance.now() - begin) / 1000), p99Ms: percentile(waits, 0.99) }
}

async function postgres(): Promise<{ perSecond: number; p99Ms: number }> {
  const database = await startPostgres()
  const client = new pg.Client({ connectionString: database.url })
  await client.connect()
  await client.query(CREATE)
  const text = rows.map((row) => `${row.party}\t${row.from}\t${row.to}\t${row.kind}\t${row.payer}\t${row.agreement}\n`)
  await pipeline(Readable.from(text), client.query(copyFrom('copy cover from stdin')))
  await client.query(INDEX)
  await client.query('analyze cover')
  const found = await askedOneByOne(({ party, day }) => client.query({ name: 'ask', text: ASK, values: [party, day] }))
  await client.end()
  await database.stop()
  return found
}

async function duckDb(): Promise<{ perSecond: number; p99Ms: number }> {
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  await connection.run(CREATE)
  const appender = await connection.createAppender('cover')
  for (const row of rows) {
    appender.appendVarchar(row.party)
    for (const value of [row.from, row.to, row.kind, row.payer, row.agreement]) appender.appendInteger(value)
    appender.endRow()
  }
  appender.closeSync()
  await connection.run(INDEX)
  const prepared = await connection.prepare(ASK)
  const found = await askedOneByOne(async ({ party, day }) => {
    prepared.bindVarchar(1, party)
    prepared.bindInteger(2, day)
    return (await prepared.runAndReadAll()).getRows()
  })
  connection.closeSync()
  instance.closeSync()
  return found
}

const inPostgres = await postgres()
const inDuckDb = await duckDb()
await close()
report({
  name: 'p5-who-pays',
  about: `Who pays for the use of one person on one day, asked at random of a world of ${size.toLocaleString('en')} people; the others look the finished answer up by its key.`,
  settings: { people: size, spans: rows.length, seconds, 'connections over HTTP': 4, 'runs, median': RUNS },
  measures: [
    { id: 'P5', what: 'answers with reasons, in process', unit: '/s', got: explained, must: 300_000, more: true,
      peers: [{ name: 'PostgreSQL prepared', got: inPostgres.perSecond }, { name: 'DuckDB prepared', got: inDuckDb.perSecond }] },
    { id: 'P5', what: 'answers without reasons, in process', unit: '/s', got: stamps, more: true },
    { id: 'P5', what: 'over HTTP, p99', unit: 'ms', got: overHttp.p99Ms, must: 5, more: false, peers: [{ name: 'PostgreSQL prepared, one caller', got: inPostgres.p99Ms }, { name: 'DuckDB prepared, one caller', got: inDuckDb.p99Ms }] },
    { id: 'P5', what: 'over HTTP, p50', unit: 'ms', got: overHttp.p50Ms, more: false },
    { id: 'P5', what: 'over HTTP', unit: '/s', got: overHttp.perSecond, more: true },
  ],
})
process.exit(0)
