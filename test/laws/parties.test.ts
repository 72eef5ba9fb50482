import { expect, test } from 'vitest'
import { describeOnEngines } from '../harness/engines.ts'
import type { Bench } from '../harness/workspace.ts'
import { holdsInRandomWorlds, LAW_TEST_MS, opener, within } from './law.ts'

interface Party { readonly id: string; readonly name: string | null; readonly identifiers: readonly string[] }
interface List { readonly parties: readonly { readonly party: Party; readonly usageDays: number; readonly kind: string | null }[]; readonly total: number; readonly next: string | null }
interface Kinds { readonly kinds: readonly { readonly kind: string; readonly users: number }[]; readonly users: number; readonly usageDays: number }
interface PaysFor { readonly users: readonly { readonly party: Party; readonly allocated: readonly { readonly currency: string; readonly amount: string }[] }[]; readonly totals: readonly object[] }
interface Money { readonly allocation: readonly { readonly party: Party; readonly currency: string; readonly amount: string }[] }

const WINDOW = { from: '2024-06-01', to: '2025-09-01' }
const SORTS = ['name', '-name', 'usageDays', '-usageDays', '-events', 'lastUse', '-lastUse', '-allocated', 'paid']
/** Thousandths, the smallest unit of any currency. */
const exact = (amount: string): number => Math.round(Number(amount) * 1000)

describeOnEngines('parties in random worlds', (place) => {
  const open = opener(place, 'laws_parties')

  test('pages are the whole list without gaps or repeats; users are those of payers-of-use; what all payers pay for is what the money study allocates', () =>
    holdsInRandomWorlds(place.engine, (world) => within(open(), async (bench) => {
      await bench.take(world.lines)
      return [...(await pagesAreWhole(bench)), ...(await usersAreThoseOfUse(bench)), ...(await payersPayForAll(bench))]
    }), 0.3), LAW_TEST_MS)
})

const list = async (bench: Bench, params: Record<string, string>) => (await bench.ask('parties', { ...WINDOW, ...params })) as List

async function pagesAreWhole(bench: Bench): Promise<string[]> {
  const broken: string[] = []
  for (const sort of SORTS) {
    const whole = (await list(bench, { sort, limit: '100000' })).parties.map(({ party }) => party.id)
    const paged: string[] = []
    let cursor: string | null = null
    do {
      const page: List = await list(bench, { sort, limit: '7', ...(cursor === null ? {} : { cursor }) })
      paged.push(...page.parties.map(({ party }) => party.id))
      cursor = page.next
    } while (cursor !== null)
    const placed = (await list(bench, { sort, limit: '5', offset: '3' })).parties.map(({ party }) => party.id)
    if (paged.join() !== whole.join()) broken.push(`pages by ${sort} are ${paged.join()}, not ${whole.join()}`)
    if (placed.join() !== whole.slice(3, 8).join()) broken.push(`places by ${sort} are ${placed.join()}, not ${whole.slice(3, 8).join()}`)
    if (new Set(whole).size !== whole.length) broken.push(`the list by ${sort} has somebody twice`)
  }
  return broken
}

async function usersAreThoseOfUse(bench: Bench): Promise<string[]> {
  const use = (await bench.ask('payers-of-use', WINDOW)) as Kinds
  const users = await list(bench, { role: 'user', limit: '100000' })
  const days = users.parties.reduce((sum, { usageDays }) => sum + usageDays, 0)
  const broken = users.total === use.users && days === use.usageDays ? [] : [`${users.total} users with ${days} usage days, not ${use.users} with ${use.usageDays}`]
  for (const { kind, users: counted } of use.kinds) {
    const { total } = await list(bench, { kind, limit: '1' })
    if (total !== counted) broken.push(`${total} users of kind ${kind}, not ${counted}`)
  }
  return broken
}

async function payersPayForAll(bench: Bench): Promise<string[]> {
  const money = (await bench.ask('money', { ...WINDOW, detail: 'allocation' })) as Money
  const expected = sums(money.allocation.map(({ party, currency, amount }) => [`${party.id} ${currency}`, amount]))
  const found: [string, string][] = []
  for (const { party } of (await list(bench, { limit: '100000' })).parties) {
    const paid = (await bench.ask('party-pays-for', { ...WINDOW, party: party.id, limit: '100000' })) as PaysFor
    for (const user of paid.users) for (const { currency, amount } of user.allocated) found.push([`${user.party.id} ${currency}`, amount])
  }
  try {
    expect(sums(found)).toEqual(expected)
    return []
  } catch (error) {
    return [String(error)]
  }
}

function sums(amounts: readonly (readonly [string, string])[]): Record<string, number> {
  const found: Record<string, number> = {}
  for (const [name, amount] of amounts) if (exact(amount) !== 0) found[name] = (found[name] ?? 0) + exact(amount)
  return found
}
