import { useProducts } from '../shell/use-products.ts'
import { texts } from '../texts.ts'
import { useView } from '../view/use-view.ts'
import classes from './why-panel.module.css'

/** What the answer depends on: the product, the day, and the account the use happened in. */
export function WhoPaysFields({ product, day }: { readonly product: string | undefined; readonly day: string }) {
  const { address, go } = useView()
  const products = useProducts()
  return (
    <div className={classes.fields}>
      <label>
        {texts.why.product}
        <select value={product ?? ''} onChange={(event) => go({ of: event.target.value }, true)}>
          {products.map((one) => <option key={one.product} value={one.product}>{one.name ?? one.product}</option>)}
        </select>
      </label>
      <label>{texts.why.day}<input type="date" value={day} onChange={(event) => (event.target.value === '' ? undefined : go({ day: event.target.value }, true))} /></label>
      <label>{texts.why.account}<input type="text" defaultValue={address.account ?? ''} placeholder="account:acme" onBlur={(event) => go({ account: event.target.value.trim() === '' ? undefined : event.target.value.trim() }, true)} /></label>
    </div>
  )
}
