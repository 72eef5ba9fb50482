import { expect, test } from 'vitest'
import { describeOnEngines } from '../harness/engines.ts'
import type { Bench } from '../harness/workspace.ts'
import { holdsInRandomWorlds, LAW_TEST_MS, opener, within } from './law.ts'

interface Sum { readonly currency: string; readonly amount: string }
interface Row { readonly agreement: string; readonly money: string; readonly state: string; readonly currency: string | null; readonly accrued: string | null; readonly used: string | null; readonly unused: string | null; readonly users: number; readonly usageDays: number; readonly seatsUsed: number | null; readonly lastUse: string | null; readonly renews: string | null }
interface Payment extends Sum { readonly payment: string; readonly source: string; readonly state: string; readonly part: string; readonly candidates: readonly { readonly correct: Readonly<Record<string, string>> }[] }

/** Thousandths, the smallest unit of any currency. */
const exact = (amount: string): bigint => BigInt(Math.round(Number(amount) * 1000))
const perCurrency = (rows: readonly Sum[]): Record<string, bigint> => {
  const sums: Record<string, bigint> = {}
  for (const { currency, amount } of rows) sums[currency] = (sums[currency] ?? 0n) + exact(amount)
  return Object.fromEntries(Object.entries(sums).filter(([, sum]) => sum !== 0n))
}
const pick = (rows: readonly object[], amount: string): Sum[] => (rows as Record<string, string | null>[]).flatMap((row) => (typeof row[amount] === 'string' ? [{ currency: row.currency as string, amount: row[amount] as string }] : []))

type Params = Readonly<Record<string, string>>

async function addsUp(bench: Bench, params: Params): Promise<void> {
  const ask = async <T>(study: string, more: Params = {}): Promise<T> => (await bench.ask(study, { ...params, ...more })) as T
  const { product: _, ...allProducts } = params
  const askAll = async <T>(study: string, more: Params = {}): Promise<T> => (await bench.ask(study, { ...allProducts, ...more })) as T

  const list = await ask<{ agreements: readonly Row[]; totals: readonly object[]; total: number; states: readonly { agreements: number }[] }>('agreements')
  const unused = await ask<{ agreements: readonly Row[]; totals: readonly object[] }>('unused-money')
  expect(list.totals, 'totals of agreements').toEqual(unused.totals)
  const accruing = list.agreements.filter(({ money }) => money === 'accrues')
  expect(accruing.map(({ agreement }) => agreement).sort(), 'agreements that accrue').toEqual(unused.agreements.map(({ agreement }) => agreement).sort())
  for (const row of unused.agreements) {
    const { accrued, used, unused: rest, users, usageDays, seatsUsed, lastUse, renews } = row
    expect(list.agreements.find(({ agreement }) => agreement === row.agreement), row.agreement).toMatchObject({ accrued, used, unused: rest, users, usageDays, seatsUsed, lastUse, renews })
  }
  expect(list.states.reduce((sum, { agreements }) => sum + agreements, 0), 'states').toBe(list.total)
  const pages: Row[] = []
  for (let cursor: string | null = '0'; cursor !== null; ) {
    const page: { agreements: readonly Row[]; next: string | null } = await ask('agreements', { limit: '3', cursor, sort: 'buyer' })
    pages.push(...page.agreements)
    cursor = page.next
  }
  expect(pages.map(({ agreement }) => agreement).sort(), 'pages').toEqual(list.agreements.map(({ agreement }) => agreement).sort())

  const money = await askAll<{ sources: readonly (Sum & { source: string; in: string; unknown: string; explained: string })[]; agreements: readonly object[] }>('money')
  for (const { source, currency, in: all, explained, unknown } of money.sources) {
    for (const [amount, more] of [[all, {}], [explained, { state: 'explained' }], [unknown, { state: 'unknown' }]] as const) {
      const { payments, sums } = await askAll<{ payments: readonly Payment[]; sums: readonly Sum[] }>('payments', { source, currency, ...more })
      expect(perCurrency(payments), `payments of ${source}`).toEqual(perCurrency([{ currency, amount }]))
      expect(perCurrency(sums)).toEqual(perCurrency(payments))
    }
  }
  const queue = await askAll<{ payments: readonly Payment[]; sums: readonly Sum[] }>('unknown-money')
  expect(perCurrency(queue.sums), 'the queue').toEqual(perCurrency(pick(money.sources, 'unknown')))

  const months = await askAll<{ months: readonly { sums: readonly object[] }[]; difference: readonly { currency: string; in: string; agreed: string; difference: string; parts: readonly { part: string; amount: string; paid: string; agreed: string; payments: number }[] }[] }>('money-by-month')
  expect(perCurrency(months.months.flatMap(({ sums }) => pick(sums, 'in'))), 'money in of all months').toEqual(perCurrency(pick(money.sources, 'in')))
  expect(perCurrency(pick(months.difference, 'in'))).toEqual(perCurrency(pick(money.sources, 'in')))
  expect(perCurrency(pick(months.difference, 'agreed'))).toEqual(perCurrency(pick(money.agreements, 'accrued')))
  for (const { currency, in: all, agreed, difference, parts } of months.difference) {
    expect(exact(difference)).toBe(exact(all) - exact(agreed))
    expect(parts.reduce((sum, part) => sum + exact(part.amount), 0n), `parts of the difference in ${currency}`).toBe(exact(difference))
    for (const { part, paid, payments: n } of parts) {
      if (part === 'not-paid' || part === 'paid-earlier') {
        expect([exact(paid), n], part).toEqual([0n, 0])
        continue
      }
      const rows = await askAll<{ total: number; sums: readonly Sum[] }>('payments', { currency, part })
      expect([rows.total, perCurrency(rows.sums)], part).toEqual([n, perCurrency([{ currency, amount: paid }])])
    }
  }

  const used = perCurrency(pick((await ask<{ agreements: readonly object[] }>('money')).agreements, 'used'))
  for (const by of ['party', 'organization', 'category', 'agreement', 'payer', 'partyKind']) {
    const { rows, totals } = await ask<{ rows: readonly Sum[]; totals: readonly Sum[] }>('allocation', { by })
    expect(perCurrency(rows), `allocated by ${by}`).toEqual(used)
    expect(perCurrency(totals)).toEqual(used)
  }

  const use = await ask<{ kinds: readonly { usageDays: number }[] }>('payers-of-use')
  const strangers = await ask<{ usageDays: number; rows: readonly { usageDays: number }[] }>('unknown-use')
  expect([strangers.usageDays, strangers.rows.reduce((sum, { usageDays }) => sum + usageDays, 0)], 'unknown use').toEqual([use.kinds[5]?.usageDays, use.kinds[5]?.usageDays])
}

/** Says for each payment of the queue that its payer is a customer, and looks whether the figures do as foretold. */
async function emptied(bench: Bench, params: Params): Promise<void> {
  const agreements = ((await bench.ask('agreements', params)) as { agreements: readonly Row[] }).agreements
  const [first] = agreements
  if (!first) return
  for (;;) {
    const { payments: [payment], total } = (await bench.ask('unknown-money', { ...params, limit: '1' })) as { payments: readonly Payment[]; total: number }
    if (!payment) return
    const candidate = payment.candidates.find(({ correct }) => correct.fact === 'payment')
    const correction = candidate?.correct ?? { fact: 'payment', payment: payment.payment, of: payment.source, agreement: first.agreement }
    const { explained } = (await bench.ask('correction-effect', { ...params, ...correction })) as { explained: readonly Sum[] }
    expect(perCurrency(explained), 'foretold').toEqual(perCurrency([payment]))
    await bench.ask('correct', { ...correction, by: 'dina' })
    expect(((await bench.ask('unknown-money', params)) as { total: number }).total).toBe(total - 1)
  }
}

describeOnEngines('agreements and money', (place) => {
  const open = opener(place, 'laws_agreements')

  test('rows add up to totals, whole money is in the queue, and fixing all of it empties the queue', () =>
    holdsInRandomWorlds(place.engine, ({ lines, questions }) =>
      within(open(), async (bench) => {
        await bench.take(lines)
        const asked = questions.filter(({ study }) => study === 'money' || study === 'unused-money').slice(0, 3)
        for (const { params: { detail: _, limit: __, ...params } } of asked) await addsUp(bench, params)
        const own = asked.find(({ params }) => params.seller === undefined && params.knownAt === undefined)
        if (own) await emptied(bench, { ...(own.params.from === undefined ? {} : { from: own.params.from }), ...(own.params.to === undefined ? {} : { to: own.params.to }) })
        return []
      }), 0.5), LAW_TEST_MS)
})
