import { spawn } from 'node:child_process'
import { mkdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, expect, test } from 'vitest'
import { trialFolder } from '../trial.ts'

const hatrack = join(dirname(dirname(dirname(dirname(fileURLToPath(import.meta.url))))), 'bin', 'hatrack')
const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('HATRACK_')))
const removals: (() => void)[] = []
afterEach(() => {
  for (const remove of removals.splice(0)) remove()
})

function run(words: readonly string[], input = ''): Promise<{ readonly code: number | null; readonly out: string; readonly err: string }> {
  return new Promise((settle) => {
    const child = spawn(process.execPath, [hatrack, 'stripe-secret', ...words], { env })
    let out = ''
    let err = ''
    child.stdout.on('data', (data: Buffer) => {
      out += data.toString()
    })
    child.stderr.on('data', (data: Buffer) => {
      err += data.toString()
    })
    child.on('close', (code) => settle({ code, out, err }))
    child.stdin.end(input)
  })
}

test('a signing secret comes by standard input, is listed without itself, and taken away', async () => {
  const { folder, remove } = trialFolder()
  removals.push(remove)
  const data = join(folder, 'data')
  mkdirSync(data)
  const secret = 'whsec_0123456789abcdefghij'
  const added = await run(['add', 'live', '--data', data, '--product', 'notes'], `${secret}\n`)
  expect(added.code).toBe(0)
  expect(added.out).toContain('/v1/stripe/main')
  expect(added.out + added.err).not.toContain(secret)
  expect(statSync(join(data, 'stripe-secrets.json')).mode & 0o777).toBe(0o600)
  expect(readFileSync(join(data, 'stripe-secrets.json'), 'utf8')).toContain(secret)

  const listed = await run(['list', '--data', data, '--json'])
  expect(listed.out).not.toContain(secret)
  expect(JSON.parse(listed.out)).toMatchObject([{ name: 'live', workspace: 'main', product: 'notes', testMode: false }])

  for (const [words, input] of [
    [['add', 'key'], 'sk_live_0123456789abcdefghij'],
    [['add', 'live'], 'whsec_another0123456789'],
    [['add', 'x', '--workspace', 'elsewhere'], 'whsec_another0123456789'],
    [['add', 'empty'], ''],
    [['remove', 'nobody'], ''],
  ] as const) {
    const refused = await run([...words, '--data', data], input)
    expect(refused.code).not.toBe(0)
    expect(refused.err).not.toMatch(/0123456789/)
  }
  expect((await run(['remove', 'live', '--data', data])).code).toBe(0)
  expect((await run(['list', '--data', data])).out).toContain('no signing secrets')
})
