import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { expect, test } from 'vitest'

const src = resolve(import.meta.dirname, '../src')
const ROOMS = ['base', 'db', 'evidence', 'identity', 'imports', 'roles', 'studies', 'surveys', 'transport'] as const
/** Only these hold folders of their own. */
const DEEPER = ['db/engines', 'db/migrations', 'transport/http', 'transport/cli', 'transport/mcp']
/** Names that say nothing about what is inside. */
const NAMELESS = /^(utils?|common|shared|helpers?|misc|lib)(\.|$)/

const files = readdirSync(src, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => relative(src, join(entry.parentPath, entry.name)).split(sep).join('/'))
  .sort()
const sources = files.filter((file) => file.endsWith('.ts'))

const textOf = (file: string): string => readFileSync(join(src, file), 'utf8')

/** A text without its comments, so that words about imports are no imports. */
const codeOf = (file: string): string => textOf(file).replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '')

const IMPORTS = /(?:\bfrom\s*|\bimport\s*\(\s*|\bimport\s+|new URL\(\s*)['"](\.{1,2}\/[^'"]+)['"]/g

/** Files of src/ that a file imports, whatever the form. */
function importsOf(file: string): string[] {
  return [...codeOf(file).matchAll(IMPORTS)].map(([, path]) => relative(src, resolve(src, dirname(file), path ?? '')).split(sep).join('/'))
}

const roomOf = (file: string): string => file.split('/')[0] ?? ''

test('there is something to look at', () => {
  expect(sources.length).toBeGreaterThan(50)
  expect(sources.flatMap(importsOf).length).toBeGreaterThan(100)
})

test('rooms are those of the story, in the order of the alphabet', () => {
  expect([...ROOMS].sort()).toEqual([...ROOMS])
  const others = [...new Set(files.filter((file) => file.includes('/')).map(roomOf))].filter((room) => !(ROOMS as readonly string[]).includes(room))
  expect(others).toEqual([])
  expect(files.filter((file) => !file.includes('/'))).toEqual(['main.ts'])
})

test('a room imports only from itself and from rooms that stand before it; main.ts knows everybody, and nobody knows it', () => {
  const wrong = sources
    .filter((file) => file !== 'main.ts')
    .flatMap((file) => importsOf(file).map((imported) => ({ file, imported })))
    .filter(({ file, imported }) => imported === 'main.ts' || (!isOutside(imported) && roomOf(imported) > roomOf(file)))
  expect(wrong).toEqual([])
})

test('only tests import from outside src/; main.ts may load the demo', () => {
  const wrong = sources
    .filter((file) => !file.endsWith('.test.ts'))
    .flatMap((file) => importsOf(file).map((imported) => ({ file, imported })))
    .filter(({ file, imported }) => isOutside(imported) && !(file === 'main.ts' && imported.startsWith('../demo/')))
  expect(wrong).toEqual([])
})

function isOutside(path: string): boolean {
  return path.startsWith('../')
}

test('depth is room/file', () => {
  const deeper = files.filter((file) => file.split('/').length > 2 && !DEEPER.some((folder) => file.startsWith(`${folder}/`)))
  expect(deeper).toEqual([])
  expect(files.filter((file) => file.split('/').length > 3)).toEqual([])
})

test('no folder and no file has a name that says nothing', () => {
  expect(files.filter((file) => file.split('/').some((part) => NAMELESS.test(part)))).toEqual([])
})

test('only main.ts reads the environment and the arguments', () => {
  const reads = /\bprocess\s*\.\s*(env|argv)\b|\bprocess\s*\[\s*['"](env|argv)['"]|\{[^}]*\b(env|argv)\b[^}]*\}\s*=\s*process\b|import\s*\{[^}]*\b(env|argv)\b[^}]*\}\s*from\s*['"](node:)?process['"]/
  const wrong = sources.filter((file) => file !== 'main.ts' && !file.endsWith('.test.ts') && reads.test(codeOf(file)))
  expect(wrong).toEqual([])
  expect(reads.test(codeOf('main.ts'))).toBe(true)
})

test('roles and studies know nothing of HTTP, and only db knows the engines', () => {
  const imports = (file: string): string[] => [...codeOf(file).matchAll(/\bfrom\s*['"]([^.'"][^'"]*)['"]/g)].map(([, name]) => name ?? '')
  // A file at an address is read as a foreign database is: by db, which asks and never answers.
  const doors = sources.filter((file) => roomOf(file) !== 'transport' && file !== 'main.ts' && file !== 'db/engines/address-query.ts' && imports(file).some((name) => /^(fastify|@fastify\/|commander|node:https?$|cli-table3)/.test(name)))
  expect(doors).toEqual([])
  const engines = sources.filter((file) => roomOf(file) !== 'db' && !file.endsWith('.test.ts') && imports(file).some((name) => /^(pg$|pg-|@duckdb\/)/.test(name)))
  expect(engines).toEqual([])
})
