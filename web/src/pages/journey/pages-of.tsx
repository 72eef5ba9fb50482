import { useInfiniteQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { ask, type Parameters } from '../../api/ask.ts'
import type { Studies, StudyName } from '../../api/types.ts'
import { count } from '../../format/numbers.ts'
import { Bones } from '../../parts/bones.tsx'
import { Empty } from '../../parts/empty.tsx'
import { Failed } from '../../parts/failed.tsx'
import { texts } from '../../texts.ts'
import { Actions } from '../../why/actions.tsx'
import { type Cell, downloadCsv } from '../../why/csv.ts'
import { Part } from '../../why/part.tsx'
import panel from '../../why/why-panel.module.css'

const PAGE = 25
const MOST = 1000

interface Listed { readonly total: number; readonly next: string | null }

interface PagesProps<Name extends StudyName, Item> {
  readonly study: Name
  readonly parameters: Parameters
  readonly items: (answer: Studies[Name]) => readonly Item[]
  readonly row: (item: Item) => ReactNode
  readonly keyOf: (item: Item) => string
  readonly csv: { readonly name: string; readonly head: readonly string[]; readonly cells: (item: Item) => readonly Cell[] }
}

/** The rows behind a figure, some at a time; all of them as a file. */
export function PagesOf<Name extends StudyName, Item>({ study, parameters, items, row, keyOf, csv }: PagesProps<Name, Item>) {
  const query = useInfiniteQuery({
    queryKey: [study, 'pages', parameters],
    queryFn: ({ pageParam, signal }) => ask(study, { ...parameters, limit: PAGE, cursor: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => (last as unknown as Listed).next,
  })
  if (query.error) return <Failed error={query.error} again={() => void query.refetch()} />
  const total = (query.data?.pages[0] as unknown as Listed | undefined)?.total
  const found = query.data?.pages.flatMap((page) => items(page as Studies[Name])) ?? []
  const all = async () => {
    const rows: (readonly Cell[])[] = []
    for (let cursor: string | null = null; ;) {
      const page: Studies[Name] = await ask(study, { ...parameters, limit: MOST, cursor })
      rows.push(...items(page).map(csv.cells))
      cursor = (page as unknown as Listed).next
      if (cursor === null) break
    }
    downloadCsv(csv.name, csv.head, rows)
  }
  return (
    <Part title={total === undefined ? texts.why.rows : `${texts.why.rows} (${count(total)})`}>
      {query.isPending ? <Bones lines={[100, 60, 100, 60, 100, 60]} height={14} /> : found.length === 0 ? <Empty>{texts.why.noRows}</Empty> : <ul className={panel.rows}>{found.map((item) => <li key={keyOf(item)}>{row(item)}</li>)}</ul>}
      {query.hasNextPage ? <button type="button" className={panel.action} disabled={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>{texts.why.more}</button> : null}
      <Actions onCsv={all} />
    </Part>
  )
}
