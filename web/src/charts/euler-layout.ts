import { distanceFromIntersectArea } from '@upsetjs/venn.js'

/** A set smaller than this could not be seen or pointed at; it is drawn this large, and said to be. */
const LEAST_RADIUS = 7
const PADDING = 6

export interface Circle { readonly x: number; readonly y: number; readonly radius: number; readonly enlarged: boolean }
export interface Euler { readonly left: Circle; readonly right: Circle; readonly meet: 'apart' | 'overlap' | 'left-inside' | 'right-inside'; /** Something would be too small to be seen, and is drawn larger than it is. */ readonly enlarged: boolean }

const scaled = (circle: Circle, by: number, shiftX: number, y: number): Circle => ({ ...circle, x: circle.x * by + shiftX, y, radius: circle.radius * by })

/** Two circles whose areas are as the sizes and whose common area is as that of both, in a frame of this width and height. Tiny circles are drawn larger; a tiny common part too, so that circles that share one member touch visibly. */
export function eulerLayout(left: number, right: number, both: number, width: number, height: number): Euler {
  const most = Math.max(left, right, 1)
  const full = (height - 2 * PADDING) / 2
  const radiusOf = (size: number) => (size === 0 ? 0 : full * Math.sqrt(size / most))
  const leftRadius = left === 0 ? 0 : Math.max(LEAST_RADIUS, radiusOf(left))
  const rightRadius = right === 0 ? 0 : Math.max(LEAST_RADIUS, radiusOf(right))
  const area = (both / most) * Math.PI * full * full
  const meet = both === 0 ? 'apart' : both >= right ? 'right-inside' : both >= left ? 'left-inside' : 'overlap'
  const gap = Math.max(10, full * 0.12)
  const small = Math.min(leftRadius, rightRadius)
  const least = Math.min(5, small)
  const truly = meet === 'overlap' ? distanceFromIntersectArea(leftRadius, rightRadius, area) : 0
  const distance = meet === 'apart' ? leftRadius + rightRadius + (left === 0 || right === 0 ? 0 : gap)
    : meet === 'overlap' ? Math.min(truly, leftRadius + rightRadius - least)
      : Math.max(0, Math.abs(leftRadius - rightRadius) - Math.min(8, Math.abs(leftRadius - rightRadius) / 3))
  const circles = {
    left: { x: 0, y: 0, radius: leftRadius, enlarged: left > 0 && radiusOf(left) < LEAST_RADIUS },
    right: { x: distance, y: 0, radius: rightRadius, enlarged: right > 0 && radiusOf(right) < LEAST_RADIUS },
  }
  const from = Math.min(-leftRadius, distance - rightRadius)
  const to = Math.max(leftRadius, distance + rightRadius)
  const by = Math.min(1, (width - 2 * PADDING) / Math.max(1, to - from))
  const shift = (width - (to - from) * by) / 2 - from * by
  return { left: scaled(circles.left, by, shift, height / 2), right: scaled(circles.right, by, shift, height / 2), meet, enlarged: circles.left.enlarged || circles.right.enlarged || (meet === 'overlap' && truly > leftRadius + rightRadius - least) }
}
