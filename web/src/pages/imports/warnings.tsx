import type { DataWarning } from '../../api/import-shapes.ts'
import { count } from '../../format/numbers.ts'
import { texts } from '../../texts.ts'
import classes from './imports.module.css'

const EXAMPLES = 4

/** What is odd in the data: how often, for example, and what to do about it. */
export function Warnings({ warnings }: { readonly warnings: readonly DataWarning[] }) {
  return (
    <ul className={classes.warnings}>
      {warnings.map((warning) => (
        <li key={`${warning.code} ${warning.table} ${warning.column} ${warning.says}`}>
          <b className={classes.times}>{count(warning.count)}×</b>
          <div>
            <p>{warning.says}</p>
            {warning.examples.length === 0 ? null : <p className={classes.quiet}>{texts.imports.forExample} {warning.examples.slice(0, EXAMPLES).map((example) => <code key={example}>{example}</code>)}</p>}
            <p className={classes.quiet}>{warning.mend}</p>
          </div>
        </li>
      ))}
    </ul>
  )
}
