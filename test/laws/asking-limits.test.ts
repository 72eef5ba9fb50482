import { expect, test } from 'vitest'
import { describeOnEngines } from '../harness/engines.ts'
import type { Bench } from '../harness/workspace.ts'
import { randomFrom } from '../reference/worlds.ts'
import { LAW_TEST_MS, opener, within } from './law.ts'

const DAY_MS = 86_400_000
const START = Date.parse('2026-06-01T12:00:00Z')
const LIMITS = { personDays: 15, organizationDays: 30, organizationMost: 3, organizationShare: 0.5 }
const QUOTA = 4
const ROUNDS = 6
const SEEDS = { duckdb: [1, 2, 3, 4, 5], postgres: [6] } as const

/** Somebody, with the firms of theirs: by a membership, by use in an account that nothing else tells of, by an address at a domain that a line names, or that none does. */
interface Person {
  readonly name: string
  readonly category: string
  readonly firms: readonly string[]
  readonly lines: readonly object[]
}

/** A veto on a person or a firm, in days since the start. */
interface Veto {
  readonly of: string
  readonly from: number
  readonly to: number
}

interface Put {
  readonly survey: string
  readonly who: string
  readonly at: number
  readonly stratum: string | null
}

const dayText = (day: number): string => new Date(START + day * DAY_MS).toISOString().slice(0, 10)

function personOf(random: () => number, place: number): Person {
  const one = <T>(...of: readonly T[]): T => of[Math.floor(random() * of.length)] as T
  const membership = one('m0', 'm1', null, null, null)
  const account = one('a0', 'a1', null, null)
  const domain = one('d0', 'umbra', 'tyrell', null)
  const name = `p${place}`
  const category = one('trial', 'firm')
  const mail = `email:${name}@${domain === null ? 'gmail.com' : `${domain}.com`}`
  const usage = Array.from({ length: 1 + Math.floor(random() * 2) }, (_, use) => ({ type: 'usage', key: `u-${name}-${use}`, party: `user:${name}`, product: 'notes', at: `${dayText(-Math.floor(random() * 120))}T09:00:00Z`, ...(account === null ? {} : { account: `account:${account}` }) }))
  return {
    name, category, firms: [membership, account, domain].filter((firm) => firm !== null),
    lines: [
      { type: 'party', key: `k-${name}`, kind: 'person', ids: [`user:${name}`, mail], permission: 'yes', category }, ...usage,
      ...(membership === null ? [] : [{ type: 'membership', key: `b-${name}`, person: `user:${name}`, organization: `account:${membership}`, from: '2025-01-01' }]),
    ],
  }
}

/** The lines of questions, as they are in the record. */
function putIn({ workspace }: Bench): Promise<Put[]> {
  return workspace.ask('self', Number.POSITIVE_INFINITY, async ({ view: { world } }) =>
    [...world.asks.all()].map(({ line }) => ({ survey: line.survey as string, who: (/^(?:email|user):(p\d+)/.exec(line.party) as RegExpExecArray)[1] as string, at: line.at, stratum: line.stratum })))
}

describeOnEngines('asking again and again', (place) => {
  const open = opener(place, 'laws_asking_limits')

  test('no quota, no limit and no veto is ever passed, whatever window is asked', async () => {
    for (const seed of SEEDS[place.engine]) {
      const random = randomFrom(seed * 101)
      let now = START
      await within(open({ now: () => now }), async (bench) => {
        await bench.workspace.settings.save({ asking: LIMITS }, undefined)
        const people = Array.from({ length: 40 }, (_, at) => personOf(random, at))
        const vetoes: Veto[] = [{ of: 'user:p0', from: -5, to: 40 }, { of: 'account:a0', from: 20, to: 60 }, { of: 'account:m0', from: -50, to: 10 }, { of: 'domain:d0.com', from: 30, to: 200 }]
        await bench.take([
          { type: 'product', key: 'notes' }, { type: 'party', key: 'd0', kind: 'organization', ids: ['domain:d0.com'] }, ...people.flatMap(({ lines }) => lines),
          ...vetoes.map(({ of, from, to }, at) => ({ type: 'override', key: `v${at}`, fact: 'no-ask', party: of, from: dayText(from), to: dayText(to), by: 'Dina' })),
        ])
        const surveys = await Promise.all(['Is it easy?', 'Is it quick?'].map(async (question) => ((await bench.ask('survey-save', { question, roles: 'users', channel: 'list', margin: '5', product: 'notes', quotas: `trial:${QUOTA}` } as never)) as { id: string }).id))
        const categories = new Map(people.map(({ name, category }) => [name, category]))
        for (let round = 0; round < ROUNDS; round += 1) {
          const survey = surveys[round % 2] as string
          const earlier = (await putIn(bench)).filter((put) => put.survey === survey)
          const end = -Math.floor(random() * 60)
          const since = now - START
          const window = { from: dayText(Math.floor(since / DAY_MS) + end - 60), to: dayText(Math.floor(since / DAY_MS) + end) }
          const told = (await bench.ask('survey-asked', { survey, ...window } as never)) as { readonly asked: number; readonly before: number }
          const all = (await putIn(bench)).filter((put) => put.survey === survey)
          expect([seed, round, told.before, told.before + told.asked]).toEqual([seed, round, earlier.length, all.length])
          for (const put of all.filter(({ who }) => !earlier.some((one) => one.who === who))) expect(put.stratum).toBe(`category:${categories.get(put.who)}`)
          // People go to other groups, and become staff.
          const moved = people.filter(() => random() < 0.2)
          for (const { name } of moved) categories.set(name, random() < 0.5 ? 'trial' : 'firm')
          now += DAY_MS
          await bench.take(moved.map(({ name }) => ({ type: 'party', source: 'crm', key: `c-${round}-${name}`, kind: 'person', ids: [`user:${name}`], category: categories.get(name) })))
          await bench.take(people.filter(() => random() < 0.04).map(({ name }) => ({ type: 'staff', key: `s-${round}-${name}`, party: `user:${name}` })))
          now += Math.floor(random() * 20) * DAY_MS
        }
        const puts = await putIn(bench)
        expect(puts.length).toBeGreaterThan(5)
        for (const survey of surveys) expect(puts.filter((put) => put.survey === survey && put.stratum === 'category:trial').length, `seed ${seed}`).toBeLessThanOrEqual(QUOTA)
        const firmsOf = new Map(people.map(({ name, firms }) => [name, firms]))
        for (const firm of new Set(people.flatMap(({ firms }) => firms))) {
          const known = people.filter(({ firms }) => firms.includes(firm)).length
          const most = Math.min(LIMITS.organizationMost, Math.max(1, Math.floor(LIMITS.organizationShare * known)))
          for (const { at } of puts) {
            const asked = new Set(puts.filter((put) => put.at <= at && put.at > at - LIMITS.organizationDays * DAY_MS && firmsOf.get(put.who)?.includes(firm)).map(({ who }) => who))
            expect(asked.size, `seed ${seed}: ${firm}`).toBeLessThanOrEqual(most)
          }
        }
        for (const { who, at } of puts) {
          const day = Math.floor((at - START) / DAY_MS)
          const against = vetoes.filter(({ of, from, to }) => from <= day && day < to && [`user:${who}`, ...(firmsOf.get(who) ?? []).flatMap((firm) => [`account:${firm}`, `domain:${firm}.com`])].includes(of))
          expect(against, `seed ${seed}: ${who} on day ${day}`).toEqual([])
          expect(puts.filter((put) => put.who === who && put.at < at && put.at > at - LIMITS.personDays * DAY_MS), `seed ${seed}: ${who}`).toEqual([])
        }
      })
    }
  }, LAW_TEST_MS)
})
