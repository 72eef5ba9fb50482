import { useQuery } from '@tanstack/react-query'
import { acceptedOf } from '../api/parameters.ts'
import { studyOptions } from '../api/use-study.ts'
import { firstOfMonth, plusDays } from '../format/days.ts'
import { nameOf } from '../format/names.ts'
import { useProducts } from '../shell/use-products.ts'
import { useView } from '../view/use-view.ts'

/** For which product and day a party's payer is asked first: its newest month of use in the period, else the last day of the period. */
export function useUsualUse(party: string): { readonly product: string | undefined; readonly day: string; readonly settled: boolean; readonly name: string } {
  const { parameters, address, period } = useView()
  const products = useProducts()
  const query = useQuery(studyOptions('party', { ...acceptedOf('party', parameters), party }))
  const last = plusDays(period.to, -1)
  const use = (query.data?.usage ?? [])
    .filter((one) => (address.product === undefined || one.product === address.product) && one.month.slice(0, 7) <= last.slice(0, 7))
    .sort((a, b) => b.month.localeCompare(a.month) || b.usageDays - a.usageDays)[0]
  const monthEnd = use === undefined ? last : plusDays(firstOfMonth(`${use.month.slice(0, 7)}-01`, 1), -1)
  return { product: address.product ?? use?.product ?? products[0]?.product, day: monthEnd < last ? monthEnd : last, settled: !query.isPending, name: query.data === undefined ? party : nameOf(query.data.party) }
}
