import { expect, test } from 'vitest'
import { describeOnEngines } from '../harness/engines.ts'
import { type Line, randomFrom } from '../reference/worlds.ts'
import { holdsInRandomWorlds, LAW_TEST_MS, opener, within } from './law.ts'

interface Row { readonly agreement: string; readonly interval: string; readonly amount: string | null; readonly from: string; readonly to: string | null; readonly renews: string | null; readonly due: string | null }
interface Renewals { readonly day: string; readonly months: readonly { readonly month: string; readonly renewals: readonly Row[] }[]; readonly overdue: readonly Row[]; readonly missing: readonly Row[]; readonly later: number }

const DAY = '2024-02-15'
const DAYS = ['2023-12-31', '2024-01-31', '2024-02-15', '2024-02-29', '2024-06-30', '2024-12-31', '2025-01-31', '2025-02-01', '2026-03-01'] as const

/** Random worlds in which agreements have days of renewal and ends of every order. */
function withRenewals(lines: readonly Line[], random: () => number): Line[] {
  const pick = (): string => DAYS[Math.floor(random() * DAYS.length)] as string
  return lines.map((line) => {
    if (line.type !== 'agreement' || typeof line.from !== 'string') return line
    const { to: _, renews: __, ...rest } = line
    const to = pick()
    return { ...rest, ...(random() < 0.6 && to > line.from ? { to } : {}), ...(random() < 0.6 ? { renews: pick() } : {}) } as Line
  })
}

describeOnEngines('renewals', (place) => {
  const open = opener(place, 'laws_renewals')

  test('hold every lasting agreement in force exactly once, on the earlier of its renewal and its end', () =>
    holdsInRandomWorlds(place.engine, (world) =>
      within(open(), async (bench) => {
        await bench.take(withRenewals(world.lines, randomFrom(world.seed + 8)))
        const window = { from: '2024-01-01', to: '2024-04-01' }
        const { agreements } = (await bench.ask('agreements', { ...window, limit: '100000' })) as { agreements: readonly Row[] }
        const answer = (await bench.ask('renewals', { ...window, day: DAY })) as Renewals
        const lasting = agreements.filter(({ interval, amount }) => interval !== 'once' && (amount === null || Number(amount) !== 0))
        const dueOf = ({ to, renews }: Row): string | null => (to === null || renews === null ? (renews ?? to) : renews < to ? renews : to)
        const inForce = lasting.filter(({ from, to }) => from <= DAY && (to === null || DAY < to))
        const coming = lasting.filter((row) => row.from > DAY && (dueOf(row) ?? '') >= row.from)
        const placeOf = (row: Row): string => {
          const due = dueOf(row)
          return due === null ? 'missing' : due < DAY ? 'overdue' : due < '2025-02-01' ? due.slice(0, 7) : 'later'
        }
        const expected = [...inForce, ...coming].map((row) => ({ agreement: row.agreement, place: placeOf(row), due: dueOf(row) })).filter(({ place: at }, index) => index < inForce.length || at !== 'missing')
        const told = [
          ...answer.months.flatMap(({ month, renewals }) => renewals.map(({ agreement, due }) => ({ agreement, place: month, due }))),
          ...answer.overdue.map(({ agreement, due }) => ({ agreement, place: 'overdue', due })), ...answer.missing.map(({ agreement, due }) => ({ agreement, place: 'missing', due })),
        ]
        const byKey = (rows: readonly { readonly agreement: string }[]) => [...rows].sort((a, b) => (a.agreement < b.agreement ? -1 : 1))
        expect(byKey(told)).toEqual(byKey(expected.filter(({ place: at }) => at !== 'later')))
        expect(answer.later).toBe(expected.filter(({ place: at }) => at === 'later').length)
        return []
      }), 0.6), LAW_TEST_MS)
})
