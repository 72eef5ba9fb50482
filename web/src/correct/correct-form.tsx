import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { tell } from '../api/tell.ts'
import { dayText, instantText, isDay } from '../format/days.ts'
import { texts } from '../texts.ts'
import { useView } from '../view/use-view.ts'
import type { About } from './about.ts'
import classes from './correct.module.css'
import { EffectShown, useEffectOf } from './effect-shown.tsx'
import { PartyPicker } from './party-picker.tsx'
import { tellSaid } from './said.ts'
import { useAlreadySaid } from './use-already-said.ts'
import { useSignature } from './use-signature.ts'
import { type FieldName, type Fields, isComplete, type MembershipNow, type Way, waysFor } from './ways.ts'

const words = texts.correct
const FUNCTIONS = ['member', 'admin', 'billing', 'decider', 'champion'] as const

interface CorrectFormProps {
  readonly about: About
  readonly kind: string | null
  readonly membership: MembershipNow | null
  readonly name: string
  readonly onDone: () => void
}

/** What is so, about whom, its effect, and the button. Enter says it where there is enough to say. */
export function CorrectForm({ about, kind, membership, name, onDone }: CorrectFormProps) {
  const { parameters, workspace } = useView()
  const queries = useQueryClient()
  const { by, setBy } = useSignature()
  const all = waysFor(about, membership)
  const ways = all.filter(({ kinds }) => kinds === undefined || kind === null || kinds.includes(kind))
  const [chosen, setChosen] = useState<string | null>(null)
  const [fields, setFields] = useState<Fields>({})
  const [names, setNames] = useState<Fields>({})
  const [why, setWhy] = useState('')
  const [saying, setSaying] = useState(false)
  const [isChanged, setIsChanged] = useState(false)
  const [error, setError] = useState<Error | null>(null)
  const way = ways.find((one) => one.name === chosen) ?? ways[0]
  const clean = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined && value.trim() !== '')) as Fields
  const correction = way !== undefined && isComplete(way, clean) ? way.correction(clean) : null
  const effect = useEffectOf(correction)
  const already = useAlreadySaid(correction)
  const isReady = correction !== null && already.said === null && effect.error === null && effect.data !== undefined && !effect.isPlaceholderData && effect.data.refused === null && !saying
  if (way === undefined) return null
  const set: OnSet = (field, value, name) => {
    setFields((before) => ({ ...before, [field]: value }))
    setNames((before) => ({ ...before, [field]: name ?? value }))
  }
  const say = async (event: FormEvent) => {
    event.preventDefault()
    if (!isReady) return
    setSaying(true)
    setError(null)
    setIsChanged(false)
    try {
      // What was promised is asked once more: somebody else may have said it, or something else, meanwhile.
      const [fresh, said] = await Promise.all([effect.refetch(), already.again()])
      if (fresh.error !== null) throw fresh.error
      if (said !== null || fresh.data?.sentence !== effect.data?.sentence) {
        setIsChanged(said === null)
        setSaying(false)
        return
      }
      const { workspace: _, knownAt: __, ...window } = parameters
      const asked = Object.fromEntries(Object.entries(window).filter(([, value]) => value !== undefined))
      const { key, import: together, effect: told } = await tell<{ key: string; import: string | null; effect: string | null }>('correct', workspace, { ...asked, ...Object.fromEntries(Object.entries(correction).filter(([, value]) => value !== undefined)), ...(by.trim() === '' ? {} : { by }), ...(why.trim() === '' ? {} : { why }) })
      tellSaid({ workspace, key, together, says: words.saidOf(way.name, name, way.needs.map((field) => names[field] ?? '').find((one) => one !== '') ?? '', dayOr(clean.since), dayOr(clean.until)), effect: told })
      onDone()
      await queries.invalidateQueries()
    } catch (cause) {
      setSaying(false)
      setError(cause instanceof Error ? cause : new Error(String(cause)))
    }
  }
  return (
    <form className={classes.form} onSubmit={(event) => void say(event)}>
      <fieldset className={classes.ways}>
        <legend>{words.what}</legend>
        {ways.map((one) => <label key={one.name}><input type="radio" name="way" checked={one.name === way.name} onChange={() => { setChosen(one.name); setFields({}); setNames({}) }} />{words.ways[one.name]}</label>)}
      </fieldset>
      <div className={classes.side}>
        <WayFields key={way.name} way={way} fields={fields} without={about.what === 'party' ? about.id : undefined} onSet={set} />
        <EffectShown query={effect} asked={correction !== null} />
        {already.said !== null ? <p className={classes.bad} role="status">{words.alreadySaid(already.said.by, instantText(already.said.at))}</p> : isChanged ? <p className={classes.bad} role="status">{words.changed}</p> : null}
        <div className={classes.signed}>
          <label>{words.fields.why} <input type="text" value={why} placeholder={words.whyHint} maxLength={500} onChange={(event) => setWhy(event.currentTarget.value)} /></label>
          <label>{words.fields.by} <input type="text" value={by} placeholder={words.whyHint} maxLength={100} autoComplete="name" onChange={(event) => setBy(event.currentTarget.value)} /></label>
        </div>
        {error ? <p className={classes.bad} role="alert">{error.message}</p> : null}
        <div className={classes.actions}>
          <button type="submit" className={classes.primary} disabled={!isReady}>{saying ? words.saying : words.submit} <kbd aria-hidden>↵</kbd></button>
        </div>
      </div>
    </form>
  )
}

type OnSet = (field: FieldName, value: string | undefined, name?: string) => void

function dayOr(day: string | undefined): string {
  return isDay(day) ? dayText(day) : ''
}

interface WayFieldsProps { readonly way: Way; readonly fields: Fields; readonly without: string | undefined; readonly onSet: OnSet }

function WayFields({ way, fields, without, onSet }: WayFieldsProps) {
  const wanted = [...way.needs, ...(way.may ?? [])]
  if (wanted.length === 0) return null
  return (
    <div className={classes.fields}>
      {wanted.map((field) => <OneField key={field} field={field} value={fields[field]} without={without} needed={way.needs.includes(field)} onSet={onSet} />)}
      {way.may?.includes('since') ? <p className={classes.quiet}>{words.always}</p> : null}
    </div>
  )
}

function OneField({ field, value, without, needed, onSet }: { readonly field: FieldName; readonly value: string | undefined; readonly without: string | undefined; readonly needed: boolean; readonly onSet: WayFieldsProps['onSet'] }) {
  switch (field) {
    case 'other': case 'payer': return <PartyPicker label={words.fields[field]} chosen={value} without={without} onChoose={(id, name) => onSet(field, id, name)} />
    case 'organization': return <PartyPicker label={words.fields[field]} kind="organization" chosen={value} without={without} onChoose={(id, name) => onSet(field, id, name)} />
    case 'person': return <PartyPicker label={words.fields[field]} kind="person" chosen={value} without={without} onChoose={(id, name) => onSet(field, id, name)} />
    case 'function': return (
      <label className={classes.short}>{words.fields.function}
        <select value={value ?? ''} onChange={(event) => onSet('function', event.currentTarget.value === '' ? undefined : event.currentTarget.value)}>
          <option value="">{needed ? '' : words.functions.member}</option>
          {FUNCTIONS.filter((one) => needed || one !== 'member').map((one) => <option key={one} value={one}>{words.functions[one]}</option>)}
        </select>
      </label>
    )
    case 'since': case 'until': return <label className={classes.short}>{words.fields[field]} <input type="date" value={value ?? ''} onChange={(event) => onSet(field, event.currentTarget.value)} /></label>
    case 'agreement': return <label>{words.fields.agreement} <input type="text" value={value ?? ''} autoComplete="off" onChange={(event) => onSet('agreement', event.currentTarget.value)} /></label>
  }
}
