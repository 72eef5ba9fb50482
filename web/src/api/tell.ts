import { problemFrom, unreachable } from './problem.ts'

/** Asks the server for a change and gives what it answers. Throws a Problem that can be shown as it is. */
export async function tell<Answer>(change: string, workspace: string, input: object): Promise<Answer> {
  const response = await fetch(`/api/${change}?${new URLSearchParams({ workspace })}`, {
    method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(input),
  }).catch(() => { throw unreachable() })
  if (!response.ok) throw await problemFrom(response)
  return (await response.json()) as Answer
}
