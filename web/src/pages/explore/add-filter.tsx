import { Popover } from '@mantine/core'
import { IconArrowLeft, IconFilter } from '@tabler/icons-react'
import { useState } from 'react'
import picker from '../../parts/picker.module.css'
import { texts } from '../../texts.ts'
import classes from './filter-bar.module.css'
import { SearchChoices } from './search-choices.tsx'
import { dimensionName, useDimensions } from './use-dimensions.ts'
import { ValueChoices } from './value-choices.tsx'
import type { Clause } from './where.ts'

const words = texts.explore.filter

/** Adds a condition: first by what, then which values. A value chosen takes effect at once. */
export function AddFilter({ isFirst, onAdd }: { readonly isFirst: boolean; readonly onAdd: (clause: Clause) => void }) {
  const [open, setOpen] = useState(false)
  const [dimension, setDimension] = useState<string | null>(null)
  const [not, setNot] = useState(false)
  const show = (opened: boolean) => {
    setOpen(opened)
    setDimension(null)
    setNot(false)
  }
  return (
    <Popover opened={open} onChange={show} width={300} position="bottom-start" offset={6} trapFocus returnFocus withinPortal transitionProps={{ duration: 0 }} radius={10}>
      <Popover.Target>
        <button type="button" className={classes.add} onClick={() => show(!open)}><IconFilter size={15} stroke={1.8} aria-hidden />{isFirst ? words.addFirst : words.add}</button>
      </Popover.Target>
      <Popover.Dropdown className={picker.dropdown} aria-label={words.add}>
        {dimension === null ? <Dimensions onChoose={setDimension} /> : (
          <>
            <button type="button" className={classes.back} onClick={() => setDimension(null)}><IconArrowLeft size={14} stroke={2} aria-hidden />{dimensionName(dimension)}</button>
            <ValueChoices key={dimension} dimension={dimension} chosen={[]} not={not} onNot={setNot} onDone={() => show(false)} onChoose={(values) => {
              onAdd({ dimension, not, values })
              show(false)
            }} />
          </>
        )}
      </Popover.Dropdown>
    </Popover>
  )
}

function Dimensions({ onChoose }: { readonly onChoose: (dimension: string) => void }) {
  const dimensions = useDimensions()
  const [q, setQ] = useState('')
  const fitting = dimensions.map(({ dimension }) => ({ value: dimension, name: dimensionName(dimension) })).filter(({ name }) => name.toLowerCase().includes(q.trim().toLowerCase()))
  return <SearchChoices label={words.searchDimension} q={q} onSearch={setQ} choices={fitting} chosen={[]} onChoose={onChoose} nothing={words.noDimension} />
}
