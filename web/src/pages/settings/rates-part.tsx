import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { Studies } from '../../api/types.ts'
import { useStudy } from '../../api/use-study.ts'
import { dayText, today } from '../../format/days.ts'
import { Answered } from '../../parts/answered.tsx'
import { Bones } from '../../parts/bones.tsx'
import { Card } from '../../parts/card.tsx'
import { Empty } from '../../parts/empty.tsx'
import { settingsTexts as words } from '../../texts/settings.ts'
import { type Address, keptOf } from '../../view/address.ts'
import { Field, FormDialog, SureButton, Wrong } from './form.tsx'
import { type Column, CsvButton, Rows } from './rows.tsx'
import classes from './settings.module.css'
import { useChange } from './use-change.ts'

type Rate = Studies['own-facts']['rates'][number]
const says = words.rates

const COLUMNS: readonly Column<Rate>[] = [
  { name: says.day, shown: ({ at }) => dayText(at.slice(0, 10)), cell: ({ at }) => at.slice(0, 10) },
  { name: says.rate, shown: ({ from, rate, to }) => says.says(from, rate, to), cell: ({ rate }) => rate },
  { name: says.source, shown: ({ source }) => <span className={classes.quiet}>{source}</span>, cell: ({ source }) => source },
]

/** What currencies are worth in each other, day by day. */
export function RatesPart() {
  const query = useStudy('own-facts')
  const { act, isBusy, error } = useChange()
  const [isNew, setNew] = useState(false)
  return (
    <Card title={says.title} hint={says.hint} aside={<div className={classes.head}><CsvButton name="rates" rows={query.data?.rates ?? []} columns={[...COLUMNS, { name: says.from, shown: () => null, cell: ({ from }) => from }, { name: says.to, shown: () => null, cell: ({ to }) => to }]} /><Link to="/import" search={(before) => keptOf(before as Address)} className={classes.button}>{says.bring}</Link><button type="button" className={classes.button} onClick={() => setNew(true)}>{says.new}</button></div>}>
      <Wrong error={error} />
      <Answered query={query} bones={<Bones lines={[100, 100]} height={28} />}>
        {({ rates }) => rates.length === 0 ? <Empty>{says.none}</Empty> : (
          <Rows rows={rates} columns={COLUMNS} keyOf={({ source, key }) => `${source} ${key}`} actions={({ source, key, from, rate, to }) => (
            <SureButton label={says.takeOut} about={says.says(from, rate, to)} sure={says.back(says.says(from, rate, to))} isBusy={isBusy} onSure={() => void act('rate-remove', { source, key })} />
          )} />
        )}
      </Answered>
      {isNew ? <RateForm onClose={() => setNew(false)} /> : null}
    </Card>
  )
}

function RateForm({ onClose }: { readonly onClose: () => void }) {
  const { act, isBusy, error } = useChange()
  const [from, setFrom] = useState('USD')
  const [to, setTo] = useState('EUR')
  const [rate, setRate] = useState('')
  const [at, setAt] = useState(today())
  const save = async () => (await act('rate-save', { from, to, rate, at })) !== null && onClose()
  return (
    <FormDialog title={says.new} isBusy={isBusy} error={error} onSubmit={() => void save()} onClose={onClose}>
      <div className={classes.pair}>
        <Field label={says.from}>{(id) => <input id={id} required minLength={3} maxLength={3} value={from} onChange={(event) => setFrom(event.target.value.toUpperCase())} />}</Field>
        <Field label={says.rate}>{(id) => <input id={id} required inputMode="decimal" pattern="[0-9]+([.][0-9]+)?" placeholder="0.92" value={rate} onChange={(event) => setRate(event.target.value.replace(',', '.'))} />}</Field>
        <Field label={says.to}>{(id) => <input id={id} required minLength={3} maxLength={3} value={to} onChange={(event) => setTo(event.target.value.toUpperCase())} />}</Field>
        <Field label={says.day}>{(id) => <input id={id} type="date" required value={at} onChange={(event) => setAt(event.target.value)} />}</Field>
      </div>
    </FormDialog>
  )
}
