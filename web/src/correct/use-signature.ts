import { useState } from 'react'

const PLACE = 'hatrack-by'

function kept(): string {
  try {
    return localStorage.getItem(PLACE) ?? ''
  } catch {
    return ''
  }
}

/** Who decides, for the log; this browser remembers it. */
export function useSignature(): { readonly by: string; readonly setBy: (by: string) => void } {
  const [by, set] = useState(kept)
  const setBy = (name: string) => {
    set(name)
    try {
      localStorage.setItem(PLACE, name)
    } catch {
      // A browser that keeps nothing asks again.
    }
  }
  return { by, setBy }
}
