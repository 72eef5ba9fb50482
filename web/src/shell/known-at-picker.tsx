import { type FormEvent, useState } from 'react'
import { dayText, firstOfMonth, plusDays, today } from '../format/days.ts'
import { Choices } from '../parts/choices.tsx'
import { Picker } from '../parts/picker.tsx'
import { texts } from '../texts.ts'
import { useView } from '../view/use-view.ts'
import classes from './pickers.module.css'

const NOW = ''

/** As known when: the second of the two times that every answer has. */
export function KnownAtPicker() {
  const { knownAt, go } = useView()
  const [day, setDay] = useState(knownAt ?? plusDays(today(), -7))
  const ends = [plusDays(today(), -7), ...[0, -1, -2].map((months) => plusDays(firstOfMonth(today(), months), -1))]
  const choices = [{ value: NOW, name: texts.pickers.now }, ...ends.map((end) => ({ value: end, name: dayText(end) }))]
  const choose = (value: string) => go({ knownAt: value === NOW ? undefined : value })
  return (
    <Picker label={texts.pickers.known} value={knownAt === null ? texts.pickers.now : dayText(knownAt)} marked={knownAt !== null} width={320}>
      {(close) => (
        <>
          <p className={classes.title}>{texts.pickers.knownTitle}</p>
          <p className={classes.hint}>{texts.pickers.knownHint}</p>
          <Choices label={texts.pickers.known} choices={choices} chosen={knownAt ?? NOW} onChoose={(value) => { choose(value); close() }} />
          <form className={classes.row} onSubmit={(event: FormEvent) => { event.preventDefault(); choose(day); close() }}>
            <label>{texts.why.day}<input type="date" className={classes.field} value={day} max={plusDays(today(), -1)} onChange={(event) => setDay(event.target.value)} /></label>
            <button type="submit" className={classes.apply} disabled={day === ''}>{texts.pickers.use}</button>
          </form>
        </>
      )}
    </Picker>
  )
}
