import { useStudy } from '../../api/use-study.ts'
import { count, share } from '../../format/numbers.ts'
import { Answered } from '../../parts/answered.tsx'
import { Bones } from '../../parts/bones.tsx'
import { Empty } from '../../parts/empty.tsx'
import { PartyLink } from '../../parts/party-link.tsx'
import { texts } from '../../texts.ts'
import { useView } from '../../view/use-view.ts'
import { Actions } from '../../why/actions.tsx'
import { Figures } from '../../why/figures.tsx'
import { Part, Rule } from '../../why/part.tsx'
import panel from '../../why/why-panel.module.css'
import { amountOf, headline, keyOf } from './concentrated.ts'
import explore from './explore.module.css'
import { concentrationCsv } from './top-table.tsx'

const words = texts.explore.concentration
/** How many of those that make half are listed; the file holds all. */
const MOST = 200

/** How few make half, and how that is counted. */
export function WhyConcentration({ which }: { readonly which: string }) {
  const { parameters, address } = useView()
  const query = useStudy('concentration', { limit: MOST, where: address.where })
  return (
    <Answered query={query} bones={<Bones lines={[100, 100, 100]} height={18} />}>
      {({ of }) => {
        const one = of.find((each) => keyOf(each) === which)
        if (one === undefined) return <Empty>{texts.why.noRows}</Empty>
        return (
          <>
            <p className={panel.answer}>{headline(one)}</p>
            <Part title={texts.why.rule}><Rule>{words.rule[one.side]}</Rule><Rule>{words.effectiveRule}</Rule>{address.where === undefined ? null : <Rule>{words.filtered}</Rule>}</Part>
            <Part title={texts.why.formula}>
              <Figures rows={[
                [words.all[one.side], count(one.parties)], [words.sum, amountOf(one, one.total)], [words.withoutShort[one.side], amountOf(one, one.without)],
                [words.half, count(one.half)], [words.largest, one.top1 === null ? '–' : share(one.top1)], [words.ten, one.top10 === null ? '–' : share(one.top10)], [words.effective, one.effective === null ? '–' : one.effective.toFixed(1)],
              ]} />
            </Part>
            <Part title={`${texts.why.rows} (${count(one.half)})`}>
              <ol className={panel.rows}>
                {one.top.slice(0, Math.max(1, one.half)).map(({ party, amount, cumulative }) => <li key={party.id} className={explore.plainRow}><span className={panel.first}><PartyLink party={party} /><span className={panel.value}>{amountOf(one, amount)}</span></span><span className={panel.rest}>{words.upTo(share(cumulative))}</span></li>)}
              </ol>
            </Part>
            <Actions onCsv={() => concentrationCsv(which, `concentration-${which}`, { ...parameters, where: address.where })} />
          </>
        )
      }}
    </Answered>
  )
}
