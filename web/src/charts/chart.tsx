import type { EChartsCoreOption } from 'echarts/core'
import { lazy, type ReactNode, Suspense } from 'react'
import { texts } from '../texts.ts'
import classes from './chart.module.css'
import type { Colors } from './colors.ts'

/** A picture that cannot be loaded, for instance after an update of the server, takes nothing else with it: the table beside it says the same. */
const DrawnChart = lazy(() => import('./drawn-chart.tsx').then((module) => ({ default: module.DrawnChart }), () => ({ default: Missing })))

/** What lies under the pointer: a node, a bar or a point by the name its data gave it, or a band. */
export interface Mark { readonly what: 'node' | 'band'; readonly name: string; readonly data: unknown; readonly x: number; readonly y: number }

export interface ChartProps {
  /** The picture, from the colours of the theme and the width there is. Keep it stable with useCallback: a new one is drawn anew. */
  readonly option: (colors: Colors, width: number) => EChartsCoreOption
  readonly height: number
  /** The picture in one sentence, for those who do not see it; the table beside it says the rest. */
  readonly says: string
  readonly onPick?: (mark: Mark) => void
  /** What is said beside the pointer; without it nothing is. */
  readonly tip?: (mark: Mark) => ReactNode
  /** For a picture with axes: what is said of the place on the first axis that lies under the pointer. */
  readonly tipAt?: (value: number) => ReactNode
}

function Missing() {
  return <p className={classes.missing}>{texts.explore.noPicture}</p>
}

/** A picture drawn by ECharts as SVG. The library is loaded when the first one is shown; until then a frame of the same height stands there, so nothing jumps. */
export function Chart(props: ChartProps) {
  return (
    <Suspense fallback={<div className={classes.frame} style={{ height: props.height }} role="status" aria-label={texts.loading} />}>
      <DrawnChart {...props} />
    </Suspense>
  )
}
