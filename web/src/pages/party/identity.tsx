import { useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { Merge, PartyAnswer } from '../../api/shapes.ts'
import { tell } from '../../api/tell.ts'
import { instantText } from '../../format/days.ts'
import { Failed } from '../../parts/failed.tsx'
import { texts } from '../../texts.ts'
import { type Address, keptOf } from '../../view/address.ts'
import { useView } from '../../view/use-view.ts'
import classes from './party-page.module.css'

const words = texts.party
const SHOWN = 12
/** Which line it was, at the end of what the server says: it stands in the tip. */
const LINE = /\s*\([^()]*, learned [^()]*\)$/

/** By which names it is known, which evidence made them one or was refused, and the way to part them. */
export function Identity({ identity }: { readonly identity: PartyAnswer['identity'] }) {
  const [isWhole, setWhole] = useState(false)
  const merges = identity.merges.filter(({ ids, refused }) => ids.length > 1 || refused)
  return (
    <>
      <p>{identity.identifiers.slice(0, isWhole ? undefined : SHOWN).map((identifier) => <span key={identifier} className={classes.chip}>{identifier}</span>)}</p>
      {identity.identifiers.length > SHOWN && !isWhole ? <button type="button" className={classes.plain} onClick={() => setWhole(true)}>{words.identifiers(String(identity.identifiers.length - SHOWN))}</button> : null}
      <p className={classes.quiet}>{merges.length === 0 ? words.noMerges : words.merges}</p>
      <ul className={classes.rows}>{merges.map((merge) => <MergeRow key={`${merge.type} ${merge.source} ${merge.evidence} ${merge.ids.join(' ')}`} merge={merge} />)}</ul>
    </>
  )
}

/** What happened, who told it, and when that was learned. */
function mergeSays({ says, refused, apart, type, source, recordedAt }: Merge): string {
  const what = refused ? says.replace(LINE, '') : apart ? words.keptApart : words.joinedSays
  return words.mergeSays(what, type === 'override' ? words.byHand : words.saysSource(source), instantText(recordedAt))
}

function MergeRow({ merge }: { readonly merge: Merge }) {
  const { workspace } = useView()
  const queries = useQueryClient()
  const [written, setWritten] = useState<string | null>(null)
  const [error, setError] = useState<Error | null>(null)
  const change = async (name: string, input: object) => {
    setError(null)
    try {
      const answer = await tell<{ key?: string }>(name, workspace, input)
      setWritten(name === 'correct' ? (answer.key ?? null) : null)
      await queries.invalidateQueries()
    } catch (cause) {
      setError(cause instanceof Error ? cause : new Error(String(cause)))
    }
  }
  const [one, other] = merge.ids
  const isByHand = merge.type === 'override'
  return (
    <li>
      <span title={words.toldBy(merge.type, merge.evidence)}>{mergeSays(merge)}<br /><span className={classes.quiet}>{merge.ids.join(' · ')}</span>{error ? <Failed error={error} /> : null}</span>
      <span className={classes.small}>
        {written !== null ? <button type="button" onClick={() => void change('correction-undo', { key: written })}>{words.takeBack}</button> : merge.apartBy !== null ? <button type="button" onClick={() => void change('correction-undo', { key: merge.apartBy })}>{words.takeBack}</button> : merge.refused ? <Link to="/review" search={(before) => keptOf(before as Address)}>{words.review}</Link>
          : isByHand ? <button type="button" onClick={() => void change('correction-undo', { key: merge.evidence })}>{words.takeBack}</button>
            : one === undefined || other === undefined ? null : <button type="button" title={words.apartSays} onClick={() => void change('correct', { fact: 'not-same', one, other })}>{words.apart}</button>}
      </span>
    </li>
  )
}
