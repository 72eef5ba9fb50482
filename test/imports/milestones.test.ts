import { expect, test } from 'vitest'
import { openBench } from '../harness/workspace.ts'
import { within } from '../laws/law.ts'
import { converted, linesOf } from './whole-import.ts'

const MARCH = `Project,Milestone,Budget (EUR),Actual cost,Due date,Completed,As of
a1,First release,"24,000.00","28,080.00",2026-02-15,2026-03-13,2026-03-31
a1,Billing,"18,000.00",,2026-07-01,,2026-03-31
a1,Later,,,,,2026-03-31
,Nowhere,100.00,,2026-07-01,,2026-03-31
`
const APRIL = `Project,Milestone,Budget (EUR),Actual cost,Due date,Completed,As of
a1,First release,"24,000.00","28,080.00",2026-02-15,2026-03-13,2026-04-30
a1,Billing,"18,000.00","6,500.00",2026-07-31,,2026-04-30
`

test('a list of milestones becomes delivery lines; what says nothing is left out, what names no project is refused', async () => {
  const { 'milestones.csv': table } = await converted({ 'milestones.csv': MARCH })
  expect(table?.plan.constants.currency).toBe('EUR')
  expect(table?.outcomes.map(({ kind }) => kind)).toEqual(['lines', 'lines', 'left-out', 'refused'])
  expect(linesOf({ table } as never)).toMatchObject([
    { type: 'delivery', key: 'milestone a1 First release', agreement: 'a1', milestone: 'First release', planned: '24000.00', actual: '28080.00', currency: 'EUR', due: '2026-02-15', done: '2026-03-13' },
    { type: 'delivery', key: 'milestone a1 Billing', planned: '18000.00', currency: 'EUR', due: '2026-07-01' },
  ])
})

test('the list of the next month goes on with the account, and moves what it moves', () => within(openBench({ now: () => Date.parse('2026-05-20T08:00:00Z') }), async (bench) => {
  await bench.take([{ type: 'agreement', key: 'a1', kind: 'project', product: 'portal', buyer: 'account:acme', amount: '50000.00', currency: 'EUR', interval: 'once', from: '2026-01-01', to: '2026-12-31' }])
  for (const [name, text] of [['march.csv', MARCH], ['april.csv', APRIL]] as const) expect(await bench.take(linesOf(await converted({ [`milestones-${name}`]: text })).map((line) => ({ ...line, source: 'projects' })))).toMatchObject({ rejected: [] })
  const { projects } = (await bench.ask('delivery', { agreement: 'a1' })) as { projects: { milestones: { milestone: string; actual: string | null; due: string; plans: object[] }[] }[] }
  expect(projects[0]?.milestones).toMatchObject([{ milestone: 'First release', actual: '28080.00' }, { milestone: 'Billing', actual: '6500.00', due: '2026-07-31', plans: [{ due: '2026-07-01' }, { due: '2026-07-31' }] }])
  const before = (await bench.ask('delivery', { agreement: 'a1', from: '2026-03-01', to: '2026-04-15' })) as typeof projects extends never ? never : { projects: { milestones: { milestone: string; actual: string | null }[] }[] }
  expect(before.projects[0]?.milestones.find(({ milestone }) => milestone === 'Billing')?.actual).toBeNull()
}))
