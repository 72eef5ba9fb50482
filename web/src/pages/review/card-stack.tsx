import { Link } from '@tanstack/react-router'
import { useCallback, useEffect, useRef, useState } from 'react'
import { useStudy } from '../../api/use-study.ts'
import { count } from '../../format/numbers.ts'
import { Bones } from '../../parts/bones.tsx'
import { Card } from '../../parts/card.tsx'
import { Empty } from '../../parts/empty.tsx'
import { Failed } from '../../parts/failed.tsx'
import table from '../../parts/table.module.css'
import { useIsEmpty } from '../../shell/use-is-empty.ts'
import { texts } from '../../texts.ts'
import { type Address, keptOf } from '../../view/address.ts'
import { useView } from '../../view/use-view.ts'
import { ReviewCard } from './review-card.tsx'
import classes from './review.module.css'
import { useDecisions } from './use-decisions.ts'
import { useReviewKeys } from './use-review-keys.ts'

const CARDS_AT_ONCE = 50
const ASK_AGAIN_MS = 1500
const KINDS = ['all', 'same-person', 'same-organization', 'refused-join'] as const

/** Pairs that may be one, best first: merge, keep apart, later; with the keyboard alone if one likes. */
export function CardStack({ by }: { readonly by: string }) {
  const { address, go } = useView()
  const isEmpty = useIsEmpty()
  const kind = KINDS.find((one) => one === address.kind) ?? 'all'
  const query = useStudy('identity-review', { limit: CARDS_AT_ONCE, cards: kind === 'all' ? undefined : kind })
  const { gone, leaving, last, undone, error, decide, undo } = useDecisions()
  const [later, setLater] = useState<readonly string[]>([])
  const [why, setWhy] = useState('')
  const { data, refetch } = query
  const cards = (data?.cards ?? []).filter(({ id }) => !gone.has(id))
  const card = cards.find(({ id }) => !later.includes(id))
  const waiting = cards.filter(({ id }) => later.includes(id)).length

  useEffect(() => {
    if (data === undefined || (data.isReady && data.isCurrent)) return
    const timer = setTimeout(() => void refetch(), ASK_AGAIN_MS)
    return () => clearTimeout(timer)
  }, [data, refetch])

  const say = useCallback((fact: 'same' | 'not-same') => {
    if (card === undefined || leaving !== null) return
    setWhy('')
    void decide(card, fact, { by, why })
  }, [card, leaving, decide, by, why])
  const skip = useCallback(() => {
    if (card !== undefined) setLater((before) => [...before, card.id])
  }, [card])
  useReviewKeys({ m: () => card?.kind !== 'refused-join' && say('same'), k: () => say('not-same'), s: skip, u: () => void undo() })

  // The next card is read out, and holds the focus if the last one did.
  const heading = useRef<HTMLHeadingElement>(null)
  const shown = card?.id
  const shownBefore = useRef(shown)
  useEffect(() => {
    if (shown !== undefined && shownBefore.current !== undefined && shownBefore.current !== shown) heading.current?.focus({ preventScroll: true })
    shownBefore.current = shown
  }, [shown])

  if (query.error) return <Failed error={query.error} again={() => void query.refetch()} />
  if (isEmpty) return <Empty>{texts.review.empty} <Link to="/import" search={(before) => keptOf(before as Address)} className={table.button}>{texts.review.toImport}</Link></Empty>
  if (data === undefined || (!data.isReady && card === undefined)) return <Bones lines={[40, 100, 100]} height={120} />
  const open = data.total - data.cards.filter(({ id }) => gone.has(id)).length
  const counts = { all: data.people + data.organizations + data.refused, 'same-person': data.people, 'same-organization': data.organizations, 'refused-join': data.refused }
  return (
    <>
      <div className={classes.bar}>
        <nav className={classes.kinds} aria-label={texts.review.kindsLabel}>
          {KINDS.filter((one) => one === 'all' || one === kind || counts[one] > 0).map((one) => (
            <button key={one} type="button" aria-pressed={one === kind} onClick={() => go({ kind: one === 'all' ? undefined : one })}>{texts.review.kinds[one]} <span>{count(counts[one])}</span></button>
          ))}
        </nav>
        <p className={classes.quiet}>
          {card === undefined ? null : texts.review.left(count(open), open === 1)}
          {waiting === 0 ? null : <>{card === undefined ? '' : ' · '}{texts.review.later(count(waiting))} <button type="button" className={classes.plain} onClick={() => setLater([])}>{texts.review.laterAgain}</button></>}
        </p>
      </div>
      {error ? <Failed error={error} /> : null}
      {last === null && !undone ? null : (
        <p className={classes.done} role="status">
          {last === null ? texts.review.done.undone : undone ? texts.review.done.undone : texts.review.done[last.fact](nameOfSide(last.card.a), nameOfSide(last.card.b))}
          {last === null ? null : <button type="button" className={table.button} aria-keyshortcuts="u" onClick={() => void undo()}>{texts.review.undo} <kbd>u</kbd></button>}
        </p>
      )}
      {card === undefined ? <Card><Empty>{waiting > 0 ? texts.review.later(count(waiting)) : texts.review.none}</Empty></Card> : (
        <ReviewCard key={card.id} card={card} heading={heading} leaving={leaving?.id === card.id ? leaving.fact : null} why={why} onWhy={setWhy} onSay={say} onSkip={skip} />
      )}
      {data.skipped.length === 0 ? null : (
        <details className={classes.skipped}>
          <summary>{texts.review.skipped(data.skipped.length)}</summary>
          <ul>{data.skipped.map(({ what, value, members }) => <li key={`${what} ${value}`}>{texts.review.skippedSays(what, value, count(members))}</li>)}</ul>
        </details>
      )}
    </>
  )
}

function nameOfSide({ party, names, decideBy }: { readonly party: { readonly name: string | null }; readonly names: readonly string[]; readonly decideBy: string }): string {
  return names[0] ?? party.name ?? decideBy
}
