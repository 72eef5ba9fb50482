import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Served, serve } from '../../../test/harness/server.ts'

const hatrack = resolve(import.meta.dirname, '../../../bin/hatrack')
const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('HATRACK_')))

interface Ran {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

function begin(words: readonly string[]): { readonly child: ChildProcess; readonly ended: Promise<Ran>; readonly err: () => string } {
  const child = spawn(process.execPath, [hatrack, ...words], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  let out = ''
  let err = ''
  child.stdout.on('data', (data: Buffer) => {
    out += data.toString()
  })
  child.stderr.on('data', (data: Buffer) => {
    err += data.toString()
  })
  return { child, err: () => err, ended: new Promise((settle) => child.on('close', (code) => settle({ code, out, err }))) }
}

const run = (...words: readonly string[]): Promise<Ran> => begin(words).ended

const root = mkdtempSync(join(tmpdir(), 'hatrack-cli-imports-'))
const file = (name: string, text: string): string => {
  const path = join(root, name)
  mkdirSync(join(path, '..'), { recursive: true })
  writeFileSync(path, text)
  return path
}
afterAll(() => rmSync(root, { recursive: true, force: true }))

const users = file('in/users.csv', 'user_id,email,name,account_id\nu1,ann@acme.example,Ann,a1\nu2,bob@acme.example,Bob,a1\n')
file(
  'in/invoices.csv',
  `invoice_id,account_id,amount,currency,date,period_start,period_end\n${[1, 2, 3, 4, 5].map((n) => `i${n},a1,24.00,EUR,2026-02-01,2026-02-01,2026-03-01\n`).join('')}i6,a1,=oops,EUR,2026-02-01,2026-02-01,2026-03-01\n`,
)
let server: Served

beforeAll(async () => {
  server = await serve(join(root, 'served'))
})
afterAll(() => server?.stop())

describe.each([
  { name: 'in the opened store', options: () => ['--data', join(root, 'store')] },
  { name: 'through a running server', options: () => ['--data', join(root, 'served')] },
])('files are imported $name', ({ options }) => {
  const inPlace = options()

  test('nothing is written without a yes; then all is, can be listed, undone and redone', async () => {
    mkdirSync(join(root, 'store'), { recursive: true })
    const shown = await run('import', join(root, 'in'), '--set', 'product=notes', ...inPlace)
    expect(shown).toMatchObject({ code: 0, err: expect.stringContaining('Nothing was written.') })
    expect(shown.out).toContain('in/users.csv: 2 rows (CSV, commas')
    expect(shown.out).toMatch(/product +notes|product += notes/)
    expect(shown.out).toContain('"type":"payment"')
    const [, id = ''] = /imports resume (\S+)/.exec(shown.err) ?? []
    expect((await run('imports', ...inPlace)).out).toMatch(new RegExp(`${id} +looked`))

    const taken = await run('imports', 'resume', id, '--yes', ...inPlace)
    expect(taken.code).toBe(1)
    expect(taken.out).toMatch(/in\/invoices\.csv +6 +5 +0 +1 +0/)
    expect(taken.out).toContain('Payments: 120.00 EUR in = 120.00 EUR explained + 0.00 EUR unknown')
    expect(taken.out).toContain(`hatrack imports undo ${id}`)
    expect(taken.err).toContain(`hatrack imports refused ${id} --table in/invoices.csv`)
    expect((await run('imports', 'refused', id, ...inPlace)).out).toMatch(/i6,a1,'=oops,EUR,2026-02-01,2026-02-01,2026-03-01,6,/)

    expect(await run('imports', 'undo', id, ...inPlace)).toMatchObject({ code: 0, out: expect.stringContaining('is undone') })
    expect(JSON.parse((await run('money', '--from', '2026-02-01', '--to', '2026-03-01', '--json', ...inPlace)).out)).toMatchObject({ sources: [] })
    expect(await run('imports', 'redo', id.slice(-6), ...inPlace)).toMatchObject({ code: 0, out: expect.stringContaining('counts again') })
    expect(JSON.parse((await run('imports', 'show', id, '--json', ...inPlace)).out)).toMatchObject({
      status: 'taken',
      reconciliation: { rows: { rows: 8, written: 7, refused: 1 } },
    })
    expect(await run('import', '--undo', id, ...inPlace)).toMatchObject({ code: 0 })
    expect(JSON.parse((await run('imports', '--json', ...inPlace)).out)).toMatchObject({ imports: [{ id, status: 'undone' }] })
    await run('imports', 'redo', id, ...inPlace)
    expect(await run('imports', 'forget', id, ...inPlace)).toMatchObject({ code: 0 })
  })

  test('kinds, columns and values are chosen on the command line, or by a file of plans', async () => {
    const odd = file('odd.csv', 'wer,was,wann\nx1,note,2026-02-03\nx2,note,2026-02-04\n')
    const choices = [
      '--kind',
      'odd=usage-events',
      '--column',
      'odd.csv:person=WER',
      '--column',
      'odd.csv:at=wann',
      '--namespace',
      'odd.csv:person=Member:',
      '--set',
      'odd.csv:product=notes',
      '--set',
      'odd.csv:source=log',
    ]
    const plans = await run('import', odd, ...choices, '--show-plan', ...inPlace)
    expect(JSON.parse(plans.out)).toMatchObject([
      {
        table: 'odd.csv',
        kind: 'usage-events',
        source: 'log',
        fields: { person: { column: 'wer', certainty: 1, reading: { namespace: 'member' } }, at: { column: 'wann' } },
        constants: { product: 'notes' },
      },
    ])
    const planned = file('plans.json', plans.out)
    const taken = await run('import', odd, '--plan', planned, '--yes', '--json', ...inPlace)
    expect(taken.code).toBe(0)
    expect(JSON.parse(taken.out.trim())).toMatchObject({ status: 'taken', tables: [{ tally: { rows: 2, written: 2, lines: { usage: 2 } } }] })
    const again = await run('import', odd, '--yes', '--json', ...inPlace)
    expect(JSON.parse(again.out.trim())).toMatchObject({ tables: [{ kept: true, tally: { written: 0, known: 2 } }] })
  })

  const scenarios: { name: string; words: () => readonly string[]; err: string }[] = [
    { name: 'a kind that is none', words: () => [users, '--kind', 'users.csv=cats'], err: "'cats' is no kind of table" },
    { name: 'a table that is not there', words: () => [users, '--kind', 'people.csv=users'], err: "there is no table 'people.csv'; there are users.csv" },
    { name: 'a column that is not there', words: () => [users, '--column', 'users.csv:email=mail'], err: "users.csv has no column 'mail'" },
    { name: 'a field that is not there', words: () => [users, '--column', 'users.csv:colour=name'], err: "users have no field 'colour'" },
    { name: 'a column without a table', words: () => [users, '--column', 'email=email'], err: 'names no table' },
    {
      name: 'a namespace for a field without ids',
      words: () => [users, '--namespace', 'users.csv:name=account'],
      err: "users.csv has no ids in a field 'name'",
    },
    { name: 'a namespace that is no word', words: () => [users, '--namespace', 'users.csv:email=a b'], err: "has no ids in a field 'email'" },
    { name: 'a value that cannot be read', words: () => [users, '--set', 'product'], err: '--set product cannot be read' },
    { name: 'a plan that is no plan', words: () => [users, '--plan', users], err: 'is no JSON' },
    {
      name: 'choices for evidence lines',
      words: () => [file('lines.jsonl', '{"type":"product","key":"p"}\n'), '--set', 'product=notes'],
      err: 'evidence lines are taken as they are',
    },
    { name: 'lines and tables at once', words: () => [file('lines.jsonl', '{"type":"product","key":"p"}\n'), users], err: 'import them one after the other' },
    { name: 'an id for tables', words: () => [users, '--import', 'i1'], err: 'are for evidence lines' },
    {
      name: 'an empty folder',
      words: () => {
        mkdirSync(join(root, 'empty'), { recursive: true })
        return [join(root, 'empty')]
      },
      err: 'there is no file in it',
    },
    { name: 'what cannot be done with imports', words: () => ['imports', 'fly'], err: "'fly' cannot be done" },
  ]
  test.each(scenarios)('$name is refused in a sentence', async ({ words, err }) => {
    const [first = '', ...rest] = words()
    const ran = await run(...(first === 'imports' ? [first] : ['import', first]), ...rest, ...inPlace)
    expect(ran.code).toBe(2)
    expect(ran.err).toContain(err)
    expect(ran.err).not.toContain('    at ')
  })
})

test('objects of another system in JSON are tables, evidence lines in JSON are lines', async () => {
  const data = join(root, 'json')
  mkdirSync(data)
  const lines = file(
    'lines.json',
    '[{"type":"product","key":"notes"},{"type":"usage","key":"u1","party":"user:ann","product":"notes","at":"2026-02-03T10:00:00Z"}]',
  )
  expect((await run('import', lines, '--data', data)).out).toContain('2 accepted')
  const objects = file(
    'people.json',
    JSON.stringify([
      { id: 'c1', email: 'ann@acme.example', name: 'Ann' },
      { id: 'c2', email: 'bob@acme.example', name: 'Bob' },
    ]),
  )
  expect((await run('import', objects, '--data', data)).out).toContain('people.json: 2 rows (JSON')
})

test('Ctrl-C stops an import, which goes on later', async () => {
  const data = join(root, 'stopped')
  mkdirSync(data)
  const rows = Array.from({ length: 150_000 }, (_, number) => `e${number},u${number % 900},2026-02-03T10:00:00Z,opened,notes`)
  const events = file('events.csv', `event_id,user_id,timestamp,event,product\n${rows.join('\n')}\n`)
  const running = begin(['import', events, '--yes', '--progress', '--data', data])
  while (!running.err().includes('Writing')) await new Promise((settle) => setTimeout(settle, 20))
  running.child.kill('SIGINT')
  const stopped = await running.ended
  expect(stopped.code).toBe(1)
  const [, id = ''] = /hatrack imports resume (\S+) goes on/.exec(stopped.err) ?? []
  const resumed = await run('imports', 'resume', id, '--json', '--data', data)
  expect(resumed.code).toBe(0)
  expect(JSON.parse(resumed.out)).toMatchObject({ status: 'taken', tables: [{ tally: { rows: 150_000, written: 150_000, known: 0 } }] })
})

test('an import that lacks something says so, and takes it when it is resumed', async () => {
  const data = join(root, 'lacking')
  mkdirSync(data, { recursive: true })
  const file = join(root, 'ledger.csv')
  writeFileSync(file, 'who,sum,when\nacct-1,10.00,2026-01-01\nacct-2,12.00,2026-01-02\n')
  const shown = await run('import', file, '--kind', 'ledger.csv=payments', '--data', data)
  expect(shown).toMatchObject({
    code: 0,
    err: expect.stringMatching(/^Nothing was written\. Give what is missing, as in hatrack imports resume \S+ --yes --column ledger\.csv:/),
  })
  const [, id = ''] = /imports resume (\S+)/.exec(shown.err) ?? []
  expect(await run('imports', 'resume', id, '--yes', '--data', data)).toMatchObject({ code: 2, err: expect.stringContaining('Give what is missing') })
  const columns = ['customer=who', 'amount=sum', 'at=when'].flatMap((one) => ['--column', `ledger.csv:${one}`])
  const resumed = await run('imports', 'resume', id, '--yes', ...columns, '--set', 'currency=EUR', '--json', '--data', data)
  expect(JSON.parse(resumed.out)).toMatchObject({ status: 'taken', tables: [{ tally: { rows: 2, written: 2 } }] })
  expect(await run('imports', 'undo', id, '--set', 'a=b', '--data', data)).toMatchObject({
    code: 2,
    err: expect.stringContaining('only hatrack imports resume'),
  })
})

test('what cannot be read says why, whatever was chosen for it', async () => {
  const data = join(root, 'reasons')
  mkdirSync(data, { recursive: true })
  const said = async (name: string, content: string): Promise<string> => {
    writeFileSync(join(root, name), content)
    return (await run('import', join(root, name), '--set', 'product=notes', '--data', data)).err
  }
  expect(await said('heads.csv', 'user_id,email\n')).toMatch(/no rows/)
  expect(await said('broken.json', '{"data": [{"id": 1,')).not.toMatch(/evidence lines/)
})
