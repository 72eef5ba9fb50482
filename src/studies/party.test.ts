import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { describeOnEngines } from '../../test/harness/engines.ts'
import { type Bench, openBench } from '../../test/harness/workspace.ts'

const WINDOW = { from: '2026-01-01', to: '2026-02-01' }
const NOW = Date.parse('2026-02-01T08:00:00Z')
const use = (key: string, party: string, day: number, more: object = {}) => ({ type: 'usage', key, party, product: 'notes', at: `2026-01-${String(day).padStart(2, '0')}T10:00:00Z`, source: 'app', ...more })

/** Globex owns Acme and pays 310 EUR in January for it, with four seats' worth of nobody but Ann (3 days) and Bob (1 day); Ann decides. */
const LINES = [
  { type: 'product', key: 'notes', name: 'Notes' },
  { type: 'party', key: 'p1', kind: 'organization', ids: ['account:acme'], name: 'Acme', source: 'crm' },
  { type: 'party', key: 'p5', kind: 'organization', ids: ['account:globex'], name: 'Globex' },
  { type: 'party', key: 'p2', kind: 'person', ids: ['user:ann', 'email:ann@acme.example'], name: 'Ann', category: 'pro', traits: { country: 'AT' }, source: 'crm' },
  { type: 'party', key: 'p3', kind: 'person', ids: ['user:bob'], name: 'Bob' },
  { type: 'link', key: 'l1', ids: ['anonymous:x1', 'user:ann'] },
  { type: 'membership', key: 'm1', person: 'user:ann', organization: 'account:acme', function: 'decider', from: '2025-01-01' },
  { type: 'membership', key: 'm2', person: 'user:bob', organization: 'account:acme', from: '2025-01-01', to: '2026-01-15' },
  { type: 'ownership', key: 'o1', organization: 'account:acme', parent: 'account:globex', from: '2025-01-01' },
  { type: 'agreement', key: 'a1', product: 'notes', buyer: 'account:acme', payer: 'account:globex', amount: '310.00', currency: 'EUR', interval: 'month', from: '2025-06-01' },
  { type: 'agreement', key: 'a2', product: 'notes', buyer: 'account:globex', seats: 2, amount: '31.00', currency: 'EUR', interval: 'month', from: '2026-01-01', beneficiary: 'seats' },
  use('u1', 'user:ann', 3), use('u2', 'anonymous:x1', 4), use('u3', 'user:ann', 5, { count: 7 }), use('u4', 'user:bob', 9), use('u5', 'user:bob', 20),
  { type: 'feedback', key: 'f1', party: 'user:ann', product: 'notes', kind: 'nps', score: 9, topic: 'search', text: 'Good.', at: '2026-01-06T10:00:00Z' },
  { type: 'ask', key: 'q1', party: 'user:ann', question: 'Would you buy again?', topic: 'price', by: 'Eva', at: '2026-01-07T10:00:00Z' },
  { type: 'answer', key: 'w1', ask: 'q1', at: '2026-01-08T10:00:00Z', text: 'Yes.' },
]

describeOnEngines('the page of one party', ({ engine, freshDatabase }) => {
  let bench: Bench
  beforeAll(async () => {
    const databaseUrl = await freshDatabase('party')
    bench = await openBench({ name: `party-${engine}`, now: () => NOW, ...(databaseUrl === undefined ? {} : { databaseUrl }) })
    await bench.take(LINES)
  }, 0)
  afterAll(() => bench.close())
  // biome-ignore lint/suspicious/noExplicitAny: an answer is looked at, not typed
  const ask = async (study: string, party: string, more: Record<string, string> = {}) => (await bench.ask(study, { ...WINDOW, party, ...more })) as any

  test('Ann: every hat with its counterpart, from when to when, and the lines that show it', async () => {
    const { hats, category, traits } = await ask('party', 'email:ann@acme.example')
    expect(hats.map((hat: { hat: string; counterpart: { name: string } | null; from: string; to: string | null; evidence: string[] }) => [hat.hat, hat.counterpart?.name ?? null, hat.from, hat.to, hat.evidence])).toEqual([
      ['user', null, '2026-01-03', null, []],
      ['decider', 'Acme', '2025-01-01', null, ['m1']],
    ])
    expect({ category, traits }).toEqual({ category: 'pro', traits: { country: 'AT' } })
  })

  test('Bob: a membership that ended is a bar that ends; after it nobody pays', async () => {
    const { hats, paidBy } = await ask('party', 'user:bob')
    expect(hats).toMatchObject([{ hat: 'user' }, { hat: 'member', counterpart: { name: 'Acme' }, from: '2025-01-01', to: '2026-01-15' }])
    expect(paidBy).toEqual([
      { product: 'notes', month: '2026-01', kind: 'organization', payer: expect.objectContaining({ name: 'Globex' }), agreement: 'a1', usageDays: 1, events: 1, lastDay: '2026-01-09' },
      { product: 'notes', month: '2026-01', kind: 'nobody', payer: null, agreement: null, usageDays: 1, events: 1, lastDay: '2026-01-20' },
    ])
  })

  test('Acme: who belongs to it, decides for it, owns it and pays for it; now and once', async () => {
    const { relations, hats } = await ask('party', 'account:acme')
    expect(relations.map((group: { relation: string; total: number; now: number; parties: { party: { name: string } }[] }) => [group.relation, group.total, group.now, group.parties.map(({ party }) => party.name ?? 'us')])).toEqual([
      ['owner', 1, 1, ['Globex']], ['payer', 1, 1, ['Globex']], ['seller', 1, 1, ['us']], ['decider', 1, 1, ['Ann']], ['member', 1, 0, ['Bob']],
    ])
    expect(hats.map(({ hat }: { hat: string }) => hat)).toEqual(['customer', 'part-of'])
  })

  test('who pays, pays on after the last day of use while the agreement is in force; for Bob only until his membership ended', async () => {
    const payers = async (party: string) => (await ask('party', party)).relations.find((group: { relation: string }) => group.relation === 'payer').parties.map((tie: { party: { name: string }; now: boolean; from: string; to: string | null }) => [tie.party.name, tie.now, tie.from, tie.to])
    expect(await payers('user:ann')).toEqual([['Globex', true, '2026-01-03', null]])
    expect(await payers('user:bob')).toEqual([['Globex', false, '2026-01-09', '2026-01-15']])
  })

  test('without lines it gives the same, but for lines and feedback', async () => {
    const [whole, quick] = [await ask('party', 'user:ann'), await ask('party', 'user:ann', { evidence: 'none' })]
    expect(quick).toEqual({ ...whole, evidence: [], moreEvidence: true, feedback: [] })
  })

  test('identity says which line joined, of which kind, and when', async () => {
    expect((await ask('party', 'user:ann')).identity).toMatchObject({ identifiers: ['anonymous:x1', 'email:ann@acme.example', 'user:ann'], merges: [{ evidence: 'p2', type: 'party', source: 'crm', apart: false, refused: false }, { evidence: 'l1', type: 'link' }] })
  })

  test('Globex pays for Ann and Bob, to the cent, and for two seats that nobody uses', async () => {
    const answer = await ask('party-pays-for', 'account:globex')
    expect(answer.agreements).toMatchObject([{ agreement: 'a2', buyer: { name: 'Globex' }, accrued: '31.00', used: '0.00', unused: '31.00', users: 0, seats: 2 }, { agreement: 'a1', buyer: { name: 'Acme' }, accrued: '310.00', unused: '0.00', users: 2, usageDays: 4 }])
    expect(answer.totals).toEqual([{ currency: 'EUR', accrued: '341.00', used: '310.00', unused: '31.00' }])
    expect(answer.users).toMatchObject([{ party: { name: 'Ann' }, usageDays: 3, allocated: [{ currency: 'EUR', amount: '232.50' }], agreements: ['a1'] }, { party: { name: 'Bob' }, usageDays: 1, allocated: [{ amount: '77.50' }] }])
    expect({ total: answer.total, usageDays: answer.usageDays, next: answer.next }).toEqual({ total: 2, usageDays: 4, next: null })
    const first = await ask('party-pays-for', 'account:globex', { limit: '1' })
    expect([first.users[0].party.name, (await ask('party-pays-for', 'account:globex', { limit: '1', cursor: first.next })).users[0].party.name]).toEqual(['Ann', 'Bob'])
    expect(await ask('party-pays-for', 'user:bob')).toEqual({ agreements: [], totals: [], users: [], usageDays: 0, total: 0, next: null })
  })

  test('what Ann said with the role of that moment, what she was asked, and her answer', async () => {
    expect(await ask('party-said', 'user:ann')).toMatchObject({
      feedback: [{ key: 'f1', kind: 'nps', score: 9, roles: ['decider', 'user'] }],
      asked: [{ key: 'q1', question: 'Would you buy again?', by: 'Eva', answers: [{ text: 'Yes.' }] }],
    })
    expect(await ask('party-said', 'user:bob')).toEqual({ feedback: [], asked: [] })
  })

  describe('the timeline of evidence', () => {
    const keysOf = (answer: { lines: { line: { key: string }; standing: string }[] }) => answer.lines.map(({ line, standing }) => `${line.key} ${standing}`)

    test('has every line about Ann, use one a day, the newest learned first; by type and source; by pages', async () => {
      const whole = await ask('party-evidence', 'user:ann')
      expect(keysOf(whole)).toEqual(['w1 holds', 'q1 holds', 'f1 holds', 'u3 holds', 'u2 holds', 'u1 holds', 'm1 holds', 'l1 holds', 'p2 holds'])
      expect(whole.lines.find(({ line }: { line: { key: string } }) => line.key === 'u3')).toMatchObject({ events: 7 })
      expect(whole.types).toContainEqual({ type: 'usage', lines: 3 })
      expect(whole.names.map(({ name }: { name: string }) => name).sort()).toEqual(['Acme', 'Ann'])
      expect(keysOf(await ask('party-evidence', 'user:ann', { type: 'membership' }))).toEqual(['m1 holds'])
      expect(keysOf(await ask('party-evidence', 'user:ann', { source: 'crm' }))).toEqual(['p2 holds'])
      const paged: string[] = []
      let cursor: string | null = null
      do {
        const page: { lines: { line: { key: string }; standing: string }[]; next: string | null } = await ask('party-evidence', 'user:ann', { limit: '4', ...(cursor === null ? {} : { cursor }) })
        paged.push(...keysOf(page))
        cursor = page.next
      } while (cursor !== null)
      expect(paged).toEqual(keysOf(whole))
    })

    test('marks what was replaced and what was taken back', async () => {
      await bench.take([{ type: 'membership', key: 'm2', person: 'user:bob', organization: 'account:acme', from: '2025-01-01' }])
      expect(keysOf(await ask('party-evidence', 'user:bob', { type: 'membership' }))).toEqual(['m2 holds', 'm2 superseded'])
      await bench.take([{ type: 'membership', key: 'm2', retracted: true }])
      expect(keysOf(await ask('party-evidence', 'user:bob', { type: 'membership' }))).toEqual(['m2 retraction', 'm2 retracted', 'm2 retracted'])
    })
  })

  test.each(['party-evidence', 'party-pays-for', 'party-said'])('%s refuses whom no evidence names', async (study) => {
    await expect(ask(study, 'user:nobody-at-all')).rejects.toMatchObject({ code: 'unknown-party' })
  })
})
