import { useState } from 'react'
import { useStudy } from '../../../api/use-study.ts'
import { topicsTexts } from '../../../texts/topics.ts'
import { Field, FormDialog } from '../../settings/form.tsx'
import settings from '../../settings/settings.module.css'
import { useChange } from '../../settings/use-change.ts'

const words = topicsTexts.form
const answerers = Object.entries(topicsTexts.list.answeredByNames)
const same = (a: string, b: string): boolean => a.trim().toLowerCase() === b.trim().toLowerCase()

export interface EditedTopic { readonly topic: string; readonly from: string; readonly answeredBy: string | null; readonly words: readonly string[] }

/** A topic of the team: its name, its words, and who can answer. A usual one becomes the team's own when it is saved. */
export function TopicForm({ topic, onClose }: { readonly topic: EditedTopic | null; readonly onClose: () => void }) {
  const chosen = useStudy('settings')
  const { act, isBusy, error } = useChange()
  const [name, setName] = useState(topic?.topic ?? '')
  const [list, setList] = useState(topic?.words.join('\n') ?? '')
  const [answeredBy, setAnsweredBy] = useState(topic?.answeredBy ?? 'user')
  const save = async () => {
    if (chosen.data === undefined) return
    const own = chosen.data.topics.filter((one) => !same(one.name, topic?.topic ?? ''))
    const next = { name, words: list.split(/[\n,]/u).map((word) => word.trim()).filter((word) => word !== ''), answeredBy }
    if ((await act('settings-save', { version: chosen.data.version, topics: [...own, next] })) !== null) onClose()
  }
  return (
    <FormDialog title={topic === null ? words.new : words.edit(topic.topic)} isBusy={isBusy || chosen.data === undefined} error={error ?? chosen.error} onSubmit={() => void save()} onClose={onClose}>
      <Field label={words.name} hint={topic?.from === 'usual' ? words.replaces : undefined}>{(id, hint) => <input id={id} aria-describedby={hint} required maxLength={80} readOnly={topic !== null && topic.from !== 'own'} value={name} onChange={(event) => setName(event.target.value)} />}</Field>
      <Field label={words.words} hint={words.wordsHint}>{(id, hint) => <textarea id={id} aria-describedby={hint} rows={7} value={list} spellCheck={false} onChange={(event) => setList(event.target.value)} />}</Field>
      <Field label={words.answeredBy}>{(id) => <select id={id} className={settings.select} value={answeredBy} onChange={(event) => setAnsweredBy(event.target.value)}>{answerers.map(([value, says]) => <option key={value} value={value}>{says}</option>)}</select>}</Field>
    </FormDialog>
  )
}
