import { useEffect, useRef } from 'react'

const SECOND_KEY_WITHIN_MS = 1200

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName))
}

/** Keys of this page. They come before those of the whole page, but not after `g`, which leads to another page, nor in a dialog. */
export function useReviewKeys(keys: Readonly<Record<string, () => unknown>>): void {
  const newest = useRef(keys)
  newest.current = keys
  useEffect(() => {
    let wentAt = Number.NEGATIVE_INFINITY
    const press = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || isTyping(event.target) || document.querySelector('dialog[open]') !== null) return
      if (event.key === 'g') {
        wentAt = event.timeStamp
        return
      }
      const act = newest.current[event.key]
      if (act === undefined || event.timeStamp - wentAt < SECOND_KEY_WITHIN_MS) return
      event.preventDefault()
      act()
    }
    window.addEventListener('keydown', press, true)
    return () => window.removeEventListener('keydown', press, true)
  }, [])
}
