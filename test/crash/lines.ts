import type { Candidate } from '../../src/db/record.ts'

/** Small files and few keys in memory, so that a short life sees new segments, sealed runs and merges. */
export const SETTINGS = {
  rules: { holding: (versions: readonly unknown[]) => versions.length - 1, same: (a: string, b: string) => a === b },
  segmentBytes: 100_000,
  index: { recentKeys: 500 },
}

export function lifeLine(life: number, number: number): Candidate<null> {
  const key = `life-${life}-line-${number}`
  const body = JSON.stringify({ type: 'usage', key, source: 'api', party: `user:ann-${number % 100}`, product: 'drill', at: '2026-03-01' })
  return { identity: `usage\0api\0${key}`, claim: null, source: 'api', body, recordedAt: null, correctable: number % 2 === 0, line: null }
}
