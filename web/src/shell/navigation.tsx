import { IconX } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { Fragment, useEffect, useRef } from 'react'
import { texts } from '../texts.ts'
import { type Address, keptOf } from '../view/address.ts'
import { useView } from '../view/use-view.ts'
import { Brand } from './brand.tsx'
import { OpenCards } from './open-cards.tsx'
import { groupsOf, type Page } from './pages.ts'
import classes from './navigation.module.css'
import { SchemeSwitch } from './scheme-switch.tsx'
import { WorkspaceSwitch } from './workspace-switch.tsx'
import { You } from './you.tsx'

/** The pages that there are. On narrow screens it opens over the page. */
export function Navigation({ open, onClose }: { readonly open: boolean; readonly onClose: () => void }) {
  const { isDemo } = useView()
  const close = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    if (open) close.current?.focus()
  }, [open])
  return (
    <>
      {open ? <button type="button" className={classes.veil} aria-label={texts.navigation.close} tabIndex={-1} onClick={onClose} /> : null}
      <nav aria-label={texts.navigation.label} className={classes.side} data-open={open || undefined} onKeyDown={(event) => (event.key === 'Escape' && open ? onClose() : undefined)}>
        <div className={classes.top}>
          <Brand />
          <button type="button" ref={close} className={classes.close} aria-label={texts.navigation.close} onClick={onClose}><IconX size={18} /></button>
        </div>
        <div className={classes.pages}>
          {groupsOf(isDemo).map(({ name, pages }) => (
            <Fragment key={name ?? ''}>
              {name === null ? null : <h2 className={classes.group}>{name}</h2>}
              {pages.map((page) => <To key={page.to} page={page} />)}
            </Fragment>
          ))}
        </div>
        <div className={classes.foot}>
          <WorkspaceSwitch />
          <div className={classes.last}><SchemeSwitch /><You /></div>
        </div>
      </nav>
    </>
  )
}

function To({ page: { to, name, Icon } }: { readonly page: Page }) {
  return (
    <Link to={to} search={(before) => keptOf(before as Address)} className={classes.page} activeProps={{ className: classes.here ?? '', 'aria-current': 'page' }} activeOptions={{ exact: to === '/', includeSearch: false }}>
      <Icon size={17} stroke={1.7} aria-hidden />
      {name}
      {to === '/review' ? <OpenCards /> : null}
    </Link>
  )
}
