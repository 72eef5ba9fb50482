import { type FormEvent, useState } from 'react'
import type { Studies } from '../../api/types.ts'
import { useStudy } from '../../api/use-study.ts'
import { Answered } from '../../parts/answered.tsx'
import { Bones } from '../../parts/bones.tsx'
import { Card } from '../../parts/card.tsx'
import { Empty } from '../../parts/empty.tsx'
import { texts } from '../../texts.ts'
import { Field, FormDialog, SureButton, Wrong } from './form.tsx'
import { type Column, CsvButton, Rows } from './rows.tsx'
import classes from './settings.module.css'
import { useChange } from './use-change.ts'

type Settings = Studies['settings']
type Asking = Settings['asking']
type Asker = Asking['team'][number]
const says = texts.asking.settings
const SKILLS = ['users', 'customers'] as const
const USUAL = { personDays: 90, organizationDays: 30, organizationMost: 10, organizationShare: 0.2, askUnknown: false, quietFrom: 20, quietTo: 7 } as const

const COLUMNS: readonly Column<Asker>[] = [
  { name: says.name, shown: ({ name }) => name, cell: ({ name }) => name },
  { name: says.email, shown: ({ email }) => email ?? '', cell: ({ email }) => email },
  { name: says.skills, shown: ({ skills }) => skills.map((one) => says.skill[one]).join(', '), cell: ({ skills }) => skills.join('; ') },
  { name: says.organizations, shown: ({ organizations }) => organizations.join(', '), cell: ({ organizations }) => organizations.join('; ') },
]

/** Limits of asking people, and who of the team asks. */
export function AskingPart() {
  const query = useStudy('settings')
  return (
    <Answered query={query} bones={<Card title={says.title} hint={says.hint}><Bones lines={[40, 60, 40, 60]} height={24} /></Card>}>
      {(settings) => <div className={classes.stack}><Limits key={settings.version} settings={settings} /><Team settings={settings} /></div>}
    </Answered>
  )
}

function Limits({ settings }: { readonly settings: Settings }) {
  const { act, isBusy, error } = useChange()
  const { team: _, ...there } = settings.asking
  const [values, setValues] = useState<Omit<Asking, 'team'>>(there)
  const isChanged = JSON.stringify(values) !== JSON.stringify(there)
  const save = (event: FormEvent) => {
    event.preventDefault()
    void act('settings-save', { version: settings.version, asking: values })
  }
  const number = (name: 'personDays' | 'organizationMost' | 'organizationDays', unit: string, least: number) => (
    <Field label={says[name]}>
      {(id) => <span className={classes.number}><input id={id} type="number" required min={least} max={name === 'organizationMost' ? 100_000 : 3_650} value={values[name]} onChange={(event) => setValues({ ...values, [name]: Number(event.target.value) })} /> {unit}</span>}
    </Field>
  )
  const hour = (name: 'quietFrom' | 'quietTo') => <input type="number" aria-label={`${says.quiet} (${name === 'quietFrom' ? 1 : 2})`} required min={0} max={23} value={values[name]} onChange={(event) => setValues({ ...values, [name]: Number(event.target.value) })} />
  return (
    <Card title={says.title} hint={says.hint}>
      <form className={classes.stack} onSubmit={save}>
        {number('personDays', says.days, 0)}
        {number('organizationMost', says.people, 1)}
        <Field label={says.organizationShare}>
          {(id) => <span className={classes.number}><input id={id} type="number" required min={1} max={100} value={Math.round(values.organizationShare * 100)} onChange={(event) => setValues({ ...values, organizationShare: Number(event.target.value) / 100 })} /> {says.percent}</span>}
        </Field>
        {number('organizationDays', says.days, 1)}
        <Field label={says.quiet}>{() => <span className={classes.number}>{hour('quietFrom')} {says.quietAnd} {hour('quietTo')} {says.quietUnit}</span>}</Field>
        <div>
          <label className={classes.check}><input type="checkbox" checked={values.askUnknown} onChange={(event) => setValues({ ...values, askUnknown: event.target.checked })} /> {says.askUnknown}</label>
          <p className={classes.quiet}>{says.askUnknownHint}</p>
        </div>
        <Wrong error={error} />
        <div className={classes.buttons}>
          <button type="submit" className={classes.primary} disabled={isBusy || !isChanged}>{says.save}</button>
          {JSON.stringify(values) === JSON.stringify({ ...there, ...USUAL }) ? null : <button type="button" className={classes.button} onClick={() => setValues({ ...values, ...USUAL })}>{says.usual}</button>}
        </div>
      </form>
    </Card>
  )
}

function Team({ settings }: { readonly settings: Settings }) {
  const { act, isBusy } = useChange()
  const [edited, setEdited] = useState<number | null>(null)
  const { team } = settings.asking
  const rows = team.map((asker, place) => ({ ...asker, place }))
  return (
    <Card title={says.team} hint={says.teamHint} aside={<div className={classes.head}><CsvButton name="team" rows={team} columns={COLUMNS} /><button type="button" className={classes.button} onClick={() => setEdited(-1)}>{says.new}</button></div>}>
      {team.length === 0 ? <Empty>{says.none}</Empty> : (
        <Rows rows={rows} columns={COLUMNS} keyOf={({ place }) => String(place)} actions={({ name, place }) => (
          <>
            <button type="button" className={classes.small} aria-label={says.edit(name)} onClick={() => setEdited(place)}>{says.change}</button>
            <SureButton label={says.remove} about={name} sure={`${says.remove.toLowerCase()} ${name}`} isBusy={isBusy} onSure={() => void act('settings-save', { version: settings.version, asking: { team: team.filter((_, at) => at !== place) } })} />
          </>
        )} />
      )}
      {edited === null ? null : <AskerForm settings={settings} place={edited} onClose={() => setEdited(null)} />}
    </Card>
  )
}

function AskerForm({ settings, place, onClose }: { readonly settings: Settings; readonly place: number; readonly onClose: () => void }) {
  const { act, isBusy, error } = useChange()
  const { team } = settings.asking
  const before = team[place]
  const [name, setName] = useState(before?.name ?? '')
  const [email, setEmail] = useState(before?.email ?? '')
  const [skills, setSkills] = useState<readonly string[]>(before?.skills ?? ['users'])
  const [organizations, setOrganizations] = useState(before?.organizations.join(', ') ?? '')
  const save = async () => {
    const asker = { name: name.trim(), email: email.trim() === '' ? null : email.trim(), skills, organizations: organizations.split(',').map((one) => one.trim()).filter((one) => one !== '') }
    const next = before === undefined ? [...team, asker] : team.map((one, at) => (at === place ? asker : one))
    if ((await act('settings-save', { version: settings.version, asking: { team: next } })) !== null) onClose()
  }
  return (
    <FormDialog title={before === undefined ? says.new : says.edit(before.name)} isBusy={isBusy} error={error} onSubmit={() => void save()} onClose={onClose}>
      <Field label={says.name}>{(id) => <input id={id} required maxLength={80} value={name} onChange={(event) => setName(event.target.value)} />}</Field>
      <Field label={says.email}>{(id) => <input id={id} type="email" maxLength={254} value={email} onChange={(event) => setEmail(event.target.value)} />}</Field>
      <fieldset className={classes.events}>
        <legend>{says.skills}</legend>
        {SKILLS.map((skill) => <label key={skill} className={classes.check}><input type="checkbox" checked={skills.includes(skill)} onChange={(event) => setSkills(event.target.checked ? [...skills, skill] : skills.filter((one) => one !== skill))} /> {says.skill[skill]}</label>)}
      </fieldset>
      <Field label={says.organizations} hint={says.organizationsHint}>{(id, hint) => <input id={id} aria-describedby={hint} value={organizations} onChange={(event) => setOrganizations(event.target.value)} />}</Field>
    </FormDialog>
  )
}
