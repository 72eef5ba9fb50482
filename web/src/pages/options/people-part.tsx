import { IconChevronDown, IconChevronRight } from '@tabler/icons-react'
import type { Studies } from '../../api/types.ts'
import { useStudy } from '../../api/use-study.ts'
import { count, money, ratio, share } from '../../format/numbers.ts'
import { nameOf } from '../../format/names.ts'
import { Answered } from '../../parts/answered.tsx'
import { Bones } from '../../parts/bones.tsx'
import { Card } from '../../parts/card.tsx'
import { Empty } from '../../parts/empty.tsx'
import table from '../../parts/table.module.css'
import { WhyButton } from '../../parts/why-button.tsx'
import { texts } from '../../texts.ts'
import { useView } from '../../view/use-view.ts'
import { downloadCsv } from '../../why/csv.ts'
import { costShown } from './costs.ts'
import classes from './options.module.css'
import type { KeptSheet, OptionFigures } from './use-sheets.ts'

const words = texts.options.people
const BY = ['category', 'organization', 'payerKind', 'payer', 'segment', 'intermediary'] as const
type Figures = Pick<OptionFigures, 'users' | 'customers'>
type Side = 'users' | 'customers'
type People = Studies['gain-loss']

/** Per option who gains and who loses, users and customers in their own colours, and the groups within. */
export function PeoplePart({ sheet }: { readonly sheet: KeptSheet }) {
  const { address, go, period } = useView()
  const by = BY.find((one) => one === address.by) ?? 'category'
  const query = useStudy('gain-loss', { sheet: sheet.id, by, detail: 'groups' })
  const csv = () => downloadCsv(`gain-loss-${sheet.name}-${period.from}-${period.to}`, ['option', 'group', 'cost', ...(['users', 'customers'] as const).flatMap((side) => ['gain', 'lose', 'both', 'unknown', 'n'].map((one) => `${side} ${one}`)), 'users money of gainers', 'customers money of gainers'],
    (query.data?.options ?? []).flatMap((option) => [option, ...option.groups].map((one) => [option.name, 'group' in one ? groupName(one.group) : '', option.cost, ...(['users', 'customers'] as const).flatMap((side) => [one[side].gain.people, one[side].lose.people, one[side].both.people, one[side].unknown.people, one[side].n]), moneyText(one.users.gain.money), moneyText(one.customers.gain.money)])))
  return (
    <Card title={words.title} hint={words.hint} aside={(
      <span className={table.labelled}>
        <select className={table.field} aria-label={words.by} value={by} onChange={(event) => go({ by: event.target.value === 'category' ? undefined : event.target.value }, true)}>{BY.map((one) => <option key={one} value={one}>{words.by} {words.dimensions[one]}</option>)}</select>
        <button type="button" className={table.button} disabled={query.data === undefined} onClick={csv}>{words.csv}</button>
      </span>
    )}>
      <p className={classes.legend} aria-hidden="true">
        {(['users', 'customers'] as const).flatMap((side) => [<span key={side}><i className={classes.gain} data-side={side} />{texts.options.sides[side]}: {words.gain}</span>, <span key={`${side}-lose`}><i className={classes.lose} data-side={side} />{texts.options.sides[side]}: {words.lose}</span>])}
        <span><i className={classes.both} />{words.both}</span>
        <span>{words.scale}</span>
      </p>
      <Answered query={query} bones={<Bones lines={[100, 100, 100, 100, 100]} height={44} />}>
        {(answer) => answer.options.length === 0 ? <Empty>{words.none}</Empty> : (
          <>
            {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the table scrolls, so the keyboard must reach it */}
            <section className={table.scroll} tabIndex={0} aria-label={words.title}>
              <table className={table.table}>
                <thead><tr><th scope="col">{words.option}</th><th scope="col" className={table.number}>{words.cost}</th>{(['users', 'customers'] as const).map((side) => <th key={side} scope="col" className={classes.scaled}>{(side === 'users' ? words.ofUsers : words.ofCustomers)(count(answer.everybody[side].n))}<span className={classes.scale} aria-hidden="true"><span>0</span><span>{share(scaleOf(answer))}</span></span></th>)}<th scope="col" className={table.number}>{words.usersMoney}</th><th scope="col" className={table.number}>{words.customersMoney}</th></tr></thead>
                <tbody>{answer.options.map((option) => <Rows key={option.key} option={option} unit={answer.sheet.unit} largest={largestOf(answer)} isOpen={address.open === option.key} onOpen={() => go({ open: address.open === option.key ? undefined : option.key }, true)} />)}</tbody>
              </table>
            </section>
            <p className={classes.quiet}>{words.moneyHint}</p>
          </>
        )}
      </Answered>
    </Card>
  )
}

interface RowsProps { readonly option: OptionFigures; readonly unit: string; readonly largest: Readonly<Record<Side, number>>; readonly isOpen: boolean; readonly onOpen: () => void }

function Rows({ option, unit, largest, isOpen, onOpen }: RowsProps) {
  const others = option.others.gain + option.others.lose + option.others.both
  return (
    <>
      <tr data-option={option.key}>
        <th scope="row"><button type="button" className={classes.name} data-row aria-expanded={isOpen} aria-label={words.open(option.name)} onClick={onOpen}>{isOpen ? <IconChevronDown size={14} aria-hidden /> : <IconChevronRight size={14} aria-hidden />}{option.name}</button></th>
        <td className={table.number}>{costShown(option.cost, unit)}</td>
        <td><Half figures={option} side="users" largest={largest.users} why={option.key} name={option.name} /></td>
        <td><Half figures={option} side="customers" largest={largest.customers} why={option.key} name={option.name} /></td>
        <td className={table.number}><Monies of={option.users.gain.money} /></td>
        <td className={table.number}><Monies of={option.customers.gain.money} /></td>
      </tr>
      {isOpen ? option.groups.map((one) => (
        <tr key={one.group.value ?? ' folded'} className={classes.group}>
          <th scope="row">{one.group.value === null ? words.folded(count(option.foldedGroups)) : groupName(one.group)}</th><td />
          <td><Half figures={one} side="users" largest={largest.users} /></td><td><Half figures={one} side="customers" largest={largest.customers} /></td>
          <td className={table.number}><Monies of={one.users.gain.money} /></td><td className={table.number}><Monies of={one.customers.gain.money} /></td>
        </tr>
      )) : null}
      {option.unraised.length > 0 ? <tr className={classes.group}><td colSpan={6} className={classes.unraised}>{option.unraised.map(({ topic, perhaps }) => words.unraised(topic, perhaps)).join(' ')}</td></tr> : null}
      {isOpen && others > 0 ? <tr className={classes.group}><th scope="row" colSpan={6}>{words.others(count(others))}</th></tr> : null}
    </>
  )
}

/** One side of an option: a bar of those who gain and lose, as long as they are many, and the figures that it stands for. */
function Half({ figures, side, largest, why, name }: { readonly figures: Figures; readonly side: Side; readonly largest: number; readonly why?: string; readonly name?: string }) {
  const { gain, lose, both, n, tooFew } = figures[side]
  const width = (people: number) => `${ratio(people, largest) * 100}%`
  const text = <><b>{count(gain.people)}</b> {words.gain}{gain.share === null || gain.people === 0 ? '' : ` (${share(gain.share)})`}</>
  const lost = <><b>{count(lose.people)}</b> {words.lose}{lose.share === null || lose.people === 0 ? '' : ` (${share(lose.share)})`}</>
  const label = (outcome: 'gain' | 'lose') => `${name ?? ''}, ${texts.options.sides[side]}: ${count((outcome === 'gain' ? gain : lose).people)} ${words[outcome]}`
  const buyers = side === 'customers' && 'customers' in gain ? (gain as { readonly customers: number }).customers : null
  return (
    <div className={classes.half}>
      <span className={classes.track} role="img" aria-label={words.bar(texts.options.sides[side], count(gain.people), count(lose.people), count(n))}>
        <span className={classes.gain} data-side={side} style={{ width: width(gain.people) }} /><span className={classes.both} style={{ width: width(both.people) }} /><span className={classes.lose} data-side={side} style={{ width: width(lose.people) }} />
      </span>
      <span className={classes.words}>
        {why === undefined ? <span>{text}</span> : <WhyButton why={`option:${side}|gain|${why}`} plain label={label('gain')}>{text}</WhyButton>}
        {why === undefined ? (lose.people > 0 ? <span>{lost}</span> : null) : <WhyButton why={`option:${side}|lose|${why}`} plain label={label('lose')}>{lost}</WhyButton>}
        {both.people > 0 ? <span><b>{count(both.people)}</b> {words.both}</span> : null}
        {buyers === null || buyers === 0 ? null : <span>{words.buyers(count(buyers), buyers === 1)}</span>}
        {tooFew && why !== undefined ? <span>{words.tooFew}</span> : null}
      </span>
    </div>
  )
}

function Monies({ of }: { readonly of: readonly { readonly currency: string; readonly amount: string }[] }) {
  return of.length === 0 ? <span className={table.quiet}>–</span> : <>{of.map(({ currency, amount }) => <span key={currency} style={{ display: 'block' }}>{money(amount, currency)}</span>)}</>
}

const STEP = 0.05

/** How much of a side a full bar is: one scale for users and customers, so that their bars can be compared; up to the next 5 %. */
function scaleOf({ options, everybody }: People): number {
  const of = (side: Side): number => Math.max(0, ...options.map((option) => ratio(reached(option[side]), everybody[side].n)))
  return Math.min(1, Math.max(STEP, Math.ceil(Math.max(of('users'), of('customers')) / STEP - 1e-9) * STEP))
}

function reached({ gain, lose, both }: Figures[Side]): number {
  return gain.people + lose.people + both.people
}

/** How many people a full bar is. */
function largestOf(answer: People): Record<Side, number> {
  const scale = scaleOf(answer)
  return { users: answer.everybody.users.n * scale, customers: answer.everybody.customers.n * scale }
}

function groupName({ value, name, party }: OptionFigures['groups'][number]['group']): string {
  if (party !== null) return nameOf(party)
  if (value === null) return ''
  return value === 'none' ? words.notKnown : value in texts.kinds ? texts.kinds[value as keyof typeof texts.kinds].name : (name ?? value)
}

function moneyText(list: readonly { readonly currency: string; readonly amount: string }[]): string {
  return list.map(({ currency, amount }) => `${amount} ${currency}`).join(' + ')
}
