import { Link } from '@tanstack/react-router'
import { useStudy } from '../../api/use-study.ts'
import { dayText } from '../../format/days.ts'
import { count } from '../../format/numbers.ts'
import { Answered } from '../../parts/answered.tsx'
import { Bones } from '../../parts/bones.tsx'
import { Card } from '../../parts/card.tsx'
import { Empty } from '../../parts/empty.tsx'
import table from '../../parts/table.module.css'
import { texts } from '../../texts.ts'
import { type Address, keptOf } from '../../view/address.ts'
import { downloadCsv } from '../../why/csv.ts'
import classes from './ask.module.css'
import type { Studies } from '../../api/types.ts'

const words = texts.asking.surveys
type Survey = Studies['surveys']['surveys'][number]

export function sidesOf({ sides, throughChannel }: Pick<Survey, 'sides' | 'throughChannel'>): string {
  return texts.asking.who.sides[throughChannel ? 'channel' : sides.length === 2 ? 'users,customers' : (sides[0] ?? 'users')] as string
}

/** What is or was asked, with how far it is. */
export function SurveysCard() {
  const query = useStudy('surveys')
  const rows = query.data?.surveys ?? []
  const csv = () => downloadCsv('questions', [words.question, words.whom, words.state, words.asked, words.answered, words.at], rows.map((one) => [one.question, sidesOf(one), words.states[one.state] as string, one.asked, one.answered, one.at]))
  return (
    <Card title={words.title} aside={<button type="button" className={table.button} disabled={rows.length === 0} onClick={csv}>{words.csv}</button>}>
      <Answered query={query} bones={<Bones lines={[100, 100, 100]} height={34} />}>
        {({ surveys }) => surveys.length === 0 ? <Empty>{words.none}</Empty> : (
          <ul className={classes.surveys}>
            {surveys.map((survey) => (
              <li key={survey.id} data-row tabIndex={-1} className={classes.survey}>
                <Link to="/ask" search={(before) => ({ ...keptOf(before as Address), survey: survey.id })} className={classes.surveyName}>{survey.question}</Link>
                <span className={classes.tag} data-state={survey.state}>{words.states[survey.state]}</span>
                <span className={classes.quiet}>{sidesOf(survey)}, {dayText(survey.at.slice(0, 10))}</span>
                <span className={classes.progress}>
                  <span className={classes.bar} aria-hidden><span style={{ width: `${survey.asked === 0 ? 0 : (survey.answered / survey.asked) * 100}%` }} /></span>
                  {texts.asking.survey.progress(count(survey.answered), count(survey.asked))}{survey.answers === 0 ? '' : `, ${words.wanted(count(survey.answers))}`}
                </span>
              </li>
            ))}
          </ul>
        )}
      </Answered>
    </Card>
  )
}
