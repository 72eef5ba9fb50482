import { expect, test } from 'vitest'
import { describeOnEngines } from '../../test/harness/engines.ts'
import { openBench } from '../../test/harness/workspace.ts'

const at = '2026-02-03T10:00:00Z'
const payment = (key: string, more: object) => ({ type: 'payment', key, source: 'bank', amount: '10.00', currency: 'EUR', at, ...more })
const LINES = [
  { type: 'agreement', key: 'g1', source: 'crm', product: 'notes', buyer: 'account:acme', interval: 'month', from: '2026-01-01', amount: '10.00', currency: 'EUR' },
  { type: 'agreement', key: 'g2', source: 'crm', product: 'notes', seller: 'account:reseller', buyer: 'user:cleo', interval: 'month', from: '2026-01-01', amount: '10.00', currency: 'EUR' },
  { type: 'membership', key: 'm1', person: 'user:ann', organization: 'account:acme' },
  { type: 'staff', key: 's1', party: 'user:us' },
  payment('of an agreement', { agreement: 'g1' }),
  payment('of a known payer', { payer: 'account:acme', amount: '5.00' }),
  payment('given back', { payer: 'account:acme', amount: '1.00', kind: 'refund' }),
  payment('of a stranger', { payer: 'user:bob', amount: '30.01' }),
  payment('of nobody', { amount: '20.00' }),
  payment('of an agreement that nobody knows', { agreement: 'g9', amount: '40.00' }),
  payment('to others', { payer: 'user:cleo', seller: 'account:reseller', amount: '7.00' }),
  payment('in yen', { payer: 'user:bob', amount: '500', currency: 'JPY' }),
  { type: 'usage', key: 'u1', source: 'app', party: 'user:ann', product: 'notes', at, count: 3 },
  { type: 'usage', key: 'u2', source: 'app', party: 'user:us', product: 'notes', at },
  { type: 'usage', key: 'u3', source: 'app', party: 'anonymous:x', product: 'notes', at },
].map((line) => ({ ...line, import: 'i7' }))

interface Sums { readonly currency: string; readonly in: string; readonly explained: string; readonly unknown: string }

describeOnEngines('everything that came', ({ freshDatabase }) => {
  test('adds up to the minor unit; what is unknown is named, with why and what would mend it', async () => {
    const databaseUrl = await freshDatabase('reconciliation')
    const bench = await openBench(databaseUrl === undefined ? {} : { databaseUrl })
    try {
      await bench.take(LINES)
      const answer = (await bench.ask('import-reconciliation', {})) as { unknownPayments: { payment: string; why: string; mend: string }[]; sources: { source: string; money: Sums[]; usage: unknown }[] }
      expect(answer).toMatchObject({
        import: null,
        rows: { rows: 0 },
        money: [
          { currency: 'EUR', in: '111.01', explained: '14.00', unknown: '90.01', toOthers: '7.00', payments: 7 },
          { currency: 'JPY', in: '500', explained: '0', unknown: '500', toOthers: '0', payments: 1 },
        ],
        unknownPaymentsInAll: 4,
        usage: { in: 5, stamped: 4, leftOut: { staff: 1, override: 0 } },
      })
      expect(answer.unknownPayments.map(({ payment: key, why }) => [key, why])).toEqual([
        ['of an agreement that nobody knows', 'It names the agreement g9, which no line describes.'],
        ['of a stranger', 'bob paid, but buys nothing from us that we know of, and pays for nobody.'],
        ['of nobody', 'It names neither a payer whom we know nor an agreement.'],
        ['in yen', 'bob paid, but buys nothing from us that we know of, and pays for nobody.'],
      ])
      expect(answer.unknownPayments.every(({ mend }) => mend.length > 10)).toBe(true)
      expect(answer.sources.map(({ source, usage }) => ({ source, usage }))).toEqual([{ source: 'app', usage: { lines: 3, events: 5 } }, { source: 'bank', usage: { lines: 0, events: 0 } }])

      // the same money as the study of money tells, source by source; that one leaves out what goes to others
      const { sources } = (await bench.ask('money', { from: '2020-01-01', to: '2030-01-01' })) as { sources: (Sums & { source: string })[] }
      const own = answer.sources.flatMap(({ source, money }) => money.map(({ currency, explained, unknown }) => ({ source, currency, explained, unknown })))
      expect(own).toEqual(sources.map(({ source, currency, explained, unknown }) => ({ source, currency, explained, unknown })))
    } finally {
      await bench.close()
    }
  })
})
