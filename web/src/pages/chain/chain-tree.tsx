import type { CSSProperties } from 'react'
import { drawnWidth } from '../../format/numbers.ts'
import { texts } from '../../texts.ts'
import { useView } from '../../view/use-view.ts'
import { inTreeOrder, laidOut, type Placed, shownBelow, unseenShare } from './chain-model.ts'
import classes from './chain.module.css'
import { type ExperienceKind, experienceFor, experienceSays, stepOf } from './experience.ts'
import { endSays, nodeKey, nodeName, nodeSays, partyName } from './node-words.ts'
import { type Channel, openWith, useChainView } from './use-chain.ts'

/** The same on a narrow screen: indented, a bar for how much. */
export function ChainTree({ answer, colour }: { readonly answer: Channel; readonly colour: ExperienceKind | null }) {
  const { measure, open } = useChainView()
  const { address, go } = useView()
  const layout = laidOut(answer, measure)
  const weight = ({ node }: Placed): number => (measure === 'use' ? node.usageDays : drawnWidth(node.bought.accrued.find(({ currency }) => currency === answer.currency)?.amount ?? '0'))
  const most = Math.max(1e-9, ...layout.placed.filter(({ node }) => node.because !== 'seller').map(weight))
  const panel = (why: string) => ({ 'aria-expanded': address.why === why, onClick: () => go({ why: address.why === why ? undefined : why }) })
  return (
    <ul className={classes.tree} aria-label={texts.chain.picture} style={{ marginTop: 12 }}>
      {inTreeOrder(layout.root).flatMap((one) => {
        const { node } = one
        const heard = experienceFor(node.experience, colour)
        const name = nodeName(node)
        return [
          <li key={node.id} style={{ '--depth': one.depth } as CSSProperties}>
            <button type="button" data-row className={classes.node} data-step={stepOf(heard)} data-folded={node.folded > 0 || undefined} data-seller={node.because === 'seller' || undefined} data-blind={(node.because !== 'seller' && node.folded === 0 && (node.unseen.silent > 0 || node.unseen.blind > 0)) || undefined} {...panel(`chain:${nodeKey(node)}`)}>
              <b>{name}</b>
              <span>{nodeSays(node, measure)}{heard ? <i className={classes.chip} data-step={stepOf(heard)}>{experienceSays(heard)}</i> : null}</span>
              {node.because === 'seller' ? null : <i className={classes.bar} style={{ width: `${Math.min(100, (weight(one) / most) * 100)}%` }} />}
            </button>
            {node.folded > 0 ? <button type="button" className={classes.more} aria-label={texts.chain.node.unfoldOf(node.under ? partyName(node.under) : '')} onClick={() => go({ open: openWith(open, node, shownBelow(layout, node.under?.id)) }, true)}>{texts.chain.node.unfold}</button> : null}
          </li>,
          one.endRow === null ? null : (
            <li key={`ends:${node.id}`} style={{ '--depth': one.depth + 1 } as CSSProperties}>
              <button type="button" data-row className={classes.end} style={{ '--unseen': `${Math.round(unseenShare(one) * 100)}%` } as CSSProperties} data-none={node.ends.usageDays === 0 || undefined} {...panel(`chain:ends|${nodeKey(node)}`)}><span>{endSays(node)}</span></button>
            </li>
          ),
        ]
      })}
    </ul>
  )
}
