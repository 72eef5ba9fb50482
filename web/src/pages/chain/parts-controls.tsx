import { useEffect, useState } from 'react'
import { texts } from '../../texts.ts'
import table from '../../parts/table.module.css'
import { useView } from '../../view/use-view.ts'
import classes from './chain.module.css'
import { EXPERIENCE_KINDS } from './experience.ts'
import { type Parts, SORTS, STEPS, usePartsView } from './use-parts.ts'

const TYPED_MS = 250

/** Which answers, with whom an end user counts, in which order, and one by name. */
export function PartsControls({ answer }: { readonly answer: Parts }) {
  const { step, sort, q } = usePartsView()
  const { go } = useView()
  const words = texts.chainExperience
  const [text, setText] = useState(q ?? '')
  useEffect(() => {
    if (text === (q ?? '')) return
    const later = setTimeout(() => go({ q: text === '' ? undefined : text, open: undefined }, true), TYPED_MS)
    return () => clearTimeout(later)
  }, [text, q, go])
  const heard = new Set(answer.usual.filter(({ n }) => n > 0).map(({ kind }) => kind))
  return (
    <div className={classes.controls}>
      <fieldset className={classes.group} style={{ border: 0, margin: 0, padding: 0 }} aria-label={words.answers}>
        {words.answers}
        {heard.size === 0 ? <span>{texts.chain.noExperience}</span> : (
          <span className={classes.segments}>
            {EXPERIENCE_KINDS.map((kind) => <button key={kind} type="button" disabled={!heard.has(kind)} aria-pressed={answer.kind === kind} title={texts.chain.experienceHints[kind]} onClick={() => go({ by: kind }, true)}>{texts.chain.experiences[kind]}</button>)}
          </span>
        )}
      </fieldset>
      <fieldset className={classes.group} style={{ border: 0, margin: 0, padding: 0 }} aria-label={words.step}>
        {words.step}
        <span className={classes.segments}>
          {STEPS.map((one) => <button key={one} type="button" aria-pressed={step === one} title={words.stepHints[one]} onClick={() => go({ measure: one === 'nearest' ? undefined : one, open: undefined }, true)}>{words.steps[one]}</button>)}
        </span>
      </fieldset>
      <label className={classes.group}>{words.sort}
        <select className={table.field} value={sort} onChange={(event) => go({ sort: event.target.value === 'score' ? undefined : event.target.value, open: undefined }, true)}>
          {SORTS.map((one) => <option key={one} value={one}>{words.sorts[one]}</option>)}
        </select>
      </label>
      <input className={`${table.field} ${table.grow}`} type="search" value={text} placeholder={words.search} aria-label={words.search} onChange={(event) => setText(event.target.value)} />
    </div>
  )
}
