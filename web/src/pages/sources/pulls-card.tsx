import { useState } from 'react'
import { Answered } from '../../parts/answered.tsx'
import { Bones } from '../../parts/bones.tsx'
import { Card } from '../../parts/card.tsx'
import { Empty } from '../../parts/empty.tsx'
import { texts } from '../../texts.ts'
import { useView } from '../../view/use-view.ts'
import { PullForm } from './pulls-form.tsx'
import { PullRow } from './pulls-row.tsx'
import classes from './pulls.module.css'
import { type Pull, usePulls } from './use-pulls.ts'

/** What comes by itself from databases, folders and addresses; in the demo only if there is something. */
export function PullsCard() {
  const { isDemo } = useView()
  const query = usePulls()
  const [edited, setEdited] = useState<Pull | 'new' | null>(null)
  if (isDemo && (query.data ?? []).length === 0) return null
  const add = <button type="button" className={classes.button} onClick={() => setEdited('new')}>{texts.pulls.add}</button>
  return (
    <Card title={texts.pulls.title} hint={texts.pulls.hint} aside={add} className={classes.card}>
      <Answered query={query} bones={<Bones lines={[100, 100]} height={40} />}>
        {(pulls) => pulls.length === 0 ? <Empty>{texts.pulls.nothing}</Empty> : (
          <ul className={classes.list}>{pulls.map((pull) => <PullRow key={pull.id} pull={pull} onEdit={() => setEdited(pull)} />)}</ul>
        )}
      </Answered>
      {edited === null ? null : <PullForm pull={edited === 'new' ? null : edited} onClose={() => setEdited(null)} />}
    </Card>
  )
}
