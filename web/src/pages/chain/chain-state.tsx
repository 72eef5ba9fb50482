import { count } from '../../format/numbers.ts'
import { texts } from '../../texts.ts'
import classes from './chain.module.css'
import type { Channel } from './use-chain.ts'

/** The state in sentences: who stands between, who is seen through them, and who is known to be there unseen. */
export function ChainState({ answer: { totals, unpaid, nodes } }: { readonly answer: Channel }) {
  const words = texts.chain.state
  const { unseen, wholesalers, through } = totals
  const resellers = totals.intermediaries - wholesalers
  const who = [...(wholesalers > 0 ? [words.wholesalers(count(wholesalers), wholesalers === 1)] : []), ...(resellers > 0 ? [words.resellers(count(resellers), resellers === 1)] : []), words.seen(count(through.users), through.users === 1)]
  // The totals count what resellers sold; of its own customers the seller in view has a figure of its own.
  const direct = nodes.find(({ because }) => because === 'seller')?.unseen.customers ?? 0
  const not = [
    ...(unseen.customers > 0 ? [words.unseen(count(unseen.customers), unseen.customers === 1)] : []),
    ...(direct > 0 ? [words.unseenDirect(count(direct), direct === 1)] : []),
    ...(unseen.silent > 0 ? [words.silent(count(unseen.silent), unseen.silent === 1)] : []),
    ...(unseen.blind > 0 ? [words.blind(count(unseen.blind), unseen.blind === 1)] : []),
    ...(unseen.units !== null && unseen.units > 0 ? [words.units(count(unseen.units), count(unseen.unitsIn ?? 0), unseen.units === 1)] : []),
    ...((unpaid.elsewhere?.users ?? 0) > 0 ? [words.elsewhere(count(unpaid.elsewhere?.users ?? 0), unpaid.elsewhere?.users === 1)] : []),
  ]
  return (
    <div className={classes.state}>
      <p><b>{who.join(', ')}.</b></p>
      {not.length === 0 ? null : <p>{not.join(' ')}</p>}
    </div>
  )
}
