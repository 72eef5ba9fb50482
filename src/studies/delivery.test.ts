import { expect, test } from 'vitest'
import { describeOnEngines } from '../../test/harness/engines.ts'
import type { Bench } from '../../test/harness/workspace.ts'
import { opener, within } from '../../test/laws/law.ts'

interface Judged { readonly n: number; readonly complaints: number; readonly scores: readonly object[] }
interface Answer {
  readonly projects: readonly {
    readonly agreement: string; readonly says: string; readonly state: string; readonly budget: object | null; readonly paid: readonly object[]; readonly values: readonly Record<string, unknown>[]; readonly schedule: Record<string, unknown>
    readonly milestones: readonly { readonly milestone: string; readonly state: string; readonly actual: string | null; readonly planned: string | null; readonly due: string | null; readonly delayDays: number | null; readonly costVariance: string | null; readonly plans: readonly object[]; readonly judged: { readonly users: Judged; readonly customers: Judged; readonly before: { readonly users: Judged } | null; readonly since: { readonly users: Judged } | null } }[]
    readonly curves: readonly { readonly points: readonly Record<string, unknown>[] }[]; readonly topics: readonly object[]; readonly heard: object
  }[]
  readonly unknownAgreements: readonly object[]
}

const NOW = Date.parse('2026-05-20T08:00:00Z')
const portal = { type: 'product', key: 'portal', name: 'Portal' }
const acme = { type: 'party', key: 'p-acme', kind: 'organization', ids: ['account:acme'], name: 'Acme' }
const project = { type: 'agreement', key: 'a1', kind: 'project', product: 'portal', buyer: 'account:acme', amount: '110000.00', currency: 'EUR', interval: 'once', from: '2026-01-01', to: '2026-12-31', name: 'New portal' }
const step = (n: number, more: object) => ({ type: 'delivery', key: `m${n}`, source: 'projects', agreement: 'a1', milestone: `Step ${n}`, currency: 'EUR', ...more })
const five = [
  step(1, { planned: '20000.00', actual: '25000.00', due: '2026-02-15', done: '2026-02-20' }), step(2, { planned: '28000.00', actual: '36000.00', due: '2026-04-15', done: '2026-04-27' }),
  step(3, { planned: '20000.00', due: '2026-07-15' }), step(4, { planned: '20000.00', due: '2026-10-15' }), step(5, { planned: '12000.00', due: '2026-12-15' }),
]
const asked = async (bench: Bench, params: Readonly<Record<string, string>> = {}): Promise<Answer> => (await bench.ask('delivery', params)) as Answer

describeOnEngines('delivery', (place) => {
  const open = opener(place, 'delivery')
  const world = (lines: readonly object[], work: (bench: Bench) => Promise<void>) => within(open({ now: () => NOW }), async (bench) => {
    expect(await bench.take([portal, acme, ...lines])).toMatchObject({ rejected: [] })
    await work(bench)
  })

  // By hand: 61 spent for 48; 52 are left: 61 + 52 x 61 / 48 = 127.08. Day 104 of the plan was reached on day 116: 348 x 116 / 104 = 388 days from 1 January.
  test('two of five milestones: the sentence, the figures and the range', () => world([project, ...five], async (bench) => {
    const { projects: [one] } = await asked(bench)
    expect(one?.says).toBe('Two of five milestones are done, both of them late by 5 to 12 days, the last 12 days late; the whole stands 12 days behind its plan (earned schedule); 61,000.00 EUR of 100,000.00 EUR spent for work planned at 48,000.00 EUR: at this pace it ends at 127,083.33 EUR, around 24 Jan 2027 (few milestones are done: that may be chance).')
    expect(one?.values).toEqual([expect.objectContaining({
      currency: 'EUR', bac: '100000.00', pv: '48000.00', ev: '48000.00', ac: '61000.00', cv: '-13000.00', sv: '0.00', spi: 1, vac: '-27083.33', etc: '66083.33',
      eac: { atPlan: '113000.00', atPace: '127083.33', atPaceAndDelay: '127083.33', low: '113000.00', high: '127857.14' }, because: ['few-done'],
    })])
    expect(one?.schedule).toMatchObject({ plannedEnd: '2026-12-15', firstPlannedEnd: '2026-12-15', earnedDays: 104, actualDays: 116, slipDays: 12, weighedBy: 'money', end: { low: '2026-12-27', likely: '2027-01-24', high: '2027-01-24' } })
    expect(one?.budget).toEqual({ currency: 'EUR', amount: '110000.00' })
    expect(one?.milestones.map(({ milestone, state, delayDays, costVariance }) => [milestone, state, delayDays, costVariance])).toEqual([
      ['Step 1', 'done', 5, '-5000.00'], ['Step 2', 'done', 12, '-8000.00'], ['Step 3', 'open', null, null], ['Step 4', 'open', null, null], ['Step 5', 'open', null, null],
    ])
  }))

  test('as of an earlier day nothing later counts, neither work nor cost', () => world([project, ...five], async (bench) => {
    const { projects: [one] } = await asked(bench, { from: '2026-01-01', to: '2026-03-01' })
    expect(one?.values[0]).toMatchObject({ done: 1, ev: '20000.00', ac: '25000.00', pv: '20000.00' })
    const { projects: before } = await asked(bench, { from: '2025-01-01', to: '2025-03-01' })
    expect(before).toEqual([])
    const late = await asked(bench, { from: '2026-01-01', to: '2026-08-01' })
    expect(late.projects[0]?.milestones[2]).toMatchObject({ state: 'overdue', delayDays: 17 })
  }))

  test('a report each month continues the account; one for the same day corrects it; what was known then stays so', () => world(
    [{ ...project, recordedAt: '2026-01-01T00:00:00Z' }, step(1, { planned: '100.00', due: '2026-04-30', recordedAt: '2026-01-02T00:00:00Z' }), step(1, { planned: '100.00', due: '2026-04-30', actual: '30.00', at: '2026-02-28T12:00:00Z', recordedAt: '2026-03-01T00:00:00Z' }),
      step(1, { planned: '120.00', due: '2026-05-31', actual: '80.00', at: '2026-03-31T12:00:00Z', recordedAt: '2026-04-01T00:00:00Z' }), step(1, { planned: '120.00', due: '2026-05-31', actual: '90.00', at: '2026-03-31T12:00:00Z', recordedAt: '2026-04-10T00:00:00Z' })],
    async (bench) => {
      const at = async (to: string, knownAt = 'now') => (await asked(bench, { from: '2026-01-01', to, knownAt })).projects[0]?.milestones[0]
      expect(await at('2026-02-01')).toMatchObject({ actual: null, planned: '100.00', due: '2026-04-30' })
      expect(await at('2026-03-15')).toMatchObject({ actual: '30.00', planned: '100.00' })
      expect(await at('2026-04-15')).toMatchObject({ actual: '90.00', planned: '120.00', due: '2026-05-31', plans: [{ planned: '100.00', due: '2026-04-30', recordedAt: '2026-01-02T00:00:00.000Z' }, { planned: '120.00', due: '2026-05-31', recordedAt: '2026-04-01T00:00:00.000Z' }] })
      expect(await at('2026-04-15', '2026-04-05T00:00:00Z')).toMatchObject({ actual: '80.00', plans: [{ planned: '100.00' }, { planned: '120.00' }] })
      expect(await at('2026-04-15', '2026-03-05T00:00:00Z')).toMatchObject({ actual: '30.00', plans: [{ planned: '100.00' }] })
      const { projects: [one] } = await asked(bench)
      expect(one?.curves[0]?.points.filter(({ actual }) => actual !== null).map(({ day, actual }) => [day, actual])).toEqual([['2026-01-01', '0.00'], ['2026-02-28', '30.00'], ['2026-03-31', '90.00'], ['2026-04-30', '90.00'], ['2026-05-19', '90.00']])
    }))

  test('a retracted milestone is gone with its past; one that two sources tell is one, the newer word first', () => world(
    [project, step(1, { planned: '100.00', actual: '50.00', due: '2026-02-01', done: '2026-02-01', recordedAt: '2026-02-02T00:00:00Z' }), step(2, { planned: '10.00', due: '2026-02-01' }), { type: 'delivery', key: 'm2', source: 'projects', retracted: true },
      { type: 'delivery', key: 'x', source: 'billing', agreement: 'a1', milestone: 'Step 1', actual: '55.00', currency: 'EUR', at: '2026-03-01T00:00:00Z' }],
    async (bench) => {
      const { projects: [one] } = await asked(bench)
      expect(one?.milestones).toHaveLength(1)
      expect(one?.milestones[0]).toMatchObject({ planned: '100.00', actual: '55.00', state: 'done', costVariance: '45.00' })
    }))

  test('money in two currencies is never added, and planned in one and spent in another gives no forecast', () => world(
    [project, step(1, { planned: '100.00', actual: '120.00', due: '2026-02-01', done: '2026-02-03' }), step(2, { planned: '50.00', due: '2026-09-01' }),
      { ...step(3, { planned: '900.00', actual: '800.00', due: '2026-03-01', done: '2026-03-01' }), currency: 'USD' }, step(4, { planned: '10.00', due: '2026-10-01' })],
    async (bench) => {
      const { projects: [one] } = await asked(bench)
      expect(one?.values.map(({ currency, bac, ac }) => [currency, bac, ac])).toEqual([['EUR', '160.00', '120.00'], ['USD', '900.00', '800.00']])
      expect(one?.schedule.weighedBy).toBe('milestones')
      await bench.take([{ type: 'delivery', key: 'x', source: 'billing', agreement: 'a1', milestone: 'Step 2', actual: '7.00', currency: 'USD', at: '2026-05-01T00:00:00Z' }])
      const { projects: [mixed] } = await asked(bench)
      expect(mixed?.values.map(({ eac, because }) => [eac, (because as string[]).includes('currencies')])).toEqual([[null, true], [null, true]])
    }))

  const member = (who: string, fn?: string) => ({ type: 'membership', key: `mb-${who}`, person: `user:${who}`, organization: 'account:acme', from: '2026-01-01', ...(fn === undefined ? {} : { function: fn }) })
  const use = (who: string) => ({ type: 'usage', key: `u-${who}`, party: `user:${who}`, product: 'portal', at: '2026-02-20T10:00:00Z', account: 'account:acme' })
  const score = (who: string, topic: string, value: number, day: string) => ({ type: 'feedback', key: `f-${who}-${topic}-${day}`, party: `user:${who}`, product: 'portal', kind: 'csat', score: value, topic, at: `${day}T10:00:00Z` })
  const people = ['ann', 'bob', 'cho', 'dan', 'eve']

  test('users and customers judge the same milestone apart, before it is done and since; below five it says too few', () => world(
    [project, ...five, ...people.flatMap((who) => [member(who), use(who), score(who, 'step  1 ', 5, '2026-03-10')]), score('ann', 'm1', 1, '2026-02-19'), { ...use('ann'), key: 'u-ann-0', at: '2026-02-18T10:00:00Z' }, member('kim', 'decider'), score('kim', 'Step 1', 2, '2026-03-11'),
      { type: 'feedback', key: 'c1', party: 'user:kim', product: 'portal', kind: 'complaint', topic: 'price', at: '2026-03-12T10:00:00Z' }, { type: 'feedback', key: 'c2', party: 'user:ann', product: 'other', kind: 'complaint', topic: 'Step 1', at: '2026-03-12T10:00:00Z' }],
    async (bench) => {
      const { projects: [one] } = await asked(bench)
      const first = one?.milestones[0]?.judged
      expect(first?.users).toMatchObject({ n: 5, complaints: 0, scores: [{ kind: 'csat', n: 5, score: 100, tooFew: false }] })
      expect(first?.customers).toMatchObject({ n: 1, scores: [{ kind: 'csat', n: 1, score: null, tooFew: true }] })
      expect(first?.before?.users).toMatchObject({ n: 1, scores: [{ n: 1, tooFew: true }] })
      expect(first?.since?.users).toMatchObject({ n: 5 })
      expect(one?.topics).toEqual([{ topic: 'price', answeredBy: 'customer', users: { n: 5, raised: 0 }, customers: { n: 1, raised: 1 } }])
      expect(one?.milestones[1]?.judged.users.n).toBe(0)
    }))

  test('what was spent so far, in a list that comes in today without a day, counts at once', () => world(
    [project, step(1, { planned: '10000.00', actual: '12000.00', due: '2026-05-01', done: '2026-05-05' }), step(2, { planned: '20000.00', actual: '5000.00', due: '2026-07-01' })], async (bench) => {
      const { projects: [one] } = await asked(bench)
      expect(one?.values).toEqual([expect.objectContaining({ ev: '10000.00', ac: '17000.00' })])
      expect(one?.milestones[1]).toMatchObject({ state: 'open', actual: '5000.00' })
    }))

  test('an agreement that is no project has no row, until delivery lines name it; what is paid stands beside', () => world(
    [{ ...project, kind: 'subscription' }, { type: 'payment', key: 'y1', agreement: 'a1', payer: 'account:acme', amount: '500.00', currency: 'EUR', at: '2026-03-01T10:00:00Z' }, { type: 'payment', key: 'y2', kind: 'refund', agreement: 'a1', payer: 'account:acme', amount: '20.00', currency: 'EUR', at: '2026-03-02T10:00:00Z' }],
    async (bench) => {
      expect((await asked(bench)).projects).toEqual([])
      await bench.take([step(1, { due: '2026-09-01' }), { type: 'delivery', key: 'lost', agreement: 'nowhere', milestone: 'One', due: '2026-09-01' }])
      const answer = await asked(bench)
      expect(answer.projects[0]).toMatchObject({ paid: [{ currency: 'EUR', amount: '480.00' }], state: 'running', says: 'The one milestone is not done.' })
      expect(answer.unknownAgreements).toEqual([{ agreement: 'nowhere', milestones: 1 }])
      await expect(asked(bench, { agreement: 'nowhere' })).rejects.toThrow('No project')
    }))
})
