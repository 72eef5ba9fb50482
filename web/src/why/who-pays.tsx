import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { acceptedOf } from '../api/parameters.ts'
import type { WhoPays as Answer } from '../api/types.ts'
import { studyOptions } from '../api/use-study.ts'
import { plusDays } from '../format/days.ts'
import { nameOf } from '../format/names.ts'
import { Answered } from '../parts/answered.tsx'
import { Bones } from '../parts/bones.tsx'
import { KindMark } from '../parts/kind-mark.tsx'
import { PartyLink } from '../parts/party-link.tsx'
import { texts } from '../texts.ts'
import { type Address, keptOf } from '../view/address.ts'
import { useView } from '../view/use-view.ts'
import { Actions } from './actions.tsx'
import { Part } from './part.tsx'
import { Path } from './path.tsx'
import classes from './why-panel.module.css'

/** Who pays for this party's use on a day, and the evidence that leads there. */
export function WhoPays({ party }: { readonly party: string }) {
  const { parameters, address, period, go } = useView()
  const day = address.day ?? plusDays(period.to, -1)
  const asked = { ...acceptedOf('who-pays', parameters), party, day, account: address.account }
  const query = useQuery({ ...studyOptions('who-pays', asked), placeholderData: keepPreviousData })
  return (
    <>
      <p><Link to="/parties/$party" params={{ party }} search={(before) => keptOf(before as Address)}>{party}</Link></p>
      <div className={classes.fields}>
        <label>{texts.why.day}<input type="date" value={day} onChange={(event) => (event.target.value === '' ? undefined : go({ day: event.target.value }, true))} /></label>
        <label>{texts.why.account}<input type="text" defaultValue={address.account ?? ''} placeholder="account:acme" onBlur={(event) => go({ account: event.target.value.trim() === '' ? undefined : event.target.value.trim() }, true)} /></label>
      </div>
      <Answered query={query} bones={<Bones lines={[60, 100, 100, 100]} height={18} />}>{(answer) => <Explained answer={answer} />}</Answered>
      <Part title={texts.why.partyPage}><Link to="/parties/$party" params={{ party }} search={(before) => keptOf(before as Address)} className={classes.action}>{texts.why.partyPage} →</Link></Part>
      <Actions />
    </>
  )
}

function Explained({ answer }: { readonly answer: Answer }) {
  return (
    <>
      <p className={classes.answer}><KindMark kind={answer.kind} /> {texts.kinds[answer.kind].name}{answer.payer === null ? null : <span>: {nameOf(answer.payer)}</span>}</p>
      <p className={classes.quiet}>{texts.kinds[answer.kind].rule}</p>
      <Part title={texts.why.path}><Path steps={answer.path} /></Part>
      {answer.payer === null ? null : <Part title={texts.why.payer}><PartyLink party={answer.payer} /></Part>}
      {answer.alsoCoveredBy.length === 0 ? null : <Part title={texts.why.also}>{answer.alsoCoveredBy.map((agreement) => <span key={agreement} className={classes.tag}>{agreement}</span>)}</Part>}
    </>
  )
}
