import { useStudy } from '../../api/use-study.ts'
import { Answered } from '../../parts/answered.tsx'
import { Bones } from '../../parts/bones.tsx'
import { Card } from '../../parts/card.tsx'
import { Empty } from '../../parts/empty.tsx'
import { texts } from '../../texts.ts'
import { useView } from '../../view/use-view.ts'
import classes from './explore.module.css'
import { FlowControls } from './flow-controls.tsx'
import type { Measure } from './flows-model.ts'
import { FlowsTable } from './flows-table.tsx'
import { Sankey } from './sankey.tsx'
import type { Flows } from './shapes.ts'
import { useFlows } from './use-flows.ts'

const words = texts.explore.flows

/** What the address asks to see, if the answer has it; else people. */
export function measureOf(text: string | undefined, answer: Flows | undefined): Measure {
  if (text === 'use') return 'use'
  return answer?.money.some(({ currency }) => currency === text) ? (text as Measure) : 'users'
}

/** From users through intermediaries to payers: a picture, and a table that says the same. */
export function FlowsPart() {
  const { address, go } = useView()
  const query = useFlows()
  const whole = useStudy('payers-of-use')
  const measure = measureOf(address.measure, query.data)
  return (
    <div className={classes.stack}>
      <FlowControls answer={query.data} measure={measure} />
      <Answered query={query} bones={<><Card title={words.title}><Bones lines={[100]} height={380} /></Card><Card title={words.table}><Bones lines={[100, 100, 100, 100, 100]} height={22} /></Card></>}>
        {(answer) => answer.users === 0 && answer.rows.length === 0 ? (
          <Card title={words.title}>
            {address.where === undefined ? <Empty>{words.noUse}</Empty> : <><Empty>{words.nothing}</Empty><button type="button" className={classes.button} onClick={() => go({ where: undefined })}>{words.nothingNext}</button></>}
          </Card>
        ) : (
          <div className={classes.stack}>
            <Sankey answer={answer} measure={measure} />
            <FlowsTable answer={answer} measure={measure} whole={whole.isPlaceholderData ? undefined : whole.data} />
          </div>
        )}
      </Answered>
    </div>
  )
}
