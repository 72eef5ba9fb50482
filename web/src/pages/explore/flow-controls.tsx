import { Choices } from '../../parts/choices.tsx'
import { Picker } from '../../parts/picker.tsx'
import { texts } from '../../texts.ts'
import { useView } from '../../view/use-view.ts'
import classes from './explore.module.css'
import { FilterBar } from './filter-bar.tsx'
import type { Measure } from './flows-model.ts'
import type { Flows } from './shapes.ts'
import { useGroupedBy } from './use-flows.ts'
import { dimensionName, useDimensions } from './use-dimensions.ts'

const words = texts.explore.flows
const DEFAULT_BY = 'category'
/** By who pays is what the picture shows anyway. */
const NO_GROUPS = new Set(['payerKind', 'payer', 'intermediary'])

/** Who is looked at, by what they are grouped, and what the widths mean. */
export function FlowControls({ answer, measure }: { readonly answer: Flows | undefined; readonly measure: Measure }) {
  const { go } = useView()
  const grouped = useGroupedBy()
  const by = grouped.by ?? DEFAULT_BY
  const dimensions = useDimensions().filter(({ dimension }) => !NO_GROUPS.has(dimension) || dimension === by)
  const choices = dimensions.map(({ dimension }) => ({ value: dimension, name: dimensionName(dimension) }))
  const currencies = answer?.money.map(({ currency }) => currency) ?? (measure === 'users' || measure === 'use' ? [] : [measure])
  return (
    <div className={classes.controls}>
      <FilterBar />
      {grouped.unknown === null ? null : <p className={classes.quiet} role="status">{words.unknownBy(grouped.unknown, dimensionName(DEFAULT_BY))} <button type="button" className={classes.button} onClick={() => go({ by: undefined }, true)}>{words.unknownByNext}</button></p>}
      <div className={classes.choose}>
        <Picker label={words.groupBy} value={dimensionName(by)} width={240}>
          {(close) => <Choices label={words.groupBy} choices={choices} chosen={by} onChoose={(value) => {
            close()
            go({ by: value === DEFAULT_BY ? undefined : value, why: undefined, who: undefined, open: undefined })
          }} />}
        </Picker>
        <fieldset className={classes.measures}>
          <legend className="visually-hidden">{words.measure}</legend>
          {(['users', 'use', ...currencies] as const).map((one) => (
            <button key={one} type="button" aria-pressed={one === measure} onClick={() => go({ measure: one === 'users' ? undefined : one }, true)}>{words.measures[one as 'users'] ?? one}</button>
          ))}
        </fieldset>
      </div>
    </div>
  )
}
