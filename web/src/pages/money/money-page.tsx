import { Link } from '@tanstack/react-router'
import { Empty } from '../../parts/empty.tsx'
import { PageHead } from '../../parts/page-head.tsx'
import table from '../../parts/table.module.css'
import { Tabs } from '../../parts/tabs.tsx'
import { useIsEmpty } from '../../shell/use-is-empty.ts'
import { texts } from '../../texts.ts'
import { type Address, keptOf } from '../../view/address.ts'
import { useView } from '../../view/use-view.ts'
import { AddsUp } from './adds-up.tsx'
import { AllocationPart } from './allocation-part.tsx'
import { UnknownPart } from './unknown-part.tsx'

const TABS = ['sums', 'allocation', 'unknown'] as const

/** Does the money add up, who is it allocated to, and what of it nobody knows. */
export function MoneyPage() {
  const { address, go, workspace } = useView()
  const isEmpty = useIsEmpty()
  const tab = TABS.find((one) => one === address.tab) ?? 'sums'
  return (
    <>
      <PageHead title={texts.money.title} hint={texts.money.hint} />
      {isEmpty ? <Empty>{texts.money.empty} <Link to="/import" search={(before) => keptOf(before as Address)} className={table.button}>{texts.money.toImport}</Link></Empty> : (
        <>
          <Tabs label={texts.money.tabsLabel} tabs={TABS} names={texts.money.tabs} chosen={tab} onChoose={(one) => go({ tab: one === 'sums' ? undefined : one, kind: undefined, by: undefined })} />
          {tab === 'sums' ? <AddsUp /> : tab === 'allocation' ? <AllocationPart key={workspace} /> : <UnknownPart key={workspace} />}
        </>
      )}
    </>
  )
}
