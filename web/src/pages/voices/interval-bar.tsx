import classes from './voices.module.css'

interface Drawn { readonly value: number; readonly low: number; readonly high: number; readonly color: string; readonly hollow?: boolean }

/** Estimates with their 95 % intervals on one scale; a line marks zero where the scale has it inside. */
export function IntervalBar({ of, scale: [least, most], says }: { readonly of: readonly Drawn[]; readonly scale: readonly [number, number]; readonly says: string }) {
  const place = (value: number): number => ((Math.min(most, Math.max(least, value)) - least) / (most - least)) * 100
  return (
    <span className={classes.plot} role="img" aria-label={says} data-lanes={of.length}>
      {least < 0 && most > 0 ? <span className={classes.zero} style={{ left: `${place(0)}%` }} /> : null}
      {of.map(({ value, low, high, color, hollow }, lane) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a lane is its place
        <span key={lane} className={classes.lane}>
          <span className={classes.span} style={{ left: `${place(low)}%`, width: `${Math.max(0.8, place(high) - place(low))}%`, background: color }} />
          <span className={classes.dot} data-hollow={hollow || undefined} style={{ left: `${place(value)}%`, background: color, borderColor: color }} />
        </span>
      ))}
    </span>
  )
}
