import { Link } from '@tanstack/react-router'
import { periodText, plusDays, today } from '../../format/days.ts'
import { texts } from '../../texts.ts'
import { type Address, keptOf } from '../../view/address.ts'
import { DEFAULT_DAYS } from '../../view/periods.ts'
import classes from './imports.module.css'
import { useReconciliation } from './use-reconciliation.ts'

/** Leads to the figures: of the last days; or, where the data ends before them, of the last days that it tells of. */
export function FiguresLink({ id }: { readonly id: string }) {
  const last = useReconciliation(id).data?.lastDay ?? null
  const isOld = last !== null && last < plusDays(today(), -DEFAULT_DAYS)
  const period = isOld ? { from: plusDays(last, 1 - DEFAULT_DAYS), to: plusDays(last, 1) } : { from: undefined, to: undefined }
  return (
    <Link to="/" search={(before) => ({ ...keptOf(before as Address), ...period })} className={classes.primary}>
      {isOld ? texts.imports.figuresOf(periodText(period.from ?? '', period.to ?? '')) : texts.importing.see}
    </Link>
  )
}
