import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { ask } from '../api/ask.ts'
import { acceptedOf } from '../api/parameters.ts'
import { nameOf } from '../format/names.ts'
import { count, money } from '../format/numbers.ts'
import { Bones } from '../parts/bones.tsx'
import { Empty } from '../parts/empty.tsx'
import { Failed } from '../parts/failed.tsx'
import { texts } from '../texts.ts'
import { useView } from '../view/use-view.ts'
import { Actions } from './actions.tsx'
import { downloadCsv } from './csv.ts'
import { Figures } from './figures.tsx'
import { PaymentRows } from './payment-rows.tsx'
import { Part, Rule } from './part.tsx'
import classes from './why-panel.module.css'

const PAGE = 25
const words = texts.money.payments

/** The payments behind a sum: `source|currency|in`, `source|currency|unknown`, or of a part of the difference, `|currency|timing`. */
export function WhyPayments({ which }: { readonly which: string }) {
  const { parameters } = useView()
  const [what = 'in', currency, ...source] = which.split('|').reverse()
  const narrowed = what === 'in' ? {} : what === 'explained' || what === 'unknown' ? { state: what } : { part: what }
  const asked = { ...acceptedOf('payments', parameters), source: source.reverse().join('|') || undefined, currency, ...narrowed }
  const query = useInfiniteQuery({
    queryKey: ['payments', 'pages', asked], queryFn: ({ pageParam, signal }) => ask('payments', { ...asked, limit: PAGE, cursor: pageParam }, signal), initialPageParam: null as string | null, getNextPageParam: (last) => last.next, placeholderData: keepPreviousData,
  })
  const first = query.data?.pages[0]
  const rows = query.data?.pages.flatMap((page) => page.payments) ?? []
  const part = texts.money.difference.parts[what as keyof typeof texts.money.difference.parts]
  const csv = async () => {
    const all = await ask('payments', asked)
    downloadCsv('payments', ['source', 'payment', 'at', 'kind', 'amount', 'currency', 'payer', 'agreement', 'state', 'why'], all.payments.map((row) => [row.source, row.payment, row.at, row.kind, row.amount, row.currency, row.payer === null ? null : nameOf(row.payer), row.agreement, row.state, row.why]))
  }
  return (
    <>
      <Part title={texts.why.rule}>{part === undefined ? null : <Rule>{part.name}. {part.says}</Rule>}<Rule>{words.rule}</Rule></Part>
      {query.error ? <Failed error={query.error} again={() => void query.refetch()} /> : first === undefined ? <Bones lines={[100, 60, 100, 60]} height={16} /> : (
        <>
          <Part title={texts.why.formula}><Figures rows={first.sums.map((sum) => [`${words.sum}, ${count(first.total)}`, money(sum.amount, sum.currency)])} /></Part>
          <Part title={`${words.rows} (${count(first.total)})`}>
            {rows.length === 0 ? <Empty>{texts.why.noRows}</Empty> : (
              <PaymentRows rows={rows} />
            )}
            {query.hasNextPage ? <button type="button" className={classes.action} disabled={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>{texts.why.more}</button> : null}
          </Part>
          <Part title={texts.why.change}><p>{texts.why.changeMoney}</p></Part>
          <Actions onCsv={csv} />
        </>
      )}
    </>
  )
}
