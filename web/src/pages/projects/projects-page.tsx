import { Link } from '@tanstack/react-router'
import { Empty } from '../../parts/empty.tsx'
import { PageHead } from '../../parts/page-head.tsx'
import table from '../../parts/table.module.css'
import { Tabs } from '../../parts/tabs.tsx'
import { useIsEmpty } from '../../shell/use-is-empty.ts'
import { projectsTexts as words } from '../../texts/projects.ts'
import { type Address, keptOf } from '../../view/address.ts'
import { useView } from '../../view/use-view.ts'
import { ConflictsPart } from './conflicts-part.tsx'
import { ProjectsPart } from './projects-part.tsx'
import { RetrospectivesPart } from './retrospectives-part.tsx'

const TABS = ['projects', 'conflicts', 'retrospectives'] as const

/** The customer's view of projects, beside the users' view of the same milestones. */
export function ProjectsPage() {
  const { address, go, workspace } = useView()
  const isEmpty = useIsEmpty()
  const tab = TABS.find((one) => one === address.tab) ?? 'projects'
  return (
    <>
      <PageHead title={words.title} hint={words.hint} />
      {isEmpty ? <Empty>{words.empty} <Link to="/import" search={(before) => keptOf(before as Address)} className={table.button}>{words.toImport}</Link></Empty> : (
        <>
          <Tabs label={words.tabsLabel} tabs={TABS} names={words.tabs} chosen={tab} onChoose={(one) => go({ tab: one === 'projects' ? undefined : one, open: undefined })} />
          {tab === 'projects' ? <ProjectsPart key={workspace} /> : tab === 'conflicts' ? <ConflictsPart key={workspace} /> : <RetrospectivesPart key={workspace} />}
        </>
      )}
    </>
  )
}
