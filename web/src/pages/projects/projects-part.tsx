import { useStudy } from '../../api/use-study.ts'
import { dayText } from '../../format/days.ts'
import { Answered } from '../../parts/answered.tsx'
import { Bones } from '../../parts/bones.tsx'
import { Card } from '../../parts/card.tsx'
import { Empty } from '../../parts/empty.tsx'
import table from '../../parts/table.module.css'
import { texts } from '../../texts.ts'
import { projectsTexts as words } from '../../texts/projects.ts'
import { useView } from '../../view/use-view.ts'
import { downloadCsv } from '../../why/csv.ts'
import { ProjectCard } from './project-card.tsx'
import { milestonesTable } from './project-words.ts'
import classes from './projects.module.css'

/** All projects, the running ones first; one of them unfolded. */
export function ProjectsPart() {
  const { address } = useView()
  const query = useStudy('delivery')
  const csv = () => {
    if (query.data === undefined) return
    const { head, rows } = milestonesTable(query.data.projects)
    downloadCsv(`milestones-${query.data.asOf}`, head, rows)
  }
  return (
    <>
      <div className={classes.top}>
        <p className={classes.quiet}>{query.data === undefined ? ' ' : `${words.asOf(dayText(query.data.asOf))}. ${words.forWhom}`}</p>
        <button type="button" className={table.button} disabled={query.data === undefined || query.data.projects.length === 0} onClick={csv}>{texts.why.csv}</button>
      </div>
      <Answered query={query} bones={<Bones lines={[100, 100]} height={180} />} height={{ name: 'projects', wide: 900, narrow: 1300 }}>
        {({ projects, unknownAgreements }) => (
          <div className={classes.stack}>
            {unknownAgreements.length === 0 ? null : <p className={classes.notice}>{words.unknown(unknownAgreements.map(({ agreement }) => agreement).join(', '))}</p>}
            {projects.length === 0 ? <Card><Empty>{words.nothing}</Empty></Card> : projects.map((project, place) => <ProjectCard key={project.agreement} project={project} isOpen={address.open === undefined ? place === 0 : address.open === project.agreement} />)}
          </div>
        )}
      </Answered>
    </>
  )
}
