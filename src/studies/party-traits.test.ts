import { expect, test } from 'vitest'
import { randomFrom } from '../../test/reference/worlds.ts'
import { type Bench, openBench } from '../../test/harness/workspace.ts'

interface Dimensions { readonly dimensions: readonly { readonly dimension: string; readonly values: readonly { readonly value: string; readonly name: string | null; readonly users: number }[]; readonly more: number }[]; readonly moreTraits: number }
interface Flows { readonly users: number; readonly groups: readonly { readonly group: { readonly value: string; readonly name: string | null }; readonly users: number }[] }
interface Parties { readonly parties: readonly { readonly party: { readonly identifiers: readonly string[] }; readonly traits: object }[]; readonly total: number }

const WINDOW = { from: '2026-02-01', to: '2026-03-01' }
const use = (party: string) => ({ type: 'usage', key: `use ${party}`, party, product: 'notes', at: '2026-02-03T10:00:00Z' })
const says = (key: string, traits: object, recordedAt: string, more: object = {}) => ({ type: 'party', key, kind: 'person', ids: ['user:ann'], traits, recordedAt, ...more })

async function on<T>(lines: readonly object[], work: (bench: Bench) => Promise<T>): Promise<T> {
  const bench = await openBench({ now: () => Date.parse('2026-03-05T12:00:00Z') })
  try {
    await bench.take(lines)
    return await work(bench)
  } finally {
    await bench.close()
  }
}

test('a trait that a later line says is null was taken back, wherever it is told', () => on([
  use('user:ann'), says('crm', { country: 'AT', plan: 'pro' }, '2026-01-01T00:00:00Z'), says('app', { country: null }, '2026-01-02T00:00:00Z', { category: 'trial' }),
], async (bench) => {
  expect(await bench.ask('party', { party: 'user:ann' })).toMatchObject({ category: 'trial', traits: { plan: 'pro' } })
  expect(((await bench.ask('party', { party: 'user:ann' })) as { readonly traits: object }).traits).toEqual({ plan: 'pro' })
  expect(((await bench.ask('parties', { ...WINDOW, columns: 'trait.country,trait.plan' })) as Parties).parties[0]?.traits).toEqual({ country: null, plan: 'pro' })
  expect(((await bench.ask('flows', { ...WINDOW, by: 'trait.country' })) as Flows).groups).toMatchObject([{ group: { value: 'none' }, users: 1 }])
  expect(((await bench.ask('dimensions', WINDOW)) as Dimensions).dimensions.map(({ dimension }) => dimension)).not.toContain('trait.country')
}))

test('of several lines that name a trait the newest says it, and one that does not name it says nothing', () => on([
  use('user:ann'), says('crm', { country: 'DE' }, '2026-01-02T00:00:00Z'), says('app', { country: 'AT' }, '2026-01-01T00:00:00Z'), says('late', { plan: 'pro' }, '2026-01-03T00:00:00Z'),
], async (bench) => {
  expect(((await bench.ask('party', { party: 'user:ann' })) as { readonly traits: object }).traits).toEqual({ country: 'DE', plan: 'pro' })
  expect(((await bench.ask('parties', { ...WINDOW, columns: 'trait.country' })) as Parties).parties[0]?.traits).toEqual({ country: 'DE' })
}))

test('what every object has by birth is no trait', () => on([use('user:ann'), says('crm', { country: 'DE' }, '2026-01-02T00:00:00Z')], async (bench) => {
  for (const name of ['__proto__', 'constructor', 'toString']) {
    const found = (await bench.ask('parties', { ...WINDOW, columns: `trait.${name}` })) as Parties
    expect(JSON.stringify(found.parties[0]?.traits)).toBe(`{"${name}":null}`)
    expect(((await bench.ask('flows', { ...WINDOW, by: `trait.${name}` })) as Flows).groups).toMatchObject([{ group: { value: 'none' } }])
  }
}))

test('each group of a trait is found again by its value, whatever the value is', async () => {
  const ODD = ['none', '"none"', '""none""', 'None', 'a;b', 'a,b', 'a=b', '!a', 'a!=b', '%20', '100%', 'é', 'é', '日本', '🙂', '', ' ', ' a ', '"', 'null', 'undefined', '__proto__', '+', '&']
  const random = randomFrom(7)
  const people = Array.from({ length: 60 }, (_, place) => ({ id: `user:u${place}`, value: place < ODD.length ? (ODD[place] as string) : `${ODD[Math.floor(random() * ODD.length)]}${random() < 0.5 ? '' : ODD[Math.floor(random() * ODD.length)]}` }))
  await on(people.flatMap(({ id, value }) => [use(id), { type: 'party', key: id, kind: 'person', ids: [id], traits: { odd: value }, category: value === '' ? undefined : value }]), async (bench) => {
    const named = new Map<string, string[]>()
    for (const { id, value } of people) named.set(value.trim(), [...(named.get(value.trim()) ?? []), id])
    for (const by of ['trait.odd', 'category']) {
      const { groups } = (await bench.ask('flows', { ...WINDOW, by, limit: '1000' })) as Flows
      expect(new Set(groups.map(({ group }) => group.value)).size).toBe(groups.length)
      expect(groups.length).toBe(named.size)
      for (const { group } of groups) {
        const where = `${by}=${encodeURIComponent(group.value)}`
        const { parties } = (await bench.ask('parties', { ...WINDOW, where, limit: '1000' })) as Parties
        expect(parties.map(({ party }) => party.identifiers[0]).sort(), where).toEqual([...(named.get(group.name ?? '') ?? [])].sort())
      }
    }
  })
})

test('a product and an agreement that are called none are not taken for what is not known', () => on([
  { ...use('user:ann'), product: 'none' }, use('user:bob'),
  { type: 'agreement', key: 'none', product: 'none', buyer: 'user:ann', amount: '1.00', currency: 'EUR', interval: 'month', from: '2026-01-01' },
], async (bench) => {
  for (const by of ['product', 'agreement']) {
    const { groups } = (await bench.ask('flows', { ...WINDOW, by })) as Flows
    expect(groups).toHaveLength(2)
    for (const { group, users } of groups) expect(((await bench.ask('flows', { ...WINDOW, by, where: `${by}=${encodeURIComponent(group.value)}` })) as Flows).users, `${by} ${group.value}`).toBe(users)
  }
}))

test('of very many traits the most frequent are listed, the others counted, while others are served', () => on(
  Array.from({ length: 1_500 }, (_, place) => [use(`user:u${place}`), {
    type: 'party', key: `p${place}`, kind: 'person', ids: [`user:u${place}`], traits: { ...(place % 2 === 0 ? { plan: place % 4 === 0 ? 'pro' : 'free' } : {}), ...Object.fromEntries(Array.from({ length: 5 }, (_, one) => [`f${place}-${one}`, one])) },
  }]).flat(),
  async (bench) => {
    let turns = 0
    const timer = setInterval(() => (turns += 1), 1)
    const found = (await bench.ask('dimensions', { ...WINDOW, limit: '2' })) as Dimensions
    clearInterval(timer)
    const traits = found.dimensions.filter(({ dimension }) => dimension.startsWith('trait.'))
    expect(traits).toHaveLength(50)
    expect(found.moreTraits).toBe(1_500 * 5 + 1 - 50)
    expect(traits.find(({ dimension }) => dimension === 'trait.plan')).toEqual({ dimension: 'trait.plan', name: 'plan', values: [
      { value: 'none', name: null, party: null, users: 750 }, { value: 'free', name: 'free', party: null, users: 375 }], more: 1 })
    expect(turns).toBeGreaterThan(0)
    // A trait that is not listed can be asked for by name.
    expect(((await bench.ask('dimensions', { ...WINDOW, dimension: 'trait.f9-3' })) as Dimensions).dimensions[0]?.values.map(({ value, users }) => [value, users])).toEqual([['none', 1_499], ['3', 1]])
  },
))
