import { Answered } from '../../parts/answered.tsx'
import { Bones } from '../../parts/bones.tsx'
import { Card } from '../../parts/card.tsx'
import { PageHead } from '../../parts/page-head.tsx'
import { Tabs } from '../../parts/tabs.tsx'
import { texts } from '../../texts.ts'
import { useView } from '../../view/use-view.ts'
import { useWidth } from '../../charts/use-width.ts'
import { ChainControls } from './chain-controls.tsx'
import { ChainEmpty } from './chain-empty.tsx'
import { ChainLegend } from './chain-legend.tsx'
import { ChainPicture } from './chain-picture.tsx'
import { ChainState } from './chain-state.tsx'
import { ChainTable } from './chain-table.tsx'
import { ChainTree } from './chain-tree.tsx'
import classes from './chain.module.css'
import { Crumbs } from './crumbs.tsx'
import { ExperiencePart } from './experience-part.tsx'
import { Outside } from './outside.tsx'
import { type Channel, useChain, useChainView } from './use-chain.ts'

/** Narrower than this a picture of columns is no picture: then it is an indented tree. */
const PICTURE_FROM = 640
const TABS = ['chain', 'experience'] as const

/** Through whom it reaches those who use it; and what part those have who stand between. */
export function ChainPage() {
  const { address, go } = useView()
  const tab = address.tab === 'experience' ? 'experience' : 'chain'
  return (
    <div className={`${classes.page} ${classes.scale}`}>
      <PageHead title={texts.chain.title} hint={texts.chain.hint} />
      <Tabs label={texts.chainExperience.tabsLabel} tabs={TABS} names={texts.chainExperience.tabs} chosen={tab} onChoose={(one) => go({ tab: one === 'chain' ? undefined : one, measure: undefined, open: undefined, why: undefined, q: undefined, sort: undefined })} />
      {tab === 'experience' ? <ExperiencePart /> : <ChainPart />}
    </div>
  )
}

function ChainPart() {
  const query = useChain()
  return <Answered query={query} bones={<Bones lines={[60, 80, 100, 100, 100, 100]} height={44} />}>{(answer) => <Chain answer={answer} />}</Answered>
}

function Chain({ answer }: { readonly answer: Channel }) {
  const { colour: chosen } = useChainView()
  const { place, width } = useWidth<HTMLDivElement>()
  const colour = chosen ?? answer.experience
  const nothing = answer.totals.intermediaries === 0
  return (
    <div ref={place} className={classes.page}>
      <Crumbs answer={answer} />
      {nothing ? <ChainEmpty answer={answer} /> : <ChainState answer={answer} />}
      {answer.warnings.map((warning) => <p key={warning.says} className={classes.warning}>{warning.says}</p>)}
      {nothing && answer.suppliers.length === 0 ? null : (
        <Card>
          <ChainControls answer={answer} colour={colour} />
          {width === 0 ? null : width < PICTURE_FROM ? <ChainTree answer={answer} colour={colour} /> : <ChainPicture key={answer.seller.id} answer={answer} colour={colour} />}
          <ChainLegend colour={colour} />
        </Card>
      )}
      <Outside answer={answer} />
      <ChainTable answer={answer} colour={colour} />
    </div>
  )
}
