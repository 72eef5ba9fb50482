import type { PartyEvidence } from '../../api/types.ts'
import { instantText } from '../../format/days.ts'
import { Empty } from '../../parts/empty.tsx'
import { texts } from '../../texts.ts'
import classes from './party-page.module.css'

const SHOWN = 50

/** The lines themselves, as they were recorded. */
export function PartyEvidenceList({ evidence }: { readonly evidence: readonly PartyEvidence[] }) {
  if (evidence.length === 0) return <Empty>{texts.party.noEvidence}</Empty>
  return (
    <div>
      {evidence.slice(0, SHOWN).map((one) => (
        <details key={`${one.recordedAt} ${String(one.line.type)} ${String(one.line.key)}`} className={classes.line}>
          <summary><span><b>{String(one.line.type)}</b> {String(one.line.key)} <span className={classes.quiet}>{typeof one.line.source === 'string' ? one.line.source : ''}</span></span><span className={classes.quiet}>{texts.party.recorded(instantText(one.recordedAt))}</span></summary>
          <pre>{JSON.stringify(one.line, null, 2)}</pre>
        </details>
      ))}
    </div>
  )
}
