import { expect, test } from 'vitest'
import { describeOnEngines } from '../../test/harness/engines.ts'
import { openBench } from '../../test/harness/workspace.ts'

const use = (key: string, party: string) => ({ type: 'usage', key, party, product: 'notes', at: '2026-02-03T10:00:00Z' })
const FEBRUARY = { from: '2026-02-01', to: '2026-03-01' }

const LINES = [
  { type: 'product', key: 'notes', source: 'catalogue', name: 'Notes' },
  { type: 'product', key: 'ads', source: 'catalogue', name: 'Ads' },
  { type: 'agreement', key: 'a1', product: 'ads', buyer: 'account:acme', amount: '10.00', currency: 'EUR', interval: 'month', from: '2026-01-01' },
  { type: 'staff', key: 's1', source: 'hr', party: 'email:bob@us.com' },
  use('u1', 'email:ann@us.com'), use('u2', 'email:bob@us.com'), use('u3', 'email:eva@acme.com'),
]

describeOnEngines('what is said of ourselves by hand', ({ freshDatabase }) => {
  test('changes answers like all evidence, under the source that spoke before, and can be taken back', async () => {
    const databaseUrl = await freshDatabase('own_facts')
    const bench = await openBench(databaseUrl === undefined ? {} : { databaseUrl })
    await bench.take(LINES)
    const facts = async () => (await bench.ask('own-facts', {})) as { products: object[]; staff: { key: string; source: string; identifier: string }[]; seller: { name: string | null; domains: object[] }; rates: object[] }
    const kinds = async () => Object.fromEntries(((await bench.ask('payers-of-use', FEBRUARY)) as { kinds: { kind: string; users: number }[] }).kinds.filter(({ users }) => users > 0).map(({ kind, users }) => [kind, users]))

    // Ann and Eva use, Bob is staff; nobody sells notes.
    expect(await kinds()).toEqual({ nobody: 2 })
    expect((await facts()).products).toEqual([{ product: 'ads', name: 'Ads', fundedBy: null, source: 'catalogue' }, { product: 'notes', name: 'Notes', fundedBy: null, source: 'catalogue' }])

    // Funded by the customers of ads, both are sponsored.
    await bench.ask('product-save', { product: 'notes', name: 'Better Notes', fundedBy: 'ads' })
    expect((await facts()).products[1]).toEqual({ product: 'notes', name: 'Better Notes', fundedBy: 'ads', source: 'catalogue' })
    expect(await kinds()).toEqual({ sponsor: 2 })
    await expect(bench.ask('product-save', { product: 'notes', fundedBy: 'notes' })).rejects.toThrow('does not fund itself')
    await expect(bench.ask('product-save', { product: 'notes', fundedBy: 'unheard' })).rejects.toThrow("no product 'unheard'")

    // Of our domain Bob is staff already, and Ann becomes it.
    expect(await bench.ask('staff-of-domain', { domain: 'us.com' })).toMatchObject({ people: 1 })
    expect(await bench.ask('staff-save', { domain: '@us.com' })).toMatchObject({ added: 1 })
    expect(await kinds()).toEqual({ sponsor: 1 })
    const ann = (await facts()).staff.find(({ identifier }) => identifier === 'email:ann@us.com')
    await bench.ask('staff-remove', { source: String(ann?.source), key: String(ann?.key) })
    await bench.ask('staff-remove', { source: 'hr', key: 's1' })
    expect(await kinds()).toEqual({ sponsor: 3 })
    expect((await facts()).staff).toEqual([])

    await bench.ask('seller-save', { name: 'Us', domains: ['us.com', 'office@us.de'] as unknown as string })
    expect((await facts()).seller).toMatchObject({ name: 'Us', domains: [{ domain: 'us.com', source: 'by-hand' }, { domain: 'us.de', source: 'by-hand' }] })
    await bench.ask('seller-save', { domains: ['us.com'] as unknown as string })
    expect((await facts()).seller).toMatchObject({ name: 'Us', domains: [{ domain: 'us.com', source: 'by-hand' }] })
    await expect(bench.ask('seller-save', { domains: ['us'] as unknown as string })).rejects.toThrow('is no domain')

    await bench.ask('rate-save', { from: 'usd', to: 'eur', rate: '0.92', at: '2026-02-01' })
    expect((await facts()).rates).toEqual([{ key: 'USD-EUR-2026-02-01', source: 'by-hand', from: 'USD', to: 'EUR', rate: '0.92', at: '2026-02-01T00:00:00.000Z' }])
    await bench.ask('rate-remove', { source: 'by-hand', key: 'USD-EUR-2026-02-01' })
    expect((await facts()).rates).toEqual([])
    await bench.close()
  })

  test('a threshold that the workspace chose holds from the next answer on', async () => {
    const databaseUrl = await freshDatabase('own_thresholds')
    const bench = await openBench(databaseUrl === undefined ? {} : { databaseUrl })
    await bench.take([
      ...LINES,
      ...['ann@us.com', 'eva@acme.com', 'gus@acme.com'].map((who, place) => ({ type: 'feedback', key: `f${place}`, party: `email:${who}`, product: 'notes', kind: 'csat', score: 5, at: '2026-02-04T10:00:00Z' })),
      use('u4', 'email:gus@acme.com'),
    ])
    const scores = async () => ((await bench.ask('satisfaction', FEBRUARY)) as { scores: { role: string; n: number; tooFew: boolean }[] }).scores.filter(({ role }) => role === 'user').map(({ n, tooFew }) => [n, tooFew])
    const interval = async () => ((await bench.ask('party', { party: 'email:eva@acme.com', ...FEBRUARY })) as { roles: { role: string; from: string; to: string }[] }).roles.filter(({ role }) => role === 'user').map(({ from, to }) => [from, to])
    expect(await scores()).toEqual([[3, true]])
    expect(await interval()).toEqual([['2026-02-03', '2026-03-05']])
    await bench.workspace.settings.save({ thresholds: { fewestPeople: 3, daysWithoutUse: 10 } }, undefined)
    expect(await scores()).toEqual([[3, false]])
    expect(await interval()).toEqual([['2026-02-03', '2026-02-13']])
    await bench.close()
  })
})
