import { useInfiniteQuery } from '@tanstack/react-query'
import { ask } from '../../api/ask.ts'
import { acceptedOf } from '../../api/parameters.ts'
import type { PayerKind } from '../../api/shapes.ts'
import { useStudy } from '../../api/use-study.ts'
import { dayText } from '../../format/days.ts'
import { nameOf, namesOf } from '../../format/names.ts'
import { count } from '../../format/numbers.ts'
import { Bones } from '../../parts/bones.tsx'
import { Empty } from '../../parts/empty.tsx'
import { Failed } from '../../parts/failed.tsx'
import { KindMark } from '../../parts/kind-mark.tsx'
import { PartyLink } from '../../parts/party-link.tsx'
import { WhyButton } from '../../parts/why-button.tsx'
import { texts } from '../../texts.ts'
import { PAYER_KINDS } from '../../theme/kinds.ts'
import { useView } from '../../view/use-view.ts'
import { Actions } from '../../why/actions.tsx'
import { downloadCsv } from '../../why/csv.ts'
import { Figures } from '../../why/figures.tsx'
import { Part, Rule } from '../../why/part.tsx'
import { PartyRows } from '../../why/party-rows.tsx'
import panel from '../../why/why-panel.module.css'
import explore from './explore.module.css'
import { figureOf, type OverlapFigure } from './overlap-figures.ts'
import type { OverlapParty } from './shapes.ts'

const words = texts.explore.overlap
const PAGE = 25
const MOST = 10_000
/** Users are listed by who pays for them; customers and payers by themselves. */
const KINDS_OF: Readonly<Partial<Record<OverlapFigure, readonly PayerKind[]>>> = {
  users: PAYER_KINDS, usersPaidFor: ['organization', 'intermediary', 'sponsor'], usersSelf: ['self'], usersUnpaid: ['nobody'], usersUnknown: ['unknown'],
}

/** Who is counted in a figure of the overlap, and by which rule. */
export function WhyOverlapFigure({ figure }: { readonly figure: OverlapFigure }) {
  const { address } = useView()
  const { data } = useStudy('overlap', acceptedOf('overlap', { where: address.where }))
  const kinds = KINDS_OF[figure]
  const only = kinds?.length === 1 ? kinds[0] : undefined
  return (
    <>
      {data === undefined ? null : <p className={panel.answer}>{count(figureOf(data, figure))} {words.figures[figure].name}</p>}
      <Part title={texts.why.rule}><Rule>{words.figures[figure].says}</Rule>{kinds === undefined ? null : <Rule>{texts.kindsOrder}</Rule>}</Part>
      {kinds === undefined ? <Parties figure={figure === 'usersThatPay' ? 'customersThatUse' : figure} /> : only === undefined ? <Kinds kinds={kinds} /> : <PartyRows filter={{ kind: only, ...(address.where === undefined ? {} : { where: address.where }) }} name={`users-${only}`} />}
      {figure === 'payersWithoutKnownDecider' ? <Part title={texts.why.change}><p>{texts.why.noDeciders}</p></Part> : null}
    </>
  )
}

/** A sum of several kinds: each with its own reasons. */
function Kinds({ kinds }: { readonly kinds: readonly PayerKind[] }) {
  const { address } = useView()
  const { data } = useStudy('flows', { where: address.where, limit: 1 })
  if (data === undefined) return <Bones lines={[100, 100, 100]} height={18} />
  const rows = data.kinds.filter(({ kind }) => kinds.includes(kind))
  return (
    <Part title={texts.why.formula}>
      <Figures rows={[
        ...rows.map(({ kind, users }, place) => [`${place === 0 ? '' : '+ '}${texts.kinds[kind].name}`, <span key={kind}><KindMark kind={kind} /> <WhyButton why={address.where === undefined ? `kind:${kind}` : `flow:kind=${kind}`} plain>{count(users)}</WhyButton></span>] as const),
        [`= ${texts.overlap.users}`, count(rows.reduce((sum, { users }) => sum + users, 0))],
      ]} />
      <Actions onCsv={() => downloadCsv('users-by-payer', ['kind', 'users', 'usage days'], rows.map((row) => [row.kind, row.users, row.usageDays]))} />
    </Part>
  )
}

function Parties({ figure }: { readonly figure: string }) {
  const { parameters, period, address } = useView()
  const asked = { ...acceptedOf('overlap-parties', { ...parameters, where: address.where }), figure }
  const query = useInfiniteQuery({
    queryKey: ['overlap-parties', 'pages', asked],
    queryFn: ({ pageParam, signal }) => ask('overlap-parties', { ...asked, limit: PAGE, cursor: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
  })
  if (query.error) return <Failed error={query.error} again={() => void query.refetch()} />
  const total = query.data?.pages[0]?.total
  const parties = query.data?.pages.flatMap((page) => page.parties) ?? []
  const csv = async () => {
    const all = await ask('overlap-parties', { ...asked, limit: MOST })
    downloadCsv(`${figure}-${period.from}-${period.to}`, ['party', 'identifiers', 'buys since', 'uses', 'deciders'], all.parties.map((row) => [nameOf(row.party), row.party.identifiers.join(' '), row.since, row.uses ? 1 : 0, row.deciders.map(nameOf).join('; ')]))
  }
  return (
    <Part title={total === undefined ? texts.why.rows : `${texts.why.rows} (${count(total)})`}>
      {query.isPending ? <Bones lines={[100, 60, 100, 60, 100, 60]} height={14} /> : parties.length === 0 ? <Empty>{texts.why.noRows}</Empty> : <ul className={panel.rows}>{parties.map((row) => <li key={row.party.id} className={explore.plainRow}><Row row={row} /></li>)}</ul>}
      {query.hasNextPage ? <button type="button" className={panel.action} disabled={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>{texts.why.more}</button> : null}
      <Actions onCsv={csv} />
    </Part>
  )
}

function Row({ row }: { readonly row: OverlapParty }) {
  const rest = [row.since === null ? null : words.since(dayText(row.since)), row.uses ? words.uses : words.usesNot, row.deciders.length === 0 ? null : words.deciders(namesOf(row.deciders), row.deciders.length === 1)].filter((part) => part !== null)
  return (
    <>
      <span className={panel.first}><PartyLink party={row.party} /></span>
      <span className={panel.rest}>{rest.join(' · ')}</span>
    </>
  )
}
