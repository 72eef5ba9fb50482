import { useStudy } from '../api/use-study.ts'
import { count } from '../format/numbers.ts'
import { Answered } from '../parts/answered.tsx'
import { Bones } from '../parts/bones.tsx'
import { texts } from '../texts.ts'
import { Actions } from './actions.tsx'
import { downloadCsv } from './csv.ts'
import { Figures } from './figures.tsx'
import { Part, Rule } from './part.tsx'

/** What is counted as a user, as a customer, as both? */
export function WhyOverlap() {
  const query = useStudy('overlap')
  return (
    <>
      <Part title={texts.why.rule}><Rule>{texts.why.overlapRule}</Rule></Part>
      <Answered query={query} bones={<Bones lines={[100, 100, 100]} height={18} />}>
        {(answer) => (
          <>
            <Part title={texts.overlap.users}>
              <Figures rows={[[texts.overlap.self, count(answer.usersSelf)], [`+ ${texts.overlap.paidFor}`, count(answer.usersPaidFor)], [`+ ${texts.overlap.unpaid}`, count(answer.usersUnpaid)], [`+ ${texts.overlap.unknown}`, count(answer.usersUnknown)], [`= ${texts.overlap.users}`, count(answer.users)]]} />
            </Part>
            <Part title={texts.overlap.customers}>
              <Figures rows={[[texts.overlap.withUse, count(answer.customersWithUse)], [`+ ${texts.overlap.withoutUse}`, count(answer.customersWithoutUse)], [`= ${texts.overlap.customers}`, count(answer.customers)], [texts.overlap.bothSay, count(answer.customersThatUse)], [texts.overlap.fresh, count(answer.newCustomers)]]} />
            </Part>
            <Part title={texts.overlap.payers}><Figures rows={[[texts.overlap.never, count(answer.payersThatNeverUse)], [texts.overlap.noDecider, count(answer.payersWithoutKnownDecider)]]} /></Part>
            <Actions onCsv={() => downloadCsv('overlap', ['figure', 'count'], Object.entries(answer).filter((entry): entry is [string, number] => typeof entry[1] === 'number'))} />
          </>
        )}
      </Answered>
    </>
  )
}
