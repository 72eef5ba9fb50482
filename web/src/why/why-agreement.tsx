import type { AgreementUse } from '../api/shapes.ts'
import { useStudy } from '../api/use-study.ts'
import { dayText, fromNow } from '../format/days.ts'
import { nameOf } from '../format/names.ts'
import { count, money } from '../format/numbers.ts'
import { Answered } from '../parts/answered.tsx'
import { Bones } from '../parts/bones.tsx'
import { Empty } from '../parts/empty.tsx'
import { PartyLink } from '../parts/party-link.tsx'
import { texts } from '../texts.ts'
import { Actions } from './actions.tsx'
import { DeciderUse } from './decider-use.tsx'
import { Figures } from './figures.tsx'
import { Part, Rule } from './part.tsx'
import classes from './why-panel.module.css'

/** Why is so much of this agreement's money unused? Its figures, with the formula filled in. */
export function WhyAgreement({ agreement }: { readonly agreement: string }) {
  const query = useStudy('unused-money')
  return (
    <Answered query={query} bones={<Bones lines={[100, 100, 60, 60, 60]} height={18} />}>
      {(answer) => {
        const row = answer.agreements.find((one) => one.agreement === agreement)
        return row === undefined ? <Empty>{texts.why.noRows}</Empty> : <Explained row={row} />
      }}
    </Answered>
  )
}

function Explained({ row }: { readonly row: AgreementUse }) {
  return (
    <>
      <p className={classes.answer}>{nameOf(row.buyer)}: {money(row.unused, row.currency)}</p>
      <p className={classes.quiet}>{row.agreement} · {row.product}</p>
      <Part title={texts.why.rule}><Rule>{row.seats === null ? texts.why.usedRule : texts.why.usedRuleSeats}</Rule></Part>
      <Part title={texts.why.formula}>
        <Formula row={row} />
        <p className={classes.quiet}>{texts.why.thin(count(row.users), count(row.usageDays))}</p>
      </Part>
      <Part title={texts.why.agreement}>
        <Figures rows={[
          [texts.why.buyer, <PartyLink key="b" party={row.buyer} />],
          [texts.why.payer, row.payer === null ? texts.none : <PartyLink key="p" party={row.payer} />],
          [texts.agreements.renews, row.renews === null ? texts.paidUnused.noRenewal : `${dayText(row.renews)}, ${fromNow(row.renews)}`],
          [texts.agreements.lastUse, row.lastUse === null ? texts.agreements.never : dayText(row.lastUse)],
          [texts.why.lastUser, row.lastUser === null ? texts.none : <PartyLink key="l" party={row.lastUser} />],
        ]} />
      </Part>
      <Part title={texts.why.deciders}>
        {row.deciders.length === 0 ? <p>{texts.why.noDeciders}</p> : <ul>{row.deciders.map((decider) => <li key={decider.id}><PartyLink party={decider} /><DeciderUse party={decider} product={row.product} /></li>)}</ul>}
      </Part>
      <Part title={texts.why.change}><p>{texts.why.changeSeats}</p></Part>
      <Actions />
    </>
  )
}

function Formula({ row }: { readonly row: AgreementUse }) {
  const seats = row.seats === null || row.seatsUsed === null ? null : `min(${count(row.users)}, ${count(row.seats)}) / ${count(row.seats)} = ${count(row.seatsUsed)} / ${count(row.seats)}`
  return (
    <div className={classes.formula}>
      <span>{texts.why.accrued}: <b>{money(row.accrued, row.currency)}</b></span>
      <span>{texts.why.used}: {seats === null ? null : `${seats} → `}<b>{money(row.used, row.currency)}</b></span>
      <span>{texts.why.unused}: {money(row.accrued, row.currency)} − {money(row.used, row.currency)} = <b>{money(row.unused, row.currency)}</b></span>
    </div>
  )
}
