import type { UnpaidReason } from '../api/shapes.ts'
import { useStudy } from '../api/use-study.ts'
import { count } from '../format/numbers.ts'
import { texts } from '../texts.ts'
import { Figures } from './figures.tsx'
import { Part, Rule } from './part.tsx'
import { PartyRows } from './party-rows.tsx'

/** Why does nobody pay for this use? */
export function WhyReason({ reason }: { readonly reason: UnpaidReason }) {
  const { data } = useStudy('unpaid-use')
  const here = data?.reasons.find((one) => one.reason === reason)
  return (
    <>
      <Part title={texts.why.rule}><Rule>{texts.unpaid.reasons[reason].says}</Rule></Part>
      {here === undefined || data === undefined ? null : (
        <Part title={texts.why.formula}>
          <Figures rows={[[texts.home.people, `${count(here.users)} of ${count(data.users)}`], [texts.home.useName, `${count(here.usageDays)} of ${count(data.usageDays)}`]]} />
        </Part>
      )}
      <PartyRows filter={{ kind: 'nobody', reason }} name={`unpaid-${reason}`} />
      <Part title={texts.why.change}><p>{texts.why.changeNobody}</p></Part>
    </>
  )
}
