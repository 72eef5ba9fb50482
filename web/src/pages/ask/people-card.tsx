import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { ask } from '../../api/ask.ts'
import { acceptedOf } from '../../api/parameters.ts'
import { useStudy } from '../../api/use-study.ts'
import { daysIn } from '../../format/days.ts'
import { count } from '../../format/numbers.ts'
import { nameOf } from '../../format/names.ts'
import { Card } from '../../parts/card.tsx'
import { Empty } from '../../parts/empty.tsx'
import { PartyLink } from '../../parts/party-link.tsx'
import table from '../../parts/table.module.css'
import { texts } from '../../texts.ts'
import { type Address, keptOf } from '../../view/address.ts'
import { useView } from '../../view/use-view.ts'
import { downloadCsv } from '../../why/csv.ts'
import { valueName } from '../explore/use-dimensions.ts'
import classes from './ask.module.css'
import { plainAddress } from './plain-address.ts'
import { namesFrom, namesText } from './quotas.ts'
import { type Plan, usePlanParameters } from './use-plan.ts'

const words = texts.asking.people
type Person = Plan['people'][number]

/** Who is drawn, each with the reason. */
export function PeopleCard({ plan, survey }: { readonly plan: Plan; readonly survey?: string }) {
  const { go, parameters } = useView()
  const own = usePlanParameters()
  const [more, setMore] = useState<readonly Person[]>([])
  const people = [...plan.people, ...more]
  const left = plan.taken - people.length
  const noAsker = noAskerOf(people)
  const parametersOf = { ...acceptedOf('whom-to-ask', parameters), ...(survey === undefined ? own : { survey }) }
  const csv = async () => {
    const { people: all } = await ask('whom-to-ask', { ...parametersOf, limit: undefined })
    downloadCsv('whom-to-ask', [words.name, words.address, words.role, words.organizations, words.group, words.why, words.asker, words.question], all.map((one) => [nameOf(one.party), one.address, words.sideOne[one.side ?? ''] ?? '', one.organizations.map(nameOf).join('; '), one.stratum, one.because, one.asker, plan.question]))
  }
  const showMore = async () => {
    const page = await ask('whom-to-ask', { ...parametersOf, limit: 100, cursor: String(people.length) })
    setMore([...more, ...page.people])
  }
  return (
    <Card title={words.title} hint={words.hint(count(plan.taken), count(plan.population))} aside={
      <div className={classes.buttons}>
        {survey === undefined ? <button type="button" className={table.button} title={words.otherHint} onClick={() => go({ seed: Math.random().toString(36).slice(2, 8), why: undefined })}>{words.other}</button> : null}
        <button type="button" className={table.button} disabled={plan.taken === 0} onClick={() => void csv()}>{words.csv}</button>
      </div>
    }>
      {people.length === 0 ? <Empty>{words.none}</Empty> : (
        <>
          {survey === undefined ? <Askers /> : null}
          {noAsker === null ? null : <p className={classes.noAsker}>{words.asker}: {words.noAsker}; {noAsker}. <Link className={classes.inText} to="/settings" search={(before) => ({ ...keptOf(before as Address), tab: 'asking' })}>{words.team}</Link></p>}
          <div className={`${classes.person} ${classes.heads}`} aria-hidden><span>{words.name}</span><span>{words.why}</span><span>{noAsker === null ? words.asker : ''}</span><span>{words.address}</span></div>
          <ul className={classes.people}>
            {people.map((one) => (
              <li key={one.party.id} data-row tabIndex={-1} className={classes.person}>
                <span className={classes.name}><span className={classes.mark} data-side={one.side ?? undefined} aria-hidden /><PartyLink party={one.party} /> <span className={classes.quiet}>{words.sideOne[one.side ?? '']}{one.stratum === null ? '' : `, ${valueName(plan.by, { value: one.stratum, name: one.stratum })}`}</span></span>
                <span className={classes.because}>{daysIn(one.because)}</span>
                <span className={classes.asker}>{noAsker === null ? <>{one.asker ?? words.noAsker} <span className={classes.quiet}>{one.askerBecause}</span></> : null}</span>
                <span className={classes.address}>{one.address === null ? '' : plainAddress(one.address)}</span>
              </li>
            ))}
          </ul>
        </>
      )}
      {left <= 0 ? null : <div className={classes.buttons}><button type="button" className={table.button} onClick={() => void showMore()}>{words.more(count(Math.min(100, left)))}</button></div>}
    </Card>
  )
}

/** Why nobody asks, if that is so for everybody and for the same reason: then it is said once. */
function noAskerOf(people: readonly Person[]): string | null {
  const [first] = people
  return first !== undefined && people.every(({ asker, askerBecause }) => asker === null && askerBecause === first.askerBecause) ? first.askerBecause : null
}

/** Who of the team asks: those who are chosen, or whoever has the skill. */
function Askers() {
  const { address, go } = useView()
  const team = useStudy('settings').data?.asking.team ?? []
  const chosen = namesFrom(address.askers)
  if (team.length < 2 && chosen.length === 0) return null
  const names = [...new Set([...team.map(({ name }) => name), ...chosen])]
  return (
    <fieldset className={classes.chips}>
      <legend className={classes.quiet}>{words.askers}</legend>
      {names.map((name) => <button key={name} type="button" className={classes.chip} aria-pressed={chosen.includes(name)} onClick={() => go({ askers: namesText(chosen.includes(name) ? chosen.filter((one) => one !== name) : [...chosen, name]), why: undefined })}>{name}</button>)}
    </fieldset>
  )
}
