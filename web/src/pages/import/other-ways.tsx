import { Card } from '../../parts/card.tsx'
import { texts } from '../../texts.ts'
import { Command } from './command.tsx'
import classes from './import.module.css'

/** The ways that need no page: the command line, and the trackers that are there already. */
export function OtherWays() {
  return (
    <div className={classes.other}>
      <Card title={texts.importing.cli} hint={texts.importing.cliHint}>
        <Command text={texts.importing.cliFile} />
        <Command text={texts.importing.cliPipe} />
      </Card>
      <Card title={texts.importing.segment} hint={texts.importing.segmentHint}>
        <Command text={location.origin} />
        <Command text={texts.importing.segmentKey} />
      </Card>
    </div>
  )
}
