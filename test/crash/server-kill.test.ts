import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { describeOnEngines } from '../harness/engines.ts'
import { type Served, serve } from '../harness/server.ts'
import { plain } from '../laws/law.ts'
import { randomFrom } from './disk-in-memory.ts'

const CYCLES = { duckdb: Number(process.env.HATRACK_KILLS ?? 25), postgres: 5 } as const
const SENDERS = 6
const WINDOW = { from: '2024-01-01', to: '2024-04-01' }

interface Body {
  readonly path: '/v1/evidence' | '/v1/batch'
  readonly text: string
  /** The identities of its lines: type, source and key. */
  readonly identities: readonly string[]
  /** False for corrections: sent again after another one, they would say something new. */
  readonly mayBeSentAgain: boolean
}

/** What the client knows: its own list of what was acknowledged, and what was under way when the server died. */
class Client {
  readonly acknowledged = new Set<string>()
  readonly unanswered: Body[] = []
  readonly #random: () => number
  #made = 0

  constructor(seed: number) {
    this.#random = randomFrom(seed)
  }

  #below(count: number): number {
    return Math.floor(this.#random() * count)
  }

  #day(): string {
    return `2024-0${1 + this.#below(3)}-${String(1 + this.#below(28)).padStart(2, '0')}`
  }

  #evidence(): Body {
    const lines = Array.from({ length: 1 + this.#below(30) }, () => {
      const key = `e${this.#made++}`
      const kind = this.#random()
      const person = `user:p${this.#below(200)}`
      const account = `account:f${this.#below(20)}`
      if (kind < 0.03) return { type: 'membership', key, person, organization: account, from: '2024-01-01' }
      if (kind < 0.05) return { type: 'agreement', key, product: 'notes', buyer: account, amount: '31.00', currency: 'EUR', interval: 'month', from: this.#day() }
      if (kind < 0.06) return { type: 'link', key, ids: [person, `anonymous:x${this.#below(50)}`] }
      return { type: 'usage', key, party: kind < 0.2 ? `anonymous:x${this.#below(50)}` : person, product: 'notes', at: `${this.#day()}T10:00:00Z` }
    })
    return { path: '/v1/evidence', text: lines.map((line) => JSON.stringify(line)).join('\n'), identities: lines.map(({ type, key }) => `${type} default ${key}`), mayBeSentAgain: true }
  }

  #correction(): Body {
    const key = `c${this.#below(30)}`
    const line = { type: 'usage', key, party: `user:p${this.#below(200)}`, product: 'notes', at: `${this.#day()}T10:00:00Z`, note: `correction ${this.#made++}` }
    return { path: '/v1/evidence', text: JSON.stringify(line), identities: [`usage default ${key}`], mayBeSentAgain: false }
  }

  #segment(): Body {
    const batch = Array.from({ length: 1 + this.#below(50) }, () => ({
      type: 'track',
      messageId: `s${this.#made++}`,
      userId: `p${this.#below(200)}`,
      event: 'Opened',
      timestamp: `${this.#day()}T11:00:00Z`,
    }))
    return { path: '/v1/batch', text: JSON.stringify({ batch }), identities: batch.map(({ messageId }) => `usage segment:events ${messageId}`), mayBeSentAgain: true }
  }

  #next(): Body {
    const again = this.#random() < 0.3 ? this.unanswered.pop() : undefined
    if (again) return again
    const kind = this.#random()
    return kind < 0.5 ? this.#segment() : kind < 0.97 ? this.#evidence() : this.#correction()
  }

  /** Sends until the server is gone. */
  async send(server: Served): Promise<void> {
    for (;;) {
      const body = this.#next()
      const key = body.path === '/v1/batch' ? server.keys.write : server.keys.admin
      let answer: { readonly ok: boolean; readonly status: number; readonly text: string }
      try {
        const response = await fetch(`${server.url}${body.path}`, { method: 'POST', headers: { authorization: `Bearer ${key}` }, body: body.text })
        answer = { ok: response.ok, status: response.status, text: await response.text() }
      } catch {
        if (body.mayBeSentAgain) this.unanswered.push(body)
        return
      }
      if (answer.ok) {
        if (body.path === '/v1/evidence') expect(JSON.parse(answer.text)).toMatchObject({ rejected: [] })
        for (const identity of body.identities) this.acknowledged.add(identity)
      } else if (answer.status === 429 || answer.status === 503) {
        if (body.mayBeSentAgain) this.unanswered.push(body)
      } else throw new Error(`${body.path} was answered with ${answer.status}: ${answer.text}`)
    }
  }
}

/** Compares the record, by its export, with what the client knows, and what was derived with the record. */
async function check(server: Served, acknowledged: ReadonlySet<string>): Promise<void> {
  await server.fresh()
  const response = await fetch(`${server.url}/api/evidence`, { headers: { authorization: `Bearer ${server.keys.admin}` } })
  const exported = (await response.text()).split('\n').filter((text) => text !== '')
  const lines = exported.map((text) => JSON.parse(text) as { readonly type: string; readonly source?: string; readonly key: string; readonly recordedAt: string })
  const identities = new Set(lines.map(({ type, source, key }) => `${type} ${source ?? 'default'} ${key}`))
  expect([...acknowledged].filter((identity) => !identities.has(identity)), 'acknowledged and lost').toEqual([])
  const said = new Set<string>()
  const twice = lines.flatMap(({ recordedAt: _, ...line }) => {
    const text = JSON.stringify(line)
    const before = said.has(text)
    said.add(text)
    return before ? [text] : []
  })
  expect(twice.slice(0, 3), 'recorded twice').toEqual([])
  const use = (await server.get('/api/payers-of-use', WINDOW)) as { readonly events: number }
  expect(use.events, 'events in the answers').toBe([...identities].filter((identity) => identity.startsWith('usage ')).length)
  expect(await server.get('/health')).toMatchObject({ recorded: lines.length, applied: lines.length })
}

async function answers(server: Served): Promise<unknown[]> {
  const studies = ['payers-of-use', 'unpaid-use', 'overlap', 'world', 'unused-money', 'money']
  return Promise.all(studies.map(async (study) => plain(await server.get(`/api/${study}`, WINDOW))))
}

describeOnEngines('a server that is killed under load', ({ engine, freshDatabase }) => {
  test(`${CYCLES[engine]} times has lost nothing that it acknowledged, holds nothing twice, and answers as after a rebuild`, async () => {
    const data = mkdtempSync(join(tmpdir(), 'hatrack-server-kill-'))
    const databaseUrl = await freshDatabase('server_kill')
    const random = randomFrom(25)
    const client = new Client(26)
    let server: Served | undefined
    try {
      for (let cycle = 0; cycle < CYCLES[engine]; cycle++) {
        const running = await serve(data, { databaseUrl })
        server = running
        await check(running, client.acknowledged)
        const senders = Array.from({ length: SENDERS }, () => client.send(running))
        await new Promise((settle) => setTimeout(settle, 20 + random() * 300))
        await running.kill()
        await Promise.all(senders)
      }
      expect(client.acknowledged.size).toBeGreaterThan(CYCLES[engine] * 100)
      server = await serve(data, { databaseUrl })
      await check(server, client.acknowledged)
      const before = await answers(server)
      await server.post('/api/rebuild', null)
      await check(server, client.acknowledged)
      expect(await answers(server)).toEqual(before)
    } finally {
      await server?.kill()
      rmSync(data, { recursive: true, force: true })
    }
  }, 0)
})
