import { describe, expect, test } from 'vitest'
import { Refusal } from '../../base/refusal.ts'
import { answerText, cell, money, percent } from './answer.ts'
import { endingOf } from './ending.ts'
import { progressText } from './progress.ts'
import { sentenceOf } from './sentences.ts'
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
    ['-0.00', 'EUR', '0.00 EUR'],
    ['-0.01', 'EUR', '-0.01 EUR'],
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

describe('words', () => {
  const kinds = [
    { kind: 'self', users: 1 },
    { kind: 'nobody', users: 2 },
    { kind: 'unknown', users: 0 },
  ]
  const scenarios: readonly [study: string, answer: object, sentence: string][] = [
    ['unpaid-use', { users: 1, usageDays: 1 }, '1 user used it on 1 day that nobody pays for.'],
    ['unpaid-use', { users: 1200, usageDays: 2 }, '1,200 users used it on 2 days that nobody pays for.'],
    ['payers-of-use', { users: 3, kinds }, 'Of 3 users 1 pays for their own use and 2 are paid for by nobody.'],
    ['unused-money', { totals: [{ unused: '1.00', accrued: '2.00', currency: 'EUR' }] }, '1.00 EUR of 2.00 EUR has no user behind it.'],
    [
      'unused-money',
      {
        totals: [
          { unused: '1.00', accrued: '2.00', currency: 'EUR' },
          { unused: '3', accrued: '4', currency: 'JPY' },
        ],
      },
      '1.00 EUR of 2.00 EUR and 3 JPY of 4 JPY have no user behind them.',
    ],
    ['overlap', { users: 1, customers: 1, customersThatUse: 1, customersWithoutUse: 1 }, '1 user and 1 customer; 1 is both, 1 customer has no use.'],
    ['overlap', { users: 2, customers: 0, customersThatUse: 0, customersWithoutUse: 0 }, '2 users and 0 customers; 0 are both, 0 customers have no use.'],
    ['satisfaction', { scores: [] }, 'No scores in the window.'],
  ]
  test.each(scenarios)('%s: %j', (study, answer, sentence) => expect(sentenceOf(study, answer)).toBe(sentence))

  test.each([
    [-0, '0'],
    [-0.0001, '0'],
    [-0.5, '-0.5'],
    [['a', 'b', 'c', 'd'], 'a, b, c, d'],
    [['a', 'b', 'c', 'd', 'e'], 'a, b, c and 2 more'],
  ])('%j is shown as %s', (value, shown) => expect(cell(value)).toBe(shown))

  test('a share that rounds to nothing has no sign', () => expect(percent(-0.0001)).toBe('0.0 %'))
})

describe('a narrow terminal', () => {
  const rows = [
    ['Acme', 'account:acme, domain:acme.example, user:a-very-long-name', '1,200.00 EUR'],
    ['Bob', 'user:bob', '9.00 EUR'],
  ]
  test.each([120, 60, 40, 30, 16])('%s signs', async (width) => {
    const lines = (await table(['name', 'identifiers', 'amount'], rows, width)).split('\n').filter((line) => !line.startsWith('(not shown'))
    for (const line of lines) expect([...line].length).toBeLessThanOrEqual(width)
    if (width >= 30) expect(lines[1]).toContain('1,200.00 EUR')
  })
})

describe('what a command ends with', () => {
  const scenarios: readonly [name: string, error: unknown, exit: number, says: string | RegExp][] = [
    ['a refusal', new Refusal('unknown-product', 'no such product'), 1, 'no such product (unknown-product)'],
    ['a full server', new Refusal('storage-full', 'full'), 3, 'full (storage-full)'],
    ['a wrong option', new Refusal('bad-parameter', 'wrong'), 2, 'wrong (bad-parameter)'],
    ['words of an address', new Refusal('unknown-party', 'Look with parties?q=..., or so.'), 1, "Look with 'hatrack parties --q ...', or so. (unknown-party)"],
    ['a full disk', Object.assign(new Error('ENOSPC: write'), { code: 'ENOSPC' }), 3, /^the disk is full/],
    ['no right', Object.assign(new Error('EACCES'), { code: 'EACCES', path: '/x' }), 1, /^\/x: this user has no right/],
    ['a bug', new Error('kaputt\nand more'), 4, 'something went wrong inside Hatrack: kaputt; HATRACK_LOG_LEVEL=debug shows where'],
  ]
  test.each(scenarios)('%s', (_name, error, exit, says) => {
    const ending = endingOf(error, false)
    expect(ending.exit).toBe(exit)
    if (typeof says === 'string') expect(ending.says).toBe(says)
    else expect(ending.says).toMatch(says)
    expect(ending.says).not.toContain('\n')
  })

  test('a stack for those who ask for it', () => expect(endingOf(new Error('kaputt'), true).says).toContain('    at '))
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
