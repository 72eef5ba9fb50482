import { Link } from '@tanstack/react-router'
import { dayText } from '../../format/days.ts'
import { firstIdentifier, nameOf } from '../../format/names.ts'
import { count, isZero, money } from '../../format/numbers.ts'
import { Card } from '../../parts/card.tsx'
import { Empty } from '../../parts/empty.tsx'
import table from '../../parts/table.module.css'
import { WhyButton } from '../../parts/why-button.tsx'
import { projectsTexts as words } from '../../texts/projects.ts'
import { type Address, keptOf } from '../../view/address.ts'
import { useView } from '../../view/use-view.ts'
import { Milestones } from './milestones.tsx'
import { ProjectCurve } from './project-curve.tsx'
import { careOf, type Project, projectName, projectSays } from './project-words.ts'
import classes from './projects.module.css'

/** One project: the sentence, four figures, and, unfolded, the course, the milestones and what each side raises. */
export function ProjectCard({ project, isOpen }: { readonly project: Project; readonly isOpen: boolean }) {
  const { go } = useView()
  return (
    <Card>
      <article data-project={project.agreement}>
        <div className={classes.lead}>
          <div>
            <p className={classes.title}>
              <WhyButton row why={`project:${project.agreement}`} label={`${projectName(project)}: ${words.why.project}`}><h2>{projectName(project)}</h2></WhyButton>
              <span className={classes.quiet}>{words.states[project.state]}, <Link to="/parties/$party" params={{ party: firstIdentifier(project.customer) }} search={(before) => keptOf(before as Address)}>{words.customer(nameOf(project.customer))}</Link></span>
            </p>
            <p className={classes.says}>{projectSays(project)}</p>
          </div>
          <button type="button" className={table.button} aria-expanded={isOpen} onClick={() => go({ open: isOpen ? 'none' : project.agreement }, true)}>{isOpen ? words.close : words.open}</button>
        </div>
        {isOpen ? <Detail project={project} /> : null}
      </article>
    </Card>
  )
}

function Detail({ project }: { readonly project: Project }) {
  const care = careOf(project)
  return (
    <>
      <Strip project={project} />
      <div className={classes.detail}>
        {care.length === 0 ? null : <div className={classes.notice} role="note">{care.map((one) => <p key={one}>{one}</p>)}</div>}
        {project.curves.filter(({ points }) => points.length > 1).map((curve) => <ProjectCurve key={curve.currency} project={project} curve={curve} />)}
        <Milestones project={project} />
        <Topics project={project} />
      </div>
    </>
  )
}

/** The first currency is shown large; others stand in the panel. */
function Strip({ project: { agreement, values: [value], schedule, budget, paid } }: { readonly project: Project }) {
  const figures = words.figures
  const why = `project:${agreement}`
  const { end, plannedEnd, firstPlannedEnd } = schedule
  return (
    <div className={classes.strip}>
      <div className={classes.figure}>
        <span>{figures.atEnd}</span>
        {value === undefined || value.eac === null || value.vac === null ? <b className={classes.quiet}>{figures.notYet}</b> : (
          <>
            <b><WhyButton plain why={why}>{money(value.eac.atPace, value.currency)}</WhyButton></b>
            <small className={value.vac.startsWith('-') ? classes.bad : undefined}>{isZero(value.vac) ? figures.asPlanned : value.vac.startsWith('-') ? figures.over(money(value.vac.slice(1), value.currency)) : figures.under(money(value.vac, value.currency))}</small>
            {value.eac.low === value.eac.high ? null : <small>{figures.range(money(value.eac.low, value.currency), money(value.eac.high, value.currency))}</small>}
          </>
        )}
      </div>
      <div className={classes.figure}>
        <span>{figures.end}</span>
        {end === null ? <b className={classes.quiet}>{figures.notYet}</b> : <b><WhyButton plain why={why}>{dayText(end.likely)}</WhyButton></b>}
        {plannedEnd === null ? null : <small>{figures.plannedEnd(dayText(plannedEnd))}{firstPlannedEnd === null || firstPlannedEnd === plannedEnd ? '' : `, ${figures.movedFrom(dayText(firstPlannedEnd))}`}</small>}
        {end === null ? null : <small>{figures.days(dayText(end.low), end.high === null ? null : dayText(end.high))}</small>}
      </div>
      <div className={classes.figure}>
        <span>{figures.earned}</span>
        {value?.ev == null ? <b className={classes.quiet}>{figures.notYet}</b> : <><b><WhyButton plain why={why}>{money(value.ev, value.currency)}</WhyButton></b><small>{figures.of(money(value.bac ?? value.ev, value.currency))}</small></>}
        {value === undefined ? null : <small>{figures.ac}: {money(value.ac, value.currency)}</small>}
      </div>
      <div className={classes.figure}>
        <span>{figures.budget}</span>
        {budget === null ? <b className={classes.quiet}>{figures.notYet}</b> : <b><WhyButton plain why={`agreement:${agreement}`}>{money(budget.amount, budget.currency)}</WhyButton></b>}
        {paid.map(({ currency, amount }) => <small key={currency}>{figures.paid}: {money(amount, currency)}</small>)}
      </div>
    </div>
  )
}

function Topics({ project: { topics, heard } }: { readonly project: Project }) {
  const says = words.topics
  return (
    <section>
      <h3>{says.title}</h3>
      <p className={classes.quiet}>{says.hint} {says.heard(count(heard.users), count(heard.customers))}</p>
      {topics.length === 0 ? <Empty>{says.none}</Empty> : (
        /* biome-ignore lint/a11y/noNoninteractiveTabindex: the table scrolls, so the keyboard must reach it */
        <section className={table.scroll} tabIndex={0} aria-label={says.title}>
          <table className={table.table}>
            <thead><tr><th scope="col">{says.topic}</th><th scope="col"><span className={classes.side} data-side="users">{says.users}</span></th><th scope="col"><span className={classes.side} data-side="customers">{says.customers}</span></th></tr></thead>
            <tbody>
              {topics.map(({ topic, answeredBy, users, customers }) => (
                <tr key={topic}><td>{topic}{answeredBy === null ? null : <span className={classes.quiet}> {says.answers[answeredBy]}</span>}</td><td>{says.of(count(users.raised), count(users.n))}</td><td>{says.of(count(customers.raised), count(customers.n))}</td></tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </section>
  )
}
