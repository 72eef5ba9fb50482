import type { PayerKind } from '../../api/shapes.ts'
import { useStudy } from '../../api/use-study.ts'
import { drawnWidth, isZero, money } from '../../format/numbers.ts'
import { texts } from '../../texts.ts'
import { TogetherNote } from '../../together/together-note.tsx'
import { useMoneyTogether, useTogetherIn } from '../../together/use-together.ts'
import { type BarPart, KindBar } from './kind-bar.tsx'

const words = texts.together

interface TogetherBarProps { readonly currencies: readonly string[]; readonly lit: PayerKind | null; readonly onLight: (kind: PayerKind | null) => void }

/** Money of all currencies in one bar, where there are several. Its place is kept while it is asked for. */
export function TogetherBar({ currencies, lit, onLight }: TogetherBarProps) {
  const currency = useTogetherIn(currencies)
  const isAsked = currency !== null && currencies.some((one) => one !== currency)
  const { together } = useMoneyTogether(isAsked ? currency : null)
  const use = useStudy('payers-of-use', { detail: 'money', currency: currency ?? undefined }, isAsked).data?.together
  if (!isAsked) return null
  const known = together !== null && use?.currency === currency ? { together, use } : null
  const why = `together:${currency}`
  const parts: BarPart[] = known === null ? [] : known.use.kinds.flatMap(({ kind, amount }) => (amount === null ? [] : [{ kind, width: drawnWidth(amount), says: words.about(money(amount, currency)), why }]))
  const unused = known?.together.unused ?? null
  if (unused !== null && !isZero(unused)) parts.push({ kind: null, width: drawnWidth(unused), says: words.about(money(unused, currency)), why })
  const lacks = known !== null && known.together.accrued === null
  return (
    <div>
      {lacks ? null : <KindBar name={words.money(currency)} total={known === null ? '' : words.about(money(known.together.accrued ?? '0', currency))} parts={parts} lit={lit} onLight={onLight} />}
      <TogetherNote told={known?.together ?? null} />
    </div>
  )
}
