import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { type Bench, openBench } from '../../test/harness/workspace.ts'
import type { House } from './house.ts'
import { askModel, chatAddress } from './topic-model.ts'
import { topicModelOperations } from './topic-model-operations.ts'

const open: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of open.splice(0)) await close()
})

interface Heard {
  readonly path: string
  readonly authorization: string | undefined
  readonly body: string
}

/** A server that speaks the protocol: it answers what it is told to, after so long. */
async function modelServer(
  says: (texts: readonly { n: number; text: string }[]) => string,
  status = 200,
  waitMs = 0,
): Promise<{ readonly url: string; readonly heard: Heard[] }> {
  const heard: Heard[] = []
  const server: Server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString('utf8')
      heard.push({ path: request.url ?? '', authorization: request.headers.authorization, body })
      const { messages } = JSON.parse(body) as { messages: { role: string; content: string }[] }
      const { texts } = JSON.parse(messages[1]?.content ?? '{}') as { texts: { n: number; text: string }[] }
      setTimeout(() => {
        response.writeHead(status, { 'content-type': 'application/json' })
        response.end(
          JSON.stringify({
            id: 'c1',
            object: 'chat.completion',
            choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content: says(texts) } }],
          }),
        )
      }, waitMs)
    })
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  open.push(
    () =>
      new Promise((done) => {
        server.closeAllConnections()
        server.close(() => done())
      }),
  )
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`, heard }
}

const local = (url: string) => ({ url, model: 'small', secret: 'sk-1', reachesPrivate: true })

test('what the model says is read, also between words of its own; what names no text or no topic is left out', async () => {
  const { url, heard } = await modelServer(
    () => 'Here you are:\n[{"n":1,"topic":" price "},{"n":2,"topic":""},{"n":9,"topic":"x"},{"n":"1","topic":"y"},7,{"n":3,"topic":"trains"}]\nDone.',
  )
  expect(await askModel(local(url), ['price'], ['Too dear.', 'Hm.', 'The train.'])).toEqual({
    said: [
      { place: 0, topic: 'price' },
      { place: 2, topic: 'trains' },
    ],
    failed: null,
  })
  expect(heard).toMatchObject([{ path: '/v1/chat/completions', authorization: 'Bearer sk-1' }])
  expect(JSON.parse(heard[0]?.body ?? '')).toMatchObject({ model: 'small', temperature: 0 })
})

test.each([
  ['an error of the server', () => modelServer(() => '[]', 500), 'It answered 500.'],
  ['a redirect', () => modelServer(() => '[]', 302), 'It answered 302.'],
  ['chatter', () => modelServer(() => 'I am sorry.'), 'It answered something else than was asked for.'],
  ['nobody there', async () => ({ url: 'http://127.0.0.1:9/v1' }), 'It cannot be reached (ECONNREFUSED).'],
] as const)('%s is told, and is no failure of ours', async (_, serve, failed) => {
  const { url } = await serve()
  expect(await askModel(local(url), [], ['Hm.'])).toEqual({ said: [], failed })
})

test('one that takes too long is let go', async () => {
  const { url } = await modelServer(() => '[]', 200, 5_000)
  expect(await askModel(local(url), [], ['Hm.'], 50)).toEqual({ said: [], failed: 'It did not answer within 0.05 seconds.' })
})

test.each(['http://127.0.0.1:11434/v1', 'http://localhost:11434/v1', 'http://[::1]/v1', 'http://10.0.0.7/v1'])('%s is asked only if it was allowed', (url) => {
  expect(() => chatAddress({ url, reachesPrivate: false })).toThrow('Only somebody who opens all workspaces')
  expect(chatAddress({ url, reachesPrivate: true }).pathname).toBe('/v1/chat/completions')
})

test.each(['http://169.254.169.254/v1', 'ftp://example.com', 'https://ann:secret@example.com/v1', 'example'])('%s is never asked', (url) => {
  expect(() => chatAddress({ url, reachesPrivate: true })).toThrow()
})

const house = ({ workspace }: Bench, opens = '*'): House =>
  ({
    workspace,
    asks: { kind: 'key', name: 'the admin', id: 'k1', power: 'admin', workspace: opens },
    now: Date.now,
    keys: null,
    people: null,
  }) as unknown as House
const run = (name: string, at: House, input: object) => {
  const operation = topicModelOperations.find((one) => one.name === name)
  return operation?.run(at, input as never) as Promise<Record<string, unknown>>
}
const WINDOW = { from: '2026-01-01', to: '2026-02-01' }

async function company(): Promise<Bench> {
  const bench = await openBench({ now: () => Date.parse('2026-03-01T00:00:00Z') })
  open.push(() => bench.close())
  await bench.take([
    { type: 'party', key: 'p', kind: 'person', ids: ['user:ann', 'email:ann@acme.example'], name: 'Ann Lefevre' },
    ...['Pairing lost its way.', 'Too expensive.'].map((text, place) => ({
      type: 'feedback',
      key: `f${place}`,
      source: 'helpdesk',
      party: 'user:ann',
      product: 'notes',
      kind: 'complaint',
      text,
      at: `2026-01-0${place + 3}T10:00:00Z`,
    })),
    {
      type: 'feedback',
      key: 'told',
      source: 'helpdesk',
      party: 'user:ann',
      product: 'notes',
      kind: 'complaint',
      text: 'No topic needed.',
      topic: 'pairing',
      at: '2026-01-09T10:00:00Z',
    },
  ])
  return bench
}

test('without a model nothing is asked; with one, only texts without a topic and the names of topics go out, and nothing counts', async () => {
  const bench = await company()
  await expect(run('topic-model-ask', house(bench), WINDOW)).rejects.toThrow('No language model is set')
  const { url, heard } = await modelServer((texts) =>
    JSON.stringify(texts.map(({ n, text }) => ({ n, topic: text.startsWith('Pairing') ? 'PAIRING' : 'dear' }))),
  )
  expect(await run('topic-model-save', house(bench), { url: `${url}/`, model: 'small', secret: 'sk-2', private: true })).toEqual({
    model: { url, model: 'small', hasSecret: true, private: true },
  })
  const answer = await run('topic-model-ask', house(bench), WINDOW)
  expect(answer).toMatchObject({
    model: 'small',
    sent: 2,
    failed: null,
    suggestions: [
      { feedback: 'f1', topic: 'dear', isNew: true },
      { feedback: 'f0', topic: 'pairing', isNew: false },
    ],
  })
  const sent = heard[0]?.body ?? ''
  expect(sent).toContain('Too expensive.')
  for (const kept of ['Ann', 'user:', 'acme', 'f0', 'No topic needed']) expect(sent).not.toContain(kept)
  const { deed } = topicModelOperations.find(({ name }) => name === 'topic-model-ask') ?? {}
  expect(deed?.after?.(house(bench), WINDOW, answer)).toEqual({
    model: 'small',
    failed: null,
    texts: [
      { feedback: 'f1', of: 'helpdesk' },
      { feedback: 'f0', of: 'helpdesk' },
    ],
  })
  expect(((await bench.ask('topics', WINDOW)) as { withoutTopic: { texts: number } }).withoutTopic.texts).toBe(2)
})

test('its own network is allowed by who opens all workspaces only; a key goes to the server for which it was given; an empty address takes it away', async () => {
  const bench = await company()
  const { url } = await modelServer(() => '[]')
  await expect(run('topic-model-save', house(bench, 'main'), { url, model: 'small', private: true })).rejects.toThrow('opens all workspaces')
  await expect(run('topic-model-save', house(bench), { url, model: 'small' })).rejects.toThrow('own network')
  await run('topic-model-save', house(bench), { url: 'https://one.example/v1', model: 'small', secret: 'sk-3' })
  await expect(run('topic-model-save', house(bench), { url: 'https://two.example/v1' })).rejects.toThrow('give its key')
  expect(await run('topic-model-save', house(bench), { url: 'https://two.example/v1', secret: '' })).toMatchObject({ model: { hasSecret: false } })
  expect(await run('topic-model-save', house(bench), { url: '' })).toEqual({ model: null })
})
