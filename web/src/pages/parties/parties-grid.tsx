// biome-ignore-all lint/a11y/noStaticElementInteractions: a grid of boxes; its roles are constants, which the rule does not read
// biome-ignore-all lint/a11y/useAriaPropsSupportedByRole: as above
import { useMediaQuery } from '@mantine/hooks'
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import type { Parameters } from '../../api/ask.ts'
import type { PartyRow } from '../../api/shapes.ts'
import { firstIdentifier } from '../../format/names.ts'
import { count } from '../../format/numbers.ts'
import { Failed } from '../../parts/failed.tsx'
import { texts } from '../../texts.ts'
import { type Address, keptOf } from '../../view/address.ts'
import { type Column, columnsNamed } from './columns.tsx'
import { GRID, GROUP, HEAD, ROW as GRID_ROW } from './grid-roles.ts'
import classes from './parties.module.css'
import { Row, rowId } from './row.tsx'
import { useRows } from './use-rows.ts'

const words = texts.parties
const ROW = 38
const CARD = 62
const BEYOND = 12
/** Browsers draw nothing beyond some 17 million pixels. */
const ROWS_AT_MOST = 400_000
const FIRST_ROWS = 40

interface GridProps {
  readonly asked: Parameters
  readonly columnIds: readonly string[]
  readonly sort: string
  readonly onSort: (sort: string) => void
  readonly selected: ReadonlyMap<string, PartyRow>
  readonly onSelect: (row: PartyRow) => void
  readonly onTotal: (total: number | undefined) => void
  readonly nothing: React.ReactNode
}

/** The list that was left last, and the row one stood on. */
let left: { readonly name: string; readonly place: number } | null = null

function placeIn(name: string): number {
  return left?.name === name ? left.place : 0
}

/** All parties in a list of which only what is in sight is there: rows come by windows as one scrolls. */
export function PartiesGrid({ asked, columnIds, sort, onSort, selected, onSelect, onTotal, nothing }: GridProps) {
  const scroller = useRef<HTMLDivElement>(null)
  const isCard = useMediaQuery('(max-width: 720px)', false, { getInitialValueInEffect: false }) ?? false
  const name = JSON.stringify(asked)
  const [active, setActive] = useState(() => placeIn(name))
  const [known, setKnown] = useState(0)
  const navigate = useNavigate()
  const columns = columnsNamed(columnIds)
  const height = isCard ? CARD : ROW
  const virtual = useVirtualizer({ count: Math.min(known, ROWS_AT_MOST), getScrollElement: () => scroller.current, estimateSize: () => height, overscan: BEYOND, scrollPaddingStart: isCard ? 0 : 36 })
  const items = virtual.getVirtualItems()
  const rows = useRows(asked, items[0]?.index ?? 0, items.at(-1)?.index ?? FIRST_ROWS)
  const { total } = rows
  useEffect(() => {
    setKnown(total ?? 0)
    onTotal(total)
  }, [total, onTotal])
  // biome-ignore lint/correctness/useExhaustiveDependencies: another height of rows asks for new places
  useEffect(() => virtual.measure(), [height])
  const listed = useRef(name)
  useEffect(() => {
    // Another list begins at its top.
    if (listed.current === name) return
    listed.current = name
    setActive(0)
    scroller.current?.scrollTo({ top: 0 })
  }, [name])
  // Who comes back from a party finds the row again, with the focus.
  const isBack = useRef(active > 0 || left?.name === name)
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the rows are there
  useEffect(() => {
    if (!isBack.current || known === 0) return
    isBack.current = false
    virtual.scrollToIndex(active)
    if (document.activeElement === null || document.activeElement === document.body || document.activeElement.tagName === 'MAIN') scroller.current?.focus({ preventScroll: true })
  }, [known])
  useEffect(() => () => {
    left = { name, place: active }
  }, [name, active])

  if (rows.error) return <div className={classes.empty}><Failed error={rows.error} again={rows.again} /></div>
  if (total === 0) return <div className={classes.empty}>{nothing}</div>

  const shown = Math.min(known, ROWS_AT_MOST)
  const move = (to: number) => {
    const next = Math.max(0, Math.min(shown - 1, to))
    setActive(next)
    virtual.scrollToIndex(next)
  }
  const press = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) return
    const step = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 400) / height) - 2)
    const steps: Readonly<Record<string, number>> = { j: active + 1, ArrowDown: active + 1, k: active - 1, ArrowUp: active - 1, PageDown: active + step, PageUp: active - step, Home: 0, End: shown - 1 }
    const to = steps[event.key]
    const row = rows.row(active)
    if (to !== undefined) move(to)
    else if ((event.key === 'x' || event.key === ' ') && row) onSelect(row)
    else if (event.key === 'Enter' && row) void navigate({ to: '/parties/$party', params: { party: firstIdentifier(row.party) }, search: (before) => keptOf(before as Address) })
    else return
    event.preventDefault()
  }
  const template = `36px minmax(240px, 1fr) ${columns.map(({ width }) => `${width}px`).join(' ')}`
  const width = 276 + columns.reduce((sum, column) => sum + column.width, 0)
  return (
    <>
      <div ref={scroller} role={GRID} tabIndex={0} className={classes.scroll} aria-label={words.list} aria-rowcount={(total ?? 0) + 1} aria-colcount={isCard ? 2 : columns.length + 2} aria-multiselectable="true" aria-busy={rows.isFirst || undefined}
        aria-activedescendant={items.some(({ index }) => index === active) ? rowId(active) : undefined} onKeyDown={press}>
        {isCard ? null : <Head columns={columns} template={template} sort={sort} onSort={onSort} />}
        <div role={GROUP} className={classes.rows} data-stale={rows.isStale || undefined} style={{ height: total === undefined ? height * 12 : virtual.getTotalSize(), minWidth: isCard ? undefined : width, gridTemplateColumns: template }}>
          {total === undefined ? Array.from({ length: 12 }, (_, place) => <Row key={rowId(place)} place={place} row={undefined} columns={columns} start={place * height} height={height} isActive={false} isSelected={false} isCard={isCard} onSelect={noop} onActive={noop} />) : items.map(({ index, start }) => {
            const row = rows.row(index)
            return <Row key={index} place={index} row={row} columns={columns} start={start} height={height} isActive={index === active} isSelected={row !== undefined && selected.has(row.party.id)} isCard={isCard}
              onSelect={() => row && onSelect(row)} onActive={() => {
                setActive(index)
                scroller.current?.focus({ preventScroll: true })
              }} />
          })}
        </div>
      </div>
      {rows.isFirst ? <span className="visually-hidden" role="status" aria-label={texts.loading} /> : null}
      {(total ?? 0) > ROWS_AT_MOST ? <p className={classes.foot}>{words.rowsAtMost(count(ROWS_AT_MOST))}</p> : null}
    </>
  )
}

function noop(): void {}

function Head({ columns, template, sort, onSort }: { readonly columns: readonly Column[]; readonly template: string; readonly sort: string; readonly onSort: (sort: string) => void }) {
  const name: Column = { id: 'name', name: words.name, width: 0, sort: 'name', cell: () => null }
  return (
    <div role={GROUP} className={classes.head} style={{ gridTemplateColumns: template }}>
      <div role={GRID_ROW} aria-rowindex={1} style={{ display: 'contents' }}>
        <div role={HEAD}><span className="visually-hidden">{words.select(words.name)}</span></div>
        {[name, ...columns].map((column) => <HeadCell key={column.id} column={column} sort={sort} onSort={onSort} />)}
      </div>
    </div>
  )
}

function HeadCell({ column, sort, onSort }: { readonly column: Column; readonly sort: string; readonly onSort: (sort: string) => void }) {
  const by = column.sort
  const isDescending = sort.startsWith('-')
  const isSorted = by !== undefined && sort.replace('-', '') === by
  // Numbers begin with the greatest, names with A.
  const next = isSorted ? (isDescending ? by : `-${by}`) : by === 'name' ? by : `-${by}`
  return (
    <div role={HEAD} className={`${classes.cell} ${column.isNumber ? classes.number : ''}`} {...(isSorted ? { 'aria-sort': isDescending ? ('descending' as const) : ('ascending' as const) } : {})}>
      {by === undefined ? column.name : (
        <button type="button" className={classes.sort} onClick={() => onSort(next)}>
          {column.name}
          {isSorted ? isDescending ? <IconArrowDown size={13} stroke={2} aria-hidden /> : <IconArrowUp size={13} stroke={2} aria-hidden /> : null}
        </button>
      )}
    </div>
  )
}
