import { useStudy } from '../../api/use-study.ts'
import { count, isZero, money } from '../../format/numbers.ts'
import { Answered } from '../../parts/answered.tsx'
import { Bones } from '../../parts/bones.tsx'
import { Card } from '../../parts/card.tsx'
import { Empty } from '../../parts/empty.tsx'
import table from '../../parts/table.module.css'
import { WhyButton } from '../../parts/why-button.tsx'
import { texts } from '../../texts.ts'
import classes from './money.module.css'

const HEIGHT = { name: 'money difference', wide: 557, narrow: 805 } as const

const words = texts.money.difference

/** Why money in is not money agreed, in parts that add up. */
export function Difference() {
  const query = useStudy('money-by-month')
  return (
    <Card title={words.title} hint={words.hint}>
      <Answered query={query} height={HEIGHT} bones={<Bones lines={[60, 100, 100, 100]} height={24} />}>
        {({ difference }) => difference.length === 0 ? <Empty>{texts.money.sources.none}</Empty> : (
          <div className={classes.stack}>
            {difference.map(({ currency, in: moneyIn, agreed, difference: by, parts }) => (
              <div key={currency} data-difference={currency}>
                <p className={classes.sentence}>{isZero(by) ? words.equal(money(moneyIn, currency)) : words.sentence(money(moneyIn, currency), money(agreed, currency), money(by.replace('-', ''), currency), !by.startsWith('-'))}</p>
                {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the table scrolls, so the keyboard must reach it */}
                <section className={table.scroll} tabIndex={0} aria-label={`${words.title}, ${currency}`}>
                  <table className={table.table}>
                    <thead><tr><th scope="col">{words.part}</th><th scope="col" className={table.number}>{words.paid}</th><th scope="col" className={table.number}>− {words.agreed}</th><th scope="col" className={table.number}>= {words.amount}</th></tr></thead>
                    <tbody>
                      {parts.map((part) => (
                        <tr key={part.part}>
                          <th scope="row" className={classes.part}><span>{words.parts[part.part].name}</span><span className={classes.quiet}>{words.parts[part.part].says}</span></th>
                          <td className={table.number}>{part.payments === 0 ? <span className={classes.quiet}>{money(part.paid, currency)}</span> : <WhyButton why={`payments:|${currency}|${part.part}`} plain label={`${words.parts[part.part].name}, ${words.rows(count(part.payments))}: ${money(part.paid, currency)}`}>{money(part.paid, currency)}</WhyButton>}</td>
                          <td className={table.number}>{isZero(part.agreed) ? <span className={classes.quiet}>{money(part.agreed, currency)}</span> : money(part.agreed, currency)}</td>
                          <td className={table.number}>{money(part.amount, currency)}</td>
                        </tr>
                      ))}
                      <tr className={classes.sum}><th scope="row">{words.sum}</th><td className={table.number}>{money(moneyIn, currency)}</td><td className={table.number}>{money(agreed, currency)}</td><td className={table.number}>{money(by, currency)}</td></tr>
                    </tbody>
                  </table>
                </section>
              </div>
            ))}
          </div>
        )}
      </Answered>
    </Card>
  )
}
