import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { texts } from '../texts.ts'
import { type Address, keptOf } from '../view/address.ts'
import { DEMO, OWN, useView } from '../view/use-view.ts'
import classes from './address-gate.module.css'
import { useProductsAnswer } from './use-products.ts'
import { useWorkspaces } from './use-workspaces.ts'

/** One sentence with a way out, instead of the same refusal in every card, where the address names what is not there. */
export function AddressGate({ children }: { readonly children: ReactNode }) {
  const { address, workspace } = useView()
  const { data: workspaces } = useWorkspaces()
  const { data: products } = useProductsAnswer()
  const known = workspaces?.map(({ name }) => name)
  if (known !== undefined && !known.includes(workspace)) {
    return (
      <Lost title={texts.lost.workspace(workspace)}>
        {[OWN, DEMO].filter((name) => known.includes(name)).map((name) => <Link key={name} to="/" search={{ workspace: name }} className={classes.way}>{name === DEMO ? texts.workspace.toDemo : texts.lost.toOwn}</Link>)}
      </Lost>
    )
  }
  if (address.product !== undefined && products !== undefined && !products.products.some(({ product }) => product === address.product)) {
    return <Lost title={texts.lost.product(address.product)}><Link to="." search={(before) => ({ ...keptOf(before as Address), product: undefined })} className={classes.way}>{texts.lost.allProducts}</Link></Lost>
  }
  return children
}

function Lost({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <>
      <h1>{title}</h1>
      <p className={classes.ways}>{children}</p>
    </>
  )
}

/** Says what of the address could not be read, and what is shown instead. */
export function MisreadNotice() {
  const { misread, go } = useView()
  if (misread.length === 0) return null
  return (
    <div className={classes.misread} role="status">
      <span>{misread.map((what) => texts.lost.misread[what]).join(' ')}</span>
      <button type="button" onClick={() => go(Object.fromEntries(misread.flatMap((what) => (what === 'period' ? [['from', undefined], ['to', undefined]] : [['knownAt', undefined]]))), true)}>{texts.lost.fine}</button>
    </div>
  )
}
