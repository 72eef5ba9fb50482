import type { ECharts } from 'echarts/core'
import { useEffect, useRef, useState } from 'react'
import { useReducedMotion } from '@mantine/hooks'
import type { ChartProps, Mark } from './chart.tsx'
import classes from './chart.module.css'
import { pageFont, useColors } from './colors.ts'
import { init } from './echarts.ts'

const MOTION_MS = 260

interface Heard { readonly dataType?: string; readonly name?: string; readonly data?: unknown; readonly event?: { readonly offsetX: number; readonly offsetY: number } }

function markOf({ dataType, name, data, event }: Heard): Mark {
  return { what: dataType === 'edge' ? 'band' : 'node', name: name ?? '', data, x: event?.offsetX ?? 0, y: event?.offsetY ?? 0 }
}

/** The picture itself: made once, drawn anew when its data or the scheme change, as wide as its place. */
export function DrawnChart({ option, height, says, onPick, tip }: ChartProps) {
  const place = useRef<HTMLDivElement>(null)
  const chart = useRef<ECharts | null>(null)
  const pick = useRef(onPick)
  const colors = useColors()
  const still = useReducedMotion()
  const [mark, setMark] = useState<Mark | null>(null)
  pick.current = onPick
  useEffect(() => {
    const element = place.current
    if (element === null) return
    const made = init(element, null, { renderer: 'svg' })
    chart.current = made
    made.on('click', (heard) => pick.current?.(markOf(heard as Heard)))
    made.on('mousemove', (heard) => setMark(markOf(heard as Heard)))
    made.on('mouseout', () => setMark(null))
    made.on('globalout', () => setMark(null))
    const sized = new ResizeObserver(() => made.resize())
    sized.observe(element)
    return () => {
      sized.disconnect()
      made.dispose()
      chart.current = null
    }
  }, [])
  useEffect(() => {
    chart.current?.setOption({ animation: !still, animationDuration: MOTION_MS, animationDurationUpdate: MOTION_MS, textStyle: { fontFamily: pageFont(), color: colors.text }, ...option(colors) }, { notMerge: true })
    setMark(null)
  }, [option, colors, still])
  // A picture that grew keeps its drawing in step with its place.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the height is the trigger
  useEffect(() => chart.current?.resize(), [height])
  const said = mark === null ? null : tip?.(mark)
  return (
    <div className={classes.place} data-picks={onPick === undefined ? undefined : true}>
      <div ref={place} className={classes.drawing} style={{ height }} role="img" aria-label={says} />
      {mark === null || said === null || said === undefined ? null : (
        <div className={classes.tip} aria-hidden="true" style={{ top: mark.y + 14, ...(mark.x > (place.current?.clientWidth ?? 0) / 2 ? { right: (place.current?.clientWidth ?? 0) - mark.x + 12 } : { left: mark.x + 12 }) }}>{said}</div>
      )}
    </div>
  )
}
