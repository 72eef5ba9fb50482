import { Outlet, useLocation } from '@tanstack/react-router'
import { Suspense, lazy, useEffect, useState } from 'react'
import { CorrectedToast } from '../correct/corrected-toast.tsx'
import { Bones } from '../parts/bones.tsx'
import { texts } from '../texts.ts'
import { useView } from '../view/use-view.ts'
import { AddressGate, MisreadNotice } from './address-gate.tsx'
import { Header } from './header.tsx'
import { KnownBanner } from './known-banner.tsx'
import { Navigation } from './navigation.tsx'
import classes from './shell.module.css'
import { useKeys } from './use-keys.ts'
import { WorkspaceGate } from './workspace-gate.tsx'

const WhyPanel = lazy(() => import('../why/why-panel.tsx').then((module) => ({ default: module.WhyPanel })))
const Search = lazy(() => import('./search.tsx').then((module) => ({ default: module.Search })))
const CorrectDialog = lazy(() => import('../correct/correct-dialog.tsx').then((module) => ({ default: module.CorrectDialog })))
const KeysHelp = lazy(() => import('./keys-help.tsx').then((module) => ({ default: module.KeysHelp })))

export type Overlay = 'search' | 'keys' | null

/** What stands around every page: navigation, pickers, the side panel, and what opens over them. */
export function Shell() {
  return <WorkspaceGate><Around /></WorkspaceGate>
}

function Around() {
  const { address } = useView()
  const [overlay, setOverlay] = useState<Overlay>(null)
  const [menu, setMenu] = useState(false)
  const path = useLocation({ select: (location) => location.pathname })
  useKeys({ overlay, setOverlay })
  // The menu of narrow screens closes when a page is chosen.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the path is the trigger
  useEffect(() => setMenu(false), [path])
  const open = address.why !== undefined || address.who !== undefined
  return (
    <div className={classes.shell} data-panel={open || undefined}>
      <a className={classes.skip} href="#content">{texts.navigation.skip}</a>
      <Navigation open={menu} onClose={() => setMenu(false)} />
      <div className={classes.middle}>
        <Header onSearch={() => setOverlay('search')} onMenu={() => setMenu(true)} />
        <MisreadNotice />
        <KnownBanner />
        <main id="content" className={classes.content} tabIndex={-1}>
          <Suspense fallback={<Bones lines={[40, 100, 100]} height={24} />}>
            <AddressGate><Outlet /></AddressGate>
          </Suspense>
        </main>
      </div>
      {open ? <Suspense fallback={<div className={classes.panel}><Bones lines={[60, 40, 100, 100]} height={18} /></div>}><WhyPanel /></Suspense> : null}
      <Suspense fallback={null}>
        {overlay === 'search' ? <Search onClose={() => setOverlay(null)} onKeys={() => setOverlay('keys')} /> : null}
        {address.correct === undefined ? null : <CorrectDialog key={address.correct} about={address.correct} />}
        {overlay === 'keys' ? <KeysHelp onClose={() => setOverlay(null)} /> : null}
      </Suspense>
      <CorrectedToast />
    </div>
  )
}
