import { Link } from '@tanstack/react-router'
import { dayText } from '../format/days.ts'
import { WhyButton } from '../parts/why-button.tsx'
import { texts } from '../texts.ts'
import { type Address, keptOf } from '../view/address.ts'
import classes from './together.module.css'

const words = texts.together

interface Told { readonly currency: string; readonly rates: readonly { readonly at: string }[]; readonly missing: readonly string[] }

/** Of which days the rates are, and what lacks. */
export function TogetherNote({ told }: { readonly told: Told | null }) {
  if (told === null) return <p className={classes.note}>{'\u00a0'}</p>
  const days = [...new Set(told.rates.map(({ at }) => at.slice(0, 10)))].sort()
  const [first, last] = [days[0], days.at(-1)]
  return (
    <p className={classes.note} data-together={told.currency}>
      {told.missing.length === 0 ? null : <>{words.lacks(told.missing.join(words.and), told.currency)} <Link to="/settings" search={(before) => ({ ...keptOf(before as Address), tab: 'rates' })}>{words.add}</Link>. </>}
      {first === undefined || last === undefined ? null : <>{words.at(first === last ? dayText(first) : words.days(dayText(first), dayText(last)), told.rates.length === 1)} <WhyButton why={`together:${told.currency}`} plain>{words.why}</WhyButton></>}
    </p>
  )
}
