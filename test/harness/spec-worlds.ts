import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

export interface ExpectedAnswer {
  readonly study: string
  readonly params: Readonly<Record<string, string>>
  readonly answer: unknown
}

/** A small world of `test/spec`: its evidence and what must be answered. */
export interface SpecWorld {
  readonly name: string
  /** NDJSON, as it is posted. */
  readonly evidence: string
  readonly expected: readonly ExpectedAnswer[]
}

const folder = resolve(import.meta.dirname, '../spec')

export const specWorlds: readonly SpecWorld[] = readdirSync(folder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)
  .sort()
  .map((name) => ({
    name,
    evidence: readFileSync(join(folder, name, 'evidence.jsonl'), 'utf8'),
    expected: JSON.parse(readFileSync(join(folder, name, 'expected.json'), 'utf8')) as ExpectedAnswer[],
  }))
