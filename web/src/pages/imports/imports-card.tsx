import { Link } from '@tanstack/react-router'
import { Card } from '../../parts/card.tsx'
import { texts } from '../../texts.ts'
import { type Address, keptOf } from '../../view/address.ts'
import { ImportList } from './import-list.tsx'
import classes from './imports.module.css'
import { useImports } from './use-imports.ts'

const SHOWN = 5

/** The newest imports, where there are any. */
export function ImportsCard() {
  const { data } = useImports()
  if (data === undefined || data.length === 0) return null
  return (
    <Card title={texts.imports.earlier}>
      <ImportList imports={data.slice(0, SHOWN)} />
      {data.length <= SHOWN ? null : <p className={classes.after}><Link to="/imports" search={(before) => keptOf(before as Address)}>{texts.imports.all(data.length)} →</Link></p>}
    </Card>
  )
}
