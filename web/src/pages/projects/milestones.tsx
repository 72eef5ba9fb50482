import { dayText } from '../../format/days.ts'
import { isZero, money, signedAmount } from '../../format/numbers.ts'
import { Empty } from '../../parts/empty.tsx'
import table from '../../parts/table.module.css'
import { WhyButton } from '../../parts/why-button.tsx'
import { projectsTexts } from '../../texts/projects.ts'
import { type Heard, heardSays, type Milestone, type Project, projectName } from './project-words.ts'
import classes from './projects.module.css'

const words = projectsTexts.milestones

/** The milestones with what the customer looks at (days, money), and beside it what users and customers say of each. */
export function Milestones({ project }: { readonly project: Project }) {
  if (project.milestones.length === 0) return <Empty>{words.none}</Empty>
  return (
    <section>
      <h3>{words.title}</h3>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the table scrolls, so the keyboard must reach it */}
      <section className={table.scroll} tabIndex={0} aria-label={words.label(projectName(project))}>
        <table className={`${table.table} ${classes.wide}`}>
          <thead>
            <tr>
              <th scope="col">{words.milestone}</th><th scope="col">{words.due}</th><th scope="col">{words.done}</th><th scope="col" className={table.number}>{words.planned}</th><th scope="col" className={table.number}>{words.actual}</th><th scope="col" className={table.number}>{words.variance}</th>
              <th scope="col"><span className={classes.side} data-side="users">{words.users}</span></th><th scope="col"><span className={classes.side} data-side="customers">{words.customers}</span></th>
            </tr>
          </thead>
          <tbody>{project.milestones.map((one) => <Row key={one.milestone} project={project} one={one} />)}</tbody>
        </table>
      </section>
    </section>
  )
}

function Row({ project, one }: { readonly project: Project; readonly one: Milestone }) {
  const { milestone, state, due, done, delayDays, plans, planned, actual, currency, actualCurrency, costVariance, judged } = one
  const isLate = delayDays !== null && delayDays > 0
  return (
    <tr>
      <td><span className={classes.two}><WhyButton row why={`milestone:${project.agreement}/${milestone}`}>{milestone}</WhyButton>{plans.length < 2 ? null : <small>{words.replanned(plans.length - 1)}</small>}</span></td>
      <td>{due === null ? words.states.undated : dayText(due)}</td>
      <td><span className={classes.two}><span>{done === null ? words.states[state] : dayText(done)}</span>{delayDays === null ? null : <small className={isLate ? classes.bad : undefined}>{words.days(delayDays)}</small>}</span></td>
      <td className={table.number}>{planned === null || currency === null ? '' : money(planned, currency)}</td>
      <td className={table.number}>{actual === null || actualCurrency === null ? '' : money(actual, actualCurrency)}</td>
      <td className={`${table.number} ${costVariance === null || isZero(costVariance) ? '' : costVariance.startsWith('-') ? classes.bad : classes.good}`}>{costVariance === null || currency === null ? '' : `${signedAmount(costVariance)} ${currency}`}</td>
      <td><Says heard={judged.users} /></td>
      <td><Says heard={judged.customers} /></td>
    </tr>
  )
}

function Says({ heard }: { readonly heard: Heard }) {
  return <span className={`${classes.say} ${heard.n === 0 ? classes.quiet : ''}`}>{heardSays(heard).map((part) => <span key={part}>{part}</span>)}</span>
}
