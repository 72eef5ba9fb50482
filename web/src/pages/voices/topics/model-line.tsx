import { useState } from 'react'
import { tell } from '../../../api/tell.ts'
import { useStudy } from '../../../api/use-study.ts'
import { count } from '../../../format/numbers.ts'
import { topicsTexts } from '../../../texts/topics.ts'
import { useView } from '../../../view/use-view.ts'
import classes from './topics.module.css'
import type { Suggestion } from './use-topic-words.ts'

const words = topicsTexts.model

/** What a model said of a text. */
export interface ModelWord { readonly feedback: string; readonly of: string; readonly topic: string; readonly isNew: boolean }
export interface ModelAnswer { readonly model: string; readonly sent: number; readonly failed: string | null; readonly suggestions: readonly ModelWord[]; readonly more: readonly Suggestion[] }

/** Where a language model is set: what would be sent to it, and a button that sends it. Nothing is there otherwise. */
export function ModelLine({ onSaid }: { readonly onSaid: (answer: ModelAnswer) => void }) {
  const { workspace, parameters } = useView()
  const { data } = useStudy('topic-model')
  const [isBusy, setBusy] = useState(false)
  const [says, setSays] = useState<string | null>(null)
  const model = data?.model ?? null
  if (model === null) return null
  const ask = async () => {
    setBusy(true)
    try {
      const answer = await tell<ModelAnswer>('topic-model-ask', workspace, parameters)
      onSaid(answer)
      setSays(answer.failed === null ? words.said(count(answer.suggestions.length), count(answer.sent), answer.model) : words.failed(answer.model, answer.failed))
    } catch (cause) {
      setSays(cause instanceof Error ? cause.message : String(cause))
    } finally {
      setBusy(false)
    }
  }
  return (
    <div className={classes.model}>
      <button type="button" className={classes.small} disabled={isBusy} onClick={() => void ask()}>{isBusy ? words.asking : words.ask(model.model)}</button>
      <p className={classes.quiet} role="status">{says ?? words.sendsTo(model.url)}</p>
    </div>
  )
}
