import { Link } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { texts } from '../../texts.ts'
import { type Address, keptOf } from '../../view/address.ts'
import classes from './tabs.module.css'

export const TABS = ['flows', 'overlap', 'world', 'conversion', 'concentration'] as const
export type Tab = (typeof TABS)[number]

export function tabFrom(text: string | undefined): Tab {
  return TABS.find((tab) => tab === text) ?? 'flows'
}

/** What stays when one part is left for another: who is looked at, and by what they are grouped. */
function toTab(before: Address, tab: Tab): Address {
  return { ...keptOf(before), ...(before.where === undefined ? {} : { where: before.where }), ...(before.by === undefined ? {} : { by: before.by }), ...(tab === 'flows' ? {} : { tab }) }
}

export function Tabs({ tab }: { readonly tab: Tab }) {
  const bar = useRef<HTMLElement>(null)
  // On narrow screens the bar scrolls: the part in view shows its whole name.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the tab is the trigger
  useEffect(() => {
    const here = bar.current?.querySelector<HTMLElement>('[aria-current]')
    if (bar.current && here) bar.current.scrollLeft = here.offsetLeft - (bar.current.clientWidth - here.offsetWidth) / 2
  }, [tab])
  return (
    <nav ref={bar} className={classes.tabs} aria-label={texts.explore.parts}>
      {TABS.map((one) => (
        <Link key={one} to="/explore" search={(before) => toTab(before as Address, one)} className={classes.tab} aria-current={one === tab ? 'page' : undefined} activeOptions={{ exact: true }} resetScroll={false}>{texts.explore.tabs[one]}</Link>
      ))}
    </nav>
  )
}
