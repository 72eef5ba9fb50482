import { afterAll, beforeAll, expect, test } from 'vitest'
import { describeOnEngines } from '../../test/harness/engines.ts'
import { type Bench, openBench } from '../../test/harness/workspace.ts'

const use = (party: string, days: readonly string[], more: object = {}) => days.map((day) => ({ type: 'usage', key: `${party} ${day}`, party, product: 'notes', at: `${day}T10:00:00Z`, ...more }))
const buys = (key: string, buyer: string, from: string, more: object = {}) => ({ type: 'agreement', key, product: 'notes', buyer, amount: '10.00', currency: 'EUR', interval: 'month', from, ...more })
const firm = (name: string, more: object = {}) => ({ type: 'party', key: name, kind: 'organization', ids: [`account:${name}`], name, ...more })
const member = (key: string, person: string, organization: string, more: object = {}) => ({ type: 'membership', key, person, organization, ...more })
const charge = (key: string, day: string, more: object = {}) => ({ type: 'payment', key, amount: '10.00', currency: 'EUR', at: `${day}T09:00:00Z`, ...more })

/** Watched up to 1 July 2026. */
const LINES = [
  // Acme: used by Bob for free on 5 Jan, by its decider on 20 Jan, pays from 1 Feb to 1 May, then again from 1 May.
  firm('acme', { category: 'big' }), member('m-bob', 'user:bob', 'account:acme', { from: '2020-01-01' }), member('m-ann', 'user:ann', 'account:acme', { function: 'decider', from: '2020-01-01' }),
  ...use('user:bob', ['2026-01-05', '2026-02-10']), ...use('user:ann', ['2026-01-20']),
  buys('acme-1', 'account:acme', '2026-02-01', { to: '2026-05-01' }), buys('acme-2', 'account:acme', '2026-05-01', { to: '2027-05-01' }),
  // Globex: a trial on 10 Jan, a decider called in on 15 Jan, paid from 1 Mar to 1 Jun, then gone.
  firm('globex', { category: 'big' }), buys('globex-trial', 'account:globex', '2026-01-10', { amount: '0', to: '2026-01-31' }), member('m-gus', 'user:gus', 'account:globex', { function: 'decider', from: '2026-01-15' }),
  buys('globex-1', 'account:globex', '2026-03-01', { to: '2026-06-01' }),
  // Cho: by herself, first seen when she pays on 1 Mar; a second charge for the same agreement after the first month.
  buys('cho-1', 'user:cho', '2026-03-01'), charge('y-cho-1', '2026-03-01', { payer: 'user:cho', agreement: 'cho-1' }), charge('y-cho-2', '2026-04-01', { payer: 'user:cho', agreement: 'cho-1' }),
  // Dan: by himself, free, never pays. Eve: said something on 1 Jun, no more.
  ...use('user:dan', ['2026-02-01', '2026-06-20']), { type: 'feedback', key: 'f-eve', party: 'user:eve', kind: 'request', product: 'notes', text: 'Offline, please', at: '2026-06-01T10:00:00Z' },
  // Fay buys from Wang, who buys from us; she uses for free first, in March. Wang bought on 1 Jan.
  firm('wang'), buys('wang-1', 'account:wang', '2026-01-01'), buys('fay-1', 'user:fay', '2026-03-20', { seller: 'account:wang' }), ...use('user:fay', ['2026-03-10', '2026-03-25']),
  // Hal buys from Wang without a trace before.
  buys('hal-1', 'user:hal', '2026-04-01', { seller: 'account:wang', to: '2026-05-01' }),
  // Ida buys from somebody who sells nothing of ours; nobody knows x; Sam is staff; Old began the year before.
  buys('ida-1', 'user:ida', '2026-03-01', { seller: 'account:stranger' }), ...use('anonymous:x', ['2026-03-01']), { type: 'staff', key: 's', party: 'user:sam' }, ...use('user:sam', ['2026-03-01']), ...use('user:old', ['2025-12-31', '2026-03-01']),
  // Jon buys once, by a charge that names no agreement, and again ten days later.
  charge('y-jon-1', '2026-04-10', { payer: 'user:jon', product: 'notes' }), charge('y-jon-2', '2026-04-20', { payer: 'user:jon', product: 'notes' }),
]
const ASKED = { from: '2026-01-01', to: '2026-07-01', until: '2026-07-01', within: '90' }

interface Row { readonly party: { readonly identifiers: readonly string[] }; readonly channel: string; readonly order: readonly string[]; readonly steps: Record<string, { readonly day: string; readonly what: string; readonly key: string | null; readonly by: { readonly identifiers: readonly string[] } | null } | null>; readonly termEnd: string | null }

describeOnEngines('journey', (place) => {
  let bench: Bench
  const rows = async (params: Record<string, string> = {}): Promise<Map<string, Row>> => {
    const { parties } = (await bench.ask('journey-parties', { ...ASKED, ...params })) as { parties: readonly Row[] }
    return new Map(parties.map((row) => [row.party.identifiers[0]?.replace(/^\w+:/, '') ?? '', row]))
  }
  const days = (row: Row | undefined) => Object.entries(row?.steps ?? {}).flatMap(([step, shown]) => (shown === null ? [] : [`${step} ${shown.day} ${shown.what} ${shown.key ?? shown.by?.identifiers[0] ?? 'self'}`]))
  beforeAll(async () => {
    bench = await openBench({ now: () => Date.parse('2026-07-01T12:00:00Z'), databaseUrl: await place.freshDatabase('journey') } as { now: () => number })
    await bench.take(LINES)
  })
  afterAll(() => bench?.close())

  test('names every party with what shows each step', async () => {
    const found = await rows()
    expect([...found.keys()]).toEqual(['wang', 'acme', 'globex', 'dan', 'cho', 'fay', 'hal', 'jon', 'eve'])
    expect(days(found.get('acme'))).toEqual(['learned 2026-01-05 use user:bob', 'tested 2026-01-05 use user:bob', 'decided 2026-01-20 use user:ann', 'paid 2026-02-01 agreement acme-1', 'renewed 2026-05-01 agreement acme-2'])
    expect(days(found.get('globex'))).toEqual(['learned 2026-01-10 agreement globex-trial', 'tested 2026-01-10 agreement globex-trial', 'decided 2026-01-15 membership m-gus', 'paid 2026-03-01 agreement globex-1', 'left 2026-06-01 agreement globex-1'])
    expect(days(found.get('cho'))).toEqual(['learned 2026-03-01 agreement cho-1', 'decided 2026-03-01 agreement cho-1', 'paid 2026-03-01 agreement cho-1', 'renewed 2026-04-01 payment y-cho-2'])
    expect(days(found.get('dan'))).toEqual(['learned 2026-02-01 use self', 'tested 2026-02-01 use self'])
    expect(days(found.get('eve'))).toEqual(['learned 2026-06-01 feedback f-eve'])
    expect(days(found.get('fay'))).toEqual(['learned 2026-03-10 use self', 'tested 2026-03-10 use self', 'decided 2026-03-20 agreement fay-1', 'paid 2026-03-20 agreement fay-1'])
    expect(days(found.get('hal'))).toEqual(['learned 2026-04-01 agreement hal-1', 'decided 2026-04-01 agreement hal-1', 'paid 2026-04-01 agreement hal-1', 'left 2026-05-01 agreement hal-1'])
    expect(days(found.get('jon'))).toEqual(['learned 2026-04-10 payment y-jon-1', 'decided 2026-04-10 payment y-jon-1', 'paid 2026-04-10 payment y-jon-1', 'renewed 2026-04-20 payment y-jon-2'])
    expect([...found].map(([name, { channel }]) => [name, channel]).filter(([, channel]) => channel !== 'direct')).toEqual([['hal', 'intermediary']])
    expect([...found].map(([name, { termEnd }]) => [name, termEnd]).filter(([, end]) => end !== null)).toEqual([['wang', '2026-02-01'], ['acme', '2026-05-01'], ['globex', '2026-06-01'], ['cho', '2026-04-01'], ['fay', '2026-04-20'], ['hal', '2026-05-01'], ['jon', '2026-04-11']])
  })

  test('counts each step among those who could have reached it', async () => {
    const { parties, steps, unknownUsers } = (await bench.ask('journey', ASKED)) as { parties: number; unknownUsers: number; steps: readonly Record<string, unknown>[] }
    expect([parties, unknownUsers]).toEqual([9, 1])
    // Learned before 2 April, and so watched for 90 days: Wang, Acme, Globex, Dan, Cho, Fay, Hal. Hal, on the last day of that: 1 April and 90 days is 30 June.
    expect(steps.map(({ step, reached, couldHave, inTime, tooYoung }) => [step, reached, couldHave, inTime, tooYoung])).toEqual([
      ['learned', 9, 9, 9, 0], ['tested', 4, 7, 4, 2], ['decided', 7, 7, 6, 2], ['paid', 7, 7, 6, 2], ['renewed', 3, 7, 3, 0], ['left', 2, 7, 2, 0],
    ])
    const [, tested] = steps
    // Wilson for 4 of 7, as in any table: 25.0 % to 84.2 %.
    expect([tested?.share, tested?.low, tested?.high].map((share) => Number((share as number).toFixed(3)))).toEqual([0.571, 0.25, 0.842])
  })

  test('who came lately is too young for shares, which is said, and what to ask instead', async () => {
    const said = async (more: object) => ((await bench.ask('journey', { ...ASKED, ...more } as never)) as { tooYoung: string | null }).tooYoung
    expect(await said({})).toBeNull()
    // Nobody was first seen a year before July.
    expect(await said({ within: '365' })).toMatch(/^9 of 9 parties were first seen 365 days or fewer before 2026-07-01: they are too young for shares, not too few\..*'from' before 2025-07-01, such as 2024-07-01\.$/)
    const { until, parties } = (await bench.ask('journey', { within: '90' } as never)) as { until: string; parties: number }
    const from = new Date(Date.parse(until) - 180 * 86_400_000).toISOString().slice(0, 10)
    expect(await bench.ask('journey', { within: '90', from, to: until } as never)).toMatchObject({ parties })
  })

  test('tells the days between the steps', async () => {
    const { between } = (await bench.ask('journey', ASKED)) as { between: readonly Record<string, unknown>[] }
    expect(between.map(({ from, to, n, reached, waiting, before }) => [`${from}-${to}`, n, reached, waiting, before])).toEqual([
      ['learned-tested', 9, 4, 5, 0], ['tested-decided', 4, 3, 1, 0], ['decided-paid', 7, 7, 0, 0], ['learned-paid', 9, 7, 2, 0], ['paid-renewed', 7, 3, 4, 0], ['paid-left', 7, 2, 5, 0],
    ])
    // Learned to paid: 0 (Wang, Cho, Hal, Jon), 10 (Fay), 27 (Acme), 50 (Globex); Eve waits since 29 days, Dan since 149. After 10 days 4 of 9 wait.
    expect(between[3]).toMatchObject({ quartile1: 0, median: 10, quartile3: 50 })
    // Tested to decided, four: too few.
    expect(between[1]).toMatchObject({ tooFew: true, median: null })
  })

  test('tells what is otherwise than expected, in which orders, by channel, and by quarter', async () => {
    const answer = (await bench.ask('journey', ASKED)) as { surprises: object[]; orders: { steps: string[]; parties: number }[]; groups: { value: string; parties: number }[]; cohorts: { from: string; to: string; parties: number }[] }
    expect(answer.surprises).toEqual([{ surprise: 'paid-first', parties: 4 }, { surprise: 'paid-untested', parties: 0 }, { surprise: 'tested-after-paid', parties: 0 }, { surprise: 'decided-after-paid', parties: 0 }])
    expect(answer.orders[0]).toEqual({ steps: ['learned', 'decided', 'paid', 'renewed'], parties: 2 })
    expect(answer.orders.reduce((sum, { parties }) => sum + parties, 0)).toBe(9)
    expect(answer.groups.map(({ value, parties }) => [value, parties])).toEqual([['direct', 8], ['intermediary', 1]])
    expect(answer.cohorts.map(({ from, to, parties }) => [from, to, parties])).toEqual([['2026-01-01', '2026-04-01', 6], ['2026-04-01', '2026-07-01', 3]])
    const byCategory = (await bench.ask('journey', { ...ASKED, by: 'category' })) as { groups: { value: string; parties: number }[] }
    expect(byCategory.groups.map(({ value, parties }) => [value, parties])).toEqual([['none', 7], ['big', 2]])
  })

  test('shows the parties behind a figure', async () => {
    expect([...(await rows({ step: 'tested', standing: 'not-in-time' })).keys()]).toEqual(['wang', 'cho', 'hal'])
    expect([...(await rows({ step: 'tested', standing: 'too-young' })).keys()]).toEqual(['jon', 'eve'])
    expect([...(await rows({ step: 'paid', before: 'tested' })).keys()]).toEqual(['acme', 'dan', 'globex', 'fay'])
    expect([...(await rows({ step: 'paid', before: 'tested', standing: 'not-yet' })).keys()]).toEqual(['dan'])
    expect([...(await rows({ surprise: 'paid-first' })).keys()]).toEqual(['wang', 'cho', 'hal', 'jon'])
    expect([...(await rows({ group: 'intermediary' })).keys()]).toEqual(['hal'])
    expect([...(await rows({ order: 'learned,tested' })).keys()]).toEqual(['dan'])
    expect([...(await rows({ where: 'category=big' })).keys()]).toEqual(['acme', 'globex'])
    expect((await bench.ask('journey-parties', { ...ASKED, limit: '4', cursor: '4' })) as object).toMatchObject({ total: 9, next: '8' })
    await expect(bench.ask('journey-parties', { ...ASKED, order: 'learned,bought' })).rejects.toThrow(/'bought' in 'order' is no step/)
    await expect(bench.ask('journey', { ...ASKED, by: 'payerKind' })).rejects.toThrow(/single usage days/)
  })

  test('looks no further than asked', async () => {
    const early = (await bench.ask('journey', { ...ASKED, until: '2026-04-15' })) as { parties: number; steps: { step: string; reached: number }[] }
    expect([early.parties, early.steps.map(({ reached }) => reached)]).toEqual([8, [8, 4, 7, 7, 1, 0]])
    const known = (await bench.ask('journey', { ...ASKED, knownAt: '2020-01-01T00:00:00Z' })) as { parties: number }
    expect(known.parties).toBe(0)
  })
})
