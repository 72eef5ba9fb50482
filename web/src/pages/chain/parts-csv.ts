import { ask, type Parameters } from '../../api/ask.ts'
import { acceptedOf } from '../../api/parameters.ts'
import { firstIdentifier } from '../../format/names.ts'
import { type Cell, downloadCsv } from '../../why/csv.ts'
import { EXPERIENCE_KINDS } from './experience.ts'
import { partyName } from './node-words.ts'
import type { PartRow, Parts } from './use-parts.ts'

const PAGE = 1000
const MOST_ROWS = 100_000

/** Every intermediary of the view, page after page, with every figure in a column of its own. */
export async function partsCsv(parameters: Parameters): Promise<void> {
  const rows: PartRow[] = []
  let cursor: string | null = null
  do {
    const answer: Parts = await ask('channel-experience', { ...acceptedOf('channel-experience', parameters), limit: PAGE, cursor })
    rows.push(...answer.rows)
    cursor = answer.next
  } while (cursor !== null && rows.length < MOST_ROWS)
  partsCsvOf(rows, 'intermediaries')
}

/** Rows that are known already, as a sheet. */
export function partsCsvOf(rows: readonly PartRow[], name: string): void {
  const currencies = [...new Set(rows.flatMap(({ sellIn, sellThrough }) => [...sellIn.money.accrued, ...sellThrough.money.accrued].map(({ currency }) => currency)))].sort()
  const amount = (list: PartRow['sellIn']['money']['accrued'], currency: string): Cell => list.find((one) => one.currency === currency)?.amount ?? null
  const head = ['intermediary', 'identifier', 'category', 'end_users_seen', 'usage_days', 'end_customers_unseen', 'agreements_bought', 'units_bought', 'units_bought_begun', 'agreements_sold', 'units_sold', 'units_sold_begun', 'units_in_store', 'share_sold_on', 'units_sold_beyond_bought',
    ...currencies.flatMap((currency) => [`buys_for_${currency}`, `sells_for_${currency}`]),
    ...EXPERIENCE_KINDS.flatMap((kind) => [`${kind}_n`, kind, `${kind}_low`, `${kind}_high`, `${kind}_expected`, `${kind}_expected_low`, `${kind}_expected_high`, `${kind}_place_from`, `${kind}_place_to`]),
    'deliveries_due', 'deliveries_late', 'deliveries_open', 'mean_delay_days', 'deliveries_to_it_due', 'deliveries_to_it_late', 'complaints_by_cause']
  downloadCsv(name, head, rows.map(({ party, category, seen, unseen, sellIn, sellThrough, inventory, soldOn, beyond, scores, late, complaints }): Cell[] => [
    partyName(party), firstIdentifier(party), category, seen.users, seen.usageDays, unseen.customers, sellIn.agreements, sellIn.units, sellIn.unitsBegun, sellThrough.agreements, sellThrough.units, sellThrough.unitsBegun, inventory, soldOn, beyond,
    ...currencies.flatMap((currency) => [amount(sellIn.money.accrued, currency), amount(sellThrough.money.accrued, currency)]),
    ...EXPERIENCE_KINDS.flatMap((kind) => {
      const heard = scores.find((one) => one.kind === kind)
      return [heard?.n ?? 0, heard?.score ?? null, heard?.low ?? null, heard?.high ?? null, heard?.shrunk ?? null, heard?.shrunkLow ?? null, heard?.shrunkHigh ?? null, heard?.rank?.from ?? null, heard?.rank?.to ?? null]
    }),
    late.sells.n, late.sells.late, late.sells.open, late.sells.meanDays, late.buys.n, late.buys.late,
    complaints.map(({ topic, raised, n }) => `${topic ?? '?'} ${raised}/${n}`).join('; '),
  ]))
}
