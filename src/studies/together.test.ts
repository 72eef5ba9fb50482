import { expect, test } from 'vitest'
import { describeOnEngines } from '../../test/harness/engines.ts'
import { openBench } from '../../test/harness/workspace.ts'

const APRIL = { from: '2026-04-01', to: '2026-05-01', currency: 'EUR' }
const sold = (currency: string, amount: string, more: object = {}) => ({ type: 'agreement', key: `in-${currency}`, product: 'notes', buyer: `account:${currency.toLowerCase()}`, interval: 'month', amount, currency, from: '2026-01-01', ...more })
const rate = (from: string, to: string, worth: string, at: string, more: object = {}) => ({ type: 'rate', key: `${from}-${to}-${at}`, source: 'bank', from, to, rate: worth, at, ...more })

/** In April 300.00 EUR, 100.00 USD, 1000 JPY and 10.00 CHF are agreed; the firm that pays in USD uses it. */
const LINES = [
  sold('EUR', '300.00', { renews: '2026-06-10' }), sold('USD', '100.00', { renews: '2026-06-20' }), sold('JPY', '1000'), sold('CHF', '10.00'),
  { type: 'usage', key: 'u', party: 'user:ann', product: 'notes', account: 'account:usd', at: '2026-04-05T10:00:00Z' },
  { type: 'payment', key: 'p1', source: 'bank', amount: '0.01', currency: 'USD', at: '2026-04-10T09:00:00Z' },
  { type: 'payment', key: 'p2', source: 'bank', amount: '0.01', currency: 'CHF', at: '2026-04-10T09:00:00Z' },
]
/** A dollar is 0.50, then 0.90 euros, and in May 0.95; a euro is 160 yen; a franc is 1.10 dollars. */
const RATES = [rate('USD', 'EUR', '0.50', '2026-03-01'), rate('USD', 'EUR', '0.90', '2026-04-10'), rate('USD', 'EUR', '0.95', '2026-05-02'), rate('EUR', 'USD', '9.00', '2026-04-20'), rate('EUR', 'JPY', '160', '2026-04-01'), rate('CHF', 'USD', '1.10', '2026-02-01')]

interface Rate { readonly from: string; readonly rate: string; readonly at: string; readonly way: string }
interface Told { readonly together?: { readonly [name: string]: unknown; readonly rates: readonly Rate[]; readonly missing: readonly string[] } }

describeOnEngines('money of several currencies together', (place) => {
  const within = async (lines: readonly object[], work: (ask: (study: string, params?: Readonly<Record<string, string>>) => Promise<Told>, learn: (lines: readonly object[], at: string) => Promise<void>) => Promise<void>) => {
    let now = Date.parse('2026-05-10T12:00:00Z')
    const databaseUrl = await place.freshDatabase(`together_${Math.random().toString(36).slice(2, 8)}`)
    const bench = await openBench({ now: () => now, ...(databaseUrl === undefined ? {} : { databaseUrl }) })
    try {
      await bench.take([...lines])
      await work(async (study, params = {}) => (await bench.ask(study, { ...APRIL, ...params })) as Told, async (more, at) => {
        now = Date.parse(at)
        await bench.take([...more])
      })
    } finally {
      await bench.close()
    }
  }

  test('the latest rate of the window counts; the other direction is turned round; one third currency may lie between', () => within([...LINES, ...RATES], async (ask) => {
    // 300.00 + 100.00 x 0.90 + 1000 / 160 + 10.00 x 1.10 x 0.90 = 300 + 90 + 6.25 + 9.90; used: the 90.00.
    const { together } = await ask('money')
    expect(together).toMatchObject({ currency: 'EUR', accrued: '406.15', used: '90.00', unused: '316.15', day: '2026-04-30', missing: [] })
    expect(together?.rates.map(({ from, rate: worth, at, way }) => [from, worth, at, way])).toEqual([['CHF', '0.99', '2026-02-01', 'through'], ['JPY', '0.00625', '2026-04-01', 'inverse'], ['USD', '0.9', '2026-04-10', 'direct']])
    expect((await ask('unused-money')).together).toMatchObject({ accrued: '406.15', used: '90.00', unused: '316.15' })
    expect((await ask('agreements', { where: 'currency=USD' })).together).toMatchObject({ accrued: '90.00', used: '90.00', unused: '0.00' })
    expect((await ask('payers-of-use', { detail: 'money' })).together).toMatchObject({ amount: '90.00', kinds: expect.arrayContaining([{ kind: 'organization', amount: '90.00' }]) })
    expect((await ask('allocation', { currency: 'USD', together: 'JPY' })).together).toMatchObject({ currency: 'JPY', amount: '14400', rates: [{ from: 'USD', way: 'through' }] })
    // A year of each: 3600.00 + 1200.00 x 0.90, both in June.
    expect((await ask('renewals', { day: '2026-05-10', months: '2' })).together).toMatchObject({ atStake: '4680.00', months: [{ month: '2026-05', atStake: '0.00' }, { month: '2026-06', atStake: '4680.00' }] })
    const concentrated = (await ask('concentration')).together?.money
    expect(concentrated).toMatchObject({ parties: 4, total: '406.15', top: [{ amount: '300.00' }, { amount: '90.00' }, { amount: '9.90' }, { amount: '6.25' }] })
  }))

  test('a sum is rounded once, not each of its parts', () => within([...LINES, rate('USD', 'EUR', '0.5', '2026-01-01'), rate('CHF', 'EUR', '0.5', '2026-01-01')], async (ask) => {
    // A cent of each is half a cent: together one, where each rounded up would make two.
    expect((await ask('money')).together).toMatchObject({ in: '0.01', unknown: '0.01', explained: '0.00' })
  }))

  test('a rate that lacks is named, and the sums that need it are not told', () => within([...LINES, rate('USD', 'EUR', '0.90', '2026-04-10'), rate('JPY', 'EUR', '0.006', '2026-05-01')], async (ask) => {
    // The yen's rate is of the day after the window.
    expect((await ask('money')).together).toMatchObject({ accrued: null, used: '90.00', unused: null, in: null, missing: ['CHF', 'JPY'] })
    expect((await ask('concentration')).together).toMatchObject({ money: null, missing: ['CHF', 'JPY'] })
    expect(await ask('money', { currency: 'usd' })).toMatchObject({ together: { currency: 'USD', used: '100.00', missing: ['CHF', 'JPY'] } })
  }))

  test('a rate learned later changes nothing of what was known before; a word by hand holds over a source', () => within([...LINES.filter(({ type }) => type !== 'payment'), ...RATES], async (ask, learn) => {
    await learn([rate('USD', 'EUR', '0.80', '2026-04-10', { source: 'by-hand' })], '2026-05-11T12:00:00Z')
    expect((await ask('money')).together).toMatchObject({ used: '80.00' })
    expect((await ask('money', { knownAt: '2026-05-10T12:00:00Z' })).together).toMatchObject({ used: '90.00' })
    await learn([{ type: 'rate', key: 'USD-EUR-2026-04-10', source: 'by-hand', retracted: true }], '2026-05-12T12:00:00Z')
    expect((await ask('money')).together).toMatchObject({ used: '90.00' })
  }))

  test('who asks for no currency gets none, and a word that is no currency is refused', () => within(LINES, async (ask) => {
    expect(await ask('money', { currency: undefined as never })).not.toHaveProperty('together')
    await expect(ask('money', { currency: 'euros' })).rejects.toThrow("'euros' is no currency")
  }))
})
