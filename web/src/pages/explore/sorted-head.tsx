import type { ReactNode } from 'react'
import table from '../../parts/table.module.css'
import classes from './explore.module.css'
import { useView } from '../../view/use-view.ts'

/** Names go up, figures go down. */
const UP = new Set(['group', 'kind', 'payer'])

/** A column by which the rows can be ordered; the address holds by which. */
export function SortedHead({ order, now, number = false, roomy = false, children }: { readonly order: string; readonly now: string; readonly number?: boolean; readonly roomy?: boolean; readonly children: ReactNode }) {
  const { go } = useView()
  return (
    <th scope="col" className={[number ? table.number : '', roomy ? classes.roomy : ''].join(' ').trim() || undefined} aria-sort={order === now ? (UP.has(order) ? 'ascending' : 'descending') : undefined}>
      <button type="button" className={table.sort} aria-pressed={order === now} onClick={() => go({ sort: order }, true)}>{children}</button>
    </th>
  )
}
