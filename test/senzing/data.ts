import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { type Row, rowsOfCsv } from '../adventureworks/csv.ts'

/** The truth sets of Senzing: records of people and firms from three sources, and which of them are one. */
export interface TruthSet {
  readonly records: readonly Row[]
  /** Record by source and id, to the entity that it belongs to. */
  readonly clusterOf: ReadonlyMap<string, string>
}

export function senzingFolder(testData: string | undefined): string {
  return testData === undefined || testData === '' ? resolve(import.meta.dirname, '../../../shared/data/senzing') : join(testData, 'senzing')
}

/** Null where the folder is absent. */
export function readTruthSet(folder: string): TruthSet | null {
  if (!existsSync(join(folder, 'senzing_key.csv'))) return null
  const read = (name: string) => rowsOfCsv(readFileSync(join(folder, name), 'utf8').replace(/^\uFEFF/, ''))
  const key = read('senzing_key.csv')
  return {
    records: ['senzing_customers.csv', 'senzing_reference.csv', 'senzing_watchlist.csv'].flatMap(read),
    clusterOf: new Map(key.map((row) => [recordOf(row), row.CLUSTER_ID ?? ''])),
  }
}

export function recordOf(row: Row): string {
  return `${row.DATA_SOURCE}:${row.RECORD_ID}`
}
