import { IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import { useLive } from '../api/use-live.ts'
import { texts } from '../texts.ts'
import { useView } from '../view/use-view.ts'
import classes from './live-switch.module.css'

export const TOGGLE_LIVE = 'hatrack:toggle-live'

/** Figures follow new evidence by themselves, unless paused. */
export function LiveSwitch() {
  const { workspace, knownAt } = useView()
  const [paused, setPaused] = useState(false)
  const { connected } = useLive(workspace, paused || knownAt !== null)
  useEffect(() => {
    const toggle = () => setPaused((now) => !now)
    window.addEventListener(TOGGLE_LIVE, toggle)
    return () => window.removeEventListener(TOGGLE_LIVE, toggle)
  }, [])
  const state = paused ? texts.live.paused : connected ? texts.live.on : texts.live.off
  const label = `${state}. ${paused ? texts.live.resume : texts.live.pause}`
  const Icon = paused ? IconPlayerPlay : IconPlayerPause
  return (
    <button type="button" className={classes.live} aria-label={label} title={label} aria-pressed={paused} onClick={() => setPaused(!paused)}>
      <span className={classes.dot} data-on={(connected && !paused) || undefined} />
      <Icon size={14} stroke={1.8} aria-hidden />
    </button>
  )
}
