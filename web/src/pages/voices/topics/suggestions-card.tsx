import { IconArrowBackUp } from '@tabler/icons-react'
import { useState } from 'react'
import { useStudy } from '../../../api/use-study.ts'
import { count } from '../../../format/numbers.ts'
import { Answered } from '../../../parts/answered.tsx'
import { Bones } from '../../../parts/bones.tsx'
import { Card } from '../../../parts/card.tsx'
import { Empty } from '../../../parts/empty.tsx'
import { topicsTexts } from '../../../texts/topics.ts'
import { type ModelWord, ModelLine } from './model-line.tsx'
import { useReviewKeys } from '../../review/use-review-keys.ts'
import { SuggestionGroup } from './suggestion-group.tsx'
import classes from './topics.module.css'
import { nameOfText, type Suggestion, useTopicWords } from './use-topic-words.ts'

const words = topicsTexts.suggest
/** The rest comes as these are done: a page of hundreds is no list to work through. */
const GROUPS = 4
const HEIGHT = { name: 'topic suggestions', wide: 520, narrow: 640 } as const

/** What a model said, by text. */
export interface ModelSaid { readonly name: string; readonly words: ReadonlyMap<string, ModelWord>; readonly more: readonly Suggestion[] }

/** The row that the keys mean: the one with the focus, else the first. */
function meantRow(): HTMLElement | null {
  const focused = document.activeElement?.closest<HTMLElement>('[data-suggested]')
  return focused ?? document.querySelector<HTMLElement>('[data-suggested]')
}

/** Presses a button of the meant row, and puts the focus on the row that comes next. */
function press(which: 'yes' | 'not'): void {
  const row = meantRow()
  if (row === null) return
  const rows = [...document.querySelectorAll<HTMLElement>('[data-suggested]')]
  const next = rows[rows.indexOf(row) + 1] ?? rows[rows.indexOf(row) - 1]
  row.querySelector<HTMLButtonElement>(`button[data-act="${which}"]`)?.click()
  next?.focus()
}

/** Texts without a topic, by what they may be about. */
export function SuggestionsCard() {
  const query = useStudy('topic-suggestions')
  const [model, setModel] = useState<ModelSaid>({ name: '', words: new Map(), more: [] })
  const [limit, setLimit] = useState(GROUPS)
  const { gone, last, undone, error, say, undo } = useTopicWords()
  useReviewKeys({ y: () => press('yes'), n: () => press('not'), u: () => void undo() })
  const shownOf = ({ texts }: Suggestion) => texts.filter((text) => !gone.has(nameOfText(text)))
  return (
    <Card title={words.title} hint={words.hint}>
      <div className={classes.bar} role="status" aria-live="polite">
        {error !== null ? <span className={classes.bad}>{error.message}</span> : last !== null ? (
          <>
            <span>{last.is ? words.done(count(last.texts.length), last.texts.length === 1, last.topic ?? '') : words.doneNot(count(last.texts.length), last.texts.length === 1, last.topic)}</span>
            <button type="button" className={classes.small} onClick={() => void undo()}><IconArrowBackUp size={15} aria-hidden /> {words.undo} <kbd>u</kbd></button>
          </>
        ) : <span className={classes.quiet}>{undone ? words.undone : words.keys}</span>}
      </div>
      <Answered query={query} height={HEIGHT} bones={<Bones lines={[40, 100, 100, 40, 100, 100]} height={30} />}>
        {({ suggestions, withoutTopic, lookedAt, examples, left }) => {
          const groups = [...suggestions, ...model.more].map((one) => ({ ...one, texts: shownOf(one) })).filter(({ texts }) => texts.length > 0)
          if (withoutTopic === 0) return <Empty>{words.none}</Empty>
          return (
            <>
              <p className={classes.quiet}>{words.head(count(withoutTopic), withoutTopic === 1, lookedAt < withoutTopic ? count(lookedAt) : null)} {examples === 0 ? '' : words.learned(count(examples))} {left === 0 ? '' : words.left(count(left), left === 1)}</p>
              <ModelLine onSaid={({ model: name, suggestions: said, more }) => setModel({ name, words: new Map(said.map((one) => [nameOfText(one), one])), more })} />
              {groups.length === 0 ? <Empty>{words.nothingFound}</Empty> : groups.slice(0, limit).map((group) => <SuggestionGroup key={`${group.isNew} ${group.topic} ${group.texts[0]?.way === 'model'}`} group={group} model={model} onSay={(texts, topic, is, fresh) => void say(texts, topic, is, fresh)} />)}
              {groups.length <= limit ? null : <button type="button" className={classes.small} onClick={() => setLimit(limit + 2 * GROUPS)}>{words.moreTopics(count(groups.length - limit))}</button>}
            </>
          )
        }}
      </Answered>
    </Card>
  )
}
