import { count } from '../../format/numbers.ts'
import { Picker } from '../../parts/picker.tsx'
import { texts } from '../../texts.ts'
import { useView } from '../../view/use-view.ts'
import { useDimensions } from '../explore/use-dimensions.ts'
import { offered } from './columns.tsx'
import { columnsOf, USUAL_COLUMNS } from './list-state.ts'
import classes from './parties.module.css'

const words = texts.parties

/** Which columns the list has besides the name; any trait can be one. */
export function ColumnChooser() {
  const { address, go } = useView()
  const chosen = columnsOf(address)
  return (
    <Picker label={words.columns} value={words.columnsOf(count(chosen.length + 1))} width={230}>
      {() => <Choose chosen={chosen} onChoose={(ids) => go({ columns: ids.join() === USUAL_COLUMNS.join() ? undefined : ids.join(',') || '-' }, true)} />}
    </Picker>
  )
}

function Choose({ chosen, onChoose }: { readonly chosen: readonly string[]; readonly onChoose: (ids: readonly string[]) => void }) {
  const traits = useDimensions().map(({ dimension }) => dimension).filter((dimension) => dimension.startsWith('trait.'))
  const all = offered([...new Set([...traits, ...chosen.filter((id) => id.startsWith('trait.'))])])
  const toggle = (id: string) => onChoose(all.map((column) => column.id).filter((one) => (one === id ? !chosen.includes(id) : chosen.includes(one))))
  return (
    <>
      <div className={classes.checks}>
        {all.map(({ id, name }) => <label key={id}><input type="checkbox" checked={chosen.includes(id)} onChange={() => toggle(id)} />{name}</label>)}
      </div>
      <button type="button" className={classes.plain} onClick={() => onChoose(USUAL_COLUMNS)}>{words.usualColumns}</button>
    </>
  )
}
