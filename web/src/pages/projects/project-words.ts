import type { Studies } from '../../api/types.ts'
import { dayText } from '../../format/days.ts'
import { nameOf } from '../../format/names.ts'
import { count, money, points, share } from '../../format/numbers.ts'
import { projectsTexts as words } from '../../texts/projects.ts'

export type Delivery = Studies['delivery']
export type Project = Delivery['projects'][number]
export type Milestone = Project['milestones'][number]
export type Value = Project['values'][number]
export type Heard = Milestone['judged']['users']

export function projectName(project: { readonly name: string | null; readonly agreement: string }): string {
  return project.name ?? project.agreement
}

/** Where a project stands, as the reader's locale writes numbers and days. */
export function projectSays({ milestones, values, schedule }: Project): string {
  const of = milestones.length
  const says = words.says
  if (of === 0) return says.none
  const done = milestones.filter(({ state }) => state === 'done').length
  const late = lateness(milestones)
  if (schedule.ended !== null) {
    const spent = values.map(({ ac, bac, currency }) => (bac === null ? says.spentOnly(money(ac, currency)) : says.spentFor(money(ac, currency), money(bac, currency))))
    return `${[`${says.allDone(of, dayText(schedule.ended))}${late}`, ...spent].join('; ')}.`
  }
  const costs = values.map(({ ac, bac, ev, currency }) => (bac === null || ev === null ? says.spentOnly(money(ac, currency)) : says.spent(money(ac, currency), money(bac, currency), money(ev, currency))))
  const end = schedule.end === null ? null : schedule.end.high === null ? says.notBefore(dayText(schedule.end.likely)) : says.around(dayText(schedule.end.likely))
  const sayable = values.flatMap(({ eac, currency }) => (eac === null ? [] : [money(eac.atPace, currency)]))
  const few = values.some(({ because }) => because.includes('few-done')) ? says.few : ''
  const forecast = sayable.length > 0 ? `: ${says.ends(sayable.join(', '), end)}${few}` : end === null ? '' : `: ${says.endsOnly(end)}`
  return `${[`${says.done(done, of)}${late}${schedule.slipDays === null ? '' : says.whole(Math.round(schedule.slipDays))}`, ...costs].join('; ')}${forecast}.`
}

/** Each milestone against its own due day, which is another thing than the whole against its plan: how many of those that are done were late, by how much, the last of them, and what is overdue. */
function lateness(milestones: Project['milestones']): string {
  const says = words.says
  const done = milestones.flatMap(({ due, done: day, delayDays: delay }) => (due === null || day === null || delay === null ? [] : [{ day, due, delay }])).sort((a, b) => (`${a.day} ${a.due}` < `${b.day} ${b.due}` ? -1 : 1))
  const late = done.filter(({ delay }) => delay > 0)
  const overdue = milestones.flatMap(({ state, delayDays }) => (state === 'overdue' && delayDays !== null ? [delayDays] : []))
  const undated = milestones.filter(({ due, done: day }) => due === null && day !== null).length
  const waits = overdue.length === 0 ? '' : says.overdue(overdue.length, Math.max(...overdue))
  const last = done.at(-1)
  const [first] = late
  if (last === undefined) return waits
  if (done.length === 1 && undated === 0) return `${says.only(says.delayed(last.delay))}${waits}`
  const unsaid = undated === 0 ? '' : says.undated(undated)
  if (first === undefined) return `${says.noneLate}${unsaid}${waits}`
  if (late.length === 1) return `${says.oneLate(says.delayed(first.delay), first === last)}${first === last ? '' : says.last(says.delayed(last.delay))}${unsaid}${waits}`
  const delays = late.map(({ delay }) => delay)
  return `${says.severalLate(late.length, late.length === done.length && undated === 0, Math.min(...delays), Math.max(...delays))}${says.last(says.delayed(last.delay))}${unsaid}${waits}`
}

/** What cannot be said, each reason once. */
export function careOf({ values }: Project): readonly string[] {
  return [...new Set(values.flatMap(({ because }) => because))].map((reason) => words.because[reason])
}

export function heardSays({ n, scores, complaints, praise, requests }: Heard): readonly string[] {
  if (n === 0) return [words.milestones.nobody]
  const parts = scores.map(({ kind, score, n: answers }) => (score === null ? `${words.milestones.kinds[kind]} ${words.milestones.tooFew(answers)}` : words.milestones.score(words.milestones.kinds[kind], scoreText(kind, score), count(answers))))
  const raised = words.milestones.raised(complaints, praise, requests)
  return [...parts, ...(raised === '' ? [] : [raised])]
}

export function scoreText(kind: 'nps' | 'csat' | 'ces', score: number): string {
  return kind === 'nps' ? points(score / 100) : share(score / 100)
}

/** The rows of all milestones, one a line. */
export function milestonesTable(projects: readonly Project[]) {
  return {
    head: ['project', 'agreement', 'customer', 'milestone', 'state', 'due', 'done', 'delay days', 'planned', 'spent', 'currency', 'cost variance', 'users heard', 'customers heard'],
    rows: projects.flatMap((project) => project.milestones.map((one) => [projectName(project), project.agreement, nameOf(project.customer), one.milestone, one.state, one.due, one.done, one.delayDays, one.planned, one.actual, one.currency, one.costVariance, one.judged.users.n, one.judged.customers.n])),
  }
}
