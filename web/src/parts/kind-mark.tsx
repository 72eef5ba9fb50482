import type { PayerKind } from '../api/shapes.ts'
import { kindColor } from '../theme/kinds.ts'
import classes from './kind-mark.module.css'

/** The colour of a payer kind; hatched for money that nobody uses. */
export function KindMark({ kind }: { readonly kind: PayerKind | null }) {
  return <span aria-hidden="true" className={`${classes.mark} ${kind === null ? classes.unused : ''}`} style={kind === null ? {} : { background: kindColor(kind) }} />
}
