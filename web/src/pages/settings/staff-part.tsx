import { useState } from 'react'
import type { Studies } from '../../api/types.ts'
import { useStudy } from '../../api/use-study.ts'
import { dayText } from '../../format/days.ts'
import { count } from '../../format/numbers.ts'
import { Answered } from '../../parts/answered.tsx'
import { Bones } from '../../parts/bones.tsx'
import { Card } from '../../parts/card.tsx'
import { Empty } from '../../parts/empty.tsx'
import { settingsTexts as words } from '../../texts/settings.ts'
import { Field, SureButton, Wrong } from './form.tsx'
import { type Column, CsvButton, Rows } from './rows.tsx'
import classes from './settings.module.css'
import { useChange } from './use-change.ts'

type Staff = Studies['own-facts']['staff'][number]
const says = words.staff
const BY_HAND = 'by-hand'
const SEARCHED = 8
const SHORTEST_DOMAIN = 4

const COLUMNS: readonly Column<Staff>[] = [
  { name: says.person, shown: ({ says: name }) => name, cell: ({ identifier }) => identifier },
  { name: says.since, shown: ({ from }) => (from === null ? says.always : dayText(from)), cell: ({ from }) => from },
  { name: says.until, shown: ({ to }) => (to === null ? says.still : dayText(to)), cell: ({ to }) => to },
  { name: says.source, shown: ({ source }) => <span className={classes.quiet} title={source === BY_HAND ? undefined : says.reimport}>{source}</span>, cell: ({ source }) => source },
]

/** Our own people, who are left out of users and customers. */
export function StaffPart() {
  const query = useStudy('own-facts')
  const { act, isBusy, error } = useChange()
  return (
    <div className={classes.stack}>
      <AddStaff />
      <Card title={says.title} hint={says.hint} aside={<CsvButton name="staff" rows={query.data?.staff ?? []} columns={COLUMNS} />}>
        <Wrong error={error} />
        <Answered query={query} bones={<Bones lines={[100, 100, 100]} height={28} />}>
          {({ staff }) => staff.length === 0 ? <Empty>{says.none}</Empty> : (
            <Rows rows={staff} columns={COLUMNS} keyOf={({ source, key }) => `${source} ${key}`} actions={({ source, key, says: name }) => (
              <SureButton label={says.takeOut} about={name} sure={says.back(name)} isBusy={isBusy} onSure={() => void act('staff-remove', { source, key })} />
            )} />
          )}
        </Answered>
      </Card>
    </div>
  )
}

/** One person by search, with what it changes; or everybody at a domain. */
function AddStaff() {
  const { act, isBusy, error } = useChange()
  const [q, setQ] = useState('')
  const [chosen, setChosen] = useState<string | null>(null)
  const [since, setSince] = useState('')
  const [until, setUntil] = useState('')
  const [domain, setDomain] = useState('')
  const found = useStudy('parties', { q, partyKind: 'person', limit: SEARCHED }, q.trim() !== '')
  const effect = useStudy('correction-effect', { fact: 'staff', party: chosen, since: since || undefined, until: until || undefined }, chosen !== null)
  const people = useStudy('staff-of-domain', { domain }, domain.length >= SHORTEST_DOMAIN)
  const period = { ...(since === '' ? {} : { since }), ...(until === '' ? {} : { until }) }
  const add = async (who: { readonly party: string } | { readonly domain: string }) => {
    if ((await act('staff-save', { ...who, ...period })) === null) return
    setQ('')
    setChosen(null)
    setDomain('')
  }
  return (
    <Card title={words.add}>
      <div className={classes.stack}>
        <div className={classes.pair}>
          <Field label={says.search}>{(id) => <input id={id} type="search" value={q} placeholder={says.searchHint} onChange={(event) => { setQ(event.target.value); setChosen(null) }} />}</Field>
          <Field label={says.domain}>{(id) => <input id={id} value={domain} placeholder={says.domainPlaceholder} spellCheck={false} onChange={(event) => setDomain(event.target.value.trim())} />}</Field>
          <Field label={says.since}>{(id) => <input id={id} type="date" value={since} onChange={(event) => setSince(event.target.value)} />}</Field>
          <Field label={says.until}>{(id) => <input id={id} type="date" value={until} onChange={(event) => setUntil(event.target.value)} />}</Field>
        </div>
        {q.trim() === '' || found.data === undefined ? null : found.data.parties.length === 0 ? <p className={classes.quiet}>{says.notFound}</p> : (
          <ul className={classes.choices}>
            {found.data.parties.map(({ party }) => {
              const identifier = party.id ?? ''
              return <li key={identifier}><button type="button" aria-pressed={chosen === identifier} onClick={() => setChosen(identifier)}><span>{party.name ?? identifier}</span><span className={classes.quiet}>{identifier}</span></button></li>
            })}
          </ul>
        )}
        {chosen === null ? null : (
          <div className={classes.stack}>
            <p className={classes.quiet} role="status">{says.effect}: {effect.error ? effect.error.message : (effect.data?.sentence ?? '…')}</p>
            <div className={classes.buttons}><button type="button" className={classes.primary} disabled={isBusy} onClick={() => void add({ party: chosen })}>{says.addOne(found.data?.parties.find(({ party }) => party.id === chosen)?.party.name ?? chosen)}</button></div>
          </div>
        )}
        {domain.length < SHORTEST_DOMAIN || people.data === undefined ? null : (
          <div className={classes.stack}>
            <p className={classes.quiet} role="status">{says.found(count(people.data.people), people.data.examples.join(', '))}</p>
            {people.data.people === 0 ? null : <div className={classes.buttons}><button type="button" className={classes.primary} disabled={isBusy} onClick={() => void add({ domain })}>{says.addAll(count(people.data.people))}</button></div>}
          </div>
        )}
        <Wrong error={error} />
      </div>
    </Card>
  )
}
