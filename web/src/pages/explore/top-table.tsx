import { Link } from '@tanstack/react-router'
import { ask, type Parameters } from '../../api/ask.ts'
import { acceptedOf } from '../../api/parameters.ts'
import { isZero, share } from '../../format/numbers.ts'
import { firstIdentifier, nameOf } from '../../format/names.ts'
import { Card } from '../../parts/card.tsx'
import { PartyLink } from '../../parts/party-link.tsx'
import table from '../../parts/table.module.css'
import { texts } from '../../texts.ts'
import { type Address, keptOf } from '../../view/address.ts'
import { useView } from '../../view/use-view.ts'
import { downloadCsv } from '../../why/csv.ts'
import { amountOf, amountWithUnit, keyOf } from './concentrated.ts'
import classes from './concentration.module.css'
import explore from './explore.module.css'
import type { Concentrated } from './shapes.ts'
import { both, whereOf } from './where.ts'

const words = texts.explore.concentration
const EVERYBODY = 100_000

/** Everybody, not only the largest: a file that adds up to the sum. */
export async function concentrationCsv(which: string, name: string, parameters: Parameters): Promise<void> {
  const { of } = await ask('concentration', { ...acceptedOf('concentration', parameters), limit: EVERYBODY })
  const one = of.find((each) => keyOf(each) === which)
  if (one !== undefined) downloadCsv(name, ['party', 'identifiers', 'amount', 'currency', 'share', 'cumulative'], one.top.map(({ party, amount, share, cumulative }) => [nameOf(party), party.identifiers.join(' '), amount, one.currency, share, cumulative]))
}

/** The largest, each with its part and with what they hold together; a click leads to whom they pay for. */
export function TopTable({ one }: { readonly one: Concentrated }) {
  const { period, parameters, address } = useView()
  const rest = one.parties - one.top.length
  const held = one.top.at(-1)?.cumulative ?? 0
  return (
    <Card title={words.top} hint={words.topHint} aside={<button type="button" className={table.button} onClick={() => void concentrationCsv(keyOf(one), `concentration-${keyOf(one)}-${period.from}-${period.to}`, { ...parameters, where: address.where })}>{texts.explore.csv}</button>}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls is reached by keyboard */}
      <section className={table.scroll} tabIndex={0} aria-label={words.top}>
        <table className={`${table.table} ${classes.top}`}>
          <thead><tr><th scope="col">{words.party[one.side]}</th><th scope="col" className={table.number}>{one.currency ?? words.use}</th><th scope="col" className={table.number}>{words.share}</th><th scope="col" className={table.number}>{words.together}</th></tr></thead>
          <tbody>
            {one.top.map(({ party, amount, share: part, cumulative }) => (
              <tr key={party.id}>
                <td><PartyLink party={party} /></td>
                <td className={table.number}>
                  <Link to="/explore" search={(before) => ({ ...keptOf(before as Address), where: both(address.where, whereOf([{ dimension: one.side, not: false, values: [firstIdentifier(party)] }])) ?? '' })} className={classes.flows} title={words.toFlows(nameOf(party))}>{amountOf(one, amount)}</Link>
                </td>
                <td className={table.number}><span className={classes.share}><span className={classes.track} aria-hidden="true"><span className={classes.fill} style={{ width: `${part * 100}%`, background: one.side === 'payer' ? 'var(--customers)' : 'var(--users)' }} /></span>{share(part)}</span></td>
                <td className={`${table.number} ${explore.quiet}`}>{share(cumulative)}</td>
              </tr>
            ))}
            {rest <= 0 ? null : <tr><td className={explore.quiet}>{words.others(rest)}</td><td /><td className={`${table.number} ${explore.quiet}`}>{share(1 - held)}</td><td className={`${table.number} ${explore.quiet}`}>{share(1)}</td></tr>}
          </tbody>
        </table>
      </section>
      {isZero(one.without) ? null : <p className={explore.small}>{words.without[one.side](amountWithUnit(one, one.without))}</p>}
    </Card>
  )
}
