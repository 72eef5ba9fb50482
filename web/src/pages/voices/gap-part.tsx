import { useStudy } from '../../api/use-study.ts'
import { count } from '../../format/numbers.ts'
import { Answered } from '../../parts/answered.tsx'
import { Bones } from '../../parts/bones.tsx'
import { Card } from '../../parts/card.tsx'
import { Empty } from '../../parts/empty.tsx'
import table from '../../parts/table.module.css'
import { WhyButton } from '../../parts/why-button.tsx'
import { texts } from '../../texts.ts'
import { useView } from '../../view/use-view.ts'
import { downloadCsv } from '../../why/csv.ts'
import { FilterBar } from '../explore/filter-bar.tsx'
import { NONE } from '../explore/where.ts'
import { hundredths, tenths } from './decimals.ts'
import { IntervalBar } from './interval-bar.tsx'
import { type Gap, ROLE_COLOR } from './model.ts'
import { RoleName } from './role-name.tsx'
import classes from './voices.module.css'

const words = texts.voices.gap

/** Expectation minus perception per topic and role. */
export function GapPart() {
  const { address, period } = useView()
  const query = useStudy('service-gap', { where: address.where })
  return (
    <div className={classes.stack}>
      <FilterBar />
      <Answered query={query} bones={<Card title={words.title} hint={words.hint}><Bones lines={[100, 100, 100, 100]} height={30} /></Card>}>
        {({ gaps }) => (
          <Card title={words.title} hint={words.hint} aside={gaps.length === 0 ? null : <button type="button" className={table.button} onClick={() => gapsCsv(gaps, `service-gap-${period.from}-${period.to}`)}>{texts.voices.csv}</button>}>
            {gaps.length === 0 ? <Empty>{words.nothing}</Empty> : <GapTable gaps={gaps} />}
          </Card>
        )}
      </Answered>
    </div>
  )
}

function gapsCsv(gaps: readonly Gap[], name: string): void {
  downloadCsv(name, ['topic', 'role', 'expectation n', 'expectation mean', 'perception n', 'perception mean', 'pairs', 'compared', 'gap', 'low', 'high', 'certain', 'too few'],
    gaps.map(({ topic, role, expectation, perception, pairs, method, gap, low, high, certain, tooFew }) => [topic, role, expectation.n, expectation.mean, perception.n, perception.mean, pairs, method, gap, low, high, certain ? 'yes' : 'no', tooFew ? 'yes' : 'no']))
}

function GapTable({ gaps }: { readonly gaps: readonly Gap[] }) {
  const means = gaps.flatMap(({ expectation, perception }) => [expectation.mean, perception.mean].filter((mean) => mean !== null))
  const scale = [Math.floor(Math.min(...means, 0)), Math.ceil(Math.max(...means, 1))] as const
  const widest = Math.max(1, Math.ceil(Math.max(0, ...gaps.flatMap(({ low, high }) => [Math.abs(low ?? 0), Math.abs(high ?? 0)]))))
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls is reached by keyboard
    <section className={table.scroll} tabIndex={0} aria-label={words.title}>
      <table className={`${table.table} ${classes.tall}`}>
        <thead>
          <tr>
            <th scope="col">{words.topic}</th><th scope="col">{words.role}</th><th scope="col" className={classes.drawn}>{words.means}, {texts.voices.scale(count(scale[0]), count(scale[1]))}</th><th scope="col" className={table.number} title={words.nTitle}>{words.n}</th>
            <th scope="col" className={table.number}>{words.gap}</th><th scope="col" className={classes.drawn}>±{count(widest)}</th><th scope="col">{words.between}</th><th scope="col">{words.method}</th>
          </tr>
        </thead>
        <tbody>{gaps.map((gap) => <Row key={`${gap.topic} ${gap.role}`} gap={gap} scale={scale} widest={widest} />)}</tbody>
      </table>
    </section>
  )
}

function Row({ gap: row, scale, widest }: { readonly gap: Gap; readonly scale: readonly [number, number]; readonly widest: number }) {
  const { topic, role, expectation, perception, gap, low, high, method } = row
  const name = topic ?? words.noTopic
  return (
    <tr data-row tabIndex={-1}>
      <td><WhyButton why={`gap:${role}:${topic ?? NONE}`} plain>{name}</WhyButton></td>
      <td><RoleName of={role} /></td>
      <td className={classes.drawn}>
        <Means expect={expectation.mean} find={perception.mean} color={ROLE_COLOR[role]} scale={scale} says={words.drawn(name, texts.voices.roles[role], tenths(expectation.mean), tenths(perception.mean))} />
        <span className={classes.small}>{words.expect} {tenths(expectation.mean)} · {words.find} {tenths(perception.mean)}</span>
      </td>
      <td className={table.number}>{words.nOf(count(expectation.n), count(perception.n))}</td>
      <td className={table.number}>{gap === null ? <span className={classes.tooFew}>{texts.voices.tooFew}</span> : <><span className={classes.score}>{hundredths(gap)}</span><br />{row.certain ? <span className={classes.certain}>{texts.voices.disagree.certain}</span> : <span className={classes.chance}>{texts.voices.disagree.uncertain}</span>}</>}</td>
      <td className={classes.drawn}>{gap === null || low === null || high === null ? null : <IntervalBar of={[{ value: gap, low, high, color: ROLE_COLOR[role], hollow: role === 'decider' }]} scale={[-widest, widest]} says={texts.voices.drawn(name, hundredths(gap), hundredths(low), hundredths(high))} />}</td>
      <td className={table.quiet}>{low === null || high === null ? null : texts.voices.interval(hundredths(low), hundredths(high))}</td>
      <td className={table.quiet}>{method === null ? null : words.methods[method]}</td>
    </tr>
  )
}

/** Two means on one line: hollow what they expect, full what they find. */
function Means({ expect, find, color, scale: [least, most], says }: { readonly expect: number | null; readonly find: number | null; readonly color: string; readonly scale: readonly [number, number]; readonly says: string }) {
  const place = (value: number): number => ((value - least) / (most - least)) * 100
  return (
    <span className={classes.means} role="img" aria-label={says}>
      {expect === null || find === null ? null : <span className={classes.way} style={{ left: `${place(Math.min(expect, find))}%`, width: `${Math.abs(place(expect) - place(find))}%`, background: color }} />}
      {expect === null ? null : <span className={classes.mean} style={{ left: `${place(expect)}%`, borderColor: color, background: 'var(--surface)' }} />}
      {find === null ? null : <span className={classes.mean} style={{ left: `${place(find)}%`, borderColor: color, background: color }} />}
    </span>
  )
}
