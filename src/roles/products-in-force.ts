import type { KnownProducts } from '../imports/products-of-import.ts'
import { pays } from './resale.ts'
import type { Asked } from './workspace.ts'

/** The products of which there is use, agreements or a line that holds; what undone imports named is forgotten. Reads the days of use once. */
export async function productsInForce({ db, view, projection, undone }: Asked): Promise<KnownProducts> {
  const rows = await db.rows<{ product: number }>(
    'select distinct product from usage where view_id in (0, :view::int) and recorded_at <= :known::bigint and import_id not in (select unnest(:undone::int[]))', { view: view.id, known: view.knownAt, undone: [...undone] })
  const { world } = view
  const used = rows.map(({ product }) => projection.words.products.text(product))
  const agreed = [...new Set([...world.agreements.values()].filter(pays).map(({ product }) => product))]
  const names: { [product: string]: string } = {}
  const fundedBy: { [product: string]: string } = {}
  for (const [key, { name, fundedBy: funding }] of world.products) {
    if (name !== null) names[key] = name
    if (funding !== null) fundedBy[key] = funding
  }
  return { used, agreed, names, fundedBy, listed: [...new Set([...used, ...agreed, ...world.products.keys()])] }
}
