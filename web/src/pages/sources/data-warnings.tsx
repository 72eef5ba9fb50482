import { Link } from '@tanstack/react-router'
import { useStudy } from '../../api/use-study.ts'
import { count } from '../../format/numbers.ts'
import { Card } from '../../parts/card.tsx'
import table from '../../parts/table.module.css'
import { texts } from '../../texts.ts'
import { type Address, keptOf } from '../../view/address.ts'
import own from './sources-page.module.css'

/** What is odd in the data, with counts, examples and how to mend it; the most frequent first. */
export function DataWarnings() {
  const { data } = useStudy('data-warnings')
  if (data === undefined || data.warnings.length === 0) return null
  const warnings = [...data.warnings].sort((a, b) => b.count - a.count)
  return (
    <Card title={texts.imports.odd} hint={texts.imports.oddHint}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the list scrolls, so the keyboard must reach it */}
      <ul className={own.warnings} tabIndex={0} aria-label={texts.imports.odd}>
        {warnings.map((warning) => (
          <li key={`${warning.import} ${warning.code} ${warning.table} ${warning.column} ${warning.says}`}>
            <p><b>{count(warning.count)}×</b> {warning.says}</p>
            {warning.examples.length === 0 ? null : <p className={table.quiet}>{texts.imports.forExample} {warning.examples.slice(0, 3).join(', ')}</p>}
            <p className={table.quiet}>{warning.mend}{warning.import === null ? null : <> <Link to="/imports/$id" params={{ id: warning.import }} search={(before) => keptOf(before as Address)}>{warning.table ?? texts.imports.theImport}</Link></>}</p>
          </li>
        ))}
      </ul>
    </Card>
  )
}
