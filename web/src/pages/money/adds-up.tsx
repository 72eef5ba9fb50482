import { useEffect, useRef } from 'react'
import type { Money } from '../../api/shapes.ts'
import { useStudy } from '../../api/use-study.ts'
import { isZero, money, share, sum } from '../../format/numbers.ts'
import { Answered } from '../../parts/answered.tsx'
import { Bones } from '../../parts/bones.tsx'
import { Card } from '../../parts/card.tsx'
import { Empty } from '../../parts/empty.tsx'
import { expectedHeight, keepHeight } from '../../parts/kept-height.ts'
import table from '../../parts/table.module.css'
import { WhyButton } from '../../parts/why-button.tsx'
import { texts } from '../../texts.ts'
import { TogetherNote } from '../../together/together-note.tsx'
import { TogetherPicker } from '../../together/together-picker.tsx'
import { currenciesOf, type MoneyTogether, useMoneyTogether, useTogetherIn } from '../../together/use-together.ts'
import { useView } from '../../view/use-view.ts'
import { downloadCsv } from '../../why/csv.ts'
import { Difference } from './difference.tsx'
import classes from './money.module.css'
import { Months } from './months.tsx'

const words = texts.money
const TOGETHER_HEIGHT = { name: 'money together', wide: 32, narrow: 76 } as const
const IN_HEIGHT = { name: 'money in', wide: 353, narrow: 372 } as const
const AGREED_HEIGHT = { name: 'money agreed', wide: 161, narrow: 161 } as const

/** Money in by source, money agreed, both side by side by month, and why they differ. Every number has its rows. */
export function AddsUp() {
  const query = useStudy('money')
  const currencies = currenciesOf(query.data)
  const currency = useTogetherIn(currencies)
  const isAsked = currency !== null && currencies.some((one) => one !== currency)
  const { together } = useMoneyTogether(isAsked ? currency : null)
  const inOne = isAsked ? { currency, together } : null
  const place = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (!query.isPending) keepHeight(TOGETHER_HEIGHT, Math.max(1, place.current?.offsetHeight ?? 0))
  }, [query.isPending])
  return (
    <div className={classes.stack}>
      {inOne === null ? (query.isPending ? <div style={{ minHeight: expectedHeight(TOGETHER_HEIGHT) }} /> : null) : <div ref={place} className={classes.together}><TogetherPicker currencies={currencies} chosen={inOne.currency} /><TogetherNote told={inOne.together} /></div>}
      <div className={classes.two}>
        <Sources query={query} inOne={inOne} />
        <Agreed query={query} inOne={inOne} />
      </div>
      <Months />
      <Difference />
    </div>
  )
}

interface InOne { readonly currency: string; readonly together: MoneyTogether | null }
interface PartProps { readonly query: ReturnType<typeof useStudy<'money'>>; readonly inOne: InOne | null }

/** The sums of all currencies in one; the row stands there before its amounts do. */
function TogetherRow({ inOne, amounts }: { readonly inOne: InOne; readonly amounts: readonly ('in' | 'explained' | 'unknown' | 'accrued' | 'used' | 'unused')[] }) {
  const { currency, together } = inOne
  return (
    <tr className={classes.sum} data-sum={`together ${currency}`}>
      <th scope="row">{texts.together.name(currency)}</th>
      {amounts.map((what) => {
        const told = together?.[what] ?? null
        const shown = told === null ? '–' : texts.together.about(money(told, currency))
        return <td key={what} className={table.number}>{together === null ? '\u00a0' : <WhyButton why={`together:${currency}`} plain label={`${texts.together.name(currency)}, ${texts.together[what]}: ${shown}`}>{shown}</WhyButton>}</td>
      })}
    </tr>
  )
}

function Sources({ query, inOne }: PartProps) {
  const { period, go } = useView()
  const csv = (answer: Money) => downloadCsv(`money-in-${period.from}-${period.to}`, ['source', 'currency', 'in', 'explained', 'unknown'], answer.sources.map((row) => [row.source, row.currency, row.in, row.explained, row.unknown]))
  return (
    <Card title={words.sources.title} hint={words.sources.hint} aside={<button type="button" className={table.button} disabled={query.data === undefined} onClick={() => query.data && csv(query.data)}>{texts.why.csv}</button>}>
      <Answered query={query} height={IN_HEIGHT} bones={<Bones lines={[100, 100, 100, 100]} height={24} />}>
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
                  {inOne === null || sources.every(({ currency }) => currency === inOne.currency) ? null : <TogetherRow inOne={inOne} amounts={['in', 'explained', 'unknown']} />}
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

function Agreed({ query, inOne }: PartProps) {
  return (
    <Card title={words.agreed.title} hint={words.agreed.hint}>
      <Answered query={query} height={AGREED_HEIGHT} bones={<Bones lines={[100, 100, 100]} height={24} />}>
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
                {inOne === null || agreements.every(({ currency }) => currency === inOne.currency) ? null : <TogetherRow inOne={inOne} amounts={['accrued', 'used', 'unused']} />}
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
