import { Link } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { useStudy } from '../../api/use-study.ts'
import { Answered } from '../../parts/answered.tsx'
import { Bones } from '../../parts/bones.tsx'
import { Card } from '../../parts/card.tsx'
import { expectedHeight } from '../../parts/kept-height.ts'
import { daysIn, plusDays } from '../../format/days.ts'
import { useView } from '../../view/use-view.ts'
import table from '../../parts/table.module.css'
import { useLines } from '../../shell/use-workspaces.ts'
import { texts } from '../../texts.ts'
import { type Address, keptOf } from '../../view/address.ts'
import classes from './lists.module.css'

const WEEK = 7
/** With more lines it takes half a minute to see how it was a week ago, and is looked at only when somebody asks. */
const LARGE = 1_000_000
const HEIGHT = { name: 'home week', wide: 84, narrow: 200 } as const

/** What a week of learning changed in the figures of this page, in one paragraph. */
export function WeekCard() {
  const { knownAt } = useView()
  const against = knownAt === null ? {} : { against: `${plusDays(knownAt, -WEEK)}T23:59:59.999Z` }
  const beside = useStudy('changes', { only: 'before', ...against })
  // A view of the past is made for it, so it is asked for only once it is looked at, and after all else.
  const [place, setPlace] = useState<HTMLElement | null>(null)
  const [asked, setAsked] = useState(false)
  const isLarge = useLines() > LARGE
  const seen = useSeen(place)
  const learned = useStudy('changes', { limit: 1, ...against }, seen && !beside.isPending && (asked || !isLarge))
  const words = learned.error ? learned.error.message : learned.data === undefined ? texts.week.looking : learned.data.says.length === 0 ? texts.week.nothing : daysIn(learned.data.says.join(' '))
  return (
    <Card title={texts.week.title} hint={texts.week.hint} aside={<Link to="/changes" search={(before) => keptOf(before as Address)}>{texts.week.all}</Link>}>
      <div ref={setPlace}>
        <Answered query={beside} height={HEIGHT} bones={<Bones lines={[100, 96, 60]} height={14} />}>
          {(answer) => (
            <div style={{ minHeight: expectedHeight(HEIGHT) }}>
              <p className={classes.week}>{isLarge && !asked ? <button type="button" className={table.button} onClick={() => setAsked(true)}>{texts.week.ask}</button> : words}</p>
              <p className={classes.week}>{texts.week.beside} {answer.before.says}</p>
            </div>
          )}
        </Answered>
      </div>
    </Card>
  )
}

/** True once it has been on the screen. */
function useSeen(place: HTMLElement | null): boolean {
  const [seen, setSeen] = useState(false)
  useEffect(() => {
    if (place === null || seen) return
    const watch = new IntersectionObserver((entries) => (entries.some(({ isIntersecting }) => isIntersecting) ? setSeen(true) : undefined))
    watch.observe(place)
    return () => watch.disconnect()
  }, [place, seen])
  return seen
}
