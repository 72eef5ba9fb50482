import { Link } from '@tanstack/react-router'
import { count } from '../../format/numbers.ts'
import { Card } from '../../parts/card.tsx'
import table from '../../parts/table.module.css'
import { texts } from '../../texts.ts'
import { type Address, keptOf } from '../../view/address.ts'
import { useImports } from '../imports/use-imports.ts'
import own from './sources-page.module.css'

const SHOWN = 6

/** What is odd in the data that was brought in: the most frequent first, each with the import that tells more. */
export function ImportWarnings() {
  const { data } = useImports()
  const warnings = (data ?? []).filter((one) => one.status === 'taken').flatMap((one) => one.warnings.map((warning) => ({ ...warning, id: one.id }))).sort((a, b) => b.count - a.count)
  if (warnings.length === 0) return null
  return (
    <Card title={texts.imports.ofImports}>
      <ul className={own.review}>
        {warnings.slice(0, SHOWN).map((warning) => (
          <li key={`${warning.id} ${warning.code} ${warning.table} ${warning.column}`}>
            <Link to="/imports/$id" params={{ id: warning.id }} search={(before) => keptOf(before as Address)}>{count(warning.count)}×</Link> {warning.says} <span className={table.quiet}>{warning.table}</span>
          </li>
        ))}
      </ul>
    </Card>
  )
}
