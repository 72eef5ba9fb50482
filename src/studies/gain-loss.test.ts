import { afterAll, beforeAll, expect, test } from 'vitest'
import { describeOnEngines } from '../../test/harness/engines.ts'
import { type Bench, openBench } from '../../test/harness/workspace.ts'

const WINDOW = { from: '2026-03-01', to: '2026-04-01' }
const NOW = Date.parse('2026-04-02T00:00:00Z')

/** Acme buys Notes for its members, Globex too; Ann and Bob of Acme use it, Cem uses it for nothing, Dora decides for Acme and Ed for Globex; Flo only spoke. */
const LINES = [
  { type: 'product', key: 'notes' },
  { type: 'party', key: 'acme', kind: 'organization', ids: ['account:acme'], name: 'Acme' },
  { type: 'party', key: 'globex', kind: 'organization', ids: ['account:globex'], name: 'Globex' },
  ...['ann', 'bob', 'cem', 'dora', 'ed', 'flo'].map((name) => ({ type: 'party', key: name, kind: 'person', ids: [`user:${name}`], name, category: name === 'cem' ? 'trial' : 'pro' })),
  ...[['ann', 'acme', 'member'], ['bob', 'acme', 'member'], ['dora', 'acme', 'decider'], ['ed', 'globex', 'decider']].map(([person, firm, role]) => ({ type: 'membership', key: `m-${person}`, person: `user:${person}`, organization: `account:${firm}`, function: role, from: '2026-01-01' })),
  { type: 'agreement', key: 'a1', product: 'notes', buyer: 'account:acme', amount: '310.00', currency: 'EUR', interval: 'month', from: '2026-01-01' },
  { type: 'agreement', key: 'a2', product: 'notes', buyer: 'account:globex', amount: '93.00', currency: 'EUR', interval: 'month', from: '2026-01-01' },
  // Ann has three days, Bob one: 310.00 is 232.50 and 77.50.
  ...[['ann', '02'], ['ann', '03'], ['ann', '04'], ['bob', '02'], ['cem', '02'], ['cem', '09']].map(([name, day]) => ({ type: 'usage', key: `u-${name}-${day}`, party: `user:${name}`, product: 'notes', at: `2026-03-${day}T10:00:00Z`, ...(name === 'cem' ? {} : { account: 'account:acme' }) })),
  ...[['ann', 'request', 'Search'], ['cem', 'complaint', 'search'], ['bob', 'praise', 'editor'], ['cem', 'request', 'editor'], ['dora', 'request', 'price'], ['dora', 'complaint', 'editor'], ['flo', 'request', 'search'], ['ann', 'request', 'dark mode'], ['ed', 'praise', 'editor']]
    .map(([name, kind, topic]) => ({ type: 'feedback', key: `f-${name}-${topic}`, party: `user:${name}`, product: 'notes', kind, topic, at: '2026-03-10T10:00:00Z' })),
]

const SHEET = {
  name: 'Spring', unit: 'days', budget: '10',
  options: [
    { name: 'Quick search', cost: '6', topics: ['search'] },
    { name: 'New editor', cost: '5', topics: ['dark mode'], against: ['Editor'] },
    { name: 'No free plan', cost: '1', hurts: 'category=trial', helps: 'organization=account:globex' },
    { name: 'Cheaper', cost: '4', topics: ['price'] },
  ],
}

describeOnEngines('who gains and who loses', ({ engine, freshDatabase }) => {
  let bench: Bench
  let sheet: string

  beforeAll(async () => {
    bench = await openBench({ databaseUrl: await freshDatabase('gain_loss'), now: () => NOW })
    await bench.take(LINES)
    sheet = ((await run('option-sheet-save', SHEET)) as { id: string }).id
  })
  afterAll(() => bench.close())

  // biome-ignore lint/suspicious/noExplicitAny: answers are read as a page reads them
  const run = async (name: string, input: object): Promise<any> => bench.ask(name, input as never)
  const asked = (extra: object = {}) => ({ ...WINDOW, sheet, ...extra })

  test('people of users and of customers are two numbers, each counts once, and of whom nothing is known is told', async () => {
    const { everybody, options } = await run('gain-loss', asked())
    // Users: Ann, Bob, Cem. Customers' people: Dora, Ed; customers: Acme, Globex.
    expect([everybody.users.n, everybody.customers.n, everybody.customers.unknown.customers]).toEqual([3, 2, 2])
    expect(everybody.users.unknown).toMatchObject({ people: 3, usageDays: 6, money: [{ currency: 'EUR', amount: '310.00' }] })
    expect(everybody.customers.unknown.money).toEqual([{ currency: 'EUR', amount: '403.00' }])
    const [search, editor, free, cheaper] = options
    expect(search.users.gain).toMatchObject({ people: 2, usageDays: 5, money: [{ currency: 'EUR', amount: '232.50' }] })
    expect(search.users.unknown).toMatchObject({ people: 1, usageDays: 1, money: [{ currency: 'EUR', amount: '77.50' }] })
    expect(search).toMatchObject({ customers: { gain: { people: 0, customers: 0, money: [] } }, others: { gain: 1 }, because: [{ reason: 'request', users: 1 }, { reason: 'complaint', users: 1 }] })
    // Ann asked for what comes; Bob, Cem, Dora and Ed spoke of what goes. Dora speaks for Acme, Ed for Globex.
    expect([editor.users.gain.people, editor.users.lose.people, editor.users.both.people]).toEqual([1, 2, 0])
    expect(editor.customers.lose).toMatchObject({ people: 2, customers: 2, money: [{ currency: 'EUR', amount: '403.00' }] })
    expect(free.users.lose.people).toBe(1)
    // The filter fits Globex, and Ed who belongs to it.
    expect(free.customers.gain).toMatchObject({ people: 1, customers: 1, money: [{ currency: 'EUR', amount: '93.00' }] })
    expect(cheaper.customers.gain).toMatchObject({ people: 1, customers: 1, money: [{ currency: 'EUR', amount: '310.00' }] })
    // Fewer than five on each side: no share.
    expect([search.users.tooFew, search.users.gain.share]).toEqual([true, null])
  })

  test('groups add up to the option in people, days and money', async () => {
    for (const by of ['category', 'organization', 'payerKind', 'payer']) {
      const { options } = await run('gain-loss', asked({ by, detail: 'groups', limit: '1' }))
      for (const option of options) for (const side of ['users', 'customers']) for (const outcome of ['gain', 'lose', 'both', 'unknown']) {
        const sum = (of: (figures: { people: number; usageDays: number; money: { amount: string }[] }) => number) => option.groups.reduce((all: number, group: never) => all + of(group[side][outcome]), 0)
        expect(sum(({ people }) => people)).toBe(option[side][outcome].people)
        expect(sum(({ usageDays }) => usageDays)).toBe(option[side][outcome].usageDays)
        expect(sum(({ money }) => Math.round(Number(money[0]?.amount ?? 0) * 100))).toBe(Math.round(Number(option[side][outcome].money[0]?.amount ?? 0) * 100))
      }
    }
  })

  test('whom an option reaches is listed with the reason', async () => {
    const { people, total } = await run('gain-loss-people', asked({ option: 'New editor', outcome: 'lose' }))
    expect(people.map(({ party, what, side, loses }: { party: { name: string }; what: string; side: string; loses: string }) => [party.name, what, side, loses])).toEqual([
      ['cem', 'person', 'users', 'request'], ['bob', 'person', 'users', 'praise'], ['dora', 'person', 'customers', 'complaint'], ['ed', 'person', 'customers', 'praise'], ['Acme', 'customer', 'customers', 'speaker'], ['Globex', 'customer', 'customers', 'speaker'],
    ])
    expect(total).toBe(6)
  })

  test('the sets that cannot be bettered, worked out by hand', async () => {
    // Net of losses: search +2 users; editor +1-2 users, -2 customers; free -1 user, +1 customer; cheaper +1 customer. Budget 10.
    const { state, answer } = await run('gain-loss-sets', asked())
    expect(state).toBe('done')
    expect(answer.sets.map(({ options, values, cost, proved }: { options: string[]; values: string[]; cost: string; proved: boolean }) => [options, values, cost, proved])).toEqual([
      [['Quick search', 'Cheaper'], ['2', '1'], '10.00', true],
      [['No free plan', 'Cheaper'], ['-1', '2'], '5.00', true],
    ])
    expect(answer).toMatchObject({ complete: true, impossible: false, core: ['Cheaper'], none: ['New editor'], best: 0, exchanges: [{ in: ['No free plan'], out: ['Quick search'], differences: ['-3', '1'], cost: '-5.00' }] })
    expect(answer.says).toEqual(['These 2 sets cannot be bettered in both; you choose.', 'Of 4 options 1 is in all of them and 1 in none.'])
    expect(answer.says.join(' ')).not.toMatch(/should|recommend|do /i)
  })

  test('weights choose among the sets and are told; money is an aim of its own; who loses can be one', async () => {
    const weighted = await run('gain-loss-sets', asked({ weights: 'users:0,customers:1' }))
    expect(weighted.answer).toMatchObject({ best: 1, objectives: [{ name: 'users', weight: 0 }, { name: 'customers', weight: 1 }] })
    expect(weighted.answer.ranges.map(({ set }: { set: number }) => set)).toEqual([1, 0])
    const money = await run('gain-loss-sets', asked({ objectives: 'customersMoney,usersLose', losses: 'ignore' }))
    expect(money.answer.sets.map(({ options, values }: { options: string[]; values: string[] }) => [options, values])).toEqual([[['No free plan', 'Cheaper'], ['403.00', '1']], [['Cheaper'], ['310.00', '0']]])
    const more = await run('gain-loss-sets', asked({ budget: '11' }))
    expect(more.answer.sets.map(({ values }: { values: string[] }) => values)).toEqual([['2', '1'], ['1', '2']])
  })

  test('what an option would have to cost, and what gives way to it', async () => {
    const { most, says, proved } = await run('gain-loss-entry', asked({ option: 'New editor', set: 'Cheaper' }))
    expect([most, proved, says]).toEqual([null, true, 'No set with New editor reaches as much, not even if it cost nothing.'])
    expect(await run('gain-loss-entry', asked({ option: 'No free plan', set: '["Cheaper"]', objectives: 'customers' }))).toMatchObject({ most: '10.00', in: ['No free plan'], out: ['Cheaper'], cost: '1.00' })
  })

  test('sheets are kept, changed and forgotten; what cannot be read is refused with what to do', async () => {
    const other = await run('option-sheet-save', { ...SHEET, name: 'Other', needs: [{ pair: ['Cheaper', 'Quick search'] }] })
    expect((await run('option-sheets', {})).sheets.map(({ name }: { name: string }) => name)).toEqual(['Other', 'Spring'])
    expect((await run('gain-loss-sets', { ...asked(), sheet: other.id })).answer.sets.map(({ values }: { values: string[] }) => values)).toEqual([['2', '1']])
    await expect(run('option-sheet-save', { ...SHEET, name: 'Other' })).rejects.toThrow("There is a sheet 'Other' already.")
    await expect(run('option-sheet-save', { ...SHEET, name: 'New', options: [{ name: 'A', cost: '1,5' }] })).rejects.toThrow("The cost of 'A' must be an amount such as 1200.50, not '1,5'.")
    await expect(run('option-sheet-save', { ...SHEET, name: 'New', notBoth: [{ pair: ['A', 'Cheaper'] }] })).rejects.toThrow("There is no option 'A' on the sheet")
    expect(await run('option-sheet-forget', { id: other.id })).toEqual({ forgotten: true })
    await expect(run('gain-loss', { ...asked(), sheet: other.id })).rejects.toThrow('option-sheets lists them')
  })

  test(`a search tells how far it is, ends when it is stopped, and the server answers meanwhile (${engine})`, async () => {
    // Strongly correlated costs are hard: this search takes its whole time.
    const options = Array.from({ length: 400 }, (_, place) => ({ name: `o${place}`, cost: String(100 + ((place * 7919) % 997)), topics: [['search', 'editor', 'price', 'dark mode'][place % 4] as string], helps: `organization=account:${place % 3 ? 'acme' : 'globex'}` }))
    const hard = { ...WINDOW, options, unit: 'days', budget: '9000', objectives: 'users,customers,usersMoney,customersMoney', seconds: '300' }
    const began = await run('gain-loss-sets', { ...hard, wait: '1' })
    expect(['waiting', 'working']).toContain(began.state)
    const answers = await Promise.all([run('overlap', WINDOW), run('gain-loss-stop', { search: began.search })])
    expect(answers[0].users).toBe(3)
    if (answers[1].stopped) expect((await run('gain-loss-stop', { search: began.search })).stopped).toBe(false)
  })

  test('a topic that nobody raised is told, with the one it may have meant', async () => {
    const { options } = await run('gain-loss', { ...WINDOW, unit: 'days', options: [{ name: 'a', cost: '1', topics: ['Serch', 'search'], against: ['wholly new'] }] })
    expect(options[0].unraised).toEqual([{ topic: 'Serch', perhaps: expect.stringMatching(/^search$/i) }, { topic: 'wholly new', perhaps: null }])
    expect((await run('gain-loss', asked())).options.every(({ unraised }: { unraised: unknown[] }) => unraised.length === 0)).toBe(true)
  })

  test('a search that is done does not go on counting', async () => {
    const question = asked({ seconds: '17' })
    const { progress } = await run('gain-loss-sets', question)
    await new Promise((resolve) => setTimeout(resolve, 250))
    expect((await run('gain-loss-sets', question)).progress.seconds).toBe(progress.seconds)
  })

  test('the order in which evidence arrives moves nobody to another group', async () => {
    const said = (party: string, key: string, more: object) => ({ type: 'feedback', key, party, kind: 'request', topic: 'search', ...more })
    const used = (key: string, more: object) => ({ type: 'usage', key, party: 'user:y', ...more })
    const lines = [
      { type: 'product', key: 'pa' }, { type: 'product', key: 'pb' }, { type: 'party', key: 'A', kind: 'organization', ids: ['account:aa'] }, { type: 'party', key: 'B', kind: 'organization', ids: ['account:bb'] },
      { type: 'agreement', key: 'ga', product: 'pa', buyer: 'account:aa', interval: 'month', from: '2026-01-01', amount: '10.00', currency: 'EUR' }, { type: 'party', key: 'x', kind: 'person', ids: ['user:x'] }, { type: 'party', key: 'y', kind: 'person', ids: ['user:y'] },
      said('user:x', 'f1', { product: 'pa', account: 'account:aa', at: '2026-03-10T10:00:00Z' }), said('user:x', 'f2', { product: 'pb', account: 'account:bb', at: '2026-03-12T10:00:00Z' }), said('user:y', 'f3', { product: 'pb', at: '2026-03-12T10:00:00Z' }),
      used('u1', { product: 'pa', at: '2026-03-10T10:00:00Z' }), used('u2', { product: 'pb', at: '2026-03-12T10:00:00Z' }), used('u3', { product: 'pa', account: 'account:bb', at: '2026-03-13T10:00:00Z' }),
    ].map((line, n) => ({ ...line, recordedAt: new Date(NOW - 60_000 + n * 1_000).toISOString() }))
    const groups: unknown[] = []
    for (const [place, some] of [lines, lines.toReversed()].entries()) {
      const fresh = await openBench({ databaseUrl: await freshDatabase(`gain_loss_${place}`), now: () => NOW })
      for (const line of some) expect(await fresh.take([line])).toMatchObject({ rejected: [] })
      const asked = async (by: string) => ((await fresh.ask('gain-loss', { ...WINDOW, by, detail: 'groups', unit: 'days', options: [{ name: 'o', cost: '1', topics: ['search'] }] } as never)) as { options: [{ groups: { group: { value: string }; users: { gain: { people: number } }; others: { gain: number } }[] }] }).options[0].groups.map(({ group, users, others }) => [by, group.value, users.gain.people, others.gain])
      groups.push([await asked('product'), await asked('organization'), await asked('payerKind'), await asked('account')])
      await fresh.close()
    }
    expect(groups[1]).toEqual(groups[0])
  })
})
