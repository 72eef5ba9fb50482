import { expect, test } from 'vitest'
import { describeOnEngines } from '../../test/harness/engines.ts'
import { type Bench, openBench } from '../../test/harness/workspace.ts'

const APRIL = { from: '2026-04-01', to: '2026-05-01' }
/** Ann is known; Eve used in an account of which nobody told anything. */
const LINES = [
  { type: 'party', key: 'ann', kind: 'person', ids: ['user:ann'], name: 'Ann' },
  { type: 'usage', key: 'u-ann', party: 'user:ann', product: 'notes', at: '2026-04-05T10:00:00Z' },
  { type: 'usage', key: 'u-eve', party: 'user:eve', product: 'notes', account: 'account:seven', at: '2026-04-06T10:00:00Z' },
]

describeOnEngines('corrections of names, and of several at once', (place) => {
  const within = async (work: (ask: <T>(study: string, params?: Readonly<Record<string, string>>) => Promise<T>, bench: Bench) => Promise<void>) => {
    const databaseUrl = await place.freshDatabase(`names_${Math.random().toString(36).slice(2, 8)}`)
    const bench = await openBench({ now: () => Date.parse('2026-05-10T12:00:00Z'), ...(databaseUrl === undefined ? {} : { databaseUrl }) })
    try {
      await bench.take(LINES)
      await work(async <T>(study: string, params = {}) => (await bench.ask(study, { ...APRIL, ...params })) as T, bench)
    } finally {
      await bench.close()
    }
  }

  test('an account gets a name by hand: what that changes is foretold, stands in the log, and is taken back there', () => within(async (ask, bench) => {
    interface Use { readonly kinds: readonly { readonly kind: string; readonly users: number; readonly usageDays: number }[] }
    interface Effect { readonly users: number; readonly kinds: readonly { readonly kind: string; readonly users: number; readonly usageDays: number }[] }
    const use = async () => Object.fromEntries((await ask<Use>('payers-of-use')).kinds.map(({ kind, users, usageDays }) => [kind, [users, usageDays]]))
    const before = await use()
    const naming = { fact: 'name', party: 'account:seven', name: 'Seven Seas' }
    const foretold = await ask<Effect>('correction-effect', naming)
    // Eve's one day, in an account of which nothing was known: known now, and paid by nobody.
    expect(foretold.kinds.map(({ kind, users, usageDays }) => [kind, users, usageDays])).toEqual([['nobody', 1, 1], ['unknown', -1, -1]])
    const { key } = await ask<{ key: string }>('correct', { ...naming, by: 'Cho', why: 'their bill says so' })
    expect(await use()).toEqual({ ...before, nobody: [(before.nobody?.[0] ?? 0) + 1, (before.nobody?.[1] ?? 0) + 1], unknown: [(before.unknown?.[0] ?? 0) - 1, (before.unknown?.[1] ?? 0) - 1] })
    const log = async () => (await bench.ask('corrections', {})) as { corrections: readonly object[] }
    expect((await log()).corrections).toMatchObject([{ key, fact: 'name', says: 'account:seven is called Seven Seas', by: 'Cho', why: 'their bill says so', takenBack: false }])
    const back = await ask<Effect>('correction-effect', { undo: key })
    expect(back.kinds.map(({ kind, users }) => [kind, users])).toEqual([['nobody', -1], ['unknown', 1]])
    expect(await use()).not.toEqual(before)
    await bench.ask('correction-undo', { key })
    expect(await use()).toEqual(before)
    expect((await log()).corrections).toMatchObject([{ key, takenBack: true }])
    await expect(ask('correct', { fact: 'name', party: 'user:ann', name: 'Ann' })).rejects.toThrow('Only organizations and accounts are named here')
  }))

  test('several are left out at once: the effect of all together before, one entry in the log, taken back together', () => within(async (ask, bench) => {
    interface Effect { readonly users: number; readonly usageDays: number }
    const both = { fact: 'leave-out', parties: 'user:ann,user%3Aeve' }
    expect(await ask<Effect>('correction-effect', both)).toMatchObject({ users: -2, usageDays: -2 })
    const said = await ask<{ key: string; import: string }>('correct', { ...both, why: 'testers' })
    expect(await ask('payers-of-use')).toMatchObject({ users: 0, leftOut: { override: { usageDays: 2 } } })
    const { corrections, total } = (await bench.ask('corrections', {})) as { corrections: readonly object[]; total: number }
    expect([total, corrections]).toMatchObject([1, [{ fact: 'leave-out', lines: 2, import: said.import, why: 'testers' }]])
    await bench.ask('correction-undo', { import: said.import })
    expect(await ask('payers-of-use')).toMatchObject({ users: 2 })
    await expect(ask('correct', { fact: 'same', parties: 'user:ann' })).rejects.toThrow("Only 'leave-out', 'staff' and 'no-ask'")
    await expect(ask('correct', { fact: 'leave-out', party: 'user:ann', parties: 'user:eve' })).rejects.toThrow('not both')
  }))
})
