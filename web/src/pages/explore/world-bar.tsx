import { share } from '../../format/numbers.ts'
import { texts } from '../../texts.ts'
import { kindColor, PAYER_KINDS } from '../../theme/kinds.ts'
import type { World } from './use-worlds.ts'
import classes from './world-part.module.css'

/** Six shares as one bar, and the largest ones in words beneath. */
export function WorldBar({ shares }: { readonly shares: World['shares'] }) {
  const parts = PAYER_KINDS.filter((kind) => shares[kind] > 0)
  if (parts.length === 0) return <span className={classes.under}>{texts.explore.world.noUsers}</span>
  const largest = [...parts].sort((a, b) => shares[b] - shares[a]).slice(0, 2)
  return (
    <>
      <span className={classes.bar} role="img" aria-label={parts.map((kind) => `${texts.kinds[kind].name} ${share(shares[kind])}`).join(', ')}>
        {parts.map((kind) => <span key={kind} title={`${texts.kinds[kind].name} ${share(shares[kind])}`} style={{ flexGrow: shares[kind], background: kindColor(kind) }} />)}
      </span>
      <span className={classes.under} aria-hidden="true">{largest.map((kind) => `${texts.kinds[kind].name} ${share(shares[kind])}`).join(' · ')}</span>
    </>
  )
}
