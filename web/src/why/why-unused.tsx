import { ask } from '../api/ask.ts'
import { acceptedOf } from '../api/parameters.ts'
import { useStudy } from '../api/use-study.ts'
import { useView } from '../view/use-view.ts'
import { nameOf } from '../format/names.ts'
import { count, money } from '../format/numbers.ts'
import { Answered } from '../parts/answered.tsx'
import { Bones } from '../parts/bones.tsx'
import { WhyButton } from '../parts/why-button.tsx'
import { texts } from '../texts.ts'
import { agreementsCsv } from '../pages/agreements/agreements-csv.ts'
import { Actions } from './actions.tsx'
import { Figures } from './figures.tsx'
import { Part, Rule } from './part.tsx'
import classes from './why-panel.module.css'

const SHOWN = 30
/** Whenever it renews: the largest amount first. */
const ANY_DAY = 100_000

/** Which agreements hold the money that nobody uses? */
export function WhyUnused({ currency }: { readonly currency: string }) {
  const parameters = { of: currency, near: ANY_DAY }
  const query = useStudy('unused-money', { ...parameters, limit: SHOWN })
  const { parameters: view } = useView()
  const csv = async () => agreementsCsv('unused-money', (await ask('unused-money', { ...acceptedOf('unused-money', view), ...parameters })).agreements)
  return (
    <>
      <Part title={texts.why.rule}><Rule>{texts.why.unusedRule}</Rule><Rule>{texts.why.usedRuleSeats}</Rule><Rule>{texts.why.usedRule}</Rule></Part>
      <Answered query={query} bones={<Bones lines={[100, 100, 100]} height={18} />}>
        {(answer) => {
          const total = answer.totals.find((one) => one.currency === currency)
          return (
            <>
              {total === undefined ? null : <Part title={texts.why.formula}><Figures rows={[[texts.why.used, money(total.used, currency)], [`+ ${texts.why.unused}`, money(total.unused, currency)], [`= ${texts.why.accrued}`, money(total.accrued, currency)]]} /></Part>}
              <Part title={`${texts.why.rows} (${count(answer.total)})`}>
                <ul className={classes.rows}>
                  {answer.agreements.map((row) => (
                    <li key={row.agreement}><WhyButton why={`agreement:${row.agreement}`} row><span className={classes.first}><b>{nameOf(row.buyer)}</b><span className={classes.value}>{money(row.unused, row.currency)}</span></span></WhyButton></li>
                  ))}
                </ul>
              </Part>
              <Actions onCsv={() => void csv()} />
            </>
          )
        }}
      </Answered>
    </>
  )
}
