import { dayText, periodText } from '../../format/days.ts'
import { Answered } from '../../parts/answered.tsx'
import { Bones } from '../../parts/bones.tsx'
import { Card } from '../../parts/card.tsx'
import { Choices } from '../../parts/choices.tsx'
import { Empty } from '../../parts/empty.tsx'
import { Picker } from '../../parts/picker.tsx'
import { texts } from '../../texts.ts'
import { useView } from '../../view/use-view.ts'
import explore from '../explore/explore.module.css'
import { FilterBar } from '../explore/filter-bar.tsx'
import { useDimensions } from '../explore/use-dimensions.ts'
import { BetweenCard } from './between-card.tsx'
import { CohortsCard } from './cohorts-card.tsx'
import { DealsCard } from './deals-card.tsx'
import { FlowCard } from './flow-card.tsx'
import { GroupsCard } from './groups-card.tsx'
import { SurprisesCard } from './surprises-card.tsx'
import { useJourney, useJourneyPeriod } from './use-journey.ts'

const words = texts.journey

/** Who came how far, how long it took, by which way; and the deals that were tried. */
export function StepsPart() {
  const query = useJourney()
  const { from, to } = useJourneyPeriod()
  return (
    <div className={explore.stack}>
      <div className={explore.controls}>
        <FilterBar />
        <ByPicker />
        <span className={explore.small}>{query.data === undefined ? ' ' : words.period(periodText(from, to), dayText(query.data.until))}</span>
      </div>
      <Answered query={query} bones={<Skeleton />}>
        {(answer) => answer.parties === 0 ? <Card title={words.flow.title}><Empty>{words.nobody}</Empty></Card> : (
          <div className={explore.stack}>
            <FlowCard answer={answer} />
            <BetweenCard answer={answer} />
            <GroupsCard answer={answer} />
            <CohortsCard answer={answer} />
            <SurprisesCard answer={answer} />
          </div>
        )}
      </Answered>
      <DealsCard />
    </div>
  )
}

function Skeleton() {
  return (
    <div className={explore.stack}>
      <Card title={words.flow.title}><Bones lines={[100]} height={150} /></Card>
      <Card title={words.between.title}><Bones lines={[100, 100, 100, 100, 100, 100]} height={34} /></Card>
    </div>
  )
}

const ALWAYS = ['channel', 'category', 'partyKind', 'product', 'intermediary']

/** The name of what journeys are grouped by. */
export function byName(by: string): string {
  return by.startsWith('trait.') ? words.trait(by.slice('trait.'.length)) : (words.bys[by] ?? by)
}

function ByPicker() {
  const { address, go } = useView()
  const by = address.by ?? 'channel'
  const traits = useDimensions().map(({ dimension }) => dimension).filter((dimension) => dimension.startsWith('trait.') || dimension === 'segment' || dimension === 'domain')
  const choices = [...new Set([...ALWAYS, ...traits, by])].map((value) => ({ value, name: byName(value) }))
  return (
    <Picker label={words.by} value={byName(by)} width={240}>
      {(close) => <Choices label={words.by} choices={choices} chosen={by} onChoose={(value) => {
        close()
        go({ by: value === 'channel' ? undefined : value, why: undefined, who: undefined })
      }} />}
    </Picker>
  )
}
