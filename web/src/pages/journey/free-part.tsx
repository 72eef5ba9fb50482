import { Link } from '@tanstack/react-router'
import { acceptedOf } from '../../api/parameters.ts'
import { ask } from '../../api/ask.ts'
import { useStudy } from '../../api/use-study.ts'
import { firstIdentifier, nameOf, namesOf } from '../../format/names.ts'
import { change, count } from '../../format/numbers.ts'
import { Answered } from '../../parts/answered.tsx'
import { Bones } from '../../parts/bones.tsx'
import { Card } from '../../parts/card.tsx'
import { Choices } from '../../parts/choices.tsx'
import { Empty } from '../../parts/empty.tsx'
import { PartyLink } from '../../parts/party-link.tsx'
import { Picker } from '../../parts/picker.tsx'
import table from '../../parts/table.module.css'
import { WhyButton } from '../../parts/why-button.tsx'
import { texts } from '../../texts.ts'
import { type Address, keptOf } from '../../view/address.ts'
import { useView } from '../../view/use-view.ts'
import { downloadCsv } from '../../why/csv.ts'
import explore from '../explore/explore.module.css'
import { FilterBar } from '../explore/filter-bar.tsx'
import classes from './journey.module.css'
import type { Firm, UnpaidFirms } from './shapes.ts'

const words = texts.journey
const own = words.free
const LEAST = ['2', '3', '5', '10', '20', '50']
export const USUAL_LEAST = '10'
const ROWS = '50'

/** What unpaid-firms is asked with; in the address the least number stands as `sort`, which this page has no other use for. */
export function useFreeParameters() {
  const { parameters, address } = useView()
  const least = LEAST.find((one) => one === address.sort) ?? USUAL_LEAST
  return { ...acceptedOf('unpaid-firms', parameters), where: address.where, least }
}

/** Users for whose use nobody pays, by firm: where the firm pays already, and where many of them have none. */
export function FreePart() {
  const { address, go } = useView()
  const { where, least } = useFreeParameters()
  const query = useStudy('unpaid-firms', { where, least, group: 'firm-pays', limit: ROWS })
  const many = useStudy('unpaid-firms', { where, least, group: 'firm-many', limit: ROWS })
  return (
    <div className={explore.stack}>
      <div className={explore.controls}>
        <FilterBar />
        <Picker label={own.least} value={own.leastOf(least)} width={180}>
          {(close) => <Choices label={own.least} choices={LEAST.map((value) => ({ value, name: own.leastOf(value) }))} chosen={least} onChoose={(value) => {
            close()
            go({ sort: value === USUAL_LEAST ? undefined : value, why: undefined })
          }} />}
        </Picker>
      </div>
      <Answered query={query} bones={<><Card title={own.title}><Bones lines={[100]} height={90} /></Card><Card title={own.paysTitle}><Bones lines={[100, 100, 100, 100]} height={34} /></Card></>}>
        {(answer) => answer.users === 0 ? <Card title={own.title}><Empty>{own.nobody}</Empty></Card> : (
          <div className={explore.stack}>
            <Sums answer={answer} />
            <Card title={own.paysTitle} hint={own.paysHint} aside={<Csv group="firm-pays" label={own.csvPays} />}>{answer.firms.length === 0 ? <Empty>{own.paysNone}</Empty> : <Pays answer={answer} />}</Card>
          </div>
        )}
      </Answered>
      <Answered query={many} bones={<Card title={own.manyTitle(least)}><Bones lines={[100, 100, 100, 100]} height={34} /></Card>}>
        {(answer) => answer.users === 0 ? null : <Card title={own.manyTitle(count(answer.least))} hint={own.manyHint} aside={<Csv group="firm-many" label={own.csvMany} />}>{answer.firms.length === 0 ? <Empty>{own.manyNone(count(answer.least))}</Empty> : <Many answer={answer} />}</Card>}
      </Answered>
      <p className={classes.note}><Link to="/explore" className={classes.underlined} search={{ ...keptOf(address as Address), tab: 'conversion', ...(address.where === undefined ? {} : { where: address.where }) }}>{own.curve}</Link>. {own.curveSays}</p>
    </div>
  )
}

function Sums({ answer: { users, groups, least } }: { readonly answer: UnpaidFirms }) {
  const adds = groups.reduce((sum, group) => sum + group.users, 0) === users
  return (
    <Card title={`${own.title}: ${count(users)}`} hint={own.hint}>
      <ul className={classes.summary}>
        {groups.map((group) => (
          <li key={group.group}>
            <span className={classes.name}>{own.groups[group.group].name}</span>
            <WhyButton why={`free:group=${group.group}`} plain className={classes.big} label={`${own.groups[group.group].name}: ${own.users(count(group.users))}`}>{count(group.users)}</WhyButton>
            <span className={classes.says}>{[own.usageDays(count(group.usageDays)), group.group === 'no-firm' ? null : own.firms(count(group.firms)), group.group === 'firm-many' ? `\u2265 ${count(least)}` : null].filter((part) => part !== null).join(', ')}</span>
          </li>
        ))}
      </ul>
      <p className={explore.adds} data-bad={adds ? undefined : true}>{adds ? own.adds(own.users(count(users))) : own.addsNot}</p>
    </Card>
  )
}

function knownBy({ how }: Firm): string {
  return (['stated', 'byUse', 'guessed'] as const).filter((one) => how[one] > 0).map((one) => `${count(how[one])} ${own.how[one]}`).join(', ')
}

function FirmCells({ firm }: { readonly firm: Firm }) {
  const difference = firm.users - firm.usersBefore
  return (
    <>
      <th scope="row">{firm.organization.id.startsWith('domain:') ? nameOf(firm.organization) : <PartyLink party={firm.organization} />}</th>
      <td className={table.number}><WhyButton why={`free:organization=${encodeURIComponent(firstIdentifier(firm.organization))}`} plain row label={`${nameOf(firm.organization)}: ${own.users(count(firm.users))}`}>{count(firm.users)}</WhyButton></td>
      <td className={table.number}>{count(firm.usersBefore)} <span className={classes.quiet}>{difference === 0 ? '' : change(difference)}</span></td>
      <td className={table.number}>{count(firm.usageDays)}</td>
      <td className={table.wide}>{knownBy(firm)}</td>
    </>
  )
}

const { columns } = own

function Heads() {
  return <><th scope="col">{columns.firm}</th><th scope="col" className={table.number}>{columns.users}</th><th scope="col" className={table.number}>{columns.before}</th><th scope="col" className={table.number}>{columns.use}</th><th scope="col">{columns.how}</th></>
}

function Pays({ answer }: { readonly answer: UnpaidFirms }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls is reached by keyboard
    <section className={table.scroll} tabIndex={0} aria-label={own.paysTitle}>
      <table className={table.table}>
        <thead><tr><Heads /><th scope="col">{columns.reasons}</th><th scope="col">{columns.agreements}</th><th scope="col" className={table.number}>{columns.seats}</th></tr></thead>
        <tbody>
          {answer.firms.map((firm) => (
            <tr key={firm.organization.id}>
              <FirmCells firm={firm} />
              <td className={table.wide}>{firm.reasons.map(({ reason, users }) => `${count(users)} ${own.reasons[reason] ?? reason}`).join(', ')}</td>
              <td>{firm.agreements.slice(0, 2).map(({ agreement, name }) => <WhyButton key={agreement} why={`agreement:${agreement}`} plain label={name ?? agreement} className={classes.agreement}>{name ?? agreement}</WhyButton>)}{firm.agreements.length > 2 ? ` +${count(firm.agreements.length - 2)}` : ''}</td>
              <td className={table.number}>{firm.freeSeats === null ? <span className={classes.quiet}>{own.unlimited}</span> : own.ofSeats(count(firm.freeSeats), count(firm.agreements.reduce((sum, { seats }) => sum + (seats ?? 0), 0)))}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <Rest answer={answer} />
    </section>
  )
}

function Many({ answer }: { readonly answer: UnpaidFirms }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls is reached by keyboard
    <section className={table.scroll} tabIndex={0} aria-label={own.manyTitle(count(answer.least))}>
      <table className={table.table}>
        <thead><tr><Heads /><th scope="col" className={table.number}>{columns.deciders}</th><th scope="col">{columns.talk}</th></tr></thead>
        <tbody>
          {answer.firms.map((firm) => (
            <tr key={firm.organization.id}>
              <FirmCells firm={firm} />
              <td className={table.number}>{firm.deciders === 0 ? words.none : count(firm.deciders)}</td>
              <td className={table.wide}>{firm.contacts.map(({ party, why }, place) => <span key={party.id}>{place === 0 ? '' : ', '}<PartyLink party={party} /> <span className={classes.quiet}>{own.whys[why]}</span></span>)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <Rest answer={answer} />
    </section>
  )
}

function Rest({ answer: { total, firms } }: { readonly answer: UnpaidFirms }) {
  return total <= firms.length ? null : <p className={classes.note}>{words.groups.others(count(total - firms.length))}</p>
}

function Csv({ group, label }: { readonly group: 'firm-pays' | 'firm-many'; readonly label: string }) {
  const asked = useFreeParameters()
  const csv = async () => {
    const { firms } = await ask('unpaid-firms', { ...asked, group })
    downloadCsv(group, ['firm', 'identifiers', 'users', 'users before', 'usage days', 'by use', 'stated', 'guessed', 'agreements', 'free seats', 'deciders', 'speak with'],
      firms.map((firm) => [nameOf(firm.organization), firm.organization.identifiers.join(' '), firm.users, firm.usersBefore, firm.usageDays, firm.how.byUse, firm.how.stated, firm.how.guessed, firm.agreements.map(({ agreement }) => agreement).join(' '), firm.freeSeats, firm.deciders, namesOf(firm.contacts.map(({ party }) => party), 3)]))
  }
  return <button type="button" className={table.button} onClick={() => void csv()} aria-label={label}>{words.csv}</button>
}
