import { keepPreviousData, useQueries, useQuery } from '@tanstack/react-query'
import { acceptedOf } from '../../api/parameters.ts'
import { studyOptions } from '../../api/use-study.ts'
import type { Studies } from '../../api/types.ts'
import { useView } from '../../view/use-view.ts'

export const PAGE = 100
export type AgreementLine = Studies['agreements']['agreements'][number]

/** The agreements that the address asks for, page by page: only the pages that are looked at are asked for. */
export function useAgreementPages(first: number, last: number) {
  const { parameters, address } = useView()
  const asked = { ...acceptedOf('agreements', parameters), where: address.where, q: address.q, sort: address.sort }
  const optionsOf = (page: number) => studyOptions('agreements', { ...asked, limit: PAGE, cursor: page === 0 ? undefined : String(page * PAGE) })
  const beginning = useQuery({ ...optionsOf(0), placeholderData: keepPreviousData })
  const pages = Array.from({ length: Math.floor(last / PAGE) - Math.floor(first / PAGE) + 1 }, (_, place) => Math.floor(first / PAGE) + place).filter((page) => page > 0)
  const others = useQueries({ queries: pages.map((page) => ({ ...optionsOf(page), enabled: beginning.data !== undefined && page * PAGE < beginning.data.total })) })
  const rowAt = (place: number): AgreementLine | undefined => {
    const page = Math.floor(place / PAGE)
    const answer = page === 0 ? beginning.data : others[pages.indexOf(page)]?.data
    return answer?.agreements[place - page * PAGE]
  }
  return { query: beginning, rowAt, asked }
}
