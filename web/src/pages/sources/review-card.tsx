import type { Studies } from '../../api/types.ts'
import { count } from '../../format/numbers.ts'
import { Card } from '../../parts/card.tsx'
import table from '../../parts/table.module.css'
import { texts } from '../../texts.ts'
import classes from './sources-page.module.css'

/** Lines that would have joined identifiers that may not be one: for a person to decide. */
export function ReviewCard({ review }: { readonly review: Studies['sources']['review'] }) {
  return (
    <Card title={texts.sources.review} hint={texts.sources.reviewHint(count(review.length))}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the list scrolls, so the keyboard must reach it */}
      <ul className={classes.review} tabIndex={0} aria-label={texts.sources.review}>
        {review.map((one) => (
          <li key={`${one.source} ${one.evidence} ${one.ids.join(' ')}`}>{one.ids.join(', ')} <span className={table.quiet}>{one.reason} · {one.source} {one.evidence}</span></li>
        ))}
      </ul>
    </Card>
  )
}
