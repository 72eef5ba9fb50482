import { expect, test } from 'vitest'
import { describeOnEngines } from '../../test/harness/engines.ts'
import { type Bench, openBench } from '../../test/harness/workspace.ts'

interface People { readonly users: number; readonly customers: number; readonly others: number }
interface Text { readonly feedback: string; readonly of: string; readonly text: string; readonly way: string; readonly because: string; readonly confidence: number; readonly roles: readonly string[] }
interface Suggestions {
  readonly suggestions: readonly { readonly topic: string; readonly isNew: boolean; readonly words: readonly string[]; readonly people: People; readonly texts: readonly Text[] }[]
  readonly withoutTopic: number; readonly lookedAt: number; readonly examples: number; readonly left: number
}
interface Topics { readonly topics: readonly { readonly topic: string; readonly from: string; readonly texts: number; readonly people: People; readonly raised: People; readonly confirmed: number }[]; readonly withoutTopic: { readonly texts: number } }
interface Said { readonly key: string; readonly import: string | null; readonly isNew: boolean; readonly topic: string | null }

const WINDOW = { from: '2026-01-01', to: '2026-02-01' }
const said = (key: string, who: string, text: string, more: object = {}) => ({ type: 'feedback', key, source: 'helpdesk', party: `user:${who}`, product: 'notes', kind: 'complaint', text, at: '2026-01-20T10:00:00Z', ...more })

/** Ann, Bob and Cho use what Acme pays; Dina decides there. Two labels come from the source, six texts have none. */
const LINES = [
  { type: 'party', key: 'acme', kind: 'organization', ids: ['account:acme'], name: 'Acme' },
  { type: 'agreement', key: 'a1', product: 'notes', buyer: 'account:acme', amount: '10.00', currency: 'EUR', interval: 'month', from: '2025-12-01' },
  ...['ann', 'bob', 'cho', 'dina'].map((who) => ({ type: 'membership', key: `m-${who}`, person: `user:${who}`, organization: 'account:acme', ...(who === 'dina' ? { function: 'decider' } : {}) })),
  ...['ann', 'bob', 'cho'].map((who) => ({ type: 'usage', key: `u-${who}`, party: `user:${who}`, product: 'notes', at: '2026-01-10T10:00:00Z' })),
  said('known-1', 'ann', 'Pairing took three tries in the kitchen.', { topic: 'pairing' }),
  said('known-2', 'bob', 'The date is gone from the list.', { topic: 'lists' }),
  said('dear', 'dina', 'Much too expensive for our budget.'),
  said('pair', 'cho', 'Again the pairing took many tries.'),
  said('train-1', 'ann', 'My train ride is lost time with it.'),
  said('train-2', 'bob', 'Everything stops on the train.'),
  said('alone', 'cho', 'Hmpf.'),
  said('scored', 'ann', '…', { kind: 'nps', score: 3 }),
]

const within = async (url: string | undefined, name: string, work: (bench: Bench) => Promise<void>): Promise<void> => {
  const bench = await openBench({ name, ...(url === undefined ? {} : { databaseUrl: url }), now: () => Date.parse('2026-03-01T00:00:00Z') })
  try {
    await bench.take(LINES)
    await work(bench)
  } finally {
    await bench.close()
  }
}

describeOnEngines('topics of feedback', (place) => {
  let opened = 0
  const inWorld = (work: (bench: Bench) => Promise<void>) => async () => {
    const url = await place.freshDatabase(`topics_${(opened += 1)}`)
    await within(url, 'main', work)
  }
  const suggestions = async (bench: Bench) => (await bench.ask('topic-suggestions', WINDOW)) as Suggestions
  const topicsIn = async (bench: Bench) => (await bench.ask('topics', WINDOW)) as Topics
  const sayIt = async (bench: Bench, study: string, input: object) => (await bench.ask(study, input as never)) as Said

  test('each text is suggested for what its words, or texts like it, are about; what two people say is a new topic; the rest is left', inWorld(async (bench) => {
    const { suggestions: all, withoutTopic, lookedAt, examples, left } = await suggestions(bench)
    expect({ withoutTopic, lookedAt, examples, left }).toEqual({ withoutTopic: 5, lookedAt: 5, examples: 2, left: 1 })
    expect(all.map(({ topic, isNew, people, texts }) => ({ topic, isNew, people, keys: texts.map(({ feedback, way }) => `${feedback} ${way}`) }))).toEqual([
      { topic: 'pairing', isNew: false, people: { users: 1, customers: 0, others: 0 }, keys: ['pair nearest'] },
      { topic: 'price', isNew: false, people: { users: 0, customers: 1, others: 0 }, keys: ['dear usual-words'] },
      { topic: 'train', isNew: true, people: { users: 2, customers: 0, others: 0 }, keys: ['train-2 phrase', 'train-1 phrase'].sort() },
    ])
    expect(all[1]?.texts[0]?.because).toBe("It says 'expensive', 'budget': usual words for price.")
    expect(all[0]?.texts[0]?.because).toBe("It is like 'Pairing took three tries in the kitchen.', which is about pairing.")
  }))

  test('nothing counts before a person confirms it; then it does, users and customers apart, and it can be taken back', inWorld(async (bench) => {
    const count = async () => (await topicsIn(bench)).topics.find(({ topic }) => topic === 'price')
    expect(await count()).toMatchObject({ texts: 0 })
    const { key, isNew } = await sayIt(bench, 'topic-confirm', { topic: ' PRICE ', texts: [{ feedback: 'dear', of: 'helpdesk' }], by: 'Dina' })
    expect(isNew).toBe(false)
    expect(await count()).toMatchObject({ texts: 1, confirmed: 1, people: { users: 0, customers: 1, others: 0 }, raised: { users: 0, customers: 1, others: 0 } })
    expect((await suggestions(bench)).suggestions.map(({ topic }) => topic)).not.toContain('price')
    expect((await bench.ask('corrections', {})) as object).toMatchObject({ total: 1, corrections: [{ key, fact: 'topic', says: 'dear of helpdesk is about price', by: 'Dina', effect: '1 text counts under price.', takenBack: false }] })
    await bench.ask('correction-undo', { key })
    expect(await count()).toMatchObject({ texts: 0, confirmed: 0 })
    expect((await suggestions(bench)).suggestions.map(({ topic }) => topic)).toContain('price')
  }))

  test('several are said, and taken back, together; a new topic gets its words, and finds the next text', inWorld(async (bench) => {
    const answered = await sayIt(bench, 'topic-confirm', { topic: 'train', words: ['train', 'tunnel'], answeredBy: 'user', texts: ['train-1', 'train-2'].map((feedback) => ({ feedback, of: 'helpdesk' })) })
    expect(answered).toMatchObject({ isNew: true, topic: 'train' })
    expect(bench.workspace.settings.current.topics).toEqual([{ name: 'train', words: ['train', 'tunnel'], answeredBy: 'user' }])
    await bench.take([said('later', 'cho', 'It stops in every tunnel.')])
    expect((await suggestions(bench)).suggestions.find(({ topic }) => topic === 'train')?.texts).toMatchObject([{ feedback: 'later', way: 'own-words', because: "It says 'tunnel': your own words for train." }])
    expect((await topicsIn(bench)).topics[0]).toMatchObject({ topic: 'train', from: 'own', texts: 2, people: { users: 2, customers: 0, others: 0 } })
    await bench.ask('correction-undo', { import: answered.import ?? '' })
    expect((await topicsIn(bench)).topics.find(({ topic }) => topic === 'train')).toMatchObject({ texts: 0 })
  }))

  test('what was denied is not suggested again; denied for all topics, nothing is', inWorld(async (bench) => {
    const about = [{ feedback: 'dear', of: 'helpdesk' }]
    const { key } = await sayIt(bench, 'topic-not', { topic: 'price', texts: about })
    expect((await suggestions(bench)).suggestions.flatMap(({ texts }) => texts.map(({ feedback }) => feedback))).not.toContain('dear')
    await bench.ask('correction-undo', { key })
    expect((await suggestions(bench)).suggestions.flatMap(({ texts }) => texts.map(({ feedback }) => feedback))).toContain('dear')
    await sayIt(bench, 'topic-not', { texts: about })
    expect((await suggestions(bench)).withoutTopic).toBe(4)
  }))

  test('a topic that a source gave can be taken away, and another given; as known before, it stays as it was', inWorld(async (bench) => {
    const about = [{ feedback: 'known-2', of: 'helpdesk' }]
    const topicOf = async (knownAt?: string) => ((await bench.ask('topics', { ...WINDOW, ...(knownAt === undefined ? {} : { knownAt }) })) as Topics).topics.filter(({ texts }) => texts > 0).map(({ topic }) => topic)
    await bench.take([{ type: 'override', key: 'w1', fact: 'topic', feedback: 'known-2', of: 'helpdesk', topic: 'lists', not: true, recordedAt: '2026-02-10T00:00:00Z' }, { type: 'override', key: 'w2', fact: 'topic', feedback: 'known-2', of: 'helpdesk', topic: 'dates', recordedAt: '2026-02-20T00:00:00Z' }])
    expect(await topicOf('2026-02-15T00:00:00Z')).toEqual([])
    expect((await topicOf()).sort()).toEqual(['dates', 'pairing'])
    await sayIt(bench, 'topic-not', { topic: 'dates', texts: about })
    expect(await topicOf()).toEqual(['pairing'])
  }))

  test('feedback that is not there is refused, and nothing is written', inWorld(async (bench) => {
    await expect(sayIt(bench, 'topic-confirm', { topic: 'price', texts: [{ feedback: 'dear', of: 'helpdesk' }, { feedback: 'dear', of: 'elsewhere' }] })).rejects.toThrow("no feedback 'dear' from 'elsewhere'")
    expect(((await bench.ask('corrections', {})) as { total: number }).total).toBe(0)
  }))
})
