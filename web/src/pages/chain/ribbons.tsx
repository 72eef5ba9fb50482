import { BOX, type Layout, type Ribbon, ROW } from './chain-model.ts'
import classes from './chain.module.css'
import { type ExperienceKind, experienceFor, stepOf } from './experience.ts'

interface RibbonsProps {
  readonly layout: Layout
  readonly suppliers: number
  readonly colour: ExperienceKind | null
  readonly left: (column: number) => number
  readonly supplierLeft: number
  readonly boxWidth: number
  readonly head: number
  readonly width: number
  readonly height: number
}

/** What flows between the boxes; the table beside it says the same in words. */
export function Ribbons({ layout, suppliers, colour, left, supplierLeft, boxWidth, head, width, height }: RibbonsProps) {
  const middle = (row: number): number => head + row * ROW + ROW / 2
  // The ribbons that leave a box are stacked at its edge, so that they fan out and do not hide each other.
  const offsets = fanned(layout.ribbons)
  const top = Math.max(0, layout.root.row - (suppliers - 1) / 2)
  return (
    <svg className={classes.ribbons} width={width} height={height} aria-hidden="true">
      {Array.from({ length: suppliers }, (_, place) => top + place).map((row) => (
        <path key={`supplier${row}`} d={curve(supplierLeft + boxWidth, middle(row), left(0), middle(layout.root.row))} className={classes.thin} />
      ))}
      {layout.ribbons.map((ribbon, place) => {
        const { from, to, edge } = ribbon
        const x = left(from.column) + boxWidth
        const y = middle(from.row) + (offsets[place] ?? 0)
        const end = to === null ? { x: left(layout.columns - 1), y: middle(ribbon.endRow) } : { x: left(to.column), y: middle(to.row) }
        const heard = experienceFor((to ?? from).node.experience, colour)
        const key = edge ? `${edge.from}>${edge.to}` : `${from.node.id}>ends`
        return ribbon.back ? <path key={key} d={loop(x, y, end.x + boxWidth, end.y + BOX / 4)} className={classes.back} />
          : <path key={key} d={curve(x, y, end.x, end.y, left(from.column + 1))} className={ribbon.width === 0 ? classes.unseen : classes.ribbon} data-step={stepOf(heard)} style={ribbon.width === 0 ? undefined : { strokeWidth: ribbon.width }} />
      })}
    </svg>
  )
}

/** Bends in the gap before the next column, then goes straight: the row it goes to is free of boxes. */
function curve(x: number, y: number, toX: number, toY: number, nextColumn = toX): string {
  const bend = Math.min(toX, nextColumn)
  const half = (x + bend) / 2
  return `M${x},${y}C${half},${y} ${half},${toY} ${bend},${toY}L${toX},${toY}`
}

/** Leads back, or stays in its column: out to the right and in again from the right. */
function loop(x: number, y: number, toX: number, toY: number): string {
  const out = Math.max(x, toX) + 34
  return `M${x},${y}C${out},${y} ${out},${toY} ${toX},${toY}`
}

function fanned(ribbons: readonly Ribbon[]): readonly number[] {
  const total = new Map<string, number>()
  for (const { from, width } of ribbons) total.set(from.node.id, (total.get(from.node.id) ?? 0) + width)
  const used = new Map<string, number>()
  return ribbons.map((ribbon, place) => ({ ribbon, place })).sort((a, b) => a.ribbon.endRow - b.ribbon.endRow)
    .map(({ ribbon: { from, width }, place }) => {
      const all = total.get(from.node.id) ?? 0
      const before = used.get(from.node.id) ?? 0
      used.set(from.node.id, before + width)
      const scale = Math.min(1, (BOX - 8) / Math.max(1, all))
      return { place, offset: (before + width / 2 - all / 2) * scale }
    })
    .sort((a, b) => a.place - b.place).map(({ offset }) => offset)
}
