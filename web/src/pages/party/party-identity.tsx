import type { PartyAnswer } from '../../api/shapes.ts'
import { texts } from '../../texts.ts'
import classes from './party-page.module.css'

/** By which names it is known, and which evidence made them one. */
export function PartyIdentity({ identity }: { readonly identity: PartyAnswer['identity'] }) {
  return (
    <>
      <p>{identity.identifiers.map((identifier) => <span key={identifier} className={classes.chip}>{identifier}</span>)}</p>
      <p className={classes.quiet}>{identity.merges.length === 0 ? texts.party.noMerges : texts.party.merges}</p>
      <ul className={classes.rows}>
        {identity.merges.map((merge) => <li key={`${merge.evidence} ${merge.ids.join(' ')}`}><span>{merge.says}</span><span className={classes.quiet}>{merge.evidence}</span></li>)}
      </ul>
    </>
  )
}
