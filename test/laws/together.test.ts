import { test } from 'vitest'
import { describeOnEngines } from '../harness/engines.ts'
import { type Rational, sum, zero } from '../reference/rational.ts'
import { holdsInRandomWorlds, LAW_TEST_MS, opener, within } from './law.ts'

interface Sums { readonly currency: string; readonly accrued: string; readonly used: string; readonly unused: string }
interface Money { readonly agreements: readonly Sums[]; readonly together: { readonly accrued: string | null; readonly used: string | null; readonly unused: string | null; readonly missing: readonly string[]; readonly rates: readonly { from: string }[] } }

/** What one unit is worth in euros, said here by hand: two as stated, one the other way round. */
const WORTH: Readonly<Record<string, Rational>> = { EUR: { over: 1n, under: 1n }, USD: { over: 9n, under: 10n }, GBP: { over: 23n, under: 20n }, JPY: { over: 1n, under: 160n } }
const RATES = [{ from: 'USD', to: 'EUR', rate: '0.90' }, { from: 'GBP', to: 'EUR', rate: '1.15' }, { from: 'EUR', to: 'JPY', rate: '160' }]
  .map((rate) => ({ type: 'rate', key: `law-${rate.from}`, source: 'law', at: '1990-01-01T00:00:00Z', ...rate }))

function exact(text: string): Rational {
  const [whole = '', part = ''] = text.replace('-', '').split('.')
  return { over: BigInt(whole + part), under: 10n ** BigInt(part.length) }
}

/** Added up in fractions, then rounded to cents once. */
function naively(sums: readonly Sums[], what: 'accrued' | 'used' | 'unused'): string {
  const all = sums.reduce((so, row) => {
    const amount = exact(row[what])
    const worth = WORTH[row.currency] ?? zero
    return sum(so, { over: amount.over * worth.over, under: amount.under * worth.under })
  }, zero)
  const cents = ((2n * all.over * 100n + all.under) / (2n * all.under)).toString().padStart(3, '0')
  return `${cents.slice(0, -2)}.${cents.slice(-2)}`
}

describeOnEngines('money together', (place) => {
  test('what is told together is what the exact sums are worth; of one currency it is that sum itself', async () => {
    const open = opener(place, 'law_together')
    await holdsInRandomWorlds(place.engine, (world) => within(open(), async (bench) => {
      const broken: string[] = []
      // Only the rates of the law: others would hold over them.
      await bench.take([...world.lines.filter(({ type }) => type !== 'rate'), ...RATES])
      for (const { params } of world.questions.slice(0, 6)) {
        const { from, to, seller, knownAt } = params as Readonly<Record<string, string>>
        const asked = JSON.parse(JSON.stringify({ from, to, seller })) as Record<string, string>
        const { agreements, together } = (await bench.ask('money', { ...asked, currency: 'EUR' })) as Money
        for (const what of ['accrued', 'used', 'unused'] as const) {
          const needed = agreements.filter((row) => WORTH[row.currency] === undefined && /[1-9]/.test(row[what]))
          const expected = needed.length > 0 ? null : naively(agreements, what)
          if (together[what] !== expected) broken.push(`${what} ${JSON.stringify(asked)}: ${together[what]} where ${JSON.stringify(agreements)} is worth ${expected}`)
          if (needed.some(({ currency }) => !together.missing.includes(currency))) broken.push(`${what}: ${JSON.stringify(needed)} is not named as missing`)
        }
        for (const row of agreements.length === 1 ? agreements : []) {
          const { currency, ...sums } = row
          const own = (await bench.ask('money', { ...asked, currency })) as Money
          for (const [what, amount] of Object.entries(sums)) if (own.together[what as 'used'] !== amount) broken.push(`${what} in its own currency: ${own.together[what as 'used']}, not ${amount}`)
        }
        if (knownAt !== undefined) {
          const early = (await bench.ask('money', { ...asked, knownAt: '1980-01-01T00:00:00Z', currency: 'EUR' })) as Money
          if (early.together.rates.length > 0) broken.push('a rate was used before it was known')
        }
      }
      return broken
    }), 0.5)
  }, LAW_TEST_MS)
})
