import type { EChartsCoreOption } from 'echarts/core'
import type { Colors } from '../../charts/colors.ts'
import type { SetsAnswer } from './use-sheets.ts'
import { axisShown } from './values.ts'

/** Sets as points: the first objective to the right, the second upwards. The one in view is full, the one that weighs most has a ring. */
export function frontOption(answer: SetsAnswer, chosen: number, names: readonly [string, string], colors: Colors): EChartsCoreOption {
  const sideOf = (place: number): string => colors[answer.objectives[place]?.name.startsWith('users') ? 'users' : 'customers']
  const axis = (name: string, color: string) => ({ type: 'value', scale: true, name, nameLocation: 'middle', nameTextStyle: { color, fontSize: 12, fontWeight: 600 }, axisLine: { show: true, lineStyle: { color: colors.border } }, axisTick: { show: false }, axisLabel: { color: colors.dimmed, fontSize: 11.5, formatter: axisShown, hideOverlap: true }, splitLine: { lineStyle: { color: colors.border, type: 'dashed' } } })
  const points = answer.sets.map(({ values }, place) => ({
    name: String(place), value: [Number(values[0]), Number(values[1])],
    symbolSize: place === chosen ? 15 : 10,
    itemStyle: { color: place === chosen ? colors['accent-text'] : colors.surface, borderColor: place === answer.best ? colors.good : colors['accent-text'], borderWidth: place === answer.best ? 3 : 1.5 },
    ...(answer.sets.length <= 12 || place === chosen || place === answer.best ? { label: { show: true, formatter: String(place + 1), position: 'top', color: colors.text, fontSize: 12 } } : {}),
  }))
  return {
    grid: { left: 62, right: 22, top: 22, bottom: 44 },
    xAxis: { ...axis(names[0], sideOf(0)), nameGap: 28 },
    yAxis: { ...axis(names[1], sideOf(1)), nameGap: 46 },
    series: [{ type: 'scatter', data: points, emphasis: { scale: false } }],
  }
}
