import { Link } from '@tanstack/react-router'
import { texts } from '../texts.ts'
import { DEMO, OWN, useView } from '../view/use-view.ts'
import { useWorkspaces } from './use-workspaces.ts'
import classes from './workspace-switch.module.css'

/** Whose data this is; one click to one's own, and back. */
export function WorkspaceSwitch() {
  const { isDemo } = useView()
  const { data } = useWorkspaces()
  const other = isDemo ? OWN : DEMO
  const hasOther = data === undefined || data.some((one) => one.name === other)
  return (
    <div className={classes.switch}>
      <div className={classes.name}>
        {isDemo ? texts.workspace.demo : texts.workspace.own}
      </div>
      {isDemo ? <p className={classes.says}>{texts.workspace.demoSays}</p> : null}
      {hasOther ? <Link to="/" search={{ workspace: other }} className={classes.other}>{isDemo ? texts.workspace.toOwn : texts.workspace.toDemo}</Link> : null}
    </div>
  )
}
