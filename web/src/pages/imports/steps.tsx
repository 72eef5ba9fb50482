import type { ImportState } from '../../api/import-shapes.ts'
import { texts } from '../../texts.ts'
import classes from './imports.module.css'

const STEP_OF: Readonly<Record<ImportState['status'], number>> = { uploading: 0, looking: 1, looked: 1, taking: 2, stopped: 2, failed: 2, taken: 3, undoing: 3, undone: 3 }

/** How far it is from files to figures. */
export function Steps({ status }: { readonly status: ImportState['status'] }) {
  const here = STEP_OF[status]
  return (
    <ol className={classes.steps} aria-label={texts.imports.stepsLabel}>
      {texts.imports.steps.map((step, place) => <li key={step} data-done={place < here || undefined} aria-current={place === here ? 'step' : undefined}><span aria-hidden="true">{place + 1}</span>{step}</li>)}
    </ol>
  )
}
