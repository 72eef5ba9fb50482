import { Popover } from '@mantine/core'
import { IconChevronDown } from '@tabler/icons-react'
import { type ReactNode, useState } from 'react'
import classes from './picker.module.css'

interface PickerProps { readonly label: string; readonly short?: string; readonly value: string; readonly width?: number; readonly marked?: boolean; readonly children: (close: () => void) => ReactNode }

/** A button that says what is chosen and opens the choice under it. */
export function Picker({ label, short, value, width = 280, marked = false, children }: PickerProps) {
  const [open, setOpen] = useState(false)
  return (
    <Popover opened={open} onChange={setOpen} width={width} position="bottom-start" offset={6} trapFocus returnFocus withinPortal transitionProps={{ duration: 0 }} radius={10}>
      <Popover.Target>
        <button type="button" className={classes.picker} data-marked={marked || undefined} onClick={() => setOpen(!open)}>
          <span className={classes.label} data-long={short === undefined ? undefined : true}>{label}</span>
          {short === undefined ? null : <span className={classes.short} aria-hidden="true">{short}</span>}
          <span className={classes.value}>{value}</span>
          <IconChevronDown size={14} stroke={1.8} aria-hidden />
        </button>
      </Popover.Target>
      <Popover.Dropdown className={classes.dropdown} aria-label={label}>{children(() => setOpen(false))}</Popover.Dropdown>
    </Popover>
  )
}
