import { Link } from '@tanstack/react-router'
import { Card } from '../../parts/card.tsx'
import { PageHead } from '../../parts/page-head.tsx'
import { Tabs } from '../../parts/tabs.tsx'
import { useIsEmpty } from '../../shell/use-is-empty.ts'
import { texts } from '../../texts.ts'
import { type Address, keptOf } from '../../view/address.ts'
import { useView } from '../../view/use-view.ts'
import { FreePart } from './free-part.tsx'
import classes from './journey.module.css'
import { StepsPart } from './steps-part.tsx'

const words = texts.journey
const TABS = ['steps', 'free'] as const

/** How many come how far, and which free users have a firm that pays, or could. */
export function JourneyPage() {
  const { address, go } = useView()
  const empty = useIsEmpty()
  const tab = TABS.find((one) => one === address.tab) ?? 'steps'
  return (
    <>
      <PageHead title={words.title} hint={words.hint} />
      {empty ? <Card title={words.title}><p>{words.empty} <Link to="/import" className={classes.underlined} search={(before) => keptOf(before as Address)}>{words.emptyNext}</Link></p></Card> : (
        <>
          <Tabs label={words.tabsLabel} tabs={TABS} names={words.tabs} chosen={tab} onChoose={(one) => go({ tab: one === 'steps' ? undefined : one, why: undefined, who: undefined, open: undefined })} />
          {tab === 'steps' ? <StepsPart /> : <FreePart />}
        </>
      )}
    </>
  )
}
