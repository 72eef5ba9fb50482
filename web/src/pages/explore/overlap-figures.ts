import type { Overlap } from '../../api/shapes.ts'

export type OverlapFigure = 'users' | 'usersSelf' | 'usersPaidFor' | 'usersUnpaid' | 'usersUnknown' | 'usersThatPay' | 'customers' | 'customersWithUse' | 'customersWithoutUse' | 'customersThatUse' | 'newCustomers' | 'payersThatNeverUse' | 'payersWithoutKnownDecider'

interface Line { readonly figure: OverlapFigure; readonly total?: true }

/** The figures of the answer in the order in which they are read; what adds up stands together. */
export const OVERLAP_SECTIONS: readonly { readonly section: 'users' | 'customers' | 'payers'; readonly lines: readonly Line[] }[] = [
  { section: 'users', lines: [{ figure: 'usersSelf' }, { figure: 'usersPaidFor' }, { figure: 'usersUnpaid' }, { figure: 'usersUnknown' }, { figure: 'users', total: true }, { figure: 'usersThatPay' }] },
  { section: 'customers', lines: [{ figure: 'customersWithUse' }, { figure: 'customersWithoutUse' }, { figure: 'customers', total: true }, { figure: 'customersThatUse' }, { figure: 'newCustomers' }] },
  { section: 'payers', lines: [{ figure: 'payersThatNeverUse' }, { figure: 'payersWithoutKnownDecider' }] },
]

export function isOverlapFigure(text: string): text is OverlapFigure {
  return OVERLAP_SECTIONS.some(({ lines }) => lines.some(({ figure }) => figure === text))
}

export function figureOf(answer: Overlap, figure: OverlapFigure): number {
  return answer[figure]
}
