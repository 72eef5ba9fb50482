import { useState } from 'react'
import type { Studies } from '../../api/types.ts'
import { useStudy } from '../../api/use-study.ts'
import { dayText } from '../../format/days.ts'
import { nameOf } from '../../format/names.ts'
import { count } from '../../format/numbers.ts'
import { Answered } from '../../parts/answered.tsx'
import { Bones } from '../../parts/bones.tsx'
import { Card } from '../../parts/card.tsx'
import { Empty } from '../../parts/empty.tsx'
import table from '../../parts/table.module.css'
import { texts } from '../../texts.ts'
import { projectsTexts } from '../../texts/projects.ts'
import { downloadCsv } from '../../why/csv.ts'
import { RetroActions } from './retro-actions.tsx'
import { HoldForm, SetForm } from './retro-forms.tsx'
import { scoreText } from './project-words.ts'
import classes from './projects.module.css'

const words = projectsTexts.retro
export type Retro = Studies['retrospectives']['retrospectives'][number]
type RetroQuestion = Retro['questions'][number]
const SIDES = ['customers', 'users', 'others'] as const

/** The same questions again and again: what each round answered, and what became of the actions. */
export function RetrospectivesPart() {
  const query = useStudy('retrospectives')
  const [isNew, setNew] = useState(false)
  const csv = () => downloadCsv(`retrospectives-${query.data?.asOf ?? ''}`, ['retrospective', 'project', 'round', 'question', 'who', 'side', 'score', 'text'],
    (query.data?.retrospectives ?? []).flatMap((retro) => retro.answers.map(({ round, question, party, side, score, text }) => [retro.name, retro.project ?? retro.agreement, round, retro.questions.find(({ id }) => id === question)?.text ?? question, nameOf(party), side, score, text])))
  return (
    <>
      <div className={classes.top}>
        <p className={classes.quiet}>{words.hint}</p>
        <div className={classes.actions}>
          <button type="button" className={table.button} disabled={query.data === undefined || query.data.retrospectives.length === 0} onClick={csv}>{texts.why.csv}</button>
          <button type="button" className={table.button} onClick={() => setNew(true)}>{words.new}</button>
        </div>
      </div>
      <Answered query={query} bones={<Bones lines={[100]} height={260} />} height={{ name: 'retrospectives', wide: 620, narrow: 900 }}>
        {({ retrospectives }) => (retrospectives.length === 0 ? <Card><Empty>{words.none}</Empty></Card> : <div className={classes.stack}>{retrospectives.map((retro) => <One key={retro.id} retro={retro} />)}</div>)}
      </Answered>
      {isNew ? <SetForm retro={null} onClose={() => setNew(false)} /> : null}
    </>
  )
}

function One({ retro }: { readonly retro: Retro }) {
  const [form, setForm] = useState<'change' | 'hold' | null>(null)
  return (
    <Card title={retro.name} hint={`${words.about(retro.project ?? retro.agreement)}, ${retro.everyWeeks === null ? words.atMilestones : words.every(retro.everyWeeks)}; ${words.rounds(retro.rounds.length)}, ${words.openCount(retro.open, retro.overdue)}`}
      aside={<div className={classes.actions}><button type="button" className={table.button} aria-label={words.holdOf(retro.name)} onClick={() => setForm('hold')}>{words.hold}</button><button type="button" className={table.button} aria-label={words.edit(retro.name)} onClick={() => setForm('change')}>{words.change}</button></div>}>
      <article data-retrospective={retro.id} className={classes.detail}>
        <p className={retro.next?.due ? classes.notice : classes.quiet}>{nextSays(retro)}</p>
        <section>
          <h3>{words.trend}</h3>
          {retro.rounds.length === 0 ? <p className={classes.quiet}>{words.noRounds}</p> : <><p className={classes.quiet}>{words.trendHint}</p><Trends retro={retro} /></>}
        </section>
        <RetroActions retro={retro} />
        {retro.answers.length === 0 ? null : <Given retro={retro} />}
      </article>
      {form === 'change' ? <SetForm retro={retro} onClose={() => setForm(null)} /> : form === 'hold' ? <HoldForm retro={retro} onClose={() => setForm(null)} /> : null}
    </Card>
  )
}

function nextSays({ next, ended }: Retro): string {
  if (ended) return words.ended
  if (next === null) return words.noNext
  const day = dayText(next.day)
  if (next.milestone !== null) return next.due ? words.dueFor(next.milestone, day) : words.nextFor(next.milestone, day)
  return next.due ? words.due(day) : words.next(day)
}

/** The course of each question on each side, never mixed: a column for each round, the newest last. */
function Trends({ retro: { name, rounds, questions } }: { readonly retro: Retro }) {
  return (
    /* biome-ignore lint/a11y/noNoninteractiveTabindex: the table scrolls, so the keyboard must reach it */
    <section className={table.scroll} tabIndex={0} aria-label={words.trendOf(name)}>
      <table className={`${table.table} ${classes.trend}`}>
        <thead><tr><th scope="col">{words.question}</th>{rounds.map(({ round, milestone }) => <th key={round} scope="col" title={milestone ?? undefined}>{dayText(round)}</th>)}</tr></thead>
        {questions.map((question) => (
          <tbody key={question.id}>
            <tr><th scope="rowgroup" colSpan={rounds.length + 1}>{question.text}{question.topic === null ? null : <span className={classes.quiet}> {question.topic}</span>}</th></tr>
            {SIDES.filter((side) => question[side].length > 0).map((side) => (
              <tr key={side}>
                <td><span className={classes.side} data-side={side}>{words.sides[side]}</span></td>
                {rounds.map(({ round }) => <td key={round}><Point question={question} point={question[side].find((one) => one.round === round)} /></td>)}
              </tr>
            ))}
          </tbody>
        ))}
      </table>
    </section>
  )
}

function Point({ question: { form }, point }: { readonly question: RetroQuestion; readonly point: RetroQuestion['users'][number] | undefined }) {
  if (point === undefined) return null
  const { n, score, sinceLast } = point
  return (
    <span className={classes.two}>
      <span className={score === null && form !== 'text' ? classes.quiet : undefined}>{form === 'text' ? words.words(n) : score === null ? words.tooFew(n) : words.scored(scoreText(form, score), count(n))}</span>
      {sinceLast === null || sinceLast.better + sinceLast.worse + sinceLast.same === 0 ? null : <small title={words.paired(sinceLast.better, sinceLast.worse, sinceLast.same)}>{words.pairedShort(sinceLast.better, sinceLast.worse)}</small>}
    </span>
  )
}

function Given({ retro: { answers, questions } }: { readonly retro: Retro }) {
  return (
    <details className={classes.fold}>
      <summary>{words.answers} ({count(answers.length)})</summary>
      <p className={classes.quiet}>{words.answersHint}</p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the table scrolls, so the keyboard must reach it */}
      <section className={table.scroll} tabIndex={0} aria-label={words.answers}>
        <table className={table.table}>
          <thead><tr><th scope="col">{words.round}</th><th scope="col">{words.form.who}</th><th scope="col">{words.question}</th><th scope="col">{words.form.answer}</th></tr></thead>
          <tbody>{answers.map(({ round, party, side, question, score, text, evidence }) => (
            <tr key={evidence}><td>{dayText(round)}</td><td><span className={classes.side} data-side={side}>{nameOf(party)}</span></td><td className={table.wide}>{questions.find(({ id }) => id === question)?.text ?? question}</td><td className={table.wide}>{[score === null ? '' : count(score), text ?? ''].filter((part) => part !== '').join(', ')}</td></tr>
          ))}</tbody>
        </table>
      </section>
    </details>
  )
}
