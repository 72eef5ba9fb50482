import { expect, test } from 'vitest'
import { describeOnEngines } from '../harness/engines.ts'
import { holdsInRandomWorlds, LAW_TEST_MS, opener, within } from './law.ts'

const FIGURES = ['customers', 'newCustomers', 'customersThatUse', 'customersWithUse', 'customersWithoutUse', 'payersThatNeverUse', 'payersWithoutKnownDecider'] as const

interface Rows { readonly parties: readonly { readonly party: { readonly id: string; readonly kind: string | null }; readonly since: string | null; readonly uses: boolean; readonly deciders: readonly unknown[] }[]; readonly total: number }

describeOnEngines('the parties behind the overlap', (place) => {
  const open = opener(place, 'laws_overlap_parties')

  test('are as many as each figure says, and each is what the figure says', () =>
    holdsInRandomWorlds(place.engine, (world) =>
      within(open(), async (bench) => {
        await bench.take(world.lines)
        const named = new Set(world.lines.map(({ type, key, product }) => (type === 'product' ? key : product)))
        const questions = world.questions.filter(({ study, params }) => study === 'overlap' && (params.product === undefined || named.has(params.product))).slice(0, 2).map(({ params }) => params)
        const product = world.lines.find(({ type }) => type === 'product')?.key
        const narrowed = questions.flatMap((params): Record<string, string>[] => [
          { ...params, staff: 'include' }, ...(typeof product === 'string' ? [{ ...params, product }, { ...params, product, staff: 'include' }] : []), { ...params, where: 'partyKind=organization' },
        ])
        for (const params of [...questions, ...narrowed]) {
          const overlap = (await bench.ask('overlap', params)) as Record<string, number>
          const rows = {} as Record<(typeof FIGURES)[number], Rows>
          for (const figure of FIGURES) rows[figure] = (await bench.ask('overlap-parties', { ...params, figure })) as Rows
          for (const figure of FIGURES) {
            expect(rows[figure].total, figure).toBe(overlap[figure])
            expect(new Set(rows[figure].parties.map(({ party }) => party.id)).size, `${figure}, each once`).toBe(overlap[figure])
          }
          const ids = (figure: (typeof FIGURES)[number]) => rows[figure].parties.map(({ party }) => party.id).sort()
          expect([...ids('customersWithUse'), ...ids('customersWithoutUse')].sort()).toEqual(ids('customers'))
          expect(rows.customersThatUse.parties.every(({ uses }) => uses)).toBe(true)
          expect(rows.customersWithoutUse.parties.some(({ uses }) => uses)).toBe(false)
          expect(rows.newCustomers.parties.every(({ since }) => since !== null && since >= (params.from ?? ''))).toBe(true)
          expect(rows.payersWithoutKnownDecider.parties.every(({ party, deciders }) => party.kind === 'organization' && deciders.length === 0)).toBe(true)
        }
        return []
      }),
    ), LAW_TEST_MS)
})
