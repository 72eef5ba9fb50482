import { isDeepStrictEqual } from 'node:util'
import { expect, test } from 'vitest'
import { describeOnEngines } from '../harness/engines.ts'
import { type Line, randomFrom } from '../reference/worlds.ts'
import { batches, holdsInRandomWorlds, LAW_TEST_MS, opener, within } from './law.ts'

const FIRST_DAY = Date.parse('2025-06-01T08:00:00Z')
const HOUR_MS = 3_600_000
const isProduct = ({ type }: Line): boolean => type === 'product'

interface Counted { readonly users: number; readonly usageDays: number; readonly events: number }
interface Payers extends Counted { readonly kinds: readonly (Counted & { readonly kind: string; readonly money: readonly { readonly currency: string; readonly amount: string }[] })[] }
interface Money { readonly sources: readonly { readonly currency: string; readonly unknown: string }[]; readonly agreements: readonly { readonly currency: string; readonly accrued: string; readonly used: string; readonly unused: string }[] }
interface Changes {
  readonly counts: readonly { readonly figure: string; readonly kind: string | null; readonly was: number; readonly now: number; readonly difference: number }[]
  readonly money: readonly { readonly figure: string; readonly kind: string | null; readonly currency: string; readonly was: string; readonly now: string; readonly difference: string }[]
  readonly flows: readonly { readonly from: { readonly kind: string }; readonly to: { readonly kind: string }; readonly users: number; readonly usageDays: number }[]
  readonly world: { readonly was: string; readonly now: string }
  readonly total: number
  readonly movers: readonly object[]
}
type Ask = (study: string, params: Readonly<Record<string, string>>) => Promise<unknown>

const thousandths = (amount: string): number => Math.round(Number(amount) * 1000)

/** The figures as the studies answer them, by name. */
async function figures(ask: Ask, window: Readonly<Record<string, string>>): Promise<Map<string, number>> {
  const found = new Map<string, number>()
  const add = (name: string, by: number) => found.set(name, (found.get(name) ?? 0) + by)
  const payers = (await ask('payers-of-use', { ...window, detail: 'money' })) as Payers
  for (const measure of ['users', 'usageDays', 'events'] as const) {
    add(`${measure} null`, payers[measure])
    for (const kind of payers.kinds) add(`${measure} ${kind.kind}`, kind[measure])
  }
  for (const { kind, money } of payers.kinds) for (const { currency, amount } of money) add(`allocated ${kind} ${currency}`, thousandths(amount))
  const overlap = (await ask('overlap', window)) as Readonly<Record<string, number>>
  for (const name of ['customers', 'newCustomers', 'customersWithUse', 'payersThatNeverUse']) add(`${name} null`, overlap[name] ?? 0)
  const money = (await ask('money', window)) as Money
  for (const { currency, accrued, used, unused } of money.agreements) for (const [name, value] of Object.entries({ accrued, used, unused })) add(`${name} null ${currency}`, thousandths(value))
  for (const { currency, unknown } of money.sources) add(`unknown null ${currency}`, thousandths(unknown))
  return found
}

describeOnEngines('what changed between two knowledge times', (place) => {
  const open = opener(place, 'laws_changes')
  const tried = { all: 0, thatMove: 0 }

  test('is the answer of the later time less that of the earlier one; asking changes no answer', () =>
    holdsInRandomWorlds(place.engine, async (world) => {
      const random = randomFrom(world.seed + 5)
      let clock = FIRST_DAY
      const lines = world.lines.map(({ recordedAt: _, ...line }) => line)
      const first = lines.slice(0, lines.findLastIndex(isProduct) + 1)
      return within(open({ now: () => clock }), async (bench) => {
        const times: string[] = []
        for (const batch of [first, ...batches(random, lines.slice(first.length))]) {
          clock += HOUR_MS
          await bench.take(batch)
          times.push(new Date(clock).toISOString())
        }
        const broken: string[] = []
        const windows = [{ from: '2024-01-01', to: '2026-12-31' }, { from: '2025-02-01', to: '2025-03-01' }]
        for (const window of windows) {
          const a = Math.floor(random() * (times.length - 1))
          const b = a + 1 + Math.floor(random() * (times.length - a - 1))
          const [against, knownAt] = [times[a] ?? '', times[b] ?? '']
          if (knownAt === '' || against >= knownAt) continue
          const [before, after] = [await figures(bench.ask, { ...window, knownAt: against }), await figures(bench.ask, { ...window, knownAt })]
          const changes = (await bench.ask('changes', { ...window, against, knownAt })) as Changes
          const told = new Map<string, readonly [number, number, number]>()
          for (const { figure, kind, was, now, difference } of changes.counts) told.set(`${figure} ${kind}`, [was, now, difference])
          for (const { figure, kind, currency, was, now, difference } of changes.money) told.set(`${figure} ${kind} ${currency}`, [thousandths(was), thousandths(now), thousandths(difference)])
          for (const name of new Set([...before.keys(), ...after.keys()])) {
            const [then, now] = [before.get(name) ?? 0, after.get(name) ?? 0]
            if (!isDeepStrictEqual(told.get(name) ?? [0, 0, 0], [then, now, now - then])) broken.push(`${name}: told ${told.get(name)}, answered ${then} and ${now} (${JSON.stringify({ ...window, against, knownAt })})`)
          }
          const moved = changes.counts.some(({ figure, kind, difference }) => figure === 'usageDays' && kind !== null && difference !== 0)
          if (moved && changes.flows.length === 0) broken.push(`usage days moved, and no flow is told (${JSON.stringify({ ...window, against, knownAt })})`)
          if (changes.flows.some(({ from, to }) => from.kind === 'not-known' && to.kind === 'not-known')) broken.push('a flow from nowhere to nowhere')
          if (changes.movers.length !== Math.min(100, changes.total)) broken.push(`${changes.movers.length} movers of ${changes.total}`)
          tried.all += 1
          if (changes.flows.length > 0) tried.thatMove += 1
          const again = await figures(bench.ask, { ...window, knownAt })
          if (!isDeepStrictEqual([...again], [...after])) broken.push('asking changed an answer')
        }
        return broken
      })
    }, 0.5).then(() => expect(tried.thatMove).toBeGreaterThan(tried.all / 4)), LAW_TEST_MS)
})
