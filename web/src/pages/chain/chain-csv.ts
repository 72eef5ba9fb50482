import { firstIdentifier } from '../../format/names.ts'
import { downloadCsv, type Cell } from '../../why/csv.ts'
import { EXPERIENCE_KINDS } from './experience.ts'
import { nodeName } from './node-words.ts'
import type { ChainNode } from './use-chain.ts'

/** Every figure of every row, currencies side by side: a sheet can add them up. */
export function chainCsv(nodes: readonly ChainNode[], name: string): void {
  const currencies = [...new Set(nodes.flatMap(({ bought, sold }) => [...bought.accrued, ...sold.accrued].map(({ currency }) => currency)))].sort()
  const of = (list: ChainNode['sold']['accrued'], currency: string): Cell => list.find((one) => one.currency === currency)?.amount ?? null
  const head = ['level', 'party', 'identifier', 'category', 'bought_mainly_from', 'folded', 'why_reseller', 'buyers_reselling', 'end_customers', 'end_customers_without_use_seen', 'users_through', 'usage_days_through', 'end_users_sold_to', 'usage_days_sold_to', 'own_people', 'own_usage_days',
    ...currencies.flatMap((currency) => [`buys_for_${currency}`, `sells_for_${currency}`]), 'bought_without_amount', 'sold_without_amount', 'units_bought', 'units_known_sold_on', 'units_unknown', 'without_known_sale', 'without_use_seen',
    ...EXPERIENCE_KINDS.flatMap((kind) => [`${kind}_n`, kind, `${kind}_low`, `${kind}_high`])]
  downloadCsv(name, head, nodes.map((node): Cell[] => [
    node.level, nodeName(node), node.party ? firstIdentifier(node.party) : null, node.category, node.under ? firstIdentifier(node.under) : null, node.folded, node.because, node.intermediaries, node.customers, node.unseen.customers,
    node.users, node.usageDays, node.ends.users, node.ends.usageDays, node.own.users, node.own.usageDays,
    ...currencies.flatMap((currency) => [of(node.bought.accrued, currency), of(node.sold.accrued, currency)]), node.bought.unpriced, node.sold.unpriced, node.unseen.unitsIn, node.unseen.unitsOut, node.unseen.units, node.unseen.silent, node.unseen.blind,
    ...EXPERIENCE_KINDS.flatMap((kind) => {
      const heard = node.experience.find((one) => one.kind === kind)
      return [heard?.n ?? 0, heard?.score ?? null, heard?.low ?? null, heard?.high ?? null]
    }),
  ]))
}
