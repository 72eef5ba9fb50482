import { count, share } from '../../format/numbers.ts'
import { Card } from '../../parts/card.tsx'
import table from '../../parts/table.module.css'
import { texts } from '../../texts.ts'
import { Named } from './parts-late.tsx'
import own from './parts.module.css'
import type { Parts } from './use-parts.ts'

/** Of what end users complain, and at whom more than elsewhere. */
export function PartsCauses({ answer: { complaints, through } }: { readonly answer: Parts }) {
  const words = texts.chainExperience.causes
  const n = through.find(({ kind }) => kind === 'complaints')?.n ?? 0
  return (
    <Card title={words.title} hint={words.hint(count(n))}>
      {complaints.length === 0 ? <p className={table.quiet}>{words.none}</p> : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the table scrolls, so the keyboard must reach it
        <section className={table.scroll} aria-label={words.title} tabIndex={0}>
          <table className={table.table}>
            <thead><tr><th scope="col">{words.cause}</th><th scope="col" className={table.number}>{words.share}</th><th scope="col">{texts.chainExperience.forest.interval}</th><th scope="col">{words.where}</th></tr></thead>
            <tbody>
              {complaints.map(({ topic, raised, n: of, share: part, low, high, above, moreAbove }) => (
                <tr key={topic ?? ''}>
                  <th scope="row">{topic ?? words.noTopic}</th>
                  <td className={table.number} title={words.of(count(raised), count(of))}>{part === null ? words.of(count(raised), count(of)) : share(part)}</td>
                  <td className={table.quiet}>{low === null || high === null ? texts.chain.tooFew(count(of)) : texts.chain.interval(share(low), share(high))}</td>
                  <td className={own.where}>{above.length === 0 ? <span className={table.quiet}>{words.nowhere}</span> : <Named parties={above} more={moreAbove} />}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </Card>
  )
}
