import { count } from '../../format/numbers.ts'
import { Card } from '../../parts/card.tsx'
import table from '../../parts/table.module.css'
import { WhyButton } from '../../parts/why-button.tsx'
import { texts } from '../../texts.ts'
import { downloadCsv } from '../../why/csv.ts'
import { Days, ShareCell } from './groups-card.tsx'
import { type Journey, STEPS } from './shapes.ts'

const words = texts.journey
const own = words.cohorts
const LATER = STEPS.filter((step) => step !== 'learned')

/** A quarter as people call it. */
export function quarterName(from: string): string {
  return own.quarterName(Math.floor((Number(from.slice(5, 7)) - 1) / 3) + 1, from.slice(0, 4))
}

/** The steps of those who were first seen in each quarter. */
export function CohortsCard({ answer: { cohorts } }: { readonly answer: Journey }) {
  const csv = () => downloadCsv('journey-quarters', ['from', 'to', 'parties', ...LATER.flatMap((step) => [`${step}: reached`, `${step}: in time`, `${step}: could have`, `${step}: share`])],
    cohorts.map((cohort) => [cohort.from, cohort.to, cohort.parties, ...cohort.steps.filter(({ step }) => step !== 'learned').flatMap((one) => [one.reached, one.inTime, one.couldHave, one.share])]))
  return (
    <Card title={own.title} hint={own.hint} aside={<button type="button" className={table.button} onClick={csv} aria-label={own.csv}>{words.csv}</button>}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls is reached by keyboard */}
      <section className={table.scroll} tabIndex={0} aria-label={own.title}>
        <table className={table.table}>
          <thead><tr><th scope="col">{own.quarter}</th><th scope="col" className={table.number}>{own.parties}</th>{LATER.map((step) => <th scope="col" key={step} className={table.number}>{words.steps[step].name}</th>)}<th scope="col" className={table.number}>{words.groups.toPaid}</th></tr></thead>
          <tbody>
            {cohorts.map((cohort) => (
              <tr key={cohort.from}>
                <th scope="row">{quarterName(cohort.from)}</th>
                <td className={table.number}><WhyButton why={`journey:step=learned;standing=reached;cohort=${cohort.from}`} plain row label={`${quarterName(cohort.from)}: ${count(cohort.parties)}`}>{count(cohort.parties)}</WhyButton></td>
                {cohort.steps.filter(({ step }) => step !== 'learned').map((step) => <td key={step.step} className={table.number}><ShareCell step={step} more={`;cohort=${cohort.from}`} of={quarterName(cohort.from)} /></td>)}
                <td className={table.number}><Days columns={cohort} /></td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </Card>
  )
}
