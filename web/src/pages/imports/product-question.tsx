import { useId, useState } from 'react'
import type { ImportState, TablePlan } from '../../api/import-shapes.ts'
import { useProducts } from '../../shell/use-products.ts'
import { texts } from '../../texts.ts'
import classes from './imports.module.css'
import { withConstant, withOneProduct } from './plan-edits.ts'
import type { ImportActions } from './use-import-actions.ts'
import { useKinds } from './use-kinds.ts'
import { isSilent } from './silent-tables.ts'

const APART = 'products-apart'

/**
 * What hardly any export says: which product it is about. Asked once for all tables that have a place for it.
 * A product that is known already is meant for the tables that name none; a name that is typed is that of all tables.
 */
export function ProductQuestion({ state, actions }: { readonly state: ImportState; readonly actions: ImportActions }) {
  const id = useId()
  const ofWorkspace = useProducts()
  const { fieldsOf } = useKinds()
  const [text, setText] = useState('')
  const { silent, named } = state.products ?? { silent: [], named: [] }
  const only = named.length === 1 ? named[0] : undefined
  const isTakenOver = only !== undefined && state.tables.some(({ plan }) => plan.constants.product === only.product)
  if (silent.length === 0 && !isTakenOver && !state.warnings.some(({ code }) => code === APART)) return null
  const hasPlace = (plan: TablePlan): boolean => plan.kind === 'objects' || fieldsOf(plan.kind).some((field) => field.name === 'product')
  const isMissing = state.tables.some((table) => table.missing.includes('product'))
  const known = silent.length === 0 ? [] : [...named, ...ofWorkspace.filter(({ product }) => !named.some((one) => one.product === product))]
  const say = (plans: readonly TablePlan[]) => void actions.plan(plans)
  const choose = (product: string) => say(state.tables.filter(({ table }) => silent.includes(table)).map(({ plan }) => withConstant(plan, 'product', product)))
  const answer = () => {
    const plans = state.tables.map(({ plan }) => plan).filter(hasPlace)
    const product = text.trim()
    if (product !== '') say(named.length === 0 ? plans.filter(isSilent).map((plan) => withConstant(plan, 'product', product)) : plans.map((plan) => withOneProduct(plan, product)))
  }
  const nameOf = ({ product, name }: { readonly product: string; readonly name: string | null }): string => (name === null || name === product ? product : texts.imports.productAndKey(name, product))
  const says = isMissing ? texts.imports.productMissing(silent.join(', '), silent.length === 1) : silent.length > 0 ? texts.imports.productUnnamed(silent.join(', '), silent.length === 1) : isTakenOver ? texts.imports.productTakenOver(nameOf(only)) : texts.imports.productsNamed
  return (
    <form className={classes.question} onSubmit={(event) => { event.preventDefault(); answer() }}>
      <label htmlFor={id}><b>{texts.imports.whichProduct}</b> {says}</label>
      <div className={classes.line}>
        {known.map((one) => <button key={one.product} type="button" className={classes.secondary} onClick={() => choose(one.product)}>{nameOf(one)}</button>)}
        <input id={id} value={text} placeholder={texts.imports.productName} autoComplete="off" spellCheck={false} onChange={(event) => setText(event.target.value)} />
        <button type="submit" className={classes.secondary} disabled={text.trim() === ''}>{named.length === 0 ? texts.imports.useProduct : texts.imports.allOneProduct(text.trim())}</button>
      </div>
    </form>
  )
}
