import { useInfiniteQuery } from '@tanstack/react-query'
import { ask } from '../../api/ask.ts'
import { acceptedOf } from '../../api/parameters.ts'
import { count, money } from '../../format/numbers.ts'
import { Bones } from '../../parts/bones.tsx'
import { Empty } from '../../parts/empty.tsx'
import { Failed } from '../../parts/failed.tsx'
import { PartyLink } from '../../parts/party-link.tsx'
import table from '../../parts/table.module.css'
import { texts } from '../../texts.ts'
import { useView } from '../../view/use-view.ts'
import { downloadCsv } from '../../why/csv.ts'
import { useSheets } from './use-sheets.ts'

const words = texts.options.why
const PAGE = 50

/** Whom an option reaches, one by one, with the reason: `users|gain|Better search`. */
export function WhyOption({ which }: { readonly which: string }) {
  const { parameters } = useView()
  const { sheet } = useSheets()
  const [side = 'users', outcome = 'gain', ...rest] = which.split('|')
  const asked = { ...acceptedOf('gain-loss-people', parameters), sheet: sheet?.id, side, outcome, option: rest.join('|') }
  const query = useInfiniteQuery({ queryKey: ['gain-loss-people', 'pages', asked], queryFn: ({ pageParam, signal }) => ask('gain-loss-people', { ...asked, limit: PAGE, cursor: pageParam }, signal), initialPageParam: null as string | null, getNextPageParam: (last) => last.next, enabled: sheet !== undefined })
  const rows = query.data?.pages.flatMap(({ people }) => people) ?? []
  const reasonOf = ({ gains, loses }: (typeof rows)[number]): string => [gains, loses].flatMap((reason) => (reason === null ? [] : [words.reasons[reason]])).join(', ')
  const csv = async () => {
    const { people } = await ask('gain-loss-people', asked)
    downloadCsv(`${rest.join('-')}-${side}-${outcome}`, ['identifier', 'name', 'is', 'side', 'outcome', 'gains because', 'loses because', 'usage days'], people.map((one) => [one.party.identifiers[0] ?? '', one.party.name, one.what, one.side, one.outcome, one.gains, one.loses, one.usageDays]))
  }
  if (query.error) return <Failed error={query.error} again={() => void query.refetch()} />
  if (query.data === undefined) return <Bones lines={[70, 100, 100, 100]} height={22} />
  return (
    <>
      <h3>{rest.join('|')}: {texts.options.sides[side as 'users']}, {words.outcome[outcome as 'gain']}</h3>
      <p className={table.quiet}>{words.rule}</p>
      <p className={table.labelled}>{words.total(count(query.data.pages[0]?.total ?? 0))} <button type="button" className={table.button} onClick={() => void csv()}>{texts.why.csv}</button></p>
      {rows.length === 0 ? <Empty>{words.none}</Empty> : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the table scrolls, so the keyboard must reach it
        <section className={table.scroll} tabIndex={0} aria-label={words.title}>
          <table className={table.table}><tbody>
            {rows.map((row) => (
              <tr key={`${row.party.id} ${row.what}`}><th scope="row"><PartyLink party={row.party} /></th><td>{row.what === 'customer' ? words.customer : ''}</td><td>{reasonOf(row)}</td><td className={table.number}>{row.usageDays > 0 ? texts.options.people.days(count(row.usageDays), row.usageDays === 1) : ''}</td><td className={table.number}>{row.money.map(({ currency, amount }) => money(amount, currency)).join(' ')}</td></tr>
            ))}
          </tbody></table>
        </section>
      )}
      {query.hasNextPage ? <button type="button" className={table.button} onClick={() => void query.fetchNextPage()}>{words.more}</button> : null}
    </>
  )
}
