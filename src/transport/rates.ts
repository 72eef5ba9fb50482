/** Counts how often somebody did something lately, so that nobody does it without end. */
export interface Rates {
  /** True if it is within the limit; then it is counted. */
  take(name: string, now: number): boolean
}

/** Names counted at most (about 2 MB); those counted longest ago are forgotten first. */
const NAMES_AT_MOST = 20_000
const MINUTE_MS = 60_000

/** So many a minute, of which as many may come at once (a bucket that fills again). */
export function openRates(perMinute: number, namesAtMost = NAMES_AT_MOST): Rates {
  const buckets = new Map<string, { readonly left: number; readonly at: number }>()
  return {
    take(name, now) {
      const known = buckets.get(name)
      const left = known === undefined ? perMinute : Math.min(perMinute, known.left + (Math.max(0, now - known.at) * perMinute) / MINUTE_MS)
      // Taken out first, so that the first name is the one counted longest ago.
      buckets.delete(name)
      buckets.set(name, { left: left >= 1 ? left - 1 : left, at: now })
      if (buckets.size > namesAtMost) buckets.delete(buckets.keys().next().value as string)
      return left >= 1
    },
  }
}
