import type { Studies } from '../../api/types.ts'
import { dayText } from '../../format/days.ts'
import { nameOf } from '../../format/names.ts'
import { count, money, points } from '../../format/numbers.ts'
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
  const late = schedule.slipDays === null ? '' : says.late(Math.round(schedule.slipDays), schedule.ended !== null)
  if (schedule.ended !== null) {
    const spent = values.map(({ ac, bac, currency }) => (bac === null ? says.spentOnly(money(ac, currency)) : says.spentFor(money(ac, currency), money(bac, currency))))
    return `${[`${says.allDone(of, dayText(schedule.ended))}${late}`, ...spent].join('; ')}.`
  }
  const costs = values.map(({ ac, bac, ev, currency }) => (bac === null || ev === null ? says.spentOnly(money(ac, currency)) : says.spent(money(ac, currency), money(bac, currency), money(ev, currency))))
  const end = schedule.end === null ? null : schedule.end.high === null ? says.notBefore(dayText(schedule.end.likely)) : says.around(dayText(schedule.end.likely))
  const sayable = values.flatMap(({ eac, currency }) => (eac === null ? [] : [money(eac.atPace, currency)]))
  const few = values.some(({ because }) => because.includes('few-done')) ? says.few : ''
  const forecast = sayable.length > 0 ? `: ${says.ends(sayable.join(', '), end)}${few}` : end === null ? '' : `: ${says.endsOnly(end)}`
  return `${[`${says.done(done, of)}${late}`, ...costs].join('; ')}${forecast}.`
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
  return kind === 'nps' ? points(score / 100) : `${count(Math.round(score))} %`
}

/** The rows of all milestones, one a line. */
export function milestonesTable(projects: readonly Project[]) {
  return {
    head: ['project', 'agreement', 'customer', 'milestone', 'state', 'due', 'done', 'delay days', 'planned', 'spent', 'currency', 'cost variance', 'users heard', 'customers heard'],
    rows: projects.flatMap((project) => project.milestones.map((one) => [projectName(project), project.agreement, nameOf(project.customer), one.milestone, one.state, one.due, one.done, one.delayDays, one.planned, one.actual, one.currency, one.costVariance, one.judged.users.n, one.judged.customers.n])),
  }
}
