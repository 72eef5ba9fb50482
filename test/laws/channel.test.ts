import { expect, test } from 'vitest'
import { describeOnEngines } from '../harness/engines.ts'
import type { Bench } from '../harness/workspace.ts'
import { type Agreement, factsOf } from '../reference/facts.ts'
import { usesIn } from '../reference/money.ts'
import { heldLines, record } from '../reference/record.ts'
import { viewOf } from '../reference/reference.ts'
import { instantOf } from '../reference/calendar.ts'
import type { Line } from '../reference/worlds.ts'
import { holdsInRandomWorlds, LAW_TEST_MS, opener, within } from './law.ts'

interface Use { readonly users: number; readonly usageDays: number }
interface Money { readonly accrued: readonly { readonly currency: string; readonly amount: string }[]; readonly agreements: number }
interface Node extends Use {
  readonly id: string; readonly because: string | null; readonly party: { readonly identifiers: readonly string[] } | null; readonly customers: number; readonly folded: number
  readonly ends: Use; readonly own: Use; readonly sold: Money; readonly bought: Money; readonly unseen: { readonly customers: number; readonly silent: number; readonly blind: number }
}
interface Answer {
  readonly nodes: readonly Node[]; readonly edges: readonly (Use & { readonly from: string; readonly to: string; readonly money: Money })[]
  readonly unpaid: Readonly<Record<string, Use>>; readonly unknown: Use; readonly totals: Use & { readonly direct: Use; readonly through: Use; readonly own: Use; readonly intermediaries: number }
}
type Params = Readonly<Record<string, string>>

const FAR_FUTURE = Date.parse('9999-12-31T00:00:00Z')
const days = (uses: readonly Use[]): number => uses.reduce((sum, { usageDays }) => sum + usageDays, 0)
const users = (uses: readonly Use[]): number => uses.reduce((sum, one) => sum + one.users, 0)
const whole = (uses: readonly Use[]): Use => ({ users: users(uses), usageDays: days(uses) })

function sums(monies: readonly Money[]): Record<string, bigint> {
  const found: Record<string, bigint> = {}
  for (const { currency, amount } of monies.flatMap(({ accrued }) => accrued)) found[currency] = (found[currency] ?? 0n) + BigInt(Math.round(Number(amount) * 1000))
  return Object.fromEntries(Object.entries(found).filter(([, sum]) => sum !== 0n))
}

/** Throws where the chain does not add up, in itself or with the other studies. */
async function addsUp(bench: Bench, params: Params): Promise<Answer> {
  const answer = (await bench.ask('channel', { ...params, limit: '100000' })) as Answer
  const use = (await bench.ask('payers-of-use', params)) as { readonly users: number; readonly usageDays: number; readonly kinds: readonly Use[] }
  const money = (await bench.ask('money', params)) as { readonly agreements: readonly { readonly currency: string; readonly accrued: string }[] }
  const start = answer.nodes.find(({ because }) => because === 'seller') as Node
  const placed = answer.nodes.flatMap(({ ends, own }) => [ends, own])
  expect(whole([answer.totals]), 'all use').toEqual({ users: use.users, usageDays: use.usageDays })
  expect(whole([...placed, ...Object.values(answer.unpaid), answer.unknown]), 'all parts').toEqual({ users: use.users, usageDays: use.usageDays })
  expect(whole(placed), 'use that is paid').toEqual(whole(use.kinds.slice(0, 4)))
  expect(whole([start]), 'use through the seller').toEqual(whole(use.kinds.slice(0, 4)))
  expect(whole([answer.totals.direct, answer.totals.through, answer.totals.own]), 'direct, through and own').toEqual(whole(placed))
  expect(whole(Object.values(answer.unpaid)), 'unpaid').toEqual(whole([use.kinds[4] as Use]))
  expect(answer.unknown, 'unknown').toEqual({ users: use.kinds[5]?.users, usageDays: use.kinds[5]?.usageDays })
  expect(sums([start.sold]), 'money agreed').toEqual(sums([{ accrued: money.agreements.map(({ currency, accrued }) => ({ currency, amount: accrued })), agreements: 0 }]))
  for (const node of answer.nodes) {
    const into = answer.edges.filter(({ to }) => to === node.id)
    const out = [node.ends, node.own, ...answer.edges.filter(({ from }) => from === node.id)]
    if (node.because !== 'seller') expect(whole(into), `into and out of ${node.id}`).toEqual(whole(out))
    if (node.because !== 'seller') expect(sums(into.map((edge) => edge.money)), `bought by ${node.id}`).toEqual(sums([node.bought]))
  }
  return answer
}

/** Folded to the utmost, every sum is the same. */
async function foldsEvenly(bench: Bench, params: Params, unfolded: Answer): Promise<void> {
  const folded = (await bench.ask('channel', { ...params, limit: '1', measure: 'money' })) as Answer
  expect(folded.totals).toEqual(unfolded.totals)
  for (const part of ['ends', 'own'] as const) expect(whole(folded.nodes.map((node) => node[part])), part).toEqual(whole(unfolded.nodes.map((node) => node[part])))
  for (const part of ['sold', 'bought'] as const) expect(sums(folded.nodes.map((node) => node[part])), part).toEqual(sums(unfolded.nodes.map((node) => node[part])))
  for (const part of ['customers', 'silent', 'blind'] as const) expect(folded.nodes.reduce((sum, { unseen }) => sum + unseen[part], 0), part).toBe(unfolded.nodes.reduce((sum, { unseen }) => sum + unseen[part], 0))
  expect(folded.nodes.reduce((sum, node) => sum + Math.max(1, node.folded), 0)).toBe(unfolded.nodes.length)
}

/** Usage days that come through each seller, by the naive reference: day by day, from the path of each stamp. */
function naively(lines: readonly Line[], params: Params): Map<string, number> {
  const facts = factsOf(heldLines(record(lines, FAR_FUTURE).versions, instantOf(params.knownAt)))
  const view = viewOf(facts, params, FAR_FUTURE)
  const through = new Map<string, number>()
  for (const use of usesIn(view, view.window, view.product)) {
    const { kind, path } = view.stampOf(use)
    if (kind !== 'intermediary') continue
    const chain: Agreement[] = []
    for (const { evidence } of [...path].reverse()) {
      const agreement = facts.agreements.find(({ key, product }) => key === evidence && product === use.product)
      const above = chain.at(-1)
      if (!agreement || (above !== undefined && agreement.seller !== above.buyer)) break
      chain.push(agreement)
    }
    for (const { seller } of chain.slice(1)) {
      const name = facts.identity.identifiersOf(seller)[0] ?? seller
      through.set(name, (through.get(name) ?? 0) + 1)
    }
  }
  return through
}

function unlikeTheReference(lines: readonly Line[], params: Params, answer: Answer): string[] {
  const expected = naively(lines, params)
  const found = new Map(answer.nodes.flatMap((node) => (node.because === 'seller' || node.usageDays === node.own.usageDays ? [] : [[node.party?.identifiers[0] ?? '', node.usageDays - node.own.usageDays] as const])))
  const text = (map: ReadonlyMap<string, number>): string => JSON.stringify([...map].sort(([a], [b]) => (a < b ? -1 : 1)))
  return text(expected) === text(found) ? [] : [`${JSON.stringify(params)}: usage days through each seller are ${text(expected)}, answered was ${text(found)}`]
}

describeOnEngines('the chain in random worlds', (place) => {
  const open = opener(place, 'laws_channel')

  test('adds up to all use and all money, however it is folded, and leads every day through whom the reference leads it', () =>
    holdsInRandomWorlds(place.engine, ({ lines, questions }) =>
      within(open(), async (bench) => {
        await bench.take(lines)
        const broken: string[] = []
        const asked = questions.filter(({ study }) => study === 'payers-of-use' || study === 'world').slice(0, 3).map(({ params: { by: _, detail: __, ...params } }) => params)
        for (const params of [...asked, { product: 'drill', from: '2024-01-01', to: '2024-04-01' }, { from: '2024-01-01', to: '2024-04-01', seller: 'account:wang' }]) {
          const answer = await addsUp(bench, params as Params)
          await foldsEvenly(bench, params as Params, answer)
          broken.push(...unlikeTheReference(lines, params as Params, answer))
        }
        return broken
      }),
      0.5,
    ), LAW_TEST_MS)
})
