import { useId } from 'react'
import type { KindField, TablePlan, TableState } from '../../api/import-shapes.ts'
import { texts } from '../../texts.ts'
import { certaintyWord } from './certainty.tsx'
import classes from './grid.module.css'
import { type Use, usesOf, withUse } from './plan-edits.ts'
import { ReadingButton } from './reading-button.tsx'
import { useKinds } from './use-kinds.ts'

const TRAIT = ':trait'
const NOTHING = ':nothing'

function valueOf(use: Use): string {
  return use.as === 'field' ? use.name : use.as === 'trait' ? TRAIT : NOTHING
}

function chosenUse(value: string): Use {
  return value === TRAIT ? { as: 'trait' } : value === NOTHING ? { as: 'nothing' } : { as: 'field', name: value }
}

interface ColumnHeadProps { readonly column: string; readonly table: TableState; readonly namespaces: readonly string[]; readonly isOut: boolean; readonly onPlan: (plan: TablePlan) => void }

/** The head of a column: its name, what it is taken for, how sure that is, and how its text is read. */
export function ColumnHead({ column, table, namespaces, isOut, onPlan }: ColumnHeadProps) {
  const { fieldsOf } = useKinds()
  const id = useId()
  const fields = fieldsOf(table.plan.kind)
  const uses = usesOf(table.plan, column)
  // Evidence lines and objects of known systems are understood by themselves.
  const isFixed = isOut || fields.length === 0
  const isUsed = uses.some((use) => use.as !== 'nothing')
  return (
    <th scope="col" data-unused={isOut || (!isFixed && !isUsed) || undefined}>
      <span className={classes.column} title={column}>{column}</span>
      {isFixed ? null : uses.map((use) => {
        const plan = use.as === 'field' ? table.plan.fields[use.name] : undefined
        return (
          <span key={valueOf(use)} className={classes.use}>
            <select aria-label={texts.imports.columnGives(column)} aria-describedby={plan === undefined ? undefined : `${id}-${valueOf(use)}`} title={plan?.because} value={valueOf(use)} data-is={use.as}
              onChange={(event) => onPlan(withUse(table.plan, table.columns, column, use, chosenUse(event.target.value)))}>
              <option value={NOTHING}>{texts.imports.nothing}</option>
              <option value={TRAIT}>{texts.imports.trait}</option>
              <Fields fields={fields} plan={table.plan} column={column} chosen={valueOf(use)} />
            </select>
            {use.as !== 'field' || plan === undefined ? <span className={classes.blank} /> : (
              <>
                <span id={`${id}-${use.name}`} className="visually-hidden">{certaintyWord(plan.certainty)}: {plan.because}</span>
                <ReadingButton column={column} name={use.name} field={plan} definition={fields.find((one) => one.name === use.name)} table={table} namespaces={namespaces} onPlan={onPlan} />
              </>
            )}
          </span>
        )
      })}
    </th>
  )
}

/** The fields to choose from; those that another column gives already say so. */
function Fields({ fields, plan, column, chosen }: { readonly fields: readonly KindField[]; readonly plan: TablePlan; readonly column: string; readonly chosen: string }) {
  const known = fields.some((field) => field.name === chosen) || chosen.startsWith(':')
  const given = (field: KindField) => plan.fields[field.name] !== undefined && plan.fields[field.name]?.column !== column
  return (
    <>
      {known ? null : <option value={chosen}>{chosen}</option>}
      {fields.map((field) => <option key={field.name} value={field.name}>{field.says}{given(field) ? texts.imports.insteadOf(plan.fields[field.name]?.column ?? '') : ''}</option>)}
    </>
  )
}
