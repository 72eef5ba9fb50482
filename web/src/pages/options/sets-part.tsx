import { useCallback } from 'react'
import { Chart } from '../../charts/chart.tsx'
import type { Colors } from '../../charts/colors.ts'
import { count, share } from '../../format/numbers.ts'
import { Bones } from '../../parts/bones.tsx'
import { Card } from '../../parts/card.tsx'
import { Failed } from '../../parts/failed.tsx'
import table from '../../parts/table.module.css'
import { texts } from '../../texts.ts'
import { useView } from '../../view/use-view.ts'
import { downloadCsv } from '../../why/csv.ts'
import { costShown } from './costs.ts'
import { frontOption } from './front-option.ts'
import classes from './options.module.css'
import { SetDetail } from './set-detail.tsx'
import { SetsControls } from './sets-controls.tsx'
import { useSets } from './use-sets.ts'
import type { KeptSheet, SetsAnswer } from './use-sheets.ts'
import { valueShown } from './values.ts'

const words = texts.options.sets
const HEIGHT = 320

/** The sets that cannot be bettered: as points, as rows, and one of them in view. */
export function SetsPart({ sheet }: { readonly sheet: KeptSheet }) {
  const sets = useSets(sheet.id)
  return (
    <div className={classes.stack}>
      <SetsControls sheet={sheet} />
      {sets.error ? <Card><Failed error={sets.error} again={sets.retry} /></Card> : (
        <>
          <Card>
            <Work sets={sets} />
            {sets.answer === null ? <Bones lines={[50, 40]} height={18} /> : (
              <div className={classes.says} data-says aria-live="polite">
                {sets.answer.says.map((sentence) => <p key={sentence}>{sentence}</p>)}
                {sets.answer.objectives.filter(({ step }) => step !== '1').map(({ name, step, unit }) => <p key={name} className={classes.quiet}>{words.step(words.value[name], `${step} ${unit}`)}</p>)}
                {sets.answer.missingRates.length > 0 ? <p className={classes.quiet}>{words.missing(sets.answer.missingRates.join(', '))}</p> : null}
                {sets.answer.sets.length > 0 ? <p className={classes.quiet}>{sets.answer.complete ? words.complete : words.incomplete} {words.exact} {words.classes(count(sets.answer.classes))}.{sets.answer.complete || sets.isWorking ? null : <> <button type="button" className={table.button} onClick={sets.longer}>{words.longer}</button></>}</p> : null}
              </div>
            )}
          </Card>
          {sets.answer === null ? <Card><Bones lines={[100, 100, 100, 100]} height={60} /></Card> : sets.answer.sets.length === 0 ? null : <Found answer={sets.answer} sheet={sheet} aimed={sets.aimed} isOld={sets.isOld} />}
        </>
      )}
    </div>
  )
}

function Work({ sets }: { readonly sets: ReturnType<typeof useSets> }) {
  if (sets.isStopped) return <div className={classes.work} role="status">{words.stopped} <button type="button" className={table.button} onClick={sets.again}>{words.again}</button></div>
  if (!sets.isWorking) return null
  const { found = 0, solves = 0, seconds = 0, ofSeconds = 20 } = sets.progress ?? {}
  return (
    <div className={classes.work} role="status">
      <b>{sets.state === 'waiting' ? words.waiting : words.searching}</b>
      <progress max={ofSeconds} value={Math.min(seconds, ofSeconds)} aria-label={words.searching} />
      <span className={classes.quiet}>{words.progress(count(found), count(solves), count(seconds), count(ofSeconds))}</span>
      <button type="button" className={table.button} onClick={sets.stop}>{words.stop}</button>
    </div>
  )
}

interface FoundProps { readonly answer: SetsAnswer; readonly sheet: KeptSheet; readonly aimed: Readonly<Record<string, string | undefined>>; readonly isOld: boolean }

function Found({ answer, sheet, aimed, isOld }: FoundProps) {
  const { address, go } = useView()
  const named = Number(address.set) - 1
  const chosen = answer.sets[named] === undefined ? (answer.best ?? 0) : named
  const [first, second] = answer.objectives
  const option = useCallback((colors: Colors) => frontOption(answer, chosen, [first ? words.value[first.name] : '', second ? words.value[second.name] : ''], colors), [answer, chosen, first, second])
  const nameOf = new Map(sheet.options.map(({ key, name }) => [key ?? name, name]))
  const csv = () => downloadCsv(`sets-${sheet.name}`, ['set', 'cost', ...answer.objectives.map(({ name, unit }) => `${name} (${unit})`), 'proved', 'options'], answer.sets.map(({ options, cost, values, proved }, place) => [place + 1, cost, ...values, proved ? 'yes' : 'no', options.map((key) => nameOf.get(key) ?? key).join('; ')]))
  return (
    <div style={isOld ? { opacity: 0.55 } : undefined} className={classes.stack}>
      <div className={classes.two}>
        <Card title={words.title} hint={words.hint} aside={<button type="button" className={table.button} onClick={csv}>{texts.options.people.csv}</button>}>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the table scrolls, so the keyboard must reach it */}
          <section className={table.scroll} tabIndex={0} aria-label={words.title}>
            <table className={table.table}>
              <thead><tr><th scope="col">{words.set}</th>{answer.objectives.map(({ name }) => <th key={name} scope="col" className={table.number}>{words.value[name]}</th>)}<th scope="col" className={table.number}>{words.cost}</th><th scope="col" className={table.number}>{words.options}</th></tr></thead>
              <tbody>
                {answer.sets.map(({ options, cost, values, proved, gap }, place) => (
                  <tr key={options.join('|')} className={classes.row} aria-current={place === chosen ? 'true' : undefined}>
                    <th scope="row"><button type="button" className={classes.pick} data-row aria-label={words.choose(String(place + 1))} onClick={() => go({ set: String(place + 1) }, true)}>{words.chosen(String(place + 1))}</button>{place === answer.best ? <span className={classes.marked}>{words.best}</span> : null}{proved ? null : <span className={classes.quiet}> {words.notProved(share(gap))}</span>}</th>
                    {values.map((value, at) => <td key={answer.objectives[at]?.name} className={table.number}>{valueShown(value, answer.objectives[at] as SetsAnswer['objectives'][number])}</td>)}
                    <td className={table.number}>{costShown(cost, sheet.unit)}</td><td className={table.number}>{count(options.length)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </section>
        </Card>
        {first && second ? (
          <Card title={words.picture}>
            <Chart option={option} height={HEIGHT} says={words.pictureSays(count(answer.sets.length), words.value[first.name], words.value[second.name])} onPick={({ name }) => go({ set: String(Number(name) + 1) }, true)}
              tip={({ name }) => { const one = answer.sets[Number(name)]; return one === undefined ? null : <><b>{words.chosen(String(Number(name) + 1))}</b>{answer.objectives.map((objective, at) => <div key={objective.name}>{words.value[objective.name]} {valueShown(one.values[at] ?? '0', objective)}</div>)}<div>{costShown(one.cost, sheet.unit)}</div></> }} />
          </Card>
        ) : null}
      </div>
      <SetDetail answer={answer} chosen={chosen} sheet={sheet} aimed={aimed} />
    </div>
  )
}
