import classes from './voices.module.css'

export interface TrendPoint { readonly from: string; readonly score: number | null; readonly low: number | null; readonly high: number | null }

const WIDTH = 120
const HEIGHT = 30

/** A score over time as a small line in its band of 95 % intervals; where too few answered it is broken. */
export function Trend({ points, scale: [least, most], color, says }: { readonly points: readonly TrendPoint[]; readonly scale: readonly [number, number]; readonly color: string; readonly says: string }) {
  const x = (place: number): number => (points.length === 1 ? WIDTH / 2 : 3 + (place / (points.length - 1)) * (WIDTH - 6))
  const y = (value: number): number => HEIGHT - 3 - ((value - least) / (most - least)) * (HEIGHT - 6)
  const runs = runsOf(points)
  return (
    <svg className={classes.trend} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} width={WIDTH} height={HEIGHT} role="img" aria-label={says}>
      {least < 0 && most > 0 ? <line x1={0} x2={WIDTH} y1={y(0)} y2={y(0)} stroke="var(--border)" /> : null}
      {runs.map((run) => {
        const band = [...run.map(({ place, high }) => `${x(place)},${y(high)}`), ...[...run].reverse().map(({ place, low }) => `${x(place)},${y(low)}`)].join(' ')
        return (
          <g key={run[0]?.place}>
            {run.length === 1 ? <line x1={x(run[0]?.place ?? 0)} x2={x(run[0]?.place ?? 0)} y1={y(run[0]?.low ?? 0)} y2={y(run[0]?.high ?? 0)} stroke={color} strokeOpacity={0.3} strokeWidth={3} /> : <polygon points={band} fill={color} fillOpacity={0.16} />}
            <polyline points={run.map(({ place, score }) => `${x(place)},${y(score)}`).join(' ')} fill="none" stroke={color} strokeWidth={1.6} />
            {run.map(({ place, score }) => <circle key={place} cx={x(place)} cy={y(score)} r={run.length === 1 ? 2.6 : 1.5} fill={color} />)}
          </g>
        )
      })}
    </svg>
  )
}

interface Known { readonly place: number; readonly score: number; readonly low: number; readonly high: number }

/** Neighbours that have a score. */
function runsOf(points: readonly TrendPoint[]): readonly (readonly Known[])[] {
  const runs: Known[][] = []
  points.forEach(({ score, low, high }, place) => {
    if (score === null || low === null || high === null) return
    const last = runs.at(-1)
    if (last !== undefined && last.at(-1)?.place === place - 1) last.push({ place, score, low, high })
    else runs.push([{ place, score, low, high }])
  })
  return runs
}
