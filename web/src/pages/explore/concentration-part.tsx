import { useStudy } from '../../api/use-study.ts'
import { Answered } from '../../parts/answered.tsx'
import { Bones } from '../../parts/bones.tsx'
import { Card } from '../../parts/card.tsx'
import { Empty } from '../../parts/empty.tsx'
import { texts } from '../../texts.ts'
import { useView } from '../../view/use-view.ts'
import { keyOf, nameOfConcentrated } from './concentrated.ts'
import { FilterBar } from './filter-bar.tsx'
import explore from './explore.module.css'
import { LorenzCard } from './lorenz-card.tsx'
import { TopTable } from './top-table.tsx'
import { useBefore } from './use-before.ts'
import classes from './concentration.module.css'

const words = texts.explore.concentration

/** On how few do the money and the use rest? Per currency, and for use by payer and by organization. */
export function ConcentrationPart() {
  const { address, go } = useView()
  const query = useStudy('concentration', { where: address.where })
  const before = useBefore('concentration', { where: address.where })
  return (
    <div className={explore.stack}>
    <FilterBar />
    {address.where === undefined ? null : <p className={explore.small}>{words.filtered}</p>}
    <Answered query={query} bones={<div className={classes.both}><Card title={words.title}><Bones lines={[100]} height={300} /></Card><Card title={words.top}><Bones lines={[100, 100, 100, 100, 100]} height={24} /></Card></div>}>
      {({ of }) => {
        const there = of.filter(({ parties }) => parties > 0)
        const here = there.find((one) => keyOf(one) === address.measure) ?? there[0]
        if (here === undefined) return <Card title={words.title}><Empty>{address.where === undefined ? texts.explore.noUse : texts.explore.flows.nothing}</Empty></Card>
        const then = before?.of.find((one) => keyOf(one) === keyOf(here))
        return (
          <div className={explore.stack}>
            <fieldset className={`${explore.measures} ${classes.which}`}>
              <legend className="visually-hidden">{words.which}</legend>
              {there.map((one) => <button key={keyOf(one)} type="button" aria-pressed={one === here} onClick={() => go({ measure: keyOf(one), why: undefined, who: undefined }, true)}>{nameOfConcentrated(one)}</button>)}
            </fieldset>
            <div className={classes.both}>
              <LorenzCard one={here} before={then} />
              <TopTable one={here} />
            </div>
          </div>
        )
      }}
    </Answered>
    </div>
  )
}
