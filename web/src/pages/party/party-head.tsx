import type { PartyAnswer } from '../../api/shapes.ts'
import { CorrectButton } from '../../correct/correct-button.tsx'
import { today } from '../../format/days.ts'
import { firstIdentifier, nameOf } from '../../format/names.ts'
import { PageHead } from '../../parts/page-head.tsx'
import table from '../../parts/table.module.css'
import { texts } from '../../texts.ts'
import { useView } from '../../view/use-view.ts'
import { hatName, isWorn } from './lanes.ts'
import classes from './party-page.module.css'

const words = texts.party
const IDENTIFIERS = 3

/** Who it is: name, kind, identifiers, category, traits, and the hats of today. */
export function PartyHead({ answer }: { readonly answer: PartyAnswer }) {
  const { go } = useView()
  const { party, category, hats } = answer
  const known = firstIdentifier(party)
  const worn = [...new Set(hats.filter((hat) => isWorn(hat, today())).map(hatName))]
  const traits = Object.entries(answer.traits).filter(([, value]) => value !== '').slice(0, 6)
  const hint = [party.kind === null ? null : texts.parties.what[party.kind], ...party.identifiers.slice(0, IDENTIFIERS)].filter((part) => part !== null && part !== nameOf(party)).join(' · ')
  return (
    <>
      <PageHead title={party.identifiers.includes('self') && party.name === null ? words.us : nameOf(party)} hint={hint}>
        <span className={classes.wrap}>
          {answer.usage.length === 0 ? null : <button type="button" className={table.button} onClick={() => go({ who: known })}>{words.whoPays}</button>}
          <CorrectButton about={`party:${known}`} label={words.correct} />
        </span>
      </PageHead>
      <p className={classes.hatsToday}>
        {worn.length === 0 ? <span className={classes.quiet}>{words.notNow}</span> : worn.map((hat) => <span key={hat} className={classes.worn}>{words.today[hat] ?? hat}</span>)}
        {category === null ? null : <span className={classes.chip}>{words.category}: {category}</span>}
        {traits.map(([name, value]) => <span key={name} className={classes.chip}>{name}: {value}</span>)}
      </p>
      {answer.warnings.map((warning) => <p key={warning} className={classes.warning}><b>{words.warnings}:</b> {warning}</p>)}
    </>
  )
}
