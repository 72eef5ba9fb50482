import { useId, useState } from 'react'
import type { KindField, TablePlan, TableState } from '../../api/import-shapes.ts'
import { useProducts } from '../../shell/use-products.ts'
import { texts } from '../../texts.ts'
import classes from './imports.module.css'
import { JoinedFields } from './joined-fields.tsx'
import { withConstantOfAll } from './plan-edits.ts'
import { useKinds } from './use-kinds.ts'

/** What is often the same for all rows, and then stands in no column. Asked where a kind has a place for it. */
const OFTEN: readonly { readonly name: string; readonly if: (plan: TablePlan, has: (field: string) => boolean) => boolean }[] = [
  { name: 'product', if: (plan, has) => has('product') && plan.fields.product === undefined },
  { name: 'currency', if: (plan, has) => has('currency') && plan.fields.currency === undefined },
  { name: 'interval', if: (plan, has) => has('interval') && plan.fields.interval === undefined },
  { name: 'customerIs', if: (_plan, has) => has('customer') },
  { name: 'covers', if: (plan) => plan.kind === 'invoices' && plan.fields.from === undefined && plan.fields.agreement === undefined },
  { name: 'periodEnd', if: (plan) => plan.kind === 'invoices' && plan.fields.to !== undefined },
]
/** Read so where nothing else is said. */
const DEFAULTS: Readonly<Record<string, string>> = { covers: 'month', periodEnd: 'exclusive', customerIs: 'auto' }

/** What to ask of a table: what is often so and no column gives, and what its plan says for all rows. */
function asked(plan: TablePlan, fields: readonly KindField[]): readonly string[] {
  const has = (name: string) => fields.some((field) => field.name === name)
  return [...new Set([...OFTEN.filter((one) => one.if(plan, has)).map((one) => one.name), ...Object.keys(plan.constants)])]
}

/** What holds for all rows, because no column says it. */
export function Constants({ table, plans, onPlans }: { readonly table: TableState; readonly plans: readonly TablePlan[]; readonly onPlans: (plans: readonly TablePlan[]) => void }) {
  const { fieldsOf } = useKinds()
  const fields = fieldsOf(table.plan.kind)
  const names = asked(table.plan, fields)
  const joined = <JoinedFields table={table} onPlan={(plan) => onPlans([plan])} />
  if (names.length === 0) return joined
  const say = (name: string, value: string) => onPlans(withConstantOfAll(plans, table.plan, name, value, (plan) => fieldsOf(plan.kind).some((field) => field.name === name)))
  return (
    <>
      <div className={classes.constants}>
        <h3>{texts.imports.forAllRows}</h3>
        {names.map((name) => (
          <Constant key={name} name={name} value={table.plan.constants[name] ?? DEFAULTS[name] ?? ''} field={fields.find((field) => field.name === name)} isMissing={table.missing.includes(name)} onChange={(value) => say(name, value)} />
        ))}
      </div>
      {joined}
    </>
  )
}

interface ConstantProps { readonly name: string; readonly value: string; readonly field: KindField | undefined; readonly isMissing: boolean; readonly onChange: (value: string) => void }

function Constant({ name, value, field, isMissing, onChange }: ConstantProps) {
  const id = useId()
  const options = texts.imports.constantValues[name] ?? (field?.meanings === undefined ? undefined : Object.fromEntries(field.meanings.map((meaning) => [meaning, meaning])))
  return (
    <div className={classes.constant} data-missing={isMissing || undefined}>
      <label htmlFor={id}>{texts.imports.constantNames[name] ?? field?.says ?? name}</label>
      {options === undefined ? <Text id={id} key={value} name={name} value={value} onChange={onChange} /> : (
        <select id={id} value={value} onChange={(event) => onChange(event.target.value)}>
          {value in options ? null : <option value={value}>{value === '' ? texts.imports.notSaid : value}</option>}
          {Object.entries(options).map(([key, text]) => <option key={key} value={key}>{text}</option>)}
        </select>
      )}
    </div>
  )
}

/** A free text with suggestions: the products that there are, the usual currencies. Sent when the field is left. */
function Text({ id, name, value, onChange }: { readonly id: string; readonly name: string; readonly value: string; readonly onChange: (value: string) => void }) {
  const [text, setText] = useState(value)
  const products = useProducts()
  const suggestions = name === 'product' ? products.map((one) => ({ value: one.product, says: one.name ?? one.product })) : name === 'currency' ? texts.imports.currencies.map((code) => ({ value: code, says: code })) : []
  const done = () => (text.trim() === value ? undefined : onChange(text))
  return (
    <>
      <input id={id} list={suggestions.length === 0 ? undefined : `${id}-list`} value={text} placeholder={texts.imports.constantPlaceholders[name] ?? texts.imports.notSaid} autoComplete="off" spellCheck={false}
        onChange={(event) => {
          setText(event.target.value)
          // A suggestion that is chosen with the mouse leaves the field focused; it is meant at once.
          if (suggestions.some((one) => one.value === event.target.value) && !(event.nativeEvent instanceof InputEvent)) onChange(event.target.value)
        }}
        onBlur={done} onKeyDown={(event) => (event.key === 'Enter' ? done() : undefined)} />
      {suggestions.length === 0 ? null : <datalist id={`${id}-list`}>{suggestions.map((one) => <option key={one.value} value={one.value}>{one.says}</option>)}</datalist>}
    </>
  )
}
