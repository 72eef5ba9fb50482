import { createHash, createVerify, generateKeyPairSync } from 'node:crypto'
import PostalMime, { type Email } from 'postal-mime'
import { generate } from 'selfsigned'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openPost, type Post, refusal } from '../../test/harness/mail-server.ts'
import { answerWordsFor } from './answer-words.ts'
import { deliver } from './mail-delivery.ts'
import { invitationBytes, testBytes } from './mail-message.ts'
import { inOneLine, isMailAddress, type MailServer, mustBeMailServer } from './mail-settings.ts'

const SERVER: MailServer = { host: '127.0.0.1', port: 0, security: 'none', user: null, secret: null, from: 'team@notes.example', fromName: 'Notes', replyTo: 'dina@notes.example', perMinute: 6_000, authority: null, dkim: null, reachesPrivate: true }
const clock = Date.UTC(2026, 1, 10)
let post: Post

beforeEach(async () => {
  post = await openPost()
})
afterEach(() => post.close())

const header = ({ headers }: Email, name: string) => headers.filter(({ key }) => key === name).map(({ value }) => value)

test.each([
  ['a name that ends the line', 'Ann\r\nBcc: eve@evil.example\r\n\r\nBuy now'],
  ['quotes and signs of addresses', '"Ann" <ann>, Bob; (x) \\'],
  ['other letters', 'Änne Müller-Łukasiewicz \u{1F469}'],
  ['a direction of writing', 'דנה\u202Emoc.live@eve כהן'],
])('%s stays a name and adds no header', async (_, name) => {
  const link = 'https://hatrack.example/a/x'
  const bytes = await invitationBytes({ workspace: 'main', ask: { source: 's', key: name }, to: 'ann@acme.example', name, question: `Is it good?\r\nBcc: eve@evil.example ${name}`, who: name, asker: name, link, words: answerWordsFor('de'), at: clock }, { ...SERVER, fromName: name })
  const mail = await PostalMime.parse(bytes)
  expect([header(mail, 'bcc'), mail.to?.length, mail.to?.[0]?.address, mail.from?.address]).toEqual([[], 1, 'ann@acme.example', 'team@notes.example'])
  expect(mail.to?.[0]).toMatchObject({ name: inOneLine(name) })
  expect(bytes.toString('latin1').split('\r\n\r\n')[0]).not.toMatch(/^bcc:/im)
  expect(mail.html).not.toContain('<ann>')
})

test('over a safe connection, with a password: one that is not trusted, or not let in, sends nothing', async () => {
  const secure = await openPost({
    secure: true,
    authOptional: false,
    onAuth: ({ username, password }, _, done) => (username === 'hatrack' && password === 'swordfish' ? done(null, { user: username }) : done(refusal(535, 'no'))),
  })
  const server: MailServer = { ...SERVER, port: secure.port, security: 'tls', user: 'hatrack', secret: 'swordfish' }
  const bytes = await testBytes('ann@acme.example', clock, '1', server)
  // The certificate of the test server is signed by nobody.
  expect(await deliver({ server, to: 'ann@acme.example', bytes, waitMs: 5_000 })).toMatchObject({ kind: 'server', says: expect.stringContaining('No safe connection') })
  expect(secure.arrived).toEqual([])
  await secure.close()
  const upgraded = await openPost({ authOptional: false, onAuth: ({ username, password }, _, done) => (password === 'swordfish' ? done(null, { user: username }) : done(refusal(535, '5.7.8 no'))) })
  expect(await deliver({ server: { ...server, port: upgraded.port, security: 'starttls' }, to: 'ann@acme.example', bytes, waitMs: 5_000 })).toMatchObject({ kind: 'server' })
  await upgraded.close()
})

test('with a certificate of its own, and the right password, mails go out encrypted; a wrong password tells no more than that', async () => {
  let said = ''
  const { private: key, cert: authority } = await generate([{ name: 'commonName', value: 'localhost' }], { algorithm: 'sha256', extensions: [{ name: 'subjectAltName', altNames: [{ type: 2, value: 'localhost' }] }] })
  const secure = await openPost({
    secure: true,
    key,
    cert: authority,
    authOptional: false,
    onAuth: ({ username, password }, _, done) => {
      said = `${username} ${password}`
      return password === 'swordfish' ? done(null, { user: username }) : done(refusal(535, '5.7.8 no'))
    },
  })
  const server: MailServer = { ...SERVER, host: 'localhost', port: secure.port, security: 'tls', user: 'hatrack', secret: 'swordfish', authority }
  const bytes = await testBytes('ann@acme.example', clock, '1', server)
  expect(await deliver({ server, to: 'ann@acme.example', bytes, waitMs: 5_000 })).toMatchObject({ kind: 'taken' })
  expect([said, secure.arrived.map(({ isSecure }) => isSecure)]).toEqual(['hatrack swordfish', [true]])
  const wrong = await deliver({ server: { ...server, secret: 'sardine' }, to: 'ann@acme.example', bytes, waitMs: 5_000 })
  expect(wrong).toMatchObject({ kind: 'server' })
  expect(wrong.says).not.toMatch(/sardine|swordfish/)
  await secure.close()
})

test('a mail that is signed bears the signature of its domain over the headers that matter', async () => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const dkim = { domain: 'notes.example', selector: 'hatrack', privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() }
  const bytes = await testBytes('ann@acme.example', clock, '1', { ...SERVER, dkim })
  const [head = '', body = ''] = bytes.toString('latin1').split(/\r\n\r\n([\s\S]*)/)
  const headers = head.split(/\r\n(?![ \t])/)
  const field = headers.find((one) => /^dkim-signature:/i.test(one)) ?? ''
  const tag = (name: string) => new RegExp(`[;:\\s]${name}=([^;]*)`).exec(field)?.[1]?.replace(/\s+/g, '') ?? ''
  expect([tag('d'), tag('s'), tag('a')]).toEqual(['notes.example', 'hatrack', 'rsa-sha256'])
  // RFC 6376, relaxed/relaxed, written a second time.
  const relaxed = (one: string) => one.replace(/^([^:]+?)\s*:\s*([\s\S]*)$/, (_, name: string, value: string) => `${name.toLowerCase()}:${value.replace(/\r\n/g, '').replace(/[ \t]+/g, ' ').trim()}`)
  const signedBody = `${body.split('\r\n').map((line) => line.replace(/[ \t]+/g, ' ').replace(/ $/, '')).join('\r\n').replace(/(\r\n)*$/, '')}\r\n`
  expect(tag('bh')).toBe(createHash('sha256').update(signedBody, 'latin1').digest('base64'))
  const signedHeaders = tag('h').split(':').map((name) => relaxed(headers.find((one) => one.toLowerCase().startsWith(`${name.toLowerCase()}:`)) ?? ''))
  expect(signedHeaders.join('\n')).toMatch(/from:|subject:/)
  const text = `${signedHeaders.join('\r\n')}\r\n${relaxed(field.replace(/([;\s]b=)[^;]*/, '$1'))}`
  expect(createVerify('sha256').update(text, 'latin1').verify(publicKey, tag('b'), 'base64')).toBe(true)
})

test('a server on this machine, or where machines keep their own settings, is spoken to only by leave', async () => {
  const bytes = await testBytes('ann@acme.example', clock, '1', SERVER)
  expect(await deliver({ server: { ...SERVER, port: post.port, reachesPrivate: false }, to: 'ann@acme.example', bytes })).toMatchObject({ kind: 'server' })
  expect(await deliver({ server: { ...SERVER, host: '169.254.169.254', reachesPrivate: true }, to: 'ann@acme.example', bytes })).toMatchObject({ kind: 'server' })
  expect(post.arrived).toEqual([])
  expect(() => mustBeMailServer({ ...SERVER, port: 25, reachesPrivate: false })).toThrow('own network')
  expect(() => mustBeMailServer({ ...SERVER, port: 25, user: 'a', secret: 'b' })).toThrow('without encryption')
  expect(['ann@acme.com', 'a@b', 'ann', 'a b@c', 'a@b\r\nRCPT TO:<c@d>', '<a@b>', 'a@b@c', 'ä@ü.example'].filter(isMailAddress)).toEqual(['ann@acme.com', 'a@b', 'ä@ü.example'])
})
