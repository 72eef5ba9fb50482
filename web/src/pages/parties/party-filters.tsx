import { useDebouncedCallback } from '@mantine/hooks'
import { IconX } from '@tabler/icons-react'
import { Choices } from '../../parts/choices.tsx'
import { Picker } from '../../parts/picker.tsx'
import { texts } from '../../texts.ts'
import { PAYER_KINDS } from '../../theme/kinds.ts'
import { useView } from '../../view/use-view.ts'
import { FilterBar } from '../explore/filter-bar.tsx'
import { ColumnChooser } from './column-chooser.tsx'
import classes from './parties.module.css'
import { ViewPicker } from './view-picker.tsx'

const words = texts.parties
const TYPING_MS = 150
const ANY = ''

/** Which parties, and what of them: a saved view, a text, a role, a payer kind, any filter, the columns. */
export function PartyFilters() {
  const { address, go } = useView()
  const search = useDebouncedCallback((text: string) => go({ q: text === '' ? undefined : text }, true), TYPING_MS)
  const roles = [{ value: ANY, name: words.anyRole }, ...words.filterRoles.map((role) => ({ value: role as string, name: words.roleNames[role] ?? role }))]
  const kinds = [{ value: ANY, name: words.anyKind }, ...PAYER_KINDS.map((kind) => ({ value: kind as string, name: texts.kinds[kind].name }))]
  const group = address.group
  return (
    <div className={classes.bar}>
      <ViewPicker />
      <input key={address.saved ?? ''} type="search" className={classes.search} defaultValue={address.q ?? ''} onChange={(event) => search(event.target.value)} placeholder={words.search} aria-label={words.search} />
      <One label={words.role} choices={roles} chosen={address.role ?? ANY} onChoose={(role) => go({ role: role === ANY ? undefined : role })} />
      <One label={words.kind} choices={kinds} chosen={address.kind ?? ANY} onChoose={(kind) => go({ kind: kind === ANY ? undefined : kind })} />
      {group === undefined ? null : (
        <span className={classes.group}>{words.groups[group] ?? group}<button type="button" aria-label={words.takeAway(words.groups[group] ?? group)} onClick={() => go({ group: undefined })}><IconX size={14} stroke={2} aria-hidden /></button></span>
      )}
      <FilterBar />
      <span className={`${classes.end} ${classes.wide}`}><ColumnChooser /></span>
    </div>
  )
}

interface OneProps { readonly label: string; readonly choices: readonly { readonly value: string; readonly name: string }[]; readonly chosen: string; readonly onChoose: (value: string) => void }

function One({ label, choices, chosen, onChoose }: OneProps) {
  return (
    <Picker label={label} value={choices.find(({ value }) => value === chosen)?.name ?? chosen} width={220} marked={false}>
      {(close) => <Choices label={label} choices={choices} chosen={chosen} onChoose={(value) => {
        close()
        onChoose(value)
      }} />}
    </Picker>
  )
}
