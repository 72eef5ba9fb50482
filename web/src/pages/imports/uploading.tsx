import type { ImportState } from '../../api/import-shapes.ts'
import { Card } from '../../parts/card.tsx'
import { Failed } from '../../parts/failed.tsx'
import { texts } from '../../texts.ts'
import { resumeUpload, stopUpload, useUpload } from '../import/uploads.ts'
import classes from './imports.module.css'
import { Progress } from './progress.tsx'
import type { ImportActions } from './use-import-actions.ts'

/** Files are on their way; or they were, from a page that was closed. */
export function Uploading({ state, actions }: { readonly state: ImportState; readonly actions: ImportActions }) {
  const upload = useUpload(state.id)
  if (upload === null) {
    return (
      <Card title={texts.imports.halfSent} hint={texts.imports.halfSentSays}>
        <ul className={classes.files}>{state.files.map((file) => <li key={file.name}>{file.name} <span className={classes.quiet}>{texts.imports.bytes(file.bytes)}</span></li>)}</ul>
        {state.files.length === 0 ? null : <button type="button" className={classes.secondary} disabled={actions.waiting !== null} onClick={() => void actions.act('import-look')}>{texts.imports.lookAnyway}</button>}
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
