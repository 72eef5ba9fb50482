import { Navigate } from '@tanstack/react-router'
import { texts } from '../../texts.ts'
import { type Address, keptOf } from '../../view/address.ts'
import { useView } from '../../view/use-view.ts'
import { useProducts } from '../../shell/use-products.ts'
import { useIsEmpty } from '../../shell/use-is-empty.ts'
import { AskBox } from './ask-box.tsx'
import { Disagreements } from './disagreements.tsx'
import classes from './home-page.module.css'
import { MindCard } from './mind-card.tsx'
import { OverlapCard } from './overlap-card.tsx'
import { PaidUnused } from './paid-unused.tsx'
import { Reconciliation } from './reconciliation.tsx'
import { UsedUnpaid } from './used-unpaid.tsx'
import { WeekCard } from './week-card.tsx'
import { WhoPaysCard } from './who-pays-card.tsx'
import { WorldLine } from './world-line.tsx'

/** The first page: does it add up, who pays for the use, and where the two do not meet. */
export function HomePage() {
  const { address } = useView()
  const products = useProducts()
  const empty = useIsEmpty()
  if (empty) return <Navigate to="/import" search={(before) => keptOf(before as Address)} replace />
  const product = address.product === undefined ? null : (products.find((one) => one.product === address.product)?.name ?? address.product)
  return (
    <div className={classes.page}>
      <div>
        <h1>{texts.home.title(product)}</h1>
        <WorldLine />
      </div>
      <Reconciliation />
      <WhoPaysCard />
      <WeekCard />
      <OverlapCard />
      <div className={classes.lists}>
        <PaidUnused />
        <UsedUnpaid />
        <Disagreements />
      </div>
      <AskBox />
      <MindCard />
    </div>
  )
}
