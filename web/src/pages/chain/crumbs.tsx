import { count } from '../../format/numbers.ts'
import { texts } from '../../texts.ts'
import { useView } from '../../view/use-view.ts'
import classes from './chain.module.css'
import { partyName, sellerOf } from './node-words.ts'
import type { Channel } from './use-chain.ts'
import { useSellers } from '../../shell/use-products.ts'

const SUPPLIERS_NAMED = 3

/** From where we look, whom it buys from, and the way back. */
export function Crumbs({ answer }: { readonly answer: Channel }) {
  const { address, go } = useView()
  const { us } = useSellers()
  const words = texts.chain
  const look = (seller: string | undefined) => go({ seller, open: undefined, why: undefined })
  const more = answer.suppliers.length - SUPPLIERS_NAMED + answer.moreSuppliers
  return (
    <nav className={classes.crumbs} aria-label={words.seenFrom}>
      {address.seller === undefined ? null : <><button type="button" className={classes.link} onClick={() => look(undefined)}>{words.backTo(us ?? words.us)}</button><span aria-hidden="true">·</span></>}
      <span>{words.seenFrom} <b>{address.seller === undefined ? (us ?? partyName(answer.seller)) : partyName(answer.seller)}</b></span>
      {answer.suppliers.length === 0 ? null : <span>{words.buysFrom}</span>}
      {answer.suppliers.slice(0, SUPPLIERS_NAMED).map(({ party }) => <button key={party.id} type="button" className={classes.link} onClick={() => look(sellerOf(party))}>{partyName(party)}</button>)}
      {more > 0 ? <span>{words.more(count(more))}</span> : null}
    </nav>
  )
}
