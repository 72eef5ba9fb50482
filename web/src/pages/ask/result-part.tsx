import { useState } from 'react'
import type { Studies } from '../../api/types.ts'
import { useStudy } from '../../api/use-study.ts'
import { instantText } from '../../format/days.ts'
import { count, share } from '../../format/numbers.ts'
import { Answered } from '../../parts/answered.tsx'
import { Bones } from '../../parts/bones.tsx'
import { Card } from '../../parts/card.tsx'
import { Empty } from '../../parts/empty.tsx'
import { PartyLink } from '../../parts/party-link.tsx'
import table from '../../parts/table.module.css'
import { texts } from '../../texts.ts'
import { downloadCsv } from '../../why/csv.ts'
import { valueName } from '../explore/use-dimensions.ts'
import { tenths } from '../voices/decimals.ts'
import { IntervalBar } from '../voices/interval-bar.tsx'
import classes from './ask.module.css'

const words = texts.asking.result
type Result = Studies['survey-result']
type Row = Result['roles'][number]
type Figure = Row['figures'][number]

const COLORS: Readonly<Record<Row['role'], string>> = { user: 'var(--users)', customer: 'var(--customers)', decider: 'var(--customers)', other: 'var(--dimmed)' }
const SHOWN = 10
const STRATA = 12

/** What came back, by role; the mixed figure stands apart, and says how far off it is. */
export function ResultPart({ id }: { readonly id: string }) {
  const [limit, setLimit] = useState(SHOWN)
  const query = useStudy('survey-result', { survey: id, limit })
  return (
    <Answered query={query} bones={<Card title={words.title} hint={words.hint}><Bones lines={[100, 100, 100]} height={34} /></Card>}>
      {(result) => result.answered === 0 ? <Card title={words.title} hint={words.hint}><Empty>{words.none}</Empty></Card> : (
        <div className={classes.stack}>
          <Card title={words.title} hint={words.hint} aside={<button type="button" className={table.button} onClick={() => resultCsv(result)}>{words.csv}</button>}><Roles result={result} /></Card>
          <Mixed result={result} />
          <WhoAnswered result={result} />
          {result.texts.length === 0 ? null : (
            <Card title={words.texts}>
              <ul className={classes.people}>
                {result.texts.map((one) => (
                  <li key={`${one.party.id} ${one.at}`} data-row tabIndex={-1} className={classes.said}>
                    <q>{one.text}</q>
                    <span className={classes.quiet}><PartyLink party={one.party} />, {one.roles.map((role) => words.roles[role as Row['role']]).join(', ')}, {instantText(one.at)}</span>
                  </li>
                ))}
              </ul>
              {result.next === null ? null : <button type="button" className={table.button} onClick={() => setLimit(limit + 50)}>{words.textsMore(count(result.textsTotal - result.texts.length))}</button>}
            </Card>
          )}
        </div>
      )}
    </Answered>
  )
}

function scaleOf({ survey }: Result): readonly [number, number] {
  return survey.form === 'nps' ? [-100, 100] : [0, 100]
}

function choiceName(choice: string | null): string {
  return choice === 'yes' ? words.yes : choice === 'no' ? words.no : (choice ?? '')
}

/** True if people were drawn for having this role; others have it besides, by chance. */
function isSampled({ survey: { sides } }: Result, role: Row['role']): boolean {
  return role === 'other' || sides.includes(role === 'user' ? 'users' : 'customers')
}

function Roles({ result }: { readonly result: Result }) {
  const unit = words.unit[result.survey.form] as string
  return (
    <ul className={classes.results}>
      {result.roles.map((row) => (
        <li key={row.role} className={classes.result}>
          <span className={classes.role}><span className={classes.mark} data-side={row.role === 'user' ? 'users' : row.role === 'other' ? undefined : 'customers'} aria-hidden /><b>{words.roles[row.role]}</b> <span className={classes.quiet}>{row.population === null || !isSampled(result, row.role) ? words.n(count(row.answered)) : words.of(count(row.answered), count(row.population))}; {words.answered.toLowerCase()} {row.rate === null ? '' : share(row.rate)}{isSampled(result, row.role) ? '' : `. ${words.notSampled}`}</span></span>
          {result.survey.form === 'text' ? <span className={classes.quiet}>{words.own}</span> : row.tooFew ? <span className={classes.few}>{words.tooFew}</span> : (
            <span className={classes.resultFigures}>{row.figures.map((figure) => <FigureLine key={figure.choice ?? ''} figure={figure} name={`${words.roles[row.role]} ${choiceName(figure.choice)}`} unit={unit} color={COLORS[row.role]} scale={scaleOf(result)} />)}</span>
          )}
        </li>
      ))}
    </ul>
  )
}

function FigureLine({ figure, name, unit, color, scale }: { readonly figure: Figure; readonly name: string; readonly unit: string; readonly color: string; readonly scale: readonly [number, number] }) {
  const { value, low, high, choice } = figure
  return (
    <span className={classes.figureLine}>
      <span className={classes.figureName}>{choice === null || choice === 'yes' ? '' : choiceName(choice)} <b>{tenths(value)}</b> <span className={classes.quiet}>{unit}</span></span>
      <IntervalBar of={[{ value, low, high, color }]} scale={scale} says={words.drawn(name, tenths(value), tenths(low), tenths(high))} />
      <span className={classes.quiet}>{tenths(low)} … {tenths(high)}</span>
    </span>
  )
}

function Mixed({ result }: { readonly result: Result }) {
  const { mixed, survey } = result
  if (survey.form === 'text') return null
  return (
    <section className={classes.mixed} aria-label={words.mixed}>
      <h2>{words.mixed}</h2>
      <p className={classes.quiet}>{words.mixedHint}</p>
      {mixed.figures.map((figure) => <FigureLine key={figure.choice ?? ''} figure={figure} name={words.mixedMark} unit={`${words.unit[survey.form]}, ${words.mixedMark}`} color="var(--dimmed)" scale={scaleOf(result)} />)}
      <p>{mixed.says}</p>
    </section>
  )
}

function WhoAnswered({ result }: { readonly result: Result }) {
  const most = Math.max(1, ...result.strata.map(({ asked }) => asked))
  const [isWhole, setWhole] = useState(false)
  const rest = isWhole ? 0 : Math.max(0, result.strata.length - STRATA)
  return (
    <Card title={words.who} hint={words.whoHint}>
      {result.cautions.map((caution) => <p key={caution} className={classes.caution}><b>{words.caution}.</b> {caution}</p>)}
      <ul className={`${classes.reasons} ${classes.answeredBy}`}>
        {result.strata.slice(0, result.strata.length - rest).map((one) => (
          <li key={one.value} className={classes.reason}>
            <span>{valueName(result.by, one)}</span>
            <span className={classes.bar} aria-hidden><span className={classes.barAsked} style={{ width: `${(one.asked / most) * 100}%` }} /><span className={classes.barAnswered} style={{ width: `${(one.answered / most) * 100}%` }} /></span>
            <span>{texts.asking.survey.progress(count(one.answered), count(one.asked))}</span>
          </li>
        ))}
      </ul>
      {rest === 0 ? null : <div className={classes.buttons}><button type="button" className={table.button} onClick={() => setWhole(true)}>{texts.asking.sample.rest(count(rest))}</button></div>}
    </Card>
  )
}

function resultCsv(result: Result): void {
  const rows = result.roles.flatMap((row) => (row.figures.length === 0 ? [null] : row.figures as readonly (Figure | null)[]).map((figure): readonly (string | number | null)[] => [words.roles[row.role] ?? '', figure?.choice ?? '', row.asked, row.answered, figure?.value ?? null, figure?.low ?? null, figure?.high ?? null, row.tooFew ? words.tooFew : '']))
  downloadCsv('result', [words.role, words.choice, words.asked, words.answered, words.unit[result.survey.form] ?? '', 'low', 'high', ''], rows)
}
