import type { TablePlan, TableState } from '../../api/import-shapes.ts'
import { texts } from '../../texts.ts'
import { certaintyWord } from './certainty.tsx'
import classes from './imports.module.css'
import { useKinds } from './use-kinds.ts'

/** What other tables of the import give: the customer of an order line, the price of a list. No column of this table shows it. */
export function JoinedFields({ table, onPlan }: { readonly table: TableState; readonly onPlan: (plan: TablePlan) => void }) {
  const { fieldsOf } = useKinds()
  const known = fieldsOf(table.plan.kind)
  const joined = Object.entries(table.plan.fields).flatMap(([name, { column, from, certainty, because }]) => (from ? [{ name, column, from, certainty, because }] : []))
  if (joined.length === 0) return null
  const without = (name: string): TablePlan => ({ ...table.plan, fields: Object.fromEntries(Object.entries(table.plan.fields).filter(([other]) => other !== name)) })
  return (
    <div>
      <h3>{texts.imports.fromOtherTables}</h3>
      <ul className={classes.reasons}>
        {joined.map(({ name, column, from, certainty, because }) => (
          <li key={name} title={because}>
            {known.find((field) => field.name === name)?.says ?? name}: {texts.imports.givenBy(column, from.table, from.own)} ({certaintyWord(certainty)}){' '}
            <button type="button" className={classes.link} onClick={() => onPlan(without(name))}>{texts.imports.notFromThere}</button>
          </li>
        ))}
      </ul>
    </div>
  )
}
