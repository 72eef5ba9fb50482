import { useQuery } from '@tanstack/react-query'
import { ask } from '../../api/ask.ts'
import { acceptedOf } from '../../api/parameters.ts'
import { count } from '../../format/numbers.ts'
import { texts } from '../../texts.ts'
import { useView } from '../../view/use-view.ts'
import { ROLE_COLOR, type Role, type ScoredKind } from './model.ts'
import classes from './voices.module.css'

const words = texts.voices.why
const RANGE: Readonly<Record<ScoredKind, readonly [number, number]>> = { nps: [0, 10], csat: [1, 5], ces: [1, 7] }
/** From which answer on somebody counts for, and up to which against. */
const FOR: Readonly<Record<ScoredKind, number>> = { nps: 9, csat: 4, ces: 5 }
const AGAINST: Readonly<Record<ScoredKind, number>> = { nps: 6, csat: -1, ces: -1 }
const MOST = 5_000

/** How many gave each answer, and the sum that makes the score. */
export function Spread({ kind, role, group }: { readonly kind: ScoredKind; readonly role: Role; readonly group: string | null }) {
  const { parameters, address } = useView()
  const asked = { ...acceptedOf('voices', parameters), kind, role, counted: 'newest', where: address.where, by: address.by, group: group ?? undefined, limit: MOST }
  const { data } = useQuery({ queryKey: ['voices', asked], queryFn: ({ signal }) => ask('voices', asked, signal) })
  const [least, most] = RANGE[kind]
  const answers = Array.from({ length: most - least + 1 }, (_, place) => ({ answer: least + place, n: (data?.voices ?? []).filter(({ score }) => score === least + place).length }))
  const highest = Math.max(1, ...answers.map(({ n }) => n))
  const sum = (fits: (answer: number) => boolean): number => answers.filter(({ answer }) => fits(answer)).reduce((all, { n }) => all + n, 0)
  const all = sum(() => true)
  return (
    <>
      <span className={classes.spread} role="img" aria-label={`${words.spread}: ${answers.map(({ answer, n }) => `${answer}: ${count(n)}`).join(', ')}`}>
        {answers.map(({ answer, n }) => (
          <span key={answer} className={classes.bar} title={`${answer}: ${count(n)}`}>
            <i style={{ height: `${(n / highest) * 40}px`, background: answer >= FOR[kind] ? ROLE_COLOR[role] : answer <= AGAINST[kind] ? 'var(--bad)' : 'var(--dimmed)', opacity: answer >= FOR[kind] || answer <= AGAINST[kind] ? 0.85 : 0.4 }} />
            {answer}
          </span>
        ))}
      </span>
      {data === undefined || data.next !== null ? null : <span>{kind === 'nps' ? words.nps(count(sum((answer) => answer >= 9)), count(sum((answer) => answer <= 6)), count(all)) : words.share(count(sum((answer) => answer >= FOR[kind])), count(all))}</span>}
    </>
  )
}
