import { useSyncExternalStore } from 'react'

/** A correction that was said on this page and can be taken back with one key. */
export interface Said { readonly workspace: string; readonly key: string; readonly says: string; readonly effect: string | null }
interface State { readonly said: readonly Said[]; readonly note: 'said' | 'undone' | null }

let state: State = { said: [], note: null }
const listeners = new Set<() => void>()

function become(next: State): void {
  state = next
  for (const listener of listeners) listener()
}

export function tellSaid(said: Said): void {
  become({ said: [...state.said, said], note: 'said' })
}

export function tellUndone(key: string): void {
  become({ said: state.said.filter((one) => one.key !== key), note: 'undone' })
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
