import { createHmac } from 'node:crypto'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { describeOnEngines } from '../../test/harness/engines.ts'
import { type Bench, openBench } from '../../test/harness/workspace.ts'
import type { House } from './house.ts'
import { sendOnce } from './webhook-send.ts'
import { newSecret, signed } from './webhook-sign.ts'
import { WAITS_MS } from './webhook-store.ts'
import { webhookOperations } from './webhook-operations.ts'
import { openWebhooks, type WebhookSender } from './webhooks.ts'

const DAY_MS = 86_400_000
const dayAt = (now: number, days: number): string => new Date(now + days * DAY_MS).toISOString().slice(0, 10)

/** What arrived, and a receiver that answers as it is told: a status, or a way of its own. */
interface Message {
  readonly headers: { readonly [name: string]: string }
  readonly body: string
  readonly json: { readonly type: string; readonly timestamp: string; readonly data: { readonly [field: string]: unknown } }
}
type Answer = number | ((request: IncomingMessage, response: ServerResponse) => void)

class Receiver {
  readonly messages: Message[] = []
  answer: Answer = 204
  #server: Server

  constructor() {
    this.#server = createServer((request, response) => {
      let body = ''
      request.on('data', (data: Buffer) => {
        body += data.toString()
      })
      request.on('end', () => {
        this.messages.push({ headers: request.headers as Message['headers'], body, json: JSON.parse(body) as Message['json'] })
        if (typeof this.answer === 'number') response.writeHead(this.answer).end()
        else this.answer(request, response)
      })
    })
  }

  async listen(): Promise<string> {
    await new Promise<void>((settle) => this.#server.listen(0, '127.0.0.1', settle))
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/told`
  }

  close(): void {
    this.#server.closeAllConnections()
    this.#server.close()
  }

  get types(): readonly string[] {
    return this.messages.map(({ json }) => json.type)
  }
}

/** As receivers check it: the standard in a few lines, written apart from the sender. */
function isGenuine({ headers, body }: Message, secret: string): boolean {
  const wanted = createHmac('sha256', Buffer.from(secret.replace('whsec_', ''), 'base64'))
    .update([headers['webhook-id'], headers['webhook-timestamp'], body].join('.'))
    .digest('base64')
  return (headers['webhook-signature'] ?? '').split(' ').includes(`v1,${wanted}`)
}

const receivers: Receiver[] = []
async function newReceiver(): Promise<{ readonly receiver: Receiver; readonly url: string }> {
  const receiver = new Receiver()
  receivers.push(receiver)
  return { receiver, url: await receiver.listen() }
}
afterEach(() => {
  for (const receiver of receivers.splice(0)) receiver.close()
})

test('signatures are those of the vector that the standard publishes', () => {
  expect(signed('msg_p5jXN8AQM9LWM0D4loKWxJek', 1_614_265_330_000, '{"test": 2432232314}', ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'])).toEqual({
    'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    'webhook-timestamp': '1614265330',
    'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
  })
  const [one, two] = [newSecret(), newSecret()]
  expect(one).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/)
  expect(signed('m', 0, '{}', [one, two])['webhook-signature'].split(' ')).toHaveLength(2)
})

describe('where nothing is sent', () => {
  const send = (url: string, reachesPrivate = false, answerMs = 5_000) => sendOnce({ url, headers: {}, body: '{}', reachesPrivate, answerMs })

  test.each([
    'http://127.0.0.1:PORT/told',
    'http://localhost:PORT/told',
    'http://localhost.:PORT/told',
    'http://[::1]:PORT/',
    'http://[::ffff:127.0.0.1]:PORT/told',
    'http://2130706433:PORT/told',
    'http://0x7f.1:PORT/told',
    'http://0177.0.0.1:PORT/told',
    'http://10.0.0.1/',
    'http://192.168.0.1/',
    'http://172.16.0.1/',
    'http://100.64.0.1/',
    'http://[fd00::1]/',
  ])('%s, if nobody allowed it', async (url) => {
    const { receiver, url: own } = await newReceiver()
    expect(await send(url.replace('PORT', new URL(own).port))).toMatchObject({ status: null, isTaken: false, says: expect.stringContaining('its own network') })
    expect(receiver.messages).toEqual([])
  })

  test.each([
    'http://169.254.169.254/latest/meta-data',
    'http://[::ffff:169.254.169.254]/',
    'http://[fe80::1]/',
    'http://0.0.0.0/',
    'http://[::]/',
    'http://100.100.100.200/',
    'http://[fd00:ec2::254]/',
    'http://[2002:7f00:1::]/',
  ])('%s, whoever allows it', async (url) => {
    for (const reachesPrivate of [false, true])
      expect(await send(url, reachesPrivate)).toMatchObject({ status: null, says: expect.stringContaining('Nothing is sent there') })
  })

  test.each(['ftp://example.com/', 'file:///etc/passwd', 'javascript:alert(1)', 'nothing', 'https://ann:secret@example.com/'])('%s', async (url) => {
    expect(await send(url, true)).toMatchObject({ status: null, isTaken: false })
  })

  test('a redirect is told and not followed', async () => {
    const [first, second] = [await newReceiver(), await newReceiver()]
    first.receiver.answer = (_request, response) => void response.writeHead(307, { location: second.url }).end()
    expect(await send(first.url, true)).toMatchObject({ status: 307, isTaken: false, says: expect.stringContaining('leads elsewhere') })
    expect(second.receiver.messages).toEqual([])
  })

  test('who hangs, trickles or answers without end is let go', async () => {
    const { receiver, url } = await newReceiver()
    receiver.answer = () => undefined
    expect(await send(url, true, 300)).toMatchObject({ status: null, says: 'It did not answer within 0.3 seconds.' })
    receiver.answer = (_request, response) => {
      response.writeHead(200)
      const timer = setInterval(() => response.write('.'), 20)
      response.on('close', () => clearInterval(timer))
    }
    expect(await send(url, true, 300)).toMatchObject({ status: null })
    receiver.answer = (_request, response) => {
      response.writeHead(200)
      const more = (): void => {
        while (!response.destroyed && response.write('x'.repeat(65_536)));
        response.once('drain', more)
      }
      more()
    }
    expect(await send(url, true)).toMatchObject({ status: 200, isTaken: true })
  })
})

describeOnEngines('webhooks of a workspace', ({ freshDatabase }) => {
  const START = Date.parse('2026-05-10T08:00:00Z')
  let clock = START
  let folder: string
  let databaseUrl: string | undefined
  let bench: Bench
  let sender: WebhookSender
  let asks: House['asks']

  beforeEach(async () => {
    clock = START
    folder = mkdtempSync(join(tmpdir(), 'hatrack-webhooks-'))
    databaseUrl = await freshDatabase(`webhooks_${Math.random().toString(36).slice(2, 8)}`)
    asks = { kind: 'machine', name: 'this machine', id: null, power: 'admin', workspace: '*' }
    await open()
  })
  afterEach(async () => {
    await sender.close()
    await bench.close()
    rmSync(folder, { recursive: true, force: true })
  })

  async function open(): Promise<void> {
    bench = await openBench({ folder, ...(databaseUrl === undefined ? {} : { databaseUrl }), now: () => clock })
    sender = openWebhooks(bench.workspace, {
      log: { info() {}, warn: (details) => console.error(details), error: (details) => console.error(details) },
      pageUrl: () => 'https://hatrack.test',
      lookEveryMs: 0,
      answerMs: 1_000,
    })
  }

  /** As if the process had been killed and started again. */
  async function again(): Promise<void> {
    await sender.close()
    await bench.close()
    await open()
  }

  // biome-ignore lint/suspicious/noExplicitAny: answers of many shapes
  async function op(name: string, input: object = {}): Promise<any> {
    const operation = webhookOperations.find((one) => one.name === name)
    if (!operation) throw new Error(`no operation ${name}`)
    return operation.run({ workspace: bench.workspace, asks, now: () => clock, keys: null as never, people: null as never }, input as never)
  }
  const made = async (url: string, events?: readonly string[]) =>
    op('webhook-save', { url, private: true, ...(events === undefined ? {} : { events }) }) as Promise<{ webhook: { id: string }; secret: string }>
  const deliveries = async () =>
    (await op('webhook-deliveries')).deliveries as {
      id: string
      type: string
      status: string
      nextAt: string | null
      attempts: { status: number | null }[]
      body: string
    }[]
  const use = (key: string, party: string) => ({ type: 'usage', key, party, product: 'notes', at: '2026-05-01T10:00:00Z' })
  const correct = (party: string): Promise<unknown> => bench.ask('correct', { fact: 'leave-out', party, by: 'Ann', why: 'a test account' })

  test('a correction is told once, signed, with words and a link; its undo, too; and nothing of before', async () => {
    const { receiver, url } = await newReceiver()
    await bench.take([use('u1', 'user:1'), use('u2', 'user:2')])
    await correct('user:2')
    const { secret } = await made(url)
    await sender.look()
    expect(receiver.types).toEqual([])
    const { key } = (await correct('user:1')) as { key: string }
    await sender.look()
    await sender.look()
    expect(receiver.types).toEqual(['correction.said'])
    const [message] = receiver.messages as [Message]
    expect(message.json).toMatchObject({
      type: 'correction.said',
      timestamp: '2026-05-10T08:00:00.000Z',
      data: {
        workspace: 'main',
        correction: key,
        fact: 'leave-out',
        by: 'Ann',
        why: 'a test account',
        says: expect.any(String),
        link: 'https://hatrack.test/review?workspace=main&tab=log',
      },
    })
    expect(isGenuine(message, secret)).toBe(true)
    expect(isGenuine({ ...message, body: `${message.body} ` }, secret)).toBe(false)
    expect(isGenuine(message, newSecret())).toBe(false)
    await bench.ask('correction-undo', { key })
    await sender.look()
    expect(receiver.types).toEqual(['correction.said', 'correction.undone'])
    expect(receiver.messages[1]?.json.data).toMatchObject({ correction: key })
  })

  test('what fails is tried again later and later under its id, signed anew, until it is taken', async () => {
    const { receiver, url } = await newReceiver()
    receiver.answer = 500
    const { secret } = await made(url)
    await bench.take([use('u1', 'user:1')])
    await correct('user:1')
    await sender.look()
    for (const [place, wait] of WAITS_MS.slice(0, 3).entries()) {
      clock += wait - 1
      await sender.look()
      expect(receiver.messages).toHaveLength(place + 1)
      clock += 1
      await sender.look()
      expect(receiver.messages).toHaveLength(place + 2)
    }
    expect(new Set(receiver.messages.map(({ headers }) => headers['webhook-id'])).size).toBe(1)
    expect(new Set(receiver.messages.map(({ headers }) => headers['webhook-timestamp'])).size).toBe(4)
    expect(receiver.messages.every((message) => isGenuine(message, secret))).toBe(true)
    receiver.answer = 200
    clock += WAITS_MS[3] as number
    await sender.look()
    expect(await deliveries()).toMatchObject([
      { status: 'taken', nextAt: null, attempts: [{ status: 500 }, { status: 500 }, { status: 500 }, { status: 500 }, { status: 200 }] },
    ])
    clock += DAY_MS
    await sender.look()
    expect(receiver.messages).toHaveLength(5)
  })

  test('after the last try it has failed, and can be sent again by hand', async () => {
    const { receiver, url } = await newReceiver()
    receiver.answer = 503
    await made(url, ['correction.said'])
    await bench.take([use('u1', 'user:1')])
    await correct('user:1')
    await sender.look()
    for (const wait of WAITS_MS) {
      clock += wait
      await sender.look()
    }
    const [failed] = await deliveries()
    expect(failed).toMatchObject({ status: 'failed', nextAt: null })
    expect(receiver.messages).toHaveLength(WAITS_MS.length + 1)
    receiver.answer = 200
    expect(await op('webhook-resend', { id: failed?.id })).toMatchObject({ isTaken: true, delivery: { status: 'taken' } })
    expect(receiver.messages.at(-1)?.headers['webhook-id']).toBe(failed?.id)
    await expect(op('webhook-resend', { id: 'msg_none' })).rejects.toThrow('There is no message')
  })

  test('what waits is sent after the process ended, and nothing is told twice or lost', async () => {
    const { receiver, url } = await newReceiver()
    receiver.answer = 500
    await made(url, ['correction.said', 'correction.undone'])
    await bench.take([use('u1', 'user:1'), use('u2', 'user:2')])
    await correct('user:1')
    await sender.look()
    // Said, and not looked at before the end.
    await correct('user:2')
    await again()
    receiver.answer = 200
    clock += WAITS_MS[0] as number
    await sender.look()
    await again()
    await sender.look()
    expect(receiver.messages).toHaveLength(3)
    expect(new Set(receiver.messages.map(({ headers }) => headers['webhook-id'])).size).toBe(2)
    expect((await deliveries()).map(({ status }) => status)).toEqual(['taken', 'taken'])
  })

  test('410 stops it: nothing more is sent until somebody says so', async () => {
    const { receiver, url } = await newReceiver()
    receiver.answer = 410
    const { webhook } = await made(url)
    await bench.take([use('u1', 'user:1'), use('u2', 'user:2'), use('u3', 'user:3')])
    await correct('user:1')
    await sender.look()
    await correct('user:2')
    clock += DAY_MS
    await sender.look()
    expect(receiver.messages).toHaveLength(1)
    expect((await op('webhooks')).webhooks).toMatchObject([{ stopped: expect.stringContaining('410'), waiting: 0 }])
    receiver.answer = 200
    await op('webhook-save', { id: webhook.id, stopped: false })
    await correct('user:3')
    await sender.look()
    expect(receiver.messages).toHaveLength(2)
  })

  test('one that hangs keeps no other waiting', async () => {
    const [slow, quick] = [await newReceiver(), await newReceiver()]
    slow.receiver.answer = () => undefined
    await made(slow.url)
    await made(quick.url)
    await bench.take([use('u1', 'user:1')])
    await correct('user:1')
    await sender.look()
    expect(quick.receiver.types).toEqual(['correction.said'])
    expect((await deliveries()).map(({ status }) => status).sort()).toEqual(['taken', 'waiting'])
  })

  test('the end of the process waits for nobody who hangs, and the message is sent after the next start', async () => {
    const { receiver, url } = await newReceiver()
    let asked: () => void = () => undefined
    const isAsked = new Promise<void>((settle) => {
      asked = settle
    })
    receiver.answer = () => asked()
    await made(url, ['correction.said'])
    await bench.take([use('u1', 'user:1')])
    await correct('user:1')
    const looking = sender.look()
    await isAsked
    await sender.close()
    await looking
    expect(await deliveries()).toMatchObject([{ status: 'waiting', attempts: [] }])
    receiver.answer = 200
    await again()
    await sender.look()
    expect(await deliveries()).toMatchObject([{ status: 'taken', attempts: [{ status: 200 }] }])
  })

  test('a new secret is shown once, and the old one signs beside it for a day', async () => {
    const { receiver, url } = await newReceiver()
    const { webhook, secret } = await made(url)
    const { secret: next } = await op('webhook-rotate', { id: webhook.id })
    expect(next).not.toBe(secret)
    expect(JSON.stringify(await op('webhooks'))).not.toContain('whsec_')
    await op('webhook-test', { id: webhook.id })
    clock += DAY_MS + 1
    await op('webhook-test', { id: webhook.id })
    expect(receiver.types).toEqual(['test', 'test'])
    expect(receiver.messages.map((message) => [isGenuine(message, secret), isGenuine(message, next)])).toEqual([
      [true, true],
      [false, true],
    ])
  })

  test('only who opens all workspaces allows an address of its own network', async () => {
    const { receiver, url } = await newReceiver()
    const { webhook } = await made(url)
    await expect(op('webhook-save', { url })).rejects.toMatchObject({ code: 'bad-parameter' })
    asks = { ...asks, workspace: 'main' }
    await expect(op('webhook-save', { url, private: true })).rejects.toMatchObject({ code: 'key-too-weak' })
    await expect(op('webhook-save', { id: webhook.id, url: 'http://127.0.0.1:1/other' })).rejects.toMatchObject({ code: 'bad-parameter' })
    await expect(op('webhook-save', { id: webhook.id, url: 'http://10.0.0.1/', private: true })).rejects.toMatchObject({ code: 'key-too-weak' })
    expect(await op('webhook-save', { url: 'https://example.com/told', events: ['pull.failed'] })).toMatchObject({
      webhook: { private: false, events: ['pull.failed'] },
    })
    expect(receiver.messages).toEqual([])
  })

  test('a renewal is told once per agreement and day, as many days before it as the settings say; unknown money when it rose', async () => {
    const { receiver, url } = await newReceiver()
    const agreement = (key: string, renews: number) => ({
      type: 'agreement',
      key,
      product: 'notes',
      kind: 'subscription',
      seller: 'self',
      buyer: 'account:acme',
      seats: 2,
      amount: '100.00',
      currency: 'EUR',
      interval: 'month',
      from: '2026-01-01',
      renews: dayAt(START, renews),
    })
    await bench.take([agreement('near', 12), agreement('far', 45), use('u1', 'user:1')])
    await made(url, ['agreement.renewal-near', 'money.unknown'])
    await sender.look()
    await sender.look()
    expect(receiver.messages.map(({ json }) => json.data)).toMatchObject([
      { agreement: 'near', day: dayAt(START, 12), daysLeft: 12, lastThirtyDays: { currency: 'EUR', unusedShare: 1 } },
    ])
    await bench.workspace.settings.save({ thresholds: { daysBeforeRenewal: 50 } }, undefined)
    await sender.look()
    expect(receiver.messages[1]?.json.data).toMatchObject({ agreement: 'far', link: 'https://hatrack.test/agreements?workspace=main&tab=renewals&q=far' })
    const payment = (key: string, amount: string) => ({
      type: 'payment',
      key,
      kind: 'charge',
      amount,
      currency: 'EUR',
      payer: 'account:stranger',
      at: '2026-05-02T10:00:00Z',
    })
    await bench.take([payment('p1', '50.00')])
    await sender.look()
    await again()
    await sender.look()
    await bench.take([payment('p2', '25.00')])
    await sender.look()
    expect(receiver.types).toEqual(['agreement.renewal-near', 'agreement.renewal-near', 'money.unknown', 'money.unknown'])
    expect(receiver.messages[3]?.json.data).toMatchObject({ days: 30, payments: 2, risen: [{ currency: 'EUR', before: '50.00', now: '75.00' }] })
  })

  test('removed, nothing is kept; a secret lies where only its owner reads', async () => {
    const { url } = await newReceiver()
    const { webhook } = await made(url)
    if (databaseUrl === undefined) expect(statSync(join(folder, 'webhooks.json')).mode & 0o077).toBe(0)
    await op('webhook-test', { id: webhook.id })
    await op('webhook-remove', { id: webhook.id })
    expect(await op('webhooks')).toMatchObject({ webhooks: [] })
    expect(await deliveries()).toEqual([])
    expect(await bench.workspace.webhooks.read()).not.toContain('whsec_')
  })
})
