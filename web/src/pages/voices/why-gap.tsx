import { useStudy } from '../../api/use-study.ts'
import { count } from '../../format/numbers.ts'
import { Answered } from '../../parts/answered.tsx'
import { Bones } from '../../parts/bones.tsx'
import { Empty } from '../../parts/empty.tsx'
import { texts } from '../../texts.ts'
import { useView } from '../../view/use-view.ts'
import { Figures } from '../../why/figures.tsx'
import { Part, Rule } from '../../why/part.tsx'
import { NONE } from '../explore/where.ts'
import { hundredths, tenths } from './decimals.ts'
import { isRole } from './model.ts'
import { RoleName } from './role-name.tsx'
import { VoicesBehind } from './voices-behind.tsx'

const words = texts.voices.gap

/** How a gap came about, and the voices behind it. */
export function WhyGap({ which }: { readonly which: string }) {
  const { address } = useView()
  const query = useStudy('service-gap', { where: address.where })
  const colon = which.indexOf(':')
  const [role, topic] = [which.slice(0, colon), which.slice(colon + 1)]
  if (!isRole(role)) return <Empty>{texts.why.noRows}</Empty>
  return (
    <>
      <Answered query={query} bones={<Bones lines={[100, 100, 60]} height={18} />}>
        {({ gaps }) => {
          const row = gaps.find((one) => one.role === role && (one.topic ?? NONE) === topic)
          if (row === undefined) return <Empty>{texts.why.noRows}</Empty>
          const { expectation, perception, pairs, method, gap, low, high } = row
          return (
            <>
              <p><RoleName of={role} /></p>
              <Part title={texts.why.rule}><Rule>{words.rule} {words.from}</Rule></Part>
              <Part title={texts.why.formula}>
                <Figures rows={[
                  [texts.voices.kindNames.expectation ?? '', `${tenths(expectation.mean)}, n ${count(expectation.n)}`], [texts.voices.kindNames.perception ?? '', `${tenths(perception.mean)}, n ${count(perception.n)}`], [words.pairs, count(pairs)],
                  [words.gap, gap === null ? texts.voices.tooFew : hundredths(gap)], ...(low === null || high === null ? [] : [[words.between, texts.voices.interval(hundredths(low), hundredths(high))] as const]), ...(method === null ? [] : [[words.method, words.methods[method]] as const]),
                ]} />
              </Part>
            </>
          )
        }}
      </Answered>
      <VoicesBehind filter={{ kind: 'expectation,perception', topic, where: address.where }} name="service-gap" search={{ kind: 'perception' }} />
    </>
  )
}
