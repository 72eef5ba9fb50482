import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { describeOnEngines } from '../harness/engines.ts'
import { type Served, serve } from '../harness/server.ts'

interface Message {
  readonly id: string
  readonly type: string
  readonly data: { readonly [field: string]: unknown }
}

/** Answers no message until it is told to take; gives no files. */
async function openReceiver() {
  const messages: Message[] = []
  const receiver = {
    messages,
    takes: false,
    url: '',
    taken: new Set<string>(),
    close: () => {
      server.closeAllConnections()
      server.close()
    },
    types: (): readonly string[] => [...receiver.taken].map((id) => messages.find((message) => message.id === id)?.type ?? '').sort(),
  }
  const server = createServer((request, response) => {
    if (request.method !== 'POST') {
      response.writeHead(500).end()
      return
    }
    let body = ''
    request.on('data', (data: Buffer) => {
      body += data.toString()
    })
    request.on('end', () => {
      const id = String(request.headers['webhook-id'])
      messages.push({ id, ...(JSON.parse(body) as Omit<Message, 'id'>) })
      if (!receiver.takes) return
      receiver.taken.add(id)
      response.writeHead(204).end()
    })
  })
  await new Promise<void>((settle) => server.listen(0, '127.0.0.1', settle))
  receiver.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  return receiver
}

async function until(isReached: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isReached())) await new Promise((settle) => setTimeout(settle, 50))
}

async function change(server: Served, name: string, body: object): Promise<{ readonly [field: string]: unknown }> {
  const answer = await fetch(`${server.url}/api/${name}`, { method: 'POST', body: JSON.stringify(body), headers: { authorization: `Bearer ${server.keys.admin}`, 'content-type': 'application/json' } })
  expect(answer.status, await answer.clone().text()).toBe(200)
  return (await answer.json()) as { [field: string]: unknown }
}

describeOnEngines('a server that is killed while messages wait', ({ freshDatabase }) => {
  test('sends all of them after the next start: an import taken and undone, a correction, a pull that failed', async () => {
    const data = mkdtempSync(join(tmpdir(), 'hatrack-webhook-kill-'))
    const databaseUrl = await freshDatabase('webhook_kill')
    const receiver = await openReceiver()
    let server = await serve(data, { databaseUrl })
    try {
      await change(server, 'webhook-save', { url: receiver.url, private: true })
      const { id } = await change(server, 'import-begin', {})
      const text = 'event_id,user_id,timestamp,event,product\ne1,u1,2026-02-03T10:00:00Z,opened,notes\n'
      await fetch(`${server.url}/api/imports/${id}/files?name=events.csv&offset=0`, { method: 'PUT', body: text, headers: { authorization: `Bearer ${server.keys.admin}` } })
      await change(server, 'import-look', { id })
      const status = async (): Promise<unknown> => ((await server.get('/api/import', { id: String(id) })) as { status: unknown }).status
      await until(async () => (await status()) === 'looked')
      await change(server, 'import-take', { id })
      await until(() => receiver.messages.some(({ type }) => type === 'import.taken'))
      await change(server, 'import-undo', { id })
      await until(async () => (await status()) === 'undone')
      const pull = await change(server, 'pull-save', { name: 'Prices', kind: 'url', connection: `${receiver.url}prices.csv`, everyMinutes: 0 })
      await change(server, 'pull-run', { id: pull.id })
      type Pulls = { pulls: { run: { status: string } | null }[] }
      await until(async () => ((await server.get('/api/pulls')) as Pulls).pulls[0]?.run?.status === 'failed')
      await change(server, 'correct', { fact: 'leave-out', party: 'user:u2', by: 'Ann' })
      await server.kill()
      expect(receiver.taken.size).toBe(0)

      receiver.takes = true
      server = await serve(data, { databaseUrl })
      await until(() => receiver.taken.size >= 4)
      expect(receiver.types()).toEqual(['correction.said', 'import.taken', 'import.undone', 'pull.failed'])
      expect(receiver.messages.find(({ type }) => type === 'import.taken')?.data).toMatchObject({ import: id, rows: 1, written: 1, refused: 0, link: expect.stringContaining(`/imports/${id}?workspace=main`) })
      expect(receiver.messages.find(({ type }) => type === 'pull.failed')?.data).toMatchObject({ pull: pull.id, name: 'Prices', failures: 1 })
    } finally {
      await server.stop()
      receiver.close()
      rmSync(data, { recursive: true, force: true })
    }
  })
})
