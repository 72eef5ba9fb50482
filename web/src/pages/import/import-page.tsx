import { Link, useNavigate } from '@tanstack/react-router'
import { useCallback, useState } from 'react'
import { Card } from '../../parts/card.tsx'
import { Failed } from '../../parts/failed.tsx'
import { PageHead } from '../../parts/page-head.tsx'
import { useIsEmpty } from '../../shell/use-is-empty.ts'
import { texts } from '../../texts.ts'
import { type Address, keptOf } from '../../view/address.ts'
import { OWN, useView } from '../../view/use-view.ts'
import { ImportsCard } from '../imports/imports-card.tsx'
import type { NamedFile } from './collect-files.ts'
import { DropPlace } from './drop-place.tsx'
import classes from './import.module.css'
import { OtherWays } from './other-ways.tsx'
import { beginUpload } from './uploads.ts'
import { WhatFits } from './what-fits.tsx'

/** Where data comes in: files by hand, or the ways that need no page. */
export function ImportPage() {
  const { workspace, isDemo } = useView()
  const navigate = useNavigate()
  const isEmpty = useIsEmpty()
  const [beginning, setBeginning] = useState(false)
  const [error, setError] = useState<Error | null>(null)
  const begin = useCallback(async (files: readonly NamedFile[]) => {
    setBeginning(true)
    setError(null)
    try {
      const id = await beginUpload(workspace, files)
      await navigate({ to: '/imports/$id', params: { id }, search: (before) => keptOf(before as Address) })
    } catch (cause) {
      setError(cause instanceof Error ? cause : new Error(String(cause)))
      setBeginning(false)
    }
  }, [workspace, navigate])
  const take = useCallback((files: readonly NamedFile[]) => void begin(files), [begin])
  if (isDemo) return <><PageHead title={texts.importing.more} hint={texts.importing.moreHint} /><Card><p>{texts.importing.demoRefused} <Link to="/import" search={{ workspace: OWN }}>{texts.workspace.toOwn} →</Link></p></Card></>
  return (
    <div className={classes.page}>
      <PageHead title={isEmpty ? texts.importing.title : texts.importing.more} hint={isEmpty ? texts.importing.hint : texts.importing.moreHint} />
      {error === null ? null : <Card><Failed error={error} /></Card>}
      <div className={classes.ways}>
        <div className={classes.other}>
          <Card><DropPlace disabled={beginning} onFiles={take} /></Card>
          <ImportsCard />
        </div>
        <div className={classes.other}>
          <WhatFits />
          <OtherWays />
        </div>
      </div>
    </div>
  )
}
