import { useStudy } from '../api/use-study.ts'
import { daysIn, instantText } from '../format/days.ts'
import { texts } from '../texts.ts'
import classes from './correct.module.css'
import { useUndo } from './use-undo.ts'

const words = texts.correct
const SHOWN = 5

/** What was said by hand about this and still holds, to be taken back in place. */
export function SaidBefore({ about }: { readonly about: string }) {
  const { data } = useStudy('corrections', { about, limit: SHOWN })
  const { undo, error } = useUndo()
  const held = (data?.corrections ?? []).filter(({ takenBack }) => !takenBack)
  if (held.length === 0) return null
  return (
    <section className={classes.before}>
      <h3>{words.before}</h3>
      {error ? <p className={classes.bad}>{error.message}</p> : null}
      <ul>
        {held.map((one) => (
          <li key={one.key}>
            <span>{daysIn(one.says)} <span className={classes.quiet}>{[one.by, instantText(one.at), one.why].filter((part) => part !== null).join(' · ')}</span></span>
            <button type="button" className={classes.second} onClick={() => void undo(one.import !== null && one.lines > 1 ? { import: one.import } : { key: one.key })}>{words.takeBack}</button>
          </li>
        ))}
      </ul>
    </section>
  )
}
