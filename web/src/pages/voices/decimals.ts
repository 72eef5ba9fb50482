import { locale } from '../../format/locale.ts'
import { texts } from '../../texts.ts'

const plain = new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 })
const signed = new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1, signDisplay: 'exceptZero' })

const hundredthsFormat = new Intl.NumberFormat(locale, { minimumFractionDigits: 2, maximumFractionDigits: 2, signDisplay: 'exceptZero' })

/** A difference of means to a hundredth of a point, with its sign: what excludes zero must not be shown as zero. */
export function hundredths(value: number): string {
  return hundredthsFormat.format(value).replace('-', '\u2212')
}

/** A difference of shares in percentage points, to a tenth: what excludes zero must not be shown as zero. */
export function pointsText(value: number): string {
  return tenths(value * 100, true)
}

/** A mean to a tenth of a point of its scale; too few where there is none. */
export function tenths(value: number | null, withSign = false): string {
  return value === null ? texts.voices.tooFew : (withSign ? signed : plain).format(value).replace('-', '\u2212')
}
