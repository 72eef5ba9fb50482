import { expect, test } from 'vitest'
import { openBench } from '../../test/harness/workspace.ts'

const LINES = [
  { type: 'agreement', key: 'a1', product: 'notes', buyer: 'account:acme', amount: '10.00', currency: 'EUR', interval: 'month', from: '2026-01-01' },
  { type: 'membership', key: 'm1', person: 'user:ann', organization: 'account:acme' },
  { type: 'usage', key: 'u1', party: 'user:ann', product: 'notes', at: '2026-02-03T10:00:00Z' },
]
const WINDOW = { from: '2026-02-01', to: '2026-03-01' }

test('an answer is given again while nothing new is known, and worked out anew when something is', async () => {
  const bench = await openBench()
  try {
    await bench.take(LINES)
    const first = await bench.ask('payers-of-use', { ...WINDOW, detail: 'money' })
    expect(await bench.ask('payers-of-use', { ...WINDOW, detail: 'money' })).toBe(first)
    expect(await bench.ask('payers-of-use', WINDOW)).not.toEqual(first)
    expect(first).toMatchObject({ users: 1, usageDays: 1 })
    await bench.take([{ type: 'usage', key: 'u2', party: 'user:bob', product: 'notes', at: '2026-02-04T10:00:00Z' }])
    expect(await bench.ask('payers-of-use', { ...WINDOW, detail: 'money' })).toMatchObject({ users: 2, usageDays: 2 })
    await bench.take([{ type: 'usage', key: 'u2', retracted: true }])
    expect(await bench.ask('payers-of-use', { ...WINDOW, detail: 'money' })).toEqual(first)
  } finally {
    await bench.close()
  }
})
