import { useNavigate } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { type Address, keptOf } from '../view/address.ts'
import { useView } from '../view/use-view.ts'
import { TOGGLE_LIVE } from './live-switch.tsx'
import { EVERY_PAGE } from './pages.ts'
import type { Overlay } from './shell.tsx'

const SECOND_KEY_WITHIN_MS = 1200

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName))
}

/** Moves the focus to the next or the previous row of the lists on the page. */
function walkRows(step: 1 | -1): void {
  const rows = [...document.querySelectorAll<HTMLElement>('[data-row]')].filter((row) => row.offsetParent !== null)
  const here = rows.indexOf(document.activeElement as HTMLElement)
  rows[here === -1 ? (step === 1 ? 0 : rows.length - 1) : here + step]?.focus()
}

/** The keys of the whole page; `?` lists them. */
export function useKeys({ overlay, setOverlay }: { readonly overlay: Overlay; readonly setOverlay: (overlay: Overlay) => void }): void {
  const navigate = useNavigate()
  const { go, address } = useView()
  const goPressedAt = useRef(0)
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
        event.preventDefault()
        return setOverlay('search')
      }
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || overlay !== null) return
      if (event.key === 'Escape' && (address.why !== undefined || address.who !== undefined)) return go({ why: undefined, who: undefined, of: undefined, day: undefined, account: undefined })
      if (isTyping(event.target)) return
      const page = EVERY_PAGE.find(({ key }) => key === event.key)?.to
      if (page !== undefined && event.timeStamp - goPressedAt.current < SECOND_KEY_WITHIN_MS) {
        goPressedAt.current = 0
        return void navigate({ to: page, search: (before) => keptOf(before as Address) })
      }
      if (event.key === 'g') goPressedAt.current = event.timeStamp
      else if (event.key === '?') setOverlay('keys')
      else if (event.key === '/') {
        event.preventDefault()
        setOverlay('search')
      } else if (event.key === 'j') walkRows(1)
      else if (event.key === 'k') walkRows(-1)
      else if (event.key === 'e') window.dispatchEvent(new Event(TOGGLE_LIVE))
    }
    window.addEventListener('keydown', press)
    return () => window.removeEventListener('keydown', press)
  }, [overlay, setOverlay, navigate, go, address.why, address.who])
}
