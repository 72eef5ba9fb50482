import { Choices } from '../../parts/choices.tsx'
import { Picker } from '../../parts/picker.tsx'
import { texts } from '../../texts.ts'
import { useView } from '../../view/use-view.ts'
import { FilterBar } from '../explore/filter-bar.tsx'
import { useDimensions } from '../explore/use-dimensions.ts'
import { byName, PERIODS, periodFrom } from './model.ts'
import explore from '../explore/explore.module.css'
import classes from './voices.module.css'

const words = texts.voices
const NOTHING = ''
const OWN = ['topic', 'channel', 'side']

/** Whose voices, by what they are grouped, and how time is cut. */
export function Controls({ without = [] }: { readonly without?: readonly string[] }) {
  const { address, go, period } = useView()
  const dimensions = [...useDimensions().map(({ dimension }) => dimension), ...OWN].filter((one) => !without.includes(one))
  const cut = periodFrom(address.measure, period.from, period.to)
  const choices = [{ value: NOTHING, name: words.noGroup }, ...dimensions.map((dimension) => ({ value: dimension, name: byName(dimension) }))]
  return (
    <div className={classes.controls}>
      <FilterBar />
      <Picker label={words.groupBy} value={address.by === undefined ? words.noGroup : byName(address.by)} width={240}>
        {(close) => <Choices label={words.groupBy} choices={choices} chosen={address.by ?? NOTHING} onChoose={(by) => {
          close()
          go({ by: by === NOTHING ? undefined : by, why: undefined, who: undefined })
        }} />}
      </Picker>
      <span className={classes.cut}>
        {words.period}
        <fieldset className={explore.measures} aria-label={words.period}>
          {PERIODS.map((one) => <button key={one} type="button" aria-pressed={one === cut} onClick={() => go({ measure: one }, true)}>{words.periods[one]}</button>)}
        </fieldset>
      </span>
    </div>
  )
}
