import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import type { ImportState } from '../../api/import-shapes.ts'
import { instantText } from '../../format/days.ts'
import { Card } from '../../parts/card.tsx'
import { Failed } from '../../parts/failed.tsx'
import { PageHead } from '../../parts/page-head.tsx'
import { texts } from '../../texts.ts'
import { type Address, keptOf } from '../../view/address.ts'
import { useUpload } from '../import/uploads.ts'
import { Faults } from './faults.tsx'
import classes from './imports.module.css'
import { Result } from './result.tsx'
import { Steps } from './steps.tsx'
import { Stopped } from './stopped.tsx'
import { Understood } from './understood.tsx'
import { Uploading } from './uploading.tsx'
import { useImportActions } from './use-import-actions.ts'
import { Working } from './working.tsx'

/** What the import needs now: patience, a look and a yes, or nothing any more. */
export function OneImport({ state }: { readonly state: ImportState }) {
  const actions = useImportActions(state.id)
  const upload = useUpload(state.id)
  const navigate = useNavigate()
  const [forgetting, setForgetting] = useState(false)
  useFreshAnswers(state.status)
  const forget = async () => {
    setForgetting(true)
    await actions.act('import-forget')
    await navigate({ to: '/import', search: (before) => keptOf(before as Address) })
  }
  const mayForget = ['looked', 'failed', 'uploading'].includes(state.status) && upload?.status !== 'running'
  return (
    <div className={classes.page}>
      <PageHead title={<span className={classes.title}>{state.name}</span>} hint={`${texts.imports.statusSays[state.status]} · ${texts.imports.begun(instantText(state.created))}`}>
        {mayForget ? <button type="button" className={classes.secondary} disabled={forgetting} onClick={() => void forget()}>{texts.imports.forget}</button> : null}
      </PageHead>
      <Steps status={state.status} />
      {actions.error === null ? null : <Card><Failed error={actions.error} /></Card>}
      <Faults faults={state.faults} />
      <Body state={state} actions={actions} />
    </div>
  )
}

/** Every other answer is old once rows are written or taken back; the live connection may tell so later, or be paused. */
function useFreshAnswers(status: ImportState['status']): void {
  const queries = useQueryClient()
  const before = useRef(status)
  useEffect(() => {
    const was = before.current
    before.current = status
    if (was !== status && (status === 'taken' || status === 'undone' || status === 'stopped')) void queries.invalidateQueries()
  }, [status, queries])
}

function Body({ state, actions }: { readonly state: ImportState; readonly actions: ReturnType<typeof useImportActions> }) {
  switch (state.status) {
    case 'uploading': return <Uploading state={state} actions={actions} />
    case 'looking': case 'taking': case 'undoing': return <Working state={state} actions={actions} />
    case 'looked': return <Understood state={state} actions={actions} />
    case 'stopped': case 'failed': return <Stopped state={state} actions={actions} />
    default: return <Result state={state} actions={actions} />
  }
}
