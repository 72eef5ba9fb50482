import { Link } from '@tanstack/react-router'
import { useStudy } from '../../api/use-study.ts'
import { count } from '../../format/numbers.ts'
import { Card } from '../../parts/card.tsx'
import { texts } from '../../texts.ts'
import { type Address, keptOf } from '../../view/address.ts'
import lists from './lists.module.css'

const SHOWN = 3

/** The most frequent oddities of the data: figures are no better than what they are made of. */
export function MindCard() {
  const { data } = useStudy('data-warnings')
  if (data === undefined || data.warnings.length === 0) return null
  const warnings = [...data.warnings].sort((a, b) => b.count - a.count)
  return (
    <Card title={texts.mind.title} hint={texts.mind.hint(count(warnings.length), warnings.length === 1)} aside={<Link to="/sources" search={(before) => keptOf(before as Address)}>{texts.mind.all}</Link>}>
      <ul className={lists.list}>
        {warnings.slice(0, SHOWN).map((warning) => (
          <li key={`${warning.import} ${warning.code} ${warning.table} ${warning.column} ${warning.says}`} className={lists.warning}>
            <b>{count(warning.count)}×</b> {warning.says} <span className={lists.quiet}>{warning.mend}</span>
          </li>
        ))}
      </ul>
    </Card>
  )
}
