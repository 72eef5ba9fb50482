import { count } from '../../format/numbers.ts'
import { texts } from '../../texts.ts'
import { download, downloadCsv } from '../../why/csv.ts'
import classes from './import.module.css'
import type { RejectedLine } from './use-import.ts'

const REASONS_SHOWN = 12

/** What was not taken, by reason, with an example; to be taken away, mended and sent again. */
export function RejectedList({ rejected }: { readonly rejected: readonly RejectedLine[] }) {
  const byReason = new Map<string, RejectedLine[]>()
  for (const one of rejected) byReason.set(one.reason, [...(byReason.get(one.reason) ?? []), one])
  const reasons = [...byReason].sort((a, b) => b[1].length - a[1].length)
  return (
    <div className={classes.rejected}>
      <ul>
        {reasons.slice(0, REASONS_SHOWN).map(([reason, lines]) => (
          <li key={reason}>
            <b>{reason}</b> <span className={classes.quiet}>{texts.importing.reasonCount(lines.length)}; {texts.importing.line} {count(lines[0]?.line ?? 0)}: {lines[0]?.says}</span>
          </li>
        ))}
      </ul>
      <div className={classes.line}>
        <button type="button" className={classes.secondary} onClick={() => download('rejected.jsonl', `${rejected.map((one) => one.text).join('\n')}\n`, 'application/x-ndjson')}>{texts.importing.downloadLines}</button>
        <button type="button" className={classes.secondary} onClick={() => downloadCsv('rejected-reasons', ['file', 'line', 'key', 'reason', 'says'], rejected.map((one) => [one.file, one.line, one.key, one.reason, one.says]))}>{texts.importing.downloadReasons}</button>
      </div>
    </div>
  )
}
