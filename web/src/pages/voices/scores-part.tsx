import { useStudy } from '../../api/use-study.ts'
import { useThresholds } from '../../api/use-thresholds.ts'
import { count } from '../../format/numbers.ts'
import { Answered } from '../../parts/answered.tsx'
import { Bones } from '../../parts/bones.tsx'
import { Card } from '../../parts/card.tsx'
import { Empty } from '../../parts/empty.tsx'
import table from '../../parts/table.module.css'
import { texts } from '../../texts.ts'
import { useView } from '../../view/use-view.ts'
import { Controls } from './controls.tsx'
import { KINDS, type Satisfaction } from './model.ts'
import { scoresCsv } from './scores-csv.ts'
import { ScoresTable } from './scores-table.tsx'
import { useScoreParameters } from './use-scores.ts'
import classes from './voices.module.css'
import { WhoAnswered } from './who-answered.tsx'

const words = texts.voices

/** Scores by role, with their intervals, by group and over time. */
export function ScoresPart() {
  const query = useStudy('satisfaction', useScoreParameters())
  return (
    <div className={classes.stack}>
      <Controls without={['reason']} />
      <WhoAnswered />
      <Answered query={query} bones={KINDS.slice(0, 2).map((kind) => <Card key={kind} title={words.kinds[kind].name} hint={words.kinds[kind].says}><Bones lines={[100, 100, 100, 100]} height={24} /></Card>)}>
        {(answer) => <Shown answer={answer} />}
      </Answered>
    </div>
  )
}

function Shown({ answer }: { readonly answer: Satisfaction }) {
  const { address, period } = useView()
  const { fewestPeople } = useThresholds()
  const there = KINDS.filter((kind) => answer.scores.some((row) => row.kind === kind))
  if (there.length === 0) return <Card><Empty>{address.where === undefined ? words.nothing : words.nothingFits}</Empty></Card>
  return (
    <div className={classes.stack}>
      {there.map((kind) => (
        <Card key={kind} title={words.kinds[kind].name} hint={words.kinds[kind].says} aside={<button type="button" className={table.button} aria-label={`${words.csv}: ${words.kinds[kind].name}`} onClick={() => scoresCsv(answer, kind, address.by, `${kind}-${period.from}-${period.to}`)}>{words.csv}</button>}>
          <ScoresTable answer={answer} kind={kind} />
        </Card>
      ))}
      <p className={classes.small}>{words.tooFewNote(count(fewestPeople))} {(answer.moreGroups ?? 0) > 0 ? words.moreGroups(count(answer.moreGroups ?? 0)) : null}</p>
    </div>
  )
}
