import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { expectedOf, skippedTitle } from './importing.ts'

const root = resolve(import.meta.dirname, '../..')
const text = readFileSync(resolve(root, 'docs/data-sets.md'), 'utf8')
const SETS = ['ravenstack_saas', 'crm_pipeline', 'northwind_pubs', 'adventureworks', 'import_fixtures', 'senzing']

interface Told {
  readonly what: string
  readonly how: string
  readonly tests: readonly string[]
}

/** Rows of the table under a heading. */
function tableUnder(heading: string): readonly Told[] {
  const section = text.split(/^## /m).find((part) => part.startsWith(`${heading}\n`)) ?? ''
  return section.split('\n').filter((line) => line.startsWith('| ')).slice(1).map((line) => {
    const [what = '', how = '', tests = ''] = line.slice(1, -1).split('|').map((cell) => cell.trim())
    return { what, how, tests: [...tests.matchAll(/`([^`]+)`/g)].map(([, file = '']) => file) }
  })
}

test.each(SETS)('%s: every expected answer stands in the table once, and nothing else', (name) => {
  const expected = expectedOf(name)
  if (expected === null) return console.warn(skippedTitle(name))
  expect(tableUnder(name).map(({ what }) => what.replaceAll('`', '')).sort()).toEqual(Object.keys(expected).sort())
})

test.each([...SETS, 'Traps'])('%s: each row says how it is answered; its tests exist, or it says why there is none', (name) => {
  const rows = tableUnder(name)
  expect(rows.length).toBeGreaterThan(0)
  for (const { what, how, tests } of rows) {
    expect(how, what).not.toBe('')
    expect(tests.filter((file) => !existsSync(resolve(root, file))), what).toEqual([])
    if (tests.length === 0) expect(how, what).toMatch(/^(None|not told)/)
  }
})

test.each([...SETS, 'Traps'])('%s: warnings that it names are told by the code', (name) => {
  const sources = ['src/imports/row-warnings.ts', 'src/studies/data-warnings.ts'].map((file) => readFileSync(resolve(root, file), 'utf8')).join('\n')
  const named = tableUnder(name).flatMap(({ how }) => [...how.matchAll(/(?:warnings?|told as|^|, |and |`data-warnings`:) ?`([a-z]+(?:-[a-z]+)+)`/g)].map(([, code = '']) => code))
  const operations = readFileSync(resolve(root, 'src/studies/index.ts'), 'utf8')
  const isQuestion = (code: string): boolean => operations.includes(`'./${code}.ts'`)
  expect(named.filter((code) => !isQuestion(code) && code !== 'bad-date' && !sources.includes(`'${code}'`))).toEqual([])
})
