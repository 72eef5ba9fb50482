/** How high an answer will be, so that what stands below it does not jump when it comes: as high as it was the last time, or as it usually is. */
export interface KeptHeight { readonly name: string; readonly wide: number; readonly narrow: number }

const NARROW = '(max-width: 860px)'

function placeOf({ name }: KeptHeight, narrow: boolean): string {
  return `hatrack:height:${name}:${narrow ? 'narrow' : 'wide'}`
}

export function expectedHeight(kept: KeptHeight): number {
  const narrow = matchMedia(NARROW).matches
  const usual = narrow ? kept.narrow : kept.wide
  try {
    return Number(localStorage.getItem(placeOf(kept, narrow)) ?? usual) || usual
  } catch {
    return usual
  }
}

/** A browser that keeps nothing is no reason to fail. */
export function keepHeight(kept: KeptHeight, height: number): void {
  try {
    localStorage.setItem(placeOf(kept, matchMedia(NARROW).matches), String(Math.round(height)))
  } catch {
    // It will be as it usually is.
  }
}
