import { useVirtualizer } from '@tanstack/react-virtual'
import { useRef, useState } from 'react'
import { ask } from '../../api/ask.ts'
import { count, money } from '../../format/numbers.ts'
import { Answered } from '../../parts/answered.tsx'
import { Bones } from '../../parts/bones.tsx'
import { Card } from '../../parts/card.tsx'
import { Empty } from '../../parts/empty.tsx'
import table from '../../parts/table.module.css'
import { texts } from '../../texts.ts'
import { useView } from '../../view/use-view.ts'
import { AgreementFilters } from './agreement-filters.tsx'
import { AgreementLineRow } from './agreement-line.tsx'
import { allAgreementsCsv } from './agreements-csv.ts'
import classes from './agreements.module.css'
import { useAgreementPages } from './use-agreement-pages.ts'

const words = texts.agreements
const ROW_HEIGHT = 46
const BEYOND = 8
const COLUMNS = ['buyer', 'product', 'kind', 'amount', 'seats', 'accrued', 'used', 'unused', 'users', 'last-use', 'renews', 'deciders'] as const
const NUMBERS: ReadonlySet<string> = new Set(['amount', 'accrued', 'used', 'unused', 'users'])

/** All agreements in rows of which only those in sight are in the page; they are asked for as one scrolls. */
export function AgreementsList() {
  const { address, period } = useView()
  const [seen, setSeen] = useState({ first: 0, last: 0 })
  const { query, rowAt, asked } = useAgreementPages(seen.first, seen.last)
  const [preparing, setPreparing] = useState(false)
  const csv = async () => {
    setPreparing(true)
    try {
      allAgreementsCsv(`agreements-${period.from}-${period.to}`, (await ask('agreements', asked)).agreements)
    } finally {
      setPreparing(false)
    }
  }
  return (
    <>
      <AgreementFilters facets={query.data} />
      <Card>
        <Answered query={query} bones={<Bones lines={[100, 100, 100, 100, 100, 100, 100, 100]} height={34} />}>
          {(answer) => answer.total === 0 ? <Empty>{address.where === undefined && address.q === undefined ? words.nothing : words.none}</Empty> : (
            <>
              <Rows key={`${address.sort} ${address.where} ${address.q}`} total={answer.total} rowAt={rowAt} onSee={setSeen} />
              <div className={classes.foot}>
                <div className={classes.sums}>
                  <p className={classes.quiet}>{words.counted(count(answer.total), answer.total === 1)} · {words.totals}</p>
                  {answer.totals.map(({ currency, accrued, used, unused }) => (
                    <p key={currency} data-total={currency}><span>{words.accrued} <b>{money(accrued, currency)}</b></span><span>{words.used} <b>{money(used, currency)}</b></span><span>{words.unused} <b>{money(unused, currency)}</b></span></p>
                  ))}
                </div>
                <button type="button" className={table.button} disabled={preparing} onClick={() => void csv()}>{preparing ? words.preparing : texts.why.csv}</button>
              </div>
            </>
          )}
        </Answered>
      </Card>
    </>
  )
}

interface RowsProps { readonly total: number; readonly rowAt: ReturnType<typeof useAgreementPages>['rowAt']; readonly onSee: (seen: { first: number; last: number }) => void }

function Rows({ total, rowAt, onSee }: RowsProps) {
  const place = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({
    count: total, getScrollElement: () => place.current, estimateSize: () => ROW_HEIGHT, overscan: BEYOND,
    onChange: ({ range }) => { if (range !== null) onSee({ first: range.startIndex, last: range.endIndex }) },
  })
  const items = virtual.getVirtualItems()
  const above = items[0]?.start ?? 0
  const below = virtual.getTotalSize() - (items.at(-1)?.end ?? 0)
  return (
    /* biome-ignore lint/a11y/noNoninteractiveTabindex: the rows scroll, so the keyboard must reach them */
    <section ref={place} className={classes.grid} tabIndex={0} aria-label={words.listLabel}>
      <table className={classes.table} aria-rowcount={total + 1}>
        <colgroup>{COLUMNS.map((column) => <col key={column} data-column={column} />)}</colgroup>
        <thead><tr>{COLUMNS.map((column) => <Head key={column} column={column} />)}</tr></thead>
        <tbody>
          {above === 0 ? null : <tr style={{ height: above }} />}
          {items.map(({ index }) => <AgreementLineRow key={index} row={rowAt(index)} index={index} columns={COLUMNS.length} />)}
          {below === 0 ? null : <tr style={{ height: below }} />}
        </tbody>
      </table>
    </section>
  )
}

function Head({ column }: { readonly column: (typeof COLUMNS)[number] }) {
  const { address, go } = useView()
  const now = address.sort ?? 'unused'
  const sorted = now.replace(/^-/, '') === column
  const figures = NUMBERS.has(column) || column === 'seats' || column === 'last-use'
  const turned = now.startsWith('-')
  return (
    <th scope="col" className={NUMBERS.has(column) ? classes.number : undefined} aria-sort={sorted ? (figures === turned ? 'ascending' : 'descending') : 'none'}>
      <button type="button" className={classes.sort} data-sorted={sorted || undefined} title={words.sortBy(words.columns[column])} onClick={() => go({ sort: now === column ? `-${column}` : column === 'unused' ? undefined : column }, true)}>
        {words.columns[column]}{sorted ? <span aria-hidden="true"> {figures === turned ? '↑' : '↓'}</span> : null}
      </button>
    </th>
  )
}
