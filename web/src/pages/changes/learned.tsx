import { IconDownload } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { instantText } from '../../format/days.ts'
import { count } from '../../format/numbers.ts'
import { Card } from '../../parts/card.tsx'
import table from '../../parts/table.module.css'
import { texts } from '../../texts.ts'
import { type Address, keptOf } from '../../view/address.ts'
import { downloadCsv } from '../../why/csv.ts'
import type { Changes } from './words.ts'

const words = texts.changes.causes
type One = Changes['learned'][number]

/** What was recorded between the two times, by type, source and import. */
export function Learned({ answer }: { readonly answer: Changes }) {
  const { learned } = answer
  const csv = () => downloadCsv('learned', ['what', 'source', 'import', 'lines', 'corrected', 'takenBack', 'events', 'lateEvents', 'first', 'last'], learned.map((one) => [one.what, one.source, one.import, one.lines, one.corrected, one.takenBack, one.events, one.lateEvents, one.first, one.last]))
  return (
    <Card title={words.title} hint={words.hint} aside={<button type="button" className={table.button} onClick={csv}><IconDownload size={15} stroke={1.8} aria-hidden />{words.csv}</button>}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the table scrolls, so the keyboard must reach it */}
      <section className={table.scroll} tabIndex={0} aria-label={words.title}>
        <table className={table.table}>
          <thead><tr><th scope="col">{words.what}</th><th scope="col" className={table.number}>{words.lines}</th><th scope="col">{words.from}</th><th scope="col">{words.when}</th></tr></thead>
          <tbody>
            {learned.map((one) => (
              <tr key={`${one.what} ${one.source} ${one.import}`}>
                <td>{texts.changes.types[one.what] ?? one.what} <span className={table.quiet}>{details(one)}</span></td>
                <td className={table.number}>{count(one.what === 'usage' ? one.events : one.lines)}</td>
                <td><From one={one} /></td>
                <td>{instantText(one.last)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </Card>
  )
}

function details(one: One): string {
  return [
    ...(one.what === 'usage' ? [words.events] : []), ...(one.lateEvents > 0 ? [words.lateEvents(count(one.lateEvents))] : []), ...(one.corrected > 0 ? [`${count(one.corrected)} ${words.corrected}`] : []), ...(one.takenBack > 0 ? [`${count(one.takenBack)} ${one.what === 'undo' ? words.broughtBack : words.takenBack}`] : []),
  ].join(' · ')
}

function From({ one }: { readonly one: One }) {
  if (one.source === 'by-hand') return <Link to="/review" search={(before) => ({ ...keptOf(before as Address), tab: 'log' })}>{words.byHand}</Link>
  if (one.import !== null && one.importName !== null) return <Link to="/imports/$id" params={{ id: one.import }} search={(before) => keptOf(before as Address)}>{one.importName}</Link>
  return one.source === null ? <span className={table.quiet}>{words.live}</span> : <Link to="/sources" search={(before) => keptOf(before as Address)}>{one.source}</Link>
}
