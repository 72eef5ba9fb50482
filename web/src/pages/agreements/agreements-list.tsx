import { useMediaQuery } from '@mantine/hooks'
import { useVirtualizer } from '@tanstack/react-virtual'
import { Fragment, useRef, useState } from 'react'
import { count, money } from '../../format/numbers.ts'
import { Answered } from '../../parts/answered.tsx'
import { Bones } from '../../parts/bones.tsx'
import { Card } from '../../parts/card.tsx'
import { Empty } from '../../parts/empty.tsx'
import { Failed } from '../../parts/failed.tsx'
import table from '../../parts/table.module.css'
import { texts } from '../../texts.ts'
import { useView } from '../../view/use-view.ts'
import { AgreementFilters } from './agreement-filters.tsx'
import { AgreementLineRow } from './agreement-line.tsx'
import classes from './agreements.module.css'
import { useAgreementsCsv } from './use-agreements-csv.ts'
import { useAgreementPages } from './use-agreement-pages.ts'

const words = texts.agreements
const ROW_HEIGHT = 46
const CARD_HEIGHT = 84
const NARROW = '(max-width: 860px)'
const BEYOND = 8
/** What a column holds, one below the other; each can be sorted by. */
const COLUMNS = [['buyer'], ['product', 'kind'], ['amount'], ['seats'], ['accrued', 'used'], ['unused'], ['users'], ['last-use'], ['renews'], ['deciders']] as const
type Sort = (typeof COLUMNS)[number][number]
const SORTS: readonly Sort[] = COLUMNS.flat()
const NUMBERS: ReadonlySet<string> = new Set(['amount', 'accrued', 'used', 'unused', 'users'])

/** All agreements in rows of which only those in sight are in the page; they are asked for as one scrolls. */
export function AgreementsList() {
  const { address, period } = useView()
  const [seen, setSeen] = useState({ first: 0, last: 0 })
  const { query, rowAt, asked } = useAgreementPages(seen.first, seen.last)
  const isNarrow = useMediaQuery(NARROW, undefined, { getInitialValueInEffect: false })
  const csv = useAgreementsCsv()
  return (
    <>
      <AgreementFilters facets={query.data} />
      <Card>
        <Answered query={query} bones={<Bones lines={[100, 100, 100, 100, 100, 100, 100, 100]} height={34} />}>
          {(answer) => answer.total === 0 ? <Empty>{address.where === undefined && address.q === undefined ? words.nothing : words.none}</Empty> : (
            <>
              <Rows key={`${address.sort} ${address.where} ${address.q} ${isNarrow}`} isNarrow={isNarrow} total={answer.total} rowAt={rowAt} onSee={setSeen} />
              <div className={classes.foot}>
                <div className={classes.sums}>
                  <p className={classes.quiet}>{words.counted(count(answer.total), answer.total === 1)} · {words.totals}</p>
                  {answer.totals.map(({ currency, accrued, used, unused }) => (
                    <p key={currency} data-total={currency}><span>{words.accrued} <b>{money(accrued, currency)}</b></span><span>{words.used} <b>{money(used, currency)}</b></span><span>{words.unused} <b>{money(unused, currency)}</b></span></p>
                  ))}
                </div>
                {csv.progress === null ? <button type="button" className={table.button} onClick={() => void csv.start(asked, `agreements-${period.from}-${period.to}`)}>{texts.why.csv}</button> : (
                  <span role="status">{texts.parties.csvWorking(count(csv.progress.done), count(csv.progress.total))} <button type="button" className={table.button} onClick={csv.cancel}>{texts.parties.cancel}</button></span>
                )}
                {csv.error ? <Failed error={csv.error} /> : null}
              </div>
            </>
          )}
        </Answered>
      </Card>
    </>
  )
}

interface RowsProps { readonly total: number; readonly rowAt: ReturnType<typeof useAgreementPages>['rowAt']; readonly onSee: (seen: { first: number; last: number }) => void; readonly isNarrow: boolean }

function Rows({ total, rowAt, onSee, isNarrow }: RowsProps) {
  const place = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({
    count: total, getScrollElement: () => place.current, estimateSize: () => (isNarrow ? CARD_HEIGHT : ROW_HEIGHT), overscan: BEYOND,
    onChange: ({ range }) => { if (range !== null) onSee({ first: range.startIndex, last: range.endIndex }) },
  })
  const items = virtual.getVirtualItems()
  const above = items[0]?.start ?? 0
  const below = virtual.getTotalSize() - (items.at(-1)?.end ?? 0)
  return (
    <>
      {isNarrow ? <SortBy /> : null}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the rows scroll, so the keyboard must reach them */}
      <section ref={place} className={classes.grid} tabIndex={0} aria-label={words.listLabel}>
        <table className={classes.table} data-cards={isNarrow || undefined} aria-rowcount={total + 1}>
          {isNarrow ? null : <colgroup>{COLUMNS.map(([column]) => <col key={column} data-column={column} />)}</colgroup>}
          {isNarrow ? null : <thead><tr>{COLUMNS.map((column) => <Head key={column[0]} column={column} />)}</tr></thead>}
          <tbody>
            {above === 0 ? null : <tr style={{ height: above }} />}
            {items.map(({ index }) => <AgreementLineRow key={index} row={rowAt(index)} index={index} columns={COLUMNS.length} isCard={isNarrow} />)}
            {below === 0 ? null : <tr style={{ height: below }} />}
          </tbody>
        </table>
      </section>
    </>
  )
}

function turnedOf(sort: string | undefined): { readonly by: string; readonly turned: boolean } {
  const now = sort ?? 'unused'
  return { by: now.replace(/^-/, ''), turned: now.startsWith('-') }
}

/** True where the first click shows the greatest or newest first. */
function isFigure(column: Sort): boolean {
  return NUMBERS.has(column) || column === 'seats' || column === 'last-use'
}

/** Cards have no heads to sort by: a choice instead. */
function SortBy() {
  const { address, go } = useView()
  const { by, turned } = turnedOf(address.sort)
  return (
    <p className={classes.sortBy}>
      <label>{words.sort} <select className={table.field} value={by} onChange={({ target }) => go({ sort: target.value === 'unused' ? undefined : target.value }, true)}>{SORTS.map((one) => <option key={one} value={one}>{words.columns[one]}</option>)}</select></label>
      <button type="button" className={table.button} onClick={() => go({ sort: turned ? (by === 'unused' ? undefined : by) : `-${by}` }, true)}>{words.turn}</button>
    </p>
  )
}

function Head({ column }: { readonly column: (typeof COLUMNS)[number] }) {
  const { address, go } = useView()
  const { by, turned } = turnedOf(address.sort)
  const sorted = column.find((one) => one === by)
  return (
    <th scope="col" className={NUMBERS.has(column[0]) ? classes.number : undefined} aria-sort={sorted === undefined ? 'none' : isFigure(sorted) === turned ? 'ascending' : 'descending'}>
      {column.map((one, place) => (
        <Fragment key={one}>
          {place === 0 ? null : ' · '}
          <button type="button" className={classes.sort} data-sorted={one === by || undefined} title={words.sortBy(words.columns[one])} onClick={() => go({ sort: one === by && !turned ? `-${one}` : one === 'unused' ? undefined : one }, true)}>
            {words.columns[one]}{one === by ? <span aria-hidden="true"> {isFigure(one) === turned ? '↑' : '↓'}</span> : null}
          </button>
        </Fragment>
      ))}
    </th>
  )
}
