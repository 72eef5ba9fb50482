import { problemFrom, unreachable } from './problem.ts'
import type { Studies, StudyName } from './types.ts'

export type Parameters = Readonly<Record<string, string | number | null | undefined>>

/** The address of a study with its parameters; those without a value are left out. */
export function addressOf(study: string, parameters: Parameters): string {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== null && value !== undefined && value !== '') query.set(name, String(value))
  }
  return `/api/${study}?${query}`
}

/** Asks one study. Throws a Problem that can be shown as it is. */
export async function ask<Name extends StudyName>(study: Name, parameters: Parameters, signal?: AbortSignal): Promise<Studies[Name]> {
  const response = await fetch(addressOf(study, parameters), { signal: signal ?? null, headers: { accept: 'application/json' } }).catch((cause: unknown) => {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause
    throw unreachable()
  })
  if (!response.ok) throw await problemFrom(response)
  return (await response.json()) as Studies[Name]
}
