import { useSyncExternalStore } from 'react'

/** A correction that was said on this page and can be taken back with one key; `together` takes back several that were said at once. */
export interface Said { readonly workspace: string; readonly key: string; readonly together: string | null; readonly says: string; readonly effect: string | null }
/** Somebody else said the same, and it counts still. */
export interface StillSaid { readonly by: string | null }
interface State { readonly said: readonly Said[]; readonly note: 'said' | 'undone' | null; readonly stillSaid: StillSaid | null }

let state: State = { said: [], note: null, stillSaid: null }
const listeners = new Set<() => void>()

function become(next: State): void {
  state = next
  for (const listener of listeners) listener()
}

export function tellSaid(said: Said): void {
  become({ said: [...state.said, said], note: 'said', stillSaid: null })
}

export function tellUndone(key: string, stillSaid: StillSaid | null): void {
  become({ said: state.said.filter((one) => one.key !== key), note: 'undone', stillSaid })
}

export function hideNote(): void {
  become({ ...state, note: null })
}

/** The corrections of this visit, the newest last, and whether a note about one is shown. */
export function useSaid(): State {
  return useSyncExternalStore((listener) => {
    listeners.add(listener)
    return () => listeners.delete(listener)
  }, () => state)
}
