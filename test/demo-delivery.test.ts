import { afterAll, beforeAll, expect, test } from 'vitest'
import { demoCompany } from '../demo/company.ts'
import { type Bench, openBench } from './harness/workspace.ts'

const UNTIL = '2026-06-30'
const demo = demoCompany({ until: UNTIL, people: 1_200 })
const ALL = { from: demo.truth.from, to: UNTIL }
let bench: Bench

beforeAll(async () => {
  bench = await openBench({ now: () => Date.parse(`${UNTIL}T06:00:00Z`) })
  await bench.take(demo.lines)
  await bench.workspace.retrospectives.change(() => JSON.stringify({ retrospectives: demo.retrospectives }))
})
afterAll(() => bench.close())

interface Delivery { readonly projects: readonly { readonly agreement: string; readonly says: string; readonly milestones: readonly { readonly milestone: string; readonly state: string; readonly delayDays: number | null; readonly plans: readonly object[]; readonly judged: { readonly users: { readonly n: number }; readonly customers: { readonly n: number } } }[] }[] }

test('the portal is as late as the simulator made it, and its plan moved where it moved', async () => {
  const { projects } = (await bench.ask('delivery', ALL)) as Delivery
  const portal = projects.find(({ agreement }) => agreement === demo.delivery.agreement)
  const done = portal?.milestones.filter(({ state }) => state === 'done') ?? []
  expect(new Map(done.map(({ milestone, delayDays }) => [milestone, delayDays]))).toEqual(demo.delivery.late)
  expect(portal?.milestones.filter(({ plans }) => plans.length > 1).map(({ milestone }) => milestone)).toEqual(demo.delivery.moved)
  expect(portal?.says).toMatch(/^Five of six milestones are done/)
  // What was required was agreed before anybody could use it.
  expect(done[0]?.judged.users.n).toBe(0)
  for (const { judged } of done.slice(1)) expect([judged.users.n > 0, judged.customers.n > 0]).toEqual([true, true])
})

test('one person builds and accepts, and nobody else of the utility does', async () => {
  const { conflicts } = (await bench.ask('role-conflicts', { ...ALL, product: 'portal' })) as { conflicts: { kind: string; person: { name: string }; says: string }[] }
  expect(conflicts.filter(({ kind }) => kind === 'staff-in-customer-role').map(({ person }) => person.name)).toEqual([demo.delivery.bothSides])
})

test('the retrospective has its rounds, its overdue action, and the action that helped', async () => {
  const { retrospectives: [one] } = (await bench.ask('retrospectives', ALL)) as { retrospectives: { rounds: object[]; open: number; overdue: number; actions: { id: string; followedUp: { customers: { better: number; worse: number } } | null }[] }[] }
  expect(one).toMatchObject({ open: 2, overdue: 1 })
  expect(one?.rounds.length).toBeGreaterThan(5)
  const helped = one?.actions.find(({ id }) => id === 'act-hours')?.followedUp?.customers
  expect(helped?.better).toBeGreaterThan(helped?.worse ?? 0)
})
