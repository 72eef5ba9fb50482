import { amount, count, money, signedAmount } from '../../format/numbers.ts'
import type { SetsAnswer } from './use-sheets.ts'

type Objective = SetsAnswer['objectives'][number]

/** A value of an objective as it is shown: people, or money. */
export function valueShown(value: string, { unit }: Pick<Objective, 'unit'>): string {
  return unit === 'people' ? count(Number(value)) : money(value, unit)
}

/** A difference with its sign. */
export function differenceShown(value: string, { unit }: Pick<Objective, 'unit'>): string {
  return unit === 'people' ? signedAmount(value) : `${signedAmount(value)}\u00a0${unit}`
}

/** A number with a unit for an axis. */
export function axisShown(value: number): string {
  return amount(String(Math.round(value)))
}
