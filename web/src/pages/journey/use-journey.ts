import type { Parameters } from '../../api/ask.ts'
import { acceptedOf } from '../../api/parameters.ts'
import { useStudy } from '../../api/use-study.ts'
import { daysBetween, firstOfMonth, plusDays } from '../../format/days.ts'
import type { Period } from '../../view/periods.ts'
import { useView } from '../../view/use-view.ts'

const LONG_DAYS = 365
const MONTHS = 24

/** Journeys need time: the eight quarters that end with the period, unless it is itself as long as a year. */
export function useJourneyPeriod(): Period {
  const { period: { from, to }, period } = useView()
  if (daysBetween(from, to) >= LONG_DAYS) return period
  const last = plusDays(to, -1)
  const intoQuarter = (Number(last.slice(5, 7)) - 1) % 3
  return { from: firstOfMonth(last, -intoQuarter - MONTHS + 3), to }
}

/** What the journey is asked with. */
export function useJourneyParameters(): Parameters {
  const { parameters, address } = useView()
  const { from, to } = useJourneyPeriod()
  return { ...acceptedOf('journey', parameters), from, to, where: address.where, by: address.by }
}

export function useJourney() {
  const { from, to, where, by } = useJourneyParameters()
  return useStudy('journey', { from, to, where, by })
}
