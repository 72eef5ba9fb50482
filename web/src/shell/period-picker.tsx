import { type FormEvent, useState } from 'react'
import { periodText, plusDays } from '../format/days.ts'
import { Choices } from '../parts/choices.tsx'
import { Picker } from '../parts/picker.tsx'
import { texts } from '../texts.ts'
import { type Period, presetName, presets } from '../view/periods.ts'
import { useView } from '../view/use-view.ts'
import classes from './pickers.module.css'

export function PeriodPicker() {
  const { period, go } = useView()
  const name = presetName(period)
  const all = presets()
  const show = (chosen: Period) => go({ from: chosen.from, to: chosen.to })
  const choose = (wanted: string) => {
    const preset = all.find((one) => one.name === wanted)
    if (preset) show(preset.period)
  }
  return (
    <Picker label={texts.pickers.period} value={name ?? periodText(period.from, period.to)} width={320}>
      {(close) => (
        <>
          <p className={classes.hint}>{texts.pickers.periodHint}</p>
          <Choices label={texts.pickers.period} chosen={name} choices={all.map((one) => ({ value: one.name, name: one.name, hint: periodText(one.period.from, one.period.to) }))} onChoose={(value) => { choose(value); close() }} />
          <OtherDays period={period} onChoose={(chosen) => { show(chosen); close() }} />
        </>
      )}
    </Picker>
  )
}

function OtherDays({ period, onChoose }: { readonly period: Period; readonly onChoose: (period: Period) => void }) {
  const [from, setFrom] = useState(period.from)
  const [last, setLast] = useState(plusDays(period.to, -1))
  const good = from !== '' && last !== '' && from <= last
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (good) onChoose({ from, to: plusDays(last, 1) })
  }
  return (
    <form className={classes.row} onSubmit={submit} aria-label={texts.pickers.custom}>
      <label>{texts.pickers.from}<input type="date" className={classes.field} value={from} onChange={(event) => setFrom(event.target.value)} /></label>
      <label>{texts.pickers.lastDay}<input type="date" className={classes.field} value={last} onChange={(event) => setLast(event.target.value)} /></label>
      {good ? null : <span className={classes.bad} role="alert">{texts.pickers.badPeriod}</span>}
      <button type="submit" className={classes.apply} disabled={!good}>{texts.pickers.apply}</button>
    </form>
  )
}
