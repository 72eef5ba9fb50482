import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import type { Operation } from '../src/base/operation.ts'
import { importOperations } from '../src/imports/operations.ts'
import { pullOperations } from '../src/imports/pull-operations.ts'
import { operations } from '../src/studies/index.ts'
import { surveyOperations } from '../src/surveys/index.ts'
import { COMMON } from '../src/studies/question.ts'
import { ownOperations } from '../src/transport/own-operations.ts'

const root = resolve(import.meta.dirname, '..')
const all = [...operations, ...surveyOperations, ...importOperations, ...pullOperations, ...ownOperations] as unknown as readonly Operation[]
const document = readFileSync(join(root, 'docs', 'http-api.md'), 'utf8')
const common = Object.keys(COMMON)

/** The row that the list of all operations has for one: the parameters that every question has are told as one. */
function rowOf({ name, power, needs, input }: Operation): string {
  const names = Object.keys(input.properties)
  const required = new Set((input.required as readonly string[] | undefined) ?? [])
  const hasWindow = common.every((one) => names.includes(one))
  const own = names.filter((one) => !hasWindow || !common.includes(one)).map((one) => `\`${one}\`${required.has(one) ? '' : '?'}`)
  return `| \`${name}\` | ${power === 'read' ? 'GET' : 'POST'} | ${needs ?? power} | ${[...(hasWindow ? ['window'] : []), ...own].join(', ')} |`
}

const listed = document.split('\n').filter((line) => /^\| `[a-z-]+` \| (GET|POST) \|/.test(line))

test.each([...all].sort((a, b) => (a.name < b.name ? -1 : 1)).map((operation) => [operation.name, operation] as const))('docs/http-api.md lists %s with what it takes', (_, operation) => {
  expect(listed.filter((line) => line.startsWith(`| \`${operation.name}\` |`))).toEqual([rowOf(operation)])
})

test('docs/http-api.md lists no operation that there is not', () => {
  const names = new Set(all.map(({ name }) => name))
  expect(listed.map((line) => /`([a-z-]+)`/.exec(line)?.[1] ?? '').filter((name) => !names.has(name))).toEqual([])
})

const ofCommands = readFileSync(join(root, 'docs', 'cli.md'), 'utf8')
/** Keys, the audit and pulls have commands of their own form; steps of an import are taken by `import`; who signs in in a browser has none. */
const WITHOUT_COMMAND = /^(keys?|audit|me|password|pulls?|imports?)(-(?!kinds|reconciliation)|$)/

test.each(all.map(({ name }) => name).filter((name) => !WITHOUT_COMMAND.test(name)))('docs/cli.md names the command %s', (name) => {
  expect(ofCommands).toContain(`\`${name}\``)
})
