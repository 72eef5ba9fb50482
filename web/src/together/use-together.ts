import type { Money } from '../api/shapes.ts'
import { useStudy } from '../api/use-study.ts'
import { useView } from '../view/use-view.ts'

export type MoneyTogether = NonNullable<Money['together']>

/** The currencies of an answer about money, in order. */
export function currenciesOf(answer: Money | undefined): readonly string[] {
  return [...new Set([...(answer?.sources ?? []), ...(answer?.agreements ?? [])].map(({ currency }) => currency))].sort()
}

/** In which currency money is told together: as the address says, else the first that occurs; null where there is but one and none was chosen. */
export function useTogetherIn(currencies: readonly string[]): string | null {
  const { address } = useView()
  const chosen = /^[A-Z]{3}$/.test(address.together ?? '') ? (address.together as string) : null
  return chosen ?? (currencies.length > 1 ? (currencies[0] as string) : null)
}

/** Money of all currencies in one. It is asked for once it is known that there are several. */
export function useMoneyTogether(currency: string | null) {
  const query = useStudy('money', { currency: currency ?? undefined }, currency !== null)
  const together = currency === null || query.data?.together?.currency !== currency ? null : query.data.together
  return { together, error: query.error }
}
