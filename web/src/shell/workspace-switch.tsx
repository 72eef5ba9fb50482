import { Link } from '@tanstack/react-router'
import { texts } from '../texts.ts'
import { DEMO, OWN, useView } from '../view/use-view.ts'
import classes from './workspace-switch.module.css'

/** Whose data this is; one click to one's own, and back. */
export function WorkspaceSwitch() {
  const { isDemo } = useView()
  return (
    <div className={classes.switch}>
      <div className={classes.name}>
        {isDemo ? texts.workspace.demo : texts.workspace.own}
      </div>
      {isDemo ? <p className={classes.says}>{texts.workspace.demoSays}</p> : null}
      <Link to="/" search={{ workspace: isDemo ? OWN : DEMO }} className={classes.other}>
        {isDemo ? texts.workspace.toOwn : texts.workspace.toDemo}
      </Link>
    </div>
  )
}
