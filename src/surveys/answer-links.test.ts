import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { answerLinkOf, answerSecretOf, LINK_MS, namedIn, openedBy, tokenOf } from './answer-links.ts'

const secret = randomBytes(32)
const NOW = Date.UTC(2026, 1, 10)
const NAMED = { workspace: 'main', source: 'asking', key: 'k1', account: null, until: NOW + 1_000 }

test('a token opens the question that it names, until its time has passed', () => {
  const token = tokenOf(secret, 'answer', NAMED)
  expect(token).toMatch(/^[A-Za-z0-9_-]+$/)
  expect(openedBy(secret, 'answer', token, NOW)).toEqual({ kind: 'open', named: NAMED })
  expect(openedBy(secret, 'answer', token, NOW + 1_000)).toEqual({ kind: 'over', named: NAMED })
})

test('with any sign changed, cut, or added it is foreign', () => {
  const token = tokenOf(secret, 'answer', NAMED)
  const changed = [...token].flatMap((sign, at) => ['A', 'b', '-'].filter((other) => other !== sign).map((other) => token.slice(0, at) + other + token.slice(at + 1)))
  const others = [...changed, token.slice(1), token.slice(0, -1), `${token}A`, `A${token}`, '', 'x', token.slice(-24), token.slice(0, -24)]
  // 144 bits stand in 24 signs without a bit left over, so that no two texts are the same token.
  expect(others.filter((other) => openedBy(secret, 'answer', other, NOW).kind !== 'foreign')).toEqual([])
})

test('a token of the widget, of another workspace or of another secret is foreign', () => {
  expect(openedBy(secret, 'answer', tokenOf(secret, 'widget', NAMED), NOW)).toEqual({ kind: 'foreign' })
  expect(openedBy(randomBytes(32), 'answer', tokenOf(secret, 'answer', NAMED), NOW)).toEqual({ kind: 'foreign' })
})

test('what is no token names nothing, whatever stands in it', () => {
  const texts = ['a'.repeat(40), Buffer.from('[1,2,3,4]').toString('base64url') + 'a'.repeat(24), Buffer.from('{"a":').toString('base64url') + 'a'.repeat(24), '../../etc/passwd', '%00', 'ä'.repeat(50), 'a'.repeat(5_000)]
  expect(texts.map(namedIn)).toEqual(texts.map(() => null))
})

test('a link names the ask and nobody, and ends 90 days after the asking', () => {
  const link = answerLinkOf(secret, 'main', { source: 'asking', key: 'k1' }, NOW, 'https://hatrack.example/')
  expect(link).toMatch(/^https:\/\/hatrack\.example\/a\/[\w-]+$/)
  expect(namedIn(link.split('/a/')[1] ?? '')).toEqual({ ...NAMED, until: NOW + LINK_MS })
})

test('the secret of a workspace is made once, and stays; a document that cannot be read gets a new one', async () => {
  const kept = (text: string | null) => ({ text, read: async () => null, change: async function (make: (text: string | null) => string) { this.text = make(this.text); return this.text } })
  const document = kept(null)
  const [one, other] = await Promise.all([answerSecretOf({ answerSecret: document }), answerSecretOf({ answerSecret: document })])
  expect([one.length, one.equals(other)]).toEqual([32, true])
  expect((await answerSecretOf({ answerSecret: kept(document.text) })).equals(one)).toBe(true)
  expect((await answerSecretOf({ answerSecret: kept('{"secr') })).length).toBe(32)
})
