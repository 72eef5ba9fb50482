import { daysBetween, monthAndYear } from '../../format/days.ts'
import { count, ratio, share } from '../../format/numbers.ts'
import { Card } from '../../parts/card.tsx'
import { KindMark } from '../../parts/kind-mark.tsx'
import table from '../../parts/table.module.css'
import { WhyButton } from '../../parts/why-button.tsx'
import { texts } from '../../texts.ts'
import type { PayerKind } from '../../api/shapes.ts'
import { downloadCsv } from '../../why/csv.ts'
import classes from './conversion.module.css'
import explore from './explore.module.css'
import type { Cohort, Conversion } from './shapes.ts'

const words = texts.explore.conversion
export const OUTCOMES = ['self', 'organization', 'intermediary', 'sponsor', 'unpaid', 'gone'] as const
export type Outcome = (typeof OUTCOMES)[number]
/** Below this a share says nothing: the numbers stand alone. */
export const TOO_FEW = 5
/** As deep as the shading goes; the words stay readable in both schemes. */
const DEEPEST = 42

export function markOf(outcome: Outcome): PayerKind | null {
  return outcome === 'unpaid' ? 'nobody' : outcome === 'gone' ? 'unknown' : outcome
}

/** A cohort is too young while its last members had less time than half of those who paid took. */
export function isYoung(cohort: Cohort, { until, total }: Conversion): boolean {
  return total.days.median !== null && daysBetween(cohort.to, until) < total.days.median
}

/** Month by month: of those who began unpaid, what became of them. */
export function CohortTable({ answer }: { readonly answer: Conversion }) {
  const { total } = answer
  const csv = () => downloadCsv('cohorts', ['from', 'to', 'users', ...OUTCOMES, 'median days', 'quartile 1', 'quartile 3', 'too young'],
    answer.cohorts.map((cohort) => [cohort.from, cohort.to, cohort.users, ...OUTCOMES.map((outcome) => cohort[outcome]), cohort.days.median, cohort.days.quartile1, cohort.days.quartile3, isYoung(cohort, answer) ? 1 : 0]))
  return (
    <Card title={words.cohorts} hint={words.cohortsHint} aside={<button type="button" className={table.button} onClick={csv} aria-label={words.cohortsCsv}>{texts.explore.csv}</button>}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls is reached by keyboard */}
      <section className={table.scroll} tabIndex={0} aria-label={words.cohorts}>
        <table className={`${table.table} ${classes.cohorts}`}>
          <thead>
            <tr>
              <th scope="col">{words.month}</th><th scope="col" className={table.number}>{words.users}</th>
              {OUTCOMES.map((outcome) => <th scope="col" key={outcome} className={table.number}><KindMark kind={markOf(outcome)} /> {words.outcomes[outcome]}</th>)}
              <th scope="col" className={table.number}>{words.medianShort}</th>
            </tr>
          </thead>
          <tbody>{answer.cohorts.map((cohort) => <Row key={cohort.from} cohort={cohort} young={isYoung(cohort, answer)} />)}</tbody>
          <tfoot>
            <tr className={explore.total}>
              <th scope="row">{words.total}</th><td className={table.number}>{count(total.users)}</td>
              {OUTCOMES.map((outcome) => <td key={outcome} className={table.number}>{count(total[outcome])} <span className={classes.share}>{share(ratio(total[outcome], total.users))}</span></td>)}
              <td className={table.number}>{total.days.median === null || total.days.n < TOO_FEW ? words.tooFew : words.days(count(total.days.median))}</td>
            </tr>
          </tfoot>
        </table>
      </section>
      <p className={explore.adds}>{words.adds(count(total.users))}</p>
    </Card>
  )
}

function Row({ cohort, young }: { readonly cohort: Cohort; readonly young: boolean }) {
  const few = cohort.users < TOO_FEW
  const { days } = cohort
  return (
    <tr>
      <th scope="row">{monthAndYear(cohort.from)}{young ? <span className={classes.young}>{words.young}</span> : null}</th>
      <td className={table.number}><WhyButton why={`conversion:starting=${cohort.from}`} plain row label={`${monthAndYear(cohort.from)}: ${count(cohort.users)}`}>{count(cohort.users)}</WhyButton></td>
      {OUTCOMES.map((outcome) => <Cell key={outcome} cohort={cohort} outcome={outcome} few={few} />)}
      <td className={table.number}>{days.median === null || days.n < TOO_FEW ? <span className={explore.quiet}>{days.n === 0 ? '–' : words.tooFew}</span> : <span title={words.quartiles(count(days.quartile1 ?? 0), count(days.quartile3 ?? 0), count(days.n))}>{words.days(count(days.median))}</span>}</td>
    </tr>
  )
}

function Cell({ cohort, outcome, few }: { readonly cohort: Cohort; readonly outcome: Outcome; readonly few: boolean }) {
  const value = cohort[outcome]
  const of = ratio(value, cohort.users)
  const depth = few ? 0 : Math.round(of ** 0.7 * DEEPEST)
  return (
    <td className={`${table.number} ${classes.cell}`} style={depth === 0 ? {} : { background: `color-mix(in srgb, var(--kind-${markOf(outcome)}) ${depth}%, transparent)` }}>
      {value === 0 ? <span className={explore.quiet}>–</span> : (
        <WhyButton why={`conversion:outcome=${outcome};starting=${cohort.from}`} plain className={classes.figure} label={`${monthAndYear(cohort.from)}, ${words.outcomes[outcome]}: ${count(value)}`}>
          {few ? count(value) : <>{share(of)} <span className={classes.share}>{count(value)}</span></>}
        </WhyButton>
      )}
    </td>
  )
}
