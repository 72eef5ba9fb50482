import type { Money } from '../../api/shapes.ts'
import { useStudy } from '../../api/use-study.ts'
import { isZero, money, share, sum } from '../../format/numbers.ts'
import { Answered } from '../../parts/answered.tsx'
import { Bones } from '../../parts/bones.tsx'
import { Card } from '../../parts/card.tsx'
import { Empty } from '../../parts/empty.tsx'
import table from '../../parts/table.module.css'
import { WhyButton } from '../../parts/why-button.tsx'
import { texts } from '../../texts.ts'
import { useView } from '../../view/use-view.ts'
import { downloadCsv } from '../../why/csv.ts'
import { Difference } from './difference.tsx'
import classes from './money.module.css'
import { Months } from './months.tsx'

const words = texts.money

/** Money in by source, money agreed, both side by side by month, and why they differ. Every number has its rows. */
export function AddsUp() {
  const query = useStudy('money')
  return (
    <div className={classes.stack}>
      <div className={classes.two}>
        <Sources query={query} />
        <Agreed query={query} />
      </div>
      <Months />
      <Difference />
    </div>
  )
}

interface PartProps { readonly query: ReturnType<typeof useStudy<'money'>> }

function Sources({ query }: PartProps) {
  const { period, go } = useView()
  const csv = (answer: Money) => downloadCsv(`money-in-${period.from}-${period.to}`, ['source', 'currency', 'in', 'explained', 'unknown'], answer.sources.map((row) => [row.source, row.currency, row.in, row.explained, row.unknown]))
  return (
    <Card title={words.sources.title} hint={words.sources.hint} aside={<button type="button" className={table.button} disabled={query.data === undefined} onClick={() => query.data && csv(query.data)}>{texts.why.csv}</button>}>
      <Answered query={query} bones={<Bones lines={[100, 100, 100, 100]} height={24} />}>
        {({ sources }) => sources.length === 0 ? <Empty>{words.sources.none}</Empty> : (
          <>
            {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the table scrolls, so the keyboard must reach it */}
            <section className={table.scroll} tabIndex={0} aria-label={words.sources.title}>
              <table className={table.table}>
                <thead><tr><th scope="col">{words.sources.source}</th><th scope="col" className={table.number}>{words.sources.in}</th><th scope="col" className={table.number}>{words.sources.explained}</th><th scope="col" className={table.number}>{words.sources.unknown}</th></tr></thead>
                <tbody>
                  {sources.map((row) => (
                    <tr key={`${row.source} ${row.currency}`}>
                      <th scope="row">{row.source}</th>
                      <Amount row={row} what="in" label={words.sources.in} />
                      <Amount row={row} what="explained" label={words.sources.explained} />
                      <Amount row={row} what="unknown" label={words.sources.unknown} />
                    </tr>
                  ))}
                  {[...new Set(sources.map(({ currency }) => currency))].map((currency) => {
                    const here = sources.filter((row) => row.currency === currency)
                    return (
                      <tr key={currency} className={classes.sum} data-sum={currency}>
                        <th scope="row">{words.sources.sum(currency)}</th>
                        {(['in', 'explained', 'unknown'] as const).map((what) => <td key={what} className={table.number}>{money(sum(here.map((row) => row[what])), currency)}</td>)}
                      </tr>
                    )
                  })}
                </tbody>
              </table>
            </section>
            {sources.every(({ unknown }) => isZero(unknown)) ? null : <button type="button" className={`${table.button} ${table.more}`} onClick={() => go({ tab: 'unknown' })}>{words.sources.fix}</button>}
            {new Set(sources.map(({ currency }) => currency)).size > 1 ? <p className={classes.quiet}>{words.perCurrency}</p> : null}
          </>
        )}
      </Answered>
    </Card>
  )
}

function Amount({ row, what, label }: { readonly row: Money['sources'][number]; readonly what: 'in' | 'explained' | 'unknown'; readonly label: string }) {
  const shown = money(row[what], row.currency)
  return (
    <td className={table.number}>
      <WhyButton why={`payments:${row.source}|${row.currency}|${what}`} plain label={words.sources.why(label, row.source, shown)} className={what === 'unknown' ? (isZero(row.unknown) ? classes.good : classes.bad) : undefined}>{shown}</WhyButton>
    </td>
  )
}

function Agreed({ query }: PartProps) {
  return (
    <Card title={words.agreed.title} hint={words.agreed.hint}>
      <Answered query={query} bones={<Bones lines={[100, 100, 100]} height={24} />}>
        {({ agreements, coverage }) => agreements.length === 0 ? <Empty>{words.agreed.none}</Empty> : (
          <>
            {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the table scrolls, so the keyboard must reach it */}
            <section className={table.scroll} tabIndex={0} aria-label={words.agreed.title}>
            <table className={table.table}>
              <thead><tr><th scope="col">{words.sources.currency}</th><th scope="col" className={table.number}>{words.agreed.agreed}</th><th scope="col" className={table.number}>{words.agreed.used}</th><th scope="col" className={table.number}>{words.agreed.unused}</th></tr></thead>
              <tbody>
                {agreements.map((row) => (
                  <tr key={row.currency} data-agreed={row.currency}>
                    <th scope="row">{row.currency}</th>
                    {(['accrued', 'used', 'unused'] as const).map((what) => <td key={what} className={table.number}><WhyButton why={`unused:${row.currency}`} plain label={`${words.agreed[what === 'accrued' ? 'agreed' : what]}: ${money(row[what], row.currency)}`}>{money(row[what], row.currency)}</WhyButton></td>)}
                  </tr>
                ))}
              </tbody>
            </table>
            </section>
            <p className={classes.quiet}>{coverage.moneyWithUse === null ? '' : `${words.coverage(share(coverage.moneyWithUse))} `}{coverage.useWithKnownPayer === null ? '' : words.coverageUse(share(coverage.useWithKnownPayer))}</p>
          </>
        )}
      </Answered>
    </Card>
  )
}
