import { Type } from 'typebox'
import { ALWAYS } from '../base/day.ts'
import type { Operation } from '../base/operation.ts'
import type { Workspace } from '../roles/workspace.ts'
import { lastUses, SUMS_TOGETHER, sumsByCurrency, sumsTogether } from './agreement-money.ts'
import { AGREEMENT_ROW, agreementEntries, agreementShapes, decidersOf } from './agreements-rows.ts'
import { AGREEMENTS_SORT, AGREEMENTS_WHERE, agreementsWhereFrom, asksForDeciders, chosen, facets, sorted, sortFrom } from './agreements-where.ts'
import { page, PAGING } from './paging.ts'
import { answer, withCommon } from './question.ts'
import { TOGETHER_IN, together, togetherOf } from './together.ts'

const INPUT = withCommon({ where: AGREEMENTS_WHERE, q: Type.Optional(Type.String({ description: 'Words that the key, name, product, buyer or payer hold.' })), sort: AGREEMENTS_SORT, currency: TOGETHER_IN, ...PAGING })
const FACET = Type.Array(Type.Object({ value: Type.String(), agreements: Type.Integer() }))
const OUTPUT = Type.Object({
  agreements: Type.Array(AGREEMENT_ROW),
  total: Type.Integer({ description: 'Agreements that fit, on all pages.' }),
  totals: Type.Array(Type.Object({ currency: Type.String(), accrued: Type.String(), used: Type.String(), unused: Type.String() }), { description: 'Over all agreements that fit; without `where` and `q` as unused-money says.' }),
  together: togetherOf(SUMS_TOGETHER),
  states: FACET, products: FACET, kinds: FACET,
  next: Type.Union([Type.String(), Type.Null()]),
})

/**
 * Every agreement that we sold, in force or not, with its money, its use and who decides.
 * Cost grows with the seller's agreements and the use of the window; last uses are looked up for the rows of the page only, unless they are sorted by.
 */
export const agreements: Operation<Workspace, typeof INPUT, typeof OUTPUT> = {
  name: 'agreements',
  summary: 'Every agreement sold by the seller in view, also free, ended and coming ones: money, seats, use, renewal and deciders; chosen, sorted, page by page.',
  power: 'read',
  input: INPUT,
  output: OUTPUT,
  run: (workspace, input) => {
    const where = agreementsWhereFrom(input.where)
    const sort = sortFrom(input.sort)
    return answer(workspace, input, async (asked, question) => {
      const all = await agreementEntries(asked, question)
      const deciders = asksForDeciders(where) || sort.by === 'deciders' ? await decidersOf(asked, question, all) : () => []
      const last = sort.by === 'last-use' ? await lastUses(asked, question, all.map(({ agreement }) => agreement.number), ALWAYS) : new Map<number, never>()
      const rows = sorted(asked, chosen(asked, all, where, input.q, { deciders, last }), sort, { deciders, last })
      const { rows: shown, next } = page(rows, input)
      const monies = rows.flatMap(({ money }) => money ?? [])
      const inOne = together(asked, question, input.currency, (sums) => sumsTogether(monies, sums))
      return { agreements: await agreementShapes(asked, question, shown), total: rows.length, totals: sumsByCurrency(monies), ...inOne, ...facets(all), next }
    })
  },
}
