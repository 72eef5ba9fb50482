import { acceptedOf } from '../../api/parameters.ts'
import type { Parameters } from '../../api/ask.ts'
import { useStudy } from '../../api/use-study.ts'
import { daysBetween } from '../../format/days.ts'
import { monthsUpTo, type Period } from '../../view/periods.ts'
import { useView } from '../../view/use-view.ts'

const YEAR_DAYS = 365

/** Cohorts need time: the twelve months that end with the period, unless it is itself longer. */
export function useCohortPeriod(): Period {
  const { period } = useView()
  return daysBetween(period.from, period.to) >= YEAR_DAYS ? period : monthsUpTo(period.to)
}

/** What conversion is asked with. */
export function useConversionParameters(): Parameters {
  const { parameters, address } = useView()
  const { from, to } = useCohortPeriod()
  return { ...acceptedOf('conversion', parameters), from, to, where: address.where }
}

export function useConversion() {
  const { from, to, where } = useConversionParameters()
  return useStudy('conversion', { from, to, where })
}
