import { useStudy } from '../../api/use-study.ts'
import { useThresholds } from '../../api/use-thresholds.ts'
import { periodText } from '../../format/days.ts'
import { count } from '../../format/numbers.ts'
import { Answered } from '../../parts/answered.tsx'
import { Bones } from '../../parts/bones.tsx'
import { Empty } from '../../parts/empty.tsx'
import table from '../../parts/table.module.css'
import { texts } from '../../texts.ts'
import { useView } from '../../view/use-view.ts'
import { Part, Rule } from '../../why/part.tsx'
import panel from '../../why/why-panel.module.css'
import { IntervalBar } from './interval-bar.tsx'
import { byName, groupName, isKind, isRole, ROLE_COLOR, type Role, type Satisfaction, SCALE, type ScoredKind, type ScoreRow } from './model.ts'
import { RoleName } from './role-name.tsx'
import { scoreText } from './scores-table.tsx'
import { Spread } from './spread.tsx'
import { useScoreParameters } from './use-scores.ts'
import { VoicesBehind } from './voices-behind.tsx'
import classes from './voices.module.css'

const words = texts.voices

/** The kind, the role and the group of a figure, as the address names it. */
export function scoreOf(which: string): { readonly kind: ScoredKind; readonly role: Role; readonly group: string | null } | null {
  const [kind, role, ...group] = which.split(':')
  return isKind(kind) && isRole(role) ? { kind, role, group: group.length === 0 ? null : group.join(':') } : null
}

/** How a score came about: the rule, the counts, the periods, and the answers themselves. */
export function WhyScore({ which }: { readonly which: string }) {
  const { address } = useView()
  const query = useStudy('satisfaction', useScoreParameters())
  const chosen = scoreOf(which)
  if (chosen === null) return <Empty>{texts.why.noRows}</Empty>
  const { kind, role, group } = chosen
  const filter = { kind, role, counted: 'newest', where: address.where, by: address.by, group: group ?? undefined }
  return (
    <>
      <Answered query={query} bones={<Bones lines={[100, 100, 60]} height={18} />}>{(answer) => <Explained answer={answer} chosen={chosen} />}</Answered>
      <VoicesBehind filter={filter} name={`${kind}-${role}`} search={{ kind, role }} />
    </>
  )
}

function Explained({ answer, chosen: { kind, role, group } }: { readonly answer: Satisfaction; readonly chosen: NonNullable<ReturnType<typeof scoreOf>> }) {
  const { address } = useView()
  const { fewestPeople } = useThresholds()
  const part = group === null ? answer : answer.groups?.find(({ value }) => value === group)
  const row = part?.scores.find((one) => one.kind === kind && one.role === role)
  if (part === undefined || row === undefined) return <Empty>{texts.why.noRows}</Empty>
  const name = group === null || address.by === undefined ? null : groupName(address.by, part as { readonly value: string; readonly name: string | null })
  return (
    <>
      <p><RoleName of={role} />{name === null || address.by === undefined ? null : ` · ${byName(address.by)}: ${name}`}</p>
      <Part title={texts.why.rule}>
        <Rule>{words.kinds[kind].says} {words.rolesSay[role]}</Rule>
        <Rule>{words.why.counted} {kind === 'nps' ? words.why.intervalNps : words.why.intervalShare}</Rule>
      </Part>
      <Part title={texts.why.formula}><Formula row={row} fewest={fewestPeople} /></Part>
      <Periods periods={part.periods ?? []} kind={kind} role={role} />
    </>
  )
}

function Formula({ row, fewest }: { readonly row: ScoreRow; readonly fewest: number }) {
  const { kind, role, n, score, low, high } = row
  const { address } = useView()
  const why = scoreOf(address.why?.slice('score:'.length) ?? '')
  if (score === null || low === null || high === null) return <p>{row.withheld ? words.withheldSays : words.why.tooFew(count(n), count(fewest))}</p>
  return (
    <div className={panel.formula}>
      <span><b>{scoreText(kind, score)}</b>, {words.between} {words.interval(scoreText(kind, low), scoreText(kind, high))}, n {count(n)}</span>
      <IntervalBar of={[{ value: score, low, high, color: ROLE_COLOR[role], hollow: role === 'decider' }]} scale={SCALE[kind]} says={words.drawn(words.roles[role], scoreText(kind, score), scoreText(kind, low), scoreText(kind, high))} />
      <Spread kind={kind} role={role} group={why?.group ?? null} />
    </div>
  )
}

function Periods({ periods, kind, role }: { readonly periods: NonNullable<Satisfaction['periods']>; readonly kind: ScoredKind; readonly role: Role }) {
  const head = words.why.periodsHead
  const rows = periods.map(({ from, to, scores }) => ({ from, to, row: scores.find((one) => one.kind === kind && one.role === role) })).filter(({ row }) => row !== undefined)
  if (rows.length < 2) return null
  return (
    <Part title={words.why.periods}>
      <table className={table.table}>
        <thead><tr><th scope="col">{head.period}</th><th scope="col" className={table.number}>{head.n}</th><th scope="col" className={table.number}>{head.score}</th><th scope="col">{head.interval}</th></tr></thead>
        <tbody>{rows.map(({ from, to, row }) => (
          <tr key={from}>
            <td>{periodText(from, to)}</td><td className={table.number}>{count(row?.n ?? 0)}</td>
            <td className={table.number}>{row?.score === null || row === undefined ? <span className={classes.tooFew}>{words.tooFew}</span> : scoreText(kind, row.score)}</td>
            <td className={table.quiet}>{row === undefined || row.low === null || row.high === null ? null : words.interval(scoreText(kind, row.low), scoreText(kind, row.high))}</td>
          </tr>
        ))}</tbody>
      </table>
    </Part>
  )
}
