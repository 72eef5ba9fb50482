import { useState } from 'react'
import { useStudy } from '../../api/use-study.ts'
import { firstIdentifier, nameOf } from '../../format/names.ts'
import table from '../../parts/table.module.css'
import { texts } from '../../texts.ts'
import classes from './review.module.css'

const words = texts.review.firms
const SUGGESTED = 8

export interface Way { readonly way: 'is-organization' | 'no-firm' | 'one-organization'; readonly organization?: string }

interface FirmActionsProps {
  readonly chosen: readonly string[]
  readonly onSay: (way: Way) => void
  readonly onClear: () => void
}

/** What the chosen domains are, and what saying so would change. */
export function FirmActions({ chosen, onSay, onClear }: FirmActionsProps) {
  const [way, setWay] = useState<Way['way']>('is-organization')
  const [name, setName] = useState('')
  const found = useStudy('parties', { q: name, partyKind: 'organization', limit: SUGGESTED }, chosen.length > 0 && way === 'is-organization' && name.trim() !== '')
  const named = (found.data?.parties ?? []).map(({ party }) => party).filter((party) => !party.identifiers.includes('self'))
  const organization = named.find((party) => nameOf(party) === name || party.identifiers.includes(name))
  const said: Way | null = way !== 'is-organization' ? { way } : organization === undefined ? null : { way, organization: firstIdentifier(organization) }
  const enough = way === 'one-organization' ? chosen.length > 1 : chosen.length > 0
  const effect = useStudy('guessed-organizations-effect', { domains: chosen.join(','), way: said?.way, organization: said?.organization }, enough && said !== null)
  if (chosen.length === 0) return <p className={classes.quiet}>{words.choose}</p>
  return (
    <section className={classes.actions} aria-label={words.chosen(chosen.length)}>
      <p><b>{words.chosen(chosen.length)}</b> <button type="button" className={classes.plain} onClick={onClear}>{words.clear}</button></p>
      <div className={classes.ways}>
        <Choice way="is-organization" now={way} onChoose={setWay}>{words.is}</Choice>
        <input className={table.field} list="organizations" placeholder={words.isPlaceholder} aria-label={words.isPlaceholder} value={name} onFocus={() => setWay('is-organization')} onChange={(event) => setName(event.currentTarget.value)} />
        <datalist id="organizations">{named.map((party) => <option key={party.id} value={nameOf(party)}>{firstIdentifier(party)}</option>)}</datalist>
        <Choice way="one-organization" now={way} onChoose={setWay} disabled={chosen.length < 2}>{words.one}</Choice>
        <Choice way="no-firm" now={way} onChoose={setWay}>{words.noFirm}</Choice>
        <button type="button" className={classes.primary} disabled={said === null || !enough} onClick={() => (said === null ? undefined : onSay(said))}>{words.apply}</button>
      </div>
      {said === null || !enough ? null : <p className={classes.effect} aria-live="polite"><b>{words.effect}:</b> {effect.error ? effect.error.message : effect.data === undefined || effect.isPlaceholderData ? <span className={classes.quiet}>{texts.review.working} …</span> : effect.data.sentence}</p>}
    </section>
  )
}

function Choice({ way, now, onChoose, disabled = false, children }: { readonly way: Way['way']; readonly now: Way['way']; readonly onChoose: (way: Way['way']) => void; readonly disabled?: boolean; readonly children: string }) {
  return <label className={classes.choice}><input type="radio" name="way" checked={way === now} disabled={disabled} onChange={() => onChoose(way)} /> {children}</label>
}
