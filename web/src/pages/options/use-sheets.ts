import { useStudy } from '../../api/use-study.ts'
import type { Studies } from '../../api/types.ts'
import { useView } from '../../view/use-view.ts'

export type KeptSheet = Studies['option-sheets']['sheets'][number]
export type OptionFigures = Studies['gain-loss']['options'][number]
export type SetsAnswer = NonNullable<Studies['gain-loss-sets']['answer']>
export type Aim = SetsAnswer['objectives'][number]['name']

/** The kept sheets, and the one that the address names; without a name the first. */
export function useSheets() {
  const { address } = useView()
  const query = useStudy('option-sheets')
  const sheets = query.data?.sheets
  const sheet = sheets?.find(({ id }) => id === address.sheet) ?? (address.sheet === undefined || address.sheet === 'new' ? sheets?.[0] : undefined)
  return { query, sheets, sheet: address.sheet === 'new' ? undefined : sheet }
}
