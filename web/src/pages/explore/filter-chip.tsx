import { Popover } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { useState } from 'react'
import picker from '../../parts/picker.module.css'
import { texts } from '../../texts.ts'
import classes from './filter-bar.module.css'
import { dimensionName, useValueNames } from './use-dimensions.ts'
import { ValueChoices } from './value-choices.tsx'
import type { Clause } from './where.ts'

const words = texts.explore.filter
const SHOWN = 2

interface FilterChipProps { readonly clause: Clause; readonly onChange: (clause: Clause) => void; readonly onRemove: () => void }

/** One condition: "Category is trial". A click changes its values; the cross takes it away. */
export function FilterChip({ clause, onChange, onRemove }: FilterChipProps) {
  const [open, setOpen] = useState(false)
  const { dimension, not, values } = clause
  const names = useValueNames(dimension, values)
  const says = names.length > SHOWN ? `${names.slice(0, SHOWN).join(', ')} ${words.andMore(names.length - SHOWN)}` : names.join(` ${words.or} `)
  const title = `${dimensionName(dimension)} ${not ? words.isNot : words.is} ${names.join(` ${words.or} `)}`
  const set = (next: Clause) => (next.values.length === 0 ? onRemove() : onChange(next))
  return (
    <span className={classes.chip}>
      <Popover opened={open} onChange={setOpen} width={300} position="bottom-start" offset={6} trapFocus returnFocus withinPortal transitionProps={{ duration: 0 }} radius={10}>
        <Popover.Target>
          <button type="button" className={classes.says} title={title} aria-label={words.change(title)} onClick={() => setOpen(!open)}>
            <span className={classes.dimension}>{dimensionName(dimension)}</span> <span className={classes.dimension}>{not ? words.isNot : words.is}</span> <b>{says}</b>
          </button>
        </Popover.Target>
        <Popover.Dropdown className={picker.dropdown} aria-label={dimensionName(dimension)}>
          <ValueChoices dimension={dimension} chosen={values} not={not} onChoose={(chosen) => set({ ...clause, values: chosen })} onNot={(turned) => onChange({ ...clause, not: turned })} onDone={() => setOpen(false)} />
        </Popover.Dropdown>
      </Popover>
      <button type="button" className={classes.remove} aria-label={words.remove(title)} onClick={onRemove}><IconX size={14} stroke={2} aria-hidden /></button>
    </span>
  )
}
