import { useState } from 'react'
import type { ImportState } from '../../api/import-shapes.ts'
import { Card } from '../../parts/card.tsx'
import { Failed } from '../../parts/failed.tsx'
import { texts } from '../../texts.ts'
import { useView } from '../../view/use-view.ts'
import { resumeUpload, sendOn, stopUpload, useUpload } from '../import/uploads.ts'
import classes from './imports.module.css'
import { Progress } from './progress.tsx'
import type { ImportActions } from './use-import-actions.ts'

/** Files are on their way; or they were, from a page that was closed. */
export function Uploading({ state, actions }: { readonly state: ImportState; readonly actions: ImportActions }) {
  const upload = useUpload(state.id)
  const { workspace } = useView()
  const [lacking, setLacking] = useState<readonly string[]>([])
  if (upload === null) {
    const short = state.files.filter(({ bytes, size }) => bytes < (size ?? 0))
    return (
      <Card title={short.length > 0 ? texts.imports.brokenOff : texts.imports.halfSent} hint={short.length > 0 ? texts.imports.brokenOffSays : texts.imports.halfSentSays}>
        <ul className={classes.files}>{state.files.map((file) => <li key={file.name}>{file.name} <span className={classes.quiet}>{file.bytes < (file.size ?? 0) ? texts.imports.bytesOf(texts.imports.bytes(file.bytes), texts.imports.bytes(file.size ?? 0)) : texts.imports.bytes(file.bytes)}</span></li>)}</ul>
        {short.length === 0 ? null : (
          <div className={classes.ways}>
            <label className={classes.quiet}>{texts.imports.chooseAgain} <input type="file" multiple onChange={(event) => setLacking(sendOn(state.id, workspace, state.files, [...(event.currentTarget.files ?? [])]))} /></label>
            {short.length === state.files.length ? null : <button type="button" className={classes.secondary} disabled={actions.waiting !== null} onClick={() => void actions.act('import-look', { leaveOut: true })}>{texts.imports.leaveThemOut}</button>}
          </div>
        )}
        {lacking.length === 0 ? null : <p role="alert" className={classes.bad}>{texts.imports.notThose(lacking.join(', '))}</p>}
        {state.files.length === 0 || short.length > 0 ? null : <button type="button" className={classes.secondary} disabled={actions.waiting !== null} onClick={() => void actions.act('import-look')}>{texts.imports.lookAnyway}</button>}
      </Card>
    )
  }
  const goOn = () => resumeUpload(state.id, new Map(state.files.map((file) => [file.name, file.bytes])))
  return (
    <Card>
      {upload.error === null || upload.status !== 'failed' ? null : <Failed error={upload.error} />}
      <Progress step={upload.status === 'running' || upload.status === 'done' ? texts.imports.uploading : texts.imports.uploadStopped} done={upload.bytesDone} total={upload.bytes} startedAt={upload.startedAt} says={texts.imports.keepOpen}>
        {upload.status === 'running' ? <button type="button" className={classes.secondary} onClick={() => stopUpload(state.id)}>{texts.importing.stop}</button> : null}
        {upload.status === 'stopped' || upload.status === 'failed' ? <button type="button" className={classes.primary} onClick={goOn}>{texts.imports.goOn}</button> : null}
      </Progress>
    </Card>
  )
}
