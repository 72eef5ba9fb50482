import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useState } from 'react'
import { tell } from '../../../api/tell.ts'
import type { Studies } from '../../../api/types.ts'
import { useSignature } from '../../../correct/use-signature.ts'
import { useView } from '../../../view/use-view.ts'

export type Suggestion = Studies['topic-suggestions']['suggestions'][number]
export type SuggestedText = Suggestion['texts'][number]

/** What was said of texts, and can be taken back. */
export interface Told { readonly key: string; readonly import: string | null; readonly topic: string | null; readonly is: boolean; readonly texts: readonly SuggestedText[] }

/** What a new topic gets beside its name. */
export interface Fresh { readonly words: readonly string[]; readonly answeredBy: string }

export const nameOfText = ({ of, feedback }: Pick<SuggestedText, 'of' | 'feedback'>): string => `${of}\n${feedback}`

/** Says what texts are about, one or many, and takes it back. They are gone at once; if writing fails they are here again. */
export function useTopicWords() {
  const { workspace } = useView()
  const queries = useQueryClient()
  const { by } = useSignature()
  const [gone, setGone] = useState<ReadonlySet<string>>(new Set())
  const [told, setTold] = useState<readonly Told[]>([])
  const [undone, setUndone] = useState(false)
  const [error, setError] = useState<Error | null>(null)

  const hide = useCallback((texts: readonly SuggestedText[], hidden: boolean) => setGone((before) => {
    const after = new Set(before)
    for (const text of texts) {
      if (hidden) after.add(nameOfText(text))
      else after.delete(nameOfText(text))
    }
    return after
  }), [])

  const say = useCallback(async (texts: readonly SuggestedText[], topic: string | null, is: boolean, fresh?: Fresh) => {
    setError(null)
    setUndone(false)
    hide(texts, true)
    try {
      const about = { ...(topic === null ? {} : { topic }), ...fresh, ...(by === '' ? {} : { by }), texts: texts.map(({ feedback, of }) => ({ feedback, of })) }
      const said = await tell<{ key: string; import: string | null; topic: string | null }>(is ? 'topic-confirm' : 'topic-not', workspace, about)
      setTold((before) => [...before, { key: said.key, import: said.import, topic: said.topic, is, texts }])
      await queries.invalidateQueries()
    } catch (cause) {
      hide(texts, false)
      setError(cause instanceof Error ? cause : new Error(String(cause)))
    }
  }, [workspace, queries, hide, by])

  const undo = useCallback(async () => {
    const last = told.at(-1)
    if (!last) return
    setError(null)
    try {
      await tell('correction-undo', workspace, { ...(last.import === null ? { key: last.key } : { import: last.import }), ...(by === '' ? {} : { by }) })
      setTold((before) => before.filter((one) => one !== last))
      setUndone(true)
      await queries.invalidateQueries()
      hide(last.texts, false)
    } catch (cause) {
      setError(cause instanceof Error ? cause : new Error(String(cause)))
    }
  }, [told, workspace, queries, hide, by])

  return { gone, last: told.at(-1) ?? null, undone, error, say, undo }
}
