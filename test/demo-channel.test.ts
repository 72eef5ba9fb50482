import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { demoCompany } from '../demo/company.ts'
import { type Bench, openBench } from './harness/workspace.ts'

const UNTIL = '2026-03-15'
const LINES_A_TIME = 20_000
interface Share { readonly share: number; readonly low: number; readonly high: number }
interface Late { readonly n: number; readonly late: number; readonly stands: string | null }
interface Row { readonly party: { readonly identifiers: readonly string[] }; readonly late: { readonly sells: Late }; readonly complaints: readonly { readonly topic: string; readonly stands: string | null }[] }
interface Answer { readonly rows: readonly Row[]; readonly usual: readonly { readonly kind: string; readonly usual: number }[]; readonly split: { readonly n: number; readonly tooFew: string | null; readonly says: string; readonly ofChannel: { readonly product: Share; readonly intermediary: Share } } }

describe('the channel of the demo is answered as the simulator knows it', () => {
  const demo = demoCompany({ until: UNTIL, people: 6_000 })
  const { channel, truth } = demo
  let bench: Bench
  const ask = async (more: Readonly<Record<string, string>> = {}): Promise<Answer> => (await bench.ask('channel-experience', { from: truth.from, to: truth.until, limit: '1000', ...more })) as Answer
  const named = ({ party }: Row, account: string): boolean => party.identifiers.includes(account)

  beforeAll(async () => {
    bench = await openBench({ name: 'demo', now: () => Date.parse(`${UNTIL}T12:00:00Z`) })
    for (let at = 0; at < demo.lines.length; at += LINES_A_TIME) await bench.take(demo.lines.slice(at, at + LINES_A_TIME))
  }, 0)
  afterAll(() => bench?.close())

  test('every delivery that was due is counted, and the late ones to the piece', async () => {
    const { rows } = await ask()
    for (const [account, { n, late }] of channel.deliveries) expect(rows.find((row) => named(row, account))?.late.sells, account).toMatchObject({ n, late })
    expect(rows.reduce((sum, row) => sum + row.late.sells.n, 0)).toBe([...channel.deliveries.values()].reduce((sum, { n }) => sum + n, 0))
  })

  test('one dealer stands out by late deliveries and by complaints of them, and no other does', async () => {
    const { rows } = await ask()
    expect(rows.filter(({ late }) => late.sells.stands === 'above').map(({ party }) => party.identifiers)).toEqual([expect.arrayContaining([channel.lateDealer])])
    expect(rows.filter(({ complaints }) => complaints.some(({ topic, stands }) => topic === 'delivery' && stands === 'above')).map(({ party }) => party.identifiers)).toEqual([expect.arrayContaining([channel.lateDealer])])
  })

  test('the weak product is weaker than the others, whoever sells it', async () => {
    const usual = new Map<string, number>()
    for (const product of ['drill', 'saw', 'sander', 'grinder']) usual.set(product, (await ask({ product })).usual.find(({ kind }) => kind === 'nps')?.usual ?? 0)
    expect([...usual].sort(([, a], [, b]) => a - b)[0]?.[0]).toBe(channel.weakProduct)
  })

  test.each(['nps', 'csat'])('the split of %s holds the truth', async (kind) => {
    const { split } = await ask({ kind })
    expect(split.tooFew).toBeNull()
    expect(split.ofChannel.intermediary.low).toBeLessThan(channel.dealersShare)
    expect(split.ofChannel.intermediary.high).toBeGreaterThan(channel.dealersShare)
  })
})
