import { getRouteApi, Link } from '@tanstack/react-router'
import { useStudy } from '../../api/use-study.ts'
import { Problem } from '../../api/problem.ts'
import { CorrectionsAbout } from '../../correct/corrections-about.tsx'
import { firstIdentifier } from '../../format/names.ts'
import { Answered } from '../../parts/answered.tsx'
import { Bones } from '../../parts/bones.tsx'
import { Card } from '../../parts/card.tsx'
import { PageHead } from '../../parts/page-head.tsx'
import table from '../../parts/table.module.css'
import { texts } from '../../texts.ts'
import { type Address, keptOf } from '../../view/address.ts'
import { Timeline } from './evidence.tsx'
import { Hats } from './hats.tsx'
import { Identity } from './identity.tsx'
import { PaidByTable } from './paid-by.tsx'
import { PartyHead } from './party-head.tsx'
import classes from './party-page.module.css'
import { PaysForPart } from './pays-for.tsx'
import { Relations } from './relations.tsx'
import { SaidCards } from './said.tsx'

const route = getRouteApi('/parties/$party')
const words = texts.party

/** One party with all its hats, who pays for it, for whom it pays, and the evidence for all of it. */
export function PartyPage() {
  const { party } = route.useParams()
  const query = useStudy('party', { party, evidence: 'none' })
  if (query.error instanceof Problem && query.error.code === 'unknown-party') return <NobodyKnown party={party} says={query.error.message} />
  return (
    <Answered query={query} bones={<Bones lines={[30, 60, 100, 100, 100]} height={40} />}>
      {(answer) => (
        <div key={answer.party.id} className={classes.stack}>
          <div><PartyHead answer={answer} /></div>
          <Card title={words.roles} hint={words.rolesHint}><Hats party={answer.party} hats={answer.hats} /></Card>
          {answer.paidBy.length === 0 && answer.hats.some(({ hat }) => hat !== 'user') ? null : <Card title={words.usage} hint={words.usageHint}><PaidByTable party={answer.party} rows={answer.paidBy} /></Card>}
          {answer.hats.some(({ hat }) => hat === 'payer') ? <Card title={words.paysFor} hint={words.paysForHint}><PaysForPart party={answer.party} /></Card> : null}
          <Card title={words.relations} hint={words.relationsHint}><Relations party={answer.party} relations={answer.relations} /></Card>
          <SaidCards party={answer.party} />
          <Card title={words.identity}><Identity identity={answer.identity} /></Card>
          <CorrectionsAbout about={firstIdentifier(answer.party)} />
          <Card title={words.evidence} hint={words.evidenceHint}><Timeline party={answer.party} /></Card>
        </div>
      )}
    </Answered>
  )
}

/** An identifier that no evidence names: said once, with the way to those that there are. */
function NobodyKnown({ party, says }: { readonly party: string; readonly says: string }) {
  return (
    <>
      <PageHead title={words.nobody(party)} hint={says} />
      <Link to="/parties" search={(before) => ({ ...keptOf(before as Address), q: party.replace(/^[a-z-]+:/, '') })} className={table.button}>{words.lookForIt}</Link>
    </>
  )
}
