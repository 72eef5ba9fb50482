import { IconArrowsJoin, IconCoin, IconDatabase, IconFileImport, IconFileText, IconHistory, IconHome, IconListDetails, IconSettings, IconSitemap, IconUsers, IconWallet, IconX } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { texts } from '../texts.ts'
import { type Address, keptOf } from '../view/address.ts'
import { useView } from '../view/use-view.ts'
import { Brand } from './brand.tsx'
import { OpenCards } from './open-cards.tsx'
import classes from './navigation.module.css'
import { SchemeSwitch } from './scheme-switch.tsx'
import { WorkspaceSwitch } from './workspace-switch.tsx'

const PAGES = [
  { to: '/', name: texts.navigation.home, Icon: IconHome },
  { to: '/explore', name: texts.explore.title, Icon: IconWallet },
  { to: '/chain', name: texts.chain.title, Icon: IconSitemap },
  { to: '/parties', name: texts.navigation.parties, Icon: IconUsers },
  { to: '/agreements', name: texts.navigation.agreements, Icon: IconFileText },
  { to: '/money', name: texts.money.title, Icon: IconCoin },
] as const

const DATA = [
  { to: '/sources', name: texts.navigation.sources, Icon: IconDatabase },
  { to: '/review', name: texts.navigation.review, Icon: IconArrowsJoin },
  { to: '/changes', name: texts.changes.title, Icon: IconHistory },
  { to: '/audit', name: texts.audit.title, Icon: IconListDetails },
  { to: '/settings', name: texts.settings.title, Icon: IconSettings },
] as const

interface PageLink { readonly to: (typeof PAGES | typeof DATA)[number]['to'] | '/import'; readonly name: string; readonly Icon: typeof IconHome }

/** The pages that there are. On narrow screens it opens over the page. */
export function Navigation({ open, onClose }: { readonly open: boolean; readonly onClose: () => void }) {
  const { isDemo } = useView()
  const close = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    if (open) close.current?.focus()
  }, [open])
  const data = isDemo ? DATA : [{ to: '/import', name: texts.navigation.import, Icon: IconFileImport } as const, ...DATA]
  return (
    <>
      {open ? <button type="button" className={classes.veil} aria-label={texts.navigation.close} tabIndex={-1} onClick={onClose} /> : null}
      <nav aria-label={texts.navigation.label} className={classes.side} data-open={open || undefined} onKeyDown={(event) => (event.key === 'Escape' && open ? onClose() : undefined)}>
        <div className={classes.top}>
          <Brand />
          <button type="button" ref={close} className={classes.close} aria-label={texts.navigation.close} onClick={onClose}><IconX size={18} /></button>
        </div>
        <div className={classes.pages}>
          {PAGES.map((page) => <To key={page.to} page={page} />)}
          <h2 className={classes.group}>{texts.navigation.data}</h2>
          {data.map((page) => <To key={page.to} page={page} />)}
        </div>
        <div className={classes.foot}>
          <WorkspaceSwitch />
          <SchemeSwitch />
        </div>
      </nav>
    </>
  )
}

function To({ page: { to, name, Icon } }: { readonly page: PageLink }) {
  return (
    <Link to={to} search={(before) => keptOf(before as Address)} className={classes.page} activeProps={{ className: classes.here ?? '', 'aria-current': 'page' }} activeOptions={{ exact: to === '/', includeSearch: false }}>
      <Icon size={17} stroke={1.7} aria-hidden />
      {name}
      {to === '/review' ? <OpenCards /> : null}
    </Link>
  )
}
