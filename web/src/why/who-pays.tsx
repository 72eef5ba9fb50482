import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { acceptedOf } from '../api/parameters.ts'
import type { WhoPays as Answer } from '../api/shapes.ts'
import { studyOptions } from '../api/use-study.ts'
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
import { useUsualUse } from './use-usual-use.ts'
import { WhoPaysFields } from './who-pays-fields.tsx'
import classes from './why-panel.module.css'

/** Who pays for this party's use on a day, and the evidence that leads there. */
export function WhoPays({ party }: { readonly party: string }) {
  const { parameters, address } = useView()
  const usual = useUsualUse(party)
  const product = address.of ?? usual.product
  const day = address.day ?? usual.day
  const asked = { ...acceptedOf('who-pays', parameters), party, product, day, account: address.account }
  const query = useQuery({ ...studyOptions('who-pays', asked), enabled: product !== undefined && usual.settled, placeholderData: keepPreviousData })
  return (
    <>
      <p className={classes.who}><Link to="/parties/$party" params={{ party }} search={(before) => keptOf(before as Address)}>{usual.name}</Link> {usual.name === party ? null : <span className={classes.quiet}>{party}</span>}</p>
      <WhoPaysFields product={product} day={day} />
      <Answered query={query} bones={<Bones lines={[60, 100, 100, 100]} height={18} />}>{(answer) => <Explained answer={answer} />}</Answered>
      <Actions page={party} correct={`use:${party}`} />
    </>
  )
}

function Explained({ answer }: { readonly answer: Answer }) {
  return (
    <>
      <p className={classes.answer}><KindMark kind={answer.kind} /> {texts.kinds[answer.kind].name}{answer.payer === null ? null : `: ${nameOf(answer.payer)}`}</p>
      <p className={classes.quiet}>{texts.kinds[answer.kind].rule}</p>
      <Part title={texts.why.path}><Path steps={answer.path} /></Part>
      {answer.payer === null ? null : <Part title={texts.why.payer}><PartyLink party={answer.payer} /></Part>}
      {answer.alsoCoveredBy.length === 0 ? null : <Part title={texts.why.also}>{answer.alsoCoveredBy.map((agreement) => <span key={agreement} className={classes.tag}>{agreement}</span>)}</Part>}
    </>
  )
}
