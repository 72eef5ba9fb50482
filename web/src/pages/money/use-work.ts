import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useState } from 'react'
import { problemFrom, unreachable } from '../../api/problem.ts'
import { tell } from '../../api/tell.ts'
import { useView } from '../../view/use-view.ts'

/** What is said when a choice is made: a correction, or the name of an account that nobody named. */
export type Saying = { readonly correct: Readonly<Record<string, string>> } | { readonly name: { readonly account: string; readonly name: string } }

interface Made { readonly id: string; readonly says: string; readonly key: Promise<string>; readonly isName: boolean }

const BY_HAND = 'by-hand'

/** Evidence lines from the page carry the source of words by hand. */
async function send(workspace: string, line: object): Promise<void> {
  const response = await fetch(`/v1/evidence?${new URLSearchParams({ workspace })}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify([line]) }).catch(() => { throw unreachable() })
  if (!response.ok) throw await problemFrom(response)
  const { rejected } = (await response.json()) as { rejected: readonly { says: string }[] }
  if (rejected[0] !== undefined) throw new Error(rejected[0].says)
}

function asError(cause: unknown): Error {
  return cause instanceof Error ? cause : new Error(String(cause))
}

/** Writes it, and gives the key by which it is taken back. */
async function write(workspace: string, saying: Saying, period: { readonly from: string; readonly to: string }, signed: { readonly by: string; readonly why: string }): Promise<string> {
  if ('correct' in saying) return (await tell<{ key: string }>('correct', workspace, { ...saying.correct, ...period, ...signed })).key
  const key = `name-${crypto.randomUUID().slice(0, 13)}`
  await send(workspace, { type: 'party', key, source: BY_HAND, kind: 'organization', ids: [saying.name.account], name: saying.name.name })
  return key
}

/** Says one thing after the other, and takes them back. What was decided is gone at once; if writing fails it is here again. */
export function useWork() {
  const { workspace, period } = useView()
  const queries = useQueryClient()
  const [gone, setGone] = useState<ReadonlySet<string>>(new Set())
  const [made, setMade] = useState<readonly Made[]>([])
  const [undone, setUndone] = useState(false)
  const [error, setError] = useState<Error | null>(null)
  const hide = useCallback((id: string, hidden: boolean) => setGone((before) => {
    const after = new Set(before)
    if (hidden) after.add(id)
    else after.delete(id)
    return after
  }), [])

  const say = useCallback(async (id: string, saying: Saying, says: string, signed: { readonly by: string; readonly why: string }) => {
    setError(null)
    setUndone(false)
    hide(id, true)
    const key = write(workspace, saying, { from: period.from, to: period.to }, signed)
    const one = { id, says, key, isName: 'name' in saying }
    setMade((before) => [...before, one])
    try {
      await key
      await queries.invalidateQueries()
    } catch (cause) {
      setMade((before) => before.filter((other) => other !== one))
      hide(id, false)
      setError(asError(cause))
    }
  }, [workspace, period.from, period.to, queries, hide])

  // What was said last is taken back, also while it is still being written.
  const undo = useCallback(async () => {
    const last = made.at(-1)
    if (last === undefined) return
    setError(null)
    setMade((before) => before.filter((other) => other !== last))
    try {
      const key = await last.key
      if (last.isName) await send(workspace, { type: 'party', key, source: BY_HAND, retracted: true })
      else await tell('correction-undo', workspace, { key })
      setUndone(true)
      hide(last.id, false)
      await queries.invalidateQueries()
    } catch (cause) {
      setError(asError(cause))
    }
  }, [made, workspace, queries, hide])

  return { gone, last: made.at(-1) ?? null, undone, error, say, undo }
}
