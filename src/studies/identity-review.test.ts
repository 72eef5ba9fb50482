import { afterEach, expect, test } from 'vitest'
import { type Bench, openBench } from '../../test/harness/workspace.ts'

let bench: Bench
afterEach(() => bench.close())

interface Side { readonly party: { readonly name: string | null; readonly identifiers: readonly string[] }; readonly decideBy: string; readonly usageDays: number; readonly paid: readonly { readonly amount: string }[] }
interface Review {
  readonly cards: readonly { readonly kind: string; readonly certainty: number | null; readonly a: Side; readonly b: Side; readonly evidence: readonly { readonly says: string; readonly bits: number }[] }[]
  readonly total: number
  readonly next: string | null
}
interface Log { readonly corrections: readonly { readonly key: string; readonly says: string; readonly by: string | null; readonly why: string | null; readonly takenBack: boolean; readonly lines: number; readonly import: string | null }[] }

const review = async (params: Readonly<Record<string, string>> = {}) => (await bench.ask('identity-review', params)) as Review
const log = async () => ((await bench.ask('corrections', {})) as Log).corrections
const january = { from: '2026-01-01', to: '2026-02-01' }

const BOB = [
  { type: 'party', key: 'p1', kind: 'person', ids: ['user:1', 'email:bob@reyes.com'], name: 'Bob Reyes', traits: { phone: '+1 702 919 1300' } },
  { type: 'party', key: 'p2', kind: 'person', ids: ['user:2', 'email:robert.reyes@gmail.com'], name: 'Robert Reyes', traits: { phone: '702-919-1300' } },
  { type: 'party', key: 'p3', kind: 'person', ids: ['user:3'], name: 'Ann Smith' },
  { type: 'usage', key: 'u1', party: 'user:1', product: 'notes', at: '2026-01-05T10:00:00Z' },
  { type: 'usage', key: 'u2', party: 'user:2', product: 'notes', at: '2026-01-06T10:00:00Z' },
]

test('two users with one telephone and names that fit are a card; a merge closes it, and its undo brings it back', async () => {
  bench = await openBench()
  await bench.take(BOB)
  const [card] = (await review(january)).cards
  expect(card).toMatchObject({ kind: 'same-person', a: { decideBy: 'user:1', usageDays: 1 }, b: { decideBy: 'user:2', usageDays: 1 } })
  expect(card?.certainty).toBeGreaterThan(0.9)
  expect(card?.evidence.map(({ says }) => says).join('\n')).toContain('Names that fit: Bob Reyes and Robert Reyes')
  const { key } = (await bench.ask('correct', { fact: 'same', one: 'user:1', other: 'user:2', by: 'Dina', why: 'asked him' })) as { key: string }
  expect((await review()).total).toBe(0)
  expect(await log()).toMatchObject([{ key, by: 'Dina', why: 'asked him', takenBack: false }])
  await bench.ask('correction-undo', { key })
  expect((await review()).total).toBe(1)
  expect(await log()).toMatchObject([{ key, takenBack: true }])
})

test('what was said not to be the same does not come back, unless that is taken back', async () => {
  bench = await openBench()
  await bench.take(BOB)
  const { key } = (await bench.ask('correct', { fact: 'not-same', one: 'user:1', other: 'user:2' })) as { key: string }
  expect((await review()).total).toBe(0)
  await bench.take([{ type: 'party', key: 'p4', kind: 'person', ids: ['user:1', 'email:bob.reyes@acme.com'], name: 'Bob Reyes' }])
  expect((await review()).total).toBe(0)
  await bench.ask('correction-undo', { key })
  expect((await review()).total).toBe(1)
})

test('a line that may not join two user ids is a card, and says who said so', async () => {
  bench = await openBench()
  await bench.take([
    { type: 'link', key: 'l1', source: 'segment', ids: ['user:1', 'anonymous:x'] },
    { type: 'link', key: 'l2', source: 'segment', ids: ['user:2', 'anonymous:x'] },
    { type: 'party', key: 'p1', kind: 'person', ids: ['user:9', 'anonymous:z'] },
    { type: 'link', key: 'l3', source: 'crm', ids: ['account:acme', 'account:acme2'] },
  ])
  const { cards } = await review()
  expect(cards).toHaveLength(1)
  expect(cards[0]?.evidence[0]?.says).toBe('segment says so (link l2); two user ids are not joined by machine')
})

test('a line that names a person and an organization as one is a card that cannot be merged', async () => {
  bench = await openBench()
  await bench.take([
    { type: 'party', key: 'p1', kind: 'person', ids: ['email:ann@reyes.com', 'stripe:cus_1'], name: 'Ann' },
    { type: 'party', key: 'p2', kind: 'organization', ids: ['account:acme', 'stripe:cus_1'], name: 'Acme' },
  ])
  expect((await review()).cards).toMatchObject([{ kind: 'refused-join', certainty: null, a: { names: ['Ann'], decideBy: 'email:ann@reyes.com' }, b: { names: ['Acme'], decideBy: 'account:acme' } }])
  await expect(bench.ask('correct', { fact: 'same', one: 'email:ann@reyes.com', other: 'account:acme' })).rejects.toThrow('never one')
  await bench.ask('correct', { fact: 'not-same', one: 'email:ann@reyes.com', other: 'account:acme' })
  expect((await review()).total).toBe(0)
})

test('firms are compared without their legal forms; the domain counts as a name', async () => {
  bench = await openBench()
  await bench.take([
    { type: 'party', key: 'p1', kind: 'organization', ids: ['stripe:cus_1'], name: 'Globex Chemicals GmbH' },
    { type: 'party', key: 'p2', kind: 'organization', ids: ['account:9', 'domain:globex-chemicals.com'], name: 'GLOBEX CHEMICALS' },
    { type: 'party', key: 'p3', kind: 'organization', ids: ['account:10'], name: 'Initech Ltd.' },
    { type: 'payment', key: 'y1', payer: 'stripe:cus_1', amount: '10.00', currency: 'EUR', at: '2026-01-05T09:00:00Z' },
  ])
  const { cards } = await review({ cards: 'same-organization' })
  expect(cards).toHaveLength(1)
  expect(cards[0]).toMatchObject({ a: { paid: [{ amount: '10.00' }] }, b: { decideBy: 'account:9' } })
})

test('a telephone that a whole office shares makes no cards', async () => {
  bench = await openBench()
  const names = ['Ann Arbor', 'Bob Bartok', 'Carl Corso', 'Dina Dorn', 'Eva Engel', 'Fritz Fuchs', 'Greta Gold', 'Hugo Hahn', 'Ida Iser', 'Jon Jung', 'Kim Kern', 'Lena Lang']
  await bench.take(names.map((name, n) => ({ type: 'party', key: `p${n}`, kind: 'person', ids: [`user:${n}`], name, traits: { phone: '+49 30 1234567', employer: 'Acme' } })))
  expect((await review()).total).toBe(0)
})

test('guessed firms are listed with their people, corrected in bulk, and taken back together', async () => {
  bench = await openBench()
  await bench.take([
    { type: 'party', key: 'p1', kind: 'organization', ids: ['account:acme'], name: 'Acme Inc.' },
    { type: 'agreement', key: 'a1', product: 'notes', buyer: 'account:acme', amount: '310.00', currency: 'EUR', interval: 'month', from: '2026-01-01' },
    ...['ann@acme.com', 'bob@acme.com', 'dina@acme.de', 'eva@gmail.com', 'fay@yopmail.com', 'gus@co.uk', 'hal@hobby.net'].map((email, n) => ({ type: 'usage', key: `u${n}`, party: `email:${email}`, product: 'notes', at: '2026-01-05T10:00:00Z' })),
  ])
  const listed = async () => ((await bench.ask('guessed-organizations', january)) as { domains: readonly { domain: string; people: number; usageDays: number; similar: readonly { name: string }[]; organization: unknown }[] }).domains
  expect(await listed()).toMatchObject([
    { domain: 'acme.com', people: 2, usageDays: 2, similar: [{ name: 'Acme Inc.' }], organization: null },
    { domain: 'acme.de', people: 1, usageDays: 1, similar: [{ name: 'Acme Inc.' }] },
    { domain: 'hobby.net', people: 1, usageDays: 1, similar: [] },
  ])
  const payers = async () => ((await bench.ask('payers-of-use', january)) as { kinds: readonly { kind: string; users: number }[] }).kinds.find(({ kind }) => kind === 'organization')?.users
  expect(await payers()).toBe(0)
  const done = (await bench.ask('guessed-organizations-correct', { domains: ['acme.com', 'acme.de'] as never, way: 'is-organization', organization: 'account:acme' })) as { import: string; lines: number }
  expect(done.lines).toBe(2)
  expect(await payers()).toBe(3)
  expect((await listed()).map(({ domain, organization }) => [domain, organization !== null])).toEqual([['acme.com', true], ['acme.de', true], ['hobby.net', false]])
  await bench.ask('guessed-organizations-correct', { domains: ['hobby.net'] as never, way: 'no-firm' })
  expect((await listed()).map(({ domain }) => domain)).toEqual(['acme.com', 'acme.de'])
  expect(await log()).toMatchObject([{ lines: 1, takenBack: false }, { lines: 2, import: done.import, takenBack: false }])
  await bench.ask('correction-undo', { import: done.import })
  expect(await payers()).toBe(0)
  expect((await log())[1]).toMatchObject({ import: done.import, takenBack: true })
})

test('a domain under which anybody may have his own gives no guess, even where a line names it', async () => {
  bench = await openBench()
  await bench.take([
    { type: 'party', key: 'p1', kind: 'organization', ids: ['account:host', 'domain:github.io'], name: 'Host' },
    { type: 'agreement', key: 'a1', product: 'notes', buyer: 'account:host', amount: '310.00', currency: 'EUR', interval: 'month', from: '2026-01-01' },
    { type: 'usage', key: 'u1', party: 'email:ann@github.io', product: 'notes', at: '2026-01-05T10:00:00Z' },
  ])
  expect(await bench.ask('who-pays', { party: 'email:ann@github.io', product: 'notes', day: '2026-01-05' })).toMatchObject({ kind: 'nobody' })
})

test('what is missing in a correction, or does not belong there, is said', async () => {
  bench = await openBench()
  await expect(bench.ask('correct', { fact: 'same', one: 'user:1' })).rejects.toThrow("A correction 'same' needs 'other'. It takes one, other.")
  await expect(bench.ask('correct', { fact: 'payer', agreement: 'a1', payer: 'user:1', party: 'user:2' })).rejects.toThrow("A correction 'payer' has no 'party'.")
  await expect(bench.ask('correct', { fact: 'leave-out', party: 'nonsense' })).rejects.toThrow('no identifier')
  await expect(bench.ask('correction-undo', { key: 'x' })).rejects.toThrow("No correction that holds has the key 'x'")
})
