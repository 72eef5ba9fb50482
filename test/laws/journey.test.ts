import { expect, test } from 'vitest'
import { describeOnEngines } from '../harness/engines.ts'
import type { Bench } from '../harness/workspace.ts'
import { type NaiveSteps, naiveJourneys, steps } from '../reference/journey.ts'
import { type Line, randomFrom } from '../reference/worlds.ts'
import { batches, holdsInRandomWorlds, LAW_TEST_MS, opener, shuffled, type World, within } from './law.ts'

interface Step { readonly step: string; readonly reached: number; readonly couldHave: number; readonly inTime: number; readonly tooYoung: number; readonly share: number | null; readonly low: number | null; readonly high: number | null; readonly tooFew: boolean }
interface Columns {
  readonly parties: number
  readonly steps: readonly Step[]
  readonly between: readonly { readonly from: string; readonly to: string; readonly n: number; readonly reached: number; readonly waiting: number; readonly before: number; readonly quartile1: number | null; readonly median: number | null; readonly low: number | null; readonly high: number | null; readonly quartile3: number | null }[]
}
interface Journey extends Columns { readonly groups: readonly (Columns & { readonly value: string })[]; readonly cohorts: readonly Columns[]; readonly orders: readonly { readonly steps: readonly string[]; readonly parties: number }[]; readonly surprises: readonly { readonly surprise: string; readonly parties: number }[] }
interface Row { readonly party: { readonly identifiers: readonly string[] }; readonly steps: Record<string, { readonly day: string } | null> }
interface Deals { readonly won: number; readonly lost: number; readonly open: number; readonly days: unknown }
interface Firms { readonly users: number; readonly usageDays: number; readonly groups: readonly { readonly group: string; readonly users: number; readonly usageDays: number; readonly firms: number }[]; readonly firms: readonly { readonly group: string; readonly users: number; readonly usageDays: number; readonly how: Record<string, number>; readonly reasons: readonly { readonly users: number }[] }[] }

const UNTIL = '2024-12-01'

function windowsOf({ questions, lines }: World): Record<string, string>[] {
  const named = new Set(lines.map(({ type, key, product }) => (type === 'product' ? key : product)))
  return questions.filter(({ study, params }) => (study === 'overlap' || study === 'world') && (params.product === undefined || named.has(params.product))).slice(0, 3).map(({ params }) => params)
}

const ask = <T>(bench: Bench, study: string, params: Record<string, string>): Promise<T> => bench.ask(study, params) as Promise<T>

function stepsOf({ parties }: { readonly parties: readonly Row[] }): Record<string, NaiveSteps> {
  return Object.fromEntries(parties.map(({ party, steps: shown }) => [party.identifiers[0] ?? '', Object.fromEntries(steps.map((step) => [step, shown[step]?.day ?? null])) as NaiveSteps]))
}

/** Windows of first traces that hold most of what random worlds tell. */
function askedOf(params: Record<string, string>): Record<string, string> {
  return { ...params, from: '2023-01-01', to: params.to ?? '2024-06-01', until: (params.to ?? '') > UNTIL ? '2025-06-01' : UNTIL }
}

function sum(of: readonly Columns[], step: number, name: 'reached' | 'couldHave' | 'inTime' | 'tooYoung'): number {
  return of.reduce((all, { steps }) => all + (steps[step]?.[name] ?? 0), 0)
}

describeOnEngines('the journey in random worlds', (place) => {
  const open = opener(place, 'laws_journey')

  test('each step of each party lies on the day that a naive computation gives', () =>
    holdsInRandomWorlds(place.engine, (world) =>
      within(open(), async (bench) => {
        await bench.take(world.lines)
        for (const params of windowsOf(world)) {
          const asked = askedOf(params)
          expect(stepsOf(await ask(bench, 'journey-parties', asked)), JSON.stringify(asked)).toEqual(naiveJourneys(world.lines, asked))
        }
        return []
      }), 0.6), LAW_TEST_MS)

  test('steps, groups, cohorts and ways add up, and no step has more than could have reached it', () =>
    holdsInRandomWorlds(place.engine, (world) =>
      within(open(), async (bench) => {
        await bench.take(world.lines)
        for (const params of windowsOf(world).slice(0, 2)) {
          const asked: Record<string, string> = { ...askedOf(params), limit: '1000', by: ['channel', 'partyKind', 'product', 'domain'][world.seed % 4] as string, within: '60' }
          const answer = await ask<Journey>(bench, 'journey', asked)
          const { parties: rows } = await ask<{ parties: readonly Row[] }>(bench, 'journey-parties', { ...askedOf(params), within: '60' })
          expect(answer.parties).toBe(rows.length)
          for (const columns of [answer, ...answer.groups, ...answer.cohorts]) {
            for (const { step, reached, couldHave, inTime, tooYoung, share, low, high, tooFew } of columns.steps) {
              expect(reached).toBeLessThanOrEqual(columns.parties)
              expect(inTime).toBeLessThanOrEqual(Math.min(couldHave, reached))
              if (step !== 'renewed' && step !== 'left') expect(couldHave + tooYoung).toBe(columns.parties)
              else expect(reached).toBeLessThanOrEqual(couldHave)
              expect(tooFew).toBe(couldHave < 5)
              if (share !== null) expect(low !== null && high !== null && 0 <= low && low <= share && share <= high && high <= 1, `${step} ${low} ${share} ${high}`).toBe(true)
            }
            for (const { from, n, reached, waiting, before, quartile1, median, low, high, quartile3 } of columns.between) {
              expect(n).toBe(reached + waiting)
              expect(n + before).toBe(columns.steps.find(({ step }) => step === from)?.reached)
              const known = [quartile1, median, quartile3].filter((day) => day !== null)
              expect(known).toEqual([...known].sort((a, b) => a - b))
              if (median !== null) expect(low !== null && low <= median && (high === null || median <= high)).toBe(true)
            }
          }
          for (const parts of [answer.groups, answer.cohorts]) {
            expect(parts.reduce((all, { parties }) => all + parties, 0)).toBe(answer.parties)
            for (const [at, step] of answer.steps.entries()) for (const name of ['reached', 'couldHave', 'inTime', 'tooYoung'] as const) expect(sum(parts, at, name)).toBe(step[name])
          }
          expect(answer.orders.reduce((all, { parties }) => all + parties, 0)).toBe(answer.parties)
          const step = steps[world.seed % 6] as string
          for (const [standing, name] of [['reached', 'reached'], ['in-time', 'inTime'], ['too-young', 'tooYoung']] as const) {
            expect((await ask<{ total: number }>(bench, 'journey-parties', { ...asked, step, standing, limit: '1' })).total).toBe(answer.steps.find((one) => one.step === step)?.[name])
          }
          for (const { surprise, parties } of answer.surprises) expect((await ask<{ total: number }>(bench, 'journey-parties', { ...asked, surprise, limit: '1' })).total).toBe(parties)
        }
        return []
      }), 0.25), LAW_TEST_MS)

  test('neither the order of arrival nor what is learned later alters what was known', () =>
    holdsInRandomWorlds(place.engine, async (world) => {
      const random = randomFrom(world.seed + 3)
      const [params] = windowsOf(world)
      if (params === undefined) return []
      const { product: _, ...asked } = askedOf(params)
      // Lines without their own time of learning would be known at another one.
      const lines = world.lines.map((line, place): Line => ({ recordedAt: new Date(Date.parse('2025-07-01T00:00:00Z') + place * 1000).toISOString(), ...line }))
      const answers = async (all: readonly Line[], more: Record<string, string> = {}): Promise<unknown> => within(open(), async (bench) => {
        for (const batch of batches(random, all)) await bench.take(batch)
        return [stepsOf(await ask(bench, 'journey-parties', { ...asked, ...more })), await ask<Deals>(bench, 'deals', { ...asked, ...more }).then(({ won, lost, open, days }) => ({ won, lost, open, days }))]
      })
      const known = { knownAt: '2024-01-01T00:00:00Z' }
      expect(await answers(shuffled(random, lines))).toEqual(await answers(lines))
      expect(await answers(lines, known)).toEqual(await answers(lines.filter(({ recordedAt }) => String(recordedAt) <= known.knownAt)))
      return []
    }, 0.1), LAW_TEST_MS)

  test('free users by firm are all users under nobody, each once', () =>
    holdsInRandomWorlds(place.engine, (world) =>
      within(open(), async (bench) => {
        await bench.take(world.lines)
        for (const params of windowsOf(world)) {
          const firms = await ask<Firms>(bench, 'unpaid-firms', { ...params, least: '2' })
          const { kinds } = await ask<{ kinds: readonly { kind: string; users: number; usageDays: number }[] }>(bench, 'payers-of-use', params)
          expect(firms.users).toBe(kinds.find(({ kind }) => kind === 'nobody')?.users)
          expect(firms.groups.reduce((all, { users }) => all + users, 0)).toBe(firms.users)
          expect(firms.groups.reduce((all, { usageDays }) => all + usageDays, 0)).toBe(firms.usageDays)
          for (const { group, users, usageDays, firms: n } of firms.groups.filter(({ group }) => group !== 'no-firm')) {
            const own = firms.firms.filter((firm) => firm.group === group)
            expect([own.length, own.reduce((all, firm) => all + firm.users, 0), own.reduce((all, firm) => all + firm.usageDays, 0)]).toEqual([n, users, usageDays])
          }
          for (const { users, how, reasons } of firms.firms) {
            expect(Object.values(how).reduce((all, n) => all + n, 0)).toBe(users)
            expect(reasons.reduce((all, one) => all + one.users, 0)).toBe(users)
          }
          const { users, total } = await ask<{ users: readonly { party: { id: string } }[]; total: number }>(bench, 'unpaid-firm-users', params)
          expect([new Set(users.map(({ party }) => party.id)).size, total]).toEqual([firms.users, firms.users])
        }
        return []
      }), 0.3), LAW_TEST_MS)
})
