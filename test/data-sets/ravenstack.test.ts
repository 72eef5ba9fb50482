import { gunzipSync } from 'node:zlib'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { dayFrom, dayText } from '../../src/base/day.ts'
import type { ImportState } from '../../src/imports/import-state.ts'
import { type Bench, openBench } from '../harness/workspace.ts'
import { dataFolder, expectedOf, importFiles, skippedTitle, tableOf } from './importing.ts'

const NAME = 'ravenstack_saas'
const folder = dataFolder(NAME)
const expected = expectedOf(NAME)
const FILES = ['accounts.csv', 'subscriptions.csv.gz', 'feature_usage.csv.gz', 'support_tickets.csv', 'churn_events.csv']

interface Overlap { readonly customers: number; readonly customersWithoutUse: number }
interface Kinds { readonly kinds: readonly { readonly kind: string; readonly events: number }[]; readonly users: number; readonly events: number; readonly periods: readonly { readonly from: string; readonly users: number }[] }
interface Mean { readonly n: number; readonly mean: number; readonly sd: number; readonly lo: number; readonly hi: number }
interface MeanRow { readonly kind: string; readonly role: string; readonly n: number; readonly mean: number | null; readonly sd: number | null; readonly meanLow: number | null; readonly meanHigh: number | null }
interface JourneyOf { readonly parties: number; readonly steps: readonly { readonly step: string; readonly reached: number }[]; readonly orders: readonly { readonly steps: readonly string[]; readonly parties: number }[] }
interface Unused { readonly agreements: readonly { readonly agreement: string; readonly seats: number | null; readonly buyer: { readonly id: string } }[] }

describe.skipIf(expected === null)(expected === null ? skippedTitle(NAME) : `${NAME}, imported from its files as they are`, () => {
  let bench: Bench
  let state: ImportState
  const value = <T>(name: string): T => expected?.[name]?.value as T
  const ask = async <T>(study: string, params: Readonly<Record<string, string>>): Promise<T> => (await bench.ask(study, params)) as T
  const onlyOn = (day: string): { from: string; to: string } => ({ from: day, to: dayText((dayFrom(day) ?? 0) + 1) })

  /** CSAT of every answer with its mean: one row for each group, of the role that all of it has. */
  const means = async (params: Readonly<Record<string, string>>): Promise<MeanRow[]> => {
    const { groups } = await ask<{ groups: readonly { value: string; scores: readonly MeanRow[] }[] }>('satisfaction', { from: '2023-01-01', to: '2025-06-01', detail: 'mean', answers: 'all', ...params })
    const role: Readonly<Record<string, string>> = { customers: 'customer', users: 'user', neither: 'other' }
    return groups.flatMap(({ value: side, scores }) => scores.filter((row) => row.kind === 'csat' && row.role === role[side]))
  }

  beforeAll(async () => {
    bench = await openBench()
    // Uses are counted, not what each of them counts: so the figures compare.
    state = await importFiles(bench, folder, FILES, { 'feature_usage.csv.gz': { fields: { count: null } } })
  })
  afterAll(() => bench?.close())

  test('what each file is was recognized without help', () => {
    expect(Object.fromEntries(state.tables.map(({ table, plan }) => [table, plan.kind]))).toEqual({
      'accounts.csv': 'organizations', 'subscriptions.csv.gz': 'subscriptions', 'feature_usage.csv.gz': 'usage-days', 'support_tickets.csv': 'scores', 'churn_events.csv': 'requests',
    })
  })

  test('rows: every row is written or left out with a reason, none is refused or lost', () => {
    const rows = value<Record<string, number>>('rows')
    for (const { table, tally } of state.tables) {
      const name = table.replace(/\.csv.*$/, '')
      expect(tally?.rows).toBe(rows[name])
      expect([name, tally?.refused]).toEqual([name, 0])
      expect((tally?.written ?? 0) + (tally?.leftOut ?? []).reduce((sum, { rows: n }) => sum + n, 0)).toBe(rows[name])
    }
  })

  test('duplicate_usage_ids: ids used twice with other content are told, and both rows kept', () => {
    expect(state.warnings.find(({ code }) => code === 'id-reused')?.count).toBe(value<{ ids_used_twice: number }>('duplicate_usage_ids').ids_used_twice)
    expect(tableOf(state, 'feature_usage.csv.gz').tally?.lines.usage).toBe(25_000)
  })

  test('usage_inside_paid_period: use before the start and after the end of its own subscription is told', () => {
    const { before_start, after_end } = value<{ before_start: number; after_end: number }>('usage_inside_paid_period')
    expect(state.warnings.find(({ code }) => code === 'use-before-agreement')?.count).toBe(before_start)
    expect(state.warnings.find(({ code }) => code === 'use-after-agreement')?.count).toBe(after_end)
  })

  test('as_of: customers and paid agreements with their seats on a day', async () => {
    const days = value<Record<string, { paying_accounts: number }>>('as_of')
    for (const [day, { paying_accounts }] of Object.entries(days)) {
      expect([day, (await ask<Overlap>('overlap', onlyOn(day))).customers]).toEqual([day, paying_accounts])
    }
  })

  test('shelfware_as_of_2024_12_31: paying subscriptions, and paying accounts without any use in 90 days', async () => {
    const { paying_subscriptions, accounts_paying_without_any_use_in_90_days } = value<Record<string, number>>('shelfware_as_of_2024_12_31')
    const { agreements } = await ask<Unused>('unused-money', onlyOn('2024-12-31'))
    expect(agreements.length).toBe(paying_subscriptions)
    const paying = new Set(agreements.map(({ buyer }) => buyer.id))
    const { parties } = await ask<{ parties: readonly { party: { id: string } }[] }>('parties', { from: '2024-10-03', to: '2025-01-01', role: 'user', limit: '1000' })
    const using = new Set(parties.map(({ party }) => party.id))
    expect([...paying].filter((id) => !using.has(id)).length).toBe(accounts_paying_without_any_use_in_90_days)
  })

  test('monthly_active_accounts: accounts with use per month of 2024', async () => {
    const { periods } = await ask<Kinds>('payers-of-use', { from: '2024-01-01', to: '2025-01-01', by: 'month' })
    expect(Object.fromEntries(periods.map(({ from, users }) => [from.slice(0, 7), users]))).toEqual(value('monthly_active_accounts'))
  })

  test('usage_paid_by_account_on_that_day: with ends that are no longer paid (the expected answer counts the last day too)', async () => {
    const { kinds, events } = await ask<Kinds>('payers-of-use', { from: '2023-01-01', to: '2025-01-01' })
    const paid = kinds.filter(({ kind }) => kind === 'self' || kind === 'organization').reduce((sum, kind) => sum + kind.events, 0)
    expect(events).toBe(25_000)
    expect(paid).toBe(paidUses())
    expect(Math.abs(paid - value<{ paid: number }>('usage_paid_by_account_on_that_day').paid)).toBeLessThan(50)
  })

  test('csat_all: answered tickets', async () => {
    expect(tableOf(state, 'support_tickets.csv').tally?.lines.feedback).toBe(value<{ n: number }>('csat_all').n)
    expect(tableOf(state, 'support_tickets.csv').tally?.leftOut).toEqual([{ why: 'no score was given', rows: 2_000 - value<{ n: number }>('csat_all').n }])
  })

  test('csat_all: mean, deviation and interval of all answers, put together from sides that are asked apart', async () => {
    const { n, mean, sd, lo, hi } = value<Mean>('csat_all')
    const all = pooled(await means({ by: 'side' }))
    expect(all.n).toBe(n)
    expect([all.mean, all.sd]).toEqual([expect.closeTo(mean, 6), expect.closeTo(sd, 6)])
    expect([all.mean - (1.96 * all.sd) / Math.sqrt(n), all.mean + (1.96 * all.sd) / Math.sqrt(n)]).toEqual([expect.closeTo(lo, 5), expect.closeTo(hi, 5)])
  })

  test('csat_response_rate: answers by tickets', () => {
    const { lines, rows } = tableOf(state, 'support_tickets.csv').tally ?? { lines: { feedback: 0 }, rows: 1 }
    expect((lines.feedback ?? 0) / rows).toBeCloseTo(value<number>('csat_response_rate'), 6)
  })

  test('csat_by_plan: of the accounts of each plan, and each role has its own interval', async () => {
    for (const [plan, { n, mean, sd }] of Object.entries(value<Record<string, Mean>>('csat_by_plan'))) {
      const sides = await means({ by: 'side', where: `trait.plan_tier=${plan}` })
      const all = pooled(sides)
      expect([plan, all.n, all.mean, all.sd]).toEqual([plan, n, expect.closeTo(mean, 6), expect.closeTo(sd, 6)])
      for (const row of sides) if (row.n >= 5) expect([row.meanLow, row.meanHigh]).toEqual([expect.closeTo((row.mean ?? 0) - (1.96 * (row.sd ?? 0)) / Math.sqrt(row.n), 9), expect.closeTo((row.mean ?? 0) + (1.96 * (row.sd ?? 0)) / Math.sqrt(row.n), 9)])
    }
  })

  test('scores from 3 to 5 only are said in the plan', () => {
    expect(tableOf(state, 'support_tickets.csv').plan.fields.score?.because).toContain('the scores 3, 4 and 5 occur')
  })

  test('mrr_zero_iff_trial: trials are agreements of nothing', () => {
    const { trial_rows } = value<{ trial_rows: number }>('mrr_zero_iff_trial')
    const plan = tableOf(state, 'subscriptions.csv.gz').plan
    expect(plan.fields.trial?.column).toBe('is_trial')
    expect(cells('subscriptions.csv.gz').filter((row) => /^true$/i.test(row[8] ?? '')).length).toBe(trial_rows)
  })

  test('churn_reasons: each row that says why is a complaint with its reason', () => {
    const reasons = Object.values(value<Record<string, number>>('churn_reasons')).reduce((sum, n) => sum + n, 0)
    expect(tableOf(state, 'churn_events.csv').plan).toMatchObject({ constants: { kind: 'complaint' }, fields: { topic: { column: 'reason_code' } } })
    expect(tableOf(state, 'churn_events.csv').tally?.lines.feedback).toBe(reasons)
  })

  test('churned_accounts: sources that contradict each other are told', async () => {
    const { by_event, by_flag, both } = value<{ by_event: number; by_flag: number; both: number }>('churned_accounts')
    const { warnings } = await ask<{ warnings: readonly { code: string; count: number }[] }>('data-warnings', {})
    expect(warnings.find(({ code }) => code === 'left-but-pays')?.count).toBe(by_event + by_flag - both)
  })

  test('undone, nothing of it is left; brought back, all of it', async () => {
    const before = await ask<Overlap>('overlap', onlyOn('2024-06-30'))
    await bench.workspace.imports.undo(state.id)
    await bench.workspace.caughtUp()
    expect((await ask<Overlap>('overlap', onlyOn('2024-06-30'))).customers).toBe(0)
    await bench.workspace.imports.redo(state.id)
    await bench.workspace.caughtUp()
    expect(await ask<Overlap>('overlap', onlyOn('2024-06-30'))).toEqual(before)
  })
})

describe.skipIf(expected === null)('ravenstack_saas, without its uses: only trials show that a product was tried', () => {
  test('trial_to_paid_accounts: who tried, who tried before paying, and who paid without trying', async () => {
    const bench = await openBench()
    await importFiles(bench, folder, FILES.filter((file) => !file.startsWith('feature_usage')))
    const { accounts_with_trial, trial_first_then_paid, paid_only } = (expected?.trial_to_paid_accounts?.value ?? {}) as Readonly<Record<string, number>>
    const { steps, orders, parties } = (await bench.ask('journey', { from: '2023-01-01', to: '2025-06-01', until: '2025-06-01' })) as JourneyOf
    const tested = steps.find(({ step }) => step === 'tested')?.reached ?? 0
    expect([tested, parties - tested]).toEqual([accounts_with_trial, paid_only])
    // Of two steps on one day the expected order is told; the set asks for the day before.
    const inOrder = orders.filter(({ steps: order }) => order.includes('tested') && order.indexOf('tested') < order.indexOf('paid')).reduce((sum, one) => sum + one.parties, 0)
    expect(inOrder).toBe((trial_first_then_paid ?? 0) + bothOnOneDay())
    await bench.close()
  })
})

/** Mean and standard deviation of groups that do not overlap, from theirs: no single answer is needed. */
function pooled(rows: readonly MeanRow[]): { n: number; mean: number; sd: number } {
  const n = rows.reduce((sum, row) => sum + row.n, 0)
  const mean = rows.reduce((sum, row) => sum + row.n * (row.mean ?? Number.NaN), 0) / n
  const squares = rows.reduce((sum, row) => sum + (row.n - 1) * (row.sd ?? Number.NaN) ** 2 + row.n * ((row.mean ?? Number.NaN) - mean) ** 2, 0)
  return { n, mean, sd: Math.sqrt(squares / (n - 1)) }
}

/** Uses by accounts that have a subscription with money on that day, its last day not counted: worked out from the files, without Hatrack. */
function paidUses(): number {
  const subscriptions = cells('subscriptions.csv.gz')
  const accountOf = new Map(subscriptions.map(([id, account]) => [id, account]))
  return cells('feature_usage.csv.gz').filter(([, subscription, day = '']) => {
    const account = accountOf.get(subscription)
    return subscriptions.some((row) => row[1] === account && Number(row[6]) > 0 && (row[2] ?? '') <= day && (row[3] === '' || day < (row[3] ?? '')))
  }).length
}

/** Accounts whose first trial and first paid subscription began on the same day. */
function bothOnOneDay(): number {
  const subscriptions = cells('subscriptions.csv.gz')
  const firstOf = (isTrial: boolean): Map<string, string> => {
    const firsts = new Map<string, string>()
    for (const row of subscriptions) {
      const [, account = '', from = ''] = row
      if (/^true$/i.test(row[8] ?? '') === isTrial && from < (firsts.get(account) ?? '9')) firsts.set(account, from)
    }
    return firsts
  }
  const paid = firstOf(false)
  return [...firstOf(true)].filter(([account, day]) => paid.get(account) === day).length
}

function cells(file: string): string[][] {
  return gunzipSync(readFileSync(join(folder, file))).toString('utf8').trim().split(/\r?\n/).slice(1).map((line) => line.split(','))
}
