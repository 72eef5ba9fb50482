import { type CSSProperties, type KeyboardEvent, useRef, useState } from 'react'
import { useWidth } from '../../charts/use-width.ts'
import { count } from '../../format/numbers.ts'
import { texts } from '../../texts.ts'
import { useView } from '../../view/use-view.ts'
import { BOX, laidOut, type Layout, ROW, shownBelow, supplierRow, unseenShare } from './chain-model.ts'
import classes from './chain.module.css'
import { type ExperienceKind, experienceFor, experienceSays, experienceShort, stepOf } from './experience.ts'
import { endLines, endSays, nodeKey, nodeName, nodeSays, partyName, sellerOf } from './node-words.ts'
import { Ribbons } from './ribbons.tsx'
import { type Channel, openWith, useChainView } from './use-chain.ts'

const SUPPLIERS_DRAWN = 4
const GAP = 44
/** Columns are never narrower: then the picture scrolls within its card. */
const COLUMN_LEAST = 168
/** Room for the mark of the focus. */
const EDGE = 4
/** From this width on a box has room for users and days beside the score. */
const ROOMY = 230
const TINY = 150
const BOX_MOST = 240
const HEAD = 26

interface Item { readonly id: string; readonly column: number; readonly row: number; readonly left: string | null; readonly right: string | null }

interface PictureProps { readonly answer: Channel; readonly colour: ExperienceKind | null }

/** Seller, those who resell and end users from left to right. Thickness says how much, colour what end users say; what is known to be there and not seen is hatched. */
export function ChainPicture({ answer, colour }: PictureProps) {
  const { place, width } = useWidth<HTMLDivElement>()
  const { measure } = useChainView()
  const layout = laidOut(answer, measure)
  const least = (layout.columns + (answer.suppliers.length > 0 ? 1 : 0)) * COLUMN_LEAST
  return <div ref={place} className={classes.picture}>{width === 0 ? null : <Drawn answer={answer} colour={colour} layout={layout} width={Math.max(width - 2 * EDGE, least)} />}</div>
}

function Drawn({ answer, colour, layout, width }: PictureProps & { readonly layout: Layout; readonly width: number }) {
  const { measure, open } = useChainView()
  const { address, go } = useView()
  const [active, setActive] = useState(layout.root.node.id)
  const box = useRef<HTMLUListElement>(null)
  const suppliers = answer.suppliers.slice(0, SUPPLIERS_DRAWN)
  const shift = suppliers.length > 0 ? 1 : 0
  const columns = layout.columns + shift
  const columnWidth = width / columns
  const boxWidth = Math.min(BOX_MOST, columnWidth - GAP)
  const left = (column: number): number => (columns === 1 ? 0 : (column * (width - boxWidth)) / (columns - 1))
  const items = itemsOf(layout, answer, shift)
  const tabbable = items.some(({ id }) => id === active) ? active : layout.root.node.id

  const focus = (id: string | null): void => {
    if (id === null) return
    setActive(id)
    box.current?.querySelector<HTMLElement>(`[data-node="${CSS.escape(id)}"]`)?.focus()
  }
  const walk = (event: KeyboardEvent): void => {
    const id = (event.target as HTMLElement).closest<HTMLElement>('[data-node]')?.dataset.node
    const at = items.find((item) => item.id === id)
    if (!at) return
    if (event.key.toLowerCase() === 'f') {
      const node = answer.nodes.find((one) => one.id === at.id)
      if (node && node.folded > 0) go({ open: openWith(open, node, shownBelow(layout, node.under?.id)) }, true)
      return
    }
    const column = items.filter((item) => item.column === at.column).sort((a, b) => a.row - b.row)
    const here = column.indexOf(at)
    const next = { ArrowLeft: at.left, ArrowRight: at.right, ArrowUp: column[here - 1]?.id ?? null, ArrowDown: column[here + 1]?.id ?? null, Home: column[0]?.id ?? null, End: column.at(-1)?.id ?? null }[event.key]
    if (next === undefined) return
    event.preventDefault()
    focus(next)
  }
  const style = (column: number, row: number): CSSProperties => ({ left: left(column), top: HEAD + row * ROW + (ROW - BOX) / 2, width: boxWidth, height: BOX })
  const common = (id: string) => ({ 'data-node': id, tabIndex: tabbable === id ? 0 : -1, onFocus: () => setActive(id) })
  const panel = (why: string) => ({ 'aria-expanded': address.why === why, onClick: () => go({ why: address.why === why ? undefined : why, who: undefined, of: undefined, day: undefined, account: undefined }) })

  return (
    <div className={classes.stage} style={{ width, height: HEAD + Math.max(layout.rows, suppliers.length) * ROW }}>
      <div className={classes.columns} aria-hidden="true">
        {Array.from({ length: columns }, (_, column) => <span key={left(column)} style={{ left: left(column), width: boxWidth }}>{columnName(column - shift, layout.columns)}</span>)}
      </div>
      <Ribbons layout={layout} suppliers={suppliers.length} colour={colour} left={(column) => left(column + shift)} supplierLeft={left(0)} boxWidth={boxWidth} head={HEAD} width={width} height={HEAD + Math.max(layout.rows, suppliers.length) * ROW} />
      <ul ref={box} aria-label={texts.chain.picture} onKeyDown={walk}>
        {suppliers.map((supplier, row) => (
          <li key={supplier.party.id} className={classes.place} style={style(0, supplierRow(layout, suppliers.length, row))}>
            <button type="button" className={classes.supplier} {...common(`supplier:${supplier.party.id}`)} aria-label={texts.chain.node.lookOf(partyName(supplier.party))} onClick={() => go({ seller: sellerOf(supplier.party), open: undefined, why: undefined })}>
              <b>{partyName(supplier.party)}</b><span>{texts.chain.node.look}</span>
            </button>
          </li>
        ))}
        {layout.placed.map((one) => {
          const { node } = one
          const heard = experienceFor(node.experience, colour)
          const name = nodeName(node)
          return (
            <li key={node.id} className={classes.place} style={style(node.level + shift, one.row)}>
              <button type="button" className={classes.node} data-step={stepOf(heard)} data-folded={node.folded > 0 || undefined} data-roomed={node.folded > 0 || undefined} data-blind={(node.because !== 'seller' && node.folded === 0 && (node.unseen.silent > 0 || node.unseen.blind > 0)) || undefined} data-seller={node.because === 'seller' || undefined}
                {...common(node.id)} {...panel(`chain:${nodeKey(node)}`)} aria-label={`${name}: ${nodeSays(node, measure)}${heard ? `, ${experienceSays(heard)}` : ''}`}>
                <b>{node.folded > 0 ? texts.chain.node.foldedShort(count(node.folded)) : name}</b>
                <span><em>{nodeSays(node, measure, heard !== null && boxWidth < ROOMY)}</em>{heard ? <i className={classes.chip} data-step={stepOf(heard)}>{experienceShort(heard, boxWidth < TINY)}</i> : null}</span>
              </button>
              {node.folded > 0 ? <button type="button" tabIndex={tabbable === node.id ? 0 : -1} className={classes.corner} data-unfold aria-label={texts.chain.node.unfoldOf(node.under ? partyName(node.under) : '')} onClick={() => go({ open: openWith(open, node, shownBelow(layout, node.under?.id)) }, true)}>{texts.chain.node.unfold}</button>
                : node.because === 'seller' ? null : <button type="button" tabIndex={tabbable === node.id ? 0 : -1} className={classes.corner} aria-label={texts.chain.node.lookOf(name)} onClick={() => go({ seller: node.party ? sellerOf(node.party) : undefined, open: undefined, why: undefined })}>{texts.chain.node.look}</button>}
            </li>
          )
        })}
        {layout.placed.filter((one) => one.endRow !== null).map((one) => (
          <li key={`ends:${one.node.id}`} className={classes.place} style={style(columns - 1, one.endRow ?? 0)}>
            <button type="button" className={classes.end} style={{ '--unseen': `${Math.round(unseenShare(one) * 100)}%` } as CSSProperties} data-none={one.node.ends.usageDays === 0 || undefined} {...common(`ends:${one.node.id}`)} {...panel(`chain:ends|${nodeKey(one.node)}`)} aria-label={`${texts.chain.node.endsOf(nodeName(one.node))}: ${endSays(one.node)}`}>
              <span data-lines>{endLines(one.node).map((line) => <span key={line}>{line}</span>)}</span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  )
}

function columnName(column: number, columns: number): string {
  const words = texts.chain.columns
  if (column < 0) return words.supplier
  if (column === 0) return words.seller
  if (column === columns - 1) return words.ends
  return column === 1 ? words.first : column === 2 ? words.second : words.step(count(column))
}

function itemsOf(layout: Layout, answer: Channel, shift: number): readonly Item[] {
  const idOf = new Map(layout.placed.map((one) => [one.node.party?.id, one.node.id]))
  const suppliers = answer.suppliers.slice(0, SUPPLIERS_DRAWN)
  return [
    ...suppliers.map(({ party }, row): Item => ({ id: `supplier:${party.id}`, column: 0, row, left: null, right: layout.root.node.id })),
    ...layout.placed.map((one): Item => ({
      id: one.node.id, column: one.column + shift, row: one.row,
      left: one.node.under === null ? (suppliers[0] ? `supplier:${suppliers[0].party.id}` : null) : (idOf.get(one.node.under.id) ?? null),
      right: one.below[0]?.node.id ?? (one.endRow === null ? null : `ends:${one.node.id}`),
    })),
    ...layout.placed.filter(({ endRow }) => endRow !== null).map((one): Item => ({ id: `ends:${one.node.id}`, column: layout.columns - 1 + shift, row: one.endRow ?? 0, left: one.node.id, right: null })),
  ]
}

