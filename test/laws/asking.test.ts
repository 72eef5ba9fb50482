import { test } from 'vitest'
import { describeOnEngines } from '../harness/engines.ts'
import type { Bench } from '../harness/workspace.ts'
import { randomFrom } from '../reference/worlds.ts'
import { batches, holdsInRandomWorlds, LAW_TEST_MS, opener, shuffled, within, type World } from './law.ts'

const NOW = Date.parse('2024-03-20T12:00:00Z')
const WINDOW = { from: '2024-01-01', to: '2024-03-15' }
const ROLES = ['users', 'customers', 'users,customers', 'channel'] as const
const LIMITS = { personDays: 20, organizationDays: 40, organizationMost: 3, organizationShare: 0.5, askUnknown: true }

interface Plan {
  readonly population: number
  readonly taken: number
  readonly leftOut: readonly { readonly reason: string; readonly people: number }[]
  readonly samples: readonly { readonly side: string; readonly population: number; readonly toAsk: number; readonly drawn: number; readonly candidates: number; readonly strata: readonly { readonly value: string; readonly population: number; readonly candidates: number; readonly wanted: number; readonly drawn: number; readonly short: number; readonly quota: number | null }[] }[]
  readonly people: readonly { readonly party: { readonly identifiers: readonly string[] }; readonly side: string; readonly stratum: string; readonly organizations: readonly { readonly identifiers: readonly string[] }[] }[]
}

/** A world in which most people may be asked, and none of whose lines was learned after the questions. */
function linesOf(world: World): object[] {
  const random = randomFrom(world.seed + 31)
  return world.lines.map((line) => (line.type === 'party' && line.kind === 'person' ? { ...line, permission: random() < 0.8 ? 'yes' : 'no' } : line))
}

function planned(bench: Bench, roles: string, more: object = {}): Promise<Plan> {
  return bench.ask('whom-to-ask', { question: 'How is it?', roles, channel: 'list', margin: '5', by: 'organization', ...WINDOW, ...more } as never) as Promise<Plan>
}

async function limited(bench: Bench): Promise<Bench> {
  await bench.workspace.settings.save({ asking: LIMITS }, undefined)
  return bench
}

function sum(figures: readonly number[]): number {
  return figures.reduce((all, one) => all + one, 0)
}

describeOnEngines('whom to ask', (place) => {
  const open = opener(place, 'laws_asking')
  const opened = (): Promise<Bench> => open({ now: () => NOW })

  test('everybody is asked or left out for one reason; strata, quotas and limits hold', () => holdsInRandomWorlds(place.engine, (world) => within(opened(), async (bench) => {
    await limited(bench)
    await bench.take(linesOf(world))
    const broken: string[] = []
    const hold = (what: string, is: boolean): void => void (is || broken.push(what))
    for (const roles of ROLES) {
      const free = await planned(bench, roles)
      const first = free.samples[0]?.strata[0]?.value
      const plan = first === undefined ? free : await planned(bench, roles, { quotas: `${encodeURIComponent(first)}:1` })
      hold(`${roles}: asked and left out are everybody`, plan.taken + sum(plan.leftOut.map(({ people }) => people)) === plan.population)
      hold(`${roles}: the list is as long as it says`, plan.people.length === plan.taken && plan.taken === sum(plan.samples.map(({ drawn }) => drawn)))
      hold(`${roles}: nobody twice`, new Set(plan.people.map(({ party }) => party.identifiers[0])).size === plan.people.length)
      for (const sample of plan.samples) {
        hold(`${roles}: strata add up`, sum(sample.strata.map(({ population }) => population)) === sample.population && sum(sample.strata.map(({ drawn }) => drawn)) === sample.drawn && sum(sample.strata.map(({ candidates }) => candidates)) === sample.candidates)
        for (const one of sample.strata) hold(`${roles}: ${one.value} is within its bounds`, one.drawn <= one.wanted && one.wanted <= one.population && one.drawn <= one.candidates && (one.quota === null || one.drawn <= one.quota))
      }
      if (first !== undefined) hold(`${roles}: the quota holds`, plan.samples.every(({ strata }) => strata.every(({ value, drawn }) => value !== first || drawn <= 1)))
      const perOrganization = new Map<string, number>()
      for (const { organizations } of plan.people) for (const { identifiers } of organizations) perOrganization.set(identifiers[0] as string, (perOrganization.get(identifiers[0] as string) ?? 0) + 1)
      hold(`${roles}: no organization above its limit`, [...perOrganization.values()].every((people) => people <= LIMITS.organizationMost))
    }
    return broken
  }), 0.4), LAW_TEST_MS)

  test('the same people are drawn in whatever order evidence came', () => holdsInRandomWorlds(place.engine, async (world) => {
    // One version of each line, each learned at a time of its own.
    const seen = new Set<string>()
    const lines = linesOf(world).filter((line) => {
      const { type, source, key } = line as { readonly type: string; readonly source?: string; readonly key: string }
      const identity = JSON.stringify([type, source, key])
      return !seen.has(identity) && seen.add(identity)
    }).map((line, at) => ({ ...line, recordedAt: new Date(Date.parse('2023-01-01T00:00:00Z') + at * 60_000).toISOString() }))
    const random = randomFrom(world.seed + 5)
    const drawnFrom = (batchesOf: readonly (readonly object[])[]) => within(opened(), async (bench) => {
      await limited(bench)
      for (const batch of batchesOf) await bench.take(batch)
      return JSON.stringify(await Promise.all(ROLES.map(async (roles) => {
        const { people, leftOut } = await planned(bench, roles)
        return { people: people.map(({ party, side, stratum }) => [party.identifiers, side, stratum]), leftOut }
      })))
    })
    const [one, other] = [await drawnFrom([lines]), await drawnFrom(batches(random, shuffled(random, lines as never)))]
    return one === other ? [] : [`drew ${one}`, `and then ${other}`]
  }, 0.25), LAW_TEST_MS)
})
