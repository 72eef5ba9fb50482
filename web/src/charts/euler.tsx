import { intersectionAreaPath } from '@upsetjs/venn.js'
import type { ReactNode } from 'react'
import { type Circle, type Euler as Layout, eulerLayout } from './euler-layout.ts'
import classes from './euler.module.css'
import { useWidth } from './use-width.ts'

export interface EulerSet { readonly size: number; readonly color: string; readonly label: ReactNode }

interface EulerProps { readonly left: EulerSet; readonly right: EulerSet; readonly both: EulerSet; readonly says: string; /** Said where something is drawn larger than it is. */ readonly largerSays: string; readonly height?: number }

const HEIGHT = 250
const MARGIN = 8

/** A point on a circle, by the angle from its centre. */
function onCircle({ x, y, radius }: Circle, degrees: number): { readonly x: number; readonly y: number } {
  const angle = (degrees * Math.PI) / 180
  return { x: x + radius * Math.cos(angle), y: y + radius * Math.sin(angle) }
}

/** Two sets with areas true to their sizes. The numbers always stand beside them, with a line to what they count, however small that is. */
export function Euler({ left, right, both, says, largerSays, height = HEIGHT }: EulerProps) {
  const { place, width } = useWidth<HTMLDivElement>()
  const drawn = eulerLayout(left.size, right.size, both.size, Math.max(1, width - 2 * MARGIN), height - 26)
  return (
    <div ref={place} className={classes.euler}>
      <div className={classes.labels}>
        <div className={classes.label}>{left.label}</div>
        <div className={classes.label}>{both.label}</div>
        <div className={classes.label}>{right.label}</div>
      </div>
      <div style={{ height }}>{width === 0 ? null : <Picture left={left} right={right} both={both} says={says} drawn={drawn} height={height} width={width} />}</div>
      {drawn.enlarged ? <p className={classes.note}>{largerSays}</p> : null}
    </div>
  )
}

interface PictureProps { readonly left: EulerSet; readonly right: EulerSet; readonly both: EulerSet; readonly says: string; readonly drawn: Layout; readonly width: number; readonly height: number }

function Picture({ left, right, both, says, drawn, height, width }: PictureProps) {
  const at = (circle: Circle): Circle => ({ ...circle, x: circle.x + MARGIN, y: circle.y + 22 })
  const a = at(drawn.left)
  const b = at(drawn.right)
  const middle = (Math.max(a.x - a.radius, b.x - b.radius) + Math.min(a.x + a.radius, b.x + b.radius)) / 2
  const lines = [
    left.size === 0 ? null : { from: 14, to: onCircle(a, -130), color: left.color },
    both.size === 0 ? null : { from: width / 2, to: { x: middle, y: (a.y + b.y) / 2 }, color: both.color },
    right.size === 0 ? null : { from: width - 14, to: onCircle(b, -50), color: right.color },
  ]
  return (
    <svg width={width} height={height} role="img" aria-label={says} className={classes.picture}>
      {a.radius === 0 ? null : <circle cx={a.x} cy={a.y} r={a.radius} fill={left.color} className={classes.set} />}
      {b.radius === 0 ? null : <circle cx={b.x} cy={b.y} r={b.radius} fill={right.color} className={classes.set} />}
      {both.size === 0 ? null : drawn.meet === 'overlap' ? <path d={intersectionAreaPath([{ ...a, setid: 'left' }, { ...b, setid: 'right' }])} fill={both.color} className={classes.both} />
        : <circle cx={drawn.meet === 'right-inside' ? b.x : a.x} cy={a.y} r={drawn.meet === 'right-inside' ? b.radius : a.radius} fill={both.color} className={classes.both} />}
      {lines.map((line, place) => line === null ? null : (
        // biome-ignore lint/suspicious/noArrayIndexKey: the three lines have fixed places
        <g key={place}>
          <polyline points={`${line.from},0 ${line.from},10 ${line.to.x},${line.to.y}`} className={classes.leader} />
          <circle cx={line.to.x} cy={line.to.y} r={3} className={classes.end} />
        </g>
      ))}
    </svg>
  )
}
