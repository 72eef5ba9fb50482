/** Parties that were looked at lately, in this browser only. */
export interface Recent { readonly party: string; readonly name: string }

const MOST = 6

function placeOf(workspace: string): string {
  return `hatrack:recent:${workspace}`
}

export function recents(workspace: string): readonly Recent[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(placeOf(workspace)) ?? '[]')
    return Array.isArray(kept) ? kept.filter((one): one is Recent => typeof one?.party === 'string' && typeof one?.name === 'string') : []
  } catch {
    return []
  }
}

/** A browser that keeps nothing is no reason to fail. */
export function remember(workspace: string, recent: Recent): void {
  try {
    localStorage.setItem(placeOf(workspace), JSON.stringify([recent, ...recents(workspace).filter(({ party }) => party !== recent.party)].slice(0, MOST)))
  } catch {
    // Nothing is kept.
  }
}
