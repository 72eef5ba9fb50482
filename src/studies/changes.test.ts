import { expect, test } from 'vitest'
import { openBench } from '../../test/harness/workspace.ts'

interface Side { readonly kind: string; readonly says: string }
interface Cause { readonly what: string; readonly how: string; readonly says: string; readonly users: number; readonly lines: number }
interface Changes {
  readonly says: readonly string[]
  readonly counts: readonly { readonly figure: string; readonly kind: string | null; readonly was: number; readonly now: number; readonly difference: number }[]
  readonly money: readonly { readonly figure: string; readonly kind: string | null; readonly currency: string; readonly was: string; readonly now: string; readonly difference: string }[]
  readonly flows: readonly { readonly from: Side; readonly to: Side; readonly users: number; readonly usageDays: number; readonly because: readonly Cause[] }[]
  readonly causes: readonly Cause[]
  readonly unexplainedDays: number
  readonly movers: readonly { readonly party: { readonly identifiers: readonly string[] }; readonly usageDays: number }[]
  readonly total: number
  readonly agreements: readonly { readonly agreement: string; readonly change: string; readonly was: { readonly used: string } | null; readonly now: { readonly used: string } | null }[]
  readonly learned: readonly { readonly what: string; readonly source: string | null; readonly lines: number; readonly events: number; readonly lateEvents: number }[]
  readonly before: { readonly from: string; readonly to: string; readonly says: string }
}

const FEBRUARY = { from: '2026-02-01', to: '2026-03-01' }
const EARLY = '2026-03-01T00:00:00Z'
const LATE = '2026-03-08T00:00:00Z'
const use = (party: string, days: readonly number[], recordedAt = EARLY) => days.map((day) => ({ type: 'usage', key: `${party} ${day} ${recordedAt}`, party, product: 'notes', at: `2026-02-${String(day).padStart(2, '0')}T10:00:00Z`, recordedAt }))
const BEFORE = [
  { type: 'party', key: 'p1', kind: 'organization', ids: ['account:acme'], name: 'Acme', recordedAt: EARLY },
  { type: 'agreement', key: 'a1', source: 'stripe', product: 'notes', buyer: 'account:acme', amount: '280.00', currency: 'EUR', interval: 'month', from: '2026-01-01', recordedAt: EARLY },
  ...use('user:ann', [1, 2, 3]), ...use('user:bob', [5]), ...use('user:cho', [6, 7]),
]

async function between(lines: readonly object[], more: Readonly<Record<string, string>> = {}): Promise<Changes> {
  const bench = await openBench()
  try {
    await bench.take([...BEFORE, ...lines.map((line) => ({ recordedAt: LATE, ...line }))])
    return (await bench.ask('changes', { ...FEBRUARY, against: EARLY, ...more })) as Changes
  } finally {
    await bench.close()
  }
}

const count = ({ counts }: Changes, figure: string, kind: string | null = null) => counts.find((one) => one.figure === figure && one.kind === kind)
const amount = ({ money }: Changes, figure: string) => money.find((one) => one.figure === figure)

test('memberships learned a week later move use from nobody to the firm, and are named as the cause', async () => {
  const changes = await between([
    { type: 'membership', key: 'm1', source: 'crm', person: 'user:ann', organization: 'account:acme' },
    { type: 'membership', key: 'm2', source: 'crm', person: 'user:bob', organization: 'account:acme' },
  ])
  expect(changes.flows).toMatchObject([{ from: { kind: 'nobody' }, to: { kind: 'organization', says: 'Acme' }, users: 2, usageDays: 4, because: [{ how: 'learned', what: 'membership', lines: 2, users: 2, says: 'we learned 2 memberships from crm' }] }])
  expect(count(changes, 'users', 'organization')).toMatchObject({ was: 0, now: 2, difference: 2 })
  expect(count(changes, 'usageDays', 'nobody')).toMatchObject({ was: 6, now: 2, difference: -4 })
  expect(amount(changes, 'unused')).toMatchObject({ currency: 'EUR', was: '280.00', now: '0.00', difference: '-280.00' })
  expect(changes.agreements).toMatchObject([{ agreement: 'a1', change: 'money', was: { used: '0.00' }, now: { used: '280.00' } }])
  expect(changes.movers.map(({ party, usageDays }) => [party.identifiers[0], usageDays])).toEqual([['user:ann', 3], ['user:bob', 1]])
  expect(changes.unexplainedDays).toBe(0)
  expect(changes.says).toEqual([
    'Since 1 Mar 2026, 00:00 UTC we learned 2 memberships.',
    '2 users with 4 usage days moved from nobody to Acme because we learned 2 memberships from crm.',
    'Money without use went from 280.00 to 0.00 EUR.',
  ])
})

test('late use stands with who pays for it, and is no move from nobody', async () => {
  const changes = await between([...use('user:dan', [9, 10], LATE)])
  expect(changes.flows).toMatchObject([{ from: { kind: 'not-known' }, to: { kind: 'nobody' }, users: 1, usageDays: 2 }])
  expect(changes.learned).toMatchObject([{ what: 'usage', events: 2, lateEvents: 2, lines: 0 }])
  expect(changes.says[0]).toBe('Since 1 Mar 2026, 00:00 UTC we learned 2 events of use (all of them about days before).')
})

test('a word by hand is named in full; use taken back is told as such', async () => {
  const changes = await between([
    { type: 'override', key: 'v1', source: 'by-hand', fact: 'membership', person: 'user:ann', organization: 'account:acme' },
    { type: 'usage', key: `user:bob 5 ${EARLY}`, retracted: true },
  ])
  expect(changes.flows).toMatchObject([
    { to: { says: 'Acme' }, users: 1, usageDays: 3, because: [{ what: 'membership', says: 'we were told by hand that ann is a member of Acme (account:acme)' }] },
    { from: { kind: 'nobody' }, to: { kind: 'not-known' }, users: 1, usageDays: 1 },
  ])
  expect(changes.learned.map(({ what }) => what).sort()).toEqual(['override', 'usage-corrected'])
})

test('a merge that gives a payer another number moves nothing by itself', async () => {
  const changes = await between([{ type: 'party', key: 'p2', kind: 'organization', ids: ['stripe:cus_1', 'account:acme'], name: 'Acme Inc' }])
  expect(changes.flows).toEqual([])
  expect(changes.says.at(-1)).toBe('No figure of this period changed by it.')
})

test('nothing learned is said so, and the window before is compared all the same', async () => {
  const changes = await between([])
  expect(changes.says).toEqual(['Nothing was learned since 1 Mar 2026, 00:00 UTC.'])
  expect(changes.before).toMatchObject({ from: '2026-01-04', to: '2026-02-01', says: '3 users used it, 3 more than in the 28 days before; 1 customer, as many as then. The greatest change by payer: nobody pays, from 0 to 3 users.' })
})

test('the earlier time comes first', async () => {
  await expect(between([], { knownAt: '2026-02-01T00:00:00Z' })).rejects.toThrow(/'against' must be earlier/)
})

test('a time that is still to come is no time to compare with', async () => {
  await expect(between([], { against: '2199-01-01T00:00:00Z' })).rejects.toThrow(/'against' is later than now .*Give an earlier time/)
  await expect(between([], { against: 'yesterday' })).rejects.toThrow(/'against' must be an instant/)
})

/** Ann's use came with the import i7 and Acme's membership of her with i8; both were undone on 8 March, and that was taken back on 12 March. */
test('an import that is undone, and one that is brought back, are named as such', async () => {
  const bench = await openBench()
  const LATER = '2026-03-12T00:00:00Z'
  try {
    await bench.take([
      ...BEFORE.filter(({ key }) => !key.startsWith('user:ann')), ...use('user:ann', [1, 2, 3]).map((line) => ({ ...line, import: 'i7' })),
      { type: 'membership', key: 'm1', source: 'crm', person: 'user:bob', organization: 'account:acme', recordedAt: EARLY, import: 'i8' },
      { type: 'undo', key: 'x7', import: 'i7', recordedAt: LATE }, { type: 'undo', key: 'x8', import: 'i8', recordedAt: LATE },
    ])
    const ask = async (params: Record<string, string>) => (await bench.ask('changes', { ...FEBRUARY, ...params })) as Changes
    const undone = await ask({ against: EARLY })
    expect(undone.causes).toMatchObject([
      { how: 'taken-back', what: 'usage', import: 'i7', importName: 'i7', says: 'the import i7 was undone', users: 1 },
      { how: 'taken-back', what: 'membership', import: 'i8', says: 'the import i8 was undone, and with it that bob belongs to Acme', users: 1 },
    ])
    expect(undone.says.slice(0, 3)).toEqual([
      'Since 1 Mar 2026, 00:00 UTC we undid 2 imports.',
      '1 user with 1 usage day moved from Acme to nobody because the import i8 was undone, and with it that bob belongs to Acme.',
      '3 usage days no longer count because the import i7 was undone.',
    ])

    await bench.take([{ type: 'undo', key: 'x7', retracted: true, recordedAt: LATER }, { type: 'undo', key: 'x8', retracted: true, recordedAt: LATER }])
    const back = await ask({ against: LATE })
    expect(back.causes).toMatchObject([
      { how: 'brought-back', what: 'usage', import: 'i7', says: 'the import i7 was brought back after it had been undone', users: 1 },
      { how: 'brought-back', what: 'membership', import: 'i8', says: 'the import i8 was brought back, and with it that bob belongs to Acme', users: 1 },
    ])
    expect(back.unexplainedDays).toBe(0)
    expect(back.says.slice(0, 3)).toEqual([
      'Since 8 Mar 2026, 00:00 UTC we brought back 2 imports that had been undone.',
      '1 user with 1 usage day moved from nobody to Acme because the import i8 was brought back, and with it that bob belongs to Acme.',
      '3 usage days of this period count again because the import i7 was brought back after it had been undone, and stand with nobody.',
    ])
    // Over both times nothing moved; one line was said and taken back.
    expect((await ask({ against: EARLY })).flows).toEqual([])
  } finally {
    await bench.close()
  }
})

test('of one line that takes back one is said', async () => {
  expect((await between([{ type: 'agreement', key: 'a1', source: 'stripe', retracted: true }])).says[0]).toBe('Since 1 Mar 2026, 00:00 UTC we learned 1 agreement; 1 of these lines takes back what was said.')
})
