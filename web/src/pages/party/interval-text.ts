import { dayText } from '../../format/days.ts'
import { texts } from '../../texts.ts'

/** A half-open interval in words. */
export function intervalText(from: string | null, to: string | null): string {
  const since = from === null ? null : texts.party.since(dayText(from))
  const until = to === null ? null : texts.party.until(dayText(to))
  return [since, until].filter((part) => part !== null).join(' ') || texts.party.always
}
