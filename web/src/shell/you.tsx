import { Popover } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useStudy } from '../api/use-study.ts'
import { texts } from '../texts.ts'
import { type Address, keptOf } from '../view/address.ts'
import classes from './you.module.css'

/** Who signed in, and the way out. Where nobody signs in there is nothing to say. */
export function You() {
  const { data: me } = useStudy('me')
  const [open, setOpen] = useState(false)
  if (me?.kind !== 'person') return null
  return (
    <Popover opened={open} onChange={setOpen} width={210} position="top-end" offset={6} trapFocus returnFocus withinPortal transitionProps={{ duration: 0 }} radius={10} zIndex={50}>
      <Popover.Target>
        <button type="button" className={classes.you} title={`${texts.you.label} ${me.name}`} onClick={() => setOpen(!open)}>
          <span className="visually-hidden">{texts.you.label} </span><span className={classes.name}>{me.name}</span>
        </button>
      </Popover.Target>
      <Popover.Dropdown className={classes.menu} aria-label={texts.you.label}>
        <p className={classes.says}>{texts.you.label}<b>{me.name}</b></p>
        <Link to="/settings" search={(before) => ({ ...keptOf(before as Address), tab: 'people' })} className={classes.item} onClick={() => setOpen(false)}>{texts.you.settings}</Link>
        <form method="post" action="/sign-out"><button type="submit" className={classes.item}>{texts.you.signOut}</button></form>
      </Popover.Dropdown>
    </Popover>
  )
}
