import { IconArrowRight, IconDownload } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { daysIn } from '../../format/days.ts'
import { count } from '../../format/numbers.ts'
import { Card } from '../../parts/card.tsx'
import { Empty } from '../../parts/empty.tsx'
import { KindMark } from '../../parts/kind-mark.tsx'
import { PartyLink } from '../../parts/party-link.tsx'
import table from '../../parts/table.module.css'
import { texts } from '../../texts.ts'
import { isPayerKind } from '../../theme/kinds.ts'
import { type Address, keptOf } from '../../view/address.ts'
import { downloadCsv } from '../../why/csv.ts'
import classes from './changes.module.css'
import { type Changes, type Side, sideName } from './words.ts'

const words = texts.changes.flows
const CAUSES_SHOWN = 2
const FLOWS_SHOWN = 12

/** From whom to whom use went, and what is shown to stand behind it. */
export function Flows({ answer }: { readonly answer: Changes }) {
  const [all, setAll] = useState(false)
  // Moves first: use that was only told later is no move.
  const isMove = ({ from, to }: Changes['flows'][number]): boolean => from.kind !== 'not-known' && to.kind !== 'not-known'
  const flows = [...answer.flows.filter(isMove), ...answer.flows.filter((flow) => !isMove(flow))]
  const csv = () => downloadCsv('who-moved', ['from', 'fromKind', 'to', 'toKind', 'users', 'usageDays', 'because'], flows.map((one) => [sideName(one.from, 'from'), one.from.kind, sideName(one.to, 'to'), one.to.kind, one.users, one.usageDays, one.because.map(({ says }) => says).join('; ')]))
  return (
    <Card title={words.title} hint={words.hint} aside={<button type="button" className={table.button} onClick={csv}><IconDownload size={15} stroke={1.8} aria-hidden />{words.csv}</button>}>
      {flows.length === 0 ? <Empty>{words.none}</Empty> : (
        /* biome-ignore lint/a11y/noNoninteractiveTabindex: the table scrolls, so the keyboard must reach it */
        <section className={table.scroll} tabIndex={0} aria-label={words.title}>
          <table className={table.table}>
            <thead><tr><th scope="col">{words.from}</th><th scope="col">{words.to}</th><th scope="col" className={table.number}>{words.users}</th><th scope="col" className={table.number}>{words.days}</th><th scope="col">{words.because}</th></tr></thead>
            <tbody>
              {(all ? flows : flows.slice(0, FLOWS_SHOWN)).map((flow) => (
                <tr key={`${flow.from.kind} ${flow.from.payer?.id} ${flow.to.kind} ${flow.to.payer?.id}`}>
                  <td><SideShown side={flow.from} end="from" /></td>
                  <td><span className={classes.to}><IconArrowRight size={14} stroke={1.8} aria-hidden /><SideShown side={flow.to} end="to" /></span></td>
                  <td className={table.number}>{count(flow.users)}</td>
                  <td className={table.number}>{count(flow.usageDays)}</td>
                  <td className={table.wide}><Because flow={flow} /></td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
      {all || flows.length <= FLOWS_SHOWN ? null : <button type="button" className={`${table.button} ${table.more}`} onClick={() => setAll(true)}>{texts.changes.movers.more}</button>}
    </Card>
  )
}

export function SideShown({ side, end }: { readonly side: Side; readonly end: 'from' | 'to' }) {
  return <span className={classes.side}>{isPayerKind(side.kind) ? <KindMark kind={side.kind} /> : null}{side.payer === null ? sideName(side, end) : <PartyLink party={side.payer} />}</span>
}

function Because({ flow }: { readonly flow: Changes['flows'][number] }) {
  if (flow.because.length === 0) return <span className={table.quiet}>{words.notShown}</span>
  return (
    <ul className={classes.because}>
      {flow.because.slice(0, CAUSES_SHOWN).map((cause) => (
        <li key={cause.says}>
          {daysIn(cause.says)}
          {cause.users < flow.users ? <span className={table.quiet}> ({words.ofUsers(count(cause.users))})</span> : null}
          {' '}{cause.import !== null && cause.source !== 'by-hand' ? <Link to="/imports/$id" params={{ id: cause.import }} search={(before) => keptOf(before as Address)}>{texts.changes.causes.toImport}</Link> : cause.source === 'by-hand' ? <Link to="/review" search={(before) => ({ ...keptOf(before as Address), tab: 'log' })}>{texts.changes.causes.toLog}</Link> : null}
        </li>
      ))}
    </ul>
  )
}
