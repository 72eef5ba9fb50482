import { Link } from '@tanstack/react-router'
import { Answered } from '../../parts/answered.tsx'
import { Bones } from '../../parts/bones.tsx'
import { Card } from '../../parts/card.tsx'
import { Empty } from '../../parts/empty.tsx'
import { count } from '../../format/numbers.ts'
import { texts } from '../../texts.ts'
import { type Address, keptOf } from '../../view/address.ts'
import { experienceSays } from './experience.ts'
import classes from './chain.module.css'
import { PartsCauses } from './parts-causes.tsx'
import { PartsControls } from './parts-controls.tsx'
import { PartsForest } from './parts-forest.tsx'
import { PartsLate } from './parts-late.tsx'
import { PartsSplit } from './parts-split.tsx'
import { PartsTrade } from './parts-trade.tsx'
import own from './parts.module.css'
import { type Parts, useParts } from './use-parts.ts'

/** The part of each intermediary: what its end users say, what comes late, of what they complain; and whether it is the product or the intermediary. */
export function ExperiencePart() {
  const query = useParts()
  return <Answered query={query} bones={<Bones lines={[60, 100, 100, 80, 100, 100]} height={40} />}>{(answer) => <Experience answer={answer} />}</Answered>
}

function Experience({ answer }: { readonly answer: Parts }) {
  const words = texts.chainExperience
  if (answer.intermediaries === 0) {
    return <Card><Empty><b>{words.empty}</b><br />{words.emptyNext} <Link to="/import" search={(before) => keptOf(before as Address)} className={classes.inText}>{words.bring}</Link>.</Empty></Card>
  }
  const through = answer.through.find(({ kind }) => kind === answer.kind)
  const direct = answer.direct.find(({ kind }) => kind === answer.kind)
  return (
    <div className={classes.page}>
      <div className={classes.state}>
        <p><b>{words.state(count(answer.intermediaries), answer.intermediaries === 1, count(answer.heard))}</b></p>
        {through === undefined ? null : <p>{words.through}: {experienceSays(through)}. {direct === undefined ? null : `${words.direct}: ${experienceSays(direct)}.`}</p>}
      </div>
      <PartsControls answer={answer} />
      <PartsSplit answer={answer} />
      <PartsForest answer={answer} />
      <div className={own.pair}>
        <PartsLate answer={answer} />
        <PartsCauses answer={answer} />
      </div>
      <PartsTrade answer={answer} />
    </div>
  )
}
