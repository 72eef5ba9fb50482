import { useEffect, useRef } from 'react'

const SECOND_KEY_WITHIN_MS = 1200

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName))
}

/** Keys of the queue. They come before those of the whole page, but not after `g`; Enter stays with links and buttons that are not part of the queue. */
export function useQueueKeys(act: (key: string) => boolean): void {
  const newest = useRef(act)
  newest.current = act
  useEffect(() => {
    let wentAt = Number.NEGATIVE_INFINITY
    const press = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || isTyping(event.target) || document.querySelector('dialog[open]') !== null) return
      if (event.key === 'g') wentAt = event.timeStamp
      if (event.key === 'g' || event.timeStamp - wentAt < SECOND_KEY_WITHIN_MS) return
      const elsewhere = event.target instanceof HTMLElement && event.target.closest('a, button') !== null && event.target.closest('[data-queue]') === null
      if (event.key === 'Enter' && elsewhere) return
      if (newest.current(event.key)) event.preventDefault()
    }
    window.addEventListener('keydown', press, true)
    return () => window.removeEventListener('keydown', press, true)
  }, [])
}
