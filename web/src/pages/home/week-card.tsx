import { Link } from '@tanstack/react-router'
import { useStudy } from '../../api/use-study.ts'
import { Answered } from '../../parts/answered.tsx'
import { Bones } from '../../parts/bones.tsx'
import { Card } from '../../parts/card.tsx'
import { texts } from '../../texts.ts'
import { type Address, keptOf } from '../../view/address.ts'
import classes from './lists.module.css'

const HEIGHT = { name: 'home week', wide: 84, narrow: 200 } as const

/** What a week of learning changed in the figures of this page, in one paragraph. */
export function WeekCard() {
  const query = useStudy('changes', { limit: 1 })
  return (
    <Card title={texts.week.title} hint={texts.week.hint} aside={<Link to="/changes" search={(before) => keptOf(before as Address)}>{texts.week.all}</Link>}>
      <Answered query={query} height={HEIGHT} bones={<Bones lines={[100, 96, 60]} height={14} />}>
        {(answer) => <p className={classes.week}>{answer.says.length === 0 ? texts.week.nothing : answer.says.join(' ')} {answer.before.says}</p>}
      </Answered>
    </Card>
  )
}
