import { useState } from 'react'
import { useStudy } from '../../api/use-study.ts'
import { today } from '../../format/days.ts'
import table from '../../parts/table.module.css'
import { projectsTexts } from '../../texts/projects.ts'
import { Field, FormDialog } from '../settings/form.tsx'
import { useChange } from '../settings/use-change.ts'
import { projectName } from './project-words.ts'
import classes from './projects.module.css'
import type { Retro } from './retrospectives-part.tsx'

const retro = projectsTexts.retro
const words = retro.form
const FORMS = ['csat', 'ces', 'nps', 'text'] as const
type Form = (typeof FORMS)[number]
const RANGES = { csat: [1, 5], ces: [1, 7], nps: [0, 10] } as const

interface Draft { readonly key: number; readonly id?: string; readonly text: string; readonly form: Form; readonly topic: string | null }

/** A set of questions: new ones begin with the usual. */
export function SetForm({ retro: one, onClose }: { readonly retro: Retro | null; readonly onClose: () => void }) {
  const { act, isBusy, error } = useChange()
  const delivery = useStudy('delivery')
  const projects = delivery.data?.projects ?? []
  const [name, setName] = useState<string>(one?.name ?? retro.usualName)
  const [chosen, setChosen] = useState(one?.agreement ?? '')
  const [weeks, setWeeks] = useState(one === null ? '4' : (one.everyWeeks?.toString() ?? ''))
  const [ended, setEnded] = useState(one?.ended ?? false)
  const [questions, setQuestions] = useState<readonly Draft[]>(one === null
    ? retro.usual.map((text, key) => ({ key, text, form: retro.usualTopics[key] === null ? 'text' : 'csat', topic: retro.usualTopics[key] ?? null }))
    : one.questions.map(({ id, text, form, topic }, key) => ({ key, id, text, form, topic })))
  const agreement = chosen || projects[0]?.agreement || ''
  const change = (key: number, to: Partial<Draft>) => setQuestions(questions.map((question) => (question.key === key ? { ...question, ...to } : question)))
  const save = async () => {
    const input = { ...(one === null ? { agreement } : { id: one.id, ended }), name, everyWeeks: weeks === '' ? null : Number(weeks), questions: questions.filter(({ text }) => text.trim() !== '').map(({ key: _, ...question }) => question) }
    if ((await act('retrospective-save', input)) !== null) onClose()
  }
  return (
    <FormDialog title={one === null ? retro.new : retro.edit(one.name)} isBusy={isBusy || (one === null && agreement === '')} error={error} onSubmit={() => void save()} onClose={onClose}>
      <Field label={words.name}>{(id) => <input id={id} required maxLength={200} value={name} onChange={(event) => setName(event.target.value)} />}</Field>
      {one === null ? (
        <Field label={words.project} hint={delivery.data !== undefined && projects.length === 0 ? retro.needProject : undefined}>
          {(id) => <select id={id} required value={agreement} onChange={(event) => setChosen(event.target.value)}>{projects.map((project) => <option key={project.agreement} value={project.agreement}>{projectName(project)}</option>)}</select>}
        </Field>
      ) : null}
      <Field label={words.when}>
        {(id) => <select id={id} value={weeks} onChange={(event) => setWeeks(event.target.value)}><option value="">{words.milestone}</option>{[...new Set(['1', '2', '4', '6', '8', '12', '26', ...(weeks === '' ? [] : [weeks])])].map((n) => <option key={n} value={n}>{retro.every(Number(n))}</option>)}</select>}
      </Field>
      <fieldset className={classes.giver}>
        <legend>{words.questions}</legend>
        {questions.map((question) => (
          <div key={question.key} className={classes.row}>
            <label>{words.text}<input maxLength={1000} value={question.text} onChange={(event) => change(question.key, { text: event.target.value })} /></label>
            <label>{words.form}<select value={question.form} onChange={(event) => change(question.key, { form: event.target.value as Form })}>{FORMS.map((form) => <option key={form} value={form}>{words.forms[form]}</option>)}</select></label>
            <label>{words.topic}<input maxLength={80} value={question.topic ?? ''} onChange={(event) => change(question.key, { topic: event.target.value || null })} /></label>
            <button type="button" className={table.button} aria-label={`${words.remove}: ${question.text}`} onClick={() => setQuestions(questions.filter(({ key }) => key !== question.key))}>{words.remove}</button>
          </div>
        ))}
        <button type="button" className={table.button} onClick={() => setQuestions([...questions, { key: Math.max(-1, ...questions.map(({ key }) => key)) + 1, text: '', form: 'csat', topic: null }])}>{words.add}</button>
      </fieldset>
      {one === null ? null : <label className={classes.actions}><input type="checkbox" checked={ended} onChange={(event) => setEnded(event.target.checked)} />{words.ended}</label>}
    </FormDialog>
  )
}

interface Giver { readonly key: number; readonly party: string; readonly answers: Readonly<Record<string, string>> }

/** A round that was held: who answered what. Fields that stay empty are left out. */
export function HoldForm({ retro: one, onClose }: { readonly retro: Retro; readonly onClose: () => void }) {
  const { act, isBusy, error } = useChange()
  const [day, setDay] = useState(today())
  const [note, setNote] = useState('')
  const [givers, setGivers] = useState<readonly Giver[]>([{ key: 0, party: '', answers: {} }])
  const change = (key: number, to: Partial<Giver>) => setGivers(givers.map((giver) => (giver.key === key ? { ...giver, ...to } : giver)))
  const save = async () => {
    const answers = givers.flatMap(({ party, answers: given }) => one.questions.flatMap(({ id, form }) => {
      const text = given[id]?.trim() ?? ''
      return text === '' ? [] : [{ question: id, ...(party.trim() === '' ? {} : { party: party.trim() }), ...(form === 'text' ? { text } : { score: Number(text) }) }]
    }))
    const milestone = one.next?.due ? one.next.milestone : null
    if ((await act('retrospective-hold', { retrospective: one.id, day, answers, ...(note.trim() === '' ? {} : { note: note.trim() }), ...(milestone === null ? {} : { milestone }) })) !== null) onClose()
  }
  return (
    <FormDialog title={retro.holdOf(one.name)} button={words.save} isBusy={isBusy} error={error} onSubmit={() => void save()} onClose={onClose}>
      <Field label={words.day}>{(id) => <input id={id} type="date" required max={today()} value={day} onChange={(event) => setDay(event.target.value)} />}</Field>
      <div className={classes.given}>
        {givers.map((giver) => (
          <div key={giver.key} className={classes.giver}>
            <Field label={words.who} hint={words.whoHint}>{(id, hint) => <input id={id} aria-describedby={hint} value={giver.party} onChange={(event) => change(giver.key, { party: event.target.value })} />}</Field>
            {one.questions.map(({ id: question, text, form }) => {
              const given = giver.answers[question] ?? ''
              const answer = (value: string) => change(giver.key, { answers: { ...giver.answers, [question]: value } })
              return (
                <Field key={question} label={text}>
                  {(id) => (form === 'text' ? <textarea id={id} rows={2} value={given} onChange={(event) => answer(event.target.value)} />
                    : <select id={id} value={given} onChange={(event) => answer(event.target.value)}><option value="">{words.skip}</option>{range(form).map((n) => <option key={n} value={n}>{n}</option>)}</select>)}
                </Field>
              )
            })}
          </div>
        ))}
      </div>
      <button type="button" className={table.button} onClick={() => setGivers([...givers, { key: givers.length, party: '', answers: {} }])}>{words.addPerson}</button>
      <Field label={words.note}>{(id) => <textarea id={id} rows={2} value={note} onChange={(event) => setNote(event.target.value)} />}</Field>
    </FormDialog>
  )
}

function range(form: Exclude<Form, 'text'>): readonly number[] {
  const [least, most] = RANGES[form]
  return Array.from({ length: most - least + 1 }, (_, step) => least + step)
}
