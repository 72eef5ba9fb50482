import { useInfiniteQuery } from '@tanstack/react-query'
import { allParties } from '../api/all-rows.ts'
import { ask } from '../api/ask.ts'
import { acceptedOf } from '../api/parameters.ts'
import type { PartyRow, PayerKind } from '../api/shapes.ts'
import { firstIdentifier, nameOf } from '../format/names.ts'
import { count } from '../format/numbers.ts'
import { Bones } from '../parts/bones.tsx'
import { Empty } from '../parts/empty.tsx'
import { Failed } from '../parts/failed.tsx'
import { texts } from '../texts.ts'
import { useView } from '../view/use-view.ts'
import { Actions } from './actions.tsx'
import { downloadCsv } from './csv.ts'
import { Part } from './part.tsx'
import classes from './why-panel.module.css'

const PAGE = 25

interface PartyRowsProps { readonly filter: { readonly kind?: PayerKind; readonly reason?: string; readonly where?: string }; readonly name: string }

/** The parties behind a figure, page by page; each leads to the path that explains it. */
export function PartyRows({ filter, name }: PartyRowsProps) {
  const { parameters, go, period } = useView()
  const asked = { ...acceptedOf('parties', parameters), ...filter }
  const query = useInfiniteQuery({
    queryKey: ['parties', 'pages', asked],
    queryFn: ({ pageParam, signal }) => ask('parties', { ...asked, limit: PAGE, cursor: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
  })
  const total = query.data?.pages[0]?.total
  const rows = query.data?.pages.flatMap((page) => page.parties) ?? []
  const csv = async () => {
    const all = await allParties(asked)
    downloadCsv(`${name}-${period.from}-${period.to}`, ['party', 'identifiers', 'usage days', 'events', 'payer', 'agreement'],
      all.map((row) => [nameOf(row.party), row.party.identifiers.join(' '), row.usageDays, row.events, row.payer === null ? null : nameOf(row.payer), row.agreement]))
  }
  if (query.error) return <Failed error={query.error} again={() => void query.refetch()} />
  return (
    <Part title={total === undefined ? texts.why.rows : `${texts.why.rows} (${count(total)})`}>
      {query.isPending ? <Bones lines={[100, 60, 100, 60, 100, 60]} height={14} /> : rows.length === 0 ? <Empty>{texts.why.noRows}</Empty> : (
        <ul className={classes.rows}>{rows.map((row) => <li key={row.party.id}><Row row={row} kind={filter.kind ?? 'nobody'} onOpen={() => go({ who: firstIdentifier(row.party), of: undefined, day: row.lastUse ?? undefined, account: undefined })} /></li>)}</ul>
      )}
      {query.hasNextPage ? <button type="button" className={classes.action} disabled={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>{texts.why.more}</button> : null}
      <Actions onCsv={csv} />
    </Part>
  )
}

function Row({ row, kind, onOpen }: { readonly row: PartyRow; readonly kind: PayerKind; readonly onOpen: () => void }) {
  const days = row.kinds[kind] ?? row.usageDays
  const known = firstIdentifier(row.party)
  const rest = [known === nameOf(row.party) ? null : known, row.payer === null || row.payer.id === row.party.id ? null : texts.why.paidBy(nameOf(row.payer)), row.party.kind === 'machine' ? texts.why.machine : null].filter((part) => part !== null)
  return (
    <button type="button" className={classes.row} data-row onClick={onOpen}>
      <span className={classes.first}><b>{nameOf(row.party)}</b><span className={classes.value}>{texts.why.usageDays(count(days))}</span></span>
      <span className={classes.rest}>{rest.join(' · ')}</span>
    </button>
  )
}
