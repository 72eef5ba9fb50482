import { useState } from 'react'
import type { Studies } from '../../api/types.ts'
import { useStudy } from '../../api/use-study.ts'
import { dayText } from '../../format/days.ts'
import { Answered } from '../../parts/answered.tsx'
import { Bones } from '../../parts/bones.tsx'
import { Card } from '../../parts/card.tsx'
import { Empty } from '../../parts/empty.tsx'
import { settingsTexts as words } from '../../texts/settings.ts'
import { Field, FormDialog, ShownOnce, SureButton, Wrong } from './form.tsx'
import { type Column, CsvButton, Rows } from './rows.tsx'
import classes from './settings.module.css'
import { useChange } from './use-change.ts'

type Key = Studies['keys']['keys'][number]
interface Made { readonly key: Key; readonly text: string }
const says = words.keys
const POWERS = ['write', 'read', 'browser', 'admin'] as const
const day = (instant: string) => dayText(instant.slice(0, 10))

const COLUMNS: readonly Column<Key>[] = [
  { name: says.name, shown: ({ name }) => name, cell: ({ name }) => name },
  { name: says.power, shown: ({ power, workspace }) => <>{says.short[power] ?? power}{workspace === '*' ? <span className={classes.quiet}>, {says.all}</span> : null}</>, cell: ({ power }) => power },
  { name: says.begins, shown: ({ prefix }) => (prefix === null ? '–' : <code className={classes.code}>{prefix}…</code>), cell: ({ prefix }) => prefix },
  { name: says.created, shown: ({ created }) => day(created), cell: ({ created }) => created },
  { name: says.expires, shown: ({ expires, isExpired }) => (expires === null ? says.never : isExpired ? <span className={classes.bad}>{says.expired}</span> : day(expires)), cell: ({ expires }) => expires },
  { name: says.used, shown: ({ lastUsed }) => (lastUsed === null ? <span className={classes.quiet}>{says.unused}</span> : day(lastUsed)), cell: ({ lastUsed }) => lastUsed },
]

/** Keys of programs: made, shown once, given a new text, revoked. */
export function KeysPart() {
  const query = useStudy('keys')
  const { act, isBusy, error } = useChange()
  const [isNew, setNew] = useState(false)
  const [made, setMade] = useState<Made | null>(null)
  return (
    <Card title={says.title} hint={says.hint} aside={<div className={classes.head}><CsvButton name="keys" rows={query.data?.keys ?? []} columns={COLUMNS} /><button type="button" className={classes.button} onClick={() => setNew(true)}>{says.new}</button></div>}>
      <Wrong error={error} />
      <Answered query={query} bones={<Bones lines={[100, 100, 100]} height={28} />}>
        {({ keys }) => keys.length === 0 ? <Empty>{says.none}</Empty> : (
          <Rows rows={keys} columns={COLUMNS} keyOf={({ id }) => id} actions={({ id, name }) => (
            <>
              <SureButton label={says.rotate} about={name} sure={says.rotateSure} isBusy={isBusy} onSure={() => void act<Made>('key-rotate', { id }).then(setMade)} />
              <SureButton label={says.revoke} about={name} sure={says.revokeSure(name)} isBusy={isBusy} onSure={() => void act('key-revoke', { id })} />
            </>
          )} />
        )}
      </Answered>
      {isNew ? <KeyForm onClose={() => setNew(false)} onMade={(one) => { setNew(false); setMade(one) }} /> : null}
      {made === null ? null : <ShownOnce says={says.once(made.key.name)} text={made.text} onClose={() => setMade(null)} />}
    </Card>
  )
}

function KeyForm({ onClose, onMade }: { readonly onClose: () => void; readonly onMade: (made: Made) => void }) {
  const { act, isBusy, error } = useChange()
  const [name, setName] = useState('')
  const [power, setPower] = useState<string>('write')
  const [days, setDays] = useState('')
  const [all, setAll] = useState(false)
  const save = async () => {
    const made = await act<Made>('key-create', { name, power, ...(days === '' ? {} : { days: Number(days) }), ...(all ? { all } : {}) })
    if (made !== null) onMade(made)
  }
  return (
    <FormDialog title={says.new} button={says.new} isBusy={isBusy} error={error} onSubmit={() => void save()} onClose={onClose}>
      <Field label={says.name}>{(id) => <input id={id} required maxLength={200} value={name} placeholder={says.namePlaceholder} onChange={(event) => setName(event.target.value)} />}</Field>
      <Field label={says.power}>{(id) => <select id={id} value={power} onChange={(event) => setPower(event.target.value)}>{POWERS.map((one) => <option key={one} value={one}>{says.powers[one]}</option>)}</select>}</Field>
      <Field label={says.days}>{(id) => <span className={classes.number}><input id={id} type="number" min={1} max={36_500} value={days} placeholder="–" onChange={(event) => setDays(event.target.value)} /> {days === '' ? says.daysPlaceholder : says.daysUnit}</span>}</Field>
      <label className={classes.check}><input type="checkbox" checked={all} onChange={(event) => setAll(event.target.checked)} /> {says.everywhere}</label>
    </FormDialog>
  )
}
