import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { Card } from '../../parts/card.tsx'
import { PageHead } from '../../parts/page-head.tsx'
import { useIsEmpty } from '../../shell/use-is-empty.ts'
import { texts } from '../../texts.ts'
import { type Address, keptOf } from '../../view/address.ts'
import { useView } from '../../view/use-view.ts'
import { ConcentrationPart } from './concentration-part.tsx'
import { ConversionPart } from './conversion-part.tsx'
import { FlowsPart } from './flows-part.tsx'
import { OverlapPart } from './overlap-part.tsx'
import { type Tab, Tabs, tabFrom } from './tabs.tsx'
import { WorldPart } from './world-part.tsx'

const PARTS: Readonly<Record<Tab, () => ReactNode>> = {
  flows: () => <FlowsPart />,
  overlap: () => <OverlapPart />,
  world: () => <WorldPart />,
  conversion: () => <ConversionPart />,
  concentration: () => <ConcentrationPart />,
}

/** Who uses what, through whom, and who pays for it: five ways to look at it. The address holds which, and of whom. */
export function ExplorePage() {
  const { address } = useView()
  const empty = useIsEmpty()
  const tab = tabFrom(address.tab)
  return (
    <>
      <PageHead title={texts.explore.title} hint={texts.explore.hint} />
      <Tabs tab={tab} />
      {empty ? <Nothing /> : PARTS[tab]()}
    </>
  )
}

function Nothing() {
  return (
    <Card title={texts.explore.empty}>
      <p>{texts.explore.emptySays} <Link to="/import" search={(before) => keptOf(before as Address)}>{texts.explore.emptyNext}</Link></p>
    </Card>
  )
}
