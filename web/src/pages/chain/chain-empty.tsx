import { Link } from '@tanstack/react-router'
import { Card } from '../../parts/card.tsx'
import { Empty } from '../../parts/empty.tsx'
import { texts } from '../../texts.ts'
import { type Address, keptOf } from '../../view/address.ts'
import { useView } from '../../view/use-view.ts'
import classes from './chain.module.css'
import { partyName } from './node-words.ts'
import type { Channel } from './use-chain.ts'

/** Nothing is resold here: what would show a chain. */
export function ChainEmpty({ answer }: { readonly answer: Channel }) {
  const { address } = useView()
  const words = texts.chain
  const sells = answer.totals.sold.agreements > 0 || answer.totals.directCustomers > 0
  return (
    <Card>
      <Empty>
        <b>{!sells ? words.emptyNothing : address.seller === undefined ? words.empty : words.emptyOf(partyName(answer.seller))}</b><br />
        {words.emptyNext} <Link to="/import" search={(before) => keptOf(before as Address)} className={classes.inText}>{words.bring}</Link>. {words.otherPeriod}
      </Empty>
    </Card>
  )
}
