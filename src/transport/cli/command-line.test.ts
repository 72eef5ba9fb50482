import { type ChildProcess, spawn } from 'node:child_process'
import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gunzipSync, gzipSync } from 'node:zlib'
import { afterEach, beforeAll, describe, expect, inject, test } from 'vitest'
import { trialFolder } from '../trial.ts'

const root = dirname(dirname(dirname(dirname(fileURLToPath(import.meta.url)))))
const hatrack = join(root, 'bin', 'hatrack')

interface Ran {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

const started: ChildProcess[] = []
const removals: (() => void)[] = []
afterEach(async () => {
  for (const child of started.splice(0)) {
    if (child.exitCode !== null || child.signalCode !== null) continue
    const ended = new Promise((resolve) => child.once('exit', resolve))
    child.kill('SIGKILL')
    await ended
  }
  for (const remove of removals.splice(0)) remove()
})

function newFolder(): string {
  const { folder, remove } = trialFolder()
  removals.push(remove)
  return join(folder, 'data')
}

/** Environment without what a developer may have set. */
const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('HATRACK_')))

function run(words: readonly string[], input = ''): Promise<Ran> {
  return new Promise((settle) => {
    const child = spawn(process.execPath, [hatrack, ...words], { env })
    started.push(child)
    let out = ''
    let err = ''
    child.stdout.on('data', (data: Buffer) => {
      out += data.toString()
    })
    child.stderr.on('data', (data: Buffer) => {
      err += data.toString()
    })
    child.on('close', (code) => settle({ code, out, err }))
    child.stdin.on('error', () => {})
    child.stdin.end(input)
  })
}

interface Started {
  readonly child: ChildProcess
  readonly line: { readonly url: string; readonly key: string; readonly keys: { readonly admin: string; readonly write: string; readonly read: string } }
  readonly out: () => string
  readonly end: (signal?: NodeJS.Signals) => Promise<number | null>
}

/** Starts a server and waits for its line. */
function start(data: string, more: readonly string[] = []): Promise<Started> {
  return new Promise((settle, reject) => {
    const child = spawn(process.execPath, [hatrack, 'start', '--data', data, '--port', '0', '--empty', '--json', ...more], { env })
    started.push(child)
    let out = ''
    let err = ''
    const ended = new Promise<number | null>((done) => child.on('close', (code) => done(code)))
    child.stderr.on('data', (data: Buffer) => {
      err += data.toString()
    })
    child.stdout.on('data', (data: Buffer) => {
      out += data.toString()
      if (!out.endsWith('\n')) return
      settle({
        child,
        line: JSON.parse(out) as Started['line'],
        out: () => out,
        end: (signal = 'SIGTERM') => {
          child.kill(signal)
          return ended
        },
      })
    })
    void ended.then((code) => reject(new Error(`ended with ${code} before it was ready: ${err}`)))
  })
}

const LINE = '{"type":"usage","key":"u1","party":"user:ann","product":"notes","at":"2026-02-03T10:00:00Z"}'

beforeAll(async () => {
  // Builds what is stale, so that the tests below time the program and not the compiler.
  await run(['--version'])
})

describe('start --json', () => {
  test('prints exactly one line when ready: url, key, keys; a second start opens the same folder again', async () => {
    const data = newFolder()
    const first = await start(data)
    expect(first.line).toEqual({
      url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
      key: first.line.keys.admin,
      keys: { admin: expect.any(String), write: expect.any(String), read: expect.any(String) },
    })
    const posted = await fetch(`${first.line.url}/v1/evidence`, { method: 'POST', body: LINE, headers: { authorization: `Bearer ${first.line.keys.write}` } })
    expect(await posted.json()).toEqual({ accepted: 1, duplicate: 0, rejected: [] })
    expect(await first.end()).toBe(0)
    expect(first.out().trim().split('\n')).toHaveLength(1)

    const second = await start(data)
    const health = await (await fetch(`${second.line.url}/health`)).json()
    expect(health).toEqual({ status: 'ok', recorded: 1, applied: 1 })
    for (const key of [first.line.keys.read, second.line.keys.read]) {
      const answer = await fetch(`${second.line.url}/api/payers-of-use?from=2026-02-01&to=2026-03-01`, { headers: { authorization: `Bearer ${key}` } })
      expect(await answer.json()).toMatchObject({ users: 1 })
    }
    expect(await second.end()).toBe(0)
  })

  test('what was acknowledged is there after kill -9', async () => {
    const data = newFolder()
    const first = await start(data)
    await fetch(`${first.line.url}/v1/evidence`, { method: 'POST', body: LINE, headers: { authorization: `Bearer ${first.line.key}` } })
    await first.end('SIGKILL')
    const second = await start(data)
    expect(await (await fetch(`${second.line.url}/health`)).json()).toMatchObject({ recorded: 1, applied: 1 })
    await second.end()
  })

  test('--empty makes no demo; the key files are for their owner only', async () => {
    const data = newFolder()
    const server = await start(data)
    const { workspaces } = (await (await fetch(`${server.line.url}/api/workspaces`)).json()) as { workspaces: { name: string }[] }
    expect(workspaces.map(({ name }) => name)).toEqual(['main'])
    for (const file of ['keys.json', 'server.json']) expect(statSync(join(data, file)).mode & 0o077).toBe(0)
    await server.end()
    expect(existsSync(join(data, 'server.json'))).toBe(false)
  })

  test('a folder that is open is not opened again', async () => {
    const data = newFolder()
    const server = await start(data)
    const again = await run(['start', '--data', data, '--port', '0', '--json', '--empty'])
    expect(again.code).toBe(3)
    expect(again.err).toContain('folder-in-use')
    expect(again.out).toBe('')
    await server.end()
  })

  test('a port that is taken is said', async () => {
    const taken = createServer().listen(0, '127.0.0.1')
    await new Promise((resolve) => taken.once('listening', resolve))
    const { port } = taken.address() as { port: number }
    const ran = await run(['start', '--data', newFolder(), '--port', String(port), '--empty', '--json'])
    taken.close()
    expect(ran.code).toBe(2)
    expect(ran.err).toContain(`port ${port} is taken`)
  })

  test.each([[['--require-key']], [['--public-url', 'https://hatrack.example.com']]])('%j asks for a key here too', async (words) => {
    const server = await start(newFolder(), words)
    expect((await fetch(`${server.line.url}/api/workspaces`)).status).toBe(401)
    expect((await fetch(`${server.line.url}/api/workspaces`, { headers: { authorization: `Bearer ${server.line.key}` } })).status).toBe(200)
    await server.end()
  })

  test('SIGTERM lets a request under way end, ends open event streams, and takes less than 10 s', async () => {
    const server = await start(newFolder())
    const events = await fetch(`${server.line.url}/api/events`)
    const streamed = events.text()
    const body = new ReadableStream<Uint8Array>({
      async start(controller) {
        controller.enqueue(Buffer.from(LINE.slice(0, 20)))
        await new Promise((resolve) => setTimeout(resolve, 1_000))
        controller.enqueue(Buffer.from(LINE.slice(20)))
        controller.close()
      },
    })
    const slow = fetch(`${server.line.url}/v1/evidence`, { method: 'POST', body, headers: { authorization: `Bearer ${server.line.key}` }, duplex: 'half' })
    await new Promise((resolve) => setTimeout(resolve, 300))
    const startedAt = Date.now()
    const ended = server.end()
    expect(await (await slow).json()).toMatchObject({ accepted: 1 })
    expect(await ended).toBe(0)
    expect(Date.now() - startedAt).toBeLessThan(10_000)
    expect(await streamed).toContain('event: position')
  })
})

const postgresUrl = inject('postgresUrl')

describe('a folder of a database', () => {
  test.skipIf(postgresUrl === null)('is not opened without it, and does not go back to files', async () => {
    const data = newFolder()
    const database = ['--database', postgresUrl ?? '']
    const server = await start(data, database)
    expect(readFileSync(join(data, 'store.json'), 'utf8')).toBe('{"store":"postgres"}\n')
    // While it runs, commands go through it.
    expect((await run(['products', '--data', data])).code).toBe(0)
    await server.end()
    for (const words of [['start', '--empty', '--json'], ['products'], ['export']]) {
      expect(await run([...words, '--data', data])).toMatchObject({
        code: 2,
        out: '',
        err: expect.stringContaining('name the database with HATRACK_DATABASE_URL'),
      })
    }
    const ill = await run(['doctor', '--data', data, '--port', '0'])
    expect(ill).toMatchObject({ code: 1, out: expect.stringContaining('BAD  store: ') })
    expect(await run(['products', '--data', data, ...database])).toMatchObject({ code: 0 })
  })
})

describe('import and export', () => {
  const lines = [LINE, LINE.replace('"u1"', '"u2"'), '{"type":"party","key":"p1","kind":"person","ids":["user:ann"],"name":"שרה"}'].join('\n')

  test('without a server the store itself is opened; with one it is asked; both tell the same', async () => {
    const { folder } = { folder: newFolder() }
    mkdirSync(folder, { recursive: true })
    const files = { plain: join(folder, 'a.jsonl'), zipped: join(folder, 'b.json.gz'), bad: join(folder, 'c.jsonl') }
    writeFileSync(files.plain, lines)
    writeFileSync(files.zipped, gzipSync(`[${lines.split('\n').join(',\n')}]`))
    writeFileSync(files.bad, `${LINE.replace('"u1"', '"u3"')}\n{"type":"usage"}\nnothing`)

    const first = await run(['import', files.plain, '--data', folder, '--keep'])
    expect(first).toMatchObject({ code: 0, out: `${files.plain}: 3 accepted, 0 known already, 0 refused\n` })
    const again = await run(['import', files.plain, '--data', folder, '--keep'])
    expect(again).toMatchObject({ code: 0, out: `${files.plain}: 0 accepted, 3 known already, 0 refused\n` })
    const server = await start(folder)
    expect(await run(['import', files.zipped, '--data', folder, '--keep'])).toMatchObject({
      code: 0,
      out: `${files.zipped}: 0 accepted, 3 known already, 0 refused\n`,
    })
    const partly = await run(['import', files.bad, '--data', folder, '--json'])
    expect(partly.code).toBe(1)
    expect(JSON.parse(partly.out)).toMatchObject({ accepted: 1, duplicate: 0, rejected: [{ line: 2 }, { line: 3, reason: 'not-json' }] })
    expect(await run(['import', '-', '--data', folder], LINE.replace('"u1"', '"u4"'))).toMatchObject({
      code: 0,
      out: expect.stringMatching(
        /^-: 1 accepted, 0 known already, 0 refused\nThe import is import-\d{4}-\d\d-\d\d-[0-9a-f]{10} \(1 line\); to undo it: hatrack import --undo import-/,
      ),
    })
    const online = await run(['export', '--data', folder])
    expect(online.out.trim().split('\n')).toHaveLength(5)
    await server.end()

    const offline = await run(['export', '--data', folder])
    expect(offline.out).toBe(online.out)
    const zipped = join(folder, 'all.jsonl.gz')
    expect((await run(['export', zipped, '--data', folder])).code).toBe(0)
    expect(gunzipSync(readFileSync(zipped)).toString()).toBe(online.out)

    const copy = newFolder()
    mkdirSync(copy)
    expect((await run(['import', zipped, '--data', copy])).code).toBe(0)
    expect((await run(['export', '--data', copy])).out).toBe(online.out)
    expect(await run(['rebuild', '--data', copy])).toMatchObject({ code: 0, out: expect.stringContaining('5 lines derived anew') })
  })

  test('an import has an id, is not taken twice, and can be undone; with a server or without', async () => {
    const data = newFolder()
    mkdirSync(data)
    const file = join(data, 'a.jsonl')
    writeFileSync(file, `${LINE}\n${LINE.replace('"u1"', '"u2"').replace('}', ',"import":"mine"}')}\n`)
    const first = JSON.parse((await run(['import', file, '--data', data, '--json'])).out) as { import: string }
    expect(first).toMatchObject({ accepted: 2, stamped: 1, import: expect.stringMatching(/^import-\d{4}-\d\d-\d\d-[0-9a-f]{10}$/) })
    const imports = (text: string): unknown[] =>
      text
        .trim()
        .split('\n')
        .map((line) => (JSON.parse(line) as { import: unknown }).import)
    expect(imports((await run(['export', '--data', data])).out)).toEqual([first.import, 'mine'])
    const server = await start(data)
    expect((await run(['import', file, '--data', data])).out).toBe(`${file}: 0 accepted, 2 known already, 0 refused\n`)
    expect(await run(['import', '--undo', first.import, '--data', data])).toMatchObject({ code: 0, out: expect.stringContaining('is undone') })
    expect(await run(['import', '--undo', first.import, '--data', data])).toMatchObject({ code: 0, out: expect.stringContaining('was undone already') })
    const left = await run(['payers-of-use', '--data', data, '--from', '2026-02-01', '--to', '2026-03-01', '--json'])
    expect(JSON.parse(left.out)).toMatchObject({ usageDays: 1 })
    const named = await run(['import', file, '--data', data, '--import', "Ann's file"])
    expect(named.out).toContain("hatrack import --undo 'Ann'\\''s file'")
    await server.end()
  })

  test('progress is shown where it is asked for, on standard error', async () => {
    const data = newFolder()
    mkdirSync(data)
    const ran = await run(['import', '-', '--data', data, '--progress'], lines)
    expect(ran.err).toContain('Importing -')
    expect(ran.out).not.toContain('\r')
  })
})

describe('answers', () => {
  test('a sentence and a table for people, JSON for scripts', async () => {
    const data = newFolder()
    mkdirSync(data)
    await run(['import', '-', '--data', data], LINE)
    const people = await run(['payers-of-use', '--data', data, '--from', '2026-02-01', '--to', '2026-03-01'])
    expect(people.code).toBe(0)
    expect(people.out).toMatch(/^Of 1 user 1 /)
    expect(people.out).toMatch(/nobody +1 +1 +1/)
    const scripts = await run(['payers-of-use', '--data', data, '--from', '2026-02-01', '--to', '2026-03-01', '--json'])
    expect(JSON.parse(scripts.out)).toMatchObject({ users: 1, usageDays: 1 })
  })
})

describe('what a command ends with', () => {
  const scenarios: { name: string; words: (data: string) => string[]; code: number; err?: string; out?: string }[] = [
    { name: 'help', words: () => ['--help'], code: 0, out: 'payers-of-use' },
    { name: 'version', words: () => ['--version'], code: 0, out: '.' },
    { name: 'a command that is not known', words: () => ['fly'], code: 2, err: 'unknown command' },
    { name: 'an option that is not known', words: () => ['start', '--fast'], code: 2, err: 'unknown option' },
    { name: 'a port that is none', words: () => ['start', '--port', '70000'], code: 2, err: 'port' },
    { name: 'a parameter that is wrong', words: (data) => ['payers-of-use', '--data', data, '--by', 'fortnight'], code: 2, err: "'by' must be" },
    { name: 'a file that is not there', words: (data) => ['import', 'nowhere.jsonl', '--data', data], code: 1, err: 'there is no file' },
    {
      name: 'a kind of file that is not read yet',
      words: (data) => ['import', join(data, 'x.xlsx'), '--data', data],
      code: 2,
      err: 'save each sheet as CSV',
    },
    { name: 'a folder that is not there', words: (data) => ['overlap', '--data', join(data, 'nowhere')], code: 1, err: 'there is no data folder' },
    { name: 'a server that does not answer', words: () => ['overlap', '--url', 'http://127.0.0.1:1'], code: 3, err: 'unreachable' },
    { name: 'no file to import', words: (data) => ['import', '--data', data], code: 2, err: 'name files' },
    { name: 'an import to undo, and files', words: (data) => ['import', 'x', '--undo', 'i1', '--data', data], code: 2, err: 'takes no files' },
    { name: 'an import to undo without a name', words: (data) => ['import', '--undo', ' ', '--data', data], code: 2, err: 'the id of an import' },
    {
      name: 'lines kept as they are, and under an id',
      words: (data) => ['import', '-', '--keep', '--import', 'i1', '--data', data],
      code: 2,
      err: 'choose one',
    },
    {
      name: 'an export into a folder that is not there',
      words: (data) => ['export', join(data, 'no', 'x'), '--data', data],
      code: 1,
      err: 'there is no folder',
    },
    { name: 'an export under the name of a folder', words: (data) => ['export', data, '--data', data], code: 2, err: 'is a folder; name a file in it' },
    { name: 'an export below a file', words: (data) => ['export', join(data, 'x.csv', 'y'), '--data', data], code: 2, err: 'is a file, not a folder' },
    { name: 'a file in the place of the data folder', words: (data) => ['overlap', '--data', join(data, 'x.csv')], code: 2, err: 'not a data folder' },
    { name: 'a start on a file', words: (data) => ['start', '--data', join(data, 'x.csv')], code: 2, err: 'not a data folder' },
    { name: 'a database of another kind', words: (data) => ['overlap', '--data', data, '--database', 'mysql://x'], code: 2, err: 'no PostgreSQL URL' },
    {
      name: 'a party that is not known',
      words: (data) => ['party', '--data', data, '--party', 'user:nobody'],
      code: 1,
      err: 'Look for it in the list of parties',
    },
    { name: 'the help of a question', words: () => ['who-pays', '--help'], code: 0, out: '--day <YYYY-MM-DD>      needed:' },
    { name: 'a key without a name', words: (data) => ['keys', 'create', ' ', '--data', data], code: 2, err: 'a key needs a name' },
    {
      name: 'a key for a workspace that cannot be',
      words: (data) => ['keys', 'create', 'x', '--workspace', 'No!', '--data', data],
      code: 2,
      err: 'a workspace is named by',
    },
    {
      name: 'a key for a workspace that is not there',
      words: (data) => ['keys', 'create', 'x', '--workspace', 'nowhere', '--data', data],
      code: 2,
      err: "there is no workspace 'nowhere'",
    },
    { name: 'a workspace that is not there', words: (data) => ['overlap', '--data', data, '--workspace', 'nowhere'], code: 2, err: 'there is no workspace' },
  ]
  test.each(scenarios)('$name', async ({ words, code, err = '', out = '' }) => {
    const data = newFolder()
    mkdirSync(data)
    writeFileSync(join(data, 'x.csv'), 'a,b')
    writeFileSync(join(data, 'x.xlsx'), 'PK')
    const ran = await run(words(data))
    expect(ran.code).toBe(code)
    expect(ran.err).toContain(err)
    expect(ran.out).toContain(out)
    expect(ran.err).not.toContain('    at ')
    expect(readdirSync(dirname(data)).filter((name) => name.endsWith('.part'))).toEqual([])
  })
})

describe('keys and doctor', () => {
  test('a key is made, listed, used and revoked while the server runs', async () => {
    const data = newFolder()
    const server = await start(data)
    const made = await run(['keys', 'create', 'crm', '--power', 'read', '--data', data])
    expect(made.code).toBe(0)
    const key = made.out.trim()
    expect(key).toMatch(/^hatrack_read_[0-9a-f]{40}_[0-9a-f]{8}$/)
    const ask = async (): Promise<number> => {
      await new Promise((resolve) => setTimeout(resolve, 600))
      return (await fetch(`${server.line.url}/api/payers-of-use`, { headers: { authorization: `Bearer ${key}` } })).status
    }
    expect(await ask()).toBe(200)
    expect((await run(['keys', 'list', '--data', data])).out).toMatch(/crm +read +main/)
    expect((await run(['keys', 'create', 'crm', '--data', data])).code).toBe(2)
    expect((await run(['keys', 'create', 'x', '--power', 'god', '--data', data])).code).toBe(2)
    expect((await run(['keys', 'revoke', 'crm', '--data', data])).code).toBe(0)
    expect(await ask()).toBe(401)
    expect((await run(['keys', 'revoke', 'crm', '--data', data])).code).toBe(1)
    await server.end()
  })

  test('the doctor says ok, or what to do', async () => {
    const data = newFolder()
    mkdirSync(data)
    await run(['import', '-', '--data', data], LINE)
    const well = await run(['doctor', '--data', data, '--port', '0'])
    for (const about of ['node', 'clock', 'data folder', 'port', 'record of main: 1 line, all readable', 'answers of main'])
      expect(well.out).toContain(`ok   ${about}`)
    const log = join(data, 'workspaces', 'main', 'record', '000000000000.log')
    appendFileSync(log, 'rubbish')
    const mended = await run(['doctor', '--data', data, '--port', '0'])
    expect(mended.out).toContain(`warn record of main: 1 line, all readable; 7 bytes of ${log}, from byte`)
    expect(mended.out).toMatch(/set aside in a file damaged-\*\.bin beside it; nothing needs to be done\n/)
    expect(mended.out).not.toContain('BAD')
    const file = join(data, 'file')
    writeFileSync(file, '')
    const ill = await run(['doctor', '--data', file])
    expect(ill.code).toBe(1)
    expect(ill.out).toContain('BAD  data folder')
    expect(ill.out).toContain('name a folder with --data')
  })
})
