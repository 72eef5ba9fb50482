import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { Studies } from '../../api/types.ts'
import { studyOptions, useStudy } from '../../api/use-study.ts'
import { count } from '../../format/numbers.ts'
import { Answered } from '../../parts/answered.tsx'
import { Bones } from '../../parts/bones.tsx'
import { Card } from '../../parts/card.tsx'
import { Empty } from '../../parts/empty.tsx'
import { settingsTexts as words } from '../../texts/settings.ts'
import { type Address, keptOf } from '../../view/address.ts'
import { useView } from '../../view/use-view.ts'
import { Field, FormDialog, SureButton } from './form.tsx'
import { type Column, CsvButton, Rows } from './rows.tsx'
import classes from './settings.module.css'
import { useChange } from './use-change.ts'

type Settings = Studies['settings']
type Category = Settings['categories'][number]
const says = words.categories

const COLUMNS: readonly Column<Category>[] = [
  { name: says.name, shown: ({ name }) => name, cell: ({ name }) => name },
  { name: says.where, shown: ({ where }) => <code className={classes.code}>{where}</code>, cell: ({ where }) => where },
  { name: says.people, shown: ({ where }) => <People where={where} /> },
]

/** How many people fit a filter, in the period of the view. */
function usePeople(where: string) {
  const { parameters } = useView()
  return useQuery({ ...studyOptions('parties', { ...parameters, where, partyKind: 'person', limit: 1 }), enabled: where !== '', retry: false })
}

function People({ where }: { readonly where: string }) {
  const { data, error } = usePeople(where)
  if (error) return <span className={classes.bad} title={error.message}>{says.wrong}</span>
  if (data === undefined) return <span className={classes.quiet}>{says.wait}</span>
  return <Link to="/parties" search={(before) => ({ ...keptOf(before as Address), where })} title={says.show}>{says.counts(count(data.total))}</Link>
}

/** Named filters over users. */
export function CategoriesPart() {
  const query = useStudy('settings')
  const { act, isBusy } = useChange()
  const [edited, setEdited] = useState<Category | 'new' | null>(null)
  const without = ({ categories }: Settings, name: string): readonly Category[] => categories.filter((one) => one.name !== name)
  return (
    <Card title={says.title} hint={says.hint} aside={<div className={classes.head}><CsvButton name="categories" rows={query.data?.categories ?? []} columns={COLUMNS} /><button type="button" className={classes.button} onClick={() => setEdited('new')}>{says.new}</button></div>}>
      <Answered query={query} bones={<Bones lines={[100, 100]} height={28} />}>
        {(settings) => (
          <>
            {settings.categories.length === 0 ? <Empty>{says.none}</Empty> : (
              <Rows rows={settings.categories} columns={COLUMNS} keyOf={({ name }) => name} actions={(category) => (
                <>
                  <Link className={classes.small} to="/explore" search={(before) => ({ ...keptOf(before as Address), where: category.where })}>{says.explore}</Link>
                  <button type="button" className={classes.small} aria-label={says.edit(category.name)} onClick={() => setEdited(category)}>{words.change}</button>
                  <SureButton label={words.remove} about={category.name} sure={`${words.remove.toLowerCase()} ${category.name}`} isBusy={isBusy} onSure={() => void act('settings-save', { version: settings.version, categories: without(settings, category.name) })} />
                </>
              )} />
            )}
            {edited === null ? null : <CategoryForm settings={settings} category={edited === 'new' ? null : edited} onClose={() => setEdited(null)} />}
          </>
        )}
      </Answered>
    </Card>
  )
}

function CategoryForm({ settings, category, onClose }: { readonly settings: Settings; readonly category: Category | null; readonly onClose: () => void }) {
  const { act, isBusy, error } = useChange()
  const [name, setName] = useState(category?.name ?? '')
  const [where, setWhere] = useState(category?.where ?? '')
  const [counted, setCounted] = useState(category?.where ?? '')
  const people = usePeople(counted)
  const save = async () => {
    const next = { name, where }
    const categories = category === null ? [...settings.categories, next] : settings.categories.map((one) => (one.name === category.name ? next : one))
    if ((await act('settings-save', { version: settings.version, categories })) !== null) onClose()
  }
  return (
    <FormDialog title={category === null ? says.new : says.edit(category.name)} isBusy={isBusy} error={error} onSubmit={() => void save()} onClose={onClose}>
      <Field label={says.name}>{(id) => <input id={id} required maxLength={80} value={name} onChange={(event) => setName(event.target.value)} />}</Field>
      <Field label={says.where} hint={says.whereHint}>
        {(id, hint) => <textarea id={id} aria-describedby={hint} required rows={3} value={where} spellCheck={false} placeholder={says.wherePlaceholder} onChange={(event) => setWhere(event.target.value)} onBlur={() => setCounted(where.trim())} />}
      </Field>
      <p className={`${classes.status} ${people.error ? classes.bad : classes.quiet}`} role="status">{counted === '' ? ' ' : people.error ? people.error.message : people.data === undefined ? says.wait : says.fits(says.counts(count(people.data.total)))}</p>
    </FormDialog>
  )
}
