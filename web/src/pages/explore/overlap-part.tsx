import { acceptedOf } from '../../api/parameters.ts'
import type { Overlap } from '../../api/shapes.ts'
import { useStudy } from '../../api/use-study.ts'
import { Euler } from '../../charts/euler.tsx'
import { count } from '../../format/numbers.ts'
import { Answered } from '../../parts/answered.tsx'
import { Bones } from '../../parts/bones.tsx'
import { Card } from '../../parts/card.tsx'
import { Empty } from '../../parts/empty.tsx'
import { WhyButton } from '../../parts/why-button.tsx'
import { texts } from '../../texts.ts'
import { useView } from '../../view/use-view.ts'
import explore from './explore.module.css'
import { FilterBar } from './filter-bar.tsx'
import type { OverlapFigure } from './overlap-figures.ts'
import classes from './overlap-part.module.css'
import { OverlapTable } from './overlap-table.tsx'
import { useBefore } from './use-before.ts'

const words = texts.explore.overlap

/** Are users and customers the same? The picture, and the same in numbers. */
export function OverlapPart() {
  const { address } = useView()
  const fitting = acceptedOf('overlap', { where: address.where })
  const query = useStudy('overlap', fitting)
  const before = useBefore('overlap', fitting)
  return (
    <div className={explore.stack}>
    <FilterBar />
    <Answered query={query} bones={<div className={classes.both}><Card title={words.pictureTitle}><Bones lines={[100]} height={310} /></Card><Card title={words.tableTitle}><Bones lines={[100, 100, 100, 100, 100, 100, 100, 100]} height={24} /></Card></div>}>
      {(answer) => (
        <div className={classes.both}>
          <Card title={words.pictureTitle} hint={words.pictureHint}>
            {answer.users === 0 && answer.customers === 0 ? <Empty>{texts.explore.noUse}</Empty> : <Picture answer={answer} />}
          </Card>
          <OverlapTable answer={answer} before={before} />
        </div>
      )}
    </Answered>
    </div>
  )
}

function Picture({ answer }: { readonly answer: Overlap }) {
  const { address } = useView()
  const { users, customers, customersThatUse: both } = answer
  return (
    <>
      <Euler largerSays={words.larger} says={words.says(count(users), count(both), count(customers))}
        left={{ size: users, color: 'var(--users)', label: <Label figure="users" value={users} name={texts.overlap.users} color="var(--users)" says={words.onlyUsers(count(users - both))} /> }}
        both={{ size: both, color: 'var(--both)', label: <Label figure="customersThatUse" value={both} name={texts.overlap.both} color="var(--both)" says={words.bothSays} /> }}
        right={{ size: customers, color: 'var(--customers)', label: <Label figure="customers" value={customers} name={texts.overlap.customers} color="var(--customers)" says={words.onlyCustomers(count(customers - both))} /> }} />
      {address.where === undefined ? null : <p className={classes.note}>{words.filtered}</p>}
      {both === 0 && users > 0 && customers > 0 ? <p className={classes.note}>{words.noneBoth}</p> : null}
    </>
  )
}

interface LabelProps { readonly figure: OverlapFigure; readonly value: number; readonly name: string; readonly color: string; readonly says: string }

function Label({ figure, value, name, color, says }: LabelProps) {
  return (
    <>
      <span className={classes.name}><span className={classes.dot} style={{ background: color }} aria-hidden="true" />{name}</span>
      <WhyButton why={`overlap:${figure}`} plain className={classes.number} label={`${name}: ${count(value)}`}>{count(value)}</WhyButton>
      <span className={classes.says}>{says}</span>
    </>
  )
}
