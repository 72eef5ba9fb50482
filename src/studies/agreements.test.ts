import { expect, test } from 'vitest'
import { describeOnEngines } from '../../test/harness/engines.ts'
import { type Bench, openBench } from '../../test/harness/workspace.ts'

const NOW = Date.parse('2026-05-10T12:00:00Z')
const APRIL = { from: '2026-04-01', to: '2026-05-01' }
const party = (kind: string, id: string, name: string) => ({ type: 'party', key: id, kind, ids: [id], name })
const sold = (key: string, more: object) => ({ type: 'agreement', key, product: 'notes', buyer: 'account:acme', interval: 'month', amount: '300.00', currency: 'EUR', from: '2026-01-01', ...more })
const paid = (key: string, amount: string, more: object = {}) => ({ type: 'payment', key, source: 'bank', amount, currency: 'EUR', at: '2026-04-10T09:00:00Z', ...more })

/**
 * Acme has ten seats for 300.00 a month, gave three by name, two of them used it; Dee of Acme used it without a seat. Reyes bought a box once in March, has a free plan, a project without
 * amount, and a plan that begins in June. Globex ended in March. In April 300.00 is agreed: 2 of 10 seats used, so 60.00 used and 240.00 unused.
 */
const LINES = [
  party('organization', 'account:acme', 'Acme'), party('organization', 'account:reyes', 'Reyes'), party('organization', 'account:globex', 'Globex Industries'),
  ...['ann', 'bob', 'cho', 'dee'].map((name) => party('person', `user:${name}`, name)),
  ...['ann', 'bob', 'cho', 'dee'].map((name) => ({ type: 'membership', key: name, person: `user:${name}`, organization: 'account:acme', function: name === 'cho' ? 'decider' : 'member' })),
  sold('acme-seats', { beneficiary: 'seats', seats: 10, renews: '2026-07-01' }),
  sold('reyes-box', { buyer: 'account:reyes', kind: 'purchase', interval: 'once', amount: '80.00', from: '2026-03-05' }),
  sold('reyes-free', { buyer: 'account:reyes', amount: '0.00' }), sold('reyes-project', { buyer: 'account:reyes', kind: 'project', amount: undefined, currency: undefined }),
  sold('reyes-june', { buyer: 'account:reyes', from: '2026-06-01', to: '2026-12-01' }), sold('globex-old', { buyer: 'account:globex', to: '2026-03-20' }),
  ...['ann', 'bob', 'cho'].map((name) => ({ type: 'seat', key: `s-${name}`, agreement: 'acme-seats', party: `user:${name}` })),
  ...['ann', 'bob', 'dee'].map((name) => ({ type: 'usage', key: `u-${name}`, party: `user:${name}`, product: 'notes', at: '2026-04-05T10:00:00Z' })),
  { type: 'usage', key: 'u-7', party: 'user:eve', product: 'notes', account: 'account:seven', at: '2026-04-06T10:00:00Z' }, { type: 'usage', key: 'u-x', party: 'anonymous:x', product: 'notes', at: '2026-04-06T10:00:00Z' },
  paid('y1', '300.00', { payer: 'account:acme', agreement: 'acme-seats' }), paid('y2', '45.00', { payer: 'account:acme' }), paid('y3', '20.00', { payer: 'account:acme', agreement: 'acme-seats', kind: 'refund' }),
  paid('y4', '80.00', { payer: 'account:reyes', agreement: 'reyes-box' }), paid('y5', '999.00', { payer: 'email:pay@globex-industries.example' }), paid('y6', '5.00', { agreement: 'ACME SEATS' }), paid('y7', '12.00', { payer: 'account:globex', agreement: 'globex-old' }),
]

describeOnEngines('agreements and money', (place) => {
  const within = async (work: (ask: <T>(study: string, params?: Readonly<Record<string, string>>) => Promise<T>, bench: Bench) => Promise<void>) => {
    const databaseUrl = await place.freshDatabase(`agreements_${Math.random().toString(36).slice(2, 8)}`)
    const bench = await openBench({ now: () => NOW, ...(databaseUrl === undefined ? {} : { databaseUrl }) })
    try {
      await bench.take(LINES)
      await work(async <T>(study: string, params = {}) => (await bench.ask(study, { ...APRIL, ...params })) as T, bench)
    } finally {
      await bench.close()
    }
  }

  test('every agreement is in the list, and says what it has of money and why', () => within(async (ask) => {
    const { agreements, totals, total } = await ask<{ agreements: { agreement: string; state: string; money: string; unused: string | null }[]; totals: object[]; total: number }>('agreements')
    expect(total).toBe(6)
    expect(Object.fromEntries(agreements.map(({ agreement, state, money, unused }) => [agreement, [state, money, unused]]))).toEqual({
      'acme-seats': ['in-force', 'accrues', '240.00'], 'reyes-box': ['in-force', 'bought-before', null], 'reyes-free': ['in-force', 'free', null], 'reyes-project': ['in-force', 'no-amount', null],
      'reyes-june': ['not-yet', 'not-in-force', null], 'globex-old': ['ended', 'not-in-force', null],
    })
    expect(totals).toEqual([{ currency: 'EUR', accrued: '300.00', used: '60.00', unused: '240.00' }])
    const never = await ask<{ agreements: { agreement: string }[] }>('agreements', { where: 'has=decider-never-used,unused-seats' })
    expect(never.agreements.map(({ agreement }) => agreement)).toEqual(['acme-seats'])
    const byAmount = await ask<{ agreements: { agreement: string }[] }>('agreements', { sort: '-amount', limit: '2', where: 'state=in-force' })
    expect(byAmount.agreements.map(({ agreement }) => agreement)).toEqual(['reyes-free', 'reyes-box'])
  }))

  test('one agreement tells its seats, its users, and who used without a seat', () => within(async (ask) => {
    const { row, seats, users, withoutSeat, payments } = await ask<{ row: object; seats: { usageDays: number }[]; users: { amount: string; holdsSeat: boolean }[]; withoutSeat: { party: { name: string }; usageDays: number }[]; payments: { key: string }[] }>('agreement', { agreement: 'acme-seats' })
    expect(row).toMatchObject({ seats: 10, seatsUsed: 2, seatsHeld: 3, seatsHeldUsed: 2, atStake: '3600.00', due: '2026-07-01' })
    expect(seats.map(({ usageDays }) => usageDays)).toEqual([1, 1, 0])
    expect(users.map(({ amount, holdsSeat }) => [amount, holdsSeat])).toEqual([['30.00', true], ['30.00', true]])
    expect(withoutSeat.map(({ party: { name }, usageDays }) => [name, usageDays])).toEqual([['dee', 1]])
    expect(payments.map(({ key }) => key)).toEqual(['y1', 'y3'])
  }))

  test('a renewal stands in its month with what is at stake; one whose day nobody knows is named', () => within(async (ask, bench) => {
    const answer = await ask<{ day: string; months: { month: string; renewals: { agreement: string }[]; sums: object[] }[]; overdue: object[]; missing: { agreement: string }[] }>('renewals')
    expect(answer.day).toBe('2026-05-10')
    expect(answer.months.filter(({ renewals }) => renewals.length > 0).map(({ month, renewals, sums }) => [month, renewals.map(({ agreement }) => agreement), sums])).toEqual([
      ['2026-07', ['acme-seats'], [{ currency: 'EUR', atStake: '3600.00' }]], ['2026-12', ['reyes-june'], [{ currency: 'EUR', atStake: '3600.00' }]],
    ])
    expect([answer.overdue, answer.missing.map(({ agreement }) => agreement)]).toEqual([[], ['reyes-project']])
    const later = (await bench.ask('renewals', { ...APRIL, day: '2026-08-01' })) as { overdue: { agreement: string }[] }
    expect(later.overdue.map(({ agreement }) => agreement)).toEqual(['acme-seats'])
  }))

  test('an agreement that ends before it would renew is due when it ends; at stake are whole instalments of the year from then on', async () => {
    const databaseUrl = await place.freshDatabase(`renewals_${Math.random().toString(36).slice(2, 8)}`)
    const bench = await openBench({ now: () => NOW, ...(databaseUrl === undefined ? {} : { databaseUrl }) })
    try {
      const terms = (key: string, interval: string, amount: string, renews: string, more: object = {}) => sold(key, { buyer: 'user:bo', interval, amount, renews, ...more })
      await bench.take([
        party('person', 'user:bo', 'Bo'), terms('ending', 'month', '10.00', '2027-01-01', { to: '2026-12-31' }), terms('yearly', 'year', '1000.00', '2027-07-01'), terms('monthly', 'month', '100.00', '2028-02-29'),
        terms('quarterly', 'quarter', '70.00', '2027-02-10'), terms('weekly', 'week', '7.00', '2027-03-01'), terms('daily', 'day', '2.00', '2028-01-01'), terms('span', 'once', '500.00', '2026-11-01', { to: '2026-11-01' }),
      ])
      const { agreements } = (await bench.ask('agreements', { ...APRIL, sort: 'at-stake' })) as { agreements: { agreement: string; due: string; atStake: string }[] }
      // A year from 2028-01-01 has 366 days. A week's amount is its days' seven times over: 365 / 7 weeks.
      expect(agreements.map(({ agreement, due, atStake }) => [agreement, due, atStake])).toEqual([
        ['monthly', '2028-02-29', '1200.00'], ['yearly', '2027-07-01', '1000.00'], ['daily', '2028-01-01', '732.00'], ['span', '2026-11-01', '500.00'],
        ['weekly', '2027-03-01', '366.00'], ['quarterly', '2027-02-10', '280.00'], ['ending', '2026-12-31', '120.00'],
      ])
      const { months } = (await bench.ask('renewals', { ...APRIL, months: '36' })) as { months: { month: string; renewals: { agreement: string }[]; sums: { atStake: string }[] }[] }
      expect(months.find(({ month }) => month === '2026-12')).toMatchObject({ renewals: [{ agreement: 'ending' }], sums: [{ atStake: '120.00' }] })
      expect(months.find(({ month }) => month === '2027-07')?.sums).toEqual([{ currency: 'EUR', atStake: '1000.00' }])
    } finally {
      await bench.close()
    }
  })

  test('money in differs from money agreed by parts that are named', () => within(async (ask) => {
    const { difference } = await ask<{ difference: { in: string; agreed: string; difference: string; parts: { part: string; amount: string }[] }[] }>('money-by-month')
    expect(difference).toMatchObject([{ in: '1421.00', agreed: '300.00', difference: '1121.00' }])
    expect(difference[0]?.parts.map(({ part, amount }) => [part, amount])).toEqual([
      ['timing', '0.00'], ['purchase', '80.00'], ['without-agreement', '45.00'], ['not-accruing', '12.00'], ['refund', '-20.00'], ['unknown', '1004.00'],
    ])
  }))

  test('equal instalments count once for each customer, and equals stand in the order of their identifiers, however they arrived', async () => {
    for (const turned of [false, true]) {
      const databaseUrl = await place.freshDatabase(`candidates_${Math.random().toString(36).slice(2, 8)}`)
      const bench = await openBench({ now: () => NOW, ...(databaseUrl === undefined ? {} : { databaseUrl }) })
      try {
        // Six instalments of 300.00 of many speak less than the mail domain of reyes; b and c have nothing but one of 40.00 each.
        const lines = [
          party('organization', 'account:many', 'Many'), { type: 'party', key: 'reyes', kind: 'organization', ids: ['account:reyes', 'domain:reyes.example'], name: 'Other Name' },
          ...[1, 2, 3, 4, 5, 6].map((n) => sold(`many-${n}`, { buyer: 'account:many' })), sold('reyes', { buyer: 'account:reyes', amount: '80.00' }),
          ...['b', 'c'].map((name) => sold(name, { buyer: `account:${name}`, amount: '40.00' })),
          paid('y1', '300.00', { payer: 'email:desk@reyes.example' }), paid('y2', '40.00', {}),
        ]
        await bench.take(turned ? lines.toReversed() : lines)
        const { payments } = (await bench.ask('unknown-money', APRIL)) as { payments: { payment: string; candidates: { party: { identifiers: string[] }; agreement: string | null; reasons: string[] }[] }[] }
        expect(payments.map(({ payment, candidates }) => [payment, candidates.map(({ party: { identifiers }, agreement }) => [identifiers[0], agreement])])).toEqual([
          ['y1', [['account:reyes', null], ['account:many', 'many-1']]], ['y2', [['account:b', 'b'], ['account:c', 'c']]],
        ])
        expect(payments[0]?.candidates[1]?.reasons).toEqual(["the same amount as the month's of many-1, and of 5 more agreements"])
      } finally {
        await bench.close()
      }
    }
  })

  test('days that an earlier payment paid for are told apart from days that nobody paid for', async () => {
    const databaseUrl = await place.freshDatabase(`earlier_${Math.random().toString(36).slice(2, 8)}`)
    const bench = await openBench({ now: () => NOW, ...(databaseUrl === undefined ? {} : { databaseUrl }) })
    try {
      const bought = (key: string, interval: string, amount: string, more: object = {}) => sold(key, { buyer: 'user:bo', interval, amount, ...more })
      const before = (agreement: string, at: string, more: object = {}) => paid(`${agreement} ${at} ${Object.keys(more).join()}`, '1.00', { agreement, at: `${at}T09:00:00Z`, ...more })
      await bench.take([
        party('person', 'user:bo', 'Bo'),
        bought('yearly', 'year', '365.00'), before('yearly', '2026-01-03'), bought('billed-early', 'year', '365.00', { from: '2026-02-01' }), before('billed-early', '2025-12-20'),
        // 30.00 for the 30 days of April: paid on 17 March until 16 April, so 16 days are paid and 14 are not.
        bought('half', 'month', '30.00'), before('half', '2026-03-17'), bought('long-ago', 'month', '30.00'), before('long-ago', '2026-02-28'), bought('never', 'month', '30.00'),
        bought('taken-back', 'year', '365.00'), before('taken-back', '2026-01-03'), before('taken-back', '2026-02-03', { kind: 'refund' }),
        bought('other-money', 'year', '365.00'), before('other-money', '2026-01-03', { currency: 'USD' }),
        bought('whole', 'once', '120.00', { from: '2026-01-01', to: '2026-05-01' }), before('whole', '2025-11-01'),
      ])
      const { difference } = (await bench.ask('money-by-month', APRIL)) as { difference: { agreed: string; parts: object[] }[] }
      // 30 of 365 days are 30.00; 120.00 over 120 days are 30.00 in April.
      expect(difference).toMatchObject([{ currency: 'EUR', in: '0.00', agreed: '240.00', difference: '-240.00', parts: [
        { part: 'paid-earlier', amount: '-106.00', agreed: '106.00', paid: '0.00', payments: 0, agreements: 4 },
        { part: 'not-paid', amount: '-134.00', agreed: '134.00', paid: '0.00', payments: 0, agreements: 5 },
      ] }])
    } finally {
      await bench.close()
    }
  })

  test('the queue has the largest first, with whom it may be and why; said by hand it is explained, and taken back it is not', () => within(async (ask) => {
    type Queue = { payments: { payment: string; candidates: { party: { name: string }; agreement: string | null; reasons: string[]; correct: Record<string, string> }[] }[]; sums: object[] }
    const queue = await ask<Queue>('unknown-money')
    expect(queue.payments.map(({ payment }) => payment)).toEqual(['y5', 'y6'])
    expect(queue.payments[0]?.candidates[0]).toMatchObject({ party: { name: 'Globex Industries' }, reasons: ["name has 'globex' and 'industries' too"], correct: { fact: 'payment', payment: 'y5', of: 'bank', payer: 'account:globex' } })
    expect(queue.payments[1]?.candidates[0]).toMatchObject({ agreement: 'acme-seats', reasons: ["names 'ACME SEATS', written almost as the agreement acme-seats"] })
    const correction = queue.payments[1]?.candidates[0]?.correct as Record<string, string>
    expect(await ask('correction-effect', correction)).toMatchObject({ explained: [{ currency: 'EUR', amount: '5.00' }] })
    const { key } = await ask<{ key: string }>('correct', correction)
    expect((await ask<Queue>('unknown-money')).sums).toEqual([{ currency: 'EUR', amount: '999.00' }])
    await ask('correction-undo', { key, from: undefined as unknown as string, to: undefined as unknown as string })
    expect((await ask<Queue>('unknown-money')).sums).toEqual([{ currency: 'EUR', amount: '1004.00' }])
  }))

  test('use that nobody knows stands under the account that nobody named, else under the user', () => within(async (ask) => {
    const { rows, usageDays } = await ask<{ rows: { about: string; party: { identifiers: string[] }; usageDays: number }[]; usageDays: number }>('unknown-use')
    expect([usageDays, rows.map(({ about, party: { identifiers }, usageDays: days }) => [about, identifiers[0], days])]).toEqual([2, [['account', 'account:seven', 1], ['party', 'anonymous:x', 1]]])
  }))

  test('money used in the account of another firm is allocated to that firm, to what kind of payer it is, and to the account', async () => {
    const databaseUrl = await place.freshDatabase(`allocated_${Math.random().toString(36).slice(2, 8)}`)
    const bench = await openBench({ now: () => NOW, ...(databaseUrl === undefined ? {} : { databaseUrl }) })
    try {
      // Ann of Acme works two days in Globex's account, which Globex pays, and one in Acme's own, which Acme pays; both pay 90.00 for April.
      await bench.take([
        party('organization', 'account:acme', 'Acme'), party('organization', 'account:globex', 'Globex'), party('person', 'user:ann', 'Ann'),
        { type: 'membership', key: 'm', person: 'user:ann', organization: 'account:acme', from: '2026-01-01' },
        ...['acme', 'globex'].map((name) => sold(name, { buyer: `account:${name}`, amount: '90.00' })),
        ...[['globex', '03'], ['globex', '04'], ['acme', '05']].map(([name, day]) => ({ type: 'usage', key: `u${day}`, party: 'user:ann', product: 'notes', account: `account:${name}`, at: `2026-04-${day}T10:00:00Z` })),
      ])
      const groups = async (by: string) => Object.fromEntries(((await bench.ask('allocation', { ...APRIL, by })) as { rows: { value: string; amount: string; usageDays: number; users: number }[] }).rows.map(({ value, amount, usageDays, users }) => [value, [amount, usageDays, users]]))
      const each = { 'account:acme': ['90.00', 1, 1], 'account:globex': ['90.00', 2, 1] }
      for (const by of ['organization', 'account', 'payer']) expect(await groups(by), by).toEqual(each)
      expect(await groups('payerKind')).toEqual({ organization: ['180.00', 3, 1] })
      expect(await groups('party')).toEqual({ 'user:ann': ['180.00', 3, 1] })
    } finally {
      await bench.close()
    }
  })

  test('what is allocated adds up to what is used, whoever it is grouped by', () => within(async (ask) => {
    for (const by of ['party', 'organization', 'category', 'agreement', 'payer']) {
      const { rows, totals } = await ask<{ rows: { amount: string }[]; totals: object[] }>('allocation', { by })
      expect(rows.map(({ amount }) => amount), by).toEqual(by === 'party' ? ['30.00', '30.00'] : ['60.00'])
      expect(totals).toEqual([{ currency: 'EUR', amount: '60.00' }])
    }
  }))
})
