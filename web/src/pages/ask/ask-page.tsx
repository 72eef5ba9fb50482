import { Link } from '@tanstack/react-router'
import { Card } from '../../parts/card.tsx'
import { PageHead } from '../../parts/page-head.tsx'
import { useIsEmpty } from '../../shell/use-is-empty.ts'
import { texts } from '../../texts.ts'
import { type Address, keptOf } from '../../view/address.ts'
import { useView } from '../../view/use-view.ts'
import classes from './ask.module.css'
import { PlanPart } from './plan-part.tsx'
import { QuestionForm } from './question-form.tsx'
import { SurveyPart } from './survey-part.tsx'
import { SurveysCard } from './surveys-card.tsx'

const words = texts.asking

/** From a question in plain words to the people who are asked, and to what came back. */
export function AskPage() {
  const { address, workspace } = useView()
  const isEmpty = useIsEmpty()
  if (isEmpty) return <><PageHead title={words.title} hint={words.hint} /><Card title={words.emptyWorkspace}><p>{words.emptySays} <Link to="/import" className={classes.inText} search={(before) => keptOf(before as Address)}>{words.toImport}</Link></p></Card></>
  if (address.survey !== undefined) return <SurveyPart key={`${workspace} ${address.survey}`} id={address.survey} />
  return (
    <>
      <PageHead title={words.title} hint={words.hint} />
      <div className={classes.stack}>
        <QuestionForm key={`${workspace} ${address.ask ?? ''}`} />
        {address.ask === undefined ? <SurveysCard /> : <PlanPart />}
      </div>
    </>
  )
}
