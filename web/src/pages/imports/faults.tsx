import type { ImportState } from '../../api/import-shapes.ts'
import { Card } from '../../parts/card.tsx'
import { texts } from '../../texts.ts'
import classes from './imports.module.css'

/** Files that could not be read, each with what to do. */
export function Faults({ faults }: { readonly faults: ImportState['faults'] }) {
  if (faults.length === 0) return null
  return (
    <Card title={texts.imports.faults} className={classes.mind}>
      <ul className={classes.rows}>{faults.map((fault) => <li key={`${fault.file} ${fault.says}`}>{fault.file === '' ? null : <><b>{fault.file}</b> </>}{fault.says}</li>)}</ul>
    </Card>
  )
}
