import { useState } from 'react'
import type { PayersOfUse } from '../../api/shapes.ts'
import { amount, count, drawnWidth, isZero, money } from '../../format/numbers.ts'
import { Card } from '../../parts/card.tsx'
import { KindMark } from '../../parts/kind-mark.tsx'
import { PartyLink } from '../../parts/party-link.tsx'
import table from '../../parts/table.module.css'
import figure from '../../parts/why-button.module.css'
import { WhyButton } from '../../parts/why-button.tsx'
import { texts } from '../../texts.ts'
import { useView } from '../../view/use-view.ts'
import { downloadCsv } from '../../why/csv.ts'
import { Change } from './change.tsx'
import classes from './explore.module.css'
import { added, type Amounts, flowWhy, type Measure, moneyIn, namesIn } from './flows-model.ts'
import type { FlowRow, Flows, Side } from './shapes.ts'
import { SortedHead } from './sorted-head.tsx'
import { dimensionName } from './use-dimensions.ts'
import { useBefore } from './use-before.ts'
import { useFlowParameters } from './use-flows.ts'

const words = texts.explore.flows
const STEP = 20

/** Which row is which, now and before. */
const keyOf = ({ group, kind, intermediary, payer }: FlowRow): string => JSON.stringify([group.value, kind, intermediary?.value ?? null, intermediary === null, payer?.value ?? null, payer === null])

/** A row explains itself where it names what it is; folded ones are opened instead. */
export function whyOfRow({ group, kind, intermediary, payer }: FlowRow): string | null {
  if ([group, intermediary, payer].some((side) => side !== null && side.value === null)) return null
  return flowWhy({ group: group.value as string, kind, ...(intermediary === null ? {} : { intermediary: intermediary.value as string }), ...(payer === null ? {} : { payer: payer.value as string }) })
}

const roomyNumber = `${table.number} ${classes.roomy}`

type Order = (a: FlowRow, b: FlowRow) => number

function orderOf(sort: string | undefined, answer: Flows, measure: Measure): { readonly name: string; readonly order: Order } {
  const names = namesIn(answer)
  const orders: Readonly<Record<string, Order>> = {
    users: (a, b) => b.users - a.users,
    use: (a, b) => b.usageDays - a.usageDays,
    group: (a, b) => names.group(a.group).localeCompare(names.group(b.group)),
    kind: (a, b) => Object.keys(texts.kinds).indexOf(a.kind) - Object.keys(texts.kinds).indexOf(b.kind),
    payer: (a, b) => (a.payer === null ? '\uffff' : names.payer(a.payer)).localeCompare(b.payer === null ? '\uffff' : names.payer(b.payer)),
    ...Object.fromEntries(answer.money.map(({ currency }): [string, Order] => [currency, (a, b) => drawnWidth(moneyIn(b, currency)) - drawnWidth(moneyIn(a, currency))])),
  }
  const name = sort !== undefined && orders[sort] !== undefined ? sort : measure
  return { name, order: orders[name] ?? (orders['users'] as Order) }
}

/** The flows as a table: every row a group, a way of paying and a payer, and a total that is that of the period. */
export function FlowsTable({ answer, measure, whole }: { readonly answer: Flows; readonly measure: Measure; readonly whole: PayersOfUse | undefined }) {
  const { address, period } = useView()
  const before = useBefore('flows', useFlowParameters())
  const [shown, setShown] = useState(STEP)
  const { name, order } = orderOf(address.sort, answer, measure)
  const rows = [...answer.rows].sort((a, b) => order(a, b) || b.users - a.users || b.usageDays - a.usageDays)
  const names = namesIn(answer)
  const total = added(answer.rows)
  const through = answer.rows.some(({ intermediary }) => intermediary !== null)
  const currencies = answer.money.map(({ currency }) => currency)
  const earlier = new Map(before?.rows.map((row) => [keyOf(row), row]))
  const changeOf = (row: FlowRow) => (before === undefined || whyOfRow(row) === null ? undefined : measure === 'use' ? (earlier.get(keyOf(row))?.usageDays ?? 0) : (earlier.get(keyOf(row))?.users ?? 0))
  const totalChange = <Change now={measure === 'use' ? total.usageDays : total.users} before={before === undefined ? undefined : measure === 'use' ? before.usageDays : before.users} />
  const csv = () => downloadCsv(`flows-${answer.by}-${period.from}-${period.to}`, [dimensionName(answer.by), words.columns.intermediary, words.columns.kind, words.columns.payer, 'payer identifier', 'users', 'usage days', 'events', ...currencies],
    rows.map((row) => [names.group(row.group), row.intermediary === null ? null : names.intermediary(row.intermediary), texts.kinds[row.kind].name, row.payer === null ? null : names.payer(row.payer), row.payer?.value ?? null, row.users, row.usageDays, row.events, ...currencies.map((currency) => moneyIn(row, currency))]))
  return (
    <Card title={words.table} aside={<button type="button" className={table.button} onClick={csv} aria-label={words.csv}>{texts.explore.csv}</button>}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls is reached by keyboard */}
      <section className={table.scroll} tabIndex={0} aria-label={words.table}>
        <table className={`${table.table} ${classes.flowsTable}`}>
          <thead>
            <tr>
              <SortedHead order="group" now={name}>{dimensionName(answer.by)}</SortedHead>
              {through ? <th scope="col" className={classes.roomy}>{words.columns.intermediary}</th> : null}
              <SortedHead order="kind" now={name}>{words.columns.kind}</SortedHead>
              <SortedHead order="payer" now={name} roomy>{words.columns.payer}</SortedHead>
              <SortedHead order="users" now={name} number>{words.measures.users}</SortedHead>
              <SortedHead order="use" now={name} number roomy>{words.usageDays}</SortedHead>
              {currencies.map((currency) => <SortedHead key={currency} order={currency} now={name} number roomy>{currency}</SortedHead>)}
              <th scope="col" className={`${table.number} ${classes.roomy}`}>{words.change}, {measure === 'use' ? words.unit.use : words.unit.users}</th>
            </tr>
          </thead>
          <tbody>
            {rows.slice(0, shown).map((row) => (
              <tr key={keyOf(row)}>
                <td>{names.group(row.group)}</td>
                {through ? <td className={classes.roomy}>{row.intermediary === null ? <span className={classes.quiet}>{words.direct}</span> : <SideLink side={row.intermediary} name={names.intermediary(row.intermediary)} />}</td> : null}
                <td>
                  <span className={classes.kind}><KindMark kind={row.kind} />{texts.kinds[row.kind].name}</span>
                  <span className={classes.tight}>{[row.intermediary === null ? null : words.why.through(names.intermediary(row.intermediary)), row.payer === null ? null : names.payer(row.payer)].filter((part) => part !== null).join(', ')}</span>
                </td>
                <td className={classes.roomy}>{row.payer === null ? <span className={classes.quiet}>{row.kind === 'self' ? words.paysSelf : words.noPayer}</span> : <SideLink side={row.payer} name={names.payer(row.payer)} />}</td>
                <td className={table.number}>
                  <RowFigure row={row} name={`${names.group(row.group)}, ${texts.kinds[row.kind].name}${row.payer === null ? '' : `, ${names.payer(row.payer)}`}`} />
                  <Tight amounts={row} currencies={currencies} now={measure === 'use' ? row.usageDays : row.users} before={changeOf(row)} />
                </td>
                <td className={roomyNumber}>{count(row.usageDays)}</td>
                {currencies.map((currency) => <td key={currency} className={roomyNumber}>{isZero(moneyIn(row, currency)) ? <span className={classes.quiet}>–</span> : amount(moneyIn(row, currency))}</td>)}
                <td className={roomyNumber}><RowChange row={row} now={measure === 'use' ? row.usageDays : row.users} before={changeOf(row)} /></td>
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr className={classes.total}>
              <th scope="row">{words.total}</th><td />{through ? <td className={classes.roomy} /> : null}<td className={classes.roomy} />
              <td className={table.number}>{count(total.users)}<Tight amounts={total} currencies={currencies} now={measure === 'use' ? total.usageDays : total.users} before={before === undefined ? undefined : measure === 'use' ? before.usageDays : before.users} /></td>
              <td className={roomyNumber}>{count(total.usageDays)}</td>
              {currencies.map((currency) => <td key={currency} className={roomyNumber}>{amount(moneyIn(total, currency))}</td>)}
              <td className={roomyNumber}>{totalChange}</td>
            </tr>
          </tfoot>
        </table>
      </section>
      {shown < rows.length ? <button type="button" className={`${table.button} ${table.more}`} onClick={() => setShown(shown + STEP)}>{words.more(count(Math.min(STEP, rows.length - shown)))}</button> : null}
      <Adds total={total} whole={whole} filtered={address.where !== undefined} staff={answer.leftOut.staff.usageDays} />
    </Card>
  )
}

/** Where there is no room for columns: the other figures of a row below its first. */
function Tight({ amounts, currencies, now, before }: { readonly amounts: Amounts; readonly currencies: readonly string[]; readonly now: number; readonly before: number | undefined }) {
  return (
    <span className={`${classes.tight} ${classes.figuresBelow}`}>
      <span>{words.days(count(amounts.usageDays), amounts.usageDays === 1)}</span>
      {currencies.filter((currency) => !isZero(moneyIn(amounts, currency))).map((currency) => <span key={currency}>{money(moneyIn(amounts, currency), currency)}</span>)}
      {before === undefined ? null : <span>{words.changeOf} <Change now={now} before={before} /></span>}
    </span>
  )
}

function RowChange({ row, now, before }: { readonly row: FlowRow; readonly now: number; readonly before: number | undefined }) {
  if (whyOfRow(row) === null) return <span className={classes.quiet} title={words.notComparedHint}>{words.notCompared}</span>
  return <Change now={now} before={before} />
}

function SideLink({ side, name }: { readonly side: Side; readonly name: string }) {
  return side.party === null ? <span className={side.value === null ? classes.quiet : undefined}>{name}</span> : <PartyLink party={side.party} />
}

function RowFigure({ row, name }: { readonly row: FlowRow; readonly name: string }) {
  const { go } = useView()
  const why = whyOfRow(row)
  if (why !== null) return <WhyButton why={why} plain row label={`${name}: ${count(row.users)}`}>{count(row.users)}</WhyButton>
  return <button type="button" className={figure.plain} data-row title={words.unfold} aria-label={`${name}: ${count(row.users)}. ${words.unfold}`} onClick={() => go({ open: 'all' })}>{count(row.users)}</button>
}

interface AddsProps { readonly total: { readonly users: number; readonly usageDays: number }; readonly whole: PayersOfUse | undefined; readonly filtered: boolean; readonly staff: number }

/** Whether the rows add up to what the period holds, said with the figures themselves. */
function Adds({ total, whole, filtered, staff }: AddsProps) {
  if (whole === undefined) return <p className={classes.small}>&nbsp;</p>
  const fits = total.users === whole.users && total.usageDays === whole.usageDays
  const says = filtered ? words.addsOf(count(total.users), count(whole.users), count(total.usageDays), count(whole.usageDays)) : fits ? words.adds(count(total.users), count(total.usageDays)) : words.addsNot(count(total.users), count(whole.users))
  return <p className={classes.adds} data-bad={(!filtered && !fits) || undefined}>{says}{staff === 0 ? '' : ` ${words.staff(count(staff))}`}</p>
}

