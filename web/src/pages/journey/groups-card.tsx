import { nameOf } from '../../format/names.ts'
import { count, share } from '../../format/numbers.ts'
import { Card } from '../../parts/card.tsx'
import { PartyLink } from '../../parts/party-link.tsx'
import table from '../../parts/table.module.css'
import { WhyButton } from '../../parts/why-button.tsx'
import { texts } from '../../texts.ts'
import { downloadCsv } from '../../why/csv.ts'
import explore from '../explore/explore.module.css'
import { medianOf } from './between-card.tsx'
import classes from './journey.module.css'
import { byName } from './steps-part.tsx'
import { type Columns, type Journey, STEPS, type Step } from './shapes.ts'

const words = texts.journey
const own = words.groups
const LATER = STEPS.filter((step) => step !== 'learned')
type Group = Journey['groups'][number]

/** The name of a group as people read it. */
export function groupName(by: string, group: Pick<Group, 'value' | 'name' | 'party'>): string {
  if (by === 'channel') return own.channels[group.value] ?? group.value
  if (by === 'partyKind') return own.partyKinds[group.value] ?? words.no
  return group.party === null ? (group.name ?? (by === 'intermediary' ? own.channels.direct ?? words.no : words.no)) : nameOf(group.party)
}

/** The steps by how parties were first seen, or by what is known of them. */
export function GroupsCard({ answer }: { readonly answer: Journey }) {
  const { by, groups, otherGroups } = answer
  const csv = () => downloadCsv('journey-groups', [by, 'parties', ...LATER.flatMap((step) => [`${step}: reached`, `${step}: in time`, `${step}: could have`, `${step}: share`, `${step}: low`, `${step}: high`]), 'median days to paid'],
    groups.map((group) => [groupName(by, group), group.parties, ...group.steps.filter(({ step }) => step !== 'learned').flatMap((one) => [one.reached, one.inTime, one.couldHave, one.share, one.low, one.high]), toPaid(group)?.median ?? null]))
  return (
    <Card title={own.title(byName(by))} hint={own.hint} aside={<button type="button" className={table.button} onClick={csv} aria-label={own.csv}>{words.csv}</button>}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls is reached by keyboard */}
      <section className={table.scroll} tabIndex={0} aria-label={own.title(byName(by))}>
        <table className={table.table}>
          <thead><tr><th scope="col">{byName(by)}</th><th scope="col" className={table.number}>{own.parties}</th>{LATER.map((step) => <th scope="col" key={step} className={table.number}>{words.steps[step].name}</th>)}<th scope="col" className={table.number}>{own.toPaid}</th></tr></thead>
          <tbody>
            {groups.map((group) => (
              <tr key={group.value}>
                <th scope="row">{group.party === null ? groupName(by, group) : <PartyLink party={group.party} />}</th>
                <td className={table.number}><WhyButton why={`journey:step=learned;standing=reached;group=${encodeURIComponent(group.value)}`} plain row label={`${groupName(by, group)}: ${count(group.parties)}`}>{count(group.parties)}</WhyButton></td>
                {group.steps.filter(({ step }) => step !== 'learned').map((step) => <td key={step.step} className={table.number}><ShareCell step={step} more={`;group=${encodeURIComponent(group.value)}`} of={groupName(by, group)} /></td>)}
                <td className={table.number}><Days columns={group} /></td>
              </tr>
            ))}
          </tbody>
          <tfoot><tr className={explore.total}><th scope="row">{own.all}</th><td className={table.number}>{count(answer.parties)}</td>{answer.steps.filter(({ step }) => step !== 'learned').map((step) => <td key={step.step} className={table.number}><ShareCell step={step} more="" of={own.all} /></td>)}<td className={table.number}><Days columns={answer} /></td></tr></tfoot>
        </table>
      </section>
      {otherGroups === 0 ? null : <p className={classes.note}>{own.others(count(otherGroups))}</p>}
    </Card>
  )
}

function toPaid({ between }: Columns) {
  return between.find(({ from, to }) => from === 'learned' && to === 'paid')
}

export function Days({ columns }: { readonly columns: Columns }) {
  const found = toPaid(columns)
  return found === undefined || found.tooFew || found.median === null ? <span className={classes.quiet}>{found === undefined ? words.none : medianOf(found)}</span> : medianOf(found)
}

/** A share with its interval and the number behind it; too few are said to be. */
export function ShareCell({ step: { step, share: part, low, high, inTime, couldHave, reached, tooFew }, more, of }: { readonly step: Step; readonly more: string; readonly of: string }) {
  const name = words.steps[step].name
  if (tooFew || part === null) return reached === 0 ? <span className={classes.quiet}>{words.none}</span> : <WhyButton why={`journey:step=${step};standing=reached${more}`} plain label={`${of}, ${name}: ${count(reached)}`}>{count(reached)}</WhyButton>
  return (
    <span className={classes.cell}>
      <WhyButton why={`journey:step=${step};standing=in-time${more}`} plain label={`${of}, ${name}: ${share(part)}, ${words.flow.of(count(inTime), count(couldHave))}`}>{share(part)}</WhyButton>
      <span className={classes.interval}>{low === null || high === null ? '' : words.flow.interval(share(low), share(high))}</span>
    </span>
  )
}
