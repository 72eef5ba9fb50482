import { texts } from '../texts.ts'
import classes from './states.module.css'

/** A skeleton in the shape of what comes: so many lines of these widths and this height. */
export function Bones({ lines, height = 14, gap = 10 }: { readonly lines: readonly number[]; readonly height?: number; readonly gap?: number }) {
  return (
    <div className={classes.bones} style={{ gap }} role="status" aria-label={texts.loading}>
      {lines.map((width, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: bones have no other name
        <span key={place} className={classes.bone} style={{ width: `${width}%`, height }} />
      ))}
    </div>
  )
}
