import { Link } from '@tanstack/react-router'
import { useStudy } from '../api/use-study.ts'
import { count, money } from '../format/numbers.ts'
import { Answered } from '../parts/answered.tsx'
import { Bones } from '../parts/bones.tsx'
import { Empty } from '../parts/empty.tsx'
import { Failed } from '../parts/failed.tsx'
import { texts } from '../texts.ts'
import { type Address, keptOf } from '../view/address.ts'
import { Actions } from './actions.tsx'
import { downloadCsv } from './csv.ts'
import { Figures } from './figures.tsx'
import { PaymentRows } from './payment-rows.tsx'
import { Part, Rule } from './part.tsx'
import classes from './why-panel.module.css'

const SHOWN = 10

/** The payments that nobody can explain, the largest first, each with its correction, and the way through all of them. */
function Unknown({ currency }: { readonly currency: string }) {
  const query = useStudy('payments', { state: 'unknown', currency: currency === '' ? undefined : currency, limit: SHOWN })
  if (query.error) return <Failed error={query.error} again={() => void query.refetch()} />
  if (query.data === undefined) return <Bones lines={[100, 60, 100, 60]} height={16} />
  const { payments, total } = query.data
  return (
    <Part title={texts.why.unknownPayments(count(total))}>
      {total === 0 ? <Empty>{texts.why.noUnknown}</Empty> : (
        <>
          <PaymentRows rows={payments} />
          {total > payments.length ? <p>{texts.why.moreUnknown(count(total - payments.length))}</p> : null}
          <p className={classes.actions}><Link to="/money" search={(before) => ({ ...keptOf(before as Address), tab: 'unknown' })} className={classes.action}>{texts.why.fixAll}</Link></p>
        </>
      )}
    </Part>
  )
}

/** Does the money add up, source by source? */
export function WhyMoney({ currency }: { readonly currency: string }) {
  const query = useStudy('money')
  return (
    <>
      <Part title={texts.why.rule}><Rule>{texts.why.moneyRule}</Rule></Part>
      <Answered query={query} bones={<Bones lines={[100, 100, 100]} height={18} />}>
        {(answer) => {
          const rows = answer.sources.filter((row) => currency === '' || row.currency === currency)
          return (
            <>
              {rows.map((row) => (
                <Part key={`${row.source} ${row.currency}`} title={`${texts.why.source}: ${row.source}`}>
                  <Figures rows={[[texts.home.explained, money(row.explained, row.currency)], [`+ ${texts.home.unknown}`, money(row.unknown, row.currency)], [`= ${texts.home.in}`, money(row.in, row.currency)]]} />
                </Part>
              ))}
              <Unknown currency={currency} />
              <Part title={texts.why.change}><p>{texts.why.changeMoney}</p></Part>
              <Actions onCsv={() => downloadCsv('money-by-source', ['source', 'currency', 'in', 'explained', 'unknown'], answer.sources.map((row) => [row.source, row.currency, row.in, row.explained, row.unknown]))} />
            </>
          )
        }}
      </Answered>
    </>
  )
}
