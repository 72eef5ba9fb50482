import { type FormEvent, useState } from 'react'
import type { Studies } from '../../api/types.ts'
import { useStudy } from '../../api/use-study.ts'
import { Answered } from '../../parts/answered.tsx'
import { Bones } from '../../parts/bones.tsx'
import { Card } from '../../parts/card.tsx'
import { settingsTexts as words } from '../../texts/settings.ts'
import { Field, Wrong } from './form.tsx'
import classes from './settings.module.css'
import { useChange } from './use-change.ts'

type Settings = Studies['settings']
const says = words.thresholds
const NAMES = ['fewestPeople', 'daysWithoutUse', 'daysBeforeRenewal'] as const
const USUAL = { fewestPeople: 5, daysWithoutUse: 30, daysBeforeRenewal: 30 } as const
const MOST = { fewestPeople: 1_000, daysWithoutUse: 3_650, daysBeforeRenewal: 365 } as const

/** From when on something counts. */
export function ThresholdsPart() {
  const query = useStudy('settings')
  return (
    <Card title={says.title} hint={says.hint}>
      <Answered query={query} bones={<Bones lines={[40, 60, 40, 60]} height={24} />}>{(settings) => <ThresholdsForm key={settings.version} settings={settings} />}</Answered>
    </Card>
  )
}

function ThresholdsForm({ settings }: { readonly settings: Settings }) {
  const { act, isBusy, error } = useChange()
  const [values, setValues] = useState<Readonly<Record<(typeof NAMES)[number], number>>>(settings.thresholds)
  const isChanged = NAMES.some((name) => values[name] !== settings.thresholds[name])
  const isUsual = NAMES.every((name) => values[name] === USUAL[name])
  const save = (event: FormEvent) => {
    event.preventDefault()
    const change = Object.fromEntries(NAMES.filter((name) => values[name] !== settings.thresholds[name]).map((name) => [name, values[name]]))
    void act('settings-save', { version: settings.version, ...change })
  }
  return (
    <form className={classes.stack} onSubmit={save}>
      {NAMES.map((name) => (
        <Field key={name} label={says[name]} hint={says[`${name}Hint`]}>
          {(id, hint) => (
            <span className={classes.number}>
              <input id={id} aria-describedby={hint} type="number" required min={1} max={MOST[name]} value={values[name]} onChange={(event) => setValues({ ...values, [name]: Number(event.target.value) })} /> {says[`${name}Unit`]}
            </span>
          )}
        </Field>
      ))}
      <Wrong error={error} />
      <div className={classes.buttons}>
        <button type="submit" className={classes.primary} disabled={isBusy || !isChanged}>{words.save}</button>
        {isUsual ? null : <button type="button" className={classes.button} onClick={() => setValues(USUAL)}>{says.usual}</button>}
      </div>
    </form>
  )
}
