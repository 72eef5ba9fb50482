import { Link } from '@tanstack/react-router'
import type { ImportSummary } from '../../api/import-shapes.ts'
import { instantText } from '../../format/days.ts'
import { texts } from '../../texts.ts'
import { type Address, keptOf } from '../../view/address.ts'
import classes from './imports.module.css'

/** Imports by name, when they were made and how they stand. */
export function ImportList({ imports }: { readonly imports: readonly ImportSummary[] }) {
  return (
    <ul className={classes.list}>
      {imports.map((one) => (
        <li key={one.id}>
          <Link to="/imports/$id" params={{ id: one.id }} search={(before) => keptOf(before as Address)} className={classes.name} data-row>{one.name}</Link>
          <span className={classes.state} data-status={one.status}>{texts.imports.statuses[one.status]}</span>
          <span className={classes.when}>{instantText(one.created)}</span>
        </li>
      ))}
    </ul>
  )
}
