import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { ask } from '../../api/ask.ts'
import { acceptedOf } from '../../api/parameters.ts'
import { share } from '../../format/numbers.ts'
import { Bones } from '../../parts/bones.tsx'
import { Card } from '../../parts/card.tsx'
import { Failed } from '../../parts/failed.tsx'
import table from '../../parts/table.module.css'
import { WhyButton } from '../../parts/why-button.tsx'
import { texts } from '../../texts.ts'
import { useView } from '../../view/use-view.ts'
import { costShown } from './costs.ts'
import classes from './options.module.css'
import type { KeptSheet, SetsAnswer } from './use-sheets.ts'
import { differenceShown } from './values.ts'

const words = texts.options.sets
interface Props { readonly answer: SetsAnswer; readonly chosen: number; readonly sheet: KeptSheet; readonly aimed: Readonly<Record<string, string | undefined>> }

/** One set: what is in it, what the next ones give and take instead, what all sets share, and what an option would have to cost. */
export function SetDetail({ answer, chosen, sheet, aimed }: Props) {
  const nameOf = new Map(sheet.options.map(({ key, name }) => [key ?? name, name]))
  const names = (keys: readonly string[]) => keys.map((key) => nameOf.get(key) ?? key)
  const set = answer.sets[chosen]
  if (set === undefined) return null
  const neighbours = answer.exchanges.flatMap((one) => (one.from === chosen ? [{ to: one.to, in: one.in, out: one.out, differences: one.differences, cost: one.cost }] : one.to === chosen ? [{ to: one.from, in: one.out, out: one.in, differences: one.differences.map(turned), cost: turned(one.cost) }] : []))
  return (
    <div className={classes.two}>
      <Card title={words.chosen(String(chosen + 1))}>
        <div className={classes.detail}>
          <div><h3>{words.inSet}</h3><ul className={classes.chips}>{set.options.map((key) => <li key={key}><WhyButton why={`option:users|gain|${key}`} className={classes.chip} label={words.whoGains(nameOf.get(key) ?? key)}>{nameOf.get(key) ?? key}</WhyButton></li>)}</ul></div>
          {neighbours.length === 0 ? null : <h3>{words.exchangeTitle}</h3>}
          {neighbours.map((one) => (
            <div key={one.to} className={classes.exchange}>
              <b>{words.to(String(one.to + 1))}</b>
              <span>{one.differences.map((value, at) => `${words.value[answer.objectives[at]?.name ?? 'users']} ${differenceShown(value, answer.objectives[at] ?? { unit: 'people' })}`).join(' · ')} · {words.cost} {costShown(one.cost, sheet.unit)}</span>
              <div><span className={classes.quiet}>{words.comesIn}:</span> <Chips of={names(one.in)} kind="in" /></div>
              <div><span className={classes.quiet}>{words.goesOut}:</span> <Chips of={names(one.out)} kind="out" /></div>
            </div>
          ))}
        </div>
      </Card>
      <Card>
        <div className={classes.detail}>
          <div><h3>{words.core}</h3><Chips of={names(answer.core)} kind="in" /></div>
          <div><h3>{words.none}</h3><Chips of={names(answer.none)} kind="out" /></div>
          <EntryOf sheet={sheet} set={set.options} aimed={aimed} key={set.options.join('|')} />
          {answer.ranges.length < 2 ? null : (
            <div>
              <h3>{words.ranges}</h3>
              <ul>{answer.ranges.map(({ set: place, from, to }) => <li key={place}>{words.chosen(String(place + 1))}: <span className={classes.quiet}>{words.range(share(from), share(to))}</span></li>)}</ul>
            </div>
          )}
        </div>
      </Card>
    </div>
  )
}

function turned(value: string): string {
  return value.startsWith('-') ? value.slice(1) : /^[0.]*$/.test(value) ? value : `-${value}`
}

function Chips({ of, kind }: { readonly of: readonly string[]; readonly kind: 'in' | 'out' }) {
  return of.length === 0 ? <span className={classes.quiet}>{words.nothing}</span> : <ul className={classes.chips}>{of.map((name) => <li key={name} className={classes.chip} data-kind={kind} title={name}>{name}</li>)}</ul>
}

/** An option that is not in the set: at what cost it would stand in one that reaches as much. */
function EntryOf({ sheet, set, aimed }: { readonly sheet: KeptSheet; readonly set: readonly string[]; readonly aimed: Props['aimed'] }) {
  const { parameters } = useView()
  const outside = sheet.options.filter(({ key, name }) => !set.includes(key ?? name))
  const [option, setOption] = useState('')
  const asked = { ...acceptedOf('gain-loss-entry', parameters), ...aimed, sheet: sheet.id, option, set: JSON.stringify(set) }
  const query = useQuery({ queryKey: ['gain-loss-entry', asked], queryFn: ({ signal }) => ask('gain-loss-entry', asked, signal), enabled: option !== '' })
  if (outside.length === 0) return null
  const nameOf = (key: string): string => sheet.options.find((one) => (one.key ?? one.name) === key)?.name ?? key
  return (
    <div>
      <h3>{words.entry}</h3>
      <select className={table.field} aria-label={words.entry} value={option} onChange={(event) => setOption(event.target.value)}>
        <option value="">–</option>
        {outside.map(({ key, name }) => <option key={key ?? name} value={key ?? name}>{name}</option>)}
      </select>
      <div role="status" style={{ minHeight: 44, marginTop: 6 }} data-entry>
        {option === '' ? null : query.error ? <Failed error={query.error} again={() => void query.refetch()} /> : query.data === undefined ? <Bones lines={[80]} height={18} /> : (
          <>
            <p>{query.data.says} {words.entryOfCost(costShown(query.data.cost, sheet.unit))}</p>
            {query.data.out.length > 0 ? <div><span className={classes.quiet}>{words.entryGives}:</span> <Chips of={query.data.out.map(nameOf)} kind="out" /></div> : null}
          </>
        )}
      </div>
    </div>
  )
}
