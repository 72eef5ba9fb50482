import type { EChartsCoreOption } from 'echarts/core'
import { useCallback } from 'react'
import { Chart } from '../../charts/chart.tsx'
import type { Colors } from '../../charts/colors.ts'
import { count, points, share } from '../../format/numbers.ts'
import { Card } from '../../parts/card.tsx'
import { WhyButton } from '../../parts/why-button.tsx'
import { texts } from '../../texts.ts'
import { amountWithUnit, headline, keyOf } from './concentrated.ts'
import classes from './concentration.module.css'
import { Change } from './change.tsx'
import type { Concentrated } from './shapes.ts'

const words = texts.explore.concentration
const HEIGHT = 250

/** From the largest on: so many of the parties hold so much. A straight line would be all alike. */
function cumulative({ lorenz }: Concentrated): readonly (readonly [number, number])[] {
  return lorenz.map(([parties = 0, amount = 0]): readonly [number, number] => [1 - parties, 1 - amount]).sort(([a, x], [b, y]) => a - b || x - y)
}

function shareAt(curve: readonly (readonly [number, number])[], parties: number): number {
  const next = curve.findIndex(([x]) => x >= parties)
  const [bx, by] = curve[next] ?? [1, 1]
  const [ax, ay] = curve[next - 1] ?? [0, 0]
  return bx === ax ? by : ay + ((parties - ax) / (bx - ax)) * (by - ay)
}

function lorenzOption(one: Concentrated, colors: Colors): EChartsCoreOption {
  const axis = { type: 'value', min: 0, max: 1, interval: 0.25, axisLine: { show: false }, axisTick: { show: false }, axisLabel: { color: colors.dimmed, fontSize: 12, formatter: share, showMaxLabel: true }, splitLine: { lineStyle: { color: colors.border } } }
  const color = one.side === 'payer' ? colors.customers : colors.users
  const half = one.parties === 0 ? 0 : one.half / one.parties
  return {
    grid: { left: 44, right: 18, top: 10, bottom: 42 },
    xAxis: { ...axis, name: words.axis[one.side], nameLocation: 'middle', nameGap: 27, nameTextStyle: { color: colors.dimmed, fontSize: 12 } },
    yAxis: axis,
    series: [
      { type: 'line', silent: true, symbol: 'none', data: [[0, 0], [1, 1]], lineStyle: { color: colors.dimmed, width: 1, type: 'dashed' } },
      {
        type: 'line', silent: true, symbol: 'none', data: cumulative(one), lineStyle: { color, width: 2 }, itemStyle: { color }, areaStyle: { color, opacity: 0.12 },
        markLine: { silent: true, symbol: 'none', animation: false, label: { show: false }, lineStyle: { color: colors.text, width: 1, type: 'dotted' }, data: [[{ coord: [0, 0.5] }, { coord: [half, 0.5] }], [{ coord: [half, 0.5] }, { coord: [half, 0] }]] },
      },
    ],
  }
}

export function LorenzCard({ one, before }: { readonly one: Concentrated; readonly before: Concentrated | undefined }) {
  const option = useCallback((colors: Colors) => lorenzOption(one, colors), [one])
  const curve = cumulative(one)
  const why = `concentration:${keyOf(one)}`
  return (
    <Card title={headline(one)} hint={words.total(amountWithUnit(one, one.total))}>
      <ul className={classes.figures}>
        <li><span className={classes.name}>{words.half}</span><WhyButton why={why} plain className={classes.big} label={`${words.half}: ${count(one.half)}`}>{count(one.half)}</WhyButton><span className={classes.says}>{words.halfSays(words.parties[one.side](one.half))}{before === undefined ? null : <>, <Change now={one.half} before={before.half} /></>}</span></li>
        <Share name={words.largest} now={one.top1} before={before?.top1} why={why} />
        <Share name={words.ten} now={one.top10} before={before?.top10} why={why} />
        <li><span className={classes.name}>{words.effective}</span><WhyButton why={why} plain className={classes.big} label={`${words.effective}: ${one.effective?.toFixed(1)}`}>{one.effective === null ? '–' : one.effective.toFixed(1)}</WhyButton><span className={classes.says}>{words.effectiveSays}</span></li>
      </ul>
      <Chart option={option} height={HEIGHT} says={words.says(headline(one))} tipAt={(value) => <><b>{share(value)}</b> {words.tip(words.parties[one.side](2), share(shareAt(curve, value)))}</>} />
    </Card>
  )
}

function Share({ name, now, before, why }: { readonly name: string; readonly now: number | null; readonly before: number | null | undefined; readonly why: string }) {
  return (
    <li>
      <span className={classes.name}>{name}</span>
      <WhyButton why={why} plain className={classes.big} label={`${name}: ${now === null ? '–' : share(now)}`}>{now === null ? '–' : share(now)}</WhyButton>
      <span className={classes.says}>{now === null || before === null || before === undefined ? '\u00a0' : Math.abs(now - before) < 0.005 ? texts.explore.before.same : words.pointsSays(points(now - before))}</span>
    </li>
  )
}
