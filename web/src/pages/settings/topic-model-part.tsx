import { useState } from 'react'
import type { Studies } from '../../api/types.ts'
import { useStudy } from '../../api/use-study.ts'
import { Answered } from '../../parts/answered.tsx'
import { Bones } from '../../parts/bones.tsx'
import { Card } from '../../parts/card.tsx'
import { settingsTexts as words } from '../../texts/settings.ts'
import { topicsTexts } from '../../texts/topics.ts'
import { Field, FormDialog, SureButton, Wrong } from './form.tsx'
import classes from './settings.module.css'
import { useChange } from './use-change.ts'

const says = topicsTexts.model
type Model = Studies['topic-model']['model']

/** The language model that may be asked for topics, too: usually none. */
export function TopicModelPart() {
  const query = useStudy('topic-model')
  const { act, isBusy, error } = useChange()
  const [isOpen, setOpen] = useState(false)
  return (
    <Card title={says.title} hint={says.hint}>
      <Answered query={query} bones={<Bones lines={[60]} height={30} />}>
        {({ model }) => (
          <div className={classes.stack}>
            <p>{model === null ? says.none : says.set(model.model, model.url)}</p>
            <p className={classes.quiet}>{says.sends}</p>
            <div className={classes.buttons}>
              <button type="button" className={classes.button} onClick={() => setOpen(true)}>{model === null ? says.choose : words.change}</button>
              {model === null ? null : <SureButton label={words.remove} about={model.model} sure={`${words.remove.toLowerCase()} ${model.model}`} isBusy={isBusy} onSure={() => void act('topic-model-save', { url: '' })} />}
            </div>
            <Wrong error={error} />
            {isOpen ? <ModelForm model={model} onClose={() => setOpen(false)} /> : null}
          </div>
        )}
      </Answered>
    </Card>
  )
}

function ModelForm({ model, onClose }: { readonly model: Model; readonly onClose: () => void }) {
  const { act, isBusy, error } = useChange()
  const [url, setUrl] = useState(model?.url ?? '')
  const [name, setName] = useState(model?.model ?? '')
  const [secret, setSecret] = useState('')
  const [isPrivate, setPrivate] = useState(model?.private ?? false)
  const save = async () => {
    if ((await act('topic-model-save', { url, model: name, private: isPrivate, ...(secret === '' ? {} : { secret }) })) !== null) onClose()
  }
  return (
    <FormDialog title={says.title} isBusy={isBusy} error={error} onSubmit={() => void save()} onClose={onClose}>
      <Field label={says.url} hint={says.urlHint}>{(id, hint) => <input id={id} aria-describedby={hint} required type="url" maxLength={2000} placeholder="http://127.0.0.1:11434/v1" value={url} onChange={(event) => setUrl(event.target.value)} />}</Field>
      <Field label={says.name}>{(id) => <input id={id} required maxLength={200} spellCheck={false} value={name} onChange={(event) => setName(event.target.value)} />}</Field>
      <Field label={says.secret} hint={model?.hasSecret ? says.secretStays : says.secretHint}>{(id, hint) => <input id={id} aria-describedby={hint} type="password" autoComplete="off" maxLength={2000} value={secret} onChange={(event) => setSecret(event.target.value)} />}</Field>
      <label className={classes.check}><input type="checkbox" checked={isPrivate} onChange={(event) => setPrivate(event.target.checked)} /> {says.private}</label>
      <p className={classes.quiet}>{says.sends}</p>
    </FormDialog>
  )
}
