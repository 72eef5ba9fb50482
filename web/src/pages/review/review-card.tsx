import type { RefObject } from 'react'
import { useStudy } from '../../api/use-study.ts'
import { dayText } from '../../format/days.ts'
import { count, money, share } from '../../format/numbers.ts'
import { PartyLink } from '../../parts/party-link.tsx'
import { texts } from '../../texts.ts'
import classes from './review.module.css'
import type { Fact, ReviewCardShape } from './use-decisions.ts'

const words = texts.review

function certaintyWord(certainty: number): string {
  return certainty >= 0.95 ? words.words.very : certainty >= 0.8 ? words.words.likely : certainty >= 0.5 ? words.words.perhaps : words.words.hardly
}

interface ReviewCardProps {
  readonly card: ReviewCardShape
  readonly heading: RefObject<HTMLHeadingElement | null>
  readonly leaving: Fact | null
  readonly why: string
  readonly onWhy: (why: string) => void
  readonly onSay: (fact: Fact) => void
  readonly onSkip: () => void
}

/** One pair: who they are, what speaks for and against, what a merge would change, and what to say. */
export function ReviewCard({ card, heading, leaving, why, onWhy, onSay, onSkip }: ReviewCardProps) {
  const { kind, certainty, a, b, evidence } = card
  const canMerge = kind !== 'refused-join'
  return (
    <article className={classes.card} data-leaving={leaving ?? undefined} aria-labelledby="review-question">
      <header className={classes.question}>
        <h2 id="review-question" ref={heading} tabIndex={-1}>{words.questions[kind]}</h2>
        {certainty === null ? <p className={classes.quiet}>{words.refusedHint}</p> : <p className={classes.certainty}><span className={classes.meter} aria-hidden><span style={{ width: `${certainty * 100}%` }} /></span>{words.certainty(certaintyWord(certainty), share(certainty))}</p>}
      </header>
      <div className={classes.sides}>
        <Side side={a} />
        <Side side={b} />
      </div>
      <div className={classes.evidence}>
        <Evidence title={words.for} nothing={words.nothingFor} items={evidence.filter(({ bits }) => bits >= 0)} />
        <Evidence title={words.against} nothing={words.nothingAgainst} items={evidence.filter(({ bits }) => bits < 0)} />
      </div>
      {canMerge ? <Effect one={a.decideBy} other={b.decideBy} /> : null}
      <footer className={classes.say}>
        {canMerge ? <button type="button" className={classes.primary} aria-keyshortcuts="m" onClick={() => onSay('same')}>{words.merge} <kbd>m</kbd></button> : null}
        <button type="button" className={classes.button} aria-keyshortcuts="k" onClick={() => onSay('not-same')}>{words.keep} <kbd>k</kbd></button>
        <button type="button" className={classes.button} aria-keyshortcuts="s" onClick={onSkip}>{words.skip} <kbd>s</kbd></button>
        <label className={classes.why}>
          <span className="visually-hidden">{words.why}</span>
          <input type="text" value={why} placeholder={`${words.why}, ${words.whyHint}`} maxLength={500} onChange={(event) => onWhy(event.currentTarget.value)} />
        </label>
      </footer>
    </article>
  )
}

function Side({ side }: { readonly side: ReviewCardShape['a'] }) {
  const others = side.names.filter((name) => name !== side.party.name)
  return (
    <section className={classes.side}>
      <h3><PartyLink party={side.party} /></h3>
      <dl>
        {others.length === 0 ? null : <Row name={words.names}>{others.join(', ')}</Row>}
        <Row name={words.identifiers}><span className={classes.ids}>{side.party.identifiers.map((id) => <code key={id}>{id}</code>)}</span></Row>
        <Row name={words.sources}>{side.sources.length === 0 ? words.noSource : side.sources.join(', ')}</Row>
        <Row name={words.use}>{side.lastUse === null ? words.noUse : words.usedOn(count(side.usageDays), side.usageDays === 1, dayText(side.lastUse))}</Row>
        {side.agreements === 0 ? null : <Row name={words.agreements}>{count(side.agreements)}</Row>}
        {side.paid.length === 0 ? null : <Row name={words.paid}>{side.paid.map(({ amount, currency }) => money(amount, currency)).join(', ')}</Row>}
      </dl>
    </section>
  )
}

function Row({ name, children }: { readonly name: string; readonly children: React.ReactNode }) {
  return <div><dt>{name}</dt><dd>{children}</dd></div>
}

const HEAVY_BITS = 12

function Evidence({ title, nothing, items }: { readonly title: string; readonly nothing: string; readonly items: ReviewCardShape['evidence'] }) {
  return (
    <section>
      <h3>{title}</h3>
      {items.length === 0 ? <p className={classes.quiet}>{nothing}</p> : (
        <ul>
          {items.map(({ says, bits }) => (
            <li key={says}>
              <span className={classes.weight} data-against={bits < 0 || undefined} title={words.weight(String(Math.abs(bits)))} aria-hidden><span style={{ width: `${Math.min(100, (100 * Math.abs(bits)) / HEAVY_BITS)}%` }} /></span>
              <span>{says}</span>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

/** What a merge would change, in one sentence, before it is made. */
function Effect({ one, other }: { readonly one: string; readonly other: string }) {
  const { data, isPlaceholderData, error } = useStudy('correction-effect', { fact: 'same', one, other })
  const sentence = error ? error.message : data === undefined || isPlaceholderData ? null : data.sentence
  return <p className={classes.effect} aria-live="polite"><b>{words.ifMerged}:</b> {sentence ?? <span className={classes.quiet}>{words.working} …</span>}</p>
}
