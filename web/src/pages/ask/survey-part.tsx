import { Link } from '@tanstack/react-router'
import { useStudy } from '../../api/use-study.ts'
import { dayText } from '../../format/days.ts'
import { count } from '../../format/numbers.ts'
import { Answered } from '../../parts/answered.tsx'
import { Bones } from '../../parts/bones.tsx'
import { Card } from '../../parts/card.tsx'
import { Empty } from '../../parts/empty.tsx'
import { PageHead } from '../../parts/page-head.tsx'
import { texts } from '../../texts.ts'
import { type Address, keptOf } from '../../view/address.ts'
import { useView } from '../../view/use-view.ts'
import { SureButton, Wrong } from '../settings/form.tsx'
import { useChange } from '../settings/use-change.ts'
import classes from './ask.module.css'
import { AskedCard } from './asked-card.tsx'
import { LeftOutCard } from './left-out-card.tsx'
import { MailsCard } from './mails-card.tsx'
import { PeopleCard } from './people-card.tsx'
import { ResultPart } from './result-part.tsx'
import { SampleCard } from './sample-card.tsx'
import { SendCard } from './send-card.tsx'
import { sidesOf } from './surveys-card.tsx'
import { usePlan } from './use-plan.ts'

const words = texts.asking

/** One question that is kept: a draft with its plan, or what came back. */
export function SurveyPart({ id }: { readonly id: string }) {
  const query = useStudy('surveys')
  return (
    <Answered query={query} bones={<><PageHead title={words.title} hint={words.hint} /><Card><Bones lines={[60, 100, 100]} height={28} /></Card></>}>
      {({ surveys }) => {
        const survey = surveys.find((one) => one.id === id)
        return (
          <>
            <PageHead title={survey?.question ?? words.title} hint={survey === undefined ? words.hint : `${sidesOf(survey)}. ${words.sample.forms[survey.form]}, ${words.sample.channels[survey.channel]}. ${dayText(survey.at.slice(0, 10))}`}>
              <Link className={classes.button} to="/ask" search={(before) => keptOf(before as Address)}>{words.back}</Link>
            </PageHead>
            {survey === undefined ? <Card><Empty>{words.survey.gone}</Empty></Card> : (
              <div className={classes.stack}>
                <StateCard survey={survey} />
                {survey.asked === 0 ? null : <ResultPart id={id} />}
                {survey.state === 'closed' || survey.mode === 'moments' ? null : <Draft id={id} asked={survey.asked} channel={survey.channel} />}
                {survey.asked === 0 || survey.channel !== 'mail' ? null : <MailsCard id={id} />}
                {survey.asked === 0 ? null : <AskedCard survey={survey} />}
              </div>
            )}
          </>
        )
      }}
    </Answered>
  )
}

type Survey = Parameters<typeof AskedCard>[0]['survey']

function StateCard({ survey }: { readonly survey: Survey }) {
  const { go } = useView()
  const { act, isBusy, error } = useChange()
  const { id, state, mode, asked, answered } = survey
  const forget = async () => {
    if ((await act('survey-forget', { id })) !== null) go({ survey: undefined })
  }
  return (
    <Card>
      <div className={classes.state}>
        <span className={classes.tag} data-state={state}>{words.surveys.states[state]}</span>
        <span>{words.survey[state]}{asked === 0 ? '' : ` ${words.survey.progress(count(answered), count(asked))}.`}</span>
        <span className={classes.buttons}>
          {mode === 'moments' && state === 'draft' ? <button type="button" className={classes.primary} disabled={isBusy} onClick={() => void act('survey-state', { id, state: 'open' })}>{words.survey.begin}</button> : null}
          {state === 'open' ? <SureButton label={words.survey.close} about={survey.question} sure={words.survey.close.toLowerCase()} isBusy={isBusy} onSure={() => void act('survey-state', { id, state: 'closed' })} /> : null}
          {state === 'closed' ? <button type="button" className={classes.button} disabled={isBusy} onClick={() => void act('survey-state', { id, state: 'open' })}>{words.survey.reopen}</button> : null}
          {state === 'draft' ? <button type="button" className={classes.button} disabled={isBusy} onClick={() => void forget()}>{words.survey.forget}</button> : null}
        </span>
      </div>
      <Wrong error={error} />
    </Card>
  )
}

/** Whom the plan of a kept question gives now. */
function Draft({ id, asked, channel }: { readonly id: string; readonly asked: number; readonly channel: Survey['channel'] }) {
  const query = usePlan(id)
  return (
    <Answered query={query} bones={<Card title={words.survey.ask}><Bones lines={[100, 100, 100]} height={28} /></Card>}>
      {(plan) => (
        <div className={classes.stack}>
          <SendCard id={id} plan={plan} channel={channel} asked={asked} />
          {asked > 0 ? null : <><SampleCard plan={plan} fixed /><PeopleCard plan={plan} survey={id} /><LeftOutCard plan={plan} /></>}
        </div>
      )}
    </Answered>
  )
}
