import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { ask } from '../../api/ask.ts'
import { acceptedOf } from '../../api/parameters.ts'
import type { Studies } from '../../api/types.ts'
import { count, drawnWidth, money, ratio, share } from '../../format/numbers.ts'
import { firstIdentifier, nameOf } from '../../format/names.ts'
import { Bones } from '../../parts/bones.tsx'
import { Card } from '../../parts/card.tsx'
import { Empty } from '../../parts/empty.tsx'
import { Failed } from '../../parts/failed.tsx'
import { PartyLink } from '../../parts/party-link.tsx'
import table from '../../parts/table.module.css'
import { texts } from '../../texts.ts'
import { useView } from '../../view/use-view.ts'
import { downloadCsv } from '../../why/csv.ts'
import classes from './money.module.css'

const words = texts.money.allocation
const BY = ['party', 'organization', 'category', 'agreement', 'product', 'payer', 'domain', 'partyKind'] as const
const PAGE = 100
type Row = Studies['allocation']['rows'][number]

/** Whose use the money went into: rows that add up to the used money, exactly. */
export function AllocationPart() {
  const { parameters, address, go, period } = useView()
  const by = BY.find((one) => one === address.by) ?? 'party'
  const asked = { ...acceptedOf('allocation', parameters), by }
  const query = useInfiniteQuery({
    queryKey: ['allocation', 'pages', asked], queryFn: ({ pageParam, signal }) => ask('allocation', { ...asked, limit: PAGE, cursor: pageParam }, signal), initialPageParam: null as string | null, getNextPageParam: (last) => last.next, placeholderData: keepPreviousData,
  })
  const first = query.data?.pages[0]
  const rows = query.data?.pages.flatMap((page) => page.rows) ?? []
  const csv = async () => {
    const all = await ask('allocation', asked)
    downloadCsv(`allocation-by-${by}-${period.from}-${period.to}`, [by, 'name', 'currency', 'amount', 'users', 'usage days', 'agreements'], all.rows.map((row) => [row.value, nameIn(row), row.currency, row.amount, row.users, row.usageDays, row.agreements]))
  }
  // The same days bring money in several currencies: they are told once, with the first.
  const told = new Map([...rows].reverse().map((row) => [daysOf(row), row.currency]))
  const totals = new Map(first?.totals.map(({ currency, amount }) => [currency, amount]))
  return (
    <Card title={texts.money.tabs.allocation} hint={words.hint} aside={(
      <span className={classes.say}>
        <select className={table.field} aria-label={words.by} value={by} onChange={(event) => go({ by: event.target.value === 'party' ? undefined : event.target.value }, true)}>{BY.map((one) => <option key={one} value={one}>{words.by}: {words.dimensions[one]}</option>)}</select>
        <button type="button" className={table.button} disabled={first === undefined} onClick={() => void csv()}>{texts.why.csv}</button>
      </span>
    )}>
      {address.by === undefined || address.by === by ? null : <p className={table.quiet} role="status">{words.unknownBy(address.by)} <button type="button" className={table.button} onClick={() => go({ by: undefined }, true)}>{texts.explore.flows.unknownByNext}</button></p>}
      {query.error ? <Failed error={query.error} again={() => void query.refetch()} /> : first === undefined ? <Bones lines={[100, 100, 100, 100, 100, 100]} height={24} /> : first.total === 0 ? <Empty>{words.none}</Empty> : (
        <>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the table scrolls, so the keyboard must reach it */}
          <section className={table.scroll} tabIndex={0} aria-label={texts.money.tabs.allocation}>
            <table className={table.table}>
              <thead><tr><th scope="col">{words.dimensions[by]}</th><th scope="col" className={table.number}>{words.amount}</th><th scope="col" className={table.number}>{words.share}</th><th scope="col" className={table.number}>{words.users}</th><th scope="col" className={table.number}>{words.days}</th><th scope="col" className={table.number}>{words.agreements}</th></tr></thead>
              <tbody>
                {first.totals.map(({ currency, amount }) => <tr key={currency} className={classes.sum} data-sum={currency}><th scope="row">{words.sum(currency)}</th><td className={table.number}>{money(amount, currency)}</td><td colSpan={4} /></tr>)}
                {rows.map((row) => (
                  <tr key={`${row.value} ${row.currency}`}>
                    <th scope="row">{row.party === null ? nameIn(row) : <><PartyLink party={row.party} /> <span className={table.quiet}>{firstIdentifier(row.party) === nameOf(row.party) ? '' : firstIdentifier(row.party)}</span></>}</th>
                    <td className={table.number}>{money(row.amount, row.currency)}</td>
                    <td className={table.number}>{share(ratio(drawnWidth(row.amount), drawnWidth(totals.get(row.currency) ?? '0')))}</td>
                    <td className={table.number}>{count(row.users)}</td>
                    <td className={table.number}>{told.has(daysOf(row)) && told.get(daysOf(row)) !== row.currency ? <span className={table.quiet} title={words.daysOnce(told.get(daysOf(row)) ?? '')}>–</span> : count(row.usageDays)}</td>
                    <td className={table.number}>{count(row.agreements)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </section>
          <p className={classes.quiet}>{words.shown(count(rows.length), count(first.total))} · {words.rounding(count(first.roundedUp), count(first.parts))}</p>
          {query.hasNextPage ? <button type="button" className={`${table.button} ${table.more}`} disabled={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>{words.more}</button> : null}
        </>
      )}
    </Card>
  )
}

function daysOf({ value, usageDays }: Row): string {
  return `${value} ${usageDays}`
}

function nameIn(row: Row): string {
  return row.party !== null ? nameOf(row.party) : row.value === 'none' ? words.notKnown : (row.name ?? row.value)
}
