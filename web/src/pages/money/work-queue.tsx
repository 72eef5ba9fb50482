import { type ReactNode, useEffect, useRef, useState } from 'react'
import { count } from '../../format/numbers.ts'
import { Card } from '../../parts/card.tsx'
import { Empty } from '../../parts/empty.tsx'
import { Failed } from '../../parts/failed.tsx'
import { texts } from '../../texts.ts'
import { useView } from '../../view/use-view.ts'
import classes from './money.module.css'
import { useQueueKeys } from './use-queue-keys.ts'
import type { Saying, useWork } from './use-work.ts'
import { PastNote } from './past-note.tsx'
import { WorkCase } from './work-case.tsx'

const words = texts.money.queue

export interface Choice { readonly id: string; readonly name: string; readonly says: string; readonly reasons: readonly string[]; readonly saying: Saying; readonly done: string; readonly foretold: string | null
  /** The key of the agreement that it would be for. */
  readonly agreement?: string }
export interface Case {
  readonly id: string
  readonly head: string
  readonly aside: string
  readonly rest: string
  readonly question: string
  readonly facts: readonly (readonly [string, ReactNode])[]
  readonly choices: readonly Choice[]
  /** The account that may be named. */
  readonly account: string | null
}

interface WorkQueueProps { readonly cases: readonly Case[]; readonly work: ReturnType<typeof useWork>; readonly by: string; readonly empty: string; readonly left: (n: number) => string; readonly more: number; readonly Found: (props: { readonly of: Case; readonly q: string; readonly children: (choices: readonly Choice[]) => ReactNode }) => ReactNode }

/** Cases one after the other: the list on the left, the one in hand beside it. After a decision the next one comes by itself. */
export function WorkQueue({ cases, work, by, empty, left, more, Found }: WorkQueueProps) {
  const [at, setAt] = useState<string | null>(null)
  const [later, setLater] = useState<readonly string[]>([])
  const [chosen, setChosen] = useState<string | null>(null)
  const [q, setQ] = useState('')
  const [why, setWhy] = useState('')
  const open = cases.filter(({ id }) => !work.gone.has(id))
  const now = open.filter(({ id }) => !later.includes(id))
  const place = Math.max(0, now.findIndex(({ id }) => id === at))
  const shown = now[place]
  const skipped = open.length - now.length
  const take = (id: string | undefined) => {
    setAt(id ?? null)
    setChosen(null)
    setQ('')
    setWhy('')
  }
  const listed = useRef<readonly Choice[]>([])
  const choiceIn = () => listed.current.find(({ id }) => id === chosen) ?? null
  // What was known then is only looked at: words by hand are said now.
  const isPast = useView().knownAt !== null
  const say = () => {
    const choice = choiceIn()
    if (shown === undefined || choice === null || isPast) return
    take((now[place + 1] ?? now[place - 1])?.id)
    void work.say(shown.id, choice.saying, choice.done, { by, why })
  }
  const skip = () => {
    if (shown === undefined) return
    take((now[place + 1] ?? now[place - 1])?.id)
    setLater((before) => [...before, shown.id])
  }
  useQueueKeys((key) => {
    if (key === 'j' || key === 'k') take(now[Math.min(now.length - 1, Math.max(0, place + (key === 'j' ? 1 : -1)))]?.id)
    else if (key === 's') skip()
    else if (key === 'u') { if (isPast) return false; void work.undo() }
    else if (key === 'Enter' && shown === undefined && skipped > 0) setLater([])
    else if (key === 'Enter') { if (choiceIn() === null || isPast) return false; say() }
    else if (/^[1-9]$/.test(key) && listed.current[Number(key) - 1] !== undefined) setChosen(listed.current[Number(key) - 1]?.id ?? null)
    else return false
    return true
  })

  // The next case is read out, and holds the focus if the last one did.
  const heading = useRef<HTMLHeadingElement>(null)
  const before = useRef(shown?.id)
  useEffect(() => {
    if (shown?.id !== undefined && before.current !== undefined && before.current !== shown.id) heading.current?.focus({ preventScroll: true })
    before.current = shown?.id
  }, [shown?.id])

  return (
    <>
      <div className={classes.bar}>
        <p className={classes.quiet} data-left={open.length + more}>{left(open.length + more)}{skipped === 0 ? null : <> · {words.skipped(count(skipped))} <button type="button" className={classes.button} onClick={() => setLater([])}>{words.again}</button></>}</p>
        <p className={`${classes.quiet} ${classes.keys}`}>{words.keys}</p>
      </div>
      {isPast ? <PastNote /> : null}
      {work.error ? <Failed error={work.error} /> : null}
      {isPast || (work.last === null && !work.undone) ? null : (
        <p className={classes.done} role="status">
          {work.undone || work.last === null ? words.undone : work.last.says}
          {work.last === null ? null : <button type="button" className={classes.button} aria-keyshortcuts="u" onClick={() => void work.undo()}>{words.undo} <kbd>u</kbd></button>}
        </p>
      )}
      {shown === undefined ? <Card><Empty>{skipped > 0 ? words.allSkipped : empty}</Empty>{skipped > 0 ? <button type="button" className={classes.primary} onClick={() => setLater([])}>{words.lookAgain} <kbd>Enter</kbd></button> : null}</Card> : (
        <div className={classes.work} data-queue>
          <nav className={classes.queue} aria-label={left(open.length + more)}>
            {now.map((one) => (
              <button key={one.id} type="button" className={classes.item} aria-current={one.id === shown.id} onClick={() => take(one.id)}>
                <span>{one.head}</span><span>{one.aside}</span><span className={classes.quiet}>{one.rest}</span>
              </button>
            ))}
          </nav>
          <Found of={shown} q={q}>
            {(found) => {
              const choices = [...shown.choices, ...found.filter(({ id }) => !shown.choices.some((one) => one.id === id))].slice(0, 9)
              listed.current = choices
              return <WorkCase key={shown.id} shown={shown} choices={choices} chosen={chosen} onChoose={setChosen} heading={heading} q={q} onFind={setQ} isPast={isPast} why={why} onWhy={setWhy} onSay={say} onSkip={skip}
                onName={(name) => { if (shown.account === null || isPast) return; take((now[place + 1] ?? now[place - 1])?.id); void work.say(shown.id, { correct: { fact: 'name', party: shown.account, name } }, words.saidUse(name, words.named), { by, why }) }} />
            }}
          </Found>
        </div>
      )}
    </>
  )
}
