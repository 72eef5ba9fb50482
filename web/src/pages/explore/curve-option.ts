import type { EChartsCoreOption } from 'echarts/core'
import type { Colors } from '../../charts/colors.ts'
import type { Curve } from './shapes.ts'

export const WAYS = ['self', 'organization', 'intermediary', 'sponsor'] as const
/** With fewer people watched than this the curve is drawn thin: one of them moves it too much. */
export const THIN = 10

/** What held on a day: the last step at or before it. */
export function curveAt(curve: Curve, day: number): Curve[number] | undefined {
  return curve.findLast((point) => point.day <= day)
}

/** The shares of the ways of paying over each other; where few are watched, pale. */
export function curveOption(curve: Curve, colors: Colors, says: { readonly day: string; readonly percent: (value: number) => string }): EChartsCoreOption {
  const lastFirm = curve.findLastIndex(({ atRisk }) => atRisk >= THIN)
  const parts = [{ points: curve.slice(0, lastFirm + 1), stack: 'firm', strength: 0.75 }, { points: lastFirm === -1 ? curve : curve.slice(lastFirm), stack: 'thin', strength: 0.25 }].filter(({ points }) => points.length > 1)
  return {
    grid: { left: 44, right: 14, top: 12, bottom: 40 },
    xAxis: { type: 'value', min: 0, max: curve.at(-1)?.day, name: says.day, nameLocation: 'middle', nameGap: 26, nameTextStyle: { color: colors.dimmed, fontSize: 12 }, axisLine: { lineStyle: { color: colors.border } }, axisTick: { show: false }, axisLabel: { color: colors.dimmed, fontSize: 12 }, splitLine: { show: false } },
    yAxis: { type: 'value', min: 0, axisLabel: { color: colors.dimmed, fontSize: 12, formatter: says.percent }, splitLine: { lineStyle: { color: colors.border } } },
    series: parts.flatMap(({ points, stack, strength }) => WAYS.filter((way) => curve.some((point) => point[way] > 0)).map((way) => ({
      type: 'line', stack, step: 'end', symbol: 'none', silent: true, data: points.map((point) => [point.day, point[way]]),
      lineStyle: { width: strength > 0.5 ? 1.5 : 1, color: colors[`kind-${way}`] }, areaStyle: { color: colors[`kind-${way}`], opacity: strength }, itemStyle: { color: colors[`kind-${way}`] },
    }))),
  }
}
