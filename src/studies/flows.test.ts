import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Bench, openBench } from '../../test/harness/workspace.ts'

interface Side { readonly value: string | null; readonly name: string | null }
interface Row { readonly group: Side; readonly kind: string; readonly intermediary: Side | null; readonly payer: Side | null; readonly users: number; readonly usageDays: number; readonly events: number; readonly money: readonly { currency: string; amount: string }[] }

const uses = (party: string, days: readonly number[], more: object = {}) => days.map((day) => ({ type: 'usage', key: `${party} ${day} ${JSON.stringify(more)}`, party, product: 'drill', at: `2026-03-${String(day).padStart(2, '0')}T10:00:00Z`, ...more }))
const person = (name: string, more: object = {}) => ({ type: 'party', key: name, kind: 'person', ids: [`user:${name}`], name, ...more })

/**
 * March 2026, 31 days, a month at 31.00 is 1.00 a day. Ann (pro, AT) pays for herself. Bob and Cho (trial) are members of Acme, which pays 62.00; Bob used on 3 days, Cho on 1.
 * Dan (no category) bought from Reyes, who bought from Wang, who pays us 310.00. Eve (trial) is not paid for; on the 5th she used in Acme's account. A stranger is unknown.
 */
const LINES = [
  person('ann', { category: 'pro', traits: { country: 'AT' } }), person('bob', { category: 'trial', traits: { country: 'DE' } }), person('cho', { category: 'trial' }), person('dan'), person('eve', { category: 'trial', traits: { country: 'AT' } }),
  { type: 'party', key: 'acme', kind: 'organization', ids: ['account:acme', 'domain:acme.com'], name: 'Acme' },
  { type: 'party', key: 'wang', kind: 'organization', ids: ['account:wang'], name: 'Wang' },
  { type: 'party', key: 'reyes', kind: 'organization', ids: ['account:reyes'], name: 'Reyes' },
  { type: 'membership', key: 'm1', person: 'user:bob', organization: 'account:acme', from: '2026-01-01' },
  { type: 'membership', key: 'm2', person: 'user:cho', organization: 'account:acme', from: '2026-01-01' },
  { type: 'staff', key: 's1', party: 'user:us' },
  { type: 'agreement', key: 'a-ann', product: 'drill', buyer: 'user:ann', amount: '31.00', currency: 'EUR', interval: 'month', from: '2026-01-01' },
  { type: 'agreement', key: 'a-acme', product: 'drill', buyer: 'account:acme', amount: '62.00', currency: 'EUR', interval: 'month', from: '2026-01-01' },
  { type: 'agreement', key: 'a-wang', product: 'drill', buyer: 'account:wang', amount: '310.00', currency: 'USD', interval: 'month', from: '2026-01-01' },
  { type: 'agreement', key: 'a-reyes', product: 'drill', seller: 'account:wang', buyer: 'account:reyes', interval: 'month', from: '2026-01-01' },
  { type: 'agreement', key: 'a-dan', product: 'drill', seller: 'account:reyes', buyer: 'user:dan', interval: 'month', from: '2026-01-01' },
  ...uses('user:ann', [2, 3]), ...uses('user:bob', [2, 3, 4]), ...uses('user:cho', [9], { count: 5 }), ...uses('user:dan', [7]),
  ...uses('user:eve', [1, 2]), ...uses('user:eve', [5], { account: 'account:acme' }), ...uses('anonymous:x', [8]), ...uses('user:us', [8]),
]
const MARCH = { from: '2026-03-01', to: '2026-04-01' }

describe('flows', () => {
  let bench: Bench
  beforeAll(async () => {
    bench = await openBench()
    await bench.take(LINES)
  })
  afterAll(() => bench?.close())
  const flows = async (params: Record<string, string> = {}) => (await bench.ask('flows', { ...MARCH, ...params })) as { rows: readonly Row[]; groups: readonly (Row & { group: Side })[]; payers: readonly { payer: Side }[]; users: number; usageDays: number; leftOut: unknown; foldedGroups: number; foldedPayers: number }
  const short = ({ rows }: { rows: readonly Row[] }) => rows.map(({ group, kind, intermediary, payer, users, usageDays, events, money }) => [group.value, kind, intermediary?.value ?? '', payer?.value ?? '', users, usageDays, events, money.map(({ currency, amount }) => `${amount} ${currency}`).join(' ')])

  test('lead from categories through intermediaries to payers', async () => {
    const found = await flows()
    expect(short(found)).toEqual([
      // Acme's 62.00 over Bob's 3 days, Cho's 1 and Eve's 1 in its account.
      ['trial', 'organization', '', 'account:acme', 3, 5, 9, '62.00 EUR'],
      ['trial', 'nobody', '', '', 0, 2, 2, ''],
      ['none', 'intermediary', 'account:reyes', 'account:wang', 1, 1, 1, '310.00 USD'],
      ['none', 'unknown', '', '', 1, 1, 1, ''],
      ['pro', 'self', '', '', 1, 2, 2, '31.00 EUR'],
    ])
    expect([found.users, found.usageDays, found.leftOut]).toEqual([6, 11, { staff: { usageDays: 1, events: 1 }, override: { usageDays: 0, events: 0 } }])
  })

  test('group by a trait, by organization and by product, and say the names of parties', async () => {
    expect((await flows({ by: 'trait.country' })).groups.map(({ group, users, usageDays }) => [group.value, users, usageDays])).toEqual([['none', 3, 3], ['AT', 2, 5], ['DE', 1, 3]])
    const organizations = (await flows({ by: 'organization' })).groups
    expect(organizations.map(({ group, users, usageDays }) => [group.value, group.name, users, usageDays])).toEqual([['none', null, 3, 6], ['account:acme', 'Acme', 3, 5]])
    expect((await flows({ by: 'product' })).groups.map(({ group }) => group.value)).toEqual(['drill'])
  })

  test('keep only use that fits, and count its users among themselves', async () => {
    expect(short(await flows({ where: 'payerKind=nobody' }))).toEqual([['trial', 'nobody', '', '', 1, 2, 2, '']])
    expect(short(await flows({ where: 'trait.country=AT;organization=account:acme' }))).toEqual([['trial', 'organization', '', 'account:acme', 1, 1, 1, '12.40 EUR']])
    expect(short(await flows({ where: 'payer=domain:acme.com' }))[0]).toEqual(['trial', 'organization', '', 'account:acme', 3, 5, 9, '62.00 EUR'])
    expect(short(await flows({ where: 'payer=account:nowhere' }))).toEqual([])
    expect((await flows({ where: 'category!=trial' })).users).toBe(3)
  })

  test('leave out money where only use is asked for', async () => {
    const found = await flows({ detail: 'use' })
    expect(short(found).map((row) => row[7])).toEqual(['', '', '', '', ''])
    expect([found.users, found.usageDays]).toEqual([6, 11])
  })

  test('fold what is beyond the limit into one row of each side, and lose nothing', async () => {
    const found = await flows({ limit: '1' })
    expect([found.foldedGroups, found.foldedPayers]).toEqual([2, 1])
    expect(found.groups.map(({ group, users }) => [group.value, users])).toEqual([['trial', 3], [null, 3]])
    expect(found.payers.map(({ payer }) => payer.value)).toEqual(['account:acme', null])
    expect(short(found).slice(2)).toEqual([[null, 'self', '', '', 1, 2, 2, '31.00 EUR'], [null, 'intermediary', 'account:reyes', '', 1, 1, 1, '310.00 USD'], [null, 'unknown', '', '', 1, 1, 1, '']])
  })

  test('name the users behind a row, also those counted elsewhere', async () => {
    const behind = (await bench.ask('flow-users', { ...MARCH, group: 'trial', kind: 'nobody' })) as { users: readonly { party: { name: string }; counted: boolean; usageDays: number }[]; counted: number; usageDays: number }
    expect(behind.users.map(({ party, counted, usageDays }) => [party.name, counted, usageDays])).toEqual([['eve', false, 2]])
    expect([behind.counted, behind.usageDays]).toEqual([0, 2])
    const paged = (await bench.ask('flow-users', { ...MARCH, payer: 'account:acme', limit: '2' })) as { users: readonly { party: { name: string } }[]; total: number; next: string | null }
    expect([paged.users.map(({ party }) => party.name), paged.total, paged.next]).toEqual([['bob', 'cho'], 3, '2'])
    await expect(bench.ask('flow-users', { ...MARCH, payer: 'acme' })).rejects.toThrow(/must be an identifier/)
    await expect(bench.ask('flows', { ...MARCH, by: 'colour' })).rejects.toThrow(/no dimension/)
  })

  test('show the money of a sponsored product under those who pay it', async () => {
    await bench.take([
      { type: 'product', key: 'search', fundedBy: 'ads' },
      { type: 'agreement', key: 'a-ads', product: 'ads', buyer: 'account:reyes', amount: '93.00', currency: 'EUR', interval: 'month', from: '2026-01-01' },
      ...uses('user:fay', [2], { product: 'search' }),
    ])
    expect(short(await flows({ product: 'search' }))).toEqual([['none', 'sponsor', '', '', 1, 1, 1, ''], ['none', 'sponsor', '', 'account:reyes', 0, 0, 0, '93.00 EUR']])
  })

  test('dimensions lists what there is, most users first', async () => {
    const { dimensions } = (await bench.ask('dimensions', { ...MARCH, product: 'drill' })) as { dimensions: readonly { dimension: string; values: readonly { value: string; users: number }[]; more: number }[] }
    expect(dimensions.map(({ dimension }) => dimension)).toEqual(['category', 'organization', 'account', 'partyKind', 'payerKind', 'reason', 'payer', 'intermediary', 'agreement', 'product', 'trait.country'])
    const found = (await bench.ask('dimensions', { ...MARCH, product: 'drill', dimension: 'category', limit: '2' })) as typeof dimensions extends never ? never : { dimensions: typeof dimensions }
    expect(found.dimensions[0]).toMatchObject({ values: [{ value: 'trial', users: 3 }, { value: 'none', users: 2 }], more: 1 })
    const searched = (await bench.ask('dimensions', { ...MARCH, dimension: 'payer', q: 'CME' })) as { dimensions: typeof dimensions }
    expect(searched.dimensions[0]).toMatchObject({ values: [{ value: 'account:acme', users: 3 }], more: 0 })
  })

  test('overlap speaks of the parties that fit', async () => {
    expect(await bench.ask('overlap', { ...MARCH, product: 'drill' })).toMatchObject({ users: 6, customers: 3 })
    expect(await bench.ask('overlap', { ...MARCH, product: 'drill', where: 'organization=account:acme' })).toMatchObject({ users: 3, usersPaidFor: 3, customers: 1, customersWithUse: 1 })
    expect(await bench.ask('overlap', { ...MARCH, product: 'drill', where: 'trait.country=AT' })).toMatchObject({ users: 2, usersSelf: 1, usersPaidFor: 1, customers: 1, customersThatUse: 1 })
  })

  test('the parties behind the overlap take the filters that overlap takes, and no others', async () => {
    const asked = { ...MARCH, product: 'drill', figure: 'customers' }
    expect(await bench.ask('overlap-parties', { ...asked, where: 'organization=account:acme' })).toMatchObject({ total: 1, parties: [{ party: { name: 'Acme' } }] })
    await expect(bench.ask('overlap', { ...MARCH, where: 'payerKind=self' })).rejects.toMatchObject({ code: 'bad-parameter' })
    await expect(bench.ask('overlap-parties', { ...asked, where: 'payerKind=self' })).rejects.toMatchObject({ code: 'bad-parameter' })
  })

  test('categories of the settings are groups: the first whose filter fits has the use, and the rest has none', async () => {
    const categories = [{ name: 'Austrians', where: 'trait.country=AT' }, { name: 'Trials paid for', where: 'category=trial;payerKind!=nobody' }]
    const before = await flows({ product: 'drill', by: 'segment' })
    expect(before.groups.map(({ group }) => group.value)).toEqual(['none'])
    const { version } = await bench.workspace.settings.save({ categories }, undefined)
    // Ann and Eve are Austrians, also on the day that Acme pays for; Bob and Cho are trials; Dan and the stranger are in none.
    const table = await flows({ product: 'drill', by: 'segment' })
    expect(table.groups.map(({ group, users, usageDays }) => [group.value, users, usageDays])).toEqual([['Austrians', 2, 5], ['Trials paid for', 2, 4], ['none', 2, 2]])
    expect([table.users, table.usageDays]).toEqual([before.users, before.usageDays])
    expect((await flows({ where: 'segment=Trials paid for', by: 'organization' })).groups.map(({ group, users }) => [group.value, users])).toEqual([['account:acme', 2]])
    const { total } = (await bench.ask('parties', { ...MARCH, where: 'segment=Austrians' })) as { total: number }
    expect(total).toBe(2)
    // A filter that was put in past the door and asks for itself names nobody, and ends.
    await bench.workspace.settings.save({ categories: [{ name: 'circle', where: 'segment=circle' }] }, version)
    expect((await flows({ product: 'drill', by: 'segment' })).groups.map(({ group }) => group.value)).toEqual(['none'])
    await bench.workspace.settings.save({ categories: [] }, undefined)
  })

  test('the kind of business, and how much hangs on how few, of some users only', async () => {
    const world = (params: Record<string, string>) => bench.ask('world', { ...MARCH, product: 'drill', ...params })
    // Of the trials Acme pays for three: Eve too on one day. Acme itself is no trial.
    expect(await world({ where: 'category=trial' })).toMatchObject({ world: 'no-customer', customers: 0, shares: { organization: 1 } })
    expect(await world({ where: 'category=pro' })).toMatchObject({ world: 'direct', customers: 1, shares: { self: 1 } })
    await expect(world({ where: 'payerKind=self' })).rejects.toThrow("'payerKind' is about single usage days")
    const { of } = (await bench.ask('concentration', { ...MARCH, where: 'category=trial' })) as { of: readonly object[] }
    // Acme's 62.00: by usage days 3 of Bob, 1 of Cho, 1 of Eve. All of them are trials.
    expect(of).toMatchObject([{ measure: 'money', currency: 'EUR', parties: 1, total: '62.00' }, { measure: 'usageDays', side: 'payer', total: '5', without: '2' }, { measure: 'usageDays', side: 'organization' }])
    expect((await bench.ask('concentration', { ...MARCH, where: 'trait.country=AT' }) as { of: readonly object[] }).of[0]).toMatchObject({ currency: 'EUR', total: '43.40', top: [{ amount: '31.00' }, { amount: '12.40' }] })
  })
})
