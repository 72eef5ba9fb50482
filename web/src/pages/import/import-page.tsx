import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { Card } from '../../parts/card.tsx'
import { PageHead } from '../../parts/page-head.tsx'
import { texts } from '../../texts.ts'
import { useIsEmpty } from '../../shell/use-is-empty.ts'
import { OWN, useView } from '../../view/use-view.ts'
import { DropPlace } from './drop-place.tsx'
import { ImportProgress } from './import-progress.tsx'
import classes from './import.module.css'
import { OtherWays } from './other-ways.tsx'
import { useImport } from './use-import.ts'

/** What to do with an empty workspace: bring evidence in, by hand or by machine. */
export function ImportPage() {
  const first = useIsEmpty()
  const { workspace, isDemo } = useView()
  // The heading must not change under the reader's eyes when the first lines arrive.
  const [wasFirst, setWasFirst] = useState(first)
  if (first && !wasFirst) setWasFirst(true)
  const { state, start, stop } = useImport(workspace)
  if (isDemo) return <p>{texts.importing.demoRefused} <Link to="/import" search={{ workspace: OWN }}>{texts.workspace.toOwn} →</Link></p>
  return (
    <div className={classes.page}>
      <PageHead title={wasFirst ? texts.importing.title : texts.importing.more} {...(wasFirst ? { hint: texts.importing.hint } : {})} />
      {state.status === 'idle' ? null : <Card><ImportProgress state={state} onStop={stop} /></Card>}
      <div className={classes.ways}>
        <Card><DropPlace disabled={state.status === 'running'} onFiles={(files) => void start(files)} /></Card>
        <OtherWays />
      </div>
    </div>
  )
}
