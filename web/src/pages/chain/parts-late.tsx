import { count, share } from '../../format/numbers.ts'
import { firstIdentifier } from '../../format/names.ts'
import { Card } from '../../parts/card.tsx'
import table from '../../parts/table.module.css'
import { WhyButton } from '../../parts/why-button.tsx'
import { texts } from '../../texts.ts'
import { partyName } from './node-words.ts'
import own from './parts.module.css'
import type { Parts } from './use-parts.ts'

type Late = Parts['late']['buys']

/** How much came late of what intermediaries deliver and of what is delivered to them, and who stands out. */
export function PartsLate({ answer: { late } }: { readonly answer: Parts }) {
  const words = texts.chainExperience.late
  const { sells, buys } = late
  return (
    <Card title={words.title} hint={words.hint}>
      {sells.n + buys.n === 0 ? <p className={table.quiet}>{words.none}</p> : (
        <>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the table scrolls, so the keyboard must reach it */}
          <section className={table.scroll} aria-label={words.title} tabIndex={0}>
            <table className={table.table}>
              <thead><tr><th scope="col" aria-label={words.title} /><th scope="col" className={table.number}>{words.due}</th><th scope="col" className={table.number}>{words.share}</th><th scope="col">{texts.chainExperience.forest.interval}</th><th scope="col" className={table.number}>{words.mean}</th></tr></thead>
              <tbody><Row name={words.sells} late={sells} /><Row name={words.buys} late={buys} /></tbody>
            </table>
          </section>
          {sells.above.length === 0 ? null : <p className={own.out}>{words.standsOut}: <Named parties={sells.above} more={sells.moreAbove} /></p>}
        </>
      )}
    </Card>
  )
}

function Row({ name, late: { n, late, open, share: part, low, high, meanDays } }: { readonly name: string; readonly late: Late }) {
  const words = texts.chainExperience.late
  if (n === 0) return null
  return (
    <tr>
      <th scope="row">{name}</th><td className={table.number}>{count(n)}</td>
      <td className={table.number} title={words.lateOf(count(late), count(n))}><b>{part === null ? null : share(part)}</b></td>
      <td className={table.quiet}>{low === null || high === null ? null : texts.chain.interval(share(low), share(high))}</td>
      <td className={table.number}>{meanDays === null ? texts.none : words.days(count(Math.round(meanDays)))}{open === 0 ? null : <span className={`${table.quiet} ${own.two}`}>{words.open(count(open))}</span>}</td>
    </tr>
  )
}

/** Intermediaries that stand out, each with its panel. */
export function Named({ parties, more }: { readonly parties: Parts['late']['sells']['above']; readonly more: number }) {
  return (
    <>
      {parties.map((party, place) => <span key={party.id}>{place > 0 ? ', ' : null}<WhyButton why={`part:${firstIdentifier(party)}`} plain className={own.link}>{partyName(party)}</WhyButton></span>)}
      {more > 0 ? ` ${texts.chainExperience.causes.more(count(more))}` : null}
    </>
  )
}
