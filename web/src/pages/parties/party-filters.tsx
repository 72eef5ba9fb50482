import { useDebouncedCallback } from '@mantine/hooks'
import classes from '../../parts/table.module.css'
import { texts } from '../../texts.ts'
import { PAYER_KINDS } from '../../theme/kinds.ts'
import { useView } from '../../view/use-view.ts'

const TYPING_MS = 180

export function PartyFilters() {
  const { address, go } = useView()
  const search = useDebouncedCallback((text: string) => go({ q: text === '' ? undefined : text }, true), TYPING_MS)
  const filtered = address.q !== undefined || address.role !== undefined || address.kind !== undefined
  return (
    <div className={classes.filters}>
      <input type="search" className={`${classes.field} ${classes.grow}`} defaultValue={address.q ?? ''} onChange={(event) => search(event.target.value)} placeholder={texts.parties.search} aria-label={texts.parties.search} />
      <select className={classes.field} value={address.role ?? ''} onChange={(event) => go({ role: event.target.value })} aria-label={texts.parties.role}>
        <option value="">{texts.parties.anyRole}</option>
        {texts.parties.filterRoles.map((role) => <option key={role} value={role}>{texts.parties.roleNames[role]}</option>)}
      </select>
      <select className={classes.field} value={address.kind ?? ''} onChange={(event) => go({ kind: event.target.value })} aria-label={texts.parties.kind}>
        <option value="">{texts.parties.anyKind}</option>
        {PAYER_KINDS.map((kind) => <option key={kind} value={kind}>{texts.kinds[kind].name}</option>)}
      </select>
      {filtered ? <button type="button" className={classes.button} onClick={() => go({ q: undefined, role: undefined, kind: undefined })}>{texts.parties.clear}</button> : null}
    </div>
  )
}
