import type { PartyAnswer } from '../../api/shapes.ts'
import { dayText } from '../../format/days.ts'
import classes from './party-page.module.css'

export function PartyFeedback({ feedback }: { readonly feedback: PartyAnswer['feedback'] }) {
  return (
    <ul className={classes.rows}>
      {feedback.map((one) => (
        <li key={`${one.at} ${one.kind} ${one.topic}`}>
          <span><b>{one.kind}{one.score === null ? '' : ` ${one.score}`}</b> {[one.topic, one.text].filter((part) => part !== null).join(': ')}</span>
          <span className={classes.quiet}>{dayText(one.at)}</span>
        </li>
      ))}
    </ul>
  )
}
