import { useView } from '../../view/use-view.ts'
import { texts } from '../../texts.ts'
import panel from '../../why/why-panel.module.css'
import { laidOut, shownBelow } from './chain-model.ts'
import { partyName } from './node-words.ts'
import { type Channel, type ChainNode, openWith, useChainView } from './use-chain.ts'

/** What is folded can be unfolded here, too. */
export function WhyFoldMembers({ answer, node }: { readonly answer: Channel; readonly node: ChainNode }) {
  const { go } = useView()
  const { measure, open } = useChainView()
  return (
    <div className={panel.actions}>
      <button type="button" className={panel.action} onClick={() => go({ open: openWith(open, node, shownBelow(laidOut(answer, measure), node.under?.id)) }, true)}>{texts.chain.node.unfoldOf(node.under ? partyName(node.under) : '')}</button>
      {open.size === 0 ? null : <button type="button" className={panel.action} onClick={() => go({ open: undefined }, true)}>{texts.chain.node.fold}</button>}
    </div>
  )
}
