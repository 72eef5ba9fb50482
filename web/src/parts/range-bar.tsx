import classes from './range-bar.module.css'

interface RangeBarProps { readonly low: number; readonly high: number; readonly value: number; readonly certain: boolean; readonly says: string; readonly scale?: number }


/** A difference of shares with its interval, on a scale from -scale to scale; the line in the middle is no difference. To the right users want it more, to the left customers. */
export function RangeBar({ low, high, value, certain, says, scale = 1 }: RangeBarProps) {
  const place = (difference: number) => `${((difference / scale + 1) / 2) * 100}%`
  const color = value >= 0 ? 'var(--users)' : 'var(--customers)'
  return (
    <span className={classes.range} role="img" aria-label={says} data-certain={certain || undefined}>
      <span className={classes.zero} />
      <span className={classes.interval} style={{ left: place(low), width: `${((high - low) / scale / 2) * 100}%`, background: color }} />
      <span className={classes.point} style={{ left: place(value), background: color }} />
    </span>
  )
}
