import { Link } from '@tanstack/react-router'
import { type ComponentType, lazy, Suspense } from 'react'
import { Bones } from '../../parts/bones.tsx'
import { Card } from '../../parts/card.tsx'
import { PageHead } from '../../parts/page-head.tsx'
import { Tabs } from '../../parts/tabs.tsx'
import { useIsEmpty } from '../../shell/use-is-empty.ts'
import { texts } from '../../texts.ts'
import { type Address, keptOf } from '../../view/address.ts'
import { useView } from '../../view/use-view.ts'
import { DisagreementsPart } from './disagreements-part.tsx'
import { GapPart } from './gap-part.tsx'
import { SaidPart } from './said-part.tsx'
import { ScoresPart } from './scores-part.tsx'
import classes from './voices.module.css'

const TopicsPart = lazy(() => import('./topics/topics-part.tsx').then((module) => ({ default: module.TopicsPart })))

const words = texts.voices
const TABS = ['scores', 'disagreements', 'gap', 'said', 'topics'] as const
const PARTS: Readonly<Record<(typeof TABS)[number], ComponentType>> = { scores: ScoresPart, disagreements: DisagreementsPart, gap: GapPart, said: SaidPart, topics: TopicsPart }

/** What users and customers say, kept apart; where they differ; what they expect and find; every voice; and about what. */
export function VoicesPage() {
  const { address, go, workspace } = useView()
  const isEmpty = useIsEmpty()
  const tab = TABS.find((one) => one === address.tab) ?? 'scores'
  const Part = PARTS[tab]
  return (
    <>
      <PageHead title={words.title} hint={words.hint} />
      {isEmpty ? <Card title={words.empty}><p>{words.emptySays} <Link to="/import" className={classes.inText} search={(before) => keptOf(before as Address)}>{words.toImport}</Link></p></Card> : (
        <>
          <Tabs label={words.tabsLabel} tabs={TABS} names={words.tabs} chosen={tab} onChoose={(one) => go({ tab: one === 'scores' ? undefined : one, why: undefined, who: undefined, q: undefined, kind: undefined, role: undefined, group: undefined })} />
          <Suspense fallback={<Card><Bones lines={[60, 100, 100, 100]} height={18} /></Card>}><Part key={workspace} /></Suspense>
        </>
      )}
    </>
  )
}
