import type { ReactNode } from 'react'
import { useStudy } from '../api/use-study.ts'
import { count } from '../format/numbers.ts'
import { Answered } from '../parts/answered.tsx'
import { Bones } from '../parts/bones.tsx'
import { KindMark } from '../parts/kind-mark.tsx'
import { WhyButton } from '../parts/why-button.tsx'
import { texts } from '../texts.ts'
import { Actions } from './actions.tsx'
import { downloadCsv } from './csv.ts'
import { Figures } from './figures.tsx'
import { Part, Rule } from './part.tsx'

/** Does the use add up? Six kinds, and what was left out. */
export function WhyUse() {
  const query = useStudy('payers-of-use', { detail: 'money' })
  return (
    <>
      <Part title={texts.why.rule}><Rule>{texts.why.useRule}</Rule><Rule>{texts.kindsOrder}</Rule></Part>
      <Answered query={query} bones={<Bones lines={[100, 100, 100]} height={18} />}>
        {(answer) => (
          <>
            <Part title={texts.home.useName}>
              <Figures rows={[
                ...answer.kinds.map((one): [string, ReactNode] => [texts.kinds[one.kind].name, <span key={one.kind}><KindMark kind={one.kind} /> <WhyButton why={`kind:${one.kind}`} plain>{count(one.usageDays)}</WhyButton></span>]),
                [`= ${texts.home.total}`, count(answer.usageDays)],
                [texts.home.staffDays, count(answer.leftOut.staff.usageDays)],
              ]} />
            </Part>
            <Actions onCsv={() => downloadCsv('payers-of-use', ['kind', 'users', 'usage days', 'events'], answer.kinds.map((one) => [one.kind, one.users, one.usageDays, one.events]))} />
          </>
        )}
      </Answered>
    </>
  )
}
