import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Bench, openBench } from '../harness/workspace.ts'
import { demoCompany } from '../../demo/company.ts'

const UNTIL = '2026-06-01'
const WINDOW = { from: '2025-06-01', to: UNTIL }
let bench: Bench

beforeAll(async () => {
  const { lines } = demoCompany({ until: UNTIL, people: 400 })
  bench = await openBench({ now: () => Date.parse(`${UNTIL}T12:00:00Z`) })
  for (let from = 0; from < lines.length; from += 5_000) await bench.take(lines.slice(from, from + 5_000))
})
afterAll(() => bench?.close())

// biome-ignore lint/suspicious/noExplicitAny: answers are read as a page reads them
const run = async (name: string, input: object): Promise<any> => bench.ask(name, input as never)
const OUTCOMES = ['gain', 'lose', 'both', 'unknown'] as const
const TOPICS = ['search', 'price', 'speed', 'ease', 'battery', 'delivery', 'reach', 'too many ads', 'login', 'security']
const FILTERS = ['', 'payerKind=nobody', 'category=student', 'payerKind!=organization', 'payerKind=self;category=household']

const topics = fc.subarray(TOPICS, { maxLength: 3 })
const options = fc.array(fc.record({ cost: fc.integer({ min: 0, max: 40 }).map(String), topics, against: topics, helps: fc.constantFrom(...FILTERS), hurts: fc.constantFrom(...FILTERS) }), { minLength: 1, maxLength: 6 })
  .map((all) => all.map((one, place) => ({ ...one, name: `o${place}` })))

const cents = (money: readonly { readonly currency: string; readonly amount: string }[]): Map<string, bigint> => new Map(money.map(({ currency, amount }) => [currency, BigInt(amount.replace('.', ''))]))

test('gain, lose, both and unknown are everybody, in people, customers, usage days and money; and so they are in the groups together', async () => {
  await fc.assert(fc.asyncProperty(options, fc.constantFrom('category', 'organization', 'payerKind', 'payer', 'trait.country'), fc.integer({ min: 1, max: 6 }), async (all, by, limit) => {
    const { everybody, options: told } = await run('gain-loss', { ...WINDOW, options: all, unit: 'days', by, detail: 'groups', limit: String(limit) })
    for (const option of told) for (const side of ['users', 'customers'] as const) {
      for (const figure of ['people', 'usageDays', ...(side === 'customers' ? ['customers'] : [])]) {
        expect(OUTCOMES.reduce((sum, outcome) => sum + option[side][outcome][figure], 0)).toBe(everybody[side].unknown[figure])
        for (const outcome of OUTCOMES) expect(option.groups.reduce((sum: number, group: never) => sum + group[side][outcome][figure], 0)).toBe(option[side][outcome][figure])
      }
      for (const [currency, all] of cents(everybody[side].unknown.money)) {
        expect(OUTCOMES.reduce((sum, outcome) => sum + (cents(option[side][outcome].money).get(currency) ?? 0n), 0n)).toBe(all)
        for (const outcome of OUTCOMES) expect(option.groups.reduce((sum: bigint, group: never) => sum + (cents((group[side][outcome] as { money: never }).money).get(currency) ?? 0n), 0n)).toBe(cents(option[side][outcome].money).get(currency) ?? 0n)
      }
    }
  }), { numRuns: 25 })
})

test('a topic is raised by as many as disagreements says, on both sides', async () => {
  const { topics: raised } = await run('disagreements', WINDOW)
  expect(raised.length).toBeGreaterThan(8)
  const { options: told } = await run('gain-loss', { ...WINDOW, unit: 'days', options: raised.map(({ topic }: { topic: string }) => ({ name: topic, cost: '1', topics: [topic] })) })
  for (const [place, { users, customers }] of raised.entries()) expect([told[place].users.gain.people, told[place].customers.gain.people]).toEqual([users.raised, customers.raised])
})

test('the sets are those of trying all of them with the people one by one', async () => {
  await fc.assert(fc.asyncProperty(options, fc.integer({ min: 0, max: 120 }), async (all, budget) => {
    const asked = { ...WINDOW, options: all, unit: 'days', budget: String(budget) }
    const people = await Promise.all(all.map(async ({ name }) => (await run('gain-loss-people', { ...asked, option: name })).people.filter(({ what, side, outcome }: { what: string; side: string; outcome: string }) => what === 'person' && side !== 'others' && outcome !== 'both')))
    const found = new Map<string, number>()
    const all_ = Array.from({ length: 2 ** all.length }, (_, mask) => all.map((_one, place) => place).filter((place) => (mask >> place) & 1)).filter((set) => set.reduce((sum, place) => sum + Number(all[place]?.cost), 0) <= budget)
    const values = all_.map((set) => (['users', 'customers'] as const).map((side) => {
      const of = (outcome: string) => new Set(set.flatMap((place) => people[place].filter((one: { side: string; outcome: string }) => one.side === side && one.outcome === outcome).map(({ party }: { party: { id: string } }) => party.id))).size
      return of('gain') - of('lose')
    }))
    for (const [users = 0, customers = 0] of values) if (!values.some(([a = 0, b = 0]) => a >= users && b >= customers && (a > users || b > customers))) found.set(`${users} ${customers}`, 1)
    const { answer } = await run('gain-loss-sets', asked)
    expect(answer.complete).toBe(true)
    expect(answer.sets.map(({ values: told }: { values: string[] }) => told.join(' ')).sort()).toEqual([...found.keys()].sort())
  }), { numRuns: 8 })
})
