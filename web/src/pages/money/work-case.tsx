import { type KeyboardEvent, type ReactNode, type RefObject, useState } from 'react'
import { useStudy } from '../../api/use-study.ts'
import { dayText } from '../../format/days.ts'
import { money } from '../../format/numbers.ts'
import { texts } from '../../texts.ts'
import classes from './money.module.css'
import type { Case, Choice } from './work-queue.tsx'

const words = texts.money.queue

interface WorkCaseProps {
  readonly shown: Case
  readonly choices: readonly Choice[]
  readonly chosen: string | null
  readonly onChoose: (id: string) => void
  readonly heading: RefObject<HTMLHeadingElement | null>
  readonly q: string
  readonly onFind: (q: string) => void
  /** The page looks back: nothing can be said. */
  readonly isPast: boolean
  readonly why: string
  readonly onWhy: (why: string) => void
  readonly onSay: () => void
  readonly onSkip: () => void
  readonly onName: (name: string) => void
}

/** The case in hand: what is known of it, what it may be, what saying so would change. */
export function WorkCase({ shown, choices, chosen, onChoose, heading, q, onFind, isPast, why, onWhy, onSay, onSkip, onName }: WorkCaseProps) {
  const [name, setName] = useState('')
  const choice = choices.find(({ id }) => id === chosen) ?? null
  // In the field digits are text, so arrows choose there, what was found first; Enter takes the first, then says it.
  const press = (event: KeyboardEvent) => {
    const place = choices.findIndex(({ id }) => id === chosen)
    const first = Math.min(choices.length - 1, shown.choices.length)
    if (choices.length === 0 || event.nativeEvent.isComposing) return
    if (event.key === 'ArrowDown') onChoose((choices[place === -1 ? first : (place + 1) % choices.length] as Choice).id)
    else if (event.key === 'ArrowUp') onChoose((choices[place === -1 ? choices.length - 1 : (place - 1 + choices.length) % choices.length] as Choice).id)
    else if (event.key === 'Enter' && choice !== null && !isPast) onSay()
    else if (event.key === 'Enter' && q.trim() !== '' && choices.length > shown.choices.length) onChoose((choices[first] as Choice).id)
    else return
    event.preventDefault()
  }
  return (
    <article className={classes.case} aria-labelledby="case-question">
      <h2 id="case-question" ref={heading} tabIndex={-1}>{shown.question}</h2>
      <dl className={classes.facts}>{shown.facts.map(([label, value]) => <Fact key={label} label={label}>{value}</Fact>)}</dl>
      <div>
        <h3>{words.candidates}</h3>
        {shown.choices.length === 0 ? <p className={classes.quiet}>{words.noCandidates}</p> : null}
        <ol className={classes.candidates}>
          {choices.map((one, place) => (
            <li key={one.id}>
              <button type="button" className={classes.candidate} aria-pressed={one.id === chosen} aria-keyshortcuts={String(place + 1)} onClick={() => onChoose(one.id)}>
                <kbd>{place + 1}</kbd>
                <span><b>{one.name}</b><span>{one.says}</span>{one.agreement === undefined ? null : <AgreementSays agreement={one.agreement} />}{one.reasons.length === 0 ? null : <span className={classes.quiet}>{one.reasons.join(' · ')}</span>}</span>
              </button>
            </li>
          ))}
        </ol>
      </div>
      <div className={classes.say}>
        <label className={classes.field}><span className="visually-hidden">{words.findLabel}</span><input type="search" value={q} placeholder={words.find} onKeyDown={press} onChange={(event) => onFind(event.currentTarget.value)} /></label>
        {shown.account === null || isPast ? null : (
          <form className={classes.say} onSubmit={(event) => { event.preventDefault(); if (name.trim() !== '') onName(name.trim()) }}>
            <label className={classes.field}><span className="visually-hidden">{words.namePlaceholder}</span><input type="text" value={name} placeholder={words.namePlaceholder} maxLength={200} title={words.named2} onChange={(event) => setName(event.currentTarget.value)} /></label>
            <button type="submit" className={classes.button} disabled={name.trim() === ''}>{words.nameIt}</button>
          </form>
        )}
      </div>
      <div className={classes.effect} aria-live="polite"><b>{words.effect}:</b> {choice === null ? <span className={classes.quiet}>{words.effectWaits}</span> : <Effect choice={choice} />}</div>
      <footer className={classes.say}>
        <button type="button" className={classes.primary} disabled={choice === null || isPast} aria-keyshortcuts="Enter" onClick={onSay}>{words.say} <kbd>Enter</kbd></button>
        <button type="button" className={classes.button} aria-keyshortcuts="s" onClick={onSkip}>{words.skip} <kbd>s</kbd></button>
        <label className={classes.field}><span className="visually-hidden">{words.reason}</span><input type="text" value={why} placeholder={words.reason} maxLength={500} onChange={(event) => onWhy(event.currentTarget.value)} /></label>
      </footer>
    </article>
  )
}

function Fact({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return <><dt>{label}</dt><dd>{children}</dd></>
}

/** What the agreement costs and when it is in force: whether the amount and the day fit is seen at once. */
function AgreementSays({ agreement }: { readonly agreement: string }) {
  const { data } = useStudy('agreement', { agreement })
  if (data === undefined) return <span className={classes.quiet}>{agreement} …</span>
  const { amount, currency, interval, from, to } = data.row
  const price = amount === null || currency === null ? texts.agreements.moneyStates['no-amount'] : `${money(amount, currency)} ${texts.agreements.intervals[interval] ?? interval}`
  return <span className={classes.quiet}>{words.agreementIs(agreement, price, `${dayText(from)} – ${to === null ? texts.agreements.detail.always : dayText(to)}`)}</span>
}

function Effect({ choice }: { readonly choice: Choice }) {
  const effect = useStudy('correction-effect', choice.saying.correct)
  if (effect.error) return <>{effect.error.message}</>
  if (effect.data === undefined || effect.isPlaceholderData) return <span className={classes.quiet}>{words.working} …</span>
  return <>{choice.foretold === null ? '' : `${choice.foretold} `}{effect.data.sentence}</>
}
