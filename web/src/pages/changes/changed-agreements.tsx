import { IconDownload } from '@tabler/icons-react'
import { useState } from 'react'
import { nameOf } from '../../format/names.ts'
import { count, money } from '../../format/numbers.ts'
import { Card } from '../../parts/card.tsx'
import { PartyLink } from '../../parts/party-link.tsx'
import table from '../../parts/table.module.css'
import { WhyButton } from '../../parts/why-button.tsx'
import { CorrectButton } from '../../correct/correct-button.tsx'
import { texts } from '../../texts.ts'
import { downloadCsv } from '../../why/csv.ts'
import classes from './changes.module.css'
import type { Changes } from './words.ts'

const words = texts.changes.agreements
const SHOWN = 12

/** Agreements whose money of the period, or whose payer, is another one now. */
export function ChangedAgreements({ answer }: { readonly answer: Changes }) {
  const { agreements, moreAgreements } = answer
  const [all, setAll] = useState(false)
  if (agreements.length === 0) return null
  const csv = () => downloadCsv('changed-agreements', ['agreement', 'product', 'currency', 'change', 'payerThen', 'payerNow', 'accruedThen', 'accruedNow', 'usedThen', 'usedNow'], agreements.map((one) => [one.agreement, one.product, one.currency, one.change, one.was?.payer ? nameOf(one.was.payer) : null, one.now?.payer ? nameOf(one.now.payer) : null, one.was?.accrued ?? null, one.now?.accrued ?? null, one.was?.used ?? null, one.now?.used ?? null]))
  const hidden = all ? 0 : Math.max(0, agreements.length - SHOWN)
  return (
    <Card title={words.title} hint={words.hint} aside={<button type="button" className={table.button} onClick={csv}><IconDownload size={15} stroke={1.8} aria-hidden />{words.csv}</button>}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the table scrolls, so the keyboard must reach it */}
      <section className={table.scroll} tabIndex={0} aria-label={words.title}>
        <table className={table.table}>
          <thead><tr><th scope="col">{words.agreement}</th><th scope="col">{words.payer}</th><th scope="col" className={table.number}>{words.was}</th><th scope="col" className={table.number}>{words.now}</th><th scope="col"><span className="visually-hidden">{texts.correct.button}</span></th></tr></thead>
          <tbody>
            {(all ? agreements : agreements.slice(0, SHOWN)).map((one) => {
              const payer = one.now?.payer ?? one.was?.payer ?? null
              return (
                <tr key={one.agreement}>
                  <td><WhyButton why={`agreement:${one.agreement}`} plain>{one.agreement}</WhyButton> <span className={table.quiet}>{nameOf(one.buyer)} · {words.change[one.change] ?? one.change}</span></td>
                  <td>{payer === null ? null : <PartyLink party={payer} />}</td>
                  <td className={table.number}>{one.was === null ? '–' : money(one.was.used, one.currency)}</td>
                  <td className={table.number}>{one.now === null ? '–' : money(one.now.used, one.currency)}</td>
                  <td className={classes.correct}><CorrectButton about={`agreement:${one.agreement}`} /></td>
                </tr>
              )
            })}
          </tbody>
        </table>
      </section>
      {hidden === 0 ? null : <button type="button" className={`${table.button} ${table.more}`} onClick={() => setAll(true)}>{words.more(count(hidden))}</button>}
      {all && moreAgreements > 0 ? <p className={table.quiet}>{words.more(count(moreAgreements))}</p> : null}
    </Card>
  )
}
