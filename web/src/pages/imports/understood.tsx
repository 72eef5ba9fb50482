import { useMemo } from 'react'
import type { ImportState, TableState } from '../../api/import-shapes.ts'
import { Card } from '../../parts/card.tsx'
import { useProducts } from '../../shell/use-products.ts'
import { texts } from '../../texts.ts'
import { namesIn } from './line-words.ts'
import { Names } from './names.ts'
import { ProductQuestion } from './product-question.tsx'
import { TableCard } from './table-card.tsx'
import type { ImportActions } from './use-import-actions.ts'
import { Warnings } from './warnings.tsx'
import { YesBar } from './yes-bar.tsx'

/** With more tables than this, those that need nobody are shown as one line each. */
const ALL_OPEN = 3
const SURE = 0.8

function needsLook(table: TableState): boolean {
  return table.missing.length > 0 || (table.plan.kind !== 'nothing' && !table.kept && table.plan.certainty < SURE)
}

/** What was understood of each table, to be corrected; and the yes. */
export function Understood({ state, actions }: { readonly state: ImportState; readonly actions: ImportActions }) {
  const products = useProducts()
  const names = useMemo(() => {
    const lines = state.tables.flatMap((table) => table.preview.flatMap((row) => row.lines))
    return namesIn([...products.map(({ product, name }) => ({ type: 'product', key: product, name })), ...lines])
  }, [state.tables, products])
  const known = new Set(state.tables.map((table) => table.table))
  const general = state.warnings.filter((warning) => warning.table === null || !known.has(warning.table))
  const isFew = state.tables.length <= ALL_OPEN
  return (
    <Names.Provider value={names}>
      <ProductQuestion state={state} actions={actions} />
      {state.tables.length > 0 ? null : <Card><p>{texts.imports.noTables}</p></Card>}
      {state.tables.map((table) => (
        <TableCard key={table.table} table={table} plans={state.tables.map((one) => one.plan)} warnings={state.warnings.filter((warning) => warning.table === table.table)} isOpenAtFirst={isFew || needsLook(table)} actions={actions} />
      ))}
      {general.length === 0 ? null : <Card title={texts.imports.mind}><Warnings warnings={general} /></Card>}
      {state.tables.length === 0 ? null : <YesBar state={state} actions={actions} />}
    </Names.Provider>
  )
}
