import { type RefObject, useLayoutEffect, useRef, useState } from 'react'

/** How wide a place is, from its first layout on. */
export function useWidth<E extends HTMLElement>(): { readonly place: RefObject<E | null>; readonly width: number } {
  const place = useRef<E>(null)
  const [width, setWidth] = useState(0)
  useLayoutEffect(() => {
    const element = place.current
    if (element === null) return
    setWidth(element.clientWidth)
    const sized = new ResizeObserver(() => setWidth(element.clientWidth))
    sized.observe(element)
    return () => sized.disconnect()
  }, [])
  return { place, width }
}
