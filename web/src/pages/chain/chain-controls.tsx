import { texts } from '../../texts.ts'
import { useView } from '../../view/use-view.ts'
import classes from './chain.module.css'
import { EXPERIENCE_KINDS, type ExperienceKind } from './experience.ts'
import { type Channel, type Measure, useChainView } from './use-chain.ts'

const MEASURES: readonly Measure[] = ['use', 'money']

/** What thickness and colour mean. */
export function ChainControls({ answer, colour }: { readonly answer: Channel; readonly colour: ExperienceKind | null }) {
  const { measure } = useChainView()
  const { go } = useView()
  const words = texts.chain
  const heard = new Set(answer.totals.experience.map(({ kind }) => kind))
  return (
    <div className={classes.controls}>
      <fieldset className={classes.group} style={{ border: 0, margin: 0, padding: 0 }} aria-label={words.measure}>
        {words.measure}
        <span className={classes.segments}>
          {MEASURES.map((one) => <button key={one} type="button" aria-pressed={measure === one} title={`${words.measureHints[one]}${one === 'money' && answer.currency !== '' ? `, ${answer.currency}` : ''}`} onClick={() => go({ measure: one === 'use' ? undefined : one }, true)}>{words.measures[one]}{one === 'money' && answer.currency !== '' ? ` ${answer.currency}` : ''}</button>)}
        </span>
      </fieldset>
      <fieldset className={classes.group} style={{ border: 0, margin: 0, padding: 0 }} aria-label={words.colour}>
        {words.colour}
        {heard.size === 0 ? <span>{words.noExperience}</span> : (
          <span className={classes.segments}>
            {EXPERIENCE_KINDS.map((kind) => <button key={kind} type="button" disabled={!heard.has(kind)} aria-pressed={colour === kind} title={words.experienceHints[kind]} onClick={() => go({ by: kind === answer.experience ? undefined : kind }, true)}>{words.experiences[kind]}</button>)}
          </span>
        )}
      </fieldset>
    </div>
  )
}
