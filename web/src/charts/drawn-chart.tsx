import type { ECharts } from 'echarts/core'
import { useEffect, useRef, useState } from 'react'
import { useReducedMotion } from '@mantine/hooks'
import type { ChartProps, Mark } from './chart.tsx'
import classes from './chart.module.css'
import { pageFont, useColors } from './colors.ts'
import { init } from './echarts.ts'

/** Pictures stand at once: figures that fly in are figures that cannot be read. Only what is pointed at fades. */
const MOTION_MS = 120

interface Heard { readonly dataType?: string; readonly name?: string; readonly data?: unknown; readonly event?: { readonly offsetX: number; readonly offsetY: number } }

function markOf({ dataType, name, data, event }: Heard): Mark {
  return { what: dataType === 'edge' ? 'band' : 'node', name: name ?? '', data, x: event?.offsetX ?? 0, y: event?.offsetY ?? 0 }
}

/** The picture itself: made once, drawn anew when its data or the scheme change, as wide as its place. */
export function DrawnChart({ option, height, says, onPick, tip, tipAt }: ChartProps) {
  const place = useRef<HTMLDivElement>(null)
  const chart = useRef<ECharts | null>(null)
  const pick = useRef(onPick)
  const colors = useColors()
  const still = useReducedMotion()
  const [width, setWidth] = useState(0)
  const [mark, setMark] = useState<Mark | null>(null)
  const [at, setAt] = useState<{ readonly value: number; readonly x: number; readonly y: number } | null>(null)
  const follows = useRef(false)
  pick.current = onPick
  follows.current = tipAt !== undefined
  useEffect(() => {
    const element = place.current
    if (element === null) return
    const made = init(element, null, { renderer: 'svg' })
    chart.current = made
    made.on('click', (heard) => pick.current?.(markOf(heard as Heard)))
    made.on('mousemove', (heard) => setMark(markOf(heard as Heard)))
    made.on('mouseout', () => setMark(null))
    made.on('globalout', () => setMark(null))
    made.getZr().on('mousemove', ({ offsetX: x, offsetY: y }) => {
      if (!follows.current) return
      const value = made.containPixel({ gridIndex: 0 }, [x, y]) ? made.convertFromPixel({ gridIndex: 0 }, [x, y])[0] : undefined
      setAt(value === undefined ? null : { value, x, y })
    })
    made.getZr().on('globalout', () => setAt(null))
    const sized = new ResizeObserver(() => {
      made.resize()
      setWidth(made.getWidth())
    })
    sized.observe(element)
    setWidth(made.getWidth())
    return () => {
      sized.disconnect()
      made.dispose()
      chart.current = null
    }
  }, [])
  useEffect(() => {
    if (width > 0) chart.current?.setOption({ animation: false, stateAnimation: { duration: still ? 0 : MOTION_MS }, textStyle: { fontFamily: pageFont(), color: colors.text }, ...option(colors, width) }, { notMerge: true })
    setMark(null)
  }, [option, colors, still, width])
  // A picture that grew keeps its drawing in step with its place.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the height is the trigger
  useEffect(() => chart.current?.resize(), [height])
  const near = mark ?? at
  const said = near === null ? null : mark === null ? (at === null ? null : tipAt?.(at.value)) : tip?.(mark)
  return (
    <div className={classes.place} data-picks={onPick === undefined ? undefined : true}>
      <div ref={place} className={classes.drawing} style={{ height }} role="img" aria-label={says} />
      {near === null || said === null || said === undefined ? null : <div className={classes.tip} aria-hidden="true" style={besides(near, place.current?.clientWidth ?? 0)}>{said}</div>}
    </div>
  )
}

/** Below the pointer, on the side where there is room. */
function besides({ x, y }: { readonly x: number; readonly y: number }, width: number) {
  return { top: y + 14, ...(x > width / 2 ? { right: width - x + 12 } : { left: x + 12 }) }
}
