import { amount } from '../../format/numbers.ts'
import { texts } from '../../texts.ts'

/** A cost in the unit of its sheet: money, or person-days without zeros that say nothing. */
export function costShown(cost: string, unit: string): string {
  return `${amount(unit === 'days' ? cost.replace(/\.?0+$/, '') || '0' : cost.replace(/\.00$/, ''))}\u00a0${texts.options.unit[unit] ?? unit}`
}
