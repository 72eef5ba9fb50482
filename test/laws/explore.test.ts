import { expect, test } from 'vitest'
import { describeOnEngines } from '../harness/engines.ts'
import type { Bench } from '../harness/workspace.ts'
import { type NaiveCell, naiveConversion, naiveFlows, naiveShareUnpaid } from '../reference/explore.ts'
import { type Line, randomFrom } from '../reference/worlds.ts'
import { holdsInRandomWorlds, LAW_TEST_MS, opener, type World, within } from './law.ts'

interface Sum { readonly currency: string; readonly amount: string }
interface Columns { readonly users: number; readonly usageDays: number; readonly events: number; readonly money: readonly Sum[] }
interface Side { readonly value: string | null }
interface Flows extends Columns {
  readonly rows: readonly (Columns & { readonly group: Side; readonly kind: string; readonly intermediary: Side | null; readonly payer: Side | null })[]
  readonly groups: readonly (Columns & { readonly group: Side })[]
  readonly kinds: readonly (Columns & { readonly kind: string })[]
  readonly intermediaries: readonly (Columns & { readonly intermediary: Side })[]
  readonly payers: readonly (Columns & { readonly payer: Side })[]
  readonly foldedGroups: number
  readonly leftOut: unknown
}
interface Users { readonly users: readonly (Omit<Columns, 'users'> & { readonly counted: boolean })[]; readonly counted: number; readonly usageDays: number; readonly events: number; readonly money: readonly Sum[] }
interface Conversion {
  readonly users: number; readonly paidFromFirstDay: number; readonly unknown: number
  readonly cohorts: readonly (Record<string, number> & { readonly from: string; readonly to: string })[]
  readonly total: Record<string, number> & { readonly days: Record<string, number | null> }
  readonly curve: readonly { readonly day: number; readonly atRisk: number; readonly paid: number; readonly self: number; readonly organization: number; readonly intermediary: number; readonly sponsor: number }[]
}

const DIMENSIONS = ['category', 'trait.country', 'organization', 'account', 'partyKind', 'domain', 'payerKind', 'reason', 'payer', 'intermediary', 'agreement', 'product']
const ALL = { limit: '100000' }
const OUTCOMES = ['self', 'organization', 'intermediary', 'sponsor', 'unpaid', 'gone'] as const

/** Thousandths, the smallest unit of any currency. */
const exact = (amount: string): bigint => BigInt(Math.round(Number(amount) * 1000))
const DIGITS: Record<string, number> = { JPY: 0, KWD: 3 }
const inThousandths = (currency: string, minor: bigint): bigint => minor * 10n ** BigInt(3 - (DIGITS[currency] ?? 2))

function sums(rows: readonly Sum[]): Record<string, bigint> {
  const found: Record<string, bigint> = {}
  for (const { currency, amount } of rows) found[currency] = (found[currency] ?? 0n) + exact(amount)
  return Object.fromEntries(Object.entries(found).filter(([, sum]) => sum !== 0n).sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** The columns of several rows added up. */
function added(rows: readonly Omit<Columns, 'users'>[] | readonly Columns[]) {
  const count = (name: 'users' | 'usageDays' | 'events'): number => (rows as readonly Columns[]).reduce((sum, row) => sum + (row[name] ?? 0), 0)
  return { users: count('users'), usageDays: count('usageDays'), events: count('events'), money: sums(rows.flatMap(({ money }) => money)) }
}

/** Random worlds with categories and countries, which change now and then. */
function told(lines: readonly Line[], random: () => number): Line[] {
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T
  return lines.map((line) => (line.type !== 'party' ? line : {
    ...line,
    ...(random() < 0.7 ? { category: pick(['trial', 'student', 'pro']) } : {}),
    ...(random() < 0.6 ? { traits: random() < 0.1 ? { country: null } : { country: pick(['AT', 'DE', 'FR; =%,!']), size: 3 } } : {}),
  }))
}

/** Windows about products that the world names: a smaller world may name fewer. */
function windowsOf({ questions, lines }: World): Record<string, string>[] {
  const named = new Set(lines.map(({ type, key, product }) => (type === 'product' ? key : product)))
  return questions.filter(({ study, params }) => (study === 'overlap' || study === 'world') && (params.product === undefined || named.has(params.product))).slice(0, 4).map(({ params }) => params)
}

const ask = <T>(bench: Bench, study: string, params: Record<string, string>): Promise<T> => bench.ask(study, params) as Promise<T>

function cellsOf({ rows }: Flows): Record<string, unknown> {
  const cells: Record<string, unknown> = {}
  for (const { group, kind, intermediary, payer, users, usageDays, events, money } of rows) {
    cells[[group.value, kind, intermediary?.value ?? '', payer?.value ?? ''].join(' | ')] = { users, usageDays, events, money: sums(money) }
  }
  return cells
}

function naiveCells(cells: Record<string, NaiveCell>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(cells).map(([name, { money, ...cell }]) => [
    name, { ...cell, money: Object.fromEntries(Object.entries(money).map(([currency, minor]) => [currency, inThousandths(currency, minor)] as const).filter(([, sum]) => sum !== 0n).sort(([a], [b]) => (a < b ? -1 : 1))) },
  ]))
}

/** A condition about values that occur, and now and then about one that does not. */
async function someWhere(bench: Bench, params: Record<string, string>, random: () => number): Promise<string> {
  const { dimensions } = await ask<{ dimensions: readonly { dimension: string; values: readonly { value: string }[] }[] }>(bench, 'dimensions', params)
  const clauses: string[] = []
  for (const { dimension, values } of dimensions) {
    if (random() > 0.16) continue
    const chosen = values.filter(() => random() < 0.6).map(({ value }) => encodeURIComponent(value))
    clauses.push(`${dimension}${random() < 0.3 ? '!=' : '='}${(chosen.length === 0 ? ['none'] : chosen).join(',')}`)
  }
  return clauses.join(';')
}

describeOnEngines('who pays, explored in random worlds', (place) => {
  const open = opener(place, 'laws_explore')

  test('flows are as a naive computation gives them, and add up to who pays for the use', () =>
    holdsInRandomWorlds(place.engine, (world) =>
      within(open(), async (bench) => {
        const random = randomFrom(world.seed + 5)
        const lines = told(world.lines, random)
        await bench.take(lines)
        for (const params of windowsOf(world)) {
          const by = DIMENSIONS[Math.floor(random() * DIMENSIONS.length)] as string
          const where = random() < 0.5 ? await someWhere(bench, params, random) : ''
          const asked = { ...params, by, ...(where === '' ? {} : { where }) }
          const flows = await ask<Flows>(bench, 'flows', { ...asked, ...ALL })
          expect(cellsOf(flows), JSON.stringify(asked)).toEqual(naiveCells(naiveFlows(lines, asked)))

          const total = added([flows])
          const folded = await ask<Flows>(bench, 'flows', { ...asked, limit: '2' })
          for (const table of [flows, folded]) {
            expect(added(table.rows), 'rows').toEqual(total)
            expect(added(table.groups), 'groups').toEqual(total)
            expect(added(table.kinds), 'kinds').toEqual(total)
            expect(added(table.payers), 'payers').toEqual(added(table.rows.filter(({ payer }) => payer !== null)))
            expect(added(table.intermediaries), 'intermediaries').toEqual(added(table.rows.filter(({ intermediary }) => intermediary !== null)))
          }
          expect(folded.groups.length + folded.foldedGroups - (folded.foldedGroups > 0 ? 1 : 0)).toBe(flows.groups.length)

          if (where !== '') continue
          const use = await ask<Flows>(bench, 'payers-of-use', { ...params, detail: 'money' })
          expect(flows.leftOut).toEqual(use.leftOut)
          expect(flows.kinds.map(({ kind, ...columns }) => ({ kind, ...added([columns]) }))).toEqual(use.kinds.map(({ kind, ...columns }) => ({ kind, ...added([columns]) })))
        }
        return []
      }),
    ), LAW_TEST_MS)

  test('the users behind a row add up to it, and so does the use that has a value to its group', () =>
    holdsInRandomWorlds(place.engine, (world) =>
      within(open(), async (bench) => {
        const random = randomFrom(world.seed + 6)
        await bench.take(told(world.lines, random))
        for (const params of windowsOf(world).slice(0, 2)) {
          const by = DIMENSIONS[Math.floor(random() * DIMENSIONS.length)] as string
          const flows = await ask<Flows>(bench, 'flows', { ...params, by, ...ALL })
          for (const row of flows.rows) {
            const side = { group: String(row.group.value), kind: row.kind, intermediary: row.intermediary?.value ?? 'none', payer: row.payer?.value ?? 'none' }
            const behind = await ask<Users>(bench, 'flow-users', { ...params, by, ...side, ...ALL })
            expect({ ...added(behind.users), users: behind.counted }, JSON.stringify(side)).toEqual(added([row]))
            expect(behind.users.filter(({ counted }) => counted)).toHaveLength(row.users)
            expect(added([{ ...behind, users: 0 }])).toEqual({ ...added([row]), users: 0 })
          }
          for (const { group, ...columns } of flows.groups) {
            const alone = await ask<Flows>(bench, 'flows', { ...params, by, where: `${by}=${encodeURIComponent(String(group.value))}`, ...ALL })
            expect({ ...added([alone]), users: 0 }, String(group.value)).toEqual({ ...added([columns]), users: 0 })
            expect(alone.users).toBeGreaterThanOrEqual(columns.users)
            const others = await ask<Flows>(bench, 'flows', { ...params, by, where: `${by}!=${encodeURIComponent(String(group.value))}`, ...ALL })
            expect(added([others, columns]).usageDays).toBe(flows.usageDays)
          }
        }
        return []
      }), 0.4,
    ), LAW_TEST_MS)

  test('categories of the settings share the use out among them: each has what its filter fits and no earlier one', () =>
    holdsInRandomWorlds(place.engine, (world) =>
      within(open(), async (bench) => {
        await bench.take(told(world.lines, randomFrom(world.seed + 6)))
        await bench.workspace.settings.save({ categories: [{ name: 'Austrians', where: 'trait.country=AT' }, { name: 'unpaid trials', where: 'category=trial;payerKind=nobody' }, { name: 'pro', where: 'category=pro' }] }, undefined)
        for (const params of windowsOf(world)) {
          const flows = await ask<Flows>(bench, 'flows', { ...params, by: 'segment', ...ALL })
          expect(added(flows.groups)).toEqual(added([await ask<Flows>(bench, 'flows', { ...params, by: 'product', ...ALL })]))
          for (const [name, where] of [['Austrians', 'trait.country=AT'], ['unpaid trials', 'category=trial;payerKind=nobody;trait.country!=AT'], ['pro', 'category=pro;trait.country!=AT']] as const) {
            const alone = await ask<Flows>(bench, 'flows', { ...params, where, ...ALL })
            const group = flows.groups.find(({ group: { value } }) => value === name)
            expect({ ...added(group ? [group] : []), users: 0 }, name).toEqual({ ...added([alone]), users: 0 })
          }
        }
        return []
      }), 0.3,
    ), LAW_TEST_MS)

  test('what became of unpaid users is as a naive computation gives it', () =>
    holdsInRandomWorlds(place.engine, (world) =>
      within(open(), async (bench) => {
        const random = randomFrom(world.seed + 7)
        const lines = told(world.lines, random)
        await bench.take(lines)
        for (const params of windowsOf(world)) {
          const until = random() < 0.5 ? '2024-02-20' : '2025-01-01'
          if (until <= String(params.from)) continue
          const where = random() < 0.4 ? await someWhere(bench, params, random) : ''
          const asked: Record<string, string> = { ...params, until, cohort: random() < 0.5 ? 'week' : 'month', ...(where === '' ? {} : { where }) }
          const found = await ask<Conversion>(bench, 'conversion', asked)
          const { lives, paidFromFirstDay, unknown } = naiveConversion(lines, asked)
          expect([found.paidFromFirstDay, found.unknown, found.users], JSON.stringify(asked)).toEqual([paidFromFirstDay, unknown, paidFromFirstDay + unknown + lives.length])
          expect(OUTCOMES.map((outcome) => found.total[outcome])).toEqual(OUTCOMES.map((outcome) => lives.filter((life) => life.outcome === outcome).length))
          for (const name of ['users', ...OUTCOMES]) expect(found.cohorts.reduce((sum, cohort) => sum + (cohort[name] ?? 0), 0), name).toBe(found.total[name])
          for (const cohort of found.cohorts) expect(cohort.users).toBe(lives.filter(({ first }) => cohort.from <= first && first < cohort.to).length)
          for (const { day, paid, ...ways } of found.curve) {
            expect(1 - paid).toBeCloseTo(naiveShareUnpaid(lives, until, day), 9)
            expect(ways.self + ways.organization + ways.intermediary + ways.sponsor).toBeCloseTo(paid, 9)
          }
          const behind = await ask<{ users: readonly { outcome: string }[]; total: number }>(bench, 'conversion-users', { ...asked, ...ALL })
          expect(OUTCOMES.map((outcome) => behind.users.filter((user) => user.outcome === outcome).length)).toEqual(OUTCOMES.map((outcome) => found.total[outcome]))
        }
        return []
      }),
    ), LAW_TEST_MS)

  test('concentration adds up to money and use', () =>
    holdsInRandomWorlds(place.engine, (world) =>
      within(open(), async (bench) => {
        await bench.take(world.lines)
        for (const params of windowsOf(world)) {
          const { of } = await ask<{ of: readonly { measure: string; side: string; currency: string | null; total: string; without: string; parties: number; half: number; effective: number | null; top: readonly { amount: string; cumulative: number }[]; lorenz: readonly (readonly number[])[] }[] }>(bench, 'concentration', { ...params, ...ALL })
          const money = await ask<{ agreements: readonly { currency: string; accrued: string }[] }>(bench, 'money', params)
          const use = await ask<Columns>(bench, 'payers-of-use', params)
          expect(sums(of.filter(({ measure }) => measure === 'money').flatMap(({ currency, total, without }) => [total, without].map((amount) => ({ currency: currency ?? '', amount }))))).toEqual(sums(money.agreements.map(({ currency, accrued }) => ({ currency, amount: accrued }))))
          for (const one of of) {
            if (one.measure === 'usageDays') expect(Number(one.total) + Number(one.without)).toBe(use.usageDays)
            expect(one.top).toHaveLength(one.parties)
            expect(one.top.reduce((sum, { amount }) => sum + exact(amount), 0n)).toBe(exact(one.total))
            if (one.parties === 0) continue
            expect(one.top[one.half - 1]?.cumulative).toBeGreaterThanOrEqual(0.5)
            expect(one.top[one.half - 2]?.cumulative ?? 0).toBeLessThan(0.5)
            expect(one.effective).toBeLessThanOrEqual(one.parties + 1e-9)
            expect([one.lorenz[0], one.lorenz.at(-1)]).toEqual([[0, 0], [1, 1]])
            for (const [parties = 0, share = 0] of one.lorenz) expect(share).toBeLessThanOrEqual(parties + 1e-9)
          }
        }
        return []
      }), 0.5,
    ), LAW_TEST_MS)
})
