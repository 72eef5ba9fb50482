import { request } from 'node:http'
import { mkdirSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openTrial, type Trial, trialFolder } from '../trial.ts'

let trial: Trial
const page = trialFolder()
beforeAll(async () => {
  mkdirSync(join(page.folder, 'assets'))
  writeFileSync(join(page.folder, 'index.html'), '<!doctype html><title>The page</title>')
  writeFileSync(join(page.folder, 'assets', 'main-abc123.js'), 'void 0')
  trial = await openTrial({ trustLocal: true, pageFolder: page.folder })
})
afterAll(async () => {
  await trial.close()
  page.remove()
})

/** fetch sets Host and Sec-Fetch-Site itself, so the plain client is used. */
function ask(
  path: string,
  headers: { [name: string]: string } = {},
  method = 'GET',
  body = '',
): Promise<{ status: number; text: string; headers: { [name: string]: unknown } }> {
  return new Promise((settle, reject) => {
    const asked = request({ host: '127.0.0.1', port: trial.port, path, method, headers }, (answer) => {
      let text = ''
      answer.on('data', (data: Buffer) => {
        text += data.toString()
      })
      answer.on('end', () => settle({ status: answer.statusCode ?? 0, text, headers: answer.headers }))
    })
    asked.on('error', reject)
    asked.end(body)
  })
}

/** What is answered to these very bytes; the clients of Node speak HTTP/1.1 only. */
function firstLine(bytes: string): Promise<string> {
  return new Promise((settle, reject) => {
    let text = ''
    const socket = connect(trial.port, '127.0.0.1', () => socket.write(bytes))
    socket.on('data', (data: Buffer) => {
      text += data.toString()
    })
    socket.on('error', reject)
    socket.on('close', () => settle(text.split('\r\n')[0] ?? ''))
  })
}

describe('on this machine the first run needs no key', () => {
  const here = (): string => `127.0.0.1:${trial.port}`
  const scenarios: { name: string; headers: () => { [name: string]: string }; status: number }[] = [
    { name: 'a script', headers: () => ({}), status: 200 },
    { name: 'localhost', headers: () => ({ host: `localhost:${trial.port}` }), status: 200 },
    { name: 'our own page', headers: () => ({ origin: `http://${here()}`, 'sec-fetch-site': 'same-origin' }), status: 200 },
    { name: 'an address typed into the browser', headers: () => ({ 'sec-fetch-site': 'none' }), status: 200 },
    { name: 'a name that was rebound to this machine', headers: () => ({ host: `evil.example:${trial.port}` }), status: 401 },
    { name: 'a page of another origin', headers: () => ({ origin: 'https://evil.example' }), status: 401 },
    { name: 'a page of another port of this machine', headers: () => ({ origin: 'http://127.0.0.1:3000', 'sec-fetch-site': 'same-site' }), status: 401 },
    { name: 'an image on another page', headers: () => ({ 'sec-fetch-site': 'cross-site' }), status: 401 },
    { name: 'a page without an origin', headers: () => ({ origin: 'null' }), status: 401 },
    { name: 'a proxy on this machine', headers: () => ({ 'x-forwarded-for': '203.0.113.9' }), status: 401 },
    { name: 'a proxy that names itself', headers: () => ({ via: '1.1 proxy' }), status: 401 },
    { name: 'a proxy that names the sender', headers: () => ({ 'x-real-ip': '203.0.113.9' }), status: 401 },
    { name: 'a proxy that names the standard way', headers: () => ({ forwarded: 'for=203.0.113.9' }), status: 401 },
    { name: 'a proxy that tells of the scheme only', headers: () => ({ 'x-forwarded-proto': 'https' }), status: 401 },
    { name: 'a tunnel', headers: () => ({ 'CF-Connecting-IP': '203.0.113.9' }), status: 401 },
    { name: 'another tunnel', headers: () => ({ 'True-Client-IP': '203.0.113.9' }), status: 401 },
    { name: 'an empty forwarding header', headers: () => ({ 'x-forwarded-for': '' }), status: 401 },
    { name: 'the Host of a proxy on the usual port', headers: () => ({ host: 'localhost' }), status: 401 },
    { name: 'the Host of another port', headers: () => ({ host: `127.0.0.1:${trial.port + 1}` }), status: 401 },
    { name: 'IPv6 by name', headers: () => ({ host: `[::1]:${trial.port}` }), status: 200 },
    { name: 'a wrong key is wrong here too', headers: () => ({ authorization: 'Bearer x' }), status: 401 },
  ]
  test.each(scenarios)('$name', async ({ headers, status }) => {
    expect((await ask('/api/shown', headers())).status).toBe(status)
  })

  const spoken = [
    { name: 'nginx as it comes, which adds no header', version: '1.0', host: here, key: () => '', status: 401 },
    { name: 'the same with a key', version: '1.0', host: here, key: () => trial.keys.read, status: 200 },
    { name: 'a program that says no more than it must', version: '1.1', host: here, key: () => '', status: 200 },
    { name: 'a Host that only begins like this machine', version: '1.1', host: () => `127.0.0.1.evil.example:${trial.port}`, key: () => '', status: 401 },
    { name: 'a Host with two ports', version: '1.1', host: () => `127.0.0.1:1:${trial.port}`, key: () => '', status: 401 },
  ]
  test.each(spoken)('byte by byte: $name', async ({ version, host, key, status }) => {
    const authorization = key() === '' ? '' : `Authorization: Bearer ${key()}\r\n`
    expect(await firstLine(`GET /api/shown HTTP/${version}\r\nHost: ${host()}\r\n${authorization}Connection: close\r\n\r\n`)).toContain(` ${status} `)
  })

  test('writing and changing too, but not for foreign pages', async () => {
    const line = '{"type":"usage","key":"l1","party":"user:ann","product":"notes","at":"2026-02-03"}'
    expect((await ask('/v1/evidence', {}, 'POST', line)).status).toBe(200)
    expect((await ask('/v1/evidence', { origin: 'https://evil.example', 'content-type': 'text/plain' }, 'POST', line)).status).toBe(401)
    expect((await ask('/api/rebuild', { origin: 'https://evil.example' }, 'POST')).status).toBe(401)
    expect((await ask('/api/rebuild', {}, 'POST')).status).toBe(200)
  })

  test('trackers always bring a key', async () => {
    expect((await ask('/v1/track', {}, 'POST', '{"event":"x","userId":"ann"}')).status).toBe(401)
  })
})

describe('the built page', () => {
  test('the first file is asked for anew each time, files with a hash are kept for a year', async () => {
    const first = await ask('/')
    expect(first.text).toContain('The page')
    expect(first.headers['cache-control']).toBe('no-cache')
    const asset = await ask('/assets/main-abc123.js')
    expect(asset.headers['cache-control']).toContain('immutable')
    expect(asset.headers['content-type']).toContain('javascript')
    expect((await ask('/assets/gone-def456.js')).status).toBe(404)
    expect((await ask('/parties/user:ann?from=2026-01-01', { accept: 'text/html,*/*' })).text).toContain('The page')
  })
})

describe('events', () => {
  test('the page hears when evidence arrives, and the stream ends with the server', async () => {
    const answer = await fetch(`${trial.url}/api/events`)
    expect(answer.headers.get('content-type')).toContain('text/event-stream')
    const reader = (answer.body as ReadableStream<Uint8Array>).getReader()
    let heard = ''
    const until = async (text: string): Promise<void> => {
      while (!heard.includes(text)) {
        const { value, done } = await reader.read()
        if (done) throw new Error(`the stream ended before ${text}`)
        heard += Buffer.from(value).toString()
      }
    }
    await until('event: position')
    const next = trial.main.record.recorded + 1
    await ask('/v1/evidence', {}, 'POST', '{"type":"usage","key":"e1","party":"user:ann","product":"notes","at":"2026-02-03"}')
    await until(`"recorded":${next},"applied":${next}`)
    await reader.cancel()
  })
})
