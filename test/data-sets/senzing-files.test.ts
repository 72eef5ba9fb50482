import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ImportState } from '../../src/imports/import-state.ts'
import { type Bench, openBench } from '../harness/workspace.ts'
import { dataFolder, expectedOf, importFiles, skippedTitle } from './importing.ts'

const NAME = 'senzing'
const folder = dataFolder(NAME)
const expected = expectedOf(NAME)
const FILES = ['senzing_customers.csv', 'senzing_reference.csv', 'senzing_watchlist.csv']

describe.skipIf(expected === null)(expected === null ? skippedTitle(NAME) : `${NAME}, imported from its files as they are`, () => {
  let bench: Bench
  let state: ImportState
  /** Party by record: `CUSTOMERS 1001`. */
  const parties = new Map<string, string>()

  beforeAll(async () => {
    bench = await openBench()
    state = await importFiles(bench, folder, FILES)
    for (const { table, plan } of state.tables) {
      const { namespace } = plan.fields.person?.reading ?? {}
      for (const id of recordsOf(table)) {
        const answer = (await bench.ask('party', { party: `${namespace}:${id}` })) as { readonly party: { readonly id: string } }
        parties.set(`${table.slice('senzing_'.length, -'.csv'.length).toUpperCase()} ${id}`, answer.party.id)
      }
    }
  })
  afterAll(() => bench?.close())

  test('rows: every record is written', () => {
    const rows = expected?.senzing_rows?.value as Readonly<Record<string, number>> | undefined
    for (const { table, tally } of state.tables) expect([table, tally?.written, tally?.refused]).toEqual([table, rows?.[table.replace('.csv', '')], 0])
  })

  test('one mailbox of 21 people joins nobody, and is told', () => {
    const told = state.warnings.filter(({ code, table }) => code === 'email-of-many' && table === 'senzing_customers.csv')
    expect(told[0]?.count).toBeGreaterThanOrEqual(21)
    expect(told[0]?.examples.join()).toContain('kusha123@hmail.com')
  })

  test('whatever is joined without being asked belongs together: precision 1', () => {
    const truth = new Map(keyOf().map(({ record, cluster }) => [record, cluster]))
    const records = [...parties.keys()]
    const joined = records.flatMap((a, place) => records.slice(place + 1).filter((b) => parties.get(a) === parties.get(b)).map((b) => [a, b] as const))
    expect(joined.filter(([a, b]) => truth.get(a) !== truth.get(b))).toEqual([])
  })

  test('the cards of "same or not" find most of the pairs that belong together', async () => {
    const truth = new Map(keyOf().map(({ record, cluster }) => [record, cluster]))
    const recordOf = new Map([...parties].map(([record, party]) => [party, record]))
    const truePairs = [...truth].flatMap(([a, cluster], place) => [...truth].slice(place + 1).filter(([, other]) => other === cluster).map(([b]) => [a, b].sort().join(' + ')))
    const { cards } = (await bench.ask('identity-review', { limit: '1000' })) as { readonly cards: readonly Card[] }
    const shown = cards.map(({ a, b }) => [recordOf.get(a.party.id) ?? '', recordOf.get(b.party.id) ?? ''].sort().join(' + '))
    const right = shown.filter((pair) => truePairs.includes(pair)).length
    console.log(`cards from the files: ${shown.length}, precision ${(right / shown.length).toFixed(3)}, recall ${(right / truePairs.length).toFixed(3)}`)
    expect(right / truePairs.length).toBeGreaterThan(0.8)
    expect(right / shown.length).toBeGreaterThan(0.6)
  })
})

interface Card {
  readonly a: { readonly party: { readonly id: string } }
  readonly b: { readonly party: { readonly id: string } }
}

function recordsOf(table: string): string[] {
  return readFileSync(join(folder, table), 'utf8').trim().split(/\r?\n/).slice(1).map((line) => line.split(',')[1] ?? '')
}

function keyOf(): { readonly record: string; readonly cluster: string }[] {
  return readFileSync(join(folder, 'senzing_key.csv'), 'utf8').trim().split(/\r?\n/).slice(1).map((line) => {
    const [, cluster = '', source, id] = line.split(',')
    return { record: `${source} ${id}`, cluster }
  })
}
