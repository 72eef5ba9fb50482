import type { PayerKind } from '../api/shapes.ts'
import { useStudy } from '../api/use-study.ts'
import { count, money, ratio, share } from '../format/numbers.ts'
import { KindMark } from '../parts/kind-mark.tsx'
import { texts } from '../texts.ts'
import { Figures } from './figures.tsx'
import { Part, Rule } from './part.tsx'
import { PartyRows } from './party-rows.tsx'

/** Why is this use counted under this payer kind? The rule, the figures, the people. */
export function WhyKind({ kind }: { readonly kind: PayerKind }) {
  const { data } = useStudy('payers-of-use', { detail: 'money' })
  const here = data?.kinds.find((one) => one.kind === kind)
  return (
    <>
      <Part title={texts.why.rule}>
        <Rule><KindMark kind={kind} /> {texts.kinds[kind].rule}</Rule>
      </Part>
      {data === undefined || here === undefined ? null : (
        <Part title={texts.why.formula}>
          <Figures rows={[
            [texts.home.people, `${count(here.users)} of ${count(data.users)} (${share(ratio(here.users, data.users))})`],
            [texts.home.useName, `${count(here.usageDays)} of ${count(data.usageDays)} (${share(ratio(here.usageDays, data.usageDays))})`],
            ...(here.money ?? []).map((part): [string, string] => [`${texts.home.money}, ${part.currency}`, money(part.amount, part.currency)]),
          ]} />
        </Part>
      )}
      <PartyRows filter={{ kind }} name={`users-${kind}`} />
      <Part title={texts.why.change}>
        <p>{kind === 'unknown' ? texts.why.changeUnknown : texts.why.changeNobody}</p>
        <p style={{ marginTop: 8, color: 'var(--dimmed)' }}>{texts.kindsOrder}</p>
      </Part>
    </>
  )
}
