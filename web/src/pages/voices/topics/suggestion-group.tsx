import { IconCheck, IconX } from '@tabler/icons-react'
import { useId, useState } from 'react'
import { dayText } from '../../../format/days.ts'
import { count } from '../../../format/numbers.ts'
import { PartyLink } from '../../../parts/party-link.tsx'
import { topicsTexts } from '../../../texts/topics.ts'
import type { ModelSaid } from './suggestions-card.tsx'
import classes from './topics.module.css'
import { type Fresh, nameOfText, type SuggestedText, type Suggestion } from './use-topic-words.ts'

const words = topicsTexts.suggest
const ROWS = 3
const STRONG = 0.75
const FAIR = 0.45

function trustIn(confidence: number): keyof typeof words.confidence {
  return confidence >= STRONG ? 'strong' : confidence >= FAIR ? 'fair' : 'weak'
}

interface GroupProps { readonly group: Suggestion; readonly model: ModelSaid; readonly onSay: (texts: readonly SuggestedText[], topic: string | null, is: boolean, fresh?: Fresh) => void }

/** One topic, and the texts that may be about it. A new one gets its name, words and who can answer before it is made. */
export function SuggestionGroup({ group, model, onSay }: GroupProps) {
  const { topic, isNew, texts, people } = group
  const [limit, setLimit] = useState(ROWS)
  const [name, setName] = useState(topic)
  const [answeredBy, setAnsweredBy] = useState('both')
  const heading = useId()
  const called = name.trim() === '' ? topic : name.trim()
  const fresh: Fresh | undefined = isNew ? { words: [...new Set([topic, called])], answeredBy } : undefined
  const n = count(texts.length)
  return (
    <section className={classes.group} aria-labelledby={heading}>
      <header className={classes.groupHead}>
        <div className={classes.name}>
          <h3 id={heading}>{isNew ? <label><span className="visually-hidden">{words.rename}</span><input className={classes.rename} value={name} maxLength={80} aria-label={words.rename} onChange={(event) => setName(event.target.value)} /></label> : topic}</h3>
          {isNew ? <span className={classes.tag}>{words.isNew}</span> : null}
          <span className={classes.side} data-side="users">{words.users(count(people.users))}</span>
          <span className={classes.side} data-side="customers">{words.customers(count(people.customers))}</span>
          {people.others === 0 ? null : <span className={classes.side}>{words.others(count(people.others))}</span>}
        </div>
        <div className={classes.buttons}>
          {isNew ? (
            <select className={classes.select} aria-label={words.answeredBy} value={answeredBy} onChange={(event) => setAnsweredBy(event.target.value)}>
              {Object.entries(topicsTexts.list.answeredByNames).map(([value, says]) => <option key={value} value={value}>{says}</option>)}
            </select>
          ) : null}
          {texts.length < 2 ? null : (
            <>
              <button type="button" className={classes.small} aria-label={words.yesAll(n, called)} onClick={() => onSay(texts, called, true, fresh)}>{words.yesAllShort(n)}</button>
              <button type="button" className={classes.small} aria-label={words.notAll(n, called)} onClick={() => onSay(texts, topic, false)}>{words.notAllShort}</button>
            </>
          )}
        </div>
      </header>
      {isNew ? <p className={classes.quiet}>{group.because}</p> : null}
      <ul className={classes.texts} aria-label={words.label(called)}>
        {texts.slice(0, limit).map((text) => <Row key={nameOfText(text)} text={text} topic={called} model={model} onModel={(said, isFresh) => onSay([text], said, true, isFresh ? { words: [said], answeredBy: 'both' } : undefined)} onYes={() => onSay([text], called, true, fresh)} onNot={() => onSay([text], topic, false)} onNone={() => onSay([text], null, false)} />)}
      </ul>
      {texts.length <= limit ? null : <button type="button" className={classes.small} onClick={() => setLimit(limit + 20)}>{words.more(count(Math.min(20, texts.length - limit)))}</button>}
    </section>
  )
}

interface RowProps { readonly text: SuggestedText; readonly topic: string; readonly model: ModelSaid; readonly onModel: (topic: string, isNew: boolean) => void; readonly onYes: () => void; readonly onNot: () => void; readonly onNone: () => void }

function Row({ text, topic, model, onModel, onYes, onNot, onNone }: RowProps) {
  const trust = trustIn(text.confidence)
  const said = model.words.get(nameOfText(text))
  return (
    <li className={classes.text} data-row data-suggested tabIndex={-1}>
      <div>
        <p className={classes.said}><Marked text={text.text} words={text.words} /></p>
        <p className={classes.quiet}><PartyLink party={text.party} />, {text.roles.map((role) => words.roles[role as keyof typeof words.roles]).join(', ')}, {dayText(text.at)}. {text.because} <span className={classes.trust} data-trust={trust} title={words.confidenceHint}>{words.confidence[trust]}</span></p>
      </div>
      <div className={classes.buttons}>
        {said === undefined || text.way === 'model' ? null : <button type="button" className={classes.small} aria-label={topicsTexts.model.take(model.name, said.topic)} title={topicsTexts.model.take(model.name, said.topic)} onClick={() => onModel(said.topic, said.isNew)}>{topicsTexts.model.also(model.name, said.topic)}</button>}
        <button type="button" className={classes.small} data-act="yes" aria-label={words.yesTo(topic)} title={words.yesTo(topic)} onClick={onYes}><IconCheck size={15} aria-hidden /> {words.yes}</button>
        <button type="button" className={classes.small} data-act="not" aria-label={words.notTo(topic)} title={words.notTo(topic)} onClick={onNot}><IconX size={15} aria-hidden /> {words.not}</button>
        <button type="button" className={classes.small} aria-label={words.noneTo} title={words.noneTo} onClick={onNone}>{words.none_}</button>
      </div>
    </li>
  )
}

/** A text with the words that tell its topic marked; of texts in common it is the stems that begin a word. */
function Marked({ text, words: told }: { readonly text: string; readonly words: readonly string[] }) {
  if (told.length === 0) return <>{text}</>
  const pattern = new RegExp(`(?<![\\p{L}\\p{N}])(?:${told.toSorted((a, b) => b.length - a.length).map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll(' ', '[^\\p{L}\\p{N}]+')).join('|')})[\\p{L}]*`, 'giu')
  const parts: { readonly at: number; readonly said: string; readonly isMarked: boolean }[] = []
  let end = 0
  for (const { 0: said, index } of text.matchAll(pattern)) {
    parts.push({ at: end, said: text.slice(end, index), isMarked: false }, { at: index, said, isMarked: true })
    end = index + said.length
  }
  parts.push({ at: end, said: text.slice(end), isMarked: false })
  return <>{parts.map(({ at, said, isMarked }) => (isMarked ? <mark key={`m${at}`} className={classes.mark}>{said}</mark> : <span key={at}>{said}</span>))}</>
}
