import { describe, expect, test } from 'vitest'
import { answerText, money } from './answer.ts'
import { progressText } from './progress.ts'
import { table } from './table.ts'

describe('tables', () => {
  test('money and numbers stand right, words left', async () => {
    const text = await table(
      ['name', 'amount'],
      [
        ['Acme', '1,200.00 EUR'],
        ['Bob', '9.00 EUR'],
      ],
    )
    expect(text).toBe(['name        amount', 'Acme  1,200.00 EUR', 'Bob       9.00 EUR'].join('\n'))
  })

  test.each([
    ['1234567.5', 'EUR', '1,234,567.5 EUR'],
    ['-1000', 'JPY', '-1,000 JPY'],
    ['12.00', 'USD', '12.00 USD'],
  ])('%s %s', (amount, currency, shown) => expect(money(amount, currency)).toBe(shown))

  test('an answer begins with its sentence and shows parties by name', async () => {
    const ann = { id: '7', kind: 'person', name: null, identifiers: ['user:ann'] }
    const text = await answerText('who-pays', {
      kind: 'organization',
      payer: { ...ann, name: 'Acme' },
      agreement: 'a1',
      path: [{ evidence: 'm1', says: 'Ann is a member of Acme' }],
      alsoCoveredBy: [],
    })
    expect(text).toMatch(/^Acme pays for it \(organization\), under the agreement a1\./)
    expect(text).toContain('m1        Ann is a member of Acme')
  })
})

describe('progress', () => {
  test.each([
    [0, 100, 500, 'Work ░░░░░░░░░░░░░░░░░░░░░░░░ 0 % of 100'],
    [50, 100, 10_000, 'Work ████████████░░░░░░░░░░░░ 50 % of 100, 10 s left'],
    [1, 10, 60_000, 'Work ██░░░░░░░░░░░░░░░░░░░░░░ 10 % of 10, 9 min left'],
    [120, 100, 5_000, 'Work ████████████████████████ 100 % of 100, 0 s left'],
    [1234, null, 5_000, 'Work 1,234'],
  ] as const)('%s of %s', (done, total, elapsedMs, text) => expect(progressText('Work', done, total, elapsedMs)).toBe(text))
})
