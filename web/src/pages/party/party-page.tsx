import { getRouteApi } from '@tanstack/react-router'
import { useStudy } from '../../api/use-study.ts'
import { nameOf } from '../../format/names.ts'
import { Answered } from '../../parts/answered.tsx'
import { Bones } from '../../parts/bones.tsx'
import { Card } from '../../parts/card.tsx'
import { PageHead } from '../../parts/page-head.tsx'
import table from '../../parts/table.module.css'
import { texts } from '../../texts.ts'
import { useView } from '../../view/use-view.ts'
import { PartyEvidenceList } from './party-evidence.tsx'
import { PartyFeedback } from './party-feedback.tsx'
import { PartyIdentity } from './party-identity.tsx'
import classes from './party-page.module.css'
import { PartyRelations } from './party-relations.tsx'
import { PartyRoles } from './party-roles.tsx'
import { PartyUsageTable } from './party-usage.tsx'

const route = getRouteApi('/parties/$party')

/** One party with all its hats, and the evidence for each. */
export function PartyPage() {
  const { party } = route.useParams()
  const { go } = useView()
  const query = useStudy('party', { party })
  return (
    <Answered query={query} bones={<Bones lines={[30, 60, 100, 100, 100]} height={40} />}>
      {(answer) => (
        <>
          <PageHead title={nameOf(answer.party)} hint={[answer.party.kind === null ? null : texts.parties.what[answer.party.kind], ...answer.party.identifiers].filter((part) => part !== null).slice(0, 4).join(' · ')}>
            <button type="button" className={table.button} onClick={() => go({ who: party })}>{texts.party.whoPays}</button>
          </PageHead>
          {answer.warnings.map((warning) => <p key={warning} className={classes.warning}>{texts.party.warnings}: {warning}</p>)}
          <div className={classes.grid}>
            <Card title={texts.party.roles}><PartyRoles roles={answer.roles} /></Card>
            <Card title={texts.party.identity}><PartyIdentity identity={answer.identity} /></Card>
            <PartyRelations answer={answer} />
            <Card title={texts.party.usage}><PartyUsageTable usage={answer.usage} /></Card>
            {answer.feedback.length === 0 ? null : <Card title={texts.party.feedback}><PartyFeedback feedback={answer.feedback} /></Card>}
          </div>
          <Card title={texts.party.evidence} hint={texts.party.evidenceCount(String(answer.evidence.length), answer.moreEvidence)}><PartyEvidenceList evidence={answer.evidence} /></Card>
        </>
      )}
    </Answered>
  )
}
