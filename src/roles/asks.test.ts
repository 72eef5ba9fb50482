import { afterEach, expect, test } from 'vitest'
import { type Bench, openBench } from '../../test/harness/workspace.ts'

let bench: Bench | null = null
afterEach(async () => {
  await bench?.close()
  bench = null
})

const AT = '2026-01-10T10:00:00Z'
const ask = (more: object = {}) => ({ type: 'ask', key: 'k1', party: 'user:ann', question: 'How easy was it?', at: AT, kind: 'ces', product: 'notes', topic: 'ease', via: 'mail', account: 'account:acme', survey: 's1', ...more })
const came = (more: object = {}) => ({ type: 'answer', key: 'w1', ask: 'k1', at: '2026-01-11T10:00:00Z', score: 6, text: 'Quick.', ...more })

/** What counts as said, after these lines came one after the other. */
async function heardAfter(...batches: readonly (readonly object[])[]) {
  bench = await openBench()
  await bench.take([{ type: 'product', key: 'notes' }])
  for (const lines of batches) await bench.take(lines)
  return bench.workspace.ask('self', Number.POSITIVE_INFINITY, async ({ view: { world } }) =>
    [...world.feedback.values()].map(({ line: { key, party, kind, product, topic, score, text, channel, account } }) => ({ key, party, kind, product, topic, score, text, channel, account })))
}

const COUNTED = { key: 'w1', party: 'user:ann', kind: 'ces', product: 'notes', topic: 'ease', score: 6, text: 'Quick.', channel: 'mail', account: 'account:acme' }

test('an answer to a question of a kind is feedback of who was asked', async () => expect(await heardAfter([ask(), came()])).toEqual([COUNTED]))

test('an answer in another account than that of the question is of its own account', async () => {
  expect(await heardAfter([ask(), came({ account: 'account:globex' })])).toEqual([{ ...COUNTED, account: 'account:globex' }])
})

test('of two answers to one question the later one is the newest, in whatever order they came', async () => {
  const [first, last] = [came(), came({ source: 'desk', key: 'w2', at: '2026-01-12T10:00:00Z', score: 2 })]
  for (const lines of [[first, last], [last, first]]) {
    bench = await openBench()
    await bench.take([{ type: 'product', key: 'notes' }, ask(), ...lines])
    expect(await bench.workspace.ask('self', Number.POSITIVE_INFINITY, async ({ view: { world } }) => [...world.asks.all()].map((one) => world.asks.newestAnswerOf(one)?.line.score))).toEqual([2])
    await bench.close()
  }
  bench = null
})

test('an answer may come before its question', async () => expect(await heardAfter([came()], [ask()])).toEqual([COUNTED]))

test('an answer to a question without kind is free text and no feedback', async () => expect(await heardAfter([ask({ kind: undefined }), came()])).toEqual([]))

test('an answer to a question that no line tells of waits', async () => expect(await heardAfter([came()])).toEqual([]))

test('a score that the kind does not take, or none, does not count', async () => {
  expect(await heardAfter([ask(), came({ score: 9 }), came({ key: 'w2', score: undefined }), came({ key: 'w3', score: 2.5 })])).toEqual([])
  const told = (await bench?.ask('data-warnings', {})) as { readonly warnings: readonly { readonly code: string; readonly count: number }[] }
  expect(told.warnings).toMatchObject([{ code: 'answer-out-of-range', count: 3 }])
})

test('a corrected answer counts as corrected, a retracted one no more', async () => {
  expect(await heardAfter([ask(), came()], [came({ score: 7 })])).toEqual([{ ...COUNTED, score: 7 }])
  await bench?.close()
  expect(await heardAfter([ask(), came()], [{ type: 'answer', key: 'w1', retracted: true }])).toEqual([])
})

test('a question that is corrected or taken back takes its answers along', async () => {
  expect(await heardAfter([ask(), came()], [ask({ kind: 'nps' })])).toMatchObject([{ kind: 'nps', score: 6 }])
  await bench?.close()
  expect(await heardAfter([ask(), came()], [{ type: 'ask', key: 'k1', retracted: true }])).toEqual([])
})

test('an answer speaks for the question of its own source first', async () => {
  const other = ask({ source: 'desk', party: 'user:bob', kind: 'csat' })
  expect(await heardAfter([ask(), other, came({ source: 'desk', score: 4 })])).toMatchObject([{ party: 'user:bob', kind: 'csat' }])
  await bench?.close()
  expect(await heardAfter([other], [came({ score: 4 })])).toMatchObject([{ party: 'user:bob', kind: 'csat' }])
})
