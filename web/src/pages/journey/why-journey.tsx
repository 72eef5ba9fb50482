import { Link } from '@tanstack/react-router'
import { dayText, periodText } from '../../format/days.ts'
import { firstIdentifier, nameOf } from '../../format/names.ts'
import { count, share } from '../../format/numbers.ts'
import { Answered } from '../../parts/answered.tsx'
import { Bones } from '../../parts/bones.tsx'
import { texts } from '../../texts.ts'
import { type Address, keptOf } from '../../view/address.ts'
import { Figures } from '../../why/figures.tsx'
import { Part, Rule } from '../../why/part.tsx'
import panel from '../../why/why-panel.module.css'
import { clausesFrom } from '../explore/where.ts'
import { intervalOf, medianOf } from './between-card.tsx'
import { quarterName } from './cohorts-card.tsx'
import { groupName } from './groups-card.tsx'
import classes from './journey.module.css'
import { PagesOf } from './pages-of.tsx'
import { type Columns, type Journey, STEPS, type StepName, type Traveller } from './shapes.ts'
import { useJourney, useJourneyParameters, useJourneyPeriod } from './use-journey.ts'

const words = texts.journey
const own = words.why

interface Chosen {
  readonly step: StepName
  readonly standing: keyof typeof own.standing | null
  readonly before: StepName | null
  readonly surprise: keyof typeof words.surprises.names | null
  readonly order: string | null
  readonly group: string | null
  readonly cohort: string | null
}

/** What a figure is about, as the address names it: `step=paid;standing=in-time;group=direct`. */
function chosenFrom(text: string): Chosen {
  const value = (name: string): string | null => clausesFrom(text).find(({ dimension }) => dimension === name)?.values[0] ?? null
  const step = (name: string): StepName | null => STEPS.find((one) => one === value(name)) ?? null
  const oneOf = <T extends object>(names: T, found: string | null) => (found !== null && found in names ? (found as keyof T) : null)
  return {
    step: step('step') ?? 'learned', before: step('before'), standing: oneOf(own.standing, value('standing')), surprise: oneOf(words.surprises.names, value('surprise')),
    order: value('order')?.replaceAll('+', ',') ?? null, group: value('group'), cohort: value('cohort'),
  }
}

/** The rule of a step, the figure as a formula, and the parties with the day of each step and what shows it. */
export function WhyJourney({ which }: { readonly which: string }) {
  const chosen = chosenFrom(which)
  const query = useJourney()
  const asked = useJourneyParameters()
  const { from, to } = useJourneyPeriod()
  const cohort = query.data?.cohorts.find((one) => one.from === chosen.cohort)
  const { step, standing, before, surprise, order, group } = chosen
  const parameters = { ...asked, step, standing, before, surprise, order, group, learnedFrom: cohort?.from ?? chosen.cohort, learnedTo: cohort?.to }
  return (
    <>
      <Answered query={query} bones={<Bones lines={[80, 100, 100]} height={18} />}>{(answer) => <Explained answer={answer} chosen={chosen} period={periodText(from, to)} />}</Answered>
      {chosen.cohort !== null && cohort === undefined ? null : (
        <PagesOf study="journey-parties" parameters={parameters} items={({ parties }) => parties} keyOf={({ party }) => party.id} row={(one: Traveller) => <Row one={one} />}
          csv={{ name: own.csvName, head: ['party', 'identifiers', 'channel', ...STEPS.flatMap((one) => [one, `${one}: by`]), 'first term until'], cells: (one: Traveller) => [nameOf(one.party), one.party.identifiers.join(' '), one.channel, ...STEPS.flatMap((name) => [one.steps[name]?.day ?? null, shownBy(one, name)]), one.termEnd] }} />
      )}
    </>
  )
}

function columnsOf(answer: Journey, { group, cohort }: Chosen): Columns | undefined {
  return group !== null ? answer.groups.find(({ value }) => value === group) : cohort !== null ? answer.cohorts.find(({ from }) => from === cohort) : answer
}

function Explained({ answer, chosen, period }: { readonly answer: Journey; readonly chosen: Chosen; readonly period: string }) {
  const { step, standing, before, surprise, order, group, cohort } = chosen
  const columns = columnsOf(answer, chosen)
  const of = columns?.steps.find((one) => one.step === step)
  const between = before === null ? undefined : columns?.between.find(({ from, to }) => from === before && to === step)
  const found = group === null ? undefined : answer.groups.find(({ value }) => value === group)
  const title = surprise !== null ? words.surprises.names[surprise] : order !== null ? `${own.order}: ${order.split(',').map((one) => words.steps[one as StepName]?.name ?? one).join(' \u2192 ')}` : before !== null ? own.way(words.steps[before].name, words.steps[step].name) : words.steps[step].name
  const rest = [standing === null ? null : own.standing[standing], found === undefined ? null : groupName(answer.by, found), cohort === null ? null : own.quarter(quarterName(cohort))].filter((part) => part !== null)
  return (
    <>
      <p className={panel.quiet}>{words.period(period, dayText(answer.until))}</p>
      <p className={panel.answer}>{[title, ...rest].join(', ')}</p>
      <Part title={texts.why.rule}><Rule>{before === null ? words.steps[step].rule : words.between.rule}</Rule></Part>
      {surprise !== null || order !== null ? null : (
        <Part title={texts.why.formula}>
          <Figures rows={between !== undefined
            ? [[words.between.n, count(between.n)], [words.between.reached, count(between.reached)], [words.between.waiting, count(between.waiting)], [own.half, medianOf(between)], [own.intervalDays, between.tooFew ? words.none : intervalOf(between)]]
            : of === undefined ? [] : [
              [own.reached, count(of.reached)], [own.couldHave, count(of.couldHave)], [own.inTime, count(of.inTime)], [own.tooYoung, count(of.tooYoung)],
              [`= ${own.share}`, of.share === null ? words.tooFew : share(of.share)], ...(of.low === null || of.high === null ? [] : [[own.interval, words.flow.interval(share(of.low), share(of.high))] as const]),
            ]} />
        </Part>
      )}
    </>
  )
}

function shownBy({ steps }: Traveller, step: StepName): string | null {
  const shown = steps[step]
  return shown === null ? null : [own.whats[shown.what], shown.key, shown.by === null ? null : own.by(nameOf(shown.by))].filter((part) => part !== null).join(' ')
}

function Row({ one }: { readonly one: Traveller }) {
  return (
    <Link to="/parties/$party" params={{ party: firstIdentifier(one.party) }} search={(before) => keptOf(before as Address)} className={`${panel.row} ${classes.traveller}`} data-row>
      <span className={panel.first}><b>{nameOf(one.party)}</b>{one.via === null ? null : <span className={panel.value}>{own.via(nameOf(one.via))}</span>}</span>
      <span className={classes.days}>
        {one.order.map((step) => <span key={step}><span className={classes.stepName}>{words.steps[step].name}</span> {one.steps[step] === null ? null : dayText(one.steps[step].day)} <span className={classes.shown}>{shownBy(one, step)}</span></span>)}
      </span>
    </Link>
  )
}
