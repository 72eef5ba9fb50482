import { isDeepStrictEqual } from 'node:util'
import { test } from 'vitest'
import { describeOnEngines } from '../harness/engines.ts'
import type { Bench } from '../harness/workspace.ts'
import { dayOf } from '../reference/calendar.ts'
import { factsOf, minorOf } from '../reference/facts.ts'
import { heldLines, record } from '../reference/record.ts'
import { type Line, randomFrom } from '../reference/worlds.ts'
import { answered, batches, holdsInRandomWorlds, LAW_TEST_MS, opener, shuffled, within, type World } from './law.ts'

const FAR_FUTURE = Date.parse('2030-01-01T00:00:00Z')
const LEARNED_FROM = Date.parse('2024-01-01T00:00:00Z')
const HOUR_MS = 3_600_000

interface Value { readonly currency: string; readonly done: number; readonly of: number; readonly bac: string | null; readonly ev: string | null; readonly pv: string | null; readonly ac: string; readonly cv: string | null; readonly eac: { readonly low: string; readonly atPace: string; readonly high: string } | null; readonly etc: string | null; readonly vac: string | null }
interface Milestone { readonly milestone: string; readonly planned: string | null; readonly actual: string | null; readonly currency: string | null; readonly actualCurrency: string | null; readonly due: string | null; readonly done: string | null }
interface Project { readonly agreement: string; readonly milestones: readonly Milestone[]; readonly values: readonly Value[]; readonly curves: readonly { readonly currency: string; readonly points: readonly { readonly earned: string | null; readonly actual: string | null; readonly planned: string | null }[] }[] }

/** Some milestones for agreements of the world, in versions and from several sources, each learned at a time of its own. */
function withMilestones({ lines, seed }: World): Line[] {
  const random = randomFrom(seed + 23)
  const below = (n: number): number => Math.floor(random() * n)
  const agreements = [...new Set(lines.filter(({ type }) => type === 'agreement').map(({ key }) => String(key)))].slice(0, 4)
  const day = (): string => new Date(Date.parse('2023-11-01T00:00:00Z') + below(200) * 86_400_000).toISOString().slice(0, 10)
  const told = Array.from({ length: 8 + below(16) }, (_, place): Line => {
    const currency = random() < 0.85 ? 'EUR' : 'JPY'
    const amount = (): string => (currency === 'JPY' ? String(below(900)) : `${below(900)}.${String(below(100)).padStart(2, '0')}`)
    return {
      type: 'delivery', key: `d${below(7)}`, source: random() < 0.7 ? 'projects' : 'billing', agreement: agreements[below(agreements.length)] ?? 'nowhere', milestone: `Step ${1 + below(4)}`, currency,
      ...(random() < 0.8 ? { planned: amount() } : {}), ...(random() < 0.6 ? { actual: amount() } : {}), ...(random() < 0.8 ? { due: day() } : {}), ...(random() < 0.4 ? { done: day() } : {}), ...(random() < 0.4 ? { at: `${day()}T12:00:00Z` } : {}),
      ...(random() < 0.06 ? { retracted: true } : {}), note: `version ${place}`,
    }
  })
  const { rejected } = record([...lines, ...told], FAR_FUTURE)
  const refused = new Set(rejected.map(({ line }) => line - 1))
  return [...lines, ...told].filter((_, place) => !refused.has(place)).map((line, place) => ({ ...line, recordedAt: new Date(LEARNED_FROM + place * HOUR_MS).toISOString() }))
}

const QUESTIONS = [{ from: '2024-01-01', to: '2024-02-15' }, { from: '2024-01-01', to: '2024-06-01' }, { from: '2023-06-01', to: '2023-12-15' }]
const asked = (study: string, params: Readonly<Record<string, string>>) => ({ study, params })
const minor = (amount: string | null, currency: string): bigint => (amount === null ? 0n : amount.startsWith('-') ? -minorOf(amount.slice(1), currency) : minorOf(amount, currency))
const total = (amounts: readonly (readonly [string | null, string])[]): bigint => amounts.reduce((all, [amount, currency]) => all + minor(amount, currency), 0n)

/** The sums over the milestones that are shown, and what follows from them. */
function unlikeItsMilestones({ agreement, milestones, values, curves }: Project, to: string): string[] {
  const broken: string[] = []
  const same = (what: string, a: bigint | number, b: bigint | number): void => {
    if (a !== b) broken.push(`${agreement}: ${what} is ${a}, and should be ${b}`)
  }
  for (const { currency, done, of, bac, ev, pv, ac, cv, eac, etc, vac } of values) {
    const own = milestones.filter((one) => one.currency === currency || one.actualCurrency === currency)
    const planned = (some: readonly Milestone[]): bigint => total(some.filter((one) => one.currency === currency).map((one) => [one.planned, currency]))
    const isDone = own.filter((one) => one.done !== null)
    same('milestones', of, own.length)
    same('done', done, isDone.length)
    same('AC', minor(ac, currency), total(own.filter((one) => one.actualCurrency === currency).map((one) => [one.actual, currency])))
    if (bac !== null) same('BAC', minor(bac, currency), planned(own))
    if (ev !== null) same('EV', minor(ev, currency), planned(isDone))
    if (pv !== null) same('PV', minor(pv, currency), planned(own.filter((one) => one.due !== null && one.due < to)))
    if (cv !== null) same('CV', minor(cv, currency), minor(ev, currency) - minor(ac, currency))
    if (eac !== null) {
      same('ETC', minor(etc, currency), minor(eac.atPace, currency) - minor(ac, currency))
      same('VAC', minor(vac, currency), minor(bac, currency) - minor(eac.atPace, currency))
      if (minor(eac.low, currency) > minor(eac.atPace, currency) || minor(eac.atPace, currency) > minor(eac.high, currency)) broken.push(`${agreement}: ${eac.atPace} does not lie between ${eac.low} and ${eac.high}`)
    }
    // The course ends where the figures stand.
    const points = curves.find((curve) => curve.currency === currency)?.points ?? []
    const now = points.findLast((point) => point.actual !== null)
    if (now) same('the last point spent', minor(now.actual, currency), minor(ac, currency))
    if (now && ev !== null) same('the last point earned', minor(now.earned, currency), minor(ev, currency))
    const last = points.at(-1)
    if (last?.planned != null && bac !== null) same('the last point planned', minor(last.planned, currency), minor(bac, currency))
  }
  return broken
}

/** Who stands on both sides on some day of the window, day by day, from the naive reference's facts. */
function naively(lines: readonly Line[], from: string, to: string): string[] {
  const held = heldLines(record(lines, FAR_FUTURE).versions, FAR_FUTURE)
  const { identity, agreements, memberships, staff } = factsOf(held)
  const self = identity.partyOf('self')
  const projects = new Set(held.filter(({ type }) => type === 'delivery').map(({ line }) => line.agreement))
  const name = (party: string): string => identity.identifiersOf(party)[0] ?? party
  const found = new Set<string>()
  for (let at = Date.parse(from); at < Date.parse(to); at += 86_400_000) {
    const day = dayOf(new Date(at).toISOString()) as string
    const holds = (fact: { readonly from: string; readonly to: string | null }): boolean => fact.from <= day && (fact.to === null || day < fact.to)
    const sells = agreements.filter(holds)
    const reaches = (seller: string, product: string): boolean => {
      let level = new Set([seller])
      for (let steps = 0; steps < 8 && !level.has(self); steps += 1) level = new Set([...level, ...sells.filter((one) => one.product === product && level.has(one.buyer)).map((one) => one.seller)])
      return level.has(self)
    }
    for (const agreement of sells) {
      const { seller, buyer, product } = agreement
      if (seller === buyer || !reaches(seller, product)) continue
      const people = new Set([...memberships.filter((one) => one.organization === seller && holds(one)).map(({ person }) => person), ...(seller === self ? staff.filter(holds).map(({ party }) => party) : [])])
      for (const person of people) {
        if (identity.kindOf(person) === 'organization') continue
        const speaks = memberships.some((one) => one.person === person && one.organization === buyer && holds(one) && ['decider', 'champion', 'billing'].includes(one.function ?? ''))
        const buys = seller === self && person === buyer && (agreement.kind === 'project' || projects.has(agreement.key))
        if (speaks || buys) found.add(`${seller === self ? 'staff-in-customer-role' : 'seller-decides-for-customer'} ${name(person)} ${name(buyer)} ${name(seller)}`)
      }
    }
  }
  return [...found].sort()
}

interface Conflict { readonly kind: string; readonly person: { readonly identifiers: readonly string[] }; readonly customer: { readonly identifiers: readonly string[] }; readonly sellerSide: { readonly identifiers: readonly string[] } | null }

async function unlikeTheReference(bench: Bench, lines: readonly Line[], { from, to }: { readonly from: string; readonly to: string }): Promise<string[]> {
  const { conflicts } = (await bench.ask('role-conflicts', { from, to })) as { readonly conflicts: readonly Conflict[] }
  const found = conflicts.flatMap(({ kind, person, customer, sellerSide }) => (sellerSide === null ? [] : [`${kind} ${person.identifiers[0]} ${customer.identifiers[0]} ${sellerSide.identifiers[0]}`])).sort()
  const expected = naively(lines, from, to)
  return isDeepStrictEqual(found, expected) ? [] : [`${from} to ${to}: on both sides stand ${JSON.stringify(expected)}, answered was ${JSON.stringify(found)}`]
}

describeOnEngines('delivery in random worlds', (place) => {
  const open = opener(place, 'laws_delivery')

  test('is the sum of its milestones, the same in any order of arrival, and then as it was known then', () =>
    holdsInRandomWorlds(place.engine, async (world) => {
      const lines = withMilestones(world)
      const half = lines[Math.floor(lines.length * 0.8)]?.recordedAt as string
      const questions = QUESTIONS.flatMap((window) => [asked('delivery', window), asked('role-conflicts', window), asked('delivery', { ...window, knownAt: half })])
      const answers = await within(open(), async (bench) => {
        await bench.take(lines)
        const all: unknown[] = []
        const broken: string[] = []
        for (const question of questions) {
          all.push(await answered(bench, question))
          if (question.study !== 'delivery') continue
          const { projects } = (await bench.ask('delivery', question.params)) as { readonly projects: readonly Project[] }
          broken.push(...projects.flatMap((project) => unlikeItsMilestones(project, question.params.to ?? '')))
        }
        return { all, broken }
      })
      const inAnotherOrder = await within(open(), async (bench) => {
        for (const batch of batches(randomFrom(world.seed + 29), shuffled(randomFrom(world.seed + 31), lines))) await bench.take(batch)
        return Promise.all(questions.map((question) => answered(bench, question)))
      })
      const earlier = lines.filter(({ recordedAt }) => String(recordedAt) <= half)
      const asItWas = await within(open(), async (bench) => {
        await bench.take(earlier)
        return Promise.all(questions.map((question) => answered(bench, question)))
      })
      const differ = (what: string, other: readonly unknown[], which: (at: number) => boolean): string[] =>
        questions.flatMap((question, at) => (which(at) && !isDeepStrictEqual(answers.all[at], other[at]) ? [`${what}: ${JSON.stringify(question)} was answered ${JSON.stringify(answers.all[at])} and ${JSON.stringify(other[at])}`] : []))
      return [...answers.broken, ...differ('in another order', inAnotherOrder, () => true), ...differ('with no later lines', asItWas, (at) => questions[at]?.params !== undefined && 'knownAt' in (questions[at]?.params ?? {}))]
    }, 0.15), LAW_TEST_MS)

  test('role conflicts are those that a look at every day finds', () =>
    holdsInRandomWorlds(place.engine, async (world) => {
      // Roles by hand are tried by hand: the naive reference has none.
      const lines = withMilestones(world).filter(({ type, fact }) => type !== 'override' || (fact !== 'role' && fact !== 'leave-out'))
      return within(open(), async (bench) => {
        await bench.take(lines)
        const broken: string[] = []
        for (const window of QUESTIONS) broken.push(...(await unlikeTheReference(bench, lines, window)))
        return broken
      })
    }, 0.2), LAW_TEST_MS)
})
