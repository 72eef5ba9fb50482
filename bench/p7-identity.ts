/** P7: so many identifiers and a fifth more links, resolved into parties. `npx tsx bench/p7-identity.ts [--size 1000000]` */
import { DuckDBInstance } from '@duckdb/node-api'
import { UndirectedGraph } from 'graphology'
import { countConnectedComponents } from 'graphology-components'
import { Components } from '../src/identity/components.ts'
import { Dictionary } from '../src/identity/dictionary.ts'
import { Identities, type Joining } from '../src/identity/identities.ts'
import { isMain, median, option, randomFrom, report, timed } from './report.ts'

const IDENTIFIERS_A_PERSON = 5
const RUNS = 3

/** Pairs of numbers from 1 on: every person's identifiers hang together, in random order, with more links than are needed. */
function links(identifiers: number): Int32Array {
  const random = randomFrom(7)
  const count = Math.round(identifiers * 1.2)
  const pairs = new Int32Array(2 * count)
  const persons = identifiers / IDENTIFIERS_A_PERSON
  const spanning = persons * (IDENTIFIERS_A_PERSON - 1)
  // Which link comes when: a walk with a step that shares no factor with the count.
  const step = 786_433
  for (let made = 0; made < count; made += 1) {
    const place = 2 * ((made * step) % count)
    const person = made < spanning ? Math.floor(made / (IDENTIFIERS_A_PERSON - 1)) : Math.floor(random() * persons)
    const first = person * IDENTIFIERS_A_PERSON + 1
    const at = made < spanning ? (made % (IDENTIFIERS_A_PERSON - 1)) + 1 : Math.floor(random() * IDENTIFIERS_A_PERSON)
    pairs[place] = first + at
    pairs[place + 1] = first + Math.floor(random() * (made < spanning ? at : IDENTIFIERS_A_PERSON))
  }
  return pairs
}

function textOf(number: number): string {
  const person = Math.floor((number - 1) / IDENTIFIERS_A_PERSON)
  return (number - 1) % IDENTIFIERS_A_PERSON === 0 ? `user:p${person}` : `anonymous:4f1c2a${number}`
}

export interface Resolved {
  readonly linesMs: number
  readonly numbersMs: number
  readonly parties: number
}

export async function resolve(size: number, runs = RUNS): Promise<Resolved> {
  const pairs = links(size)
  const dictionary = new Dictionary()
  for (let number = 1; number <= size; number += 1) dictionary.number(textOf(number))
  const joinings: Joining[] = []
  for (let place = 0; place < pairs.length; place += 2) {
    const at = { recordedAt: 1_700_000_000_000 + place, position: place }
    const ids = [dictionary.text(pairs[place] as number), dictionary.text(pairs[place + 1] as number)]
    joinings.push({ place: at, held: at, line: { type: 'link', key: String(place), source: 'bench', version: null, import: null, ids, inferred: false } })
  }
  const lines: number[] = []
  const numbers: number[] = []
  let parties = 0
  for (let run = 0; run < runs; run += 1) {
    lines.push(await timed(() => {
      const identities = Identities.resolve(dictionary, joinings)
      parties = 0
      for (let number = 1; number <= size; number += 1) if (identities.party(number) === number) parties += 1
    }))
    numbers.push(await timed(() => {
      const components = new Components()
      components.grow(size, () => 1, () => false)
      for (let place = 0; place < pairs.length; place += 2) components.join([pairs[place] as number, pairs[place + 1] as number], 0)
      let found = 0
      for (let number = 1; number <= size; number += 1) if (components.root(number) === number) found += 1
      if (found !== parties) throw new Error(`${found} parties by number, ${parties} by line`)
    }))
  }
  return { linesMs: median(lines), numbersMs: median(numbers), parties }
}

async function inGraphology(size: number, parties: number): Promise<number> {
  const pairs = links(size)
  return timed(() => {
    const graph = new UndirectedGraph()
    for (let number = 1; number <= size; number += 1) graph.addNode(number)
    for (let place = 0; place < pairs.length; place += 2) if (pairs[place] !== pairs[place + 1]) graph.mergeEdge(pairs[place], pairs[place + 1])
    const found = countConnectedComponents(graph)
    if (found !== parties) throw new Error(`graphology finds ${found} parties, not ${parties}`)
  })
}

/** Every identifier takes the smallest label of its neighbours, until nothing changes. */
async function inDuckDb(size: number, parties: number): Promise<number> {
  const pairs = links(size)
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  await connection.run('create table link (a int not null, b int not null)')
  const appender = await connection.createAppender('link')
  for (let place = 0; place < pairs.length; place += 2) {
    appender.appendInteger(pairs[place] as number)
    appender.appendInteger(pairs[place + 1] as number)
    appender.endRow()
  }
  appender.closeSync()
  const ms = await timed(async () => {
    await connection.run(`create table edge as select a, b from link union select b, a from link`)
    await connection.run(`create table label as select number::int as number, number::int as party from range(1, ${size + 1}) as numbers(number)`)
    for (let changed = 1; changed > 0; ) {
      await connection.run(`create or replace table next as
        select label.number, least(label.party, coalesce(min(near.party), label.party)) as party
        from label left join edge on edge.a = label.number left join label as near on near.number = edge.b group by label.number, label.party`)
      const [row] = await connection.runAndReadAll('select count(*)::int as n from next join label using (number) where next.party <> label.party').then((read) => read.getRowObjects())
      changed = Number(row?.['n'])
      await connection.run('create or replace table label as select * from next')
    }
    const [row] = await connection.runAndReadAll('select count(distinct party)::int as n from label').then((read) => read.getRowObjects())
    if (Number(row?.['n']) !== parties) throw new Error(`DuckDB finds ${row?.['n']} parties, not ${parties}`)
  })
  connection.closeSync()
  instance.closeSync()
  return ms
}

if (isMain(import.meta.url)) {
  const size = option('size', 1_000_000)
  const own = await resolve(size)
  console.log(own)
  const duckDb = await inDuckDb(size, own.parties)
  const graphology = size > 4_000_000 ? null : await inGraphology(size, own.parties)
  const peers = [{ name: 'DuckDB, label propagation', got: duckDb / 1000 }, ...(graphology === null ? [] : [{ name: 'graphology', got: graphology / 1000 }])]
  report({
    name: 'p7-identity',
    about: `${size.toLocaleString('en')} identifiers and ${(size * 1.2).toLocaleString('en')} links become ${own.parties.toLocaleString('en')} parties.`,
    settings: { identifiers: size, links: size * 1.2, 'runs, median': RUNS },
    measures: [
      { id: 'P7', what: 'from lines in memory, judged one by one, to parties', unit: 's', got: own.linesMs / 1000, must: (6 * size) / 10_000_000, more: false, peers },
      { id: 'P7', what: 'of that: joining numbers', unit: 's', got: own.numbersMs / 1000, more: false },
    ],
  })
  process.exit(0)
}
