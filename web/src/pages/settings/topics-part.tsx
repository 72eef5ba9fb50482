import { useState } from 'react'
import type { Studies } from '../../api/types.ts'
import { useStudy } from '../../api/use-study.ts'
import { Answered } from '../../parts/answered.tsx'
import { Bones } from '../../parts/bones.tsx'
import { Card } from '../../parts/card.tsx'
import { Empty } from '../../parts/empty.tsx'
import { settingsTexts as words } from '../../texts/settings.ts'
import { topicsTexts } from '../../texts/topics.ts'
import { type EditedTopic, TopicForm } from '../voices/topics/topic-form.tsx'
import { Field, SureButton, Wrong } from './form.tsx'
import { type Column, CsvButton, Rows } from './rows.tsx'
import classes from './settings.module.css'
import { TopicModelPart } from './topic-model-part.tsx'
import { useChange } from './use-change.ts'

type Topic = Studies['settings']['topics'][number]
type Known = Studies['topics']['topics'][number]
const says = topicsTexts.settings
const list = topicsTexts.list

const answerer = (answeredBy: string | null): string => (answeredBy === null ? list.nobody : list.answeredByNames[answeredBy as keyof typeof list.answeredByNames])
const COLUMNS: readonly Column<Topic>[] = [
  { name: list.topic, shown: ({ name }) => name, cell: ({ name }) => name },
  { name: list.words, shown: ({ words: all }) => (all.length === 0 ? <span className={classes.quiet}>{list.noWords}</span> : all.join(', ')), cell: ({ words: all }) => all.join(', ') },
  { name: list.answeredBy, shown: ({ answeredBy }) => answerer(answeredBy), cell: ({ answeredBy }) => answerer(answeredBy) },
]
const USUAL_COLUMNS: readonly Column<Known>[] = [
  { name: list.topic, shown: ({ topic }) => topic },
  { name: list.words, shown: ({ words: all }) => <span className={classes.quiet}>{all.slice(0, 12).join(', ')} …</span> },
  { name: list.answeredBy, shown: ({ answeredBy }) => answerer(answeredBy) },
]

/** What people speak of, with its words; and the language of texts that do not tell theirs. */
export function TopicsSettings() {
  const query = useStudy('settings')
  const known = useStudy('topics')
  const { act, isBusy, error } = useChange()
  const [edited, setEdited] = useState<EditedTopic | 'new' | null>(null)
  const usual = (known.data?.topics ?? []).filter(({ from }) => from === 'usual').toSorted((a, b) => (a.topic < b.topic ? -1 : 1))
  return (
    <div className={classes.stack}>
      <Card title={says.title} hint={says.hint} aside={<div className={classes.head}><CsvButton name="topics" rows={query.data?.topics ?? []} columns={COLUMNS} /><button type="button" className={classes.button} onClick={() => setEdited('new')}>{topicsTexts.form.new}</button></div>}>
        <Answered query={query} bones={<Bones lines={[100, 100]} height={28} />}>
          {(settings) => (settings.topics.length === 0 ? <Empty>{says.none}</Empty> : (
            <Rows rows={settings.topics} columns={COLUMNS} keyOf={({ name }) => name} actions={(topic) => (
              <>
                <button type="button" className={classes.small} aria-label={list.edit(topic.name)} onClick={() => setEdited({ topic: topic.name, from: 'own', answeredBy: topic.answeredBy, words: topic.words })}>{words.change}</button>
                <SureButton label={words.remove} about={topic.name} sure={`${words.remove.toLowerCase()} ${topic.name}`} isBusy={isBusy} onSure={() => void act('settings-save', { version: settings.version, topics: settings.topics.filter(({ name }) => name !== topic.name) })} />
              </>
            )} />
          ))}
        </Answered>
        <Wrong error={error} />
      </Card>
      <Card title={says.languageTitle}>
        <Answered query={query} bones={<Bones lines={[40]} height={30} />}>
          {({ version, language }) => (
            <Field label={says.language} hint={says.languageHint}>
              {(id, hint) => (
                <select id={id} aria-describedby={hint} className={classes.select} disabled={isBusy} value={language ?? ''} onChange={(event) => void act('settings-save', { version, language: event.target.value === '' ? null : event.target.value })}>
                  <option value="">{says.guessed}</option>
                  {Object.entries(says.languages).map(([value, name]) => <option key={value} value={value}>{name}</option>)}
                </select>
              )}
            </Field>
          )}
        </Answered>
      </Card>
      <Card title={says.usual} hint={says.usualHint}>
        <Answered query={known} bones={<Bones lines={[100, 100, 100, 100]} height={28} />}>
          {() => <Rows rows={usual} columns={USUAL_COLUMNS} keyOf={({ topic }) => topic} actions={(topic) => <button type="button" className={classes.small} aria-label={`${says.own}: ${topic.topic}`} onClick={() => setEdited(topic)}>{says.own}</button>} />}
        </Answered>
      </Card>
      <TopicModelPart />
      {edited === null ? null : <TopicForm topic={edited === 'new' ? null : edited} onClose={() => setEdited(null)} />}
    </div>
  )
}
