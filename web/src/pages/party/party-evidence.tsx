import { useState } from 'react'
import type { PartyEvidence } from '../../api/shapes.ts'
import { instantText } from '../../format/days.ts'
import { Empty } from '../../parts/empty.tsx'
import table from '../../parts/table.module.css'
import { texts } from '../../texts.ts'
import classes from './party-page.module.css'

const SHOWN = 12

/** The lines themselves, as they were recorded. */
export function PartyEvidenceList({ evidence }: { readonly evidence: readonly PartyEvidence[] }) {
  const [shown, setShown] = useState(SHOWN)
  if (evidence.length === 0) return <Empty>{texts.party.noEvidence}</Empty>
  return (
    <div>
      {evidence.slice(0, shown).map((one) => <Line key={`${one.recordedAt} ${textOf(one.line, 'type')} ${textOf(one.line, 'key')}`} one={one} />)}
      {shown < evidence.length ? <button type="button" className={`${table.button} ${table.more}`} onClick={() => setShown(evidence.length)}>{texts.parties.more}</button> : null}
    </div>
  )
}

function textOf(line: unknown, field: string): string {
  const value: unknown = typeof line === 'object' && line !== null ? Reflect.get(line, field) : null
  return typeof value === 'string' ? value : ''
}

function Line({ one }: { readonly one: PartyEvidence }) {
  return (
    <details className={classes.line}>
      <summary>
        <span><b>{textOf(one.line, 'type')}</b> {textOf(one.line, 'key')} <span className={classes.quiet}>{textOf(one.line, 'source')}</span></span>
        <span className={classes.quiet}>{texts.party.recorded(instantText(one.recordedAt))}</span>
      </summary>
      <pre>{JSON.stringify(one.line, null, 2)}</pre>
    </details>
  )
}
