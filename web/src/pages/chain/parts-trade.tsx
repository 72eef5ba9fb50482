import { count, share } from '../../format/numbers.ts'
import { firstIdentifier } from '../../format/names.ts'
import { Card } from '../../parts/card.tsx'
import table from '../../parts/table.module.css'
import { WhyButton } from '../../parts/why-button.tsx'
import { texts } from '../../texts.ts'
import chain from './chain.module.css'
import { moneyLines, partyName } from './node-words.ts'
import own from './parts.module.css'
import type { PartRow, Parts } from './use-parts.ts'

/** End users seen and unseen, sell-in, sell-through, what is in store, what comes late and what is complained of, row by row. */
export function PartsTrade({ answer: { rows } }: { readonly answer: Parts }) {
  const words = texts.chainExperience.trade
  return (
    <Card title={words.title} hint={words.hint}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the table scrolls, so the keyboard must reach it */}
      <section className={table.scroll} aria-label={words.title} tabIndex={0}>
        <table className={`${table.table} ${own.trade}`}>
          <thead>
            <tr>
              <th scope="col">{texts.chainExperience.forest.intermediary}</th>
              {[words.seen, words.unseen, words.sellIn, words.sellThrough, words.inventory, words.buys, words.late].map((name) => <th key={name} scope="col" className={table.number}>{name}</th>)}
              <th scope="col">{words.complaints}</th>
            </tr>
          </thead>
          <tbody>{rows.map((row) => <Row key={row.party.id} row={row} />)}</tbody>
        </table>
      </section>
    </Card>
  )
}

function Row({ row: { party, seen, unseen, sellIn, sellThrough, inventory, soldOn, beyond, late: { sells }, complaints } }: { readonly row: PartRow }) {
  const words = texts.chainExperience.trade
  const cause = complaints[0]
  return (
    <tr>
      <th scope="row"><WhyButton why={`part:${firstIdentifier(party)}`} plain row>{partyName(party)}</WhyButton></th>
      <td className={table.number}>{count(seen.users)}</td>
      <td className={table.number}>{unseen.silent ? <span className={table.quiet}>{words.silent}</span> : count(unseen.customers)}</td>
      <td className={table.number}>{sellIn.units === null ? <span className={table.quiet}>{words.notKnown}</span> : count(sellIn.units)}</td>
      <td className={table.number}>{count(sellThrough.units ?? 0)}{soldOn === null ? null : <span className={table.quiet}> {share(soldOn)}</span>}</td>
      <td className={`${table.number} ${own.store}`}>{inventory !== null ? count(inventory) : beyond === null ? <span className={table.quiet}>{words.notKnown}</span> : <span className={table.quiet} title={words.beyondWhy}>{words.beyond(count(beyond))}</span>}</td>
      <td className={`${table.number} ${chain.amounts}`}>{moneyLines(sellIn.money).map((line) => <span key={line}>{line}</span>)}</td>
      <td className={table.number}>{sells.share === null ? <span className={table.quiet}>{words.notKnown}</span> : <span className={sells.stands === 'above' ? own.worse : undefined} title={texts.chainExperience.late.lateOf(count(sells.late), count(sells.n))}>{share(sells.share)} <span className={table.quiet}>{texts.chain.n} {count(sells.n)}</span></span>}</td>
      <td>{cause === undefined ? <span className={table.quiet}>{words.notKnown}</span> : <span className={cause.stands === 'above' ? own.worse : undefined}>{cause.topic ?? texts.chainExperience.causes.noTopic} <span className={table.quiet}>{texts.chainExperience.causes.of(count(cause.raised), count(cause.n))}</span></span>}</td>
    </tr>
  )
}
