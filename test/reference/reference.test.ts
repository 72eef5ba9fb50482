import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { compareAnswers } from './compare.ts'
import type { Line } from './record.ts'
import { referenceAnswer } from './reference.ts'
import { randomFrom, randomQuestions, randomWorld } from './worlds.ts'

interface Case {
  readonly study: string
  readonly params: Record<string, string>
  readonly answer: unknown
}

const spec = fileURLToPath(new URL('../spec/', import.meta.url))
const worlds = readdirSync(spec, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name)
  .sort()

function linesOf(world: string): Line[] {
  const text = readFileSync(`${spec}${world}/evidence.jsonl`, 'utf8')
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as Line)
}

describe('the spec', () => {
  test('has 32 worlds with 177 answers', () => {
    const answers = worlds.flatMap((world) => JSON.parse(readFileSync(`${spec}${world}/expected.json`, 'utf8')) as Case[])
    expect([worlds.length, answers.length]).toEqual([32, 177])
  })

  for (const world of worlds) {
    const lines = linesOf(world)
    const cases = JSON.parse(readFileSync(`${spec}${world}/expected.json`, 'utf8')) as Case[]
    test.each(
      cases.map((one, index) => ({
        ...one,
        title: `${index + 1} ${one.study} ${JSON.stringify(one.params)}`,
      })),
    )(`${world}: $title`, ({ study, params, answer }) => {
      expect(compareAnswers(study, answer, referenceAnswer(lines, study, params))).toEqual([])
    })
  }
})

interface Kinds {
  readonly kinds: readonly { readonly users: number; readonly usageDays: number; readonly events: number; readonly money?: readonly Sum[] }[]
  readonly users: number
  readonly usageDays: number
  readonly events: number
}

interface Sum {
  readonly currency: string
  readonly amount: string
}

interface Money {
  readonly sources: readonly { readonly in: string; readonly explained: string; readonly unknown: string }[]
  readonly agreements: readonly { readonly currency: string; readonly accrued: string; readonly used: string; readonly unused: string }[]
  readonly allocation: readonly (Sum & { readonly agreement: string })[]
}

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((all, one) => all + one, 0)
}

/** Ten thousandths, so that sums of money are exact here too. */
function exact(amount: string): number {
  return Math.round(Number(amount) * 10_000)
}

function perCurrency(rows: readonly Sum[]): Record<string, number> {
  const sums: Record<string, number> = {}
  for (const row of rows) sums[row.currency] = (sums[row.currency] ?? 0) + exact(row.amount)
  return Object.fromEntries(Object.entries(sums).filter(([, amount]) => amount !== 0))
}

function checkLaws(lines: readonly Line[], params: Record<string, string>): void {
  const { by: _by, detail: _detail, ...window } = params
  const ask = <T>(study: string, more: Record<string, string> = {}): T => referenceAnswer(lines, study, { ...window, ...more }) as T

  const use = ask<Kinds & { readonly periods: readonly Kinds[] }>('payers-of-use', { detail: 'money', by: 'week' })
  for (const part of [use, ...use.periods])
    for (const column of ['users', 'usageDays', 'events'] as const) expect(sumOf(part.kinds.map((kind) => kind[column]))).toBe(part[column])
  expect(sumOf(use.periods.map((period) => period.usageDays))).toBe(use.usageDays)

  const unpaid = ask<{
    readonly users: number
    readonly usageDays: number
    readonly reasons: readonly { readonly users: number; readonly usageDays: number }[]
  }>('unpaid-use')
  expect(unpaid.usageDays).toBe(use.kinds[4]?.usageDays)
  expect(sumOf(unpaid.reasons.map((reason) => reason.users))).toBe(unpaid.users)
  expect(sumOf(unpaid.reasons.map((reason) => reason.usageDays))).toBe(unpaid.usageDays)

  const money = ask<Money>('money', { detail: 'allocation' })
  for (const source of money.sources) expect(exact(source.explained) + exact(source.unknown)).toBe(exact(source.in))
  for (const row of money.agreements) expect(exact(row.used) + exact(row.unused)).toBe(exact(row.accrued))
  const used = perCurrency(money.agreements.map((row) => ({ currency: row.currency, amount: row.used })))
  expect(perCurrency(money.allocation)).toEqual(used)
  expect(perCurrency(use.kinds.flatMap((kind) => kind.money ?? []))).toEqual(used)

  const unused = ask<{
    readonly agreements: readonly { readonly agreement: string; readonly accrued: string; readonly unused: string }[]
    readonly totals: unknown
  }>('unused-money')
  expect(unused.totals).toEqual(money.agreements)
  for (const row of unused.agreements) {
    const allocated = money.allocation.filter((part) => part.agreement === row.agreement).map((part) => exact(part.amount))
    expect(sumOf(allocated) + exact(row.unused)).toBe(exact(row.accrued))
  }

  const both = ask<Record<string, number>>('overlap')
  expect(both.users).toBe(use.users)
  expect(sumOf([both.usersSelf ?? 0, both.usersPaidFor ?? 0, both.usersUnpaid ?? 0, both.usersUnknown ?? 0])).toBe(use.users)
  expect((both.customersWithUse ?? 0) + (both.customersWithoutUse ?? 0)).toBe(both.customers)
  const shares = sumOf(Object.values(ask<{ readonly shares: Record<string, number> }>('world').shares))
  expect(Math.abs(shares - Math.round(shares))).toBeLessThan(1e-9)
}

describe('random worlds', () => {
  test.each(Array.from({ length: 20 }, (_, block) => ({ block })))(
    'ten of them answer every question and add up, block $block',
    ({ block }) => {
      for (let seed = block * 10; seed < block * 10 + 10; seed++) {
        const random = randomFrom(seed)
        const lines = randomWorld(random, 60)
        const questions = randomQuestions(random, lines)
        for (const { study, params } of questions) {
          const answer = referenceAnswer(lines, study, params)
          expect(compareAnswers(study, answer, JSON.parse(JSON.stringify(answer)))).toEqual([])
        }
        for (const { study, params } of questions.slice(0, 2)) if (study === 'payers-of-use') checkLaws(lines, params)
      }
    },
    120_000,
  )

  test('lines that neither link nor correct anything may arrive in any order', () => {
    const lines = linesOf('12-seats-in-leap-february')
    const params = { product: 'notes', from: '2024-02-01', to: '2024-03-01' }
    expect(referenceAnswer([...lines].reverse(), 'unused-money', params)).toEqual(referenceAnswer(lines, 'unused-money', params))
  })
})

describe('the comparison', () => {
  const ann = { identifiers: ['user:ann'] }
  const annAlsoByMail = { identifiers: ['email:ann@acme.com', 'user:ann'] }
  const bob = { identifiers: ['user:bob'] }
  test.each([
    { expected: { users: 1 }, actual: { users: 2 } },
    { expected: { users: 1 }, actual: {} },
    { expected: { payer: null }, actual: { payer: ann } },
    { expected: { payer: ann }, actual: { payer: null } },
    { expected: { payer: ann }, actual: { payer: bob } },
    { expected: { deciders: [] }, actual: { deciders: [ann] } },
    { expected: { deciders: [ann, bob] }, actual: { deciders: [ann, ann] } },
    { expected: { path: [{ evidence: 'm1' }] }, actual: { path: [{ evidence: 'm1', inferred: true }] } },
    { expected: { path: [{ evidence: 'm1' }, { evidence: 'a1' }] }, actual: { path: [{ evidence: 'a1' }, { evidence: 'm1' }] } },
    { expected: { accrued: '5.00' }, actual: { accrued: '5.0' } },
    { expected: { score: 0.5 }, actual: { score: 0.50001 } },
    { expected: { tooFew: true }, actual: {} },
    { expected: { alsoCoveredBy: ['a1', 'a2'] }, actual: { alsoCoveredBy: ['a2', 'a1'] } },
    { expected: { allocation: [{ party: ann, amount: '1.00' }] }, actual: { allocation: [] } },
  ])('$expected differs from $actual', ({ expected, actual }) => {
    expect(compareAnswers('any', expected, actual)).not.toEqual([])
  })
  test.each([
    { expected: { payer: ann }, actual: { payer: annAlsoByMail } },
    { expected: { deciders: [ann, bob] }, actual: { deciders: [bob, annAlsoByMail] } },
    { expected: { lastUse: null, tooFew: false }, actual: {} },
    { expected: { users: 1 }, actual: { users: 1, more: true } },
    { expected: { score: 1 }, actual: { score: 0.9999999 } },
    { expected: { because: 'so' }, actual: { because: 'otherwise' } },
    {
      expected: {
        allocation: [
          { party: ann, amount: '1.00' },
          { party: bob, amount: '2.00' },
        ],
      },
      actual: {
        allocation: [
          { party: bob, amount: '2.00' },
          { party: ann, amount: '1.00' },
        ],
      },
    },
  ])('$expected is the same as $actual', ({ expected, actual }) => {
    expect(compareAnswers('any', expected, actual)).toEqual([])
  })
})
