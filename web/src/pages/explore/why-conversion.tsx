import { useInfiniteQuery } from '@tanstack/react-query'
import { ask } from '../../api/ask.ts'
import { dayText, monthAndYear, periodText } from '../../format/days.ts'
import { firstIdentifier, nameOf } from '../../format/names.ts'
import { count, ratio, share } from '../../format/numbers.ts'
import { Answered } from '../../parts/answered.tsx'
import { Bones } from '../../parts/bones.tsx'
import { Empty } from '../../parts/empty.tsx'
import { Failed } from '../../parts/failed.tsx'
import { KindMark } from '../../parts/kind-mark.tsx'
import { texts } from '../../texts.ts'
import { useView } from '../../view/use-view.ts'
import { Actions } from '../../why/actions.tsx'
import { downloadCsv } from '../../why/csv.ts'
import { Figures } from '../../why/figures.tsx'
import { Part, Rule } from '../../why/part.tsx'
import panel from '../../why/why-panel.module.css'
import { markOf, OUTCOMES, type Outcome } from './cohort-table.tsx'
import type { Conversion, ConvertedUser } from './shapes.ts'
import { useCohortPeriod, useConversion, useConversionParameters } from './use-conversion.ts'
import { clausesFrom } from './where.ts'

const words = texts.explore.conversion
const PAGE = 25
const MOST = 1000

/** Which users began unpaid, and what became of them: for each the first day, the first paid day, and the payer. */
export function WhyConversion({ chosen }: { readonly chosen: string }) {
  const clauses = clausesFrom(chosen)
  const outcome = OUTCOMES.find((one) => one === clauses.find(({ dimension }) => dimension === 'outcome')?.values[0]) ?? null
  const starting = clauses.find(({ dimension }) => dimension === 'starting')?.values[0] ?? null
  const query = useConversion()
  return (
    <>
      <Answered query={query} bones={<Bones lines={[80, 100, 100]} height={18} />}>{(answer) => <Explained answer={answer} outcome={outcome} starting={starting} />}</Answered>
      <Users outcome={outcome} starting={starting} />
    </>
  )
}

function Explained({ answer, outcome, starting }: { readonly answer: Conversion; readonly outcome: Outcome | null; readonly starting: string | null }) {
  const { from, to } = useCohortPeriod()
  const cohort = starting === null ? answer.total : answer.cohorts.find(({ from }) => from === starting)
  if (cohort === undefined) return <Empty>{texts.why.noRows}</Empty>
  const { days } = cohort
  return (
    <>
      <p className={panel.quiet}>{words.period(periodText(from, to))}. {words.until(dayText(answer.until))}</p>
      <p className={panel.answer}>{outcome === null ? null : <KindMark kind={markOf(outcome)} />} {[starting === null ? words.allCohorts : words.beganIn(monthAndYear(starting)), outcome === null ? null : words.outcomes[outcome]].filter((part) => part !== null).join(', ')}</p>
      <Part title={texts.why.rule}><Rule>{words.rule}</Rule>{outcome === null ? null : <Rule>{words.rules[outcome]}</Rule>}</Part>
      <Part title={texts.why.formula}>
        <Figures rows={[
          ...(outcome === null ? OUTCOMES.map((one) => [words.outcomes[one], `${count(cohort[one])} (${share(ratio(cohort[one], cohort.users))})`] as const) : [[words.outcomes[outcome], `${count(cohort[outcome])} of ${count(cohort.users)} (${share(ratio(cohort[outcome], cohort.users))})`] as const]),
          [`= ${words.began}`, count(cohort.users)],
          ...(outcome === null ? [[words.median, days.median === null ? texts.none : `${words.days(count(days.median))} (n ${count(days.n)})`] as const] : []),
        ]} />
      </Part>
    </>
  )
}

function Users({ outcome, starting }: { readonly outcome: Outcome | null; readonly starting: string | null }) {
  const { go } = useView()
  const asked = { ...useConversionParameters(), outcome, starting }
  const query = useInfiniteQuery({
    queryKey: ['conversion-users', 'pages', asked],
    queryFn: ({ pageParam, signal }) => ask('conversion-users', { ...asked, limit: PAGE, cursor: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
  })
  if (query.error) return <Failed error={query.error} again={() => void query.refetch()} />
  const total = query.data?.pages[0]?.total
  const users = query.data?.pages.flatMap((page) => page.users) ?? []
  const csv = async () => {
    const all: ConvertedUser[] = []
    for (let cursor: string | null = null; ;) {
      const page: { readonly users: readonly ConvertedUser[]; readonly next: string | null } = await ask('conversion-users', { ...asked, limit: MOST, cursor })
      all.push(...page.users)
      cursor = page.next
      if (cursor === null) break
    }
    downloadCsv('users-from-free-to-paid', ['user', 'identifiers', 'first use', 'first paid', 'days', 'became', 'payer', 'last use'],
      all.map((user) => [nameOf(user.party), user.party.identifiers.join(' '), user.first, user.paid, user.days, user.outcome, user.payer === null ? null : nameOf(user.payer), user.last]))
  }
  return (
    <Part title={total === undefined ? texts.why.rows : `${texts.why.rows} (${count(total)})`}>
      {query.isPending ? <Bones lines={[100, 60, 100, 60, 100, 60]} height={14} /> : users.length === 0 ? <Empty>{texts.why.noRows}</Empty> : (
        <ul className={panel.rows}>{users.map((user) => <li key={user.party.id}><Row user={user} onOpen={() => go({ who: firstIdentifier(user.party), of: undefined, day: user.paid ?? user.last, account: undefined })} /></li>)}</ul>
      )}
      {query.hasNextPage ? <button type="button" className={panel.action} disabled={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>{texts.why.more}</button> : null}
      <Actions onCsv={csv} />
    </Part>
  )
}

function Row({ user, onOpen }: { readonly user: ConvertedUser; readonly onOpen: () => void }) {
  const rest = [words.firstUse(dayText(user.first)), user.paid === null ? texts.why.last(dayText(user.last)) : words.firstPaid(dayText(user.paid)), user.payer === null || user.payer.id === user.party.id ? null : texts.why.paidBy(nameOf(user.payer))].filter((part) => part !== null)
  return (
    <button type="button" className={panel.row} data-row onClick={onOpen}>
      <span className={panel.first}><b>{nameOf(user.party)}</b><span className={panel.value}>{user.days === null ? words.outcomes[user.outcome] : words.days(count(user.days))}</span></span>
      <span className={panel.rest}>{rest.join(' · ')}</span>
    </button>
  )
}
