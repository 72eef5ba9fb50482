import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { ask } from '../../api/ask.ts'
import { acceptedOf } from '../../api/parameters.ts'
import type { Party, PaysFor } from '../../api/shapes.ts'
import { CorrectButton } from '../../correct/correct-button.tsx'
import { firstIdentifier, nameOf } from '../../format/names.ts'
import { count, money } from '../../format/numbers.ts'
import { Bones } from '../../parts/bones.tsx'
import { Empty } from '../../parts/empty.tsx'
import { Failed } from '../../parts/failed.tsx'
import { PartyLink } from '../../parts/party-link.tsx'
import table from '../../parts/table.module.css'
import { WhyButton } from '../../parts/why-button.tsx'
import { texts } from '../../texts.ts'
import { keptOf, type Address } from '../../view/address.ts'
import { useView } from '../../view/use-view.ts'
import classes from './party-page.module.css'

const words = texts.party
const PAGE = 12

/** For whom it pays: its agreements, and who used under them. */
export function PaysForPart({ party }: { readonly party: Party }) {
  const { parameters } = useView()
  const asked = { ...acceptedOf('party-pays-for', parameters), party: firstIdentifier(party) }
  const query = useInfiniteQuery({
    queryKey: ['party-pays-for', 'pages', asked],
    queryFn: ({ pageParam, signal }) => ask('party-pays-for', { ...asked, limit: PAGE, cursor: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
  })
  const first = query.data?.pages[0]
  if (query.error) return <Failed error={query.error} again={() => void query.refetch()} />
  if (first === undefined) return <Bones lines={[100, 100, 100]} height={24} />
  if (first.agreements.length === 0) return <Empty>{words.paysForNobody}</Empty>
  const users = query.data?.pages.flatMap((page) => page.users) ?? []
  return (
    <div className={classes.stack}>
      <Agreements answer={first} />
      {users.length === 0 ? <p className={classes.quiet}>{words.noUsers}</p> : <Users users={users} />}
      <div className={classes.wrap}>
        {query.hasNextPage ? <button type="button" className={table.button} disabled={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>{texts.parties.more}</button> : null}
        {first.total === 0 ? null : <Link to="/parties" search={(before) => ({ ...keptOf(before as Address), where: `payer=${firstIdentifier(party).replace(/[;,=%!]/g, (sign) => encodeURIComponent(sign))}`, sort: '-usageDays' })}>{words.allUsers(count(first.total))}</Link>}
      </div>
    </div>
  )
}

function Agreements({ answer }: { readonly answer: PaysFor }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: the table scrolls, so the keyboard must reach it
    <section className={table.scroll} tabIndex={0} aria-label={words.paysFor}>
      <table className={table.table}>
        <thead><tr><th scope="col">{words.agreement}</th><th scope="col">{words.buyer}</th><th scope="col" className={table.number}>{words.accrued}</th><th scope="col" className={table.number}>{words.used}</th><th scope="col" className={table.number}>{words.unused}</th><th scope="col" className={table.number}>{words.users}</th><th scope="col" className={table.number}>{words.usageDays}</th><th scope="col"><span className="visually-hidden">{words.correct}</span></th></tr></thead>
        <tbody>
          {answer.agreements.slice(0, PAGE).map((one) => (
            <tr key={one.agreement}>
              <td><WhyButton why={`agreement:${one.agreement}`} plain>{one.agreement}</WhyButton> <span className={table.quiet}>{one.product}</span></td>
              <td><span className={classes.short} title={nameOf(one.buyer)}><PartyLink party={one.buyer} /></span></td>
              <td className={table.number}>{money(one.accrued, one.currency)}</td>
              <td className={table.number}>{money(one.used, one.currency)}</td>
              <td className={table.number}>{money(one.unused, one.currency)}</td>
              <td className={table.number} title={one.seats === null ? undefined : words.seats(count(one.seatsUsed ?? 0), count(one.seats))}>{count(one.users)}{one.seats === null ? null : <span className={table.quiet}> / {count(one.seats)}</span>}</td>
              <td className={table.number}>{count(one.usageDays)}</td>
              <td><span className={classes.small}><CorrectButton about={`agreement:${one.agreement}`} /></span></td>
            </tr>
          ))}
          {answer.agreements.length > PAGE ? <tr><td colSpan={8} className={table.quiet}>{words.more(count(answer.agreements.length - PAGE))}</td></tr> : null}
          {answer.totals.map((sum) => (
            <tr key={sum.currency}>
              <th scope="row" colSpan={2}>{words.totalOf(sum.currency)}</th>
              <td className={table.number}><b>{money(sum.accrued, sum.currency)}</b></td><td className={table.number}><b>{money(sum.used, sum.currency)}</b></td><td className={table.number}><b>{money(sum.unused, sum.currency)}</b></td><td colSpan={3} />
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function Users({ users }: { readonly users: PaysFor['users'] }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: the table scrolls, so the keyboard must reach it
    <section className={table.scroll} tabIndex={0} aria-label={words.users}>
      <table className={table.table}>
        <thead><tr><th scope="col">{words.users}</th><th scope="col" className={table.number}>{words.usageDays}</th><th scope="col" className={table.number}>{words.allocated}</th></tr></thead>
        <tbody>
          {users.map((user) => (
            <tr key={user.party.id}>
              <td><span className={classes.short} title={nameOf(user.party)}><PartyLink party={user.party} /></span> <span className={table.quiet}>{firstIdentifier(user.party) === nameOf(user.party) ? null : firstIdentifier(user.party)}</span></td>
              <td className={table.number}>{count(user.usageDays)}</td>
              <td className={table.number}>{user.allocated.map(({ currency, amount }) => money(amount, currency)).join(' · ')}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
