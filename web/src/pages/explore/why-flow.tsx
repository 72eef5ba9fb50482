import { useInfiniteQuery } from '@tanstack/react-query'
import { ask } from '../../api/ask.ts'
import { acceptedOf } from '../../api/parameters.ts'
import type { PayerKind } from '../../api/shapes.ts'
import { CorrectButton } from '../../correct/correct-button.tsx'
import { firstIdentifier, nameOf } from '../../format/names.ts'
import { count, money, ratio, share } from '../../format/numbers.ts'
import { Answered } from '../../parts/answered.tsx'
import { Bones } from '../../parts/bones.tsx'
import { Empty } from '../../parts/empty.tsx'
import { Failed } from '../../parts/failed.tsx'
import { KindMark } from '../../parts/kind-mark.tsx'
import { texts } from '../../texts.ts'
import { isPayerKind } from '../../theme/kinds.ts'
import { useView } from '../../view/use-view.ts'
import { Actions } from '../../why/actions.tsx'
import { downloadCsv } from '../../why/csv.ts'
import { Figures } from '../../why/figures.tsx'
import { Part, Rule } from '../../why/part.tsx'
import panel from '../../why/why-panel.module.css'
import explore from './explore.module.css'
import { added, namesIn } from './flows-model.ts'
import type { FlowRow, Flows, FlowUser } from './shapes.ts'
import { dimensionName } from './use-dimensions.ts'
import { useFlowParameters, useFlows } from './use-flows.ts'
import { clausesFrom } from './where.ts'

const words = texts.explore.flows.why
const PAGE = 25
const MOST = 1000

type Chosen = Readonly<Partial<Record<'group' | 'kind' | 'intermediary' | 'payer', string>>>

function chosenOf(text: string): Chosen {
  return Object.fromEntries(clausesFrom(text).map(({ dimension, values }) => [dimension, values[0] ?? '']))
}

const isIn = (row: FlowRow, chosen: Chosen): boolean =>
  (chosen.group === undefined || row.group.value === chosen.group) && (chosen.kind === undefined || row.kind === chosen.kind)
  && (chosen.intermediary === undefined || row.intermediary?.value === chosen.intermediary) && (chosen.payer === undefined || row.payer?.value === chosen.payer)

/** Who lies in this band or node, by which rule, and for each of them who pays. */
export function WhyFlow({ chosen: text }: { readonly chosen: string }) {
  const chosen = chosenOf(text)
  const query = useFlows()
  const kind = chosen.kind !== undefined && isPayerKind(chosen.kind) ? chosen.kind : null
  return (
    <>
      <Answered query={query} bones={<Bones lines={[80, 100, 100]} height={18} />}>
        {(answer) => <Explained answer={answer} rows={answer.rows.filter((row) => isIn(row, chosen))} chosen={chosen} kind={kind} />}
      </Answered>
      <Users chosen={chosen} />
    </>
  )
}

function Explained({ answer, rows, chosen, kind }: { readonly answer: Flows; readonly rows: readonly FlowRow[]; readonly chosen: Chosen; readonly kind: PayerKind | null }) {
  const first = rows[0]
  if (first === undefined) return <Empty>{words.gone}</Empty>
  const names = namesIn(answer)
  const sum = added(rows)
  const payer = chosen.payer === undefined ? null : first.payer
  const says = [
    chosen.group === undefined ? null : `${dimensionName(answer.by)}: ${names.group(first.group)}`,
    kind === null ? null : texts.kinds[kind].name,
    chosen.intermediary === undefined || first.intermediary === null ? null : words.through(names.intermediary(first.intermediary)),
    payer === null ? null : words.paidBy(names.payer(payer)),
  ].filter((part) => part !== null)
  return (
    <>
      <p className={panel.answer}>{kind === null ? null : <KindMark kind={kind} />} {says.join(', ')}</p>
      <Part title={texts.why.rule}>{kind === null ? null : <Rule>{texts.kinds[kind].rule}</Rule>}<Rule>{words.rule}</Rule></Part>
      <Part title={texts.why.formula}>
        <Figures rows={[
          [texts.home.people, `${count(sum.users)} of ${count(answer.users)}`],
          [words.share, share(ratio(sum.users, answer.users))],
          [texts.home.useName, `${count(sum.usageDays)} of ${count(answer.usageDays)}`],
          ...sum.money.map((part) => [`${texts.home.money}, ${part.currency}`, money(part.amount, part.currency)] as const),
        ]} />
      </Part>
      {payer?.party ? <div className={explore.correct}><CorrectButton about={`party:${firstIdentifier(payer.party)}`} label={words.correct} /></div> : null}
    </>
  )
}

/** The users behind it, page by page; each leads to the path that explains who pays. */
function Users({ chosen }: { readonly chosen: Chosen }) {
  const { parameters, go, period } = useView()
  const { by, where } = useFlowParameters()
  const asked = { ...acceptedOf('flow-users', parameters), by, where, ...chosen }
  const query = useInfiniteQuery({
    queryKey: ['flow-users', 'pages', asked],
    queryFn: ({ pageParam, signal }) => ask('flow-users', { ...asked, limit: PAGE, cursor: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
  })
  if (query.error) return <Failed error={query.error} again={() => void query.refetch()} />
  const first = query.data?.pages[0]
  const users = query.data?.pages.flatMap((page) => page.users) ?? []
  const csv = async () => {
    const all: FlowUser[] = []
    for (let cursor: string | null = null; ;) {
      const page: { readonly users: readonly FlowUser[]; readonly next: string | null } = await ask('flow-users', { ...asked, limit: MOST, cursor })
      all.push(...page.users)
      cursor = page.next
      if (cursor === null) break
    }
    downloadCsv(`users-of-flow-${period.from}-${period.to}`, ['user', 'identifiers', 'counted here', 'group', 'who pays', 'through', 'payer', 'usage days', 'events', 'money'],
      all.map((user) => [nameOf(user.party), user.party.identifiers.join(' '), user.counted ? 1 : 0, user.group.value, user.kind, user.intermediary?.value ?? null, user.payer?.value ?? null, user.usageDays, user.events, user.money.map((part) => `${part.amount} ${part.currency}`).join(' ')]))
  }
  return (
    <Part title={first === undefined ? words.rows : `${words.rows} (${count(first.counted)})`}>
      {query.isPending ? <Bones lines={[100, 60, 100, 60, 100, 60]} height={14} /> : users.length === 0 ? <Empty>{texts.why.noRows}</Empty> : (
        <ul className={panel.rows}>
          {users.map((user) => <li key={`${user.party.id} ${user.group.value} ${user.kind} ${user.intermediary?.value} ${user.payer?.value}`}><Row user={user} onOpen={() => go({ who: firstIdentifier(user.party), of: undefined, day: undefined, account: undefined })} /></li>)}
        </ul>
      )}
      {first !== undefined && first.total > first.counted ? <p className={panel.quiet}>{words.alsoHere(count(first.total - first.counted))}</p> : null}
      {query.hasNextPage ? <button type="button" className={panel.action} disabled={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>{texts.why.more}</button> : null}
      <Actions onCsv={csv} />
    </Part>
  )
}

function Row({ user, onOpen }: { readonly user: FlowUser; readonly onOpen: () => void }) {
  const known = firstIdentifier(user.party)
  const rest = [known === nameOf(user.party) ? null : known, user.counted ? null : words.elsewhere, ...user.money.map((part) => money(part.amount, part.currency))].filter((part) => part !== null)
  return (
    <button type="button" className={panel.row} data-row onClick={onOpen}>
      <span className={panel.first}><b>{nameOf(user.party)}</b><span className={panel.value}>{words.days(count(user.usageDays))}</span></span>
      <span className={panel.rest}>{rest.join(' · ')}</span>
    </button>
  )
}
