import { Link } from '@tanstack/react-router'
import { Empty } from '../../parts/empty.tsx'
import { PageHead } from '../../parts/page-head.tsx'
import table from '../../parts/table.module.css'
import { Tabs } from '../../parts/tabs.tsx'
import { useIsEmpty } from '../../shell/use-is-empty.ts'
import { texts } from '../../texts.ts'
import { type Address, keptOf } from '../../view/address.ts'
import { useView } from '../../view/use-view.ts'
import { AgreementsList } from './agreements-list.tsx'
import { RenewalsPart } from './renewals-part.tsx'
import { SeatsPart } from './seats-part.tsx'

const TABS = ['list', 'renewals', 'seats'] as const

/** What each agreement brings in for the period, how much of it is used, when it renews, and who decides. */
export function AgreementsPage() {
  const { address, go, workspace } = useView()
  const isEmpty = useIsEmpty()
  const tab = TABS.find((one) => one === address.tab) ?? 'list'
  return (
    <>
      <PageHead title={texts.agreements.title} hint={texts.agreements.hint} />
      {isEmpty ? <Empty>{texts.agreements.empty} <Link to="/import" search={(before) => keptOf(before as Address)} className={table.button}>{texts.agreements.toImport}</Link></Empty> : (
        <>
          <Tabs label={texts.agreements.tabsLabel} tabs={TABS} names={texts.agreements.tabs} chosen={tab} onChoose={(one) => go({ tab: one === 'list' ? undefined : one, sort: undefined })} />
          {tab === 'list' ? <AgreementsList key={workspace} /> : tab === 'renewals' ? <RenewalsPart key={workspace} /> : <SeatsPart key={workspace} />}
        </>
      )}
    </>
  )
}
