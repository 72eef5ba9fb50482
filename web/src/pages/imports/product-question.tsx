import { useId, useState } from 'react'
import type { ImportState, TablePlan } from '../../api/import-shapes.ts'
import { useProducts } from '../../shell/use-products.ts'
import { texts } from '../../texts.ts'
import classes from './imports.module.css'
import { withConstant } from './plan-edits.ts'
import type { ImportActions } from './use-import-actions.ts'
import { useSilentTables } from './use-silent-tables.ts'

/** What hardly any export says: which product it is about. Asked once for all tables that have a place for it. */
export function ProductQuestion({ state, actions }: { readonly state: ImportState; readonly actions: ImportActions }) {
  const id = useId()
  const products = useProducts()
  const silent = useSilentTables(state)
  const [text, setText] = useState('')
  if (silent.length === 0) return null
  const say = (product: string) => {
    const plans: readonly TablePlan[] = silent.map((table) => withConstant(table.plan, 'product', product))
    if (product.trim() !== '') void actions.plan(plans)
  }
  return (
    <form className={classes.question} onSubmit={(event) => { event.preventDefault(); say(text) }}>
      <label htmlFor={id}><b>{texts.imports.whichProduct}</b> {texts.imports.whichProductSays}</label>
      <div className={classes.line}>
        {products.map((one) => <button key={one.product} type="button" className={classes.secondary} onClick={() => say(one.product)}>{one.name ?? one.product}</button>)}
        <input id={id} value={text} placeholder={products.length === 0 ? texts.imports.productName : texts.imports.otherProduct} autoComplete="off" spellCheck={false} onChange={(event) => setText(event.target.value)} />
        <button type="submit" className={classes.secondary} disabled={text.trim() === ''}>{texts.imports.useProduct}</button>
      </div>
    </form>
  )
}
