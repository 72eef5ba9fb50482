import type { ReactNode } from 'react'
import { useStudy } from '../../api/use-study.ts'
import { dayText } from '../../format/days.ts'
import { count, money, signedAmount } from '../../format/numbers.ts'
import { Answered } from '../../parts/answered.tsx'
import { Bones } from '../../parts/bones.tsx'
import { Empty } from '../../parts/empty.tsx'
import { projectsTexts } from '../../texts/projects.ts'
import { Actions } from '../../why/actions.tsx'
import { downloadCsv } from '../../why/csv.ts'
import { Figures } from '../../why/figures.tsx'
import { Part, Rule } from '../../why/part.tsx'
import { careOf, heardSays, milestonesTable, type Milestone, type Project, projectSays, type Value } from './project-words.ts'
import classes from './projects.module.css'

const words = projectsTexts.why
const figures = projectsTexts.figures

/** How the figures of a project come about: the rules, the money in each currency, and the time. */
export function WhyProject({ agreement }: { readonly agreement: string }) {
  const query = useStudy('delivery')
  return (
    <Answered query={query} bones={<Bones lines={[100, 100, 80]} height={18} />}>
      {({ projects }) => {
        const project = projects.find((one) => one.agreement === agreement)
        if (project === undefined) return <Empty>{words.gone}</Empty>
        const { head, rows } = milestonesTable([project])
        const care = careOf(project)
        return (
          <>
            <p>{projectSays(project)}</p>
            <Part title={words.project}>{words.rules.map((rule) => <Rule key={rule}>{rule}</Rule>)}</Part>
            {care.length === 0 ? null : <Part title={words.care}>{care.map((one) => <p key={one}>{one}</p>)}</Part>}
            {project.values.map((value) => <Money key={value.currency} value={value} />)}
            <Time project={project} />
            <Actions onCsv={() => downloadCsv(`milestones-${agreement}`, head, rows)} />
          </>
        )
      }}
    </Answered>
  )
}

const said = (rows: readonly (readonly [string, ReactNode | null])[]) => rows.filter(([, value]) => value !== null) as readonly (readonly [string, ReactNode])[]

function Money({ value }: { readonly value: Value }) {
  const { currency, bac, pv, ev, ac, cv, sv, cpi, spi, eac, etc, vac, tcpi } = value
  const of = (amount: string | null): string | null => (amount === null ? null : money(amount, currency))
  const signed = (amount: string | null): string | null => (amount === null ? null : `${signedAmount(amount)} ${currency}`)
  const index = (number: number | null): string | null => (number === null ? null : count(Math.round(number * 1000) / 1000))
  return (
    <Part title={words.money(currency)}>
      <Figures rows={said([
        [figures.bac, of(bac)], [figures.pv, of(pv)], [figures.ev, of(ev)], [figures.ac, of(ac)], [figures.cv, signed(cv)], [figures.sv, signed(sv)], [figures.cpi, index(cpi)], [figures.spi, index(spi)],
        ...(eac === null ? [] : [[words.atPlan, of(eac.atPlan)], [words.atPace, of(eac.atPace)], [words.atPaceAndDelay, of(eac.atPaceAndDelay)], [words.least, of(eac.low)], [words.most, of(eac.high)]] as const),
        [figures.etc, of(etc)], [figures.vac, signed(vac)], [figures.tcpi, index(tcpi)],
      ])} />
    </Part>
  )
}

function Time({ project: { schedule } }: { readonly project: Project }) {
  const { start, plannedEnd, firstPlannedEnd, ended, earnedDays, actualDays, spiTime, end, weighedBy } = schedule
  const day = (text: string | null): string | null => (text === null ? null : dayText(text))
  return (
    <Part title={words.time}>
      <Figures rows={said([
        [words.start, dayText(start)], [words.plannedEnd, day(plannedEnd)], [words.firstPlannedEnd, firstPlannedEnd === plannedEnd ? null : day(firstPlannedEnd)], [words.earnedDays, earnedDays === null ? null : count(Math.round(earnedDays))], [words.actualDays, actualDays === null ? null : count(actualDays)],
        [words.spiTime, spiTime === null ? null : count(Math.round(spiTime * 1000) / 1000)], ...(end === null || ended !== null ? [] : [[words.endAsPlanned, dayText(end.low)], [words.endAtPace, dayText(end.likely)], [words.endAtWorst, day(end.high)]] as const),
      ])} />
      <p className={classes.quiet}>{words.weighed[weighedBy]}</p>
    </Part>
  )
}

/** One milestone: how its plan changed, which lines tell it, and what was said of it before and since. */
export function WhyMilestone({ which }: { readonly which: string }) {
  const query = useStudy('delivery')
  return (
    <Answered query={query} bones={<Bones lines={[100, 100, 80]} height={18} />}>
      {({ projects }) => {
        const milestone = projects.flatMap((project) => project.milestones.map((one) => ({ name: `${project.agreement}/${one.milestone}`, one }))).find(({ name }) => name === which)?.one
        return milestone === undefined ? <Empty>{words.gone}</Empty> : <Explained one={milestone} />
      }}
    </Answered>
  )
}

function Explained({ one }: { readonly one: Milestone }) {
  const { plans, lines, judged, currency } = one
  const sides = (name: string, { users, customers }: { readonly users: Milestone['judged']['users']; readonly customers: Milestone['judged']['customers'] }) =>
    [[`${projectsTexts.milestones.users}, ${name}`, heardSays(users).join('; ')], [`${projectsTexts.milestones.customers}, ${name}`, heardSays(customers).join('; ')]] as const
  return (
    <>
      <Part title={words.plans}>
        {plans.length === 0 ? <p>{words.noPlans}</p> : <Figures rows={plans.map(({ recordedAt, source, planned, due }) => [words.learned(dayText(recordedAt.slice(0, 10)), source), words.plan(planned === null || currency === null ? '' : money(planned, currency), due === null ? '' : dayText(due))] as const)} />}
      </Part>
      <Part title={words.judged}>
        <Rule>{words.rule}</Rule>
        <Figures rows={judged.before === null || judged.since === null ? sides(words.since, judged) : [...sides(words.before, judged.before), ...sides(words.since, judged.since)]} />
        {[judged.users, judged.customers].flatMap(({ scores }) => scores).filter(({ low }) => low !== null).map(({ kind, low, high }) => <p key={`${kind} ${low}`} className={classes.quiet}>{projectsTexts.milestones.kinds[kind]}: {projectsTexts.milestones.interval(count(Math.round(low ?? 0)), count(Math.round(high ?? 0)))}</p>)}
      </Part>
      <Part title={words.lines}><Figures rows={lines.map(({ source, key }) => [key, source] as const)} /></Part>
      <Actions />
    </>
  )
}
