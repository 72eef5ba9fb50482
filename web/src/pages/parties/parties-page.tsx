import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { allParties } from '../../api/all-rows.ts'
import { ask } from '../../api/ask.ts'
import { acceptedOf } from '../../api/parameters.ts'
import type { PartyRow } from '../../api/shapes.ts'
import { nameOf } from '../../format/names.ts'
import { count } from '../../format/numbers.ts'
import { Bones } from '../../parts/bones.tsx'
import { Card } from '../../parts/card.tsx'
import { Empty } from '../../parts/empty.tsx'
import { Failed } from '../../parts/failed.tsx'
import { PageHead } from '../../parts/page-head.tsx'
import classes from '../../parts/table.module.css'
import { texts } from '../../texts.ts'
import { useView } from '../../view/use-view.ts'
import { downloadCsv } from '../../why/csv.ts'
import { PartiesTable } from './parties-table.tsx'
import { PartyFilters } from './party-filters.tsx'

const PAGE = 50

/** Everybody in the period, with the hats they wear. */
export function PartiesPage() {
  const { parameters, address, period } = useView()
  const asked = { ...acceptedOf('parties', parameters), q: address.q, role: address.role, kind: address.kind }
  const query = useInfiniteQuery({
    queryKey: ['parties', 'pages', asked],
    queryFn: ({ pageParam, signal }) => ask('parties', { ...asked, limit: PAGE, cursor: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
    placeholderData: keepPreviousData,
  })
  const total = query.data?.pages[0]?.total
  const rows = query.data?.pages.flatMap((page) => page.parties) ?? []
  return (
    <>
      <PageHead title={texts.parties.title} hint={total === undefined ? texts.parties.hint : `${texts.parties.total(count(total))} · ${texts.parties.hint}`}>
        <button type="button" className={classes.button} onClick={() => void allParties(asked).then((all) => partiesCsv(`parties-${period.from}-${period.to}`, all))}>{texts.why.csv}</button>
      </PageHead>
      <PartyFilters />
      <Card>
        {query.error ? <Failed error={query.error} again={() => void query.refetch()} /> : query.isPending ? <Bones lines={[100, 100, 100, 100, 100, 100]} height={22} /> : rows.length === 0 ? <Empty>{texts.parties.nothing}</Empty> : <PartiesTable rows={rows} />}
        {query.hasNextPage ? <button type="button" className={`${classes.button} ${classes.more}`} disabled={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>{texts.parties.more}</button> : null}
      </Card>
    </>
  )
}

function partiesCsv(name: string, rows: readonly PartyRow[]): void {
  downloadCsv(name, ['party', 'kind', 'identifiers', 'roles', 'usage days', 'events', 'payer', 'agreement'],
    rows.map((row) => [nameOf(row.party), row.party.kind, row.party.identifiers.join(' '), (row.roles ?? []).join(' '), row.usageDays, row.events, row.payer === null ? null : nameOf(row.payer), row.agreement]))
}
