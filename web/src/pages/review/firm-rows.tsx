import type { Studies } from '../../api/types.ts'
import { firstIdentifier, nameOf } from '../../format/names.ts'
import { count, money } from '../../format/numbers.ts'
import { PartyLink } from '../../parts/party-link.tsx'
import table from '../../parts/table.module.css'
import { texts } from '../../texts.ts'
import classes from './review.module.css'

const words = texts.review.firms
type Firm = Studies['guessed-organizations']['domains'][number]

interface FirmRowsProps {
  readonly rows: readonly Firm[]
  readonly chosen: readonly string[]
  readonly onChoose: (domains: readonly string[]) => void
  readonly onIs: (domain: string, organization: string) => void
}

export function FirmRows({ rows, chosen, onChoose, onIs }: FirmRowsProps) {
  const toggle = (domain: string) => onChoose(chosen.includes(domain) ? chosen.filter((one) => one !== domain) : [...chosen, domain])
  const all = rows.every(({ domain }) => chosen.includes(domain))
  return (
    /* biome-ignore lint/a11y/noNoninteractiveTabindex: the table scrolls, so the keyboard must reach it */
    <section className={table.scroll} tabIndex={0} aria-label={texts.review.tabs.firms}>
      <table className={table.table}>
        <thead>
          <tr>
            <th scope="col"><input type="checkbox" aria-label={words.all} checked={all} onChange={() => onChoose(all ? [] : rows.map(({ domain }) => domain))} /></th>
            <th scope="col">{words.domain}</th>
            <th scope="col" className={table.number}>{words.people}</th>
            <th scope="col" className={table.number}>{words.use}</th>
            <th scope="col">{words.stands}</th>
            <th scope="col">{words.maybe}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.domain} data-chosen={chosen.includes(row.domain) || undefined} className={classes.firm}>
              <td><input type="checkbox" data-row aria-label={words.select(row.domain)} checked={chosen.includes(row.domain)} onChange={() => toggle(row.domain)} /></td>
              <td><span title={row.examples.join(', ')}>{row.domain}</span></td>
              <td className={table.number}>{count(row.people)}</td>
              <td className={table.number}>{count(row.usageDays)}</td>
              <td>{row.organization === null ? <span className={table.quiet}>{words.guessed}</span> : <><PartyLink party={row.organization} /> <span className={table.quiet}>{row.paid.map(({ amount, currency }) => money(amount, currency)).join(', ')}</span></>}</td>
              <td><span className={classes.maybe}>{row.similar.map((party) => <button key={party.id} type="button" className={classes.plain} aria-label={words.isThis(row.domain, nameOf(party))} title={words.isThis(row.domain, nameOf(party))} onClick={() => onIs(row.domain, firstIdentifier(party))}>{nameOf(party)}</button>)}</span></td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
