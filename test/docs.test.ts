import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { demoCompany } from '../demo/company.ts'
import { type Served, serve } from './harness/server.ts'

const root = resolve(import.meta.dirname, '..')
/** The address that the documents name; the server of this test listens elsewhere. */
const ADDRESS = /http:\/\/(127\.0\.0\.1|localhost):4600/g
const RUNNABLE = /^(npm|bin\/hatrack|curl)\b/
const LINES_A_TIME = 10_000

interface Block {
  readonly document: string
  readonly line: number
  readonly text: string
  /** JSON that the document gives as the answer, if it does. */
  readonly answer: unknown
}

/** Blocks of commands that a reader may copy; those marked `no-run` are only to be read. */
function blocksOf(document: string): Block[] {
  const text = readFileSync(join(root, document), 'utf8')
  return [...text.matchAll(/^```sh\n([\s\S]*?)^```\n(?:\n?answers:?\n\n```json\n([\s\S]*?)^```)?/gm)]
    .map(({ 1: block = '', 2: answer, index }) => ({
      document,
      line: text.slice(0, index).split('\n').length,
      text: block,
      answer: answer === undefined ? undefined : (JSON.parse(answer) as unknown),
    }))
    .filter((block) => RUNNABLE.test(block.text))
}

const documents = [...(existsSync(join(root, 'README.md')) ? ['README.md'] : []), ...readdirSync(join(root, 'docs')).filter((name) => name.endsWith('.md')).map((name) => `docs/${name}`)]
const withBlocks = documents.map((document) => ({ document, blocks: blocksOf(document) })).filter(({ blocks }) => blocks.length > 0)

interface Ran {
  readonly exit: number | null
  readonly out: string
  readonly err: string
}

function run(command: string, folder: string, data: string): Promise<Ran> {
  const { HATRACK_DATABASE_URL: _, HATRACK_URL: __, HATRACK_KEY: ___, ...env } = process.env
  const child = spawn('bash', ['-e', '-o', 'pipefail', '-c', command], { cwd: folder, env: { ...env, HATRACK_DATA: data }, stdio: ['ignore', 'pipe', 'pipe'] })
  let out = ''
  let err = ''
  child.stdout.on('data', (text: Buffer) => (out += text.toString()))
  child.stderr.on('data', (text: Buffer) => (err += text.toString()))
  return new Promise((settle) => child.once('close', (exit) => settle({ exit, out, err })))
}

test('there are documents with commands', () => {
  expect(withBlocks.flatMap(({ blocks }) => blocks).length).toBeGreaterThan(5)
})

describe.each(withBlocks)('the commands of $document, in order, beside a server with the demo', ({ blocks }) => {
  const folder = mkdtempSync(join(tmpdir(), 'hatrack-docs-'))
  const data = join(folder, 'data')
  let server: Served

  beforeAll(async () => {
    symlinkSync(join(root, 'bin'), join(folder, 'bin'))
    mkdirSync(join(data, 'workspaces', 'demo'), { recursive: true })
    server = await serve(data)
    const { lines } = demoCompany({ until: new Date().toISOString().slice(0, 10), people: 600 })
    for (let at = 0; at < lines.length; at += LINES_A_TIME) {
      const body = lines.slice(at, at + LINES_A_TIME).map((line) => JSON.stringify(line)).join('\n')
      expect(await server.post('/v1/evidence', body, { workspace: 'demo' })).toMatchObject({ rejected: [] })
    }
    await server.fresh('demo')
  })
  afterAll(async () => {
    await server?.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  test.each(blocks)('line $line', async ({ text, answer }) => {
    const { exit, out, err } = await run(text.replace(ADDRESS, server.url), folder, data)
    expect(exit, `${out}\n${err}`).toBe(0)
    // curl is content with an error page; a problem is none the less one.
    expect(out).not.toContain('"type":"/docs#')
    if (answer !== undefined) expect(JSON.parse(out)).toEqual(answer)
    await server.fresh()
  })
})
