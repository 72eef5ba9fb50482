import classes from './range-bar.module.css'

interface RangeBarProps { readonly low: number; readonly high: number; readonly value: number; readonly certain: boolean; readonly says: string }

const place = (difference: number) => `${((difference + 1) / 2) * 100}%`

/** A difference of shares, -1 to 1, with its interval; the line in the middle is no difference. To the right users want it more, to the left customers. */
export function RangeBar({ low, high, value, certain, says }: RangeBarProps) {
  const color = value >= 0 ? 'var(--users)' : 'var(--customers)'
  return (
    <span className={classes.range} role="img" aria-label={says} data-certain={certain || undefined}>
      <span className={classes.zero} />
      <span className={classes.interval} style={{ left: place(low), width: `${((high - low) / 2) * 100}%`, background: color }} />
      <span className={classes.point} style={{ left: place(value), background: color }} />
    </span>
  )
}
